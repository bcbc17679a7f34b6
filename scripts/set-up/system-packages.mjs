/**
 * What the operating system has to bring: the libraries Electron links to, a virtual screen for tests,
 * and a compiler where better-sqlite3 has to be built. On Debian and its relatives, root gets them
 * installed; everyone else gets the exact command.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ending, onPath, run } from './command.mjs';
import { SetUpFailure, say } from './failure.mjs';

/** Shared libraries of Electron, with their Debian packages (the newer name first). */
export const LIBRARIES = /** @type {const} */ ([
  ['libgtk-3.so.0', ['libgtk-3-0t64', 'libgtk-3-0']],
  ['libnss3.so', ['libnss3']],
  ['libasound.so.2', ['libasound2t64', 'libasound2']],
  ['libgbm.so.1', ['libgbm1']],
  ['libXss.so.1', ['libxss1']],
  ['libatk-bridge-2.0.so.0', ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0']],
  ['libdrm.so.2', ['libdrm2']],
  ['libcups.so.2', ['libcups2t64', 'libcups2']],
]);

const SCREEN = /** @type {const} */ ([
  ['Xvfb', ['xvfb']],
  ['xauth', ['xauth']],
]);

/** Of queues, for tests: each is started in a folder of its own, and none is left running. */
const SERVERS = /** @type {const} */ ([
  ['redis-server', ['redis-server']],
  ['initdb', ['postgresql']],
]);

const COMPILER = /** @type {const} */ ([
  ['python3', ['python3']],
  ['make', ['make']],
  ['g++', ['g++']],
]);

/**
 * The libraries of `wanted` that the loader's cache does not know.
 * @param {readonly string[]} wanted sonames
 * @param {string} cache what `ldconfig -p` prints
 * @param {string} architecture Node's name
 */
export function missingLibraries(wanted, cache, architecture) {
  const mark = architecture === 'x64' ? 'x86-64' : architecture === 'arm64' ? 'AArch64' : '';
  const known = new Set();
  for (const line of cache.split('\n')) {
    const [, name, kind] = /^\s*(\S+) \(([^)]*)\)/.exec(line) ?? [];
    if (name !== undefined && kind !== undefined && kind.includes(mark)) known.add(name);
  }
  return wanted.filter((name) => !known.has(name));
}

function librariesLacking() {
  if (process.platform !== 'linux') return [];
  const tool = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((path) => existsSync(path)) ?? onPath('ldconfig');
  if (tool === null) return [];
  const listed = spawnSync(tool, ['-p'], { encoding: 'utf8' });
  // Where the loader's cache cannot be asked (musl), Electron itself will say what it lacks.
  if (listed.status !== 0 || listed.stdout === '') return [];
  return missingLibraries(
    LIBRARIES.map(([name]) => name),
    listed.stdout,
    process.arch,
  );
}

/** @param {readonly (readonly [string, readonly string[]])[]} programs */
function programsLacking(programs) {
  return programs.filter(([name]) => onPath(name) === null).map(([name]) => name);
}

/** @param {string} name */
function debianNames(name) {
  for (const [thing, names] of [...LIBRARIES, ...SCREEN, ...COMPILER, ...SERVERS]) if (thing === name) return names;
  return [];
}

function isDebian() {
  return existsSync('/etc/debian_version') && onPath('apt-get') !== null;
}

/**
 * The name under which this release of the distribution carries the package.
 * @param {readonly string[]} names
 */
function carriedName(names) {
  if (names.length === 1) return names[0];
  return names.find((name) => {
    const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    return policy.status === 0 && /Candidate: (?!\(none\))/.test(policy.stdout);
  }) ?? names[names.length - 1];
}

/**
 * Installs what is lacking, or says how.
 * @param {readonly string[]} lacking sonames or programs
 * @param {string} purpose
 */
async function provide(lacking, purpose) {
  if (!isDebian()) {
    throw new SetUpFailure(
      `${purpose} needs ${lacking.join(', ')}, and this is not Debian, so set-up cannot install them`,
      "install them with this system's package manager, then run the command again.",
    );
  }
  const names = () => lacking.map((name) => carriedName(debianNames(name))).filter((name) => name !== undefined);
  if (process.getuid?.() !== 0) {
    const sudo = onPath('sudo') === null ? '' : 'sudo ';
    throw new SetUpFailure(
      `${purpose} needs ${lacking.join(', ')}, and only root can install them`,
      `run this as root, then run the command again:\n\n    ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names().join(' ')}\n`,
    );
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run('apt-get', ['update', '-qq'], { env: environment, limitSeconds: 600 });
  if (updated.code !== 0) say(`apt-get update had trouble, trying to install all the same: ${ending(updated, 3)}`);
  const wanted = names();
  const installed =
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { env: environment, limitSeconds: 1800 });
  if (installed.code !== 0) {
    throw new SetUpFailure(
      `apt-get could not install ${wanted.join(' ')}: ${ending(installed)}`,
      `see that /etc/apt/sources.list names a reachable Debian mirror, then run:\n\n    apt-get update && apt-get install -y --no-install-recommends ${wanted.join(' ')}\n`,
    );
  }
}

/**
 * A step that provides system packages.
 * @param {string} name
 * @param {string} purpose how a sentence about it begins
 * @param {() => readonly string[]} lacking
 */
function packagesStep(name, purpose, lacking) {
  return {
    name,
    needed() {
      const things = lacking();
      return things.length === 0 ? null : `${purpose} needs ${things.join(', ')} from the operating system`;
    },
    act: () => provide(lacking(), purpose),
  };
}

export const libraries = packagesStep('libraries', 'Electron', librariesLacking);
export const screen = packagesStep(
  'screen', 'testing the window without a display', () => (process.platform === 'linux' ? programsLacking(SCREEN) : []),
);

/** Servers of queues, on Debian under /usr/lib. */
export const servers = packagesStep(
  'servers', 'testing runs on many machines',
  () => programsLacking(SERVERS).filter((name) => name !== 'initdb' || !existsSync('/usr/lib/postgresql')),
);

/** Makes sure that native code can be compiled here. */
export async function requireCompiler() {
  const lacking = programsLacking(COMPILER);
  if (lacking.length > 0) await provide(lacking, 'building better-sqlite3');
}

