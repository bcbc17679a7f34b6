/**
 * From a source (new, a file, a template, a copy that survived a crash) to an open session with a
 * working copy of its own. Whatever goes wrong, no half-made working copy stays behind, and a copy that
 * is being recovered is left as it was.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from '../../../src-contract/zod.ts';
import { EngineError } from '../error-value.ts';
import { createChecksums } from './checksums.ts';
import { mergeSource } from './merge-source.ts';
import type { MergeSource } from './merge-source.ts';
import { hasLeftovers, placeOf } from '../files/target-place.ts';
import type { FileStamp } from '../files/file-stamp.ts';
import type { Migration } from './migrations.ts';
import { checksumsSince, migrate, schemaVersion, wholeSince } from './migrations.ts';
import { checkCopy, copySession, flushCopy, openForWork } from './open-file.ts';
import type { SessionCommandOf, SessionEvent } from './protocol.ts';
import { damaged, dataFailure, madeOnDisk, readFailure } from '../files/refusals.ts';
import { createSession } from './session.ts';
import type { OpenSession } from './session.ts';
import { reportOn } from './session-report.ts';
import type { SessionReport } from './protocol.ts';
import { openDatabase } from '../files/sqlite.ts';
import { holdTarget } from './target-hold.ts';
import type { TargetHold } from './target-hold.ts';
import { createWorkingCopy, listRecoverable, takeWorkingCopy } from './working-copy.ts';
import type { About, WorkingCopy } from './working-copy.ts';

type OpenCommand = SessionCommandOf<'open'>;

/** @throws EngineError naming the file and what to do */
export function openSession(command: OpenCommand, migrations: readonly Migration[], tell: (event: SessionEvent) => void): OpenSession {
  const { target, source } = command;
  // What will be written there for hours is not to be found out at the end.
  const hold = target === undefined ? null : holdTarget(target.path, 0);
  try {
    if (target?.isNew === true && hold?.seen !== null) throw madeOnDisk(target.path);
    if (source.kind === 'file') removeLeftSaves(source.path);
    return open(command, migrations, hold, tell);
  } catch (error) {
    hold?.release();
    throw error;
  }
}

function open(
  { source, dataFolder, application }: OpenCommand, migrations: readonly Migration[], hold: TargetHold | null,
  tell: (event: SessionEvent) => void,
): OpenSession {
  const at = { dataFolder, application, migrations, hold, tell };
  if (source.kind === 'recover') {
    const copy = takeWorkingCopy(dataFolder, source.id);
    try {
      // Its write-ahead log is part of it, and is taken in by opening it for writing.
      checkCopy(copy.databasePath, copy.about.name, migrations, { readonly: false });
      return work(copy, copy.about.name, true, at);
    } catch (error) {
      copy.release({ keep: true });
      throw error;
    }
  }
  const copy = newCopy(dataFolder, source);
  try {
    if (source.kind === 'new') return work(copy, UNTITLED, false, at);
    const stamp = copySession(source.path, copy.databasePath, migrations);
    checkCopy(copy.databasePath, source.path, migrations, { readonly: true });
    if (source.kind === 'file') copy.describe(aboutFile(source.path, stamp));
    return work(copy, source.path, false, at);
  } catch (error) {
    copy.release({ keep: false });
    throw error;
  }
}

interface Surroundings {
  readonly dataFolder: string;
  readonly application: string;
  readonly migrations: readonly Migration[];
  readonly hold: TargetHold | null;
  readonly tell: (event: SessionEvent) => void;
}

const UNTITLED = 'Untitled';

function newCopy(dataFolder: string, source: OpenCommand['source']): WorkingCopy {
  const untitled: About = {
    version: 1, name: source.kind === 'template' ? source.name : UNTITLED, path: null, stamp: null, savedAt: null,
    example: source.kind === 'template', saving: null, unsavedChanges: false,
  };
  try {
    return createWorkingCopy(dataFolder, untitled);
  } catch (error) {
    throw dataFailure(error, source.kind === 'file' ? source.path : untitled.name, dataFolder);
  }
}

function aboutFile(path: string, stamp: FileStamp): About {
  return {
    version: 1, name: basename(path), path: resolve(path), stamp, savedAt: stamp.modified, example: false, saving: null,
    unsavedChanges: false,
  };
}

function work(
  copy: WorkingCopy, shownPath: string, recovered: boolean, { dataFolder, application, migrations, hold, tell }: Surroundings,
): OpenSession {
  let database;
  try {
    database = openForWork(copy.databasePath, migrations);
    if (database.prepare('INSERT OR IGNORE INTO session (id, created_at, application) VALUES (1, ?, ?)').run(
      Date.now(), application,
    ).changes > 0) createChecksums(database).seal('session', 1);
  } catch (error) {
    database?.close();
    throw dataFailure(error, shownPath, dataFolder);
  }
  try {
    const openSource = (path: string): MergeSource => {
      const look = openLook(path, dataFolder, migrations);
      try {
        return mergeSource(path, look);
      } catch (error) {
        look.close();
        if (error instanceof z.core.$ZodError) throw damaged(path, error.message);
        throw readFailure(error, path);
      }
    };
    const session = createSession(database, copy, { recovered, hold, openSource }, tell);
    const flushed = flushCopy(copy.databasePath);
    return {
      answer: (command) => session.answer(command),
      async close(keepWorkingCopy) {
        await flushed;
        await session.close(keepWorkingCopy);
      },
    };
  } catch (error) {
    database.close();
    if (error instanceof z.core.$ZodError) throw damaged(shownPath, error.message);
    throw readFailure(error, shownPath);
  }
}

/** Temporary files of saves to a file that were killed, if nobody is saving to it now. */
function removeLeftSaves(path: string): void {
  try {
    if (hasLeftovers(placeOf(path), 'saving')) holdTarget(path, 0).release();
  } catch {
    // Somebody is saving to it, or the folder may not be written to.
  }
}

/** Problems and runs of a working copy that nobody has open. */
export function countsOf(databasePath: string, migrations: readonly Migration[]): { problems: number; runs: number } {
  checkCopy(databasePath, databasePath, migrations, { readonly: false });
  const database = openDatabase(databasePath, { mustExist: true });
  try {
    const count = (table: 'problem' | 'run'): number => {
      // A copy of an older version has no bin.
      const hasBin = database.prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = 'removed_at'").get(table) !== undefined;
      return z.number().parse(database.prepare(`SELECT count(*) FROM ${table}${hasBin ? ' WHERE removed_at IS NULL' : ''}`).pluck().get());
    };
    return { problems: count('problem'), runs: count('run') };
  } finally {
    database.close();
  }
}

/** Looks at a file through a throw-away copy in a data folder. @throws EngineError as opening it would */
export function reportOnFile({ path, verify, dataFolder }: SessionCommandOf<'report'>, migrations: readonly Migration[]): SessionReport {
  if (dataFolder === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'leibniz-report-'));
    try {
      return reportOnFile({ type: 'report', path, verify, dataFolder: folder }, migrations);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  // Copies of reports that were killed hold nothing unsaved: looking for what can be recovered removes them.
  listRecoverable(dataFolder, (databasePath) => countsOf(databasePath, migrations));
  const look = openLook(path, dataFolder, migrations);
  try {
    return reportOn(look.database, path, look.version, look, verify);
  } catch (error) {
    if (error instanceof z.core.$ZodError) throw damaged(path, error.message);
    throw readFailure(error, path);
  } finally {
    look.close();
  }
}

/** A throw-away copy of a file, brought to this version. @throws EngineError as opening it would */
function openLook(path: string, dataFolder: string, migrations: readonly Migration[]): Look {
  const copy = newCopy(dataFolder, { kind: 'file', path });
  let database: Database | undefined;
  try {
    copySession(path, copy.databasePath, migrations);
    checkCopy(copy.databasePath, path, migrations, { readonly: true });
    database = openDatabase(copy.databasePath, { mustExist: true });
    const opened = database;
    const version = schemaVersion(opened);
    migrate(opened, migrations);
    return {
      database: opened, version, checksummed: version >= checksumsSince(migrations), whole: version >= wholeSince(migrations),
      close() {
        opened.close();
        copy.release({ keep: false });
      },
    };
  } catch (error) {
    database?.close();
    copy.release({ keep: false });
    throw error instanceof EngineError ? error : readFailure(error, path);
  }
}

interface Look {
  readonly database: Database;
  /** Of the file. */
  readonly version: number;
  readonly checksummed: boolean;
  readonly whole: boolean;
  readonly close: () => void;
}
