/** A solution of a run as 0/1 numbers: the best feasible one, its least violated one, or the one that was chosen. */
import { useMemo } from 'react';
import type { SolutionView } from '../../src-contract/session.ts';
import { useProblem, useRun, useSolutions } from '../api/queries.ts';

/** Stands for the best solution of a run, whichever it is. */
export const BEST = 'best';

/** Feasible before infeasible, then by objective in the problem's sense, then by violation. */
export function bestSolution(solutions: readonly SolutionView[], sense: 'min' | 'max'): SolutionView | null {
  const sign = sense === 'min' ? 1 : -1;
  const order = (a: SolutionView, b: SolutionView): number =>
    Number(b.feasible) - Number(a.feasible) || (a.feasible ? sign * (a.objective - b.objective) : a.violation - b.violation);
  return solutions.toSorted(order)[0] ?? null;
}

/** @param which `best`, or the place of the solution in the run's list; a place that the run does not have means the best */
export function chosenSolution(solutions: readonly SolutionView[], sense: 'min' | 'max', which: string): SolutionView | null {
  return (which === BEST ? undefined : solutions[Number(which)]) ?? bestSolution(solutions, sense);
}

export interface StartSolution {
  /** What can be chosen; empty while on its way. */
  readonly solutions: readonly SolutionView[];
  readonly chosen: SolutionView | null;
  /** Of the chosen one, length d. */
  readonly x: readonly number[] | null;
}

const NONE: readonly SolutionView[] = [];

export function useStartSolution(runId: number | null, which: string): StartSolution {
  const run = useRun(runId);
  const problem = useProblem(run?.problemId ?? null);
  const solutions = useSolutions(runId).data ?? NONE;
  return useMemo(() => {
    const chosen = chosenSolution(solutions, problem?.sense ?? 'min', which);
    return { solutions, chosen, x: chosen === null ? null : Array.from(chosen.x) };
  }, [solutions, problem?.sense, which]);
}
