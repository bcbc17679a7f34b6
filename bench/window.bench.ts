/**
 * Zoom and pan of ten trajectories of a million points each, drawn one over the other in the real window:
 * the time from frame to frame while a wheel turns and while the plot is dragged, how much of it is the
 * page's own code, and tasks that held the page up. The rest of a frame is the browser's: layout, and
 * painting, which a virtual screen does in software.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launch } from '../test/e2e/harness.ts';
import { makeLongSession } from './long-session.ts';
import { onScreen, spreadOf, watchFrames } from './real-window.ts';
import { machineLine, section, table, target } from './report.ts';

const RUNS = 10;
const POINTS = 1_000_000;
const TURNS = 120;
const rows: string[][] = [];
/** Of all measured movements: median frames and long tasks, ms. */
const medians: number[] = [];
const longTasks: number[] = [];

/** Seconds the page has spent in scripts, and in tasks altogether. */
async function spent(devtools: CDPSession): Promise<{ readonly script: number; readonly task: number }> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { script: of('ScriptDuration'), task: of('TaskDuration') };
}

async function measure(what: string, page: Page, devtools: CDPSession, move: () => Promise<void>): Promise<void> {
  const stop = await watchFrames(page);
  const before = await spent(devtools);
  await move();
  const after = await spent(devtools);
  const { frames, long } = await stop();
  const { median, quantile, most } = spreadOf(frames);
  medians.push(median);
  longTasks.push(...long);
  const each = (seconds: number): string => `${((1000 * seconds) / frames.length).toFixed(1)} ms`;
  rows.push([
    what, String(frames.length), `${median.toFixed(1)} ms`, `${quantile(0.95).toFixed(1)} ms`, `${most.toFixed(1)} ms`,
    each(after.script - before.script), each(after.task - before.task - (after.script - before.script)),
    long.length === 0 ? 'none' : `${long.length}, longest ${Math.max(...long).toFixed(0)} ms`,
  ]);
}

await onScreen(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-window-'));
  const path = join(folder, 'long.leibniz');
  await makeLongSession(path, join(folder, 'data'), { runs: RUNS, points: POINTS });
  const program = await launch({ args: [path] });
  try {
    const { page } = program;
    const surface = page.locator('.lz-chart-surface');
    await surface.waitFor();
    await page.getByText(`${RUNS} runs, ${RUNS} selected`).waitFor();
    await page.waitForTimeout(3000);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const box = await surface.boundingBox();
    if (box === null) throw new Error('the chart has no place');
    const x = box.x + 0.4 * box.width;
    const y = box.y + 0.25 * box.height;
    await page.mouse.move(x, y);
    await measure('hover from curve to curve', page, devtools, async () => {
      for (let k = 0; k < TURNS; k++) await page.mouse.move(x + k, y + (k % 40));
    });
    await page.mouse.move(x, y);
    await measure('zoom in by the wheel, to 1/1000', page, devtools, async () => {
      for (let k = 0; k < TURNS; k++) await page.mouse.wheel(0, -36);
    });
    await page.waitForTimeout(1000);
    await measure('zoom out by the wheel, to all', page, devtools, async () => {
      for (let k = 0; k < TURNS; k++) await page.mouse.wheel(0, 36);
    });
    for (let k = 0; k < 30; k++) await page.mouse.wheel(0, -100);
    await page.waitForTimeout(1000);
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await measure('pan by dragging, at 1/100', page, devtools, async () => {
      for (let k = 0; k < TURNS; k++) await page.mouse.move(x + 300 * Math.sin(k / 12), y);
    });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.keyboard.press('0');
    await page.getByRole('slider', { name: 'Smoothing' }).focus();
    await measure('smooth over 100 points, of all', page, devtools, async () => {
      for (let k = 0; k < 6; k++) await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(3000);
    });
    await measure('mean and range over ten seeds', page, devtools, async () => {
      await page.getByText('mean and range', { exact: true }).click();
      await page.waitForTimeout(1000);
    });
    section(
      'window',
      `${table(['what', 'frames', 'median frame', '95 %', 'longest', 'own code a frame', 'browser a frame', 'tasks over 50 ms'], rows)}\n\n${machineLine()} ${RUNS} runs of ${POINTS} points, objective and penalty, window of 1440 × 900, drawn in software. A frame on this screen is 16.7 ms; 60 a second means a median of 16.7 ms.`,
    );
    const slowest = Math.max(...medians);
    target({
      name: 'trajectory of 10⁶ points overlaid and zoomed', goal: '60 fps',
      measured: `median frame ${slowest.toFixed(1)} ms or less in every movement`, reached: slowest < 17,
    });
    target({
      name: 'renderer long tasks', goal: '≤ 50 ms',
      measured: longTasks.length === 0 ? 'none longer' : `${longTasks.length} longer, the longest ${Math.max(...longTasks).toFixed(0)} ms`,
      reached: longTasks.length === 0,
    });
  } finally {
    await program.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
