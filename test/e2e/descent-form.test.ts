/**
 * Everything a descent can be told, told through the form in the real window, and read back from the spec
 * of the run that was started: schemes with their settings, losses, schedules of step and μ, optimizers,
 * starts, restarts, seeds at once, DiffILO's presets; and the bounds on μ taken by a click.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newSession, openProblem, pick } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  const { application, page } = program;
  await answerDialogs(application, { open: [join(projectRoot, 'examples', 'problems', 'p0033.mps.gz')], button: 1 });
  await newSession(application, page);
  await openProblem(application, page);
});
afterAll(async () => {
  await program.close();
});

const fill = (label: string, text: string) => dialog(program.page).getByRole('textbox', { name: label, exact: true }).fill(text);
const segment = (group: string, option: string) =>
  dialog(program.page).getByRole('radiogroup', { name: group, exact: true }).getByText(option, { exact: true }).click();
const pickScheme = (name: string) => pick(program.page, 'Scheme', name);

/** The specs of the runs that a filled form starts. */
async function started(fillIn: () => Promise<void>, button = 'Descend'): Promise<readonly JobSpec[]> {
  const { application, page } = program;
  const before = new Set((await ask(page, { type: 'run.list' })).map((run) => run.id));
  await choose(application, 'new-descent-run');
  await dialog(page).getByLabel('Iterations', { exact: true }).waitFor();
  // The settings of the run before come back: each of these begins with the problem's own, along one gradient.
  const own = dialog(page).getByRole('button', { name: 'Use this problem’s own' });
  if (await own.isVisible()) await own.click();
  await pick(page, 'Preset', 'Recommended: true penalty');
  await fillIn();
  await dialog(page).getByRole('button', { name: button, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  const runs = (await finishedRuns(page, before.size + 1)).filter((run) => !before.has(run.id));
  for (const run of runs) expect(run.status).toBe('done');
  return Promise.all(runs.map(async (run) => (await ask(page, { type: 'run.detail', id: run.id })).spec));
}

describe('the form of a descent', () => {
  it('has what is for experiments last, and only where it applies', async () => {
    const experiments = () => dialog(program.page).getByRole('group', { name: 'Experiments', exact: true });
    const [spec] = await started(async () => {
      await pickScheme('concrete');
      expect(await experiments().isVisible()).toBe(false);
      await pickScheme('true-penalty');
      expect(await experiments().isVisible()).toBe(true);
      await pick(program.page, 'Interchange’s error', 'kept');
      await fill('Share of the error', '0.25');
      await fill('Iterations', '20');
    });
    expect(spec).toMatchObject({ descent: { scheme: 'true-penalty', interchangeError: 'kept', errorShare: 0.25 } });
  });

  it('sets momentum, a falling step, an adaptive μ and the projected parametrization', async () => {
    const [spec] = await started(async () => {
      await segment('Optimizer', 'Momentum');
      await fill('Momentum', '0.8');
      await fill('Step', '0.01');
      await segment('Step schedule', 'Inverse');
      await fill('Half-life [iterations]', '30');
      await segment('μ', 'Adaptive');
      await fill('Start', '2');
      await fill('Least', '0.5');
      await fill('Most', '40');
      await fill('Rate', '0.1');
      await segment('Parametrization', 'projected');
      await fill('Iterations', '25');
    });
    expect(spec).toMatchObject({
      descent: {
        optimizer: { name: 'momentum', momentum: 0.8 },
        step: 0.01,
        stepSchedule: { kind: 'inverse', halfLife: 30 },
        mu: { kind: 'adaptive', start: 2, min: 0.5, max: 40, step: 0.1 },
        parametrization: 'projected',
        iterations: 25,
      },
    });
  });

  it('sets Adam, a cosine, a ramp of μ, a start at the linear relaxation, restarts and several seeds at once', async () => {
    const specs = await started(async () => {
      await segment('Optimizer', 'Adam');
      await fill('β₁', '0.8');
      await segment('Step schedule', 'Cosine');
      await fill('Final share', '0.05');
      await segment('μ', 'Ramp');
      await fill('From', '0.5');
      await fill('To', '200');
      await segment('Shape', 'Linear');
      await pick(program.page, 'Start from', 'Linear relaxation');
      await fill('Margin', '0.2');
      await fill('Iterations', '20');
      await fill('Descents', '2');
      await fill('Seed', '5');
      await fill('Seeds', '3');
    }, 'Descend × 3');
    expect(new Set(specs.map((spec) => spec.kind === 'descent' && spec.descent.seed))).toEqual(new Set([5, 6, 7]));
    for (const spec of specs) {
      expect(spec).toMatchObject({
        descent: {
          optimizer: { name: 'adam', beta1: 0.8 },
          stepSchedule: { kind: 'cosine', final: 0.05 },
          mu: { kind: 'ramp', from: 0.5, to: 200, shape: 'linear' },
          start: { kind: 'lp-relaxation', margin: 0.2 },
          restarts: 2,
        },
      });
    }
  });

  it('says before the start that a descent draws nothing, and makes one of five seeds', async () => {
    const { page } = program;
    const specs = await started(async () => {
      await fill('Iterations', '3');
      await fill('Seeds', '5');
      await dialog(page).getByText('every seed gives the same run').waitFor();
      await page.waitForTimeout(800);
      await dialog(page).getByText('every seed gives the same run').waitFor();
      await program.screenshot('five-seeds-of-one-run');
    });
    expect(specs).toHaveLength(1);
    // Three steps are no end at which anything has settled: the table does not call it done.
    await page.getByText('not settled').first().waitFor();
    await program.screenshot('not-settled');
  });

  it('sets the temperature of concrete and the step of finite differences, and shows them for no other scheme', async () => {
    const { page } = program;
    const [concrete] = await started(async () => {
      await pickScheme('true-penalty');
      expect(await dialog(page).getByLabel('Temperature τ', { exact: true }).count()).toBe(0);
      await pickScheme('concrete');
      await fill('Temperature τ', '0.5');
      await fill('Final τ', '0');
      await dialog(page).getByText('More than 0').first().waitFor();
      expect(await dialog(page).getByRole('button', { name: 'Descend', exact: true }).isDisabled()).toBe(true);
      await fill('Final τ', '0.05');
      await fill('Half-life of τ [iterations]', '40');
      await fill('Iterations', '20');
      for (const theme of ['light', 'dark'] as const) {
        await ask(page, { type: 'app.change-settings', change: { theme } });
        await page.waitForTimeout(300);
        await program.screenshot(`descent-form-concrete-${theme}`);
      }
    });
    expect(concrete).toMatchObject({ descent: { scheme: 'concrete', tuning: { temperature: { start: 0.5, final: 0.05, halfLife: 40 } } } });
    const run = (await ask(page, { type: 'run.list' })).at(-1);
    expect(run?.method).toBe('concrete (τ 0.5 → 0.05, half-life 40)');
    const [difference] = await started(async () => {
      await pickScheme('finite-difference');
      await fill('Difference step h', '0.1');
      await fill('Iterations', '20');
    });
    expect(difference).toMatchObject({ descent: { scheme: 'finite-difference', tuning: { differenceStep: 0.1 } } });
  });

  it.each([
    ['DiffILO without its network, set cover', { samples: 15, mu: { kind: 'adaptive', start: 5, min: 0.1, max: 5, step: 0.01 } }],
    ['DiffILO without its network, independent set', { samples: 15, mu: { kind: 'adaptive', start: 150, min: 0, max: 150, step: 0.1 } }],
    ['DiffILO without its network, auctions', { samples: 30, mu: { kind: 'adaptive', start: 10, min: 0, max: 10, step: 0.01 } }],
  ])('takes the preset %s with its normalized loss', async (preset, published) => {
    const [spec] = await started(async () => {
      await pick(program.page, 'Preset', preset);
      await dialog(program.page).getByText('the bounds for the plain loss say nothing of it').waitFor();
      await fill('Iterations', '15');
    });
    expect(spec).toMatchObject({ descent: { scheme: 'surrogate-interchange', evaluation: 'sampled', loss: 'diffilo', ...published } });
  });

  it('takes a bound on μ by a click, strictly above it, beside the smallest violation', async () => {
    const { page } = program;
    const facts = await ask(page, { type: 'problem.facts', id: (await ask(page, { type: 'problem.list' }))[0]?.id ?? 0 });
    const [spec] = await started(async () => {
      await segment('μ', 'Fixed');
      const bounds = dialog(page).getByRole('group', { name: 'Bounds on μ' });
      expect(await bounds.innerText()).toContain('smallest violation');
      await bounds.getByRole('button', { name: /^norm/ }).click();
      await program.screenshot('descent-form-bounds-dark');
      await fill('Iterations', '15');
    });
    expect(spec?.kind === 'descent' && spec.descent.mu.kind === 'fixed' ? spec.descent.mu.value : 0)
      .toBeGreaterThan(facts.mu.norm1 ?? Infinity);
    expect(program.pageErrors()).toEqual([]);
  });
});
