/**
 * ∂s_j of `surrogate-interchange` replaced by its mean given x_j: h1/x̂ where x_j = 1, h0/(1 − x̂) where
 * x_j = 0 (docs/science.md, sections 4 and 5). The same expectation, less variance, and nothing but counts of
 * the violated samples to multiply it with.
 */
import { writeLiteralSlopes } from '../relaxation/one-variable.ts';

/** Buffers of the averaged form, made once. Length 2d: of x_j = 1 at 2j, of x_j = 0 at 2j + 1. */
export interface AveragedSlopes {
  /** Mean of ∂s given x_j. */
  readonly slope: Float64Array;
  /** Scratch: P(x_j). */
  readonly probability: Float64Array;
  /** Scratch: Σ a_ij over violated (row, sample) pairs. */
  readonly byLiteral: Float64Array;
}

export function createAveragedSlopes(d: number): AveragedSlopes {
  return { slope: new Float64Array(2 * d), probability: new Float64Array(2 * d), byLiteral: new Float64Array(2 * d) };
}

/** Half the step of the marginals that can be drawn (`bernoulliThreshold`). */
const RESOLUTION = 2 ** -33;

/**
 * The means diverge at x̂ = 0 and 1, where no sample of an ε is infinite; they are taken at marginals that
 * the draws cannot tell from these. Cost: two logarithms a variable.
 */
export function loadAveragedSlopes({ slope, probability }: AveragedSlopes, xHat: Float64Array): void {
  for (let j = 0; j < xHat.length; j++) {
    const x = Math.min(Math.max(xHat[j]!, RESOLUTION), 1 - RESOLUTION);
    probability[2 * j] = x;
    probability[2 * j + 1] = 1 - x;
  }
  writeLiteralSlopes(probability, slope);
  for (let l = 0; l < slope.length; l++) slope[l]! /= probability[l]!;
}
