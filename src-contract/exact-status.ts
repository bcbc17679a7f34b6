/** How an exact solve can end, and what each end says. */

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
