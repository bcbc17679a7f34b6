/** What is saved is what is opened: every row and every bit, whichever way it went to the disk. */
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  chmodSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { arrayBytes, contentOf, descentPoints, filledSession, openHere, SETTLED, temporaryFolder, workingCopies } from './fixtures.ts';

/** All rows of all tables, blobs by their digest. */
function tablesOf(path: string): Record<string, unknown[]> {
  const database = openDatabase(path, { readonly: true, mustExist: true });
  try {
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
    const digest = (row: unknown): unknown =>
      Object
        .fromEntries(Object.entries(row as object).map((
          [key, value],
        ) => [key, value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value]));
    return Object
      .fromEntries(names.map((
        name,
      ) => [name,
        database.prepare(`SELECT * FROM "${name}" ORDER BY ${name === 'checksum' ? 'owner, part, position' : 'rowid'}`).all().map(digest)]
      ));
  } finally {
    database.close();
  }
}

describe('save and reopen', () => {
  it('bring back every problem, run, point, snapshot, checkpoint and solution to the bit', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'thesis.leibniz');
    const first = await filledSession(join(folder, 'data'));
    const before = await contentOf(first);
    await first.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await first.close();

    const second = openHere({ kind: 'file', path }, join(folder, 'data'));
    const after = await contentOf(second);
    expect(after).toEqual(before);
    // Read out of the stored result, since no column holds it.
    expect((await second.ask<'run.list'>({ type: 'run.list' })).filter(({ kind, status }) => kind === 'descent' && status === 'done').map((
      { settling },
    ) => settling)).toEqual(['two-cycle']);
    expect(after.claims).toEqual([SETTLED]);
    expect(arrayBytes(after)).toEqual(arrayBytes(before));
    expect(arrayBytes(after).length).toBeGreaterThan(15);

    const copy = join(folder, 'copy.leibniz');
    await second.ask<'save'>({ type: 'save', path: copy, overwriteChanged: false });
    await second.close();
    const tables = tablesOf(path);
    expect(tablesOf(copy)).toEqual(tables);
    for (const name of ['problem', 'run', 'run_array', 'solution', 'series_chunk', 'snapshot', 'checkpoint', 'claim', 'session']) {
      expect(tables[name]?.length, name).toBeGreaterThan(0);
    }
  });

  it('leave one plain file: no journal, no temporary, no write-ahead mode, no working copy', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'sessions');
    mkdirSync(target);
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path: join(target, 'a.leibniz'), overwriteChanged: false });
    await session.close();
    expect(readdirSync(target)).toEqual(['a.leibniz']);
    expect([...readFileSync(join(target, 'a.leibniz')).subarray(18, 20)]).toEqual([1, 1]);
    expect(workingCopies(join(folder, 'data'))).toEqual([]);
  });

  it('replace an older file in one step, keep its permissions, and write through a link', async () => {
    const folder = temporaryFolder();
    const real = join(folder, 'real.leibniz');
    const link = join(folder, 'link.leibniz');
    writeFileSync(real, 'something older');
    chmodSync(real, 0o640);
    symlinkSync(real, link);
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path: link, overwriteChanged: false });
    await session.close();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(real).mode & 0o777).toBe(0o640);
    const again = openHere({ kind: 'file', path: link }, join(folder, 'data'));
    expect((await again.ask<'run.list'>({ type: 'run.list' })).length).toBe(4);
    await again.close();
  });

  it('never change the file that was opened until it is saved', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const bytes = readFileSync(path);
    const again = openHere({ kind: 'file', path }, join(folder, 'data'));
    await again.ask<'run.remove'>({ type: 'run.remove', ids: [1, 2] });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    await again.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('give a smaller file after most of a session was removed', async () => {
    const folder = temporaryFolder();
    const session = await filledSession(join(folder, 'data'), 50_000);
    await session.ask<'save'>({ type: 'save', path: join(folder, 'large.leibniz'), overwriteChanged: false });
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [1] });
    await session.ask<'save'>({ type: 'save', path: join(folder, 'small.leibniz'), overwriteChanged: false });
    await session.close();
    expect(statSync(join(folder, 'small.leibniz')).size * 4).toBeLessThan(statSync(join(folder, 'large.leibniz')).size);
  });
});

describe('what is not saved', () => {
  const lastState = (session: Awaited<ReturnType<typeof filledSession>>) => {
    const states = session.events.filter((event) => event.type === 'state');
    const last = states.at(-1);
    if (last?.type !== 'state') throw new Error('no state was told');
    return last;
  };

  it('is known from the first change on, and forgotten by a save', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    expect(lastState(session).state).toMatchObject({ name: 'Untitled', saved: false, unsavedChanges: true, problems: 1, runs: 4 });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    expect(lastState(session)).toMatchObject({ path, state: { name: 'a.leibniz', saved: true, unsavedChanges: false } });
    await session.ask<'run.list'>({ type: 'run.list' });
    await contentOf(session);
    expect(lastState(session).state.unsavedChanges).toBe(false);
    await session.ask<'run.update'>({ type: 'run.update', ids: [1], change: { note: 'x' } });
    expect(lastState(session).state.unsavedChanges).toBe(true);
    await session.close();
  });

  it('counts what happens while a save is going on', async () => {
    const folder = temporaryFolder();
    const session = await filledSession(join(folder, 'data'), 20_000);
    const saving = session.ask<'save'>({ type: 'save', path: join(folder, 'a.leibniz'), overwriteChanged: false });
    const pinned = session.ask<'run.update'>({ type: 'run.update', ids: [1], change: { pinned: true } });
    await Promise.all([saving, pinned]);
    const { state } = lastState(session);
    const saved = openHere({ kind: 'file', path: join(folder, 'a.leibniz') }, join(folder, 'other'));
    const isSaved = (await saved.ask<'run.list'>({ type: 'run.list' })).find((run) => run.id === 1)?.pinned;
    // Either the change is in the file, or it is known not to be.
    expect(state.unsavedChanges).toBe(isSaved === false);
    await saved.close();
    await session.close();
  });

  it('is not claimed of a session that was only looked at', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const again = openHere({ kind: 'file', path }, join(folder, 'data'));
    await contentOf(again);
    expect(lastState(again).state).toMatchObject({ unsavedChanges: false, saved: true, example: false });
    await again.close(true);
    expect(workingCopies(join(folder, 'data'))).toEqual([]);
  });

  it('opens a template as an untitled copy', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const example = openHere({ kind: 'template', path, name: 'Example' }, join(folder, 'data'));
    expect(lastState(example)).toMatchObject({
      path: null,
      state: { name: 'Example', saved: false, unsavedChanges: false, example: true },
    });
    await example.close();
  });
});

describe('recording', () => {
  it('joins chunks of any sizes into the same series, whole or in part', async () => {
    const folder = temporaryFolder();
    const session = await filledSession(join(folder, 'data'));
    const [run] = await session.ask<'run.create'>({
      type: 'run.create',
      runs: [{ problemId: 1, spec: (await session.ask<'run.detail'>({ type: 'run.detail', id: 1 })).spec, label: '', replaces: null }],
      manifest: (await session.ask<'run.detail'>({ type: 'run.detail', id: 1 })).manifest,
    });
    const id = run?.id ?? 0;
    let at = 0;
    for (let k = 0; at < 60_000; k++) {
      const next = Math.min(60_000, at + ([1, 7, 100, 4000, 20_000][k % 5] ?? 1));
      await session.ask<'run.event'>({ type: 'run.event', id, event: descentPoints(at, next) });
      // A read writes what is waiting: each of these becomes a chunk of its own.
      await session.ask<'run.detail'>({ type: 'run.detail', id });
      at = next;
    }
    for (let k = 0; k < 600; k++) {
      await session.ask<'run.event'>({ type: 'run.event', id, event: descentPoints(60_000 + k, 60_001 + k) });
      await session.ask<'run.detail'>({ type: 'run.detail', id });
    }
    const ask = (from: number | null, to: number | null) =>
      session.ask<'run.series'>({
        type: 'run.series',
        id,
        columns: ['iteration', 'loss', 'feasibleShare'],
        maxPoints: 1_000_000,
        from,
        to,
      });
    const whole = await ask(null, null);
    const expected = descentPoints(0, 60_600).chunk.columns;
    expect(whole.stored).toBe(60_600);
    expect(arrayBytes(whole.columns))
      .toEqual(arrayBytes({ iteration: expected.iteration, loss: expected.loss, feasibleShare: expected.feasibleShare }));
    for (
      const [from, to, length] of [[0, 0, 1], [17, 17.5, 1], [100, 200, 101], [60_599, 70_000, 1], [70_000, 80_000, 0], [-5, -1, 0], [null,
        9, 10], [60_000.5, null, 599]] as const
    ) {
      const part = await ask(from, to);
      expect([from, to, part.stored]).toEqual([from, to, length]);
      expect([...(part.columns.iteration ?? [])].every((t) => (from === null || t >= from) && (to === null || t <= to))).toBe(true);
    }
    await session.ask<'save'>({ type: 'save', path: join(folder, 'a.leibniz'), overwriteChanged: false });
    const database = openDatabase(join(folder, 'a.leibniz'), { readonly: true });
    // Six hundred chunks of one point each were merged on the way.
    expect(Number(database.prepare("SELECT count(*) FROM series_chunk WHERE run_id = ? AND name = 'loss'").pluck().get(id))).toBeLessThan(80);
    database.close();
    await session.close();
  });

  it('ignores what a removed run still says', async () => {
    const folder = temporaryFolder();
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [1] });
    await session.ask<'run.event'>({ type: 'run.event', id: 1, event: descentPoints(0, 10) });
    await session.ask<'run.list'>({ type: 'run.list' });
    expect(session.events.filter((event) => event.type === 'error')).toEqual([]);
    await session.close();
  });

  it('gives no run the number of a removed one', async () => {
    const folder = temporaryFolder();
    const session = await filledSession(join(folder, 'data'));
    const detail = await session.ask<'run.detail'>({ type: 'run.detail', id: 4 });
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [4] });
    const [run] = await session.ask<'run.create'>({
      type: 'run.create',
      runs: [{ problemId: 1, spec: detail.spec, label: '', replaces: null }],
      manifest: detail.manifest,
    });
    expect(run?.id).toBe(5);
    await session.close();
  });
});

describe('the file of a session', () => {
  it('is not overwritten when another program has changed it since, unless asked to', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    const other = openHere({ kind: 'file', path }, join(folder, 'data'));
    await other.ask<'run.update'>({ type: 'run.update', ids: [1], change: { label: 'theirs' } });
    await other.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await other.close();
    const theirs = readFileSync(path);
    await expect(session.ask<'save'>({ type: 'save', path, overwriteChanged: false })).rejects.toMatchObject({
      code: 'session-changed-on-disk',
    });
    expect(readFileSync(path).equals(theirs)).toBe(true);
    await session.ask<'save'>({ type: 'save', path: join(folder, 'mine.leibniz'), overwriteChanged: false });
    copyFileSync(path, join(folder, 'theirs.leibniz'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    expect(existsSync(path)).toBe(true);
    await session.close();
  });

  it('is made again where it was deleted meanwhile', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    unlinkSync(path);
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    expect(existsSync(path)).toBe(true);
    await session.close();
  });
});
