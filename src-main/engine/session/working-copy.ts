/**
 * Working copies: one folder a session under the data folder, holding the database all work goes to, a
 * note of what it is a copy of, and a lock (`file-lock.ts`), so that a copy that survived a crash can be told
 * from one that is in use.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { z } from '../../../src-contract/zod.ts';
import { OneLine } from '../../../src-contract/one-line.ts';
import type { RecoveryEntry } from '../../../src-contract/ipc.ts';
import { EngineError } from '../error-value.ts';
import { seenAt } from '../files/target-place.ts';
import type { Seen } from '../files/target-place.ts';
import { copiesFolder } from './copies-folder.ts';
import { takeLock } from '../files/file-lock.ts';
import { noteFailure } from '../files/refusals.ts';
import { FileStamp, sameStamp } from '../files/file-stamp.ts';

const About = z.object({
  version: z.literal(1),
  /** Shown name: the file's name without folder, or "Untitled". */
  name: OneLine,
  /** The session's own file; null while it has none. */
  path: z.string().nullable(),
  /** What that file looked like when it was last read or written here. */
  stamp: FileStamp.nullable(),
  savedAt: z.number().nullable(),
  example: z.boolean(),
  /** What a save is about to put in its file's place: found there after a crash, all of the copy is in it. */
  saving: FileStamp.nullable().default(null),
  /** True if something in the copy is in no file yet. */
  unsavedChanges: z.boolean(),
});
export type About = z.infer<typeof About>;

export interface WorkingCopy {
  readonly id: string;
  readonly folder: string;
  readonly databasePath: string;
  readonly about: About;
  /** Writes the note anew; survives a crash at any moment. */
  describe(about: About): void;
  /** Lets go of the copy; `keep` leaves it to be recovered. */
  release(options: { readonly keep: boolean }): void;
}

const DATABASE = 'session.leibniz';
const ABOUT = 'about.json';
const LOCK = 'owner.lock';
const ID = /^[0-9a-f]{16}$/;

/** A new, empty working copy, owned by this process. */
export function createWorkingCopy(dataFolder: string, about: About): WorkingCopy {
  mkdirSync(copiesFolder(dataFolder), { recursive: true, mode: 0o700 });
  const { id, folder } = newFolder(copiesFolder(dataFolder));
  const lock = takeLock(join(folder, LOCK), 5000);
  if (lock === null) throw new Error(`a new working copy is in use already: ${folder}`);
  writeAbout(folder, about);
  return ownedCopy(id, folder, about, lock);
}

/** A folder of a name that no other has: making it says whether that is so. */
function newFolder(parent: string): { readonly id: string; readonly folder: string } {
  for (;;) {
    const id = [0, 1].map(() => Math.floor(Math.random() * 2 ** 32).toString(16).padStart(8, '0')).join('');
    const folder = join(parent, id);
    try {
      mkdirSync(folder, { mode: 0o700 });
      return { id, folder };
    } catch (error) {
      if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EEXIST') throw error;
    }
  }
}

/** A working copy that survived a crash, now owned by this process. @throws EngineError if it is gone or in use */
export function takeWorkingCopy(dataFolder: string, id: string): WorkingCopy {
  const folder = join(copiesFolder(dataFolder), id);
  if (!ID.test(id) || !existsSync(folder)) {
    throw new EngineError(
      'recovery-missing', 'That unsaved session is not there any more.', 'It was recovered or discarded in another window.',
    );
  }
  const lock = takeLock(join(folder, LOCK), 500);
  if (lock === null) {
    throw new EngineError('recovery-in-use', 'That unsaved session is open in another running Leibniz.', 'Close it there first.');
  }
  try {
    return ownedCopy(id, folder, readAbout(folder), lock);
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * The working copies that survived a crash with something unsaved in them, newest first. Copies that
 * nobody owns and that hold nothing unsaved are removed on the way.
 * @param count problems and runs of a copy's database; throws where it cannot be read
 */
export function listRecoverable(dataFolder: string, count: (databasePath: string) => { problems: number; runs: number }): RecoveryEntry[] {
  const root = copiesFolder(dataFolder);
  const entries: RecoveryEntry[] = [];
  for (const id of existsSync(root) ? readdirSync(root) : []) {
    if (!ID.test(id)) continue;
    const folder = join(root, id);
    const lock = freeLock(folder);
    if (lock === null) continue;
    let removable = false;
    try {
      const about = readAbout(folder);
      const file = about.path === null ? null : fileAt(about.path);
      const saved = file !== null && about.saving !== null && sameStamp(file, about.saving);
      if (!about.unsavedChanges || saved) removable = true;
      else entries.push({
        id, name: about.name, changedAt: changedAt(folder), file: standing(about, file), ...count(join(folder, DATABASE)),
      });
    } catch {
      // Half-made or unreadable: left where it is, it may still be of use to someone with tools. An empty one is not.
      removable = !existsSync(join(folder, DATABASE)) && !isNew(folder);
    } finally {
      lock.close();
    }
    if (removable) rmSync(folder, { recursive: true, force: true });
  }
  return entries.sort((a, b) => b.changedAt - a.changedAt);
}

/** What stands at a path; null also where that cannot be seen. */
function fileAt(path: string): Seen {
  try {
    return seenAt(path);
  } catch {
    return null;
  }
}

/** Another program may be between making its folder and locking it. */
function isNew(folder: string): boolean {
  return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 10_000;
}

/** How the file a copy was made of stands to it. */
function standing({ path, stamp }: About, file: Seen): RecoveryEntry['file'] {
  if (path === null || file === null) return 'none';
  return stamp !== null && sameStamp(file, stamp) ? 'as-known' : 'changed';
}

function ownedCopy(id: string, folder: string, initial: About, lock: Database): WorkingCopy {
  let about = initial;
  return {
    id,
    folder,
    databasePath: join(folder, DATABASE),
    get about() {
      return about;
    },
    describe(next) {
      try {
        writeAbout(folder, next);
      } catch (error) {
        // Somebody removed the folder: then there is nothing that the note would be needed for, and a save is needed the more.
        if (existsSync(folder)) throw noteFailure(error, folder);
      }
      about = next;
    },
    release({ keep }) {
      // Removed while still locked, so that nobody lists half of it; what Windows will not remove while
      // it is open is removed after.
      if (!keep && existsSync(folder)) removeContent(folder);
      lock.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function removeContent(folder: string): void {
  for (const name of readdirSync(folder)) if (!name.startsWith(LOCK)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** The lock of a folder that nobody has; null if somebody has it, or it cannot be had. */
function freeLock(folder: string): Database | null {
  try {
    return takeLock(join(folder, LOCK), 0);
  } catch {
    return null;
  }
}

function readAbout(folder: string): About {
  return About.parse(JSON.parse(readFileSync(join(folder, ABOUT), 'utf8')));
}

function writeAbout(folder: string, about: About): void {
  const temporary = join(folder, `${ABOUT}.new`);
  writeFileSync(temporary, JSON.stringify(about), { mode: 0o600 });
  renameSync(temporary, join(folder, ABOUT));
}

function changedAt(folder: string): number {
  const times = [DATABASE, `${DATABASE}-wal`].map((name) => join(folder, name)).filter((path) => existsSync(path)).map(
    (path) => statSync(path).mtimeMs,
  );
  return Math.max(0, ...times);
}
