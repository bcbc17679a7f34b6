/**
 * What of a line has to be drawn: of the points that fall on one pixel column the first, the lowest,
 * the highest and the last (M4, Jugel et al., VLDB 2014), which draws the same pixels as all of them.
 * Gaps (NaN) survive as one gap. Points outside the view are left out but for one on either side, so
 * that lines run to the edge. Runs at every step of a zoom, over every curve: it looks only at the points
 * of the view and makes no object a point.
 */
import type { AxisRange } from './axis-scale.ts';
import { firstAtLeast, lastAtMost } from './places.ts';

/** Points to connect in order, x and y by turns; a point whose y is NaN breaks the line. */
export type Line = readonly number[];

/**
 * @param x ascending, in axis space; NaN entries stand before all others
 * @param y in axis space; NaN is a gap
 * @param view in axis space
 * @param pixels width of the plot
 * Cost: O(log n + points in the view).
 */
export function thinLine(x: ArrayLike<number>, y: ArrayLike<number>, view: AxisRange, pixels: number): Line {
  const out: number[] = [];
  const n = Math.min(x.length, y.length);
  const scale = pixels / (view.max - view.min || 1);
  const start = firstAtLeast(x, view.min);
  let gapOpen = false;
  // Places of the column at hand; −1 while it has none.
  let column = Number.NaN;
  let first = -1;
  let low = -1;
  let high = -1;
  let last = -1;

  const put = (index: number): void => {
    out.push(x[index] ?? Number.NaN, y[index] ?? Number.NaN);
  };
  const flush = (): void => {
    if (first < 0) return;
    const early = Math.min(low, high);
    const late = Math.max(low, high);
    put(first);
    if (early > first) put(early);
    if (late > early && late > first) put(late);
    if (last > late) put(last);
    first = low = high = last = -1;
  };

  if (start > 0 && !Number.isNaN(x[start - 1] ?? Number.NaN) && !Number.isNaN(y[start - 1] ?? Number.NaN)) put(start - 1);
  for (let i = start; i < n; i++) {
    const px = x[i] ?? Number.NaN;
    const py = y[i] ?? Number.NaN;
    if (Number.isNaN(py)) {
      flush();
      column = Number.NaN;
      if (!gapOpen && out.length > 0) out.push(px, Number.NaN);
      gapOpen = true;
      if (px > view.max) break;
      continue;
    }
    gapOpen = false;
    if (px > view.max) {
      flush();
      put(i);
      return out;
    }
    const here = Math.floor((px - view.min) * scale);
    if (here !== column) {
      flush();
      column = here;
    }
    if (first < 0) first = low = high = i;
    last = i;
    if (py < (y[low] ?? Number.NaN)) low = i;
    if (py > (y[high] ?? Number.NaN)) high = i;
  }
  flush();
  return out;
}

/** Place, lowest and highest by turns, one triple a pixel column; a triple whose lowest is NaN breaks it. */
export type Ribbon = readonly number[];

/**
 * The same pixels where a line has several points in each column: the area that its ups and downs cover.
 * A column begins where the one before it ended, so that no jump is lost. Filling it costs a small part of
 * stroking the line, and a line of a million points may be drawn sixty times a second.
 */
export function thinRibbon(x: ArrayLike<number>, y: ArrayLike<number>, view: AxisRange, pixels: number): Ribbon {
  const out: number[] = [];
  const n = Math.min(x.length, y.length);
  const scale = pixels / (view.max - view.min || 1);
  const start = firstAtLeast(x, view.min);
  const end = Math.min(n, lastAtMost(x, view.max) + 1);
  let column = Number.NaN;
  let low = Infinity;
  let high = -Infinity;
  let before = start > 0 ? (y[start - 1] ?? Number.NaN) : Number.NaN;
  const flush = (): void => {
    if (low <= high) out.push(view.min + (column + 0.5) / scale, low, high);
  };
  for (let i = start; i < end; i++) {
    const py = y[i] ?? Number.NaN;
    if (Number.isNaN(py)) {
      flush();
      if (low <= high) out.push(x[i] ?? Number.NaN, Number.NaN, Number.NaN);
      column = Number.NaN;
      before = Number.NaN;
      low = Infinity;
      high = -Infinity;
      continue;
    }
    const here = Math.floor(((x[i] ?? Number.NaN) - view.min) * scale);
    if (here !== column) {
      flush();
      column = here;
      low = Number.isNaN(before) ? py : Math.min(py, before);
      high = Number.isNaN(before) ? py : Math.max(py, before);
    } else {
      if (py < low) low = py;
      if (py > high) high = py;
    }
    before = py;
  }
  flush();
  return out;
}
