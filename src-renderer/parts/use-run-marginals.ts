/** x̂ of another run: at its end, or at one of its snapshots. */
import { useMemo } from 'react';
import { useRunDetail, useSnapshot } from '../api/queries.ts';

export interface RunMarginals {
  /** null while it is on its way, or where the run has none. */
  readonly xHat: readonly number[] | null;
  /** At which it stands; null where `xHat` is. */
  readonly iteration: number | null;
  /** Iterations of the stored snapshots. */
  readonly snapshots: readonly number[];
}

const NONE: readonly number[] = [];

/** @param at `end`, or an iteration */
export function useRunMarginals(runId: number | null, at: string): RunMarginals {
  const detail = useRunDetail(runId).data;
  const result = detail?.result ?? null;
  const end = result !== null && result.kind === 'descent' ? result.xHat : null;
  const snapshots = detail?.snapshotIterations ?? NONE;
  // A run that was stopped hard has no result; its last snapshot is the nearest to its end.
  const iteration = at !== 'end' ? Number(at) : end === null ? (snapshots.at(-1) ?? null) : null;
  const snapshot = useSnapshot(detail === undefined ? null : runId, iteration).data;
  const vector = iteration === null ? end : (snapshot?.xHat ?? null);
  const xHat = useMemo(() => (vector === null ? null : Array.from(vector)), [vector]);
  const ended = result !== null && result.kind === 'descent' ? result.iterations : null;
  return {
    xHat: runId === null ? null : xHat, iteration: runId === null ? null : iteration === null ? ended : (snapshot?.iteration ?? null),
    snapshots,
  };
}
