/**
 * Do R independent estimates of a vector have the mean they should have? Two tests, because a vector has
 * many ways to be off:
 *
 * - Omnibus: T = R‖ḡ − e‖²/tr S, with S the sample covariance. Under the null a weighted sum of χ²; after
 *   Box (1954) and Brunner, Dette & Munk (1997, the ANOVA-type statistic) it is close to Fisher's
 *   F(ν, ν(R − 1)) with ν = (tr Σ)²/tr Σ². It needs no inverse of S, so d may exceed R and coordinates
 *   may be dependent. Both traces are estimated without bias for normal estimates (Bai & Saranadasa 1996;
 *   Ahmad, Werner & Brunner 2008).
 * - Coordinates: the largest |t| with R − 1 degrees of freedom, its probability corrected for m coordinates
 *   by Šidák's 1 − (1 − p)^m, which for any dependence of normal estimates errs on the safe side (Šidák 1967).
 *
 * Both rest on means of K samples being about normal; where a row is hardly ever violated they are not until
 * K · P(violated) is some tens, so the figure to trust is that of the largest K.
 */
import { fisherTail, normalQuantileOfTail, studentTail } from './tail-probability.ts';

/** Deviation, as a share of the mean, up to which equal numbers may come out unequal. */
const ROUNDING = 64 * Number.EPSILON;

/** First and second moments of R vectors of length m. */
export interface ReplicationMoments {
  readonly count: number;
  readonly mean: Float64Array;
  /** Variance of each coordinate, with R − 1. */
  readonly variance: Float64Array;
  /** Squared distance of each vector from the mean, length R. */
  readonly distance: Float64Array;
  /** tr S. */
  readonly trace: number;
  /** Estimate of tr Σ², not negative. */
  readonly traceOfSquare: number;
  /** ν of the omnibus test, from 1 to m. */
  readonly freedom: number;
}

/**
 * @param rows R ≥ 3 vectors of one length
 * Cost: O(R m min(R, m)).
 */
export function replicationMoments(rows: readonly Float64Array[]): ReplicationMoments {
  const count = rows.length;
  const m = rows[0]?.length ?? 0;
  const mean = new Float64Array(m);
  for (const row of rows) for (let j = 0; j < m; j++) mean[j]! += row[j]!;
  for (let j = 0; j < m; j++) mean[j]! /= count;
  const centered = rows.map((row) => row.map((value, j) => value - mean[j]!));
  const variance = new Float64Array(m);
  const distance = new Float64Array(count);
  centered.forEach((row, r) => {
    for (let j = 0; j < m; j++) {
      const square = row[j]! * row[j]!;
      variance[j]! += square;
      distance[r]! += square;
    }
  });
  const n = count - 1;
  let trace = 0;
  for (let j = 0; j < m; j++) {
    variance[j]! /= n;
    // Equal numbers, summed, differ in the last places only.
    if (!hasSpread(variance[j]!, count, mean[j]!, mean[j]!)) variance[j] = 0;
    trace += variance[j]!;
  }
  const raw = (m < count ? squaredCovariance(centered, m) : squaredGram(centered)) / (n * n);
  const correction = 1 / ((n - 1) * (n + 2));
  const traceOfSquare = Math.max(0, n * n * correction * (raw - (trace * trace) / n));
  const squareOfTrace = n * (n + 1) * correction * (trace * trace - (2 * raw) / (n + 1));
  const freedom = traceOfSquare > 0 ? Math.min(m, Math.max(1, squareOfTrace / traceOfSquare)) : m;
  return { count, mean, variance, distance, trace, traceOfSquare, freedom };
}

/** Σ over pairs of coordinates of (Σ_r x_rj x_rk)². */
function squaredCovariance(rows: readonly Float64Array[], m: number): number {
  let total = 0;
  for (let j = 0; j < m; j++) {
    for (let k = 0; k <= j; k++) {
      let dot = 0;
      for (const row of rows) dot += row[j]! * row[k]!;
      total += (j === k ? 1 : 2) * dot * dot;
    }
  }
  return total;
}

/** Σ over pairs of vectors of (x_rᵀx_s)², which is the same number. */
function squaredGram(rows: readonly Float64Array[]): number {
  let total = 0;
  for (let r = 0; r < rows.length; r++) {
    for (let s = 0; s <= r; s++) {
      const a = rows[r]!;
      const b = rows[s]!;
      let dot = 0;
      for (let j = 0; j < a.length; j++) dot += a[j]! * b[j]!;
      total += (r === s ? 1 : 2) * dot * dot;
    }
  }
  return total;
}

export interface BiasTest {
  /** P(T ≥ what was found) under the null, and the z of a normal with that upper tail. */
  readonly p: number;
  readonly z: number;
  readonly largestT: number;
  /** Corrected for the number of coordinates. */
  readonly coordinateP: number;
  /** Coordinates with spread. Those without are all one number in every estimate and say nothing. */
  readonly tested: number;
}

/** True where the mean of `count` values of this variance is spread by more than rounding. */
export function hasSpread(variance: number, count: number, mean: number, expected: number): boolean {
  return Math.sqrt(variance / count) > ROUNDING * Math.max(Math.abs(mean), Math.abs(expected));
}

/**
 * Tests the mean of the estimates.
 * @param expected as long as a row, finite
 * @returns null where no coordinate has spread
 */
export function testBias(moments: ReplicationMoments, expected: Float64Array): BiasTest | null {
  const { count, mean, variance, freedom } = moments;
  let squared = 0;
  let trace = 0;
  let tested = 0;
  let largestT = 0;
  for (let j = 0; j < mean.length; j++) {
    if (!hasSpread(variance[j]!, count, mean[j]!, expected[j]!)) continue;
    const off = mean[j]! - expected[j]!;
    squared += off * off;
    trace += variance[j]!;
    tested++;
    largestT = Math.max(largestT, Math.abs(off) / Math.sqrt(variance[j]! / count));
  }
  if (tested === 0) return null;
  const p = fisherTail((count * squared) / trace, freedom, freedom * (count - 1));
  const single = studentTail(largestT, count - 1);
  return { p, z: normalQuantileOfTail(p), largestT, coordinateP: -Math.expm1(tested * Math.log1p(-single)), tested };
}
