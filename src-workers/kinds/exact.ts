/**
 * An exact solve: hands the program to a solver, or to two at once (`exact/contest.ts`), passes on what
 * they say on the way, and returns a verdict (`exact/verdict.ts`, `exact/race-verdict.ts`) on solutions
 * that were rechecked in our own arithmetic.
 */
import { fixByBound, fixingOf } from '../../src-science/bounds/fix-by-bound.ts';
import type { Fixing } from '../../src-science/bounds/fix-by-bound.ts';
import { normalForm } from '../../src-science/program/normal-form.ts';
import { hammingDistance, withinBall } from '../../src-science/exact/hamming-ball.ts';
import { poseObjective } from '../../src-science/exact/posed-objective.ts';
import { exactPrecision } from '../../src-science/exact/proof.ts';
import { recheckSolution } from '../../src-science/exact/recheck.ts';
import { largestMiss, withRelaxedRows } from '../../src-science/exact/relaxed-rows.ts';
import { solutionReport } from '../../src-science/program/solution-report.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { ExactResult, JobOutcome } from '../../src-contract/job-event.ts';
import type { ExactSpec } from '../../src-science/exact/exact-settings.ts';
import { runContest, SOLVER_LABELS } from '../exact/contest.ts';
import type { ContestState, Entrant } from '../exact/contest.ts';
import { contestTask, enumerationTask, solversOf } from '../exact/contest-task.ts';
import { enumerationSolver } from '../exact/enumeration.ts';
import { explain } from '../exact/explain.ts';
import { raceVerdict } from '../exact/race-verdict.ts';
import { createSolverLog } from '../exact/solver-log.ts';
import type { ThreadSolver } from '../exact/solver-message.ts';
import { listedText, listSolutions } from '../exact/solution-list.ts';
import type { SolutionList } from '../exact/solution-list.ts';
import { createSolverThreads } from '../exact/solver-threads.ts';
import type { SolverThreads } from '../exact/solver-threads.ts';
import { ballVerdict, better, exactVerdict, relaxedVerdict } from '../exact/verdict.ts';
import type { Incumbent, Verdict } from '../exact/verdict.ts';
import { ownedBytes } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { JobError } from '../job-error.ts';
import type { WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'exact'> = { run: (context, spec) => runExact(context, spec) };

/** The threads of this worker's solvers, warm from one job to the next. */
let ownThreads: SolverThreads | null = null;

export async function runExact(
  context: JobContext, spec: ExactSpec, threads: SolverThreads = (ownThreads ??= createSolverThreads()),
): Promise<JobOutcome> {
  const asked = programToSolve(context.program, spec);
  if (spec.start !== null && spec.start.length !== asked.objective.length) {
    throw new JobError(
      'spec-invalid',
      `The start solution has ${spec.start.length} values, the program has ${asked.objective.length} variables.`,
      'Give one 0 or 1 per variable, in the order of the file.',
      'exact.start',
    );
  }
  const ball = spec.ball ?? null;
  const fixing = spec.fixing === 'by-bound' && spec.start !== null ? fixedAgainst(asked, spec.start, () => context.cancelled()) : null;
  const program = fixing === null ? asked : { ...asked, fixed: fixing.fixed };
  // 0 is what leaving it out means.
  const feasibilityTolerance = spec.feasibilityTolerance === 0 ? undefined : spec.feasibilityTolerance;
  const missOf = missOfVectors(context.program, feasibilityTolerance);
  const log = createSolverLog(context, feasibilityTolerance !== undefined);
  const note: Note = ({ best, incumbent, bound, nodes }, fraction = null) => {
    // A bound inside a ball bounds nothing outside: it is not shown as the program's.
    const shown = ball === null ? bound : null;
    // A better value than that of the best vector known is a solver's word.
    const incumbentMissed = best === null || best.objective !== incumbent ? null : missOf(best.x);
    log.note(incumbent, shown, nodes, incumbentMissed);
    context.progress({ fraction, done: nodes, unit: 'nodes', incumbent, bound: shown, incumbentMissed });
  };
  const start = spec.start ?? ball?.center ?? null;
  const solutionOf = (found: Incumbent): NonNullable<ExactResult['solution']> => ({
    source: end.source, x: ownedBytes(found.x), ...valueOf(context.program, found, feasibilityTolerance), seconds: found.seconds,
  });
  const end = spec.solver === 'enumerate'
    ? enumerateAll(context, program, spec, start, note)
    : await solveInThreads(context, program, spec, spec.solver, start, threads, note);

  const count = spec.solutions ?? 1;
  const list = count === 1 ? null : await listSolutions(context, program, spec, threads, end.verdict, count);
  const explained = spec.explain === true && ball === null && end.verdict.status === 'infeasible'
    ? await explain(context, asked, spec, threads)
    : null;
  const verdict = checkedVerdict(end, program, list, explained);
  const missed = verdict.best === null ? 0 : missOf(verdict.best.x);
  log.note(verdict.best?.objective ?? null, ball === null ? verdict.bound : null, end.nodes ?? 0, verdict.best === null ? null : missed);
  log.close();
  const inBall = ball === null ? verdict : ballVerdict(end.label, verdict, end.says, ball.radius);
  const shown = feasibilityTolerance === undefined ? inBall : relaxedVerdict(inBall, feasibilityTolerance, missed);
  const result: ExactResult = {
    kind: 'exact',
    solver: spec.solver,
    solverVersion: end.version,
    status: shown.status,
    statusText: shown.statusText,
    objective: shown.best?.objective ?? null,
    bound: shown.bound,
    gap: shown.gap,
    nodes: end.nodes,
    seconds: context.elapsed(),
    solution: shown.best === null ? null : solutionOf(shown.best),
    ...(feasibilityTolerance === undefined ? {} : { feasibility: {
      tolerance: feasibilityTolerance, largestViolation: shown.best === null ? null : missed,
      met: shown.best === null ? null : missed === 0 ? 'exactly' : 'within',
    } }),
    ...(verdict.tolerance === undefined ? {} : { tolerance: verdict.tolerance }),
    ...(fixing === null ? {} : { fixing: { count: fixing.count, free: fixing.free } }),
    ...(start === null ? {} : { start: startReport(context.program, start, shown.best) }),
    ...(ball === null
      ? {}
      : { ball: {
        radius: ball.radius, distance: shown.best === null ? null : hammingDistance(shown.best.x, ball.center), bound: verdict.bound,
        gap: verdict.gap,
      } }),
    ...(list === null || shown.status === 'failed' ? {} : { list: {
      asked: count, solutions: list.solutions.map(solutionOf), complete: list.complete, tied: list.tied,
      ...(list.tolerance === undefined ? {} : { tolerance: list.tolerance }),
      text: listedText(list, count, ball === null ? '' : ' inside the ball'),
    } }),
    ...(explained === null || !('explanation' in explained) ? {} : { explanation: explained.explanation }),
    ...(end.race === undefined ? {} : { race: end.race }),
  };
  const wasCut = shown.status === 'cancelled' ||
    (context.cancelled() && (list?.complete === 'unfinished' || result.explanation?.irreducible === false));
  return { status: wasCut ? 'cancelled' : 'done', result };
}

/**
 * The verdict, with the first of the list for its solution; `failed` where what came after the proof contradicts it:
 * a better vector among those listed, or a vector that satisfies every row of what was called infeasible.
 */
function checkedVerdict(
  { verdict, label }: End, program: Program, list: SolutionList | null, explained: Awaited<ReturnType<typeof explain>> | null,
): Verdict {
  const failed = (why: string, best: Incumbent | null): Verdict => ({
    status: 'failed', statusText: `${label} failed: ${why}. So nothing is proven.`, bound: null, gap: null, best,
  });
  if (explained !== null && 'contradiction' in explained) {
    const recheck = recheckSolution(program, explained.contradiction);
    return failed('it called the program infeasible, and the search for the reason found a vector that satisfies every row',
      recheck.passed ? { x: recheck.x, objective: recheck.objective, seconds: 0 } : null);
  }
  const first = list?.solutions[0] ?? null;
  const { best } = verdict;
  if (first === null || best === null) return verdict;
  const lead = program.sense === 'min' ? best.objective - first.objective : first.objective - best.objective;
  if (lead > (verdict.tolerance ?? 0) + 1e-9 * Math.max(1, Math.abs(best.objective))) {
    return failed(`it called ${best.objective} the optimum, and a listed solution has ${first.objective}`, first);
  }
  return { ...verdict, best: first };
}

type Note =
  (state: Pick<ContestState, 'incumbent' | 'bound' | 'nodes'> & { readonly best: Incumbent | null }, fraction?: number | null) => void;

/** What a solve came to, whoever did it. */
interface End {
  readonly verdict: Verdict;
  /** Whose verdict it is, and a clause on how it came about. */
  readonly label: string;
  readonly says: string;
  readonly version: string;
  readonly nodes: number | null;
  /** Who found the solution. */
  readonly source: string;
  readonly race?: ExactResult['race'];
}

async function solveInThreads(
  context: JobContext, program: Program, spec: ExactSpec, solver: ThreadSolver | 'race', start: readonly number[] | null,
  threads: SolverThreads, note: Note,
): Promise<End> {
  const solvers = solversOf(solver);
  const { timeLimitSeconds, relativeGap } = spec;
  const task = contestTask(context, program, { timeLimitSeconds, relativeGap, start, all: spec.check === true });
  const { entrants, state, stopped } = await runContest(context, threads, solvers, task, note);
  // Nobody waits for a solver to load that was not needed.
  const versions = new Map(await Promise.all(
    entrants.map(async ({ solver: name, begun }) => [name, begun ? await threads.version(name) : threads.knownVersion(name)] as const),
  ));
  const nodes =
    entrants.some((entrant) => entrant.nodes !== null) ? entrants.reduce((sum, entrant) => sum + (entrant.nodes ?? 0), 0) : null;
  const [only] = entrants;
  if (solver !== 'race') {
    if (only?.verdict === undefined || only.verdict === null) throw new Error('a solver alone was stopped for losing');
    return { verdict: only.verdict, label: only.label, says: only.says, version: versions.get(solver) ?? '', nodes, source: solver };
  }
  const { verdict, winner, label, says } = raceVerdict(program, entrants, state.best, relativeGap, stopped);
  const inBall = spec.ball !== null && spec.ball !== undefined;
  return {
    verdict,
    label,
    says,
    version: solvers.map((name) => `${SOLVER_LABELS[name]} ${versions.get(name) ?? ''}`.trim()).join(', '),
    nodes,
    source: solvers.find((name) => SOLVER_LABELS[name] === verdict.best?.by) ?? 'start',
    race: {
      winner: typeof winner === 'number' ? (entrants[winner]?.solver ?? null) : winner,
      checked: task.all,
      entrants: entrants.map((entrant) => ({
        solver: entrant.solver,
        version: versions.get(entrant.solver) ?? '',
        status: entrant.verdict?.status ?? (entrant.begun ? 'stopped' : 'not-begun'),
        says: entrant.says,
        objective: entrant.objective,
        ...((spec.feasibilityTolerance ?? 0) === 0 ? {} : { missed: entrantMissed(context.program, entrant) }),
        bound: inBall ? null : entrant.bound,
        nodes: entrant.nodes,
        seconds: entrant.seconds,
      })),
    },
  };
}

/** Enumeration looks at the cancel flag and the clock itself, so it runs right here. */
function enumerateAll(context: JobContext, program: Program, spec: ExactSpec, start: readonly number[] | null, note: Note): End {
  const solver = enumerationSolver(() => context.now());
  let best: Incumbent | null = null;
  let nodes = 0;
  const consider = (values: ArrayLike<number>): void => {
    const recheck = recheckSolution(program, values);
    if (recheck.passed) best = better(program, best, { x: recheck.x, objective: recheck.objective, seconds: context.elapsed() });
    note({ best, incumbent: best?.objective ?? null, bound: null, nodes });
  };
  if (start !== null) consider(start);
  const answer = solver.solve({
    ...enumerationTask(context, program, spec),
    relativeGap: spec.relativeGap,
    start,
    onIncumbent: consider,
    onState(state) {
      nodes = Math.max(nodes, state.nodes);
      note({ best, incumbent: best?.objective ?? null, bound: null, nodes }, state.fraction);
    },
  });
  const recheck = answer.values === null ? null : recheckSolution(program, answer.values);
  const verdict = exactVerdict(
    solver.label, program, answer, recheck, best, spec.relativeGap, context.elapsed(), null, exactPrecision(poseObjective(program)),
  );
  return { verdict, label: solver.label, says: answer.says, version: solver.version, nodes: answer.nodes, source: 'enumerate' };
}

/** By how much a vector that was rechecked misses the row it misses most, computed once for each; nothing without a tolerance. */
function missOfVectors(program: Program, tolerance: number | undefined): (x: Uint8Array) => number {
  if (tolerance === undefined) return () => 0;
  let last: { readonly x: Uint8Array; readonly missed: number } | null = null;
  return (x) => {
    if (last?.x !== x) last = { x, missed: largestMiss(program, x) };
    return last.missed;
  };
}

/** The same of what a solver of a race had reached; null where its vector is not known. */
function entrantMissed(program: Program, { objective, best }: Entrant): number | null {
  return best === null || best.objective !== objective ? null : largestMiss(program, best.x);
}

/** What a rechecked solution is worth in the program itself, whose rows it may miss by the tolerance that was asked for. */
function valueOf(
  program: Program, { x, objective }: Incumbent, tolerance: number | undefined,
): { readonly objective: number; readonly violation: number; readonly feasible: boolean } {
  if (tolerance === undefined) return { objective, violation: 0, feasible: true };
  const { violation, feasible } = solutionReport(program, x);
  return { objective, violation, feasible };
}

/** What the start was worth in the program itself, and how far from it the search ended. */
function startReport(program: Program, start: readonly number[], best: Incumbent | null): NonNullable<ExactResult['start']> {
  const { objective, violation, feasible } = solutionReport(program, Uint8Array.from(start));
  return { objective, violation, feasible, distance: best === null ? null : hammingDistance(best.x, start) };
}

/** What a certified bound leaves to vectors as good as the start; nothing where that keeps not every row. */
function fixedAgainst(program: Program, start: readonly number[], cancelled: () => boolean): Fixing {
  const { objective, feasible } = solutionReport(program, Uint8Array.from(start));
  const form = normalForm(program);
  return feasible ? fixByBound(form, objective, cancelled) : fixingOf(form, { fixed: form.fixed, count: 0, none: false });
}

/** The program with its rows as wide as was asked, or its part inside the ball. */
function programToSolve(written: Program, { ball, feasibilityTolerance = 0 }: ExactSpec): Program {
  const program = withRelaxedRows(written, feasibilityTolerance);
  if (ball === null || ball === undefined) return program;
  if (ball.center.length !== program.objective.length) {
    throw new JobError(
      'spec-invalid',
      `The center of the ball has ${ball.center.length} values, the program has ${program.objective.length} variables.`,
      'Give one 0 or 1 per variable, in the order of the file.',
      'exact.ball.center',
    );
  }
  return withinBall(program, ball.center, ball.radius);
}
