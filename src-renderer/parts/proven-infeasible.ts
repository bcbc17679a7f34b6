/** Problems that an exact run of the session has proven to have no feasible vector. Pure. */
import type { RunSummary } from '../../src-contract/session.ts';

/** @returns by problem, the first run that proved it */
export function provenInfeasible(
  runs: readonly Pick<RunSummary, 'id' | 'problemId' | 'exactStatus' | 'status'>[],
): ReadonlyMap<number, number> {
  const proofs = new Map<number, number>();
  for (const { id, problemId, exactStatus, status } of runs) {
    if (exactStatus === 'infeasible' && status === 'done' && !proofs.has(problemId)) proofs.set(problemId, id);
  }
  return proofs;
}
