/** The best feasible solution of a run as 0/1 numbers, or its least violated one. */
import { useMemo } from 'react';
import type { SolutionView } from '../../src-contract/session.ts';
import { useProblem, useRun, useSolutions } from '../api/queries.ts';

/** Feasible before infeasible, then by objective in the problem's sense, then by violation. */
export function bestSolution(solutions: readonly SolutionView[], sense: 'min' | 'max'): SolutionView | null {
  const sign = sense === 'min' ? 1 : -1;
  const order = (a: SolutionView, b: SolutionView): number => Number(b.feasible) - Number(a.feasible) || (a.feasible ? sign * (a.objective - b.objective) : a.violation - b.violation);
  return solutions.toSorted(order)[0] ?? null;
}

export function useStartSolution(runId: number | null): readonly number[] | null {
  const run = useRun(runId);
  const problem = useProblem(run?.problemId ?? null);
  const solutions = useSolutions(runId).data;
  return useMemo(() => {
    const best = bestSolution(solutions ?? [], problem?.sense ?? 'min');
    return best === null ? null : Array.from(best.x);
  }, [solutions, problem?.sense]);
}
