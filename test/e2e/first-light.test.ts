/**
 * What the program is for, done as a person does it: open a real binary program, solve it exactly,
 * descend its relaxation under both gradient schemes, estimate, compare, save, reopen, export.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src-contract/session.ts';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newRun, newSession, openProblem, pick } from './steps.ts';

const P0033 = join(projectRoot, 'examples', 'problems', 'p0033.mps.gz');

let folder = '';
let program: LaunchedProgram;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-first-light-'));
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Two descents of the selected problem: both schemes, one seed, few enough iterations for a test. */
async function descendBothWays(iterations: number): Promise<void> {
  const { application, page } = program;
  for (const scheme of ['true-penalty', 'surrogate-interchange']) {
    await newRun(application, page, 'new-descent-run', 'Descend', async () => {
      await pick(page, 'Scheme', scheme);
      await dialog(page).getByLabel('Iterations', { exact: true }).fill(String(iterations));
    });
  }
}

async function openThroughMenu(path: string): Promise<void> {
  await answerDialogs(program.application, { open: [path], button: 1 });
  await openProblem(program.application, program.page);
}

const byMethod = (runs: readonly RunSummary[], method: string): RunSummary => {
  const run = runs.find((each) => each.method === method);
  if (run === undefined) throw new Error(`no run by ${method}`);
  return run;
};

describe('p0033, from its file to compared and saved results', () => {
  it('is solved, descended, estimated, compared, saved, reopened equal and exported', async () => {
    const { application, page } = program;
    await newSession(application, page);
    await openThroughMenu(P0033);

    await newRun(application, page, 'new-exact-run', 'Solve');
    await newRun(application, page, 'new-exact-run', 'Solve', () => pick(page, 'Solver', 'GLPK'));
    await descendBothWays(300);
    await newRun(application, page, 'new-estimate-run', 'Estimate', async () => {
      await dialog(page).getByLabel('Samples', { exact: true }).fill('20000');
    });
    const runs = await finishedRuns(page, 5);
    expect(program.pageErrors()).toEqual([]);

    for (const solver of ['HiGHS', 'GLPK']) {
      expect(byMethod(runs, solver)).toMatchObject({ status: 'done', exactStatus: 'optimal', objective: 3089, feasible: true, gap: 0 });
    }
    for (const scheme of ['true-penalty', 'surrogate-interchange']) {
      const run = byMethod(runs, scheme);
      expect(run).toMatchObject({ status: 'done', iterations: 300, seed: 1 });
      // A decoded solution is never better than the proven optimum of a minimization.
      if (run.feasible === true) expect(run.gap).toBeGreaterThanOrEqual(0);
    }
    const estimate = runs.find((run) => run.kind === 'estimate');
    expect(estimate?.samples).toBe(20000);
    // The exact loss is known here, so the estimate has a z; five standard deviations have a chance of 6e-7.
    expect(Math.abs(estimate?.z ?? Number.NaN)).toBeLessThan(5);

    // The window shows what the session holds.
    const grid = page.getByRole('grid', { name: 'Runs' });
    await expect.poll(() => grid.getByRole('row').count()).toBe(6);
    expect(await grid.getByRole('row', { name: /HiGHS/ }).innerText()).toContain('optimal');

    // By what the window calls them: the proposed preset has a name of its own.
    const rowOf = (scheme: string) => grid.getByRole('row', { name: byMethod(runs, scheme).methodName }).first();
    await rowOf('true-penalty').click();
    await rowOf('surrogate-interchange').click({ modifiers: ['Control'] });
    await page.getByRole('tab', { name: 'Trajectories' }).click();
    await page.getByLabel(/against iteration of 2 runs/).waitFor();

    // Export of chart and table, each in both formats.
    for (const [format, label] of [['svg', 'SVG'], ['png', 'PNG']] as const) {
      const path = join(folder, `chart.${format}`);
      await answerDialogs(application, { save: path, button: 1 });
      await page.getByRole('button', { name: 'Export trajectories' }).click();
      await page.getByRole('menuitem', { name: new RegExp(label) }).first().click();
      await expect.poll(() => fileLength(path)).toBeGreaterThan(1000);
    }
    expect(readFileSync(join(folder, 'chart.svg'), 'utf8')).toMatch(/^<\?xml|^<svg/u);
    expect([...readFileSync(join(folder, 'chart.png')).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    for (const [extension, label] of [['csv', 'CSV'], ['tex', 'LaTeX']] as const) {
      const path = join(folder, `runs.${extension}`);
      await answerDialogs(application, { save: path, button: 1 });
      await page.getByRole('toolbar', { name: 'Runs' }).or(page.getByRole('region', { name: 'Runs' })).getByRole('button', {
        name: 'Export',
      }).first().click();
      await page.getByRole('menuitem', { name: new RegExp(label) }).first().click();
      await expect.poll(() => fileLength(path)).toBeGreaterThan(50);
    }
    expect(readFileSync(join(folder, 'runs.csv'), 'utf8')).toContain('3089');
    expect(readFileSync(join(folder, 'runs.tex'), 'utf8')).toContain('\\toprule');

    // The two descents' solutions against the optimum.
    await choose(application, 'compare-solutions');
    await page.getByRole('tab', { name: 'Solutions' }).waitFor();
    await page.getByRole('region', { name: 'Solutions' }).getByText('Hamming distance').waitFor();

    // Save, start again with a fresh program, open, compare everything.
    const file = join(folder, 'first.leibniz');
    const before = await everything(page);
    await answerDialogs(application, { save: file, button: 1 });
    await choose(application, 'save-session');
    await expect.poll(async () => (await ask(page, { type: 'session.state' })).saved).toBe(true);
    expect(await ask(page, { type: 'session.state' })).toMatchObject({ name: 'first.leibniz', unsavedChanges: false });
    await program.close();

    program = await launch({ args: [file] });
    await expect.poll(async () => (await ask(program.page, { type: 'session.state' })).name, { timeout: 10_000 }).toBe('first.leibniz');
    await answerDialogs(program.application, { button: 1 });
    expect(await everything(program.page)).toEqual(before);
    await program.page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name: /HiGHS/ }).waitFor();
    expect(program.pageErrors()).toEqual([]);
  });
});

it('generates a set cover, solves and descends it, and shows gaps to the proven optimum', async () => {
  const { application, page } = program;
  await newSession(application, page);
  await choose(application, 'generate-problem');
  await dialog(page).waitFor();
  await dialog(page).getByLabel('Rows', { exact: true }).fill('60');
  await dialog(page).getByLabel('Columns', { exact: true }).fill('120');
  await dialog(page).getByRole('button', { name: 'Generate', exact: true }).click();
  await page.getByRole('list', { name: 'Problems' }).getByRole('listitem').first().waitFor();
  await newRun(application, page, 'new-exact-run', 'Solve');
  await descendBothWays(300);
  const runs = await finishedRuns(page, 3);
  const optimum = byMethod(runs, 'HiGHS');
  expect(optimum.exactStatus).toBe('optimal');
  for (const scheme of ['true-penalty', 'surrogate-interchange']) {
    const run = byMethod(runs, scheme);
    expect(run.feasible).toBe(true);
    expect(run.gap).toBeCloseTo(
      ((run.objective ?? Number.NaN) - (optimum.objective ?? Number.NaN)) / (optimum.objective ?? Number.NaN),
      12,
    );
    expect(run.gap).toBeGreaterThanOrEqual(0);
  }
  const problems = await ask(page, { type: 'problem.list' });
  expect(problems[0]).toMatchObject({ variables: 120, rows: 60, reference: { basis: 'proven', objective: optimum.objective } });
  expect(program.pageErrors()).toEqual([]);
});

it('opens the export menu of the chart in front, and of no chart behind it', async () => {
  const { application, page } = program;
  await page.getByLabel(/against iteration/u).first().waitFor();
  await choose(application, 'export-chart');
  await page.getByRole('menuitem', { name: /SVG/u }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Gap–time' }).click();
  await page.getByRole('button', { name: 'Export gap–time chart' })
    .or(page.getByRole('region', { name: 'Gap–time' }).getByRole('button', { name: /^Export/u })).first().waitFor();
  await choose(application, 'export-chart');
  await page.getByRole('menuitem', { name: /SVG/u }).waitFor();
  expect(await page.getByRole('menu').count()).toBe(1);
});

it('says so when a menu entry finds nothing to work on', async () => {
  await newSession(program.application, program.page);
  await choose(program.application, 'cancel-selected-runs');
  const words = program.page.getByText('None of the selected runs is going.');
  await words.waitFor();
  expect(await words.isVisible()).toBe(true);
});

it('shows a finished example session at the first start, and an empty one afterwards', async () => {
  const state = await ask(program.page, { type: 'session.state' });
  expect(state).toMatchObject({ example: true, unsavedChanges: false });
  const runs = await ask(program.page, { type: 'run.list' });
  expect(runs.length).toBeGreaterThan(5);
  expect(new Set(runs.map((run) => run.status))).toEqual(new Set(['done']));
  await program.close({ keepData: true });
  const { dataFolder } = program;
  program = await launch({ dataFolder });
  expect(await ask(program.page, { type: 'session.state' })).toMatchObject({ example: false, problems: 0, runs: 0 });
  await program.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

it('says in one sentence what is wrong with a file, and goes on', async () => {
  const { page } = program;
  await newSession(program.application, page);
  const cases = [
    ['Makefile contents', 'all:\n\tcc -o x x.c\n', 'broken.mps'],
    ['a number that is none', 'NAME T\nROWS\n N obj\n L r\nCOLUMNS\n x r 17x1\nRHS\nBOUNDS\n BV b x\nENDATA\n', 'number.mps'],
    ['a continuous variable', 'Minimize\n obj: 2 x + y\nSubject To\n r: x + y >= 1\nBinary\n x\nEnd\n', 'continuous.lp'],
    ['nothing', '', 'empty.lp'],
    ['half a gzip', '\u001f\u008b\u0008', 'half.mps.gz'],
  ] as const;
  for (const [, content, name] of cases) {
    const path = join(folder, name);
    writeFileSync(path, content, 'latin1');
    await answerDialogs(program.application, { open: [path], button: 1 });
    await choose(program.application, 'open-problem');
    await page.getByText(new RegExp(name.replaceAll('.', '\\.'), 'u')).first().waitFor({ timeout: 10_000 });
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
  }
  expect(await ask(page, { type: 'problem.list' })).toEqual([]);
  await openThroughMenu(P0033);
  expect(await ask(page, { type: 'problem.list' })).toHaveLength(1);
});

function fileLength(path: string): number {
  try {
    return readFileSync(path).length;
  } catch {
    return 0;
  }
}

/** All that a session holds, as the window can ask for it. */
async function everything(page: LaunchedProgram['page']): Promise<unknown> {
  const problems = await ask(page, { type: 'problem.list' });
  const runs = await ask(page, { type: 'run.list' });
  const details = [];
  for (const run of runs) {
    const detail = await ask(page, { type: 'run.detail', id: run.id });
    const series = await ask(page, {
      type: 'run.series',
      id: run.id,
      columns: ['iteration', 'loss', 'objective', 'penalty', 'gradientNorm', 'seconds', 'incumbent', 'bound'],
      maxPoints: 1_000_000,
      from: null,
      to: null,
    });
    const solutions = await ask(page, { type: 'run.solutions', id: run.id });
    const snapshots = [];
    for (const iteration of detail.snapshotIterations) snapshots.push(await ask(page, { type: 'run.snapshot', id: run.id, iteration }));
    details.push({ detail, series, solutions, snapshots });
  }
  return { problems, runs, details };
}
