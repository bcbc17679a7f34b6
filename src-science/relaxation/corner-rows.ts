/**
 * Closed forms of cover, packing and edge rows (science notes, section 5): E[max(aᵀx − b, 0)] is a
 * linear part plus amount · Π P(literal), O(k) a row with all leave-one-out products by prefixes and
 * suffixes, so that marginals of 0 need no division. Rows are batched in typed arrays: pairs apart from
 * the rest. Hot: this is the whole of an exact step on set cover and independent set.
 */
import type { MarginalTables } from './marginal-tables.ts';
import { COVER, PACKING, TIED_PACKING, type CornerRows } from './row-split.ts';

export interface CornerPlan {
  readonly rows: CornerRows;
  /** Cover rows of two literals: literals 2p and 2p+1 of `pairLiteral`. */
  readonly pairCount: number;
  readonly pairLiteral: Int32Array;
  readonly pairAmount: Float64Array;
  /** a_ij of both literals. */
  readonly pairCoefficient: Float64Array;
  readonly pairRow: Int32Array;
  /** Indices into `rows` of the others. */
  readonly long: Int32Array;
  /** Length 2 · longest row: prefix products and prefix sums of "exactly one". */
  readonly prefix: Float64Array;
  readonly prefixOne: Float64Array;
  /** Length d: Σ a_ij over packing rows, whose linear part is aᵀx̂ − b. */
  readonly linear: Float64Array;
}

export function createCornerPlan(rows: CornerRows, variableCount: number): CornerPlan {
  const pairs: number[] = [];
  const long: number[] = [];
  const linear = new Float64Array(variableCount);
  let longest = 0;
  for (let r = 0; r < rows.count; r++) {
    const from = rows.start[r]!;
    const to = rows.start[r + 1]!;
    longest = Math.max(longest, to - from);
    if (rows.kind[r] === COVER && to - from === 2) pairs.push(r);
    else long.push(r);
    if (rows.kind[r] !== COVER) {
      for (let k = from; k < to; k++) linear[rows.literal[k]! >> 1]! += rows.coefficient[k]!;
    }
  }
  const pairLiteral = new Int32Array(2 * pairs.length);
  const pairAmount = new Float64Array(pairs.length);
  const pairCoefficient = new Float64Array(2 * pairs.length);
  const pairRow = new Int32Array(pairs.length);
  pairs.forEach((r, p) => {
    const from = rows.start[r]!;
    pairLiteral[2 * p] = rows.literal[from]!;
    pairLiteral[2 * p + 1] = rows.literal[from + 1]!;
    pairAmount[p] = rows.amount[r]!;
    pairCoefficient[2 * p] = rows.coefficient[from]!;
    pairCoefficient[2 * p + 1] = rows.coefficient[from + 1]!;
    pairRow[p] = rows.row[r]!;
  });
  return {
    rows,
    pairCount: pairs.length,
    pairLiteral,
    pairAmount,
    pairCoefficient,
    pairRow,
    long: Int32Array.from(long),
    prefix: new Float64Array(longest),
    prefixOne: new Float64Array(longest),
    linear,
  };
}

/**
 * E[max(aᵀx − b, 0)] and P(v > 0) of every corner row.
 * @param rhs b of the normal form
 * @param withGradient adds ∂/∂P(literal) to `tables.partial` (without `plan.linear`, which is constant)
 * @returns the sum of the penalties
 * Cost: two passes over the corner nonzeros.
 */
export function cornerPenalty(
  plan: CornerPlan,
  rhs: Float64Array,
  tables: MarginalTables,
  withGradient: boolean,
): number {
  const { rows, pairLiteral, pairAmount, pairRow, long, prefix } = plan;
  const { kind, amount, start, literal, coefficient, row } = rows;
  const { probability, partial, rowPenalty, rowViolation } = tables;
  let total = 0;
  for (let p = 0; p < plan.pairCount; p++) {
    const u = pairLiteral[2 * p]!;
    const v = pairLiteral[2 * p + 1]!;
    const c = pairAmount[p]!;
    const qu = probability[u]!;
    const qv = probability[v]!;
    if (withGradient) {
      partial[u]! += c * qv;
      partial[v]! += c * qu;
    }
    const both = qu * qv;
    const penalty = c * both;
    rowPenalty[pairRow[p]!] = penalty;
    rowViolation[pairRow[p]!] = both;
    total += penalty;
  }
  for (let n = 0; n < long.length; n++) {
    const r = long[n]!;
    const from = start[r]!;
    const to = start[r + 1]!;
    const c = amount[r]!;
    const i = row[r]!;
    let product = 1;
    if (kind[r] === COVER) {
      for (let k = from; k < to; k++) {
        prefix[k - from] = product;
        product *= probability[literal[k]!]!;
      }
      rowPenalty[i] = c * product;
      rowViolation[i] = product;
    } else {
      let one = 0;
      let sum = -rhs[i]!;
      for (let k = from; k < to; k++) {
        const q = probability[literal[k]!]!;
        prefix[k - from] = product;
        one = one * q + product * probability[literal[k]! ^ 1]!;
        product *= q;
        sum += coefficient[k]! * probability[literal[k]! & ~1]!;
      }
      rowPenalty[i] = Math.max(0, sum + c * product);
      rowViolation[i] = Math.max(0, 1 - product - (kind[r] === TIED_PACKING ? one : 0));
    }
    total += rowPenalty[i];
    if (withGradient) {
      let suffix = c;
      for (let k = to - 1; k >= from; k--) {
        const l = literal[k]!;
        partial[l]! += prefix[k - from]! * suffix;
        suffix *= probability[l]!;
      }
    }
  }
  return total;
}

/**
 * Adds Σ a_ij P(v_i > 0 | literal) of every corner row to `tables.conditional`.
 * Cost: two passes over the corner nonzeros.
 */
export function cornerConditionals(plan: CornerPlan, tables: MarginalTables): void {
  const { kind, start, literal, coefficient } = plan.rows;
  const { prefix, prefixOne, pairLiteral, pairCoefficient, long } = plan;
  const { probability, conditional } = tables;
  for (let p = 0; p < 2 * plan.pairCount; p += 2) {
    const u = pairLiteral[p]!;
    const v = pairLiteral[p + 1]!;
    conditional[u]! += pairCoefficient[p]! * probability[v]!;
    conditional[v]! += pairCoefficient[p + 1]! * probability[u]!;
  }
  for (let n = 0; n < long.length; n++) {
    const r = long[n]!;
    const from = start[r]!;
    const to = start[r + 1]!;
    if (kind[r] === COVER) {
      let product = 1;
      for (let k = from; k < to; k++) {
        prefix[k - from] = product;
        product *= probability[literal[k]!]!;
      }
      let suffix = 1;
      for (let k = to - 1; k >= from; k--) {
        const l = literal[k]!;
        conditional[l]! += coefficient[k]! * prefix[k - from]! * suffix;
        suffix *= probability[l]!;
      }
    } else {
      const tied = kind[r] !== PACKING;
      let product = 1;
      let one = 0;
      for (let k = from; k < to; k++) {
        const l = literal[k]!;
        prefix[k - from] = product;
        prefixOne[k - from] = one;
        one = one * probability[l]! + product * probability[l ^ 1]!;
        product *= probability[l]!;
      }
      let suffix = 1;
      let suffixOne = 0;
      for (let k = to - 1; k >= from; k--) {
        const l = literal[k]!;
        const q = probability[l]!;
        const none = prefix[k - from]! * suffix;
        const exactlyOne = prefixOne[k - from]! * suffix + prefix[k - from]! * suffixOne;
        const a = coefficient[k]!;
        // l says "not this one": with it the row is kept by none or (tied) one of the others.
        conditional[l]! += a * (tied ? 1 - none - exactlyOne : 1 - none);
        conditional[l ^ 1]! += tied ? a * (1 - none) : a;
        suffixOne = suffixOne * q + suffix * probability[l ^ 1]!;
        suffix *= q;
      }
    }
  }
}
