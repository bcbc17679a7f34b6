/** Series that grow while a run goes, and their joint with what is stored. */
import { describe, expect, it } from 'vitest';
import { appendChunk, EMPTY_SERIES, mergeLive } from '../../../../src-renderer/api/live-series.ts';
import type { LiveSeries } from '../../../../src-renderer/api/live-series.ts';

const values = (from: number, length: number): Float64Array<ArrayBuffer> => Float64Array.from({ length }, (_, k) => from + k);
const chunk = (from: number, length: number) => ({ length, columns: { iteration: values(from, length), loss: values(from * 10, length) } });
const list = (series: LiveSeries, column: 'iteration' | 'loss'): number[] => Array.from(series.columns[column] ?? []);

describe('a live series', () => {
  it('holds every point of every chunk in order', () => {
    let series = EMPTY_SERIES;
    for (let from = 0; from < 1000; from += 7) series = appendChunk(series, chunk(from, 7));
    expect(series.length).toBe(1001);
    expect(list(series, 'iteration')).toEqual(Array.from({ length: 1001 }, (_, k) => k));
  });
  it('never changes a view handed out before', () => {
    const first = appendChunk(EMPTY_SERIES, chunk(0, 3));
    const before = list(first, 'iteration');
    appendChunk(first, chunk(3, 3));
    expect(list(first, 'iteration')).toEqual(before);
    expect(first.columns.iteration?.length).toBe(3);
  });
  it('is thinned beyond its cap, keeping first and last', () => {
    let series = EMPTY_SERIES;
    for (let from = 0; from < 300; from += 10) series = appendChunk(series, chunk(from, 10), 100);
    expect(series.length).toBeLessThanOrEqual(100);
    expect(list(series, 'iteration').at(0)).toBe(0);
    expect(list(series, 'iteration').at(-1)).toBe(299);
    expect(list(series, 'iteration')).toEqual(list(series, 'iteration').toSorted((a, b) => a - b));
  });
  it('passes over empty chunks', () => {
    expect(appendChunk(EMPTY_SERIES, { length: 0, columns: {} })).toBe(EMPTY_SERIES);
  });
});

describe('stored and live points', () => {
  const stored = { runId: 1, stored: 3, complete: true, columns: { iteration: values(0, 3), loss: values(0, 3) } };
  it('are joined without doubling those that are in both', () => {
    const merged = mergeLive(stored, appendChunk(EMPTY_SERIES, chunk(2, 3)), 'iteration');
    expect(list(merged, 'iteration')).toEqual([0, 1, 2, 3, 4]);
    expect(list(merged, 'loss')).toEqual([0, 1, 2, 21, 22]);
  });
  it('are the stored ones alone when nothing newer has come', () => {
    expect(list(mergeLive(stored, EMPTY_SERIES, 'iteration'), 'iteration')).toEqual([0, 1, 2]);
  });
  it('are the live ones alone before anything was stored', () => {
    const live = appendChunk(EMPTY_SERIES, chunk(5, 2));
    expect(mergeLive(undefined, live, 'iteration')).toBe(live);
  });
});
