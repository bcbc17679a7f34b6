/**
 * Migrations: numbered, frozen once released, and from every older version with rows in it
 * to the same schema as a fresh session, with no row lost.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  migrate,
  newestVersion,
  readMigrations,
  schemaDifference,
  schemaOf,
  schemaVersion,
} from '../../../src-main/engine/session/migrations.ts';
import type { Migration } from '../../../src-main/engine/session/migrations.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { contentOf, filledSession, migrations, openHere, temporaryFolder } from './fixtures.ts';

const ROWS_OF_1 = `
  INSERT INTO session (id, created_at, application) VALUES (1, 1795468719930, 'Leibniz 0.1.0');
  INSERT INTO problem (hash, name, origin, added_at, sense, variables, rows, nonzeros, warnings, published_optimum, program)
    VALUES ('${'ab'.repeat(32)}', 'p0033', 'p0033.mps.gz', 5, 'min', 33, 16, 98, '["RHS on the objective"]', 3089, x'0102');
  INSERT INTO run (problem_id, kind, status, label, note, pinned, created_at, method, proven, objective, spec, manifest, result)
    VALUES (1, 'exact', 'done', 'l', 'n', 1, 7, 'HiGHS', 1, 3089, '{}', '{}', '{}');
  INSERT INTO run_array VALUES (1, 0, zeroblob(16));
  INSERT INTO solution VALUES (1, 0, 9, x'ff01');
  INSERT INTO series_chunk VALUES (1, 'loss', 0, 1, 0.5, 0.5, zeroblob(8));
  INSERT INTO snapshot VALUES (1, 10, zeroblob(8));
  INSERT INTO checkpoint (run_id, version, iteration, seconds, samples, mu, vectors, data) VALUES (1, 1, 10, 0.5, 0, 3, 1, zeroblob(8));`;
const keptOf1 = (database: Database) => ({
  problem: database.prepare('SELECT name, published_optimum, hex(program) AS program FROM problem').all(),
  run: database.prepare('SELECT status, objective, pinned FROM run').all(),
  counts: ['run_array', 'solution', 'series_chunk', 'snapshot', 'checkpoint'].map((table) =>
    database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  ),
});

const ROWS_OF_2 = `${ROWS_OF_1}
  INSERT INTO claim VALUES ('gwl25-theorem-3', 'fails', 8, '{"k":1}', '{}', '{}');`;
const keptOf2 = (database: Database) => ({
  ...keptOf1(database),
  claim: database.prepare('SELECT id, verdict, parameters FROM claim').all(),
});
const ROWS_OF_3 = `${ROWS_OF_2}
  INSERT INTO run (problem_id, kind, status, label, note, pinned, created_at, method, proven, spec, manifest)
    VALUES (1, 'quality', 'done', '', '', 0, 9, 'gradient quality', 0, '{}', '{}');
  DELETE FROM run WHERE id = 2;`;
/** The number the next run gets: one that no run has had, removed or not. */
const nextRun = (database: Database) =>
  database
    .prepare("INSERT INTO run (problem_id, kind, status, label, note, pinned, created_at, method, proven, spec, manifest) SELECT problem_id, kind, status, label, note, pinned, created_at, method, proven, spec, manifest FROM run WHERE id = 1 RETURNING id")
    .pluck()
    .get();

const ROWS_OF_12 = `${ROWS_OF_2} INSERT INTO checksum VALUES ('study', 1, 0, zeroblob(16));
  INSERT INTO study (title, spec, created_at, state) VALUES ('first', '{}', 9, 'stopped');
  INSERT INTO study_run (study_id, problem_id, method, seed, run_id) VALUES (1, 1, 'HiGHS', NULL, 1), (1, 1, 'a', 5, 99);`;

/**
 * What each version's tables were filled with when it was the newest, as SQL, and what must still be
 * there in the newest. A migration without an entry here fails the first test below.
 */
const ROWS: Readonly<Record<number, { readonly digest: string; readonly insert: string; readonly kept: (database: Database) => unknown }>> =
  {
    1: {
      digest: 'e66cdd4f20139e9897963fce7ce4e16e69d79c76d1ba4689b1dfde35d55aa9b5',
      insert: ROWS_OF_1,
      kept: keptOf1,
    },
    2: {
      digest: '149df19e0975b08537677ed75a192394b8d0503ef4ac2760c563e78c9a3fa6d1',
      insert: ROWS_OF_2,
      kept: keptOf2,
    },
    3: {
      digest: 'fee1cf3c271073c95800165c11508e0e2f5ef307c5511eb3cbe4b77ca1a2b6bf',
      insert: ROWS_OF_3,
      kept: (database) => ({ ...keptOf2(database), nextRun: nextRun(database) }),
    },
    6: {
      digest: '7e6e7cf093fcf7ef9c00ae8cf5c19d0f1493b4c4c1079383d40e127cf8cc11c3',
      insert: `${ROWS_OF_2} INSERT INTO checksum VALUES ('run', 1, 0, zeroblob(16));`,
      kept: (database) => ({ ...keptOf2(database), checksum: database.prepare('SELECT part, owner FROM checksum WHERE owner = 1').all() }),
    },
    7: {
      digest: '6ddb30223099f46f3e889d00b69170753d8c06f55da9ae3bd86461d52fcc4759',
      insert: `${ROWS_OF_3}
      UPDATE run SET identity = '{"version":1}', origin = '{"runId":9,"iteration":null}';`,
      kept: (database) => ({
        ...keptOf2(database),
        ...database.prepare('SELECT identity, origin FROM run').get() as object,
        nextRun: nextRun(database),
      }),
    },
    8: {
      digest: 'fd923b7fefb276e5e716dff5c7762e67ae1f55ca012bd253c009562089ab1659',
      insert: `${ROWS_OF_2} UPDATE problem SET typed_optimum = 3088.5;`,
      kept: (database) => ({ ...keptOf2(database), typed: database.prepare('SELECT typed_optimum FROM problem').pluck().all() }),
    },
    9: {
      digest: '30ec6f80a7d9f39aad64d81e6bd26e8fcb1007b6d2058557536e6ef06db6deff',
      insert: `${ROWS_OF_2} UPDATE checkpoint SET findings = x'0102030405060708';`,
      kept: (database) => ({ ...keptOf2(database), findings: database.prepare('SELECT hex(findings) FROM checkpoint').pluck().all() }),
    },
    10: {
      digest: '2a48a6771d57d44eef662cd024b8b31847ccc14e3816107b8ca74aee4d6a63c4',
      insert: `${ROWS_OF_2} INSERT INTO checksum VALUES ('whole', 'session', 0, zeroblob(16));`,
      kept: (database) => ({
        ...keptOf2(database),
        whole: database.prepare("SELECT hex(value) FROM checksum WHERE part = 'whole'").pluck().all(),
      }),
    },
    11: {
      digest: '0db55ad0ad7a32256606966d485618672c2505c75d63309da6a9076beb89ece1',
      insert: `${ROWS_OF_2} INSERT INTO checksum VALUES ('whole', 'session', 0, zeroblob(16));
      UPDATE problem SET removed_at = 6; UPDATE run SET removed_at = 8.5;`,
      kept: (database) => ({
        ...keptOf2(database),
        removed: database.prepare('SELECT problem.removed_at AS problem, run.removed_at AS run FROM problem JOIN run').all(),
      }),
    },
    12: {
      digest: '91a778a74a23fe1ab0803fa0cb20b91b0fadd9eabb5748cc9d09bae690f25ccb',
      insert: ROWS_OF_12,
      kept: (database) => ({
        ...keptOf2(database),
        study: database.prepare('SELECT title, spec, state FROM study').all(),
        places: database.prepare('SELECT method, seed, run_id FROM study_run ORDER BY id').raw().all(),
      }),
    },
    13: {
      digest: 'b1f416092f7e855039cfcc8d1b233f7f2de5edb03e55c8d6a216f92308c84d70',
      insert: `${ROWS_OF_12} UPDATE run SET tags = '["paper"]';`,
      kept: (database) => ({ ...keptOf2(database), tags: database.prepare('SELECT tags FROM run').pluck().all() }),
    },
    14: {
      digest: '9cb7b38232df0f003d68fc75bd0673956c545b9ad1e69f9b8de941524d337c08',
      insert: `${ROWS_OF_12} UPDATE session SET note = '# seen';`,
      kept: (database) => ({ ...keptOf2(database), note: database.prepare('SELECT note FROM session').pluck().all() }),
    },
  };
const KEPT_OF_1 = {
  problem: [{ name: 'p0033', published_optimum: 3089, program: '0102' }],
  run: [{ status: 'done', objective: 3089, pinned: 1 }],
  counts: [1, 1, 1, 1, 1],
};
const KEPT_OF_2 = { ...KEPT_OF_1, claim: [{ id: 'gwl25-theorem-3', verdict: 'fails', parameters: '{"k":1}' }] };
const KEPT: Readonly<Record<number, unknown>> = {
  1: KEPT_OF_1,
  2: KEPT_OF_2,
  3: { ...KEPT_OF_2, nextRun: 3 },
  6: { ...KEPT_OF_2, checksum: [{ part: 'run', owner: 1 }] },
  8: { ...KEPT_OF_2, typed: [3088.5] },
  9: { ...KEPT_OF_2, findings: ['0102030405060708'] },
  10: { ...KEPT_OF_2, whole: ['00'.repeat(16)] },
  14: { ...KEPT_OF_2, note: ['# seen'] },
  13: { ...KEPT_OF_2, tags: ['["paper"]'] },
  11: { ...KEPT_OF_2, removed: [{ problem: 6, run: 8.5 }] },
  12: { ...KEPT_OF_2, study: [{ title: 'first', spec: '{}', state: 'stopped' }], places: [['HiGHS', null, 1], ['a', 5, 99]] },
  7: { ...KEPT_OF_2, identity: '{"version":1}', origin: '{"runId":9,"iteration":null}', nextRun: 3 },
};

const newest = newestVersion(migrations);

function inMemory(upTo: number, from: readonly Migration[] = migrations): Database {
  const database = openDatabase(':memory:');
  migrate(database, from, upTo);
  return database;
}

describe('the migrations of this version', () => {
  it('each have rows of their version in this test, and are as they were released', () => {
    // A new migration needs rows here; a changed old one would lock out every session file there is.
    expect(Object.keys(ROWS).map(Number)).toEqual(migrations.map((migration) => migration.version));
    for (const { version, sql } of migrations) {
      expect(createHash('sha256').update(sql).digest('hex'), `migration ${version}`).toBe(ROWS[version]?.digest);
    }
  });

  it.each(migrations.map((migration) => migration.version))('carry rows from version %i to the schema of a fresh session', (version) => {
    const database = inMemory(version);
    database.exec(ROWS[version]?.insert ?? '');
    migrate(database, migrations);
    const fresh = inMemory(newest);
    expect(schemaVersion(database)).toBe(newest);
    expect(schemaOf(database)).toEqual(schemaOf(fresh));
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(ROWS[version]?.kept(database)).toEqual(KEPT[version]);
    database.close();
    fresh.close();
  });

  it('fill every table of their version in this test', () => {
    for (const { version } of migrations) {
      const database = inMemory(version);
      database.exec(ROWS[version]?.insert ?? '');
      const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all();
      for (const table of tables) {
        expect(database.prepare(`SELECT count(*) FROM "${String(table)}"`).pluck().get(), String(table)).not.toBe(0);
      }
      database.close();
    }
  });

  it('let run 1 keep its number, its arrays and its place in the count when the table of runs is made anew', () => {
    const database = inMemory(2);
    database.exec(`${ROWS_OF_2} INSERT INTO run (problem_id, kind, status, label, note, pinned, created_at, method, proven, spec, manifest)
      SELECT problem_id, kind, status, label, note, pinned, created_at, method, proven, spec, manifest FROM run;
      DELETE FROM run WHERE id = 2;`);
    migrate(database, migrations);
    expect(keptOf2(database)).toEqual(KEPT_OF_2);
    // Run 2 was removed before: its number is not given again.
    expect(nextRun(database)).toBe(3);
    // Foreign keys hold again: what belongs to a run goes with it.
    database.exec('DELETE FROM run WHERE id = 1');
    expect(database.prepare('SELECT count(*) FROM snapshot').pluck().get()).toBe(0);
    database.close();
  });

  it('make only strict tables', () => {
    const database = inMemory(newest);
    const tables = database.pragma('table_list') as readonly { readonly name: string; readonly strict: number; readonly schema: string }[];
    for (const table of tables) if (!table.name.startsWith('sqlite_')) expect([table.name, table.strict]).toEqual([table.name, 1]);
    database.close();
  });
});

describe('the runner', () => {
  const later: Migration = { version: newest + 1, name: 'later', sql: "ALTER TABLE run ADD COLUMN tag TEXT NOT NULL DEFAULT ''; CREATE INDEX run_by_tag ON run (tag);" };

  it('takes an older version one step further and leaves the newest alone', () => {
    const database = inMemory(newest);
    migrate(database, [...migrations, later]);
    expect(schemaVersion(database)).toBe(newest + 1);
    const before = schemaOf(database);
    migrate(database, [...migrations, later]);
    expect(schemaOf(database)).toEqual(before);
    database.close();
  });

  it('takes every step after the version of a session, also where a number is left out', () => {
    const database = inMemory(newest);
    const far: Migration = { ...later, version: newest + 3 };
    migrate(database, [...migrations, far]);
    expect(schemaVersion(database)).toBe(newest + 3);
    migrate(database, [...migrations, far]);
    expect(schemaVersion(database)).toBe(newest + 3);
    database.close();
  });

  it('undoes a step that fails in the middle, version and all', () => {
    const database = inMemory(newest);
    const before = schemaOf(database);
    expect(() => migrate(database, [...migrations, { ...later, sql: 'CREATE TABLE half (x) STRICT; nonsense' }])).toThrow();
    expect(() => migrate(database, [...migrations, { ...later, sql: 'CREATE TABLE half (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1)' }])).toThrow();
    expect(schemaOf(database)).toEqual(before);
    expect(schemaVersion(database)).toBe(newest);
    database.close();
  });

  it('undoes a step that leaves rows without what they refer to, and enforces foreign keys afterwards as before', () => {
    const database = inMemory(newest);
    database.exec(ROWS_OF_1);
    expect(() => migrate(database, [...migrations, { ...later, sql: 'DELETE FROM run' }])).toThrow('refers to nothing');
    expect(keptOf1(database)).toEqual(KEPT_OF_1);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    database.close();
  });

  it('names the first difference of a schema', () => {
    const one = inMemory(newest);
    const two = inMemory(newest + 1, [...migrations, later]);
    expect(schemaDifference(schemaOf(one), schemaOf(one))).toBeNull();
    expect(schemaDifference(schemaOf(two), schemaOf(one))).toMatch(/run/);
    expect(schemaDifference(schemaOf(one), schemaOf(two))).toMatch(/run/);
    one.close();
    two.close();
  });

  it.each([
    [['0002_second.sql'], /after 0000/],
    [['0001_first.sql', '0001_other.sql'], /after 0001/],
    [['first.sql'], /after 0000/],
    [[], /no migrations/],
  ])('refuses a folder with %j', (names, message) => {
    const folder = join(temporaryFolder(), 'migrations');
    mkdirSync(folder);
    for (const name of names) writeFileSync(join(folder, name), 'SELECT 1;');
    expect(() => readMigrations(folder)).toThrow(message);
  });

  it('reads the same text whatever line ends a checkout gave it', () => {
    const folder = join(temporaryFolder(), 'migrations');
    mkdirSync(folder);
    writeFileSync(join(folder, '0001_first.sql'), 'CREATE TABLE a (\r\n  x INTEGER\r\n) STRICT;\r\n');
    expect(readMigrations(folder)[0]?.sql).not.toContain('\r');
  });
});

/** Makes a session file what the first version would have written: its tables with the rows they have. */
function asVersion1(path: string): void {
  const newer = `${path}.newer`;
  renameSync(path, newer);
  const old = openDatabase(path);
  migrate(old, migrations, 1);
  old.prepare('ATTACH ? AS newer').run(newer);
  const tables = old.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid").pluck().all();
  for (const table of tables) {
    const columns = old.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table).map((name) => `"${String(name)}"`).join();
    old.exec(`INSERT INTO main."${String(table)}" (${columns}) SELECT ${columns} FROM newer."${String(table)}"`);
  }
  old.close();
  rmSync(newer);
}

describe('a session of another version', () => {
  it('is migrated in its working copy, and its file stays what it was until it is saved', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'old.leibniz');
    const session = await filledSession(join(folder, 'data'));
    const before = await contentOf(session);
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    asVersion1(path);
    const bytes = readFileSync(path);
    const reopened = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect(await contentOf(reopened)).toEqual({ ...before, claims: [] });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    await reopened.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await reopened.close();
    const saved = openDatabase(path, { readonly: true, mustExist: true });
    expect(schemaVersion(saved)).toBe(newest);
    saved.close();
  });

  it('of a newer one is refused', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const copy = openDatabase(path);
    migrate(copy, [...migrations, { version: newest + 1, name: 'later', sql: 'CREATE TABLE tag (id INTEGER PRIMARY KEY) STRICT;' }]);
    copy.close();
    expect(() => openHere({ kind: 'file', path }, join(folder, 'data'))).toThrow('newer version');
  });
});
