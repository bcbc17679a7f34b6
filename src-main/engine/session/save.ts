/**
 * Saving: an online backup of the working copy to a temporary file beside the target, out of WAL, checked,
 * flushed to the disk, then renamed over the target. At every moment the target is the old session or
 * the new one, whole; when the promise resolves, the new one survives a power cut.
 */
import { closeSync, fsyncSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { emptyBin } from './bin.ts';
import { sealWhole } from './checksums.ts';
import { requireAsSeen, takePlace, temporaryBeside } from '../files/target-place.ts';
import type { Seen } from '../files/target-place.ts';
import { codeOf, damaged, writeFailure } from '../files/refusals.ts';
import { readHeader } from '../files/file-stamp.ts';
import type { FileStamp } from '../files/file-stamp.ts';
import { openDatabase, quickCheck } from '../files/sqlite.ts';

/** Pages copied between two looks at other work: 32 MiB. */
const PAGES_PER_STEP = 2048;

/**
 * Writes the whole database to a target. From the last step of the backup on it runs to its end without
 * letting anything else in: what it has written is what the database holds when the promise resolves.
 * @param path what the user knows the target as
 * @param place the target, links followed; it is held by whoever calls
 * @param seen what may be replaced
 * @param about told the stamp of the file before it takes its place
 * @returns the stamp of the file written
 * @throws EngineError; the target is then what it was, and no temporary file stays behind
 */
export async function saveTo(
  database: Database, path: string, place: string, seen: Seen, about: (stamp: FileStamp) => void,
): Promise<FileStamp> {
  const temporary = temporaryBeside(place, 'saving');
  try {
    requireAsSeen(place, path, seen);
    await database.backup(temporary, { progress: () => PAGES_PER_STEP });
    finish(temporary, path);
    flush(temporary);
    const { stamp } = readHeader(temporary);
    about(stamp);
    takePlace(temporary, place, path, seen);
    flushFolder(dirname(place));
    return stamp;
  } catch (error) {
    throw writeFailure(systemReason(error, temporary, sizeOf(database)) ?? error, path);
  } finally {
    removeTraces(temporary);
  }
}

/**
 * What the system says to plain writes of the same size, where SQLite's backup only says that some write
 * failed: a full disk, a size limit and a failing disk are different things to be told of. Undefined if it
 * takes them.
 */
function systemReason(error: unknown, temporary: string, size: number): unknown {
  if (!codeOf(error).startsWith('SQLITE_IOERR')) return undefined;
  try {
    const descriptor = openSync(temporary, 'w');
    try {
      const block = new Uint8Array(1 << 20).fill(1);
      for (let at = 0; at < size; at += block.length) {
        const wanted = Math.min(block.length, size - at);
        // A write that meets a limit is cut short first; only the next one says why.
        for (let done = 0; done < wanted; ) done += writeSync(descriptor, block, done, wanted - done);
      }
      fsyncSync(descriptor);
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch (reason) {
    return reason;
  }
}

function sizeOf(database: Database): number {
  return Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }));
}

/** Makes the backup a plain single file without what was removed, puts all of its checksums under one, and checks it. */
function finish(temporary: string, path: string): void {
  const copy = openDatabase(temporary, { mustExist: true });
  try {
    const mode: unknown = copy.pragma('journal_mode = DELETE', { simple: true });
    if (mode !== 'delete') throw new Error(`the copy stayed in journal mode ${String(mode)}`);
    emptyBin(copy);
    const pages = Number(copy.pragma('page_count', { simple: true }));
    const free = Number(copy.pragma('freelist_count', { simple: true }));
    // Removed runs leave holes; a file that is a quarter holes is packed.
    if (free * 4 > pages) copy.exec('VACUUM');
    sealWhole(copy);
    const verdict = quickCheck(copy);
    if (verdict !== 'ok') throw damaged(path, `the copy to be saved: ${verdict}`);
  } finally {
    copy.close();
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The rename itself must reach the disk. Windows has no such thing as flushing a folder. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function removeTraces(temporary: string): void {
  const folder = dirname(temporary);
  const name = basename(temporary);
  try {
    for (const entry of readdirSync(folder)) if (entry.startsWith(name)) rmSync(join(folder, entry), { force: true });
  } catch {
    // The folder cannot even be listed; then nothing was written there either.
  }
}
