/**
 * `kill -9` of a real program in the middle of a real run: what was recorded is offered, the run is
 * marked, goes on from its checkpoint and ends with the very bits of a run that was never interrupted.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { discardRecoverable, listRecoverable } from '../../../src-main/engine/session/recovery.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { Workspace, WorkspaceSource } from '../../../src-main/engine/workspace/workspace-api.ts';
import { startChild } from './child.ts';
import { arrayBytes, DESCENT, filledSession, openHere, P0033, temporaryFolder, workingCopies } from './fixtures.ts';

const executor = createPiscinaExecutor({ size: 2 });
afterAll(() => executor.close());

/** Sampled, so that the stream of random numbers has to be found again; Adam, so that there are moments. */
const SPEC: JobSpec = {
  version: 1,
  kind: 'descent',
  descent: {
    ...DESCENT.descent,
    evaluation: 'sampled',
    samples: 64,
    iterations: 60_000,
    recordEvery: 5,
    checkpointEvery: 1000,
    snapshotEvery: 5000,
    decoders: ['threshold', 'conditional-expectation'],
  },
};

function open(source: WorkspaceSource, dataFolder: string): Promise<Workspace> {
  return openWorkspace(source, {
    dataFolder,
    executor,
    manifest: { application: 'Leibniz test', runtime: 'Node' },
    onEvent: () => undefined,
  });
}

/** All that a descent is, less what depends on the clock. */
async function outcomeOf(workspace: Workspace, id: number): Promise<unknown> {
  const { result, seriesLength, snapshotIterations, summary } = await workspace.answer({ type: 'run.detail', id });
  if (result?.kind !== 'descent') throw new Error(`run ${id} has no descent's result but is ${summary.status}`);
  const { columns } = await workspace.answer({
    type: 'run.series',
    id,
    columns: ['iteration', 'samples', 'mu', 'loss', 'objective', 'penalty', 'gradientNorm', 'feasibleShare'],
    maxPoints: 1_000_000,
    from: null,
    to: null,
  });
  const snapshots = [];
  for (const iteration of snapshotIterations) snapshots.push(arrayBytes(await workspace.answer({ type: 'run.snapshot', id, iteration })));
  const { seconds: _seconds, checkpoint: { seconds: _at, ...checkpoint }, solutions, ...rest } = result;
  return {
    seriesLength,
    snapshotIterations,
    series: arrayBytes(columns),
    snapshots,
    rest,
    arrays: arrayBytes({ rest, checkpoint }),
    solutions: solutions.map(({ seconds: _took, ...solution }) => solution),
  };
}

describe('a program killed in the middle of a run', () => {
  it('loses nothing: the run goes on from its checkpoint to the same bits', async () => {
    const dataFolder = temporaryFolder();
    const child = startChild('running-session.ts', [dataFolder, JSON.stringify(SPEC)]);
    expect(await child.line()).toBe('ready');
    await child.kill('SIGKILL');

    const [entry] = await listRecoverable(dataFolder);
    const id = entry?.id ?? '';
    expect(workingCopies(dataFolder)).toEqual([id]);
    expect(entry).toMatchObject({ name: 'Untitled', problems: 1, runs: 2 });
    const recovered = await open({ kind: 'recover', id }, dataFolder);
    expect(recovered.state()).toMatchObject({ recovered: true, unsavedChanges: true, saved: false, problems: 1, runs: 2 });
    const [first, second] = await recovered.answer({ type: 'run.list' });
    expect([first?.status, second?.status]).toEqual(['interrupted', 'interrupted']);
    const before = await recovered.answer({ type: 'run.detail', id: 1 });
    expect(before.hasCheckpoint).toBe(true);
    expect(before.result).toBeNull();
    expect(before.seriesLength).toBeGreaterThan(0);
    expect(before.seriesLength).toBeLessThan(12_000);

    await recovered.answer({ type: 'run.resume', id: 1 });
    await recovered.idle();
    const path = join(dataFolder, 'recovered.leibniz');
    await recovered.save(path);
    await recovered.close({ keepWorkingCopy: false });
    expect(await listRecoverable(dataFolder)).toEqual([]);

    const reference = await open({ kind: 'new' }, dataFolder);
    const problem = await reference.addProblemFile(P0033);
    await reference.answer({ type: 'run.start', problemId: problem.id, spec: SPEC, seeds: 1 });
    await reference.idle();
    const reopened = await open({ kind: 'file', path }, dataFolder);
    expect(await outcomeOf(reopened, 1)).toEqual(await outcomeOf(reference, 1));
    expect((await reopened.answer({ type: 'run.detail', id: 1 })).summary.status).toBe('done');
    await reopened.close({ keepWorkingCopy: false });
    await reference.close({ keepWorkingCopy: false });
  });

  it('leaves a copy that can be discarded', async () => {
    const dataFolder = temporaryFolder();
    const child = startChild('running-session.ts', [dataFolder, JSON.stringify(SPEC)]);
    expect(await child.line()).toBe('ready');
    await child.kill('SIGKILL');
    const [entry] = await listRecoverable(dataFolder);
    await discardRecoverable(dataFolder, entry?.id ?? '');
    expect(workingCopies(dataFolder)).toEqual([]);
    await expect(discardRecoverable(dataFolder, entry?.id ?? '')).rejects.toMatchObject({ code: 'recovery-missing' });
    await expect(discardRecoverable(dataFolder, '../../etc')).rejects.toMatchObject({ code: 'recovery-missing' });
  });

  it('that had changed nothing leaves nothing to recover', async () => {
    const folder = temporaryFolder();
    const dataFolder = join(folder, 'data');
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(dataFolder);
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const child = startChild('held-session.ts', []);
    await child.line();
    expect(await child.ask('open', path, dataFolder)).toEqual({ ok: null });
    await child.kill('SIGKILL');
    expect(workingCopies(dataFolder).length).toBe(1);
    expect(await listRecoverable(dataFolder)).toEqual([]);
    expect(workingCopies(dataFolder)).toEqual([]);
  });
});

describe('two programs', () => {
  it('may have the same file open, and the second to save is told of the first', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'shared.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();

    const other = startChild('held-session.ts', []);
    await other.line();
    expect(await other.ask('open', path, join(folder, 'data'))).toEqual({ ok: null });
    const mine = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect(workingCopies(join(folder, 'data')).length).toBe(2);
    await mine.ask<'run.update'>({ type: 'run.update', ids: [1], change: { label: 'mine' } });
    expect((await other.ask('label', 'theirs')).error).toBeUndefined();
    await mine.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    const refused = await other.ask('save', path);
    expect(refused.error).toMatchObject({ code: 'session-changed-on-disk', file: path });
    expect(await other.ask('save', join(folder, 'theirs.leibniz'))).toEqual({ ok: null });
    await other.ask('close');
    await mine.close();

    const labels = [];
    for (const name of ['shared', 'theirs']) {
      const saved = openHere({ kind: 'file', path: join(folder, `${name}.leibniz`) }, join(folder, 'data'));
      labels.push((await saved.ask<'run.detail'>({ type: 'run.detail', id: 1 })).summary.label);
      await saved.close();
    }
    expect(labels).toEqual(['mine', 'theirs']);
  });

  it('cannot recover the same working copy', async () => {
    const dataFolder = join(temporaryFolder(), 'data');
    const session = await filledSession(dataFolder);
    await session.close(true);
    const [entry] = await listRecoverable(dataFolder);
    const id = entry?.id ?? '';
    const other = startChild('held-session.ts', []);
    await other.line();
    expect(await other.ask('recover', id, dataFolder)).toEqual({ ok: null });
    expect(() => openHere({ kind: 'recover', id }, dataFolder)).toThrow('open in another running Leibniz');
    expect(await listRecoverable(dataFolder)).toEqual([]);
    await expect(discardRecoverable(dataFolder, id)).rejects.toMatchObject({ code: 'recovery-in-use' });
    await other.kill('SIGKILL');
    expect((await listRecoverable(dataFolder)).map((each) => each.id)).toEqual([id]);
    await openHere({ kind: 'recover', id }, dataFolder).close();
  });
});
