/**
 * ε given x. Means of n = 131 072 slopes: 5 standard errors are passed by chance once in 10⁶, 32 of them
 * here (fixed seeds). Counts of bits: n = 262 144 a bit position, 6 σ, 32 positions, once in 10⁷.
 */
import { describe, expect, it } from 'vitest';
import { softSlope } from '../../../src-science/gradients/soft-sample.ts';
import {
  beginSoftSequence,
  createSoftSequence,
  loadSoftSides,
  nextSoftWords,
  softSlopeGiven,
} from '../../../src-science/gradients/soft-sequence.ts';
import { createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { slopeWhenOne, slopeWhenZero } from '../../../src-science/relaxation/one-variable.ts';
import { threefryBlock, threefryKey } from '../../../src-science/random/threefry.ts';

function wordsOf(block: number, variables: number, seed = 3, iteration = 0): Int32Array {
  const stream = createRandomStream();
  positionStream(stream, seed, 1, iteration);
  const sequence = createSoftSequence();
  beginSoftSequence(sequence, stream, block);
  const words = new Int32Array(32 * variables);
  for (let j = 0; j < variables; j++) nextSoftWords(sequence, words.subarray(32 * j, 32 * j + 32));
  return words;
}

describe('the slope of ε given x', () => {
  it('is ∂s at ε = 1 − x̂u where x = 1 and at ε = (1 − x̂)u where x = 0', () => {
    const sides = new Float64Array(4);
    for (const x of [1e-9, 0.001, 0.2, 0.5, 0.7, 0.999, 1 - 1e-9]) {
      loadSoftSides(Float64Array.of(x), sides);
      for (const word of [0, 1, 12345, 0x40000000, 0x7fffffff, -1, -12345, -0x40000000]) {
        const u = ((word >>> 0) + 0.5) / 2 ** 32;
        // 1 − ε is written out, as it is all that is left of ε near 1.
        const one = { epsilon: 1 - x * u, rest: x * u };
        const zero = { epsilon: (1 - x) * u, rest: 1 - u + x * u };
        for (const [side, { epsilon, rest }] of [[0, one], [2, zero]] as const) {
          const expected = (epsilon * rest) / (x * epsilon + (1 - x) * rest) ** 2;
          expect(softSlopeGiven(sides[side]!, sides[side + 1]!, word) / expected).toBeCloseTo(1, 6);
        }
      }
    }
    loadSoftSides(Float64Array.of(0.3), sides);
    expect(softSlopeGiven(sides[0]!, sides[1]!, 0x40000000)).toBeCloseTo(softSlope(0.3, 1 - 0.3 * 0.25), 8);
    expect(softSlopeGiven(sides[2]!, sides[3]!, 0x40000000)).toBeCloseTo(softSlope(0.3, 0.7 * 0.25), 8);
  });

  it('has the exact means given x', () => {
    const words = wordsOf(0, 4096);
    const sides = new Float64Array(4);
    for (const x of [0.03, 0.2, 0.5, 0.64, 0.9]) {
      loadSoftSides(Float64Array.of(x), sides);
      for (const [side, exact] of [[0, slopeWhenOne(x) / x], [2, slopeWhenZero(x) / (1 - x)]] as const) {
        const slopes = Float64Array.from(words, (word) => softSlopeGiven(sides[side]!, sides[side + 1]!, word));
        const mean = slopes.reduce((sum, s) => sum + s, 0) / slopes.length;
        const variance = slopes.reduce((sum, s) => sum + (s - mean) ** 2, 0) / (slopes.length - 1);
        expect(Math.abs(mean - exact)).toBeLessThan(5 * Math.sqrt(variance / slopes.length));
      }
    }
  });

  it('is finite and positive on the side that no sample is on, at marginals of 0 and 1', () => {
    const sides = new Float64Array(8);
    loadSoftSides(Float64Array.of(0, 1), sides);
    for (const side of [0, 2, 4, 6]) {
      for (const word of [0, 7, -1]) expect(softSlopeGiven(sides[side]!, sides[side + 1]!, word)).toBeGreaterThan(0);
    }
    for (const side of [0, 2, 4, 6]) {
      for (const word of [0, 7, -1]) expect(softSlopeGiven(sides[side]!, sides[side + 1]!, word)).toBeLessThan(Infinity);
    }
  });
});

describe('the words of ε', () => {
  it('are sfc32 from Threefry’s words, lane by lane', () => {
    // Written out once more, as the header says it.
    const key = threefryKey(3, 0, 1, 0);
    const block = 2 ** 33 + 5;
    const found = wordsOf(block, 3);
    for (let r = 0; r < 4; r++) {
      const seeds = new Int32Array(4);
      threefryBlock(key, 5, r, -2, 2, seeds);
      let [a, b, c, counter] = [BigInt.asUintN(32, BigInt(seeds[0]!)), BigInt.asUintN(32, BigInt(seeds[1]!)),
        BigInt.asUintN(32, BigInt(seeds[2]!)), 1n];
      for (let n = 0; n < 24; n++) {
        const word = BigInt.asUintN(32, a + b + counter++);
        a = b ^ (b >> 9n);
        b = BigInt.asUintN(32, c + (c << 3n));
        c = BigInt.asUintN(32, ((c << 21n) | (c >> 11n)) + word);
        c = BigInt.asUintN(32, c);
        expect(found[32 * (n >> 3) + r + 4 * (n & 7)]! >>> 0).toBe(Number(word));
      }
    }
  });

  it('differ from block to block, iteration to iteration and seed to seed', () => {
    const all = [wordsOf(0, 2), wordsOf(1, 2), wordsOf(2 ** 32, 2), wordsOf(0, 2, 4), wordsOf(0, 2, 3, 1)];
    const seen = new Set(all.flatMap((words) => [...words]));
    expect(seen.size).toBe(5 * 64);
  });

  it('have each bit set half of the time', () => {
    const counts = new Int32Array(32);
    for (let block = 0; block < 64; block++) {
      for (const word of wordsOf(block, 128)) for (let bit = 0; bit < 32; bit++) counts[bit]! += (word >>> bit) & 1;
    }
    for (const count of counts) expect(Math.abs(count - 131_072)).toBeLessThan(6 * 256);
  });
});
