/**
 * The gap of a solution to a reference value, and what it says of the gap to the optimum where the
 * reference is only the best solution found: the optimum then lies somewhere between a proven bound, if
 * there is one, and that solution. Pure.
 */

export type Sense = 'min' | 'max';

/** Below this size a reference is taken as this size, so that an optimum of 0 is not divided by. */
const LEAST_SIZE = 1e-9;

/** Signed, relative to the reference; positive is worse in the sense. Equal objectives are a gap of 0, not of −0. */
export function relativeGap(sense: Sense, objective: number, reference: number): number {
  const difference = sense === 'min' ? objective - reference : reference - objective;
  return difference / Math.max(LEAST_SIZE, Math.abs(reference)) + 0;
}

export interface GapLimits {
  /** The gap to the optimum is at least this. */
  readonly low: number;
  /** And at most this; null where nothing proven limits it. */
  readonly high: number | null;
}

/**
 * Limits of the relative gap to an optimum that lies between `bound` and `best`. The gap (z − z*) / |z*| is
 * monotone in z* on either side of 0, so that its extremes are at the ends of that interval; it has no limit
 * where 0 is inside, and tends to 1 where z* is unbounded.
 * @param objective of a feasible solution, no better than `best`
 * @param best objective of the best feasible solution
 * @param bound proven: no solution is better; null without one
 */
export function gapLimits(sense: Sense, objective: number, best: number, bound: number | null): GapLimits {
  const toBest = relativeGap(sense, objective, best);
  if (bound === null) return { low: Math.min(toBest, 1), high: null };
  const toBound = relativeGap(sense, objective, bound);
  const roundZero = Math.min(bound, best) < LEAST_SIZE && Math.max(bound, best) > -LEAST_SIZE;
  return { low: Math.min(toBest, toBound), high: roundZero ? null : Math.max(toBest, toBound) };
}

/** A gap and its limits, as a run carries them. */
export interface MeasuredGap {
  readonly gap: number | null;
  readonly gapBasis?: string | null;
  readonly gapLow?: number | null;
  readonly gapHigh?: number | null;
}

/**
 * What may be said of the gap to the optimum. `gap`: it is this. `at-least`, `at-most`, `between`: proven
 * limits of it. `best-found`: nothing but the distance from the best found, which bounds the gap to an
 * optimum of another sign neither way.
 */
export type GapStatement =
  | { readonly kind: 'gap' | 'at-least' | 'best-found'; readonly gap: number }
  | { readonly kind: 'at-most'; readonly high: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number };

export function gapStatement({ gap, gapBasis, gapLow, gapHigh }: MeasuredGap): GapStatement | null {
  if (gap === null) return null;
  if (gapBasis !== 'best-found') return { kind: 'gap', gap };
  const low = gapLow ?? gap;
  if (gapHigh === null || gapHigh === undefined) return { kind: low < gap ? 'best-found' : 'at-least', gap };
  if (gapHigh <= low) return { kind: 'gap', gap: low };
  return low <= 0 ? { kind: 'at-most', high: gapHigh } : { kind: 'between', low, high: gapHigh };
}
