/**
 * Where an output goes and how it takes its place: links are followed, what is written stands beside the
 * target until it is whole, and what is there is replaced only if it is what whoever asked has seen.
 */
import { chmodSync, linkSync, lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { lazyCrypto } from '../lazy-node.ts';
import { readHeader, sameStamp } from './file-stamp.ts';
import type { FileStamp } from './file-stamp.ts';
import { linkTarget } from './link-target.ts';
import { changedOnDisk, codeOf, linkToNowhere, madeOnDisk, notAFile, notToBeReplaced } from './refusals.ts';

/** A file that is being written elsewhere is touched more often than this. */
const LEFT_ALONE_MILLISECONDS = 10 * 60_000;

/** Says what kind of work a temporary file is of. */
type Ending = 'saving' | 'writing';

/** What stands at a place: a stamp, or null for nothing. */
export type Seen = FileStamp | null;

/**
 * Where a path leads: a link stays a link, and what it points to is replaced.
 * @throws Node's file errors; EngineError where a folder, a device, a socket or a pipe stands there
 */
export function placeOf(path: string): string {
  let place: string;
  try {
    place = linkTarget(path);
  } catch (error) {
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    throw isLink && ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? linkToNowhere(path) : error;
  }
  const state = statSync(place, { throwIfNoEntry: false });
  if (state?.isDirectory() === true) throw notAFile(path);
  if (state?.isFile() === false) throw notToBeReplaced(path);
  return place;
}

/** @throws EngineError where what stands there is no file, so that nothing is written in its place */
export function seenAt(path: string): Seen {
  try {
    const { stamp, isFile } = readHeader(path);
    if (!isFile) throw notToBeReplaced(path);
    return stamp;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** @throws EngineError where something else stands there than was seen */
export function requireAsSeen(place: string, path: string, seen: Seen): void {
  const now = seenAt(place);
  if (seen === null && now !== null) throw madeOnDisk(path);
  // Gone: writing makes it anew and undoes nobody's work.
  if (seen !== null && now !== null && !sameStamp(now, seen)) throw changedOnDisk(path);
}

export function temporaryBeside(place: string, ending: Ending): string {
  return hiddenBeside(place, `${lazyCrypto().randomBytes(6).toString('hex')}.${ending}`);
}

/** A hidden file beside a target, named after it: the whole of its name where the system takes one that is longer. */
export function hiddenBeside(place: string, ending: string): string {
  return join(dirname(place), `.${stemOf(basename(place))}.${ending}`);
}

/** Bytes that most systems take for a file's name, less what a hidden one has besides: two points, 12 digits, SQLite's journal. */
const LONGEST_STEM = 255 - 2 - 12 - '.writing-journal'.length;
/** Of a longer name so many characters, at most four bytes each, stand before its digest. */
const SHOWN_CHARACTERS = 40;

function stemOf(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_STEM) return name;
  const digest = lazyCrypto().createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${Array.from(name).slice(0, SHOWN_CHARACTERS).join('')}~${digest}`;
}

/**
 * Puts a whole file where the target is.
 * @param path what the user knows the target as
 * @throws EngineError where something else stands there than was seen; both files are then as they were
 */
export function takePlace(temporary: string, place: string, path: string, seen: Seen): void {
  requireAsSeen(place, path, seen);
  if (seen !== null) {
    // Who may read it is not changed by what is written.
    const there = statSync(place, { throwIfNoEntry: false });
    if (there !== undefined) chmodSync(temporary, there.mode & 0o777);
    renameSync(temporary, place);
    return;
  }
  try {
    // Unlike a rename it refuses, in one step, where something came to stand there.
    linkSync(temporary, place);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw madeOnDisk(path);
    // A disk without links.
    renameSync(temporary, place);
    return;
  }
  rmSync(temporary, { force: true });
}

/**
 * Removes what writers of a target that were killed left beside it.
 * @param alone true for who knows that nobody writes to the target now; else only what is old is removed
 */
export function removeLeftovers(place: string, ending: Ending, alone: boolean): void {
  for (const leftover of leftoversOf(place, ending)) {
    try {
      if (alone || Date.now() - statSync(leftover).mtimeMs > LEFT_ALONE_MILLISECONDS) rmSync(leftover, { force: true });
    } catch {
      // Another program was faster.
    }
  }
}

export function hasLeftovers(place: string, ending: Ending): boolean {
  return leftoversOf(place, ending).length > 0;
}

function leftoversOf(place: string, ending: Ending): string[] {
  const start = `.${stemOf(basename(place))}.`;
  const rest = new RegExp(`^[0-9a-f]{12}\\.${ending}(-journal|-wal|-shm)?$`);
  try {
    return readdirSync(dirname(place)).flatMap(
      (entry) => (entry.startsWith(start) && rest.test(entry.slice(start.length)) ? [join(dirname(place), entry)] : []),
    );
  } catch {
    // A folder that cannot be listed.
    return [];
  }
}
