/**
 * The queue in front of an executor: which job runs next. Jobs are submitted in groups (a batch of
 * seeds, a study, a single run) and groups take turns, so that one run started after a batch of a
 * thousand does not wait for all of them; inside a group jobs run in the order they came. A job whose
 * program is so large that it and the running ones may need more memory than there is waits for them. It
 * knows nothing of sessions or of what jobs compute.
 */
import type { ClaimOutcome } from '../../../src-contract/claim.ts';
import type { PoolState } from '../../../src-contract/ipc.ts';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { ClaimJob, Executor, Job, OnStarted, RunningJob } from './executor.ts';
import { jobMemory, memoryForJobs } from './job-memory.ts';

interface Submission {
  readonly job: Job;
  /** Jobs of one group share one place in the round of turns; by default a job is a group of its own. */
  readonly group?: string;
  readonly onEvent: (event: JobEvent) => void;
  readonly onStarted?: OnStarted;
}

interface ClaimSubmission {
  readonly job: ClaimJob;
  readonly group?: string;
  readonly onStarted?: () => void;
}

export interface Scheduler {
  /** Queues a job. Cancelling it while it waits ends it without a result. */
  submit(submission: Submission): RunningJob;
  /** The same for a claim's job. */
  submitClaim(submission: ClaimSubmission): RunningJob<ClaimOutcome>;
  /** While paused no waiting job starts; running ones go on. */
  pause(paused: boolean): void;
  /** The same for the jobs of one group. */
  hold(group: string, held: boolean): void;
  state(): PoolState;
  /** Cancels everything, waiting and running; resolves when all have ended. */
  cancelAll(): Promise<void>;
  /** Resolves once nothing is queued or running. */
  idle(): Promise<void>;
  /** Lets go of the executor; call when nothing will be submitted any more. */
  release(): void;
}

/** A job in the queue, whatever its outcome is. */
interface Entry {
  /** Bytes of memory it may need. */
  readonly memory: number;
  /** Hands the job to the executor; `onEnd` is called once its outcome is known. */
  readonly begin: (onEnd: () => void) => void;
  /** Ends the job while it waits. */
  readonly dismiss: () => void;
  readonly ended: Promise<unknown>;
  running: { cancel(): void } | null;
}

/** What both kinds of job come to when they are cancelled while they wait. */
const DISMISSED = { status: 'cancelled', result: null } as const;

/** @param memory bytes that running jobs may need together; one that needs more alone runs alone */
export function createScheduler(
  executor: Executor, onChange: (state: PoolState) => void = () => undefined, memory = executor.memory ?? memoryForJobs(),
): Scheduler {
  /** Waiting entries by group; the order of the keys is the order of turns. Sets, since any entry of many may be the next to go. */
  const waiting = new Map<string, Set<Entry>>();
  let queued = 0;
  const running = new Set<Entry>();
  let paused = false;
  const held = new Set<string>();
  let idleWaiters: (() => void)[] = [];

  const state = (): PoolState => ({ size: executor.size, running: running.size, queued, paused });
  const leave = (entries: Set<Entry>, entry: Entry): void => {
    if (entries.delete(entry)) queued--;
  };

  const fits = (entry: Entry): boolean => running.size === 0 || [...running].reduce((sum, one) => sum + one.memory, entry.memory) <= memory;

  /** The entry whose turn it is, if it may go; a large one is not overtaken, or small ones would keep it waiting for ever. */
  const next = (): Entry | undefined => {
    for (const [group, entries] of waiting) {
      if (held.has(group)) continue;
      const [entry] = entries;
      if (entry !== undefined && !fits(entry)) return undefined;
      if (entry !== undefined) leave(entries, entry);
      // The group goes to the end of the round, or leaves it.
      waiting.delete(group);
      if (entries.size > 0) waiting.set(group, entries);
      if (entry !== undefined) return entry;
    }
    return undefined;
  };

  const launch = (entry: Entry): void => {
    running.add(entry);
    entry.begin(() => {
      running.delete(entry);
      fill();
      changed();
    });
  };

  const fill = (): void => {
    while (!paused && running.size < executor.size) {
      const entry = next();
      if (entry === undefined) break;
      launch(entry);
    }
  };

  const changed = (): void => {
    onChange(state());
    if (running.size === 0 && waiting.size === 0) {
      const waiters = idleWaiters;
      idleWaiters = [];
      for (const resolve of waiters) resolve();
    }
  };

  const cancel = (entry: Entry, group: string): void => {
    if (entry.running !== null) {
      entry.running.cancel();
      return;
    }
    const entries = waiting.get(group);
    if (entries === undefined || !entries.has(entry)) return;
    leave(entries, entry);
    if (entries.size === 0) waiting.delete(group);
    entry.dismiss();
    changed();
  };

  const enqueue = <Outcome>(
    group: string, memoryNeeded: number, start: () => RunningJob<Outcome | typeof DISMISSED>,
  ): RunningJob<Outcome | typeof DISMISSED> => {
    let settle: (outcome: Outcome | typeof DISMISSED) => void = () => undefined;
    const outcome = new Promise<Outcome | typeof DISMISSED>((resolve) => (settle = resolve));
    const entry: Entry = {
      memory: memoryNeeded,
      begin(onEnd) {
        const job = start();
        entry.running = job;
        void job.outcome.then((found) => {
          settle(found);
          onEnd();
        });
      },
      dismiss: () => settle(DISMISSED),
      ended: outcome,
      running: null,
    };
    const entries = waiting.get(group);
    if (entries === undefined) waiting.set(group, new Set([entry]));
    else entries.add(entry);
    queued++;
    fill();
    changed();
    return { outcome, cancel: () => cancel(entry, group) };
  };

  const stopListening = executor.onResized?.(() => {
    fill();
    changed();
  });

  return {
    submit: ({ job, group, onEvent, onStarted }) =>
      enqueue<JobOutcome>(group ?? `job ${job.id}`, jobMemory(job), () => executor.start(job, onEvent, onStarted)),
    submitClaim: ({ job, group, onStarted }) =>
      enqueue<ClaimOutcome>(group ?? `job ${job.id}`, 0, () => executor.startClaim(job, onStarted)),
    pause(value) {
      if (paused === value) return;
      paused = value;
      fill();
      changed();
    },
    hold(group, isHeld) {
      if (held.has(group) === isHeld) return;
      if (isHeld) held.add(group);
      else held.delete(group);
      fill();
      changed();
    },
    state,
    async cancelAll() {
      const waitingNow = [...waiting].flatMap(([group, entries]) => [...entries].map((entry) => ({ entry, group })));
      const runningNow = [...running];
      for (const { entry, group } of waitingNow) cancel(entry, group);
      for (const entry of runningNow) entry.running?.cancel();
      await Promise.all(runningNow.map((entry) => entry.ended));
    },
    idle() {
      if (running.size === 0 && waiting.size === 0) return Promise.resolve();
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
    release: () => stopListening?.(),
  };
}
