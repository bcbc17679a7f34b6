/** Saving of an open session: where to, over what, and what the working copy knows of it afterwards. One save at a time. */
import { basename, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { placeOf, seenAt } from '../files/target-place.ts';
import type { SessionCommandOf } from './protocol.ts';
import { saveTo } from './save.ts';
import { holdTarget } from './target-hold.ts';
import type { TargetHold } from './target-hold.ts';
import type { WorkingCopy } from './working-copy.ts';

type SaveCommand = SessionCommandOf<'save'>;

export interface Saving {
  /** Saves after the saves that are under way. */
  save(command: SaveCommand): Promise<void>;
  /** Resolves once no save is under way, whatever it came to. */
  settled(): Promise<void>;
}

/** @param hold of where it will be saved to in the end */
export function createSaving(database: Database, copy: WorkingCopy, hold: TargetHold | null): Saving {
  let last: Promise<void> = Promise.resolve();
  return {
    save(command) {
      const next = last.then(() => saveOnce(database, copy, hold, command));
      last = next.catch(() => undefined);
      return next;
    },
    settled: () => last,
  };
}

async function saveOnce(
  database: Database, copy: WorkingCopy, hold: TargetHold | null, { path, overwriteChanged, seen }: SaveCommand,
): Promise<void> {
  const before = copy.about;
  const toOwn = before.path !== null && resolve(before.path) === resolve(path);
  const own = hold !== null && hold.place === placeOfTarget(path) ? hold : null;
  const held = own ?? holdTarget(path);
  try {
    // Where the held path leads elsewhere by now, what stands there is not what was seen when it was held.
    const first = hold !== null && hold.path === resolve(path) ? hold.seen : held.seen;
    const known = overwriteChanged ? seenAt(held.place) : toOwn && before.stamp !== null ? before.stamp : first;
    // A change made while the backup goes on is in it: SQLite carries it over. After its last step nothing comes in between.
    const stamp = await saveTo(
      database, path, held.place, seen === undefined ? known : seen,
      (saving) => copy.describe({ ...copy.about, path: resolve(path), saving }),
    );
    copy.describe({
      ...copy.about, path: resolve(path), name: basename(path), stamp, savedAt: Date.now(), example: false, saving: null,
      unsavedChanges: false,
    });
  } catch (error) {
    if (copy.about.saving !== null) copy.describe({ ...before, unsavedChanges: copy.about.unsavedChanges });
    throw error;
  } finally {
    if (own === null) held.release();
  }
}

/** The place of a target that may not be there, or not be reached: then saving says so. */
function placeOfTarget(path: string): string | null {
  try {
    return placeOf(path);
  } catch {
    return null;
  }
}
