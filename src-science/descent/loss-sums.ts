/**
 * The two sums over all variables of an exact or sampled step: small functions of their own, so that they
 * are compiled while the one long call of the loop is still running. Sums are kept in parts, by j
 * mod 4 or 2, so that no addition waits for the one before it.
 */
import type { NormalForm } from '../program/normal-form.ts';

/** cᵀx̂ + c₀. */
export function objectiveAt({ objective, objectiveConstant }: NormalForm, xHat: Float64Array): number {
  let s0 = objectiveConstant;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < xHat.length; j += 4) {
    s0 += objective[j]! * xHat[j]!;
    s1 += objective[j + 1]! * xHat[j + 1]!;
    s2 += objective[j + 2]! * xHat[j + 2]!;
    s3 += objective[j + 3]! * xHat[j + 3]!;
  }
  for (; j < xHat.length; j++) s0 += objective[j]! * xHat[j]!;
  return s0 + s2 + (s1 + s3);
}

/**
 * Turns the penalty's gradient into the loss's, c + μ g, in place.
 * @returns its squared norm over the free variables
 */
export function addObjectiveGradient({ objective, fixed }: NormalForm, mu: number, gradient: Float64Array): number {
  let even = 0;
  let odd = 0;
  for (let j = 0; j < gradient.length; j++) {
    const g = objective[j]! + mu * gradient[j]!;
    gradient[j] = g;
    if (fixed[j]! >= 0) continue;
    if ((j & 1) === 0) even += g * g;
    else odd += g * g;
  }
  return even + odd;
}
