/**
 * Gradients from the integer totals of `sample-totals.ts`, summed over the samples: of `true-penalty`
 * (TL15; science notes, section 4), and of `surrogate-interchange` with ∂s_j replaced by its mean given
 * x_j, h1/x̂ where x_j = 1 and h0/(1 − x̂) where x_j = 0 (sections 4 and 5): the same expectation, less
 * variance, and nothing but counts of the violated samples to multiply it with.
 */
import { writeSlopes } from '../relaxation/one-variable.ts';
import type { SampleTotals } from './sample-totals.ts';
import type { SamplingLayout } from './sampling-layout.ts';

/** Adds Σ over samples and rows of max(v_i¹(j), 0) − max(v_i⁰(j), 0). @param samples drawn since `begin`. Cost: O(nnz). */
export function addTruePenaltySum(layout: SamplingLayout, totals: SampleTotals, samples: number, sum: Float64Array): void {
  const { corner, weighted, linear } = layout;
  for (let n = 0; n < linear.variables.length; n++) sum[linear.variables[n]!]! += samples * linear.coefficient[n]!;
  const { cornerTotal, weightedTotal } = totals;
  const { groupCount, groupStart, groupAmount, start, literal } = corner;
  for (let g = 0; g < groupCount; g++) {
    const amount = groupAmount[g]!;
    const to = start[groupStart[g + 1]!]!;
    for (let k = start[groupStart[g]!]!; k < to; k++) {
      const change = amount * cornerTotal[k]!;
      const l = literal[k]!;
      sum[l >> 1]! += (l & 1) === 0 ? change : -change;
    }
  }
  for (let r = 0; r < weighted.count; r++) {
    const unit = weighted.unit[r]!;
    const middle = weighted.middle[r]!;
    const to = weighted.start[r + 1]!;
    for (let k = weighted.start[r]!; k < to; k++) {
      const change = unit * weightedTotal[k]!;
      sum[weighted.column[k]!]! += k < middle ? change : -change;
    }
  }
}

/** Buffers of `addAveragedSum`, made once. */
export interface AveragedSlopes {
  /** By variable: mean of ∂s given x = 1 and given x = 0. */
  readonly one: Float64Array;
  readonly zero: Float64Array;
  /** Scratch: Σ a_ij over violated (row, sample) pairs with x_j = 1, and with x_j = 0. */
  readonly ones: Float64Array;
  readonly zeros: Float64Array;
}

export function createAveragedSlopes(d: number): AveragedSlopes {
  return { one: new Float64Array(d), zero: new Float64Array(d), ones: new Float64Array(d), zeros: new Float64Array(d) };
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

/** Adds Σ over samples and rows of 1[v_i > 0] a_ij E[∂s_j | x_j]. Cost: O(nnz). */
export function addAveragedSum(layout: SamplingLayout, totals: SampleTotals, samples: number, slopes: AveragedSlopes, sum: Float64Array): void {
  const { corner, weighted, alwaysLinear, alwaysCount } = layout;
  const { cornerTotal, cornerViolated, weightedTotal, weightedViolated, onesTotal } = totals;
  const { ones, zeros } = slopes;
  ones.fill(0);
  zeros.fill(0);
  if (alwaysCount > 0) {
    for (let j = 0; j < sum.length; j++) {
      ones[j] = alwaysLinear[j]! * onesTotal[j]!;
      zeros[j] = alwaysLinear[j]! * (samples - onesTotal[j]!);
    }
  }
  // At a cover's one corner every x_j is known.
  for (let r = 0; r < corner.coverCount; r++) {
    const violated = cornerViolated[r]!;
    if (violated === 0) continue;
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) {
      const l = corner.literal[k]!;
      const change = corner.coefficient[k]! * violated;
      if ((l & 1) === 0) ones[l >> 1]! += change;
      else zeros[l >> 1]! += change;
    }
  }
  for (let r = corner.coverCount; r < corner.count; r++) {
    const violated = cornerViolated[r]!;
    if (violated === 0) continue;
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) {
      const a = corner.coefficient[k]!;
      const l = corner.literal[k]!;
      const j = l >> 1;
      const missed = cornerTotal[k]!;
      const one = (l & 1) === 0 ? violated - missed : missed;
      ones[j]! += a * one;
      zeros[j]! += a * (violated - one);
    }
  }
  for (let r = 0; r < weighted.count; r++) {
    const violated = weightedViolated[r]!;
    if (violated === 0) continue;
    for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
      const a = weighted.coefficient[k]!;
      const j = weighted.column[k]!;
      const one = weightedTotal[k]!;
      ones[j]! += a * one;
      zeros[j]! += a * (violated - one);
    }
  }
  for (let j = 0; j < sum.length; j++) sum[j]! += ones[j]! * slopes.one[j]! + zeros[j]! * slopes.zero[j]!;
}
