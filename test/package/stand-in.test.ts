/**
 * Packages for Windows and macOS, made of folders that stand for an Electron: what the scripts do is done, with files of the right form
 * that nobody could run. No real Electron for them can be had where these tests are written.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync, chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getCurrentFuseWire } from '@electron/fuses';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { APP_ID } from '../../scripts/package/identity.mjs';
import { onPath } from '../../scripts/set-up/command.mjs';
import { projectRoot } from '../../scripts/set-up/places.mjs';

const root = mkdtempSync(join(tmpdir(), 'leibniz-stand-in-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What @electron/fuses looks for: a mark, the version of the wire, its length, and a fuse a byte. */
const WIRE = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101110011')]);
/** RunAsNode off, NODE_OPTIONS off, inspector off, integrity on, only the archive on, no snapshot, no rights of file:. */
const FUSES = [[0, 0], [2, 0], [3, 0], [4, 1], [5, 1], [6, 0], [7, 0]] as const;

function put(folder: string, file: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

function packaged(electron: string, formats: string): Record<string, string> {
  const out = join(root, `out-${formats.replace(',', '-')}-${readdirSync(root).length}`);
  execFileSync(process.execPath, ['scripts/package.mjs', '--electron', electron, '--out', out, '--formats', formats], {
    cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, INIT_CWD: projectRoot },
  });
  return Object.fromEntries(readdirSync(out).map((name) => [name, join(out, name)]));
}

function unpackedZip(file: string, names: (name: string) => boolean): Record<string, Buffer> {
  const files = unzipSync(readFileSync(file), { filter: ({ name }) => names(name) });
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
}

async function expectFuses(file: string): Promise<void> {
  const wire = await getCurrentFuseWire(file);
  for (const [fuse, state] of FUSES) expect(String.fromCharCode(Number(wire[fuse])), `fuse ${fuse}`).toBe(String(state));
}

describe('for macOS', () => {
  const plist = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleName</key><string>${name}</string>
<key>CFBundleExecutable</key><string>${name}</string></dict></plist>`;
  const electron = join(root, 'mac');
  const machO = Buffer.alloc(4096);
  machO.writeUInt32LE(0xfeedfacf, 0);
  machO.writeUInt32LE(0x0100000c, 4);
  const contents = 'Electron.app/Contents';
  put(electron, 'version', '45.4.1');
  put(electron, `${contents}/Info.plist`, plist('Electron'));
  put(electron, `${contents}/MacOS/Electron`, machO);
  put(electron, `${contents}/Resources/electron.icns`, 'icns');
  chmodSync(join(electron, contents, 'MacOS/Electron'), 0o755);
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  put(electron, `${framework}/Versions/A/Electron Framework`, Buffer.concat([machO, WIRE, machO]));
  symlinkSync('Versions/A/Electron Framework', join(electron, framework, 'Electron Framework'));
  for (const kind of ['', ' (Renderer)', ' (GPU)', ' (Plugin)']) {
    const helper = `${contents}/Frameworks/Electron Helper${kind}.app/Contents`;
    put(electron, `${helper}/Info.plist`, plist(`Electron Helper${kind}`));
    put(electron, `${helper}/MacOS/Electron Helper${kind}`, machO);
  }

  it('the zip has the program with its document type, its archive’s hash, and its icons', async () => {
    const made = packaged(electron, 'zip');
    const zip = Object.keys(made).find((name) => /^Leibniz-.*-darwin-arm64.*\.zip$/u.test(name)) ?? 'no zip';
    const app = 'Leibniz.app/Contents';
    const files = unpackedZip(made[zip] ?? '', (name) => !name.endsWith('.asar'));
    const info = files[`${app}/Info.plist`]?.toString('utf8') ?? '';
    for (const text of [
      '<key>CFBundleDocumentTypes</key>', '<key>UTExportedTypeDeclarations</key>', '<string>application/x-leibniz-session</string>',
      '<key>ElectronAsarIntegrity</key>', '<string>Leibniz session</string>', `<string>${APP_ID}</string>`,
    ]) expect(info).toContain(text);
    const names = Object.keys(files);
    expect(names).toEqual(expect.arrayContaining([
      `${app}/MacOS/Leibniz`, `${app}/Resources/session-icon.icns`, `${app}/Resources/papers/sources.txt`,
      `${app}/Resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/darwin-arm64.node`,
    ]));
    // A link stays a link: its text is where it leads.
    expect(files[`${app}/Frameworks/Electron Framework.framework/Electron Framework`]?.toString()).toBe('Versions/A/Electron Framework');
    // No Node of the command's version for macOS is in the registry.
    expect(names.filter((name) => name.includes('Resources/command/'))).toEqual([]);
    put(root, 'framework', files[`${app}/Frameworks/Electron Framework.framework/Versions/A/Electron Framework`] ?? Buffer.alloc(0));
    await expectFuses(join(root, 'framework'));
  });
});

const STUB = '/usr/share/nsis/Stubs/zlib-amd64-unicode';
describe.skipIf(onPath('makensis') === null || !existsSync(STUB))('for Windows', () => {
  const electron = join(root, 'windows');
  // A program of the right form: an installer's own beginning, with the fuses behind it.
  put(electron, 'version', '45.4.1');
  put(electron, 'icudtl.dat', 'data');
  put(electron, 'locales/en-US.pak', 'en');
  put(electron, 'locales/de.pak', 'de');
  copyFileSync(STUB, join(electron, 'electron.exe'));
  appendFileSync(join(electron, 'electron.exe'), WIRE);

  it('the zip has the window, the command on Windows’ Node, and one language', async () => {
    const made = packaged(electron, 'zip,installer');
    const zip = Object.keys(made).find((name) => /^Leibniz-.*-win32-x64.*\.zip$/u.test(name)) ?? 'no zip';
    const top = zip.replace('.zip', '');
    const files = unpackedZip(made[zip] ?? '', (name) => !name.endsWith('node.exe') && !name.endsWith('.asar'));
    const names = Object.keys(files);
    expect(names).toEqual(expect.arrayContaining([
      'Leibniz.exe', 'resources/session-icon.ico', 'resources/command/leibniz.cmd', 'resources/command/out/main/command.js',
      'resources/command/node_modules/better-sqlite3/prebuilds/win32-x64.node', 'locales/en-US.pak', 'resources/papers/sources.txt',
    ].map((name) => `${top}/${name}`)));
    expect(names).not.toContain(`${top}/locales/de.pak`);
    expect(names.filter((name) => name.endsWith('.node')).every((name) => name.includes('win32-x64'))).toBe(true);
    expect(files[`${top}/resources/command/leibniz.cmd`]?.toString()).toContain('"%~dp0node.exe" "%~dp0out\\main\\command.js" %*\r\n');
    put(root, 'Leibniz.exe', files[`${top}/Leibniz.exe`] ?? Buffer.alloc(0));
    await expectFuses(join(root, 'Leibniz.exe'));
    const installer = Object.keys(made).find((name) => /-setup-x64.*\.exe$/u.test(name)) ?? 'no installer';
    expect(readFileSync(made[installer] ?? '').toString('latin1', 0, 2)).toBe('MZ');
    // 7z reads NSIS where it is installed.
    if (onPath('7z') !== null) {
      const listed = spawnSync('7z', ['l', made[installer] ?? ''], { encoding: 'utf8' }).stdout;
      for (const name of ['Leibniz.exe', 'leibniz.cmd', 'app.asar']) expect(listed).toContain(name);
    }
  });
});
