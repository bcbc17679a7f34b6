/**
 * Another session merged into the one in the window: said, undone, and what contradicts shown; a second window beside it keeps
 * its own session. Screenshots for the eye.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { writeWholeSession } from '../stress/whole-session.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, newSession } from './steps.ts';

let folder = '';
let program: LaunchedProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-e2e-merge-'));
  await writeWholeSession(join(folder, 'first.leibniz'), join(folder, 'data'), 200);
  await writeWholeSession(join(folder, 'second.leibniz'), join(folder, 'data'), 300);
  program = await launch();
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const runCount = async (page: Page): Promise<number> => (await ask(page, { type: 'run.list' })).length;

it('a session is merged, undone and merged again with what contradicts told, and a second window stays as it was', async () => {
  const { page, application } = program;
  await ask(page, { type: 'problem.open-example', name: 'lseu' });
  const opened = application.waitForEvent('window');
  await choose(application, 'new-session');
  const beside = await opened;
  await beside.getByRole('region', { name: 'Problems' }).getByText('Problems you open').first().waitFor();
  await ask(beside, { type: 'problem.open-example', name: 'stein27' });

  const mergeFile = async (name: string): Promise<void> => {
    await answerDialogs(application, { open: [join(folder, name)] });
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search commands').fill('Merge another');
    await page.keyboard.press('Enter');
  };
  await mergeFile('first.leibniz');
  await page.getByText('Merged first.leibniz: 1 problem, 4 runs, 1 study').waitFor();
  expect(await runCount(page)).toBe(4);
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: merge “first.leibniz”').waitFor();
  expect(await runCount(page)).toBe(0);

  await mergeFile('first.leibniz');
  await expect.poll(() => runCount(page)).toBe(4);
  await mergeFile('second.leibniz');
  await dialog(page).getByText('another result', { exact: true }).waitFor();
  for (const theme of ['dark', 'light'] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await page.waitForTimeout(300);
    await program.screenshot(`merged-${theme}`);
  }
  await dialog(page).getByRole('button', { name: 'Undo the merge' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await runCount(page)).toBe(4);

  expect((await ask(beside, { type: 'problem.list' })).map(({ name }) => name.toLowerCase())).toEqual(['stein27']);
  expect(await runCount(beside)).toBe(0);
  expect(await ask(beside, { type: 'session.state' })).toMatchObject({ undo: null, problems: 1, removed: 0 });
  expect((await ask(page, { type: 'problem.list' })).map(({ name }) => name)).toEqual(['LSEU', 'P0033']);
  expect(program.pageErrors()).toEqual([]);
});
