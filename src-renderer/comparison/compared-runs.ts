/**
 * The runs of a comparison, as methods over problems: what belongs together, what each run came to, and what of the runs at hand
 * is not compared and why. Pure.
 */
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import type { Outcome, OutcomeEnd } from '../../src-science/statistics/comparison.ts';
import { primalIntegral } from '../../src-science/statistics/primal-integral.ts';
import { isGoing } from '../api/events.ts';
import { grouped, groupNames } from '../parts/run-groups.ts';
import type { SeriesName } from '../theme/tokens.ts';

/** What makes runs one method: the name they go by, or all settings but the seed. */
export const GROUPINGS = ['name', 'settings'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Method {
  readonly key: string;
  readonly name: string;
  /** Its first run, which stands for its color. */
  readonly run: RunSummary;
  readonly series: SeriesName;
  /** Its place among the methods of its color, in the order of their first runs. */
  readonly place: number;
  /** On how many problems it mixes runs of different settings. */
  readonly mixed: number;
}

export type ComparedProblem = Pick<ProblemSummary, 'id' | 'name' | 'variables' | 'sense' | 'reference'>;

/** When a run found better solutions, by its record. */
export interface Improvements {
  readonly seconds: ArrayLike<number>;
  /** NaN of a run without iterations. */
  readonly iteration: ArrayLike<number>;
  readonly objective: ArrayLike<number>;
}

export interface ComparedRuns {
  readonly methods: readonly Method[];
  readonly problems: readonly ComparedProblem[];
  /** The runs that have ended, and what each came to. */
  readonly runs: readonly RunSummary[];
  readonly outcomes: readonly Outcome[];
  /** Runs that have not ended, that were cancelled and count by what they had found, and whose kind has no solutions. */
  readonly going: number;
  readonly cut: number;
  readonly otherKinds: number;
  /** Problems whose gaps are to the best found, which nobody proved. */
  readonly unproven: number;
  /** Seconds that the primal integral of each problem goes to: the longest of its runs. */
  readonly horizons: readonly number[];
}


/**
 * @param improvements by run; null while primal integrals are not asked for
 * @param study whose names the methods go by; null of runs whatever study they belong to
 */
export function comparedRuns(
  all: readonly RunSummary[], problemList: readonly ProblemSummary[], grouping: Grouping,
  improvements: ReadonlyMap<number, Improvements> | null, study: number | null = null,
): ComparedRuns {
  const nameOf = (run: RunSummary): string => run.studies.find(({ id }) => id === study)?.method ?? methodOf(run);
  const candidates = all.filter(mayHaveSolutions);
  const ended = candidates.filter((run) => !isGoing(run));
  const known = new Map(problemList.map((problem) => [problem.id, problem]));
  const keyOf = grouping === 'name' ? nameOf : (run: RunSummary): string => run.configuration.key;
  const methods = methodsOf(ended, keyOf, grouping === 'name' ? nameOf : settingsNamesOf(ended));
  const methodPlaces = new Map(methods.map(({ key }, place) => [key, place]));
  const problemIds = [...new Set(ended.map((run) => run.problemId))].sort((a, b) => a - b);
  const problems = problemIds.map((id): ComparedProblem => known.get(id) ?? {
    id, name: ended.find((run) => run.problemId === id)?.problemName ?? '', variables: 0, sense: 'min', reference: null,
  });
  const problemPlaces = new Map(problemIds.map((id, place) => [id, place]));
  const horizons = problems.map(() => 0);
  for (const run of ended) {
    const place = problemPlaces.get(run.problemId) ?? 0;
    horizons[place] = Math.max(horizons[place] ?? 0, run.seconds ?? 0);
  }
  const outcomes = ended.map((run): Outcome => {
    const problem = problemPlaces.get(run.problemId) ?? 0;
    const solved = run.feasible === true && run.objective !== null;
    return {
      method: methodPlaces.get(keyOf(run)) ?? 0, problem, seed: run.seed, end: endOf(run), gap: solved ? run.gap : null,
      objective: solved ? run.objective : null, seconds: run.seconds,
      integral: improvements === null ? null : integralOf(run, problems[problem], horizons[problem] ?? 0, improvements.get(run.id)),
    };
  });
  return {
    methods, problems, runs: ended, outcomes, going: candidates.length - ended.length,
    cut: ended.filter((run, k) => outcomes[k]?.end === 'solved' && (run.status === 'cancelled' || run.status === 'interrupted')).length,
    otherKinds: all.length - candidates.length, unproven: problems.filter(({ reference }) => reference?.basis === 'best-found').length,
    horizons,
  };
}

function endOf(run: RunSummary): OutcomeEnd {
  if (run.feasible === true && run.objective !== null) return 'solved';
  if (run.status === 'failed') return 'failed';
  return run.status === 'done' ? 'infeasible' : 'stopped';
}

function methodsOf(
  runs: readonly RunSummary[], keyOf: (run: RunSummary) => string, nameOf: (run: RunSummary) => string,
): Method[] {
  const groups = [...grouped(runs, keyOf)];
  const places = new Map<SeriesName, number>();
  return groups.flatMap(([key, members]) => {
    const [run] = members;
    if (run === undefined) return [];
    const series = run.scheme ?? 'exact';
    const place = places.get(series) ?? 0;
    places.set(series, place + 1);
    const settings = new Map<number, Set<string>>();
    for (const member of members) {
      settings.set(member.problemId, (settings.get(member.problemId) ?? new Set()).add(member.configuration.key));
    }
    return [{
      key, name: nameOf(run), run, series, place,
      mixed: [...settings.values()].filter(({ size }) => size > 1).length,
    }];
  });
}

/** Names by what sets the settings apart, whatever the problem. */
function settingsNamesOf(runs: readonly RunSummary[]): (run: RunSummary) => string {
  const first = [...grouped(runs, (run) => run.configuration.key).values()].flatMap((members) => {
    const [run] = members;
    return run === undefined ? [] : [{ ...run, problemId: 0, label: members.every(({ label }) => label === run.label) ? run.label : '' }];
  });
  const names = groupNames(first);
  return (run) => names.get(`0 ${run.configuration.key}`) ?? methodOf(run);
}

/** A run without a record counts from its end on with what it ended with. */
function integralOf(
  run: RunSummary, problem: ComparedProblem | undefined, horizon: number, improvements: Improvements | undefined,
): number | null {
  const best = problem?.reference?.objective;
  if (best === undefined || run.seconds === null) return null;
  const better = problem?.sense === 'max' ? (a: number, b: number): boolean => a > b : (a: number, b: number): boolean => a < b;
  const ended = run.feasible === true && run.objective !== null;
  const seconds = [...Array.from(improvements?.seconds ?? []), ...(ended ? [run.seconds] : [])];
  const objectives = [...Array.from(improvements?.objective ?? []), ...(ended ? [run.objective ?? Number.NaN] : [])];
  return primalIntegral(seconds, objectives, best, horizon, better);
}
