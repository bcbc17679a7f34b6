/** What a contest of an exact solve is given besides its program: limits, when no proof can be believed, and enumeration. */
import { tightenRows, widestRow } from '../../src-science/exact/tighten-rows.ts';
import { quoted } from '../../src-science/program/problem-error.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { JobContext } from '../job-context.ts';
import type { ContestTask } from './contest.ts';
import { enumerationSolver } from './enumeration.ts';
import type { ThreadSolver } from './solver-message.ts';
import type { SolverAnswer, SolverTask } from './solver.ts';

/** The inverse of the solvers' tolerance on an integer, 10⁻⁶. */
const WIDEST_TRUSTED_ROW = 1e6;

/** The threads' solvers that a choice of solver sets to work. */
export function solversOf(solver: ThreadSolver | 'race'): readonly ThreadSolver[] {
  return solver === 'race' ? ['glpk', 'highs'] : [solver];
}

/** @param limits `timeLimitSeconds` counts from the beginning of the job */
export function contestTask(
  context: JobContext, program: Program, limits: Pick<ContestTask, 'timeLimitSeconds' | 'relativeGap' | 'start' | 'all'>,
): ContestTask {
  const enumerate = (): SolverAnswer => {
    const nothing = (): void => undefined;
    return enumerationSolver(() => context.now()).solve({
      ...enumerationTask(context, program, limits), relativeGap: 0, start: null, onIncumbent: nothing, onState: nothing,
    });
  };
  return { program, ...limits, doubt: once(() => doubtOfProofs(program)), enumerate };
}

/** What any enumeration is given: the program as it is, the time that is left, and when to stop. */
export function enumerationTask(
  context: JobContext, program: Program, { timeLimitSeconds }: Pick<ContestTask, 'timeLimitSeconds'>,
): Pick<SolverTask, 'program' | 'cost' | 'offset' | 'timeLimitSeconds' | 'tight' | 'cancelled'> {
  const left = timeLimitSeconds === null ? null : Math.max(0.001, timeLimitSeconds - context.elapsed());
  return { program, cost: program.objective, offset: 0, timeLimitSeconds: left, tight: false, cancelled: () => context.cancelled() };
}

/**
 * A floating-point solver takes 10⁻⁶ for 0. Where that, times the largest coefficient of a row, is more
 * than its smallest coefficient, it cannot tell solutions from what is none, and proves nothing.
 */
function doubtOfProofs(program: Program): string | null {
  const widest = widestRow(tightenRows(program).rows);
  if (widest === null || widest.largest / widest.smallest < WIDEST_TRUSTED_ROW) return null;
  return `the coefficients of row ${quoted(program.rowNames[widest.source] ?? '')} range from ${Number(widest.smallest.toPrecision(3))} to ${Number(widest.largest.toPrecision(3))}, farther than the solver's tolerances reach`;
}

/** Work done when it is first asked for, and then kept: the solvers are at work already by then. */
function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | null = null;
  return () => (done ??= { value: work() }).value;
}
