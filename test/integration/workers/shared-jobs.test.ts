/** One job on several real workers: the bits of one worker, whoever comes, goes or dies meanwhile. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EstimateResultValue, JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Executor, RunningJob } from '../../../src-main/engine/execution/executor.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { createResizableExecutor } from '../../../src-main/engine/execution/resizable-executor.ts';
import { createSharingExecutor } from '../../../src-main/engine/execution/sharing-executor.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import type { EstimateResult } from '../../../src-science/estimation/estimate-spec.ts';
import type { EstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import { marketSplit } from './hard-programs.ts';

const executors: Executor[] = [];
afterEach(async () => {
  await Promise.all(executors.splice(0).map((made) => made.close()));
});

/** An executor that shares jobs, how often it put a worker on another one's job, and the moment none is on one any more. */
function sharing(size: number, workerFile?: string) {
  let assisted = 0;
  const assisting = new Set<Promise<void>>();
  const pool = createResizableExecutor(
    (workers) => createPiscinaExecutor({ size: workers, ...(workerFile === undefined ? {} : { workerFile }) }),
    size,
  );
  const watched: Executor = {
    get size() {
      return pool.size;
    },
    start: (job, onEvent, onStarted) => pool.start(job, onEvent, onStarted),
    startClaim: (job, onStarted) => pool.startClaim(job, onStarted),
    assist(work) {
      assisted++;
      const assistance = pool.assist?.(work) ?? { ended: Promise.resolve(), leave: () => undefined };
      assisting.add(assistance.ended);
      void assistance.ended.then(() => assisting.delete(assistance.ended));
      return assistance;
    },
    ...(pool.onResized === undefined ? {} : { onResized: pool.onResized.bind(pool) }),
    close: () => pool.close(),
  };
  const executor = createSharingExecutor(watched);
  executors.push(executor);
  const allFree = async (): Promise<void> => {
    await Promise.all(assisting);
    // What waits for the same end has heard of it as well.
    await wait(0);
  };
  return { executor, resize: (workers: number) => pool.resize(workers), assisted: () => assisted, allFree };
}

interface Watched extends RunningJob {
  readonly events: JobEvent[];
  readonly started: Promise<void>;
}

const cover = encodeForJobs(generate('set-cover', { rows: 60, columns: 120, density: 0.1 }, 3));
const coverForm = normalForm(generate('set-cover', { rows: 60, columns: 120, density: 0.1 }, 3));
const xHat = Array.from({ length: 120 }, (_, j) => ((j * 37) % 101) / 101);

function run(executor: Executor, estimateSpec: EstimateSpec, id = 'estimate'): Watched {
  return runSpec(executor, { version: 1, kind: 'estimate', estimate: estimateSpec }, id);
}

function runSpec(executor: Executor, spec: JobSpec, id: string): Watched {
  const events: JobEvent[] = [];
  let begun: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (begun = resolve));
  const running = executor.start({ id, spec, program: cover, resumeFrom: null }, (event) => events.push(event), begun);
  return { outcome: running.outcome, cancel: () => running.cancel(), events, started };
}

/** What an estimate found, bit for bit and without the clock. */
function bits(outcome: JobOutcome): object {
  if (outcome.status === 'failed' || outcome.result?.kind !== 'estimate') throw new Error(`the estimate ended ${JSON.stringify(outcome)}`);
  return bitsOf(outcome.result.estimate);
}

function bitsOf(found: EstimateResult | EstimateResultValue['estimate']): object {
  return Object.fromEntries(Object.entries(found)
    .filter(([name]) => name !== 'seconds')
    .map((
      [name, value]: [string, unknown],
    ) => [name, value instanceof Float64Array ? Buffer.from(value.slice().buffer).toString('hex') : value]));
}

const loss = (samples: number): EstimateSpec => ({ quantity: 'loss', xHat, mu: 2, samples, seed: 4 });
const gradient = (scheme: (typeof SCHEME_NAMES)[number], samples: number): EstimateSpec => ({
  quantity: 'gradient',
  scheme,
  evaluation: 'sampled',
  xHat,
  mu: 0,
  samples,
  seed: 4,
});
const ENDLESS = 1_000_000_000;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Resolves once a job has said how far it is `more` times from now on. */
async function progress(job: Watched, more = 2): Promise<void> {
  const until = job.events.length + more;
  while (job.events.length < until) await wait(10);
}

/** Expects a cancelled estimate to be one worker's estimate of as many samples. @returns how many */
async function expectFirstSamples(outcome: JobOutcome, spec: EstimateSpec): Promise<number> {
  if (outcome.status !== 'cancelled' || outcome.result?.kind !== 'estimate') throw new Error('expected a partial estimate');
  const { samples } = outcome.result.estimate;
  expect(samples % 256).toBe(0);
  expect(samples).toBeGreaterThan(0);
  const asked = await run(sharing(1).executor, { ...spec, samples }).outcome;
  expect(asked.status).toBe('done');
  expect({ ...bits(outcome), evaluationReason: '' }).toEqual({ ...bits(asked), evaluationReason: '' });
  return samples;
}

describe('an estimate on several workers', () => {
  it('has the bits of one worker, for every quantity and scheme', async () => {
    const specs: readonly EstimateSpec[] = [
      loss(40_000),
      { quantity: 'penalty', xHat, mu: 0, samples: 39_999, seed: 5 },
      { quantity: 'feasibility', xHat, mu: 0, samples: 40_001, seed: 6 },
      ...SCHEME_NAMES.map((scheme) => gradient(scheme, 25_000)),
    ];
    for (const size of [1, 2, 3]) {
      const { executor, assisted, allFree } = sharing(size);
      for (const spec of specs) {
        const outcome = await run(executor, spec).outcome;
        expect(outcome.status).toBe('done');
        expect(bits(outcome)).toEqual(bitsOf(estimate(coverForm, spec, { now: () => 0 })));
        // The others are free for the next one, however fast it is.
        await allFree();
      }
      // Others did take part in each.
      if (size === 1) expect(assisted()).toBe(0);
      else expect(assisted()).toBeGreaterThanOrEqual(specs.length);
    }
  });

  it('has them while the pool grows and shrinks', async () => {
    const { executor, resize, assisted } = sharing(1);
    const job = run(executor, loss(ENDLESS));
    await progress(job, 1);
    for (const size of [3, 1, 2]) {
      resize(size);
      await progress(job, 1);
    }
    expect(assisted()).toBeGreaterThan(1);
    job.cancel();
    await expectFirstSamples(await job.outcome, loss(ENDLESS));
  });

  it('cancelled is the estimate of the samples it has, bit for bit', async () => {
    for (const [size, spec] of [[2, loss(ENDLESS)], [3, gradient('true-penalty', ENDLESS)]] as const) {
      const job = run(sharing(size).executor, spec);
      await progress(job);
      job.cancel();
      const outcome = await job.outcome;
      // What was seen to be drawn is in it.
      const seen = job.events.flatMap((event) => (event.type === 'progress' ? [event.done] : []));
      expect(await expectFirstSamples(outcome, spec)).toBeGreaterThanOrEqual(Math.max(...seen));
    }
  });

  it('cancelled before anything is drawn has a first part all the same', async () => {
    const { executor, allFree } = sharing(2);
    // A worker that is still loading may be ended before it begins.
    await run(executor, loss(1000)).outcome;
    await allFree();
    const job = run(executor, loss(ENDLESS));
    job.cancel();
    const outcome = await job.outcome;
    if (outcome.status !== 'cancelled' || outcome.result?.kind !== 'estimate') throw new Error('expected a partial estimate');
    expect(outcome.result.estimate.samples).toBeGreaterThanOrEqual(256);
  });

  it('loses nothing when a worker dies that took part: its part is done again', async () => {
    const { executor, assisted, allFree } = sharing(2, new URL('./faulty-assistant.ts', import.meta.url).pathname);
    const outcome = await run(executor, loss(200_000), 'dies').outcome;
    expect(assisted()).toBe(1);
    expect(outcome.status).toBe('done');
    expect(bits(outcome)).toEqual(bitsOf(estimate(coverForm, loss(200_000), { now: () => 0 })));
    // The dead worker was replaced, and the next estimate has both.
    await allFree();
    expect(bits(await run(executor, loss(200_000)).outcome)).toEqual(bits(outcome));
    expect(assisted()).toBe(2);
  });

  it('fails with the one error of a part that failed, and frees its workers', async () => {
    const { executor } = sharing(3, new URL('./faulty-assistant.ts', import.meta.url).pathname);
    const outcome = await run(executor, loss(ENDLESS), 'fails').outcome;
    expect(outcome).toEqual({
      status: 'failed',
      error: { code: 'out-of-memory', message: 'The job needs more memory than there is.', hint: 'Use a smaller program.' },
    });
    expect((await run(executor, loss(100_000)).outcome).status).toBe('done');
  });

  it('fails when its own worker dies, and the others are free again', async () => {
    const { executor } = sharing(2, new URL('./faulty-assistant.ts', import.meta.url).pathname);
    expect(await run(executor, loss(ENDLESS), 'lead dies').outcome).toMatchObject({ status: 'failed', error: { code: 'worker-crashed' } });
    const jobs = [run(executor, loss(100_000)), run(executor, loss(100_000))];
    for (const job of jobs) expect((await job.outcome).status).toBe('done');
  });

  it('gives a worker back as soon as another job wants one, and takes it again after it', async () => {
    const { executor, assisted } = sharing(2);
    const long = run(executor, loss(ENDLESS));
    await progress(long);
    expect(assisted()).toBe(1);
    // Its own worker does not come free: this one runs where the assistant was.
    const other = executor.start(
      {
        id: 'other',
        spec: { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } },
        program: encodeForJobs(marketSplit()),
        resumeFrom: null,
      },
      () => undefined,
      () => other.cancel(),
    );
    expect((await other.outcome).status).toBe('cancelled');
    while (assisted() < 2) await wait(10);
    long.cancel();
    expect((await long.outcome).status).toBe('cancelled');
  });

  it('says how far it is, from all workers, never backwards and at most ten times a second', async () => {
    const job = run(sharing(3).executor, loss(ENDLESS));
    await progress(job, 5);
    job.cancel();
    await job.outcome;
    const reports = job.events.flatMap((event) => (event.type === 'progress' ? [event] : []));
    expect(reports.length).toBeGreaterThan(4);
    for (const [k, report] of reports.entries()) {
      const before = reports[k - 1];
      if (before === undefined) continue;
      expect(report.done).toBeGreaterThan(before.done);
      expect(report.seconds - before.seconds).toBeGreaterThanOrEqual(0.099);
    }
  });
});

describe('best-of-samples on several workers', () => {
  const spec = (samples: number, marginals = xHat): JobSpec => ({
    version: 1,
    kind: 'decode',
    decode: { decoder: 'best-of-samples', xHat: marginals, mu: null, samples, seed: 9 },
  });
  const found = (outcome: JobOutcome): object => {
    if (outcome.status === 'failed' || outcome.result?.kind !== 'decode') throw new Error(`the decoding ended ${JSON.stringify(outcome)}`);
    const { seconds: _seconds, x, ...rest } = outcome.result.solution;
    return { ...rest, x: [...x] };
  };

  it('finds what one worker finds, also where many samples are equally good', async () => {
    const few = xHat.map((value) => (value > 0.9 ? 0.5 : Math.round(value)));
    for (const marginals of [xHat, few]) {
      const alone = decode(coverForm, 'best-of-samples', Float64Array.from(marginals), {
        mu: null,
        samples: 60_001,
        seed: 9,
        now: () => 0,
      });
      for (const size of [1, 2, 3]) {
        const { executor, assisted } = sharing(size);
        const outcome = await runSpec(executor, spec(60_001, marginals), 'decode').outcome;
        expect(outcome.status).toBe('done');
        expect(found(outcome)).toMatchObject({
          x: [...alone.x],
          objective: alone.objective,
          violation: alone.violation,
          feasible: alone.feasible,
        });
        expect(assisted()).toBeGreaterThanOrEqual(size - 1);
      }
    }
  });

  it('can be cancelled, and keeps the best there is', async () => {
    const job = runSpec(sharing(2).executor, spec(ENDLESS), 'decode');
    await progress(job);
    job.cancel();
    const outcome = await job.outcome;
    expect(outcome.status).toBe('cancelled');
    expect(found(outcome)).toMatchObject({ feasible: true });
  });
});
