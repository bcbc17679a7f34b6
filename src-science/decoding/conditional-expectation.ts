/**
 * Rounds marginals one coordinate after the other to the better of 0 and 1 under
 * L(x̂) = cᵀx̂ + μ Σ_i E[max(a_iᵀx − b_i, 0)] (KL20; docs/science.md, section 2c). L is multilinear, so where
 * all rows have an exact expectation no step increases it, and the result's loss is at most L(x̂). Rows
 * without one are judged by an approximation and a step may then increase L; the result says which rows.
 *
 * Whatever the rows, the loss a result carries is computed from its vector, and `roundWell` compares it with
 * that of rounding each marginal by itself.
 *
 * The order is fixed beforehand: most decided first, |x̂_j − ½| descending, ties by index. What a
 * descent is sure of is settled first and the doubtful coordinates are judged knowing it.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { lossOf } from './assessment.ts';
import { createResidualExpectation } from './residual-expectation.ts';
import { roundByThreshold } from './threshold.ts';

export interface ConditionalRounding {
  /** Length d, 0/1. */
  readonly x: Uint8Array;
  /** L(x̂), normal form; off by at most μ · `errorBound`. */
  readonly lossBefore: number;
  /** L(x), normal form, of the vector itself. */
  readonly loss: number;
  /** Normal rows whose expectation was approximate, ascending. */
  readonly approximateRows: Int32Array;
  /** Largest possible error of the penalty at any step; 0 where all rows are exact. */
  readonly errorBound: number;
}

/** The better of two roundings, and which it is. */
export interface ChosenRounding extends Omit<ConditionalRounding, 'lossBefore'> {
  readonly kept: 'conditional-expectation' | 'threshold';
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
  for (const j of order) {
    const slope = form.objective[j]! + mu * residual.difference(j);
    const value = slope < 0 ? 1 : slope > 0 ? 0 : xHat[j]! > 0.5 ? 1 : 0;
    x[j] = value;
    residual.decide(j, value);
  }
  return { x, lossBefore, loss: lossOf(form, x, mu), approximateRows: residual.approximateRows, errorBound: residual.errorBound };
}

/**
 * By conditional expectation, or each marginal by itself where that ends at a lower loss.
 * @param xHat marginals, length d, each in [0, 1]
 * @param mu weight of the penalty, ≥ 0
 * @param rounded by conditional expectation, of the same x̂ and μ
 * Cost: as `roundByConditionalExpectation`.
 */
export function roundWell(
  form: NormalForm, xHat: Float64Array, mu: number, rounded = roundByConditionalExpectation(form, xHat, mu),
): ChosenRounding {
  const { x, loss, approximateRows, errorBound } = rounded;
  const plain = roundByThreshold(form, xHat);
  const plainLoss = lossOf(form, plain, mu);
  return plainLoss < loss
    ? { kept: 'threshold', x: plain, loss: plainLoss, approximateRows, errorBound }
    : { kept: 'conditional-expectation', x, loss, approximateRows, errorBound };
}
