/**
 * The decoder `wedelin`: marginals, and multipliers where somebody has them, to a 0/1 vector by Wedelin's algorithm
 * (`wedelin.ts`). Without multipliers it finds its own by mean-field annealing of the rows (`row-sweeps.ts`). The
 * marginals lean on the reduced costs a little: what the multipliers leave open goes the way of x̂.
 */
import type { ColumnIndex } from '../decoding/column-index.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { costTemperatures, createRowSweeps, recomputeReducedCost } from './row-sweeps.ts';
import type { RowSweeps } from './row-sweeps.ts';
import { temperatureAt } from '../descent/schedules.ts';
import { twoSidedMultipliers, twoSidedRows } from './two-sided-rows.ts';
import { chooseByRows } from './wedelin.ts';
import type { WedelinResult } from './wedelin.ts';

/** Temperatures of the annealing of the decoder's own, sweeps at each of them, and the most of its work. */
const TEMPERATURES = 60;
const SWEEPS = 30;
const ANNEALING_SHARE = 0.3;
/** By how many median costs a marginal of 0 or 1 leans on its reduced cost. */
const LEAN = 0.02;

/** Work where nothing else is said: a second or two at most. */
const DEFAULT_WORK = 150_000_000;
const DEFAULT_WORK_PER_NONZERO = 20_000;

/** Nonzeros that the decoder may touch where nothing else is said. */
export function wedelinWork(form: NormalForm): number {
  return Math.min(DEFAULT_WORK, DEFAULT_WORK_PER_NONZERO * form.column.length);
}

/**
 * @param xHat marginals, length d
 * @param multipliers of the normal rows, length m, each ≥ 0; null where nobody has any
 * @param work nonzeros that may be touched
 * Cost: about `work` nonzeros.
 */
export function decodeByRows(
  form: NormalForm,
  columns: ColumnIndex,
  xHat: Float64Array,
  multipliers: Float64Array | null,
  seed: number,
  work: number,
  cancelled?: () => boolean,
): WedelinResult {
  const { objective, fixed } = form;
  const sweeps = createRowSweeps(twoSidedRows(form), objective);
  const temperatures = costTemperatures(objective, fixed);
  if (multipliers === null) anneal(sweeps, temperatures.first, temperatures.last, ANNEALING_SHARE * work);
  else {
    sweeps.multipliers.set(twoSidedMultipliers(sweeps.rows, multipliers));
    recomputeReducedCost(sweeps, objective);
  }
  const unit = 1000 * temperatures.last;
  const lean = Float64Array.from(xHat, (x, j) => (fixed[j]! >= 0 ? 0 : LEAN * unit * (0.5 - x)));
  const priced = { rows: sweeps.rows, multipliers: sweeps.multipliers, reducedCost: sweeps.reducedCost, unit };
  const chosen = chooseByRows(form, columns, priced, lean, seed, work - sweeps.work(), cancelled);
  return { ...chosen, work: chosen.work + sweeps.work() };
}

function anneal(sweeps: RowSweeps, first: number, last: number, work: number): void {
  for (let t = 0; t < TEMPERATURES; t++) {
    // What is left of the work, shared by the temperatures that are left.
    const most = Math.floor((work - sweeps.work()) / (TEMPERATURES - t) / Math.max(1, 3 * sweeps.rows.column.length));
    sweeps.settle(temperatureAt(first, last, t, TEMPERATURES), Math.min(Math.max(most, 1), SWEEPS));
  }
}
