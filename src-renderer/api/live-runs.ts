/**
 * What running runs have said since the window opened: progress, and the points of their series.
 * Views subscribe to one run (`useLiveRun`) or to all of them (`useLiveRuns`); they are told at most
 * once a frame. When a run has ended its entry stays until the stored series has been asked for anew.
 */
import { useCallback, useSyncExternalStore } from 'react';
import type { JobEvent } from '../../src-contract/job-event.ts';
import { advanceProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import { appendChunk, EMPTY_SERIES } from './live-series.ts';
import type { LiveSeries } from './live-series.ts';

export interface LiveRun {
  readonly id: number;
  readonly progress: Progress | null;
  readonly series: LiveSeries;
  /** Iterations whose x̂ was stored since the window opened. */
  readonly snapshots: readonly number[];
}

const EVERY = Symbol('every run');
const runs = new Map<number, LiveRun>();
/**
 * The same as a value for views of all runs: made anew once a frame, since copying it with every event would cost as
 * much as there are runs.
 */
let shown: ReadonlyMap<number, LiveRun> = new Map();
const listeners = new Map<number | typeof EVERY, Set<() => void>>();
const changed = new Set<number>();
let scheduled = false;

/** Takes in an event of a running run. */
export function receiveRunEvent(id: number, event: JobEvent): void {
  if (event.type === 'checkpoint') return;
  if (event.type === 'restarted') {
    forgetLiveRun(id);
    return;
  }
  const before = runs.get(id) ?? { id, progress: null, series: EMPTY_SERIES, snapshots: [] };
  const after: LiveRun =
    event.type === 'progress'
      ? { ...before, progress: advanceProgress(before.progress, event) }
      : event.type === 'series'
        ? { ...before, series: appendChunk(before.series, event.chunk) }
        : { ...before, snapshots: [...before.snapshots, event.iteration] };
  runs.set(id, after);
  announce(id);
}

/** Forgets a run that has ended, or all of them. */
export function forgetLiveRun(id: number): void {
  if (runs.delete(id)) announce(id);
}

export function forgetAllLiveRuns(): void {
  for (const id of runs.keys()) forgetLiveRun(id);
}

function announce(id: number): void {
  changed.add(id);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    const ids = [...changed];
    changed.clear();
    for (const one of ids) for (const listener of listeners.get(one) ?? []) listener();
    const all = listeners.get(EVERY);
    if (all === undefined) return;
    shown = new Map(runs);
    for (const listener of all) listener();
  });
}

function subscribe(to: number | typeof EVERY, listener: () => void): () => void {
  // Nobody looked at all of them until now.
  if (to === EVERY && !listeners.has(EVERY)) shown = new Map(runs);
  const set = listeners.get(to) ?? new Set();
  listeners.set(to, set);
  set.add(listener);
  return () => {
    set.delete(listener);
    if (set.size === 0) listeners.delete(to);
  };
}

const subscribeToAll = (listener: () => void): (() => void) => subscribe(EVERY, listener);
export const liveRun = (id: number): LiveRun | null => runs.get(id) ?? null;
const liveRuns = (): ReadonlyMap<number, LiveRun> => shown;

/** The live part of a run; null when it is not running. */
export function useLiveRun(id: number): LiveRun | null {
  return useSyncExternalStore(
    useCallback((listener) => subscribe(id, listener), [id]),
    useCallback(() => liveRun(id), [id]),
  );
}

export function useLiveRuns(): ReadonlyMap<number, LiveRun> {
  return useSyncExternalStore(subscribeToAll, liveRuns);
}
