/**
 * E[max(a_iᵀx − b_i, 0)] of every row while the variables are decided one after the other, in a fixed
 * order: what conditional expectations (KL20; science notes, section 2c) need. Not for gradients: those
 * have the leave-one-out values of `relaxation/`.
 *
 * A row is first complemented to nonnegative weights (y = x, or 1 − x where a < 0), so its violation is
 * unit·max(Σ w_q y_q − κ, 0). With the entries in the order of decision, V_p(s) = E[max(s + Σ_{q≥p} w_q y_q − κ, 0)]
 * obeys V_p(s) = (1−ŷ_p) V_{p+1}(s) + ŷ_p V_{p+1}(s + w_p). Below κ − Σ_{q≥p} w_q it is 0, from κ on it
 * is linear; only the band in between is stored. A cover or packing row has bands of width ≤ 2, so the
 * closed forms of section 5 come out by themselves in O(k).
 *
 * Exact where the weights are whole multiples of a unit and the bands fit the budget, or where the row is
 * short enough to list all sums. Otherwise the weights are rounded to a grid; V is 1-Lipschitz in the sum,
 * so the row's expectation is then off by at most Σ_q |rounding of a_q|, which is reported.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { scaleRow } from '../relaxation/integral-row.ts';

/** Float64 cells spent on all bands together. */
const CELL_BUDGET = 8_000_000;
/** Rows of real weights with at most this many free entries are summed over all 2^k outcomes. */
const LISTED_LENGTH = 12;
/** Grid steps a rounded row gets at most, over its whole range. */
const GRID_STEPS = 4096;

export interface ResidualExpectation {
  /** Σ over all rows of the expectation at x̂, nothing decided. */
  readonly initial: number;
  /** Rows whose weights were rounded to a grid. */
  readonly roundedRows: number;
  /** Largest possible error of `initial` and of every later sum; 0 where no row was rounded. */
  readonly errorBound: number;
  /**
   * Σ_i E[… | x_j = 1, decided] − E[… | x_j = 0, decided], for the variable next in the order.
   * Cost: O(rows of the variable), more for listed rows.
   */
  difference(j: number): number;
  /** Decides x_j; variables must be decided in the order given. */
  decide(j: number, value: 0 | 1): void;
}

/**
 * @param order free variables in the order in which they will be decided; each exactly once
 * @param xHat marginals, length d; entries of fixed variables are not read
 * Cost: O(nnz · band width), at most about `CELL_BUDGET` cells.
 */
export function createResidualExpectation(
  form: NormalForm,
  order: Int32Array,
  xHat: Float64Array,
  cellBudget = CELL_BUDGET,
): ResidualExpectation {
  const { variableCount: d, rowCount: m } = form;
  const rank = new Int32Array(d).fill(-1);
  for (let r = 0; r < order.length; r++) rank[order[r]!] = r;

  // Rows with their free entries in order of decision; fixed ones go to the right-hand side.
  const rowStart = new Int32Array(m + 1);
  const rest = form.rhs.slice();
  for (let i = 0; i < m; i++) {
    let free = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const j = form.column[k]!;
      if (rank[j]! >= 0) free++;
      else if (form.fixed[j] === 1) rest[i] = rest[i]! - form.value[k]!;
    }
    rowStart[i + 1] = rowStart[i]! + free;
  }
  const nnz = rowStart[m]!;
  const columnStart = new Int32Array(d + 1);
  for (let k = 0; k < form.column.length; k++) if (rank[form.column[k]!]! >= 0) columnStart[form.column[k]! + 1]!++;
  for (let j = 0; j < d; j++) columnStart[j + 1]! += columnStart[j]!;
  const columnRow = new Int32Array(nnz);
  const columnValue = new Float64Array(nnz);
  const nextInColumn = columnStart.slice(0, d);
  for (let i = 0; i < m; i++) {
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const j = form.column[k]!;
      if (rank[j]! < 0) continue;
      const slot = nextInColumn[j]!++;
      columnRow[slot] = i;
      columnValue[slot] = form.value[k]!;
    }
  }
  const weight = new Float64Array(nnz);
  const chance = new Float64Array(nnz);
  const position = rowStart.slice(0, m);
  for (const j of order) {
    for (let k = columnStart[j]!; k < columnStart[j + 1]!; k++) {
      const slot = position[columnRow[k]!]!++;
      const a = columnValue[k]!;
      weight[slot] = Math.abs(a);
      chance[slot] = a > 0 ? xHat[j]! : 1 - xHat[j]!;
    }
  }
  for (let k = 0; k < nnz; k++) if (columnValue[k]! < 0) rest[columnRow[k]!] = rest[columnRow[k]!]! - columnValue[k]!;

  const tables: RowTable[] = [];
  let initial = 0;
  let roundedRows = 0;
  let errorBound = 0;
  let cellsLeft = cellBudget;
  for (let i = 0; i < m; i++) {
    const share = Math.max(cellsLeft / (m - i), cellBudget / (4 * m));
    const from = rowStart[i]!;
    const to = rowStart[i + 1]!;
    const table = createRowTable(weight.subarray(from, to), chance.subarray(from, to), rest[i]!, Math.min(cellsLeft, 64 * share));
    tables.push(table);
    cellsLeft = Math.max(cellsLeft - table.cells, 0);
    initial += table.value(0, 0) * table.unit;
    if (table.error > 0) roundedRows++;
    errorBound += table.error;
  }

  position.fill(0);
  const sum = new Float64Array(m);
  return {
    initial,
    roundedRows,
    errorBound,
    difference(j) {
      let total = 0;
      for (let k = columnStart[j]!; k < columnStart[j + 1]!; k++) {
        const i = columnRow[k]!;
        const table = tables[i]!;
        const p = position[i]!;
        const s = sum[i]!;
        const step = table.value(p + 1, s + table.weight[p]!) - table.value(p + 1, s);
        total += (columnValue[k]! > 0 ? step : -step) * table.unit;
      }
      return total;
    },
    decide(j, value) {
      for (let k = columnStart[j]!; k < columnStart[j + 1]!; k++) {
        const i = columnRow[k]!;
        const p = position[i]!++;
        const y = columnValue[k]! > 0 ? value : 1 - value;
        if (y === 1) sum[i] = sum[i]! + tables[i]!.weight[p]!;
      }
    },
  };
}

/** One row's V_p(s), in multiples of `unit`. */
interface RowTable {
  readonly unit: number;
  /** Length k: nonnegative, in multiples of the unit, in order of decision. */
  readonly weight: Float64Array;
  readonly cells: number;
  /** Bound on |value·unit − truth| for every p and s. */
  readonly error: number;
  /** V_p(s) for a prefix sum s of decided entries; 0 ≤ p ≤ k. */
  value(p: number, s: number): number;
}

function createRowTable(weight: Float64Array, chance: Float64Array, rest: number, cellLimit: number): RowTable {
  const k = weight.length;
  let total = 0;
  for (let q = 0; q < k; q++) total += weight[q]!;
  if (total <= rest || rest <= 0) return linearRow(weight, chance, rest, total <= rest);

  const scaled = scaleRow(weight, 0, k, rest);
  if (scaled.integral) {
    const kappa = nearestWhole(scaled.bound);
    if (bandCells(scaled.weight, kappa) <= cellLimit) return bandedRow(scaled.weight, chance, kappa, scaled.unit, 0);
  }
  if (k <= LISTED_LENGTH) return listedRow(weight, chance, rest);
  const steps = Math.max(16, Math.min(GRID_STEPS, Math.floor(cellLimit / k)));
  const grid = Math.min(rest, total - rest) / steps;
  const rounded = weight.map((w) => Math.round(w / grid));
  let error = 0;
  for (let q = 0; q < k; q++) error += Math.abs(weight[q]! - rounded[q]! * grid);
  return bandedRow(rounded, chance, rest / grid, grid, error);
}

/** A row that cannot be violated, or whose violation is the plain sum less κ ≤ 0. */
function linearRow(weight: Float64Array, chance: Float64Array, rest: number, never: boolean): RowTable {
  if (never) return { unit: 1, weight, cells: 0, error: 0, value: () => 0 };
  const mean = suffixMeans(weight, chance);
  return { unit: 1, weight, cells: mean.length, error: 0, value: (p, s) => s + mean[p]! - rest };
}

/** Whole weights: the recursion over bands. κ need not be whole. */
function bandedRow(weight: Float64Array, chance: Float64Array, kappa: number, unit: number, error: number): RowTable {
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
  return { unit, weight, cells: cells.length, error, value };
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
function suffixMeans(weight: Float64Array, chance: Float64Array): Float64Array {
  const mean = new Float64Array(weight.length + 1);
  for (let p = weight.length - 1; p >= 0; p--) mean[p] = mean[p + 1]! + weight[p]! * chance[p]!;
  return mean;
}

/** Removes the rounding of the fixed and complemented terms from a bound that should have come out whole. */
function nearestWhole(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) <= 8 * Number.EPSILON * Math.max(1, Math.abs(rounded)) ? rounded : value;
}
