/**
 * What an exact solver is to the worker: it is given a program and told when to stop, and says what it
 * believes. Nothing here is an answer to the user yet: `verdict.ts` rechecks it first.
 */
import type { Program } from '../../src-science/program/program.ts';

export interface SolverTask {
  /** Its rows and fixings; what is minimized is `cost`. */
  readonly program: Program;
  /** Length d, to be minimized (`src-science/exact/posed-objective.ts`). */
  readonly cost: Float64Array;
  /** A constant to add, for solvers whose tolerance is a share of the value. What is reported is without it. */
  readonly offset: number;
  readonly timeLimitSeconds: number | null;
  readonly relativeGap: number;
  /** A 0/1 vector to start from, for solvers that take one. */
  readonly start: readonly number[] | null;
  /** Asks for tighter tolerances, after an answer that did not survive the recheck. */
  readonly tight: boolean;
  readonly cancelled: () => boolean;
  /** A vector the solver says is feasible and better than what it had, length d. */
  readonly onIncumbent: (values: ArrayLike<number>) => void;
  /** What the solver knows now. */
  readonly onState: (state: SolverState) => void;
}

export interface SolverState {
  /** costᵀx of the solver's best solution, where it was not given as a vector. */
  readonly incumbent: number | null;
  /** On costᵀx. */
  readonly bound: number | null;
  readonly nodes: number;
  /** Share of the work done, where the solver can tell. */
  readonly fraction: number | null;
}

export interface SolverAnswer {
  readonly claim: 'optimal' | 'infeasible' | 'time-limit' | 'cancelled' | 'failed';
  /** A clause in the user's language: what the solver said, without its name. */
  readonly says: string;
  /** Its best solution, length d, if it has one. */
  readonly values: ArrayLike<number> | null;
  /** Proven bound on costᵀx; null where it gives none. */
  readonly bound: number | null;
  readonly nodes: number | null;
}

export interface ExactSolver {
  readonly label: string;
  readonly version: string;
  solve(task: SolverTask): SolverAnswer;
}
