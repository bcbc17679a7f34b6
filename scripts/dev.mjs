/**
 * `npm run dev`: the workbench from sources, reloading the page as it changes and starting anew when
 * the main process does. Further arguments go to the program.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { emptyOut } from './set-up/build.mjs';
import { environmentWith } from './set-up/command.mjs';
import { requireElectron } from './set-up/electron.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { packages, projectRoot } from './set-up/places.mjs';
import { sandboxHere } from './set-up/sandbox.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

try {
  await setUp('electron');
  const electron = requireElectron();
  emptyOut();
  const node = toolchainNode();
  const environment = environmentWith(dirname(node));
  if (electron.kind !== 'downloaded') environment['ELECTRON_OVERRIDE_DIST_PATH'] = electron.folder;
  if (sandboxHere() !== 'sandboxed') environment['NO_SANDBOX'] = '1';
  environment['ELECTRON_EXEC_PATH'] = electron.executable;
  const words = process.argv.slice(2);
  const child = spawn(
    node, [join(packages, 'electron-vite/bin/electron-vite.js'), 'dev', '--watch', ...(words.length === 0 ? [] : ['--', ...words])],
    { cwd: projectRoot, env: environment, stdio: 'inherit' },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => {
    process.exitCode = code ?? 143;
  });
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
