import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dataPlaces, takeAlong } from '../../../src-main/shell/data-places.ts';
import type { PlaceFacts } from '../../../src-main/shell/data-places.ts';

const linux: PlaceFacts = { platform: 'linux', environment: {}, home: '/home/ada', userData: '/home/ada/.config/Leibniz', named: false };

describe('a person’s data', () => {
  it('is where the XDG base directories say', () => {
    expect(dataPlaces(linux)).toEqual({
      settings: '/home/ada/.config/Leibniz', sessions: '/home/ada/.local/state/leibniz/sessions', cache: '/home/ada/.cache/leibniz/window',
    });
    const environment = { XDG_STATE_HOME: '/data/state', XDG_CACHE_HOME: 'relative/counts/not' };
    expect(dataPlaces({ ...linux, environment })).toMatchObject({
      sessions: '/data/state/leibniz/sessions', cache: '/home/ada/.cache/leibniz/window',
    });
  });

  it('roams on Windows only where it is small', () => {
    const userData = String.raw`C:\Users\Ada\AppData\Roaming\Leibniz`;
    const environment = { LOCALAPPDATA: String.raw`C:\Users\Ada\AppData\Local` };
    expect(dataPlaces({ platform: 'win32', environment, home: String.raw`C:\Users\Ada`, userData, named: false })).toEqual({
      settings: userData, sessions: String.raw`C:\Users\Ada\AppData\Local\Leibniz\sessions`, cache: String.raw`C:\Users\Ada\AppData\Local\Leibniz\cache`,
    });
  });

  it('is in Application Support on macOS, but for the cache', () => {
    const userData = '/Users/ada/Library/Application Support/Leibniz';
    expect(dataPlaces({ platform: 'darwin', environment: {}, home: '/Users/ada', userData, named: false })).toEqual({
      settings: userData, sessions: `${userData}/sessions`, cache: '/Users/ada/Library/Caches/Leibniz',
    });
  });

  it('is in the one folder that somebody names at the start', () => {
    expect(dataPlaces({ ...linux, userData: '/tmp/trial', named: true })).toEqual({
      settings: '/tmp/trial', sessions: '/tmp/trial/sessions', cache: null,
    });
  });
});

describe('working copies of a version before', () => {
  const root = mkdtempSync(join(tmpdir(), 'leibniz-places-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const withCopy = (folder: string, ...names: string[]): string => {
    for (const name of names) {
      mkdirSync(join(folder, 'working-copies', name), { recursive: true });
      writeFileSync(join(folder, 'working-copies', name, 'session.leibniz'), name);
    }
    return folder;
  };

  it('are taken along, and the folder they leave is removed', () => {
    const former = withCopy(join(root, 'a', 'sessions'), 'one', 'two');
    const sessions = withCopy(join(root, 'a', 'state'), 'three');
    expect(takeAlong(former, sessions)).toBe(sessions);
    expect(readdirSync(join(sessions, 'working-copies')).sort()).toEqual(['one', 'three', 'two']);
    expect(existsSync(former)).toBe(false);
  });

  it('stay and are used where they are, if they cannot be moved', () => {
    const former = withCopy(join(root, 'b', 'sessions'), 'one');
    // A file stands where the folder would be.
    writeFileSync(join(root, 'b', 'state'), '');
    expect(takeAlong(former, join(root, 'b', 'state', 'sessions'))).toBe(former);
    expect(readdirSync(join(former, 'working-copies'))).toEqual(['one']);
  });

  it('leave nothing to do where there are none', () => {
    expect(takeAlong(join(root, 'c'), join(root, 'd'))).toBe(join(root, 'd'));
    expect(existsSync(join(root, 'd'))).toBe(false);
  });
});
