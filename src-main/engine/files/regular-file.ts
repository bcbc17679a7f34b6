/**
 * Looks at what a path leads to before it is opened: opening a pipe waits for whoever writes to it, and
 * a device may never end.
 */
import { statSync } from 'node:fs';
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
