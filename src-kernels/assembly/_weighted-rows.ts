/**
 * Weighted rows of one block of 32 samples, in eight vectors of four 32-bit integers. A row's positive
 * weights stand first (to `weightedMiddle`), then its negative ones, all by size. Its value is
 * V = Σ w x − bound in the row's units; the change of max(V, 0) by a literal of weight w is
 * min(max(V + w · [literal false], 0), w), which needs no branch. Samples that are not wanted get a
 * value so low that no flip reaches 0.
 *
 * Where a row was rounded to integers (`weightedDoubt` > 0), a value that close to 0 is decided by the
 * row's own doubles, in the order of its nonzeros.
 */
import {
  AVERAGED, blocks, feasible, laneMasks, lanes, literals, penalty, realBound, realWeight, TRUE_PENALTY, weightedBound, weightedColumn,
  weightedCount, weightedDoubt, weightedMiddle, weightedReach, weightedSize, weightedStart, weightedTotal, weightedUnit,
  violatedMasks, weightedVariableCount, weightedVariables, weightedViolated,
} from './_program';
import { count1, count4 } from './_popcount';

const VALID: usize = 128;
const NOWHERE: i32 = -0x40000000;

/** Spreads the bits of x_j to lanes. @param word of the block within the pass */
function spread(word: usize, shift: usize): void {
  const at = literals + (word << 2);
  const bits0 = i32x4(1, 2, 4, 8);
  for (let n = 0; n < weightedVariableCount; n++) {
    const j = <usize>load<i32>(weightedVariables + (<usize>n << 2));
    const bits = v128.load32_splat(at + (j << (shift + 1)));
    const to = laneMasks + (j << 7);
    let bit = bits0;
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 0);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 16);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 32);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 48);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 64);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 80);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 96);
    bit = i32x4.shl(bit, 4);
    v128.store(to, i32x4.eq(v128.and(bits, bit), bit), 112);
  }
}

/** Puts the values in `lanes` that are in doubt on the side of 0 where the row's doubles are. */
function decide(r: usize, doubt: i32, from: usize, to: usize): void {
  for (let l: usize = 0; l < 32; l++) {
    const v = load<i32>(lanes + (l << 2));
    if (v > doubt || v < -doubt) continue;
    let sum = -load<f64>(realBound + (r << 3));
    for (let k = from; k < to; k += 4) {
      if (load<i32>(laneMasks + (<usize>load<i32>(weightedColumn + k) << 7) + (l << 2)) != 0) sum += load<f64>(realWeight + (k << 1));
    }
    if (sum > 0 && v <= 0) store<i32>(lanes + (l << 2), 1);
    else if (sum <= 0 && v > 0) store<i32>(lanes + (l << 2), 0);
  }
}

@inline
function addPenalty(to: usize, value: v128, unit: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(unit, f64x2.convert_low_i32x4_s(value))));
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(unit, f64x2.convert_low_i32x4_s(i32x4.shuffle(value, value, 2, 3, 2, 3)))), 16);
}

@inline
function change(value: v128, size: v128, reaches: v128): v128 {
  return i32x4.min_s(i32x4.max_s(i32x4.add(value, reaches), i32x4.splat(0)), size);
}

/** Sum of four unsigned lanes. */
@inline
function wideTotal(sums: v128): f64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_u(sums), i64x2.extend_high_i32x4_u(sums));
  return <f64>(i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1));
}

/** Forgets which samples violate which row, before a pass. */
export function clearViolated(): void {
  memory.fill(violatedMasks, 0, <usize>weightedCount << 6);
}

@inline
function addCount(at: usize, count: i32): void {
  store<f64>(at, load<f64>(at) + <f64>count);
}

/** Adds to each nonzero the violated samples with x_j = 1, all blocks of a pass at once. */
export function countViolated(shift: usize): void {
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
        addCount(weightedTotal + (k << 1), count4(v128.and(m0, v128.load(ones, 0)), v128.and(m1, v128.load(ones, 16)), v128.and(m2, v128.load(ones, 32)), v128.and(m3, v128.load(ones, 48))));
      }
    } else if (shift == 4) {
      for (let k = from; k < to; k += 4) addCount(weightedTotal + (k << 1), count1(v128.and(m0, v128.load(literals + (<usize>load<i32>(weightedColumn + k) << 5)))));
    } else {
      const violated = load<i32>(mask);
      for (let k = from; k < to; k += 4) addCount(weightedTotal + (k << 1), popcnt(violated & load<i32>(literals + (<usize>load<i32>(weightedColumn + k) << 3))));
    }
  }
}

/**
 * @param word of the block within the pass
 * @param shift log₂ of the bytes from literal to literal
 * @returns violated (row, sample) pairs
 */
export function weightedBlock(word: usize, shift: usize, sums: i32): i32 {
  const valid = load<i32>(blocks + VALID + (word << 2));
  if (valid == 0) return 0;
  spread(word, shift);
  let violations = 0;
  let good = load<i32>(feasible + (word << 2));
  const zero = i32x4.splat(0);
  const bits = i32x4.splat(valid);
  const low = i32x4.splat(NOWHERE);
  const out = penalty + (word << 8);
  for (let r: usize = 0; r < <usize>weightedCount; r++) {
    const from = <usize>load<i32>(weightedStart + (r << 2)) << 2;
    const middle = <usize>load<i32>(weightedMiddle + (r << 2)) << 2;
    const to = <usize>load<i32>(weightedStart + (r << 2), 4) << 2;
    const start = i32x4.splat(-load<i32>(weightedBound + (r << 2)));
    let bit = i32x4(1, 2, 4, 8);
    let v0 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v1 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v2 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v3 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v4 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v5 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v6 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    bit = i32x4.shl(bit, 4);
    let v7 = v128.bitselect(start, low, i32x4.eq(v128.and(bits, bit), bit));
    for (let k = from; k < middle; k += 4) {
      const w = v128.load32_splat(weightedSize + k);
      const at = laneMasks + (<usize>load<i32>(weightedColumn + k) << 7);
      v0 = i32x4.add(v0, v128.and(w, v128.load(at, 0)));
      v1 = i32x4.add(v1, v128.and(w, v128.load(at, 16)));
      v2 = i32x4.add(v2, v128.and(w, v128.load(at, 32)));
      v3 = i32x4.add(v3, v128.and(w, v128.load(at, 48)));
      v4 = i32x4.add(v4, v128.and(w, v128.load(at, 64)));
      v5 = i32x4.add(v5, v128.and(w, v128.load(at, 80)));
      v6 = i32x4.add(v6, v128.and(w, v128.load(at, 96)));
      v7 = i32x4.add(v7, v128.and(w, v128.load(at, 112)));
    }
    for (let k = middle; k < to; k += 4) {
      const w = v128.load32_splat(weightedSize + k);
      const at = laneMasks + (<usize>load<i32>(weightedColumn + k) << 7);
      v0 = i32x4.sub(v0, v128.and(w, v128.load(at, 0)));
      v1 = i32x4.sub(v1, v128.and(w, v128.load(at, 16)));
      v2 = i32x4.sub(v2, v128.and(w, v128.load(at, 32)));
      v3 = i32x4.sub(v3, v128.and(w, v128.load(at, 48)));
      v4 = i32x4.sub(v4, v128.and(w, v128.load(at, 64)));
      v5 = i32x4.sub(v5, v128.and(w, v128.load(at, 80)));
      v6 = i32x4.sub(v6, v128.and(w, v128.load(at, 96)));
      v7 = i32x4.sub(v7, v128.and(w, v128.load(at, 112)));
    }
    const doubt = load<i32>(weightedDoubt + (r << 2));
    if (doubt > 0) {
      const d = i32x4.splat(doubt);
      const nearest = i32x4.min_s(
        i32x4.min_s(i32x4.min_s(i32x4.abs(v0), i32x4.abs(v1)), i32x4.min_s(i32x4.abs(v2), i32x4.abs(v3))),
        i32x4.min_s(i32x4.min_s(i32x4.abs(v4), i32x4.abs(v5)), i32x4.min_s(i32x4.abs(v6), i32x4.abs(v7))),
      );
      if (v128.any_true(i32x4.le_s(nearest, d))) {
        v128.store(lanes, v0, 0);
        v128.store(lanes, v1, 16);
        v128.store(lanes, v2, 32);
        v128.store(lanes, v3, 48);
        v128.store(lanes, v4, 64);
        v128.store(lanes, v5, 80);
        v128.store(lanes, v6, 96);
        v128.store(lanes, v7, 112);
        decide(r, doubt, from, to);
        v0 = v128.load(lanes, 0);
        v1 = v128.load(lanes, 16);
        v2 = v128.load(lanes, 32);
        v3 = v128.load(lanes, 48);
        v4 = v128.load(lanes, 64);
        v5 = v128.load(lanes, 80);
        v6 = v128.load(lanes, 96);
        v7 = v128.load(lanes, 112);
      }
    }
    const most = i32x4.max_s(i32x4.max_s(i32x4.max_s(v0, v1), i32x4.max_s(v2, v3)), i32x4.max_s(i32x4.max_s(v4, v5), i32x4.max_s(v6, v7)));
    if (v128.any_true(i32x4.gt_s(most, zero))) {
      const violated =
        i32x4.bitmask(i32x4.gt_s(v0, zero)) | (i32x4.bitmask(i32x4.gt_s(v1, zero)) << 4) | (i32x4.bitmask(i32x4.gt_s(v2, zero)) << 8) |
        (i32x4.bitmask(i32x4.gt_s(v3, zero)) << 12) | (i32x4.bitmask(i32x4.gt_s(v4, zero)) << 16) | (i32x4.bitmask(i32x4.gt_s(v5, zero)) << 20) |
        (i32x4.bitmask(i32x4.gt_s(v6, zero)) << 24) | (i32x4.bitmask(i32x4.gt_s(v7, zero)) << 28);
      good &= ~violated;
      const count = popcnt(violated);
      violations += count;
      store<i32>(weightedViolated + (r << 2), load<i32>(weightedViolated + (r << 2)) + count);
      const unit = v128.load64_splat(weightedUnit + (r << 3));
      addPenalty(out, i32x4.max_s(v0, zero), unit);
      addPenalty(out + 32, i32x4.max_s(v1, zero), unit);
      addPenalty(out + 64, i32x4.max_s(v2, zero), unit);
      addPenalty(out + 96, i32x4.max_s(v3, zero), unit);
      addPenalty(out + 128, i32x4.max_s(v4, zero), unit);
      addPenalty(out + 160, i32x4.max_s(v5, zero), unit);
      addPenalty(out + 192, i32x4.max_s(v6, zero), unit);
      addPenalty(out + 224, i32x4.max_s(v7, zero), unit);
      if (sums == AVERAGED) store<i32>(violatedMasks + (r << 6) + (word << 2), violated);
    }
    if (sums != TRUE_PENALTY) continue;
    // No flip violates the row in any of these samples.
    if (!v128.any_true(i32x4.gt_s(i32x4.add(most, v128.load32_splat(weightedReach + (r << 2))), zero))) continue;
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
  }
  store<i32>(feasible + (word << 2), good);
  return violations;
}
