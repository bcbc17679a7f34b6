/**
 * The Node that the packaged command runs on: the pinned one, which is what the command is tested on. Electron's own
 * cannot be used, because the fuse that would let anybody run it as a plain Node is off.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackage } from '../set-up/package-archive.mjs';
import { HOST_PLATFORM, TOOLCHAIN_NODE } from '../set-up/pins.mjs';
import { toolchainNode } from '../set-up/toolchain.mjs';

/**
 * @param {string} platform @param {string} arch
 * @param {string} work a folder for what is unpacked
 * @returns {Promise<string | null>} the executable, or null where the registry has none of this version
 */
export async function commandNode(platform, arch, work) {
  const wanted = `${platform}-${arch}`;
  if (wanted === HOST_PLATFORM) return toolchainNode();
  const pinned = TOOLCHAIN_NODE.packages[wanted] ?? TOOLCHAIN_NODE.forPackagesOnly[wanted];
  if (pinned === undefined) return null;
  const folder = join(work, 'node');
  mkdirSync(folder);
  await fetchPackage({ ...pinned, version: TOOLCHAIN_NODE.version, node: toolchainNode() }, folder);
  return join(folder, 'package', 'bin', platform === 'win32' ? 'node.exe' : 'node');
}
