/**
 * The program's own files as they go into a package, twice: for the window, packed into one archive that Electron
 * checks, and for the command, which runs on a Node that cannot read such an archive.
 */
import { createPackageWithOptions } from '@electron/asar';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { ending, environmentWith, run } from '../set-up/command.mjs';
import { SetUpFailure } from '../set-up/failure.mjs';
import { LICENSE_FILE, atRunTime } from '../set-up/notices.mjs';
import { packages, projectRoot } from '../set-up/places.mjs';
import { toolchainNode } from '../set-up/toolchain.mjs';

/** Runtime packages that no file of the program loads: bundled already, headers, or an extra of piscina's that is not asked for. */
const NOT_LOADED = new Set(['zod', 'node-addon-api', '@napi-rs/nice']);
/** What a package has besides code: declarations, maps, texts, sources and tests of its own. */
const LEFT_OUT_FOLDERS = new Set(['test', 'tests', 'docs', 'examples', 'deps', 'benchmark', 'bundle', '.github', 'website']);
const CODE = new Set(['.js', '.cjs', '.mjs', '.json', '.wasm', '.node']);

/**
 * Whether a file of a package is shipped.
 * @param {string} inside its path in the package, with `/`
 */
export function isShipped(inside) {
  const parts = inside.split('/');
  if (parts.slice(0, -1).some((part) => LEFT_OUT_FOLDERS.has(part))) return false;
  const name = parts.at(-1) ?? '';
  return LICENSE_FILE.test(name) || (CODE.has(extname(name)) && !/^(rollup|babel|eslint)\b.*config/.test(name));
}

/**
 * better-sqlite3's binary: the one that set-up tried here, where the package is for this machine's runtimes, else the package's own.
 * @param {string} platform @param {string} arch
 */
function nativeBinary(platform, arch) {
  const built = 'build/Release/better_sqlite3.node';
  const here = platform === process.platform && arch === process.arch && existsSync(join(packages, 'better-sqlite3', built));
  return here ? built : `prebuilds/${platform}-${arch}.node`;
}

/** @param {string} target @param {string} platform @param {string} arch */
function copyPackages(target, platform, arch) {
  for (const name of atRunTime(projectRoot)) {
    const from = join(packages, name);
    if (NOT_LOADED.has(name) || name.startsWith('@napi-rs/') || !existsSync(from)) continue;
    const binary = name === 'better-sqlite3' ? nativeBinary(platform, arch) : null;
    for (const inside of filesOf(from)) {
      const wanted = extname(inside) === '.node' ? inside === binary : isShipped(inside);
      if (wanted) copyFile(join(from, inside), join(target, 'node_modules', name, inside));
    }
  }
}

/** @param {string} folder @returns {string[]} */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).sort();
}

/** @param {string} from @param {string} to */
function copyFile(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
  chmodSync(to, 0o644);
}

/** What both have. @param {string} target @param {{ version: string, platform: string, arch: string }} of */
function stageCommon(target, { version, platform, arch }) {
  const whole = /** @type {Record<string, unknown>} */ (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')));
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), `${JSON.stringify({
    name: whole['name'], productName: 'Leibniz', version, description: whole['description'], license: whole['license'],
    author: whole['author'], type: 'module', main: whole['main'], desktopName: 'leibniz-workbench.desktop',
  }, null, 2)}\n`);
  for (const folder of ['migrations', 'examples']) {
    for (const file of filesOf(join(projectRoot, folder))) copyFile(join(projectRoot, folder, file), join(target, folder, file));
  }
  copyFile(join(projectRoot, 'LICENSE'), join(target, 'LICENSE'));
  copyPackages(target, platform, arch);
  for (const folder of ['out/kernels', 'out/examples']) {
    for (const file of filesOf(join(projectRoot, folder))) copyFile(join(projectRoot, folder, file), join(target, folder, file));
  }
}

/**
 * The window's archive; the native addon lies beside it, since the system's loader reads no archives.
 * @param {string} work an empty folder
 * @param {{ version: string, platform: string, arch: string }} of
 * @returns {Promise<string>} the archive
 */
export async function stageWindow(work, of) {
  const app = join(work, 'app');
  stageCommon(app, of);
  for (const part of ['main', 'preload', 'renderer', 'shared', 'workers']) {
    for (const file of filesOf(join(projectRoot, 'out', part))) {
      if (!file.endsWith('.map')) copyFile(join(projectRoot, 'out', part, file), join(app, 'out', part, file));
    }
  }
  const archive = join(work, 'app.asar');
  await createPackageWithOptions(app, archive, { unpack: '*.node' });
  return archive;
}

/**
 * The command: its own build, and how it is started.
 * @param {string} target
 * @param {{ version: string, platform: string, arch: string, node: string }} of `node`: the executable it runs on
 */
export async function stageCommand(target, { node, ...of }) {
  mkdirSync(target, { recursive: true });
  const tool = toolchainNode();
  const built = await run(
    tool,
    [join(packages, 'vite/bin/vite.js'), 'build', '--config', join(projectRoot, 'command.vite.config.ts'), '--outDir', join(target, 'out')],
    { cwd: projectRoot, env: { ...environmentWith(dirname(tool)), NODE_ENV: 'production' } },
  );
  if (built.code !== 0) throw new SetUpFailure(`the command could not be built: ${ending(built, 40)}`, 'correct the error above.');
  stageCommon(target, of);
  const windows = of.platform === 'win32';
  const executable = join(target, windows ? 'node.exe' : 'node');
  cpSync(node, executable);
  chmodSync(executable, 0o755);
  if (of.platform === 'linux' && of.arch === process.arch) await run('strip', [executable]);
  const launcher = join(target, windows ? 'leibniz.cmd' : 'leibniz');
  cpSync(join(projectRoot, 'packaging', basename(launcher)), launcher);
  chmodSync(launcher, 0o755);
}
