/**
 * What Linux packages say of themselves: the control file of Debian, the spec of RPM, and the texts in
 * packaging/linux with the marks (`@VERSION@`) filled in. Texts in, texts out.
 */
import { MAINTAINER, NAME, SUMMARY, DESCRIPTION } from './identity.mjs';

/** By what Debian calls a machine, and what RPM does. */
export const ARCHITECTURES = /** @type {const} */ ({ x64: { deb: 'amd64', rpm: 'x86_64' }, arm64: { deb: 'arm64', rpm: 'aarch64' } });

/** What Electron links to, as Fedora and openSUSE provide it under one name: the libraries themselves. */
const RPM_LIBRARIES = [
  'libgtk-3.so.0', 'libnss3.so', 'libasound.so.2', 'libgbm.so.1', 'libatk-bridge-2.0.so.0', 'libdrm.so.2', 'libcups.so.2',
];

/**
 * @param {string} text
 * @param {Readonly<Record<string, string>>} values by mark, without the signs
 */
export function filled(text, values) {
  return text.replaceAll(/@([A-Z_]+)@/g, (mark, name) => values[name] ?? raise(mark));
}

/** @param {string} mark @returns {never} */
function raise(mark) {
  throw new Error(`nothing is known for ${mark}`);
}

/**
 * A version that sorts before the release of its number, as `~` does in both systems.
 * @param {string} version `0.1.0` or `0.1.0-not-for-release`
 */
export function packageVersion(version) {
  const [number = '', ...rest] = version.split('-');
  return rest.length === 0 ? number : `${number}~${rest.join('.')}`;
}

/** @param {string} text @param {number} width @returns {string[]} */
function wrapped(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * @param {{ version: string, arch: keyof typeof ARCHITECTURES, installedKilobytes: number, libraries: readonly (readonly string[])[] }} of
 *   `libraries`: Debian's packages, each with its names in older and newer releases
 */
export function debianControl({ version, arch, installedKilobytes, libraries }) {
  const depends = ['libc6 (>= 2.31)', 'libstdc++6', ...libraries.map((names) => names.join(' | '))];
  return `${[
    `Package: ${NAME}`,
    `Version: ${packageVersion(version)}`,
    'Section: math',
    'Priority: optional',
    `Architecture: ${ARCHITECTURES[arch].deb}`,
    `Maintainer: ${MAINTAINER}`,
    `Installed-Size: ${installedKilobytes}`,
    `Depends: ${depends.join(', ')}`,
    `Description: ${SUMMARY[0]?.toLowerCase() ?? ''}${SUMMARY.slice(1)}`,
    ...wrapped(DESCRIPTION, 78).map((line) => ` ${line}`),
  ].join('\n')}\n`;
}

/**
 * @param {{ version: string, arch: keyof typeof ARCHITECTURES, tree: string, files: readonly string[], level: number }} of
 *   `tree`: the folder to take `usr/` from; `files`: the lines of %files
 */
export function rpmSpec({ version, arch, tree, files, level }) {
  return `${[
    `Name: ${NAME}`,
    `Version: ${packageVersion(version)}`,
    'Release: 1',
    `Summary: ${SUMMARY}`,
    'License: GPL-3.0-or-later',
    'Group: Productivity/Scientific/Math',
    'AutoReqProv: no',
    ...RPM_LIBRARIES.map((library) => `Requires: ${library}()(64bit)`),
    '# What is packed is built already, and stays as it is, to the byte.',
    '%global debug_package %{nil}',
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    `%global _binary_payload w${level}.xzdio`,
    '%global use_source_date_epoch_as_buildtime 1',
    '%global clamp_mtime_to_source_date_epoch 1',
    '%global _buildhost localhost',
    `%global _target_cpu ${ARCHITECTURES[arch].rpm}`,
    '',
    '%description',
    ...wrapped(DESCRIPTION, 78),
    '',
    '%install',
    `cp -a '${tree}/.' '%{buildroot}/'`,
    '',
    '%files',
    '%defattr(-,root,root,-)',
    ...files,
  ].join('\n')}\n`;
}
