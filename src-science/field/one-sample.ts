/**
 * One sample of the row a·x ≤ b over z = σ⁻¹(x̂) + σ⁻¹(ε), as S26's Figure 2(a) has it (docs/science.md, sections
 * 3 and 9): the hard value x = 1[z ≥ 0], the soft value s = σ(z), the true loss φ̃ = max(ax − b, 0), and the
 * surrogate φ = 1[ax > b](as − b), which jumps at z = 0 where the row is violated at x = 1 only. z is logistic
 * about σ⁻¹(x̂), so that x̂ moves the density and nothing else: what the interchange forgets is that the
 * density's mass crosses the jump.
 */
import { oneRowCase, type OneRow } from './one-dimension.ts';

/** σ(z) = 1/(1 + e^−z), without overflow. */
function sigmoid(z: number): number {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/** Density of z at a marginal in (0, 1): that of the logistic law about σ⁻¹(x̂), at most ¼. */
export function sampleDensity(xHat: number, z: number): number {
  const s = sigmoid(z - Math.log(xHat / (1 - xHat)));
  return s * (1 - s);
}

/** x = 1[z ≥ 0]. */
function hardValue(z: number): number {
  return z >= 0 ? 1 : 0;
}

/** φ̃ = max(a 1[z ≥ 0] − b, 0). */
export function sampleLoss({ a, b }: OneRow, z: number): number {
  return Math.max(a * hardValue(z) - b, 0);
}

/** a σ(z) − b: the surrogate without its indicator. */
export function softViolation({ a, b }: OneRow, z: number): number {
  return a * sigmoid(z) - b;
}

/** φ = 1[a 1[z ≥ 0] > b] (a σ(z) − b). */
export function sampleSurrogate(row: OneRow, z: number): number {
  return row.a * hardValue(z) > row.b ? softViolation(row, z) : 0;
}

/** All curves over the same z, each of their length. Around z = 0: the value before the step, NaN (a gap), the value at it. */
export interface OneSampleCurves {
  readonly z: Float64Array;
  readonly density: Float64Array;
  readonly hard: Float64Array;
  readonly loss: Float64Array;
  readonly surrogate: Float64Array;
  /** a σ(z) − b where the indicator is 0; NaN elsewhere. */
  readonly withoutIndicator: Float64Array;
  /** The surrogate just before and at z = 0. */
  readonly step: readonly [before: number, at: number];
}

/**
 * The curves over [−reach, reach] with `count` points on either side of 0.
 * @param xHat in (0, 1)
 * @throws RangeError for a row that is none, a marginal on the edge, or fewer than 2 points a side
 * Cost: O(count).
 */
export function oneSampleCurves(row: OneRow, xHat: number, reach: number, count: number): OneSampleCurves {
  oneRowCase(row);
  if (!(xHat > 0 && xHat < 1)) throw new RangeError(`The density of z needs a marginal inside (0, 1), not ${String(xHat)}`);
  if (!Number.isSafeInteger(count) || count < 2) throw new RangeError(`Curves need at least 2 points a side, not ${String(count)}`);
  const left = Array.from({ length: count }, (_, i) => -reach * (1 - i / (count - 1)));
  const z = Float64Array.from([...left, 0, ...left.map((value) => -value).toReversed()]);
  // The last point on the left is z = 0 itself, and stands for the limit from below.
  const before = -Number.MIN_VALUE;
  const along = (curve: (z: number) => number): Float64Array =>
    z.map((at, i) => (i < count ? curve(Math.min(at, before)) : i === count ? Number.NaN : curve(at)));
  const off = (at: number): boolean => !(row.a * hardValue(at) > row.b);
  return {
    z,
    density: z.map((at) => sampleDensity(xHat, at)),
    hard: along(hardValue),
    loss: along((at) => sampleLoss(row, at)),
    surrogate: along((at) => sampleSurrogate(row, at)),
    withoutIndicator: along((at) => (off(at) ? softViolation(row, at) : Number.NaN)),
    step: [sampleSurrogate(row, before), sampleSurrogate(row, 0)],
  };
}
