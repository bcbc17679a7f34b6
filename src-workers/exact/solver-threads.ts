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
/** Threads of one solver that are kept waiting: one for the next solve, one for a solve that comes while another winds down. */
const MOST_WAITING = 2;

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
  /** The version a solver gives of itself, once one of its threads has loaded it; '' if none could. */
  version(solver: ThreadSolver): Promise<string>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly ready: Promise<string | null>;
  /** The solve it is at. */
  current: { readonly listener: SolveListener; settle(answer: SolverAnswer): void } | null;
}

const nothing = { values: null, bound: null, nodes: null } as const;
const died = (why: string): SolverAnswer => ({ claim: 'failed', says: `ended unexpectedly: ${why}`, ...nothing });
const STOPPED: SolverAnswer = { claim: 'cancelled', says: 'was stopped', ...nothing };

/** @param entryOf the file a solver's thread runs */
export function createSolverThreads(entryOf: (solver: ThreadSolver) => string = () => solverThreadEntry()): SolverThreads {
  const alive = new Map<Thread, ThreadSolver>();
  const waiting: Record<ThreadSolver, Thread[]> = { glpk: [], highs: [] };
  const versions: Partial<Record<ThreadSolver, string>> = {};

  const drop = (thread: Thread): Promise<unknown> => {
    const solver = alive.get(thread);
    if (solver === undefined) return Promise.resolve();
    alive.delete(thread);
    waiting[solver] = waiting[solver].filter((other) => other !== thread);
    return thread.worker.terminate();
  };

  const spawn = (solver: ThreadSolver): Thread => {
    const worker = new Worker(entryOf(solver), { workerData: { solver } satisfies SolverThreadData });
    // A waiting thread keeps no program from ending.
    worker.unref();
    let told: (version: string | null) => void = () => undefined;
    const thread: Thread = { worker, ready: new Promise((resolve) => (told = resolve)), current: null };
    const end = (why: string): void => {
      void drop(thread);
      told(null);
      thread.current?.settle(died(why));
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
          thread.current?.settle(message.answer);
          break;
        case 'crashed':
          end(message.message);
      }
    });
    worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => end(`its thread exited with code ${code}`));
    alive.set(thread, solver);
    return thread;
  };

  return {
    start(solver, task, listener) {
      const thread = waiting[solver].pop() ?? spawn(solver);
      const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
      let graceTimer: NodeJS.Timeout | undefined;
      // Asked or answered: there is nothing left to ask.
      let settled = false;
      const answer = new Promise<SolverAnswer>((resolve) => {
        thread.current = {
          listener,
          settle(given) {
            clearTimeout(graceTimer);
            settled = true;
            thread.current = null;
            if (alive.has(thread)) {
              thread.worker.unref();
              if (waiting[solver].length < MOST_WAITING) waiting[solver].push(thread);
              else void drop(thread);
            }
            resolve(given);
          },
        };
      });
      thread.worker.ref();
      thread.worker.postMessage({ ...task, stop } satisfies SolveOrder);
      return {
        answer,
        stop(graceMs = STOP_GRACE_MS[solver]) {
          if (settled) return;
          settled = true;
          Atomics.store(new Int32Array(stop), 0, 1);
          graceTimer = setTimeout(() => {
            const { current } = thread;
            void drop(thread);
            if (waiting[solver].length === 0) waiting[solver].push(spawn(solver));
            current?.settle(STOPPED);
          }, graceMs);
        },
      };
    },
    async version(solver) {
      const known = versions[solver];
      if (known !== undefined) return known;
      for (const [thread, of] of alive) {
        const told = of === solver ? await thread.ready : null;
        if (told !== null) return told;
      }
      return '';
    },
    async close() {
      await Promise.all([...alive.keys()].map(drop));
    },
  };
}

/** Sources start sources, a build starts its own build (electron.vite.config.ts names it). */
function solverThreadEntry(): string {
  const entry = import.meta.url.endsWith('.ts') ? './solver-thread.ts' : '../workers/solver-thread.js';
  return fileURLToPath(new URL(entry, import.meta.url));
}
