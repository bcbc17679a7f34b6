/**
 * Rounds marginals one coordinate after the other to the better of 0 and 1 under
 * L(x̂) = cᵀx̂ + μ Σ_i E[max(a_iᵀx − b_i, 0)] (KL20; science notes, section 2c). L is multilinear, so no
 * step increases it: the result's loss is at most L(x̂), exactly where all rows have an exact
 * expectation, else up to the reported bound of the rounded rows.
 *
 * The order is fixed beforehand: most decided first, |x̂_j − ½| descending, ties by index. What a
 * descent is sure of is settled first and the doubtful coordinates are judged knowing it.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createResidualExpectation } from './residual-expectation.ts';

export interface ConditionalRounding {
  /** Length d, 0/1. */
  readonly x: Uint8Array;
  /** L(x̂) and L(x), normal form, as tracked along the way. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Rows whose expectation was not exact, and what that can have cost in penalty. */
  readonly roundedRows: number;
  readonly errorBound: number;
}

/** Free variables, most decided first. Cost: O(d log d). */
export function decisivenessOrder(form: NormalForm, xHat: Float64Array): Int32Array {
  const free: number[] = [];
  for (let j = 0; j < form.variableCount; j++) if (form.fixed[j]! < 0) free.push(j);
  const distance = xHat.map((x) => Math.abs(x - 0.5));
  free.sort((j, k) => distance[k]! - distance[j]! || j - k);
  return Int32Array.from(free);
}

/**
 * @param xHat marginals, length d, each in [0, 1]; fixed variables keep their value
 * @param mu weight of the penalty, ≥ 0
 * Cost: O(nnz) on cover and packing rows; see `residual-expectation.ts` for others.
 */
export function roundByConditionalExpectation(
  form: NormalForm,
  xHat: Float64Array,
  mu: number,
  order: Int32Array = decisivenessOrder(form, xHat),
): ConditionalRounding {
  const residual = createResidualExpectation(form, order, xHat);
  const x = new Uint8Array(form.variableCount);
  let objective = form.objectiveConstant;
  for (let j = 0; j < form.variableCount; j++) {
    if (form.fixed[j]! >= 0) {
      x[j] = form.fixed[j]!;
      objective += form.objective[j]! * x[j]!;
    } else {
      objective += form.objective[j]! * xHat[j]!;
    }
  }
  const lossBefore = objective + mu * residual.initial;
  let lossAfter = lossBefore;
  for (const j of order) {
    const slope = form.objective[j]! + mu * residual.difference(j);
    const value = slope < 0 ? 1 : slope > 0 ? 0 : xHat[j]! > 0.5 ? 1 : 0;
    x[j] = value;
    lossAfter += slope * (value - xHat[j]!);
    residual.decide(j, value);
  }
  return { x, lossBefore, lossAfter, roundedRows: residual.roundedRows, errorBound: residual.errorBound };
}
