/**
 * The volume algorithm of Barahona and Anbil (2000) on the multipliers of all rows: steps along the violation
 * A x̄ − b of a running average x̄ of the vectors that minimize the Lagrangian. Every point it visits is a bound
 * (`lagrangian-bound.ts`); the best is kept. It needs no linear solver and proves no more than one would.
 *
 * Rows are stepped in units of their norms, so that scaling a row changes nothing; the two halves of an equality
 * share one multiplier of either sign. All state is in the multipliers, the violation of x̄ and a few numbers, which
 * `pack` gives and `unpack` takes: what goes on from there is the same to the bit.
 */
import type { ColumnIndex } from '../decoding/column-index.ts';
import type { LagrangianBound } from './lagrangian-bound.ts';

/**
 * Share of a new vector in the average, at most; halved where the bound stalls. This and the rule of the step were
 * measured on set cover, independent set, auctions and eleven public programs; the paper has 0.1, 20 and 1.1.
 */
const MOST_SHARE = 0.3;
const LEAST_SHARE = 1e-5;
/** Steps after which a rise of the bound by less than a hundredth halves the share. */
const STALL = 100;
/** Steps in a row without a better bound that shorten the step, and by how much. */
const REDS = 3;
const SHORTENED = 0.66;
const LENGTHENED = 1.3;
const LONGEST = 2;
const FIRST = 0.1;
/** A step that has come down to this starts anew: shorter ones only stand still. */
const SHORTEST = 1e-4;
/** The aim is this far above the bound, relative, until it is nearly reached. */
const AIM = 0.05;

const SCALARS = 8;

export interface Volume {
  /** The best multipliers so far, length m; ≥ 0. */
  readonly multipliers: Float64Array;
  /** Their bound; −∞ before any was offered. */
  readonly bound: () => number;
  /** Nonzeros touched so far. */
  readonly work: () => number;
  /**
   * Goes on from other multipliers if their bound is better.
   * @param y length m, ≥ 0; netted in place
   * @param violation A x̂ − b of the marginals they are from, length m; null where there are none
   */
  readonly offer: (y: Float64Array, violation: Float64Array | null) => void;
  /**
   * At most so many steps.
   * @param aim objective of a feasible vector, normal form; null where none is known
   */
  readonly improve: (steps: number, aim: number | null) => void;
  /** Length `packedLength`. */
  readonly pack: () => Float64Array;
  /** @param state as `pack` gave it for the same form */
  readonly unpack: (state: Float64Array) => void;
}

/** Length of a packed state. */
export function packedLength(rows: number): number {
  return SCALARS + 2 * rows;
}

/** Cost: O(nnz). */
export function createVolume(lagrangian: LagrangianBound, columns: ColumnIndex): Volume {
  const { form, rhs, reducedCost } = lagrangian;
  const { variableCount: d, rowCount: m, fixed } = form;
  const scale = rowScales(form);
  const partner = equalityPartners(form);
  const best = new Float64Array(m);
  const trial = new Float64Array(m);
  /** A x̄ − b of the average, and A x − b of the last minimizer. */
  const average = new Float64Array(m);
  const last = new Float64Array(m);
  let bound = -Infinity;
  let length = FIRST;
  let share = MOST_SHARE;
  let reds = 0;
  let since = 0;
  let boundBefore = -Infinity;
  let target = Number.NaN;
  let work = 0;

  /** A x − b of the vector that minimizes the Lagrangian at the multipliers evaluated last. */
  function loadMinimizer(): void {
    for (let i = 0; i < m; i++) last[i] = -rhs[i]!;
    for (let j = 0; j < d; j++) {
      const at = fixed[j]!;
      if (at === 0 || (at < 0 && reducedCost[j]! >= 0)) continue;
      const end = columns.start[j + 1]!;
      for (let k = columns.start[j]!; k < end; k++) last[columns.row[k]!]! += columns.value[k]!;
      work += end - columns.start[j]!;
    }
  }

  function evaluate(y: Float64Array): number {
    const value = lagrangian.evaluate(y);
    work += lagrangian.touched();
    return value;
  }

  /** Along the average's violation from the best multipliers. @returns false where there is no way to go */
  function step(aim: number | null): boolean {
    let squared = 0;
    for (let i = 0; i < m; i++) {
      if (partner[i]! < 0 && best[i] === 0 && average[i]! < 0) continue;
      // The second half of an equality moves with the first.
      if (partner[i]! >= 0 && partner[i]! < i) continue;
      const v = average[i]! * scale[i]!;
      squared += v * v;
    }
    if (!(squared > 0)) return false;
    if (!(bound < target - 0.05 * Math.abs(target))) target = bound + AIM * Math.max(Math.abs(bound), 1e-6);
    const far = aim !== null && aim > bound ? aim : target;
    const along = (length * (far - bound)) / squared;
    for (let i = 0; i < m; i++) {
      const other = partner[i]!;
      if (other >= 0 && other < i) continue;
      const move = along * average[i]! * scale[i]! * scale[i]!;
      if (other < 0) trial[i] = Math.max(0, best[i]! + move);
      else {
        const net = best[i]! - best[other]! + move;
        trial[i] = Math.max(0, net);
        trial[other] = Math.max(0, -net);
      }
    }
    work += 2 * m;
    return true;
  }

  /** Moves the average towards the last minimizer, by what leaves least violation. */
  function averageIn(): void {
    let along = 0;
    let squared = 0;
    for (let i = 0; i < m; i++) {
      const change = (last[i]! - average[i]!) * scale[i]!;
      along -= average[i]! * scale[i]! * change;
      squared += change * change;
    }
    const least = squared > 0 ? along / squared : 1;
    const alpha = least <= 0 ? share / 10 : Math.min(share, least);
    for (let i = 0; i < m; i++) average[i] = average[i]! + alpha * (last[i]! - average[i]!);
    work += 2 * m;
  }

  /** Inner product of the direction of the step with the new minimizer's violation: above 0 a longer step would have gained. */
  function agreement(): number {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += average[i]! * last[i]! * scale[i]! * scale[i]!;
    return sum;
  }

  return {
    multipliers: best,
    bound: () => bound,
    work: () => work,
    offer(y, violation) {
      const value = evaluate(y);
      if (!(value > bound)) return;
      bound = value;
      best.set(y);
      if (violation === null) {
        loadMinimizer();
        average.set(last);
      } else average.set(violation);
    },
    improve(steps, aim) {
      for (let n = 0; n < steps; n++) {
        if (!step(aim)) return;
        const value = evaluate(trial);
        loadMinimizer();
        if (value > bound) {
          if (agreement() > 0) length = Math.min(LONGEST, length * LENGTHENED);
          bound = value;
          best.set(trial);
          reds = 0;
        } else if (++reds >= REDS) {
          reds = 0;
          length *= SHORTENED;
          if (length < SHORTEST) length = FIRST;
        }
        averageIn();
        if (++since >= STALL) {
          if (!(bound > boundBefore + 0.01 * Math.abs(bound))) share = Math.max(LEAST_SHARE, share / 2);
          boundBefore = bound;
          since = 0;
        }
      }
    },
    pack() {
      const state = new Float64Array(packedLength(m));
      state.set([bound, length, share, reds, since, boundBefore, target, work]);
      state.set(best, SCALARS);
      state.set(average, SCALARS + m);
      return state;
    },
    unpack(state) {
      [
        bound, length, share, reds, since, boundBefore, target, work,
      ] = [...state.subarray(0, SCALARS)] as [number, number, number, number, number, number, number, number];
      best.set(state.subarray(SCALARS, SCALARS + m));
      average.set(state.subarray(SCALARS + m));
    },
  };
}

/** 1/‖a_i‖₂, 0 for a row without nonzeros: its multiplier moves nothing but the bound down. */
function rowScales({ rowCount, start, value }: LagrangianBound['form']): Float64Array {
  const scale = new Float64Array(rowCount);
  for (let i = 0; i < rowCount; i++) {
    let squared = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) squared += value[k]! * value[k]!;
    const norm = Math.sqrt(squared);
    scale[i] = norm > 0 && Number.isFinite(1 / norm) ? 1 / norm : 0;
  }
  return scale;
}

/** Of each half of an equality the other; −1 elsewhere. */
function equalityPartners({ rowCount, sourceRow, sourceSign, rhs }: LagrangianBound['form']): Int32Array {
  const partner = new Int32Array(rowCount).fill(-1);
  for (let i = 0; i + 1 < rowCount; i++) {
    if (sourceRow[i] !== sourceRow[i + 1] || sourceSign[i] === sourceSign[i + 1] || rhs[i] !== -rhs[i + 1]!) continue;
    partner[i] = i + 1;
    partner[i + 1] = i;
    i++;
  }
  return partner;
}
