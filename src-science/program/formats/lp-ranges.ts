/**
 * Rows of an LP file as a whole: their names, and those with two bounds. `1 <= x + y <= 2` is the CPLEX form and is read, but not
 * written: HiGHS 1.15 takes it apart into two rows that mean something else, or crashes. Written are two
 * rows that every reader understands, `r: x + y >= 1` and `r%up: x + y <= 2`, and a comment by which our
 * own reader knows that they are one.
 */
import type { SparseRows } from '../program.ts';

/** The comment's text, after the comment character. */
export const PAIRED_ROWS_MARK = 'Leibniz: rows r and r%up are one row with two bounds';
export const UPPER_HALF_SUFFIX = '%up';

/**
 * Names of an LP file's rows: their labels, and for a row without one `c` and its number, as CPLEX has it.
 * @param labelOf for each row the number of its label, or −1
 */
export function labelledRows(labels: readonly string[], labelOf: Int32Array): string[] {
  const used = new Set(labels);
  return Array.from(labelOf, (label, i) => {
    if (label >= 0) return labels[label]!;
    let name = `c${i + 1}`;
    while (used.has(name)) name += '_';
    used.add(name);
    return name;
  });
}

/** For each row, whether it is the upper half of the row before it. */
export type UpperHalves = readonly boolean[];

export interface JoinedRows {
  readonly rows: SparseRows;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Which of the file's rows were kept. */
  readonly kept: readonly number[];
}

/**
 * Joins each upper half with the row before it.
 * @returns null where the two halves do not have the same terms, or not one bound each
 * Cost: O(nnz).
 */
export function joinHalves(rows: SparseRows, rowLower: Float64Array, rowUpper: Float64Array, upperHalf: UpperHalves): JoinedRows | null {
  const kept: number[] = [];
  const start = [0];
  const column = new Int32Array(rows.column.length);
  const value = new Float64Array(rows.value.length);
  const lower: number[] = [];
  const upper: number[] = [];
  let length = 0;
  for (let i = 0; i < rowLower.length; i++) {
    const from = rows.start[i]!;
    const to = rows.start[i + 1]!;
    if (upperHalf[i] === true) {
      const before = rows.start[i - 1]!;
      const whole = lower.length - 1;
      if (upper[whole] !== Number.POSITIVE_INFINITY || rowLower[i] !== Number.NEGATIVE_INFINITY || to - from !== from - before) return null;
      for (let k = 0; k < to - from; k++) {
        if (rows.column[before + k] !== rows.column[from + k] || rows.value[before + k] !== rows.value[from + k]) return null;
      }
      if (!(lower[whole]! <= rowUpper[i]!)) return null;
      upper[whole] = rowUpper[i]!;
      continue;
    }
    kept.push(i);
    column.set(rows.column.subarray(from, to), length);
    value.set(rows.value.subarray(from, to), length);
    length += to - from;
    start.push(length);
    lower.push(rowLower[i]!);
    upper.push(rowUpper[i]!);
  }
  return {
    rows: { start: Int32Array.from(start), column: column.slice(0, length), value: value.slice(0, length) },
    rowLower: Float64Array.from(lower),
    rowUpper: Float64Array.from(upper),
    kept,
  };
}
