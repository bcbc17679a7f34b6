/**
 * Trajectories in the database: chunks of consecutive points, one row a column, so that a chart that
 * draws two of nine columns reads two ninths. Small chunks, written ten times a second while a run goes,
 * are merged sixteen at a time into larger ones, three levels up: a point is rewritten at most three
 * times, and a long run ends with few rows however slowly its points came.
 */
import type { Database } from 'better-sqlite3';
import { SeriesColumn } from '../../../src-contract/job-event.ts';
import type { SeriesChunk } from '../../../src-contract/job-event.ts';
import { z } from '../../../src-contract/zod.ts';
import type { EngineError } from '../error-value.ts';
import { bytesToFloats, floatBytes } from './bits.ts';
import { damagedRow } from './checksums.ts';
import type { Checksums } from './checksums.ts';
import { entriesOf } from './decimate.ts';
import type { Columns } from './decimate.ts';

/** Points of a chunk that is not merged any more: 128 KiB a column. */
const FULL_CHUNK = 16384;
const MERGED_AT_ONCE = 16;
const TOP_LEVEL = 3;

const Span = z.object({
  name: SeriesColumn, first: z.number().int().nonnegative(), length: z.number().int().positive(), low: z.number().nullable(),
  high: z.number().nullable(),
});
const StoredChunk = Span.omit({ name: true }).extend({ data: z.instanceof(Uint8Array) });
type StoredChunk = z.infer<typeof StoredChunk>;

/** The end of a run's series while it grows: where each recent chunk starts, and how often it was merged. */
interface Tail {
  length: number;
  names: readonly SeriesColumn[] | null;
  /** The columns it had before this version of the program went on with it; null where there were none. */
  readonly stored: readonly SeriesColumn[] | null;
  readonly chunks: { readonly first: number; readonly length: number; readonly level: number }[];
}

/** Consecutive points by place: [first, end) of `total` stored ones. */
interface SeriesStretch {
  readonly first: number;
  readonly end: number;
  readonly total: number;
}

export interface SeriesStore {
  /**
   * Appends consecutive points. Of a run that an older version began, columns that came later are left out.
   * @throws if the columns are not those of the run's earlier chunks
   */
  append(runId: number, chunks: readonly SeriesChunk[]): void;
  /** Drops the points from an iteration on. */
  truncate(runId: number, iteration: number): void;
  clear(runId: number): void;
  length(runId: number): number;
  names(runId: number): SeriesColumn[];
  /** Where the points are whose iteration (or, without that column, seconds) lies in [from, to]. */
  find(runId: number, from: number | null, to: number | null): SeriesStretch;
  /** The points [first, end); a column that is not stored is left out. */
  read(runId: number, names: readonly SeriesColumn[], first: number, end: number): Columns;
  /** Forgets what is only needed while a run grows. */
  finished(runId: number): void;
}

export function createSeriesStore(database: Database, checksums: Checksums): SeriesStore {
  const insert = database.prepare('INSERT INTO series_chunk (run_id, name, first, length, low, high, data) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const removeFrom = database.prepare('DELETE FROM series_chunk WHERE run_id = ? AND first >= ?');
  const removeColumnFrom = database.prepare('DELETE FROM series_chunk WHERE run_id = ? AND name = ? AND first >= ?');
  const removeAll = database.prepare('DELETE FROM series_chunk WHERE run_id = ?');
  const chunksFrom = database.prepare(
    'SELECT first, length, low, high, data FROM series_chunk WHERE run_id = ? AND name = ? AND first + length > ? AND first < ? ORDER BY first',
  );
  const spans = database.prepare('SELECT name, first, length, low, high FROM series_chunk WHERE run_id = ? AND name = ? ORDER BY first');
  const end = database.prepare('SELECT coalesce(max(first + length), 0) FROM series_chunk WHERE run_id = ?').pluck();
  const storedNames = database.prepare('SELECT DISTINCT name FROM series_chunk WHERE run_id = ?').pluck();
  const tails = new Map<number, Tail>();

  const names = (runId: number): SeriesColumn[] => storedNames.all(runId).map((name) => SeriesColumn.parse(name));
  const length = (runId: number): number => z.number().int().nonnegative().parse(end.get(runId));
  const tailOf = (runId: number): Tail => {
    let tail = tails.get(runId);
    if (tail === undefined) {
      const known = names(runId);
      tail = { length: length(runId), names: known.length === 0 ? null : known, stored: known.length === 0 ? null : known, chunks: [] };
      tails.set(runId, tail);
    }
    return tail;
  };
  const write = (runId: number, name: SeriesColumn, first: number, values: Float64Array): void => {
    const { low, high } = finiteRange(values);
    insert.run(runId, name, first, values.length, low, high, floatBytes(values));
    checksums.seal('series', runId, name, first);
  };
  /** The chunks of a column that reach into [from, to). @throws EngineError where one is damaged */
  const load = (runId: number, name: SeriesColumn, from: number, to: number): StoredChunk[] =>
    chunksFrom.all(runId, name, from, to).map((row) => {
      const chunk = StoredChunk.parse(row);
      checksums.check('series', runId, name, chunk.first);
      return chunk;
    });
  const dropFrom = (runId: number, name: SeriesColumn, first: number): void => {
    removeColumnFrom.run(runId, name, first);
    checksums.dropSeries(runId, name, first);
  };

  /** The points [from, to) of a column, in one array. @throws EngineError `row-damaged` where some are missing */
  const points = (runId: number, name: SeriesColumn, from: number, to: number): Float64Array<ArrayBuffer> => {
    const values = new Float64Array(to - from);
    const bytes = new Uint8Array(values.buffer);
    let filled = from;
    for (const chunk of load(runId, name, from, to)) {
      if (chunk.data.length !== 8 * chunk.length || chunk.first > filled) {
        throw missingPoints(runId, name, filled);
      }
      const until = Math.min(to, chunk.first + chunk.length);
      if (until <= filled) continue;
      bytes.set(chunk.data.subarray(8 * (filled - chunk.first), 8 * (until - chunk.first)), 8 * (filled - from));
      filled = until;
    }
    if (filled !== to) throw missingPoints(runId, name, filled);
    return values;
  };

  /** Drops the points from `kept` on; the chunk that holds the cut is rewritten up to it. */
  const cutAt = (runId: number, kept: number): void => {
    for (const name of names(runId)) {
      const [cut] = load(runId, name, kept - 1, kept);
      if (cut === undefined || kept === 0) continue;
      const values = bytesToFloats(cut.data).subarray(0, kept - cut.first);
      dropFrom(runId, name, cut.first);
      write(runId, name, cut.first, values);
    }
    removeFrom.run(runId, kept);
    checksums.dropSeries(runId, null, kept);
  };
  const transaction = database.transaction((work: () => void) => work());

  const mergeTail = (runId: number, tail: Tail): void => {
    for (let level = 0; level < TOP_LEVEL; level++) {
      const recent = tail.chunks.slice(-MERGED_AT_ONCE);
      const first = recent[0]?.first ?? 0;
      if (recent.length < MERGED_AT_ONCE || !recent.every((chunk) => chunk.level === level)) return;
      for (const name of tail.names ?? []) {
        const merged = points(runId, name, first, tail.length);
        dropFrom(runId, name, first);
        write(runId, name, first, merged);
      }
      tail.chunks.splice(-MERGED_AT_ONCE);
      const merged = tail.length - first;
      tail.chunks.push({ first, length: merged, level: merged >= FULL_CHUNK ? TOP_LEVEL : level + 1 });
    }
  };

  return {
    append(runId, chunks) {
      const tail = tailOf(runId);
      const full = chunks.filter((chunk) => chunk.length > 0).map(
        (chunk) => (tail.stored === null ? chunk : { ...chunk, columns: only(chunk.columns, tail.stored) }),
      );
      if (full[0] === undefined) return;
      const present = Object.keys(full[0].columns) as SeriesColumn[];
      const expected = tail.names ?? present;
      const joined = joinChunks(full, expected);
      const total = joined.length;
      for (let from = 0; from < total; from += FULL_CHUNK) {
        const to = Math.min(total, from + FULL_CHUNK);
        for (const [name, values] of entriesOf(joined.columns)) write(runId, name, tail.length + from, values.subarray(from, to));
        tail.chunks.push({ first: tail.length + from, length: to - from, level: to - from >= FULL_CHUNK ? TOP_LEVEL : 0 });
      }
      tail.length += total;
      tail.names = expected;
      mergeTail(runId, tail);
      // Sixteen chunks of each level are all that merging can look at.
      if (tail.chunks.length > 128) tail.chunks.splice(0, 64);
    },

    truncate(runId, iteration) {
      tails.delete(runId);
      const total = length(runId);
      if (total === 0 || !names(runId).includes('iteration')) return;
      const kept = firstAtLeast(points(runId, 'iteration', 0, total), iteration);
      if (kept === total) return;
      transaction(() => cutAt(runId, kept));
    },

    clear(runId) {
      tails.delete(runId);
      transaction(() => {
        removeAll.run(runId);
        checksums.dropSeries(runId, null, 0);
      });
    },

    length,
    names,

    find(runId, from, to) {
      const stored = names(runId);
      const total = length(runId);
      let first = 0;
      let end = total;
      const axis: SeriesColumn = stored.includes('iteration') ? 'iteration' : 'seconds';
      if ((from !== null || to !== null) && total > 0) {
        // Whole chunks outside of the range are ruled out by their extremes, unread.
        const inRange = spans.all(runId, axis).map((row) => Span.parse(row)).filter(
          (span) => (to === null || (span.low ?? -Infinity) <= to) && (from === null || (span.high ?? Infinity) >= from),
        );
        const start = inRange[0]?.first ?? 0;
        const stop = inRange.reduce((last, span) => Math.max(last, span.first + span.length), start);
        const axisValues = points(runId, axis, start, stop);
        first = start + (from === null ? 0 : firstAtLeast(axisValues, from));
        end = start + (to === null ? axisValues.length : firstAbove(axisValues, to));
        if (end < first) end = first;
      }
      return { first, end, total };
    },

    read(runId, wanted, first, end) {
      const stored = names(runId);
      const columns: Columns = {};
      for (const name of wanted) if (stored.includes(name)) columns[name] = points(runId, name, first, end);
      return columns;
    },

    finished(runId) {
      tails.delete(runId);
    },
  };
}

function missingPoints(runId: number, name: SeriesColumn, from: number): EngineError {
  return damagedRow(`run ${runId}: its recorded ${name} has no point ${from}`);
}

/** The columns of a chunk that are named. */
function only(columns: SeriesChunk['columns'], names: readonly SeriesColumn[]): SeriesChunk['columns'] {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => (names as readonly string[]).includes(name)));
}

/** Chunks one after another, each column in one array. */
function joinChunks(
  chunks: readonly SeriesChunk[], names: readonly SeriesColumn[],
): { readonly length: number; readonly columns: Columns } {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const columns: Columns = {};
  for (const name of names) {
    const only = chunks.length === 1 ? chunks[0]?.columns[name] : undefined;
    const values = only ?? new Float64Array(length);
    let at = 0;
    for (const chunk of chunks) {
      const part = chunk.columns[name];
      if (part === undefined || part.length !== chunk.length || Object.keys(chunk.columns).length !== names.length) {
        throw new RangeError(`a chunk's columns are not those of its run (${name})`);
      }
      if (only === undefined) values.set(part, at);
      at += chunk.length;
    }
    columns[name] = values;
  }
  return { length, columns };
}

function finiteRange(values: Float64Array): { readonly low: number | null; readonly high: number | null } {
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? { low: null, high: null } : { low, high };
}

/** Index of the first value ≥ bound in a non-decreasing array, or its length. */
function firstAtLeast(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Number.NaN) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Number.NaN) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
