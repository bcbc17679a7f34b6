/** A program with more rows after its own. */
import type { Program } from '../program/program.ts';

export interface ExtraRow {
  /** Begins its name; a number follows where the name is taken. */
  readonly name: string;
  /** Ascending. */
  readonly column: readonly number[];
  /** Not zero. */
  readonly value: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** Cost: O(nnz + m). */
export function appendRows(program: Program, extra: readonly ExtraRow[]): Program {
  const used = new Set(program.rowNames);
  const names = extra.map(({ name }) => {
    let unused = name;
    for (let n = 2; used.has(unused); n++) unused = `${name}${n}`;
    used.add(unused);
    return unused;
  });
  const { rows } = program;
  let end = rows.column.length;
  const ends = extra.map(({ column }) => (end += column.length));
  return {
    ...program,
    rowNames: [...program.rowNames, ...names],
    rows: {
      start: appendedIndices(rows.start, ends),
      column: appendedIndices(rows.column, extra.flatMap(({ column }) => column)),
      value: appended(rows.value, extra.flatMap(({ value }) => value)),
    },
    rowLower: appended(program.rowLower, extra.map(({ lower }) => lower)),
    rowUpper: appended(program.rowUpper, extra.map(({ upper }) => upper)),
  };
}

function appendedIndices(head: Int32Array, tail: readonly number[]): Int32Array {
  const whole = new Int32Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

function appended(head: Float64Array, tail: readonly number[]): Float64Array {
  const whole = new Float64Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
