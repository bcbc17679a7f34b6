/**
 * Rows under checksums: damage is said when a session is opened and where a row is read, not one other
 * figure is lost by it, and nothing that is done to a damaged row afterwards makes it look whole.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createChecksums } from '../../../src-main/engine/session/checksums.ts';
import { newestVersion, migrate } from '../../../src-main/engine/session/migrations.ts';
import { reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { rowDigest } from '../../../src-main/engine/files/row-digest.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { openForAttack, writeWholeSession } from '../../stress/whole-session.ts';
import { descentPoints, migrations, openHere, temporaryFolder } from './fixtures.ts';

let folder = '';
let good = '';
const complaintsOf = (path: string) => reportOnFile({ type: 'report', path, verify: true }, migrations).complaints;

beforeAll(async () => {
  folder = temporaryFolder();
  good = join(folder, 'good.leibniz');
  await writeWholeSession(good, join(folder, 'data'), 300);
});

function edited(name: string, sql: string): string {
  const path = join(folder, name);
  copyFileSync(good, path);
  const database = openDatabase(path);
  database.exec(sql);
  database.close();
  return path;
}

describe('a session that was not touched', () => {
  it('is whole, and opening it says nothing', async () => {
    expect(complaintsOf(good)).toEqual([]);
    const session = openForAttack({ kind: 'file', path: good }, join(folder, 'data'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(session.said).toEqual([expect.objectContaining({ type: 'state' })]);
    await session.close();
  });
});

describe('an objective edited by hand', () => {
  it('is said once the session is open, and nothing is shown of the run but everything of the others', async () => {
    const path = edited('objective.leibniz', 'UPDATE run SET objective = objective - 1 WHERE id = 2');
    expect(complaintsOf(path)).toEqual([
      'run 2: its row in the run table is not what Leibniz wrote: its checksum is another',
    ]);
    const session = openForAttack({ kind: 'file', path }, join(folder, 'data'));
    await vi.waitFor(
      () =>
        expect(session.said).toContainEqual({
          type: 'error',
          error: expect.objectContaining({ code: 'session-rows-damaged', message: expect.stringContaining('run 2') }),
        }),
      5000,
    );
    await expect(session.ask<'run.detail'>({ type: 'run.detail', id: 2 })).rejects.toThrow('run 2: its row in the run table');
    for (const id of [1, 3, 4]) expect((await session.ask<'run.detail'>({ type: 'run.detail', id })).summary.id).toBe(id);
    await session.close();
  });

  it('stays found when the run is labelled and the session saved', async () => {
    const path = edited('labelled.leibniz', 'UPDATE run SET objective = objective - 1 WHERE id = 2');
    const session = openForAttack({ kind: 'file', path }, join(folder, 'data'));
    await session.ask<'run.update'>({ type: 'run.update', ids: [2], change: { label: 'best', note: 'x' } });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    await session.close();
    expect(complaintsOf(path)).toContainEqual(expect.stringContaining('run 2: its row'));
  });

  it('is found in a file without checksums too, since it is computed from the result', () => {
    const path = withoutChecksums('old-objective.leibniz', 'UPDATE run SET objective = objective - 1, proven = 0 WHERE id = 2');
    expect(complaintsOf(path)).toEqual([expect.stringMatching(/^run 2: the run table says (objective|proven) is /)]);
  });
});

describe('what a run is known by, edited by hand to another form', () => {
  it.each(["''", 'NULL', `'{"version":0}'`])('is said although opening makes it anew: %s', (value) => {
    const complaints = complaintsOf(edited('identity.leibniz', `UPDATE run SET identity = ${value} WHERE id = 2`));
    expect(complaints).toEqual(['run 2: its row in the run table is not what Leibniz wrote: its checksum is another']);
  });
});

describe('a damaged trajectory', () => {
  it('is refused where it is read, by name and place; the rest of the run is shown', async () => {
    const path = edited('series.leibniz', "UPDATE series_chunk SET data = CAST(zeroblob(octet_length(data)) AS BLOB) WHERE name = 'loss'");
    const session = openForAttack({ kind: 'file', path }, join(folder, 'data'));
    const view = (column: 'loss' | 'penalty') =>
      session.ask<'run.series'>({ type: 'run.series', id: 1, columns: [column], maxPoints: 1000, from: null, to: null });
    await expect(view('loss')).rejects.toMatchObject({
      code: 'row-damaged',
      message: expect.stringContaining('run 1: its recorded loss from point 0 on'),
    });
    expect((await view('penalty')).stored).toBe(300);
    expect((await session.ask<'run.snapshot'>({ type: 'run.snapshot', id: 1, iteration: 100 })).iteration).toBe(100);
    await session.close();
  });

  it.each([
    ['a snapshot', "UPDATE snapshot SET x_hat = CAST(zeroblob(octet_length(x_hat)) AS BLOB) WHERE iteration = 100", { type: 'run.snapshot', id: 1, iteration: 100 }],
    ['a solution', "UPDATE solution SET bits = x'ffffffff01' WHERE run_id = 1 AND position = 0", { type: 'run.solutions', id: 1 }],
    ['a checkpoint', 'UPDATE checkpoint SET mu = mu + 1', { type: 'run.detail', id: 1 }],
    ['the facts of a problem', "UPDATE problem SET facts = replace(facts, '\"rows\":1', '\"rows\":2')", { type: 'problem.facts', id: 1 }],
    ['a spec', "UPDATE run SET spec = replace(spec, '\"seed\":1', '\"seed\":2')", { type: 'run.detail', id: 1 }],
  ] as const)('like %s is refused where it is read', async (_, sql, command) => {
    const session = openForAttack({ kind: 'file', path: edited('one.leibniz', sql) }, join(folder, 'data'));
    await expect(session.ask(command)).rejects.toMatchObject({ code: 'row-damaged' });
    await session.close();
  });
});

describe('a row that is gone', () => {
  it.each([
    ['points of a trajectory', "DELETE FROM series_chunk WHERE run_id = 1 AND name = 'loss'", "part = 'series loss' AND owner = 1", {
      type: 'run.series',
      id: 1,
      columns: ['loss'],
      maxPoints: 1000,
      from: null,
      to: null,
    }, null],
    ['a vector of a result', 'DELETE FROM run_array WHERE run_id = 1 AND position = 0', "part = 'array' AND owner = 1 AND position = 0", {
      type: 'run.detail',
      id: 1,
    }, 'run 1: a vector of its result is missing'],
    ['a solution of a result', 'DELETE FROM solution WHERE run_id = 1 AND position = 0', "part = 'solution' AND owner = 1 AND position = 0",
      { type: 'run.detail', id: 1 }, 'run 1: a solution of its result is missing'],
    ['a checkpoint', 'DELETE FROM checkpoint WHERE run_id = 1', "part = 'checkpoint' AND owner = 1", { type: 'run.detail', id: 1 },
      'run 1: the checkpoint of its result is missing'],
    ['a snapshot', 'DELETE FROM snapshot WHERE run_id = 1 AND iteration = 100', "part = 'snapshot' AND owner = 1 AND position = 100", null,
      null],
  ] as const)('is named by table and run, and missed even with its checksum gone too: %s', async (_, sql, checksum, command, message) => {
    const path = edited('gone.leibniz', sql);
    if (command !== null && message !== null) {
      const session = openForAttack({ kind: 'file', path }, join(folder, 'data'));
      await expect(session.ask(command)).rejects.toMatchObject({ code: 'row-damaged', message: expect.stringContaining(message) });
      await session.close();
    }
    expect(complaintsOf(path)).toContainEqual(expect.stringMatching(/^run 1: .* missing|^run 1: .* no checksum/));
    const both = complaintsOf(edited('gone-both.leibniz', `${sql}; DELETE FROM checksum WHERE ${checksum}`));
    expect(both).not.toEqual([]);
    expect(both).toContainEqual(expect.stringContaining('the checksums as a whole are not what Leibniz wrote'));
    // In words, and not as the error of a parser.
    for (const complaint of both ?? []) expect(complaint).toMatch(/^[a-z].{20,}/);
  });
});

describe('a column of a trajectory that ends before the others', () => {
  it('is refused by name and place where it is read, and the rest of the run is shown', async () => {
    const path = edited('short.leibniz', "UPDATE series_chunk SET length = 299, data = CAST(substr(data, 1, 8 * 299) AS BLOB) WHERE run_id = 1 AND name = 'loss'");
    const database = openDatabase(path);
    createChecksums(database).seal('series', 1, 'loss', 0);
    database.close();
    const session = openForAttack({ kind: 'file', path }, join(folder, 'data'));
    const view = (column: 'loss' | 'penalty') =>
      session.ask<'run.series'>({ type: 'run.series', id: 1, columns: [column], maxPoints: 1000, from: null, to: null });
    await expect(view('loss')).rejects.toMatchObject({
      code: 'row-damaged',
      message: expect.stringContaining('run 1: its recorded loss has no point 299'),
    });
    expect((await view('penalty')).stored).toBe(300);
    await session.close();
    expect(complaintsOf(path)).not.toEqual([]);
  });
});

describe('a row of another session, with its checksum', () => {
  it.each([
    ['run', 'main.run.id = 2', ['run', 'texts']],
    ['snapshot', 'run_id = 1', ['snapshot']],
    ['claim', 'TRUE', ['claim']],
    ['problem', 'TRUE', ['problem']],
  ] as const)('is found: %s', (table, which, parts) => {
    const other = edited(`other-${table}.leibniz`, "UPDATE run SET note = 'from elsewhere' WHERE id = 2; UPDATE snapshot SET x_hat = CAST(zeroblob(octet_length(x_hat)) AS BLOB); UPDATE claim SET settled_at = settled_at + 1; UPDATE problem SET typed_optimum = 7");
    const source = openDatabase(other);
    createChecksums(source).sealAll();
    source.close();
    const sql = `ATTACH '${other}' AS other; PRAGMA foreign_keys = OFF;
      REPLACE INTO main.${table} SELECT * FROM other.${table} WHERE ${which.replace('main.', '')};
      REPLACE INTO main.checksum SELECT * FROM other.checksum WHERE part IN (${parts.map((part) => `'${part}'`).join(', ')})`;
    expect(complaintsOf(edited(`brought-${table}.leibniz`, sql))).toEqual([expect.stringContaining('brought from another session')]);
  });
});

/** The session as a version before checksums would have written it, with something done to it. */
function withoutChecksums(name: string, sql: string): string {
  const path = join(folder, name);
  rmSync(path, { force: true });
  copyFileSync(good, `${path}.newer`);
  const old = openDatabase(path);
  migrate(old, migrations, 3);
  old.prepare('ATTACH ? AS newer').run(`${path}.newer`);
  for (const table of ['session', 'problem', 'run', 'run_array', 'solution', 'series_chunk', 'snapshot', 'checkpoint', 'claim']) {
    const columns = old.prepare(`SELECT group_concat(name) FROM pragma_table_info(?)`).pluck().get(table);
    old.exec(`INSERT INTO main.${table} (${String(columns)}) SELECT ${String(columns)} FROM newer.${table}`);
  }
  old.exec(sql);
  old.close();
  return path;
}

describe('a session from before there were checksums', () => {
  it('is whole, says that it has none, and has them once it is saved', async () => {
    const path = withoutChecksums('old.leibniz', '');
    expect(reportOnFile({ type: 'report', path, verify: true }, migrations)).toMatchObject({ complaints: [], checksummed: false });
    const session = openForAttack({ kind: 'file', path }, join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    await session.close();
    expect(reportOnFile({ type: 'report', path, verify: true }, migrations)).toMatchObject({
      complaints: [],
      checksummed: true,
      schemaVersion: newestVersion(migrations),
    });
    const saved = openDatabase(path, { readonly: true });
    expect(saved.prepare('SELECT count(*) FROM checksum').pluck().get()).toBeGreaterThan(15);
    saved.close();
  });
});

describe('work on a session', () => {
  it('keeps every row under its checksum: merged, cut, reopened, removed', async () => {
    const place = join(folder, 'work');
    mkdirSync(place);
    const path = join(place, 'work.leibniz');
    const session = openHere({ kind: 'file', path: good }, join(place, 'data'));
    const fresh = (await session.ask<'run.detail'>({ type: 'run.detail', id: 1 })).spec;
    const { programHash: _programHash, ...manifest } = (await session.ask<'run.detail'>({ type: 'run.detail', id: 1 })).manifest;
    const [run, other] = await session.ask<'run.create'>({
      type: 'run.create',
      runs: [fresh, fresh].map((spec) => ({ problemId: 1, spec, label: '', replaces: null })),
      manifest: { ...manifest, programHash: '' },
    });
    if (run === undefined || other === undefined) throw new Error('no run was made');
    await session.ask<'run.started'>({ type: 'run.started', id: run.id });
    // Forty chunks are merged on the way; each is written by itself.
    for (let from = 0; from < 800; from += 20) {
      await session.ask<'run.event'>({ type: 'run.event', id: run.id, event: descentPoints(from, from + 20) });
      await session.ask<'run.list'>({ type: 'run.list' });
    }
    const parameters = new Float64Array(33);
    await session.ask<'run.event'>({
      type: 'run.event',
      id: run.id,
      event: { type: 'snapshot', iteration: 700, xHat: parameters.slice() },
    });
    await session.ask<'run.event'>({
      type: 'run.event',
      id: run.id,
      event: { type: 'checkpoint', checkpoint: { version: 1, iteration: 555, seconds: 1, samples: 0, mu: 1, parameters, moments: [] } },
    });
    await session.ask<'run.finish'>({ type: 'run.finish', id: run.id, outcome: { status: 'cancelled', result: null }, interrupted: true });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    expect(complaintsOf(path)).toEqual([]);
    await session.ask<'run.finish'>({
      type: 'run.finish',
      id: other.id,
      outcome: { status: 'cancelled', result: null },
      interrupted: false,
    });
    await session.ask<'run.reopen'>({ type: 'run.reopen', ids: [run.id] });
    const [instead] = await session.ask<'run.create'>({
      type: 'run.create',
      runs: [{ problemId: 1, spec: fresh, label: 'instead', replaces: other.id }],
      manifest: { ...manifest, programHash: '' },
    });
    expect((await session.ask<'run.list'>({ type: 'run.list' })).map(({ id }) => id)).not.toContain(other.id);
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    expect(complaintsOf(path)).toEqual([]);
    await session.ask<'run.finish'>({
      type: 'run.finish',
      id: instead?.id ?? 0,
      outcome: { status: 'cancelled', result: null },
      interrupted: false,
    });
    await session.ask<'run.remove'>({ type: 'run.remove', ids: [instead?.id ?? 0, 1] });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    expect(complaintsOf(path)).toEqual([]);
    await session.ask<'run.finish'>({ type: 'run.finish', id: run.id, outcome: { status: 'cancelled', result: null }, interrupted: true });
    await session.ask<'problem.remove'>({ type: 'problem.remove', id: 1 });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    await session.close();
    expect(complaintsOf(path)).toEqual([]);
    const saved = openDatabase(path, { readonly: true });
    expect(saved.prepare("SELECT count(*) FROM checksum WHERE part NOT IN ('count', 'session', 'claim', 'whole', 'study', 'study-run')").pluck().get()).toBe(0);
    saved.close();
  });
});

describe('the checksum of a row', () => {
  it('is another for every other value, place and kind', () => {
    const rows: unknown[][] = [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['a', '1'],
      ['a', new Uint8Array([49])],
      ['a', 1, 'b', 2],
      ['b', 2, 'a', 1],
      ['a', 'x', 'b', 'y'],
      ['a', 'xb', 'b', ''],
      ['a', 0.1],
      ['a', 0.1 + 2 ** -56],
      ['a', new Uint8Array([1, 2])],
      ['a', new Uint8Array([1]), 'b', new Uint8Array([2])],
      ['a', Infinity],
      ['a', 5e-324],
      [],
    ];
    expect(new Set(rows.map((row) => rowDigest(row).toString('hex'))).size).toBe(rows.length);
  });
  it('leaves out what is NULL, so that a column added later changes none', () => {
    expect(rowDigest(['a', 1, 'later', null])).toEqual(rowDigest(['a', 1]));
    expect(() => rowDigest(['a', {}])).toThrow('cannot hold');
  });
});
