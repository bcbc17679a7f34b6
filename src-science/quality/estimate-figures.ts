/**
 * The figures of R independent estimates against a true gradient: squared bias, variance, expected
 * cosine, root mean square error, each with its standard error over the replications. The true gradient
 * may itself be an estimate; its own variance is then taken off what it adds to.
 */
import { cosine } from '../estimation/estimate.ts';
import type { ReplicationMoments } from './bias-test.ts';

export interface EstimateFigures {
  /** Unbiased for ‖E[g] − t‖²: ‖ḡ − t‖² − tr S/R, so negative as often as not where there is no bias. */
  readonly squaredBias: number;
  readonly squaredBiasStandardError: number;
  readonly variance: number;
  readonly varianceStandardError: number;
  /** NaN where the true gradient is zero. */
  readonly cosine: number;
  readonly cosineStandardError: number;
  readonly rmse: number;
  readonly rmseStandardError: number;
  readonly zeroShare: number;
}

/** Mean and standard error of values that were found independently, added in their order. */
export function meanOf(values: ArrayLike<number>): { readonly mean: number; readonly standardError: number } {
  const n = values.length;
  let sum = 0;
  for (let r = 0; r < n; r++) sum += values[r]!;
  const mean = sum / n;
  let squares = 0;
  for (let r = 0; r < n; r++) squares += (values[r]! - mean) ** 2;
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/**
 * @param rows R vectors; `moments` are theirs
 * @param truth the true gradient, as long as a row
 * @param truthVariance Σ of its squared standard errors; 0 where exact
 * Cost: O(R m).
 */
export function estimateFigures(
  rows: readonly Float64Array[], moments: ReplicationMoments, truth: Float64Array, truthVariance: number,
): EstimateFigures {
  const { count, mean, trace, traceOfSquare } = moments;
  const off = mean.map((value, j) => value - truth[j]!);
  let distance = 0;
  for (const each of off) distance += each * each;
  // Var of the estimate of ‖b‖²: 4 bᵀΣb/R from the noise along the bias, 2 tr Σ²/R² from the noise alone.
  let along = 0;
  const errors = new Float64Array(count);
  const cosines = new Float64Array(count);
  let zeros = 0;
  rows.forEach((row, r) => {
    let projection = 0;
    let error = 0;
    let size = 0;
    for (let j = 0; j < row.length; j++) {
      projection += (row[j]! - mean[j]!) * off[j]!;
      error += (row[j]! - truth[j]!) ** 2;
      size += Math.abs(row[j]!);
    }
    along += projection * projection;
    errors[r] = error;
    cosines[r] = cosine(row, truth) ?? 0;
    if (size === 0) zeros++;
  });
  along /= count - 1;
  const squaredBias = distance - trace / count - truthVariance;
  // The true gradient's covariance is known by its trace only: its share is counted as if all of it lay along the bias.
  const variance = (4 * along) / count + (2 * traceOfSquare) / count ** 2 + 4 * distance * truthVariance + 2 * truthVariance ** 2;
  const spread = meanOf(moments.distance);
  const pointing = meanOf(cosines);
  const error = meanOf(errors);
  const rmse = Math.sqrt(Math.max(0, error.mean - truthVariance));
  const directionless = truth.every((value) => value === 0);
  return {
    squaredBias,
    squaredBiasStandardError: Math.sqrt(variance),
    variance: trace,
    varianceStandardError: (spread.standardError * count) / (count - 1),
    cosine: directionless ? Number.NaN : pointing.mean,
    cosineStandardError: directionless ? Number.NaN : pointing.standardError,
    rmse,
    rmseStandardError: rmse > 0 ? error.standardError / (2 * rmse) : 0,
    zeroShare: zeros / count,
  };
}
