/**
 * Everything that S26 draws of one row a·x ≤ b with one variable (docs/science.md, section 6; S26 §2,
 * Figures 1 and 2): actual loss, surrogate, the interchange field and the potential that it descends,
 * beside them the field and the potential as S26 prints them, which are wrong by (a−b) and (a−b)x̂.
 * Three cases: the row is violated at x = 1 only (0 ≤ b < a, the papers' case), at both values (b < 0),
 * or never (b ≥ a); in the last two the indicator never changes and interchange is exact.
 */
import { f1, f1Prime, slopeWhenOne, surrogateMean, surrogateMeanSlope } from '../relaxation/one-variable.ts';
import { f1Second } from './curvature.ts';

export interface OneRow {
  /** Coefficient, > 0. */
  readonly a: number;
  /** Right-hand side. */
  readonly b: number;
}

export type OneRowCase = 'crossing' | 'always' | 'never';

/** @throws RangeError where a is not a positive number or b not a finite one */
export function oneRowCase({ a, b }: OneRow): OneRowCase {
  if (!(a > 0 && Number.isFinite(a))) throw new RangeError(`a must be a positive number, not ${String(a)}`);
  if (!Number.isFinite(b)) throw new RangeError(`b must be a finite number, not ${String(b)}`);
  return b < 0 ? 'always' : b < a ? 'crossing' : 'never';
}

/** E[φ̃] = E[max(ax − b, 0)]. */
export function actualLoss(row: OneRow, x: number): number {
  const kind = oneRowCase(row);
  return kind === 'never' ? 0 : kind === 'always' ? row.a * x - row.b : (row.a - row.b) * x;
}

/** E[φ]: a f₁ + (a−b)x̂ where the row crosses, aT − b where it is always violated. */
export function surrogateLoss(row: OneRow, x: number): number {
  const kind = oneRowCase(row);
  if (kind === 'never') return 0;
  return kind === 'always' ? row.a * surrogateMean(x) - row.b : row.a * f1(x) + (row.a - row.b) * x;
}

/** dE[φ]/dx̂; infinite at the ends where f₁′ is. */
export function surrogateSlope(row: OneRow, x: number): number {
  const kind = oneRowCase(row);
  if (kind === 'never') return 0;
  return kind === 'always' ? row.a * surrogateMeanSlope(x) : row.a * f1Prime(x) + (row.a - row.b);
}

/** ĝ = E[∂φ]: a(f₁′ + ½) where the row crosses. */
export function interchangeField(row: OneRow, x: number): number {
  return oneRowCase(row) === 'crossing' ? row.a * slopeWhenOne(x) : surrogateSlope(row, x);
}

/** The potential of ĝ: a(f₁ + x̂/2) = E[φ] + (b − a/2)x̂ where the row crosses, E[φ] elsewhere. */
export function interchangePotential(row: OneRow, x: number): number {
  return oneRowCase(row) === 'crossing' ? row.a * (f1(x) + x / 2) : surrogateLoss(row, x);
}

/** S26 §2.1 as printed, a/2 + dE[φ]/dx̂, for comparison; meant for 0 ≤ b < a. */
export function printedField(row: OneRow, x: number): number {
  return row.a / 2 + surrogateSlope(row, x);
}

/** S26 §2.1 as printed, E[φ] + a x̂/2, for comparison. */
export function printedPotential(row: OneRow, x: number): number {
  return surrogateLoss(row, x) + (row.a * x) / 2;
}

/** All curves over the same points, each of their length. */
export interface OneDimensionCurves {
  readonly kind: OneRowCase;
  readonly xHat: Float64Array;
  /** a f₁, of which the surrogate is made where the row crosses; NaN in the other cases. */
  readonly excess: Float64Array;
  readonly actualLoss: Float64Array;
  readonly actualSlope: Float64Array;
  readonly surrogateLoss: Float64Array;
  readonly surrogateSlope: Float64Array;
  readonly interchangeField: Float64Array;
  readonly interchangePotential: Float64Array;
  readonly printedField: Float64Array;
  readonly printedPotential: Float64Array;
}

/**
 * The curves at `count` points spread evenly over [0, 1], ends included. Slopes and fields may be
 * infinite at an end.
 * @throws RangeError for a row that is none, or fewer than 2 points
 * Cost: O(count), about a microsecond a point.
 */
export function oneDimensionCurves(row: OneRow, count: number): OneDimensionCurves {
  if (!Number.isSafeInteger(count) || count < 2) throw new RangeError(`Curves need at least 2 points, not ${String(count)}`);
  const kind = oneRowCase(row);
  const xHat = Float64Array.from({ length: count }, (_, i) => i / (count - 1));
  const along = (curve: (row: OneRow, x: number) => number): Float64Array => xHat.map((x) => curve(row, x));
  const actualSlope = kind === 'never' ? 0 : kind === 'always' ? row.a : row.a - row.b;
  return {
    kind,
    xHat,
    excess: xHat.map((x) => (kind === 'crossing' ? row.a * f1(x) : Number.NaN)),
    actualLoss: along(actualLoss),
    actualSlope: new Float64Array(count).fill(actualSlope),
    surrogateLoss: along(surrogateLoss),
    surrogateSlope: along(surrogateSlope),
    interchangeField: along(interchangeField),
    interchangePotential: along(interchangePotential),
    printedField: along(printedField),
    printedPotential: along(printedPotential),
  };
}

/**
 * The point where f₁′ takes a value, by bisection and then Newton's method; f₁′ rises from ln 2 − 1 to +∞.
 * @param value at least ln 2 − 1
 */
function whereF1PrimeIs(value: number): number {
  let low = 0;
  let high = 1;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (f1Prime(middle) < value) low = middle;
    else high = middle;
  }
  let x = (low + high) / 2;
  for (let round = 0; round < 3; round++) {
    const step = (f1Prime(x) - value) / f1Second(x);
    if (Number.isFinite(step)) x = Math.min(1, Math.max(0, x - step));
  }
  return x;
}

/** Where f₁ is least, and how much: −0.1456064 at 0.7158859. */
export function f1Minimum(): { readonly xHat: number; readonly value: number } {
  const xHat = whereF1PrimeIs(0);
  return { xHat, value: f1(xHat) };
}

/**
 * The minimizer of the surrogate E[φ] over [0, 1]; interior iff a ln 2 < b < a, beyond ½ iff b > 5a/6.
 * @returns null where every point is one (a row that is never violated)
 */
export function surrogateMinimizer(row: OneRow): number | null {
  const kind = oneRowCase(row);
  if (kind === 'never') return null;
  if (kind === 'always' || row.b <= row.a * Math.LN2) return 0;
  return whereF1PrimeIs((row.b - row.a) / row.a);
}

/** The minimizer of the actual loss: 0, or null where every point is one. */
export function actualMinimizer(row: OneRow): number | null {
  return oneRowCase(row) === 'never' ? null : 0;
}
