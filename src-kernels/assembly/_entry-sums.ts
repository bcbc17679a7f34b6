/**
 * Sums of a column's entries for the 32 samples of a block, from the bits of the rows that a pass has left
 * behind. Rows of a `UNIFORM` or `LONG` column are counted in bits, 128 samples at once, eight rows at a time by
 * carry-save adders (Warren, Hacker's Delight, 5-1); a `SMALL` column is added up in bytes, any other in
 * doubles in the order of its rows, as src-science/gradients/indicator-lanes.ts and true-penalty.ts do.
 */
import { liveEntry, liveStart, walksLiveRows } from './_live-rows';
import { byteMasks, literals, rowBits } from './_program';
import { carryOf, sumOf } from './_full-adder';

/**
 * Addresses of `ColumnLayout`; `laneValues` is where 32 doubles are left, `countPlanes` scratch for the bits
 * of the counts of 128 samples.
 */
export let columnStart: usize = 0;
export let columnRow: usize = 0;
export let columnCoefficient: usize = 0;
export let columnKind: usize = 0;
export let columnByte: usize = 0;
export let laneValues: usize = 0;
export let countPlanes: usize = 0;

/** Kinds of columns, as in src-science/gradients/sampling-columns.ts. */
const REAL: i32 = 0;
const SMALL: i32 = 1;
const UNIFORM: i32 = 2;
const LONG: i32 = 3;
/** What a byte holds at most. */
const MOST_SMALL: i32 = 127;

/** Eight doubles of eight 16-bit integers. */
@inline
function widen(at: usize, halves: v128): void {
  const low = i32x4.extend_low_i16x8_s(halves);
  const high = i32x4.extend_high_i16x8_s(halves);
  v128.store(at, f64x2.convert_low_i32x4_s(low), 0);
  v128.store(at, f64x2.convert_low_i32x4_s(i32x4.shuffle(low, low, 2, 3, 2, 3)), 16);
  v128.store(at, f64x2.convert_low_i32x4_s(high), 32);
  v128.store(at, f64x2.convert_low_i32x4_s(i32x4.shuffle(high, high, 2, 3, 2, 3)), 48);
}

/** Writes 32 signed bytes as doubles. @returns false where all are 0, and then nothing is written */
@inline
function widenBytes(lower: v128, upper: v128): bool {
  if (!v128.any_true(v128.or(lower, upper))) return false;
  widen(laneValues, i16x8.extend_low_i8x16_s(lower));
  widen(laneValues + 64, i16x8.extend_high_i8x16_s(lower));
  widen(laneValues + 128, i16x8.extend_low_i8x16_s(upper));
  widen(laneValues + 192, i16x8.extend_high_i8x16_s(upper));
  return true;
}

/**
 * The samples of a block in which an entry counts: that violate its row; or, where `flips`, in which all other
 * literals of its corner are true, because all are or only its own is not.
 * @param misses address of the samples with x_j = 1, the literal that is missed where 1 − x_j stands in the row; x_j's follow
 */
@inline
function wordOf(k: usize, at: usize, shift: usize, flips: bool, misses: usize): v128 {
  const row = load<i32>(columnRow + (k << 2));
  if (!flips) return v128.load32_splat(at + (<usize>row << shift));
  const all = at + (<usize>(row & ~1) << shift);
  const others = load<i32>(all) | (load<i32>(all + (1 << shift)) & load<i32>(misses + (<usize>(row & 1) << shift)));
  return i32x4.splat(others);
}

/** The lower or upper sixteen of them, as `at` and `misses` say. */
@inline
function halfOf(k: usize, at: usize, shift: usize, flips: bool, misses: usize): u32 {
  const row = load<i32>(columnRow + (k << 2));
  if (!flips) return load<u16>(at + (<usize>row << shift));
  const all = at + (<usize>(row & ~1) << shift);
  return load<u16>(all) | (load<u16>(all + (1 << shift)) & load<u16>(misses + (<usize>(row & 1) << shift)));
}

/** A column's entry, or, where `listed`, what `liveEntry` names. */
@inline
function entryOf(n: usize, listed: bool): usize {
  return listed ? <usize>load<i32>(liveEntry + (n << 2)) : n;
}

/** @returns false where all are 0, and then nothing is written */
@inline
function smallSums(from: usize, to: usize, at: usize, shift: usize, flips: bool, misses: usize, listed: bool): bool {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  let lower = i32x4.splat(0);
  let upper = lower;
  for (let n = from; n < to; n++) {
    const k = entryOf(n, listed);
    const row = wordOf(k, at, shift, flips, misses);
    const a = v128.load8_splat(columnByte + k);
    lower = i8x16.add(lower,
      v128.and(a, i8x16.eq(v128.and(i8x16.shuffle(row, row, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), bits), bits)));
    upper = i8x16.add(upper,
      v128.and(a, i8x16.eq(v128.and(i8x16.shuffle(row, row, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), bits), bits)));
  }
  return widenBytes(lower, upper);
}

/** The same of four blocks, or, where a pass has but one, of that. */
@inline
function quadOf(k: usize, at: usize, shift: usize, single: bool, flips: bool, misses: usize): v128 {
  const row = load<i32>(columnRow + (k << 2));
  if (!flips) {
    const own = at + (<usize>row << shift);
    return single ? v128.load32_zero(own) : v128.load(own);
  }
  const all = at + (<usize>(row & ~1) << shift);
  const one = all + (1 << shift);
  const missed = misses + (<usize>(row & 1) << shift);
  return single
    ? v128.or(v128.load32_zero(all), v128.and(v128.load32_zero(one), v128.load32_zero(missed)))
    : v128.or(v128.load(all), v128.and(v128.load(one), v128.load(missed)));
}

/** Adds a carry into one of the planes 7 to 9, that only more than 127 entries reach. @returns what is carried on */
@inline
function carryInto(plane: usize, carry: v128): v128 {
  const before = v128.load(countPlanes + (plane << 4));
  v128.store(countPlanes + (plane << 4), v128.xor(before, carry));
  return v128.and(before, carry);
}

/** Writes the bits of the counts, lowest first, of up to 1016 entries. */
@inline
function countRows(from: usize, to: usize, at: usize, shift: usize, single: bool, flips: bool, misses: usize): void {
  const zero = i32x4.splat(0);
  let ones = zero, twos = zero, fours = zero;
  let p3 = zero, p4 = zero, p5 = zero, p6 = zero;
  v128.store(countPlanes, zero, 112);
  v128.store(countPlanes, zero, 128);
  v128.store(countPlanes, zero, 144);
  for (let k = from; k < to; k += 8) {
    const m0 = quadOf(k, at, shift, single, flips, misses);
    const m1 = quadOf(k + 1, at, shift, single, flips, misses);
    const twosA = carryOf(ones, m0, m1);
    ones = sumOf(ones, m0, m1);
    const m2 = quadOf(k + 2, at, shift, single, flips, misses);
    const m3 = quadOf(k + 3, at, shift, single, flips, misses);
    const twosB = carryOf(ones, m2, m3);
    ones = sumOf(ones, m2, m3);
    const foursA = carryOf(twos, twosA, twosB);
    twos = sumOf(twos, twosA, twosB);
    const m4 = quadOf(k + 4, at, shift, single, flips, misses);
    const m5 = quadOf(k + 5, at, shift, single, flips, misses);
    const twosC = carryOf(ones, m4, m5);
    ones = sumOf(ones, m4, m5);
    const m6 = quadOf(k + 6, at, shift, single, flips, misses);
    const m7 = quadOf(k + 7, at, shift, single, flips, misses);
    const twosD = carryOf(ones, m6, m7);
    ones = sumOf(ones, m6, m7);
    const foursB = carryOf(twos, twosC, twosD);
    twos = sumOf(twos, twosC, twosD);
    const eights = carryOf(fours, foursA, foursB);
    fours = sumOf(fours, foursA, foursB);
    const sixteens = v128.and(p3, eights);
    p3 = v128.xor(p3, eights);
    const next = v128.and(p4, sixteens);
    p4 = v128.xor(p4, sixteens);
    const last = v128.and(p5, next);
    p5 = v128.xor(p5, next);
    const over = v128.and(p6, last);
    p6 = v128.xor(p6, last);
    if (v128.any_true(over)) carryInto(9, carryInto(8, carryInto(7, over)));
  }
  v128.store(countPlanes, ones, 0);
  v128.store(countPlanes, twos, 16);
  v128.store(countPlanes, fours, 32);
  v128.store(countPlanes, p3, 48);
  v128.store(countPlanes, p4, 64);
  v128.store(countPlanes, p5, 80);
  v128.store(countPlanes, p6, 96);
}

/** Times the column's coefficient, the counts of one of the four blocks. @returns false where all are 0 */
function uniformSums(from: usize, to: usize, word: usize): bool {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  let lower = i32x4.splat(0);
  let upper = lower;
  let worth = v128.load8_splat(columnByte + from);
  // As many as eight rows at a time can fill.
  const end = countPlanes + (<usize>(32 - clz(<i32>(to - from))) << 4);
  for (let at = countPlanes + ((word & 3) << 2); at < end; at += 16) {
    const plane = v128.load32_splat(at);
    lower = i8x16.add(lower,
      v128.and(worth, i8x16.eq(v128.and(i8x16.shuffle(plane, plane, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), bits), bits)));
    upper = i8x16.add(upper,
      v128.and(worth, i8x16.eq(v128.and(i8x16.shuffle(plane, plane, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), bits), bits)));
    worth = i8x16.add(worth, worth);
  }
  return widenBytes(lower, upper);
}

/** The same of counts that bytes do not hold. */
function longSums(from: usize, to: usize, word: usize): bool {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  let s0 = i16x8.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let worth = i16x8.splat(<i16>load<i8>(columnByte + from));
  const end = countPlanes + (<usize>(32 - clz(<i32>(to - from))) << 4);
  for (let at = countPlanes + ((word & 3) << 2); at < end; at += 16) {
    const plane = v128.load32_splat(at);
    const lower = i8x16.eq(v128.and(i8x16.shuffle(plane, plane, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), bits), bits);
    const upper = i8x16.eq(v128.and(i8x16.shuffle(plane, plane, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), bits), bits);
    s0 = i16x8.add(s0, v128.and(worth, i16x8.extend_low_i8x16_s(lower)));
    s1 = i16x8.add(s1, v128.and(worth, i16x8.extend_high_i8x16_s(lower)));
    s2 = i16x8.add(s2, v128.and(worth, i16x8.extend_low_i8x16_s(upper)));
    s3 = i16x8.add(s3, v128.and(worth, i16x8.extend_high_i8x16_s(upper)));
    worth = i16x8.add(worth, worth);
  }
  if (!v128.any_true(v128.or(v128.or(s0, s1), v128.or(s2, s3)))) return false;
  widen(laneValues, s0);
  widen(laneValues + 64, s1);
  widen(laneValues + 128, s2);
  widen(laneValues + 192, s3);
  return true;
}

/** @returns false where no entry of the column counts, and then all are 0 */
@inline
function realSums(from: usize, to: usize, at: usize, shift: usize, flips: bool, misses: usize, listed: bool): bool {
  let some = false;
  for (let half: usize = 0; half < 2; half++) {
    const zero = f64x2.splat(0);
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
    const row = at + (half << 1);
    for (let n = from; n < to; n++) {
      const k = entryOf(n, listed);
      const counts = halfOf(k, row, shift, flips, misses + (half << 1));
      if (counts == 0) continue;
      some = true;
      const a = v128.load64_splat(columnCoefficient + (k << 3));
      const lower = byteMasks + (<usize>(counts & 255) << 6);
      const upper = byteMasks + (<usize>(counts >> 8) << 6);
      s0 = f64x2.add(s0, v128.and(a, v128.load(lower, 0)));
      s1 = f64x2.add(s1, v128.and(a, v128.load(lower, 16)));
      s2 = f64x2.add(s2, v128.and(a, v128.load(lower, 32)));
      s3 = f64x2.add(s3, v128.and(a, v128.load(lower, 48)));
      s4 = f64x2.add(s4, v128.and(a, v128.load(upper, 0)));
      s5 = f64x2.add(s5, v128.and(a, v128.load(upper, 16)));
      s6 = f64x2.add(s6, v128.and(a, v128.load(upper, 32)));
      s7 = f64x2.add(s7, v128.and(a, v128.load(upper, 48)));
    }
    const to16 = laneValues + (half << 7);
    v128.store(to16, s0, 0);
    v128.store(to16, s1, 16);
    v128.store(to16, s2, 32);
    v128.store(to16, s3, 48);
    v128.store(to16, s4, 64);
    v128.store(to16, s5, 80);
    v128.store(to16, s6, 96);
    v128.store(to16, s7, 112);
  }
  return some;
}

/** The same by violated rows alone. Of integers of one size few enough are small. */
function liveSums(j: usize, at: usize, shift: usize): bool {
  const from = <usize>load<i32>(liveStart + (j << 2));
  const to = <usize>load<i32>(liveStart + (j << 2), 4);
  if (from == to) return false;
  const kind = <i32>load<u8>(columnKind + j);
  const fits = kind == LONG && abs(<i32>load<i8>(columnByte + entryOf(from, true))) * <i32>(to - from) <= MOST_SMALL;
  return kind == REAL || (kind == LONG && !fits)
    ? realSums(from, to, at, shift, false, 0, true)
    : smallSums(from, to, at, shift, false, 0, true);
}

/** Writes the sums of a column's entries in one block. @returns false where all are 0 */
@inline
export function entrySums(j: usize, word: usize, first: bool, shift: usize, flips: bool): bool {
  if (!flips && walksLiveRows()) return liveSums(j, rowBits + (word << 2), shift);
  const from = <usize>load<i32>(columnStart + (j << 2));
  const to = <usize>load<i32>(columnStart + (j << 2), 4);
  const kind = <i32>load<u8>(columnKind + j);
  const misses = literals + (j << (shift + 1));
  if (kind == UNIFORM || kind == LONG) {
    if (first || (word & 3) == 0) {
      const quad = (word >> 2) << 4;
      if (shift == 2) countRows(from, to, rowBits, 2, true, flips, misses);
      else countRows(from, to, rowBits + quad, shift, false, flips, misses + quad);
    }
    return kind == LONG ? longSums(from, to, word) : uniformSums(from, to, word);
  }
  const at = rowBits + (word << 2);
  return kind == SMALL
    ? smallSums(from, to, at, shift, flips, misses + (word << 2), false)
    : realSums(from, to, at, shift, flips, misses + (word << 2), false);
}
