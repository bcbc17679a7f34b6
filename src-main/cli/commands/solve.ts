/** `leibniz solve`: the proven optimum, or how far it got. */
import type { ExactResult } from '../../../src-contract/job-event.ts';
import { LONGEST_LIST } from '../../../src-science/exact/exact-settings.ts';
import type { SolverName } from '../../../src-science/exact/exact-settings.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readZeroOne } from '../marginals-argument.ts';
import { assignmentOf, withFiles } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { readingJson } from '../reading-text.ts';
import { runJob } from '../run-job.ts';
import { solutionTargets } from '../solution-target.ts';
import type { SolutionTargetOptions } from '../solution-target.ts';
import { listJson, solveText } from '../solve-text.ts';

export interface SolveOptions extends ProblemOptions, SolutionTargetOptions {
  readonly solver: SolverName;
  readonly timeLimit?: number;
  readonly gap: number;
  readonly start?: string;
  readonly ball?: number;
  readonly check?: boolean;
  readonly fixing?: 'none' | 'by-bound';
  readonly feasibilityTolerance?: number;
  readonly solutions?: number;
  readonly explain?: boolean;
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
  const { solutions: asked = 1 } = options;
  if (asked > 1 && options.gap > 0) {
    throw new EngineError('usage', '--solutions lists proven solutions, and --gap asks for less.', 'Leave out --gap.', { field: '--gap' });
  }
  if (asked > 1 && options.fixing === 'by-bound') {
    throw new EngineError(
      'usage', '--fixing leaves out vectors that are worse than the best, and --solutions lists them.', 'Leave out --fixing.',
      { field: '--fixing' },
    );
  }
  if (asked * program.objective.length > LONGEST_LIST) {
    throw new EngineError(
      'usage', `A list of ${asked} solutions of ${program.objective.length} variables is too long.`,
      `Ask for at most ${Math.floor(LONGEST_LIST / program.objective.length)} solutions.`, { field: '--solutions' },
    );
  }
  if (options.explain === true && options.ball !== undefined) {
    throw new EngineError(
      'usage', '--explain is about the whole program, and --ball looks at a part of it.', 'Leave out --ball.', { field: '--explain' },
    );
  }
  const start = options.start === undefined ? null : await readZeroOne('--start', options.start, program);
  const writeTo = solutionTargets(options, asked);
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
      ...(asked === 1 ? {} : { solutions: asked }),
      ...(options.explain === true ? { explain: true } : {}),
      ...toleranceOf(options),
    },
  });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  const result =
    outcome.result?.kind === 'exact' ? outcome.result : cancelledWithoutResult(options.solver, (performance.now() - began) / 1000);
  const x = result.solution === null ? null : assignmentOf(program, result.solution.x);
  const found = result.list?.solutions ?? (result.solution === null ? [] : [result.solution]);
  const reply: CommandReply = {
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
      ...(result.list === undefined ? {} : { list: listJson(result.list, program) }),
      ...(result.explanation === undefined ? {} : { explanation: result.explanation }),
      ...readingJson(program, result.solution?.x ?? null),
      x,
    },
    text: solveText(result, program),
    exitCode: result.status === 'failed' || outcome.status === 'cancelled' ? 1 : 0,
  };
  return withFiles(reply, () => writeTo(program, found.map((solution) => solution.x)));
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
