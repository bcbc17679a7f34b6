/**
 * A program whose rows may each be missed by a tolerance, as a program of its own: bounds moved outward, and then
 * met exactly like any other's. What is proven of it is proven to the last digit, only of another program; its best
 * vector bounds the program's. For files whose coefficients were rounded when they were written.
 */
import type { Program } from '../program/program.ts';
import { solutionReport } from '../program/solution-report.ts';

/**
 * @param tolerance ≥ 0, in each row's own units
 * Cost: O(m).
 */
export function withRelaxedRows(program: Program, tolerance: number): Program {
  if (tolerance === 0) return program;
  return {
    ...program, rowLower: program.rowLower.map((bound) => bound - tolerance), rowUpper: program.rowUpper.map((bound) => bound + tolerance),
  };
}

/** By how much a vector misses the row it misses most; 0 where it meets all. Cost: O(nnz). */
export function largestMiss(program: Program, x: Uint8Array): number {
  return solutionReport(program, x).violatedRows.reduce((largest, { amount }) => Math.max(largest, amount), 0);
}
