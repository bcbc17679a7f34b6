/** The packaged folder for Windows: a zip, and an installer by makensis, which is to be had on Linux too. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ending, onPath, run } from '../set-up/command.mjs';
import { SetUpFailure } from '../set-up/failure.mjs';
import { projectRoot } from '../set-up/places.mjs';
import { NAME, PRODUCT, SESSION_ENDING, SESSION_TYPE, SUMMARY } from './identity.mjs';
import { filled } from './linux-texts.mjs';
import { sameTime } from './linux-tree.mjs';
import { zipFolder } from './zip-folder.mjs';

export const installerLacking = () => (onPath('makensis') === null ? 'makensis is not here (Debian\'s package nsis)' : null);

/**
 * @typedef {{ folder: string, icons: string, out: string, work: string, version: string, suffix: string, arch: string,
 *   epoch: number }} Order
 */

/** @param {Order} order @returns {string} the file */
export function makeWindowsZip({ folder, out, version, suffix, arch, epoch }) {
  const name = `${PRODUCT}-${version.split('-')[0] ?? ''}-win32-${arch}${suffix}`;
  const target = join(out, `${name}.zip`);
  zipFolder(folder, target, { epoch, below: name });
  return target;
}

/**
 * The installer's script.
 * @param {string} template
 * @param {{ folder: string, icon: string, license: string, target: string, version: string, suffix: string }} of
 * @param {readonly string[]} files names of the files at the top of the folder, which an uninstaller removes one by one
 */
export function installerScript(template, { folder, icon, license, target, version, suffix }, files) {
  return filled(template, {
    PRODUCT, NAME, SUMMARY, VERSION: version, SUFFIX: suffix, ENDING: SESSION_ENDING, SESSION_TYPE, FOLDER: folder, ICON: icon,
    LICENSE: license,
    TARGET: target, NUMBERS: `${/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? '0.0.0'}.0`,
    REMOVED: files.map((file) => `  Delete "$INSTDIR\\${file}"`).join('\n'),
  });
}

/** @param {Order} order @returns {Promise<string>} the file */
export async function makeInstaller({ folder, icons, out, work, version, suffix, arch, epoch }) {
  const target = join(out, `${PRODUCT}-${version.split('-')[0] ?? ''}-setup-${arch}${suffix}.exe`);
  const script = join(work, 'installer.nsi');
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).sort();
  writeFileSync(script, installerScript(readFileSync(join(projectRoot, 'packaging', 'windows', 'installer.nsi'), 'utf8'), {
    folder, icon: join(icons, 'icon.ico'), license: join(projectRoot, 'LICENSE'), target, version, suffix,
  }, files));
  sameTime(folder, epoch);
  const made = await run('makensis', ['-V2', '-NOCD', script], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch), LC_ALL: 'C.UTF-8', TZ: 'UTC' }, limitSeconds: 3600,
  });
  if (made.code !== 0) throw new SetUpFailure(`makensis failed: ${ending(made)}`, 'see its words above.');
  return target;
}
