/**
 * The queue proper: which worker takes which job next, and what happens to the jobs of those that are lost. BullMQ does
 * that; it carries ids only. What is chosen here and why:
 *
 * - A lock lasts 15 s and is renewed every few seconds by a timer of the worker's process, whose thread computes nothing
 *   itself; lost jobs are looked for every 10 s. So a lost job is taken up again within some 35 s.
 * - How often a job may be lost is counted by the store, from its last checkpoint on, not here: a long run may outlive
 *   any number of machines.
 * - Nothing is kept of jobs that ended: what they came to is with their coordinator. So an id can be used again.
 */
import { createRequire } from 'node:module';
import type { Job, Queue, Worker } from 'bullmq';
import { EngineError } from '../error-value.ts';
import { isConnectionLost } from './queue-refusals.ts';

// Loaded when a queue is first used. (Not named `require`: see versions.ts.)
const packages = createRequire(import.meta.url);

const LOCK_MILLISECONDS = 15_000;
const LOST_LOOK_MILLISECONDS = 10_000;
/** More than any machine loses; PostgreSQL counts in 32 bits. */
const LOST_FOR_EVER = 1_000_000_000;
/** Of a job: the only thing it carries is its id. */
const JOB_NAME = 'run';
const KEY_PREFIX = 'leibniz';
const AGAIN_MILLISECONDS = 500;

/** How a queue is reached: what BullMQ is given. */
export interface QueueBackend {
  readonly connection: unknown;
  /** Null for Redis, which is the default. */
  readonly factory: unknown;
}

/** The side that wants jobs done. */
export interface JobQueue {
  add(id: string): Promise<void>;
  /** Takes a job back that no worker has. @returns false where one has it */
  withdraw(id: string): Promise<boolean>;
  /** Whether it waits, or some worker has it. */
  holds(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The side that does them. */
export interface JobTaker {
  /** How many jobs are taken at once; those that are going are kept. */
  take(slots: number): void;
  /** Takes no more jobs; resolves when those it has are done with. */
  close(): Promise<void>;
}

/** What became of a job that a taker was given. */
export type Handled = 'over' | 'given-back';

interface BullMq {
  readonly Queue: new (name: string, options: object, factory?: unknown) => Queue;
  readonly Worker: new (name: string, process: unknown, options: object, factory?: unknown) => Worker;
  readonly WaitingError: new () => Error;
  readonly createPostgresBackend: unknown;
  readonly runMigrations: (client: unknown, schema: string) => Promise<unknown>;
}

function bullmq(): BullMq {
  return requirePackage('bullmq') as BullMq;
}

/** @throws EngineError where an optional package is not installed */
export function requirePackage(name: 'bullmq' | 'ioredis' | 'pg'): unknown {
  try {
    return packages(name);
  } catch (error) {
    throw new EngineError(
      'package-missing', `Queues need the package ${name}, which is not installed here.`, 'Run npm ci without --omit=optional.', {}, error,
    );
  }
}

/** Tables and functions of BullMQ in PostgreSQL; does nothing where they are there. */
export async function migrateQueue(client: unknown, schema: string): Promise<void> {
  await bullmq().runMigrations(client, schema);
}

export function postgresFactory(): unknown {
  return bullmq().createPostgresBackend;
}

/** @param onTrouble told what the connection reports while it is being made again */
export function createJobQueue(name: string, { connection, factory }: QueueBackend, onTrouble: (error: unknown) => void): JobQueue {
  const { Queue: Made } = bullmq();
  const queue = new Made(
    name,
    {
      connection, prefix: KEY_PREFIX,
      // Its events are not read: jobs speak by the store.
      streams: { events: { maxLen: 100 } },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    },
    factory ?? undefined,
  );
  queue.on('error', onTrouble);
  let closed = false;
  // Of PostgreSQL, what is asked while the server is away fails; asking twice does nothing more.
  const untilThere = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (closed || !isConnectionLost(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS));
      }
    }
  };
  return {
    async add(id) {
      await untilThere(() => queue.add(JOB_NAME, { id }, { jobId: id }));
    },
    withdraw: (id) => untilThere(async () => (await queue.remove(id)) === 1),
    async holds(id) {
      const state = await untilThere(() => queue.getJobState(id));
      return state !== 'unknown' && state !== 'completed' && state !== 'failed';
    },
    close() {
      closed = true;
      return queue.close();
    },
  };
}

/**
 * @param handle does a job; `lost` calls back where another worker may have it now. It settles when this worker is done
 *   with it, and never rejects.
 */
export function createJobTaker(
  name: string, { connection, factory }: QueueBackend, slots: number,
  handle: (id: string, lost: (stop: () => void) => void) => Promise<Handled>, onTrouble: (error: unknown) => void,
): JobTaker {
  const { Worker: Made, WaitingError } = bullmq();
  const stops = new Map<string, () => void>();
  const process = async (job: Job<{ readonly id: string }>, token?: string): Promise<void> => {
    const id = job.id ?? '';
    try {
      const handled = await handle(id, (stop) => stops.set(id, stop));
      if (handled === 'over') return;
    } finally {
      stops.delete(id);
    }
    await job.moveToWait(token);
    throw new WaitingError();
  };
  const worker = new Made(
    name, process,
    {
      connection, prefix: KEY_PREFIX, concurrency: slots, lockDuration: LOCK_MILLISECONDS, stalledInterval: LOST_LOOK_MILLISECONDS,
      maxStalledCount: LOST_FOR_EVER, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 },
      // After a server was gone.
      runRetryDelay: 1000,
    },
    factory ?? undefined,
  );
  worker.on('lockRenewalFailed', (ids: string[]) => ids.forEach((id) => stops.get(id)?.()));
  worker.on('error', onTrouble);
  return {
    take(count) {
      worker.concurrency = count;
    },
    close: () => worker.close(),
  };
}
