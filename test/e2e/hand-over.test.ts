/**
 * A hand-over as a person makes it: descend, give the decoded solution to the exact solver from the context
 * menu, and read off in one table what the start and the ball were worth; and the same by hand through the
 * form. Screenshots of both themes for the eye.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newRun, newSession, openProblem, pick } from './steps.ts';

const P0033 = join(projectRoot, 'examples', 'problems', 'p0033.mps.gz');

let folder = '';
let program: LaunchedProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-hand-over-'));
  program = await launch();
  const { application, page } = program;
  await answerDialogs(application, { open: [P0033], save: join(folder, 'hand-over.csv'), button: 1 });
  await newSession(application, page);
  await openProblem(application, page);
  await newRun(application, page, 'new-descent-run', 'Descend', async () => {
    await dialog(page).getByLabel('Iterations', { exact: true }).fill('60');
  });
  await finishedRuns(page, 1);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const panel = () => program.page.getByRole('tabpanel', { name: 'Hand-over' });

describe('a hand-over', () => {
  it('says what is wrong before it starts', async () => {
    const { page } = program;
    await page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Hand over to the exact solver…' }).click();
    await dialog(page).getByRole('button', { name: 'Hand over', exact: true }).waitFor();
    const start = dialog(page).getByRole('button', { name: 'Hand over', exact: true });
    await dialog(page).getByLabel('Read off at [s]').fill('10, 5');
    await dialog(page).getByText('The times must ascend').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Read off at [s]').fill('1, 20');
    await dialog(page).getByLabel('Radius [flips]').fill('40');
    await dialog(page).getByText('The problem has 33 variables').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await dialog(page).getByLabel('Radius [flips]').fill('3');
    await dialog(page).getByRole('checkbox', { name: 'GLPK' }).check();
    await dialog(page).getByText('6 solves of at most').waitFor();
    await dialog(page).getByRole('checkbox', { name: 'Fixing: by the bound' }).check();
    for (const theme of ['dark', 'light'] as const) {
      await ask(page, { type: 'app.change-settings', change: { theme } });
      await page.waitForTimeout(300);
      await program.screenshot(`hand-over-dialog-${theme}`);
    }
    expect(await start.isEnabled()).toBe(true);
    await start.click();
    await dialog(page).waitFor({ state: 'detached' });
  });

  it('stands in one table: from scratch, with start, in the ball, by both solvers, honest about the ball', async () => {
    const { page } = program;
    const runs = await finishedRuns(page, 7);
    const exact = runs.filter((run) => run.kind === 'exact');
    expect(exact.map((run) => run.label)).toEqual(['HiGHS', 'GLPK'].flatMap((solver) =>
      [`${solver} from scratch`, `${solver}, start of #1, fixed by the bound`, `${solver}, ball of 3 around #1`]
    ));
    for (const run of exact) expect(run.exactStatus).toBe(run.label.includes('ball') ? 'ball-optimal' : 'optimal');
    const rows = panel().getByRole('table').getByRole('row');
    // Specs and logs are asked for run by run.
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(7);
    await expect.poll(() => panel().innerText(), { timeout: 15_000 }).toContain('at 20 s');
    await expect.poll(() => panel().getByText('running').count(), { timeout: 15_000 }).toBe(0);
    const text = (await panel().innerText()).replaceAll('\u202f', ' ');
    expect(text).toContain('best in ball');
    expect(text).toContain('in the ball');
    expect(text).toContain('it bounds nothing of the program');
    expect(text).toMatch(/with start, \d+ of 33 fixed/);
    // The proven optimum of p0033, with a gap of 0.
    expect(text).toMatch(/3 089\s+0\s+%/);
    for (const theme of ['dark', 'light'] as const) {
      await ask(page, { type: 'app.change-settings', change: { theme } });
      await page.waitForTimeout(300);
      await program.screenshot(`hand-over-table-${theme}`);
    }
    await panel().getByRole('button', { name: 'Inspect run 3' }).click();
    await page.getByText('Fixed by the bound', { exact: true }).waitFor();
    await page.getByText('of 33 free variables').waitFor();
    await program.screenshot('hand-over-fixed');
    expect(program.pageErrors()).toEqual([]);
  });

  it('is exported with what made it', async () => {
    const { page } = program;
    await panel().getByRole('button', { name: 'Export hand-over' }).click();
    await page.getByRole('menuitem', { name: 'CSV…' }).click();
    await page.getByText('Exported hand-over').waitFor();
    const lines = readFileSync(join(folder, 'hand-over.csv'), 'utf8').split('\r\n');
    const header = lines.find((line) => line.startsWith('run,')) ?? '';
    expect(header).toContain('at 1 s,gap at 1 s (%),at 20 s');
    expect(lines.filter((line) => /^\d+,P0033,/.test(line))).toHaveLength(6);
    expect(lines[0]).toBe(header);
    const manifest = readFileSync(join(folder, 'hand-over.json'), 'utf8');
    expect(manifest).toMatch(/numerics/u);
    expect(manifest).toMatch(/[0-9a-f]{64}/u);
    expect(lines.find((line) => line.includes('HiGHS,from scratch'))).toMatch(/,3089,0,.*,3089,.*,optimal,exactly$/);
  });

  it('can be read off at other times', async () => {
    const { page } = program;
    await panel().getByLabel('Times [s]').fill('0.5, 2, 30');
    await page.keyboard.press('Enter');
    await expect.poll(() => panel().getByRole('columnheader').allInnerTexts())
      .toEqual(expect.arrayContaining(['at 0.5 s', 'at 2 s', 'at 30 s']));
    await panel().getByLabel('Times [s]').fill('3, 2');
    await page.keyboard.press('Enter');
    expect(await panel().getByRole('columnheader').allInnerTexts()).toEqual(expect.arrayContaining(['at 0.5 s', 'at 2 s', 'at 30 s']));
    await page.keyboard.press('Escape');
  });

  it('can be made by hand in the form, with a solution of a run and a ball', async () => {
    const { application, page } = program;
    await choose(application, 'new-exact-run');
    await dialog(page).getByLabel('Start solution', { exact: true }).first().waitFor();
    expect(await dialog(page).getByLabel('Ball radius [flips]').count()).toBe(0);
    await pick(page, 'Start solution', 'A solution of a run');
    await pick(page, 'Run', '#1 ');
    await pick(page, 'Which solution', 'greedy repair');
    await dialog(page).getByLabel('Ball radius [flips]').fill('2.5');
    await dialog(page).getByText('A whole number is needed').first().waitFor();
    await dialog(page).getByLabel('Ball radius [flips]').fill('2');
    await dialog(page).getByText('is no bound on the problem').waitFor();
    await program.screenshot('hand-over-form-light');
    await ask(page, { type: 'app.change-settings', change: { theme: 'dark' } });
    await page.waitForTimeout(300);
    await program.screenshot('hand-over-form-dark');
    await dialog(page).getByRole('button', { name: 'Solve', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    const runs = await finishedRuns(page, 8);
    const last = runs.at(-1);
    expect(last).toMatchObject({ kind: 'exact', exactStatus: 'ball-optimal', bound: null });
    const detail = await ask(page, { type: 'run.detail', id: last?.id ?? 0 });
    expect(detail.spec).toMatchObject({ exact: { ball: { radius: 2 } } });
    expect(program.pageErrors()).toEqual([]);
  });
});
