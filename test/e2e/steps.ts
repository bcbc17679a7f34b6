/** Steps of a person at the window, in words, for the end-to-end tests. */
import { expect } from 'vitest';
import type { ElectronApplication, Page } from 'playwright-core';
import type { Answer, Command, Request, RequestType } from '../../src-contract/ipc.ts';
import type { RunSummary } from '../../src-contract/session.ts';

/** Asks the main process as the page would; fails the test on an error value. */
export async function ask<T extends RequestType>(page: Page, request: Extract<Request, { type: T }>): Promise<Answer<T>> {
  const reply = await page.evaluate((message) => {
    const bridge = Reflect.get(globalThis, 'leibniz') as {
      request(message: unknown): Promise<{ ok: boolean; value?: unknown; error?: { message: string } }>;
    };
    return bridge.request(message);
  }, request as unknown);
  if (!reply.ok) throw new Error(`${request.type} was refused: ${reply.error?.message ?? 'no reason given'}`);
  return reply.value as Answer<T>;
}

/** Chooses an entry of the native menu. */
export async function choose(application: ElectronApplication, command: Command): Promise<void> {
  const found = await application.evaluate(({ Menu, BrowserWindow }, id) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(id);
    if (item === null || item === undefined) return false;
    item.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
    return true;
  }, command as string);
  expect(found, `menu entry ${command}`).toBe(true);
}

/** Waits until no run is queued or going, and gives all runs. */
export async function finishedRuns(page: Page, atLeast: number): Promise<readonly RunSummary[]> {
  const going = new Set(['queued', 'running', 'cancelling']);
  for (let wait = 0; wait < 1200; wait++) {
    const runs = await ask(page, { type: 'run.list' });
    if (runs.length >= atLeast && !runs.some((run) => going.has(run.status))) return runs;
    await page.waitForTimeout(100);
  }
  throw new Error('the runs did not end within two minutes');
}

export const dialog = (page: Page) => page.getByRole('dialog');

/** Starts a run through the form: opened from the menu, filled by `fill`, started by its button. */
export async function newRun(
  application: ElectronApplication,
  page: Page,
  command: Command,
  button: string,
  fill: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  await choose(application, command);
  await dialog(page).waitFor();
  await fill(page);
  await dialog(page).getByRole('button', { name: button, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** Picks an entry of a select by its label. */
export async function pick(page: Page, label: string, entry: string): Promise<void> {
  await dialog(page).getByLabel(label, { exact: true }).first().click();
  await page.getByRole('option', { name: entry, exact: false }).first().click();
}

/** A new, empty session in the window that shows the example, and the window showing it. */
export async function newSession(application: ElectronApplication, page: Page): Promise<void> {
  await choose(application, 'new-session');
  await page.getByRole('region', { name: 'Problems' }).getByText('Problems you open').first().waitFor();
}

/** Opens a problem file through menu and dialog (stubbed by the caller) and waits until it is listed. */
export async function openProblem(application: ElectronApplication, page: Page): Promise<void> {
  await choose(application, 'open-problem');
  await page.getByRole('list', { name: 'Problems' }).getByRole('listitem').first().waitFor();
}

/** Drops files on the middle of the window, as the system would. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  }
}
