/**
 * The normal form's matrix read by columns, for whoever flips variables one at a time: which rows a
 * variable is in, with what weight. Rows ascend inside a column.
 */
import type { NormalForm } from '../program/normal-form.ts';

export interface ColumnIndex {
  /** Length d + 1; column j occupies `[start[j], start[j+1])` of `row` and `value`. */
  readonly start: Int32Array;
  /** Length nnz. */
  readonly row: Int32Array;
  /** Length nnz. */
  readonly value: Float64Array;
}

/** Column index of a normal form. Cost: O(nnz + d). */
export function indexColumns(form: NormalForm): ColumnIndex {
  const { variableCount: d, rowCount: m } = form;
  const nnz = form.column.length;
  const start = new Int32Array(d + 1);
  for (let k = 0; k < nnz; k++) start[form.column[k]! + 1]!++;
  for (let j = 0; j < d; j++) start[j + 1]! += start[j]!;
  const row = new Int32Array(nnz);
  const value = new Float64Array(nnz);
  const next = start.slice(0, d);
  for (let i = 0; i < m; i++) {
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const slot = next[form.column[k]!]!++;
      row[slot] = i;
      value[slot] = form.value[k]!;
    }
  }
  return { start, row, value };
}
