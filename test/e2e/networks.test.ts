/** A network through the window: trained on a small family, asked about a problem, and the start of a descent. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newRun, newSession, pick } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
});
afterAll(() => program.close());

it('a network is trained, predicts, and gives a descent its start', async () => {
  const { page, application } = program;
  await newSession(application, page);
  const parameters = { rows: 20, columns: 30, density: 0.2 };
  for (const seed of [98, 99]) await ask(page, { type: 'problem.generate', family: 'set-cover', parameters, seed, name: `cover ${seed}` });
  const fill = (label: string, text: string) => dialog(page).getByRole('textbox', { name: label, exact: true }).fill(text);

  await choose(application, 'new-predict-run');
  await dialog(page).getByText('This session has no trained network yet.').waitFor();
  await program.screenshot('network-none');
  expect(await dialog(page).getByRole('button', { name: 'Predict', exact: true }).isDisabled()).toBe(true);
  await dialog(page).getByRole('tab', { name: 'Train' }).click();
  await dialog(page).getByRole('radiogroup', { name: 'Programs' }).getByText('Of this session').click();
  await dialog(page).getByRole('checkbox', { name: 'cover 98' }).check();
  await dialog(page).getByText('Choose at least two problems').first().waitFor();
  await program.screenshot('network-listed');
  await dialog(page).getByRole('radiogroup', { name: 'Programs' }).getByText('Generated').click();
  for (const [label, text] of [['Rows', '20'], ['Columns', '30'], ['Density', '0.2'], ['Count', '4'], ['Epochs', '4']] as const) {
    await fill(label, text);
  }
  await ask(page, { type: 'app.change-settings', change: { theme: 'light' } });
  await program.screenshot('network-train-light');
  await ask(page, { type: 'app.change-settings', change: { theme: 'dark' } });
  await program.screenshot('network-train-dark');
  await dialog(page).getByRole('button', { name: 'Train', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await finishedRuns(page, 1);

  await newRun(application, page, 'new-predict-run', 'Predict', async () => {
    await dialog(page).getByText('Trained on 4 programs of set-cover').waitFor();
    await program.screenshot('network-predict');
  });
  await newRun(application, page, 'new-descent-run', 'Descend', async () => {
    await pick(page, 'Start from', 'Trained model');
    await fill('Iterations', '20');
    await dialog(page).getByText('Trained on 4 programs of set-cover').scrollIntoViewIfNeeded();
    await program.screenshot('network-start');
  });
  const runs = await finishedRuns(page, 3);
  expect(runs.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['train done', 'predict done', 'descent done']);
  const [model] = await ask(page, { type: 'run.models' });
  expect((await ask(page, { type: 'run.detail', id: runs[2]!.id })).spec).toMatchObject({
    descent: { start: { kind: 'model', model: model!.hash } },
  });
  await program.screenshot('network-runs');
  expect(program.pageErrors()).toEqual([]);
});
