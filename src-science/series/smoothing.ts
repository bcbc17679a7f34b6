/**
 * Smoothed curves over raw ones: an exponential average with its start-up bias removed (as in Kingma &
 * Ba, "Adam", section 3) or a centered rolling mean. Values that are not finite are left out of every
 * average and stay gaps. Smoothing is of values, not of logarithms, whatever the axis. The session smooths
 * what it has stored, every point of it; the page only what a running descent has said since.
 */

export type SmoothingMethod = 'exponential' | 'rolling';

export interface Smoothing {
  readonly method: SmoothingMethod;
  /** Recorded points an average reaches over; 1 is no smoothing. */
  readonly points: number;
}

/**
 * Exponential average whose mean age is `points` (weight 1 − 1/points for the past).
 * @param values n values; not changed
 */
export function exponentialAverage(values: Float64Array, points: number): Float64Array {
  const out = new Float64Array(values.length);
  const weight = points > 1 ? 1 - 1 / points : 0;
  let average = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      out[i] = Number.NaN;
      continue;
    }
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    out[i] = average / total;
  }
  return out;
}

/**
 * Mean over the `points` values around each one, fewer at the ends. Block sums from the left and from
 * the right meet in each window (van Herk), so nothing is ever subtracted: a curve that falls from
 * 1e9 to 1e−6 keeps its small end. O(n).
 */
export function rollingMean(values: Float64Array, points: number): Float64Array {
  const n = values.length;
  const half = Math.max(0, Math.floor((Math.min(points, 2 * n + 1) - 1) / 2));
  if (half === 0) return Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.NaN));
  const window = 2 * half + 1;
  // Padded with `half` empty places at both ends, so that truncated windows need no case of their own.
  const length = n + 2 * half;
  const fromLeft = new Float64Array(length);
  const fromRight = new Float64Array(length);
  const countLeft = new Int32Array(length);
  const countRight = new Int32Array(length);
  const at = (k: number): number => {
    const value = k >= half && k < half + n ? (values[k - half] ?? Number.NaN) : Number.NaN;
    return Number.isFinite(value) ? value : Number.NaN;
  };
  for (let k = 0; k < length; k++) {
    const value = at(k);
    const counts = Number.isNaN(value) ? 0 : 1;
    const fresh = k % window === 0;
    fromLeft[k] = (fresh ? 0 : (fromLeft[k - 1] ?? 0)) + (counts === 1 ? value : 0);
    countLeft[k] = (fresh ? 0 : (countLeft[k - 1] ?? 0)) + counts;
  }
  for (let k = length - 1; k >= 0; k--) {
    const value = at(k);
    const counts = Number.isNaN(value) ? 0 : 1;
    const fresh = k === length - 1 || (k + 1) % window === 0;
    fromRight[k] = (fresh ? 0 : (fromRight[k + 1] ?? 0)) + (counts === 1 ? value : 0);
    countRight[k] = (fresh ? 0 : (countRight[k + 1] ?? 0)) + counts;
  }
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const first = i;
    const last = i + window - 1;
    const whole = first % window === 0;
    const sum = whole ? (fromLeft[last] ?? 0) : (fromRight[first] ?? 0) + (fromLeft[last] ?? 0);
    const count = whole ? (countLeft[last] ?? 0) : (countRight[first] ?? 0) + (countLeft[last] ?? 0);
    out[i] = Number.isFinite(values[i] ?? Number.NaN) && count > 0 ? sum / count : Number.NaN;
  }
  return out;
}

/**
 * How many points on either side of a stretch its averages depend on. An exponential average looks back
 * for ever, but what is forty reaches away weighs e⁻⁴⁰, which is less than the last bit of a double.
 */
export function smoothingMargin(smoothing: Smoothing): { readonly before: number; readonly after: number } {
  if (smoothing.points <= 1) return { before: 0, after: 0 };
  const half = Math.ceil(smoothing.points / 2);
  return smoothing.method === 'exponential' ? { before: 40 * smoothing.points, after: 0 } : { before: half, after: half };
}

/**
 * Smooths values of which only some may be at hand.
 * @param pointsPerValue stored points for each value: more than 1 where the series was thinned, so that the reach stays
 *   the same stretch of the run
 */
export function smooth(values: Float64Array, smoothing: Smoothing, pointsPerValue = 1): Float64Array {
  const reach = Math.max(1, smoothing.points / Math.max(1, pointsPerValue));
  return smoothing.method === 'exponential' ? exponentialAverage(values, reach) : rollingMean(values, Math.round(reach));
}
