/**
 * An executor whose number of workers can change while jobs run: a new size means a new pool for the
 * jobs to come, and the old one ends with the last job it has. Results do not depend on it, since no
 * job knows how many workers there are.
 */
import type { Assistance, Executor, RunningJob, SharedWork } from './executor.ts';

export interface ResizableExecutor extends Executor {
  /** @param size number of workers; 0 means one per core */
  resize(size: number): void;
}

interface Pool {
  readonly executor: Executor;
  jobs: number;
  retired: boolean;
}

/** @param make gives an executor of a size, e.g. `(size) => createPiscinaExecutor({ size })` */
export function createResizableExecutor(make: (size: number) => Executor, size: number): ResizableExecutor {
  let current: Pool = { executor: make(size), jobs: 0, retired: false };
  let asked = size;
  const pools = new Set<Pool>([current]);
  const listeners = new Set<() => void>();
  const closings = new Set<Promise<void>>();

  const closeIfDone = (pool: Pool): void => {
    if (!pool.retired || pool.jobs > 0 || !pools.delete(pool)) return;
    const closing = pool.executor.close().finally(() => closings.delete(closing));
    closings.add(closing);
  };
  const counted = <Outcome>(start: (executor: Executor) => RunningJob<Outcome>): RunningJob<Outcome> => {
    const pool = current;
    const job = start(pool.executor);
    countUntil(pool, job.outcome);
    return job;
  };
  const countUntil = (pool: Pool, end: Promise<unknown>): void => {
    pool.jobs++;
    void end.then(() => {
      pool.jobs--;
      closeIfDone(pool);
    });
  };
  /** In the newest pool, wherever the job itself runs. */
  const assist = (work: SharedWork): Assistance => {
    const pool = current;
    if (pool.executor.assist === undefined) return { ended: Promise.resolve(), leave: () => undefined };
    const assistance = pool.executor.assist(work);
    countUntil(pool, assistance.ended);
    return assistance;
  };

  return {
    get size() {
      return current.executor.size;
    },
    start: (job, onEvent, onStarted) => counted((executor) => executor.start(job, onEvent, onStarted)),
    startClaim: (job, onStarted) => counted((executor) => executor.startClaim(job, onStarted)),
    assist,
    onResized(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    resize(next) {
      if (next === asked) return;
      asked = next;
      const previous = current;
      current = { executor: make(next), jobs: 0, retired: false };
      pools.add(current);
      previous.retired = true;
      closeIfDone(previous);
      for (const listener of listeners) listener();
    },
    async close() {
      await Promise.all([...[...pools].map((pool) => pool.executor.close()), ...closings]);
      pools.clear();
    },
  };
}
