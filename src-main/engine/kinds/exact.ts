/** Exact solves: by GLPK, HiGHS, both or enumeration. */
import { isProvenOptimum } from '../../../src-contract/exact-status.ts';
import { ENUMERATION_LIMIT, EXACT, LONGEST_LIST, SOLVERS } from '../../../src-science/exact/exact-settings.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { EngineKind } from './engine-kind.ts';
import { columnsOfSolution, lengthComplaints } from './vectors.ts';

/** Long enough for most of what is worth waiting for in front of a screen. */
const TIME_LIMIT_SECONDS = 60;

export const exact: EngineKind<'exact'> = {
  asked: ({ solver }) => ({ method: SOLVERS[solver].label, solver }),
  found: (result) => ({
    exactStatus: result.status,
    reason: result.status === 'failed' ? oneLine(result.statusText) : null,
    proven: isProvenOptimum(result),
    iterations: result.nodes,
    seconds: result.seconds,
    bound: result.bound,
    provenGap: result.gap,
    ...(result.solution === null ? { objective: result.objective } : columnsOfSolution(result.solution)),
  }),
  solutions: ({ solution, list }) => list?.solutions ?? (solution === null ? [] : [solution]),
  complaints({ solver, start, ball, check, solutions = 1, relativeGap, explain, fixing }, program) {
    const free = freeCount(program.fixed);
    return [
      ...(solver === 'enumerate' && free > ENUMERATION_LIMIT ? [{
        field: 'solver',
        message: `Enumeration takes at most ${ENUMERATION_LIMIT} free variables; this program has ${free}. Choose HiGHS or GLPK.`,
      }] : []),
      ...(check === true && solver !== 'race' ? [{ field: 'check', message: 'Only a race has two solvers to compare.' }] : []),
      ...(fixing === 'by-bound' && start === null ? [{ field: 'fixing', message: 'Variables are fixed against a start solution: give one, or fix none.' }] : []),
      ...(solutions > 1 && relativeGap > 0 ? [{
        field: 'relativeGap', message: 'A list of the best solutions is of proven ones: set the gap to 0.',
      }] : []),
      ...(solutions > 1 && fixing === 'by-bound' ? [{
        field: 'fixing', message: 'Fixing leaves out vectors that a list of the best solutions has: fix none.',
      }] : []),
      ...(solutions * program.objective.length > LONGEST_LIST ? [{
        field: 'solutions',
        message: `Of a program of ${program.objective.length} variables at most ${Math.floor(LONGEST_LIST / program.objective.length)} solutions can be listed.`,
      }] : []),
      ...(explain === true && ball !== null && ball !== undefined ? [{
        field: 'explain', message: 'An empty ball says nothing about the rows: explain a solve without one.',
      }] : []),
      ...(start === null ? [] : lengthComplaints('start', 'The start solution', start, program)),
      ...(ball === null || ball === undefined ? [] : lengthComplaints('ball.center', 'The center of the ball', ball.center, program)),
    ];
  },
  draws: () => false,
  defaults: (form) => ({
    solver: freeCount(form.fixed) <= ENUMERATION_LIMIT / 2 ? 'enumerate' : EXACT.settings.solver.default,
    timeLimitSeconds: TIME_LIMIT_SECONDS,
    relativeGap: EXACT.settings.relativeGap.default,
    start: null,
  }),
  /**
   * Who won a race, and so which of several optimal vectors it gave, depends on timing: the same spec may
   * come out otherwise, and the manifest says so.
   */
  solver({ solver, solverVersion, race }) {
    if (race === undefined) return `${solver} ${solverVersion}`.trim();
    const won = race.winner === null
      ? 'won by nobody'
      : race.winner === 'together' ? 'proven together' : `won by ${SOLVERS[race.winner].label}`;
    return `race of ${solverVersion}, ${won}; the winner, and with it the vector, may differ in a rerun`;
  },
};

function freeCount(fixed: Int8Array): number {
  return fixed.reduce((count, value) => count + (value === FREE ? 1 : 0), 0);
}
