/**
 * The numbers of a loop: circulation and curl integral of each scheme with their quadrature errors, and
 * how far each field is from a gradient at the cross.
 */
import { memo } from 'react';
import type { JSX } from 'react';
import type { Rectangle } from '../../src-science/field/field-grid.ts';
import type { FieldScheme } from '../../src-science/gradients/scheme.ts';
import { asymmetry } from '../../src-science/field/jacobian.ts';
import { planeJacobian } from '../../src-science/field/plane-field.ts';
import type { PlaneField } from '../../src-science/field/plane-field.ts';
import { Label } from '../form/Label.tsx';
import { formatCount, formatNumber, fullPrecision } from '../format/index.ts';
import { seriesVariable } from '../theme/tokens.ts';
import type { Point } from './lab-state.ts';
import type { LoopReading } from './loop.ts';
import { TERMS } from './lab-terms.ts';

export interface Reading {
  readonly scheme: FieldScheme;
  readonly field: PlaneField;
  readonly loop: LoopReading | null;
}

interface Props {
  readonly readings: readonly Reading[];
  readonly rectangle: Rectangle | null;
  /** The cross, or the center. */
  readonly at: Point;
  /** In all coordinates; null where it is not shown, without a scheme while that is on its way. */
  readonly asymmetries: ReadonlyMap<FieldScheme, number> | null;
  readonly dimensions: number;
}

export const pointText = ({ x1, x2 }: Point): string => `(${formatNumber(x1, { digits: 3 })}, ${formatNumber(x2, { digits: 3 })})`;

/** A point at which the fields and their derivatives are finite. */
export function insideOf({ x1, x2 }: Point): Point {
  const inside = (x: number): number => Math.min(1 - 1e-6, Math.max(1e-6, x));
  return { x1: inside(x1), x2: inside(x2) };
}

/** What rounding may leave of an asymmetry that is 0. */
const ROUNDING = 1e-13;

export const LoopTable = memo(function LoopTable({ readings, rectangle, at, asymmetries, dimensions }: Props): JSX.Element {
  const inside = insideOf(at);
  return (
    <table className="lz-lab-table" aria-label="Circulation and curl">
      <caption>{rectangle === null
        ? 'Drag a rectangle to read the circulation round it; click to start trajectories.'
        : `Loop round [${rectangle.x1.join(', ')}] × [${rectangle.x2.join(', ')}]`}</caption>
      <thead>
        <tr>
          <th scope="col">scheme</th>
          <th scope="col">
            <Label text="circulation ∮ g·dx̂" help={TERMS.circulation} />
          </th>
          <th scope="col">error</th>
          <th scope="col">
            <Label text="curl integral ∬ curl g" help={TERMS.curlIntegral} />
          </th>
          <th scope="col">error</th>
          <th scope="col">
            <Label text={`asymmetry at ${pointText(at)}`} help={TERMS.asymmetry} />
          </th>
          {asymmetries !== null && (
            <th scope="col">
              <Label text={`asymmetry in all ${formatCount(dimensions)}`} help={TERMS.asymmetryAll} />
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {readings.map(({ scheme, field: of, loop }) => (
          <tr key={scheme}>
            <th scope="row">
              <span className="lz-lab-scheme">
                <span className="lz-swatch" style={{ background: `var(${seriesVariable(scheme)})` }} aria-hidden />
                {scheme}
              </span>
            </th>
            <td title={loop === null ? undefined : fullPrecision(loop.circulation)}>
              {loop === null ? '–' : settled(loop.circulation, loop.circulationError)}
            </td>
            <td>{loop === null ? '–' : formatNumber(loop.circulationError, { digits: 1 })}</td>
            <td title={loop === null ? undefined : fullPrecision(loop.curlIntegral)}>
              {loop === null ? '–' : settled(loop.curlIntegral, loop.curlError)}
            </td>
            <td>{loop === null ? '–' : formatNumber(loop.curlError, { digits: 1 })}</td>
            <td>{settled(asymmetry(Float64Array.from(planeJacobian(of, inside.x1, inside.x2))), ROUNDING, 4)}</td>
            {asymmetries !== null && <td
              title={fullPrecision(asymmetries.get(scheme))}
            >{asymmetries.has(scheme) ? settled(asymmetries.get(scheme) ?? 0, ROUNDING, 4) : '…'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
});

/** A value that its error does not tell from 0 is 0. */
function settled(value: number, error: number, digits = 7): string {
  return Math.abs(value) <= 4 * error ? '0' : formatNumber(value, { digits });
}
