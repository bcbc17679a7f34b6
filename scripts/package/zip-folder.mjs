/**
 * A folder as a zip file whose bytes depend on the files alone: names in order, one time for all, modes and
 * symbolic links kept as Unix has them.
 */
import { zipSync } from 'fflate';
import { lstatSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Attributes as Unix has them are in the upper half. */
const OS_UNIX = 3;
const LINK = 0o120777;
/** The first day that a zip file can name. */
const EARLIEST = Date.UTC(1980, 0, 2) / 1000;

/** @param {string} folder @returns {string[]} paths of files and links below it, with `/`, in order */
export function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory()
    ? filesBelow(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
    : [entry.name])).sort();
}

/**
 * @param {string} folder
 * @param {string} target the zip file
 * @param {{ epoch: number, below?: string, level?: 0 | 9 }} how `below` is the folder that the files are in inside of the zip
 */
export function zipFolder(folder, target, { epoch, below, level = 9 }) {
  /** @type {import('fflate').Zippable} */
  const entries = {};
  // A zip has local time without a zone; fflate takes the machine's, so the offset is added for UTC to be written.
  const at = new Date(Math.max(epoch, EARLIEST) * 1000);
  const mtime = new Date(at.getTime() + at.getTimezoneOffset() * 60_000);
  for (const name of filesBelow(folder)) {
    const file = join(folder, name);
    const stat = lstatSync(file);
    const link = stat.isSymbolicLink();
    const content = link ? Buffer.from(readlinkSync(file)) : readFileSync(file);
    const mode = link ? LINK : 0o100000 | ((stat.mode & 0o100) === 0 ? 0o644 : 0o755);
    entries[below === undefined ? name : `${below}/${name}`] = [content, { os: OS_UNIX, attrs: (mode << 16) >>> 0, mtime, level }];
  }
  writeFileSync(target, zipSync(entries));
}
