/**
 * Reading an exact solve off at a time: what its incumbent and its bound were after 10, 100, 1000 seconds,
 * from the log of one solve instead of from three solves with three limits (GWL25's tables). A solve that
 * ended before says its end if it ended by itself, and nothing if it was stopped: longer, it might have
 * found more. And the ways a solve begins in a hand-over, told from what it was asked.
 */

/** Columns of one length, seconds ascending; NaN where nothing was known. A point whenever something changed. */
export interface SolveLog {
  readonly seconds: ArrayLike<number>;
  readonly incumbent: ArrayLike<number>;
  readonly bound: ArrayLike<number>;
  /** Where rows were allowed a tolerance: by how much the incumbent misses a row; NaN where its vector was not known. */
  readonly missed?: ArrayLike<number>;
}

/** How a solution meets the rows that a solve was allowed to miss by a tolerance; `unknown` where nobody saw its vector. */
export type RowsMet = 'exactly' | 'within' | 'unknown';

/** How a solve stands. */
export interface SolveEnd {
  /** `finished`: it proved what it was asked; `stopped`: by its limit, its user or a failure; `going`. */
  readonly how: 'finished' | 'stopped' | 'going';
  /** Seconds it took, or has been going. */
  readonly seconds: number;
  /** The limit that stopped it, if a limit did. */
  readonly limit: number | null;
  readonly objective: number | null;
  readonly bound: number | null;
  /** Where rows were allowed a tolerance: how its solution meets them; null without one. */
  readonly met?: RowsMet | null;
}

export interface Reading {
  /**
   * `found`: it had a solution; `none`: it ran and had none; `not-reached`: it was stopped before;
   * `going`: it has not been going so long.
   */
  readonly state: 'found' | 'none' | 'not-reached' | 'going';
  readonly objective: number | null;
  readonly bound: number | null;
  /** True where it had finished before, so that its end holds from then on. */
  readonly held: boolean;
  /** Where rows were allowed a tolerance and there is a solution. */
  readonly met?: RowsMet;
}

/**
 * What a solve had after so many seconds.
 * @param at seconds, > 0
 * Cost: O(log n).
 */
export function readAt(log: SolveLog, end: SolveEnd, at: number): Reading {
  const atEnd = end.how === 'finished' ? end.seconds <= at : end.how === 'stopped' && end.limit !== null && end.limit === at;
  if (atEnd) return {
    state: end.objective === null ? 'none' : 'found', objective: end.objective, bound: end.bound, held: end.how === 'finished',
    ...metWhere(end, end.objective, end.met ?? 'unknown'),
  };
  if (end.seconds < at && !(end.how === 'stopped' && end.limit !== null && end.limit > at)) {
    return { state: end.how === 'going' ? 'going' : 'not-reached', objective: null, bound: null, held: false };
  }
  let low = 0;
  let high = log.seconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log.seconds[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  const known = (column: ArrayLike<number>): number | null => {
    const value = low === 0 ? Number.NaN : (column[low - 1] ?? Number.NaN);
    return Number.isNaN(value) ? null : value;
  };
  const objective = known(log.incumbent);
  const missed = log.missed === undefined ? null : known(log.missed);
  return {
    state: objective === null ? 'none' : 'found', objective, bound: known(log.bound), held: false,
    ...metWhere(end, objective, missed === null ? 'unknown' : missed === 0 ? 'exactly' : 'within'),
  };
}

function metWhere(end: SolveEnd, objective: number | null, met: RowsMet): { readonly met?: RowsMet } {
  return end.met === undefined || objective === null ? {} : { met };
}

/** From nothing, from a start solution, or within a ball around one. */
export const HAND_OVER_WAYS = ['scratch', 'start', 'ball'] as const;
export type HandOverWay = (typeof HAND_OVER_WAYS)[number];

export function wayOf({ start, ball }: { readonly start: unknown; readonly ball?: unknown }): HandOverWay {
  if (ball !== null && ball !== undefined) return 'ball';
  return start === null ? 'scratch' : 'start';
}
