/**
 * Σ_i a_ij 1[v_i > 0] for every variable and sample of a block: what `surrogate-interchange` multiplies
 * by ∂s_j and `straight-through` by 1. Only rows that are violated in some sample are walked.
 */
import { LANES } from '../random/bit-planes.ts';
import { listLanes, type SampleBlock } from './sample-block.ts';

/**
 * @param gradient length 32d, overwritten
 * @param touched length d, overwritten: 1 where some lane of the variable may be non-zero
 */
export function indicatorLanes(block: SampleBlock, gradient: Float64Array, touched: Uint8Array): void {
  const { split, valid, laneList } = block;
  const { alwaysLinear, corner, weighted } = split;
  gradient.fill(0);
  touched.fill(0);
  if (split.always.length > 0) {
    for (let j = 0; j < alwaysLinear.length; j++) {
      if (alwaysLinear[j] === 0) continue;
      touched[j] = 1;
      for (let l = 0; l < LANES; l++) if (((valid >>> l) & 1) === 1) gradient[LANES * j + l] = alwaysLinear[j]!;
    }
  }
  for (let r = 0; r < corner.count; r++) {
    const count = listLanes(block.cornerViolated[r]!, laneList);
    if (count === 0) continue;
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) {
      const j = corner.literal[k]! >> 1;
      const a = corner.coefficient[k]!;
      const o = LANES * j;
      touched[j] = 1;
      for (let n = 0; n < count; n++) gradient[o + laneList[n]!]! += a;
    }
  }
  for (let r = 0; r < weighted.count; r++) {
    const count = listLanes(block.weightedViolated[r]!, laneList);
    if (count === 0) continue;
    for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
      const j = weighted.column[k]!;
      const a = block.weightedCoefficient[k]!;
      const o = LANES * j;
      touched[j] = 1;
      for (let n = 0; n < count; n++) gradient[o + laneList[n]!]! += a;
    }
  }
}
