/**
 * Counts, for each of up to 512 samples, the rows of one group whose corner it is at: bit-sliced
 * counters, filled eight masks at a time by carry-save adders (Warren, Hacker's Delight, 5-1), about five
 * operations a mask and 128 samples. At the end of a group amount · count is added to each penalty.
 */
import { byteMasks, penalty, planes } from './_program';
import { carryOf, sumOf } from './_full-adder';

/** Masks of 64 bytes behind the 32 planes. */
const WAITING: usize = 32 * 64;

/** Bytes of a mask that are in use: 16 for up to four blocks of 32 samples, else 64. */
let width: usize = 64;
let waiting: i32 = 0;
let depth: i32 = 0;
let counted: i32 = 0;

export function countBytes(bytes: usize): void {
  width = bytes;
}

/** One block's masks are words: four rows share a vector, and their counts are added at the end. */
let words: i32 = 0;

/** Adds a mask of one block of 32 samples. */
@inline
export function addWord(mask: i32): void {
  store<i32>(planes + WAITING + (<usize>(words >> 2) << 6) + (<usize>(words & 3) << 2), mask);
  if (++words == 32) {
    words = 0;
    addEight();
  }
}

/** The same as `settleGroup` for words. */
export function settleWords(amount: f64): i32 {
  while ((words & 3) != 0) addWord(0);
  waiting = words >> 2;
  words = 0;
  addWaiting();
  waiting = 0;
  let total = 0;
  if (depth > 0) {
    let some: i64 = 0;
    for (let p = 0; p < depth; p++) some |= load<i64>(planes + (<usize>p << 6), 0) | load<i64>(planes + (<usize>p << 6), 8);
    // Samples of one block, 0 to 31: both halves of what came together.
    let samples = <i32>some | <i32>(some >> 32);
    while (samples != 0) {
      const lane = ctz(samples);
      samples &= samples - 1;
      let count = 0;
      for (let p = 0; p < depth; p++) {
        const at = planes + (<usize>p << 6);
        const here = i32x4.extract_lane(bitOf(v128.load(at), lane), 0);
        count += here << p;
      }
      total += count;
      const at = penalty + (<usize>lane << 3);
      store<f64>(at, load<f64>(at) + amount * <f64>count);
    }
  }
  depth = 0;
  counted = 0;
  return total;
}

/** How many of the four words have bit `lane`, in lane 0. */
@inline
function bitOf(word: v128, lane: i32): v128 {
  const bits = v128.and(i32x4.shr_u(word, lane), i32x4.splat(1));
  const halves = i32x4.add(bits, i32x4.shuffle(bits, bits, 2, 3, 0, 1));
  return i32x4.add(halves, i32x4.shuffle(halves, halves, 1, 0, 3, 2));
}

/** Address for the next mask; call `maskWritten` when its bytes in use are written. */
@inline
export function nextMask(): usize {
  return planes + WAITING + (<usize>waiting << 6);
}

@inline
export function maskWritten(): void {
  if (++waiting == 8) addEight();
}

/** How many masks may be written one after the other from `nextMask` on, before `masksWritten`. */
@inline
export function masksLeft(): i32 {
  return 8 - waiting;
}

@inline
export function masksWritten(count: i32): void {
  waiting += count;
  if (waiting == 8) addEight();
}

function deepen(masks: i32): void {
  counted += masks;
  const needed = 32 - clz(counted);
  while (depth < needed) {
    const at = planes + (<usize>depth << 6);
    v128.store(at, i32x4.splat(0), 0);
    v128.store(at, i32x4.splat(0), 16);
    v128.store(at, i32x4.splat(0), 32);
    v128.store(at, i32x4.splat(0), 48);
    depth++;
  }
}

/** Adds a carry into the counters from plane `from` on. */
@inline
function ripple(at: usize, from: i32, carry: v128): void {
  let c = carry;
  for (let p = from; p < depth && v128.any_true(c); p++) {
    const plane = v128.load(at + (<usize>p << 6));
    v128.store(at + (<usize>p << 6), v128.xor(plane, c));
    c = v128.and(plane, c);
  }
}

function addEight(): void {
  deepen(8);
  waiting = 0;
  for (let part: usize = 0; part < width; part += 16) {
    const at = planes + part;
    const mask = at + WAITING;
    let ones = v128.load(at, 0);
    let twos = v128.load(at, 64);
    const fours = v128.load(at, 128);
    let b = v128.load(mask, 0);
    let c = v128.load(mask, 64);
    let twosA = carryOf(ones, b, c);
    ones = sumOf(ones, b, c);
    b = v128.load(mask, 128);
    c = v128.load(mask, 192);
    let twosB = carryOf(ones, b, c);
    ones = sumOf(ones, b, c);
    const foursA = carryOf(twos, twosA, twosB);
    twos = sumOf(twos, twosA, twosB);
    b = v128.load(mask, 256);
    c = v128.load(mask, 320);
    twosA = carryOf(ones, b, c);
    ones = sumOf(ones, b, c);
    b = v128.load(mask, 384);
    c = v128.load(mask, 448);
    twosB = carryOf(ones, b, c);
    v128.store(at, sumOf(ones, b, c), 0);
    const foursB = carryOf(twos, twosA, twosB);
    v128.store(at, sumOf(twos, twosA, twosB), 64);
    v128.store(at, sumOf(fours, foursA, foursB), 128);
    ripple(at, 3, carryOf(fours, foursA, foursB));
  }
}

/** Adds the masks that no `addEight` has taken. */
function addWaiting(): void {
  if (waiting == 0) return;
  deepen(waiting);
  for (let n = 0; n < waiting; n++) {
    const mask = planes + WAITING + (<usize>n << 6);
    for (let part: usize = 0; part < width; part += 16) ripple(planes + part, 0, v128.load(mask + part));
  }
}

/**
 * Adds amount · count to the penalties and clears the counters.
 * @returns the sum of all counts
 */
export function settleGroup(amount: f64): i32 {
  addWaiting();
  let total = 0;
  if (depth > 0) {
    for (let chunk: usize = 0; chunk < width; chunk += 8) {
      let some: i64 = 0;
      for (let p = 0; p < depth; p++) some |= load<i64>(planes + (<usize>p << 6) + chunk);
      while (some != 0) {
        const lane = ctz(some);
        some &= some - 1;
        let count = 0;
        for (let p = 0; p < depth; p++) count |= <i32>((load<i64>(planes + (<usize>p << 6) + chunk) >> lane) & 1) << p;
        total += count;
        const at = penalty + (((<usize>chunk << 3) + <usize>lane) << 3);
        store<f64>(at, load<f64>(at) + amount * <f64>count);
      }
    }
  }
  waiting = 0;
  depth = 0;
  counted = 0;
  return total;
}

/** Fills the table of eight 64-bit masks for each byte. */
export function fillByteMasks(): void {
  for (let byte = 0; byte < 256; byte++) {
    for (let bit = 0; bit < 8; bit++) store<i64>(byteMasks + ((<usize>byte << 6) + (<usize>bit << 3)), ((byte >> bit) & 1) != 0 ? -1 : 0);
  }
}
