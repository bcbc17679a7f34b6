/** Small multiples on screen: the chart, and what every curve says at the place under the pointer. */
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import { Chart } from '../plot/Chart.tsx';
import { chartTheme } from '../plot/chart-theme.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import type { Size } from '../plot/use-size.ts';
import { formatEstimate, formatNumber } from '../format/index.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { underPointer } from './multiples.ts';
import type { Curve, Multiples, PlacedPlot } from './multiples.ts';
import { multiplesOption } from './multiples-option.ts';

interface Props {
  readonly layout: Multiples;
  readonly size: Size;
  /** What the picture shows, for those who hear it. */
  readonly description: string;
  /** "64 samples", "iteration 100". */
  readonly placeWords: (index: number) => string;
}

function valueText(curve: Curve, index: number): string {
  if (curve.words !== undefined) return curve.words(index);
  // An exact level is drawn from two points.
  const value = curve.y[Math.min(index, curve.y.length - 1)] ?? Number.NaN;
  const error = curve.error?.[index] ?? 0;
  if (Number.isNaN(value)) return 'none';
  return error > 0 ? formatEstimate(value, error) : formatNumber(value);
}

/** px of a line of the readout, and of what is around them. */
const READOUT_LINE = 16;
const READOUT_FRAME = 14;

interface SchemeRow {
  readonly scheme: SchemeName;
  readonly estimate: Curve | undefined;
  readonly exact: Curve | undefined;
}

/** One row a scheme, with what it measures and what it comes to without sampling. */
function schemeRows({ curves }: PlacedPlot): SchemeRow[] {
  const schemes = [...new Set(curves.map(({ curve }) => curve.scheme))];
  const of = (scheme: SchemeName, basis: Curve['basis']): Curve | undefined =>
    curves.find(({ curve }) => curve.scheme === scheme && curve.basis === basis)?.curve;
  return schemes.map((scheme) => ({ scheme, estimate: of(scheme, 'estimate'), exact: of(scheme, 'exact') }));
}

export function MultiplesChart({ layout, size, description, placeWords }: Props): JSX.Element {
  const theme = chartTheme(useThemeName());
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const option = useMemo(() => multiplesOption(layout, theme), [layout, theme]);
  const under = pointer === null ? null : underPointer(layout, pointer.x, pointer.y);
  const rows = under === null ? [] : schemeRows(under.plot);
  return (
    <div
      className="lz-quality-chart"
      role="img"
      aria-label={description}
      onPointerMove={(event) => {
        const area = event.currentTarget.getBoundingClientRect();
        setPointer({ x: event.clientX - area.left, y: event.clientY - area.top });
      }}
      onPointerLeave={() => setPointer(null)}
    >
      <Chart option={option} width={size.width} height={size.height} />
      {under !== null && pointer !== null && (
        <>
          <div className="lz-chart-crosshair" style={{ left: under.x, top: under.plot.rect.top, height: under.plot.rect.height }} />
          <div className="lz-readout" style={{
            ...(pointer.x < size.width * 0.55 ? { left: pointer.x + 14 } : { right: size.width - pointer.x + 14 }),
            top: Math.max(0, Math.min(pointer.y + 10, size.height - READOUT_LINE * (rows.length + 1) - READOUT_FRAME)),
          }}>
            <div className="lz-readout-head">
              {under.plot.plot.title}, {placeWords(under.index)}
            </div>
            {rows.map(({ scheme, estimate, exact }) => (
              <div key={scheme} className="lz-readout-row">
                <span className="lz-line-swatch" style={{ borderTopColor: theme.series[scheme] }} />
                <span className="lz-readout-name">{scheme}</span>
                <span>
                  {estimate === undefined ? '' : valueText(estimate, under.index)}
                  {exact !== undefined && <span className="dim"> exact {valueText(exact, under.index)}</span>}
                </span>
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  );
}
