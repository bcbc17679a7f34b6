/**
 * One row of the residual expectation as a table, exact: of whole weights by the recursion over its bands, of
 * few real ones by listing all sums (`residual-expectation.ts` says what V_p(s) is).
 */
import { scaleRow } from '../relaxation/integral-row.ts';

/** Rows of real weights with at most this many free entries are summed over all 2^k outcomes. */
const LISTED_LENGTH = 12;

/** One row's V_p(s), in multiples of `unit`. */
export interface RowTable {
  readonly unit: number;
  /** Length k: the row's own, nonnegative, in multiples of the unit, in order of decision. */
  readonly weight: Float64Array;
  readonly cells: number;
  /** Bound on |value·unit − truth| for every p and s. */
  readonly error: number;
  /** V_p(s) for a prefix sum s of decided entries; 0 ≤ p ≤ k. */
  value(p: number, s: number): number;
}

/**
 * A row's table where it has an exact one of at most `cellLimit` cells; null where it has none.
 * @param weight nonnegative, length k, in order of decision
 * @param chance ŷ, length k
 * @param rest κ
 */
export function exactRow(weight: Float64Array, chance: Float64Array, rest: number, cellLimit: number): RowTable | null {
  const k = weight.length;
  let total = 0;
  for (let q = 0; q < k; q++) total += weight[q]!;
  if (total <= rest || rest <= 0) return linearRow(weight, chance, rest, total <= rest);

  const scaled = scaleRow(weight, 0, k, rest);
  if (scaled.integral) {
    const kappa = nearestWhole(scaled.bound);
    if (bandCells(scaled.weight, kappa) <= cellLimit) return bandedRow(scaled.weight, chance, kappa, scaled.unit);
  }
  return k <= LISTED_LENGTH ? listedRow(weight, chance, rest) : null;
}

/** A row that cannot be violated, or whose violation is the plain sum less κ ≤ 0. */
function linearRow(weight: Float64Array, chance: Float64Array, rest: number, never: boolean): RowTable {
  if (never) return { unit: 1, weight, cells: 0, error: 0, value: () => 0 };
  const mean = suffixMeans(weight, chance);
  return { unit: 1, weight, cells: mean.length, error: 0, value: (p, s) => s + mean[p]! - rest };
}

/** Whole weights: the recursion over bands. κ need not be whole. */
function bandedRow(weight: Float64Array, chance: Float64Array, kappa: number, unit: number): RowTable {
  const k = weight.length;
  const mean = suffixMeans(weight, chance);
  const low = new Float64Array(k + 1);
  const start = new Int32Array(k + 2);
  forEachBand(weight, kappa, (p, from, to) => {
    low[p] = from;
    start[p + 1] = Math.max(to - from + 1, 0);
  });
  for (let p = 0; p <= k; p++) start[p + 1] = start[p + 1]! + start[p]!;
  const cells = new Float64Array(start[k + 1]!);
  const value = (p: number, s: number): number => {
    if (s >= kappa) return s + mean[p]! - kappa;
    const at = s - low[p]!;
    if (at < 0) return 0;
    const slot = start[p]! + at;
    return slot < start[p + 1]! ? cells[slot]! : 0;
  };
  for (let p = k - 1; p >= 0; p--) {
    const y = chance[p]!;
    const w = weight[p]!;
    for (let slot = start[p]!, s = low[p]!; slot < start[p + 1]!; slot++, s++) {
      cells[slot] = (1 - y) * value(p + 1, s) + y * value(p + 1, s + w);
    }
  }
  return { unit, weight, cells: cells.length, error: 0, value };
}

/**
 * The sums s at stage p where V_p is neither 0 nor linear: max(0, ⌊κ − Σ_{q≥p} w⌋ + 1) … min(⌈κ⌉ − 1, Σ_{q<p} w).
 * Empty when from > to.
 */
function forEachBand(weight: Float64Array, kappa: number, visit: (p: number, from: number, to: number) => void): void {
  const k = weight.length;
  let before = 0;
  let after = 0;
  for (let q = 0; q < k; q++) after += weight[q]!;
  for (let p = 0; p <= k; p++) {
    visit(p, Math.max(0, Math.floor(kappa - after) + 1), Math.min(Math.ceil(kappa) - 1, before));
    if (p < k) {
      before += weight[p]!;
      after -= weight[p]!;
    }
  }
}

function bandCells(weight: Float64Array, kappa: number): number {
  let cells = 0;
  forEachBand(weight, kappa, (_p, from, to) => {
    cells += Math.max(to - from + 1, 0);
  });
  return cells;
}

/** Real weights, few of them: the 2^(k−p) outcomes of every suffix, listed. */
function listedRow(weight: Float64Array, chance: Float64Array, rest: number): RowTable {
  const k = weight.length;
  const sums: Float64Array[] = [];
  const chances: Float64Array[] = [];
  sums[k] = Float64Array.of(0);
  chances[k] = Float64Array.of(1);
  let cells = 2;
  for (let p = k - 1; p >= 0; p--) {
    const shorter = sums[p + 1]!;
    const shorterChance = chances[p + 1]!;
    const n = shorter.length;
    const sum = new Float64Array(2 * n);
    const probability = new Float64Array(2 * n);
    for (let o = 0; o < n; o++) {
      sum[o] = shorter[o]!;
      sum[n + o] = shorter[o]! + weight[p]!;
      probability[o] = (1 - chance[p]!) * shorterChance[o]!;
      probability[n + o] = chance[p]! * shorterChance[o]!;
    }
    sums[p] = sum;
    chances[p] = probability;
    cells += 4 * n;
  }
  return {
    unit: 1,
    weight,
    cells,
    error: 0,
    value(p, s) {
      const sum = sums[p]!;
      const probability = chances[p]!;
      let expectation = 0;
      for (let o = 0; o < sum.length; o++) {
        const excess = s + sum[o]! - rest;
        if (excess > 0) expectation += probability[o]! * excess;
      }
      return expectation;
    },
  };
}

/** Σ_{q≥p} w_q ŷ_q for p = 0…k. */
export function suffixMeans(weight: Float64Array, chance: Float64Array): Float64Array {
  const mean = new Float64Array(weight.length + 1);
  for (let p = weight.length - 1; p >= 0; p--) mean[p] = mean[p + 1]! + weight[p]! * chance[p]!;
  return mean;
}

/** Removes the rounding of the fixed and complemented terms from a bound that should have come out whole. */
function nearestWhole(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) <= 8 * Number.EPSILON * Math.max(1, Math.abs(rounded)) ? rounded : value;
}
