/** Presets of one's own: saved in the form of a new run, offered there and in a study, removed in the settings. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
});
afterAll(() => program.close());

it('a preset is saved from the form, offered to a study, and removed', async () => {
  const { page, application } = program;
  await choose(application, 'new-exact-run');
  await dialog(page).getByLabel('Time limit').first().fill('17');
  await dialog(page).getByRole('button', { name: 'Save as preset…' }).click();
  await page.getByLabel('Name of the preset').fill('quick look');
  await page.keyboard.press('Enter');
  await page.getByText('Saved the preset “quick look”').waitFor();
  await program.screenshot('preset-saved');
  expect((await ask(page, { type: 'app.settings' })).ownPresets).toMatchObject([
    { name: 'quick look', spec: { exact: { timeLimitSeconds: 17 } } },
  ]);
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click();
  await choose(application, 'new-study');
  await dialog(page).getByRole('button', { name: 'Your presets' }).click();
  await page.getByRole('menuitem', { name: 'quick look' }).click();
  await page.keyboard.press('Escape');
  await dialog(page).getByLabel('Name of quick look').waitFor();
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Remove the preset quick look' }).click();
  await expect.poll(async () => (await ask(page, { type: 'app.settings' })).ownPresets).toEqual([]);
  expect(program.pageErrors()).toEqual([]);
});
