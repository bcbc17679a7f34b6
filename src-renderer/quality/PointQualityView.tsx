/** Gradient quality at one x̂: its figures against the sample count or the cost, and all of them as a table. */
import { Tooltip } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Choice, PanelTools, ScaleChoice } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { useSize } from '../plot/use-size.ts';
import type { Size } from '../plot/use-size.ts';
import { formatCount } from '../format/index.ts';
import { layoutMultiples } from './multiples.ts';
import { multiplesOption } from './multiples-option.ts';
import { AXIS_TERMS, POINT_AXES, POINT_FIGURES, POINT_TERMS, pointPlots } from './plots.ts';
import type { PointAxis, PointFigure, PointQualityValue } from './plots.ts';
import { QualityBody } from './QualityBody.tsx';
import { FigureMenu, SchemeMenu, toggled } from './QualityTools.tsx';
import { POINT_COLUMNS, pointRows, pointTable, qualityCaption } from './tables.ts';

interface Props {
  readonly run: RunSummary;
  readonly quality: PointQualityValue;
}

const USUAL: ReadonlySet<PointFigure> = new Set(['bias', 'rmse', 'cosine']);

export function PointQualityView({ run, quality }: Props): JSX.Element {
  const schemes = useMemo(() => quality.schemes.map(({ scheme }) => scheme), [quality]);
  const [figures, setFigures] = useState<ReadonlySet<PointFigure>>(USUAL);
  const [shown, setShown] = useState<ReadonlySet<SchemeName>>(new Set(schemes));
  const [axis, setAxis] = useState<PointAxis>('samples');
  const [scale, setScale] = useState<ScaleKind>('log');
  const [box, size] = useSize();
  const listed = schemes.filter((scheme) => shown.has(scheme));
  const plots = useMemo(
    () => pointPlots(quality, POINT_FIGURES.filter((name) => figures.has(name)), shown, axis, scale),
    [quality, figures, shown, axis, scale],
  );
  const layOut = useCallback(
    ({ width, height }: Size) =>
      layoutMultiples(plots, { title: AXIS_TERMS[axis].label, scale: 'log' }, schemes.filter((scheme) => shown.has(scheme)), width, height),
    [plots, axis, schemes, shown],
  );
  const layout = useMemo(() => (size === null ? null : layOut(size)), [layOut, size]);
  const rows = useMemo(() => pointRows(quality, shown), [quality, shown]);
  const picture = (): Picture | null =>
    layout === null || size === null ? null : {
      ...size, option: (theme, _renderer, asked) => multiplesOption(layOut(asked) ?? layout, theme), caption: qualityCaption(run, quality),
      name: `${run.problemName} gradient quality`,
    };

  return (
    <>
      <PanelTools
        label='Gradient quality'
        end={
          <ExportMenu
            what='gradient quality'
            picture={picture}
            table={() => pointTable(run, quality, rows)}
            disabled={rows.length === 0}
          />
        }
      >
        <FigureMenu names={POINT_FIGURES} terms={POINT_TERMS} chosen={figures} onToggle={(name) => setFigures(toggled(figures, name))} />
        <SchemeMenu schemes={schemes} chosen={shown} onToggle={(name) => setShown(toggled(shown, name))} />
        <Choice
          label="Horizontal axis"
          name="against"
          value={axis}
          onChange={setAxis}
          options={POINT_AXES.map((one) => ({
            value: one,
            label: (
              <Tooltip label={AXIS_TERMS[one].help}>
                <span>{AXIS_TERMS[one].label}</span>
              </Tooltip>
            ),
          }))}
        />
        <ScaleChoice label="Scale of biases and errors" name="errors" value={scale} onChange={setScale} />
      </PanelTools>
      <QualityBody
        box={box}
        size={size}
        layout={layout}
        description={`${listed.join(', ')} against ${AXIS_TERMS[axis].label}`}
        placeWords={(index) => `${formatCount(quality.samples[index])} samples`}
        label="Figures of gradient quality"
        columns={POINT_COLUMNS}
        rows={rows}
        note={`${quality.trueGradient.reason} Biases, deviations and errors are shares of its norm; ± is one standard error over ${formatCount(quality.replications)} independent estimates.`}
      />
    </>
  );
}
