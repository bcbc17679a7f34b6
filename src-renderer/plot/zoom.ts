/**
 * Zooming and panning of a horizontal axis as arithmetic on ranges in axis space. `null` stands for
 * "all of it", so that a view which is not zoomed follows a running descent as it grows.
 */
import type { AxisRange } from './axis-scale.ts';

/** The narrowest view, as a share of the whole. */
const NARROWEST = 1e-7;

/** Keeps a view inside the whole; null once it covers the whole. */
export function clampView(view: AxisRange, whole: AxisRange): AxisRange | null {
  const span = whole.max - whole.min;
  if (!(span > 0)) return null;
  const width = Math.max(span * NARROWEST, view.max - view.min);
  if (width >= span * (1 - 1e-9)) return null;
  const min = Math.min(Math.max(view.min, whole.min), whole.max - width);
  return { min, max: min + width };
}

/**
 * Scales a view about a point that stays under the cursor.
 * @param factor below 1 zooms in
 */
export function zoomAbout(view: AxisRange | null, whole: AxisRange, center: number, factor: number): AxisRange | null {
  const from = view ?? whole;
  return clampView({ min: center - (center - from.min) * factor, max: center + (from.max - center) * factor }, whole);
}

/** Moves a view by a share of its own width; a view of the whole cannot move. */
export function panBy(view: AxisRange | null, whole: AxisRange, share: number): AxisRange | null {
  if (view === null) return null;
  const shift = (view.max - view.min) * share;
  return clampView({ min: view.min + shift, max: view.max + shift }, whole);
}

/** The view between two points, in either order. */
export function viewBetween(a: number, b: number, whole: AxisRange): AxisRange | null {
  return clampView({ min: Math.min(a, b), max: Math.max(a, b) }, whole);
}

/** Whether anything of what is drawn lies in the view; a zoom is kept only as long as something does. */
export function holdsSomething(view: AxisRange, whole: AxisRange): boolean {
  return view.min <= whole.max && view.max >= whole.min;
}
