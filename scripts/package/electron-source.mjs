/**
 * The Electron that a package is made of: a folder or a zip that somebody has, never fetched here. What it is
 * for is read off its files: which executable it has, and the machine in that file's header.
 */
import { unzipSync } from 'fflate';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpFailure } from '../set-up/failure.mjs';

/**
 * @typedef {import('./package-arguments.mjs').Platform} Platform
 * @typedef {'x64' | 'arm64'} Architecture
 * @typedef {{ path: string, isZip: boolean, version: string, platform: Platform, arch: Architecture }} ElectronSource
 */

/** Where each platform's Electron has its executable. */
const EXECUTABLES = /** @type {const} */ ({
  linux: 'electron', win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron',
});

/**
 * The machine that an executable is for, by its header (ELF, PE or Mach-O of one machine).
 * @param {Uint8Array} head its first bytes, 1 kB or more
 * @returns {Architecture | null}
 */
export function machineOf(head) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.byteLength < 64) return null;
  const magic = view.getUint32(0, false);
  /** @param {number} code @param {number} x64 @param {number} arm64 */
  const which = (code, x64, arm64) => (code === x64 ? 'x64' : code === arm64 ? 'arm64' : null);
  if (magic === 0x7f454c46) return which(view.getUint16(18, true), 0x3e, 0xb7);
  if (view.getUint16(0, false) === 0x4d5a) {
    const at = view.getUint32(0x3c, true);
    return at + 6 > head.byteLength ? null : which(view.getUint16(at + 4, true), 0x8664, 0xaa64);
  }
  return magic === 0xcffaedfe ? which(view.getUint32(4, true), 0x01000007, 0x0100000c) : null;
}

/**
 * @param {string} path
 * @returns {ElectronSource}
 */
export function electronSource(path) {
  if (!existsSync(path)) throw refusal(`there is no ${path}`);
  const isZip = !statSync(path).isDirectory();
  const read = isZip ? zipReader(path) : (/** @type {string} */ name) => {
    const file = join(path, name);
    return existsSync(file) ? readFileSync(file) : null;
  };
  const platform = /** @type {Platform[]} */ (Object.keys(EXECUTABLES)).find((each) => read(EXECUTABLES[each]) !== null);
  if (platform === undefined) throw refusal(`${path} has none of the executables ${Object.values(EXECUTABLES).join(', ')}`);
  const arch = machineOf((read(EXECUTABLES[platform]) ?? new Uint8Array()).subarray(0, 4096));
  if (arch === null) throw refusal(`${EXECUTABLES[platform]} in ${path} is for neither x64 nor arm64`);
  const version = Buffer.from(read('version') ?? '').toString('utf8').trim().replace(/^v/, '');
  if (!/^\d+\.\d+\.\d+/.test(version)) throw refusal(`${path} has no file "version" that names Electron's version`);
  return { path, isZip, version, platform, arch };
}

/** @param {string} path @returns {(name: string) => Uint8Array | null} */
function zipReader(path) {
  const wanted = ['version', ...Object.values(EXECUTABLES)];
  try {
    const files = unzipSync(readFileSync(path), { filter: ({ name }) => wanted.includes(name) });
    return (name) => files[name] ?? null;
  } catch {
    throw refusal(`${path} is neither a folder nor a zip file that can be read`);
  }
}

/** @param {string} what */
function refusal(what) {
  return new SetUpFailure(
    `no package can be made of this Electron: ${what}`,
    'name a folder or zip of an Electron release with --electron, such as electron-v45.4.1-win32-x64.zip as it was downloaded.',
  );
}
