/**
 * Recognizes whether a session's file is still the one that was opened or saved here: size, time of
 * change and SQLite's own change counter. Used before a save, so that two programs with the same file
 * open do not silently undo each other's work.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { z } from '../../../src-contract/zod.ts';
import { HEADER_LENGTH } from './header.ts';
import type { FileHeader } from './header.ts';
import { isMadeWhileRead } from './regular-file.ts';

export const FileStamp = z.object({ size: z.number(), modified: z.number(), changeCounter: z.number() });
export type FileStamp = z.infer<typeof FileStamp>;

/** Opening a pipe waits for whoever writes to it, unless told not to. Windows has no such pipes. */
const WITHOUT_WAITING = process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;

/** The header and stamp of a file, read through one descriptor. @throws Node's file errors */
export function readHeader(path: string): { readonly header: FileHeader; readonly stamp: FileStamp; readonly isFile: boolean } {
  const descriptor = openSync(path, WITHOUT_WAITING);
  try {
    const status = fstatSync(descriptor);
    const bytes = new Uint8Array(HEADER_LENGTH);
    const isFile = status.isFile() && !isMadeWhileRead(path, status);
    const length = isFile ? readSync(descriptor, bytes, 0, HEADER_LENGTH, 0) : 0;
    const header = { fileSize: status.size, bytes: bytes.subarray(0, length) };
    const changeCounter = length >= 28 ? new DataView(bytes.buffer).getUint32(24) : 0;
    return { header, stamp: { size: status.size, modified: status.mtimeMs, changeCounter }, isFile };
  } finally {
    closeSync(descriptor);
  }
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.modified === b.modified && a.changeCounter === b.changeCounter;
}
