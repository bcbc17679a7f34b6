/** Gradient quality as a job of the pool: the same bits with any pool, cancelled with what there is. */
import { afterEach, describe, expect, it } from 'vitest';
import type { JobEvent, JobOutcome, QualityResultValue } from '../../../src-contract/job-event.ts';
import { JobResult } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Executor } from '../../../src-main/engine/execution/executor.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { programOf } from '../../unit/exact/small-programs.ts';

const pools: Executor[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((made) => made.close()));
});
function pool(size: number): Executor {
  const made = createPiscinaExecutor({ size });
  pools.push(made);
  return made;
}

const program = programOf({
  objective: [3, 2, 4, 1],
  rows: [
    { coefficients: [1, 1, 0, 0], lower: 1 },
    { coefficients: [0, 2, 3, 2], upper: 4 },
  ],
});
const common = { schemes: SCHEME_NAMES, replications: 16, seed: 3 } as const;
const point = (samples: readonly number[], xHat: readonly number[] = [0.5, 0.4, 0.6, 0.3]): JobSpec => ({
  version: 1,
  kind: 'quality',
  quality: { shape: 'point', ...common, xHat, samples },
});
const path: JobSpec = {
  version: 1,
  kind: 'quality',
  quality: {
    shape: 'path',
    ...common,
    samples: 8,
    runId: 1,
    points: [0, 10].map((iteration) => ({ iteration, mu: 2, xHat: [0.5, 0.4, 0.6, 0.3].map((x) => x + iteration / 50) })),
  },
};

function start(executor: Executor, spec: JobSpec, id: string) {
  const events: JobEvent[] = [];
  const job = executor.start({ id, spec, program: encodeForJobs(program), resumeFrom: null }, (event) => events.push(event));
  return { ...job, events };
}

function resultOf(outcome: JobOutcome): QualityResultValue['quality'] {
  if (outcome.status === 'failed' || outcome.result?.kind !== 'quality') throw new Error('no result of gradient quality');
  return outcome.result.quality;
}

/** Everything but what a clock says. */
function figures(outcome: JobOutcome): string {
  return JSON.stringify(
    resultOf(outcome),
    (
      key,
      value: unknown,
    ) => (key === 'seconds' || key === 'secondsPerEstimate'
      ? undefined
      : value instanceof Float64Array
      ? Array.from(value, String)
      : value),
  );
}

describe('a job of gradient quality', () => {
  it.each([['at a point', point([2, 16])], ['along a path', path]] as const)('%s gives the same bits with any pool, in the form of the contract', async (_name, spec) => {
    const alone = await start(pool(1), spec, 'alone').outcome;
    const shared = pool(2);
    const [first, second] = await Promise.all(['first', 'second'].map((id) => start(shared, spec, id).outcome));
    expect(alone.status).toBe('done');
    if (first === undefined || second === undefined) throw new Error('two jobs were started');
    expect(figures(first)).toBe(figures(alone));
    expect(figures(second)).toBe(figures(alone));
    if (alone.status === 'done') expect(JobResult.parse(alone.result)).toEqual(alone.result);
  });

  it('that is cancelled keeps the sample counts that were done', async () => {
    const job = start(pool(1), point([2, 1 << 20]), 'long');
    // The two samples of the first count are a 30 000th of the work.
    while (!job.events.some((event) => event.type === 'progress' && (event.fraction ?? 0) > 1e-4)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    job.cancel();
    const outcome = await job.outcome;
    expect(outcome.status).toBe('cancelled');
    const found = resultOf(outcome);
    if (found.shape !== 'point') throw new Error('expected a point');
    expect(found.schemes[0]?.rmse[0]).toBeGreaterThan(0);
    expect(found.schemes.at(-1)?.rmse[1]).toBeNaN();
  });

  it('names what is wrong with its point', async () => {
    const outcome = await start(pool(1), point([2], [0.5]), 'short').outcome;
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'spec-invalid', field: 'quality.xHat', message: 'x̂ has 1 values, the program has 4 variables.' },
    });
  });
});
