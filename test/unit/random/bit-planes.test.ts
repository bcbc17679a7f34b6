import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bernoulliBits,
  bernoulliThreshold,
  createRandomStream,
  extraPlane,
  positionStream,
  transpose32,
  uniform,
  uniformWords,
  type RandomStream,
} from '../../../src-science/random/bit-planes.ts';
import { threefryBlock, threefryKey } from '../../../src-science/random/threefry.ts';

function at(seed: number, stream = 0, iteration = 0): RandomStream {
  const made = createRandomStream();
  positionStream(made, seed, stream, iteration);
  return made;
}

/** Output `index` of sfc32 from a state, by the published recursion in exact integers. */
function sfc32(seeds: readonly number[], index: number): bigint {
  const low = (x: bigint): bigint => x & 0xffffffffn;
  let [a, b, c] = seeds.map((word) => low(BigInt(word))) as [bigint, bigint, bigint];
  let out = 0n;
  for (let counter = 1n; counter <= BigInt(index) + 1n; counter++) {
    out = low(a + b + counter);
    a = b ^ (b >> 9n);
    b = low(c + (c << 3n));
    c = low(low((c << 21n) | (c >> 11n)) + out);
  }
  return out;
}

/** The documented mapping, written out bit by bit. */
function wordByDefinition(seed: number, stream: number, iteration: number, sample: number, variable: number): number {
  const key = threefryKey(Number(BigInt(seed) & 0xffffffffn) | 0, Number(BigInt(seed) >> 32n), stream, iteration);
  const block = BigInt(sample) / 32n;
  const lane = sample % 32;
  const out = new Int32Array(4);
  const low = Number(block & 0xffffffffn) | 0;
  const high = Number(block >> 32n);
  let w = 0n;
  for (let plane = 0; plane < 32; plane++) {
    let word = 0n;
    if (plane < 12) {
      threefryBlock(key, low, variable % 4, -1, high, out);
      word = sfc32([...out.subarray(0, 3)], 12 * Math.floor(variable / 4) + plane);
    } else {
      threefryBlock(key, low, variable, plane >> 2, high, out);
      word = BigInt(out[plane & 3]! >>> 0);
    }
    w = (w << 1n) | ((word >> BigInt(lane)) & 1n);
  }
  return Number(w);
}

describe('random numbers by (seed, stream, iteration, sample, variable)', () => {
  it('follow the documented mapping, also for seeds and samples beyond 32 bits', () => {
    const anyPosition = fc.tuple(
      fc.maxSafeNat(),
      fc.nat(5),
      fc.nat(1e6),
      fc.oneof(fc.nat(1000), fc.integer({ min: 2 ** 37 - 50, max: 2 ** 37 + 50 })),
      fc.nat(100),
    );
    fc.assert(
      fc.property(anyPosition, ([seed, stream, iteration, sample, variable]) => {
        const expected = (wordByDefinition(seed, stream, iteration, sample, variable) + 0.5) / 2 ** 32;
        expect(uniform(at(seed, stream, iteration), sample, variable)).toBe(expected);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('are the same in whatever order variables and blocks are asked for', () => {
    const inOrder = new Map<string, readonly number[]>();
    const words = new Int32Array(32);
    const stream = at(17, 2, 5);
    for (const block of [0, 1, 2 ** 33]) {
      for (let variable = 0; variable < 40; variable++) {
        uniformWords(stream, block, variable, words);
        inOrder.set(`${String(block)} ${String(variable)}`, [...words]);
      }
    }
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(0, 1, 2 ** 33), fc.nat(39), fc.boolean()), { maxLength: 30 }), (visits) => {
        for (const [block, variable, bitsOnly] of visits) {
          const expected = inOrder.get(`${String(block)} ${String(variable)}`)!;
          if (bitsOnly) {
            const threshold = 0x5a5a5a5a;
            const ones = expected.reduce((mask, w, l) => mask | (w >>> 0 >= threshold ? 1 << l : 0), 0);
            expect(bernoulliBits(stream, block, variable, threshold, -1)).toBe(ones);
          } else {
            uniformWords(stream, block, variable, words);
            expect([...words]).toEqual(expected);
          }
        }
      }),
      { seed: 3 },
    );
  });

  it('draw x = 1 exactly where the uniform number exceeds 1 − x̂, reading only the planes they need', () => {
    const marginals = [0, 2 ** -33, 2 ** -32, 1e-12, 0.25, 0.3, 0.5, 0.75, 1 - 2 ** -32, 1];
    const stream = at(99);
    for (let variable = 0; variable < 200; variable++) {
      const x = marginals[variable % marginals.length]!;
      const bits = bernoulliBits(stream, 7, variable, bernoulliThreshold(x), -1);
      for (let lane = 0; lane < 32; lane++) {
        expect((bits >>> lane) & 1).toBe(uniform(stream, 224 + lane, variable) > 1 - x ? 1 : 0);
      }
    }
  });

  it('draw bits and uniform numbers alike in blocks beyond 32 bits', () => {
    const stream = at(21);
    for (const block of [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 3 * 2 ** 32]) {
      const bits = bernoulliBits(stream, block, 3, bernoulliThreshold(0.37), -1);
      for (const lane of [0, 13, 31]) {
        expect((bits >>> lane) & 1).toBe(uniform(stream, 32 * block + lane, 3) > 0.63 ? 1 : 0);
      }
      expect(extraPlane(stream, block, 3, 32)).not.toBe(extraPlane(stream, block % 2 ** 32 === block ? 0 : block % 2 ** 32, 3, 32));
    }
  });

  it('never draw a 1 at x̂ = 0 nor a 0 at x̂ = 1', () => {
    const stream = at(3);
    for (let block = 0; block < 100; block++) {
      expect(bernoulliBits(stream, block, 0, bernoulliThreshold(0), -1)).toBe(0);
      expect(bernoulliBits(stream, block, 0, bernoulliThreshold(1), -1)).toBe(-1);
    }
  });

  it('do not depend on which lanes of a block are wanted', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(100), (valid, x, variable) => {
        const all = bernoulliBits(at(5), 2, variable, bernoulliThreshold(x), -1);
        const some = bernoulliBits(at(5), 2, variable, bernoulliThreshold(x), valid);
        expect(some).toBe(all & valid);
      }),
      { seed: 2 },
    );
  });

  it('are uniform: χ² over 64 cells for each of 20 seeds', () => {
    // 20 tests with 63 degrees of freedom; each bound is the 1e-6 quantile on either side (25 and 130).
    for (let seed = 0; seed < 20; seed++) {
      const cells = new Float64Array(64);
      const words = new Int32Array(32);
      const stream = at(seed * 1_000_003);
      for (let variable = 0; variable < 100; variable++) {
        uniformWords(stream, 0, variable, words);
        for (const w of words) cells[w >>> 26]!++;
        uniformWords(stream, 1, variable, words);
        for (const w of words) cells[w >>> 26]!++;
      }
      let chi = 0;
      for (const c of cells) chi += (c - 100) ** 2 / 100;
      expect(chi).toBeGreaterThan(20);
      expect(chi).toBeLessThan(130);
    }
  });

  it('are uncorrelated between neighboring seeds, streams, iterations, samples and variables', () => {
    const n = 4000;
    const pairs: readonly [string, (k: number) => readonly [number, number]][] = [
      ['seeds', (k) => [uniform(at(10), k, 1), uniform(at(11), k, 1)]],
      ['seeds 2³² apart', (k) => [uniform(at(10), k, 1), uniform(at(10 + 2 ** 32), k, 1)]],
      ['streams', (k) => [uniform(at(10, 0), k, 1), uniform(at(10, 1), k, 1)]],
      ['iterations', (k) => [uniform(at(10, 0, 7), k, 1), uniform(at(10, 0, 8), k, 1)]],
      ['samples', (k) => [uniform(at(10), 2 * k, 1), uniform(at(10), 2 * k + 1, 1)]],
      ['blocks', (k) => [uniform(at(10), k, 1), uniform(at(10), k + 32 * n, 1)]],
      ['variables', (k) => [uniform(at(10), k, 1), uniform(at(10), k, 2)]],
      ['variables of one sequence', (k) => [uniform(at(10), k, 1), uniform(at(10), k, 5)]],
    ];
    for (const [what, draw] of pairs) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        const [u, v] = draw(k);
        sum += 12 * (u - 0.5) * (v - 0.5);
      }
      // Sum of n products of unit variance: |z| < 5.5 fails by chance once in 3·10⁶ for all eight pairs.
      expect(Math.abs(sum / Math.sqrt(n)), what).toBeLessThan(5.5);
    }
  });

  it('carry direction bits that are independent of the uniform ones', () => {
    const stream = at(4);
    let agree = 0;
    for (let variable = 0; variable < 500; variable++) {
      const direction = extraPlane(stream, 0, variable, 32);
      const top = bernoulliBits(stream, 0, variable, 2 ** 31, -1);
      for (let l = 0; l < 32; l++) agree += (((direction ^ top) >>> l) & 1) ^ 1;
    }
    expect(Math.abs(agree - 8000) / Math.sqrt(4000)).toBeLessThan(5.5);
  });

  it('transpose a 32×32 bit matrix', () => {
    const words = Int32Array.from({ length: 32 }, (_, r) => Math.imul(r + 1, 0x9e3779b9));
    const before = words.slice();
    transpose32(words);
    for (let r = 0; r < 32; r++) {
      for (let c = 0; c < 32; c++) expect((words[c]! >>> r) & 1).toBe((before[r]! >>> c) & 1);
    }
  });

  it('refuse seeds, streams and iterations that are no non-negative integers', () => {
    const stream = createRandomStream();
    for (const bad of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(() => positionStream(stream, bad, 0, 0)).toThrow(/^seed must be an integer/);
    }
    expect(() => positionStream(stream, 0, 2 ** 32, 0)).toThrow(/^stream must be/);
    expect(() => positionStream(stream, 0, 0, -3)).toThrow(/^iteration must be/);
    expect(() => positionStream(stream, Number.MAX_SAFE_INTEGER, 2 ** 32 - 1, 2 ** 32 - 1)).not.toThrow();
  });
});
