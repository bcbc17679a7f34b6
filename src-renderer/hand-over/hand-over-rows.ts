/**
 * The table of a hand-over: exact solves of a problem side by side, each with what its start was worth,
 * what it had at the times asked for, and how it ended. Pure. Gaps are to the problem's reference and
 * positive is worse; what was proven inside a ball is kept apart from what holds for the program.
 */
import type { ProblemSummary, RunDetail, RunSummary } from '../../src-contract/session.ts';
import { hasFinished } from '../../src-contract/exact-status.ts';
import { SOLVER_NAMES } from '../../src-science/exact/exact-settings.ts';
import { HAND_OVER_WAYS, readAt, wayOf } from '../../src-science/exact/solve-log.ts';
import type { HandOverWay, Reading, RowsMet, SolveEnd, SolveLog } from '../../src-science/exact/solve-log.ts';
import type { MeasuredGap } from '../../src-science/exact/optimality-gap.ts';
import { isGoing } from '../api/events.ts';
import { formatCount } from '../format/index.ts';
import { measuredGapOf } from '../parts/measured-gap.ts';

export interface ValueWithGap {
  readonly objective: number;
  /** Relative to the reference; null without one. */
  readonly gap: number | null;
  /** With what it is measured against. */
  readonly measured: MeasuredGap;
}

export interface HandOverRow {
  readonly run: RunSummary;
  readonly way: HandOverWay;
  readonly radius: number | null;
  /** Variables fixed before the solve, of the free ones; null where none were to be, and until the run has said it. */
  readonly fixing: { readonly count: number; readonly free: number } | null;
  /** Null from scratch, and as long as the run has not said it. */
  readonly start: (ValueWithGap & { readonly feasible: boolean }) | null;
  /** One for each time asked for. */
  readonly at: readonly (Omit<Reading, 'objective'> & { readonly value: ValueWithGap | null })[];
  readonly end: ValueWithGap | null;
  /** True where the end meets the rows within the tolerance asked for only. */
  readonly isWithin: boolean;
  /** True where a tolerance was asked for, so that each value says how it meets the rows. */
  readonly inTolerance: boolean;
  /** Proven of the program, or inside the ball alone. */
  readonly bound: { readonly value: number; readonly inBall: boolean } | null;
  /** Between the solver's solution and bound: of the program, or inside the ball. */
  readonly solverGap: number | null;
  readonly seconds: number | null;
  /** Flips between start and end. */
  readonly distance: number | null;
}

/** @param seconds that a going run has been going */
export function handOverRow(
  run: RunSummary, detail: RunDetail, log: SolveLog, problem: ProblemSummary | null, limits: readonly number[], seconds: number | null,
): HandOverRow | null {
  if (detail.spec.kind !== 'exact') return null;
  const { exact } = detail.spec;
  const result = detail.result?.kind === 'exact' ? detail.result : null;
  const valued = (
    objective: number | null, feasible = true,
  ): ValueWithGap | null => (objective === null ? null : withGap(objective, measuredGapOf(objective, feasible, problem)));
  const end: SolveEnd = {
    how: isGoing(run) ? 'going' : result === null || !hasFinished(result.status) ? 'stopped' : 'finished',
    seconds: result?.seconds ?? seconds ?? run.seconds ?? 0,
    limit: result?.status === 'time-limit' ? exact.timeLimitSeconds : null,
    objective: result?.objective ?? null,
    bound: result?.bound ?? null,
    ...(exact.feasibilityTolerance === undefined ? {} : { met: result?.feasibility?.met ?? null }),
  };
  const inBall = result?.ball !== undefined;
  const isWithin = result?.feasibility?.met === 'within';
  const bound = inBall ? (result?.ball?.bound ?? null) : (result?.bound ?? null);
  const start = result?.start;
  const startValue = start === undefined ? null : valued(start.objective, start.feasible);
  return {
    run,
    way: wayOf(exact),
    radius: exact.ball?.radius ?? null,
    fixing: result?.fixing ?? null,
    start: start === undefined || startValue === null ? null : { ...startValue, feasible: start.feasible },
    at: limits.map((limit) => {
      const { objective, ...reading } = readAt(log, end, limit);
      return { ...reading, value: valued(objective, (reading.met ?? 'exactly') === 'exactly') };
    }),
    end: end.how === 'going' ? null : valued(end.objective, result?.solution?.feasible ?? true),
    isWithin,
    inTolerance: exact.feasibilityTolerance !== undefined,
    bound: bound === null ? null : { value: bound, inBall },
    solverGap: inBall ? (result?.ball?.gap ?? null) : (result?.gap ?? null),
    seconds: end.seconds === 0 ? null : end.seconds,
    distance: start?.distance ?? null,
  };
}

function withGap(objective: number, measured: MeasuredGap): ValueWithGap {
  return { objective, gap: measured.gap, measured };
}

/** Problem by problem, solver by solver; from scratch first, then with start, then balls from the smallest. */
export function inTableOrder(rows: readonly HandOverRow[]): readonly HandOverRow[] {
  const solver = (row: HandOverRow): number => SOLVER_NAMES.findIndex((name) => name === row.run.solver);
  return rows.toSorted(
    (a, b) => a.run.problemId - b.run.problemId || solver(a) - solver(b) ||
      HAND_OVER_WAYS.indexOf(a.way) - HAND_OVER_WAYS.indexOf(b.way) || (a.radius ?? 0) - (b.radius ?? 0) || a.run.id - b.run.id,
  );
}

/** `from scratch`, `with start`, `ball of 20`, `with start, 12 of 33 fixed`. */
export function wayWords({ way, radius, fixing }: Pick<HandOverRow, 'way' | 'radius' | 'fixing'>): string {
  const search = way === 'scratch' ? 'from scratch' : way === 'start' ? 'with start' : `ball of ${radius ?? 0}`;
  return fixing === null ? search : `${search}, ${formatCount(fixing.count)} of ${formatCount(fixing.free)} fixed`;
}

/** What stands where there is no value at a time. */
export function readingWords(state: Reading['state']): string {
  return state === 'none' ? 'no solution' : state === 'not-reached' ? 'not reached' : state === 'going' ? 'not yet' : '';
}

/** How a value meets rows that might be missed; nothing where it meets them exactly. */
export function metWords(met: RowsMet | undefined): string {
  return met === 'within' ? 'in tolerance' : met === 'unknown' ? 'not checked' : '';
}
