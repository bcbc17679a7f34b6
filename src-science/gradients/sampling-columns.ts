/**
 * The nonzeros of a sampling layout by variable: what compiled code walks that sums up a variable's rows
 * in registers instead of adding every row to 32 numbers a nonzero in memory. Rows of a column stand in the
 * order in which the lane kernels add them, so that both give the same bits: for Σ_i a_ij 1[v_i > 0]
 * (`indicator-lanes.ts`) rows violated at every vertex as one, corner rows, weighted rows; for the true
 * penalty (`true-penalty.ts`) the linear part, corner rows, and weighted rows in lists of their own.
 *
 * A column of integers whose sizes add up to at most 127 is `small`: whatever its rows do, its sum
 * fits a signed byte and is exact in any order. Where all its coefficients are the same it is `uniform`: its
 * rows are counted in bits, eight rows at a time, and rows that count nowhere fill up the last eight. A uniform column
 * whose sum fits 16 bits and no byte is `long`.
 */
import type { SamplingLayout } from './sampling-layout.ts';

const MOST_SMALL = 127;
/** Of a long column: its sum, its rows, whose count has ten bits, and its coefficient, 512 times which fits 16 bits. */
const MOST_LONG = 32_767;
const MOST_LONG_ROWS = 1016;
const LARGEST_LONG = 63;
/** Rows that are counted at a time. */
const COUNTED = 8;

/** Kinds of columns. */
export const REAL = 0;
export const SMALL = 1;
export const UNIFORM = 2;
export const LONG = 3;

export interface ColumnLayout {
  /** Length d + 1, of entries. */
  readonly start: Int32Array;
  /**
   * Row of each entry: corner rows from 0, weighted rows behind them, then the one that counts in every sample,
   * last the one that counts in none. For the true penalty twice the row, without weighted rows, and 1 more where the literal is x_j.
   */
  readonly row: Int32Array;
  /** What the row adds where it counts. */
  readonly coefficient: Float64Array;
  /** By variable: REAL, SMALL, UNIFORM or LONG. */
  readonly kind: Uint8Array;
  /** By entry: its coefficient where the column is not real, else 0. */
  readonly byte: Int8Array;
  /** For the true penalty, else empty: weighted nonzeros by variable. */
  readonly flips: WeightedColumns;
}

export interface WeightedColumns {
  /** Length d + 1, of nonzeros; length 0 where there is no need of them. */
  readonly start: Int32Array;
  readonly row: Int32Array;
  /** |w|. */
  readonly size: Int32Array;
  /** The nonzero's factor, negative where the literal is 1 − x_j. */
  readonly unit: Float64Array;
}

/** A row and what it adds. */
interface Entry {
  readonly row: number;
  readonly a: number;
}

/** Columns of a_ij by rows; all of them real where the layout can be weighed. Cost: O(nnz). */
export function layOutColumns(layout: SamplingLayout): ColumnLayout {
  const { corner, weighted, alwaysVariables, alwaysLinear } = layout;
  const always = corner.count + weighted.count;
  const columns = emptyColumns(layout);
  for (const j of alwaysVariables) columns[j]!.push({ row: always, a: alwaysLinear[j]! });
  for (let r = 0; r < corner.count; r++) {
    for (let k = corner.start[r]!; k < corner.start[r + 1]!; k++) columns[corner.literal[k]! >> 1]!.push({
      row: r, a: corner.coefficient[k]!,
    });
  }
  for (let r = 0; r < weighted.count; r++) {
    for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) columns[weighted.column[k]!]!.push({
      row: corner.count + r, a: weighted.coefficient[k]!,
    });
  }
  const none = new Int32Array(0);
  const isReal = new Uint8Array(columns.length).fill(layout.reweigh === null ? 0 : 1);
  return putTogether(
    columns, always + 1, isReal, { start: none, row: none, size: none, unit: new Float64Array(0) },
  );
}

/** Writes the coefficients of columns anew, of a layout that has been weighed. Cost: O(nnz). */
export function reweighColumns(layout: SamplingLayout, { start, coefficient }: ColumnLayout): void {
  const { corner, weighted, alwaysVariables, alwaysLinear } = layout;
  const next = start.slice();
  for (const j of alwaysVariables) coefficient[next[j]!++] = alwaysLinear[j]!;
  for (let k = 0; k < corner.literal.length; k++) coefficient[next[corner.literal[k]! >> 1]!++] = corner.coefficient[k]!;
  for (let k = 0; k < weighted.column.length; k++) coefficient[next[weighted.column[k]!]!++] = weighted.coefficient[k]!;
}

/** Columns of what a flip changes. Cost: O(nnz). */
export function layOutFlips(layout: SamplingLayout): ColumnLayout {
  const { corner, linear } = layout;
  const columns = emptyColumns(layout);
  linear.variables.forEach((j, n) => columns[j]!.push({ row: 2 * corner.count, a: linear.coefficient[n]! }));
  for (let g = 0; g < corner.groupCount; g++) {
    const amount = corner.groupAmount[g]!;
    for (let k = corner.start[corner.groupStart[g]!]!, r = corner.groupStart[g]!; k < corner.start[corner.groupStart[g + 1]!]!; k++) {
      while (k >= corner.start[r + 1]!) r++;
      const isX = (corner.literal[k]! & 1) === 0;
      columns[corner.literal[k]! >> 1]!.push({ row: 2 * r + (isX ? 1 : 0), a: isX ? amount : -amount });
    }
  }
  const flips = flipColumns(layout);
  const isReal = new Uint8Array(columns.length);
  for (let j = 0; j < columns.length; j++) isReal[j] = flips.start[j + 1]! > flips.start[j]! ? 1 : 0;
  return putTogether(columns, 2 * corner.count + 2, isReal, flips);
}

function emptyColumns({ variableCount }: SamplingLayout): Entry[][] {
  return Array.from({ length: variableCount }, () => []);
}

/** @param filler row that counts in no sample. @param isReal 1 where a column is REAL whatever its entries */
function putTogether(columns: readonly (readonly Entry[])[], filler: number, isReal: Uint8Array, flips: WeightedColumns): ColumnLayout {
  const start = new Int32Array(columns.length + 1);
  const kind = new Uint8Array(columns.length);
  columns.forEach((entries, j) => {
    kind[j] = isReal[j] === 1 ? REAL : kindOf(entries);
    start[j + 1] = start[j]! + (kind[j] === UNIFORM || kind[j] === LONG ? COUNTED * Math.ceil(entries.length / COUNTED) : entries.length);
  });
  const count = start[columns.length]!;
  const row = new Int32Array(count).fill(filler);
  const coefficient = new Float64Array(count);
  const byte = new Int8Array(count);
  columns.forEach((entries, j) => {
    entries.forEach((entry, n) => {
      const k = start[j]! + n;
      row[k] = entry.row;
      coefficient[k] = entry.a;
      if (kind[j] !== REAL) byte[k] = entry.a;
    });
  });
  return { start, row, coefficient, kind, byte, flips };
}

function flipColumns({ variableCount: d, weighted }: SamplingLayout): WeightedColumns {
  const start = new Int32Array(d + 1);
  for (const j of weighted.column) start[j + 1]!++;
  for (let j = 0; j < d; j++) start[j + 1]! += start[j]!;
  const next = start.slice(0, d);
  const row = new Int32Array(weighted.column.length);
  const size = new Int32Array(weighted.column.length);
  const unit = new Float64Array(weighted.column.length);
  for (let r = 0; r < weighted.count; r++) {
    for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
      const to = next[weighted.column[k]!]!++;
      row[to] = r;
      size[to] = weighted.size[k]!;
      unit[to] = k < weighted.middle[r]! ? weighted.factor[k]! : -weighted.factor[k]!;
    }
  }
  return { start, row, size, unit };
}

function kindOf(entries: readonly Entry[]): number {
  const [first] = entries;
  if (!entries.every(({ a }) => Number.isInteger(a))) return REAL;
  const sum = entries.reduce((total, { a }) => total + Math.abs(a), 0);
  const isUniform = first !== undefined && entries.every(({ a }) => a === first.a);
  if (sum <= MOST_SMALL) return isUniform ? UNIFORM : SMALL;
  const isLong = isUniform && sum <= MOST_LONG && entries.length <= MOST_LONG_ROWS && Math.abs(first.a) <= LARGEST_LONG;
  return isLong ? LONG : REAL;
}
