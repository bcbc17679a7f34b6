import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betterSample } from '../../../src-science/decoding/best-of-samples.ts';
import { bestDecoded, decode, divideDecoding, samplesWork, solutionOf } from '../../../src-science/decoding/decode.ts';
import type { DecodeOptions } from '../../../src-science/decoding/decode.ts';
import { DECODER_NAMES } from '../../../src-science/decoding/decoders.ts';
import { DECODERS } from '../../../src-science/decoding/decoders.ts';
import type { DecodedSolution } from '../../../src-science/decoding/decoded-solution.ts';
import { denseForm, formAndMarginals, objectiveOf, violationOf } from '../descent/small-program.ts';

const options: DecodeOptions = { mu: null, samples: 64, seed: 1, now: () => 0 };
const maskOf = (x: ArrayLike<number>): number => Array.from(x).reduce((mask, v, j) => mask | (v << j), 0);

describe('decoding', () => {
  test.each(DECODER_NAMES)('%s reports objective and violation as enumeration finds them for its vector', (decoder) => {
    fc.assert(
      fc.property(formAndMarginals, ({ form, xHat }) => {
        const solution = decode(form, decoder, xHat, options);
        const mask = maskOf(solution.x);
        expect(solution.decoder).toBe(decoder);
        expect(solution.objective).toBeCloseTo(form.objectiveSign * objectiveOf(form, mask), 9);
        expect(solution.violation).toBeCloseTo(violationOf(form, mask), 9);
        expect(solution.feasible).toBe(violationOf(form, mask) < 1e-9);
        form.fixed.forEach((value, j) => {
          if (value >= 0) expect(solution.x[j]).toBe(value);
        });
      }),
      { numRuns: 100, seed: 8 },
    );
  });

  test('shows the objective in the sense of a user who maximizes', () => {
    const form = denseForm([-3, -4], [[1, 1]], [1], { objectiveSign: -1 });
    expect(decode(form, 'greedy-repair', Float64Array.of(0.9, 0.8), options).objective).toBe(4);
  });

  test('accepts a row of decimals that is exceeded by rounding alone', () => {
    const form = denseForm([-1, -1], [[0.1, 0.2]], [0.3]);
    const solution = decode(form, 'threshold', Float64Array.of(1, 1), options);
    expect(solution.feasible).toBe(true);
    expect(solution.violation).toBe(0);
  });

  test('thresholds at one half, the half itself downwards', () => {
    const form = denseForm([1, 1, 1], [], []);
    expect([...decode(form, 'threshold', Float64Array.of(0.5, 0.500001, 0.499), options).x]).toEqual([0, 1, 0]);
  });

  test('greedy repair is never worse than conditional expectation or threshold', () => {
    const options4 = { ...options, mu: 4 };
    fc.assert(
      fc.property(formAndMarginals, ({ form, xHat }) => {
        const names = ['threshold', 'conditional-expectation', 'greedy-repair'] as const;
        const solutions = names.map((name) => decode(form, name, xHat, options4));
        const best = bestDecoded(solutions, form.objectiveSign);
        const repaired = solutions[2];
        const winner = solutions[best ?? 0];
        expect(repaired?.feasible).toBe(winner?.feasible);
        if (repaired?.feasible === true) expect(repaired.objective).toBe(winner?.objective);
      }),
      { numRuns: 200, seed: 9 },
    );
  });

  test.each([
    ['a wrong length', Float64Array.of(0.5), /has 1 marginals, the program has 2/],
    ['a marginal above 1', Float64Array.of(0.5, 1.5), /marginal 2 of x̂ is 1\.5/],
    ['NaN', Float64Array.of(Number.NaN, 0), /marginal 1 of x̂ is NaN/],
  ])('refuses %s', (_what, xHat, message) => {
    expect(() => decode(denseForm([1, 1], [], []), 'threshold', xHat, options)).toThrow(message);
  });

  test.each([-1, Number.NaN, Infinity])('refuses μ = %s', (mu) => {
    expect(() => decode(denseForm([1], [], []), 'conditional-expectation', Float64Array.of(0.5), { ...options, mu })).toThrow(/μ must be/);
  });

  test.each([0, -1, 1.5])('refuses %s samples', (samples) => {
    expect(() => decode(denseForm([1], [], []), 'best-of-samples', Float64Array.of(0.5), { ...options, samples }))
      .toThrow(/samples must be/);
  });
});

describe('best of N samples', () => {
  const form = denseForm([1, 2, 3, 4, 5, 6], [[-1, -1, -1, -1, -1, -1]], [-3]);
  const half = new Float64Array(6).fill(0.5);

  test('finds the optimum of six variables among 2000 samples (missed with probability 2e-14)', () => {
    expect(decode(form, 'best-of-samples', half, { ...options, samples: 2000 }).objective).toBe(6);
  });

  test('is never worse with more samples of the same seed', () => {
    for (let seed = 0; seed < 20; seed++) {
      let last = Infinity;
      for (const samples of [1, 5, 31, 32, 33, 100, 500]) {
        const solution = decode(form, 'best-of-samples', half, { ...options, samples, seed });
        const rank = solution.feasible ? solution.objective : 1000 + solution.violation;
        expect(rank).toBeLessThanOrEqual(last);
        last = rank;
      }
    }
  });

  test('gives the same vector twice and another for another seed', () => {
    const draw = (
      seed: number,
    ): number[] => [
      ...decode(denseForm(Array.from({ length: 40 }, () => 0), [], []), 'best-of-samples', new Float64Array(40).fill(0.5), {
        ...options,
        samples: 1,
        seed,
      }).x,
    ];
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  test('draws a marginal of 0 never and of 1 always', () => {
    const free = denseForm([-5, 5], [], []);
    expect([...decode(free, 'best-of-samples', Float64Array.of(0, 1), { ...options, samples: 200 }).x]).toEqual([0, 1]);
  });

  test('in any parts, compared in any order, gives the vector of one piece', () => {
    fc.assert(
      fc.property(
        formAndMarginals,
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat(5), { maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        ({ form: any, xHat }, samples, cuts, keys) => {
          const given = { ...options, samples };
          const { blocks, search } = divideDecoding(any, xHat, given);
          const borders = [...new Set([0, ...cuts.filter((cut) => cut < blocks), blocks])].sort((a, b) => a - b);
          const pieces = borders.slice(1).map((end, n) => ({ first: borders[n]!, count: end - borders[n]!, key: keys.next().value! })).sort(
            (a, b) => a.key - b.key
          );
          const best = pieces.map(({ first, count }) => search(first, count)).reduce(betterSample);
          expect([...best.x]).toEqual([...decode(any, 'best-of-samples', xHat, given).x]);
          // It says which sample it is: with no more than up to that one, it is the best as well.
          expect([...decode(any, 'best-of-samples', xHat, { ...given, samples: best.sample + 1 }).x]).toEqual([...best.x]);
          expect(solutionOf(any, 'best-of-samples', best.x, 0, samplesWork(any, samples)))
            .toEqual(decode(any, 'best-of-samples', xHat, given));
        },
      ),
      { numRuns: 200, seed: 12 },
    );
  });

  test('keeps the earliest of equals', () => {
    const at = (sample: number, violation = 0, objective = 0) => ({ x: new Uint8Array(1), violation, objective, sample });
    expect(betterSample(at(3), at(2)).sample).toBe(2);
    expect(betterSample(at(2), at(3)).sample).toBe(2);
    expect(betterSample(at(2, 1, 0), at(3, 0, 9)).sample).toBe(3);
    expect(betterSample(at(2, 0, 1), at(3, 0, 0)).sample).toBe(3);
  });
});

describe('the best decoded solution', () => {
  const solution = (feasible: boolean, objective: number, violation: number): DecodedSolution => ({
    decoder: 'threshold',
    x: new Uint8Array(0),
    objective,
    violation,
    feasible,
    seconds: 0,
    work: 0,
  });

  test.each([
    ['nothing decoded', [], 1, null],
    ['a feasible one before a cheaper infeasible one', [solution(false, 1, 2), solution(true, 9, 0)], 1, 1],
    ['the lower objective when minimizing', [solution(true, 9, 0), solution(true, 3, 0)], 1, 1],
    ['the higher objective when maximizing', [solution(true, 9, 0), solution(true, 3, 0)], -1, 0],
    ['the least violation where none is feasible', [solution(false, 1, 5), solution(false, 9, 2)], 1, 1],
    ['the first among equals', [solution(true, 3, 0), solution(true, 3, 0)], 1, 0],
  ] as const)('is %s', (_what, solutions, sign, expected) => {
    expect(bestDecoded(solutions, sign)).toBe(expected);
  });
});

test('every decoder is described in words', () => {
  for (const { label, help } of Object.values(DECODERS)) {
    expect(label.length).toBeGreaterThan(3);
    expect(help).toMatch(/\.$/);
  }
});
