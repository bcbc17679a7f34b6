/**
 * Lagrangian fixing: a variable whose other value no vector of a wanted objective can have. With the reduced costs r of
 * multipliers y, every feasible vector that does not take x_j where the Lagrangian's minimum has it costs at least
 * LB(y) + |r_j|. Both are rounded outwards (`lagrangian-bound.ts`).
 */
import type { LagrangianBound } from './lagrangian-bound.ts';

export interface LagrangianFixing {
  /** Length d: −1 where nothing is known, else the only value left; values that were fixed before stay. */
  readonly fixed: Int8Array;
  /** Free variables that were fixed. */
  readonly count: number;
  /** No feasible vector has a wanted objective: what is fixed then says nothing. */
  readonly none: boolean;
}

/**
 * @param y length m, ≥ 0; netted in place
 * @param cutoff wanted objective, normal form: every feasible vector whose objective is at most this is kept
 * Cost: one evaluation of the bound.
 */
export function fixByReducedCosts(lagrangian: LagrangianBound, y: Float64Array, cutoff: number): LagrangianFixing {
  const { form, reducedCost } = lagrangian;
  const bound = lagrangian.evaluate(y);
  // The slack was subtracted for the sum; r_j alone is off by no more, and so is the objective of a vector that was added up in doubles.
  const limit = cutoff + 2 * lagrangian.slack() + 2 ** -50 * (Math.abs(cutoff) + Math.abs(bound));
  const fixed = form.fixed.slice();
  if (bound > limit) return { fixed, count: 0, none: true };
  let count = 0;
  if (bound > -Infinity) {
    for (let j = 0; j < fixed.length; j++) {
      if (fixed[j]! >= 0 || !(bound + Math.abs(reducedCost[j]!) > limit)) continue;
      fixed[j] = reducedCost[j]! < 0 ? 1 : 0;
      count++;
    }
  }
  return { fixed, count, none: false };
}
