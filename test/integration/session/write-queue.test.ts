/** Gathered writes: one transaction a batch, kept when there is no room, and no write held up by a bad one. */
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { createWriteQueue } from '../../../src-main/engine/session/write-queue.ts';
import type { WriteQueue } from '../../../src-main/engine/session/write-queue.ts';

let database: Database;
let queue: WriteQueue;
let failures: unknown[];
let batches: number;
let forgotten: number[];

beforeEach(() => {
  vi.useFakeTimers();
  database = openDatabase(':memory:');
  database.exec('CREATE TABLE t (run INTEGER NOT NULL, points INTEGER NOT NULL, filling BLOB) STRICT');
  failures = [];
  forgotten = [];
  batches = 0;
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, zeroblob(?))');
  const series = {
    append: (runId: number, chunks: readonly { length: number }[]) =>
      void insert.run(runId, chunks.reduce((sum, chunk) => sum + chunk.length, 0), 1000),
    finished: (runId: number) => void forgotten.push(runId),
  };
  queue = createWriteQueue(database, series, { flushed: () => batches++, failed: (error) => failures.push(error) });
});
afterEach(() => {
  queue.close();
  database.close();
  vi.useRealTimers();
});

const rows = (): unknown[] => database.prepare('SELECT run, points FROM t').raw().all();
const points = (length: number) => ({ length, columns: {} });
/** Lets the database grow by so many pages more. */
const room = (pages: number): void => void database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + pages}`);
const big = (): void => void database.prepare('INSERT INTO t VALUES (9, 9, zeroblob(100000))').run();

describe('the write queue', () => {
  it('writes what came within a tenth of a second at once, the chunks of a run as one', () => {
    queue.addSeries(1, points(3));
    queue.addSeries(2, points(5));
    queue.addSeries(1, points(4));
    expect(rows()).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(rows()).toEqual([[1, 7], [2, 5]]);
    expect(batches).toBe(1);
  });

  it('writes at once when asked to, and nothing twice', () => {
    queue.addSeries(1, points(3));
    queue.flush();
    vi.advanceTimersByTime(1000);
    expect(rows()).toEqual([[1, 3]]);
    expect(batches).toBe(1);
  });

  it('keeps everything on a full disk, says so once, and writes it by itself when there is room', () => {
    room(2);
    queue.add(1, big);
    queue.addSeries(1, points(3));
    vi.advanceTimersByTime(10_000);
    expect(rows()).toEqual([]);
    expect(failures).toMatchObject([{ code: 'SQLITE_FULL' }]);
    expect(forgotten).toContain(1);
    room(1000);
    vi.advanceTimersByTime(2000);
    expect(rows()).toEqual([[1, 3], [9, 9]]);
    expect(failures.length).toBe(1);
  });

  it('goes on trying after somebody else asked for a write that failed', () => {
    room(2);
    queue.add(1, big);
    expect(() => queue.flush()).toThrow('full');
    room(1000);
    vi.advanceTimersByTime(2000);
    expect(rows()).toEqual([[9, 9]]);
  });

  it('drops a write that can never succeed, alone, and reports it', () => {
    queue.addSeries(1, points(3));
    queue.add(1, () => {
      throw new RangeError('a defect');
    });
    queue.add(2, () => void database.prepare('INSERT INTO t VALUES (2, 2, NULL)').run());
    vi.advanceTimersByTime(100);
    expect(rows()).toEqual([[1, 3], [2, 2]]);
    expect(failures).toMatchObject([{ message: 'a defect' }]);
  });

  it('forgets the writes of a run that is removed', () => {
    queue.addSeries(1, points(3));
    queue.addSeries(2, points(5));
    queue.forget(new Set([1]));
    queue.flush();
    expect(rows()).toEqual([[2, 5]]);
  });
});
