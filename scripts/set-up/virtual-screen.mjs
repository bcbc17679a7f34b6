/**
 * A screen of its own for tests: an Xvfb on a display number it picks itself, readable only by who has
 * its cookie. Ends with the process that started it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetUpFailure } from './failure.mjs';

/**
 * @typedef {{ environment: { DISPLAY: string, XAUTHORITY: string }, stop: () => Promise<void> }} VirtualScreen
 */

/**
 * @param {{ width?: number, height?: number }} [size]
 * @returns {Promise<VirtualScreen>}
 */
export async function startVirtualScreen({ width = 1920, height = 1200 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-screen-'));
  const authority = join(folder, 'authority');
  const cookie = randomBytes(16).toString('hex');
  // The server checks the cookie alone; the display's name, not known yet, matters to clients only.
  const served = spawnSync('xauth', ['-q', '-f', authority, 'add', ':0', '.', cookie], { encoding: 'utf8' });
  if (served.status !== 0) {
    throw new SetUpFailure(`xauth could not write ${authority}: ${served.error?.message ?? served.stderr}`, 'run: npm run set-up -- test');
  }
  const server =
    spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset', '-auth', authority], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  server.stderr?.on('data', (text) => (complaints += text));
  const ended = new Promise((resolve) => server.once('close', resolve));
  const stopNow = () => {
    server.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', stopNow);
  try {
    const display = await numberFrom(server);
    const environment = { DISPLAY: `:${display}`, XAUTHORITY: authority };
    const known = spawnSync('xauth', ['-q', '-f', authority, 'add', environment.DISPLAY, '.', cookie], { encoding: 'utf8' });
    if (known.status !== 0) throw new Error(known.stderr);
    return {
      environment,
      async stop() {
        process.removeListener('exit', stopNow);
        server.kill('SIGTERM');
        await ended;
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    process.removeListener('exit', stopNow);
    stopNow();
    throw new SetUpFailure(
      `the virtual screen did not start: ${/** @type {Error} */ (error).message} ${complaints.trim()}`, 'run: npm run set-up -- test',
    );
  }
}

/**
 * The display number that the server writes once it is ready.
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<number>}
 */
function numberFrom(server) {
  return new Promise((resolve, reject) => {
    const pipe = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
    let text = '';
    const limit = setTimeout(() => reject(new Error('it was not ready within 20 s')), 20_000);
    pipe.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(limit);
      resolve(Number(text.trim()));
    });
    server.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    server.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`it ended with exit code ${code}`));
    });
  });
}
