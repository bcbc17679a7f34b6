/** Runs of a workspace: refused, cancelled, resumed, and what is left of them when it is closed. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { listRecoverable } from '../../../src-main/engine/session/recovery.ts';
import { arrayBytes, DESCENT, EXACT, P0033, temporaryFolder, workingCopies } from './fixtures.ts';
import { bench, estimate, LONG, until } from './open-bench.ts';
import type { Bench } from './open-bench.ts';

describe('a run that cannot be run', () => {
  it('is complained about field by field, and not started', async () => {
    const { workspace, ask } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    const fieldsOf = async (spec: JobSpec): Promise<string[]> =>
      (await ask({ type: 'run.check', problemId, spec })).map((complaint) => complaint.field);
    const bad: readonly (readonly [JobSpec, readonly string[]])[] = [
      [{ version: 1, kind: 'exact', exact: { solver: 'enumerate', timeLimitSeconds: null, relativeGap: 0, start: null } }, [
        'exact.solver',
      ]],
      [{ version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: [0, 1] } }, ['exact.start']],
      [{ ...DESCENT, descent: { ...DESCENT.descent, start: { kind: 'given', xHat: [0.5] } } }, ['descent.start.xHat']],
      [{ ...DESCENT, descent: { ...DESCENT.descent, scheme: 'concrete', evaluation: 'exact' } }, ['descent.evaluation']],
      [estimate(32, 1), ['estimate.xHat']],
      [{ version: 1, kind: 'decode', decode: { decoder: 'threshold', xHat: [], mu: null, samples: 1, seed: 0 } }, ['decode.xHat']],
    ];
    for (const [spec, fields] of bad) {
      expect(await fieldsOf(spec)).toEqual(fields);
      await expect(ask({ type: 'run.start', problemId, spec, seeds: 1 })).rejects.toMatchObject({
        code: 'spec-invalid',
        place: { field: fields[0] },
      });
    }
    expect(await ask({ type: 'run.list' })).toEqual([]);
    await expect(ask({ type: 'run.start', problemId, spec: estimate(33, Number.MAX_SAFE_INTEGER), seeds: 2 })).rejects.toMatchObject({
      code: 'spec-invalid',
    });
    await expect(ask({ type: 'run.start', problemId: 99, spec: EXACT, seeds: 1 })).rejects.toMatchObject({ code: 'problem-missing' });
    await expect(ask({ type: 'run.detail', id: 99 })).rejects.toMatchObject({ code: 'run-missing' });
    await expect(ask({ type: 'problem.open-example', name: '../index' })).rejects.toMatchObject({ code: 'example-missing' });
  });

  it('makes one run of an exact spec whatever the number of seeds', async () => {
    const { workspace, ask } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    expect((await ask({ type: 'run.start', problemId, spec: EXACT, seeds: 5 })).length).toBe(1);
    await workspace.idle();
  });
});

describe('cancelling and resuming', () => {
  it('keeps the partial result, and a resumed run ends with the bits of one that was never stopped', async () => {
    const { workspace, events, ask } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    const spec: JobSpec = {
      ...DESCENT,
      descent: {
        ...DESCENT.descent,
        evaluation: 'sampled',
        iterations: 60_000,
        recordEvery: 7,
        snapshotEvery: 10_000,
        checkpointEvery: 100,
      },
    };
    await ask({ type: 'run.start', problemId, spec, seeds: 1 });
    await until(() => events.some((event) => event.type === 'run.event' && event.event.type === 'checkpoint'));
    await ask({ type: 'run.cancel', ids: [1] });
    await workspace.idle();
    const cancelled = await ask({ type: 'run.detail', id: 1 });
    expect(cancelled.summary.status).toBe('cancelled');
    expect(cancelled.result?.kind).toBe('descent');
    expect(cancelled.hasCheckpoint).toBe(true);
    expect(cancelled.summary.iterations).toBeLessThan(60_000);

    const resumed = await ask({ type: 'run.resume', id: 1 });
    expect(resumed).toMatchObject({ id: 1, status: 'queued', objective: null, finishedAt: null });
    await expect(ask({ type: 'run.resume', id: 1 })).rejects.toMatchObject({ code: 'run-not-resumable' });
    await ask({ type: 'run.start', problemId, spec, seeds: 1 });
    await workspace.idle();
    const columns = ['iteration', 'loss', 'penalty', 'gradientNorm', 'mu', 'samples', 'feasibleShare'] as const;
    const bits = async (id: number) => {
      const { result, snapshotIterations } = await ask({ type: 'run.detail', id });
      const series = await ask({ type: 'run.series', id, columns: [...columns], maxPoints: 1_000_000, from: null, to: null });
      return {
        series: arrayBytes(series.columns),
        stored: series.stored,
        snapshotIterations,
        xHat: result?.kind === 'descent' ? arrayBytes(result.xHat) : null,
        final: result?.kind === 'descent' ? result.final : null,
      };
    };
    expect(await bits(1)).toEqual(await bits(2));
    await expect(ask({ type: 'run.resume', id: 1 })).rejects.toMatchObject({ code: 'run-not-resumable' });
  });

  it('ends a run that waits without a result, and lets it be started again', async () => {
    const { workspace, ask } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    await ask({ type: 'pool.pause', paused: true });
    await ask({ type: 'run.start', problemId, spec: DESCENT, seeds: 3 });
    expect(await ask({ type: 'pool.state' })).toMatchObject({ queued: 3, running: 0, paused: true });
    await ask({ type: 'run.cancel', ids: [2] });
    await until(async () => (await ask({ type: 'run.detail', id: 2 })).summary.status === 'cancelled');
    await ask({ type: 'pool.pause', paused: false });
    await workspace.idle();
    expect((await ask({ type: 'run.list' })).map((run) => run.status)).toEqual(['done', 'cancelled', 'done']);
    await ask({ type: 'run.resume', id: 2 });
    await workspace.idle();
    expect((await ask({ type: 'run.list' })).map((run) => run.status)).toEqual(['done', 'done', 'done']);
    // It has ended: there is nothing to stop, and that is no error. One that is not there is.
    expect(await ask({ type: 'run.cancel', ids: [2] })).toBeNull();
    expect((await ask({ type: 'run.detail', id: 2 })).summary.status).toBe('done');
    await expect(ask({ type: 'run.cancel', ids: [9] })).rejects.toMatchObject({ code: 'run-missing' });
  });

  it('stops what is going before it removes it, alone or with its problem', async () => {
    const { workspace, ask } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    await ask({ type: 'run.start', problemId, spec: LONG, seeds: 2 });
    await ask({ type: 'run.remove', ids: [1] });
    expect((await ask({ type: 'run.list' })).map((run) => run.id)).toEqual([2]);
    await ask({ type: 'problem.remove', id: problemId });
    expect(await ask({ type: 'run.list' })).toEqual([]);
    expect(await ask({ type: 'problem.list' })).toEqual([]);
    await workspace.idle();
  });

  it('marks a run that was saved while it was going as interrupted in the file', async () => {
    const { workspace, events, ask, dataFolder } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    await ask({ type: 'run.start', problemId, spec: LONG, seeds: 1 });
    await until(() => events.some((event) => event.type === 'run.event' && event.event.type === 'checkpoint'));
    const path = join(dataFolder, 'going.leibniz');
    await workspace.save(path);
    expect(workspace.path()).toBe(path);
    const other = await bench({ kind: 'file', path });
    expect(await other.ask({ type: 'run.detail', id: 1 })).toMatchObject({
      summary: { status: 'interrupted' },
      hasCheckpoint: true,
      result: null,
    });
    expect((await ask({ type: 'run.detail', id: 1 })).summary.status).toBe('running');
    await ask({ type: 'run.cancel', ids: [1] });
  });
});

describe('closing', () => {
  it('stops runs, and keeps them interrupted with their checkpoint where the copy is kept', async () => {
    const { workspace, events, ask, dataFolder } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    await ask({ type: 'run.start', problemId, spec: LONG, seeds: 3 });
    await until(() => events.some((event) => event.type === 'run.event' && event.event.type === 'checkpoint' && event.id === 1));
    await workspace.close({ keepWorkingCopy: true });
    await expect(workspace.answer({ type: 'run.list' })).rejects.toMatchObject({ code: 'session-closed' });
    const [entry] = await listRecoverable(dataFolder);
    const again = await bench({ kind: 'recover', id: entry?.id ?? '' }, dataFolder);
    expect((await again.ask({ type: 'run.list' })).map((run) => run.status)).toEqual(['interrupted', 'interrupted', 'interrupted']);
    expect(await again.ask({ type: 'run.detail', id: 1 })).toMatchObject({ hasCheckpoint: true, result: null, error: null });
  });

  it('can be preceded by a save that holds all of what was going, to be resumed to the same bits', async () => {
    const { workspace, events, ask, dataFolder } = await bench();
    const { id: problemId } = await workspace.addProblemFile(P0033);
    const spec: JobSpec = {
      ...DESCENT,
      descent: { ...DESCENT.descent, evaluation: 'sampled', iterations: 60_000, recordEvery: 100, snapshotEvery: 0, checkpointEvery: 0 },
    };
    await ask({ type: 'run.start', problemId, spec, seeds: 1 });
    await until(() => events.some((event) => event.type === 'run.event' && event.event.type === 'series'));
    await workspace.interruptRuns();
    const path = join(dataFolder, 'stopped.leibniz');
    await workspace.save(path);
    expect(workspace.state().unsavedChanges).toBe(false);
    // No checkpoint was asked for on the way: this one was made when it was stopped.
    expect(await ask({ type: 'run.detail', id: 1 })).toMatchObject({ summary: { status: 'interrupted' }, hasCheckpoint: true });
    await ask({ type: 'run.start', problemId, spec, seeds: 1 });
    const other = await bench({ kind: 'file', path });
    await other.ask({ type: 'run.resume', id: 1 });
    await Promise.all([workspace.idle(), other.workspace.idle()]);
    const bits = async (from: Bench['ask'], id: number) => {
      const { result, seriesLength } = await from({ type: 'run.detail', id });
      return {
        seriesLength,
        final: result?.kind === 'descent' ? result.final : null,
        xHat: result?.kind === 'descent' ? arrayBytes(result.xHat) : null,
      };
    };
    expect(await bits(other.ask, 1)).toEqual(await bits(ask, 2));
  });

  it('removes the working copy where it is not kept, twice without harm', async () => {
    const { workspace, dataFolder } = await bench();
    await workspace.addProblemFile(P0033);
    await Promise.all([workspace.close({ keepWorkingCopy: false }), workspace.close({ keepWorkingCopy: false })]);
    expect(workingCopies(dataFolder)).toEqual([]);
  });

  it('leaves no thread behind when a file cannot be opened', async () => {
    const dataFolder = temporaryFolder();
    await expect(bench({ kind: 'file', path: P0033 }, dataFolder)).rejects.toMatchObject({ code: 'session-not-sqlite' });
    await expect(bench({ kind: 'recover', id: 'ffffffffffffffff' }, dataFolder)).rejects.toMatchObject({ code: 'recovery-missing' });
    expect(workingCopies(dataFolder)).toEqual([]);
  });
});
