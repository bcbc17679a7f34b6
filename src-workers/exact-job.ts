/**
 * An exact solve: hands the program to a solver, passes on what it says on the way, rechecks every
 * solution it gives and returns a verdict (`exact/verdict.ts`). An answer that fails the recheck is
 * asked for once more with tighter tolerances before it is called a failure.
 */
import { hammingDistance, withinBall } from '../src-science/exact/hamming-ball.ts';
import { recheckSolution } from '../src-science/exact/recheck.ts';
import { solutionReport } from '../src-science/program/solution-report.ts';
import { tightenRows, widestRow } from '../src-science/exact/tighten-rows.ts';
import type { Program } from '../src-science/program/program.ts';
import type { ExactResult, JobOutcome } from '../src-contract/job-event.ts';
import type { ExactSpec, SolverName } from '../src-contract/job-spec.ts';
import { createSolverLog } from './exact/solver-log.ts';
import type { ExactSolver, SolverAnswer } from './exact/solver.ts';
import { ballVerdict, better, exactVerdict } from './exact/verdict.ts';
import type { Incumbent } from './exact/verdict.ts';
import { ownedBytes } from './job-context.ts';
import type { JobContext } from './job-context.ts';
import { JobError } from './job-error.ts';

/** The inverse of the solvers' tolerance on an integer, 10⁻⁶. */
const WIDEST_TRUSTED_ROW = 1e6;

export async function runExact(context: JobContext, spec: ExactSpec): Promise<JobOutcome> {
  const program = programToSolve(context.program, spec);
  if (spec.start !== null && spec.start.length !== program.objective.length) {
    throw new JobError(
      'spec-invalid',
      `The start solution has ${spec.start.length} values, the program has ${program.objective.length} variables.`,
      'Give one 0 or 1 per variable, in the order of the file.',
      'exact.start',
    );
  }
  const ball = spec.ball ?? null;
  const start = spec.start ?? ball?.center ?? null;
  const log = createSolverLog(context);
  let best: Incumbent | null = null;
  let bound: number | null = null;
  let nodes = 0;
  const consider = (values: ArrayLike<number>): void => {
    const recheck = recheckSolution(program, values);
    if (recheck.passed) best = better(program, best, { x: recheck.x, objective: recheck.objective, seconds: context.elapsed() });
  };
  const note = (incumbent: number | null, fraction: number | null): void => {
    const objective = betterOf(program.sense, best?.objective ?? null, incumbent);
    // A bound inside a ball bounds nothing outside: it is not shown as the program's.
    const shown = ball === null ? bound : null;
    log.note(objective, shown, nodes);
    context.progress({ fraction, done: nodes, unit: 'nodes', incumbent: objective, bound: shown });
  };
  if (start !== null) {
    consider(start);
    note(null, null);
  }
  const solver = await solverOf(spec.solver, context);
  const solve = (tight: boolean): SolverAnswer =>
    solver.solve({
      program,
      timeLimitSeconds: spec.timeLimitSeconds === null ? null : Math.max(0.001, spec.timeLimitSeconds - context.elapsed()),
      relativeGap: spec.relativeGap,
      start,
      tight,
      cancelled: () => context.cancelled(),
      onIncumbent(values) {
        consider(values);
        note(null, null);
      },
      onState(state) {
        bound = state.bound ?? bound;
        nodes = Math.max(nodes, state.nodes);
        note(state.incumbent, state.fraction);
      },
    });
  const doubt = spec.solver === 'enumerate' ? null : doubtOfProofs(program);
  const judge = (answer: SolverAnswer) => {
    const recheck = answer.values === null ? null : recheckSolution(program, answer.values);
    return exactVerdict(solver.label, program, answer, recheck, best, spec.relativeGap, context.elapsed(), doubt);
  };

  let answer = solve(false);
  let judged = judge(answer);
  if (judged.status === 'failed' && doubt === null && answer.claim === 'optimal' && spec.solver === 'highs') {
    answer = solve(true);
    judged = judge(answer);
  }
  const verdict = ball === null ? judged : ballVerdict(solver.label, judged, answer.says, ball.radius);
  nodes = Math.max(nodes, answer.nodes ?? 0);
  log.note(verdict.best?.objective ?? null, verdict.bound, nodes);
  log.close();

  const seconds = context.elapsed();
  const result: ExactResult = {
    kind: 'exact',
    solver: spec.solver,
    solverVersion: solver.version,
    status: verdict.status,
    statusText: verdict.statusText,
    objective: verdict.best?.objective ?? null,
    bound: verdict.bound,
    gap: verdict.gap,
    nodes: answer.nodes,
    seconds,
    solution:
      verdict.best === null
        ? null
        : { source: spec.solver, x: ownedBytes(verdict.best.x), objective: verdict.best.objective, violation: 0, feasible: true, seconds: verdict.best.seconds },
    ...(start === null ? {} : { start: startReport(context.program, start, verdict.best) }),
    ...(ball === null
      ? {}
      : { ball: { radius: ball.radius, distance: verdict.best === null ? null : hammingDistance(verdict.best.x, ball.center), bound: judged.bound, gap: judged.gap } }),
  };
  return { status: verdict.status === 'cancelled' ? 'cancelled' : 'done', result };
}

/** What the start was worth in the program itself, and how far from it the search ended. */
function startReport(program: Program, start: readonly number[], best: Incumbent | null): NonNullable<ExactResult['start']> {
  const { objective, violation, feasible } = solutionReport(program, Uint8Array.from(start));
  return { objective, violation, feasible, distance: best === null ? null : hammingDistance(best.x, start) };
}

/** The better of a rechecked objective and one a solver only prints (GLPK), which may be ahead of it; null where neither is known. */
function betterOf(sense: Program['sense'], rechecked: number | null, printed: number | null): number | null {
  if (rechecked === null || printed === null) return rechecked ?? printed;
  return sense === 'min' ? Math.min(rechecked, printed) : Math.max(rechecked, printed);
}

/** The program, or its part inside the ball. */
function programToSolve(program: Program, { ball }: ExactSpec): Program {
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

/**
 * A floating-point solver takes 10⁻⁶ for 0. Where that, times the largest coefficient of a row, is more
 * than its smallest coefficient, it cannot tell solutions from what is none, and proves nothing.
 */
function doubtOfProofs(program: Program): string | null {
  const widest = widestRow(tightenRows(program).rows);
  if (widest === null || widest.largest / widest.smallest < WIDEST_TRUSTED_ROW) return null;
  return `the coefficients of row “${program.rowNames[widest.source]}” range from ${Number(widest.smallest.toPrecision(3))} to ${Number(widest.largest.toPrecision(3))}, farther than the solver's tolerances reach`;
}

/** Solvers are imported when first asked for: a worker that only descends never loads one. */
async function solverOf(name: SolverName, context: JobContext): Promise<ExactSolver> {
  switch (name) {
    case 'glpk':
      return (await import('./exact/glpk.ts')).glpkSolver();
    case 'highs':
      return (await import('./exact/highs.ts')).highsSolver();
    case 'enumerate':
      return (await import('./exact/enumeration.ts')).enumerationSolver(() => context.now());
  }
}
