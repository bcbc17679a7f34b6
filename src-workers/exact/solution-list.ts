/**
 * The best solutions of a program, one after the other: after each the program is asked again without the vectors known
 * (a no-good row for each, Balas and Jeroslow 1972), and the answer counts where it is proven, as any optimum does. One
 * more than asked for tells whether others are as good as the last. Where there are few variables, all vectors are
 * looked at instead.
 *
 * Vectors that differ in bits differ in the user's variables: an integer has one form in bits, and a product is
 * determined by its factors.
 */
import { excluding, noBetterThan } from '../../src-science/exact/cut-off.ts';
import { enumerate, freeVariableCount } from '../../src-science/exact/enumerate.ts';
import type { ExactSpec } from '../../src-science/exact/exact-settings.ts';
import { latticeValue, objectiveLattice } from '../../src-science/exact/objective-lattice.ts';
import type { Program } from '../../src-science/program/program.ts';
import { solutionReport } from '../../src-science/program/solution-report.ts';
import type { JobContext } from '../job-context.ts';
import { contestTask, solversOf } from './contest-task.ts';
import { runContest } from './contest.ts';
import { raceVerdict } from './race-verdict.ts';
import type { ThreadSolver } from './solver-message.ts';
import type { SolverThreads } from './solver-threads.ts';
import { plain } from './verdict.ts';
import type { Incumbent, Verdict } from './verdict.ts';

/** Free variables up to which all vectors are looked at: 2²⁰ take about a tenth of a second. */
const FEW_VARIABLES = 20;

export interface SolutionList {
  /** Best first; of equal objective in the order of their values. */
  readonly solutions: readonly Incumbent[];
  readonly complete: 'all' | 'best' | 'unfinished';
  readonly tied: boolean | null;
  readonly tolerance?: number;
  /** A clause on why it is unfinished; null where it is not. */
  readonly why: string | null;
}

/**
 * @param program what was solved
 * @param first what the solve came to
 * @param count how many to list, at least 2
 */
export async function listSolutions(
  context: JobContext, program: Program, spec: ExactSpec, threads: SolverThreads, first: Verdict, count: number,
): Promise<SolutionList> {
  if (first.status === 'infeasible') return { solutions: [], complete: 'all', tied: null, why: null };
  if (first.best === null || !isOptimum(first)) {
    return { solutions: first.best === null ? [] : [first.best], complete: 'unfinished', tied: null, why: 'the first is not proven' };
  }
  return spec.solver === 'enumerate' || freeVariableCount(program) <= FEW_VARIABLES
    ? byEnumeration(context, program, spec.timeLimitSeconds, first.best, count)
    : bySolving(context, program, spec, spec.solver, threads, first, first.best, count);
}

const isOptimum = ({ status }: Verdict): boolean => status === 'optimal' || status === 'optimal-within';

function byEnumeration(
  context: JobContext, program: Program, timeLimitSeconds: number | null, first: Incumbent, count: number,
): SolutionList {
  const { best, complete } = enumerate(program, {
    keep: count + 1,
    cancelled: () => context.cancelled() || (timeLimitSeconds !== null && context.elapsed() > timeLimitSeconds),
  });
  // Of what was seen until then only the first is proven.
  if (!complete) return listed(program, [first], count, null, whyStopped(context));
  const seconds = context.elapsed();
  const found = best.map((x): Incumbent => ({ x, objective: solutionReport(program, x).objective, seconds }));
  return listed(program, found, count, 'all', '');
}

/** The same by a solver, or two; for programs of any size. */
export async function bySolving(
  context: JobContext, program: Program, { timeLimitSeconds }: Pick<ExactSpec, 'timeLimitSeconds'>, solver: ThreadSolver | 'race',
  threads: SolverThreads, first: Verdict, best: Incumbent, count: number,
): Promise<SolutionList> {
  const found: Incumbent[] = [best];
  const lattice = objectiveLattice(program);
  let tolerance = first.tolerance ?? 0;
  let nodes = 0;
  while (found.length <= count) {
    const fraction = found.length / (count + 1);
    context.progress({ fraction, done: nodes, unit: 'nodes', incumbent: best.objective, bound: null, incumbentMissed: null });
    const known = found.map(({ x }) => x);
    const rest = excluding(noBetterThan(program, lattice, known.at(-1) ?? best.x), known);
    const task = contestTask(context, rest, { timeLimitSeconds, relativeGap: 0, start: null, all: false });
    const { entrants, state, stopped } = await runContest(context, threads, solversOf(solver), task, () => undefined);
    nodes += entrants.reduce((sum, entrant) => sum + (entrant.nodes ?? 0), 0);
    const verdict = solver === 'race' ? raceVerdict(rest, entrants, state.best, 0, stopped).verdict : (entrants[0]?.verdict ?? null);
    if (verdict?.status === 'infeasible') return listed(program, found, count, 'all', '', tolerance);
    if (verdict === null || verdict.best === null || !isOptimum(verdict)) {
      const why = verdict?.status === 'failed' ? 'the next was not settled' : whyStopped(context);
      return listed(program, found, count, null, why, tolerance);
    }
    tolerance = Math.max(tolerance, verdict.tolerance ?? 0);
    found.push({ ...verdict.best, seconds: context.elapsed() });
  }
  return listed(program, found, count, 'best', '', tolerance);
}

function whyStopped(context: JobContext): string {
  return context.cancelled() ? 'the run was cancelled' : 'the time limit came first';
}

/**
 * The first `count` of what was found, in order.
 * @param end `all` where there is no other vector, `best` where there may be, null where the search was stopped
 */
function listed(
  program: Program, found: readonly Incumbent[], count: number, end: 'all' | 'best' | null, why: string, tolerance = 0,
): SolutionList {
  const lattice = objectiveLattice(program);
  const sign = program.sense === 'min' ? 1 : -1;
  const value = new Map(found.map(({ x }) => [x, lattice === null ? 0n : latticeValue(lattice, x)]));
  const compared = (a: Incumbent, b: Incumbent): number =>
    lattice === null ? sign * (a.objective - b.objective) : Number((value.get(a.x) ?? 0n) - (value.get(b.x) ?? 0n));
  const order = found.toSorted((a, b) => compared(a, b) || byValues(a.x, b.x));
  const last = order[count - 1];
  const next = order[count];
  return {
    solutions: order.slice(0, count),
    complete: end === null ? 'unfinished' : next === undefined ? 'all' : 'best',
    tied: end === null ? null : last !== undefined && next !== undefined && compared(last, next) === 0,
    ...(tolerance === 0 ? {} : { tolerance }),
    why: end === null ? why : null,
  };
}

/** Of two vectors the one with the first 1 first. */
function byValues(a: Uint8Array, b: Uint8Array): number {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return a[j] === 1 ? -1 : 1;
  return 0;
}

/** What a list is worth, in a sentence or two. @param where a clause, as “inside the ball”, or nothing */
export function listedText({ solutions, complete, tied, tolerance, why }: SolutionList, asked: number, where: string): string {
  const order = tolerance === undefined ? '' : ` Their order is known to within ${plain(tolerance)} only.`;
  const count = solutions.length;
  if (complete === 'unfinished') {
    return `${count} of the ${asked} best solutions${where} ${count === 1 ? 'is' : 'are'} listed: ${why ?? ''}.${order}`;
  }
  if (complete === 'all') {
    if (count === 0) return `There is no solution${where} to list.`;
    return count === 1 ? `It is the only solution${where}.` : `All ${count} solutions${where} are listed; there are no others.${order}`;
  }
  const others = tied === true ? 'others are as good as the last' : 'every other is worse than the last';
  return `The ${count} best solutions${where} are listed; ${others}.${order}`;
}
