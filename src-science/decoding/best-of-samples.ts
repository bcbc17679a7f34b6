/**
 * Draws N vectors from the product of Bernoulli(x̂_j) and keeps the best: the feasible one of the best
 * objective, or, where none is feasible, the one of the least violation (GWL25 decodes with N = 1000).
 * Sample s of a seed is the same vector whatever N is. Only the coordinates in which a sample differs
 * from the rounded x̂ are worked on, so it is fast once x̂ has settled.
 */
import { bernoulliBits, bernoulliThreshold, createRandomStream, LANES, positionStream } from '../random/bit-planes.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { rowExcess, rowTolerance } from './assessment.ts';
import type { ColumnIndex } from './column-index.ts';
import { roundByThreshold } from './threshold.ts';
import { STREAMS } from '../random/streams.ts';


/** Samples in a block, the least that a search can be divided into. */
export const BLOCK_SAMPLES = LANES;

/** The best of some samples; plain data. */
export interface BestSample {
  /** Length d, 0/1. */
  readonly x: Uint8Array<ArrayBuffer>;
  readonly violation: number;
  /** Of the normal form, less that of the rounded x̂. */
  readonly objective: number;
  /** Which of all samples it is. */
  readonly sample: number;
}

/** The better of two; the earlier among equals, so that it does not matter in which order they are compared. */
export function betterSample(a: BestSample, b: BestSample): BestSample {
  if (a.violation !== b.violation) return a.violation < b.violation ? a : b;
  if (a.objective !== b.objective) return a.objective < b.objective ? a : b;
  return a.sample <= b.sample ? a : b;
}

/** @returns the best of `blocks` blocks of samples, from block `first` on; scratch is kept from call to call */
export type SampleSearch = (first: number, blocks: number) => BestSample;

/**
 * @param xHat marginals, length d
 * @param samples N ≥ 1
 * @returns length d, 0/1; the earliest among equals
 * @throws RangeError when `samples` is not a whole number of at least 1
 * Cost: O(N·(m + nonzeros of the flipped columns)).
 */
export function bestOfSamples(form: NormalForm, columns: ColumnIndex, xHat: Float64Array, samples: number, seed: number): Uint8Array {
  return createSampleSearch(form, columns, xHat, samples, seed)(0, Math.ceil(samples / BLOCK_SAMPLES)).x;
}

/**
 * The same block by block: the best of all samples is the better of the bests of any parts.
 * @param samples of the whole; the last block may have fewer than 32
 * @throws RangeError when `samples` is not a whole number of at least 1
 */
export function createSampleSearch(
  form: NormalForm, columns: ColumnIndex, xHat: Float64Array, samples: number, seed: number,
): SampleSearch {
  if (!Number.isSafeInteger(samples) || samples < 1) throw new RangeError(`samples must be a whole number of at least 1, got ${samples}`);
  const { variableCount: d, rowCount: m, objective } = form;
  const base = roundByThreshold(form, xHat);
  const baseExcess = rowExcess(form, base);
  const tolerance = rowTolerance(form);
  const thresholds = xHat.map(bernoulliThreshold);
  const stream = createRandomStream();
  positionStream(stream, seed, STREAMS.decoding, 0);

  const excess = new Float64Array(m);
  const flips = new Int32Array(d);
  const flipped = new Int32Array(d);
  return (firstBlock, blocks) => {
    const best = new Uint8Array(base);
    let bestViolation = Infinity;
    let bestObjective = Infinity;
    let bestSample = firstBlock * LANES;
    const end = Math.min(samples, (firstBlock + blocks) * LANES);
    for (let first = firstBlock * LANES; first < end; first += LANES) {
      const lanes = Math.min(LANES, end - first);
      const valid = lanes === LANES ? -1 : (1 << lanes) - 1;
      let flippedCount = 0;
      for (let j = 0; j < d; j++) {
        if (form.fixed[j]! >= 0) continue;
        const ones = bernoulliBits(stream, first / LANES, j, thresholds[j]!, valid);
        const mask = (base[j] === 1 ? ~ones : ones) & valid;
        if (mask !== 0) {
          flips[flippedCount] = mask;
          flipped[flippedCount++] = j;
        }
      }
      for (let lane = 0; lane < lanes; lane++) {
        const bit = 1 << lane;
        excess.set(baseExcess);
        let value = 0;
        for (let f = 0; f < flippedCount; f++) {
          if ((flips[f]! & bit) === 0) continue;
          const j = flipped[f]!;
          const sign = base[j] === 1 ? -1 : 1;
          value += sign * objective[j]!;
          for (let k = columns.start[j]!; k < columns.start[j + 1]!; k++) {
            const i = columns.row[k]!;
            excess[i] = excess[i]! + sign * columns.value[k]!;
          }
        }
        let violation = 0;
        for (let i = 0; i < m; i++) if (excess[i]! > tolerance[i]!) violation += excess[i]!;
        if (violation < bestViolation || (violation === bestViolation && value < bestObjective)) {
          bestViolation = violation;
          bestObjective = value;
          bestSample = first + lane;
          best.set(base);
          for (let f = 0; f < flippedCount; f++) if ((flips[f]! & bit) !== 0) best[flipped[f]!] = 1 - base[flipped[f]!]!;
        }
      }
    }
    return { x: best, violation: bestViolation, objective: bestObjective, sample: bestSample };
  };
}
