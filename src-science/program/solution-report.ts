/**
 * Judges a 0/1 vector against a program, in our own arithmetic: objective in the user's sense,
 * `viol(x) = Σ_i max(a_iᵀx − b_i, 0)` over the normal rows (docs/science.md, section 1), which of the user's
 * rows are violated and by how much. Every solver's and decoder's answer passes through here before it
 * is called a solution.
 *
 * When is a row violated? Rows whose coefficients are integers or decimals, or lie far apart, are decided exactly. A row of
 * reals is a sum of k doubles, whose rounding error is at most k · 2⁻⁵³ · Σ|a_j|: amounts up to
 * ROW_TOLERANCE · max(|b|, Σ|a_j|) count as none, which is safe up to nine million nonzeros a row and
 * does not change when the row is scaled.
 */
import { farAmount, farExcess } from '../relaxation/far-row.ts';
import { scaleRow } from '../relaxation/integral-row.ts';
import { FREE } from './program.ts';
import type { Program } from './program.ts';
import { ProblemError } from './problem-error.ts';

export const ROW_TOLERANCE = 1e-9;

interface RowViolation {
  /** Index of the user's row. */
  readonly row: number;
  readonly name: string;
  /** aᵀx */
  readonly activity: number;
  readonly lower: number;
  readonly upper: number;
  /** Distance of the activity from [lower, upper], > 0. */
  readonly amount: number;
}

export interface SolutionReport {
  /** cᵀx + c₀ as the user wrote them. */
  readonly objective: number;
  /** viol(x); 0 exactly when no row is violated. */
  readonly violation: number;
  /** Every entry is 0 or 1. */
  readonly integral: boolean;
  /** Integral, no row violated, every fixed variable at its value. */
  readonly feasible: boolean;
  /** In the order of the program. */
  readonly violatedRows: readonly RowViolation[];
  /** Indices of fixed variables that have the other value. */
  readonly violatedFixings: readonly number[];
}

/**
 * Judges a vector.
 * @param x length d
 * @throws ProblemError where the length is not d
 * Cost: O(nnz + d); rows of non-integers near their bound cost O(k) number formatting.
 */
export function solutionReport(program: Program, x: Uint8Array): SolutionReport {
  const d = program.objective.length;
  if (x.length !== d) {
    throw new ProblemError(
      'problem-invalid', `a solution with ${x.length} values does not fit a program of ${d} variables`, 'Give one value for each variable.',
    );
  }
  let integral = true;
  const violatedFixings: number[] = [];
  for (let j = 0; j < d; j++) {
    const value = x[j]!;
    if (value > 1) integral = false;
    const fixed = program.fixed[j]!;
    if (fixed !== FREE && value !== fixed) violatedFixings.push(j);
  }
  const violatedRows: RowViolation[] = [];
  let violation = 0;
  const m = program.rowLower.length;
  for (let i = 0; i < m; i++) {
    const row = judgeRow(program, i, x);
    if (row === null) continue;
    violatedRows.push(row);
    violation += row.amount;
  }
  return {
    objective: objectiveValue(program, x),
    violation,
    integral,
    feasible: integral && violatedRows.length === 0 && violatedFixings.length === 0,
    violatedRows,
    violatedFixings,
  };
}

/** cᵀx + c₀ in the user's sense, by compensated summation (Neumaier 1974). */
function objectiveValue(program: Program, x: Uint8Array): number {
  let sum = program.objectiveConstant;
  let lost = 0;
  for (let j = 0; j < x.length; j++) {
    if (x[j] === 0) continue;
    const term = program.objective[j]! * x[j]!;
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  return sum + lost;
}

function judgeRow(program: Program, i: number, x: Uint8Array): RowViolation | null {
  const { start, column, value } = program.rows;
  const lower = program.rowLower[i]!;
  const upper = program.rowUpper[i]!;
  let activity = 0;
  let magnitude = 0;
  let integers = true;
  for (let k = start[i]!; k < start[i + 1]!; k++) {
    const times = x[column[k]!]!;
    if (times === 0) continue;
    const a = value[k]!;
    activity += a * times;
    magnitude += Math.abs(a) * times;
    if (integers && !Number.isInteger(a)) integers = false;
  }
  const above = activity - upper;
  const below = lower - activity;
  const amount = Math.max(above, below);
  if (!integers || magnitude > Number.MAX_SAFE_INTEGER) {
    const bound = above >= below ? upper : lower;
    if (Math.abs(amount) <= ROW_TOLERANCE * Math.max(Math.abs(bound), magnitude)) {
      // Too near the bound for rounded sums: decide in integers where the row's decimals allow it.
      const exact = exactAmount(program, i, x, above >= below);
      if (!(exact > 0)) return null;
      return { row: i, name: program.rowNames[i]!, activity, lower, upper, amount: exact };
    }
    if (amount > 0 && scaleRow(value, start[i]!, start[i + 1]!, bound).far !== null) {
      return { row: i, name: program.rowNames[i]!, activity, lower, upper, amount: exactAmount(program, i, x, above >= below) };
    }
  }
  if (!(amount > 0)) return null;
  return { row: i, name: program.rowNames[i]!, activity, lower, upper, amount };
}

/** aᵀx − upper, or lower − aᵀx, of a row read as decimals; 0 where it cannot be: within the tolerance. */
function exactAmount(program: Program, i: number, x: Uint8Array, upperSide: boolean): number {
  const { start, column, value } = program.rows;
  const from = start[i]!;
  const scaled = scaleRow(value, from, start[i + 1]!, upperSide ? program.rowUpper[i]! : program.rowLower[i]!);
  const { far } = scaled;
  if (far !== null) {
    const excess = farExcess(far, (k) => x[column[from + k]!]!);
    return farAmount(upperSide ? excess : -excess, far.places);
  }
  if (!scaled.integral) return 0;
  let sum = 0;
  for (let k = 0; k < scaled.weight.length; k++) sum += scaled.weight[k]! * x[column[from + k]!]!;
  return (upperSide ? sum - scaled.bound : scaled.bound - sum) * scaled.unit;
}
