/**
 * The window while the program works: frames while twenty thousand short runs are queued and done, and while
 * as many descents run as there are cores, with the time a dialog takes to open. How much of the page's time
 * is its own code is given beside, since a virtual screen is drawn in software and workers take every core.
 */
import { cpus } from 'node:os';
import type { Page } from 'playwright-core';
import type { JobSpec } from '../src-contract/job-spec.ts';
import { launch } from '../test/e2e/harness.ts';
import { ask, choose, dialog, newSession } from '../test/e2e/steps.ts';
import { onScreen, spreadOf, watchFrames } from './real-window.ts';
import { machineLine, section, table, target } from './report.ts';
import { aDescent } from '../test/a-descent.ts';

const RUNS = 20_000;
/** As many as one request may start. */
const AT_ONCE = 1000;
const SECONDS = 30;
/** Of each of them: some milliseconds of work. */
const ITERATIONS = 300;
const DIALOGS = 8;

function descent(iterations: number): JobSpec {
  return {
    version: 1,
    kind: 'descent',
    descent: aDescent({
      evaluation: 'auto', samples: 32, step: 0.05, mu: { kind: 'fixed', value: 10 }, iterations,
      start: { kind: 'random', center: 0.5, spread: 0.1 }, recordEvery: 10, decoders: ['threshold'],
    }),
  };
}

const HEADS = ['while', 'frames a second', 'median frame', '95 %', 'longest', 'page busy', 'tasks over 50 ms'];
const rows: string[][] = [];

async function measure(what: string, page: Page, work: () => Promise<void>): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const taskSeconds = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const stop = await watchFrames(page);
  const [from, before] = [performance.now(), await taskSeconds()];
  await work();
  const [after, seconds] = [await taskSeconds(), (performance.now() - from) / 1000];
  const { frames, long } = await stop();
  const { median, quantile, most } = spreadOf(frames);
  const perSecond = frames.length / seconds;
  const held = long.length === 0 ? 'none' : `${long.length}, longest ${Math.max(...long).toFixed(0)} ms`;
  const busy = `${((100 * (after - before)) / seconds).toFixed(0)} %`;
  rows.push([what, perSecond.toFixed(1), `${median.toFixed(1)} ms`, `${quantile(0.95).toFixed(0)} ms`, `${most.toFixed(0)} ms`, busy, held]);
  await devtools.detach();
  return perSecond;
}

await onScreen(async () => {
  const program = await launch();
  try {
    const { page, application } = program;
    await newSession(application, page);
    const cover = (name: string, rowCount: number, columns: number, density: number) =>
      ask(page, { type: 'problem.generate', family: 'set-cover', parameters: { rows: rowCount, columns, density }, seed: 1, name });
    const small = await cover('small', 6, 12, 0.4);
    const large = await cover('large', 1000, 2000, 0.05);
    // What a new run is of.
    await page.getByRole('region', { name: 'Problems' }).getByText('large').first().click();
    const rest = await measure('nothing going', page, () => page.waitForTimeout(5000));

    const cores = cpus().length;
    for (let k = 0; k < cores; k++) await ask(page, { type: 'run.start', problemId: large.id, spec: descent(100_000_000), seeds: 1 });
    await page.waitForTimeout(3000);
    const opened: number[] = [];
    const beside = await measure(`${cores} descents on ${cores} cores`, page, async () => {
      for (let k = 0; k < DIALOGS; k++) {
        await page.waitForTimeout(1000);
        const from = performance.now();
        await choose(application, 'new-descent-run');
        await dialog(page).waitFor();
        opened.push(performance.now() - from);
        await page.keyboard.press('Escape');
        await dialog(page).waitFor({ state: 'detached' });
      }
    });
    const going = (await ask(page, { type: 'run.list' })).map(({ id }) => id);
    await ask(page, { type: 'run.cancel', ids: going });

    const before = (await ask(page, { type: 'run.list' })).length;
    let queued = Number.NaN;
    let [ended, left] = [0, 0];
    const perSecond = await measure(`${RUNS} runs queued and being done`, page, async () => {
      const from = performance.now();
      for (let k = 0; k < RUNS / AT_ONCE; k++) {
        await ask(page, { type: 'run.start', problemId: small.id, spec: descent(ITERATIONS), seeds: AT_ONCE });
      }
      queued = (performance.now() - from) / 1000;
      const waiting = async (): Promise<number> => (await ask(page, { type: 'pool.state' })).queued;
      const atFirst = await waiting();
      await page.waitForTimeout(SECONDS * 1000);
      left = await waiting();
      ended = atFirst - left;
    });
    // Otherwise nothing was measured but an idle window.
    if (left === 0 || ended === 0 || (await ask(page, { type: 'run.list' })).length < before + RUNS) {
      throw new Error(`the runs were not going while the frames were counted: ${ended} ended, ${left} waited`);
    }

    const dialogs = spreadOf(opened);
    const dialogTime = `${dialogs.median.toFixed(0)} ms`;
    section(
      'busy-window',
      [
        `${table(HEADS, rows)}\n\n${machineLine()}`,
        `A dialog opened in ${dialogTime} (median of ${DIALOGS}, longest ${dialogs.most.toFixed(0)} ms) beside the descents,`,
        `the driver's own time included.`,
        `${RUNS} runs were queued in ${queued.toFixed(1)} s, and ${ended} ended in the ${SECONDS} s after it.`,
        `With nothing going the same screen drew ${rest.toFixed(1)} frames a second.`,
      ].join(' '),
    );
    const besideMedian = rows[1]?.[2] ?? '';
    target({ name: `frames while ${RUNS} runs are done`, goal: '≥ 30 a second', measured: perSecond.toFixed(1), reached: perSecond >= 30 });
    target({
      name: 'frames beside a descent a core',
      goal: 'median ≤ 20 ms',
      measured: `median ${besideMedian}, ${beside.toFixed(1)} a second`,
      reached: Number.parseFloat(besideMedian) <= 20,
    });
    target({ name: 'a dialog beside a descent a core', goal: '≤ 300 ms', measured: dialogTime, reached: dialogs.median <= 300 });
  } finally {
    await program.close();
  }
});
