/**
 * Lagrangian fixing against a known vector: the volume algorithm looks for multipliers, and whatever their reduced costs
 * cannot have in a vector that is as good or better is fixed. The known vector itself stays, and with it every optimum.
 */
import { indexColumns } from '../decoding/column-index.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { ascendRows } from './coordinate-ascent.ts';
import { createLagrangianBound } from './lagrangian-bound.ts';
import { fixByReducedCosts } from './lagrangian-fixing.ts';
import { createVolume } from './volume.ts';

/** Rounds of coordinate ascent, then steps of the volume algorithm, as after a descent (`findings.ts`). */
const ROUNDS = 4;
const STEPS = 600;
const STEPS_AT_ONCE = 20;
const WORK = 1e8;

export interface Fixing {
  /** Length d: −1 where nothing is known, else the only value left; values that were fixed before stay. */
  readonly fixed: Int8Array;
  /** Free variables that were fixed, of so many. */
  readonly count: number;
  readonly free: number;
}

/**
 * @param objective of a feasible vector, in the user's sense
 * @param cancelled asked now and then; true fixes by what there is
 * Cost: at most about 10⁸ nonzeros.
 */
export function fixByBound(form: NormalForm, objective: number, cancelled: () => boolean = () => false): Fixing {
  const cutoff = form.objectiveSign * objective;
  const lagrangian = createLagrangianBound(form);
  const volume = createVolume(lagrangian, indexColumns(form));
  const multipliers = new Float64Array(form.rowCount);
  const reduced = form.objective.slice();
  for (let round = 0; round < ROUNDS && !cancelled(); round++) ascendRows(lagrangian, multipliers, reduced);
  volume.offer(multipliers, null);
  for (let n = 0; n < STEPS && volume.work() < WORK && volume.bound() < cutoff && !cancelled(); n += STEPS_AT_ONCE) {
    volume.improve(STEPS_AT_ONCE, cutoff);
  }
  return fixingOf(form, fixByReducedCosts(lagrangian, volume.multipliers.slice(), cutoff));
}

/** @param found of a cutoff that some vector has: that none is left is then rounding, and fixes nothing */
export function fixingOf(form: NormalForm, found: { readonly fixed: Int8Array; readonly count: number; readonly none: boolean }): Fixing {
  const free = form.fixed.reduce((sum, at) => sum + Number(at < 0), 0);
  return found.none ? { fixed: form.fixed, count: 0, free } : { fixed: found.fixed, count: found.count, free };
}
