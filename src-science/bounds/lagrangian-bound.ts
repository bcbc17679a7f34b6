/**
 * Lagrangian bounds (docs/science.md, section 13): for any multipliers y ≥ 0 of the rows A x ≤ b
 *   LB(y) = c₀ − yᵀb + Σ_j min over x_j ∈ {0, 1} (its value where fixed) of r_j x_j,   r_j = c_j + Σ_i a_ij y_i
 * is at most the objective of every feasible vector. The box has integral vertices, so no y passes the bound of
 * the linear relaxation (Geoffrion 1974). Multipliers of the two halves of an equality or range row are netted
 * first: their common part only lowers the bound, and what is left of an equality is one free multiplier.
 *
 * A bound is rounded outwards. With u = 2⁻⁵³, K the nonzeros of the longest column and
 * M = |c₀| + Σ|c_j| + Σ y_i (Σ_j |a_ij| + |b_i|), the parts of its error are at most
 * - (K + 1) u M of all r_j together: each is a sum of at most K products and a cost, min(r, 0) changes by no more
 *   than r, and a cost may be off by u from the decimal that it denotes;
 * - u M of the products y_i b_i, and u M + 2 (n u)² M of their compensated sum with the others (Neumaier 1974), n < 2²⁵;
 * - u M of the subtraction, and 2⁻¹⁰⁷⁴ of each product that underflows.
 * What is subtracted is (K + 8) · 2⁻⁵² M, twice that and more, which leaves room for the rounding of M itself.
 * Rows count as kept up to `rowTolerance`; b is raised by that, and by one rounding.
 */
import { rowTolerance } from '../decoding/assessment.ts';
import type { NormalForm } from '../program/normal-form.ts';

/** Least positive double. */
const UNDERFLOW = 2 ** -1074;

export interface LagrangianBound {
  readonly form: NormalForm;
  /** r of the last evaluation, length d; rounded. */
  readonly reducedCost: Float64Array;
  /** What the last evaluation subtracted: no less than the error of its sum, and of any one r_j. */
  readonly slack: () => number;
  /** Nonzeros and entries that the last evaluation touched. */
  readonly touched: () => number;
  /**
   * LB(y), rounded down: no feasible vector of the normal form has a lower objective. −∞ where a number overflows.
   * @param y length m, each ≥ 0; netted in place
   * Cost: O(d + m + nonzeros of rows with y_i > 0).
   */
  readonly evaluate: (y: Float64Array) => number;
  /** b with tolerance, length m. */
  readonly rhs: Float64Array;
}

/** Cost: O(nnz + d). */
export function createLagrangianBound(form: NormalForm): LagrangianBound {
  const { variableCount: d, rowCount: m, start, column, value, objective, fixed } = form;
  const rhs = raisedBounds(form);
  const mass = new Float64Array(m);
  const entries = new Int32Array(d);
  for (let i = 0; i < m; i++) {
    let sum = Math.abs(rhs[i]!);
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      sum += Math.abs(value[k]!);
      entries[column[k]!]!++;
    }
    mass[i] = sum;
  }
  let longest = 0;
  let costMass = Math.abs(form.objectiveConstant);
  for (let j = 0; j < d; j++) {
    longest = Math.max(longest, entries[j]!);
    costMass += Math.abs(objective[j]!);
  }
  const unit = (longest + 8) * 2 ** -52;
  const underflow = (column.length + m + d) * UNDERFLOW;
  const reducedCost = new Float64Array(d);
  let slack = 0;
  let touched = 0;

  function evaluate(y: Float64Array): number {
    netPairs(form, y);
    reducedCost.set(objective);
    let total = form.objectiveConstant;
    let lost = 0;
    let size = costMass;
    touched = d + m;
    for (let i = 0; i < m; i++) {
      const weight = y[i]!;
      if (weight === 0) continue;
      const end = start[i + 1]!;
      touched += end - start[i]!;
      for (let k = start[i]!; k < end; k++) reducedCost[column[k]!]! += weight * value[k]!;
      size += weight * mass[i]!;
      const term = -weight * rhs[i]!;
      const next = total + term;
      lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
      total = next;
    }
    for (let j = 0; j < d; j++) {
      const r = reducedCost[j]!;
      const at = fixed[j]!;
      if (at === 0 || (at < 0 && r >= 0)) continue;
      const next = total + r;
      lost += Math.abs(total) >= Math.abs(r) ? total - next + r : r - next + total;
      total = next;
    }
    slack = unit * size + underflow;
    const bound = total + lost - slack;
    return Number.isFinite(bound) ? bound : -Infinity;
  }

  return { form, reducedCost, slack: () => slack, touched: () => touched, evaluate, rhs };
}

/** b_i, and where a row's sums are rounded, what it may be exceeded by and count as kept. */
function raisedBounds(form: NormalForm): Float64Array {
  const tolerance = rowTolerance(form);
  return form.rhs.map((b, i) => (tolerance[i] === 0 ? b : b + tolerance[i]! * (1 + 2 ** -50) + Math.abs(b) * 2 ** -52));
}

/** Takes the common part of the multipliers of a row's two halves from both. Cost: O(m). */
function netPairs({ rowCount, sourceRow, sourceSign }: NormalForm, y: Float64Array): void {
  for (let i = 0; i + 1 < rowCount; i++) {
    if (sourceRow[i] !== sourceRow[i + 1] || sourceSign[i] === sourceSign[i + 1]) continue;
    const common = Math.min(y[i]!, y[i + 1]!);
    y[i]! -= common;
    y[i + 1]! -= common;
    i++;
  }
}
