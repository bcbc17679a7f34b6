/**
 * better-sqlite3 for the runtimes at hand. Its package brings one binary for every runtime with
 * Node-API 10 (Node ≥ 22.14, Electron ≥ 36); an older runtime crashes on it. There it is built from the
 * package's own sources against the experimental Node-API, which loads in old and new runtimes alike,
 * and is put where the package's loader looks first. What is in place is tried in each runtime once.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ending, environmentWith, run } from './command.mjs';
import { electronPlace } from './electron.mjs';
import { SetUpFailure, say } from './failure.mjs';
import { makeFolder } from './package-archive.mjs';
import { HOST_PLATFORM, TOOLCHAIN_NODE } from './pins.mjs';
import { cacheRoot, packages } from './places.mjs';
import { requireCompiler } from './system-packages.mjs';
import { toolchainFolder, toolchainNode } from './toolchain.mjs';

const home = join(packages, 'better-sqlite3');
const built = join(home, 'build', 'Release', 'better_sqlite3.node');
const record = join(home, '.leibniz-tried.json');

const PATCH = /** @type {const} */ (["'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'"]);

/** Opens a database, writes and reads: loading alone does not show that the calls work. */
const TRIAL = `const D = require(${JSON.stringify(home)}); const d = new D(':memory:'); d.exec('create table t(x)'); d.prepare('insert into t values (?)').run(42n); if (d.prepare('select x from t').get().x !== 42) process.exit(9); process.stdout.write('works');`;

/**
 * @typedef {{ label: string, executable: string, environment: NodeJS.ProcessEnv, nodeApi10: boolean }} Runtime
 */

/**
 * Whether an Electron version has Node-API 10, which the package's own binary needs.
 * @param {string} version
 */
export function electronHasNodeApi10(version) {
  return Number(version.split('.')[0]) >= 36;
}

/** @param {boolean} withElectron @returns {Runtime[]} */
function runtimes(withElectron) {
  /** @type {Runtime[]} */
  const list = [{ label: `Node ${TOOLCHAIN_NODE.version}`, executable: toolchainNode(), environment: {}, nodeApi10: true }];
  const electron = withElectron ? electronPlace() : null;
  if (electron !== null) {
    list.push({
      label: `Electron ${electron.version}`,
      executable: electron.executable,
      environment: { ELECTRON_RUN_AS_NODE: '1' },
      nodeApi10: electronHasNodeApi10(electron.version),
    });
  }
  return list;
}

function packageVersion() {
  return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version;
}

/** Names what a rebuilt binary depends on. */
function buildKey() {
  const contents = createHash('sha256').update(readFileSync(join(home, 'binding.gyp'))).update(PATCH.join('\n')).update(
    TOOLCHAIN_NODE.version,
  ).digest('hex');
  return `${packageVersion()}-${HOST_PLATFORM}-${contents.slice(0, 12)}`;
}

/** @returns {{ version: string, binary: string, works: readonly string[] } | null} */
function tried() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Labels of the runtimes in which what is in place has not been tried.
 * @param {boolean} withElectron
 */
function untried(withElectron) {
  const list = runtimes(withElectron);
  const known = tried();
  const binary = existsSync(built) ? buildKey() : 'package';
  if (known === null || known.version !== packageVersion() || known.binary !== binary) return list;
  return list.filter(({ label }) => !known.works.includes(label));
}

/** @param {Runtime} runtime @returns {Promise<string | null>} null when it works, else why not */
async function trial(runtime) {
  const outcome = await run(runtime.executable, ['-e', TRIAL], { env: { ...process.env, ...runtime.environment }, limitSeconds: 60 });
  return outcome.code === 0 && outcome.output.includes('works') ? null : ending(outcome, 4);
}

/** Builds into the cache, unless it is there. Returns the binary. */
async function buildInCache() {
  const folder = join(cacheRoot(), `better-sqlite3-${buildKey()}`);
  const binary = join(folder, 'better_sqlite3.node');
  if (existsSync(binary)) return binary;
  await requireCompiler();
  say('building better-sqlite3 for an older Node-API (about a minute, once for all checkouts)');
  await makeFolder(folder, async (draft) => {
    const place = join(draft, 'work', 'node_modules');
    mkdirSync(place, { recursive: true });
    const source = join(place, 'better-sqlite3');
    cpSync(home, source, { recursive: true, filter: (path) => path !== join(home, 'build') && path !== join(home, 'prebuilds') });
    symlinkSync(join(packages, 'node-addon-api'), join(place, 'node-addon-api'));
    const recipe = join(source, 'binding.gyp');
    const text = readFileSync(recipe, 'utf8');
    if (!text.includes(PATCH[0])) {
      throw new SetUpFailure(
        `better-sqlite3 ${packageVersion()} no longer declares its Node-API version where the patch expects it`,
        'adapt PATCH in scripts/set-up/sqlite.mjs to its binding.gyp.',
      );
    }
    writeFileSync(recipe, text.replace(PATCH[0], PATCH[1]));
    const node = toolchainNode();
    const outcome = await run(
      node,
      [join(packages, 'node-gyp', 'bin', 'node-gyp.js'), 'rebuild', '--release', '--force_build=1', `--nodedir=${toolchainFolder()}`],
      { cwd: source, env: environmentWith(dirname(node)), limitSeconds: 1800 },
    );
    if (outcome.code !== 0) throw new SetUpFailure(
      `better-sqlite3 could not be built: ${ending(outcome, 30)}`,
      'the compiler says above what it lacks; g++ 12 or newer, make and python3 are needed.',
    );
    renameSync(join(source, 'build', 'Release', 'better_sqlite3.node'), join(draft, 'better_sqlite3.node'));
    rmSync(join(draft, 'work'), { recursive: true });
  });
  return binary;
}

/** @param {string} binary */
function place(binary) {
  mkdirSync(dirname(built), { recursive: true });
  // A running process may have the old one mapped: replace it, never write into it.
  const draft = `${built}.${process.pid}`;
  copyFileSync(binary, draft);
  renameSync(draft, built);
}

/** @param {boolean} withElectron */
export function sqliteStep(withElectron) {
  return {
    name: 'better-sqlite3',
    needed() {
      const list = untried(withElectron);
      return list.length === 0 ? null : `trying better-sqlite3 in ${list.map(({ label }) => label).join(' and ')}`;
    },
    async act() {
      const list = runtimes(withElectron);
      if (!list.every(({ nodeApi10 }) => nodeApi10)) place(await buildInCache());
      let complaints = await complaintsOf(list);
      if (complaints.length > 0 && !existsSync(built)) {
        say(`the package's own binary does not load here; building it`);
        place(await buildInCache());
        complaints = await complaintsOf(list);
      }
      if (complaints.length > 0) {
        throw new SetUpFailure(
          `better-sqlite3 does not load: ${complaints.join('; ')}`,
          `delete ${join(home, 'build')} and the better-sqlite3 folders in ${cacheRoot()}, then run the command again; if it stays so, the message above names what is missing.`,
        );
      }
      writeFileSync(record, JSON.stringify({
        version: packageVersion(), binary: existsSync(built) ? buildKey() : 'package', works: list.map(({ label }) => label),
      }));
    },
  };
}

/** @param {readonly Runtime[]} list */
async function complaintsOf(list) {
  const complaints = [];
  for (const runtime of list) {
    const complaint = await trial(runtime);
    if (complaint !== null) complaints.push(`${runtime.label}: ${complaint}`);
  }
  return complaints;
}
