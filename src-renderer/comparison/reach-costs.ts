/** What it costs a run to come within the target, by its record where it has one, else by its end. Pure. */
import { relativeGap } from '../../src-science/exact/optimality-gap.ts';
import { reaches } from '../../src-science/statistics/comparison.ts';
import type { ComparedRuns, Improvements } from './compared-runs.ts';
import type { Budget } from './picture.ts';

/** Clocks tell no times below this, s: such costs count as equal. */
const LEAST_SECONDS = 1e-4;

/**
 * By run, the seconds or iterations until its gap is at most the target; ∞ where it never is.
 * @param budget `simplex`: iterations over the number of variables and one, as Moré and Wild count
 */
export function reachCosts(
  { runs, outcomes, problems }: ComparedRuns, target: number, budget: Budget, improvements: ReadonlyMap<number, Improvements> | null,
): Float64Array {
  return Float64Array.from(runs, (run, k) => {
    const outcome = outcomes[k];
    const problem = outcome === undefined ? undefined : problems[outcome.problem];
    if (outcome === undefined || problem === undefined) return Infinity;
    const record = improvements?.get(run.id);
    let cost = reaches(outcome, target) ? ((budget === 'seconds' ? run.seconds : run.iterations) ?? Infinity) : Infinity;
    const reference = problem.reference?.objective;
    if (record !== undefined && reference !== undefined) {
      for (let point = 0; point < record.objective.length; point++) {
        if (!(relativeGap(problem.sense, record.objective[point] ?? Number.NaN, reference) <= target)) continue;
        const at = (budget === 'seconds' ? record.seconds[point] : record.iteration[point]) ?? Number.NaN;
        if (at < cost) cost = at;
        break;
      }
    }
    return budget === 'seconds' ? Math.max(LEAST_SECONDS, cost) : budget === 'simplex' ? cost / (problem.variables + 1) : cost;
  });
}
