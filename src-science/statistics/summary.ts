/**
 * What a sample is summed up by: mean with its standard error, quantiles, and the numbers of a box plot. Quantiles are
 * interpolated as R does by default (type 7 of Hyndman and Fan, American Statistician 50, 1996); the box is Tukey's
 * (Exploratory Data Analysis, 1977): from the lower to the upper quartile, whiskers to the farthest values within one and a half
 * times its length.
 */

export interface Summary {
  readonly n: number;
  readonly mean: number;
  /** Of the mean: the sample's standard deviation over √n; NaN of one value. */
  readonly standardError: number;
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly greatest: number;
}

/**
 * The quantile at `share` of sorted values, ascending; infinite ones at the end are allowed.
 * @param share in [0, 1]
 * @returns NaN of none
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  // Between a number and ∞ there is only ∞, and from ∞ to ∞ no difference.
  return below === above ? below : below + (at - Math.floor(at)) * (above - below);
}

/** Values in ascending order. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return new Float64Array(values).sort();
}

/**
 * @param values finite
 * @returns null of none
 * Cost: O(n log n).
 */
export function summaryOf(values: ArrayLike<number>): Summary | null {
  const sorted = ascending(values);
  const n = sorted.length;
  if (n === 0) return null;
  let sum = 0;
  for (let k = 0; k < n; k++) sum += sorted[k]!;
  const mean = sum / n;
  let squares = 0;
  for (let k = 0; k < n; k++) squares += (sorted[k]! - mean) ** 2;
  return {
    n, mean, standardError: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1) / n), least: sorted[0]!, lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5), upperQuartile: quantile(sorted, 0.75), greatest: sorted[n - 1]!,
  };
}

export interface Box {
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** The least and the greatest value within 1.5 lengths of the box. */
  readonly lowerWhisker: number;
  readonly upperWhisker: number;
  /** Places in `values` of what lies beyond the whiskers. */
  readonly outliers: readonly number[];
}

/**
 * @param values finite
 * @returns null of none
 */
export function boxOf(values: readonly number[]): Box | null {
  const sorted = ascending(values);
  if (sorted.length === 0) return null;
  const [lowerQuartile, median, upperQuartile] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  const inside = sorted.filter((value) => value >= lowerQuartile - reach && value <= upperQuartile + reach);
  const lowerWhisker = Math.min(lowerQuartile, inside[0] ?? lowerQuartile);
  const upperWhisker = Math.max(upperQuartile, inside.at(-1) ?? upperQuartile);
  const outliers = values.flatMap((value, k) => (value < lowerWhisker || value > upperWhisker ? [k] : []));
  return { lowerQuartile, median, upperQuartile, lowerWhisker, upperWhisker, outliers };
}
