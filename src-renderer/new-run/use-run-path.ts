/** The stored points of a descent, at most so many, each with its iteration and the weight μ it had. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { startMu } from '../../src-science/descent/schedules.ts';
import type { DescentSpec } from '../../src-science/descent/descent-spec.ts';
import { seriesQuery, snapshotQuery, useRunDetail } from '../api/queries.ts';
import { useStableList } from '../common/use-stable-list.ts';
import type { RunPath } from '../kinds/form/form-draft.ts';

/** Points of μ that are asked for; a run that recorded more is thinned, its extremes kept. */
const MOST_RECORDED = 100_000;
/** Stands for no run; its query is disabled. */
const NOTHING = -1;

/** @returns null while it is on its way, or where there is no run */
export function useRunPath(runId: number | null, most: number): RunPath | null {
  const detail = useRunDetail(runId).data;
  const spec = detail?.spec.kind === 'descent' ? detail.spec.descent : null;
  const iterations = useMemo(() => spreadIterations(detail?.snapshotIterations ?? [], Math.max(1, most)), [detail, most]);
  const snapshots = useQueries({ queries: runId === null ? [] : iterations.map((iteration) => snapshotQuery(runId, iteration)) });
  const vectors = useStableList(snapshots.map((query) => query.data?.xHat));
  const series = useQuery({
    ...seriesQuery(runId ?? NOTHING, ['iteration', 'mu'], { maxPoints: MOST_RECORDED, from: null, to: null }),
    enabled: runId !== null && spec?.mu.kind !== 'fixed',
  });
  const { columns } = series.data ?? {};
  return useMemo(() => {
    if (runId === null || spec === null || (spec.mu.kind !== 'fixed' && columns === undefined)) return null;
    const points = iterations.flatMap((iteration, n) => {
      const xHat = vectors[n];
      return xHat === undefined ? [] : [{ iteration, mu: muAt(spec.mu, columns, iteration), xHat: Array.from(xHat) }];
    });
    return points.length === iterations.length ? { points, tuning: spec.tuning } : null;
  }, [runId, spec, columns, iterations, vectors]);
}

/** μ as it was last recorded at or before an iteration. */
export function muAt(
  schedule: DescentSpec['mu'],
  columns: { readonly iteration?: Float64Array | undefined; readonly mu?: Float64Array | undefined } | undefined, iteration: number,
): number {
  if (schedule.kind === 'fixed') return schedule.value;
  const recorded = columns?.iteration ?? new Float64Array();
  const at = recorded.findLastIndex((value) => value <= iteration);
  const mu = columns?.mu?.[Math.max(0, at)];
  return mu !== undefined && mu >= 0 && Number.isFinite(mu) ? mu : startMu(schedule);
}

/**
 * At most `most` of a run's snapshots, evenly over its iterations, the first and the last among them.
 * @param iterations of the snapshots, ascending
 */
export function spreadIterations(iterations: readonly number[], most: number): number[] {
  if (iterations.length <= most) return [...iterations];
  const chosen = new Set(Array.from(
    { length: Math.max(1, most) }, (_, n) => iterations[Math.round((n * (iterations.length - 1)) / Math.max(1, most - 1))] ?? 0,
  ));
  return [...chosen];
}
