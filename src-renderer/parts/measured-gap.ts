import type { ProblemSummary } from '../../src-contract/session.ts';
import { gapLimits, relativeGap } from '../../src-science/exact/optimality-gap.ts';
import type { MeasuredGap } from '../../src-science/exact/optimality-gap.ts';

const NO_GAP: MeasuredGap = { gap: null };

/** The gap of a solution to its problem's reference, as runs carry it. */
export function measuredGapOf(
  objective: number, feasible: boolean, problem: Pick<ProblemSummary, 'sense' | 'reference'> | null,
): MeasuredGap {
  const reference = problem?.reference ?? null;
  if (!feasible || problem === null || reference === null) return NO_GAP;
  const gap = relativeGap(problem.sense, objective, reference.objective);
  if (reference.basis !== 'best-found') return { gap, gapBasis: reference.basis };
  const { low, high } = gapLimits(problem.sense, objective, reference.objective, reference.bound?.objective ?? null);
  return { gap, gapBasis: reference.basis, gapLow: low, gapHigh: high };
}
