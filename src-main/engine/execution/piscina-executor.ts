/**
 * Jobs on this machine: a piscina pool of warm workers of a fixed size. Program bytes and the cancel
 * flag are shared memory; everything a job says comes over its own port, in order, ending with its
 * outcome. A job that does not stop when asked is ended by aborting its piscina task, which replaces
 * the worker; a worker that dies takes only its own job with it.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import type { ClaimOutcome } from '../../../src-contract/claim.ts';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { ClaimTask, ProgramTask, WorkerMessage, WorkerSettings } from '../../../src-contract/worker-task.ts';
import { kernelsFolder, workerEntry } from '../entry-points.ts';
import type { ClaimJob, Executor, Job, RunningJob } from './executor.ts';
import { launchAssistance, shareWork } from './shared-work.ts';
import type { FlyingAssistance } from './shared-work.ts';

// Loaded with the first pool, not with the program: a window opens without it. (Not named `require`: see versions.ts.)
const packages = createRequire(import.meta.url);

/** How long a job may take to answer a cancel before its worker is replaced. */
const CANCEL_GRACE_MS = 2000;
/** A dead worker's port closes by itself; this only guards against waiting for ever. */
const PORT_CLOSE_GRACE_MS = 2000;

export interface PiscinaExecutorOptions {
  /** Number of workers; 0 means one per core. */
  readonly size: number;
  /** How many of them to start at once; by default all, so that they are warm. The others start when they are wanted. */
  readonly warm?: number;
  /** The worker's entry file; by default the one beside this program. */
  readonly workerFile?: string;
  /** Folder of the compiled kernels, null to work without them; by default the one beside this program. */
  readonly kernels?: string | null;
  /** Its jobs give way to a window, which is to stay smooth while they take every core. */
  readonly besideWindow?: boolean;
  /** Passed to the workers' Node; by default they inherit this process's. */
  readonly execArgv?: readonly string[];
}

export function createPiscinaExecutor(options: PiscinaExecutorOptions): Executor {
  const size = options.size === 0 ? availableParallelism() : options.size;
  const { Piscina: Pool } = packages('piscina') as { readonly Piscina: typeof Piscina };
  const pool = new Pool({
    filename: options.workerFile ?? workerEntry(),
    minThreads: Math.min(size, options.warm ?? size),
    maxThreads: size,
    idleTimeout: Number.POSITIVE_INFINITY,
    // Waiting workers stay in their event loop, so that closed ports are let go of at once.
    atomics: 'disabled',
    recordTiming: false,
    workerData: {
      kernels: options.kernels === undefined ? kernelsFolder() : options.kernels,
      besideWindow: options.besideWindow ?? false,
    } satisfies WorkerSettings,
    ...(options.execArgv === undefined ? {} : { execArgv: [...options.execArgv] }),
  });
  const running = new Set<Pick<Flight<Ending>, 'outcome' | 'abort' | 'fail'>>();
  // An idle worker that dies is replaced by the pool. One that dies before it is ready is not, since the
  // next would do the same: with none left, what waits for a worker would wait for ever.
  pool.on('error', (error: unknown) => {
    if (pool.threads.length === 0) for (const flight of running) flight.fail(error);
  });

  let closed = false;

  const start = <Outcome extends Ending>(
    job: Job | ClaimJob, onEvent: (event: JobEvent) => void, onStarted?: () => void,
  ): RunningJob<Outcome | Ended> => {
    if (closed) return { outcome: Promise.resolve(poolClosed), cancel: () => undefined };
    const flight = launch<Outcome>(pool, job, onEvent, onStarted);
    running.add(flight);
    void flight.outcome.then(() => running.delete(flight));
    return flight;
  };

  const assistants = new Set<FlyingAssistance>();

  return {
    size,
    assist(work) {
      if (closed) return { ended: Promise.resolve(), leave: () => undefined };
      const assistance = launchAssistance(pool, work);
      assistants.add(assistance);
      void assistance.ended.then(() => assistants.delete(assistance));
      return assistance;
    },
    start: (job, onEvent, onStarted) => start<JobOutcome>(job, onEvent, onStarted),
    startClaim: (job, onStarted) => start<ClaimOutcome>(job, () => undefined, onStarted),
    async close() {
      closed = true;
      const flights = [...running];
      const assisting = [...assistants];
      for (const flight of [...flights, ...assisting]) flight.abort();
      await Promise.all([...flights.map((flight) => flight.outcome), ...assisting.map(({ ended }) => ended)]);
      await pool.destroy();
    },
  };
}

type Ending = JobOutcome | ClaimOutcome;
/** How a job of either kind ends when its worker did not say. */
type Ended = Extract<ClaimOutcome, { status: 'failed' | 'cancelled' }>;

const poolClosed: Ended = {
  status: 'failed',
  error: { code: 'pool-closed', message: 'The pool of workers has been closed.', hint: 'Open the session again.' },
};

interface Flight<Outcome> extends RunningJob<Outcome | Ended> {
  /** Ends the job now, with its worker if it has one. */
  abort(): void;
  /** Ends the job as failed. */
  fail(error: unknown): void;
}

/** @typeParam Outcome what the worker ends this kind of job with */
function launch<Outcome extends Ending>(
  pool: Piscina, job: Job | ClaimJob, onEvent: (event: JobEvent) => void, onStarted: (() => void) | undefined,
): Flight<Outcome> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const cancelFlag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const abortion = new AbortController();
  let cancelled = false;
  let failure: Ended | null = null;
  let settled = false;
  let graceTimer: NodeJS.Timeout | undefined;
  let settle: (outcome: Outcome | Ended) => void;
  const outcome = new Promise<Outcome | Ended>((resolve) => {
    settle = (value) => {
      if (settled) return;
      settled = true;
      clearTimeout(graceTimer);
      // Whoever assists it stops too.
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      ours.close();
      resolve(value);
    };
  });

  const closed = new Promise<void>((resolve) => ours.once('close', () => resolve()));
  ours.on('message', (message: WorkerMessage<Outcome>) => {
    if (settled) return;
    switch (message.type) {
      case 'started':
        onStarted?.();
        break;
      case 'ended':
        settle(message.outcome);
        break;
      default:
        onEvent(message);
    }
  });

  const common = { jobId: job.id, cancelFlag, port: theirs };
  const shared = 'program' in job ? shareWork(job, cancelFlag, ours) : null;
  const task: ProgramTask<MessagePort> | ClaimTask<MessagePort> =
    'program' in job
      ? {
        ...common, spec: job.spec, programHash: job.program.hash, program: job.program.bytes, resumeFrom: job.resumeFrom,
        ...(job.flight === undefined ? {} : { flight: job.flight }), ...(job.attached === undefined ? {} : { attached: job.attached }),
        ...(shared === null ? {} : { share: shared.task.share }),
      }
      : { ...common, spec: job.spec };
  pool.run(task, { transferList: [theirs], signal: abortion.signal }).catch((error: unknown) => {
    // Aborted, or the worker died: what it had said is still in the port, and 'close' comes after it.
    const ending: Ended = failure ?? (cancelled ? { status: 'cancelled', result: null } : crashed(error));
    const finish = (): void => settle(ending);
    // The port of a dead worker may have closed before its death is known here.
    void closed.then(finish);
    clearTimeout(graceTimer);
    graceTimer = setTimeout(finish, PORT_CLOSE_GRACE_MS);
    // A task that never reached a worker leaves a port nobody will close.
    theirs.close();
  });

  return {
    outcome,
    ...(shared === null ? {} : { shared }),
    cancel() {
      if (cancelled || settled) return;
      cancelled = true;
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      graceTimer = setTimeout(() => abortion.abort(), CANCEL_GRACE_MS);
    },
    abort() {
      cancelled = true;
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      abortion.abort();
    },
    fail(error) {
      failure = crashed(error);
      abortion.abort();
    },
  };
}

function crashed(error: unknown): Ended {
  const message = error instanceof Error ? error.message : String(error);
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const outOfMemory = code === 'ERR_WORKER_OUT_OF_MEMORY';
  return {
    status: 'failed',
    error: {
      code: 'worker-crashed',
      message: outOfMemory
        ? 'The job ran out of memory and its worker was ended.'
        : `The worker of this job ended unexpectedly: ${message}`,
      hint: outOfMemory
        ? 'Record less often, keep fewer snapshots, or use a smaller program.'
        : 'The other runs go on, and this one can be started again; report it if it happens again.',
      ...(error instanceof Error && error.stack !== undefined ? { details: error.stack } : {}),
    },
  };
}
