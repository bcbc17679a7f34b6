/**
 * Multipliers from marginals: y_i = μ P(row i violated) is what the expected penalty gives, since
 * ∂E[max(a_iᵀx − b_i, 0)]/∂b_i = −P(a_iᵀx > b_i). Any y ≥ 0 bounds the optimum, so the probabilities may be estimates.
 */
import type { NormalForm } from '../program/normal-form.ts';

/** 1.702 times a normal deviate, through the logistic function, is off from Φ by less than 0.01. */
const LOGISTIC = 1.702;

/**
 * P(a_iᵀx > b_i) by the normal law of the row's mean and variance, for rows whose exact probability is not at hand.
 * @param xHat marginals, length d
 * @param into length m, overwritten
 * Cost: O(nnz), m exponentials.
 */
export function estimateViolations({ rowCount, start, column, value, rhs }: NormalForm, xHat: Float64Array, into: Float64Array): void {
  for (let i = 0; i < rowCount; i++) {
    let excess = -rhs[i]!;
    let variance = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const x = xHat[column[k]!]!;
      const a = value[k]!;
      excess += a * x;
      variance += a * a * x * (1 - x);
    }
    into[i] = variance > 0 ? 1 / (1 + Math.exp((-LOGISTIC * excess) / Math.sqrt(variance))) : excess > 0 ? 1 : 0;
  }
}
