/**
 * The notices of the packages that are part of the built program: what the build took in, by its source maps,
 * what the page imports besides (style sheets and fonts have no maps), and what is loaded when the program
 * runs, with the licence texts that lie in the packages.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const LICENSE_FILE = /^(licen[cs]e|copying|notice)(\b|[-._])/i;
const PACKAGE_IN_PATH = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/;
const IMPORTED = /\bimport\s*\(?\s*(?:[^'"()]*?\bfrom\s*)?['"]((?:@[^/'"]+\/)?[^./'"@][^/'"]*)/g;

/**
 * @param {string} root the project's
 * @param {string} out the built program's folder
 * @returns {string[]} names, sorted
 */
export function shippedPackages(root, out) {
  const names = new Set([...bundled(out), ...imported(join(root, 'src-renderer')), ...atRunTime(root)]);
  return [...names].filter((name) => existsSync(join(root, 'node_modules', name, 'package.json'))).sort();
}

/** @param {string} folder @returns {string[]} */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @param {string} out */
function bundled(out) {
  return filesOf(out)
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => /** @type {{ sources?: string[] }} */ (JSON.parse(readFileSync(file, 'utf8'))).sources ?? [])
    .flatMap((source) => PACKAGE_IN_PATH.exec(source)?.[1] ?? []);
}

/** @param {string} folder */
function imported(folder) {
  return filesOf(folder)
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(IMPORTED)].flatMap(([, name]) => name ?? []));
}

/** Packages that are installed for the program itself, not for its making. @param {string} root */
export function atRunTime(root) {
  const lock = /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean }> }} */ (JSON.parse(readFileSync(
    join(root, 'package-lock.json'), 'utf8',
  )));
  return Object.entries(lock.packages).flatMap(
    ([place, { dev, devOptional }]) => (place !== '' && dev !== true && devOptional !== true ? place.slice('node_modules/'.length) : []),
  );
}

/**
 * @param {string} root
 * @param {readonly string[]} names
 * @returns {string}
 */
export function noticesOf(root, names) {
  const entries = names.map((name) => {
    const folder = join(root, 'node_modules', name);
    const about = /** @type {{ version: string, license?: string, author?: string | { name?: string } }} */ (JSON.parse(readFileSync(
      join(folder, 'package.json'), 'utf8',
    )));
    const author = typeof about.author === 'string' ? about.author : about.author?.name;
    const texts =
      readdirSync(folder).filter((file) => LICENSE_FILE.test(file)).sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    const text = texts.length > 0
      ? texts.join('\n\n')
      : `${author === undefined ? '' : `Copyright ${author}\n`}The package carries no licence text; its license field says ${about.license ?? 'nothing'}.`;
    return `${name} ${about.version} (${about.license ?? 'see below'})\n\n${text}\n`;
  });
  const rule = `\n${'─'.repeat(72)}\n\n`;
  return `Leibniz contains these packages by others. Electron, Chromium and Node come with notices of their own: LICENSE and LICENSES.chromium.html beside Electron’s executable.\n${rule}${entries.join(rule)}`;
}
