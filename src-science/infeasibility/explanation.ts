/** An infeasible set of constraints in words: rows as text in the user's variables, fixings, ranges, the steps of a chain. */
import { rangeRows, userForm } from '../program/integers.ts';
import { oneLine } from '../program/one-line.ts';
import type { Program } from '../program/program.ts';
import { ProblemError } from '../program/problem-error.ts';
import { rowText, termsOfRow } from '../program/row-text.ts';
import { allConstraints, boundsOf, partOf, UPPER } from './constraint-set.ts';
import type { InfeasibleSet } from './irreducible-set.ts';
import type { Reason } from './propagation-chain.ts';

/** Which bounds of a row are meant. */
export type RowSides = 'both' | 'lower' | 'upper';

export interface ExplainedRow {
  /** Index in the program. */
  readonly row: number;
  readonly name: string;
  /** The bounds that are meant. */
  readonly sides: RowSides;
  /** `2 x + 3 y <= 4`, with the bounds that are meant. */
  readonly text: string;
}

export interface Explanation {
  /** Every constraint is needed: without any one of them the rest has a solution. */
  readonly irreducible: boolean;
  /** False where nothing of the program has been left out yet. */
  readonly narrowed: boolean;
  readonly rowCount: number;
  /** In the order of the program; the first of them, where there are many, and none where nothing was left out. */
  readonly rows: readonly ExplainedRow[];
  readonly fixingCount: number;
  readonly fixings: readonly { readonly variable: number; readonly name: string; readonly value: 0 | 1 }[];
  /** Integer variables in these rows, which keep to their ranges; no constraints of the set. */
  readonly ranges: readonly { readonly name: string; readonly lower: number; readonly upper: number }[];
  /** Where propagation alone proves it: what follows from what, ending with the row that cannot be kept. Else null. */
  readonly chain: readonly { readonly row: number; readonly text: string }[] | null;
  /** One or two sentences. */
  readonly text: string;
  /** Programs that a solver or enumeration was asked about. */
  readonly questions: number;
  readonly seconds: number;
}

/** Rows, fixings, ranges and steps that are listed. */
const MOST_LISTED = 1000;
/** Terms of a row that are written. */
const MOST_TERMS = 20;
/** Values that a step names. */
const MOST_GIVEN = 12;

/**
 * @param program as the user wrote it
 * @param stopped a clause on why the search ended early; null where it did not
 * Cost: O(nnz + d + m).
 */
export function explanationOf(program: Program, found: InfeasibleSet, stopped: string | null, seconds: number): Explanation {
  const { set, chain, irreducible, narrowed, questions } = found;
  const rows = Array.from(set.sides.keys()).filter((i) => set.sides[i] !== 0);
  const fixings = Array.from(set.fixings.keys()).filter((j) => set.fixings[j] === 1);
  const textOf = rowTexts(program);
  const nameOf = (j: number): string => oneLine(program.variableNames[j]!);
  const used = new Set(partOf(program, set).variables);
  const given = (list: readonly number[], value: Int8Array): string => {
    const named = list.slice(0, MOST_GIVEN).map((j) => `${nameOf(j)} = ${value[j]!}`);
    return [...named, ...(list.length > MOST_GIVEN ? [`${list.length - MOST_GIVEN} more`] : [])].join(', ');
  };
  const reasonText = ({ row, side, given: list }: Reason, value: Int8Array): string => {
    const under = list.length === 0 ? '' : ` with ${given(list, value)}`;
    return `${oneLine(program.rowNames[row]!)}: ${textOf(row, sidesOf(program, row, side))}${under}`;
  };
  return {
    irreducible,
    narrowed,
    rowCount: rows.length,
    rows: (narrowed ? rows : []).slice(0, MOST_LISTED).map((row) => {
      const sides = sidesOf(program, row, set.sides[row]!);
      return { row, name: oneLine(program.rowNames[row]!), sides, text: textOf(row, sides) };
    }),
    fixingCount: fixings.length,
    fixings: (narrowed ? fixings : []).slice(0, MOST_LISTED).map(
      (variable) => ({ variable, name: nameOf(variable), value: program.fixed[variable] === 1 ? 1 : 0 }),
    ),
    ranges: (narrowed ? program.integers ?? [] : []).filter(({ bit }) => used.has(bit)).slice(0, MOST_LISTED).map(
      ({ name, lower, upper }) => ({ name: oneLine(name), lower, upper }),
    ),
    chain: chain === null ? null : [
      ...chain.steps.slice(0, MOST_LISTED).map(
        (step) => ({ row: step.row, text: `${reasonText(step, chain.value)} forces ${nameOf(step.variable)} = ${step.value}` }),
      ),
      { row: chain.conflict.row, text: `${reasonText(chain.conflict, chain.value)} cannot be kept` },
    ],
    text: sentence(program, found, rows.length, fixings.length, stopped),
    questions,
    seconds,
  };
}

/** Rows as text in the user's variables; those that keep an integer to its range, which only a step names, in its bits. */
function rowTexts(program: Program): (row: number, sides: RowSides) => string {
  const form = formToShow(program);
  const ranges = form === program ? new Set<number>() : rangeRows(program);
  const place = new Int32Array(program.rowLower.length);
  for (let i = 0, next = 0; i < place.length; i++) place[i] = ranges.has(i) ? -1 : next++;
  return (row, sides) => {
    const at = place[row]!;
    const [from, i] = at < 0 ? [program, row] : [form, at];
    const lower = sides === 'upper' ? -Infinity : from.rowLower[i]!;
    const upper = sides === 'lower' ? Infinity : from.rowUpper[i]!;
    return rowText({ terms: termsOfRow(from.rows, i), lower, upper }, from.variableNames, MOST_TERMS);
  };
}

/** In the user's variables; in bits where a side has more digits than a double holds. */
function formToShow(program: Program): Program {
  if (program.integers === undefined) return program;
  try {
    return userForm(program);
  } catch (error) {
    if (error instanceof ProblemError) return program;
    throw error;
  }
}

/** A row with one bound is meant as a whole; so is an equality of which both count. */
function sidesOf(program: Program, row: number, sides: number): RowSides {
  const has = boundsOf(program, row);
  return (sides & has) === has ? 'both' : (sides & UPPER) !== 0 ? 'upper' : 'lower';
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function sentence(
  program: Program, { irreducible, narrowed, chain }: InfeasibleSet, rows: number, fixings: number, stopped: string | null,
): string {
  const parts = `${counted(rows, 'row')}${fixings === 0 ? '' : ` and ${counted(fixings, 'fixing')}`}`;
  const byChain = chain === null ? '' : ' Propagation alone proves it.';
  if (irreducible) {
    const what = rows + fixings === 1
      ? `${parts} alone ${rows === 1 ? 'has' : 'leaves'} no solution.`
      : `${parts} together have no solution, and without any one of them the rest has one.`;
    return `Irreducible: ${what}${byChain}`;
  }
  const why = stopped ?? 'some questions were not settled';
  const whole = allConstraints(program).sides.reduce((count, sides) => count + Number(sides !== 0), 0);
  return narrowed
    ? `Not yet irreducible, since ${why}: ${parts} of the program’s ${whole} together have no solution, but fewer may be enough.${byChain}`
    : `Not yet irreducible, since ${why}: no row could be left out so far.`;
}
