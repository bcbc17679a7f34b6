/**
 * Gradients of single samples, variable by variable: factor · Σ_i a_ij 1[v_i > 0] for the 32 samples of a
 * block in vectors, from the bits of the rows that a pass has left behind. Violated rows of a `UNIFORM`
 * column are counted in bits, 128 samples at once, eight rows at a time by carry-save adders (Warren,
 * Hacker's Delight, 5-1); a `SMALL` column is added up in bytes, any other in doubles in the order of its rows.
 * What the numbers mean, and the order in which they are added, is src-science/gradients: indicator-lanes.ts,
 * soft-sequence.ts, lane-sums.ts.
 */
import { blocks, byteMasks, literals, rowBits } from './_program';
import { addFlips, flipStart } from './_flips';
import { passWords, softStates } from './_soft-words';

/**
 * Addresses of `ColumnLayout` and of the factors; `laneValues` is scratch for 32 doubles, `countPlanes`
 * for the bits of the counts of 128 samples; results go to `means`, where sums are added to, and `deviations`.
 */
export let columnStart: usize = 0;
export let columnRow: usize = 0;
export let columnCoefficient: usize = 0;
export let columnKind: usize = 0;
export let columnByte: usize = 0;
export let factors: usize = 0;
export let laneValues: usize = 0;
export let countPlanes: usize = 0;
export let means: usize = 0;
export let deviations: usize = 0;

/** What the sum over rows is multiplied with. */
export const STRAIGHT_THROUGH: i32 = 0;
export const AVERAGED_FACTOR: i32 = 1;
export const DRAWN_FACTOR: i32 = 2;
/** Not that sum but the true penalty's gradient. */
export const TRUE_PENALTY_FORM: i32 = 3;

const VALID: usize = 128;
/** Kinds of columns, as in src-science/gradients/sampling-columns.ts. */
const SMALL: i32 = 1;
const UNIFORM: i32 = 2;

let nothing: bool = false;

/** Whether all gradients of the last `columnTotal` were 0. */
@inline
export function leftNothing(): bool {
  return nothing;
}

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

/** @returns false where all are 0, and then nothing is written */
@inline
function smallSums(from: usize, to: usize, at: usize, shift: usize, flips: bool, misses: usize): bool {
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  let lower = i32x4.splat(0);
  let upper = lower;
  for (let k = from; k < to; k++) {
    const row = wordOf(k, at, shift, flips, misses);
    const a = v128.load8_splat(columnByte + k);
    lower = i8x16.add(lower, v128.and(a, i8x16.eq(v128.and(i8x16.shuffle(row, row, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), bits), bits)));
    upper = i8x16.add(upper, v128.and(a, i8x16.eq(v128.and(i8x16.shuffle(row, row, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), bits), bits)));
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
  return single ? v128.or(v128.load32_zero(all), v128.and(v128.load32_zero(one), v128.load32_zero(missed))) : v128.or(v128.load(all), v128.and(v128.load(one), v128.load(missed)));
}

@inline
function carryOf(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(v128.xor(a, b), c));
}

@inline
function sumOf(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c);
}

/** Writes the bits of the counts, lowest first, of up to 127 entries. */
@inline
function countRows(from: usize, to: usize, at: usize, shift: usize, single: bool, flips: bool, misses: usize): void {
  const zero = i32x4.splat(0);
  let ones = zero, twos = zero, fours = zero;
  let p3 = zero, p4 = zero, p5 = zero, p6 = zero;
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
    p6 = v128.xor(p6, v128.and(p5, next));
    p5 = v128.xor(p5, next);
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
    lower = i8x16.add(lower, v128.and(worth, i8x16.eq(v128.and(i8x16.shuffle(plane, plane, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), bits), bits)));
    upper = i8x16.add(upper, v128.and(worth, i8x16.eq(v128.and(i8x16.shuffle(plane, plane, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), bits), bits)));
    worth = i8x16.add(worth, worth);
  }
  return widenBytes(lower, upper);
}

/** @returns false where no entry of the column counts, and then all are 0 */
@inline
function realSums(from: usize, to: usize, at: usize, shift: usize, flips: bool, misses: usize): bool {
  let some = false;
  for (let half: usize = 0; half < 2; half++) {
    const zero = f64x2.splat(0);
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
    const row = at + (half << 1);
    for (let k = from; k < to; k++) {
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

/** ∂s of two words given which side x is on (`softSlopeGiven`). @param words two, in the lower half */
@inline
function drawnSlope(words: v128, rest: v128, inverse: v128): v128 {
  // The word behind the exponent of 2²⁰ is 2²⁰ + word/2³²; less 2²⁰ − 2⁻³³ it is u, exactly.
  const u = f64x2.sub(i32x4.shuffle(words, i32x4.splat(0x41300000), 0, 4, 1, 5), f64x2.splat(1048576 - 1.1641532182693481e-10));
  const w = f64x2.sub(f64x2.splat(1), u);
  const t = f64x2.mul(u, rest);
  const n = f64x2.add(w, t);
  const base = f64x2.add(n, t);
  return f64x2.div(f64x2.mul(f64x2.mul(u, n), inverse), f64x2.mul(base, base));
}

/**
 * Multiplies the 32 sums by ∂s given x, with the block's next words.
 * @param wanted samples of the block; behind the last of them sums are 0 and stay so, and words are only passed
 * @returns their total, in eight parts by lane mod 8
 */
function drawnTotal(j: usize, ones: i32, state: usize, wanted: i32): f64 {
  const side = factors + (j << 5);
  const restOne = v128.load64_splat(side, 0);
  const inverseOne = v128.load64_splat(side, 8);
  const restZero = v128.load64_splat(side, 16);
  const inverseZero = v128.load64_splat(side, 24);
  let a = v128.load(state, 0);
  let b = v128.load(state, 16);
  let c = v128.load(state, 32);
  let n = v128.load(state, 48);
  const zero = f64x2.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  let bits = ones;
  // Eight samples a turn.
  const end = laneValues + (<usize>(4 - (clz(wanted) >> 3)) << 6);
  let at = laneValues;
  for (; at < end; at += 64, bits >>= 8) {
    const mask = byteMasks + (<usize>(bits & 255) << 6);
    const early = i32x4.add(i32x4.add(a, b), n);
    n = i32x4.add(n, i32x4.splat(1));
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), early);
    const late = i32x4.add(i32x4.add(a, b), n);
    n = i32x4.add(n, i32x4.splat(1));
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), late);
    let one = v128.load(mask, 0);
    const g0 = f64x2.mul(v128.load(at, 0), drawnSlope(early, v128.bitselect(restOne, restZero, one), v128.bitselect(inverseOne, inverseZero, one)));
    one = v128.load(mask, 16);
    const g1 = f64x2.mul(v128.load(at, 16), drawnSlope(i32x4.shuffle(early, early, 2, 3, 2, 3), v128.bitselect(restOne, restZero, one), v128.bitselect(inverseOne, inverseZero, one)));
    one = v128.load(mask, 32);
    const g2 = f64x2.mul(v128.load(at, 32), drawnSlope(late, v128.bitselect(restOne, restZero, one), v128.bitselect(inverseOne, inverseZero, one)));
    one = v128.load(mask, 48);
    const g3 = f64x2.mul(v128.load(at, 48), drawnSlope(i32x4.shuffle(late, late, 2, 3, 2, 3), v128.bitselect(restOne, restZero, one), v128.bitselect(inverseOne, inverseZero, one)));
    v128.store(at, g0, 0);
    v128.store(at, g1, 16);
    v128.store(at, g2, 32);
    v128.store(at, g3, 48);
    s0 = f64x2.add(s0, g0);
    s1 = f64x2.add(s1, g1);
    s2 = f64x2.add(s2, g2);
    s3 = f64x2.add(s3, g3);
  }
  for (; at < laneValues + 256; at += 32) {
    const word = i32x4.add(i32x4.add(a, b), n);
    n = i32x4.add(n, i32x4.splat(1));
    a = v128.xor(b, i32x4.shr_u(b, 9));
    b = i32x4.add(c, i32x4.shl(c, 3));
    c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), word);
  }
  v128.store(state, a, 0);
  v128.store(state, b, 16);
  v128.store(state, c, 32);
  v128.store(state, n, 48);
  return settled(s0, s1, s2, s3);
}

/** The same with the mean of ∂s given x. */
function averagedTotal(j: usize, ones: i32): f64 {
  const whenOne = v128.load64_splat(factors + (j << 5), 0);
  const whenZero = v128.load64_splat(factors + (j << 5), 8);
  const zero = f64x2.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  let bits = ones;
  for (let at = laneValues; at < laneValues + 256; at += 64, bits >>= 8) {
    const mask = byteMasks + (<usize>(bits & 255) << 6);
    const g0 = f64x2.mul(v128.load(at, 0), v128.bitselect(whenOne, whenZero, v128.load(mask, 0)));
    const g1 = f64x2.mul(v128.load(at, 16), v128.bitselect(whenOne, whenZero, v128.load(mask, 16)));
    const g2 = f64x2.mul(v128.load(at, 32), v128.bitselect(whenOne, whenZero, v128.load(mask, 32)));
    const g3 = f64x2.mul(v128.load(at, 48), v128.bitselect(whenOne, whenZero, v128.load(mask, 48)));
    v128.store(at, g0, 0);
    v128.store(at, g1, 16);
    v128.store(at, g2, 32);
    v128.store(at, g3, 48);
    s0 = f64x2.add(s0, g0);
    s1 = f64x2.add(s1, g1);
    s2 = f64x2.add(s2, g2);
    s3 = f64x2.add(s3, g3);
  }
  return settled(s0, s1, s2, s3);
}

/** Total of the 32 sums as they are. */
function plainTotal(): f64 {
  const zero = f64x2.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  for (let at = laneValues; at < laneValues + 256; at += 64) {
    s0 = f64x2.add(s0, v128.load(at, 0));
    s1 = f64x2.add(s1, v128.load(at, 16));
    s2 = f64x2.add(s2, v128.load(at, 32));
    s3 = f64x2.add(s3, v128.load(at, 48));
  }
  return settled(s0, s1, s2, s3);
}

/** Joins the eight parts. */
@inline
function settled(s0: v128, s1: v128, s2: v128, s3: v128): f64 {
  const sum = f64x2.add(f64x2.add(s0, s2), f64x2.add(s1, s3));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Writes the sums of a column's entries in one block. @returns false where all are 0 */
@inline
function entrySums(j: usize, word: usize, first: bool, shift: usize, flips: bool): bool {
  const from = <usize>load<i32>(columnStart + (j << 2));
  const to = <usize>load<i32>(columnStart + (j << 2), 4);
  const kind = <i32>load<u8>(columnKind + j);
  const misses = literals + (j << (shift + 1));
  if (kind == UNIFORM) {
    if (first || (word & 3) == 0) {
      const quad = (word >> 2) << 4;
      if (shift == 2) countRows(from, to, rowBits, 2, true, flips, misses);
      else countRows(from, to, rowBits + quad, shift, false, flips, misses + quad);
    }
    return uniformSums(from, to, word);
  }
  const at = rowBits + (word << 2);
  return kind == SMALL ? smallSums(from, to, at, shift, flips, misses + (word << 2)) : realSums(from, to, at, shift, flips, misses + (word << 2));
}

/**
 * The gradients of variable j in the samples of a block, left in `laneValues`.
 * @param word of the block within the pass; those of a pass, or of a part of it, in ascending order
 * @param first whether it is the first of them
 * @param shift log₂ of the bytes from row to row
 * @param summed whether the sum is wanted
 * @returns it, or 0; where all are 0, which `leftNothing` says, nothing is left in `laneValues`
 */
export function columnTotal(j: usize, word: usize, first: bool, shift: usize, form: i32, summed: bool): f64 {
  if (form == TRUE_PENALTY_FORM) return flipTotal(j, word, first, shift, summed);
  nothing = !entrySums(j, word, first, shift, false);
  const state = softStates + (word << 6);
  if (nothing) {
    if (form == DRAWN_FACTOR) passWords(state);
    return 0;
  }
  if (form == STRAIGHT_THROUGH) return summed ? plainTotal() : 0;
  const ones = load<i32>(literals + (j << (shift + 1)) + (word << 2));
  return form == DRAWN_FACTOR ? drawnTotal(j, ones, state, load<i32>(blocks + VALID + (word << 2))) : averagedTotal(j, ones);
}

/** The same of the true penalty: a column with weighted rows is REAL, so that its sums are written whatever they are. */
function flipTotal(j: usize, word: usize, first: bool, shift: usize, summed: bool): f64 {
  nothing = !entrySums(j, word, first, shift, true);
  const from = <usize>load<i32>(flipStart + (j << 2));
  const to = <usize>load<i32>(flipStart + (j << 2), 4);
  if (from < to) {
    addFlips(laneValues, from, to, word, load<i32>(literals + (j << (shift + 1)) + (word << 2)));
    nothing = false;
  }
  return nothing || !summed ? 0 : plainTotal();
}

let shiftedSum: f64 = 0;
let shiftedSquares: f64 = 0;

/** The two sums of the last `sumShifted`. */
@inline
export function lastSum(): f64 {
  return shiftedSum;
}

@inline
export function lastSquares(): f64 {
  return shiftedSquares;
}

/** Value of one of the 32 samples that `columnTotal` has left. */
@inline
export function valueOf(lane: i32): f64 {
  return load<f64>(laneValues + (<usize>lane << 3));
}

/** Makes all 32 of them 0. */
export function clearValues(): void {
  memory.fill(laneValues, 0, 256);
}

/** Σ (value − origin) and Σ (value − origin)² of the values left by `columnTotal`. @param wanted their samples, as a mask */
export function sumShifted(origin: f64, wanted: i32): void {
  const middle = f64x2.splat(origin);
  const zero = f64x2.splat(0);
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero;
  let q0 = zero, q1 = zero, q2 = zero, q3 = zero;
  let bits = wanted;
  for (let at = laneValues; at < laneValues + 256; at += 64, bits >>= 8) {
    let g0 = f64x2.sub(v128.load(at, 0), middle);
    let g1 = f64x2.sub(v128.load(at, 16), middle);
    let g2 = f64x2.sub(v128.load(at, 32), middle);
    let g3 = f64x2.sub(v128.load(at, 48), middle);
    if (wanted != -1) {
      const mask = byteMasks + (<usize>(bits & 255) << 6);
      g0 = v128.and(g0, v128.load(mask, 0));
      g1 = v128.and(g1, v128.load(mask, 16));
      g2 = v128.and(g2, v128.load(mask, 32));
      g3 = v128.and(g3, v128.load(mask, 48));
    }
    s0 = f64x2.add(s0, g0);
    s1 = f64x2.add(s1, g1);
    s2 = f64x2.add(s2, g2);
    s3 = f64x2.add(s3, g3);
    q0 = f64x2.add(q0, f64x2.mul(g0, g0));
    q1 = f64x2.add(q1, f64x2.mul(g1, g1));
    q2 = f64x2.add(q2, f64x2.mul(g2, g2));
    q3 = f64x2.add(q3, f64x2.mul(g3, g3));
  }
  shiftedSum = settled(s0, s1, s2, s3);
  shiftedSquares = settled(q0, q1, q2, q3);
}
