/** Circuits and graphs in the window: dropped, asked about, solved, and what the solutions say of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dropFiles, finishedRuns, newSession, pick } from './steps.ts';

let folder = '';
let program: LaunchedProgram;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-circuits-'));
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await newSession(program.application, program.page);
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A ring of five nodes with one chord: its largest clique has three nodes. */
const RING = 'c a ring\np edge 5 6\ne 1 2\ne 2 3\ne 3 4\ne 4 5\ne 5 1\ne 1 3\n';

it('opens a circuit with a fault and a graph with a problem, and says what their solutions mean', async () => {
  const { page } = program;
  const dialog = page.getByRole('dialog');
  const screenshot = async (name: string): Promise<void> => {
    for (const theme of ['dark', 'light'] as const) {
      await ask(page, { type: 'app.change-settings', change: { theme } });
      await page.waitForTimeout(300);
      await program.screenshot(`${name}-${theme}`);
    }
  };
  const exact = { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } as const;
  const solve = async (problemId: number): Promise<void> => {
    await ask(page, { type: 'run.start', problemId, seeds: 1, spec: { version: 1, kind: 'exact', exact } });
  };

  await choose(program.application, 'open-example');
  await dialog.getByRole('button', { name: 'Open c17' }).click();
  await dialog.getByText('5 inputs, 2 outputs, 6 gates').waitFor();
  await expect.poll(() => dialog.getByRole('button', { name: 'Add problem' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Net', { exact: true }).fill('99');
  await dialog.getByText('No net of this name leads to an output').waitFor();
  await dialog.getByLabel('Net', { exact: true }).fill('1');
  await page.getByRole('option', { name: '10', exact: true }).click();
  await dialog.getByText('stuck at 1', { exact: true }).click();
  await screenshot('circuit-fault');
  await dialog.getByRole('button', { name: 'Add problem' }).click();
  const details = page.getByRole('region', { name: 'Details' });
  await details.getByRole('heading', { name: 'c17 10/1' }).waitFor();
  await details.getByText('c17.bench, fault 10/1').waitFor();

  const file = (name: string): string => {
    writeFileSync(join(folder, name), RING);
    return join(folder, name);
  };
  await dropFiles(page, [file('ring.clq'), file('other.col')]);
  await dialog.getByText('ring.clq').waitFor();
  await dialog.getByText('5 nodes, 6 edges, 1 more to come').waitFor();
  await pick(page, 'Problem', 'Maximum clique');
  await dialog.getByText('a row for each pair that is not').waitFor();
  await screenshot('graph-problem');
  await dialog.getByRole('button', { name: 'Add problem' }).click();
  await dialog.getByText('other.col').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await details.getByRole('heading', { name: 'clique ring' }).waitFor();

  const problems = await ask(page, { type: 'problem.list' });
  expect(problems.map(({ name, origin }) => [name, origin])).toEqual([['c17 10/1', 'c17.bench, fault 10/1'], ['clique ring',
    'ring.clq, clique']]);
  for (const { id } of problems) await solve(id);
  const runs = await finishedRuns(page, 2);
  expect(runs.map(({ objective }) => objective)).toEqual([3, 3]);
  const grid = page.getByRole('grid', { name: 'Runs' });
  await grid.getByText('clique ring').first().click();
  await details.getByText('3 nodes: 1 2 3').waitFor();
  await details.getByText('every two of them are joined').waitFor();
  await grid.getByText('c17 10/1').first().click();
  await details.getByText('simulated: the fault 10/1 shows at an output, whatever the other inputs are').waitFor();
  await page.keyboard.press('Control+a');
  await page.getByRole('tab', { name: 'Solutions', exact: true }).click();
  await page.getByRole('grid', { name: 'Solutions of the selected runs' }).getByText(/^[01X]{5}, 3 of 5 inputs/u).first().waitFor();
  await screenshot('solutions-of-circuits');
  expect(program.pageErrors()).toEqual([]);
});
