/**
 * The rows of a normal form as `scaleRow` reads them, each read once where that takes strings: a descent, its decoders and its
 * bound ask for the same rows again and again. Rows of whole numbers are read anew, which takes a pass and no room.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { scaleRow } from './integral-row.ts';
import type { ScaledRow } from './integral-row.ts';

type Rows = Pick<NormalForm, 'value' | 'start' | 'rhs'>;

interface Read {
  readonly start: Int32Array;
  readonly rhs: Float64Array;
  readonly rows: Map<number, ScaledRow>;
}

/** By the coefficients, which forms with other fixings share. */
const READ = new WeakMap<Float64Array, Read>();

/** Row i. What is returned is shared and not to be written. Cost: O(k), the first time with strings for decimals. */
export function scaledRow({ value, start, rhs }: Rows, i: number): ScaledRow {
  const from = start[i]!;
  const to = start[i + 1]!;
  if (isWhole(value, from, to)) return scaleRow(value, from, to, rhs[i]!);
  let read = READ.get(value);
  if (read?.start !== start || read.rhs !== rhs) READ.set(value, (read = { start, rhs, rows: new Map() }));
  const before = read.rows.get(i);
  if (before !== undefined) return before;
  const row = scaleRow(value, from, to, rhs[i]!);
  read.rows.set(i, row);
  return row;
}

function isWhole(value: Float64Array, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (!Number.isInteger(value[k]!)) return false;
  return true;
}
