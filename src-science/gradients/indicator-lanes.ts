/**
 * Σ_i a_ij 1[v_i > 0] for every variable and sample of a block: what `surrogate-interchange` multiplies
 * by ∂s_j and `straight-through` by 1. Rows that are violated at every vertex come first, then corner and
 * weighted and wide rows in the order of their layout; only rows that are violated in some sample are walked.
 */
import { listLanes } from './lane-bits.ts';
import { LANES } from '../random/bit-planes.ts';
import type { BlockTotals } from './sample-totals.ts';
import type { SamplingLayout } from './sampling-layout.ts';

/** Scratch: the lanes of one row, listed once and used for all its nonzeros. */
const laneList = new Int32Array(LANES);

/**
 * @param totals of a block just drawn with `sums: 'samples'`
 * @param valid lanes that are samples
 * @param gradient length 32d, overwritten: entry 32j + l is coordinate j of lane l, 0 in lanes that are no sample
 * @param touched length d, overwritten: 1 where some lane of the variable may be non-zero
 */
export function indicatorLanes(
  layout: SamplingLayout, totals: BlockTotals, valid: number, gradient: Float64Array, touched: Uint8Array,
): void {
  const { corner, weighted, wide, alwaysCount, alwaysLinear } = layout;
  const { violatedBits } = totals;
  gradient.fill(0);
  touched.fill(0);
  if (alwaysCount > 0) {
    for (let j = 0; j < alwaysLinear.length; j++) {
      if (alwaysLinear[j] === 0) continue;
      touched[j] = 1;
      for (let l = 0; l < LANES; l++) if (((valid >>> l) & 1) === 1) gradient[LANES * j + l] = alwaysLinear[j]!;
    }
  }
  for (let r = 0; r < corner.count; r++) {
    const count = listLanes(violatedBits[r]!, laneList);
    if (count === 0) continue;
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) {
      const j = corner.literal[k]! >> 1;
      const a = corner.coefficient[k]!;
      const o = LANES * j;
      touched[j] = 1;
      for (let n = 0; n < count; n++) gradient[o + laneList[n]!]! += a;
    }
  }
  let first = corner.count;
  for (const rows of [weighted, wide]) {
    for (let r = 0; r < rows.count; r++) {
      const count = listLanes(violatedBits[first + r]!, laneList);
      if (count === 0) continue;
      for (let k = rows.start[r]!; k < rows.start[r + 1]!; k++) {
        const j = rows.column[k]!;
        const a = rows.coefficient[k]!;
        const o = LANES * j;
        touched[j] = 1;
        for (let n = 0; n < count; n++) gradient[o + laneList[n]!]! += a;
      }
    }
    first += rows.count;
  }
}
