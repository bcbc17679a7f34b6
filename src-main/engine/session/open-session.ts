/**
 * From a source (new, a file, a template, a copy that survived a crash) to an open session with a
 * working copy of its own. Whatever goes wrong, no half-made working copy stays behind, and a copy that
 * is being recovered is left as it was.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { z } from '../../../src-contract/zod.ts';
import { createChecksums } from './checksums.ts';
import type { FileStamp } from './file-stamp.ts';
import type { Migration } from './migrations.ts';
import { checksumsSince, migrate, schemaVersion } from './migrations.ts';
import { checkCopy, copySession, flushCopy, openForWork } from './open-file.ts';
import type { SessionCommandOf, SessionEvent } from './protocol.ts';
import { damaged, readFailure, writeFailure } from './refusals.ts';
import { createSession } from './session.ts';
import type { OpenSession } from './session.ts';
import { reportOn } from './session-report.ts';
import type { SessionReport } from './session-report.ts';
import { openDatabase } from './sqlite.ts';
import { createWorkingCopy, takeWorkingCopy } from './working-copy.ts';
import type { About, WorkingCopy } from './working-copy.ts';

type OpenCommand = SessionCommandOf<'open'>;

/** @throws EngineError naming the file and what to do */
export function openSession(command: OpenCommand, migrations: readonly Migration[], tell: (event: SessionEvent) => void): OpenSession {
  const { source, dataFolder, application } = command;
  if (source.kind === 'recover') {
    const copy = takeWorkingCopy(dataFolder, source.id);
    try {
      // Its write-ahead log is part of it, and is taken in by opening it for writing.
      checkCopy(copy.databasePath, copy.about.name, migrations, { readonly: false });
      return work(copy, copy.about.name, application, migrations, true, tell);
    } catch (error) {
      copy.release({ keep: true });
      throw error;
    }
  }
  const copy = newCopy(dataFolder, source);
  try {
    if (source.kind === 'new') return work(copy, UNTITLED, application, migrations, false, tell);
    const stamp = copySession(source.path, copy.databasePath, migrations);
    checkCopy(copy.databasePath, source.path, migrations, { readonly: true });
    if (source.kind === 'file') copy.describe(aboutFile(source.path, stamp));
    return work(copy, source.path, application, migrations, false, tell);
  } catch (error) {
    copy.release({ keep: false });
    throw error;
  }
}

const UNTITLED = 'Untitled';

function newCopy(dataFolder: string, source: OpenCommand['source']): WorkingCopy {
  const untitled: About = { version: 1, name: source.kind === 'template' ? source.name : UNTITLED, path: null, stamp: null, savedAt: null, example: source.kind === 'template', unsavedChanges: false };
  try {
    return createWorkingCopy(dataFolder, untitled);
  } catch (error) {
    throw writeFailure(error, dataFolder);
  }
}

function aboutFile(path: string, stamp: FileStamp): About {
  return { version: 1, name: basename(path), path: resolve(path), stamp, savedAt: stamp.modified, example: false, unsavedChanges: false };
}

function work(copy: WorkingCopy, shownPath: string, application: string, migrations: readonly Migration[], recovered: boolean, tell: (event: SessionEvent) => void): OpenSession {
  let database;
  try {
    database = openForWork(copy.databasePath, migrations);
    if (database.prepare('INSERT OR IGNORE INTO session (id, created_at, application) VALUES (1, ?, ?)').run(Date.now(), application).changes > 0) createChecksums(database).seal('session', 1);
  } catch (error) {
    database?.close();
    throw writeFailure(error, shownPath);
  }
  try {
    const session = createSession(database, copy, recovered, tell);
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

/** Problems and runs of a working copy that nobody has open. */
export function countsOf(databasePath: string, migrations: readonly Migration[]): { problems: number; runs: number } {
  checkCopy(databasePath, databasePath, migrations, { readonly: false });
  const database = openDatabase(databasePath, { mustExist: true });
  try {
    const count = (table: 'problem' | 'run'): number => z.number().parse(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    return { problems: count('problem'), runs: count('run') };
  } finally {
    database.close();
  }
}

/** Looks at a file through a throw-away copy. @throws EngineError as opening it would */
export function reportOnFile({ path, verify }: SessionCommandOf<'report'>, migrations: readonly Migration[]): SessionReport {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-report-'));
  const copyPath = join(folder, 'session.leibniz');
  try {
    copySession(path, copyPath, migrations);
    checkCopy(copyPath, path, migrations, { readonly: true });
    const database = openDatabase(copyPath, { mustExist: true });
    try {
      const version = schemaVersion(database);
      migrate(database, migrations);
      return reportOn(database, path, version, version >= checksumsSince(migrations), verify);
    } catch (error) {
      if (error instanceof z.core.$ZodError) throw damaged(path, error.message);
      throw readFailure(error, path);
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
