/**
 * Scaling of a program before it goes to a floating-point solver. Solvers judge rows, integrality and
 * the objective by absolute tolerances (about 1e-6), so a row or an objective made of tiny numbers
 * would be judged by noise. Multiplying by a power of two is exact in binary arithmetic: the scaled
 * program has the same solutions, bit for bit. Only what is small is scaled up; large coefficients are
 * left alone, because shrinking a row makes its tolerance looser.
 */
import type { Program } from '../program/program.ts';
import { quoted } from '../program/problem-error.ts';

/** Coefficients at or beyond this are taken for infinite, or refused, by the solvers. */
const LARGEST_SOLVER_VALUE = 1e15;

export interface SolverScaling {
  /** The objective goes to the solver as `objectiveFactor · c`. A power of two, ≥ 1. */
  readonly objectiveFactor: number;
  /** Length m: row i goes to the solver as `rowFactor[i] · (lower ≤ aᵀx ≤ upper)`. Powers of two, ≥ 1. */
  readonly rowFactor: Float64Array;
}

/**
 * Factors that bring the largest coefficient of the objective and of each row to at least 1.
 * @param program d variables, m rows
 * Cost: O(nnz + d).
 */
export function solverScaling(program: Program): SolverScaling {
  const { rows } = program;
  const m = program.rowLower.length;
  const rowFactor = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let largest = 0;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) largest = Math.max(largest, Math.abs(rows.value[k]!));
    rowFactor[i] = scaleUpFactor(largest);
  }
  let largest = 0;
  for (const c of program.objective) largest = Math.max(largest, Math.abs(c));
  return { objectiveFactor: scaleUpFactor(largest), rowFactor };
}

/** The least power of two ≥ 1 that lifts `largest` to at least 1; 1 for zero. */
export function scaleUpFactor(largest: number): number {
  if (largest === 0 || largest >= 1) return 1;
  // Below 2⁻¹⁰²² the factor itself would overflow; such a row stays as small as it can be made.
  const factor = 2 ** Math.min(1000, Math.ceil(-Math.log2(largest)));
  // Just below a power of two the logarithm rounds to that of the power.
  return factor * largest < 1 && factor < 2 ** 1000 ? 2 * factor : factor;
}

/**
 * The first number of a program that lies outside what a floating-point solver takes at face value.
 * @param cost length d, as the solver is to be given it
 * @returns a phrase naming the place, or null if all is within range
 */
export function beyondSolverRange(program: Program, cost: Float64Array = program.objective): string | null {
  const tooLarge = (value: number): boolean => Math.abs(value) >= LARGEST_SOLVER_VALUE && Number.isFinite(value);
  const j = cost.findIndex(tooLarge);
  if (j >= 0) return `the objective coefficient ${program.objective[j]} of ${quoted(program.variableNames[j]!)}`;
  for (let i = 0; i < program.rowLower.length; i++) {
    for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) {
      if (tooLarge(program.rows.value[k]!)) return `the coefficient ${program.rows.value[k]} in row ${quoted(program.rowNames[i]!)}`;
    }
    if (tooLarge(program.rowLower[i]!)) return `the lower bound ${program.rowLower[i]} of row ${quoted(program.rowNames[i]!)}`;
    if (tooLarge(program.rowUpper[i]!)) return `the upper bound ${program.rowUpper[i]} of row ${quoted(program.rowNames[i]!)}`;
  }
  return null;
}
