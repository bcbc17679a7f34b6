/**
 * The small laws that a descent is set by: presets measured in the program's own units, schedules at their
 * ends, sums over variables, starts, chunks of a trajectory, progress, and what a checkpoint is refused for.
 */
import fc from 'fast-check';
import { diveWork } from '../../../src-science/decoding/dive-work.ts';
import { describe, expect, test } from 'vitest';
import type { DescentCheckpoint, TrajectoryChunk } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { TRAJECTORY_COLUMNS } from '../../../src-science/descent/descent-control.ts';
import { runDescent } from '../../../src-science/descent/descent-loop.ts';
import { evaluationSamples } from '../../../src-science/descent/evaluate-at.ts';
import { addObjectiveGradient, objectiveAt } from '../../../src-science/descent/loss-sums.ts';
import { momentCount } from '../../../src-science/descent/optimizer.ts';
import { annealedSpec, DESCENT_PRESETS, defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { nextMu, restartFactor, scaledSchedule, stepAt, temperatureAt } from '../../../src-science/descent/schedules.ts';
import { restartMarginals, startMarginals } from '../../../src-science/descent/start.ts';
import { createTrajectoryRecorder } from '../../../src-science/descent/trajectory-recorder.ts';
import type { TrajectoryPoint } from '../../../src-science/descent/trajectory-recorder.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createRule } from './rule.ts';
import { denseForm, enumeratedEvaluator } from './small-program.ts';

const number = fc.integer({ min: -1000, max: 1000 }).map((v) => v / 64);

describe('presets', () => {
  // Prices of the cover's variables: 2, 4, 6, 9; typical is the upper median.
  const cover = (scale: number): NormalForm => denseForm([2, 4, 6, 9].map((c) => scale * c), [[-1, -1, -1, 0], [0, 0, -1, -1]], [-1, -1]);

  test('the recommended μ runs from 0.03 typical prices to 10 of the largest', () => {
    expect(defaultDescentSpec(cover(1)).mu).toEqual({ kind: 'ramp', from: 0.18, to: 90, shape: 'geometric', until: 0.8 });
  });

  test('the annealed weights run from 0.05 typical prices to 2 of the largest, the temperatures by half and a twentieth of the held weight', () => {
    const { mu, optimizer, restarts, restartSpread, step, start } = annealedSpec(cover(1));
    expect(mu).toEqual({ kind: 'ramp', from: 0.3, hold: 0.9, to: 18, shape: 'geometric', until: 0.95 });
    expect(optimizer).toEqual({ name: 'mean-field', temperature: 0.15, finalTemperature: 0.015 });
    expect({ restarts, restartSpread, step, start }).toEqual({
      restarts: 6,
      restartSpread: 32,
      step: 0.3,
      start: { kind: 'random', center: 0.5, spread: 0.01 },
    });
  });

  test.each([10, 1000, 0.01])('costs %s times as large scale every weight and temperature by that', (scale) => {
    const one = annealedSpec(cover(1));
    const many = annealedSpec(cover(scale));
    if (one.mu.kind !== 'ramp' || many.mu.kind !== 'ramp' || one.optimizer.name !== 'mean-field' || many.optimizer.name !== 'mean-field')
      throw new Error('another preset than expected');
    expect(many.mu.from / one.mu.from).toBeCloseTo(scale, 9);
    expect(many.mu.to / one.mu.to).toBeCloseTo(scale, 9);
    expect(many.optimizer.temperature / one.optimizer.temperature).toBeCloseTo(scale, 9);
    expect(many.optimizer.finalTemperature / one.optimizer.finalTemperature).toBeCloseTo(scale, 9);
    expect({ ...many, mu: null, optimizer: null }).toEqual({ ...one, mu: null, optimizer: null });
    const plain = [defaultDescentSpec(cover(1)), defaultDescentSpec(cover(scale))].map((
      { mu },
    ) => (mu.kind === 'ramp' ? [mu.from, mu.to] : []));
    expect((plain[1]?.[0] ?? 0) / (plain[0]?.[0] ?? 0)).toBeCloseTo(scale, 9);
    expect((plain[1]?.[1] ?? 0) / (plain[0]?.[1] ?? 0)).toBeCloseTo(scale, 9);
  });

  test('defaults show three significant digits', () => {
    const { mu } = defaultDescentSpec(denseForm([12.3456], [[-1]], [-1]));
    expect(mu).toMatchObject({ from: 0.37, to: 123 });
  });

  test.each([[3, 1500], [100_000, 1500], [300_000, 500], [1_000_000, 250]])(
    'a program of %i nonzeros is annealed for %i iterations',
    (nonzeros, iterations) => {
      const form = { ...denseForm([1], [[-1]], [-1]), column: new Int32Array(nonzeros), value: new Float64Array(nonzeros).fill(-1) };
      expect(annealedSpec(form).iterations).toBe(iterations);
    },
  );

  test.each([
    ['diffilo-set-cover', 15, { start: 5, min: 0.1, max: 5, step: 0.01 }],
    ['diffilo-independent-set', 15, { start: 150, min: 0, max: 150, step: 0.1 }],
    ['diffilo-auctions', 30, { start: 10, min: 0, max: 10, step: 0.01 }],
  ] as const)('%s has the published samples, loss, direction and rule for μ', (name, samples, mu) => {
    const spec = DESCENT_PRESETS.find((preset) => preset.name === name)?.specFor(cover(1));
    expect(spec).toMatchObject({
      scheme: 'surrogate-interchange',
      evaluation: 'sampled',
      loss: 'diffilo',
      samples,
      mu: { kind: 'adaptive', ...mu },
      optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999 },
      stepSchedule: { kind: 'cosine', final: 0 },
    });
    expect(spec?.decoders).toContain('best-of-samples');
  });

  test.each([
    ['interchange', { scheme: 'surrogate-interchange' }],
    ['corrected', { scheme: 'surrogate-corrected' }],
    ['best-start', {
      start: { kind: 'lp-relaxation', margin: 0.1, otherwise: 0.5 },
      decoders: ['threshold', 'conditional-expectation', 'greedy-repair', 'local-search', 'dive'],
      searchWork: 100_000 * cover(1).column.length,
      diveWork: diveWork(cover(1)),
      controls: 'same-work',
    }],
    ['row-multipliers', {
      optimizer: { name: 'mean-field', temperature: 9, finalTemperature: 0.006 },
      step: 1,
      mu: { kind: 'sequential', sweeps: 30 },
      iterations: 60,
      snapshotEvery: 10,
      checkpointEvery: 10,
      decoders: ['threshold', 'greedy-repair', 'wedelin', 'dive', 'local-search'],
      controls: 'same-work',
    }],
    ['recommended', { scheme: 'true-penalty', evaluation: 'auto' }],
  ] as const)('%s differs from the recommended one in nothing but what it is for', (name, change) => {
    expect(DESCENT_PRESETS.find((preset) => preset.name === name)?.specFor(cover(1))).toEqual({
      ...defaultDescentSpec(cover(1)),
      ...change,
    });
  });
});

describe('schedules at their ends', () => {
  test('a cosine begins at the step, ends towards its final share and only falls', () => {
    const steps = Array.from({ length: 51 }, (_, t) => stepAt({ kind: 'cosine', final: 0.2 }, 3, t, 50));
    expect(steps[0]).toBe(3);
    expect(steps[50]).toBeCloseTo(0.6, 12);
    for (let t = 1; t <= 50; t++) expect(steps[t]).toBeLessThan(steps[t - 1] ?? 0);
    // Symmetric about the middle.
    for (let t = 0; t <= 50; t++) expect((steps[t] ?? 0) + (steps[50 - t] ?? 0)).toBeCloseTo(3.6, 12);
  });

  test('an inverse schedule begins at the step and has 1/(1 + n) of it after n half-lives', () => {
    for (let n = 0; n < 5; n++) expect(stepAt({ kind: 'inverse', halfLife: 7 }, 3, 7 * n, 10)).toBeCloseTo(3 / (1 + n), 12);
  });

  test('the adaptive μ moves by its step for each unit of violation off 1, and never out of its range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 16 }),
        (eighths, violation, step) => {
          const next = nextMu({ kind: 'adaptive', start: 1, min: 2, max: 9, step: step / 8 }, eighths / 8, 0, 1, violation);
          const free = eighths / 8 + (step / 8) * (violation - 1);
          expect(next).toBe(free < 2 ? 2 : free > 9 ? 9 : free);
        },
      ),
      { numRuns: 300, seed: 51 },
    );
    expect(nextMu({ kind: 'fixed', value: 4 }, 9, 3, 10, 7)).toBe(4);
  });

  test('spreads and temperatures hit both ends, also in the shortest runs', () => {
    expect([0, 1].map((r) => restartFactor(16, r, 2))).toEqual([1, expect.closeTo(16, 12)]);
    expect([temperatureAt(8, 2, 0, 2), temperatureAt(8, 2, 1, 2), temperatureAt(8, 2, 1, 3)]).toEqual([8, 2, expect.closeTo(4, 12)]);
    const fixed = { kind: 'fixed', value: 2 } as const;
    expect(scaledSchedule(fixed, 1)).toBe(fixed);
    expect(scaledSchedule(fixed, 3)).toEqual({ kind: 'fixed', value: 6 });
    expect(scaledSchedule({ kind: 'adaptive', start: 2, min: 1, max: 9, step: 1 }, 0.1)).toMatchObject({ start: 1 });
  });

  test('a mean-field step is the damped iteration at the factor’s temperature', () => {
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 4 }), (l, g, factor, t) => {
        const parameters = Float64Array.of(l);
        createRule({ name: 'mean-field', temperature: 16, finalTemperature: 1 }, 1, 5).update(
          parameters,
          Float64Array.of(g),
          0.25,
          t,
          factor,
        );
        const T = factor * 16 / 2 ** t;
        expect(parameters[0]).toBeCloseTo(0.75 * l - 0.25 * Math.min(Math.max(g / T, -12), 12), 10);
      }),
      { numRuns: 100, seed: 52 },
    );
    expect(momentCount({ name: 'mean-field', temperature: 1, finalTemperature: 1 })).toBe(2);
    const alone = Float64Array.of(2);
    createRule({ name: 'mean-field', temperature: 4, finalTemperature: 4 }, 1, 5).update(alone, Float64Array.of(8), 0.5, 0);
    expect(alone[0]).toBe(0);
  });
});

test.each([[0, 65_536], [305, 65_536], [306, 65_359], [1000, 20_000], [19_531, 1024], [1_000_000, 1024]])(
  'an end of %i nonzeros is estimated from %i samples',
  (nonzeros, samples) => {
    expect(evaluationSamples({ ...denseForm([1], [], []), column: new Int32Array(nonzeros) })).toBe(samples);
  },
);

test('the sums over variables are those of a plain loop, for every remainder of the length', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, fc.constantFrom(-1, -1, 0, 1)), { maxLength: 11 }), number, (entries, constant) => {
      const objective = entries.map(([c]) => c);
      const form = denseForm(objective, [], [], { fixed: entries.map(([, , fixed]) => fixed), objectiveConstant: constant });
      // Multiples of 1/64 and of 1/4096: sums are exact in any order.
      expect(objectiveAt(form, Float64Array.from(entries, ([, x]) => x))).toBe(entries.reduce((sum, [c, x]) => sum + c * x, constant));
      const gradient = Float64Array.from(entries, ([, g]) => g);
      const squared = addObjectiveGradient(form, 0.5, gradient);
      const truth = entries.map(([c, g]) => c + 0.5 * g);
      expect([...gradient].map((g) => g + 0)).toEqual(truth.map((g) => g + 0));
      expect(squared).toBeCloseTo(entries.reduce((sum, [, , fixed], j) => sum + (fixed < 0 ? (truth[j] ?? 0) ** 2 : 0), 0), 6);
    }),
    { numRuns: 200, seed: 53 },
  );
});

describe('starts', () => {
  const form = denseForm(Array.from({ length: 4000 }, () => 0), [], [], {
    fixed: Array.from({ length: 4000 }, (_, j) => (j < 3989 ? -1 : j % 2)),
  });

  test('of restarts mix the first one half and half with even draws, and keep fixed variables', () => {
    const first = startMarginals(form, { kind: 'uniform', value: 0.8 }, 1);
    const again = restartMarginals(form, { kind: 'uniform', value: 0.8 }, first, 1, 1);
    const free = again.slice(0, 3989);
    // Uniform on (0.4, 0.9): mean 0.65, standard error 0.0023; six of them are missed once in 5e8 seeds.
    expect(Math.abs(free.reduce((sum, x) => sum + x, 0) / 3989 - 0.65)).toBeLessThan(0.014);
    expect(Math.min(...free)).toBeGreaterThan(0.4);
    expect(Math.min(...free)).toBeLessThan(0.41);
    expect(Math.max(...free)).toBeLessThan(0.9);
    expect(Math.max(...free)).toBeGreaterThan(0.89);
    expect(Array.from(again).slice(3989)).toEqual(Array.from({ length: 11 }, (_, n) => (3989 + n) % 2));
    expect(restartMarginals(form, { kind: 'uniform', value: 0.8 }, first, 1, 2)).not.toEqual(again);
  });

  test('at random fill their interval, cut to the open cube, from the first draw on', () => {
    const start = { kind: 'random', center: 0.9, spread: 0.3 } as const;
    const drawn = startMarginals(form, start, 4);
    const free = drawn.slice(0, 3989);
    expect(Math.min(...free)).toBeGreaterThan(0.6);
    expect(Math.min(...free)).toBeLessThan(0.605);
    expect(Math.max(...free)).toBeLessThan(1);
    expect(Math.max(...free)).toBeGreaterThan(0.995);
    const next = restartMarginals(form, start, drawn, 4, 1);
    expect(next).not.toEqual(drawn);
    expect(Math.min(...next.slice(0, 3989))).toBeGreaterThan(0.6);
  });

  test('given with a wrong length are refused', () => {
    expect(() => startMarginals(denseForm([1, 1], [], []), { kind: 'given', xHat: [0.5] }, 1)).toThrow('the starting point has 1 marginals, the program has 2 variables');
  });
});

describe('the chunks of a trajectory', () => {
  const point = (n: number): TrajectoryPoint => {
    const values = {} as TrajectoryPoint;
    TRAJECTORY_COLUMNS.forEach((name, k) => (values[name] = 100 * n + k));
    return values;
  };

  /** Lengths of the chunks of so many points, the clock at `times` in turn. */
  function record(points: number, chunkPoints: number, clock: () => number, flushSeconds?: number): TrajectoryChunk[] {
    const chunks: TrajectoryChunk[] = [];
    const recorder = createTrajectoryRecorder((chunk) => chunks.push(chunk), clock, chunkPoints, flushSeconds);
    for (let n = 0; n < points; n++) recorder.push(point(n));
    recorder.flush();
    recorder.flush();
    return chunks;
  }

  test('hold all points once, in order, full ones first and the rest at the end', () => {
    for (const points of [0, 1, 3, 4, 5, 8, 11]) {
      const chunks = record(points, 4, () => 0);
      expect(chunks.map(({ length }) => length)).toEqual([...Array.from({ length: Math.floor(points / 4) }, () => 4),
        ...(points % 4 > 0 ? [points % 4] : [])]);
      TRAJECTORY_COLUMNS.forEach((name, k) => {
        expect(chunks.flatMap(({ columns }) => [...columns[name]])).toEqual(Array.from({ length: points }, (_, n) => 100 * n + k));
      });
    }
  });

  test('are cut when the time since the last one is up, and not before', () => {
    let seconds = 0;
    // The clock is read at the start, at each push and after each hand-over: 1 s a reading.
    expect(record(6, 100, () => seconds++, 2).map(({ length }) => length)).toEqual([2, 2, 2]);
    expect(record(6, 100, () => 0, 2).map(({ length }) => length)).toEqual([6]);
  });

  test('are by themselves of 512 points, or of a tenth of a second', () => {
    const lengths = (clock: () => number): number[] => {
      const chunks: number[] = [];
      const recorder = createTrajectoryRecorder(({ length }) => chunks.push(length), clock);
      for (let n = 0; n < 1100; n++) recorder.push(point(n));
      recorder.flush();
      return chunks;
    };
    expect(lengths(() => 0)).toEqual([512, 512, 76]);
    let ticks = 0;
    expect(lengths(() => ticks++ / 1024)[0]).toBe(103);
  });
});

describe('the loop', () => {
  const form = denseForm([1, 2], [[-1, -1]], [-1]);
  const spec: DescentSpec = { ...defaultDescentSpec(form), iterations: 10, checkpointEvery: 0, snapshotEvery: 0 };
  const run = (
    change: Partial<DescentSpec>,
    control: { resumeFrom?: DescentCheckpoint; now?: () => number; onProgress?: (share: number, done: number) => void } = {},
  ) => runDescent(form, { ...spec, ...change }, { now: () => 0, ...control }, enumeratedEvaluator(form), new Float64Array(2).fill(0.5));

  test('tells its progress at once and then every twentieth of a second, over all descents', () => {
    let seconds = 0;
    const told: [number, number][] = [];
    run({ restarts: 2 }, { now: () => (seconds += 1 / 64), onProgress: (share, done) => told.push([share, done]) });
    expect(told[0]).toEqual([1 / 20, 1]);
    expect(told.at(-1)).toEqual([1, 20]);
    for (const [share, done] of told) expect(share).toBe(done / 20);
    const still: number[] = [];
    run({}, { onProgress: (_share, done) => still.push(done) });
    expect(still).toEqual([1, 10]);
  });

  test('refuses a checkpoint that does not fit, each time saying in what', () => {
    const { checkpoint } = run({ restarts: 2 });
    const refused = (change: Partial<DescentSpec>, other: Partial<DescentCheckpoint>): string | null => {
      try {
        run({ restarts: 2, ...change }, { resumeFrom: { ...checkpoint, ...other } });
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : null;
      }
    };
    const message = (what: string): unknown => expect.stringContaining(`The checkpoint does not belong to this run: ${what}.`);
    expect(checkpoint.moments.length).toBe(4);
    expect(refused({}, {})).toBe(null);
    expect(refused({}, { parameters: new Float64Array(1) })).toEqual(message('it holds 1 variables, the program has 2'));
    expect(refused({}, { moments: checkpoint.moments.slice(0, 2) })).toEqual(message('it holds 2 state vectors, adam keeps 2 and restarts keep two'));
    expect(refused({}, { iteration: 9 })).toEqual(message('it holds 4 state vectors, adam keeps 2'));
    expect(refused({}, { iteration: 10 })).toBe(null);
    expect(refused({}, { iteration: 21 })).toEqual(message('it was written at iteration 21, the run has only 20'));
    expect(refused({}, { mu: Number.NaN })).toEqual(message('it holds numbers that are not finite'));
    expect(refused({}, { moments: [new Float64Array(2), new Float64Array(2), Float64Array.of(0, Infinity), new Float64Array(2)] }))
      .toEqual(message('it holds numbers that are not finite'));
    expect(refused({}, { moments: [new Float64Array(2), new Float64Array(2), new Float64Array(1), new Float64Array(2)] }))
      .toEqual(message('its state vectors differ in length'));
    expect(refused({ restarts: 1 }, { iteration: 11, moments: checkpoint.moments.slice(0, 2) }))
      .toEqual(message('it was written at iteration 11, the run has only 10'));
  });

  test('at its end has counted every step, and resumed at the end takes no further one', () => {
    const whole = run({});
    expect(whole.iterations).toBe(10);
    expect(whole.last.iteration).toBe(10);
    const again = run({}, { resumeFrom: whole.checkpoint });
    expect(again.iterations).toBe(10);
    expect(again.xHat).toEqual(whole.xHat);
    expect(again.stopped).toBe('iterations');
  });
});
