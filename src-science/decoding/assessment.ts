/**
 * What a 0/1 vector is worth, recomputed from the vector alone: objective, violation, feasibility over
 * the normal rows. It agrees with `solutionReport` of the user's program, but needs only the normal form:
 * a row counts as kept when it is exceeded by no more than rounding can explain, so that
 * `0.1x + 0.2y ≤ 0.3` accepts x = y = 1.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { ROW_TOLERANCE } from '../program/solution-report.ts';
import { farAmount, farExcess } from '../relaxation/far-row.ts';
import { scaledRow } from '../relaxation/scaled-rows.ts';

/** Excess that the rounding of sums of decimals can explain, relative to the size of the row's terms. */
const DECIMAL_ROUNDING = 1e-12;

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

/** Tolerances by the coefficients, which forms with other fixings share. */
const TOLERANCES = new WeakMap<Float64Array, Pick<NormalForm, 'start' | 'rhs'> & { readonly tolerance: Float64Array }>();

/**
 * Excess up to which each row counts as kept, as `solutionReport` judges it: 0 for rows of whole numbers;
 * for rows of decimals what their sums in doubles can be off; for rows of reals `ROW_TOLERANCE` of their
 * size. @returns length m, shared and not to be written. Cost: O(nnz) the first time, with strings for coefficients that are
 * not whole.
 */
export function rowTolerance(form: NormalForm): Float64Array {
  const known = TOLERANCES.get(form.value);
  if (known?.start === form.start && known.rhs === form.rhs) return known.tolerance;
  const tolerance = new Float64Array(form.rowCount);
  for (let i = 0; i < form.rowCount; i++) {
    const from = form.start[i]!;
    const to = form.start[i + 1]!;
    let size = Math.abs(form.rhs[i]!);
    let whole = true;
    for (let k = from; k < to; k++) {
      size += Math.abs(form.value[k]!);
      whole &&= Number.isInteger(form.value[k]!);
    }
    if (whole && size <= Number.MAX_SAFE_INTEGER) continue;
    tolerance[i] = (scaledRow(form, i).integral ? DECIMAL_ROUNDING : ROW_TOLERANCE) * size;
  }
  TOLERANCES.set(form.value, { start: form.start, rhs: form.rhs, tolerance });
  return tolerance;
}

/** What a row is violated by whose doubles may be off by `tolerance`: exactly, where its decimals or whole numbers tell. */
function realViolation(form: NormalForm, i: number, x: Uint8Array, excess: number, tolerance: number): number {
  const from = form.start[i]!;
  const { far, integral, weight, bound, unit } = scaledRow(form, i);
  if (far !== null) return Math.max(0, farAmount(farExcess(far, (k) => x[form.column[from + k]!]!), far.places));
  if (excess > tolerance || !integral) return excess > tolerance ? excess : 0;
  if (excess < -tolerance) return 0;
  let sum = 0;
  for (let k = 0; k < weight.length; k++) sum += weight[k]! * x[form.column[from + k]!]!;
  return Math.max(0, (sum - bound) * unit);
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
  for (let i = 0; i < form.rowCount; i++) {
    violation += tolerance[i] === 0 ? Math.max(0, excess[i]!) : realViolation(form, i, x, excess[i]!, tolerance[i]!);
  }
  let fixedKept = true;
  for (let j = 0; j < form.variableCount; j++) if (form.fixed[j]! >= 0 && form.fixed[j] !== x[j]) fixedKept = false;
  const normal = objectiveAt(form, x);
  return { objective: normal === 0 ? 0 : form.objectiveSign * normal, violation, feasible: violation === 0 && fixedKept };
}

/** L(x) = cᵀx + c₀ + μ viol(x) of the normal form. @param x length d, 0/1 @param mu ≥ 0. Cost: O(nnz + d). */
export function lossOf(form: NormalForm, x: Uint8Array, mu: number): number {
  return objectiveAt(form, x) + mu * assess(form, x).violation;
}

/** cᵀx + c₀ of the normal form, by the compensated summation that `solutionReport` uses, so that both agree. */
function objectiveAt(form: NormalForm, x: Uint8Array): number {
  let sum = form.objectiveConstant;
  let lost = 0;
  for (let j = 0; j < form.variableCount; j++) {
    if (x[j] !== 1) continue;
    const term = form.objective[j]!;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}
