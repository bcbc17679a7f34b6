/** How many variables of a problem are not fixed: what enumeration goes over. */
import type { ProblemSummary } from '../../src-contract/session.ts';
import { useProblemFacts } from './queries.ts';

/** All of its variables while its facts are on their way. */
export function useFreeVariables(problem: Pick<ProblemSummary, 'id' | 'variables'>): number {
  const { data } = useProblemFacts(problem.id);
  return problem.variables - (data?.fixedVariables ?? 0);
}
