/**
 * Improves a feasible 0/1 vector without ever leaving feasibility: first every single flip that lowers
 * the objective, then exchanges of two variables (one flip that lowers it, one that mends every row
 * the first broke for less than it gained). Ends at a vector that no such move improves, or when the
 * work allowed is spent.
 */
import { flip, flipCost, flipIsSafe } from './flip-state.ts';
import type { FlipState } from './flip-state.ts';

/** Objective differences below this share of the largest cost are rounding, not gain. */
const LEAST_GAIN = 1e-12;

/**
 * @param state feasible; changed in place, stays feasible
 * @param workLimit value of `state.work` at which to stop
 */
export function improveByFlips(state: FlipState, workLimit: number): void {
  const { form } = state;
  let largest = 0;
  const candidates: number[] = [];
  for (let j = 0; j < form.variableCount; j++) {
    const size = Math.abs(form.objective[j]!);
    if (size > 0 && form.fixed[j]! < 0) candidates.push(j);
    largest = Math.max(largest, size);
  }
  const leastGain = LEAST_GAIN * largest;
  // The dearest first: what is worth most gets its chance before cheaper flips use up the slack.
  candidates.sort((j, k) => Math.abs(form.objective[k]!) - Math.abs(form.objective[j]!) || j - k);
  let improved = true;
  while (improved && state.work < workLimit) {
    improved = false;
    for (const j of candidates) {
      if (flipCost(state, j) < -leastGain && flipIsSafe(state, j)) {
        flip(state, j);
        improved = true;
      }
    }
    if (improved) continue;
    for (const j of candidates) {
      if (state.work >= workLimit) return;
      if (flipCost(state, j) < -leastGain && exchange(state, j, leastGain)) improved = true;
    }
  }
}

/** Flips x_j, which breaks rows, and the cheapest other variable that mends them all; undoes it where none pays. */
function exchange(state: FlipState, j: number, leastGain: number): boolean {
  const { form } = state;
  const saved = -flipCost(state, j);
  flip(state, j);
  if (state.violatedCount === 0) return true;
  let row = state.violated[0]!;
  for (let v = 1; v < state.violatedCount; v++) {
    const other = state.violated[v]!;
    if (rowLength(state, other) < rowLength(state, row)) row = other;
  }
  let best = -1;
  let bestCost = saved - leastGain;
  for (let k = form.start[row]!; k < form.start[row + 1]!; k++) {
    const other = form.column[k]!;
    state.work++;
    if (other === j || form.fixed[other]! >= 0) continue;
    const cost = flipCost(state, other);
    const change = state.x[other] === 1 ? -form.value[k]! : form.value[k]!;
    if (cost < bestCost && state.excess[row]! + change <= state.tolerance[row]! && mendsAll(state, other)) {
      best = other;
      bestCost = cost;
    }
  }
  flip(state, best < 0 ? j : best);
  return best >= 0;
}

function rowLength(state: FlipState, i: number): number {
  return state.form.start[i + 1]! - state.form.start[i]!;
}

/** Whether flipping x_j leaves no row violated. Cost: O(nonzeros of column j). */
function mendsAll(state: FlipState, j: number): boolean {
  const { columns, excess, tolerance, place } = state;
  const sign = state.x[j] === 1 ? -1 : 1;
  const end = columns.start[j + 1]!;
  let mended = 0;
  for (let k = columns.start[j]!; k < end; k++) {
    const i = columns.row[k]!;
    state.work++;
    if (excess[i]! + sign * columns.value[k]! > tolerance[i]!) return false;
    if (place[i]! >= 0) mended++;
  }
  return mended === state.violatedCount;
}
