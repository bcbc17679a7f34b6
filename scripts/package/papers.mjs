/**
 * What goes with every package on paper: the notices of others, the bill of materials (CycloneDX), where the
 * sources are, and the archive of them.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ending, environmentWith, run } from '../set-up/command.mjs';
import { SetUpFailure } from '../set-up/failure.mjs';
import { shippedPackages } from '../set-up/notices.mjs';
import { TOOLCHAIN_NODE } from '../set-up/pins.mjs';
import { packages, projectRoot } from '../set-up/places.mjs';
import { toolchainFolder, toolchainNode } from '../set-up/toolchain.mjs';
import { NAME } from './identity.mjs';
import { filled } from './linux-texts.mjs';

/**
 * @typedef {{ 'bom-ref': string, name: string, group?: string, version?: string }} Component
 * @typedef {{ components: Component[], dependencies?: { ref: string, dependsOn?: string[] }[], metadata?: object }} Bill
 */

/**
 * The bill of what is shipped: of everything installed only what the packages take in, and the two runtimes, which are not
 * installed packages.
 * @param {Bill} whole
 * @param {readonly string[]} shipped
 * @param {{ electron: string, node: string }} runtimes versions
 * @returns {Bill}
 */
export function billOfShipped(whole, shipped, { electron, node }) {
  const wanted = new Set(shipped);
  const kept = whole.components.filter(({ name, group }) => wanted.has(group === undefined ? name : `${group}/${name}`));
  const refs = new Set(kept.map((component) => component['bom-ref']));
  /** @param {string} name @param {string} version @param {string} license */
  const runtime = (name, version, license) => ({
    type: 'framework', 'bom-ref': `${name}@${version}`, name, version, purl: `pkg:npm/${name}@${version}`,
    licenses: [{ license: { id: license } }],
  });
  const components = [...kept, runtime('electron', electron, 'MIT'), runtime('node', node, 'MIT')];
  const dependencies = whole.dependencies?.filter(({ ref }) => refs.has(ref)).map(({ ref, dependsOn }) => (
    dependsOn === undefined ? { ref } : { ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  return { ...whole, components, ...(dependencies === undefined ? {} : { dependencies }) };
}

/** @param {string} name of an installed package */
function installedVersion(name) {
  return /** @type {{ version: string }} */ (JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'))).version;
}

/**
 * @param {string} folder
 * @param {{ version: string, electron: string }} of
 */
export async function writePapers(folder, { version, electron }) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(projectRoot, 'out', 'renderer', 'third-party-notices.txt'), join(folder, 'third-party-notices.txt'));
  const nodeLicense = join(toolchainFolder(), 'LICENSE');
  if (existsSync(nodeLicense)) copyFileSync(nodeLicense, join(folder, 'node-license.txt'));
  const sources = filled(readFileSync(join(projectRoot, 'packaging', 'sources.txt'), 'utf8'), {
    VERSION: version, SOURCE_ARCHIVE: sourceArchiveName(version), GLPK_JS: installedVersion('glpk.js'),
  });
  writeFileSync(join(folder, 'sources.txt'), sources);
  const bill = join(folder, 'bill-of-materials.cdx.json');
  const node = toolchainNode();
  const made = await run(node, [
    join(packages, '@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js'), '--output-reproducible', '--flatten-components', '--no-validate',
    '--output-format', 'JSON', '--output-file', bill, join(projectRoot, 'package.json'),
  ], { cwd: projectRoot, env: environmentWith(dirname(node)), limitSeconds: 600 });
  if (made.code !== 0) throw new SetUpFailure(`the bill of materials could not be made: ${ending(made)}`, 'see its words above.');
  const shipped = billOfShipped(
    JSON.parse(readFileSync(bill, 'utf8')), shippedPackages(projectRoot, join(projectRoot, 'out')),
    { electron, node: TOOLCHAIN_NODE.version },
  );
  writeFileSync(bill, `${JSON.stringify(shipped, null, 1)}\n`);
}

/** @param {string} version */
const sourceArchiveName = (version) => `${NAME}-${version.split('-')[0] ?? version}-source.tar.gz`;

/**
 * The sources of the commit at hand, as the license asks for beside the packages.
 * @param {string} out @param {string} version
 * @returns {Promise<string | null>} null where this is no checkout
 */
export async function writeSourceArchive(out, version) {
  const name = sourceArchiveName(version);
  const made = await run('git', ['archive', '--format=tar.gz', `--prefix=${name.replace('.tar.gz', '')}/`, '-o', join(out, name), 'HEAD'], {
    cwd: projectRoot,
  });
  if (made.code === 0) return join(out, name);
  // Git has begun the file before it found that there is nothing to put into it.
  rmSync(join(out, name), { force: true });
  return null;
}
