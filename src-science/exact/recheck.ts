/**
 * Our own judgement of a solver's answer. A floating-point solver returns numbers near 0 and 1 and calls
 * a row satisfied within its tolerance; what the user is shown is a 0/1 vector whose rows and objective
 * were recomputed here. An answer that does not survive this is not a solution, whatever the solver says.
 */
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { solutionReport } from '../program/solution-report.ts';
import { quoted } from '../program/problem-error.ts';

/** Farthest from 0 or 1 that a solver's value may lie and still be meant as that integer. */
const INTEGRALITY_TOLERANCE = 1e-6;

export type Recheck =
  | {
      readonly passed: true;
      /** Length d, 0/1. */
      readonly x: Uint8Array;
      /** In the user's sense, recomputed from x. */
      readonly objective: number;
    }
  | {
      readonly passed: false;
      /** One clause saying what is wrong, naming the variable or row. */
      readonly reason: string;
    };

/**
 * Rounds a solver's values and judges the result.
 * @param values length d, as the solver gave them
 * Cost: O(nnz + d).
 */
export function recheckSolution(program: Program, values: ArrayLike<number>): Recheck {
  const d = program.objective.length;
  if (values.length !== d) return { passed: false, reason: `it has ${values.length} values for ${d} variables` };
  const x = new Uint8Array(d);
  for (let j = 0; j < d; j++) {
    const value = values[j]!;
    const rounded = Math.round(value);
    if (!(Math.abs(value - rounded) <= INTEGRALITY_TOLERANCE) || rounded < 0 || rounded > 1) {
      return { passed: false, reason: `${quoted(program.variableNames[j]!)} is ${value}, neither 0 nor 1` };
    }
    const fixed = program.fixed[j]!;
    if (fixed !== FREE && rounded !== fixed) {
      return { passed: false, reason: `${quoted(program.variableNames[j]!)} is ${rounded} although it is fixed to ${fixed}` };
    }
    x[j] = rounded;
  }
  const report = solutionReport(program, x);
  if (!report.feasible) {
    const row = report.violatedRows[0];
    const where = row === undefined ? '' : ` (${quoted(row.name)} by ${row.amount})`;
    return { passed: false, reason:
      `its rounding to 0 and 1 violates ${report.violatedRows.length === 1 ? 'one row' : `${report.violatedRows.length} rows`}${where}` };
  }
  return { passed: true, x, objective: report.objective };
}

/** Values rounded to 0 and 1; null where one of them is neither. */
export function roundedValues(values: ArrayLike<number>): Uint8Array | null {
  const x = new Uint8Array(values.length);
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    const rounded = Math.round(value);
    if (!(Math.abs(value - rounded) <= INTEGRALITY_TOLERANCE) || rounded < 0 || rounded > 1) return null;
    x[j] = rounded;
  }
  return x;
}

/**
 * True if a solver's proven bound can hold for a program that has a solution of this objective: a bound
 * beyond a known solution proves that the solver went wrong somewhere.
 * @param bound in the user's sense, like `objective`
 * @param slack what the bound may be off by (`proof.ts`)
 */
export function boundAgrees(sense: Program['sense'], objective: number, bound: number, slack: number): boolean {
  return sense === 'min' ? bound <= objective + slack : bound >= objective - slack;
}
