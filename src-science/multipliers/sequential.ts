/**
 * Row multipliers as the weight of a descent: what an iteration does in place of a step along a gradient. At the
 * iteration's temperature the rows are made to hold in expectation one after the other until they have settled
 * (`row-sweeps.ts`), and the marginals follow, x̂_j = σ(−r_j/T). Temperature falls only between iterations, so that the
 * annealing is at rest at each of them, or has made all the sweeps that it may.
 */
import type { Guide } from '../decoding/pool.ts';
import { LOGIT_LIMIT } from '../descent/parametrization.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { packRows, unpackRows } from './packed-rows.ts';
import { createRowSweeps, recomputeReducedCost } from './row-sweeps.ts';
import type { RowSweeps } from './row-sweeps.ts';
import { normalMultipliers, twoSidedRows } from './two-sided-rows.ts';

export interface SequentialMultipliers {
  /**
   * An iteration: at most `sweeps` times through all rows.
   * @param parameters logits, length d; overwritten
   */
  readonly step: (temperature: number, sweeps: number, parameters: Float64Array) => void;
  /** c + Aᵀy, length d: the gradient of the Lagrangian in x̂. */
  readonly reducedCost: Float64Array;
  /** Multipliers of the normal rows, length m, each ≥ 0; at most one of a row's two sides has one. */
  readonly multipliers: () => Float64Array;
  /** The largest of them, 0 where there is none. */
  readonly largest: () => number;
  /** As vectors of length d, for a checkpoint. */
  readonly pack: () => readonly Float64Array[];
}

/**
 * @param packed as `pack` gave it; all multipliers are 0 where left out
 * Cost: O(nnz).
 */
export function createSequentialMultipliers(form: NormalForm, packed: readonly Float64Array[] = []): SequentialMultipliers {
  const { variableCount: d, objective, fixed } = form;
  const rows = twoSidedRows(form);
  const sweeps: RowSweeps = createRowSweeps(rows, objective);
  const { multipliers, reducedCost } = sweeps;
  unpackRows(packed, d, multipliers.subarray(0, rows.rowCount));
  const normal = (): Float64Array => normalMultipliers(form, rows, multipliers);
  return {
    step(temperature, most, parameters) {
      // From the multipliers alone, so that a resumed descent goes on with the same bits.
      recomputeReducedCost(sweeps, objective);
      sweeps.settle(temperature, most);
      for (let j = 0; j < d; j++) {
        if (fixed[j]! < 0) parameters[j] = Math.min(Math.max(-reducedCost[j]! / temperature, -LOGIT_LIMIT), LOGIT_LIMIT);
      }
    },
    reducedCost,
    multipliers: normal,
    largest: () => normal().reduce((most, y) => Math.max(most, y), 0),
    // As many vectors as the normal rows take, of which there are as many or more.
    pack() {
      const all = new Float64Array(form.rowCount);
      all.set(multipliers.subarray(0, rows.rowCount));
      return packRows(all, d);
    },
  };
}

/**
 * What multipliers tell a decoder: cᵀx ≥ bound + priceᵀx for every x that keeps all rows.
 * @param multipliers of the normal rows, length m, each ≥ 0
 * Cost: O(nnz + d).
 */
export function guideOfMultipliers(form: NormalForm, multipliers: Float64Array, xHat: Float64Array): Guide {
  const price = form.objective.slice();
  let bound = 0;
  for (let i = 0; i < form.rowCount; i++) {
    const y = multipliers[i]!;
    if (y === 0) continue;
    bound -= y * form.rhs[i]!;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) price[form.column[k]!]! += y * form.value[k]!;
  }
  return { xHat, price, bound, multipliers };
}
