/**
 * Goes through the main views in both themes and takes their pictures: into the test results, or, with
 * LEIBNIZ_PICTURES=docs, into docs/images. What is asserted is that each view shows what the picture is for.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns } from './steps.ts';

const intoDocs = process.env['LEIBNIZ_PICTURES'] === 'docs';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
  await program.page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(3).waitFor();
  // An estimate of each kind, so that their panel has something to show.
  const { page } = program;
  const problem = (await ask(page, { type: 'problem.list' }))[0];
  const half = Array.from({ length: problem?.variables ?? 0 }, () => 0.5);
  const common = { xHat: half, mu: 10, samples: 20_000, seed: 1 };
  const before = (await ask(page, { type: 'run.list' })).length;
  for (const quantity of ['loss', 'feasibility'] as const) {
    await ask(page, {
      type: 'run.start',
      problemId: problem?.id ?? 0,
      spec: { version: 1, kind: 'estimate', estimate: { quantity, ...common } },
      seeds: 1,
    });
  }
  for (const scheme of ['true-penalty', 'surrogate-interchange', 'surrogate-corrected'] as const) {
    await ask(page, {
      type: 'run.start',
      problemId: problem?.id ?? 0,
      spec: { version: 1, kind: 'estimate', estimate: { quantity: 'gradient', scheme, evaluation: 'sampled', ...common } },
      seeds: 1,
    });
  }
  await finishedRuns(page, before + 5);
});
afterAll(async () => {
  await program.close();
});

async function picture(name: string, theme: string): Promise<void> {
  await program.page.mouse.move(5, 5);
  await program.page.waitForTimeout(400);
  await program.screenshot(`${name}-${theme}`, intoDocs ? join(projectRoot, 'docs', 'images', `${name}-${theme}.png`) : undefined);
}

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  const tab = (name: string) => program.page.getByRole('tab', { name, exact: true }).click();
  beforeAll(async () => {
    await ask(program.page, { type: 'app.change-settings', change: { theme } });
  });

  it('the main window shows descents of a set cover under both schemes beside the optimum', async () => {
    const { page } = program;
    await page.getByRole('combobox', { name: 'Filter runs' }).fill('cover');
    const grid = page.getByRole('grid', { name: 'Runs' });
    await grid.getByRole('row').nth(1).click();
    await page.keyboard.press('Control+a');
    await tab('Trajectories');
    const chart = page.getByLabel(/objective, penalty against iteration of 8 runs/u);
    await chart.waitFor();
    expect(await chart.isVisible()).toBe(true);
    await picture('main', theme);
    await tab('Gap–time');
    await page.getByRole('region', { name: 'Gap–time' }).first().waitFor();
    await picture('gap-time', theme);
    await tab('x̂ heat map');
    await picture('heat-map', theme);
    await tab('Solutions');
    await page.getByText('Hamming distance').waitFor();
    await picture('solutions', theme);
    await page.getByRole('combobox', { name: 'Filter runs' }).fill('');
  });

  it('a study stands as a grid of problems and methods', async () => {
    const { page } = program;
    await tab('Studies');
    const panel = page.getByRole('tabpanel', { name: 'Studies' });
    await expect.poll(() => panel.innerText()).toMatch(/(\d+)\/\1 runs, done/u);
    await picture('studies', theme);
  });

  it('methods are compared as a table and in profiles', async () => {
    const { page } = program;
    await tab('Comparison');
    await page.getByRole('grid', { name: 'Comparison of methods' }).getByRole('row').nth(2).waitFor();
    await picture('comparison', theme);
    await tab('Profiles');
    const profile = page.getByRole('button', { name: /^Performance profile of \d+ methods/u });
    await profile.waitFor();
    expect(await profile.isVisible()).toBe(true);
    await picture('profiles', theme);
  });

  it('estimates stand with their errors and exact values', async () => {
    const { page } = program;
    await tab('Estimates');
    await page.getByRole('button', { name: 'Select all 5 estimates' }).click();
    const panel = page.getByRole('tabpanel', { name: 'Estimates' });
    await expect.poll(() => panel.innerText()).toContain('surrogate-interchange');
    await picture('estimates', theme);
  });

  it('the field lab draws the plane of the papers and the claims stand settled', async () => {
    const { application, page } = program;
    await choose(application, 'show-field-lab');
    const lab = page.getByRole('tabpanel', { name: 'Field lab' });
    await lab.getByText('2-D', { exact: true }).click();
    await lab.getByText('Drag a rectangle').waitFor();
    await page.getByRole('button', { name: 'Fill the window' }).click();
    await picture('field-lab', theme);
    await page.getByRole('button', { name: 'Give the other panels their places back' }).click();
    await choose(application, 'show-claims');
    const claims = page.getByRole('tabpanel', { name: 'Claims' });
    await expect.poll(() => claims.innerText()).toContain('fail as printed');
    await picture('claims', theme);
  });

  it('the new-run form shows a descent', async () => {
    await choose(program.application, 'new-descent-run');
    const start = dialog(program.page).getByRole('button', { name: 'Descend', exact: true });
    await start.waitFor();
    expect(await start.isEnabled()).toBe(true);
    await picture('new-run', theme);
    await program.page.keyboard.press('Escape');
    await dialog(program.page).waitFor({ state: 'detached' });
  });
});
