/**
 * Rows over 0/1 variables with their coefficients made as small as their meaning allows, for a solver
 * that trusts its tolerances too much. In `10⁹ x + y ≤ 5` a solver takes x = 10⁻⁸ for 0 and y for
 * whatever it likes; the row says x = 0. Rules, for one row `aᵀx ≤ b` (Savelsbergh 1994, sections 1.1–1.3):
 * - x_j whose one value violates the row whatever the others do is fixed to the other value;
 * - a coefficient that, by x_j, makes the row redundant is reduced until it just does;
 * - a row that no assignment violates is dropped;
 * - a bound between two values that the row can take moves to the nearer one inside (2x + 4y ≤ 5.9 is ≤ 4), and an
 *   equality with such a bound has no solution. Within a tolerance a solver would find one.
 * Rows of decimals are worked on as whole multiples of their unit, so that nothing is lost where large coefficients
 * cancel: 8·10⁻⁶x + 2·10⁻⁶y + 4·10⁶z = 4000000.00001 leaves 8x + 2y = 10. The 0/1 solutions are the same, exactly where
 * sums are exact, and else to the rounding of one sum.
 */
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { scaleRow } from '../relaxation/integral-row.ts';
import { ROW_TOLERANCE } from '../program/solution-report.ts';

/** A program for a solver: `minimize or maximize` as before, rows `aᵀx ≤ b` and `aᵀx = b`. */
export interface TightRows {
  /** Length d: `FREE`, or the value that the program's fixings or its rows leave. */
  readonly fixed: Int8Array;
  readonly rows: readonly TightRow[];
  /** Index of a row of the program that no assignment satisfies, or null. */
  readonly impossibleRow: number | null;
}

export interface TightRow {
  /** The program's row it comes from. */
  readonly source: number;
  /** −∞ for `≤`, else equal to `upper`. */
  readonly lower: number;
  readonly upper: number;
  /** Free variables only, ascending. */
  readonly column: Int32Array;
  readonly value: Float64Array;
  /** Size of the sums whose rounding its numbers carry; 0 where they are exact. */
  readonly roundedFrom: number;
}

/** Passes over all rows: each needs a new fixing, of which there are rarely more than a few rounds. */
const MOST_PASSES = 20;
/** Where a row's numbers are this much smaller than the sums they come from, half of their digits are rounding. */
const MOST_CANCELED = 1e7;

/**
 * The program's rows, tightened, the bounds of decimal rows among their values; range and `≥` rows become `≤` rows.
 * Cost: O(nnz) a pass.
 */
export function tightenRows(written: Program): TightRows {
  const fixed = written.fixed.slice();
  const whole = inWholes(written);
  if (typeof whole === 'number') return { fixed, rows: [], impossibleRow: whole };
  const { program } = whole;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let fixings = 0;
    for (let i = 0; i < program.rowLower.length; i++) {
      for (const side of sidesOf(program, i)) {
        const found = fixBy(program, i, side, fixed);
        if (found < 0) return { fixed, rows: [], impossibleRow: i };
        fixings += found;
      }
    }
    if (fixings === 0) break;
  }
  const rows: TightRow[] = [];
  for (let i = 0; i < program.rowLower.length; i++) {
    if (program.rowLower[i] === program.rowUpper[i]) {
      const row = freePart(program, i, 1, program.rowUpper[i]!, fixed);
      if (row.column.length > 0) rows.push(asWritten(written, whole, i, { ...row, lower: row.upper }));
      continue;
    }
    for (const side of sidesOf(program, i)) {
      const row = reduce(freePart(program, i, side.sign, side.bound, fixed));
      if (row !== null) rows.push(asWritten(written, whole, i, row));
    }
  }
  return { fixed, rows, impossibleRow: null };
}

/** The row whose coefficients lie farthest apart. */
export interface RowSpread {
  readonly source: number;
  readonly smallest: number;
  readonly largest: number;
}

/**
 * The row in which a solver's tolerance on an integer weighs most against the smallest coefficient.
 * @returns null where no row has two coefficients
 * Cost: O(nnz).
 */
export function widestRow(rows: readonly TightRow[]): RowSpread | null {
  let widest: RowSpread | null = null;
  for (const row of rows) {
    let smallest = Infinity;
    let largest = 0;
    for (const a of row.value) {
      smallest = Math.min(smallest, Math.abs(a));
      largest = Math.max(largest, Math.abs(a));
    }
    if (row.roundedFrom >= MOST_CANCELED * largest) largest = row.roundedFrom;
    if (largest > smallest && (widest === null || largest / smallest > widest.largest / widest.smallest)) {
      widest = { source: row.source, smallest, largest };
    }
  }
  return widest;
}

/** Relative distance from a whole number that rounding explains. */
const WHOLE = 2 ** -48;

/** The rows with those of decimals in whole numbers, and every bound at a value that its row can take. */
interface WholeRows {
  readonly program: Program;
  /** Length m: what row i was divided by. */
  readonly unit: Float64Array;
}

/** @returns the index of an equality that no sum of its row can meet, in place of the rows */
function inWholes(program: Program): WholeRows | number {
  const { start, value } = program.rows;
  const m = program.rowLower.length;
  const unit = new Float64Array(m).fill(1);
  let own: { readonly value: Float64Array; readonly lower: Float64Array; readonly upper: Float64Array } | null = null;
  for (let i = 0; i < m; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    const lower = program.rowLower[i]!;
    const upper = program.rowUpper[i]!;
    // 2x + 2y ≤ 3 is left to the solver, which sees it: what it cannot see is a fraction near a whole number.
    if (from === to || isOfIntegers(value, from, to, lower, upper)) continue;
    const below = lower === -Infinity ? null : scaleRow(value, from, to, lower);
    const above = upper === Infinity ? null : scaleRow(value, from, to, upper);
    const scaled = above ?? below;
    if (scaled === null || !scaled.integral || below?.integral === false) continue;
    own ??= { value: value.slice(), lower: program.rowLower.slice(), upper: program.rowUpper.slice() };
    own.value.set(scaled.weight, from);
    unit[i] = scaled.unit;
    if (below !== null) own.lower[i] = wholeInside(below.bound, 1);
    if (above !== null) own.upper[i] = wholeInside(above.bound, -1);
    if (own.lower[i]! > own.upper[i]!) return i;
  }
  return own === null
    ? { program, unit }
    : { program: { ...program, rows: { ...program.rows, value: own.value }, rowLower: own.lower, rowUpper: own.upper }, unit };
}

function isOfIntegers(value: Float64Array, from: number, to: number, lower: number, upper: number): boolean {
  const isWhole = (bound: number): boolean => !Number.isFinite(bound) || Number.isInteger(bound);
  let integers = isWhole(lower) && isWhole(upper);
  for (let k = from; integers && k < to; k++) integers = Number.isInteger(value[k]!);
  return integers;
}

/** The least whole number from `bound` on (`step` 1), or the greatest up to it (−1); the one it is a rounding of. */
function wholeInside(bound: number, step: 1 | -1): number {
  const nearest = Math.round(bound);
  if (Math.abs(bound - nearest) <= WHOLE * Math.max(1, Math.abs(nearest))) return nearest;
  return step === 1 ? Math.ceil(bound) : Math.floor(bound);
}

/** A row of whole numbers in the units of the program; numbers that did not change are the program's own. */
function asWritten(written: Program, { program, unit }: WholeRows, i: number, row: TightRow): TightRow {
  if (program === written || unit[i] === 1) return row;
  const { start, column, value } = program.rows;
  const own = new Map<number, number>();
  for (let k = start[i]!; k < start[i + 1]!; k++) own.set(column[k]!, k);
  const bound = (whole: number): number => {
    for (const [from, to] of [[program.rowUpper[i]!, written.rowUpper[i]!], [program.rowLower[i]!, written.rowLower[i]!]] as const) {
      if (Math.abs(from) === Math.abs(whole) && Math.abs(to - from * unit[i]!) <= WHOLE * Math.abs(to)) {
        return Math.sign(whole) === Math.sign(from) ? to : -to;
      }
    }
    return whole * unit[i]!;
  };
  return {
    ...row,
    lower: row.lower === -Infinity ? row.lower : bound(row.lower),
    upper: bound(row.upper),
    value: row.value.map((weight, k) => {
      const at = own.get(row.column[k]!) ?? 0;
      return Math.abs(weight) === Math.abs(value[at]!) ? Math.sign(weight) * Math.abs(written.rows.value[at]!) : weight * unit[i]!;
    }),
  };
}

/** One side of a row as `sign · aᵀx ≤ bound`. */
interface Side {
  readonly sign: 1 | -1;
  readonly bound: number;
}

function sidesOf(program: Program, i: number): Side[] {
  const sides: Side[] = [];
  if (Number.isFinite(program.rowUpper[i]!)) sides.push({ sign: 1, bound: program.rowUpper[i]! });
  if (Number.isFinite(program.rowLower[i]!)) sides.push({ sign: -1, bound: -program.rowLower[i]! });
  return sides;
}

/** Fixes what one side of a row forces. @returns the number of fixings, or −1 if no assignment satisfies it */
function fixBy(program: Program, i: number, { sign, bound }: Side, fixed: Int8Array): number {
  const { start, column, value } = program.rows;
  let least = 0;
  let size = Math.abs(bound);
  let integers = Number.isInteger(bound);
  for (let k = start[i]!; k < start[i + 1]!; k++) {
    const a = sign * value[k]!;
    if (!Number.isInteger(a)) integers = false;
    const at = fixed[column[k]!]!;
    least += at === FREE ? Math.min(a, 0) : a * at;
    size += Math.abs(a);
  }
  // What the recheck would forgive must not be forbidden here; of whole numbers it forgives nothing.
  const forgiven = integers && size <= Number.MAX_SAFE_INTEGER ? 0 : 2 * ROW_TOLERANCE * size;
  const room = bound + forgiven - least;
  if (room < 0) return -1;
  let fixings = 0;
  for (let k = start[i]!; k < start[i + 1]!; k++) {
    const j = column[k]!;
    if (fixed[j] !== FREE || Math.abs(value[k]!) <= room) continue;
    // The costly value of x_j alone exceeds the room that the cheapest values of all leave.
    fixed[j] = sign * value[k]! > 0 ? 0 : 1;
    fixings++;
  }
  return fixings;
}

/** A side of a row over its free variables, what is fixed moved to the right. */
function freePart(program: Program, i: number, sign: 1 | -1, bound: number, fixed: Int8Array): TightRow {
  const { start, column, value } = program.rows;
  const columns: number[] = [];
  const values: number[] = [];
  let upper = bound;
  let size = Math.abs(bound);
  let integers = Number.isInteger(bound);
  for (let k = start[i]!; k < start[i + 1]!; k++) {
    const j = column[k]!;
    size += Math.abs(value[k]!);
    if (!Number.isInteger(value[k]!)) integers = false;
    if (fixed[j] === FREE) {
      columns.push(j);
      values.push(sign * value[k]!);
    } else if (fixed[j] === 1) {
      upper -= sign * value[k]!;
    }
  }
  const roundedFrom = integers && size <= Number.MAX_SAFE_INTEGER ? 0 : size;
  return { source: i, lower: -Infinity, upper, column: Int32Array.from(columns), value: Float64Array.from(values), roundedFrom };
}

/** Reduces the coefficients of `aᵀx ≤ b`. @returns null if no assignment violates it */
function reduce(row: TightRow): TightRow | null {
  const value = row.value.slice();
  let { upper } = row;
  let most = 0;
  for (const a of value) most += Math.max(a, 0);
  // Sums of whole numbers are exact. Of other sums a difference below `noise` is rounding, and what is computed is
  // loosened by as much.
  const noise = (value.length + 4) * Number.EPSILON * row.roundedFrom;
  if (most <= upper + noise) return null;
  for (let k = 0; k < value.length; k++) {
    const a = value[k]!;
    const others = most - Math.max(a, 0);
    const slack = a > 0 ? upper - others : upper - others - a;
    if (slack <= noise) continue;
    if (a > 0) {
      // With x_j = 0 nothing is asked; with x_j = 1 the others must stay below b − a, as before.
      const reduced = others - (upper - a);
      if (reduced <= noise) continue;
      value[k] = reduced;
      upper = others + noise;
      most = others + reduced;
    } else {
      // With x_j = 1 nothing is asked, and b − others is enough for that.
      const reduced = upper - others - noise;
      if (-reduced <= noise) continue;
      value[k] = reduced;
    }
  }
  return { ...row, upper, value };
}
