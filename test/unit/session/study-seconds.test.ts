/** How long a plan takes, by finished runs: the mean of runs alike, the pace of runs along the same scheme, or not known. */
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { columnsOfSpec } from '../../../src-main/engine/session/run-row.ts';
import type { RunRow } from '../../../src-main/engine/session/run-row.ts';
import { identityText } from '../../../src-main/engine/session/run-identity.ts';
import type { PlannedRun } from '../../../src-main/engine/session/study-plan.ts';
import { secondsOf } from '../../../src-main/engine/session/study-seconds.ts';
import { aDescent } from '../../a-descent.ts';

const descent = (change: Parameters<typeof aDescent>[0]): JobSpec => ({
  version: 1, kind: 'descent', descent: aDescent({ evaluation: 'sampled', samples: 8, iterations: 100, ...change }),
});
const exact = (timeLimitSeconds: number | null): JobSpec => ({
  version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds, relativeGap: 0, start: null },
});
const finished = (id: number, spec: JobSpec, seconds: number, change: Partial<RunRow> = {}): RunRow => ({
  ...columnsOfSpec(spec), id, identity: identityText(spec, null, 3), problemId: 1, status: 'done', label: '', note: '', pinned: 0,
  tags: '[]',
  createdAt: 0, startedAt: 0, finishedAt: 1, removedAt: null, seconds, iterations: spec.kind === 'descent' ? spec.descent.iterations : null,
  ...change,
});
const planned = (spec: JobSpec, change: Partial<PlannedRun> = {}): PlannedRun => ({
  problemId: 1, method: 'a', seed: null, spec, what: 'made', runId: null, place: null, bytes: 0, sameAs: null, position: 0, ...change,
});

describe('the seconds of a plan', () => {
  it('are the mean of finished runs of the same settings on the same problem, whatever seed and numerics', () => {
    const rows = [finished(1, descent({ seed: 1 }), 2), finished(2, descent({ seed: 2 }), 4),
      finished(3, descent({}), 100, { problemId: 2 })];
    expect(secondsOf([planned(descent({ seed: 7 })), planned(descent({ seed: 8 }))], rows))
      .toEqual({ seconds: 6, unknown: 0, limit: null });
  });

  it('follow the iterations along the same scheme with as many samples, and are not guessed from other schemes', () => {
    const rows = [finished(1, descent({ iterations: 100, step: 0.3 }), 2)];
    expect(secondsOf([planned(descent({ iterations: 500 }))], rows).seconds).toBeCloseTo(10, 12);
    expect(secondsOf([planned(descent({ samples: 16 }))], rows)).toEqual({ seconds: 0, unknown: 1, limit: null });
    expect(secondsOf([planned(descent({ scheme: 'surrogate-interchange' }))], rows).unknown).toBe(1);
  });

  it('count no run that is kept or shared, no run that did not end, and at most the time limit', () => {
    const rows = [finished(1, exact(10), 25), finished(2, exact(60), 1, { status: 'cancelled' })];
    expect(secondsOf([planned(exact(10)), planned(exact(10), { what: 'kept' }), planned(exact(10), { sameAs: 0 })], rows))
      .toEqual({ seconds: 10, unknown: 0, limit: 10 });
    expect(secondsOf([planned(exact(10)), planned(exact(60))], rows)).toEqual({ seconds: 10, unknown: 1, limit: 70 });
    expect(secondsOf([planned(exact(null))], rows).limit).toBeNull();
  });
});
