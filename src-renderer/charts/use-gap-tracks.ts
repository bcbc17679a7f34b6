/** What runs recorded of their best vector and their bound, for the gap–time chart. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { recordsPoints } from '../../src-contract/job-kinds.ts';
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { seriesQuery } from '../api/queries.ts';
import type { GapTrack } from './gap-time.ts';

/** Ways of more runs than this would hide the points. */
const MOST_TRACKS = 24;
const MOST_POINTS = 400;
const COLUMNS: readonly SeriesColumn[] = ['seconds', 'incumbent', 'bound'];

function isTracked(run: RunSummary): boolean {
  return recordsPoints(run) && run.gap !== null && (run.status === 'done' || run.status === 'cancelled');
}

/** Of the first runs that have a gap and have ended. */
export function useGapTracks(runs: readonly RunSummary[], problems: readonly ProblemSummary[]): ReadonlyMap<number, GapTrack> {
  const tracked = useMemo(() => runs.filter(isTracked).slice(0, MOST_TRACKS), [runs]);
  const series = useQueries({
    queries: tracked.map((run) => seriesQuery(run.id, COLUMNS, { maxPoints: MOST_POINTS, from: null, to: null })),
    combine: (results) => results.map(({ data }) => data),
  });
  return useMemo(() => {
    const tracks = new Map<number, GapTrack>();
    tracked.forEach((run, index) => {
      const problem = problems.find((one) => one.id === run.problemId);
      const columns = series[index]?.columns;
      const reference = problem?.reference?.objective;
      const { seconds, incumbent, bound } = columns ?? {};
      if (problem === undefined || reference === undefined) return;
      if (seconds === undefined || incumbent === undefined || bound === undefined) return;
      tracks.set(run.id, { seconds, incumbent, bound, sense: problem.sense, reference });
    });
    return tracks;
  }, [tracked, series, problems]);
}
