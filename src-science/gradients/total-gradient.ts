/**
 * Gradients from the integer totals of `sample-totals.ts`, summed over the samples: of `true-penalty`
 * (TL15; docs/science.md, section 4), and of `surrogate-interchange` in its averaged form. The compiled
 * kernels have the same loops in the same order (`SampleTotals.addSum`).
 */
import type { AveragedSlopes } from './averaged-slopes.ts';
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
    const middle = weighted.middle[r]!;
    const to = weighted.start[r + 1]!;
    for (let k = weighted.start[r]!; k < to; k++) {
      const change = weighted.factor[k]! * weightedTotal[k]!;
      sum[weighted.column[k]!]! += k < middle ? change : -change;
    }
  }
}

/** Adds Σ over samples and rows of 1[v_i > 0] a_ij E[∂s_j | x_j]. Cost: O(nnz). */
export function addAveragedSum(
  layout: SamplingLayout, totals: SampleTotals, samples: number, slopes: AveragedSlopes, sum: Float64Array,
): void {
  const { corner, weighted, alwaysLinear, alwaysCount } = layout;
  const { cornerTotal, cornerViolated, weightedTotal, weightedViolated, onesTotal } = totals;
  const { byLiteral, slope } = slopes;
  byLiteral.fill(0);
  if (alwaysCount > 0) {
    for (let j = 0; j < sum.length; j++) {
      byLiteral[2 * j] = alwaysLinear[j]! * onesTotal[j]!;
      byLiteral[2 * j + 1] = alwaysLinear[j]! * (samples - onesTotal[j]!);
    }
  }
  // At a cover's one corner every x_j is known.
  for (let r = 0; r < corner.coverCount; r++) {
    const violated = cornerViolated[r]!;
    if (violated === 0) continue;
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) byLiteral[corner.literal[k]!]! += corner.coefficient[k]! * violated;
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
      byLiteral[2 * j]! += a * one;
      byLiteral[2 * j + 1]! += a * (violated - one);
    }
  }
  for (let r = 0; r < weighted.count; r++) {
    const violated = weightedViolated[r]!;
    if (violated === 0) continue;
    for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
      const a = weighted.coefficient[k]!;
      const j = weighted.column[k]!;
      const one = weightedTotal[k]!;
      byLiteral[2 * j]! += a * one;
      byLiteral[2 * j + 1]! += a * (violated - one);
    }
  }
  for (let j = 0; j < sum.length; j++) sum[j]! += byLiteral[2 * j]! * slope[2 * j]! + byLiteral[2 * j + 1]! * slope[2 * j + 1]!;
}
