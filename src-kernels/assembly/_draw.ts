/**
 * Draws the samples of a pass: x_j and 1 − x_j of every variable as masks of bits, by the mapping of
 * src-science/random. One block of 32 samples puts its four sequences, so four variables, into the lanes
 * of a vector; more blocks put four blocks of one variable there. The twelve leading planes are stepped
 * through and compared without a branch; where a lane is still open then, its variable is listed, and the
 * list is settled afterwards from Threefry's planes, out of the way of the hot loop.
 *
 * A threshold of 2³² and one of 0 are the same 32 bits: `drawn` is 0 for the former, whose x is always 0.
 */
import { blocks, drawn, late, literals, threshold, variables } from './_program';
import { threefry, word0, word1, word2, word3 } from './_threefry';

const HIGH: usize = 64;
const VALID: usize = 128;
/** Planes of a sequence that a variable takes; LEADING_PLANES of leading-planes.ts. */
const LEADING: i32 = 12;
const SEED_WORD: i32 = -1;

/** A lane closes where its bit differs from the threshold's: the lanes that close and are 1. */
@inline
function rising(open: v128, plane: v128, bit: v128): v128 {
  return v128.and(v128.and(open, v128.xor(plane, bit)), plane);
}

/** Lanes that are still equal to the threshold. */
@inline
function equal(open: v128, plane: v128, bit: v128): v128 {
  return v128.andnot(open, v128.xor(plane, bit));
}

/** One block. Arrays of variables are padded to a multiple of four. */
export function drawOne(): void {
  const low = v128.load32_splat(blocks);
  const high = v128.load32_splat(blocks + HIGH);
  const valid = v128.load32_splat(blocks + VALID);
  threefry(low, i32x4(0, 1, 2, 3), i32x4.splat(SEED_WORD), high);
  let a = word0;
  let b = word1;
  let c = word2;
  let n = i32x4.splat(1);
  let listed = 0;
  for (let j = 0; j < variables; j += 4) {
    const o = <usize>j << 2;
    let open = v128.and(valid, v128.load(drawn + o));
    let rest = v128.load(threshold + o);
    let ones = i32x4.splat(0);
    for (let p = 0; p < LEADING; p++) {
      const plane = i32x4.add(i32x4.add(a, b), n);
      n = i32x4.add(n, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), plane);
      const bit = i32x4.shr_s(rest, 31);
      ones = v128.or(ones, rising(open, plane, bit));
      open = equal(open, plane, bit);
      rest = i32x4.shl(rest, 1);
    }
    // What is still equal to the threshold stays at or above it when only zeros are left of it.
    const settled = v128.and(open, i32x4.eq(rest, i32x4.splat(0)));
    ones = v128.or(ones, settled);
    open = v128.xor(open, settled);
    if (v128.any_true(open)) {
      v128.store(late + (<usize>listed << 5), open);
      store<i32>(late + (<usize>listed << 5), j, 16);
      listed++;
    }
    const zeros = v128.andnot(valid, ones);
    const at = literals + (o << 1);
    v128.store(at, i32x4.shuffle(ones, zeros, 0, 4, 1, 5), 0);
    v128.store(at, i32x4.shuffle(ones, zeros, 2, 6, 3, 7), 16);
  }
  for (let l = 0; l < listed; l++) {
    const entry = late + (<usize>l << 5);
    const j = load<i32>(entry, 16);
    const o = <usize>j << 2;
    const more = laterBits(low, i32x4.add(i32x4.splat(j), i32x4(0, 1, 2, 3)), high, v128.load(threshold + o), v128.load(entry));
    const at = literals + (o << 1);
    // A literal that becomes true makes its complement false.
    v128.store(at, v128.xor(v128.load(at, 0), i32x4.shuffle(more, more, 0, 0, 1, 1)), 0);
    v128.store(at, v128.xor(v128.load(at, 16), i32x4.shuffle(more, more, 2, 2, 3, 3)), 16);
  }
}

/**
 * Up to sixteen blocks.
 * @param quads fours of blocks, 1 to 4
 * @param width vectors from literal to literal: 1 for one quad, else 4; those past `quads` are set to 0
 */
export function drawQuads(quads: i32, width: i32): void {
  const step = <usize>width << 4;
  for (let r = 0; r < 4; r++) {
    if (width == 1) {
      drawQuad(r, step);
      continue;
    }
    drawTwoQuads(r, 0, step);
    if (quads > 2) drawTwoQuads(r, 2, step);
  }
  if (width == 4 && quads <= 2) {
    for (let at = literals; at < literals + (<usize>variables << 7); at += 64) {
      v128.store(at, i32x4.splat(0), 32);
      v128.store(at, i32x4.splat(0), 48);
    }
  }
}

/** Sequence r of the first four blocks. */
function drawQuad(r: i32, step: usize): void {
  const low = v128.load(blocks);
  const high = v128.load(blocks + HIGH);
  const valid = v128.load(blocks + VALID);
  threefry(low, i32x4.splat(r), i32x4.splat(SEED_WORD), high);
  let a = word0;
  let b = word1;
  let c = word2;
  let n = i32x4.splat(1);
  let listed = 0;
  for (let j = r; j < variables; j += 4) {
    const o = <usize>j << 2;
    let open = v128.and(valid, v128.load32_splat(drawn + o));
    let rest = v128.load32_splat(threshold + o);
    let ones = i32x4.splat(0);
    for (let p = 0; p < LEADING; p++) {
      const plane = i32x4.add(i32x4.add(a, b), n);
      n = i32x4.add(n, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), plane);
      const bit = i32x4.shr_s(rest, 31);
      ones = v128.or(ones, rising(open, plane, bit));
      open = equal(open, plane, bit);
      rest = i32x4.shl(rest, 1);
    }
    const settled = v128.and(open, i32x4.eq(rest, i32x4.splat(0)));
    ones = v128.or(ones, settled);
    open = v128.xor(open, settled);
    if (v128.any_true(open)) {
      v128.store(late + (<usize>listed << 5), open);
      store<i32>(late + (<usize>listed << 5), j, 16);
      listed++;
    }
    const at = literals + ((<usize>j << 1) * step);
    v128.store(at, ones);
    v128.store(at + step, v128.andnot(valid, ones));
  }
  for (let l = 0; l < listed; l++) {
    const entry = late + (<usize>l << 5);
    settleLate(load<i32>(entry, 16), 0, step, v128.load(entry));
  }
}

/** Sequence r of quads q and q + 1, which hide each other's latencies. */
function drawTwoQuads(r: i32, q: i32, step: usize): void {
  const from = <usize>q << 4;
  const block = blocks + from;
  threefry(v128.load(block), i32x4.splat(r), i32x4.splat(SEED_WORD), v128.load(block, HIGH));
  let a = word0;
  let b = word1;
  let c = word2;
  threefry(v128.load(block, 16), i32x4.splat(r), i32x4.splat(SEED_WORD), v128.load(block, HIGH + 16));
  let a1 = word0;
  let b1 = word1;
  let c1 = word2;
  let n = i32x4.splat(1);
  const valid = v128.load(block, VALID);
  const valid1 = v128.load(block, VALID + 16);
  let listed = 0;
  for (let j = r; j < variables; j += 4) {
    const o = <usize>j << 2;
    const asked = v128.load32_splat(drawn + o);
    let open = v128.and(valid, asked);
    let open1 = v128.and(valid1, asked);
    let rest = v128.load32_splat(threshold + o);
    let ones = i32x4.splat(0);
    let ones1 = ones;
    for (let p = 0; p < LEADING; p++) {
      const bit = i32x4.shr_s(rest, 31);
      rest = i32x4.shl(rest, 1);
      const plane = i32x4.add(i32x4.add(a, b), n);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), plane);
      ones = v128.or(ones, rising(open, plane, bit));
      open = equal(open, plane, bit);
      const plane1 = i32x4.add(i32x4.add(a1, b1), n);
      a1 = v128.xor(b1, i32x4.shr_u(b1, 9));
      b1 = i32x4.add(c1, i32x4.shl(c1, 3));
      c1 = i32x4.add(v128.or(i32x4.shl(c1, 21), i32x4.shr_u(c1, 11)), plane1);
      ones1 = v128.or(ones1, rising(open1, plane1, bit));
      open1 = equal(open1, plane1, bit);
      n = i32x4.add(n, i32x4.splat(1));
    }
    const zero = i32x4.eq(rest, i32x4.splat(0));
    const settled = v128.and(open, zero);
    ones = v128.or(ones, settled);
    open = v128.xor(open, settled);
    const settled1 = v128.and(open1, zero);
    ones1 = v128.or(ones1, settled1);
    open1 = v128.xor(open1, settled1);
    if (v128.any_true(v128.or(open, open1))) {
      const entry = late + (<usize>listed << 6);
      v128.store(entry, open);
      v128.store(entry, open1, 16);
      store<i32>(entry, j, 32);
      listed++;
    }
    const at = literals + ((<usize>j << 1) * step) + from;
    v128.store(at, ones, 0);
    v128.store(at, ones1, 16);
    v128.store(at, v128.andnot(valid, ones), 64);
    v128.store(at, v128.andnot(valid1, ones1), 80);
  }
  for (let l = 0; l < listed; l++) {
    const entry = late + (<usize>l << 6);
    const j = load<i32>(entry, 32);
    settleLate(j, q, step, v128.load(entry, 0));
    settleLate(j, q + 1, step, v128.load(entry, 16));
  }
}

/** Goes on with the open lanes of variable j in quad q. */
function settleLate(j: i32, q: i32, step: usize, open: v128): void {
  if (!v128.any_true(open)) return;
  const block = blocks + (<usize>q << 4);
  const more = laterBits(v128.load(block), i32x4.splat(j), v128.load(block, HIGH), v128.load32_splat(threshold + (<usize>j << 2)), open);
  const at = literals + ((<usize>j << 1) * step) + (<usize>q << 4);
  v128.store(at, v128.xor(v128.load(at), more));
  v128.store(at + step, v128.xor(v128.load(at + step), more));
}

/**
 * The planes behind the leading ones.
 * @param bound all 32 bits of the threshold
 * @param undecided lanes that are equal to its leading ones
 * @returns those of them that are 1
 */
function laterBits(low: v128, variable: v128, high: v128, bound: v128, undecided: v128): v128 {
  let rest = i32x4.shl(bound, LEADING);
  let open = undecided;
  let ones = i32x4.splat(0);
  for (let q = LEADING >> 2; q < 8; q++) {
    threefry(low, variable, i32x4.splat(q), high);
    let bit = i32x4.shr_s(rest, 31);
    ones = v128.or(ones, rising(open, word0, bit));
    open = equal(open, word0, bit);
    rest = i32x4.shl(rest, 1);
    bit = i32x4.shr_s(rest, 31);
    ones = v128.or(ones, rising(open, word1, bit));
    open = equal(open, word1, bit);
    rest = i32x4.shl(rest, 1);
    bit = i32x4.shr_s(rest, 31);
    ones = v128.or(ones, rising(open, word2, bit));
    open = equal(open, word2, bit);
    rest = i32x4.shl(rest, 1);
    bit = i32x4.shr_s(rest, 31);
    ones = v128.or(ones, rising(open, word3, bit));
    open = equal(open, word3, bit);
    rest = i32x4.shl(rest, 1);
    const settled = v128.and(open, i32x4.eq(rest, i32x4.splat(0)));
    ones = v128.or(ones, settled);
    open = v128.xor(open, settled);
    if (!v128.any_true(open)) return ones;
  }
  return v128.or(ones, open);
}
