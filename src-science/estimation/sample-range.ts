/** What one sample's penalty or loss can come to at x̂: an interval that holds every sample for certain. */
import type { NormalForm } from '../program/normal-form.ts';
import { splitRows } from '../relaxation/row-split.ts';

export interface SampleRange {
  readonly lowest: number;
  readonly highest: number;
}

/** Smallest and largest Σ a_j x_j over the x that have a probability. */
function sumRange(
  value: ArrayLike<number>, column: ArrayLike<number> | null, from: number, to: number, xHat: ArrayLike<number>,
): SampleRange {
  let lowest = 0;
  let highest = 0;
  for (let k = from; k < to; k++) {
    const a = value[k] ?? 0;
    const x = xHat[column === null ? k : (column[k] ?? 0)] ?? 0;
    // Undecided is what is neither 0 nor 1.
    const low = x >= 1 ? a : x > 0 ? Math.min(a, 0) : 0;
    const high = x >= 1 ? a : x > 0 ? Math.max(a, 0) : 0;
    lowest += low;
    highest += high;
  }
  return { lowest, highest };
}

/**
 * Range of Σ_i max(a_iᵀx − b_i, 0).
 * @param xHat length d, in [0, 1]
 * Cost: O(nnz).
 */
export function penaltyRange(form: NormalForm, xHat: ArrayLike<number>): SampleRange {
  const { rowClass } = splitRows(form);
  let lowest = 0;
  let highest = 0;
  for (let i = 0; i < form.rowCount; i++) {
    // A sum that rounding alone lifts over its bound is no violation.
    if (rowClass[i] === 'never') continue;
    const sum = sumRange(form.value, form.column, form.start[i]!, form.start[i + 1]!, xHat);
    lowest += Math.max(0, sum.lowest - form.rhs[i]!);
    highest += Math.max(0, sum.highest - form.rhs[i]!);
  }
  return { lowest, highest };
}

/** Range of cᵀx + c₀ + μ Σ_i max(a_iᵀx − b_i, 0). Cost: O(nnz). */
export function lossRange(form: NormalForm, mu: number, xHat: ArrayLike<number>): SampleRange {
  const penalty = penaltyRange(form, xHat);
  const objective = sumRange(form.objective, null, 0, form.variableCount, xHat);
  return {
    lowest: form.objectiveConstant + objective.lowest + Math.min(mu * penalty.lowest, mu * penalty.highest),
    highest: form.objectiveConstant + objective.highest + Math.max(mu * penalty.lowest, mu * penalty.highest),
  };
}
