/** A tree below a prefix as .deb, .rpm and .tar.xz, by the systems' own tools. The same tree gives the same bytes. */
import { createHash } from 'node:crypto';
import { copyFileSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ending, onPath, run } from '../set-up/command.mjs';
import { SetUpFailure } from '../set-up/failure.mjs';
import { LIBRARIES } from '../set-up/system-packages.mjs';
import { NAME } from './identity.mjs';
import { ARCHITECTURES, debianControl, packageVersion, rpmSpec } from './linux-texts.mjs';
import { sameTime } from './linux-tree.mjs';
import { filesBelow } from './zip-folder.mjs';

/**
 * @typedef {{ tree: string, work: string, out: string, version: string, suffix: string, arch: keyof typeof ARCHITECTURES,
 *   epoch: number, level: number }} Order
 *   `tree`: the folder with `usr` in it; `suffix`: of the file's name; `level`: of xz, 0 to 9
 */

/** The tool that each format needs, and where Debian has it. */
const TOOLS = /** @type {const} */ ({ deb: ['dpkg-deb', 'dpkg'], rpm: ['rpmbuild', 'rpm'], tar: ['xz', 'xz-utils'] });

/**
 * Why a format cannot be made here, or null.
 * @param {keyof typeof TOOLS} format
 */
export function lacking(format) {
  const [tool, home] = TOOLS[format];
  return onPath(tool) === null ? `${tool} is not here (Debian's package ${home})` : null;
}

/** @param {string} file @param {readonly string[]} args @param {{ cwd?: string, epoch: number }} options */
async function must(file, args, { cwd, epoch }) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch), LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const outcome = await run(file, args, { env, limitSeconds: 3600, ...(cwd === undefined ? {} : { cwd }) });
  if (outcome.code !== 0) throw new SetUpFailure(`${file} failed: ${ending(outcome)}`, 'see its words above.');
}

/** @param {Order} order @returns {Promise<string>} the file */
export async function makeDeb({ tree, out, version, suffix, arch, epoch, level }) {
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const files = filesBelow(join(tree, 'usr'));
  const bytes = files.reduce((sum, file) => sum + Math.ceil(sizeOf(join(tree, 'usr', file)) / 1024), 0);
  writeFileSync(join(control, 'control'), debianControl({
    version, arch, installedKilobytes: bytes, libraries: LIBRARIES.map(([, names]) => names),
  }));
  writeFileSync(join(control, 'md5sums'), files.filter((file) => isPlain(join(tree, 'usr', file)))
    .map((file) => `${createHash('md5').update(readFileSync(join(tree, 'usr', file))).digest('hex')}  usr/${file}\n`).join(''));
  sameTime(tree, epoch);
  const target = join(out, `${NAME}_${packageVersion(version)}_${ARCHITECTURES[arch].deb}${suffix}.deb`);
  await must('dpkg-deb', ['--root-owner-group', '-Zxz', `-z${level}`, '--build', tree, target], { epoch });
  rmSync(control, { recursive: true });
  return target;
}

/** @param {Order} order @returns {Promise<string>} the file */
export async function makeRpm({ tree, work, out, version, suffix, arch, epoch, level }) {
  const top = join(work, 'rpm');
  mkdirSync(top, { recursive: true });
  const spec = join(top, `${NAME}.spec`);
  const own = [`/usr/lib/${NAME}`, `/usr/share/doc/${NAME}`];
  const single = filesBelow(join(tree, 'usr')).map((file) => `/usr/${file}`)
    .filter((file) => !own.some((folder) => file.startsWith(`${folder}/`)) && !file.startsWith('/usr/share/lintian/'));
  writeFileSync(spec, rpmSpec({ version, arch, tree, level, files: [
    ...own.map((folder) => `"${folder}"`), ...single.map((file) => `"${file}"`), '%exclude /usr/share/lintian',
  ] }));
  await must('rpmbuild', ['-bb', '--target', ARCHITECTURES[arch].rpm, '--define', `_topdir ${top}`, spec], { epoch });
  const [made] = filesBelow(join(top, 'RPMS'));
  if (made === undefined) throw new Error('rpmbuild made no package');
  const target = join(out, `${NAME}-${packageVersion(version)}-1.${ARCHITECTURES[arch].rpm}${suffix}.rpm`);
  copyFileSync(join(top, 'RPMS', made), target);
  rmSync(top, { recursive: true });
  return target;
}

/**
 * To be unpacked into any prefix; without the set-uid sandbox, which has no right there.
 * @param {Order} order
 * @returns {Promise<string>} the file
 */
export async function makeTar({ tree, work, out, version, arch, suffix, epoch, level }) {
  const name = `${NAME}-${version.split('-')[0] ?? ''}-linux-${arch}${suffix}`;
  const plain = join(work, `${name}.tar`);
  await must('tar', [
    '--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${epoch}`, '--format=gnu', '--exclude=chrome-sandbox',
    `--transform=s,^usr,${name},`, '-cf', plain, 'usr',
  ], { cwd: tree, epoch });
  await must('xz', ['-T1', `-${level}`, '--force', plain], { epoch });
  const target = join(out, `${name}.tar.xz`);
  copyFileSync(`${plain}.xz`, target);
  rmSync(`${plain}.xz`);
  return target;
}

/** @param {string} file */
function sizeOf(file) {
  return isPlain(file) ? lstatSync(file).size : 0;
}

/** @param {string} file */
function isPlain(file) {
  return lstatSync(file).isFile();
}
