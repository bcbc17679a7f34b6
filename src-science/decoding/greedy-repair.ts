/**
 * Makes a 0/1 vector feasible by single flips, then improves it. A violated row is taken in turn; of the
 * flips that relieve it, the one that lowers the weighted violation most per unit of cost is made, unless
 * it was flipped just before. Where no flip lowers it, the violated rows gain weight until one does
 * (breakout, Morris 1993: the landscape is changed instead of the point). The search is bounded by work
 * counted in nonzeros, not by time, so the same input gives the same answer; when the bound is reached,
 * the least violated vector seen is returned and says so by being infeasible.
 */
import type { NormalForm } from '../program/normal-form.ts';
import type { ColumnIndex } from './column-index.ts';
import { createFlipState, flip, flipCost } from './flip-state.ts';
import type { FlipState } from './flip-state.ts';
import { improveByFlips } from './local-improvement.ts';

/** A variable just flipped rests for 1 to TABU flips; measured best of 2…12 on p0033 and lseu from random starts. */
const TABU = 8;
/** Fruitless tries per violated row after which the rest is lifted. */
const PATIENCE = 40;

/** Nonzeros a repair may touch: 5000 times the program, at most about a quarter of a second's worth. */
function repairWork(form: NormalForm): number {
  return Math.min(30_000_000, 20_000 + 5_000 * form.column.length);
}

export interface Repair {
  /** Length d, 0/1. */
  readonly x: Uint8Array;
  readonly feasible: boolean;
  /** Flips made to get there, improvement not counted. */
  readonly flips: number;
  /** Nonzeros touched. */
  readonly work: number;
}

/**
 * @param start length d, 0/1; not changed
 * @param variant any whole number: another one takes the rows and the rests in another rhythm
 * Cost: at most about `work` nonzeros each for the repair and for the improvement.
 */
export function repairGreedily(form: NormalForm, columns: ColumnIndex, start: Uint8Array, variant = 0, work = repairWork(form)): Repair {
  const state = createFlipState(form, columns, start);
  const limit = state.work + work;
  const m = form.rowCount;
  // Rows are compared in units of their largest coefficient, so that one row's scale does not drown another's.
  const scale = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let largest = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) largest = Math.max(largest, Math.abs(form.value[k]!));
    scale[i] = largest > 0 ? 1 / Math.max(largest, 1e-100) : 1;
  }
  const weight = new Float64Array(m).fill(1);
  const lastFlip = new Float64Array(form.variableCount).fill(-Infinity);
  const bestX = state.x.slice();
  let bestViolation = scaledViolation(state, scale);
  let flips = 0;
  let turn = variant;
  let idle = 0;
  while (state.violatedCount > 0 && state.work < limit) {
    const i = state.violated[turn % state.violatedCount]!;
    turn++;
    const rested = idle > PATIENCE * state.violatedCount ? flips : flips - 1 - ((flips * 7 + variant) % TABU);
    // Cost guides the first flips; a repair that takes long has to get there first, improvement follows.
    const priced = flips < 2 * form.variableCount;
    const j = bestFlipIn(state, i, { weight, scale, lastFlip, rested, priced });
    if (j < 0) {
      idle++;
      // All its free variables already stand on the right side: no vector keeps this row.
      if (!hasRelief(state, i)) break;
      for (let v = 0; v < state.violatedCount; v++) {
        const row = state.violated[v]!;
        weight[row] = weight[row]! + 1;
      }
      state.work += state.violatedCount + form.start[i + 1]! - form.start[i]!;
      continue;
    }
    flip(state, j);
    lastFlip[j] = flips++;
    idle = 0;
    const violation = scaledViolation(state, scale);
    state.work += state.violatedCount;
    if (violation < bestViolation) {
      bestViolation = violation;
      bestX.set(state.x);
    }
  }
  if (state.violatedCount > 0) return { x: bestX, feasible: false, flips, work: state.work };
  improveByFlips(state, state.work + work);
  return { x: state.x, feasible: true, flips, work: state.work };
}

/** What the choice of a flip goes by. */
interface FlipPolicy {
  /** Length m: grows while a row stays violated. */
  readonly weight: Float64Array;
  /** Length m: 1/largest coefficient. */
  readonly scale: Float64Array;
  /** Length d: number of the variable's last flip. */
  readonly lastFlip: Float64Array;
  /** Variables flipped after this flip rest. */
  readonly rested: number;
  /** Whether costs count. */
  readonly priced: boolean;
}

/**
 * The flip relieving row i that lowers the weighted violation, at the least cost per unit; −1 if none
 * lowers it. Equals go to the variable flipped longest ago, then to the first.
 */
function bestFlipIn(state: FlipState, i: number, policy: FlipPolicy): number {
  const { form } = state;
  let best = -1;
  let bestScore = Infinity;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
    const j = form.column[k]!;
    if (form.fixed[j]! >= 0 || policy.lastFlip[j]! > policy.rested || !relieves(state, form.value[k]!, j)) continue;
    const gain = weightedGain(state, j, policy);
    if (gain <= 1e-12) continue;
    const cost = policy.priced ? flipCost(state, j) : 0;
    // Flips that cost nothing come first, the one that lowers most; then the least cost for the gain.
    const score = cost > 0 ? cost / gain : -gain;
    if (best < 0 || score < bestScore || (score === bestScore && policy.lastFlip[j]! < policy.lastFlip[best]!)) {
      best = j;
      bestScore = score;
    }
  }
  return best;
}

function relieves(state: FlipState, a: number, j: number): boolean {
  return a > 0 ? state.x[j] === 1 : state.x[j] === 0;
}

function hasRelief(state: FlipState, i: number): boolean {
  const { form } = state;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
    if (form.fixed[form.column[k]!]! < 0 && relieves(state, form.value[k]!, form.column[k]!)) return true;
  }
  return false;
}

/** By how much flipping x_j lowers Σ weight_i·(1 + scale_i·excess_i) over the violated rows. */
function weightedGain(state: FlipState, j: number, { weight, scale }: FlipPolicy): number {
  const { columns, excess, tolerance } = state;
  const sign = state.x[j] === 1 ? -1 : 1;
  let gain = 0;
  const end = columns.start[j + 1]!;
  for (let k = columns.start[j]!; k < end; k++) {
    const i = columns.row[k]!;
    const before = excess[i]!;
    const after = before + sign * columns.value[k]!;
    const slack = tolerance[i]!;
    gain += weight[i]! * ((before > slack ? 1 + scale[i]! * before : 0) - (after > slack ? 1 + scale[i]! * after : 0));
  }
  state.work += end - columns.start[j]!;
  return gain;
}

function scaledViolation(state: FlipState, scale: Float64Array): number {
  let violation = 0;
  for (let v = 0; v < state.violatedCount; v++) violation += scale[state.violated[v]!]! * state.excess[state.violated[v]!]!;
  return violation;
}
