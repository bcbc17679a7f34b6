/** Real processes for attacks: started, heard line by line, signalled, waited for. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The next line of its stdout; null if it ended without one. */
  line(): Promise<string | null>;
}

/** @param script from the project's root */
export function startScript(script: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): StartedProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../..', script), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const lines: string[] = [];
  let waiting: ((line: string | null) => void)[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) lines.push(line);
    else next(line);
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => {
      for (const next of waiting) next(null);
      waiting = [];
      resolve({ code, signal, stdout, stderr });
    }),
  );
  return {
    process: child,
    ended,
    line() {
      const next = lines.shift();
      if (next !== undefined) return Promise.resolve(next);
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(null);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Resolves once a process has asked to be told of signals, or has ended. Node itself takes SIGINT and SIGTERM from its start, in order
 * to end by them; SIGHUP only a program asks for, and ours asks for it last. Linux tells who is asked.
 */
export async function hearsSignals(
  { process: { pid }, ended }: { readonly process: Pick<ChildProcess, 'pid'>; readonly ended: Promise<unknown> },
): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  while (!over && !catches(pid, SIGHUP)) await Promise.race([pause(5), ended]);
}

const SIGHUP = 1;

function catches(pid: number | undefined, signal: number): boolean {
  try {
    const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (BigInt(`0x${mask}`) >> BigInt(signal - 1)) % 2n === 1n;
  } catch {
    return false;
  }
}
