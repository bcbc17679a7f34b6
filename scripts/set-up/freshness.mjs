/**
 * Whether something made from files is older than they are: a fingerprint of the files' names, sizes
 * and times, kept beside what was made from them.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fingerprint of files and, recursively, of folders; a missing one counts as missing.
 * @param {string} root
 * @param {readonly string[]} names relative to root
 */
export function fingerprint(root, names) {
  const hash = createHash('sha256');
  /** @param {string} name */
  const add = (name) => {
    const path = join(root, name);
    if (!existsSync(path)) {
      hash.update(`${name}\0missing\n`);
      return;
    }
    const facts = statSync(path);
    if (facts.isDirectory()) for (const child of readdirSync(path).sort()) add(join(name, child));
    else hash.update(`${name}\0${facts.size}\0${facts.mtimeMs}\n`);
  };
  for (const name of [...names].sort()) add(name);
  return hash.digest('hex');
}

/**
 * @param {string} stamp file
 * @param {string} wanted
 */
export function isFresh(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

/**
 * @param {string} stamp file
 * @param {string} value
 */
export function stampFresh(stamp, value) {
  writeFileSync(stamp, value);
}
