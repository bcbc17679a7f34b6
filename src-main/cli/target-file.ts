/** Where a command may write: not over a file that is there, unless it was told to. */
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { EngineError } from '../engine/error-value.ts';

/**
 * @param allowed endings, with their dots, in small letters
 * @returns the ending of the file
 * @throws EngineError `usage` naming the option
 */
export function checkTarget(option: string, path: string, allowed: readonly string[], force: boolean): string {
  const ending = extname(path).toLowerCase();
  if (!allowed.includes(ending)) {
    throw new EngineError('usage', `The file of ${option}, “${basename(path)}”, must end in ${allowed.join(', ').replace(/, ([^,]*)$/, ' or $1')}.`, 'Its ending says how it is written.', { field: option });
  }
  if (!force && existsSync(path)) {
    throw new EngineError('usage', `The file of ${option}, “${path}”, exists already.`, 'Choose another name, or give --force to replace it.', { field: option });
  }
  return ending;
}
