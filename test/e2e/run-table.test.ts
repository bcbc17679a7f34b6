/** The run table worked with as by a person: removed and taken back. Uses the example session. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
  await program.page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(3).waitFor();
});
afterAll(async () => {
  await program.close();
});

const rows = () => program.page.getByRole('grid', { name: 'Runs' }).getByRole('row');
const runIds = async () => (await ask(program.page, { type: 'run.list' })).map(({ id }) => id);
const menuLabel = (id: string) =>
  program.application.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.label, id);
async function inBothThemes(name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await ask(program.page, { type: 'app.change-settings', change: { theme } });
    await program.page.waitForTimeout(300);
    await program.screenshot(`${name}-${theme}`);
  }
}

it('removes runs with the keyboard on Cancel, says what undo would do, and brings them back by keys, menu and bin', async () => {
  const { page, application } = program;
  const before = await runIds();
  await rows().nth(1).click();
  await rows().nth(3).click({ modifiers: ['Shift'] });
  await page.keyboard.press('Delete');
  await dialog(page).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  // Enter at once keeps everything.
  await page.keyboard.press('Enter');
  await dialog(page).waitFor({ state: 'detached' });
  expect(await runIds()).toEqual(before);

  await page.keyboard.press('Delete');
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: '3 in the bin' }).waitFor();
  expect(await runIds()).toHaveLength(before.length - 3);
  await expect.poll(() => menuLabel('undo')).toBe('Undo remove 3 runs');
  await page.keyboard.press('Control+z');
  await page.getByText('Undone: remove 3 runs').waitFor();
  expect(await runIds()).toEqual(before);
  await expect.poll(() => menuLabel('redo')).toBe('Redo remove 3 runs');
  expect(await menuLabel('undo')).toBe('Undo');
  await choose(application, 'redo');
  await page.getByRole('button', { name: '3 in the bin' }).click();
  await dialog(page).getByText('3 runs').waitFor();
  await inBothThemes('bin');
  await dialog(page).getByRole('button', { name: 'Restore all' }).click();
  await dialog(page).getByText('Nothing was removed since this session was opened.').waitFor();
  await page.keyboard.press('Escape');
  expect(await runIds()).toEqual(before);

  // In a text, the keys are the text's.
  await ask(page, { type: 'run.update', ids: [before[0] ?? 0], change: { pinned: true } });
  const filter = page.getByLabel('Filter runs');
  await filter.fill('cover');
  await filter.press('Control+z');
  expect((await ask(page, { type: 'session.state' })).undo).toBe(`pin run ${before[0]}`);
  await filter.fill('');
  await rows().nth(1).click();
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await ask(page, { type: 'session.state' })).redo).toBe(`pin run ${before[0]}`);
  await page.getByText(`Undone: pin run ${before[0]}`).waitFor();
  await page.getByText('1 selected').waitFor();
  expect(program.pageErrors()).toEqual([]);
});

it('tags runs, finds them by a filter that completes columns and values, and says what is wrong with it', async () => {
  const { page } = program;
  await page.getByRole('grid', { name: 'Runs' }).evaluate((element) => element.scrollTo({ top: 0 }));
  const row = (id: number) => page.locator(`[data-run="${id}"]`);
  await row(24).click();
  await row(23).click({ modifiers: ['Shift'] });
  await page.getByText('2 selected').waitFor();
  await row(23).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Tags…' }).click();
  await dialog(page).getByLabel('Add a tag').fill('paper, first try');
  await dialog(page).getByLabel('Add a tag').press('Enter');
  await dialog(page).getByRole('list', { name: 'Tags' }).getByText('paper', { exact: true }).waitFor();
  await inBothThemes('tags');
  await dialog(page).getByRole('button', { name: 'Done' }).click();

  const filter = page.getByLabel('Filter runs');
  await filter.click();
  await page.keyboard.type('ta');
  await page.getByRole('option', { name: 'tag' }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await filter.inputValue()).toBe('tag:');
  await page.getByRole('option', { name: 'first try' }).click();
  expect(await filter.inputValue()).toBe('tag:"first try"');
  await page.getByText('2 of 24 runs').waitFor();
  await page.keyboard.type(' gapp<1 problem<a');
  await page.getByText('is it “gap”?').waitFor();
  await page.getByText('2 of 24 runs').waitFor();
  await page.getByRole('button', { name: 'gapp<1' }).click();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('gapp<1');
  await page.keyboard.press('End');
  await page.keyboard.type(' met');
  await page.getByRole('option').first().waitFor();
  await inBothThemes('filter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await filter.inputValue()).toBe('');
  expect(program.pageErrors()).toEqual([]);
});

it('groups rows under heads that fold, keeps columns in sight, shows runs beside each other, and saves the view', async () => {
  const { page } = program;
  await page.getByRole('button', { name: 'Group', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Settings' }).click();
  const table = page.getByRole('treegrid', { name: 'Runs' });
  await table.getByRole('button', { name: /^Fold / }).first().waitFor();
  await table.getByRole('button', { name: /^Fold / }).first().click();
  await inBothThemes('groups');
  await page.getByRole('button', { name: 'By settings', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Fold all', exact: true }).click();
  await expect.poll(() => table.locator('[data-run]').count()).toBe(0);
  await inBothThemes('groups-folded');
  // A head selects its runs.
  await table.locator('.lz-group-title button.truncate').first().click();
  await page.getByText('3 selected').waitFor();

  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByLabel('Name of the view').fill('by settings');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'By settings', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'No groups' }).click();
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitem', { name: 'by settings', exact: true }).click();
  await page.getByRole('button', { name: 'By settings', exact: true }).waitFor();

  await table.getByRole('columnheader', { name: 'Method', exact: true }).getByRole('button').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Keep in sight' }).click();
  await table.evaluate((element) => element.scrollTo({ left: 300 }));
  await inBothThemes('kept-columns');
  const left = (name: string) => table.getByRole('columnheader', { name }).evaluate((element) => element.getBoundingClientRect().left);
  expect(await left('Method')).toBeLessThan(await left('Objective'));
  expect((await ask(page, { type: 'app.settings' })).keptColumns).toEqual(['id', 'method']);

  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Selected runs side by side' }).click();
  await page.getByRole('region', { name: 'Runs compared' }).waitFor();
  await inBothThemes('transposed');
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(960, 640));
  await page.waitForTimeout(300);
  await program.screenshot('transposed-small');
  await page.getByRole('button', { name: 'Side by side' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Selected runs side by side' }).click();
  await program.screenshot('groups-small');
  expect(program.pageErrors()).toEqual([]);
});

it('keeps notes of the session and of runs, read as Markdown with links, taken back like every edit', async () => {
  const { page, application } = program;
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
  await choose(application, 'command-palette');
  await page.getByLabel('Search commands').fill('Show Notes');
  await page.keyboard.press('Enter');
  const note = page.getByLabel('Notes of the session');
  await note.fill('# What was seen\n\nOn [[STEIN27]] **both** schemes end at 19, as #24 does:\n\n- `seed` makes no difference\n- see #999\n');
  await note.blur();
  await page.getByRole('heading', { name: 'What was seen' }).waitFor();
  await expect.poll(() => ask(page, { type: 'session.note' })).toContain('What was seen');
  await ask(page, { type: 'run.update', ids: [24], change: { note: '*Slow* start; compare #23' } });
  await page.getByRole('region', { name: 'Notes of runs' }).getByText('Slow').waitFor();
  await inBothThemes('notes');
  await page.locator('.lz-notes .lz-note').first().getByRole('button', { name: '#24' }).click();
  await page.getByText('1 selected').waitFor();
  await page.getByRole('grid', { name: 'Runs' }).or(page.getByRole('treegrid', { name: 'Runs' })).focus();
  await page.keyboard.press('Control+z');
  await page.getByRole('region', { name: 'Notes of runs' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await expect.poll(() => ask(page, { type: 'session.note' })).toBe('');
  await page.getByRole('heading', { name: 'What was seen' }).waitFor({ state: 'detached' });
  expect(program.pageErrors()).toEqual([]);
});

it('runs several again with one change, each with its own seed', async () => {
  const { page } = program;
  const before = await ask(page, { type: 'run.list' });
  const table = page.getByRole('treegrid', { name: 'Runs' });
  await table.locator('.lz-group-title button.truncate').first().click();
  await page.getByText('3 selected').waitFor();
  await page.locator('[data-run="24"]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Run these again with…' }).click();
  await dialog(page).getByLabel('Iterations', { exact: true }).fill('50');
  await program.screenshot('again');
  await dialog(page).getByRole('button', { name: 'Run 3 again' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  const runs = (await finishedRuns(page, before.length + 3)).slice(before.length);
  const seeds = (of: readonly { readonly seed: number | null }[]) => of.map(({ seed }) => seed ?? 0).toSorted((a, b) => a - b);
  expect(seeds(runs)).toEqual(seeds(before.filter(({ id }) => id >= 22)));
  expect(runs.map(({ iterations, status }) => [iterations, status])).toEqual([[50, 'done'], [50, 'done'], [50, 'done']]);
  expect(program.pageErrors()).toEqual([]);
});
