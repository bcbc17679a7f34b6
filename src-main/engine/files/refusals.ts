/**
 * Every way a session can be refused, as one sentence that names the file and one that says what to do.
 * Only words are made here; what is decided, and where, is in `header.ts` and `open-file.ts`. Files are
 * named without their folder in sentences, with it in the error's `file`.
 */
import { basename, dirname } from 'node:path';
import { EngineError, fileFailure } from '../error-value.ts';
import type { OpenVerdict } from './header.ts';
import { endingsInWords } from '../../../src-contract/problem-format.ts';

const UNCHANGED = 'The file was not changed.';

function refusal(code: string, path: string, message: string, hint: string, details?: string): EngineError {
  return new EngineError(code, message, hint, { file: path, details });
}

function named(path: string): string {
  return `“${basename(path)}”`;
}

/** The refusal of a header verdict; null where the verdict is to go on. */
export function headerRefusal(verdict: OpenVerdict, path: string): EngineError | null {
  switch (verdict.kind) {
    case 'open':
      return null;
    case 'empty':
      return refusal(
        'session-empty', path, `${named(path)} is empty.`, `It is not a Leibniz session; look for an older copy of it. ${UNCHANGED}`,
      );
    case 'not-sqlite':
      return refusal(
        'session-not-sqlite',
        path,
        `${named(path)} is not a Leibniz session.`,
        `A problem file (${endingsInWords('or')}) is opened with “Open problem”. ${UNCHANGED}`,
      );
    case 'foreign':
      return refusal(
        'session-foreign',
        path,
        `${named(path)} is a database of another program, not a Leibniz session.`,
        `Open it with the program that made it. ${UNCHANGED}`,
        `application_id ${verdict.applicationId}`,
      );
    case 'newer':
      return refusal(
        'session-newer',
        path,
        `${named(path)} was saved by a newer version of Leibniz (session format ${verdict.version}, this version reads up to ${verdict.supported}).`,
        `Update Leibniz, or open it where it was made. ${UNCHANGED}`,
      );
    case 'damaged':
      return damaged(path, verdict.reason);
    case 'truncated':
      return refusal(
        'session-truncated',
        path,
        `${named(path)} is cut off: ${verdict.actual} of at least ${verdict.expected} bytes are there.`,
        `It was probably not copied completely; copy it again, or open a backup. ${UNCHANGED}`,
      );
  }
}

export function damaged(path: string, details: string): EngineError {
  return refusal(
    'session-damaged', path, `${named(path)} is damaged and cannot be read as a session.`, `Open a backup of it. ${UNCHANGED}`, details,
  );
}

export function foreignSchema(path: string, difference: string): EngineError {
  return refusal(
    'session-foreign-schema',
    path,
    `${named(path)} holds something that Leibniz did not put there: ${difference}.`,
    `Leibniz does not run what it does not know. If you changed the file with another program, undo that; else ask whoever gave it to you. ${UNCHANGED}`,
  );
}

export function locked(path: string): EngineError {
  return refusal(
    'session-locked',
    path,
    `${named(path)} is being written by another program.`,
    `Wait until it is done, or close it there, and open the session again. ${UNCHANGED}`,
  );
}

export function notAFile(path: string): EngineError {
  return refusal('file-is-folder', path, `${named(path)} is a folder.`, 'Choose a session file (.leibniz) inside it.');
}

/** What can be renamed over but is no file to be replaced: a pipe would be waited for, a device would be gone. */
export function notToBeReplaced(path: string): EngineError {
  return refusal(
    'target-not-a-file', path, `${named(path)} is not a file but a device, a socket or a pipe.`,
    'Choose another name; it was left as it is.',
  );
}

export function linkToNowhere(path: string): EngineError {
  return refusal(
    'folder-missing', path, `${named(path)} is a link into a folder that does not exist.`, 'Make that folder, or choose another name.',
  );
}

function missing(path: string): EngineError {
  return refusal(
    'file-missing', path, `${named(path)} does not exist.`,
    'It may have been moved, renamed or deleted; look for it and open it from there.',
  );
}

function noPermission(path: string): EngineError {
  return refusal(
    'file-no-permission', path, `${named(path)} may not be read by this user.`, 'Change its permissions, or ask its owner for a copy.',
  );
}

export function changedOnDisk(path: string): EngineError {
  return refusal(
    'session-changed-on-disk',
    path,
    `${named(path)} was changed by another program since it was last seen here.`,
    'Choose another name; nothing of either was lost.',
  );
}

export function madeOnDisk(path: string): EngineError {
  return refusal(
    'session-changed-on-disk',
    path,
    `${named(path)} was made by another program meanwhile; it was left as it is.`,
    'Choose another name; nothing of either was lost.',
  );
}

export function held(path: string): EngineError {
  return refusal(
    'target-held', path, `Another Leibniz, a study or a window, is writing to ${named(path)}.`,
    'Wait until it is done, or choose another name.',
  );
}

export function diskFull(path: string, cause: unknown): EngineError {
  return new EngineError(
    'disk-full',
    `There is not enough room to write ${named(path)}: the disk is full, or a quota or size limit is reached.`,
    'Free some space, or save to another disk. The file there before was not changed, and nothing in the window is lost.',
    { file: path },
    cause,
  );
}

function folderReadOnly(path: string, cause: unknown): EngineError {
  return new EngineError(
    'folder-read-only',
    `${named(path)} cannot be written: the folder “${dirname(path)}” does not allow it.`,
    'Save to another folder, or change the permissions of this one. Nothing was lost.',
    { file: path },
    cause,
  );
}

/** Codes of SQLite by which a write ran out of room. A refused write that is none of the others is also one: quota, size limit. */
const NO_ROOM = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_TRUNCATE', 'ENOSPC', 'EDQUOT', 'EFBIG']);
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);
const NOT_WRITABLE = new Set(['SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_CANTOPEN', 'EACCES', 'EPERM', 'EROFS']);

/** What reading a session failed of, in words. */
export function readFailure(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = codeOf(error);
  if (NOT_THERE.has(code)) return missing(path);
  if (code === 'EACCES' || code === 'EPERM') return noPermission(path);
  if (code === 'EISDIR') return notAFile(path);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'EBUSY') return locked(path);
  if (code.startsWith('SQLITE_')) return damaged(path, `${code}: ${messageOf(error)}`);
  return fileFailure(error, path);
}

/** What writing a session failed of, in words. */
export function writeFailure(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = codeOf(error);
  if (NO_ROOM.has(code)) return diskFull(path, error);
  if (NOT_WRITABLE.has(code)) return folderReadOnly(path, error);
  if (NOT_THERE.has(code) || /directory does not exist/.test(messageOf(error))) {
    return new EngineError(
      'folder-missing', `The folder “${dirname(path)}” does not exist.`, 'Choose another folder. Nothing was lost.', { file: path }, error,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) return locked(path);
  if (code.startsWith('SQLITE_')) {
    return new EngineError(
      'session-write-failed',
      `${named(path)} could not be written.`,
      'Save to another disk; this one may be failing. The file there before was not changed.',
      { file: path, details: `${code}: ${messageOf(error)}` },
      error,
    );
  }
  return fileFailure(error, path);
}

/**
 * What making or opening a working copy failed of, in words: it lies in the application's own folder, not
 * where the session does.
 */
export function dataFailure(error: unknown, path: string, dataFolder: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = codeOf(error);
  if (NO_ROOM.has(code) || code.startsWith('SQLITE_IOERR_SHM')) {
    return new EngineError(
      'disk-full',
      `There is not enough room in the folder of the application's data, “${dataFolder}”, to open ${named(path)}: the disk is full, or a quota or size limit is reached.`,
      'Free some space there and try again. No file was changed.',
      { file: dataFolder },
      error,
    );
  }
  if (NOT_WRITABLE.has(code) || NOT_THERE.has(code)) {
    return new EngineError(
      'data-folder',
      `${named(path)} cannot be opened: the folder of the application's data, “${dataFolder}”, cannot be made or written to.`,
      'Change the permissions there, or have the data elsewhere (XDG_STATE_HOME for the command line). No file was changed.',
      { file: dataFolder },
      error,
    );
  }
  return writeFailure(error, dataFolder);
}

/** What keeping a working copy failed of, in words: its folder is not where the session's file goes. */
export function noteFailure(error: unknown, folder: string): EngineError {
  const full = NO_ROOM.has(codeOf(error));
  return new EngineError(
    full ? 'disk-full' : 'data-folder',
    `The folder of the application's data, “${folder}”, cannot be written to${full ? ': the disk is full, or a quota or size limit is reached' : ''}.`,
    `${full ? 'Free some space there' : 'Change its permissions'} and try again. The file there before was not changed.`,
    { file: folder },
    error,
  );
}

export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
