/**
 * Some of a program's constraints: bounds of rows, and fixings of variables. That variables are 0 or 1, and integers
 * within their ranges, is no constraint that could be left out: the rows that keep bits to a range are always there.
 */
import { rangeRows } from '../program/integers.ts';
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { solutionReport } from '../program/solution-report.ts';

/** A bound of a row. */
export const UPPER = 1;
export const LOWER = 2;

/** Bounds of one row, `UPPER`, `LOWER` or their sum; or the fixing of one variable. */
export type Constraint =
  | { readonly row: number; readonly sides: number }
  | { readonly variable: number };

export interface ConstraintSet {
  /** Length m: `UPPER`, `LOWER`, their sum, or 0. */
  readonly sides: Uint8Array;
  /** Length d: 1 where a fixing counts. */
  readonly fixings: Uint8Array;
}

/** The bounds that a row has. */
export function boundsOf({ rowLower, rowUpper }: Program, row: number): number {
  return (Number.isFinite(rowUpper[row]!) ? UPPER : 0) + (Number.isFinite(rowLower[row]!) ? LOWER : 0);
}

/** All constraints of a program. Cost: O(m + d). */
export function allConstraints(program: Program): ConstraintSet {
  const ranges = rangeRows(program);
  const sides = new Uint8Array(program.rowLower.length);
  for (let i = 0; i < sides.length; i++) {
    if (!ranges.has(i)) sides[i] = boundsOf(program, i);
  }
  return { sides, fixings: Uint8Array.from(program.fixed, (value) => (value === FREE ? 0 : 1)) };
}

/** What is left without some constraints. */
export function without({ sides, fixings }: ConstraintSet, constraint: Constraint): ConstraintSet {
  const left = { sides: sides.slice(), fixings: fixings.slice() };
  if ('row' in constraint) left.sides[constraint.row] = left.sides[constraint.row]! & ~constraint.sides;
  else left.fixings[constraint.variable] = 0;
  return left;
}

/** A program of some constraints over the variables that stand in them. */
export interface Part {
  readonly program: Program;
  /** Of each of its variables, the variable of the whole program. */
  readonly variables: Int32Array;
  /** Of each of its rows, the row of the whole program. */
  readonly rows: Int32Array;
}

/**
 * The program that has these constraints only, and nothing to minimize. It has a variable even where none is needed.
 * Cost: O(d + m + nonzeros of the rows).
 */
export function partOf(program: Program, set: ConstraintSet): Part {
  const { rows } = program;
  const d = program.objective.length;
  const used = new Uint8Array(d);
  const markRow = (i: number): void => {
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) used[rows.column[k]!] = 1;
  };
  set.sides.forEach((sides, i) => {
    if (sides !== 0) markRow(i);
  });
  // The rows of an integer's range hold bits of it alone: nothing else is drawn in by them.
  const kept = new Set<number>();
  for (const i of rangeRows(program)) {
    let needed = false;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) needed ||= used[rows.column[k]!] === 1;
    if (!needed) continue;
    kept.add(i);
    markRow(i);
  }
  const variables: number[] = [];
  const place = new Int32Array(d).fill(-1);
  for (let j = 0; j < d; j++) {
    if (used[j] === 0 && !(j === d - 1 && variables.length === 0)) continue;
    place[j] = variables.length;
    variables.push(j);
  }
  const chosen: number[] = [];
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (let i = 0; i < set.sides.length; i++) {
    if (set.sides[i] === 0 && !kept.has(i)) continue;
    chosen.push(i);
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) {
      column.push(place[rows.column[k]!]!);
      value.push(rows.value[k]!);
    }
    start.push(column.length);
  }
  const has = (i: number, side: number): boolean => kept.has(i) || (set.sides[i]! & side) !== 0;
  return {
    program: {
      name: program.name,
      sense: 'min',
      objectiveName: program.objectiveName,
      objective: new Float64Array(variables.length),
      objectiveConstant: 0,
      variableNames: variables.map((j) => program.variableNames[j]!),
      fixed: Int8Array.from(variables, (j) => (set.fixings[j] === 1 ? program.fixed[j]! : FREE)),
      rowNames: chosen.map((i) => program.rowNames[i]!),
      rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
      rowLower: Float64Array.from(chosen, (i) => (has(i, LOWER) ? program.rowLower[i]! : -Infinity)),
      rowUpper: Float64Array.from(chosen, (i) => (has(i, UPPER) ? program.rowUpper[i]! : Infinity)),
    },
    variables: Int32Array.from(variables),
    rows: Int32Array.from(chosen),
  };
}

/** What a 0/1 vector of the whole program breaks, by its own report. Cost: O(nnz + d). */
export function brokenBy(program: Program, x: Uint8Array): readonly Constraint[] {
  const { violatedRows, violatedFixings } = solutionReport(program, x);
  return [
    ...violatedRows.map(({ row, activity, lower, upper }) => ({ row, sides: activity - upper >= lower - activity ? UPPER : LOWER })),
    ...violatedFixings.map((variable) => ({ variable })),
  ];
}
