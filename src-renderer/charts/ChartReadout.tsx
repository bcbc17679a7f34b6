/** The values under the pointer: one line a curve, the nearest one set off; never more than fit. */
import type { CSSProperties, JSX } from 'react';
import { formatDuration, formatNumber } from '../format/index.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { Readout, ReadoutRow } from './hover.ts';
import type { XAxis } from './quantities.ts';
import type { RunStyle } from './run-style.ts';
import type { Size } from '../plot/use-size.ts';

const MOST_ROWS = 12;

function LineSwatch({ style, theme }: { readonly style: RunStyle; readonly theme: ChartTheme }): JSX.Element {
  return <span className="lz-line-swatch" data-dash={style.dash !== 'solid'} style={{
    borderTopColor: theme.series[style.series], opacity: style.opacity,
  }} />;
}

/** The rows that fit, the nearest among them. */
function rowsThatFit(rows: readonly ReadoutRow[], nearest: ReadoutRow | null, most = MOST_ROWS): readonly ReadoutRow[] {
  if (rows.length <= most) return rows;
  const at = nearest === null ? 0 : rows.indexOf(nearest);
  const from = Math.min(Math.max(0, at - Math.floor(most / 2)), rows.length - most);
  return rows.slice(from, from + most);
}

export interface ChartReadoutProps {
  readonly readout: Readout;
  readonly x: XAxis;
  readonly pointerY: number;
  readonly size: Size;
  readonly theme: ChartTheme;
}

export function ChartReadout({ readout, x, pointerY, size, theme }: ChartReadoutProps): JSX.Element | null {
  if (readout.rows.length === 0) return null;
  const rows = rowsThatFit(readout.rows, readout.nearest);
  const left = readout.pixelX < size.width * 0.55;
  const up = pointerY > size.height * 0.55;
  const place: CSSProperties = {
    ...(left ? { left: readout.pixelX + 14 } : { right: size.width - readout.pixelX + 14 }),
    ...(up ? { bottom: size.height - pointerY + 10 } : { top: pointerY + 10 }),
  };
  const where = x === 'seconds' ? formatDuration(readout.x) : formatNumber(Math.round(readout.x));
  return (
    <div className="lz-readout" style={place}>
      <div className="lz-readout-head">
        {x === 'seconds' ? 'after ' : `${x === 'iteration' ? 'iteration' : 'samples'} `}
        {where}
      </div>
      {rows.map((row) => (
        <div key={row.key} className="lz-readout-row" data-nearest={row === readout.nearest}>
          <LineSwatch style={row.style} theme={theme} />
          <span className="lz-readout-name">{row.label}</span>
          <span>
            {formatNumber(row.value, { digits: 5 })}
            {row.low !== null && row.high !== null && (
              <span className="dim">
                {' '}
                [{formatNumber(row.low, { digits: 3 })}, {formatNumber(row.high, { digits: 3 })}]
              </span>
            )}
          </span>
        </div>
      ))}
      {rows.length < readout.rows.length && <div className="lz-readout-head">and {readout.rows.length - rows.length} more</div>}
    </div>
  );
}
