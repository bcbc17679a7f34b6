/**
 * What of a line has to be drawn: of the points that fall on one pixel column the first, the lowest,
 * the highest and the last (M4, Jugel et al., VLDB 2014), which draws the same pixels as all of them.
 * Gaps (NaN) survive as one gap. Points outside the view are left out but for one on either side, so
 * that lines run to the edge.
 */
import type { AxisRange } from './axis-scale.ts';

/**
 * @param x ascending, in axis space; NaN entries are passed over
 * @param y in axis space; NaN is a gap
 * @param view in axis space
 * @param pixels width of the plot
 * @returns points to connect in order; a point with y NaN breaks the line
 */
export function thinLine(x: ArrayLike<number>, y: ArrayLike<number>, view: AxisRange, pixels: number): [number, number][] {
  const out: [number, number][] = [];
  const n = Math.min(x.length, y.length);
  const scale = pixels / (view.max - view.min || 1);
  let before: [number, number] | null = null;
  let column = Number.NaN;
  let gapOpen = false;
  let low: [number, number, number] | null = null;
  let high: [number, number, number] | null = null;
  let first: [number, number, number] | null = null;
  let last: [number, number, number] | null = null;

  const flush = (): void => {
    if (first === null || low === null || high === null || last === null) return;
    const kept = [first, low, high, last].sort((a, b) => a[2] - b[2]);
    let previous = -1;
    for (const [px, py, index] of kept) {
      if (index !== previous) out.push([px, py]);
      previous = index;
    }
    first = low = high = last = null;
  };

  for (let i = 0; i < n; i++) {
    const px = x[i] ?? Number.NaN;
    const py = y[i] ?? Number.NaN;
    if (Number.isNaN(px)) continue;
    if (px < view.min) {
      before = [px, py];
      continue;
    }
    if (before !== null) {
      if (!Number.isNaN(before[1])) out.push(before);
      before = null;
    }
    if (Number.isNaN(py)) {
      flush();
      column = Number.NaN;
      if (!gapOpen && out.length > 0) out.push([px, Number.NaN]);
      gapOpen = true;
      if (px > view.max) break;
      continue;
    }
    gapOpen = false;
    if (px > view.max) {
      flush();
      out.push([px, py]);
      return out;
    }
    const here = Math.floor((px - view.min) * scale);
    if (here !== column) {
      flush();
      column = here;
    }
    const point: [number, number, number] = [px, py, i];
    first ??= point;
    last = point;
    if (low === null || py < low[1]) low = point;
    if (high === null || py > high[1]) high = point;
  }
  flush();
  if (before !== null && out.length === 0 && !Number.isNaN(before[1])) out.push(before);
  return out;
}
