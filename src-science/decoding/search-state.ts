/**
 * A 0/1 vector under single flips with, for every variable, what its flip would do to the weighted
 * violation kept up to date: the ground of `local-search.ts`. A row whose slack no single flip can use up
 * gives no variable a score, so a flip costs only the rows that are near their bound: on a cover row,
 * those that one or no variable covers.
 *
 * Violation of row i at excess e is ½ + ½ e/|largest coefficient| once e is above the row's tolerance:
 * rows of any scale compare, and a hair's breadth of violation still counts.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { rowExcess, rowTolerance } from './assessment.ts';
import type { ColumnIndex } from './column-index.ts';

export interface SearchState {
  readonly form: NormalForm;
  readonly columns: ColumnIndex;
  /** Length d, 0/1; change it only through `flipInSearch`. */
  readonly x: Uint8Array;
  /** Length m: a_iᵀx − b_i. */
  readonly excess: Float64Array;
  /** Length m: excess up to which a row counts as kept. */
  readonly tolerance: Float64Array;
  /** Length m: 1/(2·largest coefficient). */
  readonly scale: Float64Array;
  /** Length m: largest |coefficient|, the most a flip can change. */
  readonly reach: Float64Array;
  /** Length m: grows while a row stays violated. */
  readonly weight: Float64Array;
  /** Length d: by how much the flip of x_j lowers Σ weight_i · violation_i. */
  readonly score: Float64Array;
  /** Violated rows, in no particular order; the first `violatedCount` entries. */
  readonly violated: Int32Array;
  violatedCount: number;
  /** Length m: a row's place in `violated`, −1 where it is kept. */
  readonly place: Int32Array;
  /** cᵀx of the normal form, without the constant. */
  objective: number;
  /** Nonzeros touched so far. */
  work: number;
}

/** @param x length d, 0/1; copied. Cost: O(nnz). */
export function createSearchState(form: NormalForm, columns: ColumnIndex, x: Uint8Array): SearchState {
  const m = form.rowCount;
  const reach = new Float64Array(m);
  const scale = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let largest = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) largest = Math.max(largest, Math.abs(form.value[k]!));
    reach[i] = largest;
    scale[i] = largest > 0 ? 0.5 / Math.max(largest, 1e-100) : 0.5;
  }
  const state: SearchState = {
    form,
    columns,
    x: x.slice(),
    excess: new Float64Array(m),
    tolerance: rowTolerance(form),
    scale,
    reach,
    weight: new Float64Array(m).fill(1),
    score: new Float64Array(form.variableCount),
    violated: new Int32Array(m),
    violatedCount: 0,
    place: new Int32Array(m).fill(-1),
    objective: 0,
    work: 0,
  };
  rebuild(state);
  return state;
}

/** Computes excesses, scores and the objective afresh from x and the weights, free of what rounding has piled up. Cost: O(nnz). */
export function rebuild(state: SearchState): void {
  const { form, x, excess, tolerance, place, score, violated } = state;
  excess.set(rowExcess(form, x));
  score.fill(0);
  place.fill(-1);
  state.violatedCount = 0;
  for (let i = 0; i < form.rowCount; i++) {
    if (excess[i]! > tolerance[i]!) {
      place[i] = state.violatedCount;
      violated[state.violatedCount++] = i;
    }
    addRowScores(state, i, state.weight[i]!);
  }
  let objective = 0;
  for (let j = 0; j < form.variableCount; j++) if (x[j] === 1) objective += form.objective[j]!;
  state.objective = objective;
  state.work += form.column.length;
}

/** Adds `factor` times what row i, at its present excess, gives each of its variables. */
function addRowScores(state: SearchState, i: number, factor: number): void {
  const { form, x, score } = state;
  const e = state.excess[i]!;
  const slack = state.tolerance[i]!;
  if (e + state.reach[i]! <= slack) return;
  const scale = state.scale[i]!;
  const before = e > slack ? 0.5 + scale * e : 0;
  const to = form.start[i + 1]!;
  for (let k = form.start[i]!; k < to; k++) {
    const j = form.column[k]!;
    const after = x[j] === 1 ? e - form.value[k]! : e + form.value[k]!;
    const change = before - (after > slack ? 0.5 + scale * after : 0);
    if (change !== 0) score[j] = score[j]! + factor * change;
  }
  state.work += to - form.start[i]!;
}

/** Flips x_j. Cost: nonzeros of its column, and of those of its rows that are near their bound. */
export function flipInSearch(state: SearchState, j: number): void {
  const { form, columns, x, excess, tolerance, scale, reach, weight, score, place } = state;
  const { start, column, value } = form;
  const own = score[j]!;
  const up = x[j] === 0;
  const end = columns.start[j + 1]!;
  for (let at = columns.start[j]!; at < end; at++) {
    const i = columns.row[at]!;
    const e0 = excess[i]!;
    const e1 = up ? e0 + columns.value[at]! : e0 - columns.value[at]!;
    const slack = tolerance[i]!;
    excess[i] = e1;
    if (e1 > slack) {
      if (place[i]! < 0) {
        place[i] = state.violatedCount;
        state.violated[state.violatedCount++] = i;
      }
    } else if (place[i]! >= 0) {
      leave(state, i);
    }
    const r = reach[i]!;
    if (e0 + r <= slack && e1 + r <= slack) continue;
    const w = weight[i]!;
    const s = scale[i]!;
    const now0 = e0 > slack ? 0.5 + s * e0 : 0;
    const now1 = e1 > slack ? 0.5 + s * e1 : 0;
    const to = start[i + 1]!;
    for (let k = start[i]!; k < to; k++) {
      const other = column[k]!;
      const a = x[other] === 1 ? -value[k]! : value[k]!;
      const then0 = e0 + a;
      const then1 = e1 + a;
      const change = now1 - now0 + (then0 > slack ? 0.5 + s * then0 : 0) - (then1 > slack ? 0.5 + s * then1 : 0);
      if (change !== 0) score[other] = score[other]! + w * change;
    }
    state.work += to - start[i]!;
  }
  state.work += end - columns.start[j]!;
  state.objective += up ? form.objective[j]! : -form.objective[j]!;
  x[j] = up ? 1 : 0;
  // Flipping back undoes exactly what the flip did.
  score[j] = -own;
}

/** Raises the weight of every violated row by 1. Cost: their nonzeros. */
export function weighViolated(state: SearchState): void {
  for (let v = 0; v < state.violatedCount; v++) {
    const i = state.violated[v]!;
    addRowScores(state, i, 1);
    state.weight[i] = state.weight[i]! + 1;
  }
}

function leave(state: SearchState, i: number): void {
  const hole = state.place[i]!;
  const last = state.violated[--state.violatedCount]!;
  state.violated[hole] = last;
  state.place[last] = hole;
  state.place[i] = -1;
}
