/**
 * From progress reports to a rate and the time left. The time left is said only once the rate is
 * stable: after two seconds of observation, when the newer and the older half of the last ten seconds
 * agree to within a quarter. Until then a guess would jump about and be believed.
 */
import type { JobEvent } from '../../src-contract/job-event.ts';

export type ProgressReport = Extract<JobEvent, { type: 'progress' }>;

export interface ProgressSample {
  readonly seconds: number;
  readonly done: number;
  readonly fraction: number | null;
}

export interface Progress {
  readonly fraction: number | null;
  readonly done: number;
  readonly unit: ProgressReport['unit'];
  readonly seconds: number;
  readonly incumbent: number | null;
  readonly bound: number | null;
  /** By how much the incumbent misses a row; null where nobody saw its vector. */
  readonly incumbentMissed: number | null;
  /** Units a second over the window; null until there is one. */
  readonly rate: number | null;
  /** null until the rate is stable, or where the end cannot be foreseen. */
  readonly secondsLeft: number | null;
  /** The window of samples, oldest first. */
  readonly samples: readonly ProgressSample[];
}

const WINDOW_SECONDS = 10;
const LEAST_SECONDS = 2;
const AGREEMENT = 0.25;

/** The progress after one more report. */
export function advanceProgress(before: Progress | null, report: ProgressReport): Progress {
  const sample = { seconds: report.seconds, done: report.done, fraction: report.fraction };
  const kept = (before?.samples ?? []).filter((old) => old.seconds >= report.seconds - WINDOW_SECONDS && old.seconds < report.seconds);
  const samples = [...kept, sample];
  const { fraction, done, unit, seconds, incumbent, bound, incumbentMissed = null } = report;
  return {
    fraction, done, unit, seconds, incumbent, bound, incumbentMissed, rate: slope(samples, (s) => s.done),
    secondsLeft: secondsLeft(samples), samples,
  };
}

/**
 * Seconds until the fraction reaches 1, or null while the rate is not stable.
 * @param samples oldest first, with strictly increasing seconds
 */
export function secondsLeft(samples: readonly ProgressSample[]): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.fraction === null || first.fraction === null) return null;
  if (last.fraction >= 1) return 0;
  if (last.seconds - first.seconds < LEAST_SECONDS) return null;
  const middle = (first.seconds + last.seconds) / 2;
  const split = samples.findIndex((sample) => sample.seconds >= middle);
  const older = slope(samples.slice(0, split + 1), fractionOf);
  const newer = slope(samples.slice(split), fractionOf);
  const whole = slope(samples, fractionOf);
  if (older === null || newer === null || whole === null || whole <= 0) return null;
  if (Math.abs(newer - older) > AGREEMENT * whole) return null;
  return (1 - last.fraction) / whole;
}

const fractionOf = (sample: ProgressSample): number => sample.fraction ?? 0;

function slope(samples: readonly ProgressSample[], of: (sample: ProgressSample) => number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.seconds <= first.seconds) return null;
  return (of(last) - of(first)) / (last.seconds - first.seconds);
}
