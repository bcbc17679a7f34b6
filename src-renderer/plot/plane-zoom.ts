/**
 * Zooming and panning of a picture with two axes, a matrix or variables over iterations, as arithmetic on ranges. `null` stands for all
 * of it. Pure.
 */
import type { AxisRange } from './axis-scale.ts';

export interface PlaneView {
  readonly x: AxisRange;
  readonly y: AxisRange;
}

export interface Plane extends PlaneView {
  /** The narrowest view of each axis. */
  readonly least: { readonly x: number; readonly y: number };
}

/** One number for each axis. */
export interface Pair {
  readonly x: number;
  readonly y: number;
}

const width = ({ min, max }: AxisRange): number => max - min;

/** A range of at least `least`, at most the whole, inside the whole. */
function clamped(range: AxisRange, whole: AxisRange, least: number): AxisRange {
  const wide = Math.min(width(whole), Math.max(least, width(range)));
  const min = Math.min(Math.max(range.min, whole.min), whole.max - wide);
  return { min, max: min + wide };
}

/** Keeps a view inside the whole; null once it is the whole. */
export function clampPlane(view: PlaneView, whole: Plane): PlaneView | null {
  const x = clamped(view.x, whole.x, whole.least.x);
  const y = clamped(view.y, whole.y, whole.least.y);
  const isAll = (range: AxisRange, all: AxisRange): boolean => width(range) >= width(all) * (1 - 1e-9);
  return isAll(x, whole.x) && isAll(y, whole.y) ? null : { x, y };
}

function scaled(range: AxisRange, center: number, factor: number, whole: AxisRange, least: number): AxisRange {
  // A range that cannot be narrower keeps its place.
  const wanted = Math.min(width(whole), Math.max(least, width(range) * factor));
  const share = (center - range.min) / (width(range) || 1);
  return { min: center - share * wanted, max: center + (1 - share) * wanted };
}

/**
 * Scales a view about a point that keeps its place.
 * @param factor of each axis, below 1 zooms in, 1 leaves it
 */
export function zoomPlane(view: PlaneView | null, whole: Plane, center: Pair, factor: Pair): PlaneView | null {
  const from = view ?? whole;
  return clampPlane({
    x: scaled(from.x, center.x, factor.x, whole.x, whole.least.x), y: scaled(from.y, center.y, factor.y, whole.y, whole.least.y),
  }, whole);
}

/** Moves a view by shares of its own sizes. */
export function panPlane(view: PlaneView | null, whole: Plane, share: Pair): PlaneView | null {
  if (view === null) return null;
  const moved = (range: AxisRange, by: number): AxisRange => (
    { min: range.min + by * width(range), max: range.max + by * width(range) }
  );
  return clampPlane({ x: moved(view.x, share.x), y: moved(view.y, share.y) }, whole);
}

/** The view of the same size about a point, as near to it as the whole allows. */
export function centerPlane(view: PlaneView | null, whole: Plane, { x, y }: Pair): PlaneView | null {
  if (view === null) return null;
  const about = (range: AxisRange, center: number): AxisRange => ({ min: center - width(range) / 2, max: center + width(range) / 2 });
  return clampPlane({ x: about(view.x, x), y: about(view.y, y) }, whole);
}

/** A range of whole places, from and to exclusive, that holds what a view shows. */
export function placesOf({ min, max }: AxisRange): { readonly from: number; readonly to: number } {
  return { from: Math.floor(min + 1e-9), to: Math.ceil(max - 1e-9) };
}
