/**
 * What is done with the 32 values of a weighted row on one block of samples, however they came about: those
 * in doubt (within `weightedDoubt` of 0, where a row was rounded to integers) are decided by the row's own
 * doubles in the order of its nonzeros, violated samples counted, penalties added up.
 */
import {
  AVERAGED, feasible, literals, penalty, realBound, realWeight, SAMPLES, violatedMasks, weightedColumn, weightedDoubt,
  weightedStart, weightedUnit, weightedViolated,
} from './_program';

/** Puts the values at `at` that are in doubt on the side of 0 where the row's doubles are. */
export function decide(r: usize, word: usize, shift: usize, at: usize, doubt: i32): void {
  const from = <usize>load<i32>(weightedStart + (r << 2)) << 2;
  const to = <usize>load<i32>(weightedStart + (r << 2), 4) << 2;
  const bits = literals + (word << 2);
  for (let l: usize = 0; l < 32; l++) {
    const v = load<i32>(at + (l << 2));
    if (v > doubt || v < -doubt) continue;
    let sum = -load<f64>(realBound + (r << 3));
    for (let k = from; k < to; k += 4) {
      if ((load<u32>(bits + (<usize>load<i32>(weightedColumn + k) << (shift + 1))) >>> <u32>l) & 1) sum += load<f64>(realWeight + (k << 1));
    }
    if (sum > 0 && v <= 0) store<i32>(at + (l << 2), 1);
    else if (sum <= 0 && v > 0) store<i32>(at + (l << 2), 0);
  }
}

/** Sum of four unsigned lanes. */
@inline
export function wideTotal(sums: v128): f64 {
  const pairs = i64x2.add(i64x2.extend_low_i32x4_u(sums), i64x2.extend_high_i32x4_u(sums));
  return <f64>(i64x2.extract_lane(pairs, 0) + i64x2.extract_lane(pairs, 1));
}

@inline
function addPenalty(to: usize, value: v128, unit: v128): void {
  v128.store(to, f64x2.add(v128.load(to), f64x2.mul(unit, f64x2.convert_low_i32x4_s(value))));
  v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(unit, f64x2.convert_low_i32x4_s(i32x4.shuffle(value, value, 2, 3, 2, 3)))), 16);
}

/** Counts and adds up a row's values on one block of samples. @returns violated samples */
@inline
export function addViolations(r: usize, word: usize, sums: i32, v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, v6: v128,
  v7: v128): i32 {
  const zero = i32x4.splat(0);
  const violated = i32x4.bitmask(i32x4.gt_s(v0, zero)) | (i32x4.bitmask(i32x4.gt_s(v1, zero)) << 4) |
    (i32x4.bitmask(i32x4.gt_s(v2, zero)) << 8) |
    (i32x4.bitmask(i32x4.gt_s(v3, zero)) << 12) | (i32x4.bitmask(i32x4.gt_s(v4, zero)) << 16) |
    (i32x4.bitmask(i32x4.gt_s(v5, zero)) << 20) |
    (i32x4.bitmask(i32x4.gt_s(v6, zero)) << 24) | (i32x4.bitmask(i32x4.gt_s(v7, zero)) << 28);
  store<i32>(feasible + (word << 2), load<i32>(feasible + (word << 2)) & ~violated);
  const count = popcnt(violated);
  store<i32>(weightedViolated + (r << 2), load<i32>(weightedViolated + (r << 2)) + count);
  const unit = v128.load64_splat(weightedUnit + (r << 3));
  const out = penalty + (word << 8);
  addPenalty(out, i32x4.max_s(v0, zero), unit);
  addPenalty(out + 32, i32x4.max_s(v1, zero), unit);
  addPenalty(out + 64, i32x4.max_s(v2, zero), unit);
  addPenalty(out + 96, i32x4.max_s(v3, zero), unit);
  addPenalty(out + 128, i32x4.max_s(v4, zero), unit);
  addPenalty(out + 160, i32x4.max_s(v5, zero), unit);
  addPenalty(out + 192, i32x4.max_s(v6, zero), unit);
  addPenalty(out + 224, i32x4.max_s(v7, zero), unit);
  if (sums == AVERAGED || sums == SAMPLES) store<i32>(violatedMasks + (r << 6) + (word << 2), violated);
  return count;
}

@inline
export function greatest(v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, v6: v128, v7: v128): v128 {
  return i32x4.max_s(i32x4.max_s(i32x4.max_s(v0, v1), i32x4.max_s(v2, v3)), i32x4.max_s(i32x4.max_s(v4, v5), i32x4.max_s(v6, v7)));
}

@inline
export function nearest(v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, v6: v128, v7: v128): v128 {
  return i32x4.min_s(
    i32x4.min_s(i32x4.min_s(i32x4.abs(v0), i32x4.abs(v1)), i32x4.min_s(i32x4.abs(v2), i32x4.abs(v3))),
    i32x4.min_s(i32x4.min_s(i32x4.abs(v4), i32x4.abs(v5)), i32x4.min_s(i32x4.abs(v6), i32x4.abs(v7))),
  );
}

/**
 * Decides, counts and adds up a row's values that lie in memory, on one block of samples.
 * @param word of the block within the pass
 * @param shift log₂ of the bytes from literal to literal
 * @param at the 32 values; those in doubt are set right
 * @returns violated samples
 */
export function settleRow(r: usize, word: usize, shift: usize, sums: i32, at: usize): i32 {
  const doubt = load<i32>(weightedDoubt + (r << 2));
  let v0 = v128.load(at, 0);
  let v1 = v128.load(at, 16);
  let v2 = v128.load(at, 32);
  let v3 = v128.load(at, 48);
  let v4 = v128.load(at, 64);
  let v5 = v128.load(at, 80);
  let v6 = v128.load(at, 96);
  let v7 = v128.load(at, 112);
  if (doubt > 0 && v128.any_true(i32x4.le_s(nearest(v0, v1, v2, v3, v4, v5, v6, v7), i32x4.splat(doubt)))) {
    decide(r, word, shift, at, doubt);
    v0 = v128.load(at, 0);
    v1 = v128.load(at, 16);
    v2 = v128.load(at, 32);
    v3 = v128.load(at, 48);
    v4 = v128.load(at, 64);
    v5 = v128.load(at, 80);
    v6 = v128.load(at, 96);
    v7 = v128.load(at, 112);
  }
  if (!v128.any_true(i32x4.gt_s(greatest(v0, v1, v2, v3, v4, v5, v6, v7), i32x4.splat(0)))) return 0;
  return addViolations(r, word, sums, v0, v1, v2, v3, v4, v5, v6, v7);
}
