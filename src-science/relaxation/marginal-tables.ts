/**
 * What the exact row evaluations read of x̂ and write about it, by literal (2j: x_j, 2j+1: 1 − x_j).
 * Made once per plan and overwritten at each evaluation, so that a step allocates nothing.
 */
import { writeLiteralSlopes, writeLiteralSurrogates } from './one-variable.ts';

export interface MarginalTables {
  readonly variableCount: number;
  /** P(literal), length 2d. */
  readonly probability: Float64Array;
  /** E[s_j · literal]: K1, K0; length 2d. Filled only for surrogate values. */
  readonly surrogate: Float64Array;
  /** E[∂s_j · literal]: h1, h0; length 2d. Filled only where a field or the surrogate is wanted. */
  readonly slope: Float64Array;
  /** Written: ∂/∂P(literal) of the quantity, length 2d; the gradient is entry 2j less entry 2j+1. */
  readonly partial: Float64Array;
  /** Written: Σ_i a_ij P(v_i > 0 | literal), length 2d. */
  readonly conditional: Float64Array;
  /** Written: gradient of the surrogate's expectation with E[s·literal] held fixed, length d. */
  readonly surrogateGradient: Float64Array;
  /** Written: E[max(a_iᵀx − b_i, 0)] of each normal row. */
  readonly rowPenalty: Float64Array;
  /** Written: P(a_iᵀx > b_i) of each normal row. */
  readonly rowViolation: Float64Array;
}

/** Arrays that the loops over corner rows share. */
export type SharedTables = Pick<MarginalTables, 'probability' | 'surrogate' | 'partial' | 'conditional' | 'rowPenalty' | 'rowViolation'>;

/** @param shared arrays to use instead of new ones */
export function createMarginalTables(variableCount: number, rowCount: number, shared?: SharedTables): MarginalTables {
  return {
    variableCount,
    probability: shared?.probability ?? new Float64Array(2 * variableCount),
    surrogate: shared?.surrogate ?? new Float64Array(2 * variableCount),
    slope: new Float64Array(2 * variableCount),
    partial: shared?.partial ?? new Float64Array(2 * variableCount),
    conditional: shared?.conditional ?? new Float64Array(2 * variableCount),
    surrogateGradient: new Float64Array(variableCount),
    rowPenalty: shared?.rowPenalty ?? new Float64Array(rowCount),
    rowViolation: shared?.rowViolation ?? new Float64Array(rowCount),
  };
}

export function loadProbabilities(tables: MarginalTables, xHat: Float64Array): void {
  const { probability, variableCount } = tables;
  for (let j = 0; j < variableCount; j++) {
    const x = xHat[j]!;
    probability[2 * j] = x;
    probability[2 * j + 1] = 1 - x;
  }
}

/** After `loadProbabilities`. */
export function loadSlopes({ probability, slope }: MarginalTables): void {
  writeLiteralSlopes(probability, slope);
}

/** E[s_j · literal] and the slopes, after `loadProbabilities`. */
export function loadSurrogates({ probability, surrogate, slope }: MarginalTables): void {
  writeLiteralSurrogates(probability, surrogate, slope);
}
