/**
 * Sampled schemes against what they should estimate. Statistical checks use fixed seeds: a coordinate's
 * z beyond 6 happens by chance once in 5·10⁸, so with fewer than 2000 coordinates a file the false-alarm
 * rate is below 4·10⁻⁶ for any choice of seeds; and the mean of z² over n ≥ 150 nearly independent values
 * leaves [0.6, 1.6] less than once in 10⁴ (χ²), which also catches standard errors that are wrong.
 */
import { describe, expect, it } from 'vitest';
import type { EvaluationOutcome } from '../../../src-science/gradients/evaluator.ts';
import type { SchemeTuning } from '../../../src-science/gradients/scheme-settings.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { SCHEME_NAMES, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import { concreteValue } from '../../../src-science/gradients/concrete.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { enumerate, formOf, randomForm, randomMarginals, type RowStyle } from '../relaxation/enumeration.ts';
import { integrate } from '../relaxation/quadrature.ts';

function emptyOutcome(): EvaluationOutcome {
  return { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
}

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

/** Mean and standard error of each coordinate over `runs` evaluations of `samples`, at iterations 0, 1, … */
function measure(
  form: NormalForm,
  scheme: SchemeName,
  xHat: Float64Array,
  runs: number,
  samples: number,
  seed: number,
  tuning?: SchemeTuning,
): { mean: Float64Array; error: Float64Array; outcome: EvaluationOutcome } {
  const d = form.variableCount;
  const evaluator = createEvaluator(form, {
    scheme,
    evaluation: 'sampled',
    samples,
    ...(tuning === undefined ? {} : { tuning }),
  });
  const g = new Float64Array(d);
  const mean = new Float64Array(d);
  const squares = new Float64Array(d);
  const outcome = emptyOutcome();
  for (let run = 0; run < runs; run++) {
    evaluator.evaluate(xHat, { seed, stream: 9, iteration: run, firstSample: (run % 3) * 7 }, g, outcome);
    for (let j = 0; j < d; j++) {
      const off = g[j]! - mean[j]!;
      mean[j]! += off / (run + 1);
      squares[j]! += off * (g[j]! - mean[j]!);
    }
  }
  return { mean, error: squares.map((s) => Math.sqrt(s / (runs - 1) / runs)), outcome };
}

/** z of every coordinate that has spread; those without must be exact. */
function zScores(measured: { mean: Float64Array; error: Float64Array }, expected: ArrayLike<number>): number[] {
  const scores: number[] = [];
  measured.mean.forEach((mean, j) => {
    const error = measured.error[j]!;
    const off = mean - expected[j]!;
    if (error < 1e-12) expect(Math.abs(off), `coordinate ${String(j)} without spread`).toBeLessThan(1e-9);
    else scores.push(off / error);
  });
  return scores;
}

function expectUnbiased(scores: readonly number[]): void {
  expect(scores.length).toBeGreaterThan(150);
  for (const z of scores) expect(Math.abs(z)).toBeLessThan(6);
  const meanSquare = scores.reduce((s, z) => s + z * z, 0) / scores.length;
  expect(meanSquare).toBeGreaterThan(0.6);
  expect(meanSquare).toBeLessThan(1.6);
}

const STYLE_SETS: readonly (readonly RowStyle[])[] = [
  ['cover', 'edge'],
  ['packing', 'signed-corner'],
  ['integer', 'decimal'],
  ['real'],
  ['integer', 'real', 'cover', 'packing', 'edge', 'signed-corner', 'decimal'],
];

/** Small programs of all kinds of rows with inner marginals. */
function* programs(): Generator<{ form: NormalForm; xHat: Float64Array; seed: number }> {
  for (let seed = 0; seed < 40; seed++) {
    const d = 3 + (seed % 6);
    const form = randomForm(d, 2 + (seed % 5), 4000 + seed, STYLE_SETS[seed % STYLE_SETS.length]);
    yield { form, xHat: randomMarginals(d, seed, false).map((x) => 0.05 + 0.9 * x), seed };
  }
}

describe('sampled schemes with an exact expectation', () => {
  const expectations: readonly [SchemeName, (plan: ExactPlan, x: Float64Array, out: Float64Array) => void, SchemeTuning?][] = [
    ['true-penalty', (plan, x, out) => void plan.penaltyGradient(x, out)],
    ['surrogate-interchange', (plan, x, out) => void plan.interchangeField(x, out)],
    ['surrogate-interchange', (plan, x, out) => void plan.interchangeField(x, out), { soft: 'averaged' }],
    ['surrogate-corrected', (plan, x, out) => void plan.surrogateGradient(x, out)],
    ['score-function', (plan, x, out) => void plan.penaltyGradient(x, out)],
  ];
  for (const [scheme, exactly, tuning] of expectations) {
    it(`${scheme}${tuning === undefined ? '' : ' in its averaged form'} is unbiased for its expectation on rows of every kind`, () => {
      const scores: number[] = [];
      for (const { form, xHat, seed } of programs()) {
        const expected = new Float64Array(xHat.length);
        exactly(planOf(form), xHat, expected);
        scores.push(...zScores(measure(form, scheme, xHat, 64, 100, seed, tuning), expected));
      }
      expectUnbiased(scores);
    });
  }

  it('surrogate-interchange misses the gradient of the surrogate, which only the corrected scheme has', () => {
    const form = formOf(2, [{ a: [2, 1.5], b: 3 }]);
    const xHat = Float64Array.of(0.4, 0.7);
    const gradient = new Float64Array(2);
    planOf(form).surrogateGradient(xHat, gradient);
    const interchanged = zScores(measure(form, 'surrogate-interchange', xHat, 64, 4000, 1), gradient);
    const corrected = zScores(measure(form, 'surrogate-corrected', xHat, 64, 4000, 1), gradient);
    for (const z of interchanged) expect(Math.abs(z)).toBeGreaterThan(20);
    for (const z of corrected) expect(Math.abs(z)).toBeLessThan(6);
  });

  it('surrogate-interchange measures 0.29019, not the printed 0.34019, at a = 1, b = 0.95, x̂ = 0.4', () => {
    const measured = measure(formOf(1, [{ a: [1], b: 0.95 }]), 'surrogate-interchange', Float64Array.of(0.4), 50, 4000, 2);
    expect(Math.abs(zScores(measured, [0.29019])[0]!)).toBeLessThan(6);
    expect(Math.abs(zScores(measured, [0.34019])[0]!)).toBeGreaterThan(40);
  });

  it('naive-pathwise is 0 in every sample while the penalty is estimated', () => {
    for (const { form, xHat, seed } of programs()) {
      const measured = measure(form, 'naive-pathwise', xHat, 3, 64, seed);
      expect([...measured.mean].every((g) => g === 0)).toBe(true);
      if (seed > 5) break;
    }
  });
});

describe('biased schemes estimate what their formula says', () => {
  it('straight-through: Σ a_ij P(v_i > 0)', () => {
    const scores: number[] = [];
    for (const { form, xHat, seed } of programs()) {
      const { rowViolation } = enumerate(form, xHat);
      const expected = new Float64Array(xHat.length);
      for (let i = 0; i < form.rowCount; i++) {
        for (let k = form.start[i]!; k < form.start[i + 1]!; k++) expected[form.column[k]!]! += form.value[k]! * rowViolation[i]!;
      }
      scores.push(...zScores(measure(form, 'straight-through', xHat, 64, 100, seed), expected));
    }
    expectUnbiased(scores);
  });

  it('finite-difference: the average over directions of exact differences, clipped at the cube', () => {
    const h = 0.2;
    const scores: number[] = [];
    for (const { form, xHat, seed } of programs()) {
      const d = xHat.length;
      const plan = planOf(form);
      const expected = new Float64Array(d);
      for (let mask = 0; mask < 2 ** d; mask++) {
        const sign = (j: number): number => (((mask >> j) & 1) === 1 ? 1 : -1);
        const shift = (by: number): Float64Array => xHat.map((x, j) => Math.min(1, Math.max(0, x + by * sign(j))));
        const up = shift(h);
        const down = shift(-h);
        const difference = plan.penalty(up) - plan.penalty(down);
        for (let j = 0; j < d; j++) expected[j]! += difference / (up[j]! - down[j]!) / 2 ** d;
      }
      const tuning = { differenceStep: h };
      scores.push(...zScores(measure(form, 'finite-difference', xHat, 64, 100, seed, tuning), expected));
    }
    expectUnbiased(scores);
  });

  it('concrete: the derivative of E[max(a x_τ − b, 0)] in one dimension, by quadrature, at two temperatures', () => {
    for (const tau of [0.5, 1, 0.2]) {
      for (const [a, b, x] of [[1, 0.6, 0.4], [-2, -0.9, 0.7], [3, 1, 0.2], [2, -0.5, 0.3]] as const) {
        const value = (at: number): number => {
          // split at the kink a x_τ = b, that is at ε = σ(τ logit(b/a) − logit x̂)
          const logit = tau * Math.log(b / a / (1 - b / a)) - Math.log(at / (1 - at));
          const kink = 1 / (1 + Math.exp(-logit));
          const f = (e: number): number => Math.max(0, a * concreteValue(at, e, tau) - b);
          // b < 0: always violated, no kink
          if (b / a < 0) return integrate((e, _a, eta) => f(Math.min(e, 1 - eta)), 0, 1 - 1e-15);
          return integrate(f, 0, kink) + integrate((e, _a, eta) => f(Math.min(e, 1 - eta)), kink, 1 - 1e-15);
        };
        const h = 1e-4;
        const expected = (value(x + h) - value(x - h)) / (2 * h);
        const temperature = { start: tau, final: tau, halfLife: 1 };
        const measured = measure(formOf(1, [{ a: [a], b }]), 'concrete', Float64Array.of(x), 64, 1000, 3, { temperature });
        expect(Math.abs(zScores(measured, [expected])[0]!), `a=${String(a)} τ=${String(tau)}`).toBeLessThan(6);
      }
    }
  });

  it('concrete: the temperature falls with the iteration', () => {
    const form = formOf(1, [{ a: [1], b: 0.6 }]);
    const evaluator = createEvaluator(form, {
      scheme: 'concrete',
      evaluation: 'sampled',
      samples: 20_000,
      tuning: { temperature: { start: 1, final: 0.05, halfLife: 100 } },
    });
    const at = (iteration: number): number => {
      const g = new Float64Array(1);
      evaluator.evaluate(Float64Array.of(0.4), { seed: 1, stream: 0, iteration, firstSample: 0 }, g, emptyOutcome());
      return g[0]!;
    };
    // At τ = 1 the slope sees the kink at 0.6, at τ → 0 it tends to the true gradient a − b = 0.4.
    expect(Math.abs(at(2000) - 0.4)).toBeLessThan(0.08);
    expect(Math.abs(at(0) - 0.4)).toBeGreaterThan(0.08);
  });
});

describe('an evaluation', () => {
  const styles: readonly RowStyle[] = ['integer', 'real', 'cover', 'packing', 'edge', 'signed-corner'];
  const form = randomForm(9, 8, 31, styles);
  const xHat = randomMarginals(9, 3, false);

  for (const scheme of SCHEME_NAMES) {
    it(`of ${scheme} gives the same bits twice, and other bits for another seed, stream or iteration`, () => {
      const evaluator = createEvaluator(form, { scheme, evaluation: 'sampled', samples: 45 });
      const at = (seed: number, stream: number, iteration: number): string => {
        const g = new Float64Array(9);
        const outcome = emptyOutcome();
        evaluator.evaluate(xHat, { seed, stream, iteration, firstSample: 3 }, g, outcome);
        return JSON.stringify([...g, outcome]);
      };
      const first = at(1, 0, 5);
      for (const other of [at(2, 0, 5), at(1, 1, 5), at(1, 0, 6)]) expect(other).not.toBe(first);
      expect(at(1, 0, 5)).toBe(first);
    });

    if (scheme === 'score-function') continue;
    it(`of ${scheme} over 100 samples is the mean of any pieces of it`, () => {
      const over = (firstSample: number, samples: number): { g: Float64Array; outcome: EvaluationOutcome } => {
        const g = new Float64Array(9);
        const outcome = emptyOutcome();
        createEvaluator(form, { scheme, evaluation: 'sampled', samples }).evaluate(
          xHat,
          { seed: 4, stream: 0, iteration: 0, firstSample },
          g,
          outcome,
        );
        return { g, outcome };
      };
      const whole = over(0, 100);
      const pieces = [over(0, 1), over(1, 30), over(31, 33), over(64, 36)];
      for (let j = 0; j < 9; j++) {
        const sum = pieces.reduce((s, piece) => s + piece.g[j]! * piece.outcome.samples, 0);
        expect(sum / 100).toBeCloseTo(whole.g[j]!, 11);
      }
      const penalty = pieces.reduce((s, piece) => s + piece.outcome.penalty * piece.outcome.samples, 0);
      expect(penalty / 100).toBeCloseTo(whole.outcome.penalty, 11);
      const feasible = pieces.reduce((s, piece) => s + piece.outcome.feasibleShare * piece.outcome.samples, 0);
      expect(feasible / 100).toBeCloseTo(whole.outcome.feasibleShare, 11);
    });
  }

  it('reports penalty, its standard error, feasible share and mean violation as they are in expectation', () => {
    const scores: number[] = [];
    const shares: number[] = [];
    for (const { form: program, xHat: at, seed } of programs()) {
      const truth = enumerate(program, at);
      const outcome = emptyOutcome();
      createEvaluator(program, { scheme: 'true-penalty', evaluation: 'sampled', samples: 4000 }).evaluate(
        at,
        { seed, stream: 2, iteration: 0, firstSample: 0 },
        new Float64Array(at.length),
        outcome,
      );
      expect(outcome.samples).toBe(4000);
      if (outcome.penaltyStandardError > 0) scores.push((outcome.penalty - truth.penalty) / outcome.penaltyStandardError);
      const spread = Math.sqrt((truth.feasible * (1 - truth.feasible)) / 4000);
      if (spread > 0) shares.push((outcome.feasibleShare - truth.feasible) / spread);
      const violated = truth.rowViolation.reduce((s, p) => s + p, 0);
      if (violated > 0.05) expect(outcome.meanViolation).toBeCloseTo(truth.penalty / violated, 0);
      const exactly = emptyOutcome();
      createEvaluator(program, { scheme: 'true-penalty', evaluation: 'exact', samples: 1 }).evaluate(
        at,
        { seed, stream: 2, iteration: 0, firstSample: 0 },
        new Float64Array(at.length),
        exactly,
      );
      expect(exactly.penaltyStandardError).toBe(0);
      expect(exactly.feasibleShare).toBeNaN();
      if (violated > 1e-9) expect(exactly.meanViolation).toBeCloseTo(truth.penalty / violated, 9);
    }
    for (const z of [...scores, ...shares]) expect(Math.abs(z)).toBeLessThan(6);
    const meanSquare = scores.reduce((s, z) => s + z * z, 0) / scores.length;
    // about 35 values: χ² leaves [0.35, 2.2] less than once in 10⁴
    expect(meanSquare).toBeGreaterThan(0.35);
    expect(meanSquare).toBeLessThan(2.2);
  });

  it('has the sample standard error of its own samples, and none for a single one', () => {
    const program = formOf(3, [{ a: [3, 5, 7], b: 4 }]);
    const at = Float64Array.of(0.4, 0.5, 0.6);
    const over = (firstSample: number, samples: number): EvaluationOutcome => {
      const outcome = emptyOutcome();
      const evaluator = createEvaluator(program, { scheme: 'true-penalty', evaluation: 'sampled', samples });
      evaluator.evaluate(at, { seed: 8, stream: 0, iteration: 0, firstSample }, new Float64Array(3), outcome);
      return outcome;
    };
    const single = Array.from({ length: 40 }, (_, s) => over(s, 1).penalty);
    for (const samples of [2, 5, 40]) {
      const values = single.slice(0, samples);
      const mean = values.reduce((s, v) => s + v, 0) / samples;
      const variance = values.reduce((s, v) => s + (v - mean) ** 2, 0) / (samples - 1);
      expect(over(0, samples).penalty).toBeCloseTo(mean, 12);
      expect(over(0, samples).penaltyStandardError).toBeCloseTo(Math.sqrt(variance / samples), 12);
    }
    expect(over(0, 1).penaltyStandardError).toBeNaN();
  });

  it('works at marginals of 0, 1, ½ and 1e−12: finite, and exact but for the rounding of real rows where all are 0 or 1', () => {
    for (let seed = 0; seed < 20; seed++) {
      const d = 4 + (seed % 5);
      const program = randomForm(d, 5, 7000 + seed, styles);
      const vertex = randomMarginals(d, seed, false).map((x) => Math.round(x));
      const mixed = randomMarginals(d, seed, true);
      const gradient = new Float64Array(d);
      planOf(program).penaltyGradient(vertex, gradient);
      for (const scheme of SCHEME_NAMES) {
        const evaluator = createEvaluator(program, { scheme, evaluation: 'sampled', samples: 40 });
        const g = new Float64Array(d);
        const outcome = emptyOutcome();
        const position = { seed, stream: 0, iteration: 0, firstSample: 0 };
        evaluator.evaluate(mixed, position, g, outcome);
        expect([...g].every(Number.isFinite), scheme).toBe(true);
        evaluator.evaluate(vertex, position, g, outcome);
        expect([...g].every(Number.isFinite), scheme).toBe(true);
        // A row of reals is rounded to 2⁻²⁸ of its reach in the sums (sampling-layout.ts).
        expect(outcome.penalty).toBeCloseTo(enumerate(program, vertex).penalty, 6);
        expect(outcome.penaltyStandardError).toBeLessThan(1e-12);
        if (scheme === 'true-penalty') g.forEach((v, j) => expect(v).toBeCloseTo(gradient[j]!, 6));
      }
    }
  });

  it('never counts a tie as a violation, even in decimals', () => {
    const program = formOf(3, [
      { a: [0.1, 0.2, 0.4], b: 0.3 },
      { a: [-0.7, -0.1, -0.2], b: -0.8 },
    ]);
    const outcome = emptyOutcome();
    const evaluator = createEvaluator(program, { scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 33 });
    const g = new Float64Array(3);
    evaluator.evaluate(Float64Array.of(1, 1, 0), { seed: 0, stream: 0, iteration: 0, firstSample: 0 }, g, outcome);
    expect(outcome).toMatchObject({ penalty: 0, feasibleShare: 1, meanViolation: 0 });
    expect([...g]).toEqual([0, 0, 0]);
  });
});
