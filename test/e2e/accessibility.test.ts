/** axe on the main views and dialogs in both themes, and the whole way to a run by keyboard alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src-contract/ipc.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { violations } from './axe.ts';
import { ask, choose, dialog, finishedRuns } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await program.page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(3).waitFor();
  // A measurement of gradient quality, so that its panel has something to show.
  const { page } = program;
  const [problem] = await ask(page, { type: 'problem.list' });
  const before = (await ask(page, { type: 'run.list' })).length;
  const xHat = Array.from({ length: problem?.variables ?? 0 }, () => 0.5);
  await ask(page, {
    type: 'run.start',
    problemId: problem?.id ?? 0,
    spec: {
      version: 1,
      kind: 'quality',
      quality: { shape: 'point', schemes: ['true-penalty', 'concrete'], xHat, samples: [2, 8], replications: 8, seed: 1 },
    },
    seeds: 1,
  });
  await finishedRuns(page, before + 1);
});
afterAll(async () => {
  await program.close();
});

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  beforeAll(async () => {
    await ask(program.page, { type: 'app.change-settings', change: { theme } });
    await program.page.waitForTimeout(300);
  });

  it.each(['Trajectories', 'x̂ heat map', 'Comparison', 'Profiles', 'Solutions', 'Hand-over', 'Estimates', 'Gradient quality'])(
    'axe finds nothing with %s in front',
    async (tab) => {
      const grid = program.page.getByRole('grid', { name: 'Runs' });
      await grid.getByRole('row').nth(1).click();
      await grid.getByRole('row').nth(4).click({ modifiers: ['Shift'] });
      await program.page.getByRole('tab', { name: tab }).click();
      await program.page.waitForTimeout(500);
      expect(await violations(program)).toEqual([]);
    },
  );

  it.each<Command>(['new-exact-run', 'new-descent-run', 'new-estimate-run', 'new-decode-run', 'new-quality-run', 'hand-over',
    'generate-problem', 'open-example', 'show-shortcuts', 'about', 'command-palette'])('axe finds nothing in %s', async (command) => {
      await choose(program.application, command);
      await dialog(program.page).waitFor();
      await program.page.waitForTimeout(400);
      expect(await violations(program)).toEqual([]);
      await program.page.keyboard.press('Escape');
      await dialog(program.page).waitFor({ state: 'detached' });
    });
});

it('starts a descent by keyboard alone', async () => {
  const { page } = program;
  const before = (await ask(page, { type: 'run.list' })).length;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('descend');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'Descend', exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'detached' });
  expect(await finishedRuns(page, before + 1)).toHaveLength(before + 1);
});
