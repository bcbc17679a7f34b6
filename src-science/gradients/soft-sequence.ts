/**
 * ε given x, for the schemes that need more of a sample than x: where x_j = 1, ε is uniform on (1 − x̂_j, 1),
 * where x_j = 0 on (0, 1 − x̂_j). With q the probability of the side x_j is on, r = 1 − q, and a uniform u of
 * its own, ε = 1 − qu or qu, and the slope of the soft value (docs/science.md, section 3) is
 *
 *   ∂s = u (1 − qu) / (q (1 + u(1 − 2q))²) = u (w + ur) / (q (w + 2ur)²),   w = 1 − u,
 *   s = (w + ur) / (w + 2ur) where x_j = 1, ur / (w + 2ur) where x_j = 0,
 *
 * all terms positive. The pair (x, ε) has the law of an ε drawn first and x = 1[ε > 1 − x̂];
 * what is saved is to read ε to its last bit from the planes of which x needs only the first.
 *
 * The u of a block come from four sequences of sfc32 (Doty-Humphrey, PractRand): sequence r gives those of
 * lanes l ≡ r (mod 4). Its state a, b, c is the first three words of Threefry at counter (low word of block, r, −2, high
 * word of block) under the stream's key, its own counter starts at 1; outputs 8j … 8j + 7 are the words of
 * lanes r, r + 4, … of variable j. So the number of (sample, variable) is a function of the stream alone.
 */
import { LANES, type RandomStream } from '../random/bit-planes.ts';
import { threefryBlock } from '../random/threefry.ts';

/** Third word of the counters that seed these sequences; no other counter has it. */
const SEED_WORD = -2;
/** Sequences of a block. */
const SEQUENCES = 4;
const TWO_32 = 4294967296;
const TWO_MINUS_32 = 2 ** -32;
/** Half the step of the marginals that can be drawn (`bernoulliThreshold`). */
const RESOLUTION = 2 ** -33;

/** Four sequences: a, b, c and the counter of each. */
export function createSoftSequence(): Int32Array {
  return new Int32Array(4 * SEQUENCES);
}

/** Begins the sequences of a block. @param at of `createSoftSequence`, overwritten. Cost: four calls of Threefry. */
export function beginSoftSequence(at: Int32Array, stream: RandomStream, block: number): void {
  const { key, words } = stream;
  const high = block < TWO_32 ? 0 : Math.floor(block / TWO_32);
  for (let r = 0; r < SEQUENCES; r++) {
    threefryBlock(key, block | 0, r, SEED_WORD, high, words);
    at[4 * r] = words[0]!;
    at[4 * r + 1] = words[1]!;
    at[4 * r + 2] = words[2]!;
    at[4 * r + 3] = 1;
  }
}

/**
 * The words of the block's next variable, one a lane; variables come in ascending order, every one.
 * @param out length 32, overwritten
 * Cost: 32 steps of ten integer operations.
 */
export function nextSoftWords(at: Int32Array, out: Int32Array): void {
  for (let r = 0; r < SEQUENCES; r++) {
    let a = at[4 * r]!;
    let b = at[4 * r + 1]!;
    let c = at[4 * r + 2]!;
    let n = at[4 * r + 3]!;
    for (let l = r; l < LANES; l += SEQUENCES) {
      const word = (a + b + n) | 0;
      n = (n + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + word) | 0;
      out[l] = word;
    }
    at[4 * r] = a;
    at[4 * r + 1] = b;
    at[4 * r + 2] = c;
    at[4 * r + 3] = n;
  }
}

/** Numbers a variable in the table of `loadSoftSides`. */
export const SOFT_SIDE_NUMBERS = 4;

/**
 * Writes r and 1/q of the side x_j = 1, then of the side x_j = 0. At x̂ = 0 and 1 the side that no sample is
 * on gets the numbers of a marginal that the draws cannot tell from these, so that all stay finite.
 * @param sides length 4d, overwritten
 */
export function loadSoftSides(xHat: Float64Array, sides: Float64Array): void {
  for (let j = 0; j < xHat.length; j++) {
    const one = Math.min(Math.max(xHat[j]!, RESOLUTION), 1 - RESOLUTION);
    const zero = 1 - one;
    sides[4 * j] = zero;
    sides[4 * j + 1] = 1 / one;
    sides[4 * j + 2] = one;
    sides[4 * j + 3] = 1 / zero;
  }
}

/** ∂s of a word. @param rest 1 − q. @param inverse 1/q */
export function softSlopeGiven(rest: number, inverse: number, word: number): number {
  const u = ((word >>> 0) + 0.5) * TWO_MINUS_32;
  const w = 1 - u;
  const t = u * rest;
  const n = w + t;
  const base = n + t;
  return (u * n * inverse) / (base * base);
}

/**
 * s and ∂s of the first `count` lanes of a variable.
 * @param sides, at of `loadSoftSides`; the variable's entry
 * @param words of `nextSoftWords`, from `from` on
 * @param ones lanes in which x_j = 1
 * @param value, slope written at [offset, offset + count)
 * Hot.
 */
export function softLanesGiven(
  sides: Float64Array, at: number, words: Int32Array, from: number, ones: number, count: number, value: Float64Array, slope: Float64Array,
  offset: number,
): void {
  for (let l = 0; l < count; l++) {
    const isOne = (ones >>> l) & 1;
    const side = at + 2 - 2 * isOne;
    const u = ((words[from + l]! >>> 0) + 0.5) * TWO_MINUS_32;
    const t = u * sides[side]!;
    const n = 1 - u + t;
    const inverse = 1 / (n + t);
    value[offset + l] = (isOne === 1 ? n : t) * inverse;
    slope[offset + l] = u * n * sides[side + 1]! * inverse * inverse;
  }
}
