/**
 * A small program as it is changed by hand: its variables and rows as lists, in the user's integers. A state is never
 * changed; each step gives a new one, so that undoing is going back to the old one.
 */
import { inBits, userForm } from './integers.ts';
import type { ObjectiveSense, Program } from './program.ts';
import { FREE } from './program.ts';
import type { IntegerRange } from './program.ts';
import { termsOfRow } from './row-text.ts';
import type { RowParts } from './row-text.ts';
import { validateProgram } from './validate-program.ts';

/** Rows and variables beyond which a program is changed in its file. */
export const MOST_EDITED = 200;

export interface EditedVariable {
  /** Unique, not empty. */
  readonly name: string;
  readonly cost: number;
  /** `FREE`, or 0 or 1; `FREE` where there is a range. */
  readonly fixed: number;
  /** Of an integer variable; null where it is 0 or 1. */
  readonly range: IntegerRange | null;
}

export interface EditedRow extends RowParts {
  /** Unique, not empty. */
  readonly name: string;
}

export interface EditedProgram {
  readonly sense: ObjectiveSense;
  readonly objectiveName: string;
  readonly objectiveConstant: number;
  readonly variables: readonly EditedVariable[];
  readonly rows: readonly EditedRow[];
}

/** @throws ProblemError where a side cannot be given in integers (`userForm`) */
export function editedOf(program: Program): EditedProgram {
  const { sense, objectiveName, objectiveConstant, variableNames, objective, fixed, ranges, rowNames, rows, rowLower, rowUpper } =
    userForm(program);
  return {
    sense,
    objectiveName,
    objectiveConstant,
    variables: variableNames.map((name, j) => ({ name, cost: objective[j]!, fixed: fixed[j]!, range: ranges[j] ?? null })),
    rows: rowNames.map((name, i) => ({ name, terms: termsOfRow(rows, i), lower: rowLower[i]!, upper: rowUpper[i]! })),
  };
}

/** The program that the lists say. @throws ProblemError naming what makes it none */
export function programOfEdited({ sense, objectiveName, objectiveConstant, variables, rows }: EditedProgram, name: string): Program {
  const start = new Int32Array(rows.length + 1);
  rows.forEach(({ terms }, i) => {
    start[i + 1] = start[i]! + terms.length;
  });
  const program = inBits({
    name,
    sense,
    objectiveName,
    objectiveConstant,
    objective: Float64Array.from(variables, ({ cost }) => cost),
    variableNames: variables.map((variable) => variable.name),
    fixed: Int8Array.from(variables, ({ fixed, range }) => (range === null ? fixed : FREE)),
    rowNames: rows.map((row) => row.name),
    rows: {
      start,
      column: Int32Array.from(rows.flatMap(({ terms }) => terms.map(([j]) => j))),
      value: Float64Array.from(rows.flatMap(({ terms }) => terms.map(([, a]) => a))),
    },
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
  }, variables.map(({ range }) => range));
  validateProgram(program);
  return program;
}

const replaced = <Item>(list: readonly Item[], at: number, item: Item): readonly Item[] => list.map((old, k) => (k === at ? item : old));

export function withVariable(program: EditedProgram, j: number, change: Partial<EditedVariable>): EditedProgram {
  return { ...program, variables: replaced(program.variables, j, { ...program.variables[j]!, ...change }) };
}

export function withRow(program: EditedProgram, i: number, change: Partial<EditedRow>): EditedProgram {
  return { ...program, rows: replaced(program.rows, i, { ...program.rows[i]!, ...change }) };
}

/** A variable more: 0 or 1, without cost, in no row. */
export function withNewVariable(program: EditedProgram): EditedProgram {
  const name = freeName('x', program.variables.map((variable) => variable.name));
  return { ...program, variables: [...program.variables, { name, cost: 0, fixed: FREE, range: null }] };
}

/** A row more, which holds whatever the variables are: `0 <= 0`. */
export function withNewRow(program: EditedProgram): EditedProgram {
  const name = freeName('r', program.rows.map((row) => row.name));
  return { ...program, rows: [...program.rows, { name, terms: [], lower: -Infinity, upper: 0 }] };
}

export function withoutRow(program: EditedProgram, i: number): EditedProgram {
  return { ...program, rows: program.rows.filter((_, k) => k !== i) };
}

/** The variable leaves the objective and every row. */
export function withoutVariable(program: EditedProgram, j: number): EditedProgram {
  return {
    ...program,
    variables: program.variables.filter((_, k) => k !== j),
    rows: program.rows.map((row) => ({
      ...row, terms: row.terms.flatMap(([k, a]): RowParts['terms'] => (k === j ? [] : [[k > j ? k - 1 : k, a]])),
    })),
  };
}

function freeName(letter: string, taken: readonly string[]): string {
  const names = new Set(taken);
  let n = taken.length + 1;
  while (names.has(`${letter}${n}`)) n++;
  return `${letter}${n}`;
}
