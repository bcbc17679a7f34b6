/**
 * Opens a session file, trusting nothing, in this order: its header bytes; a copy into the data folder;
 * the copy, read-only, with SQLite's structural check before anything else; its schema against the
 * expected one; only then for writing, in WAL, with its rows parsed as they are read. The file itself is
 * only ever read; while it is copied, a shared lock keeps other SQLite programs from changing it.
 */
import { constants, copyFileSync, existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { EngineError } from '../error-value.ts';
import { readHeader, sameStamp } from '../files/file-stamp.ts';
import type { FileStamp } from '../files/file-stamp.ts';
import { openVerdict } from '../files/header.ts';
import { expectedSchema, migrate, newestVersion, schemaDifference, schemaOf, schemaVersion } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { codeOf, damaged, foreignSchema, headerRefusal, locked, notAFile, readFailure } from '../files/refusals.ts';
import { openDatabase, quickCheck } from '../files/sqlite.ts';

/** Pages of 16 KiB: fewer overflow pages for blobs of about 100 KiB than SQLite's default. */
const PAGE_SIZE = 16384;
/** Checkpoint of the write-ahead log every so many pages (64 MiB). */
const WAL_PAGES = 4096;

/**
 * Copies a session file to `copyPath` after its header was found good.
 * @returns the stamp of what was copied
 * @throws EngineError naming the file and what to do
 */
export function copySession(path: string, copyPath: string, migrations: readonly Migration[]): FileStamp {
  const { stamp, wal } = judge(path, migrations);
  // The journal of a write that is going on, or was cut off: the file alone is not the whole session.
  for (const suffix of ['-journal', '-wal']) if (isNonEmpty(path + suffix)) throw locked(path);
  const guard = wal ? null : sharedLock(path);
  try {
    copyFileSync(path, copyPath, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    throw copyFailure(error, path);
  } finally {
    guard?.close();
  }
  if (!sameStamp(stamp, judge(path, migrations).stamp)) throw locked(path);
  return stamp;
}

function judge(path: string, migrations: readonly Migration[]): { readonly stamp: FileStamp; readonly wal: boolean } {
  let found: ReturnType<typeof readHeader>;
  try {
    const state = statSync(path);
    if (state.isDirectory()) throw notAFile(path);
    // Before it is opened: opening a pipe waits for whoever writes to it.
    if (!state.isFile()) throw notRegular(path);
    found = readHeader(path);
  } catch (error) {
    throw readFailure(error, path);
  }
  if (!found.isFile) throw notRegular(path);
  const verdict = openVerdict(found.header, newestVersion(migrations));
  const refusal = headerRefusal(verdict, path);
  if (refusal !== null) throw refusal;
  return { stamp: found.stamp, wal: verdict.kind === 'open' && verdict.wal };
}

function notRegular(path: string): EngineError {
  return new EngineError(
    'session-not-sqlite', `“${basename(path)}” is not a file but a device, a socket or a pipe.`, 'Choose a session file (.leibniz).',
    { file: path },
  );
}

/**
 * A read transaction on the file: others may read it but not write. Only page 1's header is read.
 * @returns null where better-sqlite3 cannot name the file: it takes blanks off both ends of a path
 */
function sharedLock(path: string): Database | null {
  const place = resolve(path);
  if (place !== place.trim()) return null;
  let database: Database | undefined;
  try {
    database = openDatabase(place, { readonly: true, mustExist: true, timeout: 2000 });
    database.exec('BEGIN');
    database.pragma('user_version');
    return database;
  } catch (error) {
    database?.close();
    throw readFailure(error, path);
  }
}

/** A copy fails of the file it reads or of the folder it writes to; Node names both. */
function copyFailure(error: unknown, path: string): EngineError {
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error))) {
    return new EngineError(
      'disk-full',
      `There is not enough room on the disk of the application's data to open “${basename(path)}”.`,
      'Free some space there and open it again. The file was not changed.',
      { file: path },
      error,
    );
  }
  return readFailure(error, path);
}

/**
 * Checks a copy as a stranger's: structure, then schema.
 * @param path what the user knows it as, for sentences
 * @param options `readonly` false is for a copy with a write-ahead log to be taken in first
 * @throws EngineError
 */
export function checkCopy(copyPath: string, path: string, migrations: readonly Migration[], options: { readonly readonly: boolean }): void {
  let database: Database | undefined;
  try {
    database = openDatabase(copyPath, { readonly: options.readonly, mustExist: true });
    const verdict = quickCheck(database);
    if (verdict !== 'ok') throw damaged(path, verdict);
    const version = schemaVersion(database);
    if (version < 1 || version > newestVersion(migrations)) throw damaged(path, `schema version ${version}`);
    const difference = schemaDifference(schemaOf(database), expectedSchema(migrations, version));
    if (difference !== null) throw foreignSchema(path, difference);
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    database?.close();
  }
}

/** Opens a checked copy, or makes a new one, for work: WAL, newest schema. */
export function openForWork(copyPath: string, migrations: readonly Migration[]): Database {
  const isNew = !existsSync(copyPath);
  const database = openDatabase(copyPath);
  try {
    if (isNew) database.pragma(`page_size = ${PAGE_SIZE}`);
    // Changing the mode flushes the file, which for a copy just made is all of it; `flushCopy` does that beside the work.
    database.pragma('synchronous = OFF');
    database.pragma('journal_mode = WAL');
    // A crash of the program loses nothing; a power cut may lose the last moments of a working copy, never its consistency.
    database.pragma('synchronous = NORMAL');
    database.pragma(`wal_autocheckpoint = ${WAL_PAGES}`);
    migrate(database, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Brings a copy to the disk without anybody waiting for it; until then a power cut may cost the copy, never the session's own file. */
export async function flushCopy(copyPath: string): Promise<void> {
  try {
    const file = await open(copyPath, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  } catch {
    // The system writes it out by itself a little later; whether it can is said by the first write that matters.
  }
}

function isNonEmpty(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}
