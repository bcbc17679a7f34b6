/**
 * An executor that is made when it is needed: starting workers takes the processors for as long as the
 * window needs them to open, and a session that is only looked at needs no worker at all.
 */
import { availableParallelism } from 'node:os';
import type { Executor } from './executor.ts';

export interface LazyExecutor extends Executor {
  /** Makes it now, so that the first job need not wait. */
  warm(): void;
}

/**
 * @param size number of workers; 0 means one per core
 * @param make called at most once
 */
export function createLazyExecutor(size: number, make: (size: number) => Executor): LazyExecutor {
  const workers = size === 0 ? availableParallelism() : size;
  let made: Executor | null = null;
  let closed = false;
  const executor = (): Executor => {
    made ??= make(workers);
    return made;
  };
  return {
    size: workers,
    start: (...job) => executor().start(...job),
    startClaim: (...job) => executor().startClaim(...job),
    assist: (work) => executor().assist?.(work) ?? { ended: Promise.resolve(), leave: () => undefined },
    warm: () => {
      if (!closed) executor();
    },
    async close() {
      closed = true;
      await made?.close();
    },
  };
}
