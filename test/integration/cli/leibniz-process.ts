/**
 * Runs the command `leibniz`: as its users do, in a process of its own with its output in pipes, where signals, environment, heap
 * or outputs matter; else in this process, from the same words to the same output and exit code, which saves the start of a process.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../../../src-main/engine/entry-points.ts';
import { hearsSignals } from '../../stress/process.ts';

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

/** The runs in this process, one after the other: a command has the process's output and exit code to itself. */
let last: Promise<unknown> = Promise.resolve();
let runs = 0;

export function leibniz(...words: string[]): Promise<Ended> {
  const run = last.then(() => inThisProcess(words));
  last = run.catch(() => undefined);
  return run;
}

async function inThisProcess(words: readonly string[]): Promise<Ended> {
  const { argv, exitCode } = process;
  // The words are read while the module is evaluated, so each run has one of its own; what it imports is shared.
  const module = `${pathToFileURL(entry).href}?run=${runs++}`;
  const streams = [process.stdout, process.stderr] as const;
  const before = streams.map((stream) => ({ stream, write: stream.write, listeners: stream.listeners('error') }));
  const said = ['', ''];
  streams.forEach((stream, k) => {
    stream.write = (chunk: string | Uint8Array) => {
      said[k] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
  });
  process.argv = [process.execPath, entry, ...words];
  process.exitCode = undefined;
  try {
    await import(/* @vite-ignore */ module);
    return { code: Number(process.exitCode ?? 0), stdout: said[0] ?? '', stderr: said[1] ?? '' };
  } finally {
    for (const { stream, write, listeners } of before) {
      stream.write = write;
      for (const listener of stream.listeners('error')) {
        if (!listeners.includes(listener)) stream.off('error', listener as () => void);
      }
    }
    process.argv = argv;
    process.exitCode = exitCode;
  }
}

/** Starts it, presses Ctrl-C once it is at work, which is when it asks to be told of signals, and waits for its end. */
export async function interruptedLeibniz(words: readonly string[]): Promise<Ended> {
  const started = startLeibniz(words);
  await hearsSignals(started);
  await new Promise((resolve) => setTimeout(resolve, 300));
  started.process.kill('SIGINT');
  return started.ended;
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
