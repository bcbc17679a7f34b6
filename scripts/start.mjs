/**
 * `npm start [-- FILES]`: opens the workbench, setting up and building what is missing or stale.
 * Without a display, or with `--headless`, it runs the bundled study instead, which needs no Electron:
 * prints its table and writes a session and a report.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from './set-up/build.mjs';
import { environmentWith } from './set-up/command.mjs';
import { requireElectron } from './set-up/electron.mjs';
import { SetUpFailure, say, sayFailure } from './set-up/failure.mjs';
import { setUp } from './set-up/levels.mjs';
import { projectRoot } from './set-up/places.mjs';
import { sandboxHere } from './set-up/sandbox.mjs';
import { startVerdict } from './set-up/start-verdict.mjs';
import { toolchainNode } from './set-up/toolchain.mjs';

const STUDY = join(projectRoot, 'examples', 'first-light.study.json');

/**
 * Runs a program on this terminal to its end.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>} its exit code, or 128 + the signal's number as shells have it
 */
function onTerminal(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: 'inherit' });
    // The terminal sends Ctrl-C to both: wait for the child to finish as it sees fit.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    const pass = () => child.kill('SIGTERM');
    process.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** @param {readonly string[]} words */
async function openWindow(words) {
  await setUp('electron');
  if ((await build()) === 'built') say('built the program into out/');
  const electron = requireElectron();
  const sandbox = sandboxHere();
  if (sandbox !== 'sandboxed') {
    say(
      `starting without Chromium's sandbox, because ${sandbox === 'no-sandbox-as-root' ? 'root cannot have one' : 'this kernel gives users no namespaces'}`,
    );
  }
  const started = Date.now();
  // Files on the command line are meant from where the person stands, not from the project's folder.
  const code = await onTerminal(
    electron.executable, [...(sandbox === 'sandboxed' ? [] : ['--no-sandbox']), projectRoot, ...words],
    { cwd: process.env['INIT_CWD'] ?? process.cwd() },
  );
  if (code !== 0 && code < 128 && Date.now() - started < 10_000) {
    say('the window did not stay open; if no display can be reached from here: npm start -- --headless');
  }
  return code;
}

async function runStudy() {
  await setUp('cli');
  if (!existsSync(STUDY)) {
    throw new SetUpFailure(`the bundled study ${relative(projectRoot, STUDY)} is missing`, 'restore it from the repository.');
  }
  const folder = join(projectRoot, 'leibniz-study', new Date().toISOString().slice(0, 19).replaceAll(':', '-'));
  mkdirSync(folder, { recursive: true });
  const node = toolchainNode();
  const session = join(folder, 'first-light.leibniz');
  const report = join(folder, 'first-light.html');
  say('no display: running the bundled study without a window');
  const code = await onTerminal(
    node, [join(projectRoot, 'src-main/cli/main.ts'), 'study', 'run', STUDY, '--session', session, '--report', report],
    { cwd: projectRoot, env: environmentWith(dirname(node)) },
  );
  if (code === 0) say(`wrote ${relative(projectRoot, session)} and ${relative(projectRoot, report)}`);
  return code;
}

const words = process.argv.slice(2);
const verdict = startVerdict({
  platform: process.platform, display: process.env['DISPLAY'], wayland: process.env['WAYLAND_DISPLAY'], asked: words.includes('--headless'),
});
try {
  process.exitCode = verdict === 'window' ? await openWindow(words) : await runStudy();
} catch (error) {
  sayFailure(error);
  process.exitCode = 1;
}
