/**
 * Thins a long series for drawing without hiding anything: the points are cut into buckets of equal
 * count, and of every bucket the points where some curve has its least and its greatest value are kept,
 * with the first and the last point of all (M4-like, after Jugel et al., VLDB 2014). The result is a
 * subset of the stored points, never an average. All columns keep the same points.
 */
import type { SeriesColumn } from '../../../src-contract/job-event.ts';

/** Columns that never decrease: they are axes, their extremes are the ends of a bucket. */
export const AXES: ReadonlySet<SeriesColumn> = new Set(['iteration', 'seconds', 'samples']);

export type Columns = Partial<Record<SeriesColumn, Float64Array<ArrayBuffer>>>;

export interface Thinned {
  readonly columns: Columns;
  /** Which points were kept; null if every one was. */
  readonly places: Int32Array | null;
}

/**
 * @param length number of points of every column
 * @param maxPoints at least 2; an upper bound on the points kept
 * Cost: O(columns · length).
 */
export function decimate(columns: Columns, length: number, maxPoints: number): Thinned {
  if (length <= maxPoints) return { columns, places: null };
  const places = keptPoints(columns, length, maxPoints);
  return { columns: picked(columns, places), places };
}

/** The points at some places, of every column. */
export function picked(columns: Columns, places: Int32Array): Columns {
  const found: Columns = {};
  for (const [name, values] of entriesOf(columns)) {
    const out = new Float64Array(places.length);
    for (let k = 0; k < places.length; k++) out[k] = values[places[k] ?? 0] ?? Number.NaN;
    found[name] = out;
  }
  return found;
}

/** Indices of the points to keep, ascending; first and last always. */
export function keptPoints(columns: Columns, length: number, maxPoints: number): Int32Array {
  const curves = entriesOf(columns).filter(([name]) => !AXES.has(name)).map(([, values]) => values);
  const perBucket = Math.max(1, 2 * curves.length);
  const inner = length - 2;
  const buckets = Math.max(0, Math.min(inner, Math.floor((maxPoints - 2) / perBucket)));
  const kept = new Int32Array(2 + buckets * perBucket);
  let count = 0;
  kept[count++] = 0;
  const chosen: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    chosen.length = 0;
    if (curves.length === 0) chosen.push(from);
    for (const values of curves) {
      let least = -1;
      let greatest = -1;
      let low = Infinity;
      let high = -Infinity;
      for (let k = from; k < to; k++) {
        const value = values[k] ?? Number.NaN;
        if (value < low || (least < 0 && value === low)) {
          low = value;
          least = k;
        }
        if (value > high || (greatest < 0 && value === high)) {
          high = value;
          greatest = k;
        }
      }
      // A bucket of NaN alone keeps its first point, so that the gap in the curve is seen.
      if (least < 0) chosen.push(from);
      else chosen.push(least, greatest);
    }
    chosen.sort((a, b) => a - b);
    let previous = -1;
    for (const k of chosen) {
      if (k === previous) continue;
      kept[count++] = k;
      previous = k;
    }
  }
  kept[count++] = length - 1;
  return kept.subarray(0, count);
}

export function entriesOf(columns: Columns): [SeriesColumn, Float64Array<ArrayBuffer>][] {
  return Object.entries(columns) as [SeriesColumn, Float64Array<ArrayBuffer>][];
}
