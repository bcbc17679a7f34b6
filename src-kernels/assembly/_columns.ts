/**
 * Gradients of single samples, variable by variable: factor · Σ_i a_ij 1[v_i > 0] for the 32 samples of a
 * block in vectors, or the true penalty's; their sum, and what mean and deviations are made of. What the numbers
 * mean, and the order in which they are added, is src-science/gradients: soft-sequence.ts, lane-sums.ts.
 */
import { entrySums, laneValues } from './_entry-sums';
import { addFlips, flipStart } from './_flips';
import { blocks, byteMasks, literals } from './_program';
import { passWords, softStates } from './_soft-words';

/** Addresses: parameters of the factors, and where results go: `means`, where sums are added to, and `deviations`. */
export let factors: usize = 0;
export let means: usize = 0;
export let deviations: usize = 0;

/** What the sum over rows is multiplied with. */
export const STRAIGHT_THROUGH: i32 = 0;
export const AVERAGED_FACTOR: i32 = 1;
export const DRAWN_FACTOR: i32 = 2;
/** Not that sum but the true penalty's gradient. */
export const TRUE_PENALTY_FORM: i32 = 3;

const VALID: usize = 128;

let nothing: bool = false;

/** Whether all gradients of the last `columnTotal` were 0. */
@inline
export function leftNothing(): bool {
  return nothing;
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
    const g0 = f64x2.mul(v128.load(at, 0),
      drawnSlope(early, v128.bitselect(restOne, restZero, one), v128.bitselect(inverseOne, inverseZero, one)));
    one = v128.load(mask, 16);
    const g1 = f64x2.mul(v128.load(at, 16),
      drawnSlope(i32x4.shuffle(early, early, 2, 3, 2, 3), v128.bitselect(restOne, restZero, one),
        v128.bitselect(inverseOne, inverseZero, one)));
    one = v128.load(mask, 32);
    const g2 = f64x2.mul(v128.load(at, 32),
      drawnSlope(late, v128.bitselect(restOne, restZero, one), v128.bitselect(inverseOne, inverseZero, one)));
    one = v128.load(mask, 48);
    const g3 = f64x2.mul(v128.load(at, 48),
      drawnSlope(i32x4.shuffle(late, late, 2, 3, 2, 3), v128.bitselect(restOne, restZero, one),
        v128.bitselect(inverseOne, inverseZero, one)));
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
