/**
 * `node scripts/print.mjs DOCUMENT.html FILE.pdf`: prints a document of the program's own making as PDF, by the Electron that
 * shows the window, in a process that shows none and keeps nothing. Chromium needs a display all the same: the one at hand, or
 * a virtual one. Ends with 0; else says in one line of stderr what is missing. Sets nothing up: the command line must not
 * fetch an Electron.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronPlace } from './set-up/electron.mjs';
import { projectRoot } from './set-up/places.mjs';
import { sandboxHere } from './set-up/sandbox.mjs';
import { startVerdict } from './set-up/start-verdict.mjs';
import { startVirtualScreen } from './set-up/virtual-screen.mjs';

const LIMIT_SECONDS = 120;

/** Started and not let go before the print is done. */
async function screen() {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland } = process.env;
  if (startVerdict({ platform: process.platform, display, wayland, asked: false }) === 'window') return null;
  const there = (/** @type {string} */ name) => spawnSync('which', [name]).status === 0;
  if (!there('Xvfb') || !there('xauth')) throw new Error('there is no display here, nor Xvfb and xauth to make one');
  return startVirtualScreen({ width: 800, height: 600 });
}

/** @param {string} from @param {string} to @returns {Promise<void>} */
async function print(from, to) {
  const electron = electronPlace();
  if (electron === null) throw new Error('there is no Electron here (npm run set-up -- electron gets it)');
  if (!existsSync(join(projectRoot, 'out/main/index.js'))) throw new Error('the window is not built here (npm run build builds it)');
  const virtual = await screen();
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-print-'));
  try {
    const child = spawn(electron.executable, [
      ...(sandboxHere() === 'sandboxed' ? [] : ['--no-sandbox']), '--disable-gpu', `--user-data-dir=${folder}`, projectRoot,
      `--print-document=${from}`, `--print-to=${to}`,
    ], { env: { ...process.env, ...virtual?.environment }, stdio: ['ignore', 'ignore', 'pipe'], timeout: 1000 * LIMIT_SECONDS });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (said = `${said}${text}`.slice(-4000)));
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const reason = /print failed: (.*)/.exec(said)?.[1] ?? `it ended with ${code ?? 'a signal'}`;
    if (code !== 0 || !existsSync(to)) throw new Error(`Electron did not print it: ${reason}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await virtual?.stop();
  }
}

const [from = '', to = ''] = process.argv.slice(2);
try {
  await print(from, to);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
