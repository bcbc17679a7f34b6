/**
 * A study as a person plans, runs, reads and changes it: 3 problems × 4 methods × 5 seeds in one dialog and at most 15
 * actions, counted; a click on a cell selects its runs; removed, undone, saved as a file and opened again. Screenshots of
 * both themes for the eye.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Study } from '../../src-contract/study.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, dropFiles, finishedRuns, newSession } from './steps.ts';

let folder = '';
let program: LaunchedProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-e2e-study-'));
  program = await launch();
  await answerDialogs(program.application, {
    open: [join(folder, 'plan.study.json')], save: join(folder, 'plan.study.json'), button: 1,
  });
  // What the dock or task bar would show.
  await program.application.evaluate(({ BrowserWindow }) => {
    const shares: number[] = [];
    Reflect.set(globalThis, 'sharesShown', shares);
    BrowserWindow.prototype.setProgressBar = (share) => void shares.push(share);
  });
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const panel = () => program.page.getByRole('tabpanel', { name: 'Studies' });

describe('a study of 3 problems × 4 methods × 5 seeds', () => {
  it('is planned in one dialog with at most 15 actions, and says what it comes to before it starts', async () => {
    const { page, application } = program;
    let actions = 0;
    const click = async (target: Locator): Promise<void> => {
      actions++;
      await target.click();
    };
    /** Closes a menu, and not the dialog. */
    const leave = async (): Promise<void> => {
      actions++;
      await page.keyboard.press('Escape');
    };
    actions++;
    await choose(application, 'new-study');
    await dialog(page).getByText('Choose at least one problem').waitFor();
    await click(dialog(page).getByRole('button', { name: 'Examples' }));
    for (const name of ['p0033', 'lseu', 'stein27']) await click(page.getByRole('menuitem', { name, exact: true }));
    await leave();
    await click(dialog(page).getByRole('button', { name: 'Descents' }));
    await page.getByRole('menuitem', { name: 'Proposed', exact: true }).waitFor();
    for (const name of ['Proposed', 'Recommended', 'Corrected']) await click(page.getByRole('menuitem', { name, exact: true }));
    await leave();
    await click(dialog(page).getByRole('button', { name: 'Exact solvers' }));
    await click(page.getByRole('menuitem', { name: 'HiGHS', exact: true }));
    await leave();
    // Exact solves have no seed, and what draws nothing is made once: never more than one run for each seed.
    await dialog(page).getByText(/\d+ runs\./).waitFor({ timeout: 60_000 });
    for (const theme of ['dark', 'light'] as const) {
      await ask(page, { type: 'app.change-settings', change: { theme } });
      await page.waitForTimeout(300);
      await program.screenshot(`study-dialog-${theme}`);
    }
    await click(dialog(page).getByRole('button', { name: 'Start study' }));
    await dialog(page).waitFor({ state: 'detached' });
    expect(actions).toBeLessThanOrEqual(15);
    const [study] = await ask(page, { type: 'study.list' });
    expect(study).toMatchObject({ title: 'Study 1', problems: 3, methods: expect.arrayContaining(['Proposed', 'HiGHS']) });
    expect(study?.methods).toHaveLength(4);
  });

  it('fills its grid while it runs, pauses and goes on, and a click on a cell selects its runs everywhere', async () => {
    const { page } = program;
    const head = panel().getByRole('status', { name: 'Progress of the study' });
    await head.waitFor();
    const pause = panel().getByRole('button', { name: 'Pause' });
    if (await pause.isVisible()) {
      await pause.click();
      await expect.poll(() => head.innerText()).toMatch(/paused|done/);
      if ((await head.innerText()).includes('paused')) await panel().getByRole('button', { name: 'Continue' }).click();
    }
    await program.screenshot('study-going');
    const runs = await finishedRuns(page, 12);
    await expect.poll(() => head.innerText(), { timeout: 15_000 }).toMatch(/(\d+)\/\1 runs, done/);
    const [study] = await ask(page, { type: 'study.list' });
    expect(study).toMatchObject({ status: 'done', runs: runs.length, counts: { done: runs.length, failed: 0 } });
    const shares = () => program.application.evaluate(() => Reflect.get(globalThis, 'sharesShown') as number[]);
    await expect.poll(async () => (await shares()).at(-1)).toBe(-1);
    expect((await shares()).slice(0, -1).every((share) => share >= 0 && share <= 1)).toBe(true);
    expect((await shares()).length).toBeGreaterThan(1);
    const cell = panel().getByRole('button', { name: /^HiGHS on/ }).first();
    await cell.click();
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByRole('grid', { name: 'Runs' }).locator('[aria-selected="true"]').count()).toBe(1);
    await panel().getByRole('button', { name: 'All runs of HiGHS' }).click();
    await expect.poll(() => panel().locator('[aria-pressed="true"]').count()).toBe(4);
    expect(runs.filter(({ studyMethod }) => studyMethod === 'HiGHS')).toHaveLength(3);
    for (const theme of ['dark', 'light'] as const) {
      await ask(page, { type: 'app.change-settings', change: { theme } });
      await page.waitForTimeout(300);
      await program.screenshot(`study-${theme}`);
    }
  });

  it('takes a further seed and a setting that varies, keeps what is there, and is removed and brought back', async () => {
    const { page, application } = program;
    const before = await ask(page, { type: 'run.list' });
    await panel().getByRole('button', { name: 'Change…' }).click();
    await dialog(page).getByLabel('Vary a setting of HiGHS').click();
    await page.getByRole('option', { name: 'Time limit' }).first().click();
    await dialog(page).getByLabel('Time limit', { exact: true }).fill('20, x');
    await dialog(page).getByText('“x”').first().waitFor();
    await dialog(page).getByLabel('Time limit', { exact: true }).fill('20, 30');
    await dialog(page).getByText(`${before.length + 3} runs: ${before.length - 3} are there already and kept, 6 to be made.`).waitFor();
    await program.screenshot('study-change');
    await dialog(page).getByRole('button', { name: 'Go on' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    const after = await finishedRuns(page, before.length + 6);
    expect(after).toHaveLength(before.length + 6);
    expect(new Set(after.map(({ studyMethod }) => studyMethod))).toContain('HiGHS, at most 30 s');

    await panel().getByRole('button', { name: 'More for this study' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await panel().getByText('A study runs every method').waitFor();
    expect((await ask(page, { type: 'run.list' })).every(({ studyMethod }) => studyMethod === null)).toBe(true);
    await ask(page, { type: 'session.undo' });
    await panel().getByRole('button', { name: 'More for this study' }).click();
    await page.getByRole('menuitem', { name: 'Save as file…' }).click();
    await page.getByText('Wrote plan.study.json').waitFor();
    const file = Study.parse(JSON.parse(readFileSync(join(folder, 'plan.study.json'), 'utf8')));
    expect(file.problems).toEqual([{ example: 'p0033' }, { example: 'lseu' }, { example: 'stein27' }]);
    expect(file.methods).toHaveLength(5);
    await choose(application, 'open-study');
    await page.getByText('Opened a study').waitFor();
    // The same runs are there already: it has nothing to make.
    const [, opened] = await ask(page, { type: 'study.list' });
    expect(opened).toMatchObject({ status: 'done', counts: { missing: 0 } });
    // Dropped on the window it is opened as well, and a damaged one is refused in a sentence; nothing is lost.
    await dropFiles(page, [join(folder, 'plan.study.json')]);
    await expect.poll(async () => (await ask(page, { type: 'study.list' })).length).toBe(3);
    writeFileSync(join(folder, 'broken.study.json'), '{ "title": "broken", "problems": [');
    await dropFiles(page, [join(folder, 'broken.study.json')]);
    await page.getByText('broken.study.json').first().waitFor();
    await program.screenshot('study-broken-file');
    expect(await ask(page, { type: 'study.list' })).toHaveLength(3);
    await page.setViewportSize({ width: 960, height: 640 });
    await page.waitForTimeout(400);
    await program.screenshot('study-small');
    expect(program.pageErrors()).toEqual([]);
  });
});
