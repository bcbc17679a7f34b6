/** Rows and variables of a problem in the window: listed, found, seen beside a solution, changed by hand with a way back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dropFiles, finishedRuns, newSession } from './steps.ts';

const CREW = `\\Problem name: crew
Maximize
 profit: 3 x + 5 v - 2 w + z
Subject To
 cap: 2 x + 3 v + w <= 25
 both: x + z <= 1
 need: v - w >= -2
Bounds
 v <= 12
 -3 <= w <= 5
Generals
 v w
Binaries
 x z
End
`;
let folder = '';
let program: LaunchedProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-program-'));
  program = await launch();
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

it('lists rows and variables beside a solution, leads to a violated row, and saves a changed problem as a new one', async () => {
  const { application, page } = program;
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  await dropFiles(page, [file('crew.lp', CREW)]);
  await page.getByRole('region', { name: 'Details' }).getByRole('heading', { name: 'crew' }).waitFor();
  await dropFiles(page, [file('bad.sol', 'v 9\nx 1\nz 1\n')]);
  await finishedRuns(page, 1);
  await page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(1).click();

  // From the run's solution to the rows it violates.
  await page.getByRole('region', { name: 'Details' }).getByRole('button', { name: '2 rows' }).click();
  const rows = page.getByRole('grid', { name: 'Rows' });
  await rows.getByText('cap', { exact: true }).waitFor();
  const texts = async (): Promise<string[]> =>
    (await rows.getByRole('row').allInnerTexts()).slice(1).map((text) => text.replaceAll(/\s+/g, ' '));
  expect(await texts()).toEqual(['cap 3 29 −4 2 x + 3 v + w <= 25', 'both edge 2 2 −1 x + z <= 1']);
  await page.getByLabel('violated only').uncheck();
  await expect.poll(async () => (await texts()).length).toBe(3);
  await rows.getByText('need', { exact: true }).click();
  expect(await page.getByRole('region', { name: 'Row', exact: true }).innerText()).toBe('need: v - w >= -2');
  await page.getByLabel('Filter rows').fill('z');
  await expect.poll(texts).toEqual(['both edge 2 2 −1 x + z <= 1']);
  await page.getByLabel('Filter rows').fill('');
  for (const theme of ['dark', 'light'] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await page.waitForTimeout(300);
    await program.screenshot(`program-rows-${theme}`);
  }

  await page.getByText('Variables (4)').click();
  const variables = page.getByRole('grid', { name: 'Variables' });
  await variables.getByText('w', { exact: true }).click();
  expect((await variables.getByRole('row').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))[3]).toBe('w −2 −3 … 5 2 0');
  await page.getByRole('region', { name: 'Variable' }).getByRole('button', { name: 'need' }).click();
  expect(await page.getByRole('region', { name: 'Row', exact: true }).innerText()).toBe('need: v - w >= -2');

  // By hand, with a way back.
  await page.getByText('Edit', { exact: true }).click();
  const cell = (name: string) => page.getByRole('textbox', { name, exact: true });
  await cell('Row cap').fill('2 x + 3 v + w <= many');
  await cell('Row cap').press('Enter');
  await page.getByRole('alert').getByText('The side of a row is one number.').waitFor();
  await program.screenshot('program-edit-error');
  await cell('Row cap').fill('2 x + 3 v + w <= 7');
  await cell('Row cap').press('Enter');
  await cell('Values of w').fill('0..2');
  await cell('Values of w').press('Enter');
  await page.getByRole('button', { name: 'Remove row both' }).click();
  await page.getByText('3 changes, not saved').waitFor();
  await cell('Cost of x').press('Control+z');
  await page.getByText('2 changes, not saved').waitFor();
  expect(await cell('Row both').inputValue()).toBe('x + z <= 1');
  await page.getByRole('button', { name: 'Redo' }).click();
  await page.getByText('3 changes, not saved').waitFor();
  for (const theme of ['dark', 'light'] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await page.waitForTimeout(300);
    await program.screenshot(`program-edit-${theme}`);
  }
  await page.getByRole('button', { name: 'Save as new problem' }).click();
  await expect.poll(async () => (await ask(page, { type: 'problem.list' })).map(({ name }) => name)).toEqual(['crew', 'crew edited']);
  const added = (await ask(page, { type: 'problem.list' }))[1];
  expect(added?.origin).toBe('crew.lp, edited');
  await choose(application, 'show-program');
  await page.getByText('Rows (2)').click();
  await expect.poll(async () => (await texts()).map((text) => text.replace(/^(\S+ \d+) /, '$1: '))).toEqual(['cap 3: 2 x + 3 v + w <= 7',
    'need 2: v - w >= -2']);
});

it('says of a large problem why it is not changed here', async () => {
  const { application, page } = program;
  await ask(page, {
    type: 'problem.generate',
    family: 'set-cover',
    parameters: { rows: 300, columns: 400, density: 0.05 },
    seed: 1,
    name: 'large',
  });
  await page.getByRole('region', { name: 'Problems' }).getByText('large').first().click();
  await choose(application, 'show-program');
  await page.getByText('Edit', { exact: true }).click();
  await page.getByText('Problems of at most 200 rows and 200 variables are changed here').waitFor();
  await page.getByText('Rows (300)').click();
  await page.getByRole('grid', { name: 'Rows' }).getByText('cover').first().waitFor();
  await program.screenshot('program-large');
});
