/** Rows that 32 bits are too coarse for: exact sample by sample, and unbiased against the exact gradient. */
import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import type { GradientEstimate } from '../../../src-science/estimation/estimate-spec.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { layOutSamples } from '../../../src-science/gradients/sampling-layout.ts';
import { isTooCoarse, layOutWide } from '../../../src-science/gradients/wide-layout.ts';
import { createWideBlock } from '../../../src-science/gradients/wide-rows.ts';
import { splitRows } from '../../../src-science/relaxation/row-split.ts';
import { formOf, testRandom } from '../relaxation/enumeration.ts';
import { flipChange, vertices } from '../relaxation/rational.ts';

const FAR_APART = formOf(6, [{ a: [0.001, 1e6, 1, -0.001, 12345.678, 1e6], b: 1000000.5 }]);

describe('a wide row on a block of samples', () => {
  it('has the values and flips of whole numbers, to the last place', () => {
    const random = testRandom(4);
    for (let seed = 0; seed < 60; seed++) {
      const a = Array.from({ length: 5 }, () => Number(`${1 + Math.floor(1e5 * random())}e${Math.floor(21 * random()) - 10}`) * (random() < 0.4 ? -1 : 1));
      if (seed % 3 === 0) a[1] = -a[0]!;
      const form = formOf(5, [{ a, b: seed % 2 === 0 ? a[4]! + 0 : Number(`${Math.floor(1e3 * random())}e${Math.floor(10 * random()) - 5}`) }]);
      const { weighted } = splitRows(form, { cornersAsWeighted: 'all' });
      if (weighted.count === 0) continue;
      const all = vertices(form);
      const block = createWideBlock(layOutWide(weighted, [0]));
      const ones = (j: number): number => all.reduce((bits, { x }, v) => bits | (x[j]! << v), 0);
      const violated = block.settle(0, ones, -1);
      const close = (found: number, truth: number, what: string): void =>
        expect(Math.abs(found - truth), `${what}: ${found} for ${truth}`)
          .toBeLessThanOrEqual(1e-14 * Math.abs(truth) + 1e-10 * (truth === 0 ? 0 : Math.abs(truth)));
      all.forEach((vertex, v) => {
        expect((violated >>> v) & 1).toBe(vertex.exact[0]! > 0n ? 1 : 0);
        close(block.value[v]!, vertex.excess[0]!, `value ${v} of ${seed}`);
        for (let j = 0; j < 5; j++) {
          close(block.change(j, v), Math.abs(flipChange(all, v, j)), `flip ${j} at ${v} of ${seed}`);
          const other = all[v ^ (1 << j)]!;
          expect(block.crosses(j, v), `crossing ${j} at ${v} of ${seed}`).toBe(vertex.exact[0]! > 0n !== other.exact[0]! > 0n);
        }
      });
    }
  });

  it('leaves lanes that are no sample out', () => {
    const { weighted } = splitRows(FAR_APART);
    const block = createWideBlock(layOutWide(weighted, [0]));
    expect(block.settle(0, () => -1, 0b101)).toBe(0b101);
    expect(block.value[1]).toBe(-Infinity);
  });
});

describe('sampled gradients of coefficients far apart', () => {
  it('meet the exact ones in every coordinate of every scheme, at a million samples', () => {
    // Six coordinates and four schemes: a |z| of 5 comes by chance once in 70 000 runs. Before, it was 17.
    const all = vertices(FAR_APART);
    const xHat = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75];
    for (const scheme of ['true-penalty', 'surrogate-interchange', 'surrogate-corrected', 'straight-through'] as const) {
      const found = estimate(FAR_APART, { quantity: 'gradient', scheme, evaluation: 'sampled', xHat, mu: 1, samples: 1e6, seed: 3 }, {
        now: () => 0,
      }) as GradientEstimate;
      expect(found.maxAbsZ, scheme).toBeLessThan(5);
      if (scheme !== 'true-penalty') continue;
      // The shares are those of whole samples: nothing of a coefficient is lost.
      for (const j of [0, 3]) {
        const samples = (found.penaltyGradient[j]! / FAR_APART.value[j]!) * 1e6;
        expect(Math.abs(samples - Math.round(samples)), `coordinate ${j}`).toBeLessThan(1e-6);
      }
      xHat.forEach((_, j) => {
        const truth = all.reduce(
          (sum, { x }, v) => (x[j] === 1
            ? sum
            : sum + flipChange(all, v, j) * x.reduce((p, one, l) => (l === j ? p : p * (one === 1 ? xHat[l]! : 1 - xHat[l]!)), 1)),
          0,
        );
        expect(Math.abs(found.penaltyGradient[j]! - truth) / found.standardError[j]!, `coordinate ${j}`).toBeLessThan(5);
      });
    }
  }, 60_000);

  it('are whole multiples of the coefficients where every sample is violated, however small they are beside the row', () => {
    const random = testRandom(12);
    const a = Array.from({ length: 300 }, (_, j) => (j === 7 ? 1e-4 * Math.SQRT2 : 0.5 + random()));
    const form = formOf(300, [{ a, b: 20 }]);
    expect(layOutSamples(form).weighted.count).toBe(1);
    const gradient = new Float64Array(300);
    const outcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
    for (const kind of [1000, 40]) {
      createEvaluator(form, { scheme: 'true-penalty', evaluation: 'sampled', samples: kind }).evaluate(
        new Float64Array(300).fill(0.9),
        { seed: 1, stream: 0, iteration: 0, firstSample: 0 },
        gradient,
        outcome,
      );
      expect(outcome.feasibleShare).toBe(0);
      a.forEach((w, j) => expect(Math.abs(gradient[j]! / w - 1), `coordinate ${j}`).toBeLessThan(1e-14));
    }
  });
});

describe('which rows are too coarse', () => {
  const units = (...sizes: number[]): Float64Array => Float64Array.from(sizes);
  const many = (count: number, size: (n: number) => number): number[] => Array.from({ length: count }, (_, n) => size(n));
  it.each<[what: string, size: Float64Array, rounded: number, samples: number, coarse: boolean]>([
    ['whole numbers never are', units(1, 2 ** 28), 0, 1e9, false],
    ['few large ones are not at the samples of a step', units(2 ** 27, 2 ** 27, 2 ** 26), 3, 1e6, false],
    ['a small one beside large ones is', units(0.3, 2 ** 28, 2 ** 28), 3, 1000, true],
    ['hundreds of different ones fill the gaps between their sums', Float64Array.from(many(500, (n) => 2000.5 * (n + 1.3))), 500, 1e6, false],
    ['unless so many samples are drawn that even that shows', Float64Array.from(many(500, (n) => 20.5 * (n + 1.3))), 500, 1e9, true],
    ['one that all others dwarf is, however many they are', units(400, ...many(30, (n) => 2 ** 23 + n)), 30, 1e6, false],
    ['equal ones fill nothing', units(400, ...many(30, () => 2 ** 23)), 30, 1e6, true],
    ['a big-M above ones of one size', units(2 ** 28, ...many(24, () => 537.1)), 25, 100, true],
  ])('%s', (_, size, rounded, samples, coarse) => {
    expect(isTooCoarse(size, rounded, samples)).toBe(coarse);
  });

  it('leaves dense rows of modest spread on the grid, and takes those apart that are not', () => {
    const random = testRandom(3);
    const dense = formOf(500, Array.from({ length: 8 }, () => ({ a: Array.from({ length: 500 }, () => random()), b: 75 })));
    expect(layOutSamples(dense).wide.count).toBe(0);
    expect(layOutSamples(FAR_APART).wide.count).toBe(1);
    expect(layOutSamples(formOf(3, [{ a: [3, 5, 9], b: 8 }]), 1e9).wide.count).toBe(0);
  });
});
