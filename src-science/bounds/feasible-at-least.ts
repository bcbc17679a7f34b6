/**
 * A lower bound of P(A x ≤ b) for independent x_j that needs no samples (docs/science.md, section 13). Where no variable
 * helps one row and hurts another, all rows are kept by sets that are monotone in the same direction, variable by
 * variable, and Harris' inequality (1960) gives P(all rows kept) ≥ Π_i P(row i kept): so on every cover and packing.
 */
import type { NormalForm } from '../program/normal-form.ts';

/** What the exact probability of a row may be off by: sums of up to 2²⁰ products of rounded factors. */
const ROUNDING = 2 ** -40;

/**
 * Whether every undecided variable has one sign in all rows. Variables fixed by the program, and where marginals are
 * given those at 0 or 1, are constants and may have any.
 * @param xHat length d; left out, every free variable is undecided
 * Cost: O(nnz).
 */
export function isMonotone({ variableCount, column, value, fixed }: NormalForm, xHat?: Float64Array): boolean {
  const sign = new Int8Array(variableCount);
  for (let k = 0; k < column.length; k++) {
    const j = column[k]!;
    if (fixed[j]! >= 0 || (xHat !== undefined && (xHat[j]! <= 0 || xHat[j]! >= 1))) continue;
    const s = value[k]! > 0 ? 1 : -1;
    if (sign[j] === -s) return false;
    sign[j] = s;
  }
  return true;
}

/**
 * Π_i P(row i kept), rounded down; a bound only where `isMonotone`.
 * @param violation length m: exact P(row i violated), up to rounding
 * Cost: O(m).
 */
export function feasibleAtLeast(violation: Float64Array): number {
  let product = 1;
  for (const p of violation) {
    const kept = p === 0 ? 1 : Math.max(0, 1 - p - ROUNDING);
    product *= kept;
  }
  return product * Math.max(0, 1 - violation.length * 2 ** -52);
}

/**
 * Limits of P(A x ≤ b) from the rows' own probabilities: Harris' product where rows are monotone, else one less the sum
 * of all (Bonferroni); and no more than the least likely row. Rounded outwards.
 * @param violation length m: exact P(row i violated), up to rounding
 * Cost: O(nnz).
 */
export function feasibleBetween(
  form: NormalForm, xHat: Float64Array, violation: Float64Array,
): { readonly lower: number; readonly upper: number } {
  let sum = 0;
  let largest = 0;
  for (const p of violation) {
    sum += p === 0 ? 0 : p + ROUNDING;
    largest = Math.max(largest, p);
  }
  const union = Math.max(0, 1 - sum * (1 + violation.length * 2 ** -52) - 2 ** -52);
  return {
    lower: isMonotone(form, xHat) ? Math.max(union, feasibleAtLeast(violation)) : union,
    upper: Math.min(1, Math.max(0, 1 - largest + ROUNDING)),
  };
}
