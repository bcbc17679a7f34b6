/**
 * `true-penalty`: the local-expectation gradient of the true penalty (TL15; science notes, section 4).
 * Per sample and nonzero max(v_i¹(j), 0) − max(v_i⁰(j), 0), with v_i¹ and v_i⁰ the row's value with x_j
 * set to 1 and 0. Unbiased for ∇E[φ̃], because the penalty is multilinear in x̂.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { clearInvalidLanes, createSampleBlock, drawBlock, loadThresholds, lowestLane, popcount } from './sample-block.ts';

/** Far below any row value, finite. */
const NOWHERE = -1e300;

export function createTruePenaltyKernel(form: NormalForm): LaneKernel {
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const { corner, weighted } = block.split;

  /** Hot: every nonzero of every corner row that is violated or one flip from it. */
  function addCornerSums(sum: Float64Array): void {
    const { literalBits } = block;
    const { count, amount, start, literal } = corner;
    for (let r = 0; r < count; r++) {
      const all = block.corner[r]!;
      const butOne = block.cornerButOne[r]!;
      if ((all | butOne) === 0) continue;
      const c = amount[r]!;
      const to = start[r + 1]!;
      for (let k = start[r]!; k < to; k++) {
        const l = literal[k]!;
        // The others are all true: nobody misses, or only this one does.
        const others = all | (butOne & literalBits[l ^ 1]!);
        if (others === 0) continue;
        const change = c * popcount(others);
        sum[l >> 1]! += (l & 1) === 0 ? change : -change;
      }
    }
  }

  /**
   * Hot: eight lanes at a time, values in registers, with max(t, 0) = (t + |t|)/2 because an absolute
   * value is one instruction and a maximum or a branch is not (1.5 times faster on dense rows).
   */
  function addWeightedSums(sum: Float64Array): void {
    const { slack, lanes, valid, weightReach } = block;
    const { count, start, column, weight, unit } = weighted;
    for (let group = 0; group < LANES; group += 8) {
      const samples = popcount((valid >>> group) & 0xff);
      if (samples === 0) continue;
      const base = d * group;
      for (let r = 0; r < count; r++) {
        const s = r * LANES + group;
        let most = slack[s]!;
        for (let l = 1; l < 8; l++) if (slack[s + l]! > most) most = slack[s + l]!;
        // No flip violates the row in any of these samples.
        if (most + weightReach[r]! <= 0) continue;
        // An invalid lane is −∞; a finite value beyond every weight keeps |t + w| − |t| at 0.
        const v0 = Math.max(slack[s]!, NOWHERE);
        const v1 = Math.max(slack[s + 1]!, NOWHERE);
        const v2 = Math.max(slack[s + 2]!, NOWHERE);
        const v3 = Math.max(slack[s + 3]!, NOWHERE);
        const v4 = Math.max(slack[s + 4]!, NOWHERE);
        const v5 = Math.max(slack[s + 5]!, NOWHERE);
        const v6 = Math.max(slack[s + 6]!, NOWHERE);
        const v7 = Math.max(slack[s + 7]!, NOWHERE);
        const half = unit[r]! / 2;
        const to = start[r + 1]!;
        for (let k = start[r]!; k < to; k++) {
          const w = weight[k]!;
          const j = column[k]!;
          const o = base + 8 * j;
          let t = v0 - w * lanes[o]!;
          let change = samples * w + (Math.abs(t + w) - Math.abs(t));
          t = v1 - w * lanes[o + 1]!;
          change += Math.abs(t + w) - Math.abs(t);
          t = v2 - w * lanes[o + 2]!;
          change += Math.abs(t + w) - Math.abs(t);
          t = v3 - w * lanes[o + 3]!;
          change += Math.abs(t + w) - Math.abs(t);
          t = v4 - w * lanes[o + 4]!;
          change += Math.abs(t + w) - Math.abs(t);
          t = v5 - w * lanes[o + 5]!;
          change += Math.abs(t + w) - Math.abs(t);
          t = v6 - w * lanes[o + 6]!;
          change += Math.abs(t + w) - Math.abs(t);
          t = v7 - w * lanes[o + 7]!;
          change += Math.abs(t + w) - Math.abs(t);
          sum[j]! += half * change;
        }
      }
    }
  }

  return {
    load(xHat) {
      loadThresholds(xHat, thresholds);
    },
    sum(stream, number, valid, sum, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      const samples = popcount(valid);
      const { linear, linearVariables } = block;
      for (let n = 0; n < linearVariables.length; n++) {
        const j = linearVariables[n]!;
        sum[j]! += samples * linear[j]!;
      }
      addCornerSums(sum);
      if (weighted.count > 0) addWeightedSums(sum);
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
