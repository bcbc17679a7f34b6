/**
 * A 0/1 vector under single flips, with its row excesses kept up to date: the ground that repair and
 * improvement walk on. Work is counted in nonzeros touched, so that a search can be bounded by a number
 * that is the same on every machine, unlike time.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { rowExcess, rowTolerance } from './assessment.ts';
import type { ColumnIndex } from './column-index.ts';

export interface FlipState {
  readonly form: NormalForm;
  readonly columns: ColumnIndex;
  /** Length d, 0/1; change it only through `flip`. */
  readonly x: Uint8Array;
  /** Length m: a_iᵀx − b_i. */
  readonly excess: Float64Array;
  /** Length m: excess up to which a row counts as kept. */
  readonly tolerance: Float64Array;
  /** Rows whose excess is above tolerance, in no particular order; the first `violatedCount` entries. */
  readonly violated: Int32Array;
  violatedCount: number;
  /** Length m: a row's place in `violated`, −1 where it is kept. */
  readonly place: Int32Array;
  /** Nonzeros touched so far. */
  work: number;
}

/** @param x length d, 0/1; copied. Cost: O(nnz). */
export function createFlipState(form: NormalForm, columns: ColumnIndex, x: Uint8Array): FlipState {
  const state: FlipState = {
    form,
    columns,
    x: x.slice(),
    excess: rowExcess(form, x),
    tolerance: rowTolerance(form),
    violated: new Int32Array(form.rowCount),
    violatedCount: 0,
    place: new Int32Array(form.rowCount).fill(-1),
    work: form.column.length,
  };
  for (let i = 0; i < form.rowCount; i++) if (state.excess[i]! > state.tolerance[i]!) enter(state, i);
  return state;
}

/** Flips x_j. Cost: O(nonzeros of column j). */
export function flip(state: FlipState, j: number): void {
  const { columns, x, excess, tolerance, place } = state;
  const sign = x[j] === 1 ? -1 : 1;
  x[j] = 1 - x[j]!;
  const end = columns.start[j + 1]!;
  for (let k = columns.start[j]!; k < end; k++) {
    const i = columns.row[k]!;
    const now = excess[i]! + sign * columns.value[k]!;
    excess[i] = now;
    if (now > tolerance[i]!) {
      if (place[i]! < 0) enter(state, i);
    } else if (place[i]! >= 0) {
      leave(state, i);
    }
  }
  state.work += end - columns.start[j]!;
}

/** Change of the normal objective when x_j flips. */
export function flipCost(state: FlipState, j: number): number {
  const c = state.form.objective[j]!;
  return state.x[j] === 1 ? -c : c;
}

/** Whether no row becomes violated, or more violated, when x_j flips. Cost: O(nonzeros of column j). */
export function flipIsSafe(state: FlipState, j: number): boolean {
  const { columns, excess, tolerance } = state;
  const sign = state.x[j] === 1 ? -1 : 1;
  const end = columns.start[j + 1]!;
  for (let k = columns.start[j]!; k < end; k++) {
    const change = sign * columns.value[k]!;
    state.work++;
    if (change > 0 && excess[columns.row[k]!]! + change > tolerance[columns.row[k]!]!) return false;
  }
  return true;
}

function enter(state: FlipState, i: number): void {
  state.place[i] = state.violatedCount;
  state.violated[state.violatedCount++] = i;
}

function leave(state: FlipState, i: number): void {
  const hole = state.place[i]!;
  const last = state.violated[--state.violatedCount]!;
  state.violated[hole] = last;
  state.place[last] = hole;
  state.place[i] = -1;
}
