/**
 * Compiled gradients of single samples against their definition, the lane kernels of src-science/gradients
 * with the sums of lane-sums.ts and moments.ts: the same bits.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import { createDiffiloEvaluator } from '../../../src-science/descent/diffilo-loss.ts';
import { divideEstimate } from '../../../src-science/estimation/estimate.ts';
import { createGradientLeaves } from '../../../src-science/estimation/gradient-leaves.ts';
import type { EvaluatorSpec } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import type { SampleForm } from '../../../src-science/gradients/scheme-record.ts';
import { layOutColumns, LONG, REAL, SMALL, UNIFORM } from '../../../src-science/gradients/sampling-columns.ts';
import { loadThresholds } from '../../../src-science/gradients/sample-block.ts';
import { layOutSamples } from '../../../src-science/gradients/sampling-layout.ts';
import { createPass, setPass } from '../../../src-science/gradients/totals-evaluator.ts';
import type { SchemeTuning } from '../../../src-science/gradients/scheme-settings.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { formOf, randomForm, randomMarginals, ROW_STYLES, testRandom, type DenseRow, type RowStyle } from '../relaxation/enumeration.ts';
import { gradientKernels } from './load-kernel.ts';
import { evaluateWith, sameBits } from './same-bits.ts';

const compiled = gradientKernels();

interface Part {
  readonly scheme: 'straight-through' | 'surrogate-interchange' | 'true-penalty';
  readonly tuning?: SchemeTuning;
}

const DRAWN: Part = { scheme: 'surrogate-interchange' };
const PARTS: readonly Part[] = [{ scheme: 'straight-through' }, DRAWN, { scheme: 'surrogate-interchange', tuning: { soft: 'averaged' } }, {
  scheme: 'true-penalty',
}];
/** Those that a descent sums sample by sample. */
const SUMMED: readonly Part[] = [{ scheme: 'straight-through' }, DRAWN];

const expectSameSums = sameBits(SUMMED, compiled);

/** Leaves in order, and then some of them again out of order, as shares come to a worker. */
function expectSameLeaves(form: NormalForm, xHat: Float64Array, samples: number, seed: number, firstSample: number): void {
  const leaves = Math.ceil(samples / 256);
  const order = [...Array.from({ length: leaves }, (_, leaf) => leaf), leaves - 1, 0, leaves >> 1];
  for (const { scheme, tuning } of PARTS) {
    const [plain, fast] = [undefined, compiled].map((kernels) => {
      const stream = createRandomStream();
      positionStream(stream, seed, 6, 2);
      return createGradientLeaves(form, { scheme, tuning, xHat, iteration: 0, firstSample, samples }, stream, kernels);
    });
    for (const leaf of order) expect(fast?.(leaf), `${scheme}, leaf ${String(leaf)} of ${String(samples)} samples from ${String(firstSample)}`).toStrictEqual(plain?.(leaf));
  }
}

const styles = fc.subarray([...ROW_STYLES], { minLength: 1 });
const offset = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2000 }), fc.constantFrom(2 ** 37 - 40, 2 ** 37 + 7, 2 ** 40));

describe('compiled gradients of samples give the bits of their definition', () => {
  it('in the sum of a step, on programs of all row classes, marginals of all kinds, any samples and offsets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 30 }),
        styles,
        fc.integer({ min: 1, max: 1100 }),
        offset,
        fc.nat(),
        (d, m, kinds, samples, first, seed) => {
          expectSameSums(randomForm(d, m, seed, kinds), randomMarginals(d, seed, true), samples, seed, first);
        },
      ),
      { numRuns: 120, seed: 4 },
    );
  });

  it('in the moments of a leaf, whole or not, in any order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 30 }),
        styles,
        fc.integer({ min: 1, max: 1400 }),
        offset,
        fc.nat(),
        (d, m, kinds, samples, first, seed) => {
          expectSameLeaves(randomForm(d, m, seed, kinds), randomMarginals(d, seed, true), samples, seed, 32 * Math.floor(first / 32));
        },
      ),
      { numRuns: 100, seed: 5 },
    );
  });

  it('where no row can be violated, and where all always are', () => {
    const idle = formOf(3, [{ a: [1, 1, 0], b: 9 }]);
    const always = formOf(3, [{ a: [1, -2.5, 0], b: -9 }, { a: [3, 1, 0], b: -1 }, { a: [1, 1, 0], b: 1 }]);
    for (const form of [idle, always]) {
      for (const xHat of [Float64Array.of(0.3, 0.6, 0.5), Float64Array.of(0, 1, 1), Float64Array.of(1e-12, 1 - 1e-12, 0.5)]) {
        for (const samples of [1, 31, 32, 300]) {
          expectSameSums(form, xHat, samples, 3, 0);
          expectSameLeaves(form, xHat, samples, 3, 64);
        }
      }
    }
  });

  it('with sums that fit a byte, barely and not, and that cancel', () => {
    for (const sizes of [[127], [128], [100, 27], [100, 28], [64, -63], [-128], [0.5, 3]]) {
      const rows = sizes.flatMap((a): DenseRow[] => [{ a: [a, 3, 0], b: Math.min(a, 0) + 1.5 }, { a: [0, 1, 1], b: 1 }]);
      expectSameSums(formOf(3, rows), Float64Array.of(0.4, 0.7, 0.5), 100, 8, 0);
      expectSameLeaves(formOf(3, rows), Float64Array.of(0.4, 0.7, 0.5), 600, 8, 0);
    }
  });

  it('with more rows on a variable than a byte could count', () => {
    for (const style of ['cover', 'packing', 'edge'] satisfies RowStyle[]) {
      const form = randomForm(12, 700, 9, [style]);
      for (const samples of [20, 90, 600]) expectSameSums(form, randomMarginals(12, 1, false), samples, 5, 0);
      expectSameLeaves(form, randomMarginals(12, 1, false), 600, 5, 0);
    }
  });

  it('with columns of one integer whose sums fit 16 bits, barely and not', () => {
    // Each row has two of the three literals, so that a variable has two rows of three.
    for (
      const [rows, a, kind] of [[300, -1, LONG], [1524, 1, LONG], [1527, -1, REAL], [780, -63, LONG], [783, 63, REAL], [24, 64, REAL], [24,
        -60, LONG]] as const
    ) {
      const form = formOf(
        3,
        Array.from({ length: rows }, (_, i): DenseRow => ({ a: [0, 1, 2].map((j) => (j === i % 3 ? 0 : a)), b: a < 0 ? -1 : 1 })),
      );
      expect([...layOutColumns(layOutSamples(form)).kind]).toEqual([kind, kind, kind]);
      for (
        const xHat of [Float64Array.of(0.4, 0.7, 0.5), new Float64Array(3).fill(a < 0 ? 0.01 : 0.99),
          new Float64Array(3).fill(a < 0 ? 0.999 : 0.001)]
      ) {
        for (const samples of [1, 32, 100, 500]) expectSameSums(form, xHat, samples, 8, 0);
        expectSameLeaves(form, xHat, 300, 8, 0);
      }
    }
  });

  it('where few rows of many are violated, and more of them from sample to sample', () => {
    const random = testRandom(40);
    const form = formOf(30, Array.from({ length: 200 }, (_, i): DenseRow => {
      const size = i % 5 === 0 ? 0.75 + random() : 1 + (i % 3);
      return { a: Array.from({ length: 30 }, () => (random() < 0.4 ? -size : 0)), b: i % 7 === 0 ? -2.5 * size : -size };
    }));
    for (const x of [0.95, 0.6, 0.35, 0.2, 0.1, 0.03]) {
      const xHat = new Float64Array(30).fill(x);
      for (const samples of [1, 15, 32, 120, 512]) expectSameSums(form, xHat, samples, 3, 0);
      expectSameLeaves(form, xHat, 400, 3, 0);
    }
  });

  it('with rows normalized as in DiffILO’s loss', () => {
    for (let seed = 0; seed < 20; seed++) {
      expectSameSums(randomForm(15, 20, 300 + seed), randomMarginals(15, seed, false), 1 + 37 * seed, seed, 0, createDiffiloEvaluator);
    }
  });

  it('on rows of reals with values that only their doubles can tell from 0', () => {
    const random = testRandom(12);
    const rows = Array.from({ length: 24 }, (_, i): DenseRow => {
      const a = Array.from({ length: 8 }, () => random() - 0.3);
      return { a, b: a[0]! + a[3]! + a[5]! - (i % 2) * 1e-12 };
    });
    expectSameSums(formOf(8, rows), new Float64Array(8).fill(0.5), 900, 2, 0);
    expectSameLeaves(formOf(8, rows), new Float64Array(8).fill(0.5), 900, 2, 0);
  });

  it('in estimates, divided or whole', () => {
    for (let seed = 0; seed < 8; seed++) {
      const form = randomForm(14, 18, 600 + seed);
      const xHat = [...randomMarginals(14, seed, true)];
      for (const part of PARTS) {
        const spec = { quantity: 'gradient', ...part, evaluation: 'sampled', xHat, mu: 1, samples: 1500, seed } as const;
        const expected = divideEstimate(form, spec);
        const fast = divideEstimate(form, spec, undefined, compiled);
        expect(fast?.draw(1, 5)).toStrictEqual(expected?.draw(1, 5));
        expect(fast?.draw(0, 1)).toStrictEqual(expected?.draw(0, 1));
      }
    }
  });
});

describe('a kernel that takes no program of this size', () => {
  it('leaves the work to the TypeScript', () => {
    const asked: SampleForm[] = [];
    const none: CompiledKernels = { gradients: (_layout, _columns, form) => (asked.push(form), null) };
    const form = randomForm(6, 8, 3);
    const xHat = randomMarginals(6, 3, false);
    const spec: EvaluatorSpec = { ...DRAWN, evaluation: 'sampled', samples: 70 };
    expect(evaluateWith(createEvaluator(form, spec, undefined, none), xHat, 1, 0, 0))
      .toStrictEqual(evaluateWith(createEvaluator(form, spec), xHat, 1, 0, 0));
    const estimate = { quantity: 'gradient', ...DRAWN, evaluation: 'sampled', xHat: [...xHat], mu: 1, samples: 600, seed: 2 } as const;
    expect(divideEstimate(form, estimate, undefined, none)?.draw(0, 3)).toStrictEqual(divideEstimate(form, estimate)?.draw(0, 3));
    expect(asked).toEqual(['drawn', 'drawn']);
  });
});

describe('rows that no sample of a pass violates', () => {
  it.each([1, 100, 512])('are not walked where few rows are violated: %i samples', (samples) => {
    // The first row is violated, as both its variables are 0; the others never, as their variable is always 1.
    const form = formOf(3, Array.from({ length: 100 }, (_, i): DenseRow => ({ a: i === 0 ? [-1, -1, 0] : [-1, 0, -1], b: -1 })));
    const xHat = Float64Array.of(0, 0, 1);
    const layout = layOutSamples(form);
    const columns = layOutColumns(layout);
    const sumsOf = (row: Int32Array): readonly number[] => {
      const gradients = compiled.gradients?.(layout, { ...columns, row }, 'straight-through');
      const stream = createRandomStream();
      positionStream(stream, 1, 0, 0);
      const thresholds = new Float64Array(3);
      loadThresholds(xHat, thresholds);
      gradients?.begin(stream, thresholds, new Float64Array(12));
      const pass = createPass();
      setPass(pass, 0, samples);
      gradients?.totals.draw(pass);
      const sum = new Float64Array(3);
      gradients?.addSums(sum);
      return [...sum];
    };
    const right = sumsOf(columns.row);
    // Whoever walked the entries of other rows would count them in every sample.
    const rows = layout.corner.count;
    const first = layout.corner.literal.findIndex((literal) => literal >> 1 === 1);
    const violated = layout.corner.start.findLastIndex((from) => from <= first);
    expect(sumsOf(columns.row.map((r) => (r === violated ? r : rows)))).toEqual(right);
    expect(sumsOf(columns.row.map((r) => (r === violated ? rows + 1 : r)))).toEqual([0, 0, 0]);
  });
});

describe('a layout by columns', () => {
  it('holds every nonzero once, rows of a column in ascending order, and fills uniform columns up with the row that nothing violates', () => {
    for (let seed = 0; seed < 40; seed++) {
      const d = 2 + (seed % 9);
      const layout = layOutSamples(randomForm(d, 12, seed));
      const { start, row, coefficient, kind, byte } = layOutColumns(layout);
      const { corner, weighted, alwaysCount, alwaysLinear } = layout;
      const found = Array.from(
        { length: d },
        (_, j) => Array.from({ length: start[j + 1]! - start[j]! }, (_unused, n) => [row[start[j]! + n], coefficient[start[j]! + n]]),
      );
      const expected = Array.from(
        { length: d },
        (_, j): (readonly [number, number])[] => (alwaysCount > 0 && alwaysLinear[j] !== 0
          ? [[corner.count + weighted.count, alwaysLinear[j]!]]
          : []),
      );
      for (let r = 0; r < corner.count; r++) {
        for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) {
          expected[corner.literal[k]! >> 1]!.push([r, corner.coefficient[k]!]);
        }
      }
      for (let r = 0; r < weighted.count; r++) {
        for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
          expected[weighted.column[k]!]!.push([corner.count + r, weighted.coefficient[k]!]);
        }
      }
      const never = corner.count + weighted.count + 1;
      expect(found.map((column) => column.filter(([r]) => r !== never))).toEqual(expected);
      found.forEach((column, j) => {
        const own = expected[j]!.map(([, a]) => a);
        const sizes = own.reduce((sum, a) => sum + Math.abs(a), 0);
        const integral = own.every(Number.isInteger) && sizes <= 127;
        const same = own.length > 0 && new Set(own).size === 1;
        const isLong = own.every(Number.isInteger) && same && sizes > 127 && Math.abs(own[0]!) <= 63;
        expect(kind[j]).toBe(integral ? (same ? UNIFORM : SMALL) : isLong ? LONG : REAL);
        expect(column.length).toBe(kind[j] === UNIFORM || kind[j] === LONG ? 8 * Math.ceil(own.length / 8) : own.length);
        if (integral) expect([...byte.subarray(start[j], start[j]! + own.length)]).toEqual(own);
      });
    }
  });
});
