/**
 * Runs other programs for set-up: output is kept and shown only when the program fails, time is
 * limited, and npm is found the way it was called.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/**
 * @typedef {{ code: number | null, signal: string | null, output: string, timedOut: boolean }} Outcome
 */

/**
 * Runs a program to its end; never throws for a failing program.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitSeconds?: number }} [options]
 * @returns {Promise<Outcome>} `code` is null and `output` the reason where the program did not start
 */
export function run(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const chunks = [];
    let timedOut = false;
    const limit =
      options.limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.limitSeconds * 1000);
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      clearTimeout(limit);
      resolve({ code: null, signal: null, output: error.message, timedOut });
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code, signal, output: Buffer.concat(chunks).toString('utf8'), timedOut });
    });
  });
}

/**
 * The last lines of a failed program's output, indented, for a failure message.
 * @param {Outcome} outcome
 * @param {number} [lines]
 */
export function ending(outcome, lines = 15) {
  const why = outcome.timedOut
    ? 'it ran out of time'
    : outcome.signal !== null
    ? `it was ended by ${outcome.signal}`
    : `exit code ${outcome.code ?? 'none'}`;
  const text = outcome.output.trimEnd().split('\n').slice(-lines);
  return `${why}\n${text.map((line) => `    ${line}`).join('\n')}`;
}

/**
 * What npm said was wrong: its first error lines, because the last ones are about its usage and logs.
 * @param {Outcome} outcome
 */
export function npmComplaint(outcome) {
  const errors = outcome.output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
  return errors.length === 0 ? ending(outcome) : ending({ ...outcome, output: errors.slice(0, 12).join('\n') });
}

/**
 * A program's full path on PATH, or null.
 * @param {string} name
 */
export function onPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const candidate = join(folder, name);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      // Not here; look on.
    }
  }
  return null;
}

/**
 * How to call npm: the same npm that started us, run by the given Node, or the one on PATH.
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function npmCommand(node, args) {
  const script = process.env['npm_execpath'];
  if (script !== undefined && basename(script) === 'npm-cli.js') return [node, [script, ...args]];
  return ['npm', [...args]];
}

/**
 * The environment with a Node's folder in front of PATH, and without npm settings that would leak from
 * an outer `npm run` into the calls set-up makes.
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWith(folder) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
  for (const name of Object.keys(environment)) if (/^npm_(lifecycle|package)_/.test(name) || /^npm_config_nodedir$/i.test(name)) {
    delete environment[name];
  }
  return environment;
}
