/**
 * Why a program that was proven infeasible is: the questions of `src-science/infeasibility/irreducible-set.ts`, put to
 * enumeration where a part has few variables, else to the run's own solvers. A part counts as infeasible by the same
 * proof as a program does.
 */
import { enumerate, freeVariableCount } from '../../src-science/exact/enumerate.ts';
import type { ExactSpec } from '../../src-science/exact/exact-settings.ts';
import { explanationOf } from '../../src-science/infeasibility/explanation.ts';
import type { Explanation } from '../../src-science/infeasibility/explanation.ts';
import { irreducibleSet } from '../../src-science/infeasibility/irreducible-set.ts';
import type { Answer } from '../../src-science/infeasibility/irreducible-set.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { JobContext } from '../job-context.ts';
import { contestTask, solversOf } from './contest-task.ts';
import { runContest } from './contest.ts';
import type { SolverThreads } from './solver-threads.ts';

/** Free variables up to which a part is enumerated: 2¹⁶ assignments take about a millisecond. */
const FEW_VARIABLES = 16;

/**
 * @param program what was proven infeasible: the user's, its rows as wide as was asked
 * @returns the explanation, or a vector that satisfies every row, which contradicts the proof
 */
export async function explain(
  context: JobContext, program: Program, { solver, timeLimitSeconds }: ExactSpec, threads: SolverThreads,
): Promise<{ readonly explanation: Explanation } | { readonly contradiction: Uint8Array }> {
  const began = context.elapsed();
  const isLate = (): boolean => timeLimitSeconds !== null && context.elapsed() > timeLimitSeconds;
  const over = (): boolean => context.cancelled() || isLate();
  /** Growth that meets a hard question leaves half of the time to the filter, which can end at any time with what it has. */
  const growthEnd = timeLimitSeconds === null ? null : (began + timeLimitSeconds) / 2;
  let nodes = 0;

  const byEnumeration = (part: Program): Answer => {
    const { x, complete } = enumerate(part, { cancelled: over });
    return x !== null ? { is: 'feasible', x } : complete ? { is: 'infeasible' } : { is: 'unknown' };
  };
  const ask = async (part: Program, growing: boolean): Promise<Answer> => {
    const end = growing ? growthEnd : timeLimitSeconds;
    if (end !== null && context.elapsed() > end) return { is: 'unknown' };
    if (solver === 'enumerate' || freeVariableCount(part) <= FEW_VARIABLES) return byEnumeration(part);
    const task = contestTask(context, part, { timeLimitSeconds: end, relativeGap: 0, start: null, all: false });
    const { entrants, state } = await runContest(context, threads, solversOf(solver), task, () => undefined);
    nodes += entrants.reduce((sum, entrant) => sum + (entrant.nodes ?? 0), 0);
    if (state.best !== null) return { is: 'feasible', x: state.best.x };
    return { is: entrants.some(({ verdict }) => verdict?.status === 'infeasible') ? 'infeasible' : 'unknown' };
  };
  const found = await irreducibleSet(program, {
    ask,
    over,
    onProgress(judged, of) {
      context.progress({ fraction: of === 0 ? null : judged / of, done: nodes, unit: 'nodes', incumbent: null, bound: null });
    },
  });
  if (found.contradiction !== null) return { contradiction: found.contradiction };
  const stopped = context.cancelled() ? 'the run was cancelled' : isLate() ? 'the time limit came first' : null;
  return { explanation: explanationOf(context.program, found, stopped, context.elapsed() - began) };
}
