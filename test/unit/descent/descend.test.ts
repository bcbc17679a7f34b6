import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentCheckpoint, DescentControl, TrajectoryChunk } from '../../../src-science/descent/descent-control.ts';
import type { DescentResult } from '../../../src-science/descent/descent-result.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { TRAJECTORY_COLUMNS } from '../../../src-science/descent/descent-control.ts';
import { evaluateAt, evaluationSamples } from '../../../src-science/descent/evaluate-at.ts';
import { defaultDescentSpec, DESCENT_PRESET_NAMES, DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { startMarginals } from '../../../src-science/descent/start.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm, enumeratedLoss, enumeratedPenalty, formAndMarginals, objectiveOf, smallForm, violationOf } from './small-program.ts';
import { aDescent } from '../../a-descent.ts';

const quiet: DescentControl = { now: () => 0 };
const spec = aDescent({
  evaluation: 'auto', samples: 16, optimizer: { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 }, iterations: 30, seed: 11,
  start: { kind: 'random', center: 0.5, spread: 0.3 }, decoders: ['conditional-expectation'],
});

/** A cover, a packing and a knapsack with real weights over five variables. */
const form = denseForm(
  [3, 2, 4, 1, -2],
  [
    [-1, -1, 0, 0, -1],
    [1, 0, 0, 1, 1],
    [0.37, 1.91, 0.83, 1.07, 0.59],
  ],
  [-1, 1, 2.2],
);

interface Points {
  readonly result: DescentResult;
  readonly columns: Record<string, number[]>;
  readonly checkpoints: DescentCheckpoint[];
}

function run(program: NormalForm, given: DescentSpec, control: Partial<DescentControl> = {}): Points {
  const chunks: TrajectoryChunk[] = [];
  const checkpoints: DescentCheckpoint[] = [];
  const result = descend(program, given, {
    ...quiet,
    onTrajectory: (chunk) => chunks.push(chunk),
    onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
    ...control,
  });
  const columns: Record<string, number[]> = {};
  for (const name of TRAJECTORY_COLUMNS) columns[name] = chunks.flatMap((chunk) => [...chunk.columns[name]]);
  return { result, columns, checkpoints };
}

describe('exact descents against enumeration', () => {
  test('loss, penalty and gradient norm of every point are those of the enumerated loss', () => {
    fc.assert(
      fc.property(formAndMarginals, fc.double({ min: 0, max: 5, noNaN: true }), ({ form: program, xHat }, value) => {
        const { result, columns } = run(program, {
          ...spec,
          evaluation: 'exact',
          parametrization: 'projected',
          mu: { kind: 'fixed', value },
          start: { kind: 'given', xHat: [...xHat] },
          iterations: 1,
        });
        expect(result.evaluation).toBe('exact');
        const scale = 1e-10 * (1 + value) *
          (1 + program.value.reduce((s, v) => s + Math.abs(v), 0) + program.rhs.reduce((s, v) => s + Math.abs(v), 0));
        expect(Math.abs((columns.loss?.[0] ?? 0) - enumeratedLoss(program, xHat, value))).toBeLessThan(scale);
        expect(Math.abs((columns.loss?.[1] ?? 0) - enumeratedLoss(program, result.xHat, value))).toBeLessThan(scale);
        const squared = xHat.reduce((sum, _x, j) => {
          if ((program.fixed[j] ?? -1) >= 0) return sum;
          return sum + (enumeratedLoss(program, xHat.with(j, 1), value) - enumeratedLoss(program, xHat.with(j, 0), value)) ** 2;
        }, 0);
        expect(Math.abs((columns.gradientNorm?.[0] ?? 0) - Math.sqrt(squared))).toBeLessThan(10 * scale);
        expect(result.final.loss).toBe(columns.loss?.[1]);
        expect(result.final.lossStandardError).toBe(0);
      }),
      { numRuns: 100, seed: 14 },
    );
  });

  test('a sampled descent of a program with an exact form still reports its end exactly', () => {
    const { result } = run(form, { ...spec, evaluation: 'sampled' });
    expect(result.evaluation).toBe('sampled');
    expect(result.final.penalty).toBeCloseTo(enumeratedPenalty(form, result.xHat), 10);
    expect(result.final).toMatchObject({ exact: true, lossStandardError: 0 });
    // DiffILO's penalty depends on the samples of a step and has no exact form.
    expect(run(form, { ...spec, evaluation: 'sampled', loss: 'diffilo' }).result.final.exact).toBe(false);
  });

  test('the end of a program without an exact form is estimated with a standard error that covers it', () => {
    // 60 real weights: no lattice and too long for meeting in the middle.
    const d = 60;
    const weights = Array.from({ length: d }, (_, j) => 1 + Math.sqrt(j + 2) / 7);
    const rhs = 0.55 * weights.reduce((sum, w) => sum + w, 0);
    const long = denseForm(weights.map((w) => -w), [weights], [rhs]);
    const xHat = new Float64Array(d).fill(0.5);
    const at = evaluateAt(long, xHat, 2, 5, 9);
    expect(at.evaluation).toBe('sampled');
    expect(at.samples).toBe(evaluationSamples(long));
    // The sum of 60 symmetric terms is normal to well within 1 %: E max(X − b, 0) = s·φ(z) − (b − m)(1 − Φ(z)).
    // A sampling error beyond 5 standard errors has probability 6e-7.
    const m = weights.reduce((sum, w) => sum + w / 2, 0);
    const s = Math.sqrt(weights.reduce((sum, w) => sum + (w * w) / 4, 0));
    const z = (rhs - m) / s;
    const upper = 0.5 * (1 - erf(z / Math.SQRT2));
    const normal = (s * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) - (rhs - m) * upper;
    expect(Math.abs(at.penalty - normal)).toBeLessThan(5 * at.penaltyStandardError + 0.01 * normal);
    expect(at.penaltyStandardError).toBeGreaterThan(0);
    expect(at.lossStandardError).toBe(2 * at.penaltyStandardError);
    expect(at.loss).toBeCloseTo(at.objective + 2 * at.penalty, 12);
  });
});

/** Abramowitz & Stegun 7.1.26, good to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const value = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-x * x);
  return Math.sign(x) * value;
}

describe('the one-dimensional toy, a x ≤ b with the objective out of the way', () => {
  const toy = (b: number): NormalForm => denseForm([0], [[1]], [b]);
  const toySpec: DescentSpec = {
    ...spec,
    evaluation: 'exact',
    optimizer: { name: 'sgd' },
    step: 0.1,
    mu: { kind: 'fixed', value: 1 },
    iterations: 4000,
    decoders: [],
  };

  test.each([0.01, 0.3, 0.5, 0.9, 0.99])('the interchange direction goes to 0 from x̂ = %s', (value) => {
    const { result } = run(toy(0.95), { ...toySpec, scheme: 'surrogate-interchange', step: 0.5, start: { kind: 'uniform', value } });
    expect(result.xHat[0]).toBeLessThan(0.01);
  });

  test.each([0.01, 0.3, 0.5, 0.9, 0.99])(
    'the corrected direction goes to the surrogate’s own minimizer 0.66924 from x̂ = %s at b = 0.95',
    (value) => {
      const { result } = run(toy(0.95), {
        ...toySpec,
        scheme: 'surrogate-corrected',
        step: 1,
        iterations: 20_000,
        start: { kind: 'uniform', value },
      });
      expect(result.xHat[0]).toBeCloseTo(0.66924, 4);
    },
  );

  test('the corrected minimizer lies below one half where b < 5a/6, and at 0 where b < a ln 2', () => {
    const end = (b: number): number =>
      run(toy(b), { ...toySpec, scheme: 'surrogate-corrected', step: 1, iterations: 20_000 }).result.xHat[0] ?? Number.NaN;
    expect(end(5 / 6)).toBeCloseTo(0.5, 4);
    expect(end(0.8)).toBeLessThan(0.5);
    expect(end(0.8)).toBeGreaterThan(0.05);
    expect(end(0.65)).toBeLessThan(0.01);
  });

  test.each([
    ['projected', 'sgd'],
    ['projected', 'adam'],
    ['logit', 'adam'],
  ] as const)('the true penalty goes to the vertex 0, %s with %s', (parametrization, name) => {
    const optimizer = name === 'sgd' ? ({ name } as const) : spec.optimizer;
    const { result } = run(toy(0.95), { ...toySpec, parametrization, optimizer, iterations: 2000 });
    expect(result.xHat[0]).toBeLessThan(1e-3);
  });

  test('a projected interchange descent survives arriving at the edge, where its direction is infinite', () => {
    const { result } = run(toy(0.95), {
      ...toySpec,
      scheme: 'surrogate-interchange',
      parametrization: 'projected',
      step: 1,
      iterations: 50,
    });
    expect(result.xHat[0]).toBeLessThan(1e-8);
  });
});

describe('reproducibility', () => {
  test.each(SCHEME_NAMES)('%s: the same seed gives the same bits twice and after a resume at any checkpoint', (scheme) => {
    const given: DescentSpec = { ...spec, scheme, evaluation: 'sampled', iterations: 12, checkpointEvery: 1, samples: 40 };
    const once = run(form, given);
    const twice = run(form, given);
    expect(twice.columns).toEqual(once.columns);
    expect(twice.result).toEqual(once.result);
    for (const checkpoint of once.checkpoints) {
      const rest = run(form, given, { resumeFrom: checkpoint });
      expect(rest.result).toEqual(once.result);
      expect(rest.columns.loss).toEqual(once.columns.loss?.slice(checkpoint.iteration));
      expect(rest.columns.samples).toEqual(once.columns.samples?.slice(checkpoint.iteration));
    }
  });

  test('another seed gives another path', () => {
    const fixedStart: DescentSpec = { ...spec, evaluation: 'sampled', start: { kind: 'uniform', value: 0.5 } };
    expect(run(form, fixedStart).result.xHat).not.toEqual(run(form, { ...fixedStart, seed: 12 }).result.xHat);
  });

  test('a cancelled run returns its estimate and decoded solutions for the x̂ it had reached', () => {
    let asked = 0;
    const { result } = run(form, { ...spec, decoders: ['threshold', 'greedy-repair'] }, { cancelled: () => asked++ === 9 });
    expect(result.stopped).toBe('cancelled');
    expect(result.iterations).toBe(9);
    expect(result.decoded.map(({ decoder }) => decoder)).toEqual(['threshold', 'greedy-repair']);
    expect(result.final.penalty).toBeCloseTo(enumeratedPenalty(form, result.xHat), 9);
    const rest = run(form, { ...spec, decoders: ['threshold', 'greedy-repair'] }, { resumeFrom: result.checkpoint });
    expect(rest.result.xHat).toEqual(run(form, { ...spec, decoders: [] }).result.xHat);
  });
});

describe('starts', () => {
  const free = denseForm([1, 1, 1, 1], [], [], { fixed: [-1, 1, 0, -1] });

  test('uniform and given starts leave fixed variables at their value', () => {
    expect([...startMarginals(free, { kind: 'uniform', value: 0.3 }, 1)]).toEqual([0.3, 1, 0, 0.3]);
    expect([...startMarginals(free, { kind: 'given', xHat: [0, 0.5, 0.5, 1] }, 1)]).toEqual([0, 1, 0, 1]);
    expect(() => startMarginals(free, { kind: 'given', xHat: [0] }, 1)).toThrow(/has 1 marginals, the program has 4/);
  });

  test('random starts fill their interval evenly, inside the open cube, from the seed alone', () => {
    const d = 4000;
    const wide = denseForm(Array.from({ length: d }, () => 0), [], []);
    const x = startMarginals(wide, { kind: 'random', center: 0.9, spread: 0.4 }, 3);
    for (const v of x) expect(v > 0.5 - 1e-12 && v < 1).toBe(true);
    // Uniform on [0.5, 1]: mean 0.75, standard error 0.1443/√4000; |z| > 5 has probability 6e-7.
    const mean = x.reduce((sum, v) => sum + v, 0) / d;
    expect(Math.abs(mean - 0.75) / (0.5 / Math.sqrt(12 * d))).toBeLessThan(5);
    expect(startMarginals(wide, { kind: 'random', center: 0.9, spread: 0.4 }, 3)).toEqual(x);
    expect(startMarginals(wide, { kind: 'random', center: 0.9, spread: 0.4 }, 4)).not.toEqual(x);
    expect(new Set(startMarginals(wide, { kind: 'random', center: 0.2, spread: 0 }, 3))).toEqual(new Set([0.2]));
  });
});

describe('presets', () => {
  test('every preset is named once, described, and valid for any program', () => {
    expect(DESCENT_PRESETS.map(({ name }) => name)).toEqual([...DESCENT_PRESET_NAMES]);
    fc.assert(
      fc.property(smallForm, fc.constantFrom(...DESCENT_PRESETS), (program, preset) => {
        expect(preset.help).toMatch(/\.$/);
        const short = { ...preset.specFor(program), iterations: 3, searchWork: 1000, diveWork: 1000 };
        expect(run(program, short).result.stopped).toBe('iterations');
      }),
      { numRuns: 60, seed: 15 },
    );
  });

  test('the default finds the optimum of most small feasible programs and a feasible point of nearly all', () => {
    let feasiblePrograms = 0;
    let feasible = 0;
    let optimal = 0;
    fc.assert(
      fc.property(smallForm, (program) => {
        const masks = Array.from({ length: 2 ** program.variableCount }, (_, mask) => mask).filter(
          (mask) => program.fixed.every((v, j) => v < 0 || v === ((mask >> j) & 1)) && violationOf(program, mask) < 1e-9,
        );
        if (masks.length === 0) return;
        const optimum = Math.min(...masks.map((mask) => objectiveOf(program, mask)));
        feasiblePrograms++;
        const { result } = run(program, { ...defaultDescentSpec(program), iterations: 300 });
        const best = result.decoded.filter((solution) => solution.feasible).map(({ objective }) => program.objectiveSign * objective);
        for (const objective of best) expect(objective).toBeGreaterThanOrEqual(optimum - 1e-9);
        if (best.length > 0) feasible++;
        if (Math.min(...best) <= optimum + 1e-9) optimal++;
      }),
      { numRuns: 150, seed: 16 },
    );
    expect(feasiblePrograms).toBeGreaterThan(60);
    expect(feasible / feasiblePrograms).toBeGreaterThan(0.98);
    expect(optimal / feasiblePrograms).toBeGreaterThan(0.9);
  });
});
