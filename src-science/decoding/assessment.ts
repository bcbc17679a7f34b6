/**
 * What a 0/1 vector is worth, recomputed from the vector alone: objective, violation, feasibility over
 * the normal rows. A row counts as kept when it is exceeded by no more than rounding can explain, so
 * that `0.1x + 0.2y ≤ 0.3` accepts x = y = 1; rows of whole numbers are judged exactly.
 */
import type { NormalForm } from '../program/normal-form.ts';

/** Excess that rounding can explain, relative to the size of the row's terms. */
export const ROUNDING = 1e-12;

export interface Assessment {
  /** In the user's sense. */
  readonly objective: number;
  /** viol(x) = Σ_i max(a_iᵀx − b_i, 0) over normal rows; 0 exactly when feasible. */
  readonly violation: number;
  readonly feasible: boolean;
}

/** Excess a_iᵀx − b_i of every row. @returns length m. Cost: O(nnz). */
export function rowExcess(form: NormalForm, x: Uint8Array): Float64Array {
  const excess = new Float64Array(form.rowCount);
  for (let i = 0; i < form.rowCount; i++) {
    let activity = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) if (x[form.column[k]!] === 1) activity += form.value[k]!;
    excess[i] = activity - form.rhs[i]!;
  }
  return excess;
}

/** Excess up to which each row counts as kept: `ROUNDING`·(|b_i| + Σ_j |a_ij|). @returns length m. Cost: O(nnz). */
export function rowTolerance(form: NormalForm): Float64Array {
  const tolerance = new Float64Array(form.rowCount);
  for (let i = 0; i < form.rowCount; i++) {
    let size = Math.abs(form.rhs[i]!);
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) size += Math.abs(form.value[k]!);
    tolerance[i] = ROUNDING * size;
  }
  return tolerance;
}

/**
 * Objective, violation and feasibility of x.
 * @param x length d, 0/1
 * Cost: O(nnz + d).
 */
export function assess(form: NormalForm, x: Uint8Array): Assessment {
  const excess = rowExcess(form, x);
  const tolerance = rowTolerance(form);
  let violation = 0;
  for (let i = 0; i < form.rowCount; i++) if (excess[i]! > tolerance[i]!) violation += excess[i]!;
  let fixedKept = true;
  let normal = form.objectiveConstant;
  for (let j = 0; j < form.variableCount; j++) {
    if (x[j] === 1) normal += form.objective[j]!;
    if (form.fixed[j]! >= 0 && form.fixed[j] !== x[j]) fixedKept = false;
  }
  return { objective: normal === 0 ? 0 : form.objectiveSign * normal, violation, feasible: violation === 0 && fixedKept };
}
