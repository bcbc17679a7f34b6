/**
 * Files that must not be opened, each with one sentence that names it, no byte of it changed and nothing
 * left behind; and bytes damaged at random, which may be refused or read but never crash.
 */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EngineError, toErrorValue } from '../../../src-main/engine/error-value.ts';
import { APPLICATION_ID } from '../../../src-main/engine/files/header.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { contentOf, filledSession, openHere, temporaryFolder, workingCopies } from './fixtures.ts';

let folder = '';
let good = '';
let dataFolder = '';

beforeAll(async () => {
  folder = temporaryFolder();
  dataFolder = join(folder, 'data');
  good = join(folder, 'good.leibniz');
  const session = await filledSession(dataFolder, 300);
  await session.ask<'save'>({ type: 'save', path: good, overwriteChanged: false });
  await session.close();
});

/** The code a file is refused with; checks everything a refusal promises on the way. */
function refusalOf(path: string): string {
  const before = statSync(path).isFile() ? readFileSync(path) : null;
  const beside = readdirSync(folder);
  let caught: unknown;
  try {
    void openHere({ kind: 'file', path }, dataFolder).close();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(EngineError);
  const value = toErrorValue(caught);
  expect(value.message).toContain(basename(path));
  expect(value.message).toMatch(/^[^.]*(\.[^.\s][^.]*)*\.$/);
  expect(value.hint).not.toBe('');
  expect(value.file).toBe(path);
  if (before !== null) expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(beside);
  expect(workingCopies(dataFolder)).toEqual([]);
  return value.code;
}

/** A copy of the good session with something done to it by SQL. */
function altered(name: string, sql: string): string {
  const path = join(folder, name);
  copyFileSync(good, path);
  const database = openDatabase(path);
  database.unsafeMode(true);
  database.exec(sql);
  database.close();
  return path;
}

function withBytes(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a file is refused', () => {
  it('that is no SQLite database', () => {
    expect(refusalOf(withBytes('notes.leibniz', 'My notes on penalties.\n'.repeat(20)))).toBe('session-not-sqlite');
  });
  it('that is a problem, not a session', () => {
    expect(refusalOf(withBytes('p.leibniz', 'NAME          P0033\nROWS\n N  R100\n'.repeat(9)))).toBe('session-not-sqlite');
  });
  it('that is empty', () => {
    expect(refusalOf(withBytes('empty.leibniz', ''))).toBe('session-empty');
  });
  it("that is another program's database", () => {
    const path = join(folder, 'photos.leibniz');
    const database = openDatabase(path);
    database.exec('CREATE TABLE photo (id INTEGER PRIMARY KEY)');
    database.close();
    expect(refusalOf(path)).toBe('session-foreign');
  });
  it('that a newer version has saved', () => {
    expect(refusalOf(altered('newer.leibniz', 'PRAGMA user_version = 4711'))).toBe('session-newer');
  });
  it('with our mark but no version', () => {
    expect(refusalOf(altered('unversioned.leibniz', 'PRAGMA user_version = 0'))).toBe('session-damaged');
  });
  it.each([
    ['a trigger', "CREATE TRIGGER evil AFTER UPDATE ON run BEGIN DELETE FROM problem; END", 'trigger “evil”'],
    ['a view', 'CREATE VIEW evil AS SELECT randomblob(1000000000) AS x', 'view “evil”'],
    ['a table', 'CREATE TABLE extra (x)', 'table “extra”'],
    ['an index', 'CREATE INDEX extra ON run (note)', 'index “extra”'],
    ['a lacking table', 'DROP TABLE snapshot', 'snapshot'],
    ['a changed table', 'ALTER TABLE run ADD COLUMN secret TEXT', 'table “run”'],
    ['statistics', 'ANALYZE', 'sqlite_stat1'],
  ])('that holds %s of its own', (_, sql, named) => {
    const path = altered('schema.leibniz', sql);
    expect(refusalOf(path)).toBe('session-foreign-schema');
    expect(() => openHere({ kind: 'file', path }, dataFolder)).toThrow(named);
  });
  it('that is a folder', () => {
    const path = join(folder, 'folder.leibniz');
    mkdirSync(path, { recursive: true });
    expect(refusalOf(path)).toBe('file-is-folder');
  });
  it('that does not exist', () => {
    const path = join(folder, 'gone.leibniz');
    expect(() => openHere({ kind: 'file', path }, dataFolder)).toThrow('“gone.leibniz” does not exist.');
    symlinkSync(path, join(folder, 'dangling.leibniz'));
    expect(() => openHere({ kind: 'file', path: join(folder, 'dangling.leibniz') }, dataFolder))
      .toThrow('“dangling.leibniz” does not exist.');
    expect(workingCopies(dataFolder)).toEqual([]);
  });
  it('that another program is writing', async () => {
    const path = join(folder, 'busy.leibniz');
    copyFileSync(good, path);
    const other = openDatabase(path);
    other.exec('BEGIN EXCLUSIVE');
    try {
      expect(() => openHere({ kind: 'file', path }, dataFolder)).toThrow('is being written by another program');
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
    await openHere({ kind: 'file', path }, dataFolder).close();
  });
  it('whose last write was cut off, leaving a journal beside it', () => {
    const path = join(folder, 'cut.leibniz');
    copyFileSync(good, path);
    for (const suffix of ['-journal', '-wal']) {
      writeFileSync(path + suffix, 'unfinished business');
      expect(refusalOf(path)).toBe('session-locked');
      truncateSync(path + suffix, 0);
    }
  });
});

describe('a damaged row behind a good list', () => {
  it.each([
    ['a spec', "UPDATE run SET spec = '{}' WHERE id = 1", { type: 'run.detail', id: 1 }],
    ['a result', "UPDATE run SET result = '{\"kind\":\"exact\"}' WHERE id = 1", { type: 'run.detail', id: 1 }],
    ['an array that is gone', 'DELETE FROM run_array', { type: 'run.detail', id: 1 }],
    ['a gap in a series', 'UPDATE series_chunk SET first = first + 1', {
      type: 'run.series',
      id: 1,
      columns: ['loss'],
      maxPoints: 100,
      from: null,
      to: null,
    }],
  ] as const)('is an error of its own: %s', async (_, sql, command) => {
    const session = openHere({ kind: 'file', path: altered('inner.leibniz', sql) }, dataFolder);
    await expect(session.ask<'run.detail' | 'run.series'>(command as Parameters<typeof session.ask<'run.detail' | 'run.series'>>[0]))
      .rejects.toBeInstanceOf(Error);
    expect((await session.ask<'run.list'>({ type: 'run.list' })).length).toBe(4);
    await session.close();
  });
  it('of a program is found by its hash', async () => {
    const session = openHere({ kind: 'file', path: altered('program.leibniz', "UPDATE problem SET program = zeroblob(octet_length(program))") }, dataFolder);
    await expect(session.ask<'problem.variables'>({ type: 'problem.variables', id: 1 })).rejects.toMatchObject({ code: 'problem-damaged' });
    await session.close();
  });
});

describe('damage at random', () => {
  /** Opens and reads all there is; true if that went well. */
  async function survives(path: string): Promise<boolean> {
    let session: ReturnType<typeof openHere>;
    try {
      session = openHere({ kind: 'file', path }, dataFolder);
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      return false;
    }
    try {
      await contentOf(session);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      return false;
    } finally {
      await session.close();
    }
  }

  it('by cutting: every shorter file is refused and left as it was', () => {
    const bytes = readFileSync(good);
    const lengths = [...Array.from({ length: 60 }, (_, k) => Math.floor((k * bytes.length) / 60)), 1, 15, 16, 99, 100, 511, 16_383, 16_384,
      16_385, bytes.length - 1];
    const codes = new Set(lengths.map((length) => refusalOf(withBytes('cut-off.leibniz', bytes.subarray(0, length)))));
    expect([...codes].sort()).toEqual(['session-empty', 'session-truncated']);
  });

  it('by cutting, with a header made to agree: refused by the structural check', () => {
    const bytes = readFileSync(good);
    const codes = new Set<string>();
    for (let pages = 1; pages * 16_384 < bytes.length; pages++) {
      const cut = Buffer.from(bytes.subarray(0, pages * 16_384));
      cut.writeUInt32BE(pages, 28);
      codes.add(refusalOf(withBytes('cut-clean.leibniz', cut)));
    }
    expect([...codes]).toEqual(['session-damaged']);
  });

  it('by flipping bits: refused or read, never a crash, never a change to the file', async () => {
    const bytes = readFileSync(good);
    let state = 20261123;
    const random = (below: number): number => {
      // A linear congruential generator (Numerical Recipes): the same flips every time.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let refused = 0;
    for (let k = 0; k < 150; k++) {
      const flipped = Buffer.from(bytes);
      // Half of the flips go where the structure is: headers of the file and of pages.
      const flips = 1 + random(4);
      for (let f = 0; f < flips; f++) {
        const at = k % 2 === 0
          ? random(bytes.length)
          : Math.min(bytes.length - 1, 16_384 * random(Math.min(20, bytes.length / 16_384)) + random(200));
        flipped[at] = (flipped[at] ?? 0) ^ (1 << random(8));
      }
      const path = withBytes('flipped.leibniz', flipped);
      if (!(await survives(path))) refused++;
      expect(readFileSync(path).equals(flipped)).toBe(true);
      expect(workingCopies(dataFolder)).toEqual([]);
    }
    // Blind would be zero, and the flips into unused space cannot be seen.
    expect(refused).toBeGreaterThan(10);
  });

  it('to any one page of the structure is found before anything is read from it', () => {
    const bytes = readFileSync(good);
    let pages = 0;
    for (let at = 16_384; at < bytes.length; at += 16_384) {
      // Interior and leaf pages of tables and indices; the others hold the rest of long rows.
      if (![2, 5, 10, 13].includes(bytes[at] ?? 0) || bytes.readUInt16BE(at + 3) === 0) continue;
      pages++;
      const ruined = Buffer.from(bytes);
      ruined.fill(0xff, at, at + 16_384);
      expect([at, refusalOf(withBytes('page.leibniz', ruined))]).toEqual([at, 'session-damaged']);
    }
    expect(pages).toBeGreaterThan(10);
  });

  it('by keeping the header and replacing the rest', async () => {
    const bytes = readFileSync(good);
    for (const fill of [0, 0xff, 0x53]) {
      const ruined = Buffer.from(bytes);
      ruined.fill(fill, 100);
      expect(await survives(withBytes('ruined.leibniz', ruined))).toBe(false);
    }
  });

  it('is not seen where a blank ends the name, which better-sqlite3 leaves off', async () => {
    const path = join(folder, 'blank.leibniz ');
    copyFileSync(good, path);
    const session = openHere({ kind: 'file', path }, dataFolder);
    expect((await session.ask<'run.list'>({ type: 'run.list' })).length).toBeGreaterThan(0);
    await session.close();
  });

  it('is told apart from the good file, which opens', async () => {
    expect(new DataView(readFileSync(good).buffer).getInt32(68)).toBe(APPLICATION_ID);
    expect(await survives(good)).toBe(true);
  });
});
