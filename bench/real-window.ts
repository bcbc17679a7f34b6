/**
 * What the benchmarks of the window share: the built program in the real Electron on a screen of its own,
 * and summaries of what was measured. Drawn in software where the screen is virtual, which is slower than
 * a real one; so the time spent in the page's own code is given beside the time of a whole frame.
 */
import { setUp } from '../scripts/set-up/levels.mjs';
import type { Page } from 'playwright-core';
import setUpScreen from '../test/e2e/global-setup.ts';

/** Runs a measurement with the program built and a screen to show it on. */
export async function onScreen(measure: () => Promise<void>): Promise<void> {
  await setUp('test');
  const stop = await setUpScreen();
  try {
    await measure();
  } finally {
    await stop?.();
  }
}

export interface Watched {
  /** Milliseconds from one to the next. */
  readonly frames: readonly number[];
  /** Durations of the page's tasks over 50 ms, in ms. */
  readonly long: readonly number[];
}

/** Starts counting frames and long tasks in the page; the returned function gives what was counted. */
export async function watchFrames(page: Page): Promise<() => Promise<Watched>> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], long: [] as number[], on: true };
    Reflect.set(globalThis, 'framesSeen', seen);
    let before = 0;
    const tick = (at: number): void => {
      if (before > 0) seen.frames.push(at - before);
      before = at;
      if (seen.on) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    new PerformanceObserver((list) => {
      if (seen.on) for (const entry of list.getEntries()) seen.long.push(entry.duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  return () =>
    page.evaluate(() => {
      const seen = Reflect.get(globalThis, 'framesSeen') as { frames: number[]; long: number[]; on: boolean };
      seen.on = false;
      return { frames: seen.frames, long: seen.long };
    });
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  quantile(share: number): number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: quantile(0.5), least: quantile(0), most: quantile(1), quantile };
}
