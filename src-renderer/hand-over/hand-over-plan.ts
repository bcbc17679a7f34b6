/**
 * A hand-over without its looks: which solves a decoded solution is given to, from the texts of the
 * dialog, or what is wrong with them, by field. Each solve runs up to the last of the times; the others
 * are read off its log.
 */
import { EXACT, SOLVERS } from '../../src-science/exact/exact-settings.ts';
import type { Origin } from '../../src-contract/job-spec.ts';
import type { ExactSpec, SolverName } from '../../src-science/exact/exact-settings.ts';
import type { HandOverWay } from '../../src-science/exact/solve-log.ts';
import { HAND_OVER_WAYS } from '../../src-science/exact/solve-log.ts';
import { isWithin } from '../../src-science/settings/number-limits.ts';
import { parseNumber } from '../form/parse-number.ts';

const { ball, feasibilityTolerance, relativeGap, timeLimitSeconds } = EXACT.settings;

export interface HandOverDraft {
  readonly solvers: readonly SolverName[];
  readonly ways: readonly HandOverWay[];
  /** Whether a certified bound and the start fix variables before the solve with it. */
  readonly fixStart: boolean;
  /** Radius of the ball. */
  readonly radius: string;
  /** Seconds, set apart by commas or spaces. */
  readonly limits: string;
  /** By how much each row may be missed; empty or 0, rows are met exactly. */
  readonly tolerance: string;
}

export interface PlannedSolve {
  readonly exact: ExactSpec;
  /** The run that gave the start or the center; none from scratch. */
  readonly origin?: Origin;
  /** What the run is called from then on. */
  readonly label: string;
}

export type PlanField = keyof HandOverDraft;

export interface HandOverPlan {
  readonly solves: readonly PlannedSolve[];
  readonly limits: readonly number[];
  readonly complaints: Readonly<Partial<Record<PlanField, string>>>;
}

/** How many flips a ball is given where nothing is said: local branching's usual neighborhoods (Fischetti & Lodi 2003). */
export function usualRadius(variables: number): number {
  return Math.max(1, Math.min(20, Math.ceil(variables / 2)));
}

/** More than this are not read at a glance. */
const MOST_LIMITS = 6;

/** Ascending seconds from a text, or what is wrong with it. */
export function parseLimits(text: string): { readonly limits: readonly number[] } | { readonly complaint: string } {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const limits = parts.map((part) => parseNumber(part) ?? Number.NaN);
  const wrong = limits.findIndex((limit) => !isWithin(limit, timeLimitSeconds.limits));
  if (wrong >= 0) return { complaint: `“${parts[wrong] ?? ''}” is no number of seconds above 0` };
  if (limits.length === 0) return { complaint: 'Give at least one time in seconds' };
  if (limits.length > MOST_LIMITS) return { complaint: `At most ${MOST_LIMITS} times` };
  if (limits.some((limit, k) => k > 0 && limit <= (limits[k - 1] ?? 0))) return { complaint: 'The times must ascend' };
  return { limits };
}

/** The tolerance a text asks for, 0 for none; null where it is no tolerance. */
export function toleranceOf(text: string): number | null {
  if (text.trim() === '') return 0;
  const asked = parseNumber(text);
  return asked === null || !isWithin(asked, feasibilityTolerance.limits) ? null : asked;
}

/** Another tolerance is another program, and so another name. */
function rowsLabel(tolerance: number): string {
  return tolerance === 0 ? '' : `, rows within ${tolerance}`;
}

/** What the search without the solution is called. */
export function scratchLabel(solver: SolverName, tolerance: number): string {
  return `${SOLVERS[solver].label} from scratch${rowsLabel(tolerance)}`;
}

/**
 * @param x the solution that is handed over, length d
 * @param runId the run it comes from
 * @param source the decoder or solver that made it there
 */
export function planOf(
  { solvers, ways, fixStart, radius, limits, tolerance }: HandOverDraft, x: readonly (0 | 1)[], runId: number, source?: string,
): HandOverPlan {
  const origin: Origin = { runId, iteration: null, ...(source === undefined ? {} : { solution: source }) };
  const complaints: Partial<Record<PlanField, string>> = {};
  if (solvers.length === 0) complaints.solvers = 'Choose a solver';
  if (ways.length === 0) complaints.ways = 'Choose at least one search';
  const times = parseLimits(limits);
  if ('complaint' in times) complaints.limits = times.complaint;
  const flips = parseNumber(radius);
  if (ways.includes('ball')) {
    if (flips === null || !isWithin(flips, ball.settings.radius.limits)) complaints.radius = 'A whole number of flips is needed';
    else if (flips > x.length) complaints.radius = `The problem has ${x.length} variables`;
  }
  const missed = toleranceOf(tolerance);
  if (missed === null) complaints.tolerance = 'A number of 0 or more is needed, or nothing';
  if (Object.keys(complaints).length > 0 || missed === null || 'complaint' in times) return { solves: [], limits: [], complaints };
  const common = {
    timeLimitSeconds: times.limits.at(-1) ?? null,
    relativeGap: relativeGap.default,
    ...(missed === 0 ? {} : { feasibilityTolerance: missed }),
  };
  const solveOf = (solver: SolverName, way: HandOverWay): PlannedSolve => {
    const name = SOLVERS[solver].label;
    const rows = rowsLabel(missed);
    switch (way) {
      case 'scratch':
        return { exact: { ...common, solver, start: null }, label: scratchLabel(solver, missed) };
      case 'start':
        return {
          exact: { ...common, solver, start: x, ...(fixStart ? { fixing: 'by-bound' } : {}) }, origin,
          label: `${name}, start of #${runId}${fixStart ? ', fixed by the bound' : ''}${rows}`,
        };
      case 'ball':
        return {
          exact: { ...common, solver, start: x, ball: { center: x, radius: flips ?? 0 } }, origin,
          label: `${name}, ball of ${flips ?? 0} around #${runId}${rows}`,
        };
    }
  };
  return {
    solves: solvers.flatMap((solver) => HAND_OVER_WAYS.filter((way) => ways.includes(way)).map((way) => solveOf(solver, way))),
    limits: times.limits, complaints,
  };
}
