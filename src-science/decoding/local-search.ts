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
import { rowTolerance } from './assessment.ts';
import { beginAnew, createSearchLoops } from './search-loops.ts';
import type { CreateSearchLoops, SearchLoops } from './search-loops.ts';
import { STREAMS } from '../random/streams.ts';
import { createTwoFlips } from './two-flips.ts';
import type { FlipTwo } from './two-flips.ts';

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
 * @param compiled stand-in for the loops; the same vector without
 * @param moves `two`: where no flip relieves a row without breaking rows of more weight, two flips are looked for (`two-flips.ts`)
 * Cost: at most about `work` nonzeros, one program's at least; 3 to 10 ns a nonzero, less where it is compiled.
 */
export function searchLocally(
  form: NormalForm,
  columns: ColumnIndex,
  start: Uint8Array,
  seed: number,
  work: number,
  cancelled: () => boolean = () => false,
  compiled?: CreateSearchLoops,
  moves: 'one' | 'two' = 'one',
): LocalSearchResult {
  const loops = createSearchLoops(form, columns, start, compiled);
  if (hasImpossibleRow(form)) return { x: start.slice(), feasible: false, flips: 0, work: loops.work() };
  const { below } = createNumberSequence(seed, STREAMS.search);
  const flipTwo = moves === 'two' ? createTwoFlips(form, loops, below) : null;
  const leastGain = ROUNDING * form.objective.reduce((sum, c) => sum + Math.abs(c), 0);
  const patience = PATIENCE * form.variableCount;
  const best = start.slice();
  let feasible = false;
  /** The objective must stay below this. */
  let target = Infinity;
  let improvedAt = 0;
  let rebuiltAt = loops.work();
  for (let turn = 1; loops.work() < work; turn++) {
    if (turn % 256 === 0 && cancelled()) break;
    if (loops.violatedCount() === 0 && loops.objective() < target) {
      feasible = true;
      best.set(loops.x);
      target = loops.objective() - leastGain;
      improvedAt = loops.flips();
    }
    if (feasible && loops.flips() - improvedAt > patience) {
      improvedAt = loops.flips();
      loops.x.set(best);
      loops.weight.fill(1);
      beginAnew(form, loops);
    } else if (loops.work() - rebuiltAt > REBUILD * form.column.length) {
      beginAnew(form, loops);
      rebuiltAt = loops.work();
    }
    const before = loops.flips();
    if (feasible) improve(loops, target);
    relieve(form, loops, target, below, work, flipTwo);
    // Nothing to gain and nothing to mend: no vector of a better objective is within reach of any flip.
    if (loops.flips() === before && loops.violatedCount() === 0) break;
    loops.addWork(1);
  }
  if (loops.violatedCount() === 0 && loops.objective() < target) {
    feasible = true;
    best.set(loops.x);
  }
  return { x: best, feasible, flips: loops.flips(), work: loops.work() };
}

/** Whether some row is violated whatever its free variables are. Cost: O(nnz). */
function hasImpossibleRow(form: NormalForm): boolean {
  const tolerance = rowTolerance(form);
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

/** Lowers the objective by at least one flip and until it is below the target, whatever rows that breaks. */
function improve(loops: SearchLoops, target: number): void {
  do {
    const j = loops.leastHarm();
    if (j < 0) return;
    loops.flip(j);
  } while (loops.objective() >= target);
}

/** Mends rows drawn at random as long as the objective stays below the target; what stays violated gains weight. */
function relieve(
  form: NormalForm, loops: SearchLoops, target: number, below: (n: number) => number, work: number, flipTwo: FlipTwo | null,
): void {
  let relieved = false;
  while (loops.violatedCount() > 0 && loops.work() < work) {
    const i = loops.violated[below(loops.violatedCount())]!;
    const j = loops.bestRelief(i);
    if (j < 0) break;
    if (flipTwo === null || loops.score[j]! > 0 || !flipTwo(i, target)) {
      const c = form.objective[j]!;
      if (loops.objective() + (loops.x[j] === 1 ? -c : c) >= target) break;
      loops.flip(j);
    }
    loops.weigh();
    relieved = true;
  }
  if (!relieved) loops.weigh();
}
