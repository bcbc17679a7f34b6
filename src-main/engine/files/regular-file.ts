/**
 * Looks at what a path leads to before it is opened: opening a pipe waits for whoever writes to it, and
 * a device may never end. Some files of the kernel are devices that say they are regular files (`/proc/kmsg`,
 * `trace_pipe`): a reader of one waits for the next message, and no signal ends it, since its thread cannot be ended.
 */
import { statSync, statfsSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import { EngineError, fileFailure } from '../error-value.ts';

/** @throws EngineError naming the file, where it is missing, a folder, a pipe, a socket or a device */
export function requireRegularFile(path: string): void {
  let state;
  try {
    state = statSync(path);
    if (state.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  } catch (error) {
    throw fileFailure(error, path);
  }
  if (!state.isFile()) {
    throw new EngineError(
      'file-not-regular', `“${basename(path)}” is no regular file but a device, a socket or a pipe.`,
      'Save what it gives to a file and open that.', { file: path },
    );
  }
  if (isMadeWhileRead(path, state)) {
    throw new EngineError(
      'file-not-regular', `“${basename(path)}” is empty, or a file of the system that is made while it is read.`,
      'Save what it gives to a file and open that.', { file: path },
    );
  }
}

/** A file system of no size is made by the kernel; a file there of no size may give anything, or wait. */
export function isMadeWhileRead(path: string, { size }: Pick<Stats, 'size'>): boolean {
  try {
    return size === 0 && statfsSync(path).blocks === 0;
  } catch {
    return false;
  }
}

/** More than any study, table or list of marginals that is read whole. */
const LARGEST_TEXT = 256 * 2 ** 20;

/** @throws EngineError naming the file */
export async function readTextFile(path: string, largest = LARGEST_TEXT): Promise<string> {
  requireRegularFile(path);
  const { size } = statSync(path);
  if (size > largest) throw new EngineError(
    'file-too-large', `“${basename(path)}” has ${size} bytes; at most ${largest} are read.`, 'Check that it is the right file.',
    { file: path },
  );
  return readFile(path, 'utf8');
}
