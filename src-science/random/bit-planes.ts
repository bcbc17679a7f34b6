/**
 * From (seed, stream, iteration, sample, variable) to random numbers (docs/science.md, section 11). This
 * file fixes the mapping, so that any later kernel gives the same bits:
 *
 *   key   = (low 32 bits of seed, high bits of seed, stream, iteration)
 *   block = ⌊sample / 32⌋; bit (sample mod 32) of plane n of (block, variable) is
 *     n = 0…31: bit 31 − n of the 32-bit integer w(sample, variable), most significant first;
 *     n = 32…35: four more independent bits (32: the SPSA direction).
 *   planes 0…11 are the leading ones (`leading-planes.ts`); plane n ≥ 12 is word n mod 4 of Threefry at
 *   counter (low 32 bits of block, variable, ⌊n/4⌋, high bits of block).
 *   uniform = (w + ½)/2³², in the open interval (0, 1).
 *
 * A plane serves 32 samples, and a Bernoulli draw seldom reads more than the leading ones, which makes a
 * bit many times cheaper than a whole word a sample. The event x = 1 is `uniform > 1 − x̂`, so its
 * probability is x̂ rounded to a multiple of 2⁻³².
 */
import { createLeadingPlanes, forgetLeadingPlanes, LEADING_PLANES, leadingPlanes, type LeadingPlanes } from './leading-planes.ts';
import { setThreefryKey, threefryBlock, threefryKey, type ThreefryKey } from './threefry.ts';

/** Samples that share one call. */
export const LANES = 32;
/** The plane that carries the SPSA direction. */
export const DIRECTION_PLANE = 32;

const TWO_32 = 4294967296;

/** A key and the scratch words of the calls made with it; reused from step to step. */
export interface RandomStream {
  readonly key: ThreefryKey;
  readonly leading: LeadingPlanes;
  /** Length 4. */
  readonly words: Int32Array;
  /** Length 32. */
  readonly planes: Int32Array;
}

export function createRandomStream(): RandomStream {
  return { key: threefryKey(0, 0, 0, 0), leading: createLeadingPlanes(), words: new Int32Array(4), planes: new Int32Array(LANES) };
}

/** @throws RangeError where `value` is not an integer in [0, limit) */
function requireInteger(value: number, limit: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= limit) {
    throw new RangeError(`${what} must be an integer from 0 to ${String(limit - 1)}, not ${String(value)}`);
  }
}

/**
 * Points a stream at (seed, stream, iteration).
 * @throws RangeError where seed is not in [0, 2⁵³), stream or iteration not in [0, 2³²)
 */
export function positionStream(at: RandomStream, seed: number, stream: number, iteration: number): void {
  requireInteger(seed, Number.MAX_SAFE_INTEGER + 1, 'seed');
  requireInteger(stream, TWO_32, 'stream');
  requireInteger(iteration, TWO_32, 'iteration');
  setThreefryKey(at.key, seed % TWO_32 | 0, Math.floor(seed / TWO_32), stream | 0, iteration | 0);
  forgetLeadingPlanes(at.leading);
}

/**
 * The threshold of a marginal: x = 1 exactly where w ≥ threshold.
 * @param xHat in [0, 1]
 * @returns an integer in [0, 2³²]; 0 draws only ones, 2³² only zeros
 */
export function bernoulliThreshold(xHat: number): number {
  return Math.floor((1 - xHat) * TWO_32 + 0.5);
}

/**
 * Draws x for the 32 samples of a block: bit l is sample 32·block + l.
 * @param block ≥ 0, below 2⁴⁸
 * @param threshold of `bernoulliThreshold`
 * @param valid lanes that are wanted; the others come back 0
 * Cost: the twelve leading planes, cheapest where variables of a block come in ascending order.
 */
export function bernoulliBits(
  stream: RandomStream,
  block: number,
  variable: number,
  threshold: number,
  valid: number,
): number {
  if (threshold >= TWO_32) return 0;
  if (threshold <= 0) return valid;
  const { planes } = stream.leading;
  const first = leadingPlanes(stream.leading, stream.key, block, variable);
  let rest = threshold | 0;
  let open = valid;
  let ones = 0;
  for (let p = first; p < first + LEADING_PLANES; p++) {
    const plane = planes[p]!;
    // A lane closes where its bit differs from the threshold's, and is 1 if the bit is.
    const closing = open & (plane ^ (rest >> 31));
    ones |= closing & plane;
    open ^= closing;
    rest <<= 1;
  }
  // What is still equal to the threshold stays ≥ it when only zeros are left of it.
  if (rest === 0) return ones | open;
  return open === 0 ? ones : ones | laterBits(stream, block, variable, rest, open);
}

/**
 * Goes on where the leading planes left lanes undecided.
 * @param threshold what is left of it, shifted up
 * @param undecided lanes that were equal to it so far
 * @returns those of them that are 1
 */
function laterBits(stream: RandomStream, block: number, variable: number, threshold: number, undecided: number): number {
  const { key, words } = stream;
  const low = block | 0;
  const high = block < TWO_32 ? 0 : Math.floor(block / TWO_32);
  let rest = threshold;
  let open = undecided;
  let ones = 0;
  for (let q = LEADING_PLANES / 4; q < LANES / 4; q++) {
    threefryBlock(key, low, variable, q, high, words);
    for (let p = 0; p < 4; p++) {
      const plane = words[p]!;
      const closing = open & (plane ^ (rest >> 31));
      ones |= closing & plane;
      open ^= closing;
      rest <<= 1;
    }
    if (rest === 0) break;
    if (open === 0) return ones;
  }
  return ones | open;
}

/**
 * Draws the whole 32-bit integers w of the 32 samples of a block.
 * @param out length ≥ 32, overwritten: `out[l] >>> 0` is w of sample 32·block + l
 * Cost: the leading planes, five calls of the counter-based generator and a 32×32 bit transposition.
 */
export function uniformWords(stream: RandomStream, block: number, variable: number, out: Int32Array): void {
  const { key, words, leading } = stream;
  const low = block | 0;
  const high = block < TWO_32 ? 0 : Math.floor(block / TWO_32);
  const first = leadingPlanes(leading, key, block, variable);
  // Plane n is row 31 − n, so that after the transposition it is bit 31 − n of each lane.
  for (let n = 0; n < LEADING_PLANES; n++) out[31 - n] = leading.planes[first + n]!;
  for (let q = LEADING_PLANES / 4; q < LANES / 4; q++) {
    threefryBlock(key, low, variable, q, high, words);
    const row = 31 - 4 * q;
    out[row] = words[0]!;
    out[row - 1] = words[1]!;
    out[row - 2] = words[2]!;
    out[row - 3] = words[3]!;
  }
  transpose32(out);
}

/** One further plane of independent bits (n ≥ 32), bit l for sample 32·block + l. */
export function extraPlane(stream: RandomStream, block: number, variable: number, plane: number): number {
  const high = block < TWO_32 ? 0 : Math.floor(block / TWO_32);
  threefryBlock(stream.key, block | 0, variable, plane >>> 2, high, stream.words);
  return stream.words[plane & 3]!;
}

/** Transposes a 32×32 bit matrix in place: bit c of word r becomes bit r of word c (Warren, Hacker's Delight, 7-3). */
export function transpose32(words: Int32Array): void {
  let mask = 0x0000ffff;
  for (let j = 16; j !== 0; j >>>= 1, mask ^= mask << j) {
    for (let k = 0; k < 32; k = (k + j + 1) & ~j) {
      const upper = words[k + j]!;
      const lower = words[k]!;
      const swap = ((lower >>> j) ^ upper) & mask;
      words[k + j] = upper ^ swap;
      words[k] = lower ^ (swap << j);
    }
  }
}

/**
 * The uniform random number of one (sample, variable), in the open interval (0, 1). For loops over many
 * use `bernoulliBits` or `uniformWords`: this costs as much as 32 samples.
 */
export function uniform(stream: RandomStream, sample: number, variable: number): number {
  const block = Math.floor(sample / LANES);
  uniformWords(stream, block, variable, stream.planes);
  return ((stream.planes[sample - block * LANES]! >>> 0) + 0.5) / TWO_32;
}
