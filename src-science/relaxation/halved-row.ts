/**
 * Short rows with real weights (or integer weights too large for a lattice): meet in the middle. The
 * subset sums of each half are enumerated and sorted once; an evaluation walks the two sorted lists
 * against each other and folds the result over the cube of each half, which gives all leave-one-out
 * values. O(2^{k/2}) an evaluation, exact up to rounding of sums (docs/science.md, section 5).
 */
import type { MarginalTables } from './marginal-tables.ts';
import {
  settleConditional,
  settlePartial,
  settlePenalty,
  settleSurrogate,
  settleSurrogateGradient,
  weighOriented,
  type OrientedRow,
  type RowDistribution,
} from './row-distribution.ts';

/** Rows of up to this many nonzeros are halved; 2¹⁸ subsets a half. */
export const LONGEST_HALVED_ROW = 36;

/** Scratch shared by all halved rows of a plan; each array covers the subsets of a half or twice that. */
export interface HalvedWorkspace {
  size: number;
  probability: [Float64Array, Float64Array];
  mean: [Float64Array, Float64Array];
  cumulative: Float64Array;
  cumulativeSum: Float64Array;
  cumulativeMean: Float64Array;
  /** Folded tables, 2 · size: level n at offset 2ⁿ. */
  inside: Float64Array;
  value: Float64Array;
}

export function createHalvedWorkspace(): HalvedWorkspace {
  const empty = new Float64Array(0);
  return {
    size: 0,
    probability: [empty, empty],
    mean: [empty, empty],
    cumulative: empty,
    cumulativeSum: empty,
    cumulativeMean: empty,
    inside: empty,
    value: empty,
  };
}

function growWorkspace(workspace: HalvedWorkspace, size: number): void {
  if (workspace.size >= size) return;
  workspace.size = size;
  workspace.probability = [new Float64Array(size), new Float64Array(size)];
  workspace.mean = [new Float64Array(size), new Float64Array(size)];
  workspace.cumulative = new Float64Array(size + 1);
  workspace.cumulativeSum = new Float64Array(size + 1);
  workspace.cumulativeMean = new Float64Array(size + 1);
  workspace.inside = new Float64Array(2 * size);
  workspace.value = new Float64Array(2 * size);
}

interface Half {
  /** Index of its first variable in the oriented row. */
  readonly first: number;
  readonly length: number;
  /** Subset sums in ascending order and the subsets they belong to. */
  readonly sum: Float64Array;
  readonly order: Int32Array;
}

function createHalf(weight: Float64Array, first: number, length: number): Half {
  const size = 2 ** length;
  const sums = new Float64Array(size);
  for (let n = 0; n < length; n++) {
    const bit = 2 ** n;
    for (let m = 0; m < bit; m++) sums[bit + m] = sums[m]! + weight[first + n]!;
  }
  const order = Int32Array.from(sums.keys()).sort((a, b) => sums[a]! - sums[b]! || a - b);
  return { first, length, order, sum: Float64Array.from(order, (m) => sums[m]!) };
}

/** Multiply-adds of one evaluation, to compare with a lattice's cells. */
export function halvedCells(k: number): number {
  return 16 * 2 ** Math.ceil(k / 2);
}

/** @param oriented at most `LONGEST_HALVED_ROW` weights */
export function createHalvedRow(oriented: OrientedRow, workspace: HalvedWorkspace): RowDistribution {
  const { weight, hit, coefficient, delta, upper } = oriented;
  const k = weight.length;
  const firstLength = k >> 1;
  const halves: readonly [Half, Half] = [
    createHalf(weight, 0, firstLength),
    createHalf(weight, firstLength, k - firstLength),
  ];
  growWorkspace(workspace, 2 ** (k - firstLength));

  /** P (and M = E[Σ a s; subset]) of every subset of both halves. */
  function loadHalves(tables: MarginalTables, withMean: boolean): void {
    for (let side = 0; side < 2; side++) {
      const half = halves[side]!;
      const p = workspace.probability[side]!;
      const m = workspace.mean[side]!;
      p[0] = 1;
      m[0] = 0;
      for (let n = 0; n < half.length; n++) {
        const literal = hit[half.first + n]!;
        const one = tables.probability[literal]!;
        const zero = tables.probability[literal ^ 1]!;
        const a = coefficient[half.first + n]!;
        const meanOne = a * tables.surrogate[literal]!;
        const meanZero = a * tables.surrogate[literal ^ 1]!;
        const bit = 2 ** n;
        for (let s = 0; s < bit; s++) {
          const base = p[s]!;
          if (withMean) {
            m[bit + s] = one * m[s]! + meanOne * base;
            m[s] = zero * m[s]! + meanZero * base;
          }
          p[bit + s] = one * base;
          p[s] = zero * base;
        }
      }
    }
  }

  /**
   * For every subset of one half, what the other half adds: P(inside) into `inside` and, as `what` says,
   * E[(δ − U)⁺] or E[(Σ a s − b) · 1[inside]] of the other half into `value`; both at offset 2^length.
   */
  function meet(side: 0 | 1, what: 'lack' | 'mean'): void {
    const own = halves[side];
    const other = halves[side === 0 ? 1 : 0];
    const p = workspace.probability[side === 0 ? 1 : 0];
    const m = workspace.mean[side === 0 ? 1 : 0];
    const { cumulative, cumulativeSum, cumulativeMean, inside, value } = workspace;
    for (let r = 0; r < other.order.length; r++) {
      const subset = other.order[r]!;
      cumulative[r + 1] = cumulative[r]! + p[subset]!;
      cumulativeSum[r + 1] = cumulativeSum[r]! + p[subset]! * other.sum[r]!;
      if (what === 'mean') cumulativeMean[r + 1] = cumulativeMean[r]! + m[subset]!;
    }
    const base = own.order.length;
    let r = other.order.length;
    for (let n = 0; n < base; n++) {
      const sum = own.sum[n]!;
      if (upper) while (r > 0 && other.sum[r - 1]! + sum >= delta) r--;
      else while (r > 0 && other.sum[r - 1]! + sum > delta) r--;
      const at = base + own.order[n]!;
      inside[at] = cumulative[r]!;
      value[at] =
        what === 'lack'
          ? (delta - sum) * cumulative[r]! - cumulativeSum[r]!
          : cumulativeMean[r]! - oriented.rhs * cumulative[r]!;
    }
  }

  /** Folds `table` (level n at offset 2ⁿ) down to one value at offset 1. */
  function fold(table: Float64Array, half: Half, tables: MarginalTables): number {
    for (let n = half.length - 1; n >= 0; n--) {
      const bit = 2 ** n;
      const literal = hit[half.first + n]!;
      const one = tables.probability[literal]!;
      const zero = tables.probability[literal ^ 1]!;
      for (let s = 0; s < bit; s++) table[bit + s] = zero * table[2 * bit + s]! + one * table[3 * bit + s]!;
    }
    return table[1]!;
  }

  /** Folds value and inside together where P and M travel as a pair. */
  function foldPair(half: Half, tables: MarginalTables): number {
    const { inside, value } = workspace;
    for (let n = half.length - 1; n >= 0; n--) {
      const bit = 2 ** n;
      const literal = hit[half.first + n]!;
      const one = tables.probability[literal]!;
      const zero = tables.probability[literal ^ 1]!;
      const a = coefficient[half.first + n]!;
      const meanOne = a * tables.surrogate[literal]!;
      const meanZero = a * tables.surrogate[literal ^ 1]!;
      for (let s = 0; s < bit; s++) {
        const i0 = inside[2 * bit + s]!;
        const i1 = inside[3 * bit + s]!;
        value[bit + s] =
          zero * value[2 * bit + s]! + one * value[3 * bit + s]! + meanZero * i0 + meanOne * i1;
        inside[bit + s] = zero * i0 + one * i1;
      }
    }
    return value[1]!;
  }

  /** Refills P and M of one half step by step, calling `visit` before variable n joins. */
  function climb(
    side: 0 | 1,
    tables: MarginalTables,
    withMean: boolean,
    visit: (n: number, bit: number, p: Float64Array, m: Float64Array) => void,
  ): void {
    const half = halves[side];
    const p = workspace.probability[side];
    const m = workspace.mean[side];
    p[0] = 1;
    m[0] = 0;
    for (let n = 0; n < half.length; n++) {
      const bit = 2 ** n;
      visit(half.first + n, bit, p, m);
      const literal = hit[half.first + n]!;
      const one = tables.probability[literal]!;
      const zero = tables.probability[literal ^ 1]!;
      const a = coefficient[half.first + n]!;
      const meanOne = a * tables.surrogate[literal]!;
      const meanZero = a * tables.surrogate[literal ^ 1]!;
      for (let s = 0; s < bit; s++) {
        const base = p[s]!;
        if (withMean) {
          m[bit + s] = one * m[s]! + meanOne * base;
          m[s] = zero * m[s]! + meanZero * base;
        }
        p[bit + s] = one * base;
        p[s] = zero * base;
      }
    }
  }

  function penalty(tables: MarginalTables, withGradient: boolean): number {
    loadHalves(tables, false);
    const { inside, value } = workspace;
    let lack = 0;
    let within = 0;
    for (const side of [0, 1] as const) {
      if (side === 1 && !withGradient) break;
      meet(side, 'lack');
      lack = fold(value, halves[side], tables);
      if (side === 0) within = fold(inside, halves[side], tables);
      if (!withGradient) break;
      climb(side, tables, false, (n, bit, p) => {
        let g = 0;
        for (let s = 0; s < bit; s++) g += p[s]! * (value[3 * bit + s]! - value[2 * bit + s]!);
        settlePartial(oriented, tables, n, g);
      });
    }
    return settlePenalty(oriented, tables, Math.max(0, lack), within);
  }

  function conditionals(tables: MarginalTables): number {
    loadHalves(tables, false);
    const { inside, value } = workspace;
    let lack = 0;
    let within = 0;
    for (const side of [0, 1] as const) {
      meet(side, 'lack');
      within = fold(inside, halves[side], tables);
      if (side === 0) lack = fold(value, halves[side], tables);
      climb(side, tables, false, (n, bit, p) => {
        let withHit = 0;
        let without = 0;
        for (let s = 0; s < bit; s++) {
          without += p[s]! * inside[2 * bit + s]!;
          withHit += p[s]! * inside[3 * bit + s]!;
        }
        settleConditional(oriented, tables, n, withHit, without);
      });
    }
    return settlePenalty(oriented, tables, Math.max(0, lack), within);
  }

  function surrogate(tables: MarginalTables, withGradient: boolean): number {
    loadHalves(tables, true);
    const { inside, value } = workspace;
    let insideMean = 0;
    for (const side of [0, 1] as const) {
      if (side === 1 && !withGradient) break;
      meet(side, 'mean');
      insideMean = foldPair(halves[side], tables);
      if (!withGradient) break;
      climb(side, tables, true, (n, bit, p, m) => {
        let probabilityPart = 0;
        let withHit = 0;
        let without = 0;
        for (let s = 0; s < bit; s++) {
          const i0 = inside[2 * bit + s]!;
          const i1 = inside[3 * bit + s]!;
          probabilityPart +=
            p[s]! * (value[3 * bit + s]! - value[2 * bit + s]!) + m[s]! * (i1 - i0);
          without += p[s]! * i0;
          withHit += p[s]! * i1;
        }
        settleSurrogateGradient(oriented, tables, n, probabilityPart, withHit, without);
      });
    }
    return settleSurrogate(oriented, tables, insideMean);
  }

  return { penalty, conditionals, surrogate, reweigh: weighOriented(oriented) };
}
