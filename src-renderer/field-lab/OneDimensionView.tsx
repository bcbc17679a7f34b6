/** One row a·x ≤ b: S26's Figures 1, 2(a) and 2(b) and the slopes live, with the values under the cross. */
import { Checkbox, Tooltip } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { JSX, KeyboardEvent, PointerEvent } from 'react';
import { oneDimensionCurves } from '../../src-science/field/one-dimension.ts';
import { oneSampleCurves } from '../../src-science/field/one-sample.ts';
import { chartTheme } from '../plot/chart-theme.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { useSize } from '../plot/use-size.ts';
import { Label } from '../form/Label.tsx';
import { formatNumber } from '../format/index.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { LabTools } from './LabTools.tsx';
import { useLab } from './lab-state.ts';
import { PLOTS, shownCurves, valuesOf } from './one-dimension-plots.ts';
import type { OneDimensionPicture } from './one-dimension-plots.ts';
import { leastHeight, oneDimensionFrames, oneDimensionScene, REACH, titlePlace } from './one-dimension-scene.ts';
import { minimizersOf, oneDimensionWords } from './one-dimension-words.ts';
import { ParameterSlider } from './ParameterSlider.tsx';
import { SceneCanvas } from '../plot/SceneCanvas.tsx';
import { TERMS } from './lab-terms.ts';

/** 400 intervals: 0.0025 each, so that ½ and all multiples of 0.05 are points of the grid. */
const POINTS = 401;

/** Points of one sample on either side of z = 0. */
const SAMPLE_POINTS = 141;

const inside = (value: number): string | null => (value > 0 && value < 1 ? null : 'Must be between 0 and 1');
const positive = (value: number): string | null => (value > 0 ? null : 'Must be greater than 0');

const PARAMETERS = [
  { name: 'a', label: 'a', help: TERMS.a, min: 0.05, max: 2, step: 0.01, check: positive },
  { name: 'b', label: 'b', help: TERMS.b1, min: -0.5, max: 2, step: 0.01 },
  { name: 'xHat', label: 'x̂', help: TERMS.xHat, min: 0.01, max: 0.99, step: 0.01, check: inside },
  { name: 'mu', label: 'μ', help: TERMS.mu, min: 0.1, max: 10, step: 0.1, check: positive },
] as const;

export function OneDimensionView(): JSX.Element {
  const one = useLab((state) => state.one);
  const set = useLab((state) => state.set);
  const [cursor, setCursor] = useState<number | null>(null);
  const [byKeyboard, setByKeyboard] = useState(false);
  const [box, size] = useSize();
  const theme = chartTheme(useThemeName());
  const { a, b, xHat, mu, printed } = one;
  const change = (part: Partial<typeof one>): void => set({ one: { ...one, ...part } });

  const curves = useMemo(() => oneDimensionCurves({ a, b }, POINTS), [a, b]);
  const minimizers = useMemo(() => minimizersOf({ a, b }), [a, b]);
  // Of a cross on the edge of the square the density would be all at infinity.
  const drawnAt = cursor === null ? xHat : Math.min(0.999, Math.max(0.001, curves.xHat[cursor] ?? xHat));
  const sample = useMemo(() => oneSampleCurves({ a, b }, drawnAt, REACH, SAMPLE_POINTS), [a, b, drawnAt]);
  const picture: OneDimensionPicture = { curves, sample, a, b, mu, printed, minimizers, cursor };
  const frames = size === null ? [] : oneDimensionFrames(picture, size.width, size.height);
  const scene = size === null ? null : oneDimensionScene(picture, frames, size.width, size.height, theme);
  const words = oneDimensionWords({ a, b });
  const parameters = `one row a·x ≤ b with a = ${String(a)}, b = ${String(b)}, μ = ${String(mu)}; one sample at x̂ = ${String(xHat)}`;

  const exported = (): Picture | null =>
    size === null
      ? null
      : {
          width: size.width,
          height: size.height,
          scene: (exportTheme, { width, height }) =>
            oneDimensionScene(
              { ...picture, sample: oneSampleCurves({ a, b }, xHat, REACH, SAMPLE_POINTS), cursor: null },
              oneDimensionFrames(picture, width, height), width, height, exportTheme,
            ),
          leastHeight,
          caption: [parameters, words],
          name: 'field lab one variable',
        };

  const onMove = (event: PointerEvent<HTMLButtonElement>): void => {
    const area = event.currentTarget.getBoundingClientRect();
    const px = event.clientX - area.left;
    const py = event.clientY - area.top;
    const frame = frames.find((each, k) => PLOTS[k]?.axis === 'marginal' &&
      px >= each.left - 8 && px <= each.left + each.width + 8 && py >= each.top - 8 && py <= each.top + each.height + 8);
    setByKeyboard(false);
    setCursor(frame === undefined ? null : Math.round(Math.min(1, Math.max(0, (px - frame.left) / frame.width)) * (POINTS - 1)));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const from = cursor ?? (POINTS - 1) / 2;
    const stride = event.shiftKey ? 20 : 1;
    const next = { ArrowLeft: from - stride, ArrowRight: from + stride, Home: 0, End: POINTS - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setByKeyboard(true);
    setCursor(cursor === null ? from : Math.min(POINTS - 1, Math.max(0, next)));
  };

  return (
    <>
      <LabTools subtitle="one row a·x ≤ b, one variable">
        <ExportMenu what="field lab" picture={exported} disabled={size === null} />
      </LabTools>
      <div className="lz-lab">
        <div className="lz-lab-controls" role="group" aria-label="Parameters">
          {PARAMETERS.map(({ name, ...shown }) => (
            <ParameterSlider key={name} {...shown} value={one[name]} onChange={(value) => change({ [name]: value })} />
          ))}
          <Checkbox
            checked={printed}
            onChange={(event) => change({ printed: event.currentTarget.checked })}
            label={<Label text="As printed in S26" help={TERMS.printed} />}
          />
          {(cursor !== null || minimizers.length > 0) && (
            <table className="lz-lab-table">
              <caption>{cursor === null ? 'Minimizers' : `At x̂ = ${formatNumber(curves.xHat[cursor], { digits: 5 })}`}</caption>
              <tbody>
                {cursor === null
                  ? minimizers.map((minimizer) => (
                      <tr key={minimizer.curve}>
                        <th scope="row">{PLOTS.flatMap((plot) => plot.curves).find((curve) => curve.name === minimizer.curve)?.label}</th>
                        <td title={String(minimizer.xHat)}>x̂ = {formatNumber(minimizer.xHat, { digits: 5 })}</td>
                      </tr>
                    ))
                  : [
                    ...new Map(PLOTS.filter(({ axis }) => axis === 'marginal').flatMap((plot) => shownCurves(plot, picture)).map(
                      (curve) => [curve.name, curve],
                    )).values(),
                  ].map((
                    curve,
                  ) => {
                      const value = valuesOf(picture, curve.name).y[cursor] ?? Number.NaN;
                      return (
                        <tr key={curve.name}>
                          <th scope="row">{curve.label}</th>
                          <td title={String(value)}>{formatNumber(value, { digits: 5 })}</td>
                        </tr>
                      );
                    })}
              </tbody>
            </table>
          )}
        </div>
        <div className="lz-lab-picture">
          <div className="lz-lab-scroll">
            <div ref={box} className="lz-chart lz-lab-figures" style={{ minHeight: leastHeight(size?.width ?? 0) }}>
              {scene !== null && (
                <>
                  <SceneCanvas scene={scene} />
                  <button
                    type="button"
                    className="lz-chart-surface"
                    aria-label="Losses, slopes and potentials over x̂. Arrow keys move the cross, with Shift in large steps."
                    onPointerMove={onMove}
                    onPointerLeave={() => setCursor(null)}
                    onKeyDown={onKeyDown}
                    onBlur={() => byKeyboard && setCursor(null)}
                  />
                  {PLOTS.map((plot, k) => {
                    const frame = frames[k];
                    if (frame === undefined) return null;
                    const { x, y, width } = titlePlace(frame, plot, picture, frames);
                    return (
                      <Tooltip key={plot.title} label={plot.help.replaceAll(' − ', '\u00a0−\u00a0')}>
                        <button
                          type="button"
                          className="lz-lab-figure-help"
                          style={{ left: x + width + 4, top: y - 9 }}
                          aria-label={`${plot.title}: ${plot.help}`}
                        >
                          <IconInfoCircle size={14} aria-hidden />
                        </button>
                      </Tooltip>
                    );
                  })}
                </>
              )}
            </div>
          </div>
          <p className="lz-lab-words" role="status">
            {words}
          </p>
        </div>
      </div>
    </>
  );
}
