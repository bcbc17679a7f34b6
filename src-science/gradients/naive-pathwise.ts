/**
 * `naive-pathwise`: the derivative of a sample of the true penalty, which is 0 almost everywhere, and
 * so is its expectation (docs/science.md, section 3). Shown because S26 is about it.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { createSampleBlock, drawBlock, loadThresholds, weighingOf } from './sample-block.ts';

export function createNaiveKernel(form: NormalForm, weighable = false): LaneKernel {
  const block = createSampleBlock(form, {}, weighable);
  const thresholds = new Float64Array(form.variableCount);
  return {
    weighing: weighable ? weighingOf(block) : null,
    load(xHat) {
      loadThresholds(xHat, thresholds);
    },
    lanes(stream, number, valid, gradient, result) {
      gradient.fill(0);
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
    },
  };
}
