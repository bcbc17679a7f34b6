/**
 * The Node that every npm script runs on: the registry's build of the pinned version, kept in the
 * cache, linked into node_modules/.bin, where npm looks first. Its headers also serve to build native
 * add-ons. Set-up itself runs on the machine's own Node (≥ 20.19).
 */
import { existsSync, lstatSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetUpFailure } from './failure.mjs';
import { fetchPackage, makeFolder } from './package-archive.mjs';
import { HOST_PLATFORM, TOOLCHAIN_NODE } from './pins.mjs';
import { cacheRoot, packages } from './places.mjs';

const pinned = TOOLCHAIN_NODE.packages[HOST_PLATFORM];

/** Folder of the toolchain: bin/node and include/node. */
export function toolchainFolder() {
  return join(cacheRoot(), `node-${TOOLCHAIN_NODE.version}-${HOST_PLATFORM}`);
}

/** The Node to run the project's programs with. */
export function toolchainNode() {
  return pinned === undefined ? process.execPath : join(toolchainFolder(), 'bin', 'node');
}

/**
 * What to do about Node on this machine.
 * @param {{ pinned: boolean, cached: boolean, running: string }} facts `running` is the version of this process
 * @returns {'ready' | 'fetch' | 'too-old'}
 */
export function toolchainVerdict({ pinned, cached, running }) {
  if (pinned) return cached ? 'ready' : 'fetch';
  // No build is pinned for this platform: its own Node will do if it strips types and has Node-API 10.
  return Number(running.replace(/^v/, '').split('.')[0]) >= 24 ? 'ready' : 'too-old';
}

function verdict() {
  return toolchainVerdict({ pinned: pinned !== undefined, cached: existsSync(toolchainNode()), running: process.version });
}

export const toolchain = {
  name: 'toolchain',
  needed() {
    return verdict() === 'ready'
      ? null
      : `fetching Node ${TOOLCHAIN_NODE.version} for ${HOST_PLATFORM} from the registry (52 MB, once for all checkouts)`;
  },
  async act() {
    if (pinned === undefined) {
      throw new SetUpFailure(
        `the registry's Node builds are pinned for Linux only, and this is Node ${process.version} on ${HOST_PLATFORM}`,
        'install Node 24 or newer and run the command again.',
      );
    }
    await makeFolder(toolchainFolder(), async (folder) => {
      const draft = join(folder, 'draft');
      mkdirSync(draft);
      await fetchPackage({ ...pinned, version: TOOLCHAIN_NODE.version, node: process.execPath }, draft);
      for (const part of ['bin', 'include', 'LICENSE']) renameSync(join(draft, 'package', part), join(folder, part));
      rmSync(draft, { recursive: true });
    });
  },
};

/**
 * Makes `link` a symbolic link to `target`, replacing whatever is there in one step.
 * @param {string} target
 * @param {string} link
 */
function linkTo(target, link) {
  mkdirSync(dirname(link), { recursive: true });
  const draft = `${link}.${process.pid}`;
  symlinkSync(target, draft);
  renameSync(draft, link);
}

const packageBinary = join(packages, 'node', 'bin', 'node');
const linkedBinary = join(packages, '.bin', 'node');

function isLinked() {
  try {
    lstatSync(linkedBinary);
    return realpathSync(linkedBinary) === realpathSync(toolchainNode());
  } catch {
    return false;
  }
}

export const toolchainLink = {
  name: 'toolchain-link',
  needed() {
    return pinned === undefined || isLinked() ? null : `npm scripts run on Node ${TOOLCHAIN_NODE.version} from now on`;
  },
  async act() {
    linkTo(toolchainNode(), packageBinary);
    linkTo(join('..', 'node', 'bin', 'node'), linkedBinary);
  },
};
