/** A report from the window: as HTML without scripts and as PDF with its text, of chosen sections; and what the runs recorded, as data. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLeibniz } from '../integration/cli/leibniz-process.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose } from './steps.ts';

let program: LaunchedProgram;
const HTML = join(tmpdir(), `leibniz-report-${process.pid}.html`);
const PDF = join(tmpdir(), `leibniz-report-${process.pid}.pdf`);
const CSV = join(tmpdir(), `leibniz-report-${process.pid}.csv`);

beforeAll(async () => {
  program = await launch();
});
afterAll(async () => {
  await program.close();
  for (const file of [HTML, PDF, CSV, CSV.replace(/csv$/, 'json')]) rmSync(file, { force: true });
});

it('is written as HTML and as PDF', async () => {
  const { page, application } = program;
  const runs = await ask(page, { type: 'run.list' });
  const [first] = runs;
  await ask(page, { type: 'run.update', ids: [first?.id ?? 0], change: { note: 'A <b>note</b>\nof two lines' } });
  const dialog = page.getByRole('dialog', { name: 'Report' });
  await ask(page, { type: 'session.write-note', note: '# Why\nA **plan** of <two>' });
  await choose(application, 'report');
  await dialog.waitFor();
  for (const picture of ['Performance profile', 'Ranks', 'Gap over time', 'Box and strip']) await dialog.getByLabel(picture).check();
  await dialog.getByText(`all ${runs.length}`).click();
  await dialog.getByLabel('Title').fill('Two schemes & <more>');
  await program.screenshot('report-dialog');
  await answerDialogs(application, { save: HTML });
  await dialog.getByRole('button', { name: 'HTML…' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 30_000 });
  const html = readFileSync(HTML, 'utf8');
  expect(html).toContain('<h1>Two schemes &amp; &lt;more&gt;</h1>');
  expect(html).not.toMatch(/<script|<b>/);
  expect(html).toContain('A &lt;b&gt;note&lt;/b&gt;\nof two lines</pre>');
  expect(html).toContain('<h3>Why</h3>\n<p>A <strong>plan</strong> of &lt;two&gt;</p>');
  expect([...html.matchAll(/<figure><h3>([^<]*)<\/h3>(<svg)?/g)].map(([, title, drawn]) => [title, drawn !== undefined])).toEqual([
    ['Performance profile', true], ['Gap over time', true], ['Box and strip', true], ['Ranks', expect.any(Boolean)],
  ]);
  // Schemes have the colors that they have in the window.
  expect(html).toContain('stroke="#0072b2"');
  expect(html.match(/<table class="summary">/g)?.length).toBe(new Set(runs.map(({ problemId }) => problemId)).size);
  // A row for each run, after those of the summaries.
  const tables = [...html.matchAll(/<table><thead>.*?<\/table>/gs)].map(([table]) => (table.match(/<tr>/g)?.length ?? 1) - 1);
  expect(tables.reduce((sum, n) => sum + n, 0)).toBe(runs.length);

  await choose(application, 'report');
  await dialog.waitFor();
  await dialog.getByLabel('Versions and specs').uncheck();
  await dialog.getByLabel('Performance profile').check();
  await program.screenshot('report-dialog-pictures');
  await answerDialogs(application, { save: PDF });
  await dialog.getByRole('button', { name: 'PDF…' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 30_000 });
  const pdf = readFileSync(PDF, 'latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf).toMatch(/\/Title \(.*Example/);
  expect((pdf.match(/\/Type \/Page\b/g) ?? []).length).toBeGreaterThan(1);
  expect(pdf).not.toContain('/Subtype /Image');
  expect(pdf).toContain('"leibnizReport": 1');
  expect(program.pageErrors()).toEqual([]);
}, 120_000);

it('is printed by the command, from a saved session, on the same Electron', async () => {
  const { page, application, dataFolder } = program;
  const saved = join(dataFolder, 'saved.leibniz');
  await answerDialogs(application, { save: saved });
  await ask(page, { type: 'session.save-as' });
  rmSync(PDF, { force: true });
  const environment = { XDG_STATE_HOME: join(dataFolder, 'state') };
  expect(await startLeibniz(['report', saved, '-o', PDF, '--title', 'By the command'], environment).ended).toMatchObject({ code: 0 });
  const pdf = readFileSync(PDF, 'latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf).toContain('/Title (By the command)');
  const bare = { ...environment, DISPLAY: '', WAYLAND_DISPLAY: '', PATH: '' };
  const none = await startLeibniz(['report', saved, '-o', PDF, '--force'], bare).ended;
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no display here') });
  // What stood there is as it was.
  expect(readFileSync(PDF, 'latin1')).toBe(pdf);
}, 120_000);

it('has what runs recorded written from a dialog, which stays open where nothing was written', async () => {
  const { page, application } = program;
  const runs = await ask(page, { type: 'run.list' });
  await choose(application, 'export-data');
  const dialog = page.getByRole('dialog', { name: 'Export trajectories and vectors' });
  await dialog.getByRole('combobox', { name: 'Runs' }).click();
  await page.getByRole('option', { name: `all ${runs.length}` }).click();
  await answerDialogs(application, { save: join(CSV, 'nowhere', 'points.csv') });
  await dialog.getByRole('button', { name: 'CSV…' }).click();
  await page.getByText(/The folder “.*nowhere” does not exist/u).waitFor();
  await answerDialogs(application, { save: CSV });
  await dialog.getByRole('button', { name: 'CSV…' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 30_000 });
  const [header = '', ...points] = readFileSync(CSV, 'utf8').trimEnd().split('\n');
  const run = header.split(',').indexOf('run');
  const written = new Set(points.map((line) => Number(line.split(',')[run])));
  expect(written).toEqual(new Set(runs.map(({ id }) => id)));
  const told = await page.getByText(/^Exported .*\.csv: /u).innerText();
  expect(told.replaceAll(/[\s\u2009\u202F](?=\d{3})/gu, '')).toMatch(new RegExp(`: ${points.length} points of ${written.size} runs$`, 'u'));
}, 60_000);
