/**
 * The value gaps are measured against, where it is from, and the gap. A reference is an optimum proven by
 * an exact run of this session, or the best solution found where the certified bound of a descent proves it, else
 * one that was typed in, else one that came with the problem's file, else the best objective found so far, which
 * proves nothing. What was stated is not used where something found or proven here contradicts it, and a sentence
 * says so.
 */
import type { ExactResult } from '../../../src-contract/job-event.ts';
import type { Reference } from '../../../src-contract/session.ts';
import { gapLimits, relativeGap } from '../../../src-science/exact/optimality-gap.ts';
import type { Sense } from '../../../src-science/exact/optimality-gap.ts';

/** What a reference needs to know of a run. */
export interface ReferenceCandidate {
  readonly id: number;
  /** How it is called: its solver, scheme or decoder. */
  readonly method: string;
  /** An exact run that proved its optimum. */
  readonly proven: boolean;
  /** In the user's sense. */
  readonly objective: number | null;
  readonly feasible: boolean | null;
  /** Proven by an exact run of the whole program, ended or not, or by a descent's multipliers; null without one. */
  readonly bound: number | null;
  /** Whether the bound is one of multipliers, rounded outward in our own arithmetic, and not a solver's word. */
  readonly certified: boolean;
}

/** Optima that nobody proved here. */
export interface StatedOptima {
  readonly typed: number | null;
  readonly file: number | null;
}

export interface ReferenceChoice {
  readonly reference: Reference | null;
  /** What was said of the optimum and is not so, one sentence each, or null. */
  readonly note: string | null;
}

/**
 * Whether the bound of an exact run that ended so holds for the program. One that failed was contradicted;
 * one that is optimal within a tolerance has its bound the tolerance away, and wider rows can only bound lower.
 */
export function boundHolds(status: ExactResult['status']): boolean {
  return status === 'optimal' ||
    status === 'optimal-within' || status === 'optimal-relaxed' || status === 'time-limit' || status === 'cancelled';
}

/** Two sums of the same terms may differ by this, relative; a proof and what contradicts it by no more. */
const SAME_SUM = 1e-12;
/** Objectives that agree to this are one: they were added up in another order. */
const ROUNDING = 1e-9;

export function chooseReference(sense: Sense, stated: StatedOptima, runs: Iterable<ReferenceCandidate>): ReferenceChoice {
  const better = (a: number, b: number): boolean => (sense === 'min' ? a < b : a > b);
  const clearlyBetter = (a: number, b: number, tolerance: number): boolean =>
    better(a, b) && Math.abs(a - b) > tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  const isSame = (a: number, b: number): boolean => !clearlyBetter(a, b, SAME_SUM) && !clearlyBetter(b, a, SAME_SUM);
  type Found = ReferenceCandidate & { readonly objective: number };
  let proof: Found | null = null;
  let found: Found | null = null;
  type Bound = NonNullable<Reference['bound']>;
  let bound: Bound | null = null;
  let certified: Bound | null = null;
  for (const run of runs) {
    if (run.bound !== null) {
      const here = { objective: run.bound, runId: run.id, method: run.method };
      if (bound === null || better(bound.objective, run.bound)) bound = here;
      if (run.certified && (certified === null || better(certified.objective, run.bound))) certified = here;
    }
    if (run.objective === null || run.feasible !== true) continue;
    const candidate = { ...run, objective: run.objective };
    if (run.proven && (proof === null || better(run.objective, proof.objective))) proof = candidate;
    if (found === null || better(run.objective, found.objective)) found = candidate;
  }
  const notes: string[] = [];
  if (proof !== null && found !== null && clearlyBetter(found.objective, proof.objective, SAME_SUM)) {
    notes.push(
      `R${called(proof).slice(1)} says that ${String(proof.objective)} is optimal, but ${called(found)} found ${String(found.objective)}, which is better: nothing counts as proven.`,
    );
    proof = null;
    bound = null;
  }
  // A bound beyond a solution that is there was no bound.
  if (bound !== null && found !== null && clearlyBetter(found.objective, bound.objective, ROUNDING)) bound = null;
  // A solution that a certified bound leaves no room beyond is optimal, whoever found it.
  let closing: Bound | null = null;
  if (proof === null && notes.length === 0 && found !== null && certified !== null && isSame(found.objective, certified.objective)) {
    proof = found;
    closing = certified;
  }

  const contradiction = (optimum: number): string | null => {
    if (found !== null && clearlyBetter(found.objective, optimum, ROUNDING)) {
      return `${called(found)} found ${String(found.objective)}, which is better`;
    }
    if (proof !== null && clearlyBetter(optimum, proof.objective, SAME_SUM)) {
      return `${called(proof)} proved that the optimum is ${String(proof.objective)}`;
    }
    if (bound !== null && clearlyBetter(optimum, bound.objective, ROUNDING)) {
      return `run ${bound.runId} (${bound.method}) proved that no solution is better than ${String(bound.objective)}`;
    }
    return null;
  };
  const usable = (optimum: number | null, words: string): boolean => {
    const against = optimum === null ? null : contradiction(optimum);
    if (against !== null) notes.push(`The optimum ${String(optimum)} ${words} is not used: ${against}.`);
    return optimum !== null && against === null;
  };
  const typed = usable(stated.typed, 'that was typed in');
  const file = usable(stated.file, 'that came with the file');
  const note = notes.length === 0 ? null : notes.join(' ');
  if (proof !== null) {
    return { reference: { objective: proof.objective, basis: 'proven', runId: proof.id, method: proof.method, bound: closing }, note };
  }
  if (typed && stated.typed !== null) {
    return { reference: { objective: stated.typed, basis: 'typed', runId: null, method: null, bound }, note };
  }
  if (file && stated.file !== null) {
    return { reference: { objective: stated.file, basis: 'published', runId: null, method: null, bound }, note };
  }
  return {
    reference: found === null ? null : { objective: found.objective, basis: 'best-found', runId: found.id, method: found.method, bound },
    note,
  };
}

function called({ id, method }: ReferenceCandidate): string {
  return `run ${id} (${method})`;
}

/** A gap as a run carries it. */
export interface RunGap {
  /** Signed, relative; positive is worse than the reference in the problem's sense. */
  readonly gap: number | null;
  readonly gapBasis: Reference['basis'] | null;
  /** Proven limits of the gap to the optimum: both the gap where the optimum is proven; null where it was stated only. */
  readonly gapLow: number | null;
  readonly gapHigh: number | null;
}

const NO_GAP: RunGap = { gap: null, gapBasis: null, gapLow: null, gapHigh: null };

/** Only a feasible solution has a gap. */
export function gapTo(reference: Reference | null, sense: Sense, objective: number | null, feasible: boolean | null): RunGap {
  if (reference === null || objective === null || feasible !== true) return NO_GAP;
  const gap = relativeGap(sense, objective, reference.objective);
  if (reference.basis === 'proven') return { gap, gapBasis: reference.basis, gapLow: gap, gapHigh: gap };
  if (reference.basis !== 'best-found') return { gap, gapBasis: reference.basis, gapLow: null, gapHigh: null };
  const { low, high } = gapLimits(sense, objective, reference.objective, reference.bound?.objective ?? null);
  return { gap, gapBasis: reference.basis, gapLow: low, gapHigh: high };
}

export function sameChoice(a: ReferenceChoice, b: ReferenceChoice): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
