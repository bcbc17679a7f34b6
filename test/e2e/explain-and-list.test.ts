/** Why there is no solution, and the best solutions, in the window: asked for, shown, compared. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, dialog, dropFiles, finishedRuns, newRun, newSession } from './steps.ts';

let program: LaunchedProgram;
const folder = mkdtempSync(join(tmpdir(), 'leibniz-explain-'));
const setSize = (width: number, height: number) => program.application.evaluate(
  ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0), [width, height],
);
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await setSize(1400, 900);
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

/** In both themes and two widths. */
async function pictures(name: string): Promise<void> {
  const { page } = program;
  for (const [theme, width] of [['dark', 1400], ['light', 960]] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await setSize(width, 900);
    await page.waitForTimeout(600);
    await program.screenshot(`${name}-${theme}`);
  }
  await setSize(1400, 900);
}

it('an infeasible run is explained by a button, and the inspector shows the rows', async () => {
  const { page } = program;
  writeFileSync(join(folder, 'shifts.lp'), `Minimize
 obj: 3 anna_early + 2 anna_late + 4 bert_early + 2 bert_late + cleo_early + 5 cleo_late + spare
Subject To
 early_two: anna_early + bert_early + cleo_early >= 2
 late_two: anna_late + bert_late + cleo_late >= 2
 anna_once: anna_early + anna_late <= 1
 bert_once: bert_early + bert_late <= 1
 cleo_once: cleo_early + cleo_late <= 1
 bert_or_spare: bert_early + spare <= 3
 pay: 3 anna_early + 2 anna_late + 4 bert_early + 2 bert_late + cleo_early + 5 cleo_late <= 14
Bounds
 0 <= spare <= 5
Binaries
 anna_early anna_late bert_early bert_late cleo_early cleo_late
Generals
 spare
End
`);
  await dropFiles(page, [join(folder, 'shifts.lp')]);
  await page.getByRole('list', { name: 'Problems' }).getByRole('listitem').first().waitFor();
  await newRun(program.application, page, 'new-exact-run', 'Solve');
  const [first] = await finishedRuns(page, 1);
  expect(first).toMatchObject({ exactStatus: 'infeasible' });
  const grid = page.getByRole('grid', { name: 'Runs' });
  await grid.getByRole('row').nth(1).click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'Explain', exact: true }).click();
  await finishedRuns(page, 2);
  await inspector.getByText('Irreducible: 5 rows together have no solution, and without any one of them the rest has one.').waitFor();
  for (const text of ['early_two', 'anna_early + bert_early + cleo_early >= 2', 'cleo_once', 'cleo_early + cleo_late <= 1']) {
    expect(await inspector.getByText(text, { exact: true }).count()).toBe(1);
  }
  expect(await inspector.getByText('pay', { exact: true }).count()).toBe(0);
  expect(await inspector.getByRole('button', { name: 'Explain', exact: true }).count()).toBe(0);
  await pictures('explanation');
  expect(program.pageErrors()).toEqual([]);
});

it('the best solutions are a setting of an exact solve, and are listed and compared with their distances', async () => {
  const { page } = program;
  writeFileSync(join(folder, 'menu.lp'), `Maximize
 obj: 4 soup + 4 salad + 6 pasta + 6 curry + 3 cake + 2 portions
Subject To
 budget: 3 soup + 3 salad + 5 pasta + 5 curry + 4 cake + portions <= 13
 one_main: pasta + curry <= 1
Bounds
 0 <= portions <= 3
Binaries
 soup salad pasta curry cake
Generals
 portions
End
`);
  await dropFiles(page, [join(folder, 'menu.lp')]);
  await expect.poll(async () => (await ask(page, { type: 'problem.list' })).length).toBe(2);
  await page.getByRole('list', { name: 'Problems' }).getByText('menu').first().click();
  await newRun(program.application, page, 'new-exact-run', 'Solve', async () => {
    await dialog(page).getByLabel('Solutions', { exact: true }).fill('6');
    await page.waitForTimeout(300);
    await program.screenshot('solutions-form');
  });
  const run = (await finishedRuns(page, 3)).at(-1);
  expect(run).toMatchObject({ exactStatus: 'optimal', objective: 18 });
  await page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name: /menu/ }).first().click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByText(/The 6 best solutions are listed; /).waitFor();
  await inspector.getByRole('button', { name: 'Compare solutions' }).click();
  const list = page.getByRole('grid', { name: 'Solutions of the selected runs' });
  await expect.poll(() => list.getByRole('row').count()).toBeGreaterThanOrEqual(7);
  const solutions = await ask(page, { type: 'run.solutions', id: run?.id ?? 0 });
  const objectives = solutions.map(({ objective }) => objective);
  expect(objectives).toEqual(objectives.toSorted((a, b) => b - a));
  expect(new Set(solutions.map(({ x }) => x.join(''))).size).toBe(6);
  const header = await list.getByRole('columnheader').allInnerTexts();
  expect(header.join(' ')).toContain('from A');
  // The first is A: it differs from itself in nothing.
  expect(await list.getByRole('row').nth(1).innerText()).toMatch(/\n0\n/);
  await list.getByRole('button', { name: /^Compare with .*no\. 3/ }).click();
  await page.getByText(/Variables that differ/).first().waitFor();
  await pictures('solution-list');
  expect(program.pageErrors()).toEqual([]);
});
