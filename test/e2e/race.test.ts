/** A race of GLPK and HiGHS in the window: chosen in the form, seen in the run table and the inspector, cancelled. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newRun, newSession, pick } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
});

it('is chosen in the form, ends with a proof, and says who won', async () => {
  const { application, page } = program;
  await ask(page, { type: 'problem.open-example', name: 'p0033' });
  await page.getByRole('list', { name: 'Problems' }).getByRole('listitem').first().waitFor();
  await newRun(application, page, 'new-exact-run', 'Solve', async () => {
    await pick(page, 'Solver', 'Race');
    await dialog(page).getByText('When both have').click();
    await page.waitForTimeout(300);
    await program.screenshot('race-form');
  });
  const [run] = await finishedRuns(page, 1);
  expect(run).toMatchObject({ method: 'Race', solver: 'race', status: 'done', exactStatus: 'optimal', objective: 3089, gap: 0 });
  const row = page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name: /Race/ });
  await expect.poll(() => row.innerText()).toContain('optimal');
  await row.click();
  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByText('Won by', { exact: true }).waitFor();
  const { result, manifest } = await ask(page, { type: 'run.detail', id: run?.id ?? 0 });
  if (result?.kind !== 'exact') throw new Error('no exact result');
  expect(result.race).toMatchObject({
    checked: true,
    entrants: [{ status: 'optimal', objective: 3089 }, { status: 'optimal', objective: 3089 }],
  });
  expect(manifest.solver)
    .toMatch(/^race of GLPK \d.*, HiGHS \d.*, won by (GLPK|HiGHS); the winner, and with it the vector, may differ in a rerun$/);
  // The status bar shows the versions that results carry.
  const bar = await page.getByLabel('Status', { exact: true }).innerText();
  for (const name of ['GLPK', 'HiGHS']) {
    expect(bar).toContain(/GLPK [\d.]+|HiGHS [\d.]+/.exec(result.solverVersion.split(', ').find((part) =>
      part.startsWith(name)
    ) ?? '')?.[0] ?? 'missing');
  }
  for (const theme of ['dark', 'light'] as const) {
    await ask(page, { type: 'app.change-settings', change: { theme } });
    await page.waitForTimeout(400);
    await program.screenshot(`race-${theme}`);
  }
  expect(program.pageErrors()).toEqual([]);
});

it('is cancelled with what it has', async () => {
  const { application, page } = program;
  const problem = await ask(page, {
    type: 'problem.generate',
    family: 'independent-set',
    parameters: { nodes: 600, affinity: 4 },
    seed: 1,
    name: 'hard',
  });
  const start = new Array<0 | 1>(problem.variables).fill(0);
  const [run] = await ask(page, {
    type: 'run.start',
    problemId: problem.id,
    spec: { version: 1, kind: 'exact', exact: { solver: 'race', timeLimitSeconds: null, relativeGap: 0, start } },
    seeds: 1,
  });
  await page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name: /hard/ }).click();
  await expect.poll(async () => (await ask(page, { type: 'run.list' })).find(({ id }) => id === run?.id)?.bound ?? null, {
    timeout: 60_000,
  }).not.toBeNull();
  await choose(application, 'cancel-selected-runs');
  const ended = (await finishedRuns(page, 2)).find(({ id }) => id === run?.id);
  expect(ended).toMatchObject({ status: 'cancelled', exactStatus: 'cancelled', feasible: true });
  await page.waitForTimeout(400);
  await program.screenshot('race-cancelled');
  expect(program.pageErrors()).toEqual([]);
});
