/**
 * What a sampled scheme has to provide: per-sample estimates of the penalty's gradient for the 32 lanes
 * of a block. Evaluators sum them, samplers also square them; neither knows the scheme.
 */
import type { RandomStream } from '../random/bit-planes.ts';
import type { RowWeighing } from './row-weighing.ts';
import type { SampleBlock } from './sample-block.ts';

/** One block's per-sample results, as written by a kernel. */
export interface LaneResult {
  /** Length 32: Σ_i max(a_iᵀx − b_i, 0) of each sample; 0 in lanes that are no sample. */
  readonly penalty: Float64Array;
  /** Lanes with no violated row; of a finite-difference sample, of x itself. */
  feasible: number;
  /** Violated (row, sample) pairs. */
  violations: number;
}

export interface LaneKernel {
  /** Null where it was not made for it. */
  readonly weighing: RowWeighing | null;
  /** Called once for each x̂, before its blocks. */
  readonly load: (xHat: Float64Array, iteration: number) => void;
  /**
   * Draws a block and writes the per-sample estimates.
   * @param gradient length 32d, overwritten: entry 32j + l is coordinate j of lane l, 0 in invalid lanes
   */
  readonly lanes: (
    stream: RandomStream,
    block: number,
    valid: number,
    gradient: Float64Array,
    result: LaneResult,
  ) => void;
}

/** Hands on what a settled block knows of its samples. */
export function copyOutcome(block: SampleBlock, result: LaneResult): void {
  result.penalty.set(block.penalty);
  result.feasible = block.feasible;
  result.violations = block.violations;
}
