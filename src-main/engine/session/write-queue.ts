/**
 * Writes that come many times a second, gathered into one transaction every tenth of a second. When the
 * disk is full they are kept and tried again until there is room; a write that can never succeed (a
 * defect) is dropped alone and reported, so that it does not hold up the rest.
 */
import type { Database } from 'better-sqlite3';
import type { SeriesChunk } from '../../../src-contract/job-event.ts';
import { codeOf } from '../files/refusals.ts';
import type { SeriesStore } from './series-store.ts';

const BATCH_MILLISECONDS = 100;
const RETRY_MILLISECONDS = 2000;

type Item = ({ readonly kind: 'series'; readonly chunk: SeriesChunk } | { readonly kind: 'write'; readonly write: () => void })
  & { readonly runId: number; readonly over: (() => void) | undefined };

export interface WriteQueue {
  /** @param over called once it is written, or will never be */
  addSeries(runId: number, chunk: SeriesChunk, over?: () => void): void;
  /** @param over called once it is written, or will never be */
  add(runId: number, write: () => void, over?: () => void): void;
  /** Writes what is waiting now. @throws what SQLite said; everything is then still waiting */
  flush(): void;
  /** Forgets what is waiting for a run that is being removed. */
  forget(runIds: ReadonlySet<number>): void;
  close(): void;
}

export function createWriteQueue(
  database: Database,
  series: Pick<SeriesStore, 'append' | 'finished'>,
  /** Called after each batch that was written, and with each error that was met. */
  report: { readonly flushed: () => void; readonly failed: (error: unknown) => void },
): WriteQueue {
  let waiting: Item[] = [];
  let timer: NodeJS.Timeout | null = null;
  let outOfRoom = false;

  const write = database.transaction((items: readonly Item[]) => {
    const chunksOf = new Map<number, SeriesChunk[]>();
    for (const item of items) {
      if (item.kind === 'write') continue;
      const chunks = chunksOf.get(item.runId);
      if (chunks === undefined) chunksOf.set(item.runId, [item.chunk]);
      else chunks.push(item.chunk);
    }
    for (const [runId, chunks] of chunksOf) series.append(runId, chunks);
    for (const item of items) if (item.kind === 'write') item.write();
  });

  const attempt = (items: readonly Item[]): void => {
    try {
      write.immediate(items);
    } catch (error) {
      // What was appended was rolled back: what is remembered of the ends of these series is not true.
      for (const item of items) series.finished(item.runId);
      throw error;
    }
  };

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0) return;
    const items = waiting;
    try {
      attempt(items);
      waiting = [];
      for (const item of items) item.over?.();
    } catch (error) {
      if (isLackOfRoom(error)) {
        schedule(RETRY_MILLISECONDS);
        throw error;
      }
      waiting = [];
      for (const item of items) {
        try {
          attempt([item]);
        } catch (itemError) {
          report.failed(itemError);
        }
        item.over?.();
      }
    }
    outOfRoom = false;
    report.flushed();
  };

  const schedule = (milliseconds: number): void => {
    timer ??= setTimeout(() => {
      timer = null;
      try {
        flush();
      } catch (error) {
        // It stays waiting and is tried again; it is said once.
        if (!outOfRoom) report.failed(error);
        outOfRoom = true;
      }
    }, milliseconds);
  };

  const enqueue = (item: Item): void => {
    waiting.push(item);
    schedule(BATCH_MILLISECONDS);
  };

  return {
    addSeries: (runId, chunk, over) => enqueue({ kind: 'series', runId, chunk, over }),
    add: (runId, writeItem, over) => enqueue({ kind: 'write', runId, write: writeItem, over }),
    flush,
    forget(runIds) {
      const gone = waiting.filter((item) => runIds.has(item.runId));
      waiting = waiting.filter((item) => !runIds.has(item.runId));
      for (const item of gone) item.over?.();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting = [];
    },
  };
}

function isLackOfRoom(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_BUSY') || code === 'SQLITE_NOMEM';
}
