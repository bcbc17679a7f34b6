/**
 * What one method knows and another can use: marginals with prices of the variables, and 0/1 vectors found
 * so far. Prices turn an objective value into fixings: where the vector y ≥ 0 holds a multiplier a row,
 * cᵀx ≥ bound + priceᵀx for every feasible x, price = c + Aᵀy and bound = −yᵀb. Of the optimal multipliers
 * of the linear relaxation, |price_j| is what x_j costs at least on the other side of its bound.
 */
import type { DecodedSolution } from './decoded-solution.ts';

export interface Guide {
  /** Marginals, length d, each in [0, 1]. */
  readonly xHat: Float64Array;
  /** Length d, normal form; null where there are no multipliers: then the costs themselves are the prices. */
  readonly price: Float64Array | null;
  /**
   * cᵀx ≥ bound + priceᵀx for all feasible x, without the objective's constant, up to the rounding of whoever solved
   * it; 0 without multipliers.
   */
  readonly bound: number;
  /** y of the normal rows, length m, of which price and bound are made; absent where only these are known. */
  readonly multipliers?: Float64Array | undefined;
}

export interface Pool {
  /** Beside the marginals that are decoded. */
  readonly guides: readonly Guide[];
  /** In the order in which they were found. */
  readonly solutions: readonly Pick<DecodedSolution, 'decoder' | 'x'>[];
}

export const EMPTY_POOL: Pool = { guides: [], solutions: [] };

/**
 * The guide that a solution of the linear relaxation is.
 * @param values length d, in [0, 1] up to a solver's rounding
 * @param reducedCost length d, normal form
 * @param value cᵀx of the solution, normal form, without the objective's constant
 */
export function guideOfRelaxation(values: Float64Array, reducedCost: Float64Array, value: number): Guide {
  // By complementary slackness the solution attains bound + Σ_j min(price_j, 0).
  const bound = reducedCost.reduce((rest, r) => rest - Math.min(r, 0), value);
  return { xHat: values.map((x) => Math.min(Math.max(x, 0), 1)), price: reducedCost, bound };
}
