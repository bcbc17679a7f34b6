/**
 * The threads solvers run in, kept warm from one solve to the next. A solver is asked to stop by a flag
 * in shared memory. GLPK answers within milliseconds (`glpk.ts`), HiGHS where it next looks, which may be
 * seconds away; a thread that has not answered in time is ended, and another made in its place at once,
 * so that the next solve finds one loaded.
 */
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import type { SolveOrder, SolverMessage, SolverThreadData, ThreadSolver } from './solver-message.ts';
import type { SolverAnswer, SolverState } from './solver.ts';

/**
 * How long a solver may take to answer when somebody waits for its end. What HiGHS had found until then is
 * known; GLPK gives its solution only with its answer, and so has longer.
 */
const STOP_GRACE_MS: Readonly<Record<ThreadSolver, number>> = { glpk: 200, highs: 100 };

/** How long a result waits for a version: a solver that does not load takes no proof from the other. */
const VERSION_PATIENCE_MS = 5000;

export interface SolveListener {
  onIncumbent(values: Float64Array): void;
  onState(state: SolverState): void;
}

export interface RunningSolve {
  /** Never rejects: a thread that dies answers that it failed, one that had to be ended that it was stopped. */
  readonly answer: Promise<SolverAnswer>;
  /**
   * Asks the solver to stop; `answer` is there soon. Calling it again does nothing.
   * @param graceMs how long it may take to answer before its thread is ended
   */
  stop(graceMs?: number): void;
}

export interface SolverThreads {
  start(solver: ThreadSolver, task: Omit<SolveOrder, 'stop'>, listener: SolveListener): RunningSolve;
  /** Has a thread of this solver loaded, or loading, for a solve that may come. */
  prepare(solver: ThreadSolver): void;
  /** The version a solver gives of itself, once one of its threads has loaded it; '' if none could, or not in five seconds. */
  version(solver: ThreadSolver): Promise<string>;
  /** The same as far as it is known; '' before. */
  knownVersion(solver: ThreadSolver): string;
  close(): Promise<void>;
}

interface Solve {
  readonly order: SolveOrder;
  readonly listener: SolveListener;
  /** True once it has been asked to stop. */
  stopping: boolean;
  settle(answer: SolverAnswer): void;
}

interface Thread {
  readonly solver: ThreadSolver;
  readonly worker: Worker;
  readonly ready: Promise<string | null>;
  /** The solve it is at. */
  current: Solve | null;
  /** The solve that begins when the current one, asked to stop, has ended. */
  next: Solve | null;
}

const nothing = { values: null, bound: null, nodes: null } as const;
const died = (why: string): SolverAnswer => ({ claim: 'failed', says: `ended unexpectedly: ${why}`, ...nothing });
const STOPPED: SolverAnswer = { claim: 'cancelled', says: 'was stopped', ...nothing };

/** @param entryOf the file a solver's thread runs */
export function createSolverThreads(entryOf: (solver: ThreadSolver) => string = () => solverThreadEntry()): SolverThreads {
  const alive = new Set<Thread>();
  const versions: Partial<Record<ThreadSolver, string>> = {};

  const drop = (thread: Thread): Promise<unknown> => (alive.delete(thread) ? thread.worker.terminate() : Promise.resolve());

  const begin = (thread: Thread, solve: Solve): void => {
    thread.current = solve;
    thread.worker.ref();
    thread.worker.postMessage(solve.order);
  };

  /** Its solve is over, answered or not: the next one begins, in a new thread if this one is gone. */
  const leave = (thread: Thread, answer: SolverAnswer): void => {
    const { current, next } = thread;
    thread.current = null;
    thread.next = null;
    thread.worker.unref();
    if (next !== null) begin(alive.has(thread) ? thread : spawn(thread.solver), next);
    current?.settle(answer);
  };

  const spawn = (solver: ThreadSolver): Thread => {
    const worker = new Worker(entryOf(solver), { workerData: { solver } satisfies SolverThreadData });
    // A waiting thread keeps no program from ending.
    worker.unref();
    let told: (version: string | null) => void = () => undefined;
    const thread: Thread = { solver, worker, ready: new Promise((resolve) => (told = resolve)), current: null, next: null };
    const end = (why: string): void => {
      void drop(thread);
      told(null);
      leave(thread, died(why));
    };
    worker.on('message', (message: SolverMessage) => {
      switch (message.type) {
        case 'ready':
          versions[solver] = message.version;
          told(message.version);
          break;
        case 'incumbent':
          thread.current?.listener.onIncumbent(message.values);
          break;
        case 'state':
          thread.current?.listener.onState(message.state);
          break;
        case 'answer':
          leave(thread, message.answer);
          break;
        case 'crashed':
          end(message.message);
      }
    });
    worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => end(`its thread exited with code ${code}`));
    alive.add(thread);
    return thread;
  };

  const find = (solver: ThreadSolver, fits: (thread: Thread) => boolean): Thread | undefined =>
    [...alive].find((thread) => thread.solver === solver && fits(thread));
  const waiting = (solver: ThreadSolver): Thread | undefined => find(solver, ({ current }) => current === null);
  const windingDown =
    (solver: ThreadSolver): Thread | undefined => find(solver, ({ current, next }) => current?.stopping === true && next === null);

  return {
    start(solver, task, listener) {
      const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      let graceTimer: NodeJS.Timeout | undefined;
      let settle: (answer: SolverAnswer) => void = () => undefined;
      const answer = new Promise<SolverAnswer>((resolve) => (settle = resolve));
      const solve: Solve = {
        order: { ...task, stop },
        listener,
        stopping: false,
        settle(given) {
          clearTimeout(graceTimer);
          // Answered: there is nothing left to ask.
          solve.stopping = true;
          settle(given);
        },
      };
      const busy = waiting(solver) === undefined ? windingDown(solver) : undefined;
      if (busy === undefined) begin(waiting(solver) ?? spawn(solver), solve);
      else busy.next = solve;
      return {
        answer,
        stop(graceMs = STOP_GRACE_MS[solver]) {
          if (solve.stopping) return;
          solve.stopping = true;
          const queue = find(solver, ({ next }) => next === solve);
          if (queue !== undefined) {
            queue.next = null;
            solve.settle(STOPPED);
            return;
          }
          Atomics.store(new Int32Array(stop), 0, 1);
          graceTimer = setTimeout(() => {
            const thread = find(solver, ({ current }) => current === solve);
            if (thread === undefined) return;
            void drop(thread);
            if (thread.next === null && waiting(solver) === undefined) spawn(solver);
            leave(thread, STOPPED);
          }, graceMs);
        },
      };
    },
    prepare(solver) {
      if (find(solver, () => true) === undefined) spawn(solver);
    },
    knownVersion: (solver) => versions[solver] ?? '',
    async version(solver) {
      const known = versions[solver];
      if (known !== undefined) return known;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, VERSION_PATIENCE_MS, null)));
      try {
        for (const thread of alive) {
          const told = thread.solver === solver ? await Promise.race([thread.ready, late]) : null;
          if (told !== null) return told;
        }
        return '';
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      for (const thread of alive) {
        thread.next?.settle(STOPPED);
        thread.next = null;
      }
      await Promise.all([...alive].map(drop));
    },
  };
}

/** Sources start sources, a build starts its own build (electron.vite.config.ts names it). */
function solverThreadEntry(): string {
  const entry = import.meta.url.endsWith('.ts') ? './solver-thread.ts' : '../workers/solver-thread.js';
  return fileURLToPath(new URL(entry, import.meta.url));
}
