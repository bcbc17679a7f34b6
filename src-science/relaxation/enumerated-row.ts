/**
 * Rows whose coefficients lie far apart (`far-row.ts`), vertex by vertex: the row's excess at each of its 2^k
 * vertices is made once in whole numbers, and expectations are sums of positive terms over them. Differences
 * of two large violations are never taken: what a flip changes is the coefficient itself where the row is
 * violated on both sides, and one of the two violations where it is kept on the other.
 */
import { farAmount, type FarRow } from './far-row.ts';
import type { MarginalTables } from './marginal-tables.ts';
import type { RowDistribution } from './row-distribution.ts';

/** Multiply-adds of one evaluation with its gradient. */
export function enumeratedCells(k: number): number {
  return 2 * k * 2 ** k;
}

/** max(aᵀx − b, 0) at vertex s, whose bit n is x of the n-th coefficient, by Gray code. Cost: 2^k additions of whole numbers. */
function vertexViolations(far: FarRow, unit: number): Float64Array {
  const count = 2 ** far.weight.length;
  const violation = new Float64Array(count);
  let excess = -far.bound;
  let s = 0;
  for (let step = 0; step < count; step++) {
    if (step > 0) {
      const n = 31 - Math.clz32(step & -step);
      s ^= 1 << n;
      const w = far.weight[n] ?? 0n;
      excess += (s >> n) & 1 ? w : -w;
    }
    if (excess > 0n) violation[s] = unit * farAmount(excess, far.places);
  }
  return violation;
}

/**
 * @param row index of the normal row
 * @param column, coefficient of the row in its own units, in the order of `far`; length k ≤ 20
 * @param unit of `far` in the row's own
 * Cost: O(2^k) whole numbers; an evaluation O(2^k), with a gradient O(k 2^k).
 */
export function createEnumeratedRow(
  row: number, column: Int32Array, coefficient: Float64Array, unit: number, rhs: number, far: FarRow,
): RowDistribution {
  const k = column.length;
  const violation = vertexViolations(far, unit);
  let b = rhs;
  let base: { readonly violation: Float64Array; readonly coefficient: Float64Array } | null = null;
  const weight = new Float64Array(2 ** k);
  const mean = new Float64Array(2 ** k);

  /** P(s), and M(s) = E[Σ a s; s] where asked for, of the vertices whose bit `without` is 0; all where it is −1. */
  function load({ probability, surrogate }: MarginalTables, without: number, withMean: boolean): void {
    weight[0] = 1;
    mean[0] = 0;
    let reach = 1;
    for (let n = 0; n < k; n++) {
      const bit = 2 ** n;
      if (n === without) {
        weight.fill(0, bit, 2 * bit);
        mean.fill(0, bit, 2 * bit);
      } else {
        const literal = 2 * column[n]!;
        const one = probability[literal]!;
        const zero = probability[literal + 1]!;
        const meanOne = coefficient[n]! * surrogate[literal]!;
        const meanZero = coefficient[n]! * surrogate[literal + 1]!;
        for (let s = 0; s < reach; s++) {
          const p = weight[s]!;
          if (withMean) {
            mean[bit + s] = one * mean[s]! + meanOne * p;
            mean[s] = zero * mean[s]! + meanZero * p;
          }
          weight[bit + s] = one * p;
          weight[s] = zero * p;
        }
      }
      reach = 2 * bit;
    }
  }

  function settle(tables: MarginalTables): number {
    load(tables, -1, false);
    let penalty = 0;
    let violated = 0;
    for (let s = 0; s < violation.length; s++) {
      const v = violation[s]!;
      if (v <= 0) continue;
      penalty += weight[s]! * v;
      violated += weight[s]!;
    }
    tables.rowPenalty[row] = penalty;
    tables.rowViolation[row] = Math.min(1, violated);
    return penalty;
  }

  /** Calls `visit` for the vertices with x_n = 0 that have a probability: P without x_n, violation with x_n = 0 and with 1. */
  function eachPair(n: number, visit: (s: number, zero: number, one: number) => void): void {
    const bit = 1 << n;
    for (let s = 0; s < violation.length; s++) if ((s & bit) === 0 && weight[s] !== 0) visit(s, violation[s]!, violation[s | bit]!);
  }

  return {
    penalty(tables, withGradient) {
      if (withGradient) {
        for (let n = 0; n < k; n++) {
          load(tables, n, false);
          let slope = 0;
          eachPair(n, (s, zero, one) => {
            slope += weight[s]! * (zero > 0 && one > 0 ? coefficient[n]! : one - zero);
          });
          tables.partial[2 * column[n]!]! += slope;
        }
      }
      return settle(tables);
    },
    conditionals(tables) {
      for (let n = 0; n < k; n++) {
        load(tables, n, false);
        let withOne = 0;
        let withZero = 0;
        eachPair(n, (s, zero, one) => {
          if (zero > 0) withZero += weight[s]!;
          if (one > 0) withOne += weight[s]!;
        });
        tables.conditional[2 * column[n]!]! += coefficient[n]! * withOne;
        tables.conditional[2 * column[n]! + 1]! += coefficient[n]! * withZero;
      }
      return settle(tables);
    },
    surrogate(tables, withGradient) {
      if (withGradient) {
        for (let n = 0; n < k; n++) {
          load(tables, n, true);
          let slope = 0;
          let withOne = 0;
          let withZero = 0;
          eachPair(n, (s, zero, one) => {
            if (zero > 0) withZero += weight[s]!;
            if (one > 0) withOne += weight[s]!;
            if (zero > 0 !== one > 0) slope += (one > 0 ? 1 : -1) * (mean[s]! - b * weight[s]!);
          });
          tables.surrogateGradient[column[n]!]! += slope;
          tables.conditional[2 * column[n]!]! += coefficient[n]! * withOne;
          tables.conditional[2 * column[n]! + 1]! += coefficient[n]! * withZero;
        }
      }
      load(tables, -1, true);
      let total = 0;
      for (let s = 0; s < violation.length; s++) if (violation[s]! > 0) total += mean[s]! - b * weight[s]!;
      return total;
    },
    reweigh(times) {
      base ??= { violation: violation.slice(), coefficient: coefficient.slice() };
      b = rhs * times;
      for (let s = 0; s < violation.length; s++) violation[s] = base.violation[s]! * times;
      for (let n = 0; n < k; n++) coefficient[n] = base.coefficient[n]! * times;
    },
  };
}
