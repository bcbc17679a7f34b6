/**
 * The files of one command are different files: what it reads is not written over by what it writes, and no two
 * outputs go to one place. Looked at before the work begins. Links, `./` and other ways to say a name do not hide it.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '../engine/error-value.ts';
import { linkTarget } from '../engine/files/link-target.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Options that name a file to be written, as commander calls them, and as they are typed. Every command that has one has
 * `--force`, and replaces nothing without it; a session is not replaced but gone on with, by `--resume`.
 */
export const WRITTEN = {
  session: '--session', report: '--report', trajectory: '--trajectory', multipliers: '--multipliers', output: '--output',
  curves: '--curves', writeSolution: '--write-solution',
} as const;
/** Options that may name a file to be read. */
export const READ = {
  at: '--at', start: '--start', startAt: '--start-at', from: '--from', model: '--model', startModel: '--start-model',
  problemFile: '--problem-file',
} as const;

/**
 * @param input what the command is about, a file or not
 * @throws EngineError `usage` naming the option
 */
export function requireDistinct(input: string, options: Values): void {
  const written = named(WRITTEN, options);
  const forced = options['force'] === true;
  for (const [k, { option, path }] of written.entries()) {
    const refuse = (other: string): never => {
      throw new EngineError('usage', `The file of ${option}, “${path}”, is ${other}.`, 'Choose another name.', { field: option });
    };
    if (isSame(path, input)) refuse('the one that this command reads');
    const read = named(READ, options).find((each) => isSame(path, each.path));
    // Who gives --force to go on from a solution in its own file has said so.
    if (read !== undefined && !forced) refuse(`that of ${read.option} too, which is read`);
    const earlier = written.slice(0, k).find((each) => isSame(path, each.path));
    if (earlier !== undefined) refuse(`that of ${earlier.option} too`);
  }
}

function named(names: Readonly<Record<string, string>>, options: Values): { readonly option: string; readonly path: string }[] {
  return Object.entries(names).flatMap(([key, option]) => {
    const given = options[key];
    const paths: readonly unknown[] = Array.isArray(given) ? given : [given];
    return paths.flatMap((path) => (typeof path === 'string' && path !== '' ? [{ option, path }] : []));
  });
}

function isSame(one: string, other: string): boolean {
  return other !== '' && identity(one) === identity(other);
}

/** What stands there, or would: the file by its number, a name that is free by its folder, where links lead. */
function identity(path: string): string {
  try {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state !== undefined) return `${state.dev}:${state.ino}`;
    return linkTarget(path);
  } catch {
    // Too long for a name, or in a folder that is not there: whoever opens it says so.
    return resolve(path);
  }
}
