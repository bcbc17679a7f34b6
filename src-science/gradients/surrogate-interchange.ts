/**
 * `surrogate-interchange`: DiffILO's published direction (GWL25, Theorem 5), which differentiates the
 * surrogate φ_i = 1[a_iᵀx > b_i](a_iᵀs − b_i) inside the expectation: per sample and nonzero
 * 1[v_i > 0] a_ij ∂s_j. Its expectation ĝ is not ∇E[φ], because φ jumps where a flip of x_j changes the
 * indicator, and is the gradient of nothing when d ≥ 2 (S26; docs/science.md, sections 4 and 7).
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import { createAveragedSlopes, loadAveragedSlopes } from './averaged-slopes.ts';
import { createBlockDraw } from './block-draw.ts';
import { indicatorLanes } from './indicator-lanes.ts';
import type { LaneKernel } from './lane-kernel.ts';
import { beginSoftSequence, createSoftSequence, loadSoftSides, nextSoftWords, SOFT_SIDE_NUMBERS, softSlopeGiven } from './soft-sequence.ts';

export function createInterchangeKernel(form: NormalForm, weighable = false): LaneKernel {
  const { layout, totals, load, draw, weighing } = createBlockDraw(form, 'samples', undefined, weighable);
  const d = form.variableCount;
  const sides = new Float64Array(SOFT_SIDE_NUMBERS * d);
  const touched = new Uint8Array(d);
  const sequence = createSoftSequence();
  const words = new Int32Array(LANES);
  return {
    weighing,
    load(xHat) {
      load(xHat);
      loadSoftSides(xHat, sides);
    },
    lanes(stream, number, valid, gradient, result) {
      draw(stream, number, valid, result);
      indicatorLanes(layout, totals, valid, gradient, touched);
      beginSoftSequence(sequence, stream, number);
      for (let j = 0; j < d; j++) {
        nextSoftWords(sequence, words);
        if (touched[j] === 0) continue;
        const ones = totals.literalBits[2 * j]!;
        const o = LANES * j;
        for (let l = 0; l < LANES; l++) {
          if (gradient[o + l] === 0) continue;
          const side = SOFT_SIDE_NUMBERS * j + (((ones >>> l) & 1) === 1 ? 0 : 2);
          gradient[o + l]! *= softSlopeGiven(sides[side]!, sides[side + 1]!, words[l]!);
        }
      }
    },
  };
}

/** Its averaged form, sample by sample; sums over many come from totals (`total-gradient.ts`). */
export function createAveragedInterchangeKernel(form: NormalForm, weighable = false): LaneKernel {
  const { layout, totals, load, draw, weighing } = createBlockDraw(form, 'samples', undefined, weighable);
  const d = form.variableCount;
  const slopes = createAveragedSlopes(d);
  const touched = new Uint8Array(d);
  return {
    weighing,
    load(xHat) {
      load(xHat);
      loadAveragedSlopes(slopes, xHat);
    },
    lanes(stream, number, valid, gradient, result) {
      draw(stream, number, valid, result);
      indicatorLanes(layout, totals, valid, gradient, touched);
      for (let j = 0; j < d; j++) {
        if (touched[j] === 0) continue;
        const bits = totals.literalBits[2 * j]!;
        const o = LANES * j;
        for (let l = 0; l < LANES; l++) {
          if (gradient[o + l] !== 0) gradient[o + l]! *= slopes.slope[2 * j + 1 - ((bits >>> l) & 1)]!;
        }
      }
    },
  };
}
