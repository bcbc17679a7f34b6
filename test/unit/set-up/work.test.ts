/** What set-up does to files: locks, folders that appear whole, fingerprints, hashes of what was fetched. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { electronPlace } from '../../../scripts/set-up/electron.mjs';
import { fingerprint } from '../../../scripts/set-up/freshness.mjs';
import { withLock } from '../../../scripts/set-up/lock.mjs';
import { integrityOf, makeFolder } from '../../../scripts/set-up/package-archive.mjs';
import { cacheRoot } from '../../../scripts/set-up/places.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-set-up-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock', () => {
  test('lets one at a time work, and is gone afterwards', async () => {
    const lock = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
    };
    await Promise.all([1, 2, 3].map(() => withLock(lock, work)));
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  test('is released when the work fails', async () => {
    const lock = join(folder, 'lock');
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  test('is taken over from a process that is gone', async () => {
    const lock = join(folder, 'lock');
    writeFileSync(lock, 'not a process\n');
    const long = new Date(Date.now() - 120_000);
    utimesSync(lock, long, long);
    await expect(withLock(lock, () => Promise.resolve('done'))).resolves.toBe('done');
  });

  test('says what to do when its folder cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(withLock(join(folder, 'file', 'cache', 'lock'), () => Promise.resolve())).rejects.toMatchObject({
      name: 'SetUpFailure',
      hint: expect.stringContaining('XDG_CACHE_HOME'),
    });
  });
});

describe('a folder that is made', () => {
  test('appears under its name only when it is complete', async () => {
    const target = join(folder, 'made');
    await makeFolder(target, (draft) => {
      expect(existsSync(target)).toBe(false);
      writeFileSync(join(draft, 'a'), 'x');
      return Promise.resolve();
    });
    expect(readFileSync(join(target, 'a'), 'utf8')).toBe('x');
    expect(readdirSync(folder)).toEqual(['made']);
  });

  test('leaves nothing behind when making it fails', async () => {
    await expect(makeFolder(join(folder, 'made'), () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the fingerprint of sources', () => {
  test('changes with a file’s content, its name, and its absence, and with nothing else', () => {
    mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'src', 'deep', 'a'), 'x');
    const first = fingerprint(folder, ['src', 'gone']);
    expect(fingerprint(folder, ['gone', 'src'])).toBe(first);
    writeFileSync(join(folder, 'src', 'deep', 'a'), 'xy');
    const second = fingerprint(folder, ['src', 'gone']);
    expect(second).not.toBe(first);
    writeFileSync(join(folder, 'gone'), '');
    expect(fingerprint(folder, ['src', 'gone'])).not.toBe(second);
  });
});

test('the hash of a file is in the registry’s notation', async () => {
  const file = join(folder, 'abc');
  writeFileSync(file, 'abc');
  // FIPS 180-2, appendix C: SHA-512 of "abc".
  const known = Buffer.from('ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f', 'hex');
  expect(await integrityOf(file)).toBe(`sha512-${known.toString('base64')}`);
});

test('the cache follows the base directory rules, which ignore relative values', () => {
  expect(cacheRoot({ XDG_CACHE_HOME: '/c' })).toBe('/c/leibniz');
  expect(cacheRoot({ XDG_CACHE_HOME: 'c' })).toMatch(/\.cache\/leibniz$/);
  expect(cacheRoot({})).toMatch(/\.cache\/leibniz$/);
});

describe('an Electron that is named', () => {
  test('is used with the version it says it has', () => {
    writeFileSync(join(folder, 'electron'), '');
    writeFileSync(join(folder, 'version'), 'v45.4.1');
    expect(electronPlace({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual({
      kind: 'given',
      folder,
      executable: join(folder, 'electron'),
      version: '45.4.1',
    });
  });
  test('is not silently replaced by another when it is not there', () => {
    expect(electronPlace({ ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') })).toBeNull();
  });
});
