/**
 * E[max(a_iᵀx − b_i, 0)] of every row while the variables are decided one after the other, in a fixed
 * order: what conditional expectations (KL20; docs/science.md, section 2c) need. Not for gradients: those
 * have the leave-one-out values of `relaxation/`.
 *
 * A row is first complemented to nonnegative weights (y = x, or 1 − x where a < 0), so its violation is
 * unit·max(Σ w_q y_q − κ, 0). With the entries in the order of decision, V_p(s) = E[max(s + Σ_{q≥p} w_q y_q − κ, 0)]
 * obeys V_p(s) = (1−ŷ_p) V_{p+1}(s) + ŷ_p V_{p+1}(s + w_p). Below κ − Σ_{q≥p} w_q it is 0, from κ on it
 * is linear; only the band in between is stored. A cover or packing row has bands of width ≤ 2, so the
 * closed forms of cover and packing rows come out by themselves in O(k).
 *
 * Exact where the weights are whole multiples of a unit and the bands fit the budget, or where the row is
 * short enough to list all sums. Any other row is approximate in what is still to be decided
 * (`approximate-row.ts`). What is decided is always summed with the row's own weights, so an approximation
 * fades as the decisions go on, and after the last of them the sum is the row's violation.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { approximateRow } from './approximate-row.ts';
import { exactRow } from './residual-row.ts';
import type { RowTable } from './residual-row.ts';

/** Float64 cells spent on all bands together. */
const CELL_BUDGET = 8_000_000;

export interface ResidualExpectation {
  /** Σ over all rows of the expectation at x̂, nothing decided. */
  readonly initial: number;
  /** Normal rows whose expectation is not exact, ascending. */
  readonly approximateRows: Int32Array;
  /** Largest possible error of `initial` and of every later sum; 0 where all rows are exact. */
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

  const rowAt = (i: number): [Float64Array, Float64Array, number] =>
    [weight.subarray(rowStart[i], rowStart[i + 1]), chance.subarray(rowStart[i], rowStart[i + 1]), rest[i]!];
  const tables: RowTable[] = [];
  const left: number[] = [];
  let initial = 0;
  let errorBound = 0;
  let cellsLeft = cellBudget;
  for (let i = 0; i < m; i++) {
    const share = Math.max(cellsLeft / (m - i), cellBudget / (4 * m));
    const table = exactRow(...rowAt(i), Math.min(cellsLeft, 64 * share));
    if (table === null) {
      left.push(i);
      continue;
    }
    tables[i] = table;
    cellsLeft -= table.cells;
  }
  // What exact rows have left over is shared evenly: no row takes from those after it.
  left.forEach((i) => {
    tables[i] = approximateRow(...rowAt(i), Math.max(cellsLeft, 0) / left.length);
    errorBound += tables[i].error;
  });
  for (const table of tables) initial += table.value(0, 0) * table.unit;

  position.fill(0);
  const sum = new Float64Array(m);
  return {
    initial,
    approximateRows: Int32Array.from(left),
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
