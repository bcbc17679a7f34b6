/**
 * Launches the built program in the real Electron for a test, driven by Playwright. Every launch has a
 * data folder of its own, so tests neither see each other nor the person's sessions; pass the folder of
 * an earlier launch to start again where that one ended (recovery, recent files, settings).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { sandboxHere } from '../../scripts/set-up/sandbox.mjs';

/** Screenshots of failed or looked-at states; not kept in git. */
const RESULTS_FOLDER = join(projectRoot, 'test-results', 'e2e');

/** How long a program asked to quit may take before it is killed; its session thread may be saving. */
const CLOSE_WITHIN_MS = 15_000;

export interface LaunchOptions {
  /** The data folder of an earlier launch; by default a new, empty one that `close` removes. */
  readonly dataFolder?: string;
  /** Further arguments: files to open, switches. */
  readonly args?: readonly string[];
  /** Environment variables to set besides the test's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The application's folder; by default this project. */
  readonly applicationFolder?: string;
}

export interface LaunchedProgram {
  readonly application: ElectronApplication;
  /** The first window. */
  readonly page: Page;
  readonly dataFolder: string;
  /** Everything the main process printed so far, both streams. */
  output(): string;
  /** Errors the pages reported so far: uncaught exceptions and console errors. */
  pageErrors(): readonly string[];
  /** Writes `test-results/e2e/<name>.png`, or to `path`. Returns where. */
  screenshot(name: string, path?: string): Promise<string>;
  /** Ends the program the hard way (SIGKILL), as a crash would; keeps the data folder. */
  kill(): Promise<void>;
  /** Quits the program and, unless told to keep it, removes the data folder if it was made for this launch. Safe to call twice. */
  close(options?: { readonly keepData: boolean }): Promise<void>;
}

export async function launch(options: LaunchOptions = {}): Promise<LaunchedProgram> {
  const ownsData = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'leibniz-e2e-'));
  const application = await _electron.launch({
    args: [options.applicationFolder ?? projectRoot, `--user-data-dir=${dataFolder}`, '--disable-gpu', ...(options.args ?? [])],
    chromiumSandbox: sandboxHere() === 'sandboxed',
    cwd: dataFolder,
    env: { ...definedOnly(process.env), ...options.environment },
    timeout: 60_000,
  });
  const child = application.process();
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  let output = '';
  const listen = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);

  const errors: string[] = [];
  const watch = (page: Page): void => {
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
    });
  };
  application.windows().forEach(watch);
  application.on('window', watch);

  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  let page: Page;
  try {
    page = await application.firstWindow({ timeout: 60_000 });
    // As a person would: nothing is done before the window shows its problems and runs.
    await page.waitForFunction(() => performance.getEntriesByName('leibniz:usable').length > 0, null, { timeout: 60_000 });
  } catch (error) {
    await kill();
    throw new Error(`the program opened no window; it printed:\n${output}`, { cause: error });
  }

  return {
    application,
    page,
    dataFolder,
    output: () => output,
    pageErrors: () => errors,
    async screenshot(name, path = join(RESULTS_FOLDER, `${name}.png`)) {
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path });
      return path;
    },
    kill,
    async close(closing = { keepData: false }) {
      const limit = setTimeout(() => child.kill('SIGKILL'), CLOSE_WITHIN_MS);
      // Fails where the program has ended already, which is what is wanted.
      await application.close().catch(() => undefined);
      await exited;
      clearTimeout(limit);
      if (ownsData && !closing.keepData) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
