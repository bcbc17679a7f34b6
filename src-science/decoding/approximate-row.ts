/**
 * A row of the residual expectation that has no exact table: many real weights, or whole ones whose sums are
 * too many. Sums of decided entries are the row's own; only those still to be drawn are approximate, in one
 * of two ways, both of the right mean:
 *
 * On a grid whose origin is the bound: V_p(s) is kept at multiples of a step and taken as linear in between,
 * which is an upper bound since V_p is convex. A weight of n + f steps smears its sum by variance
 * ŷ f(1−f) steps² and raises V by at most ŷ f(1−f) times the largest second difference of V_{p+1}, in steps.
 *
 * As a normal sum, where the smear would not be small beside the sum's own variance σ². E[max(Z + s − κ, 0)]
 * of a normal Z differs from the row's by at most Σ E|w_q(y_q − ŷ_q)|³/σ² (Goldstein, Annals of Probability
 * 38, 2010: the L¹ distance to the normal), and by no more than σ/2, since both lie that close to max(mean, 0).
 */
import { normalTail } from '../quality/tail-probability.ts';
import { suffixMeans } from './residual-row.ts';
import type { RowTable } from './residual-row.ts';

/** Steps of a grid at most, over the row's whole range. */
const GRID_STEPS = 4096;
/** A grid whose smear exceeds this share of the sum's variance is worse than no grid. */
const LARGEST_SMEAR = 1 / 16;
/** A normal sum this many standard deviations from the bound is on its side of it: 8σ leaves 10⁻¹⁶ σ. */
const FAR = 8;

/**
 * @param weight nonnegative, length k, in order of decision; their sum is above `rest`
 * @param chance ŷ, length k
 * @param rest κ > 0
 * @param cellLimit cells that a grid may take
 * Cost: O(cells) on a grid, else O(k).
 */
export function approximateRow(weight: Float64Array, chance: Float64Array, rest: number, cellLimit: number): RowTable {
  const k = weight.length;
  const total = weight.reduce((sum, w) => sum + w, 0);
  const steps = Math.min(GRID_STEPS, Math.floor(cellLimit / k));
  const step = Math.min(rest, total - rest) / Math.max(steps, 1);
  let smear = 0;
  let variance = 0;
  for (let q = 0; q < k; q++) {
    const y = chance[q]!;
    const part = weight[q]! / step - Math.floor(weight[q]! / step);
    smear += y * part * (1 - part) * step * step;
    variance += y * (1 - y) * weight[q]! * weight[q]!;
  }
  return smear <= LARGEST_SMEAR * variance ? griddedRow(weight, chance, rest, step) : normalRow(weight, chance, rest);
}

function griddedRow(weight: Float64Array, chance: Float64Array, rest: number, step: number): RowTable {
  const k = weight.length;
  const mean = suffixMeans(weight, chance);
  // Band p: the grid points u = (s − κ)/step, from `low[p]` on, where V_p is neither 0 nor linear and s can come.
  const low = new Int32Array(k + 1);
  const start = new Int32Array(k + 2);
  let reach = 0;
  for (let p = k; p >= 0; p--) {
    if (p < k) reach += Math.ceil(weight[p]! / step);
    low[p] = Math.max(1 - reach, Math.floor(-rest / step));
  }
  // Up to where the recursion will ask: one cell above what can come, at most, and that of every stage before.
  let high = Math.ceil(-rest / step);
  for (let p = 0; p <= k; p++) {
    start[p + 1] = start[p]! + Math.max(Math.min(-1, high) - low[p]! + 1, 0);
    if (p < k) high = Math.ceil(high + weight[p]! / step);
  }
  const cells = new Float64Array(start[k + 1]!);
  /** V_p in steps, at a grid point. */
  const at = (p: number, u: number): number => {
    if (u >= 0) return u + mean[p]! / step;
    const slot = start[p]! + u - low[p]!;
    return u < low[p]! || slot >= start[p + 1]! ? 0 : cells[slot]!;
  };
  const between = (p: number, u: number): number => {
    if (u >= 0) return u + mean[p]! / step;
    const below = Math.floor(u);
    return at(p, below) + (u - below) * (at(p, below + 1) - at(p, below));
  };
  let error = 0;
  let bend = 1;
  for (let p = k - 1; p >= 0; p--) {
    const y = chance[p]!;
    const w = weight[p]! / step;
    const part = w - Math.floor(w);
    error += y * part * (1 - part) * bend;
    for (let slot = start[p]!, u = low[p]!; slot < start[p + 1]!; slot++, u++) {
      cells[slot] = (1 - y) * at(p + 1, u) + y * between(p + 1, u + w);
    }
    // Its largest second difference, where it will be asked for.
    bend = 0;
    const top = low[p]! + start[p + 1]! - start[p]! - 1;
    for (let u = low[p]!; u <= (top === -1 ? 0 : top - 1); u++) bend = Math.max(bend, at(p, u + 1) - 2 * at(p, u) + at(p, u - 1));
  }
  return { unit: 1, weight, cells: cells.length, error: error * step, value: (p, s) => step * between(p, (s - rest) / step) };
}

function normalRow(weight: Float64Array, chance: Float64Array, rest: number): RowTable {
  const k = weight.length;
  const mean = suffixMeans(weight, chance);
  const deviation = new Float64Array(k + 1);
  let variance = 0;
  let third = 0;
  let error = 0;
  for (let p = k - 1; p >= 0; p--) {
    const y = chance[p]!;
    const w = weight[p]!;
    const own = y * (1 - y) * w * w;
    variance += own;
    third += own * w * (y * y + (1 - y) * (1 - y));
    deviation[p] = Math.sqrt(variance);
    if (variance > 0) error = Math.max(error, Math.min(third / variance, deviation[p]! / 2));
  }
  const value = (p: number, s: number): number => {
    const excess = s + mean[p]! - rest;
    const sigma = deviation[p]!;
    if (Math.abs(excess) >= FAR * sigma) return Math.max(excess, 0);
    const z = excess / sigma;
    return excess * normalTail(-z) + (sigma * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  };
  return { unit: 1, weight, cells: k + 1, error, value };
}
