/**
 * Which points of a run to ask for: enough for the pixels at hand, enough for an honest smoothing, and
 * in a zoom the stretch of iterations behind the view, with a margin. Pure.
 */
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { SeriesRange } from '../api/keys.ts';
import { fromAxis } from './axis-scale.ts';
import type { AxisRange, ScaleKind } from './axis-scale.ts';
import type { XAxis } from './quantities.ts';

type Columns = Readonly<Partial<Record<SeriesColumn, ArrayLike<number>>>>;

/** Points of all runs together that smoothing may hold in memory. */
const SMOOTHING_BUDGET = 3_000_000;
const MOST_POINTS = 1_000_000;

/**
 * Points to ask for so that every curve has two extremes a pixel; rounded up to a power of two, so that
 * resizing a panel does not ask anew.
 */
export function pointsToAsk(pixels: number, quantities: number, smoothed: boolean, runs: number): number {
  const forDrawing = 2 * Math.max(1, quantities) * Math.max(256, pixels);
  const wanted = smoothed ? Math.max(forDrawing, Math.min(MOST_POINTS, Math.floor(SMOOTHING_BUDGET / Math.max(1, runs)))) : forDrawing;
  return Math.min(MOST_POINTS, 2 ** Math.ceil(Math.log2(wanted)));
}

/** Index of the last entry ≤ value in an ascending column; −1 if there is none. */
function lastAtMost(column: ArrayLike<number>, value: number): number {
  let low = -1;
  let high = column.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((column[middle] ?? Infinity) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The range of iterations to ask for in a zoomed view, widened by one known point on both sides (more
 * where an average must reach back), or null where the points at hand are all there are.
 * @param columns of the whole run, thinned
 * @param stored how many points the whole run has
 */
export function windowToAsk(
  columns: Columns,
  stored: number,
  view: AxisRange | null,
  x: XAxis,
  xScale: ScaleKind,
  reach: number,
  maxPoints: number,
): SeriesRange | null {
  const axis = columns[x];
  const iteration = columns.iteration;
  if (view === null || axis === undefined || iteration === undefined || iteration.length < 2 || stored <= iteration.length) return null;
  const first = iteration[0] ?? 0;
  const last = iteration[iteration.length - 1] ?? 0;
  const perPoint = (last - first) / Math.max(1, stored - 1);
  const from = iteration[Math.max(0, lastAtMost(axis, fromAxis(xScale, view.min)))] ?? first;
  const to = iteration[Math.min(iteration.length - 1, lastAtMost(axis, fromAxis(xScale, view.max)) + 1)] ?? last;
  const margin = reach > 1 ? 4 * reach * perPoint : 0;
  return { maxPoints, from: Math.max(first, Math.floor(from - margin)), to: Math.min(last, Math.ceil(to)) };
}
