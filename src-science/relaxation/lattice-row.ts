/**
 * Rows with integer weights: the weighted Poisson-binomial recursion over the sums inside the bound,
 * with all leave-one-out values by a forward and a backward pass and no division (science notes,
 * section 5), and the augmented recursion that carries E[Σ a s; sum = t] for the surrogate with its
 * reverse sweep. O(k · size) time and cells, size = number of sums inside the bound.
 */
import type { MarginalTables } from './marginal-tables.ts';
import {
  settleConditional,
  settlePartial,
  settlePenalty,
  settleSurrogate,
  settleSurrogateGradient,
  type OrientedRow,
  type RowDistribution,
} from './row-distribution.ts';

/** Scratch shared by all lattice rows of a plan. */
export interface LatticeWorkspace {
  /** (k + 1) · size of the largest row. */
  forward: Float64Array;
  /** The same for the augmented recursion; allocated at the first surrogate evaluation. */
  forwardMean: Float64Array;
  /** Length size. */
  backward: Float64Array;
  backwardInside: Float64Array;
}

export function createLatticeWorkspace(): LatticeWorkspace {
  const empty = new Float64Array(0);
  return { forward: empty, forwardMean: empty, backward: empty, backwardInside: empty };
}

/** Number of sums inside the bound: U < δ (upper) or U ≤ δ (lower). */
export function latticeSize(delta: number, upper: boolean): number {
  return upper ? Math.ceil(delta) : Math.floor(delta) + 1;
}

/** Cells of the forward table that are reached, given weights in ascending order: the cost of one pass. */
export function latticeCells(weight: ArrayLike<number>, size: number): number {
  let reach = 0;
  let cells = 1;
  for (let n = 0; n < weight.length; n++) {
    reach = Math.min(size - 1, reach + weight[n]!);
    cells += reach + 1;
  }
  return cells;
}

/**
 * @param oriented integer weights, ascending
 * @param workspace grown here to what the row needs
 */
export function createLatticeRow(oriented: OrientedRow, workspace: LatticeWorkspace): RowDistribution {
  const { weight, hit, delta, upper } = oriented;
  const k = weight.length;
  const size = latticeSize(delta, upper);
  const cells = (k + 1) * size;
  if (workspace.forward.length < cells) workspace.forward = new Float64Array(cells);
  if (workspace.backward.length < size) {
    workspace.backward = new Float64Array(size);
    workspace.backwardInside = new Float64Array(size);
  }
  /** Largest reachable sum inside the bound after the first n variables. */
  const reach = new Int32Array(k + 1);
  for (let n = 0; n < k; n++) reach[n + 1] = Math.min(size - 1, reach[n]! + weight[n]!);

  /** Fills rows 0…k of the forward table with P(first n sum to t). */
  function forwardPass(tables: MarginalTables): void {
    const table = workspace.forward;
    table[0] = 1;
    for (let n = 0; n < k; n++) {
      const from = n * size;
      const to = from + size;
      const w = weight[n]!;
      const p = tables.probability[hit[n]!]!;
      const q = tables.probability[hit[n]! ^ 1]!;
      const old = reach[n]!;
      const now = reach[n + 1]!;
      const kept = Math.min(old, w - 1);
      for (let t = 0; t <= kept; t++) table[to + t] = q * table[from + t]!;
      for (let t = kept + 1; t < w && t <= now; t++) table[to + t] = 0;
      for (let t = w; t <= old; t++) table[to + t] = q * table[from + t]! + p * table[from + t - w]!;
      for (let t = Math.max(w, old + 1); t <= now; t++) table[to + t] = p * table[from + t - w]!;
    }
  }

  /** The row's penalty from the last row of the forward table. */
  function settle(tables: MarginalTables): number {
    const table = workspace.forward;
    const last = k * size;
    let lack = 0;
    let inside = 0;
    for (let t = 0; t <= reach[k]!; t++) {
      const p = table[last + t]!;
      inside += p;
      lack += p * (delta - t);
    }
    return settlePenalty(oriented, tables, lack, inside);
  }

  function penalty(tables: MarginalTables, withGradient: boolean): number {
    forwardPass(tables);
    const table = workspace.forward;
    if (withGradient) {
      const value = workspace.backward;
      for (let t = 0; t < size; t++) value[t] = delta - t;
      for (let n = k - 1; n >= 0; n--) {
        const from = n * size;
        const w = weight[n]!;
        const p = tables.probability[hit[n]!]!;
        const q = tables.probability[hit[n]! ^ 1]!;
        const top = reach[n]!;
        const split = Math.min(top, size - 1 - w);
        let g = 0;
        for (let t = 0; t <= split; t++) {
          const without = value[t]!;
          const withHit = value[t + w]!;
          g += table[from + t]! * (withHit - without);
          value[t] = q * without + p * withHit;
        }
        for (let t = Math.max(0, split + 1); t <= top; t++) {
          const without = value[t]!;
          g -= table[from + t]! * without;
          value[t] = q * without;
        }
        settlePartial(oriented, tables, n, g);
      }
    }
    return settle(tables);
  }

  function conditionals(tables: MarginalTables): number {
    forwardPass(tables);
    const table = workspace.forward;
    const inside = workspace.backwardInside.fill(1, 0, size);
    for (let n = k - 1; n >= 0; n--) {
      const from = n * size;
      const w = weight[n]!;
      const p = tables.probability[hit[n]!]!;
      const q = tables.probability[hit[n]! ^ 1]!;
      const top = reach[n]!;
      const split = Math.min(top, size - 1 - w);
      let withHit = 0;
      let without = 0;
      for (let t = 0; t <= split; t++) {
        const f = table[from + t]!;
        const zero = inside[t]!;
        const one = inside[t + w]!;
        without += f * zero;
        withHit += f * one;
        inside[t] = q * zero + p * one;
      }
      for (let t = Math.max(0, split + 1); t <= top; t++) {
        const zero = inside[t]!;
        without += table[from + t]! * zero;
        inside[t] = q * zero;
      }
      settleConditional(oriented, tables, n, withHit, without);
    }
    return settle(tables);
  }

  function surrogate(tables: MarginalTables, withGradient: boolean): number {
    forwardPass(tables);
    const table = workspace.forward;
    if (workspace.forwardMean.length < cells) workspace.forwardMean = new Float64Array(cells);
    const mean = workspace.forwardMean;
    mean[0] = 0;
    for (let n = 0; n < k; n++) {
      const from = n * size;
      const to = from + size;
      const w = weight[n]!;
      const p = tables.probability[hit[n]!]!;
      const q = tables.probability[hit[n]! ^ 1]!;
      const one = oriented.coefficient[n]! * tables.surrogate[hit[n]!]!;
      const zero = oriented.coefficient[n]! * tables.surrogate[hit[n]! ^ 1]!;
      const old = reach[n]!;
      const now = reach[n + 1]!;
      for (let t = 0; t <= now; t++) {
        let m = 0;
        if (t <= old) m = q * mean[from + t]! + zero * table[from + t]!;
        if (t >= w && t - w <= old) m += p * mean[from + t - w]! + one * table[from + t - w]!;
        mean[to + t] = m;
      }
    }
    const last = k * size;
    let insideMean = 0;
    for (let t = 0; t <= reach[k]!; t++) insideMean += mean[last + t]! - oriented.rhs * table[last + t]!;
    if (withGradient) surrogateSweep(tables, table, mean);
    return settleSurrogate(oriented, tables, insideMean);
  }

  /** Reverse sweep: adjoints of P and M at each t, walked down through the variables. */
  function surrogateSweep(tables: MarginalTables, table: Float64Array, mean: Float64Array): void {
    const value = workspace.backward.fill(-oriented.rhs, 0, size);
    const inside = workspace.backwardInside.fill(1, 0, size);
    for (let n = k - 1; n >= 0; n--) {
      const from = n * size;
      const w = weight[n]!;
      const p = tables.probability[hit[n]!]!;
      const q = tables.probability[hit[n]! ^ 1]!;
      const one = oriented.coefficient[n]! * tables.surrogate[hit[n]!]!;
      const zero = oriented.coefficient[n]! * tables.surrogate[hit[n]! ^ 1]!;
      let probabilityPart = 0;
      let withHit = 0;
      let without = 0;
      for (let t = 0; t <= reach[n]!; t++) {
        const within = t + w < size;
        const v0 = value[t]!;
        const i0 = inside[t]!;
        const v1 = within ? value[t + w]! : 0;
        const i1 = within ? inside[t + w]! : 0;
        const f = table[from + t]!;
        probabilityPart += f * (v1 - v0) + mean[from + t]! * (i1 - i0);
        withHit += f * i1;
        without += f * i0;
        value[t] = q * v0 + p * v1 + zero * i0 + one * i1;
        inside[t] = q * i0 + p * i1;
      }
      settleSurrogateGradient(oriented, tables, n, probabilityPart, withHit, without);
    }
  }

  return { penalty, conditionals, surrogate };
}
