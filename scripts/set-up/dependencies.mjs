/**
 * The packages of the lockfile, installed without running their install scripts: what those would do
 * (fetch Node, fetch Electron, compile) is done by the steps of set-up, each when it is needed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentWith, npmCommand, npmComplaint, run } from './command.mjs';
import { SetUpFailure } from './failure.mjs';
import { packages, projectRoot } from './places.mjs';
import { toolchainNode } from './toolchain.mjs';

const lockfile = join(projectRoot, 'package-lock.json');
const installedRecord = join(packages, '.package-lock.json');
const stamp = join(packages, '.leibniz-lockfile');

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage
 * @typedef {Readonly<Record<string, LockedPackage>>} LockedPackages
 */

/**
 * Whether what npm says it installed is what the lockfile asks for. Optional packages may be missing
 * (they belong to other platforms); nothing may be missing or different otherwise.
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 * @returns {string | null} the first package that differs
 */
export function firstDifference(wanted, installed) {
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    const found = installed[place];
    if (found === undefined) {
      if (entry.optional === true || entry.devOptional === true || entry.peer === true) continue;
      return place;
    }
    if (found.version !== entry.version ||
      (entry.integrity !== undefined && found.integrity !== undefined && found.integrity !== entry.integrity)) return place;
  }
  return null;
}

/** @param {string} file @returns {LockedPackages} */
function lockedPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

function lockfileHash() {
  return createHash('sha256').update(readFileSync(lockfile)).digest('hex');
}

function isInstalled() {
  if (!existsSync(installedRecord)) return false;
  const hash = lockfileHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (firstDifference(lockedPackages(lockfile), lockedPackages(installedRecord)) !== null) return false;
  // Installed by hand, and right: remember it.
  writeFileSync(stamp, hash);
  return true;
}

export const dependencies = {
  name: 'dependencies',
  needed() {
    return isInstalled() ? null : 'installing the packages of the lockfile (npm ci)';
  },
  async act() {
    const node = toolchainNode();
    const [file, args] = npmCommand(node, ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    const outcome = await run(file, args, { cwd: projectRoot, env: environmentWith(dirname(node)), limitSeconds: 1800 });
    if (outcome.code !== 0) {
      throw new SetUpFailure(
        `npm ci did not install the packages: ${npmComplaint(outcome)}`,
        /\bEUSAGE\b/.test(outcome.output)
          ? 'package.json and package-lock.json disagree: whoever changed one must change the other (npm install), and commit both.'
          : 'check the network and the registry setting (npm ping; npm config get registry) and the free disk space, then run the command again.',
      );
    }
    writeFileSync(stamp, lockfileHash());
  },
};
