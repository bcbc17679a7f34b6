/** The science's decoded solution as the contract carries it. */
import type { DecodedSolution } from '../src-science/decoding/decoded-solution.ts';
import type { SolutionValue } from '../src-contract/job-event.ts';
import { ownedBytes } from './job-context.ts';

export function solutionValue(solution: DecodedSolution): SolutionValue {
  return {
    source: solution.decoder,
    x: ownedBytes(solution.x),
    objective: solution.objective,
    violation: solution.violation,
    feasible: solution.feasible,
    seconds: solution.seconds,
    ...(solution.rounding === undefined ? {} : { rounding: solution.rounding }),
  };
}
