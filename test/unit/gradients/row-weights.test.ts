/**
 * Weights of rows in every scheme, sampled and exact: penalty and gradient are sums over the rows, so with weights they are the
 * weighted sums of what every row gives by itself, from the same samples. That is the truth here, with enumeration beside it;
 * compiled code gives the bits of the TypeScript.
 */
import { describe, expect, test } from 'vitest';
import type { EvaluationOutcome, EvaluatorSpec, GradientEvaluator } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { SCHEME_NAMES, SCHEMES } from '../../../src-science/gradients/scheme.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { cornerKernels, gradientKernels, latticeKernels, samplingKernels } from '../kernels/load-kernel.ts';
import { enumerate, formOf, randomForm, randomMarginals, ROW_STYLES, testRandom } from '../relaxation/enumeration.ts';

const compiled = { ...cornerKernels(), ...gradientKernels(), ...latticeKernels(), ...samplingKernels() };
const exactSchemes = ['true-penalty', 'surrogate-interchange', 'surrogate-corrected', 'naive-pathwise'] as const;

interface Evaluated extends EvaluationOutcome {
  readonly gradient: Float64Array;
}

function evaluated(evaluator: GradientEvaluator, xHat: Float64Array, iteration = 3): Evaluated {
  const gradient = new Float64Array(xHat.length);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  evaluator.evaluate(xHat, { seed: 5, stream: 0, iteration, firstSample: 7 }, gradient, outcome);
  return { ...outcome, gradient };
}

function weighable(form: NormalForm, spec: EvaluatorSpec, kernels = {}): GradientEvaluator & Required<Pick<GradientEvaluator, 'weights'>> {
  const evaluator = createEvaluator(form, { ...spec, weighable: true }, undefined, kernels);
  const { weights } = evaluator;
  if (weights === undefined) throw new Error('it has no weights');
  return { ...evaluator, weights };
}

/** One normal row of a form. */
function onlyRow(form: NormalForm, i: number): NormalForm {
  const [from, to] = [form.start[i] ?? 0, form.start[i + 1] ?? 0];
  return {
    ...form, rowCount: 1, start: Int32Array.of(0, to - from), column: form.column.slice(from, to), value: form.value.slice(from, to),
    rhs: form.rhs.slice(i, i + 1), sourceRow: Int32Array.of(0), sourceSign: Int8Array.of(1),
  };
}

function randomWeights(m: number, seed: number): Float64Array {
  const random = testRandom(seed);
  return Float64Array.from({ length: m }, () => 10 ** (4 * random() - 3));
}

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, size: number): void {
  for (let j = 0; j < want.length; j++) expect(Math.abs((got[j] ?? 0) - (want[j] ?? 0))).toBeLessThanOrEqual(1e-9 * size);
}

/** A row that 32 bits are too coarse for, one whose doubles lose coefficients, and one a variable of which cancels in the others. */
const wide = formOf(7, [
  { a: [0.001, 3e5, -1e6, 0, 0.25, 7e5, 0], b: 2e5 },
  { a: [1e-7, 1e12, 3e-6, -1e12, 0, 1, 0], b: 0.5 },
  { a: [1, 0, 0, 0, 0, 0, 0], b: -2 },
  { a: [-1, -1, 0, 0, 0, 0, 0], b: -3 },
  { a: [1, 1, 1, 0, 0, 0, 1], b: 1 },
]);
const forms: readonly NormalForm[] = [
  ...Array.from({ length: 12 }, (_, n) => randomForm(3 + (n % 7), 1 + ((5 * n) % 13), 70 + n)),
  ...ROW_STYLES.map((style, n) => randomForm(6, 4, 40 + n, [style])),
  wide,
];

describe('weights of rows', () => {
  test.each(SCHEME_NAMES)('%s, sampled: the weighted sum of its rows, each from the same samples', (scheme) => {
    for (const soft of scheme === 'surrogate-interchange' ? (['drawn', 'averaged'] as const) : [undefined]) {
      const spec: EvaluatorSpec = { scheme, evaluation: 'sampled', samples: 45, tuning: soft === undefined ? {} : { soft } };
      forms.forEach((form, n) => {
        const xHat = randomMarginals(form.variableCount, 90 + n, n % 3 === 0 && scheme !== 'score-function');
        const evaluator = weighable(form, spec);
        // The first weights leave nothing behind.
        evaluator.weights.set(randomWeights(form.rowCount, n + 1));
        evaluated(evaluator, xHat, 9);
        const weight = randomWeights(form.rowCount, n);
        evaluator.weights.set(weight);
        const got = evaluated(evaluator, xHat);
        let penalty = 0;
        let size = 1;
        const gradient = new Float64Array(form.variableCount);
        for (let i = 0; i < form.rowCount; i++) {
          const row = evaluated(createEvaluator(onlyRow(form, i), spec), xHat);
          penalty += (weight[i] ?? 0) * row.penalty;
          // Its sums are of penalties less their mean.
          if (scheme === 'score-function') size = Math.max(size, 100 * (weight[i] ?? 0) * row.penalty);
          row.gradient.forEach((g, j) => {
            gradient[j]! += (weight[i] ?? 0) * g;
            size = Math.max(size, Math.abs(g) * (weight[i] ?? 0));
          });
          expect(evaluator.weights.rowShare[i]).toBeCloseTo(1 - row.feasibleShare, 12);
        }
        expectClose(got.gradient, gradient, size);
        expect(Math.abs(got.penalty - penalty)).toBeLessThanOrEqual(1e-9 * (1 + penalty));
        expect(got.feasibleShare).toBe(evaluated(createEvaluator(form, spec), xHat).feasibleShare);
      });
    }
  });

  test.each(exactSchemes)('%s, exact: the weighted sum of its rows, and of enumeration', (scheme) => {
    forms.forEach((form, n) => {
      const spec: EvaluatorSpec = { scheme, evaluation: 'exact', samples: 1 };
      const xHat = randomMarginals(form.variableCount, 60 + n, false);
      const evaluator = weighable(form, spec);
      evaluator.weights.set(randomWeights(form.rowCount, n + 1));
      evaluated(evaluator, xHat);
      const weight = randomWeights(form.rowCount, n);
      evaluator.weights.set(weight);
      const got = evaluated(evaluator, xHat);
      const gradient = new Float64Array(form.variableCount);
      let size = 1;
      for (let i = 0; i < form.rowCount; i++) {
        const row = evaluated(createEvaluator(onlyRow(form, i), spec), xHat);
        row.gradient.forEach((g, j) => {
          gradient[j]! += (weight[i] ?? 0) * g;
          size = Math.max(size, Math.abs(g) * (weight[i] ?? 0));
        });
      }
      expectClose(got.gradient, gradient, size);
      if (form === wide) return;
      const { rowPenalty, rowViolation } = enumerate(form, xHat);
      expect(got.penalty).toBeCloseTo(rowPenalty.reduce((sum, each, i) => sum + each * (weight[i] ?? 0), 0), 9);
      expectClose(evaluator.weights.rowShare, rowViolation, 1);
    });
  });

  test('the exact gradient is the slope of the weighted penalty, which is linear in each marginal', () => {
    forms.forEach((form, n) => {
      const evaluator = weighable(form, { scheme: 'true-penalty', evaluation: 'exact', samples: 1 });
      evaluator.weights.set(randomWeights(form.rowCount, n));
      const xHat = randomMarginals(form.variableCount, 20 + n, false).map((x) => 0.1 + 0.8 * x);
      const { gradient, penalty } = evaluated(evaluator, xHat);
      xHat.forEach((x, j) => {
        const at = (value: number): number => evaluated(evaluator, xHat.map((each, k) => (k === j ? value : each))).penalty;
        expect((at(x + 0.1) - at(x - 0.1)) / 0.2).toBeCloseTo(gradient[j] ?? 0, form === wide ? 2 : 7);
      });
      expect(penalty).toBeGreaterThanOrEqual(0);
    });
  });

  test('all weights 1 are no weights, to the bit where exact; all 2 are twice as much', () => {
    for (const scheme of exactSchemes) {
      forms.forEach((form, n) => {
        const spec: EvaluatorSpec = { scheme, evaluation: 'exact', samples: 1 };
        const xHat = randomMarginals(form.variableCount, n, true);
        const plain = evaluated(createEvaluator(form, spec), xHat);
        const evaluator = weighable(form, spec);
        evaluator.weights.set(randomWeights(form.rowCount, n));
        for (const factor of [1, 2]) {
          evaluator.weights.set(new Float64Array(form.rowCount).fill(factor));
          const got = evaluated(evaluator, xHat);
          expect(got.gradient).toStrictEqual(plain.gradient.map((g) => factor * g));
          expect(got.penalty).toBe(factor * plain.penalty);
        }
      });
    }
  });

  test.each(['true-penalty', 'surrogate-corrected', 'surrogate-interchange'] as const)(
    '%s: samples agree with the exact expectation within their standard errors', (scheme) => {
      const form = randomForm(9, 12, 8);
      const weight = randomWeights(12, 4);
      const xHat = randomMarginals(9, 4, false).map((x) => 0.05 + 0.9 * x);
      const exact = weighable(form, { scheme, evaluation: 'exact', samples: 1 });
      const sampled = weighable(form, { scheme, evaluation: 'sampled', samples: 400 });
      exact.weights.set(weight);
      sampled.weights.set(weight);
      const truth = evaluated(exact, xHat);
      const runs = Array.from({ length: 60 }, (_, n) => evaluated(sampled, xHat, 100 + n));
      const z = (values: readonly number[], at: number): number => {
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
        const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1) / values.length);
        return spread < 1e-12 ? Math.abs(mean - at) / 1e-9 : Math.abs(mean - at) / spread;
      };
      expect(z(runs.map(({ penalty }) => penalty), truth.penalty)).toBeLessThan(4);
      truth.gradient.forEach((g, j) => expect(z(runs.map(({ gradient }) => gradient[j] ?? 0), g)).toBeLessThan(4.5));
    },
  );

  test.each(SCHEME_NAMES)('%s: compiled code gives the bits, after every change of the weights', (scheme) => {
    const families = [
      ...forms, randomForm(30, 90, 3), normalForm(generate('set-cover', { rows: 60, columns: 50, density: 0.1 }, 2)),
      normalForm(generate('independent-set', { nodes: 61, affinity: 4 }, 2)),
    ];
    const evaluations = (SCHEMES[scheme].expectation as { inPlaceOfSamples?: boolean } | null)?.inPlaceOfSamples === true
      ? (['sampled', 'exact'] as const) : (['sampled'] as const);
    for (const evaluation of evaluations) {
      for (const samples of [3, 100, 700]) {
        families.forEach((form, n) => {
          const xHat = randomMarginals(form.variableCount, n, n % 2 === 0);
          const spec: EvaluatorSpec = { scheme, evaluation, samples };
          const plain = weighable(form, spec);
          const fast = weighable(form, spec, compiled);
          for (let turn = 0; turn < 3; turn++) {
            if (turn > 0) for (const each of [plain, fast]) each.weights.set(randomWeights(form.rowCount, turn));
            expect(evaluated(fast, xHat, turn)).toStrictEqual(evaluated(plain, xHat, turn));
            expect(fast.weights.rowShare).toStrictEqual(plain.weights.rowShare);
          }
        });
        if (evaluation === 'exact') break;
      }
    }
  });
});
