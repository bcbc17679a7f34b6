/**
 * `straight-through`: the subgradient of max(a_iᵀx − b_i, 0) at the hard sample, with ∂x_j/∂x̂_j set to
 * 1: per sample and nonzero 1[v_i > 0] a_ij (science notes, section 4). Biased: a row is seen only where
 * it is violated already, and then at full slope.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { indicatorLanes } from './indicator-lanes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { createSampleBlock, drawBlock, loadThresholds } from './sample-block.ts';

export function createStraightThroughKernel(form: NormalForm): LaneKernel {
  const block = createSampleBlock(form);
  const thresholds = new Float64Array(form.variableCount);
  const touched = new Uint8Array(form.variableCount);
  return {
    load(xHat) {
      loadThresholds(xHat, thresholds);
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      indicatorLanes(block, gradient, touched);
    },
  };
}
