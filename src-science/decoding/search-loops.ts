/**
 * What the local search does to many variables at once: a flip and what it does to the scores, the rise of violated
 * rows' weights, and the two choices of a flip. Compiled code may stand in for it; the choices are the same.
 */
import { rowExcess } from './assessment.ts';
import type { ColumnIndex } from './column-index.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createSearchState, flipInSearch, rebuild, weighViolated } from './search-state.ts';
import type { SearchState } from './search-state.ts';

/** A search's program and where it begins. */
export interface SearchLayout {
  readonly form: NormalForm;
  readonly columns: ColumnIndex;
  /** Length m each, as in `SearchState`. */
  readonly tolerance: Float64Array;
  readonly scale: Float64Array;
  readonly reach: Float64Array;
}

export interface SearchLoops {
  /** Length d, 0/1; the caller may write it before `rebuild`. */
  readonly x: Uint8Array;
  /** Length m: the caller writes a_iᵀx − b_i before `rebuild`. */
  readonly excess: Float64Array;
  /** Length m. */
  readonly weight: Float64Array;
  /** Length d: by how much the flip of x_j lowers Σ weight_i · violation_i. */
  readonly score: Float64Array;
  /** The first `violatedCount()` entries. */
  readonly violated: Int32Array;
  readonly violatedCount: () => number;
  /** cᵀx of the normal form, without the constant. */
  readonly objective: () => number;
  /** Nonzeros touched so far. */
  readonly work: () => number;
  readonly addWork: (amount: number) => void;
  readonly flips: () => number;
  /** Scores, violated rows and the objective afresh from x, excess and the weights. Cost: O(nnz). */
  readonly rebuild: () => void;
  readonly flip: (j: number) => void;
  /** Raises the weight of every violated row by 1. */
  readonly weigh: () => void;
  /** The flip that lowers the objective with the least rise of weighted violation per unit gained, oldest among equals; −1 for none. */
  readonly leastHarm: () => number;
  /**
   * The flip relieving row i that mends most per unit of cost, oldest among equals, never the one just made; −1 for
   * none. Flips that cost nothing come first.
   */
  readonly bestRelief: (i: number) => number;
}

/** null where the program is too large for it. */
export type CreateSearchLoops = (layout: SearchLayout) => SearchLoops | null;

/** @param x length d, 0/1; copied. Cost: O(nnz). */
export function createSearchLoops(
  form: NormalForm, columns: ColumnIndex, x: Uint8Array, compiled: CreateSearchLoops | undefined,
): SearchLoops {
  const state = createSearchState(form, columns, x);
  const loops = compiled?.({ form, columns, tolerance: state.tolerance, scale: state.scale, reach: state.reach }) ?? null;
  if (loops === null) return loopsOf(state);
  loops.x.set(x);
  loops.weight.fill(1);
  beginAnew(form, loops);
  return loops;
}

/** `rebuild`, free of what rounding has piled up in the excess. */
export function beginAnew(form: NormalForm, loops: SearchLoops): void {
  loops.excess.set(rowExcess(form, loops.x));
  loops.rebuild();
}

function loopsOf(state: SearchState): SearchLoops {
  const { form, x, score } = state;
  const costed = costedVariables(form);
  const lastFlip = new Float64Array(form.variableCount).fill(-Infinity);
  let flips = 0;
  return {
    x,
    excess: state.excess,
    weight: state.weight,
    score,
    violated: state.violated,
    violatedCount: () => state.violatedCount,
    objective: () => state.objective,
    work: () => state.work,
    addWork(amount) {
      state.work += amount;
    },
    flips: () => flips,
    rebuild: () => rebuild(state),
    flip(j) {
      flipInSearch(state, j);
      lastFlip[j] = ++flips;
    },
    weigh: () => weighViolated(state),
    leastHarm() {
      let best = -1;
      let bestHarm = Infinity;
      for (let n = 0; n < costed.length; n++) {
        const j = costed[n]!;
        const c = form.objective[j]!;
        if ((x[j] === 1) !== c > 0) continue;
        const harm = -score[j]! / Math.abs(c);
        if (harm > bestHarm || lastFlip[j]! >= flips) continue;
        if (best < 0 || harm < bestHarm || lastFlip[j]! < lastFlip[best]!) {
          best = j;
          bestHarm = harm;
        }
      }
      state.work += costed.length >> 2;
      return best;
    },
    bestRelief(i) {
      let best = -1;
      let bestValue = -Infinity;
      let bestFree = false;
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
        const j = form.column[k]!;
        if (form.fixed[j]! >= 0 || form.value[k]! > 0 !== (x[j] === 1) || lastFlip[j]! >= flips) continue;
        const cost = x[j] === 1 ? -form.objective[j]! : form.objective[j]!;
        const free = cost <= 0 && score[j]! > 0;
        const value = cost > 0 ? score[j]! / cost : score[j]!;
        if (best >= 0 && (free !== bestFree ? bestFree : value < bestValue || (value === bestValue && lastFlip[j]! >= lastFlip[best]!))) {
          continue;
        }
        best = j;
        bestValue = value;
        bestFree = free;
      }
      state.work += form.start[i + 1]! - form.start[i]!;
      return best;
    },
  };
}

/** Free variables with a cost. Cost: O(d). */
function costedVariables(form: NormalForm): Int32Array {
  const list: number[] = [];
  for (let j = 0; j < form.variableCount; j++) if (form.fixed[j]! < 0 && form.objective[j] !== 0) list.push(j);
  return Int32Array.from(list);
}
