/**
 * A weight for every row: Σ_i w_i E[max(a_iᵀx − b_i, 0)] in place of the plain sum. A row with its weight is the row
 * w_i a_iᵀx ≤ w_i b_i, so all that changes is its size: its class, its whole numbers and when it is violated stay what they
 * are. What holds sizes is therefore written anew in place, always from what it was without weights, and the loops that
 * read it know of no weights. Nothing here runs for a program that is not weighed.
 */
import type { NormalForm } from '../program/normal-form.ts';
import type { RowSplit } from './row-split.ts';

/** @param weight length m, each finite and > 0, by normal row. Cost: O(nnz). */
export type Reweigh = (weight: Float64Array) => void;

/**
 * Weights for arrays whose entries belong to rows.
 * @param rows of each entry of `start`'s ranges; where `start` is left out, of each entry
 */
export function weighArray(values: Float64Array, rows: Int32Array, start?: Int32Array): Reweigh {
  const base = values.slice();
  return (weight) => {
    if (start === undefined) {
      for (let r = 0; r < rows.length; r++) values[r] = base[r]! * weight[rows[r]!]!;
      return;
    }
    for (let r = 0; r < rows.length; r++) {
      const w = weight[rows[r]!]!;
      for (let k = start[r]!; k < start[r + 1]!; k++) values[k] = base[k]! * w;
    }
  };
}

/** Weights for b of every normal row. @param rhs a copy that may be written to */
export function weighBounds(rhs: Float64Array): Reweigh {
  return weighArray(rhs, Int32Array.from(rhs.keys()));
}

/** Weights for the sizes of a split: amounts and coefficients of corner rows, units of weighted ones, what is always violated. */
export function weighSplit(form: NormalForm, split: RowSplit): Reweigh {
  const { corner, weighted, always, alwaysLinear } = split;
  const parts = [
    weighArray(corner.amount, corner.row),
    weighArray(corner.coefficient, corner.row, corner.start),
    weighArray(weighted.unit, weighted.row),
  ];
  return (weight) => {
    for (const part of parts) part(weight);
    if (always.length === 0) return;
    alwaysLinear.fill(0);
    split.alwaysConstant = 0;
    for (const i of always) {
      split.alwaysConstant -= weight[i]! * form.rhs[i]!;
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) alwaysLinear[form.column[k]!]! += weight[i]! * form.value[k]!;
    }
  };
}
