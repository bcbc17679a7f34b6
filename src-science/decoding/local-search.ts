/**
 * Improves a 0/1 vector by leaving feasibility on purpose: row-weighting local search, after the set cover
 * heuristic of Gao, Yao, Weise & Li (RWLS, European Journal of Operational Research 2015) and its kin for
 * vertex cover (NuMVC, Cai, Su, Luo & Sattar, JAIR 2013), written for any rows. As soon as all rows are kept, the vector is a new best, and
 * flips that lower the objective, the least harmful for their gain first, break rows until it is strictly
 * better; then a violated row drawn at random is relieved by the flip that mends most for its cost, the
 * objective staying below the best; rows that stay violated gain weight until they get their way.
 *
 * Bounded by work counted in nonzeros, never by time, and drawn from counter-based random numbers: the
 * same start, seed and work give the same vector on every machine. It proves nothing.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createNumberSequence } from '../random/number-sequence.ts';
import type { ColumnIndex } from './column-index.ts';
import { ROUNDING } from './least-gain.ts';
import { createSearchState, flipInSearch, rebuild, weighViolated } from './search-state.ts';
import type { SearchState } from './search-state.ts';
import { STREAMS } from '../random/streams.ts';

/** Flips a variable without a better vector after which the search goes back to the best; measured best of 2…130 on auctions. */
const PATIENCE = 32;
/** Work between two rebuilds, in programs: rounding stays small and the rebuild's share below a thousandth. */
const REBUILD = 1000;
/** Work of the decoder where nothing else is said, and the most of it a nonzero: one to three seconds at most. */
const DEFAULT_WORK = 200_000_000;
const DEFAULT_WORK_PER_NONZERO = 20_000;

/** Nonzeros that the decoder may touch where nothing else is said. */
export function searchWork(form: NormalForm): number {
  return Math.min(DEFAULT_WORK, DEFAULT_WORK_PER_NONZERO * form.column.length);
}

export interface LocalSearchResult {
  /** Length d, 0/1: the best feasible vector seen; the start where none was. */
  readonly x: Uint8Array;
  readonly feasible: boolean;
  readonly flips: number;
  /** Nonzeros touched. */
  readonly work: number;
}

/**
 * @param start length d, 0/1; not changed; fixed variables at their values
 * @param work nonzeros that may be touched
 * @param cancelled asked now and then; true ends the search with what it has
 * Cost: at most about `work` nonzeros, one program's at least; 3 to 10 ns a nonzero.
 */
export function searchLocally(
  form: NormalForm,
  columns: ColumnIndex,
  start: Uint8Array,
  seed: number,
  work: number,
  cancelled: () => boolean = () => false,
): LocalSearchResult {
  const state = createSearchState(form, columns, start);
  if (hasImpossibleRow(state)) return { x: start.slice(), feasible: false, flips: 0, work: state.work };
  const walk: Walk = { state, costed: costedVariables(form), lastFlip: new Float64Array(form.variableCount).fill(-Infinity), flips: 0 };
  const { below } = createNumberSequence(seed, STREAMS.search);
  const leastGain = ROUNDING * form.objective.reduce((sum, c) => sum + Math.abs(c), 0);
  const patience = PATIENCE * form.variableCount;
  const best = start.slice();
  let feasible = false;
  /** The objective must stay below this. */
  let target = Infinity;
  let improvedAt = 0;
  let rebuiltAt = state.work;
  for (let turn = 1; state.work < work; turn++) {
    if (turn % 256 === 0 && cancelled()) break;
    if (state.violatedCount === 0 && state.objective < target) {
      feasible = true;
      best.set(state.x);
      target = state.objective - leastGain;
      improvedAt = walk.flips;
    }
    if (feasible && walk.flips - improvedAt > patience) {
      improvedAt = walk.flips;
      state.x.set(best);
      state.weight.fill(1);
      rebuild(state);
    } else if (state.work - rebuiltAt > REBUILD * form.column.length) {
      rebuild(state);
      rebuiltAt = state.work;
    }
    const before = walk.flips;
    if (feasible) improve(walk, target);
    relieve(walk, target, below, work);
    // Nothing to gain and nothing to mend: no vector of a better objective is within reach of any flip.
    if (walk.flips === before && state.violatedCount === 0) break;
    state.work++;
  }
  if (state.violatedCount === 0 && state.objective < target) {
    feasible = true;
    best.set(state.x);
  }
  return { x: best, feasible, flips: walk.flips, work: state.work };
}

/** Whether some row is violated whatever its free variables are. Cost: O(nnz). */
function hasImpossibleRow({ form, tolerance }: SearchState): boolean {
  for (let i = 0; i < form.rowCount; i++) {
    let least = -form.rhs[i]!;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const a = form.value[k]!;
      const at = form.fixed[form.column[k]!]!;
      least += at >= 0 ? a * at : Math.min(a, 0);
    }
    if (least > tolerance[i]!) return true;
  }
  return false;
}

/** The search as its moves see it. */
interface Walk {
  readonly state: SearchState;
  /** Free variables with a cost. */
  readonly costed: Int32Array;
  /** Length d: number of the variable's last flip. */
  readonly lastFlip: Float64Array;
  flips: number;
}

function move(walk: Walk, j: number): void {
  flipInSearch(walk.state, j);
  walk.lastFlip[j] = ++walk.flips;
}

/** Lowers the objective by at least one flip and until it is below the target, whatever rows that breaks. */
function improve(walk: Walk, target: number): void {
  do {
    const j = leastHarm(walk);
    if (j < 0) return;
    move(walk, j);
  } while (walk.state.objective >= target);
}

/** Mends rows drawn at random as long as the objective stays below the target; what stays violated gains weight. */
function relieve(walk: Walk, target: number, below: (n: number) => number, work: number): void {
  const { state } = walk;
  let relieved = false;
  while (state.violatedCount > 0 && state.work < work) {
    const j = bestRelief(walk, state.violated[below(state.violatedCount)]!);
    if (j < 0) break;
    const c = state.form.objective[j]!;
    if (state.objective + (state.x[j] === 1 ? -c : c) >= target) break;
    move(walk, j);
    weighViolated(state);
    relieved = true;
  }
  if (!relieved) weighViolated(state);
}

/** Free variables with a cost. Cost: O(d). */
function costedVariables(form: NormalForm): Int32Array {
  const list: number[] = [];
  for (let j = 0; j < form.variableCount; j++) if (form.fixed[j]! < 0 && form.objective[j] !== 0) list.push(j);
  return Int32Array.from(list);
}

/** The flip that lowers the objective with the least rise of weighted violation per unit gained, oldest among equals; −1 for none. */
function leastHarm({ state, costed, lastFlip, flips }: Walk): number {
  const { x, score, form } = state;
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
}

/**
 * The flip relieving row i that mends most per unit of cost, oldest among equals, never the one just made;
 * −1 for none. Flips that cost nothing come first.
 */
function bestRelief({ state, lastFlip, flips }: Walk, i: number): number {
  const { form, x, score } = state;
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
}
