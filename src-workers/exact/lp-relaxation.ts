/**
 * The linear relaxation of a program, by HiGHS: a start for descents, nothing more. It is solved over
 * tightened rows (`tighten-rows.ts`), which have the same 0/1 solutions and a smaller polytope. HiGHS's
 * simplex method is deterministic: the same program gives the same vertex.
 */
import type { Program } from '../../src-science/program/program.ts';
import { beyondSolverRange, scaleUpFactor } from '../../src-science/exact/solver-scaling.ts';
import { tightenRows } from '../../src-science/exact/tighten-rows.ts';
import { dropHighs, loadedHighs, modelOf } from './highs.ts';
import { quoted } from '../../src-science/program/problem-error.ts';

export type Relaxation =
  | {
      readonly status: 'solved';
      /** Length d, in [0, 1] up to the solver's rounding. */
      readonly values: Float64Array;
      /** Length d: reduced costs, for minimization; 0 where no row was left. */
      readonly reducedCost: Float64Array;
      /** cᵀx of `values`, for minimization, without the objective's constant. */
      readonly value: number;
      /** Of the simplex method. */
      readonly iterations: number;
    }
  | {
      readonly status: 'infeasible' | 'cancelled' | 'failed' | 'unfinished';
      /** A clause: what happened. */
      readonly says: string;
    };

/** Simplex iterations are given by the size of the program: one costs between 0.1 and 2 ms, more where there are more nonzeros. */
const BUDGET = 2_000_000_000;
const MOST_ITERATIONS = 20_000;
const LEAST_ITERATIONS = 500;

/** Simplex iterations that a start may take where it has another way: a few seconds, at most about ten. Counted: the same everywhere. */
export function relaxationBudget(nonzeros: number): number {
  return Math.max(LEAST_ITERATIONS, Math.min(MOST_ITERATIONS, Math.floor(BUDGET / Math.max(nonzeros, 1))));
}

/**
 * Solves the relaxation. Throws what the library throws, and does not use it again then.
 * @param iterations of the simplex method, at most
 */
export async function solveRelaxation(program: Program, cancelled: () => boolean, iterations = Infinity): Promise<Relaxation> {
  const beyond = beyondSolverRange(program);
  if (beyond !== null) return { status: 'failed', says: `${beyond} is beyond the solver’s range` };
  const factor =
    (program.sense === 'min' ? 1 : -1) * scaleUpFactor(program.objective.reduce((largest, c) => Math.max(largest, Math.abs(c)), 0));
  const cost = program.objective.map((c) => factor * c);
  const tight = tightenRows(program);
  if (tight.impossibleRow !== null) {
    return { status: 'infeasible', says: `row ${quoted(program.rowNames[tight.impossibleRow] ?? '')} cannot be satisfied` };
  }
  const highs = await loadedHighs();
  const { callbackType, modelStatus } = highs.constants;
  const stopIfAsked = (event: { interrupt(): void }): undefined => {
    if (cancelled()) event.interrupt();
  };
  try {
    const model = highs.createModel(modelOf(highs, cost, tight, false));
    try {
      model.options.set({ output_flag: false, solver: 'simplex' });
      if (iterations !== Infinity) model.options.set({ simplex_iteration_limit: iterations });
      const { modelStatus: status } = model.run({ [callbackType.simplexInterrupt]: stopIfAsked });
      switch (status) {
        case modelStatus.optimal:
          return solved(cost, factor, model.getSolution(), Number(model.info.get('simplex_iteration_count')));
        case modelStatus.empty:
          // No row is left: every variable stands where the objective wants it.
          return solved(cost, factor, { colValue: unconstrained(program, tight.fixed), colDual: cost }, 0);
        case modelStatus.iterationLimit:
          return { status: 'unfinished', says: `it was not solved in ${iterations} iterations` };
        case modelStatus.interrupted:
          return { status: 'cancelled', says: 'it was stopped' };
        case modelStatus.infeasible:
        case modelStatus.unboundedOrInfeasible:
          return { status: 'infeasible', says: 'it has no solution, and so the program has none' };
        default:
          return { status: 'failed', says: `HiGHS ended with status ${status}` };
      }
    } finally {
      model.dispose();
    }
  } catch (error) {
    dropHighs();
    throw error;
  }
}

function solved(
  cost: Float64Array, factor: number, { colValue, colDual }: { readonly colValue: Float64Array; readonly colDual: Float64Array },
  iterations: number,
): Relaxation {
  const value = colValue.reduce((sum, x, j) => sum + (cost[j] ?? 0) * x, 0);
  const size = Math.abs(factor);
  return { status: 'solved', values: colValue, reducedCost: colDual.map((r) => r / size), value: value / size, iterations };
}

function unconstrained(program: Program, fixed: Int8Array): Float64Array {
  return Float64Array.from(program.objective, (c, j) => {
    const value = fixed[j] ?? -1;
    if (value >= 0) return value;
    if (c === 0) return 0.5;
    return c < 0 === (program.sense === 'min') ? 1 : 0;
  });
}
