/**
 * What an exact solver is to the worker: it is given a program and told when to stop, and says what it
 * believes. Nothing here is an answer to the user yet: `verdict.ts` rechecks it first.
 */
import type { Program } from '../../src-science/program/program.ts';

export interface SolverTask {
  readonly program: Program;
  readonly timeLimitSeconds: number | null;
  readonly relativeGap: number;
  /** A 0/1 vector to start from, for solvers that take one. */
  readonly start: readonly number[] | null;
  /** Asks for tighter tolerances, after an answer that did not survive the recheck. */
  readonly tight: boolean;
  readonly cancelled: () => boolean;
  /** A vector the solver says is feasible and better than what it had, length d. */
  readonly onIncumbent: (values: ArrayLike<number>) => void;
  /** What the solver knows now; objectives in the user's sense, constant included. */
  readonly onState: (state: SolverState) => void;
}

export interface SolverState {
  /** Objective of the solver's best solution, where it was not given as a vector. */
  readonly incumbent: number | null;
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
  /** Proven bound in the user's sense, constant included; null where it gives none. */
  readonly bound: number | null;
  readonly nodes: number | null;
}

export interface ExactSolver {
  readonly label: string;
  readonly version: string;
  solve(task: SolverTask): SolverAnswer;
}

/** Translates between the user's objective and the minimized, scaled one a solver is given. */
export interface ObjectiveScale {
  /** `solver objective = factor · sign · (cᵀx)`, without the constant. */
  readonly sign: 1 | -1;
  readonly factor: number;
  readonly constant: number;
}

export function objectiveScale(program: Program, factor: number): ObjectiveScale {
  return { sign: program.sense === 'min' ? 1 : -1, factor, constant: program.objectiveConstant };
}

/** A solver's objective or bound in the user's sense; null unless finite. */
export function toUserObjective(scale: ObjectiveScale, value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const user = (scale.sign * value) / scale.factor + scale.constant;
  return user === 0 ? 0 : user;
}
