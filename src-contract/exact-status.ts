/** How an exact solve can end, what each end says, and how its solution meets the rows. */

/**
 * `ball-…` are said of a Hamming ball (`ExactSpec.ball`), never of the program.
 * `…-within`: the solver ended, but what it cannot tell apart is more than two objectives may differ by, so that a
 * better vector may have been overlooked (`ExactResult.tolerance`).
 * `…-relaxed`: proven best of the vectors that meet every row within the feasibility tolerance that was asked for
 * (`ExactSpec.feasibilityTolerance`), and it does not meet them exactly.
 */
export const EXACT_STATUSES = [
  'optimal',
  'infeasible',
  'time-limit',
  'cancelled',
  'failed',
  'ball-optimal',
  'ball-empty',
  'optimal-within',
  'ball-optimal-within',
  'optimal-relaxed',
  'ball-optimal-relaxed',
] as const;
export type ExactStatus = (typeof EXACT_STATUSES)[number];

const STOPPED: readonly ExactStatus[] = ['time-limit', 'cancelled', 'failed'];

/** True where the search ended by itself: longer, it would have found nothing more. */
export function hasFinished(status: ExactStatus): boolean {
  return !STOPPED.includes(status);
}

/** True of a proof that no vector of the program is better. To an asked gap it is none, as small as the gap may be. */
export function isProvenOptimum({ status, gap }: { readonly status: ExactStatus; readonly gap: number | null }): boolean {
  return status === 'optimal' && (gap ?? 0) === 0;
}

/** What of a run says how its solution meets the rows. */
interface SolvedFacts {
  readonly kind: string;
  readonly feasible: boolean | null;
}

/** Its solution meets the rows only within the feasibility tolerance it was allowed: an exact run gives no other that violates any. */
export function metInTolerance(run: SolvedFacts): boolean {
  return run.kind === 'exact' && run.feasible === false;
}

/**
 * What a table says of a run's solution: `yes`, `no`, `in tolerance`; `not checked` where a solver has said a value and not
 * its vector; empty without a solution.
 */
export function feasibleWord(run: SolvedFacts & { readonly objective: number | null }): string {
  if (metInTolerance(run)) return 'in tolerance';
  if (run.feasible === null) return run.objective === null ? '' : 'not checked';
  return run.feasible ? 'yes' : 'no';
}
