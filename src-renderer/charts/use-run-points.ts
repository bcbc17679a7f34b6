/**
 * The points of the runs shown: stored ones by request, in a zoom those of the view at full detail,
 * and for running runs what they have said since.
 */
import { useDebouncedValue, useThrottledValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { RunSummary, SeriesView } from '../../src-contract/session.ts';
import { EMPTY_SERIES, mergeLive } from '../api/live-series.ts';
import { useLiveRuns } from '../api/live-runs.ts';
import { seriesQuery } from '../api/queries.ts';
import type { SeriesRange } from '../api/keys.ts';
import { errorValueOf } from '../api/request.ts';
import { extent, fromAxis, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange } from '../plot/axis-scale.ts';
import { EXACT_COLUMNS } from '../parts/exact-columns.ts';
import { descentColumns } from './quantities.ts';
import { runStyles } from './run-style.ts';
import { useAdmitted } from './use-admitted.ts';
import { useStableList } from '../common/use-stable-list.ts';
import { pointsToAsk, windowToAsk } from './series-window.ts';
import type { ChartSettings, RunPoints } from './trajectory-curves.ts';
import { JOB_KINDS, recordsPoints } from '../../src-contract/job-kinds.ts';

export interface ShownPoints {
  readonly points: readonly RunPoints[];
  /** All of the horizontal axis, in axis space, whatever the view. */
  readonly whole: AxisRange | null;
  readonly loading: boolean;
  readonly error: LeibnizErrorValue | null;
}


function columnsFor(run: RunSummary, settings: ChartSettings): SeriesColumn[] {
  return run.kind === 'exact' ? [...EXACT_COLUMNS] : descentColumns(settings.x, settings.quantities);
}

/** How long a slider must rest before averages of all points are asked for, and how often a wheel may ask. */
const REST_MILLISECONDS = 200;
const WHEEL_MILLISECONDS = 120;
/** How long tiles that are not drawn are kept; a long pan passes through many. */
const TILE_MILLISECONDS = 20_000;

/** Values whose curves are made within one frame: three tiles of two quantities. */
const VALUES_A_FRAME = 150_000;

/** How many values a tile has that curves are made of. */
function valuesOf(tile: SeriesView): number {
  const lengths = [tile.columns, tile.smoothed ?? {}].flatMap((columns) => Object.values(columns).map((column) => column.length));
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** @param pixels width of the chart */
export function useRunPoints(runs: readonly RunSummary[], settings: ChartSettings, view: AxisRange | null, pixels: number): ShownPoints {
  const withSeries = useMemo(() => runs.filter(recordsPoints), [runs]);
  const maxPoints = pointsToAsk(pixels, settings.quantities.length);
  const [reach] = useDebouncedValue(settings.smoothing, REST_MILLISECONDS);
  const averages =
    (run: RunSummary): Pick<SeriesRange, 'smoothing'> => (reach.points > 1 && run.kind === 'descent' ? { smoothing: reach } : {});
  const wholes = useQueries({
    queries: withSeries.map((run) => ({
      ...seriesQuery(run.id, columnsFor(run, settings), { maxPoints, from: null, to: null, ...averages(run) }),
      // What was drawn stays until what was asked for has come: other averages, or a finer drawing.
      placeholderData: (previous: SeriesView | undefined) => (previous?.runId === run.id &&
        columnsFor(run, settings).every((name) => previous.columns[name] !== undefined) ? previous : undefined),
    })),
  });
  // A wheel passes through many tiles; each is asked for, but not each more than a few times a second.
  const tiledView = useThrottledValue(view, WHEEL_MILLISECONDS);
  const windows = withSeries.map((run, index) => {
    const whole = wholes[index]?.data;
    if (whole === undefined || run.kind === 'exact') return null;
    return windowToAsk(whole.columns, whole.stored, tiledView, settings.x, settings.xScale, maxPoints);
  });
  const details = useQueries({
    queries: withSeries.map((run, index) => ({
      ...seriesQuery(run.id, columnsFor(run, settings), { ...(windows[index] ?? { maxPoints, from: null, to: null }), ...averages(run) }),
      enabled: (windows[index] ?? null) !== null,
      gcTime: TILE_MILLISECONDS,
      placeholderData: (previous: SeriesView | undefined) => (view === null ? undefined : previous),
    })),
  });
  const live = useLiveRuns();
  const styles = useMemo(() => runStyles(runs), [runs]);

  const wholeData = useStableList(wholes.map((query) => query.data));
  const { x, xScale } = settings;
  const offered = useStableList(details.map(({ data }, index) => ((windows[index] ?? null) === null ? undefined : data)));
  const taken = useAdmitted(offered, valuesOf, VALUES_A_FRAME);
  // Which of the two is drawn may change with every step of a zoom, but mostly does not; then neither do the curves.
  const detailData = useStableList(
    taken.map((detail, index) => {
      const whole = wholes[index]?.data;
      return view !== null && detail !== undefined && whole !== undefined && covers(detail, whole, view, { x, xScale })
        ? detail
        : undefined;
    }),
  );
  const points = useMemo(
    () =>
      withSeries.flatMap((run, index): RunPoints[] => {
        const style = styles.get(run.id);
        const whole = wholeData[index];
        const going = live.get(run.id)?.series ?? EMPTY_SERIES;
        if (style === undefined || (whole === undefined && going.length === 0)) return [];
        const detail = detailData[index];
        if (detail !== undefined) return [{ run, style, columns: detail.columns, smoothed: detail.smoothed, stored: detail.stored }];
        if (going.length === 0 && whole !== undefined) {
          return [{ run, style, columns: whole.columns, smoothed: whole.smoothed, stored: whole.stored }];
        }
        const merged = mergeLive(whole, going, JOB_KINDS[run.kind].recordedBy ?? 'iteration');
        return [{ run, style, columns: merged.columns, stored: (whole?.stored ?? 0) + merged.length - lengthOf(whole) }];
      }),
    [withSeries, styles, live, wholeData, detailData],
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
