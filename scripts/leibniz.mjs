/**
 * `npm run -s leibniz -- ARGUMENTS`: the command line, from sources, on the toolchain's Node. Where that
 * is the Node at work already, as it is under npm once set up, no second process is started. Paths are
 * meant from where the person stands; npm has moved to the project's folder.
 */
import { spawn } from 'node:child_process';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TOOLCHAIN_NODE } from './set-up/pins.mjs';
import { sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { compiledSources, projectRoot } from './set-up/places.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

const entry = join(projectRoot, 'src-main', 'cli', 'main.ts');
const words = process.argv.slice(2);
const start = process.env['INIT_CWD'];
if (start !== undefined && process.env['npm_lifecycle_event'] === 'leibniz') process.chdir(start);

// Threads and the process started below take it from the environment, this process by the call, which an old Node 20 lacks.
process.env['NODE_COMPILE_CACHE'] ??= compiledSources;
module.enableCompileCache?.(process.env['NODE_COMPILE_CACHE']);

let ready = false;
try {
  await setUp('cli');
  ready = true;
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
if (ready && process.version === `v${TOOLCHAIN_NODE.version}`) {
  process.argv = [process.execPath, entry, ...words];
  await import(pathToFileURL(entry).href);
} else if (ready) {
  const child = spawn(toolchainNode(), [entry, ...words], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    sayFailure(error);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGHUP' ? 129 : signal === 'SIGINT' ? 130 : 143);
  });
}
