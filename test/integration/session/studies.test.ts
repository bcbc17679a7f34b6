/**
 * Studies in a session, asked of its thread's functions: what is there already, what is shared, what is removed and comes
 * back, what is saved, and damage that is noticed.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { SessionStudy } from '../../../src-contract/session-study.ts';
import type { PutStudy } from '../../../src-main/engine/session/protocol.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { DESCENT, EXACT, migrations, openHere, P0033, temporaryFolder } from './fixtures.ts';
import type { TestSession } from './fixtures.ts';
import { NUMERICS } from '../../../src-main/engine/numerics.ts';

const MANIFEST = { application: 'test', runtime: 'Node', solver: null, numerics: NUMERICS, programHash: '', createdAt: '' };
const SAMPLED: JobSpec = { ...DESCENT, descent: { ...DESCENT.descent, evaluation: 'sampled' } };

async function withProblem(folder: string): Promise<{ readonly session: TestSession; readonly problemId: number }> {
  const session = openHere({ kind: 'new' }, join(folder, 'data'));
  const { id } = await session.ask<'problem.add-file'>({ type: 'problem.add-file', path: P0033, origin: null, publishedOptimum: 3089 });
  return { session, problemId: id };
}

const spec = (problemId: number, change: Partial<SessionStudy> = {}): SessionStudy => ({
  version: 1, problems: [problemId], methods: [{ name: 'HiGHS', spec: EXACT }, { name: 'sampled', spec: SAMPLED }], seeds: [1, 2],
  ...change,
});
const put = (session: TestSession, study: SessionStudy, id: number | null = null): Promise<PutStudy> =>
  session.ask<'study.put'>({ type: 'study.put', id, title: 'T', spec: study, state: 'going' });
/** Makes the runs that are to be made, and ends them. */
async function made(session: TestSession, { runs }: PutStudy): Promise<number[]> {
  const fresh = runs.flatMap(({ spec: runSpec, problemId, method, runId, place }, at) => (runSpec === null
    ? []
    : [{
      problemId, spec: runSpec, label: method, replaces: runId,
      places: [place, ...runs.filter(({ sameAs }) => sameAs === at).map((each) => each.place)],
    }]));
  const summaries = fresh.length === 0 ? [] : await session.ask<'run.create'>({ type: 'run.create', runs: fresh, manifest: MANIFEST });
  for (const { id } of summaries) {
    await session.ask<'run.finish'>({
      type: 'run.finish', id, outcome: { status: 'failed', error: { code: 'x', message: 'x', hint: '' } }, interrupted: false,
    });
  }
  return summaries.map(({ id }) => id);
}
const runsOf = async (session: TestSession, id: number): Promise<(number | null)[]> =>
  (await session.ask<'study.detail'>({ type: 'study.detail', id })).runs.map(({ runId }) => runId);

describe('a study of a session', () => {
  it('has a place for each problem, method and seed, one for all seeds where there is none, and each run knows its method', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const study = await put(session, spec(problemId));
    expect(study.runs.map(({ method, seed, what }) => [method, seed, what])).toEqual([
      ['HiGHS', null, 'made'], ['sampled', 1, 'made'], ['sampled', 2, 'made'],
    ]);
    expect(await runsOf(session, study.id)).toEqual([null, null, null]);
    const ids = await made(session, study);
    expect(await runsOf(session, study.id)).toEqual(ids);
    const runs = await session.ask<'run.list'>({ type: 'run.list' });
    expect(runs.map(({ studyMethod, studies }) => [studyMethod, studies])).toEqual(
      ['HiGHS', 'sampled', 'sampled'].map((method) => [method, [{ id: study.id, method }]]),
    );
    expect((await session.ask<'study.list'>({ type: 'study.list' }))[0]).toMatchObject({
      status: 'done', runs: 3, counts: { missing: 0, failed: 3 },
    });
    await session.close();
  });

  it('keeps what is there by problem, settings and seed, whoever asked for it and whatever it is called', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const [mine] = await session.ask<'run.create'>({
      type: 'run.create', manifest: MANIFEST,
      runs: [{ problemId, spec: { ...SAMPLED, descent: { ...SAMPLED.descent, seed: 2 } }, label: 'mine', replaces: null }],
    });
    const study = await put(session, spec(problemId));
    expect(study.runs.map(({ what, runId }) => [what, runId])).toEqual([['made', null], ['made', null], ['kept', mine?.id]]);
    const changed: JobSpec = { ...SAMPLED, descent: { ...SAMPLED.descent, step: 0.07 } };
    const other = await put(session, spec(problemId, { methods: [{ name: 'sampled', spec: changed }] }));
    expect(other.runs.map(({ what }) => what)).toEqual(['made', 'made']);
    await session.close();
  });

  it('of two methods with the same settings makes one run for both', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const methods = [{ name: 'a', spec: SAMPLED }, { name: 'b', spec: SAMPLED }];
    const study = await put(session, spec(problemId, { methods, seeds: [4] }));
    expect(study.runs.map(({ sameAs }) => sameAs)).toEqual([null, 0]);
    const ids = await made(session, study);
    expect(ids).toHaveLength(1);
    expect(await runsOf(session, study.id)).toEqual([ids[0], ids[0]]);
    await session.close();
  });

  it('takes further seeds and methods, keeping the rest, and lets go of what it does not ask for any more', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const study = await put(session, spec(problemId));
    const ids = await made(session, study);
    const more = await put(session, spec(problemId, { seeds: [1, 2, 3] }), study.id);
    expect(more.id).toBe(study.id);
    // Failed runs go on; nothing of them is made twice.
    expect(more.runs.map(({ what, runId }) => [what, runId])).toEqual([
      ['resumed', ids[0]], ['resumed', ids[1]], ['resumed', ids[2]], ['made', null],
    ]);
    await put(session, spec(problemId, { methods: [{ name: 'HiGHS', spec: EXACT }] }), study.id);
    expect(await runsOf(session, study.id)).toEqual([ids[0]]);
    expect((await session.ask<'run.list'>({ type: 'run.list' })).map(({ studyMethod }) => studyMethod)).toEqual(['HiGHS', null, null]);
    await session.close();
  });

  it('has an empty place where a run was removed, and the run again where that is undone', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const study = await put(session, spec(problemId));
    const ids = await made(session, study);
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [ids[1] ?? 0] });
    expect(await runsOf(session, study.id)).toEqual([ids[0], null, ids[2]]);
    await session.ask<'session.undo'>({ type: 'session.undo' });
    expect(await runsOf(session, study.id)).toEqual(ids);
    await session.ask<'study.remove'>({ type: 'study.remove', id: study.id });
    expect(await session.ask<'study.list'>({ type: 'study.list' })).toEqual([]);
    expect((await session.ask<'run.list'>({ type: 'run.list' })).map(({ studyMethod }) => studyMethod)).toEqual([null, null, null]);
    await session.ask<'session.undo'>({ type: 'session.undo' });
    expect(await runsOf(session, study.id)).toEqual(ids);
    await session.ask<'session.redo'>({ type: 'session.redo' });
    await expect(runsOf(session, study.id)).rejects.toMatchObject({ hint: expect.stringContaining('undo brings it back') });
    await session.close();
  });

  it('is refused as a whole where a method cannot run on a problem, naming both', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const wrong: JobSpec = {
      version: 1, kind: 'decode', decode: { decoder: 'threshold', xHat: [0.5], mu: null, samples: 1, seed: 0 },
    };
    const methods = [{ name: 'short', spec: wrong }];
    await expect(put(session, spec(problemId, { methods }))).rejects.toThrow(/“short” on “P0033”: /);
    expect(await session.ask<'study.list'>({ type: 'study.list' })).toEqual([]);
    const plan = await session.ask<'study.plan'>({ type: 'study.plan', id: null, spec: spec(problemId, { methods }) });
    expect(plan.complaints).toMatchObject([{ method: 'short', problemId }]);
    await session.close();
  });

  it('is in the saved file, whole, without what was removed; damage to it is noticed', async () => {
    const folder = temporaryFolder();
    const { session, problemId } = await withProblem(folder);
    const study = await put(session, spec(problemId));
    const ids = await made(session, study);
    const gone = await put(session, spec(problemId, { seeds: [9] }));
    await session.ask<'study.remove'>({ type: 'study.remove', id: gone.id });
    const path = join(folder, 'a.leibniz');
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const complaintsOf = (file: string) => reportOnFile({ type: 'report', path: file, verify: true }, migrations).complaints;
    expect(complaintsOf(path)).toEqual([]);
    const reopened = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect(await reopened.ask<'study.list'>({ type: 'study.list' })).toHaveLength(1);
    expect(await runsOf(reopened, study.id)).toEqual(ids);
    await reopened.close();
    for (const [sql, words] of [
      ["UPDATE study SET title = 'other'", /^study 1 is not what Leibniz wrote/],
      ['UPDATE study_run SET run_id = 2 WHERE id = 1', /place 1 is not what Leibniz wrote/],
      ['DELETE FROM study_run WHERE id = 3', /the list of runs of studies is not what Leibniz wrote/],
    ] as const) {
      const copy = join(folder, 'copy.leibniz');
      copyFileSync(path, copy);
      const database = openDatabase(copy);
      database.exec(sql);
      database.close();
      expect(complaintsOf(copy)?.join('\n')).toMatch(new RegExp(words.source, 'm'));
    }
  });
});

describe('runs of another version’s numerics', () => {
  it('are begun anew by their study where they had not ended, and by nobody gone on with', async () => {
    const { session, problemId } = await withProblem(temporaryFolder());
    const study = await put(session, spec(problemId));
    const [first, second] = study.runs.filter(({ method }) => method === 'sampled');
    if (first === undefined || second === undefined) throw new Error('the study has no two runs of it');
    const [begun, ended] = await session.ask<'run.create'>({
      type: 'run.create', manifest: { ...MANIFEST, numerics: NUMERICS + 1 },
      runs: [first, second].flatMap(
        ({ spec: asked, place }) => (asked === null ? [] : [{ problemId, spec: asked, label: 'sampled', replaces: null, places: [place] }]),
      ),
    });
    if (begun === undefined || ended === undefined) throw new Error('no runs were made');
    await session.ask<'run.finish'>({
      type: 'run.finish', id: begun.id, outcome: { status: 'cancelled', result: null }, interrupted: true,
    });
    expect((await session.ask<'run.detail'>({ type: 'run.detail', id: begun.id })).summary.status).toBe('interrupted');
    await expect(session.ask<'run.reopen'>({ type: 'run.reopen', ids: [begun.id] })).rejects.toMatchObject({
      code: 'run-not-resumable', message: expect.stringContaining(`numerics ${NUMERICS + 1}`),
    });
    const again = await put(session, spec(problemId), study.id);
    expect(again.runs.filter(({ runId }) => runId === begun.id)).toMatchObject([{ what: 'made', seed: first.seed }]);
    await session.close();
  });
});
