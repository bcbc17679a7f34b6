/**
 * Generators of random bits on vectors of four lanes, side by side: those the kernels use and those they
 * could. Each function draws 128 samples of `variables` marginals as the kernels do, in planes compared with
 * the marginal from its top bit down, and folds them into a checksum. Counter-based ones stop after the four
 * planes that decide the last lane; sequences take a fixed number of leading planes and go on with Threefry
 * where that was too few. `words…` draw raw planes only and give back the first word drawn.
 */
import { placeKey, threefry, word0, word1, word2, word3 } from '../../src-kernels/assembly/_threefry';

export { placeKey };

/** Addresses the host fills: thresholds by variable. */
const THRESHOLDS: usize = 65536;

let open: v128 = i32x4.splat(0);
let ones: v128 = i32x4.splat(0);
let rest: v128 = i32x4.splat(0);
let sink: v128 = i32x4.splat(0);

@inline
function turned(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

@inline
function begin(j: i32): void {
  open = i32x4.splat(-1);
  ones = i32x4.splat(0);
  rest = v128.load32_splat(THRESHOLDS + (<usize>j << 2));
}

@inline
function compare(plane: v128): void {
  const closing = v128.and(open, v128.xor(plane, i32x4.shr_s(rest, 31)));
  ones = v128.or(ones, v128.and(closing, plane));
  open = v128.xor(open, closing);
  rest = i32x4.shl(rest, 1);
}

@inline
function compareFour(a: v128, b: v128, c: v128, d: v128): bool {
  compare(a);
  compare(b);
  compare(c);
  compare(d);
  return v128.any_true(open);
}

function goOn(j: i32, from: i32): void {
  for (let q = from; q < 8; q++) {
    threefry(i32x4(0, 1, 2, 3), i32x4.splat(j), i32x4.splat(q), i32x4.splat(0));
    if (!compareFour(word0, word1, word2, word3)) return;
  }
}

/** Ones among all samples drawn since the last call, lane by lane in a checksum. */
export function checksum(): i32 {
  const found = i32x4.extract_lane(sink, 0) ^ i32x4.extract_lane(sink, 1) ^ i32x4.extract_lane(sink, 2) ^ i32x4.extract_lane(sink, 3);
  sink = i32x4.splat(0);
  return found;
}

// Threefry4x32-13

export function drawThreefry(variables: i32): void {
  for (let j = 0; j < variables; j++) {
    begin(j);
    goOn(j, 0);
    sink = v128.xor(sink, ones);
  }
}

export function wordsThreefry(calls: i32): i32 {
  let first = 0;
  for (let n = 0; n < calls; n++) {
    threefry(i32x4(0, 1, 2, 3), i32x4.splat(n), i32x4.splat(0), i32x4.splat(0));
    if (n == 0) first = i32x4.extract_lane(word0, 0);
    sink = v128.xor(sink, v128.xor(v128.xor(word0, word1), v128.xor(word2, word3)));
  }
  return first;
}

// Philox4x32, 10 rounds and 7

let a: v128 = i32x4.splat(0);
let b: v128 = i32x4.splat(0);
let c: v128 = i32x4.splat(0);
let d: v128 = i32x4.splat(0);

/** Upper halves of the products of unsigned lanes; the lower ones are `i32x4.mul`. */
@inline
function upper(x: v128, factor: v128): v128 {
  return i32x4.shuffle(i64x2.extmul_low_i32x4_u(x, factor), i64x2.extmul_high_i32x4_u(x, factor), 1, 3, 5, 7);
}

@inline
function philox(j: i32, q: i32, rounds: i32): void {
  const factor0 = i32x4.splat(0xd2511f53);
  const factor1 = i32x4.splat(0xcd9e8d57);
  let k0 = i32x4.splat(0);
  let k1 = i32x4.splat(0);
  a = i32x4(0, 1, 2, 3);
  b = i32x4.splat(j);
  c = i32x4.splat(q);
  d = i32x4.splat(0);
  for (let round = 0; round < rounds; round++) {
    const high0 = upper(a, factor0);
    const high1 = upper(c, factor1);
    const low0 = i32x4.mul(a, factor0);
    const low1 = i32x4.mul(c, factor1);
    a = v128.xor(v128.xor(high1, b), k0);
    b = low1;
    c = v128.xor(v128.xor(high0, d), k1);
    d = low0;
    k0 = i32x4.add(k0, i32x4.splat(0x9e3779b9));
    k1 = i32x4.add(k1, i32x4.splat(0xbb67ae85));
  }
}

export function drawPhilox(variables: i32, rounds: i32): void {
  for (let j = 0; j < variables; j++) {
    begin(j);
    for (let q = 0; q < 8; q++) {
      philox(j, q, rounds);
      if (!compareFour(a, b, c, d)) break;
    }
    sink = v128.xor(sink, ones);
  }
}

export function wordsPhilox(calls: i32, rounds: i32): i32 {
  let first = 0;
  for (let n = 0; n < calls; n++) {
    philox(n, 0, rounds);
    if (n == 0) first = i32x4.extract_lane(a, 0);
    sink = v128.xor(sink, v128.xor(v128.xor(a, b), v128.xor(c, d)));
  }
  return first;
}

// sfc32, a sequence seeded by Threefry

let s0: v128 = i32x4.splat(0);
let s1: v128 = i32x4.splat(0);
let s2: v128 = i32x4.splat(0);
let s3: v128 = i32x4.splat(0);

function seed(): void {
  threefry(i32x4(0, 1, 2, 3), i32x4.splat(0), i32x4.splat(-1), i32x4.splat(0));
  s0 = word0;
  s1 = word1;
  s2 = word2;
  s3 = word3;
}

export function drawSfc(variables: i32, leading: i32): void {
  seed();
  let x = s0;
  let y = s1;
  let z = s2;
  let n = i32x4.splat(1);
  for (let j = 0; j < variables; j++) {
    let undecided = i32x4.splat(-1);
    let drawn = i32x4.splat(0);
    let bound = v128.load32_splat(THRESHOLDS + (<usize>j << 2));
    for (let p = 0; p < leading; p++) {
      const plane = i32x4.add(i32x4.add(x, y), n);
      n = i32x4.add(n, i32x4.splat(1));
      x = v128.xor(y, i32x4.shr_u(y, 9));
      y = i32x4.add(z, i32x4.shl(z, 3));
      z = i32x4.add(turned(z, 21), plane);
      const closing = v128.and(undecided, v128.xor(plane, i32x4.shr_s(bound, 31)));
      drawn = v128.or(drawn, v128.and(closing, plane));
      undecided = v128.xor(undecided, closing);
      bound = i32x4.shl(bound, 1);
    }
    if (v128.any_true(undecided)) {
      open = undecided;
      ones = drawn;
      rest = bound;
      goOn(j, leading >> 2);
      drawn = ones;
    }
    sink = v128.xor(sink, drawn);
  }
}

export function wordsSfc(calls: i32): i32 {
  seed();
  let x = s0;
  let y = s1;
  let z = s2;
  let n = i32x4.splat(1);
  let mixed = i32x4.splat(0);
  const first = i32x4.extract_lane(i32x4.add(i32x4.add(x, y), n), 0);
  for (let p = 0; p < 4 * calls; p++) {
    const plane = i32x4.add(i32x4.add(x, y), n);
    n = i32x4.add(n, i32x4.splat(1));
    x = v128.xor(y, i32x4.shr_u(y, 9));
    y = i32x4.add(z, i32x4.shl(z, 3));
    z = i32x4.add(turned(z, 21), plane);
    mixed = v128.xor(mixed, plane);
  }
  sink = v128.xor(sink, mixed);
  return first;
}

// xoshiro128++, a sequence seeded by Threefry

export function drawXoshiro(variables: i32, leading: i32): void {
  seed();
  let x = s0;
  let y = s1;
  let z = s2;
  let w = s3;
  for (let j = 0; j < variables; j++) {
    let undecided = i32x4.splat(-1);
    let drawn = i32x4.splat(0);
    let bound = v128.load32_splat(THRESHOLDS + (<usize>j << 2));
    for (let p = 0; p < leading; p++) {
      const plane = i32x4.add(turned(i32x4.add(x, w), 7), x);
      const shifted = i32x4.shl(y, 9);
      z = v128.xor(z, x);
      w = v128.xor(w, y);
      y = v128.xor(y, z);
      x = v128.xor(x, w);
      z = v128.xor(z, shifted);
      w = turned(w, 11);
      const closing = v128.and(undecided, v128.xor(plane, i32x4.shr_s(bound, 31)));
      drawn = v128.or(drawn, v128.and(closing, plane));
      undecided = v128.xor(undecided, closing);
      bound = i32x4.shl(bound, 1);
    }
    if (v128.any_true(undecided)) {
      open = undecided;
      ones = drawn;
      rest = bound;
      goOn(j, leading >> 2);
      drawn = ones;
    }
    sink = v128.xor(sink, drawn);
  }
}

export function wordsXoshiro(calls: i32): i32 {
  seed();
  let x = s0;
  let y = s1;
  let z = s2;
  let w = s3;
  let mixed = i32x4.splat(0);
  const first = i32x4.extract_lane(i32x4.add(turned(i32x4.add(x, w), 7), x), 0);
  for (let p = 0; p < 4 * calls; p++) {
    mixed = v128.xor(mixed, i32x4.add(turned(i32x4.add(x, w), 7), x));
    const shifted = i32x4.shl(y, 9);
    z = v128.xor(z, x);
    w = v128.xor(w, y);
    y = v128.xor(y, z);
    x = v128.xor(x, w);
    z = v128.xor(z, shifted);
    w = turned(w, 11);
  }
  sink = v128.xor(sink, mixed);
  return first;
}
