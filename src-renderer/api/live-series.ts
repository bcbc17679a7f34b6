/**
 * Columns that grow while a run goes. Values are appended chunk by chunk into buffers that double;
 * beyond a cap every second point is dropped, so that a run of ten million points cannot fill the
 * memory: what is drawn afterwards comes from the session, which has every point.
 */
import type { SeriesChunk, SeriesColumn } from '../../src-contract/job-event.ts';
import type { SeriesView } from '../../src-contract/session.ts';

const MOST_LIVE_POINTS = 65_536;

export interface LiveSeries {
  readonly length: number;
  /** Views of `length` values; a later append may make new ones, never change these. */
  readonly columns: Readonly<Partial<Record<SeriesColumn, Float64Array>>>;
}

export const EMPTY_SERIES: LiveSeries = { length: 0, columns: {} };

/** The series with a chunk appended, at most `most` points long. */
export function appendChunk(series: LiveSeries, chunk: SeriesChunk, most = MOST_LIVE_POINTS): LiveSeries {
  if (chunk.length === 0) return series;
  const total = series.length + chunk.length;
  const columns: Partial<Record<SeriesColumn, Float64Array>> = {};
  for (const [name, added] of columnsOf(chunk)) {
    const old = series.columns[name];
    const room = old === undefined ? 0 : old.buffer.byteLength / 8 - old.byteOffset / 8;
    let buffer: Float64Array;
    if (old !== undefined && room >= total) {
      buffer = new Float64Array(old.buffer, old.byteOffset, total);
    } else {
      buffer = new Float64Array(new ArrayBuffer(8 * Math.max(256, 2 * total)), 0, total);
      if (old !== undefined) buffer.set(old);
    }
    buffer.set(added, series.length);
    columns[name] = buffer;
  }
  return total > most ? halved({ length: total, columns }) : { length: total, columns };
}

/** Every second point, and the last. */
function halved(series: LiveSeries): LiveSeries {
  const length = Math.floor(series.length / 2) + 1;
  const columns: Partial<Record<SeriesColumn, Float64Array>> = {};
  for (const [name, values] of columnsOf(series)) {
    const kept = new Float64Array(length);
    for (let k = 0; k < length; k++) kept[k] = values[Math.min(2 * k, series.length - 1)] ?? Number.NaN;
    columns[name] = kept;
  }
  return { length, columns };
}

/**
 * Stored points followed by the live ones that are newer.
 * @param by column in which both ascend: `iteration` of a descent, `seconds` of an exact run
 */
export function mergeLive(stored: SeriesView | undefined, live: LiveSeries, by: 'iteration' | 'seconds'): LiveSeries {
  const storedKey = stored?.columns[by];
  if (stored === undefined || storedKey === undefined || storedKey.length === 0) return live;
  const liveKey = live.columns[by];
  const last = storedKey[storedKey.length - 1] ?? Number.NEGATIVE_INFINITY;
  let first = 0;
  while (liveKey !== undefined && first < live.length && (liveKey[first] ?? 0) <= last) first++;
  const added = liveKey === undefined ? 0 : live.length - first;
  const columns: Partial<Record<SeriesColumn, Float64Array>> = {};
  for (const [name, values] of columnsOf(stored)) {
    const joined = new Float64Array(storedKey.length + added);
    joined.set(values);
    const newer = live.columns[name]?.subarray(first);
    if (newer === undefined) joined.fill(Number.NaN, storedKey.length);
    else joined.set(newer, storedKey.length);
    columns[name] = joined;
  }
  return { length: storedKey.length + added, columns };
}

function columnsOf(series: { readonly columns: Readonly<Partial<Record<SeriesColumn, Float64Array>>> }): [SeriesColumn, Float64Array][] {
  return Object.entries(series.columns) as [SeriesColumn, Float64Array][];
}
