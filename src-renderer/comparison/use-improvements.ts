/** When the runs of a comparison found better solutions: asked for in pieces, kept for as long as the runs stay as they are. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { recordsPoints } from '../../src-contract/job-kinds.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { grouped } from '../parts/run-groups.ts';
import type { Improvements } from './compared-runs.ts';

/** Runs asked for at once, so that the session's thread answers others in between. */
const AT_ONCE = 40;

export interface ImprovementsState {
  /** Null while not all have come, or none is wanted. */
  readonly byRun: ReadonlyMap<number, Improvements> | null;
  /** Share that has come. */
  readonly come: number;
  readonly error: unknown;
  /** Runs whose record is damaged. */
  readonly damaged: readonly number[];
}

const NOTHING: ImprovementsState = { byRun: null, come: 1, error: null, damaged: [] };
const NO_RUNS: readonly RunSummary[] = [];

/** @param runs that have ended; null while nothing is wanted of them */
export function useImprovements(runs: readonly RunSummary[] | null): ImprovementsState {
  // By number, so that a run that ends later changes its own piece only.
  const pieces = useMemo(
    () => [...grouped((runs ?? NO_RUNS).filter(recordsPoints), (run) => Math.floor(run.id / AT_ONCE)).values()], [runs],
  );
  const answers = useQueries({
    queries: pieces.map((piece) => ({
      // A run that was resumed ends at another time.
      queryKey: ['improvements', piece.map(({ id, finishedAt }) => `${id}:${finishedAt}`).join()],
      queryFn: () => request({ type: 'run.improvements', ids: piece.map(({ id }) => id) }),
    })),
    combine: (results) => ({
      data: results.map(({ data }) => data), error: results.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
  return useMemo(() => {
    if (runs === null) return NOTHING;
    const there = answers.data.filter((piece) => piece !== undefined);
    const come = pieces.length === 0 ? 1 : there.length / pieces.length;
    const byRun = new Map(there.flat().map(({ runId, ...found }) => [runId, found]));
    const damaged = there.flat().filter(({ complaint }) => complaint !== null).map(({ runId }) => runId);
    return { byRun: come < 1 ? null : byRun, come, error: answers.error, damaged };
  }, [runs, pieces, answers]);
}
