/**
 * The rows of a program as multipliers see them: both sides of a row together, because an equality has one
 * multiplier that may have either sign; fixed variables taken into the bounds; sides that no 0/1 vector can break
 * left out. Rows are divided by their largest coefficient, so that a multiplier is a price for one unit of
 * the row's largest term, and the same step means the same in every row.
 */
import { rowTolerance } from '../decoding/assessment.ts';
import type { NormalForm } from '../program/normal-form.ts';

export interface TwoSidedRows {
  /** d */
  readonly variableCount: number;
  readonly rowCount: number;
  /** Length rowCount + 1. */
  readonly start: Int32Array;
  /** Free variables only. */
  readonly column: Int32Array;
  /** Largest of a row in absolute value: 1. */
  readonly value: Float64Array;
  /** Length rowCount: `lower ≤ aᵀx ≤ upper` over the free variables; −∞ and ∞ where a side is missing. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Length rowCount: excess up to which a side counts as kept. */
  readonly tolerance: Float64Array;
  /** Length rowCount: 1 where all coefficients are ±1, so that literals need only be counted. */
  readonly unit: Uint8Array;
  /** Length rowCount: what a row was divided by. */
  readonly scale: Float64Array;
  /** Length rowCount: the normal rows that hold the sides; −1 where there is none. */
  readonly upperRow: Int32Array;
  readonly lowerRow: Int32Array;
  /** Nonzeros of the longest row. */
  readonly longest: number;
}

/** Share of a row's size by which a side must be breakable to be kept: less is rounding. */
const ROUNDING = 1e-12;

/** The rows of a normal form, with both sides in one. Cost: O(nnz). */
export function twoSidedRows(form: NormalForm): TwoSidedRows {
  const { rowCount: m, sourceRow, sourceSign, fixed } = form;
  const allowed = rowTolerance(form);
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  const lower: number[] = [];
  const upper: number[] = [];
  const tolerance: number[] = [];
  const unit: number[] = [];
  const scale: number[] = [];
  const upperRow: number[] = [];
  const lowerRow: number[] = [];
  let longest = 0;
  for (let i = 0; i < m; i++) {
    const first = i;
    const paired = i + 1 < m && sourceRow[i + 1] === sourceRow[i] && sourceSign[i + 1] !== sourceSign[i];
    if (paired) i++;
    const from = column.length;
    let least = 0;
    let most = 0;
    let settled = 0;
    let largest = 0;
    for (let k = form.start[first]!; k < form.start[first + 1]!; k++) {
      const j = form.column[k]!;
      const a = form.value[k]!;
      if (fixed[j]! >= 0) settled += a * fixed[j]!;
      else {
        column.push(j);
        value.push(a);
        least += Math.min(a, 0);
        most += Math.max(a, 0);
        largest = Math.max(largest, Math.abs(a));
      }
    }
    const slack = Math.max(allowed[first]!, ROUNDING * (most - least + Math.abs(form.rhs[first]!)));
    const high = form.rhs[first]! - settled;
    const low = paired ? -form.rhs[first + 1]! - settled : -Infinity;
    const keepsUpper = most > high + slack;
    const keepsLower = least < low - slack;
    if (largest === 0 || !(keepsUpper || keepsLower)) {
      column.length = from;
      value.length = from;
      continue;
    }
    let isUnit = true;
    for (let k = from; k < value.length; k++) {
      value[k] = value[k]! / largest;
      isUnit &&= Math.abs(value[k]!) === 1;
    }
    start.push(column.length);
    longest = Math.max(longest, column.length - from);
    upper.push(keepsUpper ? high / largest : Infinity);
    lower.push(keepsLower ? low / largest : -Infinity);
    tolerance.push(slack / largest);
    unit.push(isUnit ? 1 : 0);
    scale.push(largest);
    upperRow.push(keepsUpper ? first : -1);
    lowerRow.push(keepsLower ? first + 1 : -1);
  }
  return {
    variableCount: form.variableCount,
    rowCount: upper.length,
    start: Int32Array.from(start),
    column: Int32Array.from(column),
    value: Float64Array.from(value),
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    tolerance: Float64Array.from(tolerance),
    unit: Uint8Array.from(unit),
    scale: Float64Array.from(scale),
    upperRow: Int32Array.from(upperRow),
    lowerRow: Int32Array.from(lowerRow),
    longest,
  };
}

/**
 * Multipliers y ≥ 0 of the normal rows from those of the two-sided ones, positive for the upper side.
 * @param multipliers length rowCount of `rows`
 * @returns length m
 */
export function normalMultipliers(form: NormalForm, rows: TwoSidedRows, multipliers: Float64Array): Float64Array {
  const y = new Float64Array(form.rowCount);
  for (let i = 0; i < rows.rowCount; i++) {
    const price = multipliers[i]! / rows.scale[i]!;
    if (price > 0 && rows.upperRow[i]! >= 0) y[rows.upperRow[i]!] = price;
    else if (price < 0 && rows.lowerRow[i]! >= 0) y[rows.lowerRow[i]!] = -price;
  }
  return y;
}

/**
 * The reverse: a row's multiplier is that of its upper side less that of its lower one.
 * @param y length m, each ≥ 0
 * @returns length rowCount
 */
export function twoSidedMultipliers(rows: TwoSidedRows, y: Float64Array): Float64Array {
  return Float64Array.from(rows.upperRow, (above, i) => {
    const below = rows.lowerRow[i]!;
    return rows.scale[i]! * ((above < 0 ? 0 : y[above]!) - (below < 0 ? 0 : y[below]!));
  });
}
