/**
 * The schema of sessions and its history: numbered SQL files, forward only, one transaction each, over
 * SQLite's `user_version`. What a file of some version must hold is found by running the migrations up
 * to that version on an empty database; nothing is written down twice.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from '../../../src-contract/zod.ts';
import { createChecksums } from './checksums.ts';
import { APPLICATION_ID } from '../files/header.ts';
import { openDatabase } from '../files/sqlite.ts';

export interface Migration {
  /** From 1, rising; the `user_version` after it. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/** The migration that brought checksums: a session from before has all of its rows put under them. */
const CHECKSUMS = 'checksums';
/** The one from which on files are saved with a checksum of all checksums. */
const WHOLE = 'whole';

/** The version of a session this program writes. Numbers may be left out: work side by side takes them beforehand. */
export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** The first version with checksums. */
export function checksumsSince(migrations: readonly Migration[]): number {
  return migrations.find(({ name }) => name === CHECKSUMS)?.version ?? Infinity;
}

/** The first version with a checksum of all checksums. */
export function wholeSince(migrations: readonly Migration[]): number {
  return migrations.find(({ name }) => name === WHOLE)?.version ?? Infinity;
}

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/**
 * All migrations of a folder, in order.
 * @throws Error if a number is taken twice, or a file is named otherwise
 */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql')).sort();
  let last = 0;
  const migrations = names.map((name) => {
    const parts = FILE_NAME.exec(name);
    const version = Number(parts?.[1] ?? 0);
    if (parts === null || version <= last || (last === 0 && version !== 1)) {
      throw new Error(
        `migration “${name}” should have a number after ${String(last).padStart(4, '0')}: migrations are numbered from 0001, none twice`,
      );
    }
    last = version;
    // A checkout may have turned line ends; the text is compared with what a session file carries.
    return { version, name: parts[2] ?? name, sql: readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n') };
  });
  if (migrations.length === 0) throw new Error(`no migrations were found in ${folder}`);
  return migrations;
}

export function schemaVersion(database: Database): number {
  return z.number().int().parse(database.pragma('user_version', { simple: true }));
}

/**
 * Brings a database from its version to `upTo` (the newest, if left out). Each step is one transaction.
 * Foreign keys are not enforced while it runs, so that a step can make a table anew without losing the
 * rows that refer to it (SQLite, "Making Other Kinds Of Table Schema Changes"); each step ends by checking
 * them, and a row that refers to nothing undoes it.
 * @throws Error if a step fails or leaves such a row; the database is as it was before that step
 */
export function migrate(database: Database, migrations: readonly Migration[], upTo = newestVersion(migrations)): void {
  const from = schemaVersion(database);
  const steps = migrations.filter(({ version }) => version > from && version <= upTo);
  const unsealed = steps.some(({ name }) => name === CHECKSUMS);
  if (steps.length === 0) return;
  const enforced = database.pragma('foreign_keys', { simple: true }) === 1;
  database.pragma('foreign_keys = OFF');
  try {
    for (const migration of steps) {
      database.transaction(() => {
        database.exec(migration.sql);
        const [orphan] = z.array(z.object({ table: z.string() })).parse(database.pragma('foreign_key_check'));
        if (orphan !== undefined) throw new Error(`migration ${migration.version} left a row of “${orphan.table}” that refers to nothing`);
        database.pragma(`application_id = ${APPLICATION_ID}`);
        database.pragma(`user_version = ${migration.version}`);
        // With the last step, when every column is there.
        if (unsealed && migration === steps.at(-1)) createChecksums(database).sealAll();
      }).immediate();
    }
  } finally {
    database.pragma(`foreign_keys = ${enforced ? 'ON' : 'OFF'}`);
  }
}

const SchemaRow = z.object({ type: z.string(), name: z.string(), tbl_name: z.string(), sql: z.string().nullable() });
type SchemaRow = z.infer<typeof SchemaRow>;

/** Every object of a database, in a fixed order. */
export function schemaOf(database: Database): SchemaRow[] {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  return rows.map((row) => SchemaRow.parse(row));
}

/** What a database of a version holds. */
export function expectedSchema(migrations: readonly Migration[], version: number): SchemaRow[] {
  const database = openDatabase(':memory:');
  try {
    migrate(database, migrations, version);
    return schemaOf(database);
  } finally {
    database.close();
  }
}

/** The first difference in words, or null if the schemas are the same. */
export function schemaDifference(found: readonly SchemaRow[], expected: readonly SchemaRow[]): string | null {
  const wanted = new Map(expected.map((row) => [`${row.type} ${row.name}`, row]));
  for (const row of found) {
    const name = `${row.type} ${row.name}`;
    const same = wanted.get(name);
    if (same === undefined) return `an unknown ${row.type} “${row.name}”`;
    if (same.sql !== row.sql || same.tbl_name !== row.tbl_name) return `a changed ${row.type} “${row.name}”`;
    wanted.delete(name);
  }
  const lacking = [...wanted.values()][0];
  return lacking === undefined ? null : `no ${lacking.type} “${lacking.name}”`;
}
