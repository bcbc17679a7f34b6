/** What HiGHS has after some processor seconds of this process, in the sense of the program; every solution rechecked. */
import { poseObjective, toUserValue } from '../src-science/exact/posed-objective.ts';
import { recheckSolution } from '../src-science/exact/recheck.ts';
import type { Program } from '../src-science/program/program.ts';
import { highsSolver } from '../src-workers/exact/highs.ts';

/** Processor seconds of this process. */
export function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export const isBetter = (program: Program, a: number, b: number): boolean => (program.sense === 'min' ? a < b : a > b);

export interface HighsOutcome {
  readonly best: number | null;
  readonly bound: number | null;
  /** It ended before its time. */
  readonly ended: boolean;
  readonly seconds: number;
}

export async function byHighs(program: Program, seconds: number): Promise<HighsOutcome> {
  const solver = await highsSolver();
  const began = clock();
  let best: number | null = null;
  let bound: number | null = null;
  const see = (vector: ArrayLike<number>): void => {
    const recheck = recheckSolution(program, vector);
    if (recheck.passed && (best === null || isBetter(program, recheck.objective, best))) best = recheck.objective;
  };
  const posed = poseObjective(program);
  const answer = solver.solve({
    program,
    cost: posed.cost,
    offset: posed.offset,
    timeLimitSeconds: null,
    relativeGap: 0,
    start: null,
    tight: false,
    cancelled: () => clock() - began > seconds,
    onIncumbent: see,
    onState(state) {
      bound = toUserValue(program, posed, state.bound) ?? bound;
    },
  });
  if (answer.values !== null) see(answer.values);
  return { best, bound: toUserValue(program, posed, answer.bound) ?? bound, ended: answer.claim !== 'cancelled', seconds: clock() - began };
}
