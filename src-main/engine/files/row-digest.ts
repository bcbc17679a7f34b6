/**
 * The checksum of a row: the first 16 bytes of the SHA-256 of its named values. A value that is NULL is left
 * out, so that a column added later changes the checksum of no row that has nothing in it. It guards
 * against failing disks, cut copies and edits by hand, not against somebody who computes it anew.
 */
import type { Database } from 'better-sqlite3';
import { lazyCrypto } from '../lazy-node.ts';

/** Its name in SQL: `row_digest('name', value, …)`. */
export const ROW_DIGEST = 'row_digest';

const LENGTH = 16;

/**
 * @param pairs name, value, name, value, …; values as SQLite gives them
 * @throws TypeError on a value SQLite has not
 */
export function rowDigest(pairs: readonly unknown[]): Buffer {
  const hash = lazyCrypto().createHash('sha256');
  let text = '';
  for (let k = 0; k < pairs.length; k += 2) {
    const value = pairs[k + 1];
    if (value === null || value === undefined) continue;
    // Lengths stand before contents, so that no two rows give the same bytes. Adding 0 makes one of both zeros, as SQLite does.
    if (typeof value === 'number') text += `${String(pairs[k])}=number ${value + 0};`;
    else if (typeof value === 'string') text += `${String(pairs[k])}=text ${value.length} ${value};`;
    else if (value instanceof Uint8Array) {
      hash.update(`${text}${String(pairs[k])}=bytes ${value.length} `).update(value);
      text = ';';
    } else throw new TypeError(`a row cannot hold a ${typeof value}`);
  }
  return hash.update(text).digest().subarray(0, LENGTH);
}

/** Lets SQL call `row_digest`; only statements of ours may, nothing that is written in a file's schema. */
export function defineRowDigest(database: Database): void {
  database.function(ROW_DIGEST, { varargs: true, deterministic: true, directOnly: true }, (...pairs: unknown[]) => rowDigest(pairs));
}
