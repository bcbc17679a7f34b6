/**
 * `true-penalty`: the local-expectation gradient of the true penalty (TL15; science notes, section 4).
 * Per sample and nonzero max(v_i¹(j), 0) − max(v_i⁰(j), 0), with v_i¹ and v_i⁰ the row's value with x_j
 * set to 1 and 0. Unbiased for ∇E[φ̃], because the penalty is multilinear in x̂.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { clearInvalidLanes, createSampleBlock, drawBlock, loadThresholds, lowestLane } from './sample-block.ts';

export function createTruePenaltyKernel(form: NormalForm): LaneKernel {
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const { corner, weighted } = block.split;

  return {
    load(xHat) {
      loadThresholds(xHat, thresholds);
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      const { literalBits, slack, linear } = block;
      for (let j = 0; j < d; j++) gradient.fill(linear[j]!, LANES * j, LANES * (j + 1));
      for (let r = 0; r < corner.count; r++) {
        const all = block.corner[r]!;
        const butOne = block.cornerButOne[r]!;
        if ((all | butOne) === 0) continue;
        for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) {
          const l = corner.literal[k]!;
          const change = (l & 1) === 0 ? corner.amount[r]! : -corner.amount[r]!;
          let others = all | (butOne & literalBits[l ^ 1]!);
          while (others !== 0) {
            gradient[LANES * (l >> 1) + lowestLane(others)]! += change;
            others &= others - 1;
          }
        }
      }
      for (let r = 0; r < weighted.count; r++) {
        const u = weighted.unit[r]!;
        for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
          const w = weighted.weight[k]!;
          const j = weighted.column[k]!;
          const bits = literalBits[2 * j]!;
          for (let l = 0; l < LANES; l++) {
            const zero = slack[r * LANES + l]! - w * ((bits >>> l) & 1);
            gradient[LANES * j + l]! += u * (Math.max(zero + w, 0) - Math.max(zero, 0));
          }
        }
      }
      clearInvalidLanes(gradient, valid);
    },
  };
}
