/**
 * Weighted rows. A row's positive weights stand first (to `weightedMiddle`), then its negative ones. Its
 * value is V = Σ w x − bound in the row's units; the change of max(V, 0) by a literal of weight w is
 * min(max(V + w · [literal false], 0), w), which needs no branch. Samples that are not wanted get a
 * value so low that no flip reaches 0.
 *
 * Rows come in runs as the host has planned them (src-kernels/row-plan.ts): rows that share variables are
 * worked by tables (`_table-rows.ts`), the others here, nonzero by nonzero on one block of 32 samples at a
 * time in eight vectors of four integers.
 */
import {
  AVERAGED, blockCount, blocks, laneMasks, lanes, literals, runCount, runEntry, runSpread, runStart, SAMPLES, spreadVariables,
  TRUE_PENALTY, violatedMasks, weightedColumn, weightedCount, weightedMiddle, weightedReach, weightedSize, weightedStart,
  weightedTotal,
} from './_program';
import { count1, count4 } from './_popcount';
import { addViolations, greatest, wideTotal } from './_row-values';
import { walkRow } from './_row-walk';
import { fillIndexes, tableRows } from './_table-rows';

const VALID: usize = 128;

/** Spreads the bits of some variables to lanes. @param word of the block within the pass */
function spread(from: usize, to: usize, word: usize, shift: usize): void {
  const at = literals + (word << 2);
  const bits0 = i32x4(1, 2, 4, 8);
  for (let n = from; n < to; n++) {
    const j = <usize>load<i32>(spreadVariables + (n << 2));
    const bits = v128.load32_splat(at + (j << (shift + 1)));
    const mask = laneMasks + (j << 7);
    let bit = bits0;
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 0);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 16);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 32);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 48);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 64);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 80);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 96);
    bit = i32x4.shl(bit, 4);
    v128.store(mask, i32x4.eq(v128.and(bits, bit), bit), 112);
  }
}

@inline
function change(value: v128, size: v128, reaches: v128): v128 {
  return i32x4.min_s(i32x4.max_s(i32x4.add(value, reaches), i32x4.splat(0)), size);
}

@inline
function addCount(at: usize, count: i32): void {
  store<f64>(at, load<f64>(at) + <f64>count);
}

/** Adds to each nonzero the violated samples with x_j = 1, all blocks of a pass at once. */
function countViolated(shift: usize): void {
  for (let r: usize = 0; r < <usize>weightedCount; r++) {
    const from = <usize>load<i32>(weightedStart + (r << 2)) << 2;
    const to = <usize>load<i32>(weightedStart + (r << 2), 4) << 2;
    const mask = violatedMasks + (r << 6);
    const m0 = v128.load(mask, 0);
    const m1 = v128.load(mask, 16);
    const m2 = v128.load(mask, 32);
    const m3 = v128.load(mask, 48);
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) continue;
    if (shift == 6) {
      for (let k = from; k < to; k += 4) {
        const ones = literals + (<usize>load<i32>(weightedColumn + k) << 7);
        addCount(weightedTotal + (k << 1),
          count4(v128.and(m0, v128.load(ones, 0)), v128.and(m1, v128.load(ones, 16)), v128.and(m2, v128.load(ones, 32)),
            v128.and(m3, v128.load(ones, 48))));
      }
    } else if (shift == 4) {
      for (let k = from; k < to; k += 4) {
        addCount(weightedTotal + (k << 1), count1(v128.and(m0, v128.load(literals + (<usize>load<i32>(weightedColumn + k) << 5)))));
      }
    } else {
      const violated = load<i32>(mask);
      for (let k = from; k < to; k += 4) {
        addCount(weightedTotal + (k << 1), popcnt(violated & load<i32>(literals + (<usize>load<i32>(weightedColumn + k) << 3))));
      }
    }
  }
}

/**
 * All weighted rows on all samples of a pass.
 * @param count blocks of 32 samples
 * @param shift log₂ of the bytes from literal to literal
 * @returns violated (row, sample) pairs
 */
export function weightedRows(count: i32, shift: usize, sums: i32): i32 {
  if (sums == AVERAGED || sums == SAMPLES) memory.fill(violatedMasks, 0, <usize>weightedCount << 6);
  if (blockCount > 0) fillIndexes(count, shift);
  let violations = 0;
  // In the order of the rows, in which a sample's penalty is added up.
  for (let n: usize = 0; n < <usize>runCount; n++) {
    const at = n << 2;
    const first = <usize>load<i32>(runStart + at);
    const last = <usize>load<i32>(runStart + at, 4);
    const from = <usize>load<i32>(runEntry + at);
    const to = <usize>load<i32>(runEntry + at, 4);
    if (from < to) {
      violations += tableRows(first, last, from, to, count, shift, sums);
    } else {
      for (let word: usize = 0; word < <usize>count; word++) {
        const valid = load<i32>(blocks + VALID + (word << 2));
        if (valid == 0) continue;
        spread(<usize>load<i32>(runSpread + at), <usize>load<i32>(runSpread + at, 4), word, shift);
        for (let r = first; r < last; r++) violations += weightedRow(r, word, shift, sums, valid);
      }
    }
  }
  if (sums == AVERAGED) countViolated(shift);
  return violations;
}

/** One row, nonzero by nonzero, on one block of samples. Hot. */
function weightedRow(r: usize, word: usize, shift: usize, sums: i32, valid: i32): i32 {
  const zero = i32x4.splat(0);
  const from = <usize>load<i32>(weightedStart + (r << 2)) << 2;
  const middle = <usize>load<i32>(weightedMiddle + (r << 2)) << 2;
  const to = <usize>load<i32>(weightedStart + (r << 2), 4) << 2;
  walkRow(r, word, shift, valid, laneMasks, lanes);
  const v0 = v128.load(lanes, 0);
  const v1 = v128.load(lanes, 16);
  const v2 = v128.load(lanes, 32);
  const v3 = v128.load(lanes, 48);
  const v4 = v128.load(lanes, 64);
  const v5 = v128.load(lanes, 80);
  const v6 = v128.load(lanes, 96);
  const v7 = v128.load(lanes, 112);
  const most = greatest(v0, v1, v2, v3, v4, v5, v6, v7);
  const violations = v128.any_true(i32x4.gt_s(most, zero)) ? addViolations(r, word, sums, v0, v1, v2, v3, v4, v5, v6, v7) : 0;
  if (sums != TRUE_PENALTY) return violations;
  // No flip violates the row in any of these samples.
  if (!v128.any_true(i32x4.gt_s(i32x4.add(most, v128.load32_splat(weightedReach + (r << 2))), zero))) return violations;
  for (let k = from; k < middle; k += 4) {
    const w = v128.load32_splat(weightedSize + k);
    const at = laneMasks + (<usize>load<i32>(weightedColumn + k) << 7);
    let sum = change(v0, w, v128.andnot(w, v128.load(at, 0)));
    sum = i32x4.add(sum, change(v1, w, v128.andnot(w, v128.load(at, 16))));
    sum = i32x4.add(sum, change(v2, w, v128.andnot(w, v128.load(at, 32))));
    sum = i32x4.add(sum, change(v3, w, v128.andnot(w, v128.load(at, 48))));
    sum = i32x4.add(sum, change(v4, w, v128.andnot(w, v128.load(at, 64))));
    sum = i32x4.add(sum, change(v5, w, v128.andnot(w, v128.load(at, 80))));
    sum = i32x4.add(sum, change(v6, w, v128.andnot(w, v128.load(at, 96))));
    sum = i32x4.add(sum, change(v7, w, v128.andnot(w, v128.load(at, 112))));
    const total = weightedTotal + (k << 1);
    store<f64>(total, load<f64>(total) + wideTotal(sum));
  }
  for (let k = middle; k < to; k += 4) {
    const w = v128.load32_splat(weightedSize + k);
    const at = laneMasks + (<usize>load<i32>(weightedColumn + k) << 7);
    let sum = change(v0, w, v128.and(w, v128.load(at, 0)));
    sum = i32x4.add(sum, change(v1, w, v128.and(w, v128.load(at, 16))));
    sum = i32x4.add(sum, change(v2, w, v128.and(w, v128.load(at, 32))));
    sum = i32x4.add(sum, change(v3, w, v128.and(w, v128.load(at, 48))));
    sum = i32x4.add(sum, change(v4, w, v128.and(w, v128.load(at, 64))));
    sum = i32x4.add(sum, change(v5, w, v128.and(w, v128.load(at, 80))));
    sum = i32x4.add(sum, change(v6, w, v128.and(w, v128.load(at, 96))));
    sum = i32x4.add(sum, change(v7, w, v128.and(w, v128.load(at, 112))));
    const total = weightedTotal + (k << 1);
    store<f64>(total, load<f64>(total) + wideTotal(sum));
  }
  return violations;
}
