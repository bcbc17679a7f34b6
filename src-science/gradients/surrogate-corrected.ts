/**
 * `surrogate-corrected`: the interchange estimate with Leibniz's boundary term restored, this project's
 * own result (science notes, section 4). φ_i = 1[v_i > 0] S_i jumps at the edge ε_j = 1 − x̂_j, where
 * s_j = ½, by (1[v_i¹(j)>0] − 1[v_i⁰(j)>0]) · (S_i + a_ij(½ − s_j)); adding that jump makes the estimate
 * unbiased for ∇E[φ], at the same O(nnz) a sample. Only pivotal coordinates contribute to it.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import type { LaneKernel } from './lane-kernel.ts';
import { createSampleBlock, drawBlock, loadThresholds } from './sample-block.ts';
import { softLanes } from './soft-sample.ts';
import { clearInvalidLanes, copyOutcome } from './true-penalty.ts';

export function createCorrectedKernel(form: NormalForm): LaneKernel {
  // Every row's S_i is needed, so no row stays in bits.
  const block = createSampleBlock(form, { cornersAsWeighted: true });
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const marginals = new Float64Array(d);
  const value = new Float64Array(LANES * d);
  const slope = new Float64Array(LANES * d);
  const words = new Int32Array(LANES);
  const surrogate = new Float64Array(LANES);
  const { split, weightedCoefficient } = block;
  const { weighted, alwaysLinear } = split;

  function addRow(r: number, gradient: Float64Array): void {
    const { slack, literalBits } = block;
    const from = weighted.start[r]!;
    const to = weighted.start[r + 1]!;
    surrogate.fill(-weighted.unit[r]! * weighted.bound[r]!);
    for (let k = from; k < to; k++) {
      const a = weightedCoefficient[k]!;
      const o = LANES * weighted.column[k]!;
      for (let l = 0; l < LANES; l++) surrogate[l]! += a * value[o + l]!;
    }
    for (let k = from; k < to; k++) {
      const a = weightedCoefficient[k]!;
      const w = weighted.weight[k]!;
      const j = weighted.column[k]!;
      const bits = literalBits[2 * j]!;
      const o = LANES * j;
      for (let l = 0; l < LANES; l++) {
        const v = slack[LANES * r + l]!;
        const zero = v - w * ((bits >>> l) & 1);
        const jump = (zero + w > 0 ? 1 : 0) - (zero > 0 ? 1 : 0);
        let g = v > 0 ? a * slope[o + l]! : 0;
        if (jump !== 0) g += jump * (surrogate[l]! + a * (0.5 - value[o + l]!));
        gradient[o + l]! += g;
      }
    }
  }

  return {
    load(xHat) {
      marginals.set(xHat);
      loadThresholds(xHat, thresholds);
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      for (let j = 0; j < d; j++) {
        const o = LANES * j;
        softLanes(stream, number, j, marginals[j]!, words, value, slope, o);
        // A row that is always violated has no edge: its surrogate moves with s alone.
        const a = alwaysLinear[j]!;
        for (let l = 0; l < LANES; l++) gradient[o + l] = a === 0 ? 0 : a * slope[o + l]!;
      }
      for (let r = 0; r < weighted.count; r++) addRow(r, gradient);
      clearInvalidLanes(gradient, valid);
    },
  };
}
