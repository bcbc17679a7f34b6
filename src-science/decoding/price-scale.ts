/**
 * How large μ has to be for a penalty to be felt, from the program's own numbers: the price of row i to
 * variable j is |c_j| / |a_ij|, what the objective gains by a flip of x_j against the row, per unit of
 * the violation that the flip can cause. μ above the largest price makes no single flip against a row
 * by its whole coefficient pay. This is a scale for defaults, not S26 Theorem 2's bound, which guarantees
 * much more and is usually far larger.
 */
import type { NormalForm } from '../program/normal-form.ts';

export interface PriceScale {
  /** Median over variables of their smallest price: where penalties begin to be felt. */
  readonly typical: number;
  /** Largest over variables of their smallest price: where no flip against a whole coefficient pays. */
  readonly largest: number;
}

/**
 * Scale of μ for a program. Both are 1 where no objective pulls against any row (any μ > 0 then does).
 * Cost: O(nnz + d log d).
 */
export function priceScale(form: NormalForm): PriceScale {
  const resistance = new Float64Array(form.variableCount);
  for (let k = 0; k < form.column.length; k++) {
    const j = form.column[k]!;
    // The objective pulls x_j up where c_j < 0; a row resists where that raises its activity.
    if (form.objective[j]! * form.value[k]! < 0) resistance[j] = Math.max(resistance[j]!, Math.abs(form.value[k]!));
  }
  const prices: number[] = [];
  for (let j = 0; j < form.variableCount; j++) {
    if (form.fixed[j]! < 0 && resistance[j]! > 0) prices.push(Math.abs(form.objective[j]!) / resistance[j]!);
  }
  if (prices.length === 0) return { typical: 1, largest: 1 };
  prices.sort((a, b) => a - b);
  return { typical: prices[prices.length >> 1]!, largest: prices[prices.length - 1]! };
}

/**
 * Median over variables of |c_j| / Σ_i |a_ij| over the rows that resist x_j: the price of a row if all of them shared the cost,
 * where multipliers of rows begin. 1 where no objective pulls against any row.
 * Cost: O(nnz + d log d).
 */
export function sharedPrice(form: NormalForm): number {
  const resistance = new Float64Array(form.variableCount);
  for (let k = 0; k < form.column.length; k++) {
    const j = form.column[k]!;
    if (form.objective[j]! * form.value[k]! < 0) resistance[j]! += Math.abs(form.value[k]!);
  }
  const prices: number[] = [];
  for (let j = 0; j < form.variableCount; j++) {
    if (form.fixed[j]! < 0 && resistance[j]! > 0) prices.push(Math.abs(form.objective[j]!) / resistance[j]!);
  }
  if (prices.length === 0) return 1;
  prices.sort((a, b) => a - b);
  return prices[prices.length >> 1]!;
}

/** μ for decoding where nobody gave one: four times the largest price. */
export function decodingMu(form: NormalForm): number {
  return 4 * priceScale(form).largest;
}
