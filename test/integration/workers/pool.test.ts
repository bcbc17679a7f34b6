/** The piscina executor with real workers, run from their sources. */
import { afterEach, describe, expect, it } from 'vitest';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import type { Executor, RunningJob } from '../../../src-main/engine/execution/executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { programOf } from '../../unit/exact/small-programs.ts';
import { marketSplit } from './hard-programs.ts';
import { aDescent } from '../../a-descent.ts';

const pools: Executor[] = [];
function pool(size: number, workerFile?: string): Executor {
  const made = createPiscinaExecutor({ size, ...(workerFile === undefined ? {} : { workerFile }) });
  pools.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((made) => made.close()));
});

interface Watched extends RunningJob {
  readonly events: JobEvent[];
  readonly started: Promise<void>;
  /** Number of events there were when the outcome came. */
  readonly eventsAtEnd: Promise<number>;
}

function run(executor: Executor, program: Program, spec: JobSpec, id = 'job'): Watched {
  const events: JobEvent[] = [];
  let begun: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const running = executor.start({ id, spec, program: encodeForJobs(program), resumeFrom: null }, (event) => events.push(event), begun);
  return {
    outcome: running.outcome,
    cancel: () => running.cancel(),
    events,
    started,
    eventsAtEnd: running.outcome.then(() => events.length),
  };
}

const exact = (solver: 'glpk' | 'highs' | 'enumerate', timeLimitSeconds: number | null = null): JobSpec => ({
  version: 1,
  kind: 'exact',
  exact: { solver, timeLimitSeconds, relativeGap: 0, start: null },
});

const cover = programOf({
  objective: [3, 2, 4, 1, 5, 2],
  rows: [
    [1, 1, 0, 0, 1, 0],
    [0, 1, 1, 0, 0, 0],
    [0, 0, 1, 1, 0, 1],
    [1, 0, 0, 0, 1, 1],
  ].map((coefficients) => ({ coefficients, lower: 1 })),
});

function descent(seed: number, iterations = 300): JobSpec {
  return {
    version: 1,
    kind: 'descent',
    descent: aDescent({
      scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 32, mu: { kind: 'fixed', value: 4 }, iterations, seed,
      start: { kind: 'random', center: 0.5, spread: 0.2 }, snapshotEvery: 100, checkpointEvery: 100,
      decoders: ['threshold', 'conditional-expectation'],
    }),
  };
}

/** What a run computed: everything but the clock. */
function bits(outcome: JobOutcome, events: readonly JobEvent[]): unknown {
  if (outcome.status !== 'done' || outcome.result.kind !== 'descent') throw new Error(`the descent ended ${JSON.stringify(outcome)}`);
  const { xHat, final, solutions, samples, iterations } = outcome.result;
  const losses = events.flatMap((event) => (event.type === 'series' ? [...(event.chunk.columns.loss ?? [])] : []));
  const snapshots = events.flatMap((event) => (event.type === 'snapshot' ? [[event.iteration, ...event.xHat]] : []));
  return {
    xHat: [...xHat],
    final,
    samples,
    iterations,
    losses,
    snapshots,
    solutions: solutions.map(({ seconds: _seconds, ...rest }) => rest),
  };
}

describe('the pool of workers', () => {
  it('gives the same bits for a descent whatever the size of the pool and whatever runs beside it', async () => {
    const alone = run(pool(1), cover, descent(7));
    const one = bits(await alone.outcome, alone.events);
    const crowd = pool(2);
    const jobs = [descent(7), descent(8), descent(7), descent(9)].map((spec, k) => run(crowd, cover, spec, `job ${k}`));
    const outcomes = await Promise.all(jobs.map((job) => job.outcome));
    const crowded = outcomes.map((outcome, k) => bits(outcome, jobs[k]?.events ?? []));
    expect(crowded[0]).toEqual(one);
    expect(crowded[2]).toEqual(one);
    expect(crowded[1]).not.toEqual(one);
  });

  it('delivers every event, in order, before the outcome', async () => {
    const job = run(pool(1), cover, descent(3));
    const outcome = await job.outcome;
    expect(outcome.status).toBe('done');
    const count = await job.eventsAtEnd;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(job.events).toHaveLength(count);
    const iterations = job.events.flatMap((event) => (event.type === 'series' ? [...(event.chunk.columns.iteration ?? [])] : []));
    expect(iterations).toEqual(Array.from({ length: 301 }, (_, t) => t));
  });

  it('runs two jobs at once', async () => {
    const executor = pool(2);
    const first = run(executor, marketSplit(), exact('highs'), 'first');
    const second = run(executor, marketSplit(), exact('highs'), 'second');
    // Neither ends by itself: both can only have started because they run side by side.
    await Promise.all([first.started, second.started]);
    first.cancel();
    second.cancel();
    expect((await first.outcome).status).toBe('cancelled');
    expect((await second.outcome).status).toBe('cancelled');
  });

  it('cancels HiGHS inside its solve and keeps what it knows', async () => {
    const job = run(pool(1), marketSplit(), exact('highs'));
    await job.started;
    // Progress comes out of the solve: it is inside it now.
    while (!job.events.some((event) => event.type === 'progress')) await new Promise((resolve) => setTimeout(resolve, 10));
    job.cancel();
    const outcome = await job.outcome;
    expect(outcome).toMatchObject({ status: 'cancelled', result: { kind: 'exact', status: 'cancelled' } });
  });

  it('stops a GLPK solve, and the pool works afterwards', async () => {
    const executor = pool(1);
    const job = run(executor, marketSplit(), exact('glpk'));
    await job.started;
    await new Promise((resolve) => setTimeout(resolve, 300));
    job.cancel();
    job.cancel();
    expect(await job.outcome).toMatchObject({ status: 'cancelled', result: { kind: 'exact', status: 'cancelled' } });
    const next = await run(executor, cover, exact('glpk')).outcome;
    expect(next).toMatchObject({ status: 'done', result: { status: 'optimal', objective: 4 } });
  });

  it('cancels a job that is still waiting for a worker without harm to the one that runs', async () => {
    const executor = pool(1);
    const first = run(executor, marketSplit(), exact('highs'), 'first');
    await first.started;
    const waiting = run(executor, cover, exact('glpk'), 'waiting');
    waiting.cancel();
    expect(await waiting.outcome).toEqual({ status: 'cancelled', result: null });
    first.cancel();
    expect(await first.outcome).toMatchObject({ status: 'cancelled', result: { kind: 'exact' } });
  });

  it('stops at a time limit and says so, with the solution rechecked where there is one', async () => {
    const outcome = await run(pool(1), marketSplit(), exact('glpk', 0.5)).outcome;
    expect(outcome).toMatchObject({ status: 'done', result: { status: 'time-limit', solution: null, objective: null } });
    const enumeration = await run(pool(1), marketSplit(), exact('enumerate')).outcome;
    expect(enumeration).toMatchObject({
      status: 'done',
      result: { status: 'failed', statusText: expect.stringMatching(/at most 24 free variables, and this program has 50/) },
    });
  });

  it('cancels a descent at its next iteration, with a partial result and a checkpoint to go on from', async () => {
    const executor = pool(1);
    const job = run(executor, cover, descent(5, 50_000_000));
    await job.started;
    while (!job.events.some((event) => event.type === 'series')) await new Promise((resolve) => setTimeout(resolve, 10));
    job.cancel();
    const outcome = await job.outcome;
    if (outcome.status !== 'cancelled' || outcome.result?.kind !== 'descent') throw new Error('expected a partial descent');
    expect(outcome.result.stopped).toBe('cancelled');
    expect(outcome.result.iterations).toBeGreaterThan(0);
    expect(outcome.result.checkpoint.iteration).toBe(outcome.result.iterations);
    expect(outcome.result.solutions).toHaveLength(2);
  });

  it('resumes from a checkpoint to the bits of an uninterrupted run', async () => {
    const executor = pool(1);
    const whole = run(executor, cover, descent(11));
    const wholeOutcome = await whole.outcome;
    const checkpoint = whole.events.find((event) => event.type === 'checkpoint' && event.checkpoint.iteration === 200);
    if (checkpoint?.type !== 'checkpoint') throw new Error('no checkpoint at iteration 200');
    const events: JobEvent[] = [];
    const resumed = executor.start(
      { id: 'resumed', spec: descent(11), program: encodeForJobs(cover), resumeFrom: checkpoint.checkpoint },
      (event) => events.push(event),
    );
    const outcome = await resumed.outcome;
    if (
      outcome.status !== 'done' || outcome.result.kind !== 'descent' || wholeOutcome.status !== 'done' ||
      wholeOutcome.result.kind !== 'descent'
    ) throw new Error('a descent did not end');
    expect([...outcome.result.xHat]).toEqual([...wholeOutcome.result.xHat]);
    expect(outcome.result.final).toEqual(wholeOutcome.result.final);
    expect(outcome.result.samples).toBe(wholeOutcome.result.samples);
  });

  it('turns what a job throws into an error value that names the field', async () => {
    const outcome = await run(pool(1), cover, {
      version: 1,
      kind: 'decode',
      decode: { decoder: 'threshold', xHat: [0.5], mu: null, samples: 1, seed: 0 },
    }).outcome;
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'spec-invalid', field: 'decode.xHat', message: 'x̂ has 1 values, the program has 6 variables.' },
    });
  });

  it('reports a program that cannot be decoded as a failed job, not as a dead worker', async () => {
    const executor = pool(1);
    const bytes = new SharedArrayBuffer(16);
    const outcome = await executor.start(
      { id: 'bad', spec: exact('glpk'), program: { hash: 'bad', bytes }, resumeFrom: null },
      () => undefined,
    ).outcome;
    expect(outcome).toMatchObject({ status: 'failed', error: { code: expect.stringMatching(/^problem-/) } });
  });

  it('survives the death of a worker: its job fails, the others and later ones go on', async () => {
    const executor = pool(2, new URL('./dying-worker.ts', import.meta.url).pathname);
    const dying = [1, 2].map((k) =>
      run(executor, cover, {
        version: 1,
        kind: 'decode',
        decode: { decoder: 'threshold', xHat: [k === 1 ? 1 : 0], mu: null, samples: 1, seed: 0 },
      }, k === 1 ? 'exit' : 'throw')
    );
    for (const job of dying) {
      const outcome = await job.outcome;
      expect(outcome).toMatchObject({ status: 'failed', error: { code: 'worker-crashed' } });
      // What the worker had said before it died arrived.
      expect(job.events).toHaveLength(1);
    }
    const next = await run(executor, cover, descent(1, 5), 'lives').outcome;
    expect(next).toMatchObject({ status: 'done' });
  });

  it('fails every job, one after the other, where workers cannot even be loaded', async () => {
    const executor = pool(1, new URL('./unloadable-worker.ts', import.meta.url).pathname);
    for (let k = 0; k < 3; k++) {
      expect(await run(executor, cover, exact('glpk')).outcome).toMatchObject({
        status: 'failed',
        error: { code: 'worker-crashed', message: expect.stringContaining('cannot be loaded') },
      });
    }
  });

  it('ends running and waiting jobs when it is closed, and refuses new ones', async () => {
    const executor = createPiscinaExecutor({ size: 1 });
    const running = run(executor, marketSplit(), exact('glpk'), 'running');
    const waiting = run(executor, cover, exact('glpk'), 'waiting');
    await running.started;
    await executor.close();
    expect((await running.outcome).status).toBe('cancelled');
    expect((await waiting.outcome).status).toBe('cancelled');
    expect(await run(executor, cover, exact('glpk')).outcome).toMatchObject({ status: 'failed', error: { code: 'pool-closed' } });
  });

  it('reports progress at most ten times a second and never backwards', async () => {
    const job = run(pool(1), cover, descent(2, 60_000));
    await job.outcome;
    const progress = job.events.filter((event) => event.type === 'progress');
    expect(progress.length).toBeGreaterThan(1);
    for (let k = 1; k < progress.length; k++) {
      expect(progress[k]?.fraction ?? 0).toBeGreaterThanOrEqual(progress[k - 1]?.fraction ?? 0);
      expect((progress[k]?.seconds ?? 0) - (progress[k - 1]?.seconds ?? 0)).toBeGreaterThanOrEqual(0.099);
    }
  });
});
