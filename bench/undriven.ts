/**
 * A start of the built program with nobody at the other end of its inspectors until it has settled: a driver
 * that is attached from the beginning holds Electron back before it is ready and costs the page a sixth of
 * its time. The two open ports cost some milliseconds.
 */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { requireElectron } from '../scripts/set-up/electron.mjs';
import { sandboxHere } from '../scripts/set-up/sandbox.mjs';

/** Longer than any start takes; what was marked is read after it. */
const SETTLED_MILLISECONDS = 3000;
const CLOSE_WITHIN_MILLISECONDS = 5000;

export interface SettledStart {
  /**
   * When the process was asked for, in milliseconds since 1970. What a process says of its own creation counts from
   * the system's boot, which is known to the second only.
   */
  readonly began: number;
  /** Values of expressions, evaluated in the main process and in the page. */
  readonly main: unknown;
  readonly page: unknown;
}

/**
 * @param application the program's folder
 * @param dataFolder kept; the first start in it makes the example session and fills the caches
 * @param ask expressions whose values can be told as JSON
 * @throws Error with what the program printed, if it did not come up
 */
export async function settledStart(
  application: string, dataFolder: string, ask: { readonly main: string; readonly page: string },
): Promise<SettledStart> {
  const { executable } = requireElectron();
  const flags = sandboxHere() === 'sandboxed' ? [] : ['--no-sandbox'];
  const began = Date.now();
  const child = spawn(
    executable,
    [...flags, '--inspect=0', '--remote-debugging-port=0', application, `--user-data-dir=${dataFolder}`, '--disable-gpu'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    await pause(SETTLED_MILLISECONDS);
    const inspector = /Debugger listening on (ws:\S+)/u.exec(output)?.[1];
    const browser = /DevTools listening on ws:\/\/([^/\s]+)/u.exec(output)?.[1];
    if (inspector === undefined || browser === undefined) throw new Error(`the program opened no inspector; it printed:\n${output}`);
    const targets =
      (await (await fetch(`http://${browser}/json`)).json()) as readonly { readonly type: string; readonly webSocketDebuggerUrl: string }[];
    const window = targets.find(({ type }) => type === 'page');
    if (window === undefined) throw new Error(`the program opened no window; it printed:\n${output}`);
    return { began, main: await evaluate(inspector, ask.main), page: await evaluate(window.webSocketDebuggerUrl, ask.page) };
  } finally {
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MILLISECONDS);
    await ended;
    clearTimeout(limit);
  }
}

interface Evaluated {
  readonly result: { readonly result: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
}

/** The value of an expression at the other end of an inspector. */
async function evaluate(url: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(url);
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    const answered =
      new Promise<string>((resolve) => socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true }));
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }));
    const { result } = JSON.parse(await answered) as Evaluated;
    if (result.exceptionDetails !== undefined) throw new Error(`“${expression}” failed: ${JSON.stringify(result.exceptionDetails)}`);
    return result.result.value;
  } finally {
    socket.close();
  }
}
