/**
 * How runs are compared and begun anew in the window: groups of seeds by their whole specs, the columns of
 * what differs, the run that gave a vector, and a form whose settings outlive it and go to another problem.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newSession, openProblem, pick } from './steps.ts';

let program: LaunchedProgram;
const examples = join(projectRoot, 'examples', 'problems');
const open = async (file: string): Promise<void> => {
  await answerDialogs(program.application, { open: [join(examples, file)], button: 1 });
  await openProblem(program.application, program.page);
};
beforeAll(async () => {
  program = await launch();
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
  await answerDialogs(program.application, { button: 1 });
  await newSession(program.application, program.page);
  await open('p0033.mps.gz');
  await open('stein27.mps.gz');
});
afterAll(async () => {
  await program.close();
});

const grid = () => program.page.getByRole('grid', { name: 'Runs' });
const theme = async (name: 'dark' | 'light'): Promise<void> => {
  await ask(program.page, { type: 'app.change-settings', change: { theme: name } });
  await program.page.waitForTimeout(300);
};

it('pools seeds of one spec alone, and names groups and columns by what differs', async () => {
  const { page } = program;
  const [problem] = await ask(page, { type: 'problem.list' });
  const { specs, presets } = await ask(page, { type: 'run.defaults', problemId: problem?.id ?? 0 });
  const usual = specs.find((spec) => spec.kind === 'descent');
  const annealed = presets.find((preset) => preset.name === 'annealed')?.spec;
  if (usual?.kind !== 'descent' || annealed?.kind !== 'descent') throw new Error('there are defaults');
  const begin = { kind: 'random', center: 0.5, spread: 0.1 } as const;
  const short = { ...usual.descent, iterations: 60, start: begin };
  // Equal in all that the run table shows by itself: they differ in β₁ and start.
  for (
    const descent of [short, {
      ...short,
      optimizer: { name: 'adam', beta1: 0.9, beta2: 0.9, epsilon: 1e-8 } as const,
      start: { ...begin, center: 0.4 },
    }]
  ) {
    await ask(page, { type: 'run.start', problemId: problem?.id ?? 0, spec: { version: 1, kind: 'descent', descent }, seeds: 2 });
  }
  await finishedRuns(page, 4);
  await grid().getByRole('row').nth(4).waitFor();
  await grid().getByRole('row').nth(1).click();
  await page.keyboard.press('Control+a');
  await page.getByRole('tab', { name: 'Trajectories', exact: true }).click();
  await page.getByText('mean and range', { exact: true }).click();
  await page.getByText('Only what differs').click();
  await grid().getByRole('columnheader', { name: 'β₁' }).waitFor();
  expect(await grid().getByRole('columnheader').allInnerTexts()).toEqual(expect.arrayContaining(['β₁', 'Start around', 'Seed', 'Method']));
  for (const name of ['dark', 'light'] as const) {
    await theme(name);
    await program.screenshot(`comparisons-groups-${name}`);
  }
  await page.getByText('Only what differs').click();
  await ask(page, {
    type: 'run.start',
    problemId: problem?.id ?? 0,
    spec: { version: 1, kind: 'descent', descent: usual.descent },
    seeds: 1,
  });
  await ask(page, { type: 'run.start', problemId: problem?.id ?? 0, spec: annealed, seeds: 1 });
  const names = (await finishedRuns(page, 6)).map((run) => run.methodName);
  expect(names.slice(4)).toEqual(['true-penalty, recommended', 'Annealed mean field']);
  expect(new Set(names.slice(0, 2))).toEqual(new Set(['true-penalty, 60 iterations, start 0.5 ± 0.1']));
  await page.getByRole('combobox', { name: 'Filter runs' }).fill('annealed');
  await expect.poll(() => grid().getByRole('row').count()).toBe(2);
  await page.getByRole('combobox', { name: 'Filter runs' }).fill('seed:2');
  await expect.poll(() => grid().getByRole('row').count()).toBe(3);
  await page.getByRole('combobox', { name: 'Filter runs' }).fill('');
  await page.keyboard.press('Escape');
});

it('leads from a decoding to the run that gave its x̂, and says when that was removed', async () => {
  const { application, page } = program;
  const before = await ask(page, { type: 'run.list' });
  const last = before.at(-1);
  await grid().getByText('Annealed mean field').click();
  await choose(application, 'new-decode-run');
  await dialog(page).getByLabel('Run', { exact: true }).first().waitFor();
  await dialog(page).getByRole('button', { name: 'Decode', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  const run = (await finishedRuns(page, before.length + 1)).at(-1);
  expect(run?.origin).toEqual({ runId: last?.id, iteration: last?.iterations });
  const link = grid().getByRole('button', { name: `← #${last?.id}` });
  await link.waitFor();
  await page.getByRole('region', { name: 'Details' }).getByText('Begins with').first().waitFor();
  await program.screenshot('comparisons-origin-light');
  await link.click();
  await page.getByRole('heading', { name: `Run ${last?.id}` }).waitFor();
  await ask(page, { type: 'run.remove', ids: [last?.id ?? 0] });
  await grid().getByText(`← #${last?.id}`).click();
  await page.getByRole('region', { name: 'Details' }).getByText(', removed since').waitFor();
  await theme('dark');
  await program.screenshot('comparisons-origin-dark');
});

it('brings the last settings back, keeps them on another problem and says what no longer fits', async () => {
  const { application, page } = program;
  await choose(application, 'new-descent-run');
  await dialog(page).getByLabel('Iterations', { exact: true }).fill('77');
  await pick(page, 'Start from', 'Typed values');
  await dialog(page).getByLabel('Typed marginals').fill(Array.from({ length: 33 }, () => '0.5').join(' ').replace('0.5', '0.25'));
  await dialog(page).getByLabel('Problem', { exact: true }).first().click();
  await page.getByRole('option', { name: 'stein27' }).click();
  const note = dialog(page).getByRole('note', { name: 'Settings of another problem' });
  await note.getByText('What no longer fits').waitFor();
  expect(await note.innerText()).toMatch(/33/);
  expect(await dialog(page).getByLabel('Iterations', { exact: true }).inputValue()).toBe('77');
  await program.screenshot('comparisons-carried-dark');
  await theme('light');
  await program.screenshot('comparisons-carried-light');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await choose(application, 'new-descent-run');
  await expect.poll(() => dialog(page).getByLabel('Iterations', { exact: true }).inputValue()).toBe('77');
  await program.screenshot('comparisons-again-light');
  await dialog(page).getByRole('button', { name: 'Use this problem’s own' }).click();
  expect(await dialog(page).getByLabel('Iterations', { exact: true }).inputValue()).toBe('1000');
  await page.keyboard.press('Escape');
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 620));
  await page.waitForTimeout(500);
  await program.screenshot('comparisons-small-light');
  expect(program.pageErrors()).toEqual([]);
});
