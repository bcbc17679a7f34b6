/** Multipliers as their reader sees them: by the user's rows, the largest with their names. */
import type { NormalForm } from '../program/normal-form.ts';

/** Rows that are named. */
const NAMED = 20;

export interface RowPrices {
  /** In the order of the user's rows; above 0 for an upper bound, below 0 for a lower one, in the minimizing sense. */
  readonly values: Float64Array<ArrayBuffer>;
  /** The largest in absolute value, largest first, none of them 0. */
  readonly largest: readonly { readonly row: string; readonly value: number }[];
}

/**
 * @param y multipliers of the normal rows, length m, each ≥ 0
 * @param names of the user's rows
 * Cost: O(m log m).
 */
export function pricesOfRows({ sourceRow, sourceSign }: NormalForm, y: Float64Array, names: readonly string[]): RowPrices {
  const values = new Float64Array(names.length);
  for (let i = 0; i < y.length; i++) values[sourceRow[i]!]! += sourceSign[i]! * y[i]!;
  const priced = Array.from(values.keys()).filter((i) => values[i] !== 0);
  priced.sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b);
  return { values, largest: priced.slice(0, NAMED).map((i) => ({ row: names[i]!, value: values[i]! })) };
}
