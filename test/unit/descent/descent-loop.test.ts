import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DescentError } from '../../../src-science/descent/descent-error.ts';
import { runDescent } from '../../../src-science/descent/descent-loop.ts';
import type { DescentRun } from '../../../src-science/descent/descent-loop.ts';
import type {
  DescentCheckpoint,
  DescentControl,
  Snapshot,
  TrajectoryChunk,
  TrajectoryColumn,
} from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { TRAJECTORY_COLUMNS } from '../../../src-science/descent/descent-control.ts';
import { startMarginals } from '../../../src-science/descent/start.ts';
import type { GradientEvaluator } from '../../../src-science/gradients/evaluator.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm, enumeratedEvaluator, enumeratedLoss, formAndMarginals, objectiveOf, violationOf } from './small-program.ts';
import { aDescent } from '../../a-descent.ts';

const spec = aDescent({ iterations: 20 });

/** Two covers and a packing over four variables, with distinct costs. */
const form = denseForm(
  [3, 2, 4, 1],
  [
    [-1, -1, 0, 0],
    [0, -1, -1, -1],
    [1, 0, 0, 1],
  ],
  [-1, -1, 1],
);

/** A clock of fixed ticks; every reading advances it. */
function ticking(tick: number): () => number {
  let time = 100;
  return () => (time += tick);
}

interface Log {
  readonly run: DescentRun;
  readonly chunks: TrajectoryChunk[];
  readonly points: Record<TrajectoryColumn, number[]>;
  readonly snapshots: Snapshot[];
  readonly checkpoints: DescentCheckpoint[];
  readonly progress: number[];
}

function runAndLog(
  program: NormalForm,
  given: DescentSpec,
  control: Partial<DescentControl> = {},
  evaluator: GradientEvaluator = enumeratedEvaluator(program),
): Log {
  const chunks: TrajectoryChunk[] = [];
  const snapshots: Snapshot[] = [];
  const checkpoints: DescentCheckpoint[] = [];
  const progress: number[] = [];
  const run = runDescent(
    program,
    given,
    {
      onTrajectory: (chunk) => chunks.push(chunk),
      onSnapshot: (snapshot) => snapshots.push(snapshot),
      onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
      onProgress: (fraction) => progress.push(fraction),
      now: ticking(0.001),
      ...control,
    },
    evaluator,
    startMarginals(program, given.start, given.seed),
  );
  const points = {} as Record<TrajectoryColumn, number[]>;
  for (const name of TRAJECTORY_COLUMNS) points[name] = chunks.flatMap((chunk) => [...chunk.columns[name]]);
  return { run, chunks, points, snapshots, checkpoints, progress };
}

/** A noisy evaluator whose numbers depend on the stream position alone, as the real ones do. */
function noisyEvaluator(program: NormalForm): GradientEvaluator {
  const exact = enumeratedEvaluator(program);
  return {
    ...exact,
    evaluation: 'sampled',
    evaluate(xHat, at, gradient, outcome) {
      exact.evaluate(xHat, at, gradient, outcome);
      const noise = Math.sin(at.iteration * 12.9898 + at.seed * 78.233 + at.stream);
      for (let j = 0; j < gradient.length; j++) gradient[j] = (gradient[j] ?? 0) + noise * (j + 1) * 0.1;
      outcome.samples = 7;
      outcome.feasibleShare = Math.abs(noise);
    },
  };
}

const withoutSeconds = (points: Record<TrajectoryColumn, number[]>): Partial<Record<TrajectoryColumn, number[]>> => {
  const { seconds: _seconds, ...rest } = points;
  return rest;
};

describe('what a descent records', () => {
  test('is the loss, objective, penalty and gradient norm of the x̂ before the step, by enumeration', () => {
    const { points, snapshots } = runAndLog(form, { ...spec, snapshotEvery: 1 });
    expect(points.iteration).toEqual(Array.from({ length: 21 }, (_, t) => t));
    expect(snapshots.map((snapshot) => snapshot.iteration)).toEqual(points.iteration);
    snapshots.forEach(({ xHat }, t) => {
      expect(points.loss[t]).toBeCloseTo(enumeratedLoss(form, xHat, 3), 10);
      expect(points.loss[t]).toBeCloseTo((points.objective[t] ?? 0) + 3 * (points.penalty[t] ?? 0), 10);
      const h = 1e-6;
      const squared = xHat.reduce((sum, x, j) => {
        const up = xHat.with(j, x + h);
        const down = xHat.with(j, x - h);
        return sum + ((enumeratedLoss(form, up, 3) - enumeratedLoss(form, down, 3)) / (2 * h)) ** 2;
      }, 0);
      expect(points.gradientNorm[t]).toBeCloseTo(Math.sqrt(squared), 6);
    });
  });

  test('always has the first and the last point, whatever the interval', () => {
    expect(runAndLog(form, { ...spec, recordEvery: 7 }).points.iteration).toEqual([0, 7, 14, 20]);
    expect(runAndLog(form, { ...spec, recordEvery: 1000 }).points.iteration).toEqual([0, 20]);
    expect(runAndLog(form, { ...spec, snapshotEvery: 8 }).snapshots.map(({ iteration }) => iteration)).toEqual([0, 8, 16, 20]);
    expect(runAndLog(form, { ...spec }).snapshots.map(({ iteration }) => iteration)).toEqual([0, 20]);
  });

  test('counts the samples drawn up to and with each point', () => {
    const { points, run } = runAndLog(form, { ...spec, iterations: 3 }, {}, noisyEvaluator(form));
    expect(points.samples).toEqual([7, 14, 21, 28]);
    expect(run.samples).toBe(28);
  });

  test('does not depend on how the clock cuts it into chunks', () => {
    const long = { ...spec, iterations: 1200 };
    const still = runAndLog(form, long, { now: () => 5 });
    const slow = runAndLog(form, long, { now: ticking(10) });
    expect(still.chunks.map((chunk) => chunk.length)).toEqual([512, 512, 177]);
    expect(slow.chunks.length).toBe(1201);
    expect(withoutSeconds(slow.points)).toEqual(withoutSeconds(still.points));
    expect(slow.run.xHat).toEqual(still.run.xHat);
    for (const { length, columns } of still.chunks) for (const name of TRAJECTORY_COLUMNS) expect(columns[name].length).toBe(length);
  });

  test('may be transferred: a chunk whose buffers are taken away changes nothing that follows', () => {
    const taken: number[] = [];
    const { run } = runAndLog(form, { ...spec, iterations: 1500 }, {
      onTrajectory: (chunk) => {
        taken.push(...structuredClone(chunk, {
          transfer: Object.values(chunk.columns).map((column) => column.buffer as ArrayBuffer),
        }).columns.iteration);
      },
    });
    expect(taken).toEqual(Array.from({ length: 1501 }, (_, t) => t));
    expect(run.iterations).toBe(1500);
  });

  test('tells its progress without going back, ending at 1', () => {
    const { progress } = runAndLog(form, { ...spec, iterations: 400 });
    expect(progress.at(-1)).toBe(1);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    // Clock readings are 1 ms apart and there are a few an iteration: progress is rarer than iterations.
    expect(progress.length).toBeLessThan(60);
    expect(progress.length).toBeGreaterThan(5);
  });
});

describe('where a descent goes', () => {
  test('a small gradient step goes down as far as the enumerated gradient says', () => {
    fc.assert(
      fc.property(formAndMarginals, fc.double({ min: 0, max: 5, noNaN: true }), ({ form: program, xHat }, value) => {
        const inner = xHat.map((x, j) => ((program.fixed[j] ?? -1) >= 0 ? x : 0.05 + 0.9 * x));
        const step = 1e-7;
        const { run } = runAndLog(program, {
          ...spec,
          parametrization: 'projected',
          optimizer: { name: 'sgd' },
          step,
          mu: { kind: 'fixed', value },
          iterations: 1,
          start: { kind: 'given', xHat: [...inner] },
        });
        inner.forEach((x, j) => {
          const h = 1e-4;
          const slope = (program.fixed[j] ?? -1) >= 0
            ? 0
            : (enumeratedLoss(program, inner.with(j, x + h), value) - enumeratedLoss(program, inner.with(j, x - h), value)) / (2 * h);
          expect((x - (run.xHat[j] ?? 0)) / step).toBeCloseTo(slope, 5);
        });
      }),
      { numRuns: 60, seed: 13 },
    );
  });

  test.each(['logit', 'projected'] as const)('ends at the vertex of least loss, %s', (parametrization) => {
    const { run } = runAndLog(form, { ...spec, parametrization, mu: { kind: 'fixed', value: 10 }, iterations: 600 });
    const vertices = Array.from({ length: 16 }, (_, mask) => mask);
    const best = vertices.reduce((
      a,
      b,
    ) => (objectiveOf(form, b) + 10 * violationOf(form, b) < objectiveOf(form, a) + 10 * violationOf(form, a) ? b : a));
    run.xHat.forEach((x, j) => expect(Math.abs(x - ((best >> j) & 1))).toBeLessThan(1e-2));
    expect(run.last.loss).toBeCloseTo(objectiveOf(form, best), 1);
  });

  test('projected marginals never leave [0, 1], however large the step', () => {
    const { snapshots } = runAndLog(form, {
      ...spec,
      parametrization: 'projected',
      optimizer: { name: 'sgd' },
      step: 50,
      snapshotEvery: 1,
    });
    for (const { xHat } of snapshots) for (const x of xHat) expect(x >= 0 && x <= 1).toBe(true);
  });

  test('fixed variables stay at their value and out of the gradient norm', () => {
    const pinned = denseForm([3, 100, 4], [[-1, -1, -1]], [-1], { fixed: [-1, 0, 1] });
    const { snapshots, points } = runAndLog(pinned, { ...spec, snapshotEvery: 1, mu: { kind: 'fixed', value: 0 } });
    for (const { xHat } of snapshots) expect([xHat[1], xHat[2]]).toEqual([0, 1]);
    for (const norm of points.gradientNorm) expect(norm).toBe(3);
  });

  test('the ramp and the adaptive μ are what the points show', () => {
    const ramped = runAndLog(form, { ...spec, iterations: 4, mu: { kind: 'ramp', from: 1, to: 16, shape: 'geometric', until: 1 } });
    [1, 2, 4, 8, 16].forEach((mu, t) => expect(ramped.points.mu[t]).toBeCloseTo(mu, 12));
    const adaptive = runAndLog(form, { ...spec, iterations: 3, mu: { kind: 'adaptive', start: 2, min: 0, max: 9, step: 0.5 } });
    for (let t = 0; t < 3; t++) {
      expect(adaptive.points.mu[t + 1]).toBeCloseTo((adaptive.points.mu[t] ?? 0) + 0.5 * ((adaptive.points.penalty[t] ?? 0) - 1), 12);
    }
  });
});

describe('stopping', () => {
  test('stops at the first point whose gradient norm is small enough, and that point is the last', () => {
    const flat = denseForm([0, 0], [[1, 1]], [1]);
    const { run, points } = runAndLog(flat, {
      ...spec,
      parametrization: 'projected',
      optimizer: { name: 'sgd' },
      stopAtGradientNorm: 0.05,
      iterations: 500,
    });
    expect(run.stopped).toBe('gradient-norm');
    expect(points.gradientNorm.at(-1)).toBeLessThanOrEqual(0.05);
    for (const norm of points.gradientNorm.slice(0, -1)) expect(norm).toBeGreaterThan(0.05);
    expect(run.iterations).toBe(points.iteration.at(-1));
  });

  test.each([0, 1, 9, 19])('a run cancelled at iteration %i keeps its points and the x̂ it had reached', (k) => {
    let asked = 0;
    const cancelled = runAndLog(form, spec, { cancelled: () => asked++ === k });
    const whole = runAndLog(form, { ...spec, snapshotEvery: 1 });
    expect(cancelled.run.stopped).toBe('cancelled');
    expect(cancelled.run.iterations).toBe(k);
    expect(cancelled.points.loss).toEqual(whole.points.loss.slice(0, k + 1));
    expect(cancelled.run.xHat).toEqual(whole.snapshots[k]?.xHat);
  });

  test.each([
    ['the marginals', (gradient: Float64Array) => gradient.fill(Number.NaN), /iteration 3: the gradient's norm is no longer finite/],
    ['the gradient', (gradient: Float64Array) => gradient.fill(Infinity), /iteration 3: the gradient's norm is no longer finite/],
  ])('a runaway of %s names the iteration and what to lower', (_what, spoil, message) => {
    const exact = enumeratedEvaluator(form);
    const runaway: GradientEvaluator = {
      ...exact,
      evaluate(xHat, at, gradient, outcome) {
        exact.evaluate(xHat, at, gradient, outcome);
        if (at.iteration === 3) spoil(gradient);
      },
    };
    const attempt = (): unknown =>
      runAndLog(form, { ...spec, mu: { kind: 'ramp', from: 1, to: 77, shape: 'linear', until: 1 } }, {}, runaway);
    expect(attempt).toThrow(message);
    try {
      attempt();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DescentError);
      if (error instanceof DescentError) {
        expect(error.code).toBe('descent-diverged');
        expect(error.hint).toContain('the step (now 0.1)');
        expect(error.hint).toContain('the final μ (now 77)');
      }
    }
  });

  test('momentum that overflows is caught, not clamped into a plausible end', () => {
    const steep = denseForm([1e308, -1e308], [], []);
    expect(() =>
      runAndLog(steep, { ...spec, optimizer: { name: 'momentum', momentum: 0.99 }, parametrization: 'projected', iterations: 50 })
    ).toThrow(/diverged at iteration/);
  });
});

describe('checkpoint and resume', () => {
  test('every point before a checkpoint is handed over before the checkpoint is, so that a crash right after it loses none', () => {
    let handedOver = 0;
    const missing: number[] = [];
    runAndLog(form, { ...spec, iterations: 40, checkpointEvery: 7 }, {
      onTrajectory: (chunk) => {
        handedOver += chunk.length;
      },
      onCheckpoint: (checkpoint) => missing.push(checkpoint.iteration - handedOver),
    });
    expect(missing).toEqual([0, 0, 0, 0, 0]);
  });

  const optimizers = [
    { name: 'sgd' },
    { name: 'momentum', momentum: 0.8 },
    { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
  ] as const;

  test.each(optimizers)('$name: resuming at any iteration gives the bits of an uninterrupted run', (optimizer) => {
    for (const parametrization of ['logit', 'projected'] as const) {
      const full: DescentSpec = {
        ...spec,
        optimizer,
        parametrization,
        step: 0.05,
        recordEvery: 3,
        snapshotEvery: 4,
        checkpointEvery: 1,
        stepSchedule: { kind: 'cosine', final: 0.1 },
        mu: { kind: 'adaptive', start: 1, min: 0, max: 9, step: 0.3 },
        start: { kind: 'random', center: 0.5, spread: 0.3 },
      };
      const whole = runAndLog(form, full, {}, noisyEvaluator(form));
      expect(whole.checkpoints.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 19 }, (_, k) => k + 1));
      for (const checkpoint of [...whole.checkpoints, whole.run.checkpoint]) {
        const k = checkpoint.iteration;
        const rest = runAndLog(form, full, { resumeFrom: structuredClone(checkpoint) }, noisyEvaluator(form));
        expect(rest.run.xHat).toEqual(whole.run.xHat);
        expect(rest.run.samples).toBe(whole.run.samples);
        expect({ ...rest.run.checkpoint, seconds: 0 }).toEqual({ ...whole.run.checkpoint, seconds: 0 });
        const from = whole.points.iteration.findIndex((t) => t >= k);
        for (const name of TRAJECTORY_COLUMNS) {
          if (name !== 'seconds') expect(rest.points[name], `${name} from ${k}`).toEqual(whole.points[name].slice(from));
        }
        expect(rest.snapshots).toEqual(whole.snapshots.filter(({ iteration }) => iteration >= k));
      }
    }
  });

  test('a cancelled run goes on from its own checkpoint, and its seconds go on too', () => {
    let asked = 0;
    const cancelled = runAndLog(form, { ...spec, recordEvery: 4 }, { cancelled: () => asked++ === 6 }, noisyEvaluator(form));
    expect(cancelled.points.iteration).toEqual([0, 4, 6]);
    const rest = runAndLog(form, { ...spec, recordEvery: 4 }, { resumeFrom: cancelled.run.checkpoint }, noisyEvaluator(form));
    const whole = runAndLog(form, { ...spec, recordEvery: 4 }, {}, noisyEvaluator(form));
    expect(rest.run.xHat).toEqual(whole.run.xHat);
    const kept = cancelled.points.iteration.filter((t) => t < cancelled.run.checkpoint.iteration);
    expect([...kept, ...rest.points.iteration]).toEqual(whole.points.iteration);
    expect(rest.points.seconds[0]).toBeGreaterThan(cancelled.run.checkpoint.seconds);
    expect(rest.run.samples).toBe(whole.run.samples);
  });

  test('a checkpoint is a copy: the run does not change it afterwards', () => {
    const { checkpoints } = runAndLog(form, { ...spec, checkpointEvery: 5 });
    const again = runAndLog(form, { ...spec, iterations: 5 });
    expect(checkpoints[0]?.parameters).toEqual(again.run.checkpoint.parameters);
    expect(checkpoints[0]?.moments).toEqual(again.run.checkpoint.moments);
  });

  test.each([
    ['another number of variables', { parameters: new Float64Array(3) }, /it holds 3 variables, the program has 4/],
    ['another optimizer', { moments: [] }, /it holds 0 state vectors, adam keeps 2/],
    ['state of another length', { moments: [new Float64Array(4), new Float64Array(2)] }, /state vectors differ in length/],
    ['NaN', { parameters: Float64Array.of(1, Number.NaN, 0, 0) }, /not finite/],
    ['an iteration past the end', { iteration: 21 }, /written at iteration 21, the run has only 20/],
  ])('refuses a checkpoint with %s', (_what, change, message) => {
    const { checkpoint } = runAndLog(form, { ...spec, iterations: 5 }).run;
    expect(() => runAndLog(form, spec, { resumeFrom: { ...checkpoint, ...change } })).toThrow(message);
  });
});
