/**
 * The points of the runs shown: stored ones by request, in a zoom those of the view at full detail,
 * and for running runs what they have said since.
 */
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { RunSummary, SeriesView } from '../../src-contract/session.ts';
import { EMPTY_SERIES, mergeLive } from '../api/live-series.ts';
import { useLiveRuns } from '../api/live-runs.ts';
import { seriesQuery } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { extent, fromAxis, toAxis } from './axis-scale.ts';
import type { AxisRange } from './axis-scale.ts';
import { EXACT_COLUMNS, descentColumns } from './quantities.ts';
import { runStyles } from './run-style.ts';
import { useStableList } from './use-stable-list.ts';
import { pointsToAsk, windowToAsk } from './series-window.ts';
import type { ChartSettings, RunPoints } from './trajectory-curves.ts';

export interface ShownPoints {
  readonly points: readonly RunPoints[];
  /** All of the horizontal axis, in axis space, whatever the view. */
  readonly whole: AxisRange | null;
  readonly loading: boolean;
  readonly error: LeibnizErrorValue | null;
}

const hasSeries = (run: RunSummary): boolean => run.kind === 'descent' || run.kind === 'exact';

function columnsFor(run: RunSummary, settings: ChartSettings): SeriesColumn[] {
  return run.kind === 'exact' ? [...EXACT_COLUMNS] : descentColumns(settings.quantities);
}

/** @param pixels width of the chart */
export function useRunPoints(runs: readonly RunSummary[], settings: ChartSettings, view: AxisRange | null, pixels: number): ShownPoints {
  const withSeries = useMemo(() => runs.filter(hasSeries), [runs]);
  const maxPoints = pointsToAsk(pixels, settings.quantities.length, settings.smoothing.points > 1, withSeries.length);
  const wholes = useQueries({ queries: withSeries.map((run) => seriesQuery(run.id, columnsFor(run, settings), { maxPoints, from: null, to: null })) });
  // Asking for every step of a wheel would queue up answers nobody sees.
  const [settledView] = useDebouncedValue(view, 120);
  const windows = withSeries.map((run, index) => {
    const whole = wholes[index]?.data;
    if (whole === undefined || run.kind === 'exact') return null;
    return windowToAsk(whole.columns, whole.stored, settledView, settings.x, settings.xScale, settings.smoothing.points, maxPoints);
  });
  const details = useQueries({
    queries: withSeries.map((run, index) => ({
      ...seriesQuery(run.id, columnsFor(run, settings), windows[index] ?? { maxPoints, from: null, to: null }),
      enabled: (windows[index] ?? null) !== null,
      placeholderData: (previous: SeriesView | undefined) => (view === null ? undefined : previous),
    })),
  });
  const live = useLiveRuns();
  const styles = useMemo(() => runStyles(runs), [runs]);

  const wholeData = useStableList(wholes.map((query) => query.data));
  const detailData = useStableList(details.map((query, index) => (windows[index] === null || windows[index] === undefined ? undefined : query.data)));
  const { x, xScale } = settings;
  const points = useMemo(
    () =>
      withSeries.flatMap((run, index): RunPoints[] => {
        const style = styles.get(run.id);
        const whole = wholeData[index];
        const going = live.get(run.id)?.series ?? EMPTY_SERIES;
        if (style === undefined || (whole === undefined && going.length === 0)) return [];
        const detail = detailData[index];
        if (view !== null && detail !== undefined && whole !== undefined && covers(detail, whole, view, { x, xScale })) return [{ run, style, columns: detail.columns, stored: detail.stored }];
        const known = lengthOf(whole);
        const merged = going.length === 0 && whole !== undefined ? { columns: whole.columns, length: known } : mergeLive(whole, going, run.kind === 'exact' ? 'seconds' : 'iteration');
        return [{ run, style, columns: merged.columns, stored: (whole?.stored ?? 0) + merged.length - known }];
      }),
    [withSeries, styles, live, view, x, xScale, wholeData, detailData],
  );
  const whole = useMemo(
    () => {
      const ranges = withSeries.flatMap((run, index) => [wholeData[index]?.columns[x], live.get(run.id)?.series.columns[x]]);
      return extent(ranges.filter((column) => column !== undefined).map((column) => column.map((value) => toAxis(xScale, value))));
    },
    [withSeries, live, x, xScale, wholeData],
  );
  const failed = [...wholes, ...details].find((query) => query.error !== null)?.error ?? null;
  return { points, whole, loading: wholes.some((query) => query.isPending), error: failed === null ? null : errorValueOf(failed) };
}

function lengthOf(series: SeriesView | undefined): number {
  return series?.columns.iteration?.length ?? series?.columns.seconds?.length ?? 0;
}

/** True if the detail reaches over all of the view that the run has points in; one kept from another view may not. */
function covers(detail: SeriesView, whole: SeriesView, view: AxisRange, { x, xScale }: Pick<ChartSettings, 'x' | 'xScale'>): boolean {
  const inner = detail.columns[x];
  const outer = whole.columns[x];
  if (detail.runId !== whole.runId || inner === undefined || outer === undefined || inner.length < 2) return false;
  const from = Math.max(fromAxis(xScale, view.min), outer[0] ?? 0);
  const to = Math.min(fromAxis(xScale, view.max), outer[outer.length - 1] ?? 0);
  return (inner[0] ?? Infinity) <= from && (inner[inner.length - 1] ?? -Infinity) >= to;
}
