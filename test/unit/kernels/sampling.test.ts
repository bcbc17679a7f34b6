/** Compiled sampling against its definition in src-science/gradients/sample-totals.ts: the same bits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRows, walkRows } from '../../../src-kernels/row-plan.ts';
import { createKernelTotals } from '../../../src-kernels/sampling.ts';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import { createDiffiloEvaluator } from '../../../src-science/descent/diffilo-loss.ts';
import { divideEstimate } from '../../../src-science/estimation/estimate.ts';
import type { EvaluatorSpec } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { layOutSamples } from '../../../src-science/gradients/sampling-layout.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { formOf, randomForm, randomMarginals, ROW_STYLES, testRandom, type DenseRow, type RowStyle } from '../relaxation/enumeration.ts';
import { kernelModule, samplingKernels } from './load-kernel.ts';
import { evaluateWith, sameBits } from './same-bits.ts';

const compiled = samplingKernels();

/** The schemes whose sums come from totals. */
const SPECS: readonly Pick<EvaluatorSpec, 'scheme' | 'tuning'>[] = [{ scheme: 'true-penalty' }, {
  scheme: 'surrogate-interchange',
  tuning: { soft: 'averaged' },
}, { scheme: 'naive-pathwise' }];

const expectSameBits = sameBits(SPECS, compiled);

const styles = fc.subarray([...ROW_STYLES], { minLength: 1 });
const offset = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2000 }), fc.constantFrom(2 ** 37 - 40, 2 ** 37 + 7, 2 ** 40));

/** Kinds of weights of rows that share variables; some round to 0 in the row's integers. */
const WEIGHTS = ['small', 'wide', 'real', 'tiny'] as const;

/** Dense rows with some walked ones between them; the last names its variables at another place. */
function sharedRows(d: number, m: number, density: number, weight: (typeof WEIGHTS)[number], seed: number): NormalForm {
  const random = testRandom(seed);
  const draw =
    {
      small: () => 1 + Math.floor(9 * random()),
      wide: () => 1 + Math.floor(2 ** 20 * random() ** 4),
      real: () => random() + 0.01,
      tiny: () => (random() < 0.3 ? 1e-13 : 1) * (random() + 0.5),
    }[weight];
  const negative = random() < 0.5 ? 0.4 : 0;
  const rows = Array.from({ length: m }, (): DenseRow => {
    const share = random() < 0.2 ? 0.15 : density;
    const a = Array.from({ length: d }, () => (random() < share ? draw() * (random() < negative ? -1 : 1) : 0));
    const low = a.reduce((sum, w) => sum + Math.min(w, 0), 0);
    const high = a.reduce((sum, w) => sum + Math.max(w, 0), 0);
    // A reachable sum now and then: a tie.
    const b = random() < 0.5 ? low + (high - low) * random() : a.reduce((sum, w) => sum + (random() < 0.5 ? w : 0), 0);
    return { a, b };
  });
  return formOf(d, rows);
}

describe('compiled sampling gives the bits of its definition', () => {
  it('on programs of all row classes, marginals of all kinds, any samples and offsets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 30 }),
        styles,
        fc.integer({ min: 1, max: 1100 }),
        offset,
        fc.nat(),
        (d, m, kinds, samples, first, seed) => {
          expectSameBits(randomForm(d, m, seed, kinds), randomMarginals(d, seed, true), samples, seed, first);
        },
      ),
      { numRuns: 150, seed: 4 },
    );
  });

  it('with one block, up to four and up to sixteen, where each has a loop of its own', () => {
    const form = randomForm(40, 60, 7);
    const xHat = randomMarginals(40, 7, false);
    for (const samples of [1, 2, 15, 31, 32, 33, 64, 100, 128, 129, 256, 500, 512, 513, 544, 1000]) {
      expectSameBits(form, xHat, samples, 3, 0);
    }
  });

  it('with more rows of one amount than any counter of few bits could hold', () => {
    for (const style of ['cover', 'packing', 'edge'] satisfies RowStyle[]) {
      const form = randomForm(12, 700, 9, [style]);
      for (const samples of [20, 90, 600]) expectSameBits(form, randomMarginals(12, 1, false), samples, 5, 0);
    }
  });

  it('with rows normalized as in DiffILO’s loss, whose census of violated rows is compiled too', () => {
    for (let seed = 0; seed < 20; seed++) {
      expectSameBits(randomForm(15, 20, 300 + seed), randomMarginals(15, seed, false), 1 + 37 * seed, seed, 0, createDiffiloEvaluator);
    }
  });

  it('on rows of reals with values that only their doubles can tell from 0', () => {
    const random = testRandom(12);
    const rows = Array.from({ length: 24 }, (_, i): DenseRow => {
      const a = Array.from({ length: 8 }, () => random() - 0.3);
      // A reachable sum, or less than it by what doubles can tell and the row's integers cannot.
      return { a, b: a[0]! + a[3]! + a[5]! - (i % 2) * 1e-12 };
    });
    expectSameBits(formOf(8, rows), new Float64Array(8).fill(0.5), 900, 2, 0);
  });

  it('on rows that share variables, worked by tables', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 11 }),
        fc.double({ min: 0.4, max: 1, noNaN: true }),
        fc.constantFrom(...WEIGHTS),
        fc.integer({ min: 1, max: 1100 }),
        offset,
        fc.nat(),
        (d, m, density, weight, samples, first, seed) => {
          expectSameBits(sharedRows(d, m, density, weight, seed), randomMarginals(d, seed, true), samples, seed, first);
        },
      ),
      { numRuns: 150, seed: 21 },
    );
  });

  it('whether rows are worked by tables or walked', () => {
    const module = kernelModule('sampling');
    const walked: CompiledKernels = { sampling: (layout, request) => createKernelTotals(module, layout, request, walkRows) };
    for (const weight of WEIGHTS) {
      const form = sharedRows(33, 9, 0.9, weight, 17);
      const xHat = randomMarginals(33, 4, false);
      // As many rows by tables as the plan has, else nothing is compared; tiny weights beside large ones stand by themselves.
      const layout = layOutSamples(form);
      if (weight === 'tiny') expect(layout.wide.count).toBeGreaterThan(0);
      else expect(planRows(layout.weighted, 33, false).entryBlock.length).toBeGreaterThan(0);
      for (const spec of SPECS) {
        for (const samples of [20, 100, 700]) {
          const both = [compiled, walked].map((kernels) =>
            evaluateWith(createEvaluator(form, { ...spec, evaluation: 'sampled', samples }, undefined, kernels), xHat, 8, 0, 0)
          );
          expect(both[0]).toStrictEqual(both[1]);
        }
      }
    }
  });

  it('by tables as well where one weight is as large as a row of integers allows, and sums of changes fill 32 bits', () => {
    const random = testRandom(77);
    const form = formOf(20, Array.from({ length: 7 }, (_, i): DenseRow => {
      const a = Array.from({ length: 20 }, (__, j) => (j === i ? 2 ** 28 : 1 + Math.floor(9 * random())) * (random() < 0.3 ? -1 : 1));
      return { a, b: i % 2 === 0 ? 3 : 2 ** 27 };
    }));
    for (const samples of [7, 32, 100, 512, 1000]) expectSameBits(form, new Float64Array(20).fill(0.5), samples, 4, 0);
  });

  it('by tables as well where every sample is near a bound, and where hardly any is', () => {
    for (const xHat of [0.5, 0.999, 0.02]) {
      const form = formOf(
        90,
        Array.from({ length: 9 }, (_, i): DenseRow => ({
          a: Array.from({ length: 90 }, (__, j) => 1 + ((7 * i + 3 * j) % 10)),
          b: [12, 240, 470][i % 3]!,
        })),
      );
      for (const samples of [32, 96, 512]) expectSameBits(form, new Float64Array(90).fill(xHat), samples, 6, 0);
    }
  });

  it('in estimates of loss, penalty and feasibility, leaf by leaf', () => {
    for (let seed = 0; seed < 12; seed++) {
      const base = randomForm(14, 18, 600 + seed);
      const form: NormalForm = {
        ...base,
        objective: randomMarginals(14, 90 + seed, false),
        objectiveConstant: seed === 3 ? -0 : 0.25 * seed,
      };
      const xHat = [...randomMarginals(14, seed, true)];
      for (const quantity of ['loss', 'penalty', 'feasibility'] as const) {
        const spec = { quantity, xHat, mu: 1.75, samples: 1500, seed };
        const expected = divideEstimate(form, spec)?.draw(1, 5);
        const fast = divideEstimate(form, spec, undefined, compiled);
        expect(fast?.draw(1, 5)).toStrictEqual(expected);
        // Out of order, as shares come to a worker.
        expect(fast?.draw(0, 1)).toStrictEqual(divideEstimate(form, spec)?.draw(0, 1));
      }
    }
  });
});
