/**
 * Which points of a run to ask for: enough for the pixels at hand, and in a zoom those of a tile around
 * the view. Tiles are twice as wide as the next power of two of the whole that holds the view, and start
 * at multiples of half their width: so a view always lies in one, panning and small zooms stay in it, and
 * coming back to a place asks nothing. Deep enough in, a tile holds every stored point. Pure.
 */
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { SeriesRange } from '../api/keys.ts';
import { fromAxis, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange, ScaleKind } from '../plot/axis-scale.ts';
import { lastAtMost } from '../plot/places.ts';
import type { XAxis } from './quantities.ts';

type Columns = Readonly<Partial<Record<SeriesColumn, ArrayLike<number>>>>;

const MOST_POINTS = 1_000_000;
/** A tile is up to four views wide, and must be as fine as the whole is. */
const TILE_DETAIL = 4;

/**
 * Points to ask for so that every curve has two extremes a pixel; rounded up to a power of two, so that
 * resizing a panel does not ask anew.
 */
export function pointsToAsk(pixels: number, quantities: number): number {
  return Math.min(MOST_POINTS, 2 ** Math.ceil(Math.log2(2 * Math.max(1, quantities) * Math.max(256, pixels))));
}

/** The tile of a view, which it holds whole. */
export function tileOf(view: AxisRange, whole: AxisRange): AxisRange {
  const span = whole.max - whole.min;
  const level = Math.max(0, Math.floor(Math.log2(span / (view.max - view.min))));
  const half = span / 2 ** level;
  const k = Math.floor((view.min - whole.min) / half);
  return { min: whole.min + k * half, max: whole.min + (k + 2) * half };
}

/**
 * The range of iterations to ask for in a zoomed view: those of its tile, wider by one known point on
 * both sides; or null where the points at hand are all there are.
 * @param columns of the whole run, thinned
 * @param stored how many points the whole run has
 * @param maxPoints asked for the whole run
 */
export function windowToAsk(
  columns: Columns, stored: number, view: AxisRange | null, x: XAxis, xScale: ScaleKind, maxPoints: number,
): SeriesRange | null {
  const axis = columns[x];
  const iteration = columns.iteration;
  if (view === null || axis === undefined || iteration === undefined || iteration.length < 2 || stored <= iteration.length) return null;
  const first = iteration[0] ?? 0;
  const last = iteration[iteration.length - 1] ?? 0;
  const start = toAxis(xScale, axis[0] ?? 0);
  const whole = { min: Number.isNaN(start) ? toAxis(xScale, axis[1] ?? 1) : start, max: toAxis(xScale, axis[axis.length - 1] ?? 1) };
  const seen = { min: Math.max(view.min, whole.min), max: Math.min(view.max, whole.max) };
  // A run that ended before the view begins has nothing there.
  if (!(seen.max > seen.min)) return null;
  const tile = tileOf(seen, whole);
  const from = iteration[Math.max(0, lastAtMost(axis, fromAxis(xScale, tile.min)))] ?? first;
  const to = iteration[Math.min(iteration.length - 1, lastAtMost(axis, fromAxis(xScale, tile.max)) + 1)] ?? last;
  return { maxPoints: Math.min(MOST_POINTS, TILE_DETAIL * maxPoints), from: Math.floor(from), to: Math.ceil(to) };
}
