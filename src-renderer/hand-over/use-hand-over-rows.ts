/** Rows of the exact runs shown: their specs and results, their logs as stored, and for those that go what they have said since. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ProblemSummary, RunDetail, RunSummary } from '../../src-contract/session.ts';
import { EMPTY_SERIES, mergeLive } from '../api/live-series.ts';
import { useLiveRuns } from '../api/live-runs.ts';
import { detailQuery, seriesQuery } from '../api/queries.ts';
import { EXACT_COLUMNS } from '../parts/exact-columns.ts';
import { useStableList } from '../common/use-stable-list.ts';
import { handOverRow, inTableOrder } from './hand-over-rows.ts';
import type { HandOverRow } from './hand-over-rows.ts';

/** Every point: a log has one only where something changed. */
const WHOLE = { maxPoints: 1_000_000, from: null, to: null } as const;
const NOTHING = new Float64Array(0);

export interface ShownHandOver {
  readonly rows: readonly HandOverRow[];
  readonly details: ReadonlyMap<number, RunDetail>;
  readonly loading: boolean;
  readonly error: Error | null;
}

export function useHandOverRows(
  runs: readonly RunSummary[], problems: readonly ProblemSummary[], limits: readonly number[],
): ShownHandOver {
  const detailAnswers = useQueries({ queries: runs.map((run) => detailQuery(run.id)) });
  const logAnswers = useQueries({ queries: runs.map((run) => seriesQuery(run.id, EXACT_COLUMNS, WHOLE)) });
  const live = useLiveRuns();
  const detailData = useStableList(detailAnswers.map((answer) => answer.data));
  const logData = useStableList(logAnswers.map((answer) => answer.data));
  const rows = useMemo(() => {
    const byId = new Map(problems.map((problem) => [problem.id, problem]));
    const made = runs.flatMap((run, index): HandOverRow[] => {
      const detail = detailData[index];
      if (detail === undefined) return [];
      const going = live.get(run.id);
      const { columns } = mergeLive(logData[index], going?.series ?? EMPTY_SERIES, 'seconds');
      const log = {
        seconds: columns.seconds ?? NOTHING, incumbent: columns.incumbent ?? NOTHING, bound: columns.bound ?? NOTHING,
        ...(columns.missed === undefined ? {} : { missed: columns.missed }),
      };
      const row = handOverRow(run, detail, log, byId.get(run.problemId) ?? null, limits, going?.progress?.seconds ?? null);
      return row === null ? [] : [row];
    });
    return inTableOrder(made);
  }, [runs, problems, limits, detailData, logData, live]);
  const details = useMemo(
    () => new Map(detailData.flatMap((detail) => (detail === undefined ? [] : [[detail.summary.id, detail] as const]))), [detailData],
  );
  const error = [...detailAnswers, ...logAnswers].find((answer) => answer.error !== null)?.error ?? null;
  return { rows, details, loading: detailAnswers.some((answer) => answer.isPending), error };
}
