/** A panel that fills the window always leads back to the others, and a zoom that holds nothing is given up. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { launch } from './harness.ts';
import type { LaunchedProgram } from './harness.ts';
import { choose } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
});
afterAll(() => program.close());

const runs = (page: Page) => page.getByRole('grid', { name: 'Runs' });

async function fill(page: Page): Promise<void> {
  await choose(program.application, 'show-field-lab');
  await page.getByRole('button', { name: 'Fill the window' }).click();
  await runs(page).waitFor({ state: 'hidden' });
}

it.each<[string, (page: Page) => Promise<void>]>([
  ['another tab', (page) => page.locator('.dv-tab', { hasText: 'Claims' }).first().click()],
  ['Escape', (page) => page.keyboard.press('Escape')],
  ['the button in its head', (page) => page.getByRole('button', { name: 'Restore panels' }).click()],
  ['Reset layout', () => choose(program.application, 'reset-layout')],
])('the field lab gives the other panels their places back by %s', async (_, back) => {
  const { page } = program;
  await runs(page).waitFor();
  await fill(page);
  await back(page);
  await runs(page).waitFor();
  expect(await page.getByRole('button', { name: 'Restore panels' }).count()).toBe(0);
});
