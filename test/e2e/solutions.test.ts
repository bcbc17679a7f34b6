/** Integers and solution files in the window: dropped, compared in integers, written; stated optima; what the inspector says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, dropFiles, finishedRuns, newSession } from './steps.ts';

const CREW = `\\Problem name: crew
Maximize
 profit: 3 x + 5 v - 2 w + z + u
Subject To
 cap: 2 x + 3 v + w <= 25
 need: v - w >= -2
 tie: w + z >= -1
 few: u + w <= 2
Bounds
 v <= 12
 -3 <= w <= 5
 u <= 3
Generals
 v w u
Binaries
 x z
End
`;
let folder = '';
let program: LaunchedProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-solutions-'));
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

it('reads a dropped solution as a run of the selected problem, in integers, and writes one', async () => {
  const { application, page } = program;
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  await dropFiles(page, [file('early.sol', 'v 1\n')]);
  await page.getByText('“early.sol” is a solution, and no problem is selected.').waitFor();
  await dropFiles(page, [file('crew.lp', CREW), file('known.solu', '=opt= crew 53\n=best= other 1\n')]);
  const details = page.getByRole('region', { name: 'Details' });
  await details.getByRole('heading', { name: 'crew' }).waitFor();
  await details.getByText('3, in 11 bits and 4 rows').waitFor();
  await expect.poll(async () => (await ask(page, { type: 'problem.list' }))[0]?.stated.typed).toBe(53);
  await dropFiles(page, [file('good.sol', '=obj= 50\nv 9\nw -2\nz 1\n'), file('poor.csv', 'variable,value\nv,2\nx,1\nw,-1\nz,1\nu,2\n')]);
  const runs = await finishedRuns(page, 2);
  expect(runs.map(({ label, objective, feasible }) => [label, objective, feasible])).toEqual([['good.sol', 50, true], ['poor.csv', 18,
    true]]);
  await page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: 'good.sol' }).click();
  await details.getByText('file good.sol').first().waitFor();
  await page.keyboard.press('Control+a');
  await page.getByRole('tab', { name: 'Solutions', exact: true }).click();
  const differences = page.getByRole('grid', { name: 'Variables that differ' });
  await differences.getByText('v', { exact: true }).waitFor();
  const rows = await differences.getByRole('row').allInnerTexts();
  expect(rows.some((row) => /^v\s/.test(row) && /9/.test(row) && /2/.test(row))).toBe(true);
  expect(rows.some((row) => row.includes('#'))).toBe(false);
  for (const theme of ['dark', 'light'] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await page.waitForTimeout(400);
    await program.screenshot(`solutions-of-integers-${theme}`);
  }
  for (const theme of ['light', 'dark'] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await page.getByRole('button', { name: 'Actions for crew' }).click();
    await page.getByRole('menuitem', { name: 'Export as fixed-column MPS…' }).waitFor();
    await page.waitForTimeout(400);
    await program.screenshot(`export-menu-${theme}`);
    await page.keyboard.press('Escape');
  }
  await answerDialogs(application, { save: join(folder, 'crew.mps'), button: 1 });
  await page.getByRole('button', { name: 'Actions for crew' }).click();
  await page.getByRole('menuitem', { name: 'Export as fixed-column MPS…' }).click();
  await page.getByText('Wrote crew.mps').waitFor();
  expect(readFileSync(join(folder, 'crew.mps'), 'utf8')).toContain('\n UP BND       v                   12\n');
  await answerDialogs(application, { save: join(folder, 'written.sol'), button: 1 });
  await page.getByRole('button', { name: /^Write the solution .*good\.sol/u }).first().click();
  await page.getByText('Wrote written.sol').waitFor();
  expect(readFileSync(join(folder, 'written.sol'), 'utf8')).toBe('# Solution of crew\n=obj= 50\nv 9\nw -2\nz 1\n');
  expect(program.pageErrors()).toEqual([]);
});
