/**
 * `surrogate-interchange`: DiffILO's published direction (GWL25, Theorem 5), which differentiates the
 * surrogate φ_i = 1[a_iᵀx > b_i](a_iᵀs − b_i) inside the expectation: per sample and nonzero
 * 1[v_i > 0] a_ij ∂s_j. Its expectation ĝ is not ∇E[φ], because φ jumps where a flip of x_j changes the
 * indicator, and is the gradient of nothing when d ≥ 2 (S26; science notes, sections 4 and 7).
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES, uniformWords } from '../random/bit-planes.ts';
import { createAveragedSlopes, loadAveragedSlopes } from './averaged-slopes.ts';
import { indicatorLanes } from './indicator-lanes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { createSampleBlock, drawBlock, loadThresholds } from './sample-block.ts';
import { softSlope, uniformOfWord } from './soft-sample.ts';

export function createInterchangeKernel(form: NormalForm): LaneKernel {
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const marginals = new Float64Array(d);
  const indicator = new Float64Array(LANES * d);
  const touched = new Uint8Array(d);
  const words = new Int32Array(LANES);
  return {
    load(xHat) {
      marginals.set(xHat);
      loadThresholds(xHat, thresholds);
    },
    sum(stream, number, valid, sum, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      indicatorLanes(block, indicator, touched);
      for (let j = 0; j < d; j++) {
        if (touched[j] === 0) continue;
        // ε is drawn only for variables that some violated row contains.
        uniformWords(stream, number, j, words);
        const x = marginals[j]!;
        const o = LANES * j;
        let total = 0;
        for (let l = 0; l < LANES; l++) {
          const a = indicator[o + l]!;
          if (a !== 0) total += a * softSlope(x, uniformOfWord(words[l]!));
        }
        sum[j]! += total;
      }
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      indicatorLanes(block, gradient, touched);
      for (let j = 0; j < d; j++) {
        if (touched[j] === 0) continue;
        uniformWords(stream, number, j, words);
        const x = marginals[j]!;
        const o = LANES * j;
        for (let l = 0; l < LANES; l++) {
          if (gradient[o + l] !== 0) gradient[o + l]! *= softSlope(x, uniformOfWord(words[l]!));
        }
      }
    },
  };
}

/** Its averaged form, sample by sample; sums over many come from totals (`total-gradient.ts`). */
export function createAveragedInterchangeKernel(form: NormalForm): LaneKernel {
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const slopes = createAveragedSlopes(d);
  const touched = new Uint8Array(d);
  return {
    load(xHat) {
      loadThresholds(xHat, thresholds);
      loadAveragedSlopes(slopes, xHat);
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      indicatorLanes(block, gradient, touched);
      for (let j = 0; j < d; j++) {
        if (touched[j] === 0) continue;
        const bits = block.literalBits[2 * j]!;
        const o = LANES * j;
        for (let l = 0; l < LANES; l++) {
          if (gradient[o + l] !== 0) gradient[o + l]! *= ((bits >>> l) & 1) === 1 ? slopes.one[j]! : slopes.zero[j]!;
        }
      }
    },
  };
}
