/**
 * One block of up to 32 samples at a time, drawn by the loops that define the totals: for schemes whose
 * estimate of a sample follows from which rows it violates.
 */
import type { NormalForm } from '../program/normal-form.ts';
import type { RandomStream } from '../random/bit-planes.ts';
import { popcount } from './lane-bits.ts';
import { addRowCounts } from './row-counts.ts';
import type { LaneResult } from './lane-kernel.ts';
import type { RowWeighing } from './row-weighing.ts';
import { loadThresholds } from './sample-block.ts';
import { createSampleTotals, type BlockSums, type BlockTotals } from './sample-totals.ts';
import { layOutSamples, type SamplingLayout } from './sampling-layout.ts';

export interface BlockDraw {
  readonly layout: SamplingLayout;
  readonly totals: BlockTotals;
  /** Called once for each x̂, before its blocks. */
  readonly load: (xHat: Float64Array) => void;
  /** Draws a block and says what is known of its samples. */
  readonly draw: (stream: RandomStream, block: number, valid: number, result: LaneResult) => void;
  /** Null where it was not made for it. */
  readonly weighing: RowWeighing | null;
}

/**
 * @param sums what of the samples is wanted besides their penalty
 * @param samples that are drawn, in all
 * @param weighable whether rows are to have weights
 */
export function createBlockDraw(form: NormalForm, sums: BlockSums, samples?: number, weighable = false): BlockDraw {
  const layout = layOutSamples(form, samples, weighable);
  const { reweigh } = layout;
  let counts: Int32Array | null = null;
  const totals = createSampleTotals(layout, { sums, rows: false, objective: false });
  const thresholds = new Float64Array(form.variableCount);
  const pass = { first: 0, count: 1, valid: new Int32Array(1) };
  return {
    layout,
    totals,
    load: (xHat) => loadThresholds(xHat, thresholds),
    draw(stream, block, valid, result) {
      totals.begin(stream, thresholds);
      pass.first = block;
      pass.valid[0] = valid;
      totals.draw(pass);
      for (let l = 0; l < result.penalty.length; l++) result.penalty[l] = totals.penalty[l]!;
      result.feasible = totals.feasible[0]!;
      result.violations = totals.violations;
      if (counts !== null) addRowCounts(layout, totals, popcount(valid), counts);
    },
    weighing: reweigh === null ? null : {
      reweigh,
      countInto(into) {
        counts = into;
      },
    },
  };
}
