/**
 * The leading planes of random bits, those a Bernoulli draw reads (docs/science.md, section 11). They make
 * up almost all the randomness the program uses, so they come from the cheapest sound source: sfc32
 * (Doty-Humphrey, PractRand), which passes BigCrush and takes a third of a counter-based generator's
 * operations a bit. It steps from number to number, so it runs in short sequences, each seeded from its
 * counter by Threefry: nothing is carried from block to block, and who draws which blocks cannot show.
 *
 *   sequence (block, r), r = 0…3, serves the variables j ≡ r (mod 4), in ascending order; its state
 *     (a, b, c) is the first three words of Threefry at counter (low word of block, r, −1, high word of
 *     block) under the stream's key, its own counter starts at 1;
 *   planes 0…11 of variable j are its outputs 12⌊j/4⌋ … 12⌊j/4⌋ + 11.
 *
 * Four sequences a block fill the four lanes of a vector where one block is drawn, as four blocks do where
 * more are. Twelve planes, because of 128 samples all but 3 in 100 are decided by then: fewer would send
 * more draws to the dearer planes behind them, more would be made in vain (`npm run bench -- generators`).
 */
import { threefryBlock, type ThreefryKey } from './threefry.ts';

/** Planes a variable takes from its sequence. */
export const LEADING_PLANES = 12;
/** Sequences a block has. */
const SEQUENCES = 4;
/** Third word of the counters that seed sequences; no other counter has it. */
const SEED_WORD = -1;

const TWO_32 = 4294967296;

/** Where the four sequences of one block stand. */
export interface LeadingPlanes {
  /** By sequence: the block it is of; NaN where it has not begun. */
  readonly block: Float64Array;
  /** By sequence: how many of its variables it has passed. */
  readonly passed: Int32Array;
  /** By sequence: a, b, c and the counter. */
  readonly state: Int32Array;
  /** By sequence: the twelve planes of the last variable passed. */
  readonly planes: Int32Array;
  readonly seeds: Int32Array;
}

export function createLeadingPlanes(): LeadingPlanes {
  return {
    block: new Float64Array(SEQUENCES).fill(Number.NaN),
    passed: new Int32Array(SEQUENCES),
    state: new Int32Array(SEQUENCES * 4),
    planes: new Int32Array(SEQUENCES * LEADING_PLANES),
    seeds: new Int32Array(4),
  };
}

/** To be called when the key has changed. */
export function forgetLeadingPlanes(at: LeadingPlanes): void {
  at.block.fill(Number.NaN);
}

/** Begins a block's sequence. */
function seed(at: LeadingPlanes, key: ThreefryKey, block: number, sequence: number): void {
  const { seeds, state } = at;
  threefryBlock(key, block | 0, sequence, SEED_WORD, block < TWO_32 ? 0 : Math.floor(block / TWO_32), seeds);
  const o = 4 * sequence;
  state[o] = seeds[0]!;
  state[o + 1] = seeds[1]!;
  state[o + 2] = seeds[2]!;
  state[o + 3] = 1;
  at.block[sequence] = block;
  at.passed[sequence] = 0;
}

/**
 * Puts the leading planes of (block, variable) into `at.planes`.
 * @returns where plane 0 stands; the others follow
 * Cost: twelve steps of about ten integer operations where variables of a block come in ascending order;
 * going back begins the block again, O(variable).
 */
export function leadingPlanes(at: LeadingPlanes, key: ThreefryKey, block: number, variable: number): number {
  const sequence = variable & 3;
  const wanted = (variable >>> 2) + 1;
  const { passed, planes, state } = at;
  const first = LEADING_PLANES * sequence;
  if (at.block[sequence] !== block || passed[sequence]! > wanted) seed(at, key, block, sequence);
  if (passed[sequence] === wanted) return first;
  const o = 4 * sequence;
  let a = state[o]!;
  let b = state[o + 1]!;
  let c = state[o + 2]!;
  let n = state[o + 3]!;
  for (let left = wanted - passed[sequence]!; left > 0; left--) {
    for (let p = first; p < first + LEADING_PLANES; p++) {
      const out = (a + b + n) | 0;
      n = (n + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + out) | 0;
      planes[p] = out;
    }
  }
  state[o] = a;
  state[o + 1] = b;
  state[o + 2] = c;
  state[o + 3] = n;
  passed[sequence] = wanted;
  return first;
}
