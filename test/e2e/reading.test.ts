/**
 * Reading a comparison in the window: methods over problems and seeds as a table with means, ranks and tests, and as pictures; one
 * selection with the run table; tables and pictures that leave with what was computed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src-contract/session.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { violations } from './axe.ts';
import { ask, newSession } from './steps.ts';

let program: LaunchedProgram;
const folder = mkdtempSync(join(tmpdir(), 'leibniz-reading-'));
const size = (width: number, height: number): Promise<void> =>
  program.application.evaluate(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [width, height] as const,
  );
const theme = async (name: 'dark' | 'light'): Promise<void> => {
  await ask(program.page, { type: 'app.change-settings', change: { theme: name } });
  await program.page.waitForTimeout(300);
};
const tab = (name: string): Promise<void> => program.page.getByRole('tab', { name, exact: true }).click();

/** Runs of the example session that can have solutions, by method. */
let methods: ReadonlyMap<string, readonly RunSummary[]>;
beforeAll(async () => {
  program = await launch();
  await size(1440, 900);
  await program.page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(3).waitFor();
  const runs = (await ask(program.page, { type: 'run.list' })).filter(({ kind }) => ['exact', 'descent', 'decode'].includes(kind));
  const names = [...new Set(runs.map(methodOf))];
  methods = new Map(names.map((name) => [name, runs.filter((run) => methodOf(run) === name)]));
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const status = () => program.page.getByRole('status').allInnerTexts();

describe('the comparison of methods', () => {
  const table = () => program.page.getByRole('grid', { name: 'Comparison of methods' });

  it('has a row a method over all problems, one a problem and method, and selects their runs', async () => {
    const { page } = program;
    await theme('dark');
    await tab('Comparison');
    await expect.poll(() => table().getByRole('row').count()).toBe(1 + methods.size);
    const [first] = methods.values();
    await table().getByRole('row').nth(1).click();
    await expect.poll(status).toContainEqual(expect.stringContaining(`${first?.length} selected`));
    await program.screenshot('comparison-methods-dark');
    await page.getByText('by problem', { exact: true }).click();
    const cells = [...methods.values()].flatMap((runs) => [...new Set(runs.map(({ problemId }) => problemId))]).length;
    await expect.poll(() => table().getAttribute('aria-rowcount')).toBe(String(1 + cells));
    await theme('light');
    await page.getByRole('button', { name: /^Target and methods/u }).click();
    await page.getByRole('textbox', { name: 'Target gap [%]' }).fill('2');
    await program.screenshot('comparison-asked-light');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByText('Reached: gap at most 2.00').count()).toBe(1);
    expect(await violations(program)).toEqual([]);
    await program.screenshot('comparison-problems-light');
    await size(960, 640);
    await program.screenshot('comparison-problems-small');
    await size(1440, 900);
  });

  it('leaves the window as a table whose numbers are those of the runs', async () => {
    const { application, page } = program;
    const path = join(folder, 'comparison.csv');
    await answerDialogs(application, { save: path });
    await page.getByRole('button', { name: 'Export comparison' }).click();
    await page.getByRole('menuitem', { name: 'CSV…' }).click();
    const written = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
    await expect.poll(written).toContain(',method,');
    const lines = written().split(/\r?\n/u).filter((line) => line !== '' && !line.startsWith('#'));
    const head = (lines[0] ?? '').split(',');
    const cells = (lines[1] ?? '').split(',');
    const own = (methods.get(cells[1] ?? '') ?? []).filter((run) => run.problemName === cells[0] && run.feasible === true);
    const mean = own.reduce((sum, run) => sum + 100 * (run.gap ?? Number.NaN), 0) / own.length;
    expect(Number(cells[head.indexOf('Gap mean (%)')])).toBeCloseTo(mean, 8);
    expect(Number(cells[head.indexOf('Gap n')])).toBe(own.length);
  });
});

describe('the pictures of a comparison', () => {
  const pick = async (label: string): Promise<void> => {
    await program.page.getByRole('combobox', { name: 'Picture' }).click();
    await program.page.getByRole('option', { name: label, exact: true }).click();
  };
  const surface = (name: RegExp) => program.page.getByRole('button', { name });

  it.each([
    ['Performance profile', /^Performance profile of/u], ['Data profile', /^Data profile of/u], ['Gap over time', /^Primal gap over time/u],
    ['Box and strip', /^gap of \d+ runs/u], ['Ranks', /^Mean ranks of/u], ['Parallel coordinates', /settings and results of/u],
    ['Scatter', /against .* of \d+ runs/u],
  ])('%s is drawn in both themes and in a small window', async (label, name) => {
    const { page } = program;
    await tab('Profiles');
    await pick(label);
    if (label === 'Ranks') await page.getByText('instances', { exact: true }).click();
    await surface(name).waitFor();
    const file = label.toLowerCase().replaceAll(' ', '-');
    await theme('dark');
    await program.screenshot(`profiles-${file}-dark`);
    await theme('light');
    await program.screenshot(`profiles-${file}-light`);
    await size(960, 640);
    await program.screenshot(`profiles-${file}-small`);
    await size(1440, 900);
    expect(await surface(name).isVisible()).toBe(true);
    expect(await violations(program)).toEqual([]);
  });

  it('a point lights its run, a click selects it, and the picture leaves the window', async () => {
    const { application, page } = program;
    await tab('Profiles');
    await pick('Scatter');
    const button = surface(/against .* of \d+ runs/u);
    await button.focus();
    await page.keyboard.press('ArrowRight');
    await program.screenshot('profiles-scatter-hover');
    await page.keyboard.press('Enter');
    await expect.poll(status).toContainEqual(expect.stringContaining('1 selected'));
    const which = page.getByRole('toolbar', { name: 'Profiles' }).getByRole('combobox', { name: 'Which runs' });
    for (const [choice, count] of [['Selected runs', 1], ['All runs', [...methods.values()].flat().length]] as const) {
      await which.click();
      await page.getByRole('option', { name: choice, exact: true }).click();
      await surface(new RegExp(` of ${count} runs`, 'u')).waitFor();
    }
    const path = join(folder, 'scatter.svg');
    await answerDialogs(application, { save: path });
    await page.getByRole('button', { name: 'Export profile' }).click();
    await page.getByRole('menuitem', { name: /SVG/u }).click();
    const written = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
    await expect.poll(written).toContain('</svg>');
    expect(written()).toContain('Gap, %');
    expect(program.pageErrors()).toEqual([]);
  });
});

it('an empty session says what will be here', async () => {
  const { application, page } = program;
  await newSession(application, page);
  await tab('Comparison');
  await page.getByText('will be compared here, method by method').waitFor();
  await program.screenshot('comparison-empty');
  await tab('Profiles');
  await page.getByText('will be drawn here by method').waitFor();
  expect(await page.getByRole('button', { name: 'Export profile' }).isDisabled()).toBe(true);
  expect(program.pageErrors()).toEqual([]);
});
