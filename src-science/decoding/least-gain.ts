/** By how much a vector must be better to count as better: the resolution of whole costs, else what rounding leaves. */
import type { NormalForm } from '../program/normal-form.ts';

/** Objective differences below this share of the sum of all costs are rounding, not gain. */
export const ROUNDING = 1e-12;

/** @returns above 0 where some cost is not 0; just below the greatest common divisor of whole costs. Cost: O(d). */
export function leastGain({ objective }: NormalForm): number {
  let divisor = 0;
  let sum = 0;
  let whole = true;
  for (const c of objective) {
    sum += Math.abs(c);
    if (!whole || c === 0) continue;
    whole = Number.isSafeInteger(c);
    if (whole) divisor = greatestDivisor(divisor, Math.abs(c));
  }
  return whole && sum <= Number.MAX_SAFE_INTEGER ? divisor * (1 - 1e-6) : ROUNDING * sum;
}

function greatestDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
