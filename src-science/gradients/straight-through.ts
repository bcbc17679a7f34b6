/**
 * `straight-through`: the subgradient of max(a_iᵀx − b_i, 0) at the hard sample, with ∂x_j/∂x̂_j set to
 * 1: per sample and nonzero 1[v_i > 0] a_ij (docs/science.md, section 4). Biased: a row is seen only where
 * it is violated already, and then at full slope.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createBlockDraw } from './block-draw.ts';
import { indicatorLanes } from './indicator-lanes.ts';
import type { LaneKernel } from './lane-kernel.ts';

export function createStraightThroughKernel(form: NormalForm, weighable = false): LaneKernel {
  const { layout, totals, load, draw, weighing } = createBlockDraw(form, 'samples', undefined, weighable);
  const touched = new Uint8Array(form.variableCount);
  return {
    weighing,
    load,
    lanes(stream, number, valid, gradient, result) {
      draw(stream, number, valid, result);
      indicatorLanes(layout, totals, valid, gradient, touched);
    },
  };
}
