/** `leibniz solve`: the proven optimum, or how far it got. */
import type { ExactResult } from '../../../src-contract/job-event.ts';
import type { SolverName } from '../../../src-science/exact/exact-settings.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readZeroOne } from '../marginals-argument.ts';
import { factLines, numberText, exactObjectiveText, secondsText } from '../number-text.ts';
import { assignmentOf, valueLines } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { solutionTarget } from '../solution-target.ts';
import type { SolutionTargetOptions } from '../solution-target.ts';
import type { Program } from '../../../src-science/program/program.ts';

export interface SolveOptions extends ProblemOptions, SolutionTargetOptions {
  readonly solver: SolverName;
  readonly timeLimit?: number;
  readonly gap: number;
  readonly start?: string;
  readonly ball?: number;
  readonly check?: boolean;
  readonly fixing?: 'none' | 'by-bound';
  readonly feasibilityTolerance?: number;
}

export async function solve(path: string, options: SolveOptions): Promise<CommandReply> {
  const program = await problemOf(path, options);
  if (options.ball !== undefined && options.start === undefined) {
    throw new EngineError('usage', '--ball needs a center.', 'Give it with --start.', { field: '--ball' });
  }
  if (options.check === true && options.solver !== 'race') {
    throw new EngineError(
      'usage', `--check compares two solvers, and ${options.solver} is one.`, 'Use it with --solver race.', { field: '--check' },
    );
  }
  if (options.fixing === 'by-bound' && options.start === undefined) {
    throw new EngineError('usage', '--fixing by-bound fixes against a start solution.', 'Give it with --start.', { field: '--fixing' });
  }
  const start = options.start === undefined ? null : await readZeroOne('--start', options.start, program);
  const writeTo = solutionTarget(options);
  const began = performance.now();
  const outcome = await runJob(program, {
    version: 1,
    kind: 'exact',
    exact: {
      solver: options.solver,
      timeLimitSeconds: options.timeLimit ?? null,
      relativeGap: options.gap,
      start,
      ball: start === null || options.ball === undefined ? null : { center: start, radius: options.ball },
      ...(options.check === true ? { check: true } : {}),
      ...(options.fixing === 'by-bound' ? { fixing: options.fixing } : {}),
      ...toleranceOf(options),
    },
  });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  const result =
    outcome.result?.kind === 'exact' ? outcome.result : cancelledWithoutResult(options.solver, (performance.now() - began) / 1000);
  const x = result.solution === null ? null : assignmentOf(program, result.solution.x);
  await writeTo(program, result.solution?.x ?? null);
  return {
    json: {
      status: result.status,
      statusText: result.statusText,
      objective: result.objective,
      bound: result.bound,
      gap: result.gap,
      ...(result.tolerance === undefined ? {} : { tolerance: result.tolerance }),
      ...(result.feasibility === undefined ? {} : { feasibility: result.feasibility }),
      nodes: result.nodes,
      seconds: result.seconds,
      solver: result.solver,
      solverVersion: result.solverVersion,
      ...(result.race === undefined ? {} : { winner: result.race.winner, race: result.race }),
      ...(result.start === undefined ? {} : { start: result.start }),
      ...(result.fixing === undefined ? {} : { fixing: result.fixing }),
      ...(result.ball === undefined ? {} : { ball: result.ball }),
      x,
    },
    text: solveText(result, program),
    exitCode: result.status === 'failed' || result.status === 'cancelled' ? 1 : 0,
  };
}

/** Stopped before a worker had taken it up. */
function cancelledWithoutResult(solver: SolverName, seconds: number): ExactResult {
  return {
    kind: 'exact',
    solver,
    solverVersion: '',
    status: 'cancelled',
    statusText: 'Cancelled: the solver was not started, or had to be ended with its worker; no solution was kept.',
    objective: null,
    bound: null,
    gap: null,
    nodes: null,
    seconds,
    solution: null,
  };
}

/** 0 is what leaving it out means. */
export function toleranceOf(
  { feasibilityTolerance = 0 }: { readonly feasibilityTolerance?: number },
): { readonly feasibilityTolerance?: number } {
  return feasibilityTolerance === 0 ? {} : { feasibilityTolerance };
}

export function fixedText({ count, free }: NonNullable<ExactResult['fixing']>): string {
  return `${count} of ${free} free variables, by the bound`;
}

function metText({ met, tolerance, largestViolation }: NonNullable<ExactResult['feasibility']>): string {
  return met === 'exactly' ? 'exactly' : `only within ${numberText(tolerance)}: one is missed by ${numberText(largestViolation)}`;
}

function solveText(result: ExactResult, program: Program): string {
  return (
    `${result.statusText}\n` +
    factLines([
      ['objective', result.objective === null ? null : exactObjectiveText(result.objective)],
      ['bound', result.bound === null ? null : exactObjectiveText(result.bound)],
      ['gap', result.gap === null ? null : `${numberText(100 * result.gap)} %`],
      ['solver tolerance', result.tolerance === undefined ? null : numberText(result.tolerance)],
      ['rows met', typeof result.feasibility?.met === 'string' ? metText(result.feasibility) : null],
      ['bound in the ball', typeof result.ball?.bound === 'number' ? numberText(result.ball.bound) : null],
      ['start', result.start === undefined
        ? null
        : result.start.feasible
        ? numberText(result.start.objective)
        : `infeasible by ${numberText(result.start.violation)}`],
      ['flips from start', typeof result.start?.distance === 'number' ? String(result.start.distance) : null],
      ['fixed', result.fixing === undefined ? null : fixedText(result.fixing)],
      ['nodes', result.nodes === null ? null : String(result.nodes)],
      ['seconds', secondsText(result.seconds)],
      ['solver', `${result.solver} ${result.solverVersion}`.trim()],
      ['won by', result.race === undefined ? null : (result.race.winner ?? 'nobody')],
      ...valueLines(program, result.solution?.x ?? null),
    ])
  );
}
