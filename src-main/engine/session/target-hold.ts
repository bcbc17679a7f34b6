/**
 * A target held from when the work for it begins: nobody else of Leibniz writes there until it is let go,
 * and what stood there at the beginning is known. The hold is a lock beside the target, under a name of its
 * own, that the operating system drops with its owner.
 */
import { closeSync, openSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { hiddenBeside, placeOf, removeLeftovers, seenAt } from '../files/target-place.ts';
import type { Seen } from '../files/target-place.ts';
import { takeLock } from '../files/file-lock.ts';
import { codeOf, held, writeFailure } from '../files/refusals.ts';

export interface TargetHold {
  /** What its owner knows the target as, made absolute. */
  readonly path: string;
  /** The target, links followed. */
  readonly place: string;
  /** What stood there when it was taken. */
  readonly seen: Seen;
  release(): void;
}

/**
 * @param timeout milliseconds to wait for another owner: a save takes moments, a study hours
 * @throws EngineError `target-held` where another program or window is writing there
 */
export function holdTarget(path: string, timeout = 2000): TargetHold {
  try {
    const place = placeOf(path);
    const lockPath = hiddenBeside(place, 'lock');
    const lock = lockOf(lockPath, path, timeout);
    const own = inodeOf(lockPath);
    const folder = lock === null ? null : folderOf(lockPath);
    // Nobody else is writing there: what such work has left is nobody's any more.
    removeLeftovers(place, 'saving', true);
    return {
      path: resolve(path),
      place,
      seen: seenAt(place),
      release() {
        if (lock === null) return;
        // Removed while it is held; who waited for it finds that it is gone and takes another.
        const now = join(folder?.path() ?? dirname(lockPath), basename(lockPath));
        if (inodeOf(now) === own) for (const each of [now, `${now}-journal`]) rmSync(each, { force: true });
        folder?.close();
        lock.close();
      },
    };
  } catch (error) {
    throw writeFailure(error, path);
  }
}

/** A folder that is known under its new name too, where it was renamed meanwhile and the system tells; null where it cannot be opened. */
function folderOf(path: string): { readonly path: () => string; readonly close: () => void } | null {
  if (process.platform !== 'linux') return null;
  const folder = dirname(path);
  try {
    const descriptor = openSync(folder, 'r');
    return {
      path() {
        try {
          return readlinkSync(`/proc/self/fd/${descriptor}`);
        } catch {
          return folder;
        }
      },
      close: () => closeSync(descriptor),
    };
  } catch {
    return null;
  }
}

/** @returns null on a disk that has no locks */
function lockOf(lockPath: string, path: string, timeout: number): Database | null {
  for (;;) {
    const before = inodeOf(lockPath);
    let lock: Database | null;
    try {
      lock = takeLock(lockPath, timeout);
    } catch (error) {
      if (/^SQLITE_(IOERR_(LOCK|RDLOCK|UNLOCK|CHECKRESERVEDLOCK)|NOLFS|PROTOCOL)/.test(codeOf(error))) return null;
      throw error;
    }
    if (lock === null) throw held(path);
    const after = inodeOf(lockPath);
    if (after !== null && (before === null || before === after)) return lock;
    // The one that was opened is being removed by who let it go.
    lock.close();
  }
}

function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}
