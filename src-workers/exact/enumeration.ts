/** Enumeration in the place of a solver: all the work is in `src-science/exact/enumerate.ts`. */
import { enumerate, freeVariableCount } from '../../src-science/exact/enumerate.ts';
import { ENUMERATION_LIMIT } from '../../src-science/exact/exact-settings.ts';
import type { ExactSolver, SolverAnswer, SolverTask } from './solver.ts';

/** Free of any library: it has no version of its own but the program's. */
export function enumerationSolver(now: () => number): ExactSolver {
  return { label: 'Enumeration', version: '1', solve: (task) => solveWith(task, now) };
}

function solveWith(task: SolverTask, now: () => number): SolverAnswer {
  const free = freeVariableCount(task.program);
  if (free > ENUMERATION_LIMIT) {
    return {
      claim: 'failed',
      says: `was not started: it takes at most ${ENUMERATION_LIMIT} free variables, and this program has ${free}`,
      values: null,
      bound: null,
      nodes: null,
    };
  }
  const end = task.timeLimitSeconds === null ? Infinity : now() + task.timeLimitSeconds;
  const result = enumerate(task.program, {
    cancelled: () => task.cancelled() || now() >= end,
    onProgress: (visited, total) => task.onState({ incumbent: null, bound: null, nodes: visited, fraction: visited / total }),
    onIncumbent: (x) => task.onIncumbent(x),
  });
  const common = { values: result.x, bound: null, nodes: result.visited };
  if (!result.complete) {
    return task.cancelled()
      ? { claim: 'cancelled', says: 'was stopped', ...common }
      : { claim: 'time-limit', says: 'stopped at the time limit', ...common };
  }
  return result.x === null
    ? { claim: 'infeasible', says: `looked at all ${result.visited} assignments and found none that satisfies every row`, ...common }
    : { claim: 'optimal', says: `looked at all ${result.visited} assignments`, ...common };
}
