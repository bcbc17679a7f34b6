/**
 * `true-penalty`: the local-expectation gradient of the true penalty (TL15; docs/science.md, section 4).
 * Per sample and nonzero max(v_i¹(j), 0) − max(v_i⁰(j), 0), with v_i¹ and v_i⁰ the row's value with x_j
 * set to 1 and 0. Unbiased for ∇E[φ̃], because the penalty is multilinear in x̂. Weighted rows are the integers
 * of their layout, as in the totals: min(max(V⁻ + |w|, 0), |w|) with V⁻ the value where the literal is false.
 *
 * A variable's parts are added in this order: the linear one, corner rows, weighted rows, wide rows.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import { createBlockDraw } from './block-draw.ts';
import type { LaneKernel } from './lane-kernel.ts';
import { lowestLane } from './sample-block.ts';
import { createWideBlock } from './wide-rows.ts';

/** @param samples that are drawn, in all */
export function createTruePenaltyKernel(form: NormalForm, samples?: number, weighable = false): LaneKernel {
  const { layout, totals, load, draw, weighing } = createBlockDraw(form, 'flips', samples, weighable);
  const { linear, corner, weighted, wide } = layout;
  const wideBlock = createWideBlock(wide);
  const ones = (j: number): number => totals.literalBits[2 * j]!;
  const { literalBits, cornerBits, weightedValues } = totals;

  function addLinear(valid: number, gradient: Float64Array): void {
    for (let n = 0; n < linear.variables.length; n++) {
      const o = LANES * linear.variables[n]!;
      for (let l = 0; l < LANES; l++) if (((valid >>> l) & 1) === 1) gradient[o + l] = linear.coefficient[n]!;
    }
  }

  function addCorners(gradient: Float64Array): void {
    const { groupCount, groupStart, groupAmount, start, literal } = corner;
    for (let g = 0; g < groupCount; g++) {
      const amount = groupAmount[g]!;
      for (let r = groupStart[g]!; r < groupStart[g + 1]!; r++) {
        const all = cornerBits[2 * r]!;
        const one = cornerBits[2 * r + 1]!;
        if ((all | one) === 0) continue;
        for (let k = start[r]!; k < start[r + 1]!; k++) {
          const l = literal[k]!;
          const change = (l & 1) === 0 ? amount : -amount;
          // The others are all true: nobody misses, or only this one does.
          let others = all | (one & literalBits[l ^ 1]!);
          while (others !== 0) {
            gradient[LANES * (l >> 1) + lowestLane(others)]! += change;
            others &= others - 1;
          }
        }
      }
    }
  }

  /** Hot. */
  function addWeighted(gradient: Float64Array): void {
    const { count, start, middle, column, size, factor } = weighted;
    for (let r = 0; r < count; r++) {
      const v = LANES * r;
      for (let k = start[r]!; k < start[r + 1]!; k++) {
        const w = size[k]!;
        const positive = k < middle[r]!;
        const u = positive ? factor[k]! : -factor[k]!;
        const o = LANES * column[k]!;
        const bits = literalBits[2 * column[k]!]!;
        // Lanes in which the literal is false: a positive weight's is x_j, a negative one's 1 − x_j.
        const misses = positive ? ~bits : bits;
        for (let l = 0; l < LANES; l++) {
          const above = Math.max(weightedValues[v + l]! + (((misses >>> l) & 1) === 1 ? w : 0), 0);
          gradient[o + l]! += u * Math.min(above, w);
        }
      }
    }
  }

  function addWide(valid: number, gradient: Float64Array): void {
    for (let r = 0; r < wide.count; r++) {
      wideBlock.settle(r, ones, valid);
      for (let k = wide.start[r]!; k < wide.start[r + 1]!; k++) {
        const o = LANES * wide.column[k]!;
        const sign = wide.coefficient[k]! > 0 ? 1 : -1;
        for (let l = 0; l < LANES; l++) if (((valid >>> l) & 1) === 1) gradient[o + l]! += sign * wideBlock.change(k - wide.start[r]!, l);
      }
    }
  }

  return {
    weighing,
    load,
    lanes(stream, number, valid, gradient, result) {
      draw(stream, number, valid, result);
      gradient.fill(0);
      addLinear(valid, gradient);
      addCorners(gradient);
      addWeighted(gradient);
      addWide(valid, gradient);
    },
  };
}
