/** The two sides of a queue in tests: worker processes that can be killed, and a coordinator in this process. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { JobEvent, JobOutcome } from '../../src-contract/job-event.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import { projectFolder } from '../../src-main/engine/entry-points.ts';
import type { EncodedProgram, Executor } from '../../src-main/engine/execution/executor.ts';
import { createLazyExecutor } from '../../src-main/engine/execution/lazy-executor.ts';
import { createPiscinaExecutor } from '../../src-main/engine/execution/piscina-executor.ts';
import { createScheduler } from '../../src-main/engine/execution/scheduler.ts';
import { encodeForJobs } from '../../src-main/engine/problems/program-encoding.ts';
import { openQueue } from '../../src-main/engine/queue/open-queue.ts';
import { pack } from '../../src-main/engine/queue/parcel.ts';
import { queueAddress } from '../../src-main/engine/queue/queue-address.ts';
import { createQueueExecutor } from '../../src-main/engine/queue/queue-executor.ts';
import type { QueueExecutor } from '../../src-main/engine/queue/queue-executor.ts';
import { generate } from '../../src-science/program/generate.ts';
import { aDescent } from '../a-descent.ts';

export interface WorkerProcess {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Ends it as a lost machine does. */
  kill(): Promise<void>;
  /** Asks it to go. */
  leave(): Promise<void>;
}

export function startWorker(url: string, slots: number | null): WorkerProcess {
  const child = spawn(
    process.execPath,
    [join(projectFolder(), 'src-main/cli/main.ts'), 'worker', '--queue', '-', ...(slots === null ? [] : ['--slots', String(slots)])],
    { env: { ...process.env, LEIBNIZ_QUEUE: url }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { child, stderr: () => stderr, kill: end('SIGKILL'), leave: end('SIGINT') };
}

export async function coordinatorAt(url: string, onNews: (text: string) => void = () => undefined): Promise<QueueExecutor> {
  const open = await openQueue(queueAddress(url), () => undefined);
  return createQueueExecutor(open, {
    application: 'Leibniz test', local: createLazyExecutor(1, (size) => createPiscinaExecutor({ size })), onNews,
  });
}

/** Until at least so many slots are at the queue. */
export async function slotsAt(executor: QueueExecutor, slots: number, seconds = 60): Promise<void> {
  await until(`${slots} slots`, seconds, () => executor.workers().reduce((sum, worker) => sum + worker.slots, 0) >= slots);
}

export async function until(what: string, seconds: number, isSo: () => boolean): Promise<void> {
  const from = performance.now();
  while (!isSo()) {
    if (performance.now() - from > 1000 * seconds) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface TestJob {
  readonly program: EncodedProgram;
  readonly spec: JobSpec;
}

function aCover(variables = 60, seed = 1): EncodedProgram {
  const program = generate('set-cover', { rows: Math.ceil(variables / 2), columns: variables, density: 0.1 }, seed);
  return encodeForJobs(program);
}

/** Descents of a few thousand steps, the like of which a study has: one a seed. */
export function descents(count: number, iterations: number, change: Parameters<typeof aDescent>[0] = {}, variables = 60): TestJob[] {
  const program = aCover(variables);
  return Array.from({ length: count }, (_, k) => ({
    program,
    spec: {
      version: 1, kind: 'descent',
      descent: aDescent({
        evaluation: 'sampled', samples: 32, iterations, seed: k + 1, recordEvery: 10, snapshotEvery: 500, checkpointEvery: 100,
        decoders: ['threshold'], ...change,
      }),
    },
  }));
}

/** What a job came to: its outcome, and what it said on the way. */
export interface Told {
  readonly outcome: JobOutcome;
  readonly seconds: number;
  readonly events: readonly JobEvent[];
  /** How often a worker took it up. */
  readonly begun: number;
}

export async function runAll(
  executor: Executor, jobs: readonly TestJob[], onEnd: (count: number) => void = () => undefined,
): Promise<Told[]> {
  const scheduler = createScheduler(executor);
  let count = 0;
  try {
    return await Promise.all(jobs.map(async (job, k) => {
      const events: JobEvent[] = [];
      let begun = 0;
      const running = scheduler.submit({
        job: { id: `job-${k}`, ...job, resumeFrom: null }, group: 'all', onEvent: (event) => events.push(event), onStarted: () => begun++,
      });
      const outcome = await running.outcome;
      onEnd(++count);
      const seconds = outcome.status === 'done' && outcome.result.kind === 'descent' ? outcome.result.seconds : 0;
      return { outcome, events, begun, seconds };
    }));
  } finally {
    scheduler.release();
  }
}

/** Everything of what a job came to and recorded that another run of it repeats, as bytes: all but times. */
export function repeatable({ outcome, events }: Told): Buffer {
  const points: Record<string, number[]> = {};
  for (const event of events) {
    if (event.type !== 'series') continue;
    for (const [name, values] of Object.entries(event.chunk.columns)) if (name !== 'seconds') (points[name] ??= []).push(...values);
  }
  const snapshots = events.flatMap((event) => (event.type === 'snapshot' ? [{ iteration: event.iteration, xHat: event.xHat }] : []));
  return Buffer.from(pack(withoutTimes({
    outcome, snapshots, points: Object.fromEntries(Object.entries(points).map(([name, values]) => [name, Float64Array.from(values)])),
  })));
}

function withoutTimes(value: unknown): unknown {
  if (value instanceof Float64Array || value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutTimes);
  // The order of names is no part of what is said.
  const kept = Object.entries(value).filter(([key, each]) => key !== 'seconds' && each !== undefined);
  const entries = kept.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, withoutTimes(each)]));
}
