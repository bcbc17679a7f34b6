/**
 * How large the weight μ must be for the penalty problem (3) to have the minimizers of (2): the bound
 * of S26's Theorem 2, with b_i where the paper prints b (docs/science.md, sections 8 and 9), the simple
 * bound by ‖c‖₁, and the exact threshold by enumeration where the program is small. All are for a
 * feasible program; for an infeasible one (2) has no minimizer and no μ helps.
 */
import { FREE } from '../program/program.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { ROW_TOLERANCE } from '../program/solution-report.ts';
import { scaleRow } from './integral-row.ts';
import type { SmallestViolation } from './smallest-violation.ts';

/** Every μ strictly above one of these will do; null where the bound is not known or not a finite number. */
export interface MuBounds {
  /** 2√d‖c‖₂ / min(1, smallest positive violation) */
  readonly theorem2: number | null;
  /** ‖c‖₁ / smallest positive violation */
  readonly norm1: number | null;
  /** max over infeasible x of (cᵀx* − cᵀx)/viol(x), at least 0 */
  readonly tight: number | null;
}

/** Most free variables that are enumerated. */
const LARGEST_ENUMERATION = 20;
/** Row updates that one enumeration may make: about a second. */
const UPDATE_BUDGET = 2e8;

/**
 * Bounds on μ.
 * @param smallest of `smallestPositiveViolation`; null where no row can be violated
 * Cost: O(d), and at most a second of enumeration where at most 20 variables are free.
 */
export function muBounds(normal: NormalForm, smallest: SmallestViolation | null): MuBounds {
  let norm1 = 0;
  let largest = 0;
  for (const c of normal.objective) {
    norm1 += Math.abs(c);
    largest = Math.max(largest, Math.abs(c));
  }
  // Divided by the largest first: squares of large coefficients overflow.
  let squares = 0;
  if (largest > 0) for (const c of normal.objective) squares += (c / largest) ** 2;
  const violation = smallest === null ? Number.POSITIVE_INFINITY : smallest.value;
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    theorem2: finite((2 * largest * Math.sqrt(normal.variableCount * squares)) / Math.min(1, violation)),
    norm1: finite(norm1 / violation),
    tight: tightMu(normal),
  };
}

interface ScaledNormalRow {
  readonly unit: number;
  readonly bound: number;
  /** In the row's units: smaller excesses are rounding. */
  readonly tolerance: number;
}

/**
 * The exact threshold: (3) has the minimizers of (2) for every μ above it, and for none below.
 * @returns null where the program is infeasible, has more than 20 free variables or costs too much, or where a
 * row's coefficients lie so far apart that sums of doubles lose some
 */
export function tightMu(normal: NormalForm): number | null {
  const free: number[] = [];
  normal.fixed.forEach((value, j) => {
    if (value === FREE) free.push(j);
  });
  if (free.length > LARGEST_ENUMERATION) return null;
  const nonzeros = normal.column.length;
  if (2 ** free.length * (1 + nonzeros / Math.max(1, normal.variableCount)) > UPDATE_BUDGET) return null;
  const table = columnTable(normal);
  if (table === null) return null;
  let best = Number.POSITIVE_INFINITY;
  walk(normal, free, table, (objective, violated) => {
    if (violated === 0 && objective < best) best = objective;
  });
  if (best === Number.POSITIVE_INFINITY) return null;
  let tight = 0;
  walk(normal, free, table, (objective, violated, violation) => {
    if (violated > 0 && best > objective) tight = Math.max(tight, (best - objective) / violation);
  });
  return Number.isFinite(tight) ? tight : null;
}

interface ColumnTable {
  readonly rows: readonly ScaledNormalRow[];
  /** Column j occupies [start[j], start[j + 1]) of `row` and `weight`. */
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly weight: Float64Array;
}

/** @returns null where sums of a row's doubles lose coefficients */
function columnTable(normal: NormalForm): ColumnTable | null {
  const start = new Int32Array(normal.variableCount + 1);
  for (const j of normal.column) start[j + 1]!++;
  for (let j = 0; j < normal.variableCount; j++) start[j + 1]! += start[j]!;
  const next = start.slice();
  const row = new Int32Array(normal.column.length);
  const weight = new Float64Array(normal.column.length);
  const rows: ScaledNormalRow[] = [];
  for (let i = 0; i < normal.rowCount; i++) {
    const from = normal.start[i]!;
    const scaled = scaleRow(normal.value, from, normal.start[i + 1]!, normal.rhs[i]!);
    if (scaled.far !== null) return null;
    let magnitude = Math.abs(scaled.bound);
    for (let k = 0; k < scaled.weight.length; k++) {
      const at = next[normal.column[from + k]!]!++;
      row[at] = i;
      weight[at] = scaled.weight[k]!;
      magnitude = Math.max(magnitude, Math.abs(scaled.weight[k]!));
    }
    rows.push({ unit: scaled.unit, bound: scaled.bound, tolerance: scaled.integral ? 0 : ROW_TOLERANCE * magnitude });
  }
  return { rows, start, row, weight };
}

/** Steps of the walk after which sums are made anew, so that rounding does not pile up. */
const REFRESH = 1024;

/** Visits every x the fixings allow in Gray-code order: objective, number of violated rows, viol(x). */
function walk(
  normal: NormalForm, free: readonly number[], table: ColumnTable, visit: (objective: number, violated: number, violation: number) => void,
): void {
  const x = new Uint8Array(normal.variableCount);
  normal.fixed.forEach((value, j) => {
    x[j] = value === 1 ? 1 : 0;
  });
  const { rows, start, row, weight } = table;
  const activity = new Float64Array(rows.length);
  const excess = (i: number): number => {
    const over = activity[i]! - rows[i]!.bound;
    return over > rows[i]!.tolerance ? over * rows[i]!.unit : 0;
  };
  let objective = 0;
  let violated = 0;
  let violation = 0;
  const last = 2 ** free.length;
  for (let step = 0; step < last; step++) {
    if (step > 0) {
      // The bit that changes from step − 1 to step in the Gray code is the lowest one bit of step.
      const j = free[31 - Math.clz32(step & -step)]!;
      const sign = x[j] === 1 ? -1 : 1;
      x[j] = x[j] === 1 ? 0 : 1;
      objective += sign * normal.objective[j]!;
      for (let k = start[j]!; k < start[j + 1]!; k++) {
        const i = row[k]!;
        const before = excess(i);
        activity[i]! += sign * weight[k]!;
        const after = excess(i);
        violated += Number(after > 0) - Number(before > 0);
        violation += after - before;
      }
    }
    if (step % REFRESH === 0) {
      activity.fill(0);
      objective = 0;
      for (let j = 0; j < x.length; j++) {
        if (x[j] === 0) continue;
        objective += normal.objective[j]!;
        for (let k = start[j]!; k < start[j + 1]!; k++) activity[row[k]!]! += weight[k]!;
      }
      violated = 0;
      violation = 0;
      for (let i = 0; i < rows.length; i++) {
        const over = excess(i);
        violated += Number(over > 0);
        violation += over;
      }
    }
    visit(objective, violated, violation);
  }
}
