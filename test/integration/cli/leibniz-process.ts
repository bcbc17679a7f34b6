/** Runs the command `leibniz` as its users do: a process of its own, its output in pipes. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../../src-main/engine/entry-points.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const entry = join(projectFolder(), 'src-main/cli/main.ts');

/** @param output where stdout goes instead of into the result: an open file */
export function startLeibniz(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  output: number | 'pipe' = 'pipe',
): { readonly process: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [entry, ...words], { env: { ...process.env, ...environment }, stdio: ['ignore', output, 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return { process: child, ended };
}

export function leibniz(...words: string[]): Promise<Ended> {
  return startLeibniz(words).ended;
}

/**
 * Starts it, presses Ctrl-C once it is at work and waits for its end. That it is at work cannot be seen
 * from outside: a process that was not yet listening dies of the signal, and is started again with more time.
 */
export async function interruptedLeibniz(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  for (let seconds = 3; ; seconds *= 2) {
    const { process: child, ended } = startLeibniz(words, environment);
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    child.kill('SIGINT');
    const result = await ended;
    if (result.code !== null || seconds > 30) return result;
  }
}

/** Runs with --json, which must print exactly one JSON object on stdout and, in a pipe, nothing on stderr. */
export async function leibnizJson(...words: string[]): Promise<Record<string, unknown>> {
  const ended = await leibniz(...words, '--json');
  if (ended.code !== 0) throw new Error(`leibniz ${words.join(' ')} ended with ${ended.code}: ${ended.stderr}${ended.stdout}`);
  if (ended.stderr !== '') throw new Error(`stderr should be empty in a pipe: ${ended.stderr}`);
  const value: unknown = JSON.parse(ended.stdout);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('the document is no object');
  return Object.fromEntries(Object.entries(value));
}
