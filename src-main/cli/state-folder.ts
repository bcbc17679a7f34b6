/**
 * Where the command line's sessions keep their working copies: a place of its own, so that the window's
 * recovery never offers what a command left behind, beside the user's other program state.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The state folder of the XDG base directory rules; on Windows the local application data. */
function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment['XDG_STATE_HOME'];
  if (given !== undefined && isAbsolute(given)) return join(given, 'leibniz', 'command-line');
  const local = environment['LOCALAPPDATA'];
  if (process.platform === 'win32' && local !== undefined && isAbsolute(local)) return join(local, 'leibniz', 'command-line');
  return join(homedir(), '.local', 'state', 'leibniz', 'command-line');
}

/** Where a study that writes to a session file keeps its working copy: the same place whenever it is run again. */
export function studyFolder(session: string): string {
  return join(stateFolder(), 'studies', createHash('sha256').update(resolve(session)).digest('hex').slice(0, 16));
}

/**
 * Where session files are looked at through copies: always the same place, so that what a command that was
 * killed has left there is removed by the next one.
 * @returns undefined where nothing can be written there
 */
export function looksFolder(): string | undefined {
  const folder = join(stateFolder(), 'looks');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}

/** Where merged sessions are put together. @throws if it cannot be made */
export function mergesFolder(): string {
  const folder = join(stateFolder(), 'merges');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
