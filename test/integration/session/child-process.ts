/** Real processes that work on sessions: started, spoken to in lines, killed. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const CHILDREN = join(import.meta.dirname, 'children');
export interface Child {
  readonly pid: number;
  /** The next line it says. @throws if it ends first */
  line(): Promise<string>;
  ask(...command: readonly string[]): Promise<Reply>;
  kill(signal: 'SIGKILL'): Promise<void>;
}

export interface Reply {
  readonly ok?: unknown;
  readonly error?: { readonly code: string; readonly message: string; readonly file?: string };
}

/** @param before shell text run in front, such as `ulimit -S -f 100;` */
export function startChildProcess(
  name: string,
  args: readonly string[],
  options: { readonly before?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Child & { readonly process: ChildProcess } {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', join(CHILDREN, name), ...args];
  const child = spawn('bash', ['-c', `${options.before ?? ''} exec "$@"`, 'bash', ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const lines: string[] = [];
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) lines.push(line);
    else next.resolve(line);
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      for (const { reject } of waiting.splice(0)) reject(new Error(`the child ended (${code ?? signal}): ${stderr}`));
      resolve();
    });
  });
  const line = (): Promise<string> => {
    const next = lines.shift();
    if (next !== undefined) return Promise.resolve(next);
    if (child.exitCode !== null || child.signalCode !== null) return Promise.reject(new Error(`the child has ended: ${stderr}`));
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  return {
    process: child,
    pid: child.pid ?? 0,
    line,
    async ask(...words) {
      child.stdin.write(`${JSON.stringify(words)}\n`);
      return JSON.parse(await line()) as Reply;
    },
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
