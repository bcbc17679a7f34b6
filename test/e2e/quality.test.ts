/**
 * Gradient quality in the real window: measured through the form at a point and along a run, drawn,
 * listed, exported, and read in both themes.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dialog, finishedRuns, newRun, newSession } from './steps.ts';

let program: LaunchedProgram;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-e2e-quality-'));
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
  await ask(program.page, { type: 'app.change-settings', change: { theme: 'dark' } });
  await program.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Exports the panel's chart or table through its menu into a file, and gives its text. */
async function exported(entry: string, name: string): Promise<string> {
  const { page, application } = program;
  const path = join(folder, name);
  await answerDialogs(application, { save: path });
  await page.getByRole('button', { name: 'Export gradient quality' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
  await page.getByText(`Exported ${name}`).first().waitFor();
  return readFileSync(path, 'utf8');
}

const panel = () => program.page.getByRole('region', { name: 'Gradient quality' });

describe('gradient quality', () => {
  it('offers to measure where nothing is measured yet', async () => {
    const { page, application } = program;
    await newSession(application, page);
    await ask(page, { type: 'problem.open-example', name: 'p0033' });
    await page.getByRole('list', { name: 'Problems' }).getByRole('listitem').first().waitFor();
    await choose(application, 'show-quality');
    const offer = page.getByRole('button', { name: 'Measure gradient quality…' });
    await offer.waitFor();
    await program.screenshot('quality-empty');
    await offer.click();
    await dialog(page).getByLabel('Sample counts').waitFor();
    await program.screenshot('quality-form');
    await page.keyboard.press('Escape');
    expect(await offer.isVisible()).toBe(true);
  });

  it('is measured at a point for all schemes, drawn against the samples and listed', async () => {
    const { page, application } = program;
    await newRun(application, page, 'new-quality-run', 'Measure', async () => {
      await dialog(page).getByLabel('Sample counts').fill('1, 4, 16, 64, 256');
      await dialog(page).getByLabel('Replications').fill('16');
    });
    await finishedRuns(page, 1);
    const chart = page.getByRole('img', {
      name: /Bias to the true gradient, Root mean square error, Cosine to the true gradient of true-penalty, .* against samples/u,
    });
    await chart.waitFor();
    const grid = page.getByRole('grid', { name: 'Figures of gradient quality' });
    await grid.getByText('surrogate-interchange').first().waitFor();
    // Eight schemes at five counts, the score function without its single sample, and the header.
    expect(await grid.getAttribute('aria-rowcount')).toBe('40');
    await program.screenshot('quality-point-dark');
  });

  it('shows other figures, fewer schemes and the cost when asked to', async () => {
    const { page } = program;
    await panel().getByText('nonzeros read').click();
    await panel().getByRole('button', { name: /^Schemes shown/u }).click();
    await page.getByRole('menuitemcheckbox', { name: 'finite-difference' }).click();
    await page.keyboard.press('Escape');
    await panel().getByRole('button', { name: /^Figures, one plot each/u }).click();
    await page.getByRole('menuitemcheckbox', { name: 'z of the mean' }).click();
    await page.keyboard.press('Escape');
    const chart = page.getByRole('img', { name: /z of the mean of .* against nonzeros read/u });
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).not.toContain('finite-difference');
    const box = await chart.boundingBox();
    // The menu that was just closed stood over the place that is pointed at.
    await page.getByRole('menuitemcheckbox').first().waitFor({ state: 'detached' });
    await page.mouse.move((box?.x ?? 0) + 80, (box?.y ?? 0) + 90);
    await page.mouse.move((box?.x ?? 0) + 90, (box?.y ?? 0) + 100);
    await page.getByText(/Bias to the true gradient, \d+ samples/u).waitFor();
    await program.screenshot('quality-point-readout');
  });

  it('exports chart and table with what was measured', async () => {
    const svg = await exported('SVG…', 'quality.svg');
    expect(svg).toContain('Bias to the true gradient');
    expect(svg).toContain('surrogate-interchange');
    expect(svg).toMatch(/16 replications/u);
    const csv = await exported('CSV…', 'quality.csv');
    expect(csv).toContain('scheme,samples,z,p of z');
    expect(csv.split('\r\n').filter((line) => line.startsWith('true-penalty,'))).toHaveLength(5);
    const latex = await exported('LaTeX…', 'quality.tex');
    expect(latex).toContain('\\toprule');
  });

  it('is measured along a run from its menu, at its snapshots', async () => {
    const { page } = program;
    const problem = (await ask(page, { type: 'problem.list' }))[0];
    const { specs } = await ask(page, { type: 'run.defaults', problemId: problem?.id ?? 0 });
    const descent = specs.find((spec) => spec.kind === 'descent');
    if (descent?.kind !== 'descent') throw new Error('no default descent');
    const spec = {
      ...descent,
      descent: {
        ...descent.descent,
        scheme: 'surrogate-interchange' as const,
        evaluation: 'sampled' as const,
        iterations: 300,
        snapshotEvery: 20,
      },
    };
    const [run] = await ask(page, { type: 'run.start', problemId: problem?.id ?? 0, spec, seeds: 1 });
    await finishedRuns(page, 2);
    await page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: 'surrogate-interchange' }).first().click({
      button: 'right',
    });
    await page.getByRole('menuitem', { name: 'Gradient quality along it…' }).click();
    await dialog(page).getByText('Along a run').waitFor();
    await dialog(page).getByRole('checkbox', { name: 'true-penalty' }).check();
    await program.screenshot('quality-along-form');
    await dialog(page).getByRole('button', { name: 'Measure', exact: true }).click();
    await dialog(page).waitFor({ state: 'detached' });
    const runs = await finishedRuns(page, 3);
    expect(runs.at(-1)).toMatchObject({ kind: 'quality', method: `gradient quality along run ${String(run?.id)}`, status: 'done' });
    await page.getByRole('img', {
      name: /Cosine, gradient of the loss, Cosine, penalty part of true-penalty, surrogate-interchange at 16 points/u,
    }).waitFor();
    await program.screenshot('quality-path-dark');
    const csv = await exported('CSV…', 'path.csv');
    expect(csv.split('\r\n').filter((line) => /^\d+,surrogate-interchange,/u.test(line))).toHaveLength(16);
  });

  it('is as readable in the light theme', async () => {
    const { page } = program;
    await ask(page, { type: 'app.change-settings', change: { theme: 'light' } });
    await page.waitForTimeout(400);
    await program.screenshot('quality-path-light');
    await page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: /gradient quality(?! along)/u }).first().click();
    await page.getByRole('img', { name: /Bias to the true gradient/u }).waitFor();
    await page.waitForTimeout(400);
    await program.screenshot('quality-point-light');
    expect(program.pageErrors()).toEqual([]);
  });
});
