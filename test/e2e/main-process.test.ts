/**
 * The main process is never held up: everything the window asks and is told goes through its one thread,
 * so whatever is long is done elsewhere. A monitor in the process (LEIBNIZ_LOOP_MONITOR) counts how long
 * the thread computes without looking at anything else, while the program is used.
 *
 * The target is 16 ms. What is asserted is looser, because a busy or virtual machine makes everything
 * slower: of a thousand looks at most two over 16 ms of computing, and none over 60 ms. The true figures
 * are printed. Delays in which the thread did not compute are the machine's, and are printed only.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeLongSession } from '../../bench/long-session.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { LoopMonitor, LoopReport } from '../../src-main/shell/loop-monitor.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask, choose, dropFiles, finishedRuns, newSession } from './steps.ts';

const TARGET_MILLISECONDS = 16;
const MOST_MILLISECONDS = 60;

let folder = '';
let program: LaunchedProgram;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-loop-'));
  program = await launch({ environment: { LEIBNIZ_LOOP_MONITOR: '1' } });
  await answerDialogs(program.application, { button: 1 });
  await program.page.waitForFunction(() => performance.getEntriesByName('leibniz:usable').length > 0);
  // The workers are started a moment after the window; that is part of starting.
  await program.page.waitForTimeout(3000);
  await report();
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

function report(): Promise<LoopReport> {
  return program.application.evaluate(() => (Reflect.get(globalThis, 'leibnizLoop') as LoopMonitor).report(4));
}

const seen: { what: string; report: LoopReport }[] = [];

async function held(what: string): Promise<void> {
  const found = await report();
  seen.push({ what, report: found });
  const worst = found.stalls[0];
  const latest = Math.max(0, ...found.stalls.map((stall) => stall.late));
  console.log(`${what}: ${found.seconds.toFixed(1)} s, longest computing ${worst === undefined ? 'under 4' : worst.ran.toFixed(1)} ms, longest delay of any cause ${latest.toFixed(0)} ms`);
}

/** A table of 300 000 cells, as the page would send it. */
function exportLargeTable(): Promise<unknown> {
  return program.page.evaluate(() => {
    const columns = Array.from({ length: 15 }, (_, c) => ({ key: `k${c}`, label: `column ${c}`, numeric: c > 0 }));
    const rows = Array.from({ length: 20_000 }, (_, k) => columns.map((_, c) => (c === 0 ? `name ${k}` : k * c + 0.5)));
    const table: ExportTable = { title: 'large', caption: '', columns, rows };
    const bridge = Reflect.get(globalThis, 'leibniz') as { request(message: unknown): Promise<unknown> };
    return bridge.request({
      type: 'export.table',
      format: 'csv',
      table: new TextEncoder().encode(JSON.stringify(table)),
      suggestedName: 'large',
    });
  });
}

it('computes nothing for long while problems are opened, runs go, tables are exported and sessions saved and opened', async () => {
  const { application, page } = program;
  seen.length = 0;
  await newSession(application, page);
  const million = await ask(page, {
    type: 'problem.generate',
    family: 'set-cover',
    parameters: { rows: 20_000, columns: 10_000, density: 0.005 },
    seed: 1,
    name: 'a million nonzeros',
  });
  expect(million.nonzeros).toBeGreaterThan(990_000);
  await ask(page, { type: 'problem.facts', id: million.id });
  await ask(page, { type: 'problem.variables', id: million.id });
  await ask(page, { type: 'problem.program', id: million.id, from: 0, length: 2 ** 22 });
  await held('a problem of a million nonzeros opened and looked at');

  const small = await ask(page, { type: 'problem.open-example', name: 'p0033' });
  const { specs } = await ask(page, { type: 'run.defaults', problemId: small.id });
  const descent = specs.find((spec) => spec.kind === 'descent');
  const estimate = specs.find((spec) => spec.kind === 'estimate');
  if (descent === undefined || estimate === undefined) throw new Error('there is a default of each kind');
  // Something has to be drawn for several seeds to be several runs.
  const drawn = { ...descent.descent, start: { kind: 'random', center: 0.5, spread: 0.1 } } as const;
  await ask(page, { type: 'run.start', problemId: small.id, spec: { ...descent, descent: { ...drawn, iterations: 10_000 } }, seeds: 2 });
  await ask(page, { type: 'run.start', problemId: small.id, spec: estimate, seeds: 1 });
  await finishedRuns(page, 3);
  await held('two descents of ten thousand steps and an estimate');

  await ask(page, { type: 'run.start', problemId: small.id, spec: { ...descent, descent: { ...drawn, iterations: 10 } }, seeds: 300 });
  await held('three hundred runs started at once');
  await page.waitForTimeout(2000);
  await held('and while they go');
  await ask(page, { type: 'run.cancel', ids: [303] }).catch(() => undefined);
  await finishedRuns(page, 303);

  const csv = join(folder, 'large.csv');
  await answerDialogs(application, { save: csv, button: 1 });
  expect(await exportLargeTable()).toEqual({ ok: true, value: { cancelled: false, name: 'large.csv' } });
  expect(readFileSync(csv, 'utf8').split('\r\n')).toHaveLength(20_002);
  await held('a table of 300 000 cells exported');

  const file = join(folder, 'kept.leibniz');
  await answerDialogs(application, { save: file, button: 1 });
  await choose(application, 'save-session');
  await expect.poll(async () => (await ask(page, { type: 'session.state' })).saved, { timeout: 30_000 }).toBe(true);
  await held('the session saved');

  const long = join(folder, 'long.leibniz');
  await makeLongSession(long, join(folder, 'data'), { runs: 3, points: 300_000 });
  await report();
  await dropFiles(page, [long]);
  await page.waitForTimeout(3000);
  await held('a session of three long trajectories opened');
  expect(program.pageErrors()).toEqual([]);

  const reports = seen.map((each) => each.report);
  if (process.platform === 'linux') expect(reports.reduce((sum, each) => sum + each.ran, 0)).toBeGreaterThan(0);
  const rings = reports.reduce((sum, each) => sum + each.rings, 0);
  const computing = reports.flatMap((each) => each.stalls.map((stall) => stall.ran));
  expect(Math.max(0, ...computing)).toBeLessThan(MOST_MILLISECONDS);
  expect(computing.filter((ran) => ran > TARGET_MILLISECONDS).length).toBeLessThanOrEqual(Math.ceil((2 * rings) / 1000));
});

it('would be seen if it computed for long', async () => {
  await program.application.evaluate(() => {
    const until = performance.now() + 150;
    while (performance.now() < until);
  });
  await program.page.waitForTimeout(100);
  const { stalls } = await report();
  expect(Math.max(0, ...stalls.map((stall) => stall.late))).toBeGreaterThan(100);
  if (process.platform === 'linux') expect(stalls[0]?.ran ?? 0).toBeGreaterThan(10);
});
