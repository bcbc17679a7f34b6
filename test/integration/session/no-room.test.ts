/**
 * A disk that takes no more, and folders that may not be written: real processes under a real limit on
 * the size of files (the write fails in the system as it does on a full disk), as a user without rights.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { diskFull, readFailure, writeFailure } from '../../../src-main/engine/files/refusals.ts';
import { startChild } from './child.ts';
import { filledSession, openHere, temporaryFolder, workingCopies } from './fixtures.ts';

let folder = '';
let path = '';
let dataFolder = '';

beforeAll(async () => {
  folder = temporaryFolder();
  // Another user is to go in and out.
  chmodSync(folder, 0o777);
  dataFolder = join(folder, 'data');
  path = join(folder, 'session.leibniz');
  const session = await filledSession(dataFolder, 6000);
  await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
  await session.close();
  chmodSync(dataFolder, 0o777);
  chmodSync(join(dataFolder, 'working-copies'), 0o777);
});

const limit = (bytes: number): string => `ulimit -S -f ${Math.floor(bytes / 1024)} &&`;

describe('a disk that is full', () => {
  it('refuses to open, naming the file, and leaves nothing behind', async () => {
    const child = startChild('held-session.ts', [], { before: limit(statSync(path).size / 2) });
    await child.line();
    const { error } = await child.ask('open', path, dataFolder);
    expect(error).toMatchObject({ code: 'disk-full', file: path });
    expect(error?.message).toContain('“session.leibniz”');
    expect(workingCopies(dataFolder)).toEqual([]);
    await child.kill('SIGKILL');
  });

  it('refuses to save, leaves the file that was there and no temporary, and saves once there is room', async () => {
    const target = join(folder, 'target');
    mkdirSync(target);
    const size = statSync(path).size;
    const child = startChild('held-session.ts', [], { before: limit(size + 200_000) });
    await child.line();
    await child.ask('open', path, dataFolder);
    expect(await child.ask('save', join(target, 'old.leibniz'))).toEqual({ ok: null });
    const old = readFileSync(join(target, 'old.leibniz'));
    // Fits into the write-ahead log, but not into one file with the rest.
    for (let k = 0; k < 4; k++) await child.ask('points', String(6000 + 2000 * k), '2000');
    await child.ask('length');
    const { error } = await child.ask('save', join(target, 'old.leibniz'));
    expect(error).toMatchObject({ code: 'disk-full' });
    expect(error?.message).toContain('“old.leibniz”');
    expect(readdirSync(target)).toEqual(['old.leibniz']);
    expect(readFileSync(join(target, 'old.leibniz')).equals(old)).toBe(true);

    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:']);
    expect(await child.ask('save', join(target, 'old.leibniz'))).toEqual({ ok: null });
    await child.ask('close');
    const saved = openHere({ kind: 'file', path: join(target, 'old.leibniz') }, dataFolder);
    expect((await saved.ask<'run.detail'>({ type: 'run.detail', id: 1 })).seriesLength).toBe(14_000);
    await saved.close();
  });

  it('in the middle of a run is said once, and what could not be written is kept and written when there is room', async () => {
    const child = startChild('held-session.ts', [], { before: limit(statSync(path).size + 100_000) });
    await child.line();
    await child.ask('open', path, dataFolder);
    for (let k = 0; k < 10; k++) await child.ask('points', String(6000 + 10_000 * k), '10000');
    const { ok } = await child.ask('errors', '1');
    expect(ok).toMatchObject([{ code: 'disk-full' }]);
    expect((await child.ask('length')).error).toMatchObject({ code: 'disk-full' });
    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:']);
    expect(await child.ask('length')).toEqual({ ok: 106_000 });
    await child.ask('close');
  });

  it('at the end is said as such, where the last results cannot be kept in the working copy any more', async () => {
    const child = startChild('held-session.ts', [], { before: limit(statSync(path).size + 100_000) });
    await child.line();
    // Of its own: what is kept there is no business of the other tests.
    const kept = join(folder, 'kept');
    mkdirSync(kept);
    await child.ask('open', path, kept);
    for (let k = 0; k < 10; k++) await child.ask('points', String(6000 + 10_000 * k), '10000');
    expect((await child.ask('close', 'keep')).error).toMatchObject({ code: 'disk-full' });
  });
});

describe('without the right to', () => {
  const asPlainUser = { env: { LEIBNIZ_TEST_PLAIN_USER: '1' } };

  it('read the file: refused', async () => {
    const secret = join(folder, 'secret.leibniz');
    const session = openHere({ kind: 'file', path }, dataFolder);
    await session.ask<'save'>({ type: 'save', path: secret, overwriteChanged: false });
    await session.close();
    chmodSync(secret, 0o000);
    const child = startChild('held-session.ts', [], asPlainUser);
    await child.line();
    expect((await child.ask('open', secret, dataFolder)).error).toMatchObject({ code: 'file-no-permission', file: secret });
    expect(workingCopies(dataFolder)).toEqual([]);
    await child.kill('SIGKILL');
  });

  it('write into the folder: the save is refused and the session goes on', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    const child = startChild('held-session.ts', [], asPlainUser);
    await child.line();
    chmodSync(path, 0o644);
    expect(await child.ask('open', path, dataFolder)).toEqual({ ok: null });
    expect((await child.ask('save', join(closed, 'a.leibniz'))).error).toMatchObject({ code: 'folder-read-only' });
    expect(readdirSync(closed)).toEqual([]);
    expect((await child.ask('save', join(folder, 'nowhere', 'a.leibniz'))).error).toMatchObject({ code: 'folder-missing' });
    expect((await child.ask('save', closed)).error).toMatchObject({ code: 'file-is-folder' });
    expect((await child.ask('label', 'still here')).error).toBeUndefined();
    expect(await child.ask('close')).toEqual({ ok: null });
  });
});

describe('the words for what the system says', () => {
  const system = (code: string): Error => Object.assign(new Error(`${code}: something`), { code });
  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT', 'EFBIG'])('%s is a lack of room', (code) => {
    expect(writeFailure(system(code), '/a/b.leibniz')).toMatchObject({
      code: 'disk-full',
      message: diskFull('/a/b.leibniz', null).message,
    });
  });
  it.each(['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'EACCES', 'EROFS', 'EPERM'])('%s is a folder that cannot be written', (code) => {
    expect(writeFailure(system(code), '/a/b.leibniz').code).toBe('folder-read-only');
  });
  it.each([
    ['ENOENT', 'file-missing'],
    ['EACCES', 'file-no-permission'],
    ['SQLITE_BUSY', 'session-locked'],
    ['EBUSY', 'session-locked'],
    ['SQLITE_CORRUPT', 'session-damaged'],
    ['SQLITE_NOTADB', 'session-damaged'],
    ['EIO', 'file-failed'],
  ])('%s while reading is %s', (code, expected) => {
    expect(readFailure(system(code), '/a/b.leibniz').code).toBe(expected);
  });
});
