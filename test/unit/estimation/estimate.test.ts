import { describe, expect, it } from 'vitest';
import { cosine, estimate } from '../../../src-science/estimation/estimate.ts';
import type { GradientEstimate, ScalarEstimate } from '../../../src-science/estimation/estimate-spec.ts';
import type { ScalarEstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { enumerate, formOf, randomMarginals } from '../relaxation/enumeration.ts';
import { CONTROL, form8, gradient, scalar } from './specs.ts';

describe('an estimate of a number', () => {
  it('meets enumeration within its standard error: loss, penalty and feasibility', () => {
    // 60 values; |z| < 6 fails by chance once in 10⁷, the mean of z² leaves [0.5, 1.75] once in 10³ or less.
    const scores: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const form = form8(800 + seed);
      const xHat = randomMarginals(8, seed, false);
      const truth = enumerate(form, xHat);
      const objective = form.objective.reduce((s, c, j) => s + c * xHat[j]!, 7);
      const expected = { loss: objective + 2.5 * truth.penalty, penalty: truth.penalty, feasibility: truth.feasible };
      for (const quantity of ['loss', 'penalty', 'feasibility'] as const) {
        const found = estimate(form, scalar(quantity, xHat, 5000, seed), CONTROL) as ScalarEstimate;
        expect(found.samples).toBe(5000);
        expect(found.exact).not.toBeNull();
        expect(found.exact!.value).toBeCloseTo(expected[quantity], 11);
        if (found.z === null) continue;
        const p = expected.feasibility;
        const spread = quantity === 'feasibility' ? Math.sqrt((p * (1 - p)) / 5000) : found.standardError;
        expect(found.z).toBeCloseTo((found.mean - expected[quantity]) / spread, 6);
        scores.push(found.z);
      }
    }
    expect(scores.length).toBeGreaterThan(45);
    for (const z of scores) expect(Math.abs(z)).toBeLessThan(6);
    const meanSquare = scores.reduce((s, z) => s + z * z, 0) / scores.length;
    expect(meanSquare).toBeGreaterThan(0.5);
    expect(meanSquare).toBeLessThan(1.75);
  });

  it('compares with a bracket, and gives no z, where a row is long and real', () => {
    const form = formOf(50, [{ a: Array.from({ length: 50 }, (_, j) => Math.sqrt(j + 2)), b: 99.5 }]);
    const found = estimate(form, scalar('penalty', new Float64Array(50).fill(0.4), 20_000), CONTROL) as ScalarEstimate;
    expect(found.z).toBeNull();
    const { lower, upper, value } = found.exact!;
    expect(lower).toBeLessThan(upper);
    expect(value).toBeNull();
    expect(found.mean + 6 * found.standardError).toBeGreaterThan(lower);
    expect(found.mean - 6 * found.standardError).toBeLessThan(upper);
    const feasible = estimate(form, scalar('feasibility', new Float64Array(50).fill(0.4), 300), CONTROL) as ScalarEstimate;
    expect(feasible.exact).toBeNull();
    expect(feasible.z).toBeNull();
  });

  it('has no z where nothing spreads, and an ordered bracket of the loss for either sign of μ', () => {
    const vertex = estimate(form8(5), scalar('penalty', new Float64Array(8).fill(1), 300), CONTROL) as ScalarEstimate;
    expect(vertex.standardError).toBe(0);
    expect(vertex.z).toBeNull();
    expect(vertex.mean).toBeCloseTo(vertex.exact!.value!, 10);
    const long = formOf(50, [{ a: Array.from({ length: 50 }, (_, j) => Math.sqrt(j + 2)), b: 99.5 }]);
    for (const mu of [2, -2]) {
      const spec = { ...scalar('loss', new Float64Array(50).fill(0.4), 5000), mu };
      const { exact, mean, standardError } = estimate(long, spec, CONTROL) as ScalarEstimate;
      expect(exact!.lower).toBeLessThan(exact!.upper);
      expect(mean - 6 * standardError).toBeLessThan(exact!.upper);
      expect(mean + 6 * standardError).toBeGreaterThan(exact!.lower);
    }
  });

  it('takes rounding for no evidence: no z where all samples are the same number, however they round', () => {
    const form = { ...formOf(3, [{ a: [0.1, 0.2, 0.3], b: 0.05 }]), objective: Float64Array.of(0.7, 0.1, 1e3), objectiveConstant: 1 / 3 };
    for (const at of [0, 1]) {
      for (const samples of [7, 100, 1000, 4099]) {
        const found = estimate(form, { ...scalar('loss', new Float64Array(3).fill(at), samples), mu: 5.17 }, CONTROL) as ScalarEstimate;
        expect(found.mean).toBeCloseTo(found.exact!.value!, 10);
        expect(found.z).toBeNull();
      }
    }
    const spread = estimate(form, scalar('loss', new Float64Array(3).fill(0.5), 1000), CONTROL) as ScalarEstimate;
    expect(Math.abs(spread.z!)).toBeLessThan(6);
  });

  it('has the plain standard error of its samples', () => {
    const form = formOf(1, [{ a: [1], b: 0.25 }]);
    const found = estimate(form, scalar('feasibility', Float64Array.of(0.3), 1000), CONTROL) as ScalarEstimate;
    const p = found.mean;
    expect(found.standardError).toBeCloseTo(Math.sqrt((p * (1 - p)) / 999), 14);
  });
});

describe('an estimate of a gradient', () => {
  it('meets the scheme’s expectation and says how far it points from the true gradient', () => {
    const form = form8(5);
    const xHat = randomMarginals(8, 6, false);
    for (const scheme of ['true-penalty', 'surrogate-interchange', 'surrogate-corrected', 'score-function', 'straight-through'] as const) {
      const found = estimate(form, gradient(scheme, xHat, 20_000), CONTROL) as GradientEstimate;
      expect(found.exact, scheme).not.toBeNull();
      expect(found.maxAbsZ, scheme).toBeLessThan(6);
      expect(found.maxAbsZ, scheme).toBeGreaterThan(0);
      expect([...found.trueGradient!]).toEqual([...enumerate(form, xHat).penaltyGradient].map((g) => expect.closeTo(g, 10) as number));
      expect(found.cosineToTrue).toBeCloseTo(cosine(found.penaltyGradient, found.trueGradient!)!, 12);
      expect([...found.objectiveGradient]).toEqual([-3, -2, -1, 0, 1, 2, 3, 4]);
      expect(found.evaluationReason).toBe('Sampled, as asked, with 20000 samples.');
    }
    const naive = estimate(form, gradient('naive-pathwise', xHat, 300), CONTROL) as GradientEstimate;
    expect(naive).toMatchObject({ maxAbsZ: null, cosineToTrue: null });
    const fd = estimate(form, gradient('finite-difference', xHat, 300), CONTROL) as GradientEstimate;
    expect(fd).toMatchObject({ exact: null, maxAbsZ: null });
  });

  it('evaluated exactly has no spread and no samples', () => {
    const form = form8(5);
    const xHat = randomMarginals(8, 6, false);
    for (const evaluation of ['exact', 'auto'] as const) {
      const found = estimate(form, { ...gradient('surrogate-interchange', xHat, 10), evaluation }, CONTROL) as GradientEstimate;
      const expected = new Float64Array(8);
      createExactPlan(form).plan!.interchangeField(xHat, expected);
      expect([...found.penaltyGradient]).toEqual([...expected]);
      expect(found).toMatchObject({ evaluation: 'exact', samples: 0, maxAbsZ: null });
      const truth = enumerate(form, xHat).penaltyGradient;
      expect([...found.trueGradient!]).toEqual([...truth].map((g) => expect.closeTo(g, 10) as number));
      expect(found.cosineToTrue).toBeCloseTo(cosine(expected, truth)!, 12);
      expect(found.cosineToTrue).toBeLessThan(0.999);
      expect([...found.standardError]).toEqual(new Array(8).fill(0));
    }
    expect(() => estimate(form, { ...gradient('concrete', xHat, 10), evaluation: 'exact' }, CONTROL)).toThrow(/no exact form/);
  });
});

describe('the score function by leaf', () => {
  const form = form8(12);
  const xHat = randomMarginals(8, 13, false);

  it('is over one leaf what the evaluator says of the same samples', () => {
    // Same keys: the estimate's stream is 1, its iteration 0.
    const found = estimate(form, gradient('score-function', xHat, 256, 5), CONTROL) as GradientEstimate;
    const evaluator = createEvaluator(form, { scheme: 'score-function', evaluation: 'sampled', samples: 256 });
    const expected = new Float64Array(8);
    evaluator.evaluate(xHat, { seed: 5, stream: 1, iteration: 0, firstSample: 0 }, expected, {
      penalty: 0,
      penaltyStandardError: 0,
      feasibleShare: 0,
      samples: 0,
      meanViolation: 0,
    });
    found.penaltyGradient.forEach((g, j) => expect(g).toBeCloseTo(expected[j]!, 10));
  });

  it('has less spread with its baseline than the plain score has', () => {
    const found = estimate(form, gradient('score-function', xHat, 4096), CONTROL) as GradientEstimate;
    // The plain score's second moment, E[φ̃² (x−x̂)²]/(x̂(1−x̂))², by enumeration.
    for (let j = 0; j < 8; j++) {
      let second = 0;
      let mean = 0;
      for (let mask = 0; mask < 256; mask++) {
        const x = Float64Array.from({ length: 8 }, (_, i) => (mask >> i) & 1);
        const p = x.reduce((q, v, i) => q * (v === 1 ? xHat[i]! : 1 - xHat[i]!), 1);
        const estimateOf = (enumerate(form, x).penalty * (x[j]! - xHat[j]!)) / (xHat[j]! * (1 - xHat[j]!));
        second += p * estimateOf ** 2;
        mean += p * estimateOf;
      }
      const plain = Math.sqrt((second - mean * mean) / 4096);
      expect(found.standardError[j]).toBeLessThan(plain);
    }
  });
});

describe('the cosine of two vectors', () => {
  it('is that of the angle between them, null for zero and infinite ones', () => {
    expect(cosine(Float64Array.of(3, 0), Float64Array.of(2, 2))).toBeCloseTo(Math.SQRT1_2, 15);
    expect(cosine(Float64Array.of(1, 2), Float64Array.of(-2, 1))).toBe(0);
    expect(cosine(Float64Array.of(1, 2, 2), Float64Array.of(-2, -4, -4))).toBe(-1);
    expect(cosine(Float64Array.of(0, 0), Float64Array.of(1, 1))).toBeNull();
    expect(cosine(Float64Array.of(Infinity, 0), Float64Array.of(1, 1))).toBeNull();
  });
});

describe('the conduct of an estimate', () => {
  const form = form8(3);
  const xHat = randomMarginals(8, 1, false);

  it('reports progress by the clock it is given and its own duration', () => {
    let clock = 0;
    const fractions: number[] = [];
    const found = estimate(form, scalar('loss', xHat, 256 * 8), {
      now: () => (clock += 0.04),
      onProgress: (fraction) => fractions.push(fraction),
    });
    expect(fractions.length).toBeGreaterThan(2);
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(found.seconds).toBeGreaterThan(0);
  });

  it('stops when cancelled and returns what it has, as if no more had been asked for', () => {
    let leaves = 0;
    const found = estimate(form, scalar('loss', xHat, 256 * 100), { now: () => 0, cancelled: () => ++leaves > 4 });
    expect(found.samples).toBe(256 * 5);
    expect(found).toEqual(estimate(form, scalar('loss', xHat, 256 * 5), CONTROL));
    expect(estimate(form, scalar('loss', xHat, 2560), { now: () => 0, cancelled: () => true }).samples).toBe(256);
  });

  it('names rows as it is told to, where one has no exact form', () => {
    const long = formOf(50, [{ a: Array.from({ length: 50 }, (_, j) => Math.sqrt(j + 2)), b: 99.5 }]);
    const at = new Float64Array(50).fill(0.5);
    const nameRow = (): string => 'weight limit';
    const spec = { ...gradient('true-penalty', at, 64), evaluation: 'auto' as const };
    const found = estimate(long, spec, { now: () => 0, nameRow }) as GradientEstimate;
    expect(found.evaluationReason).toMatch(/^Row weight limit has no exact expectation/);
    expect(() => estimate(long, { ...spec, evaluation: 'exact' }, { now: () => 0, nameRow })).toThrow(/^Row weight limit/);
  });

  it('refuses bad specs and names the field', () => {
    const good = scalar('loss', xHat, 100);
    const bad: readonly [Partial<ScalarEstimateSpec>, RegExp][] = [
      [{ xHat: [0.5] }, /^xHat has 1 entries, the program 8 variables/],
      [{ xHat: [...xHat.slice(0, 7), 1.5] }, /^xHat\[7\] is 1.5/],
      [{ xHat: [Number.NaN, ...xHat.slice(1)] }, /^xHat\[0\] is NaN/],
      [{ samples: 0 }, /^samples/],
      [{ samples: 1.5 }, /^samples/],
      [{ seed: -1 }, /^seed/],
      [{ mu: Infinity }, /^mu/],
    ];
    for (const [change, message] of bad) expect(() => estimate(form, { ...good, ...change }, CONTROL)).toThrow(message);
  });
});

describe('the largest |z| of a gradient', () => {
  it('is that of its coordinates, whatever their signs', () => {
    const signs = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      const found = estimate(
        form8(60 + seed),
        gradient('true-penalty', randomMarginals(8, seed, false), 512, seed),
        CONTROL,
      ) as GradientEstimate;
      const scores = Array.from(
        found.penaltyGradient,
        (g, j) => (found.standardError[j]! > 0 ? (g - found.exact![j]!) / found.standardError[j]! : 0),
      );
      const largest = scores.reduce((most, z) => (Math.abs(z) > Math.abs(most) ? z : most), 0);
      signs.add(Math.sign(largest));
      expect(found.maxAbsZ).toBeCloseTo(Math.abs(largest), 8);
    }
    expect(signs.has(-1) && signs.has(1)).toBe(true);
  });
});
