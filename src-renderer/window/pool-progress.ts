/** The share done and the time left over all runs that are going. */
import type { RunSummary } from '../../src-contract/session.ts';
import type { LiveRun } from '../api/live-runs.ts';

export interface PoolProgress {
  /** Mean share of the running runs; null if none can be foreseen. */
  readonly fraction: number | null;
  /** Until the last of the running runs ends; null unless it is known of each and nothing waits. */
  readonly secondsLeft: number | null;
}

export function poolProgress(runs: readonly RunSummary[], live: ReadonlyMap<number, LiveRun>): PoolProgress {
  let sum = 0;
  let known = 0;
  let longest: number | null = 0;
  for (const run of runs) {
    if (run.status === 'queued') longest = null;
    if (run.status !== 'running') continue;
    const progress = live.get(run.id)?.progress ?? null;
    if (progress !== null && progress.fraction !== null) {
      sum += progress.fraction;
      known++;
    }
    const left: number | null = progress?.secondsLeft ?? null;
    longest = longest === null || left === null ? null : Math.max(longest, left);
  }
  return { fraction: known === 0 ? null : sum / known, secondsLeft: known === 0 ? null : longest };
}
