/**
 * Gradients of single samples: a pass of the Monte Carlo kernels that leaves behind which samples violate
 * which row, then, variable by variable, the sum of the samples' gradients or their mean and squared
 * deviations. The twins in TypeScript, to the bit: the lane kernels of src-science/gradients
 * (straight-through.ts, surrogate-interchange.ts, true-penalty.ts), summed as in registry.ts and estimation/moments.ts.
 */
import { clearValues, columnTotal, deviations, DRAWN_FACTOR, lastSquares, lastSum, leftNothing, means, sumShifted, TRUE_PENALTY_FORM,
  valueOf } from './_columns';
import { drawOne, drawQuads } from './_draw';
import { flipCorners, flipWeighted } from './_flips';
import { listLiveRows } from './_live-rows';
import { blocks, cornerCount, rowBits, SAMPLES, variables, violatedMasks, weightedCount } from './_program';
import { beginWords } from './_soft-words';
import { pass } from './sampling';

export { begin, freeFrom, placeKey } from './sampling';
export { deviations, factors, means } from './_columns';
export { columnByte, columnCoefficient, columnKind, columnRow, columnStart, countPlanes, laneValues } from './_entry-sums';
export { flipMasks, flipRow, flipSize, flipStart, flipUnit, flipValues } from './_flips';
export { liveEntry, liveLimit, liveRow, liveStart, rowEntry } from './_live-rows';
export * from './_program';
export { softStates } from './_soft-words';

const VALID: usize = 128;

let shift: usize = 2;

/**
 * One pass of 1 to 16 blocks; of the true penalty it leaves no totals.
 * @returns violated (row, sample) pairs
 */
export function samplePass(count: i32, form: i32): i32 {
  shift = count == 1 ? 2 : count <= 4 ? 4 : 6;
  if (form == TRUE_PENALTY_FORM) {
    if (count == 1) drawOne();
    else drawQuads((count + 3) >> 2, count <= 4 ? 1 : 4);
    flipCorners(count, shift);
    if (weightedCount > 0) flipWeighted(count, shift);
    return 0;
  }
  const pairs = pass(count, SAMPLES, false, false, false);
  if (form == DRAWN_FACTOR) beginWords(count);
  // The host has put the masks of weighted rows, 64 bytes each, where they stand if literals are 64 bytes apart.
  const weighted = rowBits + (<usize>cornerCount << shift);
  if (shift < 6) {
    for (let r: usize = 0; r < <usize>weightedCount; r++) {
      memory.copy(weighted + (r << shift), violatedMasks + (r << 6), <usize>count << 2);
    }
  }
  const always = weighted + (<usize>weightedCount << shift);
  memory.copy(always, blocks + VALID, <usize>count << 2);
  memory.fill(always + (1 << shift), 0, <usize>count << 2);
  listLiveRows(count, shift);
  return pairs;
}

/** Adds Σ over the samples of the pass to each entry of `means`. */
export function addSums(count: i32, form: i32): void {
  for (let j: usize = 0; j < <usize>variables; j++) {
    let sum = load<f64>(means + (j << 3));
    for (let w: usize = 0; w < <usize>count; w++) {
      sum += columnTotal(j, w, w == 0, shift, form, true);
    }
    store<f64>(means + (j << 3), sum);
  }
}

/** Writes mean and squared deviations over blocks [from, to) of the pass. */
export function moments(from: i32, to: i32, form: i32): void {
  for (let j: usize = 0; j < <usize>variables; j++) {
    let count = 0;
    let origin: f64 = 0;
    let total: f64 = 0;
    let squared: f64 = 0;
    for (let w = <usize>from; w < <usize>to; w++) {
      const wanted = load<i32>(blocks + VALID + (w << 2));
      if (wanted == 0) continue;
      columnTotal(j, w, w == <usize>from, shift, form, false);
      const none = leftNothing();
      if (count == 0 && !none) origin = valueOf(ctz(wanted));
      count += popcnt(wanted);
      // Zeros less an origin of 0 add nothing.
      if (none) {
        if (origin == 0) continue;
        clearValues();
      }
      sumShifted(origin, wanted);
      total += lastSum();
      squared += lastSquares();
    }
    store<f64>(means + (j << 3), origin + total / <f64>count);
    store<f64>(deviations + (j << 3), max<f64>(0, squared - (total * total) / <f64>count));
  }
}
