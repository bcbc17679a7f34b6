/**
 * Where the window keeps what is a person's: settings, working copies of sessions, and what can be made again, each where
 * the platform wants it (docs/set-up.md lists the places). Versions up to 0.1.0 had all of it in one folder; working
 * copies that are still there are taken along.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { copiesFolder } from '../engine/session/copies-folder.ts';

export interface DataPlaces {
  /** Folder of settings.json. */
  readonly settings: string;
  /** Folder with the working copies of sessions. */
  readonly sessions: string;
  /** Of Chromium: what it can make again. Null: with the settings. */
  readonly cache: string | null;
}

export interface PlaceFacts {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Electron's: `~/.config/Leibniz`, `%APPDATA%\Leibniz`, `~/Library/Application Support/Leibniz`. */
  readonly userData: string;
  /** Whether somebody named that folder at the start (`--user-data-dir`): then all is in it. */
  readonly named: boolean;
}

export function dataPlaces({ platform, environment, home, userData, named }: PlaceFacts): DataPlaces {
  const paths = platform === 'win32' ? win32 : posix;
  const joined = (...parts: readonly string[]): string => paths.join(...parts);
  const together = { settings: userData, sessions: joined(userData, 'sessions'), cache: null };
  if (named) return together;
  /** A folder of the environment, which counts only as an absolute path (XDG base directories). */
  const folder = (name: string, otherwise: string): string => {
    const given = environment[name];
    return given !== undefined && paths.isAbsolute(given) ? given : otherwise;
  };
  if (platform === 'linux') return {
    settings: userData,
    sessions: joined(folder('XDG_STATE_HOME', joined(home, '.local', 'state')), 'leibniz', 'sessions'),
    cache: joined(folder('XDG_CACHE_HOME', joined(home, '.cache')), 'leibniz', 'window'),
  };
  if (platform === 'win32') {
    // What is large or of this machine does not roam.
    const local = joined(folder('LOCALAPPDATA', joined(home, 'AppData', 'Local')), 'Leibniz');
    return { settings: userData, sessions: joined(local, 'sessions'), cache: joined(local, 'cache') };
  }
  return platform === 'darwin' ? { ...together, cache: joined(home, 'Library', 'Caches', 'Leibniz') } : together;
}

/**
 * Moves working copies from where they were before.
 * @param former folder with `working-copies` @param sessions the folder they belong into
 * @returns the folder to go on with: the former one where a copy could not be moved, so that it is offered all the same
 */
export function takeAlong(former: string, sessions: string): string {
  const from = copiesFolder(former);
  if (former === sessions || !existsSync(from)) return sessions;
  const to = copiesFolder(sessions);
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(from)) if (!existsSync(join(to, name))) renameSync(join(from, name), join(to, name));
    // Only empty ones go.
    rmdirSync(from);
    rmdirSync(former);
  } catch (error) {
    console.error(`Working copies could not be moved from ${from} to ${to}: ${String(error)}`);
  }
  return existsSync(from) && readdirSync(from).length > 0 ? former : sessions;
}
