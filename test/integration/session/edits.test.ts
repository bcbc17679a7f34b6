/** Undo, redo and the bin: any sequence of edits is undone to the same bits, and no saved file holds what was removed. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { countsOf, reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { listRecoverable } from '../../../src-main/engine/session/working-copy.ts';
import { contentOf, filledSession, migrations, openHere, P0033, temporaryFolder, workingCopies } from './fixtures.ts';
import type { TestSession } from './fixtures.ts';

const textOf = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : JSON.stringify(value));

/** Every row of every table of a database file, as text. */
function rowsOf(path: string): string[] {
  const database = openDatabase(path, { readonly: true, mustExist: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();
  const rows = tables.flatMap((table) =>
    database.prepare(`SELECT * FROM "${String(table)}"`).raw().all().map((row) =>
      `${String(table)} ${(row as unknown[]).map(textOf).join()}`
    )
  );
  database.close();
  return rows.sort();
}

const copyPath = (data: string): string => join(data, 'working-copies', workingCopies(data)[0] ?? '', 'session.leibniz');
const lastState = (session: TestSession) => {
  const last = session.events.findLast((event) => event.type === 'state');
  if (last?.type !== 'state') throw new Error('no state was told');
  return last.state;
};
/** What is wrong with a file but for the made-up solutions of the session it is of. */
const complaintsOf = (path: string) =>
  reportOnFile({ type: 'report', path, verify: true }, migrations).complaints?.filter((complaint) => !complaint.includes('recomputed'));
/** The edit that the session is made with. */
const FIRST_EDIT = 'pin run 2, label of run 2, note of run 2';

/** Rows of a file that were removed. */
function binnedIn(path: string): unknown {
  const database = openDatabase(path, { readonly: true, mustExist: true });
  const counted = database.prepare(
    'SELECT (SELECT count(*) FROM problem WHERE removed_at IS NOT NULL) + (SELECT count(*) FROM run WHERE removed_at IS NOT NULL)',
  ).pluck().get();
  database.close();
  return counted;
}

/** A second problem with a run, beside the four runs of the first. */
async function withTwoProblems(data: string): Promise<TestSession> {
  const session = await filledSession(data, 200);
  const parameters = { rows: 12, columns: 10, density: 0.3 };
  await session.ask<'problem.generate'>({ type: 'problem.generate', family: 'set-cover', parameters, seed: 1, name: 'second' });
  const { spec, manifest } = await session.ask<'run.detail'>({ type: 'run.detail', id: 2 });
  await session.ask<'run.create'>({ type: 'run.create', runs: [{ problemId: 2, spec, label: '', replaces: null }], manifest });
  await session.ask<'run.finish'>({ type: 'run.finish', id: 5, outcome: { status: 'cancelled', result: null }, interrupted: false });
  await session.ask<'run.settle'>({ type: 'run.settle' });
  return session;
}

type Ask = { readonly type: string };
const ids = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 });
const problemId = fc.integer({ min: 1, max: 2 });
const tags = fc.uniqueArray(fc.constantFrom('paper', 'out\nlier', 'α'), { maxLength: 2 });
const change = fc.record(
  { pinned: fc.boolean(), label: fc.constantFrom('', 'a', 'b'), note: fc.constantFrom('', '# n\nm'), addTags: tags, removeTags: tags },
  { requiredKeys: [] },
);
const edit: fc.Arbitrary<Ask> = fc.oneof(
  fc.constantFrom('', 'a', '# b\nc').map((note) => ({ type: 'session.write-note', note })),
  ids.map((of) => ({ type: 'run.remove', ids: of })),
  problemId.map((id) => ({ type: 'problem.remove', id })),
  fc.record({ ids, change }).map((of) => ({ type: 'run.update', ...of })),
  fc.record({ id: problemId, optimum: fc.constantFrom(null, -0, 3089) }).map((of) => ({ type: 'problem.type-optimum', ...of })),
  fc.record({ runs: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }), problems: fc.array(problemId, { maxLength: 1 }) })
    .map((of) => ({ type: 'session.restore', ...of })),
);

describe('edits', () => {
  it('are undone to the same bits and redone to the same end, whatever they are and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), fc.nat(), async (edits, saveAfter) => {
        const folder = temporaryFolder();
        const data = join(folder, 'data');
        const session = await withTwoProblems(data);
        const ask = (command: Ask) => session.ask(command as never) as Promise<unknown>;
        // One state behind each edit that did something; what names a row that is not there is refused and changes nothing.
        const states = [rowsOf(copyPath(data))];
        const content = await contentOf(session);
        for (const [k, command] of edits.entries()) {
          const before = lastState(session);
          await ask(command).catch((error: unknown) => expect(error).toMatchObject({ code: expect.stringMatching(/missing/) }));
          const rows = rowsOf(copyPath(data));
          if (JSON.stringify(rows) !== JSON.stringify(states.at(-1))) states.push(rows);
          else expect(lastState(session).undo).toBe(before.undo);
          if (k === saveAfter % edits.length) {
            const path = join(folder, 'saved.leibniz');
            await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
            expect(complaintsOf(path)).toEqual([]);
            const report = reportOnFile({ type: 'report', path, verify: false }, migrations);
            expect(report.runs.map(({ id }) => id)).toEqual((await session.ask<'run.list'>({ type: 'run.list' })).map(({ id }) => id));
            expect(binnedIn(path)).toBe(0);
          }
        }
        for (const rows of states.slice(0, -1).toReversed()) {
          await session.ask<'session.undo'>({ type: 'session.undo' });
          expect(rowsOf(copyPath(data))).toEqual(rows);
        }
        expect(lastState(session)).toMatchObject({ undo: FIRST_EDIT, removed: 0 });
        expect(await contentOf(session)).toEqual(content);
        for (const rows of states.slice(1)) {
          await session.ask<'session.redo'>({ type: 'session.redo' });
          expect(rowsOf(copyPath(data))).toEqual(rows);
        }
        await expect(session.ask<'session.redo'>({ type: 'session.redo' })).rejects.toMatchObject({ code: 'nothing-to-redo' });
        await session.close();
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('say what would be undone and redone, and a new one ends what could be redone', async () => {
    const session = await withTwoProblems(join(temporaryFolder(), 'data'));
    expect(lastState(session)).toMatchObject({ undo: FIRST_EDIT, redo: null });
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [1, 3, 4] });
    expect(lastState(session)).toMatchObject({ undo: 'remove 3 runs', redo: null, removed: 3 });
    expect(await session.ask<'session.undo'>({ type: 'session.undo' })).toEqual({ words: 'remove 3 runs', runs: [1, 3, 4], problems: [] });
    expect(lastState(session)).toMatchObject({ redo: 'remove 3 runs', removed: 0 });
    await session.ask<'run.update'>({ type: 'run.update', ids: [1, 2], change: { pinned: true } });
    expect(lastState(session)).toMatchObject({ undo: 'pin 2 runs', redo: null });
    const tagged = await session.ask<'run.update'>({ type: 'run.update', ids: [1, 2], change: { addTags: ['b', 'a', 'b'] } });
    expect(tagged.map(({ tags: of }) => of)).toEqual([['a', 'b'], ['a', 'b']]);
    expect(lastState(session).undo).toBe('tag 2 runs “b”, “a”, “b”');
    expect((await session.ask<'run.update'>({ type: 'run.update', ids: [2], change: { removeTags: ['a', 'b'] } }))[0]?.tags).toEqual([]);
    const many = Array.from({ length: 50 }, (_, k) => `t${k}`);
    await session.ask<'run.update'>({ type: 'run.update', ids: [2], change: { addTags: many } });
    // One run has room, the other has not: neither is changed.
    await expect(session.ask<'run.update'>({ type: 'run.update', ids: [1, 2], change: { addTags: ['one more'] } }))
      .rejects.toMatchObject({ code: 'too-many-tags' });
    expect((await session.ask<'run.list'>({ type: 'run.list' })).map(({ tags: of }) => of.length)).toEqual([2, 50, 0, 0, 0]);
    while (lastState(session).undo !== null) await session.ask<'session.undo'>({ type: 'session.undo' });
    await expect(session.ask<'session.undo'>({ type: 'session.undo' })).rejects.toMatchObject({ code: 'nothing-to-undo' });
    await session.close();
  });

  it('are refused where they would remove a run that is going, and stay to be done', async () => {
    const session = await withTwoProblems(join(temporaryFolder(), 'data'));
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [5] });
    await session.ask<'session.undo'>({ type: 'session.undo' });
    await session.ask<'run.reopen'>({ type: 'run.reopen', ids: [5] });
    await expect(session.ask<'session.redo'>({ type: 'session.redo' })).rejects.toMatchObject({ code: 'run-going' });
    expect(lastState(session).redo).toBe('remove run 5');
    await session.ask<'run.finish'>({ type: 'run.finish', id: 5, outcome: { status: 'cancelled', result: null }, interrupted: false });
    await session.ask<'session.redo'>({ type: 'session.redo' });
    expect((await session.ask<'run.list'>({ type: 'run.list' })).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    await session.close();
  });
});

describe('the bin', () => {
  it('lists what was removed by moment and gives it back whole, a run with its problem', async () => {
    const session = await withTwoProblems(join(temporaryFolder(), 'data'));
    const before = await contentOf(session);
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [2] });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await session.ask<'problem.remove'>({ type: 'problem.remove', id: 1 });
    expect(await session.ask<'session.bin'>({ type: 'session.bin' })).toMatchObject([
      { problems: [{ id: 1, name: 'P0033' }], runs: [{ id: 1, problemName: 'P0033' }, { id: 3 }, { id: 4, status: 'failed' }] },
      { problems: [], runs: [{ id: 2, problemName: 'P0033', method: 'the optimum', objective: 3089 }] },
    ]);
    await expect(session.ask<'run.detail'>({ type: 'run.detail', id: 1 })).rejects.toMatchObject({ hint: expect.stringContaining('bin') });
    await session.ask<'session.restore'>({ type: 'session.restore', runs: [3], problems: [] });
    expect((await session.ask<'problem.list'>({ type: 'problem.list' })).map(({ id }) => id)).toEqual([1, 2]);
    expect((await session.ask<'run.list'>({ type: 'run.list' })).map(({ id }) => id)).toEqual([3, 5]);
    await session.ask<'session.restore'>({ type: 'session.restore', runs: [1, 2, 4], problems: [] });
    expect(await contentOf(session)).toEqual(before);
    await session.close();
  });

  it('outlives a crash with the working copy, and is not in what can be recovered', async () => {
    const data = join(temporaryFolder(), 'data');
    const session = await withTwoProblems(data);
    const before = await contentOf(session);
    await session.ask<'problem.remove'>({ type: 'problem.remove', id: 1 });
    await session.close(true);
    expect(listRecoverable(data, (path) => countsOf(path, migrations))).toMatchObject([{ problems: 1, runs: 1 }]);
    const recovered = openHere({ kind: 'recover', id: workingCopies(data)[0] ?? '' }, data);
    expect(lastState(recovered)).toMatchObject({ undo: null, removed: 5, problems: 1 });
    await recovered.ask<'session.restore'>({ type: 'session.restore', runs: [1, 2, 3, 4], problems: [1] });
    expect(await contentOf(recovered)).toEqual(before);
    await recovered.close();
  });

  it('gives a problem back that is opened again, without its runs; undoing its removal brings them', async () => {
    const session = await withTwoProblems(join(temporaryFolder(), 'data'));
    const before = await contentOf(session);
    await session.ask<'problem.remove'>({ type: 'problem.remove', id: 1 });
    const again = await session.ask<'problem.add-file'>({ type: 'problem.add-file', path: P0033, origin: null, publishedOptimum: null });
    expect(again).toMatchObject({ id: 1, runCount: 0 });
    await session.ask<'session.undo'>({ type: 'session.undo' });
    expect(await contentOf(session)).toEqual(before);
    await session.ask<'session.redo'>({ type: 'session.redo' });
    expect((await session.ask<'problem.list'>({ type: 'problem.list' })).map(({ id }) => id)).toEqual([2]);
    await session.close();
  });
});
