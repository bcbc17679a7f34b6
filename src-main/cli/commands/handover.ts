/**
 * `leibniz handover`: descends, decodes, and gives the decoded solution to an exact solver: as a start, on
 * request also as the center of a ball, and beside both the solver from scratch. Each is one solve up to the
 * longest of the times; what it had at the others is read off its log. The solves follow one another, so
 * that none takes time from another.
 */
import { hasFinished, isProvenOptimum } from '../../../src-contract/exact-status.ts';
import type { LeibnizErrorValue } from '../../../src-contract/error.ts';
import type { JobEvent, SeriesChunk, SolutionValue } from '../../../src-contract/job-event.ts';
import type { ExactSpec, SolverName } from '../../../src-science/exact/exact-settings.ts';
import { readAt, wayOf } from '../../../src-science/exact/solve-log.ts';
import type { SolveEnd, SolveLog } from '../../../src-science/exact/solve-log.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { boundHolds, chooseReference, gapTo } from '../../engine/session/reference.ts';
import type { RunGap } from '../../engine/session/reference.ts';
import type { DescendOptions } from '../descent-options.ts';
import { handOverText } from '../hand-over-text.ts';
import type { HandedOver } from '../hand-over-text.ts';
import { readZeroOne } from '../marginals-argument.ts';
import { referenceJson } from '../reference-json.ts';
import { assignmentOf, failuresOf } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { saidProblem } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { decodedJson, descended, holdingOutputs } from './descend.ts';
import type { Descended, HeldOutputs } from './descend.ts';
import { toleranceOf } from './solve.ts';

export interface HandOverOptions extends DescendOptions, ProblemOptions {
  readonly from?: string;
  readonly solver?: readonly SolverName[];
  readonly scratch: boolean;
  readonly ball?: number;
  readonly limits: readonly number[];
  readonly gap: number;
  readonly optimum?: number;
  readonly fixStart?: boolean;
  readonly feasibilityTolerance?: number;
}

export function handover(path: string, options: HandOverOptions): Promise<CommandReply> {
  return holdingOutputs(options, (outputs) => handOver(path, options, outputs));
}

async function handOver(path: string, options: HandOverOptions, outputs: HeldOutputs): Promise<CommandReply> {
  const { program, optimum } = await saidProblem(path, options);
  const { descent, start, unwritten } = await startOf(program, options, outputs);
  const solvers = options.solver ?? ['highs'];
  const x = Array.from(start.x, (value): 0 | 1 => (value === 1 ? 1 : 0));
  const asked: Pick<ExactSpec, 'start' | 'ball' | 'fixing'>[] = [
    ...(options.scratch ? [{ start: null }] : []),
    { start: x, ...(options.fixStart === true ? { fixing: 'by-bound' as const } : {}) },
    ...(options.ball === undefined ? [] : [{ start: x, ball: { center: x, radius: options.ball } }]),
  ];
  const solves: HandedOver[] = [];
  let cancelled = descent?.cancelled ?? false;
  for (const solver of solvers) {
    for (const given of asked) {
      if (cancelled) break;
      const solve = await solved(
        program, { solver, timeLimitSeconds: options.limits.at(-1) ?? null, relativeGap: options.gap, ...given, ...toleranceOf(options) },
        options.limits,
      );
      if (solve === null || solve.result.status === 'cancelled') cancelled = true;
      if (solve !== null) solves.push(solve);
    }
  }
  const { reference, note } =
    chooseReference(program.sense, { typed: options.optimum ?? null, file: options.sense === undefined ? (optimum ?? null) : null }, [
    {
      id: 0, method: start.source, proven: false, objective: start.objective, feasible: start.feasible,
      bound: descent?.result.bound ?? null, certified: descent !== null,
    },
    ...solves.map(({ solver, result }, k) => ({
      id: k + 1, method: solver, certified: false, bound: boundHolds(result.status) ? result.bound : null, proven: isProvenOptimum(result),
      objective: result.objective, feasible: result.solution?.feasible ?? null,
    })),
  ]);
  const gapOf = (objective: number | null): RunGap => gapTo(reference, program.sense, objective, objective === null ? null : true);
  return {
    json: {
      sense: program.sense,
      limits: options.limits,
      reference: reference === null ? null : { ...referenceJson(reference), note },
      descent: descent === null ? null : {
        scheme: descent.result.scheme, evaluation: descent.result.evaluation, seed: descent.spec.seed,
        iterations: descent.result.iterations, seconds: descent.result.seconds, spec: descent.spec,
      },
      start: { ...decodedJson(start, program), ...gapOf(start.feasible ? start.objective : null) },
      solves: solves.map((solve) => solveJson(solve, options.limits, gapOf, program)),
    },
    text: handOverText({ sense: program.sense, limits: options.limits, reference, note, start, descent, solves, gapOf }),
    exitCode: cancelled || solves.some(({ result }) => result.status === 'failed') ? 1 : 0,
    unwritten,
  };
}

/** The best decoded solution of a descent, or the vector that was given instead. */
async function startOf(
  program: Program, options: HandOverOptions, outputs: HeldOutputs,
): Promise<{ descent: Descended | null; start: SolutionValue; unwritten: readonly LeibnizErrorValue[] }> {
  if (options.from !== undefined) {
    for (const [option, output] of [['--trajectory', outputs.trajectory], ['--multipliers', outputs.multipliers]] as const) {
      if (output !== null) throw new EngineError(
        'usage', `${option} is of a descent, and --from hands over a vector without one.`, 'Leave out one of them.', { field: option },
      );
    }
    const x = Uint8Array.from(await readZeroOne('--from', options.from, program));
    const { objective, violation, feasible } = solutionReport(program, x);
    return { descent: null, unwritten: [], start: { source: 'given', x, objective, violation, feasible, seconds: 0 } };
  }
  const descent = await descended(program, normalForm(program), options, outputs);
  // Before the solves, which may take hours and fail.
  const unwritten = await failuresOf(descent.writes);
  const { best, solutions } = descent.result;
  const start = best === null ? undefined : solutions[best];
  if (start === undefined) {
    throw new EngineError('usage', 'The descent decoded nothing to hand over.', 'Give a decoder with --decode.', { field: '--decode' });
  }
  return { descent, start, unwritten };
}

/** One solve with its readings; null where it was ended without a word (before a worker had taken it up, or with its worker). */
async function solved(program: Program, exact: ExactSpec, limits: readonly number[]): Promise<HandedOver | null> {
  const chunks: SeriesChunk[] = [];
  const outcome = await runJob(program, { version: 1, kind: 'exact', exact }, (event: JobEvent) => {
    if (event.type === 'series') chunks.push(event.chunk);
  });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'exact') return null;
  const { result } = outcome;
  const end: SolveEnd = {
    how: hasFinished(result.status) ? 'finished' : 'stopped',
    seconds: result.seconds,
    limit: result.status === 'time-limit' ? exact.timeLimitSeconds : null,
    objective: result.objective,
    bound: result.bound,
    ...(exact.feasibilityTolerance === undefined ? {} : { met: result.feasibility?.met ?? null }),
  };
  const log = joined(chunks);
  return {
    way: wayOf(exact), radius: exact.ball?.radius ?? null, solver: exact.solver, result, at: limits.map((limit) => readAt(log, end, limit)),
  };
}

function joined(chunks: readonly SeriesChunk[]): SolveLog {
  const column = (name: 'seconds' | 'incumbent' | 'bound' | 'missed'): number[] =>
    chunks.flatMap((chunk) => Array.from(chunk.columns[name] ?? new Float64Array(chunk.length).fill(Number.NaN)));
  return { seconds: column('seconds'), incumbent: column('incumbent'), bound: column('bound'), missed: column('missed') };
}

function solveJson(
  { way, radius, solver, result, at }: HandedOver, limits: readonly number[], gapOf: (objective: number | null) => RunGap, program: Program,
): object {
  return {
    way,
    radius,
    solver,
    solverVersion: result.solverVersion,
    status: result.status,
    statusText: result.statusText,
    at: at.map(({ state, objective, bound, held, met }, k) => ({
      limit: limits[k], state, held, objective, bound, gap: (met ?? 'exactly') === 'exactly' ? gapOf(objective).gap : null,
      ...(met === undefined ? {} : { met }),
    })),
    objective: result.objective,
    bound: result.bound,
    solverGap: result.gap,
    ...gapOf(result.solution?.feasible === true ? result.objective : null),
    ...(result.tolerance === undefined ? {} : { tolerance: result.tolerance }),
    ...(result.feasibility === undefined ? {} : { feasibility: result.feasibility }),
    nodes: result.nodes,
    seconds: result.seconds,
    distance: result.start?.distance ?? null,
    ...(result.fixing === undefined ? {} : { fixing: result.fixing }),
    ...(result.ball === undefined ? {} : { ball: result.ball }),
    x: result.solution === null ? null : assignmentOf(program, result.solution.x),
  };
}
