/**
 * What is said between a worker and the thread one of its solvers runs in (`solver-threads.ts`). Both
 * solvers are synchronous calls that keep their thread busy, so the worker stays outside, free to listen
 * to the other solver, to a cancel and to the clock.
 */
import type { SolverAnswer, SolverState, SolverTask } from './solver.ts';

/** Solvers that run in a thread of their own. */
export type ThreadSolver = 'glpk' | 'highs';

/** What a thread is started with. */
export interface SolverThreadData {
  readonly solver: ThreadSolver;
}

/** Starts a solve; a thread has at most one. */
export interface SolveOrder extends Pick<SolverTask, 'program'
  | 'cost' | 'offset' | 'timeLimitSeconds' | 'relativeGap' | 'start' | 'tight'> {
  /** One Int32; non-zero asks the solver to stop. */
  readonly stop: SharedArrayBuffer;
}

/** From the thread; `answer` or `crashed` is its last word on a solve. */
export type SolverMessage =
  | { readonly type: 'ready'; readonly version: string }
  | { readonly type: 'incumbent'; readonly values: Float64Array }
  | { readonly type: 'state'; readonly state: SolverState }
  | { readonly type: 'answer'; readonly answer: SolverAnswer }
  | { readonly type: 'crashed'; readonly message: string };
