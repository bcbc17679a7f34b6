import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../../src-science/decoding/decode.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentCheckpoint, Snapshot } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { betterEnd, endAt } from '../../../src-science/descent/ends.ts';
import type { End } from '../../../src-science/descent/ends.ts';
import { createDiffiloEvaluator, normalizeRows } from '../../../src-science/descent/diffilo-loss.ts';
import { DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { restartMarginals, startAtRelaxation, startMarginals } from '../../../src-science/descent/start.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import type { EvaluationOutcome } from '../../../src-science/gradients/evaluator.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { bernoulliBits, bernoulliThreshold, createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { denseForm, enumeratedPenalty, formAndMarginals, smallForm } from './small-program.ts';
import { aDescent } from '../../a-descent.ts';

const spec = aDescent({
  samples: 8, optimizer: { name: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-8 }, step: 0.2,
  mu: { kind: 'ramp', from: 0.1, to: 100, shape: 'geometric', until: 0.8 }, seed: 3, snapshotEvery: 1, checkpointEvery: 1,
  decoders: ['threshold', 'conditional-expectation'],
});
const form = normalForm(generate('set-cover', { rows: 30, columns: 60, density: 0.1 }, 5));

function run(given: DescentSpec, resumeFrom?: DescentCheckpoint, stopAt = Infinity) {
  const snapshots: Snapshot[] = [];
  const checkpoints: DescentCheckpoint[] = [];
  let steps = 0;
  const result = descend(form, given, {
    now: () => 0,
    onSnapshot: (snapshot) => snapshots.push(snapshot),
    onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
    cancelled: () => steps++ >= stopAt,
    ...(resumeFrom === undefined ? {} : { resumeFrom }),
  });
  return { result, snapshots, checkpoints };
}

describe('restarts', () => {
  const restarts = 4;

  test('begin each at another start, the first at the one that was asked for', () => {
    const { snapshots } = run({ ...spec, restarts });
    const starts = Array.from({ length: restarts }, (_, r) => snapshots.find(({ iteration }) => iteration === 40 * r)?.xHat.join() ?? '');
    expect(new Set(starts).size).toBe(restarts);
    expect(starts[0]).toBe(new Float64Array(60).fill(0.5).join());
  });

  test('keep the best of the ends that single descents from these starts reach', () => {
    const { result } = run({ ...spec, restarts });
    const first = startMarginals(form, spec.start, spec.seed);
    const worth = (xHat: Float64Array): number =>
      Math.min(...spec.decoders.map((name) =>
        decode(form, name, xHat, { mu: null, samples: 1, seed: 3, now: () => 0 })
      ).filter(({ feasible }) =>
        feasible
      ).map(({ objective }) => objective));
    const ends = Array.from({ length: restarts }, (_, r) => {
      const start = r === 0 ? first : restartMarginals(form, spec.start, first, spec.seed, r);
      return worth(run({ ...spec, start: { kind: 'given', xHat: [...start] } }).result.xHat);
    });
    expect(new Set(ends).size).toBeGreaterThan(1);
    expect(worth(result.xHat)).toBe(Math.min(...ends));
    expect(result.iterations).toBe(160);

    // Of the first three the second is the best: the figures are of its end, not of the last.
    expect(ends.indexOf(Math.min(...ends.slice(0, 3)))).toBe(1);
    const { final, xHat } = run({ ...spec, restarts: 3 }).result;
    expect(worth(xHat)).toBe(ends[1]);
    expect(final.objective).toBeCloseTo(form.objectiveConstant + xHat.reduce((sum, x, j) => sum + (form.objective[j] ?? 0) * x, 0), 9);
  });

  test('keep the end whose vector is the better one, whatever a decoder’s running sums say', () => {
    // Ends of given vectors: a feasible dear one, an infeasible cheap one, a feasible cheap one.
    const cover = denseForm([3, 1, 1], [[-1, -1, 0], [-1, 0, -1]], [-1, -1]);
    const end = (...x: number[]): End => endAt(cover, { decoders: ['threshold'], seed: 1 }, Float64Array.from(x), 0);
    const [low, ...ends] = [end(0, 1, 0), end(1, 0, 0), end(0, 1, 1), end(0, 0, 1)] as const;
    const kept = ends.reduce((best, other) => betterEnd(cover, best, other), low);
    expect(kept.xHat).toEqual(Float64Array.of(0, 1, 1));
    expect(kept.decoded).toMatchObject({ objective: 2, feasible: true });
    expect(betterEnd(cover, low, ends[2])).toBe(low);
    expect(endAt(cover, { decoders: [], seed: 1 }, Float64Array.of(1, 0, 0), 0).decoded.decoder).toBe('conditional-expectation');
    expect(endAt(cover, { decoders: ['local-search'], seed: 1 }, Float64Array.of(0, 0, 0), 0).decoded).toMatchObject({
      decoder: 'greedy-repair',
      feasible: true,
    });
  });

  test.each([1, 39, 40, 41, 85, 120, 159, 160])('stopped after %i iterations and resumed, end in the very same bits', (at) => {
    const whole = run({ ...spec, restarts });
    const part = run({ ...spec, restarts }, undefined, at);
    const rest = run({ ...spec, restarts }, part.result.checkpoint);
    expect(rest.result.xHat).toEqual(whole.result.xHat);
    expect(rest.result.final).toEqual(whole.result.final);
    expect(rest.result.decoded).toEqual(whole.result.decoded);
    expect(rest.result.checkpoint).toEqual(whole.result.checkpoint);
  });

  test('resume from any checkpoint written on the way, and refuse one that lacks the best end', () => {
    const whole = run({ ...spec, restarts });
    for (const checkpoint of [whole.checkpoints[0], whole.checkpoints[70], whole.checkpoints.at(-1)]) {
      expect(run({ ...spec, restarts }, checkpoint).result.xHat).toEqual(whole.result.xHat);
    }
    const late = whole.checkpoints.at(-1);
    if (late === undefined) throw new Error('no checkpoint');
    expect(() => run({ ...spec, restarts }, { ...late, moments: late.moments.slice(0, 2) }))
      .toThrow(/2 state vectors, adam keeps 2 and restarts keep two/);
  });

  test('from random marginals draw anew each time, and keep fixed variables', () => {
    const fixed = denseForm([1, 1, 1], [[-1, -1, -1]], [-1], { fixed: [-1, 1, -1] });
    const start = { kind: 'random', center: 0.4, spread: 0.1 } as const;
    const first = startMarginals(fixed, start, 9);
    const second = restartMarginals(fixed, start, first, 9, 1);
    expect(second[1]).toBe(1);
    expect([...second].filter((x, j) => j !== 1 && x > 0.3 && x < 0.5)).toHaveLength(2);
    expect(second[0]).not.toBe(first[0]);
  });

  test.each([
    ['restarts', { restarts: 0 }],
    ['restarts', { restarts: 1.5 }],
    ['restarts', { restarts: 10_000, iterations: 1_000_000 }],
    ['stopAtGradientNorm', { restarts: 2, stopAtGradientNorm: 1 }],
    ['searchWork', { searchWork: 0 }],
    ['start.otherwise', { start: { kind: 'lp-relaxation', margin: 0.1, otherwise: 1.5 } }],
    ['start.margin', { start: { kind: 'lp-relaxation', margin: 0.5 } }],
  ] as const)('a spec that is wrong about %s is told so', (field, change) => {
    expect(validateDescent(form, { ...spec, ...change }).map((complaint) => complaint.field)).toEqual([field]);
  });
});

describe('the start at a linear relaxation', () => {
  test('keeps its order and stays the margin away from 0 and 1, whatever the solver’s rounding', () => {
    expect(startAtRelaxation([0, -1e-9, 0.5, 1, 1 + 1e-9], 0.1).xHat).toEqual([0.1, 0.1, 0.5, 0.9, 0.9]);
  });

  test('has to be solved before the science can begin', () => {
    expect(() => run({ ...spec, start: { kind: 'lp-relaxation', margin: 0.1 } })).toThrow('has to be solved');
    expect([...startMarginals(form, { kind: 'lp-relaxation', margin: 0.1, otherwise: 0.25 }, 1)].every((x) => x === 0.25)).toBe(true);
  });
});

describe('DiffILO’s normalized loss', () => {
  const blank = (): EvaluationOutcome => ({ penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 });
  const norm = (v: readonly number[]): number => Math.hypot(...v);

  test('of the step’s samples is the published formula, written out sample by sample', () => {
    fc.assert(
      fc.property(formAndMarginals, fc.integer({ min: 1, max: 70 }), fc.nat(1000), ({ form: program, xHat }, samples, seed) => {
        const d = program.variableCount;
        const gradient = new Float64Array(d);
        const outcome = blank();
        const at = { seed, stream: 0, iteration: 7, firstSample: 0 };
        createDiffiloEvaluator(program, { scheme: 'naive-pathwise', evaluation: 'sampled', samples }).evaluate(xHat, at, gradient, outcome);

        const stream = createRandomStream();
        positionStream(stream, seed, 0, 7);
        const mean = new Float64Array(program.rowCount);
        for (let s = 0; s < samples; s++) {
          const x = Array.from(xHat, (p, j) => (bernoulliBits(stream, Math.floor(s / 32), j, bernoulliThreshold(p), -1) >>> (s % 32)) & 1);
          for (let i = 0; i < program.rowCount; i++) {
            let excess = -(program.rhs[i] ?? 0);
            for (let k = program.start[i] ?? 0; k < (program.start[i + 1] ?? 0); k++) {
              excess += (program.value[k] ?? 0) * (x[program.column[k] ?? 0] ?? 0);
            }
            if (excess > 1e-9) mean[i] = (mean[i] ?? 0) + excess / samples;
          }
        }
        let normalized = 0;
        for (let i = 0; i < program.rowCount; i++) {
          const row = [...program.value.subarray(program.start[i], program.start[i + 1])];
          normalized += (mean[i] ?? 0) / (norm(row) || 1);
        }
        const violatedRows = mean.filter((v) => v > 0).length;
        const expected = violatedRows === 0 ? 0 : ((norm([...program.objective]) || 1) * normalized) / violatedRows;
        expect(Math.abs(outcome.penalty - expected)).toBeLessThan(1e-7 * (1 + expected));
        expect(Math.abs(outcome.meanViolation - mean.reduce((sum, v) => sum + v, 0))).toBeLessThan(1e-7 * (1 + outcome.meanViolation));
      }),
      { numRuns: 300, seed: 21 },
    );
  });

  test('does not change when rows are scaled, and grows with the objective’s scale as the objective does', () => {
    const whole = fc.tuple(smallForm, fc.array(fc.constantFrom(0.5, 2, 4, 16), { minLength: 4, maxLength: 4 }));
    fc.assert(
      fc.property(whole, ([program, factors]) => {
        const value = program.value.slice();
        const rhs = program.rhs.slice();
        for (let i = 0; i < program.rowCount; i++) {
          const factor = factors[i] ?? 1;
          for (let k = program.start[i] ?? 0; k < (program.start[i + 1] ?? 0); k++) value[k] = (value[k] ?? 0) * factor;
          if (program.start[i] !== program.start[i + 1]) rhs[i] = (rhs[i] ?? 0) * factor;
        }
        const xHat = Float64Array.from(program.fixed, (v) => (v >= 0 ? v : 0.5));
        const both = [program, { ...program, value, rhs }].map((one) => {
          const gradient = new Float64Array(one.variableCount);
          const outcome = blank();
          createDiffiloEvaluator(one, { scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 40 }).evaluate(
            xHat,
            { seed: 1, stream: 0, iteration: 0, firstSample: 0 },
            gradient,
            outcome,
          );
          return { gradient, penalty: outcome.penalty };
        });
        expect(both[1]?.penalty).toBeCloseTo(both[0]?.penalty ?? Number.NaN, 9);
        both[1]?.gradient.forEach((g, j) => expect(g).toBeCloseTo(both[0]?.gradient[j] ?? Number.NaN, 9));
      }),
      { numRuns: 150, seed: 22 },
    );
  });

  test('has exact expectations where rows have: the gradient is that of the normalized rows over the expected count', () => {
    const cover = denseForm([3, 4], [[-1, -1]], [-1]);
    const gradient = new Float64Array(2);
    const outcome = blank();
    createDiffiloEvaluator(cover, { scheme: 'true-penalty', evaluation: 'exact', samples: 1 }).evaluate(
      Float64Array.of(0.2, 0.4),
      { seed: 1, stream: 0, iteration: 0, firstSample: 0 },
      gradient,
      outcome,
    );
    // One row, violated by 1 with probability 0.48 = n: penalty 5 · (0.48/√2)/0.48, gradient 5 · (−(1 − x̂_other)/√2)/0.48.
    expect(outcome.penalty).toBeCloseTo(5 / Math.SQRT2, 12);
    expect(gradient[0]).toBeCloseTo((-5 * 0.6) / Math.SQRT2 / 0.48, 12);
    expect(gradient[1]).toBeCloseTo((-5 * 0.8) / Math.SQRT2 / 0.48, 12);
    expect(outcome.meanViolation).toBeCloseTo(0.48, 12);
  });

  test('normalizes every row to norm 1 and leaves empty rows alone', () => {
    const rows = normalizeRows(denseForm([1, 1], [[3, 4], [0, 0]], [10, -2]));
    expect([...rows.value]).toEqual([0.6, 0.8]);
    expect([...rows.rhs]).toEqual([2, -2]);
  });

  test.each(DESCENT_PRESETS.filter(({ name }) => name.startsWith('diffilo')).map(({ name, specFor }) => [name, specFor] as const))(
    '%s is valid, uses it and descends with a standard error at its end',
    (_name, specFor) => {
      const published = specFor(form);
      expect(published.loss).toBe('diffilo');
      expect(validateDescent(form, published)).toEqual([]);
      const { result } = run({ ...published, iterations: 30 });
      expect(result.final.penaltyStandardError).toBeGreaterThan(0);
      expect(result.final.loss).toBeCloseTo(result.final.objective + result.final.mu * result.final.penalty, 9);
    },
  );
});

describe('DiffILO’s rule for μ', () => {
  test.each(['plain', 'diffilo'] as const)('under the %s loss follows the violation of all rows as they are, by enumeration', (loss) => {
    // Five rows of several scales: a mean over the violated ones, or over normalized ones, is another number.
    const rows = [[-1, -1, 0, 0], [0, -1, -1, -1], [3, 5, 2, 4], [-2, 0, -2, 0], [0, 10, 0, -10]];
    const small = denseForm([1, 2, 3, 1], rows, [-1, -1, 6, -2, 3]);
    const mus: number[] = [];
    const given: DescentSpec = {
      ...spec,
      loss,
      iterations: 1,
      start: { kind: 'uniform', value: 0.3 },
      mu: { kind: 'adaptive', start: 5, min: 0, max: 1000, step: 1 },
    };
    descend(small, given, { now: () => 0, onTrajectory: ({ columns }) => mus.push(...columns.mu) });
    const violation = enumeratedPenalty(small, new Float64Array(4).fill(0.3));
    expect(violation).toBeGreaterThan(3);
    expect(mus[1]).toBeCloseTo(5 + violation - 1, 9);
  });
});

describe('the end of a sampled descent of DiffILO’s loss', () => {
  test('has a penalty whose standard error is what it scatters by from seed to seed', () => {
    // A step of 0 in all but name: every seed ends at the start, with samples of its own.
    const small = denseForm([1, 2, 3, 1], [[-1, -1, 0, 0], [0, -1, -1, -1], [3, 5, 2, 4]], [-1, -1, 6]);
    const ends = Array.from({ length: 80 }, (_, seed) => {
      return descend(small, {
        ...spec,
        loss: 'diffilo',
        evaluation: 'sampled',
        samples: 16,
        iterations: 1,
        step: 1e-12,
        seed,
        decoders: [],
      }, { now: () => 0 }).final;
    });
    const mean = ends.reduce((sum, { penalty }) => sum + penalty, 0) / 80;
    const variance = ends.reduce((sum, { penalty }) => sum + (penalty - mean) ** 2, 0) / 79;
    const claimed = ends.reduce((sum, { penaltyStandardError }) => sum + penaltyStandardError ** 2, 0) / 80;
    expect(variance).toBeGreaterThan(0);
    // χ² of 79 degrees leaves [0.5, 1.7] once in 10⁴ fresh choices of the seeds.
    expect(variance / claimed).toBeGreaterThan(0.5);
    expect(variance / claimed).toBeLessThan(1.7);
    for (const { mu, lossStandardError, penaltyStandardError } of ends) {
      expect(lossStandardError).toBeCloseTo(mu * penaltyStandardError, 12);
    }
  });
});
