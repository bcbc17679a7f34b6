/**
 * Jobs on other machines: the executor behind a queue. As many jobs as the workers there have slots, and as many again,
 * are in the queue at a time; the rest wait in the scheduler here, where they can be put in another order or cancelled
 * for nothing. A coordinator says every few seconds that it is there; workers leave the jobs of one that is gone, and
 * whoever resumes its study puts them there again from their checkpoints. Claims, which take no program and little
 * time, are settled on this machine.
 */
import { hostname } from 'node:os';
import type { CoordinatorCard, QueueWorker } from '../../../src-contract/queue-state.ts';
import { WorkerCard } from '../../../src-contract/queue-state.ts';
import type { EncodedProgram, Executor } from '../execution/executor.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { compatibilityHere, differingVersions, isCompatible, queueName } from './compatibility.ts';
import type { Compatibility } from './compatibility.ts';
import { followJob } from './followed-job.ts';
import type { FollowedJob } from './followed-job.ts';
import { createJobQueue } from './job-queue.ts';
import { pack } from './parcel.ts';
import type { OpenQueue } from './open-queue.ts';

export interface QueueExecutor extends Executor {
  /** Those that were at the queue when last looked. */
  workers(): readonly QueueWorker[];
  /** @returns ends the calling back */
  onWorkers(listener: (workers: readonly QueueWorker[]) => void): () => void;
}

export interface QueueExecutorOptions {
  /** Of the manifest: this application and its version. */
  readonly application: string;
  /** For what is not worth the way. */
  readonly local: Executor;
  /** Told a sentence of what its user may want to do something about. */
  readonly onNews?: (text: string) => void;
  /** By default what this program is. */
  readonly versions?: Compatibility;
}

const PRESENCE_MS = 4000;
/** A coordinator that was silent for so long is taken for gone. */
const COORDINATOR_MS = 60_000;
const LOOK_MS = 2000;
/** Jobs in the queue for each slot at the workers, so that none waits for the next. */
const JOBS_A_SLOT = 2;
/** While no worker is there. */
const LEAST_JOBS = 4;
/** Programs that are wanted are said to be that often. */
const PROGRAM_MS = 15 * 60_000;
const CLOSE_MS = 3000;

export async function createQueueExecutor(open: OpenQueue, options: QueueExecutorOptions): Promise<QueueExecutor> {
  const { store, backend, address } = open;
  const { application, local, onNews = () => undefined, versions = compatibilityHere() } = options;
  const owner = lazyCrypto().randomUUID().replaceAll('-', '');
  const queue = createJobQueue(queueName(versions), backend, () => undefined);
  const jobs = new Map<string, FollowedJob>();
  const resized = new Set<() => void>();
  const heard = new Set<(workers: readonly QueueWorker[]) => void>();
  const programs = new Map<string, { readonly put: Promise<void>; readonly at: number }>();
  let workers: readonly QueueWorker[] = [];
  let size = LEAST_JOBS;
  let count = 0;
  let closed = false;

  const card: CoordinatorCard = { machine: hostname(), process: process.pid, application, versions };
  const putProgram = (program: EncodedProgram): Promise<void> => {
    const known = programs.get(program.hash);
    if (known !== undefined && performance.now() - known.at < PROGRAM_MS) return known.put;
    const put = store.putProgram(program.hash, new Uint8Array(program.bytes));
    programs.set(program.hash, { put, at: performance.now() });
    put.catch(() => programs.delete(program.hash));
    return put;
  };

  const said = createOnce(onNews);
  const tellNews = (): void => {
    const usable = workers.filter(({ refusal }) => refusal === null);
    for (const { refusal } of workers) if (refusal !== null) said(refusal);
    if (jobs.size > 0 && usable.length === 0) said(`No worker is at ${address.shown} that can take these runs yet: start one with leibniz worker --queue.`);
  };
  const lookAround = async (): Promise<void> => {
    await store.announce('coordinator', owner, JSON.stringify(card), COORDINATOR_MS);
    const present = await store.present('worker');
    if (closed) return;
    workers = [...present].flatMap(([id, text]) => workerOf(id, text, versions));
    const slots = workers.reduce((sum, { refusal, slots: own }) => sum + (refusal === null ? own : 0), 0);
    const before = size;
    size = Math.max(LEAST_JOBS, JOBS_A_SLOT * slots);
    for (const listener of heard) listener(workers);
    if (size !== before) for (const listener of resized) listener();
    tellNews();
  };
  // One look at a time: a server that is away answers the first when it is back.
  let looking: Promise<void> | null = null;
  const lookAroundOnce = (): void => {
    looking ??= lookAround().catch(() => undefined).finally(() => (looking = null));
  };

  await store.onSaid(owner, (id) => jobs.get(id)?.look());
  await lookAround();
  const presence = setInterval(lookAroundOnce, PRESENCE_MS);
  const look = setInterval(() => jobs.forEach((job) => job.check()), LOOK_MS);

  return {
    get size() {
      return size;
    },
    // Its machines' memory is not known here; each looks after its own.
    memory: Infinity,
    start(job, onEvent, onStarted) {
      const task = { versions, application, spec: job.spec, programHash: job.program.hash };
      const followed = followJob(job, onEvent, onStarted, {
        store, queue,
        newId: () => `${owner}-${(count++).toString(36)}`,
        async put(id, resumeFrom) {
          await putProgram(job.program);
          await store.createJob(id, owner, pack({ ...task, resumeFrom }));
        },
        named(id, before) {
          if (before !== null) {
            jobs.delete(before);
            // What lost the job may have lost its program too.
            programs.delete(job.program.hash);
          }
          jobs.set(id, followed);
          if (jobs.size === 1) tellNews();
        },
      });
      void followed.outcome.then(() => jobs.delete(followed.id()));
      return followed;
    },
    startClaim: (job, onStarted) => local.startClaim(job, onStarted),
    onResized(listener) {
      resized.add(listener);
      return () => resized.delete(listener);
    },
    workers: () => workers,
    onWorkers(listener) {
      heard.add(listener);
      return () => heard.delete(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(presence);
      clearInterval(look);
      const going = [...jobs.values()];
      for (const job of going) job.abandon();
      await Promise.all([
        local.close(),
        // A server that is away is not waited for: its workers notice that nobody wants these jobs.
        inTime(CLOSE_MS, async () => {
          await Promise.all(going.map((job) => job.outcome));
          await store.announce('coordinator', owner, '', 0);
          await queue.close();
        }),
      ]);
      await inTime(CLOSE_MS, () => store.close());
    },
  };
}

/** What a worker said of itself, seen from here; what is no card is nobody. */
export function workerOf(id: string, text: string, versions: Compatibility): QueueWorker[] {
  const parsed = WorkerCard.safeParse(parsedJson(text));
  if (!parsed.success) return [];
  const own = parsed.data;
  if (isCompatible(own.versions, versions)) return [{ ...own, id, refusal: null }];
  const { first, second } = differingVersions(own.versions, versions);
  return [{ ...own, id, refusal: `The worker on ${own.machine} has ${first} and takes no runs of this machine, which has ${second}.` }];
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Says each sentence once. */
export function createOnce(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    say(text);
  };
}

/** Does work, and goes on without it where it takes too long. */
export async function inTime(milliseconds: number, work: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work().catch(() => undefined), new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}
