/**
 * `finite-difference`: simultaneous perturbation (Spall 1992) of the sampled true penalty with common
 * random numbers: with a random sign Δ_j each, (φ̃(x̂ + hΔ) − φ̃(x̂ − hΔ))/span_j, where both draws use
 * the same ε and span_j is the signed distance between the two marginals after clipping to [0, 1].
 * Biased O(h²), since the penalty is multilinear; its variance grows like 1/h.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { bernoulliBits, bernoulliThreshold, DIRECTION_PLANE, extraPlane, LANES } from '../random/bit-planes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { clearInvalidLanes, createSampleBlock, drawBlock, loadThresholds, settleBlock, weighingOf } from './sample-block.ts';
import { DEFAULT_DIFFERENCE_STEP } from './scheme-settings.ts';
import { tuningComplaints } from './scheme-tuning.ts';
import type { SchemeTuning } from './scheme-settings.ts';

export function createFiniteDifferenceKernel(form: NormalForm, tuning: SchemeTuning = {}, weighable = false): LaneKernel {
  const h = tuning.differenceStep ?? DEFAULT_DIFFERENCE_STEP;
  const complaint = tuningComplaints('finite-difference', { differenceStep: h })[0];
  if (complaint !== undefined) throw new RangeError(complaint.message);
  const block = createSampleBlock(form, {}, weighable);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const lowThreshold = new Float64Array(d);
  const highThreshold = new Float64Array(d);
  const inverseSpan = new Float64Array(d);
  const high = new Int32Array(d);
  const low = new Int32Array(d);
  const direction = new Int32Array(d);
  const difference = new Float64Array(LANES);

  function place(valid: number, plus: boolean): void {
    for (let j = 0; j < d; j++) {
      const up = plus ? direction[j]! : ~direction[j]!;
      const bits = ((up & high[j]!) | (~up & low[j]!)) & valid;
      block.literalBits[2 * j] = bits;
      block.literalBits[2 * j + 1] = ~bits & valid;
    }
    settleBlock(block);
  }

  return {
    weighing: weighable ? weighingOf(block) : null,
    load(xHat) {
      loadThresholds(xHat, thresholds);
      for (let j = 0; j < d; j++) {
        const above = Math.min(1, xHat[j]! + h);
        const below = Math.max(0, xHat[j]! - h);
        highThreshold[j] = bernoulliThreshold(above);
        lowThreshold[j] = bernoulliThreshold(below);
        inverseSpan[j] = 1 / (above - below);
      }
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      for (let j = 0; j < d; j++) {
        high[j] = bernoulliBits(stream, number, j, highThreshold[j]!, valid);
        low[j] = bernoulliBits(stream, number, j, lowThreshold[j]!, valid);
        direction[j] = extraPlane(stream, number, j, DIRECTION_PLANE);
      }
      place(valid, true);
      difference.set(block.penalty);
      place(valid, false);
      for (let l = 0; l < LANES; l++) difference[l]! -= block.penalty[l]!;
      for (let j = 0; j < d; j++) {
        const inverse = inverseSpan[j]!;
        for (let l = 0; l < LANES; l++) {
          const sign = ((direction[j]! >>> l) & 1) === 1 ? inverse : -inverse;
          gradient[LANES * j + l] = sign * difference[l]!;
        }
      }
      clearInvalidLanes(gradient, valid);
    },
  };
}
