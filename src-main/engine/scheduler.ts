/**
 * The queue in front of an executor: which job runs next. Jobs are submitted in groups (a batch of
 * seeds, a study, a single run) and groups take turns, so that one run started after a batch of a
 * thousand does not wait for all of them; inside a group jobs run in the order they came. It knows
 * nothing of sessions or of what jobs compute.
 */
import type { PoolState } from '../../src-contract/ipc.ts';
import type { JobEvent, JobOutcome } from '../../src-contract/job-event.ts';
import type { Executor, Job, RunningJob } from './executor.ts';

interface Submission {
  readonly job: Job;
  /** Jobs of one group share one place in the round of turns; by default a job is a group of its own. */
  readonly group?: string;
  readonly onEvent: (event: JobEvent) => void;
  /** Called when a worker has taken the job up. */
  readonly onStarted?: () => void;
}

export interface Scheduler {
  /** Queues a job. Cancelling it while it waits ends it without a result. */
  submit(submission: Submission): RunningJob;
  /** While paused no waiting job starts; running ones go on. */
  pause(paused: boolean): void;
  state(): PoolState;
  /** Cancels everything, waiting and running; resolves when all have ended. */
  cancelAll(): Promise<void>;
  /** Resolves once nothing is queued or running. */
  idle(): Promise<void>;
}

interface Entry {
  readonly submission: Submission;
  readonly settle: (outcome: JobOutcome) => void;
  readonly outcome: Promise<JobOutcome>;
  running: RunningJob | null;
}

export function createScheduler(executor: Executor, onChange: (state: PoolState) => void = () => undefined): Scheduler {
  /** Waiting entries by group; the order of the keys is the order of turns. */
  const waiting = new Map<string, Entry[]>();
  const running = new Set<Entry>();
  let paused = false;
  let idleWaiters: (() => void)[] = [];

  const queued = (): number => {
    let count = 0;
    for (const entries of waiting.values()) count += entries.length;
    return count;
  };
  const state = (): PoolState => ({ size: executor.size, running: running.size, queued: queued(), paused });

  const next = (): Entry | undefined => {
    for (const [group, entries] of waiting) {
      const entry = entries.shift();
      // The group goes to the end of the round, or leaves it.
      waiting.delete(group);
      if (entries.length > 0) waiting.set(group, entries);
      if (entry !== undefined) return entry;
    }
    return undefined;
  };

  const launch = (entry: Entry): void => {
    running.add(entry);
    const { job, onEvent, onStarted } = entry.submission;
    entry.running = executor.start(job, onEvent, onStarted);
    void entry.running.outcome.then((outcome) => {
      running.delete(entry);
      entry.settle(outcome);
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
    const place = entries?.indexOf(entry) ?? -1;
    if (entries === undefined || place < 0) return;
    entries.splice(place, 1);
    if (entries.length === 0) waiting.delete(group);
    entry.settle({ status: 'cancelled', result: null });
    changed();
  };

  return {
    submit(submission) {
      const group = submission.group ?? `job ${submission.job.id}`;
      let settle: (outcome: JobOutcome) => void = () => undefined;
      const outcome = new Promise<JobOutcome>((resolve) => (settle = resolve));
      const entry: Entry = { submission, settle, outcome, running: null };
      const entries = waiting.get(group);
      if (entries === undefined) waiting.set(group, [entry]);
      else entries.push(entry);
      fill();
      changed();
      return { outcome, cancel: () => cancel(entry, group) };
    },
    pause(value) {
      if (paused === value) return;
      paused = value;
      fill();
      changed();
    },
    state,
    async cancelAll() {
      const waitingNow = [...waiting].flatMap(([group, entries]) => entries.map((entry) => ({ entry, group })));
      const runningNow = [...running];
      for (const { entry, group } of waitingNow) cancel(entry, group);
      for (const entry of runningNow) entry.running?.cancel();
      await Promise.all(runningNow.map((entry) => entry.outcome));
    },
    idle() {
      if (running.size === 0 && waiting.size === 0) return Promise.resolve();
      return new Promise((resolve) => idleWaiters.push(resolve));
    },
  };
}
