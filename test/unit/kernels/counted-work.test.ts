/**
 * What the Monte Carlo kernels do, counted rather than timed, so that a regression shows on any machine:
 * instructions in the compiled loops over nonzeros and in the generator, planes of random bits that a draw
 * reads. Bounds are today's counts with a few to spare; whoever makes
 * a loop cheaper lowers its bound.
 */
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bernoulliBits, bernoulliThreshold, createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { kernelFile } from './load-kernel.ts';
import { innermostLoops, type Loop } from './wat-loops.ts';

/** The innermost loops of a module's function that do each of these so often. */
function loopsOf(loops: readonly Loop[], inside: string, does: Readonly<Record<string, number>>): Loop[] {
  return loops.filter((loop) => loop.inside === inside && Object.entries(does).every(([name, n]) => (loop.count.get(name) ?? 0) === n));
}

/** Name, function, what marks the loop, how many such loops, samples a turn, most instructions a turn. */
const HOT: readonly (readonly [string, string, Readonly<Record<string, number>>, number, number, number])[] = [
  ['two nonzeros of a corner row, penalty', 'cornerSixteen', { 'v128.load': 8, 'v128.and': 0, 'i8x16.popcnt': 0 }, 1, 512, 31],
  ['a nonzero of a corner row that may miss two', 'cornerSixteen', { 'v128.load': 4, 'v128.and': 4, 'i8x16.popcnt': 0 }, 1, 512, 26],
  ['a nonzero of a corner row, gradient', 'cornerSixteen', { 'i8x16.popcnt': 4 }, 2, 512, 38],
  ['a row of two literals, all gradients', 'pairRows', { 'v128.any_true': 1 }, 1, 512, 121],
  ['a nonzero of a corner row, one block', 'cornerOne', { 'i32.popcnt': 1 }, 2, 32, 21],
  ['a nonzero of a corner row in the gradient, true penalty', 'addTruePenalty', { 'f64.convert_i32_s': 1 }, 1, 1, 26],
  ['a nonzero of a cover row in the gradient, averaged', 'addAveraged', { 'f64.mul': 1 }, 1, 1, 23],
  ['a nonzero of a weighted row, penalty', 'walkRow', { 'v128.load': 8, 'v128.and': 8, 'i32x4.add': 8, 'i32x4.max_s': 0 }, 1, 32, 40],
  ['a nonzero of a weighted row, true-penalty gradient', 'weightedRow', { 'v128.load': 8, 'i32x4.max_s': 8, 'i32x4.min_s': 8 }, 2, 32, 85],
  ['24 variables of four rows that share them, two samples, penalty', 'tableRows', { 'i32.load16_u': 8, 'i32x4.add': 8 }, 1, 2, 40],
  ['six variables of a row in a sample near its bound, true-penalty gradient', 'addNearChanges', { 'i32.load16_u': 1, 'i32x4.max_s': 2 }, 1, 1, 28],
  ['a variable of a row in all samples, true-penalty gradient', 'addChanges', { 'v128.load': 3, 'i32x4.max_s': 2 }, 1, 8, 26],
  ['a nonzero of a weighted row, averaged gradient', 'countViolated', { 'i8x16.popcnt': 4 }, 1, 512, 43],
  ['a variable of a linear form', 'linearForm', { 'f64x2.add': 8 }, 1, 16, 56],
  ['a leading plane of 128 random bits and its comparison', 'drawOne', { 'i32x4.add': 5 }, 1, 128, 31],
  ['a leading plane of 256 random bits and its comparison', 'drawTwoQuads', { 'i32x4.add': 9 }, 1, 256, 50],
];

/** The same of the gradients of single samples. */
const HOT_GRADIENTS: typeof HOT = [
  ['a nonzero of a column of small integers', 'columnTotal', { 'i8x16.add': 2 }, 1, 32, 30],
  ['a nonzero of any other column', 'columnTotal', { 'v128.load64_splat': 1, 'f64x2.add': 8 }, 1, 16, 56],
  ['eight nonzeros of a uniform column', 'columnTotal', { 'v128.load': 11, 'f64x2.add': 0, 'f64x2.mul': 0 }, 1, 128, 144],
  ['a nonzero of a violated row, small integers', 'liveSums', { 'i8x16.add': 2 }, 1, 32, 36],
  ['a nonzero of a violated row', 'liveSums', { 'v128.load64_splat': 1 }, 1, 16, 62],
  ['a bit of the counts of a long column', 'longSums', { 'i16x8.add': 5 }, 1, 32, 30],
  ['four nonzeros of a corner row, one block, until every sample misses one', 'cornerOne', { 'i32.load': 8 }, 1, 32, 40],
  ['eight nonzeros of a uniform column, one block', 'columnTotal', { 'v128.load32_zero': 8 }, 1, 32, 152],
  ['a bit of the counts of a uniform column', 'uniformSums', { 'i8x16.add': 3 }, 1, 32, 21],
  ['eight slopes given x, drawn', 'drawnTotal', { 'f64x2.div': 4 }, 1, 8, 130],
  ['eight slopes given x, their means', 'columnTotal', { 'f64x2.mul': 4 }, 1, 8, 40],
  ['eight entries of a uniform column, true penalty', 'flipTotal', { 'v128.load': 27 }, 1, 128, 234],
  ['eight entries of a uniform column, one block, true penalty', 'flipTotal', { 'v128.load32_zero': 24 }, 1, 32, 256],
  ['an entry of a column of small integers, true penalty', 'flipTotal', { 'i8x16.add': 2 }, 1, 32, 44],
  ['an entry of any other column, true penalty', 'flipTotal', { 'v128.load64_splat': 1, 'f64x2.add': 8 }, 1, 16, 72],
  ['a nonzero of a weighted row, true penalty', 'flipTotal', { 'i32x4.max_s': 1 }, 1, 4, 30],
  ['eight values and their squares', 'moments', { 'f64x2.sub': 4 }, 1, 8, 46],
];

const LOOPS = { sampling: innermostLoops('sampling'), gradients: innermostLoops('gradients') };

describe('the compiled loops', () => {
  it.each([...HOT.map((row) => ['sampling', ...row] as const), ...HOT_GRADIENTS.map((row) => ['gradients', ...row] as const)])(
    '%s: %s',
    (module, _name, inside, does, expected, _samples, most) => {
      const found = loopsOf(LOOPS[module], inside, does);
      expect(found).toHaveLength(expected);
      for (const loop of found) {
        expect(loop.instructions).toBeLessThanOrEqual(most);
        expect(loop.count.has('call'), 'a call within the loop').toBe(false);
      }
    },
  );

  it.each([['sampling', 24_576], ['gradients', 32_768]] as const)('keep the module %s small enough to be compiled in some milliseconds', (name, most) => {
    expect(statSync(kernelFile(name)).size).toBeLessThan(most);
    // What the loops are read from is what the bytes were made from.
    expect(readFileSync(kernelFile(name)).subarray(0, 4)).toEqual(Buffer.from('\0asm'));
  });
});

describe('a Bernoulli draw of 32 samples', () => {
  it('reads more than its twelve leading planes once in 128 draws: 32 lanes, each open with 2⁻¹²', () => {
    const stream = createRandomStream();
    positionStream(stream, 5, 0, 0);
    let more = 0;
    const watched = {
      ...stream,
      words: new Proxy(stream.words, { get: (words, at) => (at === '0' && more++, Reflect.get(words, at) as unknown) }),
    };
    const draws = 4000;
    for (let block = 0; block < draws; block++) bernoulliBits(watched, block, 1, bernoulliThreshold(0.3137 + block * 1e-5), -1);
    // Poisson with mean 31: outside 8 … 62 once in a million.
    expect(more).toBeGreaterThan(8);
    expect(more).toBeLessThan(62);
  });
});
