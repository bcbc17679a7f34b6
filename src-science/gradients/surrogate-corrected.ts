/**
 * `surrogate-corrected`: the interchange estimate with Leibniz's boundary term restored, this project's
 * own result (docs/science.md, section 4). φ_i = 1[v_i > 0] S_i jumps at the edge ε_j = 1 − x̂_j, where
 * s_j = ½, by (1[v_i¹(j)>0] − 1[v_i⁰(j)>0]) · (S_i + a_ij(½ − s_j)); adding that jump makes the estimate
 * unbiased for ∇E[φ], at the same O(nnz) a sample. Only pivotal coordinates contribute to it, so S_i is
 * summed only for samples in which some flip changes the row. The jump's sign is that of a_ij.
 */
import { listLanes } from './lane-bits.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { clearInvalidLanes, createSampleBlock, drawBlock, loadThresholds, weighingOf } from './sample-block.ts';
import { beginSoftSequence, createSoftSequence, loadSoftSides, nextSoftWords, SOFT_SIDE_NUMBERS, softLanesGiven } from './soft-sequence.ts';

/** Lanes of rows that are decided in whole numbers are taken so much farther than their doubles say. */
const NEARLY = 1 + 1e-6;

export function createCorrectedKernel(form: NormalForm, weighable = false): LaneKernel {
  const block = createSampleBlock(form, { cornersAsWeighted: 'tied' }, weighable);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const sides = new Float64Array(SOFT_SIDE_NUMBERS * d);
  const sequence = createSoftSequence();
  /** s and ∂s by variable and lane, worked out for a block when a row first asks. */
  const value = new Float64Array(LANES * d);
  const slope = new Float64Array(LANES * d);
  const softened = new Uint8Array(d);
  const words = new Int32Array(LANES * d);
  const variableWords = new Int32Array(LANES);
  const surrogate = new Float64Array(LANES);
  const violatedLanes = new Int32Array(LANES);
  const pivotalLanes = new Int32Array(LANES);
  const { split, weightedCoefficient } = block;
  const { corner, weighted, alwaysLinear } = split;
  const farIndex = new Map(Array.from(block.farRows, (r, n) => [r, n]));

  /** Lanes 0 … count − 1 hold all samples of the block. */
  let count: number = LANES;

  function soften(j: number): void {
    softened[j] = 1;
    softLanesGiven(sides, SOFT_SIDE_NUMBERS * j, words, LANES * j, block.literalBits[2 * j]!, count, value, slope, LANES * j);
  }

  /** Hot: the row is violated in some sample, or one flip from changing in some. */
  function addCornerRow(r: number, gradient: Float64Array): void {
    const { literalBits } = block;
    const { start, literal, coefficient, row } = corner;
    const all = block.corner[r]!;
    const butOne = block.cornerButOne[r]!;
    const violated = listLanes(block.cornerViolated[r]!, violatedLanes);
    const pivotal = listLanes(all | butOne, pivotalLanes);
    if (violated + pivotal === 0) return;
    const to = start[r + 1]!;
    surrogate.fill(-block.rhs[row[r]!]!);
    for (let k = start[r]!; k < to; k++) {
      const j = literal[k]! >> 1;
      if (softened[j] === 0) soften(j);
      const a = coefficient[k]!;
      const o = LANES * j;
      for (let n = 0; n < pivotal; n++) surrogate[pivotalLanes[n]!]! += a * value[o + pivotalLanes[n]!]!;
      for (let n = 0; n < violated; n++) gradient[o + violatedLanes[n]!]! += a * slope[o + violatedLanes[n]!]!;
    }
    if (pivotal === 0) return;
    for (let k = start[r]!; k < to; k++) {
      const l = literal[k]!;
      let others = all | (butOne & literalBits[l ^ 1]!);
      const a = coefficient[k]!;
      const sign = a > 0 ? 1 : -1;
      const o = LANES * (l >> 1);
      while (others !== 0) {
        const lane = 31 - Math.clz32(others & -others);
        gradient[o + lane]! += sign * (surrogate[lane]! + a * (0.5 - value[o + lane]!));
        others &= others - 1;
      }
    }
  }

  /** Lanes in which a flip of weight at most `reach` can change the row: −reach < v ≤ reach. */
  function nearLanes(r: number, reach: number): number {
    let near = 0;
    for (let l = 0; l < LANES; l++) {
      const v = block.slack[LANES * r + l]!;
      if (v > -reach && v <= reach) near |= 1 << l;
    }
    return near;
  }

  function addWeightedRow(r: number, gradient: Float64Array): void {
    const { slack, literalBits, weightReach } = block;
    const far = farIndex.get(r);
    const { start, column, weight, unit, bound } = weighted;
    const violated = listLanes(block.weightedViolated[r]!, violatedLanes);
    const pivotal = listLanes(nearLanes(r, far === undefined ? weightReach[r]! : NEARLY * unit[r]! * weightReach[r]!), pivotalLanes);
    if (violated + pivotal === 0) return;
    const to = start[r + 1]!;
    surrogate.fill(-unit[r]! * bound[r]!);
    for (let k = start[r]!; k < to; k++) {
      const j = column[k]!;
      if (softened[j] === 0) soften(j);
      const a = weightedCoefficient[k]!;
      const o = LANES * j;
      for (let n = 0; n < pivotal; n++) surrogate[pivotalLanes[n]!]! += a * value[o + pivotalLanes[n]!]!;
      for (let n = 0; n < violated; n++) gradient[o + violatedLanes[n]!]! += a * slope[o + violatedLanes[n]!]!;
    }
    if (pivotal === 0) return;
    if (far !== undefined) block.far.settle(far, (j) => literalBits[2 * j]!, block.valid);
    for (let k = start[r]!; k < to; k++) {
      const a = weightedCoefficient[k]!;
      const w = weight[k]!;
      const j = column[k]!;
      const bits = literalBits[2 * j]!;
      const o = LANES * j;
      const sign = w > 0 ? 1 : -1;
      for (let n = 0; n < pivotal; n++) {
        const lane = pivotalLanes[n]!;
        if (far === undefined) {
          const zero = slack[LANES * r + lane]! - w * ((bits >>> lane) & 1);
          if (zero > 0 === zero + w > 0) continue;
        } else if (!block.far.crosses(k - start[r]!, lane)) {
          continue;
        }
        gradient[o + lane]! += sign * (surrogate[lane]! + a * (0.5 - value[o + lane]!));
      }
    }
  }

  return {
    weighing: weighable ? weighingOf(block) : null,
    load(xHat) {
      loadSoftSides(xHat, sides);
      loadThresholds(xHat, thresholds);
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      count = LANES - Math.clz32(valid);
      softened.fill(0);
      gradient.fill(0);
      beginSoftSequence(sequence, stream, number);
      for (let j = 0; j < d; j++) {
        nextSoftWords(sequence, variableWords);
        words.set(variableWords, LANES * j);
      }
      for (let j = 0; j < d; j++) {
        // A row that is always violated has no edge: its surrogate moves with s alone.
        const a = alwaysLinear[j]!;
        if (a === 0) continue;
        soften(j);
        for (let o = LANES * j; o < LANES * j + count; o++) gradient[o] = a * slope[o]!;
      }
      for (let r = 0; r < corner.count; r++) addCornerRow(r, gradient);
      for (let r = 0; r < weighted.count; r++) addWeightedRow(r, gradient);
      clearInvalidLanes(gradient, valid);
    },
  };
}
