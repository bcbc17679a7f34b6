/**
 * ∂s_j of `surrogate-interchange` replaced by its mean given x_j: h1/x̂ where x_j = 1, h0/(1 − x̂) where
 * x_j = 0 (science notes, sections 4 and 5). The same expectation, less variance, and nothing but counts of
 * the violated samples to multiply it with.
 */
import { writeSlopes } from '../relaxation/one-variable.ts';

/** Buffers of the averaged form, made once. */
export interface AveragedSlopes {
  /** By variable: mean of ∂s given x = 1 and given x = 0. */
  readonly one: Float64Array;
  readonly zero: Float64Array;
  /** Scratch, by literal: Σ a_ij over violated (row, sample) pairs with x_j = 1 at 2j, with x_j = 0 at 2j + 1. */
  readonly byLiteral: Float64Array;
}

export function createAveragedSlopes(d: number): AveragedSlopes {
  return { one: new Float64Array(d), zero: new Float64Array(d), byLiteral: new Float64Array(2 * d) };
}

/** Half the step of the marginals that can be drawn (`bernoulliThreshold`). */
const RESOLUTION = 2 ** -33;

/**
 * The means diverge at x̂ = 0 and 1, where no sample of an ε is infinite; they are taken at marginals that
 * the draws cannot tell from these. Cost: two logarithms a variable.
 */
export function loadAveragedSlopes(slopes: AveragedSlopes, xHat: Float64Array): void {
  for (let j = 0; j < xHat.length; j++) {
    const x = Math.min(Math.max(xHat[j]!, RESOLUTION), 1 - RESOLUTION);
    writeSlopes(x, j, slopes.one, slopes.zero);
    slopes.one[j]! /= x;
    slopes.zero[j]! /= 1 - x;
  }
}
