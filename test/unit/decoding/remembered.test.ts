/** What decoders of one program remember of each other changes no result, and saves the work it is there for. */
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decode } from '../../../src-science/decoding/decode.ts';
import type { DecodeOptions } from '../../../src-science/decoding/decode.ts';
import { formAndMarginals } from '../descent/small-program.ts';

const work = vi.hoisted(() => ({ roundings: 0, repairs: 0 }));
vi.mock(import('../../../src-science/decoding/conditional-expectation.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    roundByConditionalExpectation: (...args) => {
      work.roundings++;
      return real.roundByConditionalExpectation(...args);
    },
  };
});
vi.mock(import('../../../src-science/decoding/greedy-repair.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    repairGreedily: (...args) => {
      work.repairs++;
      return real.repairGreedily(...args);
    },
  };
});

const options: DecodeOptions = { mu: null, samples: 64, seed: 1, now: () => 0 };
const DECODERS = ['conditional-expectation', 'greedy-repair', 'local-search'] as const;

describe('decoders of one program', () => {
  it('give what they give a program they never saw, in any order, though their answers and marginals are written over', () => {
    const asked = fc.record({ decoder: fc.constantFrom(...DECODERS), at: fc.nat({ max: 4 }), mu: fc.constantFrom(null, 0.5, 4) });
    fc.assert(
      fc.property(formAndMarginals, fc.array(asked, { minLength: 2, maxLength: 12 }), ({ form, xHat }, questions) => {
        for (const { decoder, at, mu } of questions) {
          const marginals = xHat.map((x) => (x + at / 5) % 1);
          const anew = decode({ ...form }, decoder, marginals.slice(), { ...options, mu });
          const again = decode(form, decoder, marginals, { ...options, mu });
          expect(again).toEqual(anew);
          again.x.fill(7);
          marginals.fill(0.25);
        }
      }),
      { numRuns: 200, seed: 20261130 },
    );
  });

  it('round by conditional expectation once, and repair each pair of roundings once', () => {
    fc.assert(
      fc.property(formAndMarginals, ({ form, xHat }) => {
        work.roundings = 0;
        work.repairs = 0;
        for (const decoder of DECODERS) decode(form, decoder, xHat, options);
        expect(work.roundings).toBe(1);
        const { repairs } = work;
        // Other marginals of the same rounding: rounded again, not repaired again.
        const near = xHat.map((x) => (x === 0.5 ? x : x + (x > 0.5 ? 1e-9 : -1e-9) * Math.min(x, 1 - x)));
        decode(form, 'greedy-repair', near, options);
        expect(work.roundings).toBe(near.every((x, j) => Object.is(x, xHat[j])) ? 1 : 2);
        expect(work.repairs).toBe(repairs);
      }),
      { numRuns: 50, seed: 3 },
    );
  });
});
