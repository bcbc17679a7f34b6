/**
 * Errors at the engine's border. Inside, errors are exceptions: `EngineError` where the engine itself
 * refuses something, the science's own error classes (with `code`, `hint`, `field`), Node's file errors
 * and SQLite's. `toErrorValue` turns any of them into the one value that crosses a boundary; what nobody
 * foresaw becomes `internal`, with its stack in the details and never in the message; what was foreseen has no stack anywhere.
 */
import { engineLimit } from '../../src-contract/engine-limits.ts';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

export interface ErrorPlace {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly field?: string | undefined;
  readonly details?: string | undefined;
}

/** An error with everything its user needs: a stable code, what happened, what to do. */
export class EngineError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly place: ErrorPlace;

  constructor(code: string, message: string, hint: string, place: ErrorPlace = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.code = code;
    this.hint = hint;
    this.place = place;
  }
}

/** An error value that came over a boundary, thrown on again on this side. */
export function errorOf(value: LeibnizErrorValue): EngineError {
  return new EngineError(value.code, value.message, value.hint, {
    file: value.file,
    line: value.line,
    field: value.field,
    details: value.details,
  });
}

/** The contract's value of any thrown thing. */
export function toErrorValue(error: unknown): LeibnizErrorValue {
  if (error instanceof EngineError) {
    return errorValue(error.code, error.message, error.hint, {
      ...error.place,
      details: error.place.details ?? (error.cause === undefined ? undefined : reasonOf(error.cause)),
    });
  }
  if (error instanceof Error) {
    if (isZodError(error)) return unreadableMessage(error);
    const code = stringProperty(error, 'code');
    const hint = stringProperty(error, 'hint');
    if (code !== undefined && hint !== undefined && isStableCode(code)) {
      // The science's errors: a code, a hint and where, without knowing of the contract.
      return errorValue(code, error.message, hint, {
        file: stringProperty(error, 'file'),
        line: positiveProperty(error, 'line'),
        field: stringProperty(error, 'field'),
      });
    }
    const known = code === undefined ? undefined : fileError(code, error);
    if (known !== undefined) return known;
    const limit = engineLimit(error);
    if (limit !== null) return errorValue(limit.code, limit.message, limit.hint, { details: reasonOf(error) });
    const message = error.message === '' ? error.name : error.message;
    return errorValue('internal', `Something went wrong inside Leibniz: ${message}`, REPORT_HINT, { details: describe(error) });
  }
  return errorValue('internal', `Something went wrong inside Leibniz: ${String(error)}`, REPORT_HINT, {});
}

const REPORT_HINT = 'Nothing was lost. Copy the details and report them; doing the same again may work.';

/** Operating-system errors, in words: the code, what happened, what to do. */
const FILE_ERRORS: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  ENOENT: ['file-missing', 'does not exist', 'It may have been moved, renamed or deleted; look for it and open it from there.'],
  EACCES: ['file-no-permission', 'may not be read or written by this user', 'Change its permissions, or copy it to a folder of your own.'],
  EPERM: ['file-no-permission', 'may not be read or written by this user', 'Change its permissions, or copy it to a folder of your own.'],
  EISDIR: ['file-is-folder', 'is a folder', 'Choose a file inside it.'],
  ENOTDIR: ['file-missing', 'lies in a folder that does not exist', 'Look for the file and open it from where it is.'],
  EROFS: ['folder-read-only', 'is on a disk that can only be read', 'Choose a folder on another disk.'],
  ENOSPC: ['disk-full', 'could not be written because the disk is full', 'Free some space, or choose a folder on another disk.'],
  EDQUOT: ['disk-full', 'could not be written because the disk quota is used up', 'Free some space, or choose a folder on another disk.'],
  EFBIG: [
    'disk-full', 'could not be written because the system limits the size of files', 'Raise the limit, or choose a folder on another disk.',
  ],
  EBUSY: ['file-locked', 'is in use by another program', 'Close it there and try again.'],
  EMFILE: ['too-many-files', 'could not be opened because too many files are open', 'Close other programs and try again.'],
  ELOOP: ['file-links', 'leads through links that never end', 'Remove the links, or name the file that is meant.'],
  ENAMETOOLONG: ['file-name-too-long', 'has a name that is too long', 'Choose a shorter name.'],
};

const UNLISTED = ['file-failed', 'could not be read or written', 'Try again, or choose another folder.'] as const;

/** The error value of one of Node's file errors, or undefined if it is none. */
function fileError(systemCode: string, error: Error): LeibnizErrorValue | undefined {
  const path = stringProperty(error, 'dest') ?? stringProperty(error, 'path');
  // The system has more reasons than are listed here; whatever it says of a file is no fault inside of Leibniz.
  const known = FILE_ERRORS[systemCode] ?? (path === undefined || stringProperty(error, 'syscall') === undefined ? undefined : UNLISTED);
  if (known === undefined) return undefined;
  const [code, what, hint] = known;
  return errorValue(code, `${path === undefined ? 'A file' : `“${path}”`} ${what}.`, hint, { file: path, details: reasonOf(error) });
}

/** An `EngineError` for a file operation that failed, naming the file the user knows. */
export function fileFailure(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error;
  const systemCode = error instanceof Error ? stringProperty(error, 'code') : undefined;
  const known = systemCode === undefined ? undefined : FILE_ERRORS[systemCode];
  if (known === undefined) {
    return new EngineError(
      UNLISTED[0], `“${path}” ${UNLISTED[1]}.`, UNLISTED[2], { file: path }, error,
    );
  }
  return new EngineError(known[0], `“${path}” ${known[1]}.`, known[2], { file: path }, error);
}

function unreadableMessage(error: Error): LeibnizErrorValue {
  const issues =
    (error as Error & { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }).issues;
  const first = issues[0];
  const field = first === undefined ? '' : first.path.map(String).join('.');
  const what = first === undefined ? 'it does not have the agreed form' : `${field === '' ? '' : `${field}: `}${first.message}`;
  return errorValue('message-invalid', `A value was refused because ${what}.`, 'Correct that field and try again.', {
    field: field === '' ? undefined : field,
    details: reasonOf(error),
  });
}

function errorValue(code: string, message: string, hint: string, place: ErrorPlace): LeibnizErrorValue {
  return {
    code,
    message: message === '' ? code : oneLine(message),
    hint: oneLine(hint),
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.field === undefined ? {} : { field: oneLine(place.field) }),
    ...(place.details === undefined ? {} : { details: place.details }),
  };
}

function isZodError(error: Error): boolean {
  return (error.name === 'ZodError' || error.name === '$ZodError') && 'issues' in error && Array.isArray(error.issues);
}

/** Our codes are kebab-case; Node's and SQLite's are capitals. */
function isStableCode(code: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code);
}

function stringProperty(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function positiveProperty(error: Error, name: string): number | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

/** What the system or a library said, without where in the program it was said. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message === '' ? error.name : error.message) : String(error);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}
