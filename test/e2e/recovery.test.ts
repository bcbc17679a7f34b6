/** The program killed in the middle of a run: nothing that was done is lost, and the run goes on to the same bits. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import { answerDialogs, dialogsAsked } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, finishedRuns, newSession } from './steps.ts';

let program: LaunchedProgram;
beforeEach(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
});
afterEach(async () => {
  await program.close();
  rmSync(program.dataFolder, { recursive: true, force: true });
});

/** A descent of `stein27` that takes a while, with checkpoints on the way. */
async function longDescent(iterations: number): Promise<JobSpec> {
  const problems = await ask(program.page, { type: 'problem.list' });
  const { specs } = await ask(program.page, { type: 'run.defaults', problemId: problems[0]?.id ?? 0 });
  const spec = specs.find((each) => each.kind === 'descent');
  if (spec?.kind !== 'descent') throw new Error('no default descent');
  return {
    ...spec,
    descent: {
      ...spec.descent,
      scheme: 'surrogate-interchange',
      evaluation: 'sampled',
      samples: 64,
      iterations,
      checkpointEvery: 500,
      snapshotEvery: 2000,
      recordEvery: 10,
      seed: 7,
    },
  };
}

it('offers the working copy after kill -9 in the middle of a run, and resumes the run to the same bits', async () => {
  const { page, application, dataFolder } = program;
  await newSession(application, page);
  await ask(page, { type: 'problem.open-example', name: 'stein27' });
  const spec = await longDescent(20_000);
  const problem = (await ask(page, { type: 'problem.list' }))[0];
  const [uninterrupted] = await ask(page, { type: 'run.start', problemId: problem?.id ?? 0, spec, seeds: 1 });
  await finishedRuns(page, 1);
  const expected = await ask(page, { type: 'run.detail', id: uninterrupted?.id ?? 0 });

  const [interrupted] = await ask(page, { type: 'run.start', problemId: problem?.id ?? 0, spec, seeds: 1 });
  const id = interrupted?.id ?? 0;
  // Some way in: a checkpoint is stored and the end is not reached.
  await expect.poll(async () => (await ask(page, { type: 'run.detail', id })).hasCheckpoint, { timeout: 30_000, interval: 20 }).toBe(true);
  expect((await ask(page, { type: 'run.detail', id })).summary.status).toBe('running');
  await program.kill();

  program = await launch({ dataFolder });
  await answerDialogs(program.application, { button: 1 });
  await program.page.getByText(/recover/iu).first().waitFor();
  const offers = await ask(program.page, { type: 'app.recovery-list' });
  expect(offers).toHaveLength(1);
  expect(offers[0]).toMatchObject({ problems: 1, runs: 2 });
  await program.page.getByRole('button', { name: /^Recover/u }).first().click();
  await expect.poll(async () => (await ask(program.page, { type: 'session.state' })).recovered, { timeout: 10_000 }).toBe(true);

  const recovered = await ask(program.page, { type: 'run.list' });
  expect(recovered.find((run) => run.id === uninterrupted?.id)?.status).toBe('done');
  expect(recovered.find((run) => run.id === id)?.status).toBe('interrupted');
  await program.page.getByRole('grid', { name: 'Runs' }).getByText('interrupted').first().waitFor();

  await ask(program.page, { type: 'run.resume', id });
  await finishedRuns(program.page, 2);
  const resumed = await ask(program.page, { type: 'run.detail', id });
  const numbers = (
    detail: typeof resumed,
  ): unknown => (detail.result?.kind === 'descent'
    ? {
      final: detail.result.final,
      xHat: detail.result.xHat,
      iterations: detail.result.iterations,
      solutions: detail.result.solutions.map(({ x, objective }) => ({ x, objective })),
    }
    : null);
  expect(numbers(resumed)).not.toBeNull();
  expect(numbers(resumed)).toEqual(numbers(expected));
  const series = async (runId: number) =>
    (await ask(program.page, {
      type: 'run.series',
      id: runId,
      columns: ['iteration', 'loss', 'penalty', 'gradientNorm'],
      maxPoints: 1_000_000,
      from: null,
      to: null,
    })).columns;
  expect(await series(id)).toEqual(await series(uninterrupted?.id ?? 0));
  // Recovering takes the working copy over: it is not offered twice.
  expect(await ask(program.page, { type: 'app.recovery-list' })).toEqual([]);
});

it('asks before it closes unsaved work, keeps it when asked to cancel, and forgets it when told to', async () => {
  const { page, application } = program;
  await newSession(application, page);
  await ask(page, { type: 'problem.open-example', name: 'p0033' });
  await answerDialogs(application, { button: 2 });
  const closeWindow = () => application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closeWindow();
  await page.waitForTimeout(500);
  expect(application.windows()).toHaveLength(1);
  const [question] = await dialogsAsked(application);
  expect(question).toContain('Save the changes to “Untitled” before closing?');
  expect(await ask(page, { type: 'problem.list' })).toHaveLength(1);
  await answerDialogs(application, { button: 1 });
  const { dataFolder } = program;
  await program.close({ keepData: true });
  program = await launch({ dataFolder });
  expect(await ask(program.page, { type: 'app.recovery-list' })).toEqual([]);
});
