/**
 * `score-function` (REINFORCE) with a leave-one-out baseline over the samples of one evaluation:
 * (φ̃ − mean of the others) · (x_j − x̂_j)/(x̂_j(1−x̂_j)) (docs/science.md, section 4). Unbiased for ∇E[φ̃] at
 * inner marginals, high variance. A marginal of exactly 0 or 1 is never sampled otherwise, so its
 * coordinate is 0.
 *
 * The baseline couples samples, so this scheme is no lane kernel: it keeps the bits of a batch of blocks
 * and settles at its end. Summed over K samples, with x̄ the mean over the batch:
 *   Σ_s (φ̃_s − mean of the others)(x_js − x̂_j) = K/(K−1) · Σ_s (φ̃_s − φ̄)(x_js − x̂_j).
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES, type RandomStream } from '../random/bit-planes.ts';
import { copyOutcome, type LaneResult } from './lane-kernel.ts';
import type { RowWeighing } from './row-weighing.ts';
import { createSampleBlock, drawBlock, loadThresholds, lowestLane, weighingOf } from './sample-block.ts';

export interface ScoreBatch {
  readonly load: (xHat: Float64Array) => void;
  /** Starts a batch of at most `capacity` blocks. */
  readonly begin: () => void;
  /** Draws the next block of the batch. */
  readonly add: (stream: RandomStream, block: number, valid: number, result: LaneResult) => void;
  /** Blocks in the batch. */
  readonly blocks: () => number;
  /** Per-sample estimates of block n of the batch, length 32d. */
  readonly lanes: (n: number, gradient: Float64Array) => void;
}

/**
 * A batch that keeps its samples' bits.
 * @param capacity blocks a batch may have; memory 4 · capacity · d bytes
 */
export function createScoreBatch(form: NormalForm, capacity: number): ScoreBatch {
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const marginals = new Float64Array(d);
  const inverseVariance = new Float64Array(d);
  const bits = new Int32Array(capacity * d);
  const penalty = new Float64Array(capacity * LANES);
  const lanesOf = new Int32Array(capacity);
  let count = 0;
  let samples = 0;
  let total = 0;
  return {
    load(xHat) {
      loadScore(xHat, marginals, inverseVariance, thresholds);
    },
    begin() {
      count = 0;
      samples = 0;
      total = 0;
    },
    add(stream, number, valid, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      for (let j = 0; j < d; j++) bits[count * d + j] = block.literalBits[2 * j]!;
      for (let l = 0; l < LANES; l++) {
        penalty[count * LANES + l] = block.penalty[l]!;
        if (((valid >>> l) & 1) === 1) {
          samples++;
          total += block.penalty[l]!;
        }
      }
      lanesOf[count] = valid;
      count++;
    },
    blocks: () => count,
    lanes(n, gradient) {
      gradient.fill(0);
      const valid = lanesOf[n]!;
      for (let l = 0; l < LANES; l++) {
        if (((valid >>> l) & 1) === 0) continue;
        const own = penalty[n * LANES + l]!;
        const centered = samples > 1 ? own - (total - own) / (samples - 1) : own;
        if (centered === 0) continue;
        for (let j = 0; j < d; j++) {
          const x = (bits[n * d + j]! >>> l) & 1;
          gradient[LANES * j + l] = centered * (x - marginals[j]!) * inverseVariance[j]!;
        }
      }
    },
  };
}

function loadScore(
  xHat: Float64Array,
  marginals: Float64Array,
  inverseVariance: Float64Array,
  thresholds: Float64Array,
): void {
  marginals.set(xHat);
  loadThresholds(xHat, thresholds);
  for (let j = 0; j < xHat.length; j++) {
    const x = xHat[j]!;
    inverseVariance[j] = x > 0 && x < 1 ? 1 / (x * (1 - x)) : 0;
  }
}

/** The sum over one evaluation's samples, in one pass and O(d) memory. */
export interface ScoreSum {
  readonly load: (xHat: Float64Array) => void;
  readonly add: (stream: RandomStream, block: number, valid: number, result: LaneResult) => void;
  /** Writes the mean estimate over all K samples added since `load`. */
  readonly settle: (gradient: Float64Array) => void;
  readonly weighing: RowWeighing | null;
}

/** @param weighable whether rows are to have weights */
export function createScoreSum(form: NormalForm, weighable = false): ScoreSum {
  const block = createSampleBlock(form, {}, weighable);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const marginals = new Float64Array(d);
  const inverseVariance = new Float64Array(d);
  /** Σ_s (φ̃_s − shift) x_js and Σ_s x_js. */
  const weighted = new Float64Array(d);
  const ones = new Float64Array(d);
  let samples = 0;
  let total = 0;
  /** The first block's mean penalty: keeps the sums small against what is subtracted. */
  let shift = 0;
  return {
    weighing: weighable ? weighingOf(block) : null,
    load(xHat) {
      loadScore(xHat, marginals, inverseVariance, thresholds);
      weighted.fill(0);
      ones.fill(0);
      samples = 0;
      total = 0;
      shift = 0;
    },
    add(stream, number, valid, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      const { penalty, literalBits } = block;
      let lanes = 0;
      let sum = 0;
      for (let l = 0; l < LANES; l++) {
        lanes += (valid >>> l) & 1;
        sum += penalty[l]!;
      }
      if (lanes === 0) return;
      if (samples === 0) shift = sum / lanes;
      samples += lanes;
      total += sum - lanes * shift;
      for (let j = 0; j < d; j++) {
        let bits = literalBits[2 * j]!;
        let w = 0;
        let n = 0;
        while (bits !== 0) {
          w += penalty[lowestLane(bits)]! - shift;
          n++;
          bits &= bits - 1;
        }
        weighted[j]! += w;
        ones[j]! += n;
      }
    },
    settle(gradient) {
      const mean = total / samples;
      for (let j = 0; j < d; j++) {
        // Σ(φ̃ − φ̄)x̂ = 0, so the marginal drops out of the centered sum.
        gradient[j] = ((weighted[j]! - mean * ones[j]!) * inverseVariance[j]!) / (samples - 1);
      }
    },
  };
}
