/**
 * Where a scheme's expected field carries a point: dx̂/dt = −g inside the unit square, by the classical
 * Runge–Kutta method on the unit-speed flow, so that a step is a length and the picture is smooth.
 * A point that reaches an edge slides along it while g presses against it, as projected descent does.
 */
import { firstComponent, secondComponent, type PlaneField } from './plane-field.ts';

export interface FlowLine {
  /** Both of one length, beginning with the start. */
  readonly x1: Float64Array;
  readonly x2: Float64Array;
  /** Why it ended: the field vanished (or pressed into a corner), or the length was used up. */
  readonly ended: 'at-rest' | 'at-length';
}

export interface FlowSpec {
  readonly start: readonly [number, number];
  /** Length of a step; left out 0.01. */
  readonly step?: number;
  /** Length of the line; left out 3. */
  readonly length?: number;
}

/** Fields shorter than this count as 0. */
const REST = 1e-9;

const clip = (x: number): number => Math.min(1, Math.max(0, x));

/** −g of unit length, without what points out of the square; null at rest. */
function direction(field: PlaneField, x1: number, x2: number): readonly [number, number] | null {
  // At an edge itself h1 and h0 are infinite: look a hair inside.
  const inside = (x: number): number => Math.min(1 - 1e-12, Math.max(1e-12, x));
  let u = -firstComponent(field, inside(x1), inside(x2));
  let v = -secondComponent(field, inside(x1), inside(x2));
  if ((x1 <= 0 && u < 0) || (x1 >= 1 && u > 0)) u = 0;
  if ((x2 <= 0 && v < 0) || (x2 >= 1 && v > 0)) v = 0;
  const size = Math.hypot(u, v);
  return size < REST ? null : [u / size, v / size];
}

/**
 * The flow line from a start.
 * @throws RangeError where the start is outside the square or the lengths are not positive
 * Cost: four evaluations of the field a step.
 */
export function flowLine(field: PlaneField, { start, step = 0.01, length = 3 }: FlowSpec): FlowLine {
  let [p, q] = start;
  if (!(p >= 0 && p <= 1 && q >= 0 && q <= 1)) {
    throw new RangeError(`A flow line starts in the unit square, not at (${String(p)}, ${String(q)})`);
  }
  if (!(step > 0 && length >= step && length / step <= 1e6)) {
    throw new RangeError(`A flow line of length ${String(length)} cannot have steps of ${String(step)}`);
  }
  const x1 = [p];
  const x2 = [q];
  const steps = Math.round(length / step);
  for (let n = 0; n < steps; n++) {
    const k1 = direction(field, p, q);
    if (k1 === null) return { x1: Float64Array.from(x1), x2: Float64Array.from(x2), ended: 'at-rest' };
    const k2 = direction(field, clip(p + (step / 2) * k1[0]), clip(q + (step / 2) * k1[1])) ?? k1;
    const k3 = direction(field, clip(p + (step / 2) * k2[0]), clip(q + (step / 2) * k2[1])) ?? k2;
    const k4 = direction(field, clip(p + step * k3[0]), clip(q + step * k3[1])) ?? k3;
    p = clip(p + (step / 6) * (k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0]));
    q = clip(q + (step / 6) * (k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1]));
    x1.push(p);
    x2.push(q);
  }
  return { x1: Float64Array.from(x1), x2: Float64Array.from(x2), ended: 'at-length' };
}
