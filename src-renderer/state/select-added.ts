/**
 * Selects a problem that was just added. It enters the list first, which is told of it only later: a
 * selection of what is not in the list does not last.
 */
import type { ProblemSummary } from '../../src-contract/session.ts';
import { queryClient } from '../api/query-client.ts';
import { problemsQuery } from '../api/queries.ts';
import { useSelection } from './selection.ts';

export function selectAdded(problem: ProblemSummary): void {
  queryClient.setQueryData(problemsQuery.queryKey, (list) => (list === undefined ? undefined : withProblem(list, problem)));
  useSelection.getState().selectProblem(problem.id);
}

/** The list with the problem as it is now, at its place or at the end. */
function withProblem(list: readonly ProblemSummary[], problem: ProblemSummary): ProblemSummary[] {
  return list.some(({ id }) => id === problem.id) ? list.map((each) => (each.id === problem.id ? problem : each)) : [...list, problem];
}
