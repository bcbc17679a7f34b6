/**
 * Several seeds of one configuration as one curve with its uncertainty: the mean over seeds at each
 * place, and the range from the lowest to the highest seed. Seeds are put on one grid by linear
 * interpolation between their own points, and only where every seed has values; nothing is extrapolated.
 */
export interface Curve {
  /** Ascending. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface Envelope {
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Value of a curve at x by linear interpolation; NaN outside it or beside a gap. */
export function valueAt(curve: Curve, x: number): number {
  const n = curve.x.length;
  if (n === 0) return Number.NaN;
  let low = 0;
  let high = n - 1;
  if (x < (curve.x[low] ?? Number.NaN) || x > (curve.x[high] ?? Number.NaN)) return Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((curve.x[middle] ?? Number.NaN) <= x) low = middle;
    else high = middle;
  }
  const x0 = curve.x[low] ?? Number.NaN;
  const x1 = curve.x[high] ?? Number.NaN;
  const y0 = curve.y[low] ?? Number.NaN;
  const y1 = curve.y[high] ?? Number.NaN;
  if (x <= x0 || x1 === x0) return x >= x1 ? y1 : y0;
  if (x >= x1) return y1;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** The first place of a curve on the axis; a log axis has none at 0. */
function firstPlace(x: ArrayLike<number>, positive: boolean): number {
  let k = 0;
  while (positive && k < x.length && !((x[k] ?? Number.NaN) > 0)) k++;
  return x[k] ?? Infinity;
}

/**
 * @param logarithmic the grid is even on a log axis, and leaves out what is not positive
 * @param points places of the common grid, at most
 */
export function seedEnvelope(curves: readonly Curve[], logarithmic = false, points = 800): Envelope | null {
  if (curves.length < 2) return null;
  const from = Math.max(...curves.map((curve) => firstPlace(curve.x, logarithmic)));
  const to = Math.min(...curves.map((curve) => curve.x[curve.x.length - 1] ?? -Infinity));
  if (!(to > from)) return null;
  // The grid of the finest curve where it is small enough, so that nothing is resampled without need.
  const finest = curves.reduce((a, b) => (b.x.length > a.x.length ? b : a));
  const own = Array.from(finest.x).filter((x) => x >= from && x <= to);
  const grid = own.length <= points && own.length > 1 ? own : evenGrid(from, to, points, logarithmic);
  const n = grid.length;
  const envelope: Envelope = { x: Float64Array.from(grid), mean: new Float64Array(n), low: new Float64Array(n), high: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    let sum = 0;
    let low = Infinity;
    let high = -Infinity;
    for (const curve of curves) {
      const value = valueAt(curve, grid[k] ?? Number.NaN);
      sum += value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const whole = Number.isFinite(sum);
    envelope.mean[k] = whole ? sum / curves.length : Number.NaN;
    envelope.low[k] = whole ? low : Number.NaN;
    envelope.high[k] = whole ? high : Number.NaN;
  }
  return envelope;
}

function evenGrid(from: number, to: number, points: number, logarithmic: boolean): number[] {
  const share = (k: number): number => k / (points - 1);
  return Array.from(
    { length: points }, (_, k) => (k === points - 1 ? to : logarithmic ? from * (to / from) ** share(k) : from + (to - from) * share(k)),
  );
}
