/**
 * The value gaps are measured against, and the gap. A reference is proven by an exact run of this
 * session, else published by the problem's source, else the best objective found so far, and says which.
 */
import type { Reference } from '../../../src-contract/session.ts';

/** What a reference needs to know of a run. */
export interface ReferenceCandidate {
  readonly id: number;
  /** An exact run with status optimal, to a gap of at most `PROVEN_GAP`. */
  readonly proven: boolean;
  /** In the user's sense. */
  readonly objective: number | null;
  readonly feasible: boolean | null;
}

/** A run that stopped at a larger relative gap has proved less than an optimum. */
export const PROVEN_GAP = 1e-6;

export function chooseReference(sense: 'min' | 'max', published: number | null, runs: Iterable<ReferenceCandidate>): Reference | null {
  let proven: Reference | null = null;
  let found: Reference | null = null;
  for (const run of runs) {
    if (run.objective === null || run.feasible !== true) continue;
    if (run.proven && isBetter(sense, run.objective, proven?.objective)) {
      proven = { objective: run.objective, basis: 'proven', runId: run.id };
    }
    if (isBetter(sense, run.objective, found?.objective)) found = { objective: run.objective, basis: 'best-found', runId: run.id };
  }
  if (proven !== null) return proven;
  if (published !== null) return { objective: published, basis: 'published', runId: null };
  return found;
}

function isBetter(sense: 'min' | 'max', objective: number, than: number | undefined): boolean {
  return than === undefined || (sense === 'min' ? objective < than : objective > than);
}

/** Signed, relative; positive is worse than the reference in the problem's sense. */
export function gapTo(reference: Reference | null, sense: 'min' | 'max', objective: number | null, feasible: boolean | null): number | null {
  if (reference === null || objective === null || feasible !== true) return null;
  const difference = sense === 'min' ? objective - reference.objective : reference.objective - objective;
  // + 0: equal objectives are a gap of 0, not of −0.
  return difference / Math.max(1e-9, Math.abs(reference.objective)) + 0;
}

export function sameReference(a: Reference | null, b: Reference | null): boolean {
  return a === b || (a !== null && b !== null && a.objective === b.objective && a.basis === b.basis && a.runId === b.runId);
}
