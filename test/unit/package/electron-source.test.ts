import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { electronSource, machineOf } from '../../../scripts/package/electron-source.mjs';
import { formatsFor, packageArguments } from '../../../scripts/package/package-arguments.mjs';
import { zipFolder } from '../../../scripts/package/zip-folder.mjs';

const root = mkdtempSync(join(tmpdir(), 'leibniz-electron-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function elf(machine: number): Uint8Array {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}

function portable(machine: number): Uint8Array {
  const head = Buffer.alloc(256);
  head.write('MZ', 'latin1');
  head.writeUInt32LE(0x80, 0x3c);
  head.write('PE\0\0', 0x80, 'latin1');
  head.writeUInt16LE(machine, 0x84);
  return head;
}

function machO(type: number): Uint8Array {
  const head = Buffer.alloc(64);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(type, 4);
  return head;
}

function folderOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), content);
  }
  return join(root, name);
}

describe('the machine of an executable', () => {
  it.each([
    ['ELF', elf(0x3e), 'x64'], ['ELF', elf(0xb7), 'arm64'], ['ELF of another machine', elf(0x28), null],
    ['PE', portable(0x8664), 'x64'], ['PE', portable(0xaa64), 'arm64'],
    ['Mach-O', machO(0x01000007), 'x64'], ['Mach-O', machO(0x0100000c), 'arm64'],
    ['a text', new TextEncoder().encode('#!/bin/sh\n'.repeat(20)), null], ['nothing', new Uint8Array(), null],
  ])('is read off %s', (_, head, machine) => {
    expect(machineOf(head)).toBe(machine);
  });
});

describe('an Electron', () => {
  it('is known by its executable, as a folder and as a zip', () => {
    const mac = folderOf('mac', { version: 'v45.4.1\n', 'Electron.app/Contents/MacOS/Electron': machO(0x0100000c) });
    expect(electronSource(mac)).toEqual({ path: mac, isZip: false, version: '45.4.1', platform: 'darwin', arch: 'arm64' });
    const windows = folderOf('windows', { version: '45.4.1', 'electron.exe': portable(0x8664) });
    const zip = join(root, 'windows.zip');
    zipFolder(windows, zip, { epoch: 1_700_000_000 });
    expect(electronSource(zip)).toEqual({ path: zip, isZip: true, version: '45.4.1', platform: 'win32', arch: 'x64' });
  });

  it.each([
    ['is not there', () => join(root, 'nowhere'), 'there is no'],
    ['has no executable', () => folderOf('empty', { version: '1.2.3' }), 'none of the executables'],
    ['is for another machine', () => folderOf('arm', { version: '1.2.3', electron: elf(0x28) }), 'neither x64 nor arm64'],
    ['has no version', () => folderOf('nameless', { electron: elf(0x3e) }), 'no file "version"'],
    ['is no zip', () => join(folderOf('text', { 'a.zip': 'no zip' }), 'a.zip'), 'neither a folder nor a zip'],
  ])('that %s is refused in words', (_, make, words) => {
    expect(() => electronSource(make())).toThrow(words);
  });
});

describe('a zipped folder', () => {
  it('is the same to the byte whenever its files were written, and keeps modes and links', () => {
    const folder = folderOf('zipped', { 'b/run': 'x', 'a.txt': 'y' });
    symlinkSync('run', join(folder, 'b', 'link'));
    const hashes = [1, 2].map((k) => {
      utimesSync(join(folder, 'a.txt'), 1e9 + k, 1e9 + k);
      zipFolder(folder, join(root, `${k}.zip`), { epoch: 1_700_000_000, below: 'top' });
      return createHash('sha256').update(readFileSync(join(root, `${k}.zip`))).digest('hex');
    });
    expect(hashes[0]).toBe(hashes[1]);
    const files = unzipSync(readFileSync(join(root, '1.zip')));
    expect(Object.keys(files)).toEqual(['top/a.txt', 'top/b/link', 'top/b/run']);
    expect(Buffer.from(files['top/b/link'] ?? []).toString()).toBe('run');
  });
});

describe('the words after npm run package --', () => {
  it('are read from where the person stands', () => {
    expect(packageArguments(['--electron', 'e.zip', '--out', '../o', '--platform', 'win32', '--formats', 'zip'], '/w/p')).toEqual({
      electron: '/w/p/e.zip', out: '/w/o', platform: 'win32', formats: ['zip'],
    });
    expect(packageArguments([], '/w')).toEqual({ electron: null, out: '/w/dist', platform: null, formats: null });
    expect(packageArguments(['--formats', 'none'], '/w').formats).toEqual([]);
  });

  it.each([
    [['--elektron', 'x'], 'there is no option --elektron'], [['--out'], '--out lacks its value'],
    [['--out', '--electron'], '--out lacks its value'],
    [['--platform', 'beos'], 'there is no platform beos'],
  ])('are refused as %j', (words, why) => {
    expect(() => packageArguments(words, '/w')).toThrow(why);
  });

  it('choose among the formats of the platform', () => {
    expect(formatsFor('linux', null)).toEqual(['deb', 'rpm', 'tar']);
    expect(formatsFor('win32', ['zip'])).toEqual(['zip']);
    expect(() => formatsFor('darwin', ['deb'])).toThrow('there is no format deb for darwin: zip');
  });
});
