/**
 * The two sums over all variables of an exact or sampled step: small functions of their own, so that they
 * are compiled while the one long call of the loop is still running. Sums are kept in four parts, by j
 * mod 4, and put together as (0 with 2) with (1 with 3), so that no addition waits for the one before it.
 */
import type { NormalForm } from '../program/normal-form.ts';

/** c, c₀, and which variables are fixed (length d: −1 free, else the value). */
export type LinearObjective = Pick<NormalForm, 'objective' | 'objectiveConstant' | 'fixed'>;

/** cᵀx̂ + c₀. */
export function objectiveAt({ objective, objectiveConstant }: LinearObjective, xHat: Float64Array): number {
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
  if (j < xHat.length) s0 += objective[j]! * xHat[j]!;
  if (j + 1 < xHat.length) s1 += objective[j + 1]! * xHat[j + 1]!;
  if (j + 2 < xHat.length) s2 += objective[j + 2]! * xHat[j + 2]!;
  return s0 + s2 + (s1 + s3);
}

/**
 * Turns the penalty's gradient into the loss's, c + μ g, in place.
 * @returns its squared norm over the free variables
 */
export function addObjectiveGradient({ objective, fixed }: LinearObjective, mu: number, gradient: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0; j < gradient.length; j++) {
    const g = objective[j]! + mu * gradient[j]!;
    gradient[j] = g;
    if (fixed[j]! >= 0) continue;
    const part = j & 3;
    if (part === 0) s0 += g * g;
    else if (part === 1) s1 += g * g;
    else if (part === 2) s2 += g * g;
    else s3 += g * g;
  }
  return s0 + s2 + (s1 + s3);
}
