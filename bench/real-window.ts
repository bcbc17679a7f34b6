/**
 * What the benchmarks of the window share: the built program in the real Electron on a screen of its own,
 * and summaries of what was measured. Drawn in software where the screen is virtual, which is slower than
 * a real one; so the time spent in the page's own code is given beside the time of a whole frame.
 */
import { setUp } from '../scripts/set-up/levels.mjs';
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
