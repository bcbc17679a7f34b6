/**
 * The first decision about an untrusted file: what its first hundred bytes say (SQLite file format,
 * section 1.3, "The Database Header"). Nothing of SQLite has run yet. The verdict is pure; the sentence
 * for the user is made from it in `refusals.ts`, and acted on in one place, `open-file.ts`.
 */

/** ASCII "LBNZ": marks a SQLite file as a Leibniz session. */
export const APPLICATION_ID = 0x4c_42_4e_5a;

/** Bytes of the header that are looked at. */
export const HEADER_LENGTH = 100;

const MAGIC = 'SQLite format 3\0';

export interface FileHeader {
  /** Size of the whole file. */
  readonly fileSize: number;
  /** The first `HEADER_LENGTH` bytes, or fewer if the file is shorter. */
  readonly bytes: Uint8Array;
}

export type OpenVerdict =
  /** A session this version can read; `wal` if another tool left the file in write-ahead mode. */
  | { readonly kind: 'open'; readonly version: number; readonly wal: boolean }
  | { readonly kind: 'empty' }
  /** Not a SQLite database: nothing of it is given to SQLite. */
  | { readonly kind: 'not-sqlite' }
  /** Some other program's SQLite database. */
  | { readonly kind: 'foreign'; readonly applicationId: number }
  /** Written by a newer Leibniz: reading it could lose what this version does not know. */
  | { readonly kind: 'newer'; readonly version: number; readonly supported: number }
  /** Ours, but with a header that no version writes. */
  | { readonly kind: 'damaged'; readonly reason: string }
  /** Ours, but shorter than its header says. */
  | { readonly kind: 'truncated'; readonly expected: number; readonly actual: number };

/**
 * Judges a file by its header.
 * @param supported the newest schema version this program knows
 */
export function openVerdict(header: FileHeader, supported: number): OpenVerdict {
  const { bytes, fileSize } = header;
  if (fileSize === 0) return { kind: 'empty' };
  const magic = Math.min(bytes.length, MAGIC.length);
  for (let i = 0; i < magic; i++) if (bytes[i] !== MAGIC.charCodeAt(i)) return { kind: 'not-sqlite' };
  if (bytes.length < HEADER_LENGTH) {
    // The magic alone does not say whose it was; what is left of it is too short for any database.
    return { kind: 'truncated', expected: 512, actual: fileSize };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const applicationId = view.getInt32(68);
  if (applicationId !== APPLICATION_ID) return { kind: 'foreign', applicationId };
  const version = view.getInt32(60);
  if (version > supported) return { kind: 'newer', version, supported };
  if (version < 1) return { kind: 'damaged', reason: `schema version ${version}` };
  const stored = view.getUint16(16);
  const pageSize = stored === 1 ? 65536 : stored;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return { kind: 'damaged', reason: `page size ${pageSize}` };
  const format = [bytes[18], bytes[19]];
  if (!format.every((value) => value === 1 || value === 2)) return { kind: 'damaged', reason: 'unknown file format' };
  const changeCounter = view.getUint32(24);
  const pages = view.getUint32(28);
  // The page count is only valid where the version-valid-for number agrees with the change counter.
  if (view.getUint32(92) === changeCounter && fileSize < pages * pageSize) {
    return { kind: 'truncated', expected: pages * pageSize, actual: fileSize };
  }
  if (fileSize % pageSize !== 0) return { kind: 'truncated', expected: Math.ceil(fileSize / pageSize) * pageSize, actual: fileSize };
  return { kind: 'open', version, wal: format.includes(2) };
}
