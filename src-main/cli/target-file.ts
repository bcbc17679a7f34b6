/**
 * Where a command may write: into a folder that is there, and not over a file unless it was told to.
 * Looked at before the work begins, so that hours of it do not end at a mistyped folder.
 */
import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { EngineError } from '../engine/error-value.ts';
import { seenAt } from '../engine/files/target-place.ts';
import type { Seen } from '../engine/files/target-place.ts';

/** @throws EngineError `usage` naming the option, where the path is a folder or lies in none that can be written to */
export function checkPlace(option: string, path: string): void {
  const folder = dirname(path);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new EngineError('usage', `The file of ${option}, “${path}”, is a folder.`, 'Add the name of a file to it.', { field: option });
  }
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new EngineError(
      'usage', `The folder “${folder}” of ${option} does not exist.`, 'Make it, or choose another one.', { field: option },
    );
  }
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new EngineError(
      'usage', `The folder “${folder}” of ${option} may not be written to.`, 'Change its permissions, or choose another one.',
      { field: option }, error,
    );
  }
}

/**
 * @param allowed endings, with their dots, in small letters
 * @returns the ending of the file, and what stands there now: nothing else is replaced at the end
 * @throws EngineError `usage` naming the option
 */
export function checkTarget(
  option: string, path: string, allowed: readonly string[], force: boolean,
): { readonly ending: string; readonly seen: Seen } {
  const ending = extname(path).toLowerCase();
  if (!allowed.includes(ending)) {
    throw new EngineError(
      'usage', `The file of ${option}, “${basename(path)}”, must end in ${allowed.join(', ').replace(/, ([^,]*)$/, ' or $1')}.`,
      'Its ending says how it is written.', { field: option },
    );
  }
  checkPlace(option, path);
  const seen = seenAt(path);
  requireFree(option, path, seen, force);
  return { ending, seen };
}

/** @throws EngineError `usage` naming the option, where something stands there and nobody said that it may go */
export function requireFree(option: string, path: string, seen: Seen, force: boolean): void {
  if (force || seen === null) return;
  throw new EngineError(
    'usage', `The file of ${option}, “${path}”, exists already.`, 'Choose another name, or give --force to replace it.', { field: option },
  );
}
