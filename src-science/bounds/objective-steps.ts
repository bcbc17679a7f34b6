/**
 * A bound rounded up to what an objective can be: where all costs are integers or decimals, every objective is
 * origin + step · (a whole number), and no vector lies between two of them.
 */
import { costStep } from '../exact/objective-lattice.ts';
import type { NormalForm } from '../program/normal-form.ts';

export interface ObjectiveSteps {
  /** Difference of neighboring values, in the objective's units; 0 where costs are reals. */
  readonly step: number;
  /**
   * The least value at or above a bound, rounded down where sums of the costs are rounded.
   * @param bound of the normal form; −∞ stays
   */
  readonly roundUp: (bound: number) => number;
}

/** Cost: as `costStep`. */
export function objectiveSteps(form: NormalForm): ObjectiveSteps {
  const { objective, fixed, objectiveConstant } = form;
  const found = costStep(objective, fixed);
  if (found === null) return { step: 0, roundUp: (bound) => bound };
  const { step, base } = found;
  let size = Math.abs(objectiveConstant) + Math.abs(base);
  let whole = Number.isInteger(objectiveConstant);
  for (const c of objective) {
    size += Math.abs(c);
    whole &&= Number.isInteger(c);
  }
  // Whole numbers below 2⁵³ and their sums are exact; of others each of d + 2 terms may be off by its rounding.
  const exact = whole && size <= Number.MAX_SAFE_INTEGER;
  const off = exact ? 0 : (objective.length + 8) * 2 ** -52 * size;
  const origin = objectiveConstant + base;
  if (step === Infinity) return { step, roundUp: (bound) => Math.max(bound, origin - off) };
  return {
    step,
    roundUp(bound) {
      if (!Number.isFinite(bound)) return bound;
      const steps = (bound - origin) / step;
      // What subtraction and division may have added, and what the origin may be off by, must lift it to no next value.
      const count = Math.ceil(steps - 2 ** -50 * (Math.abs(steps) + (Math.abs(bound) + Math.abs(origin)) / step) - off / step);
      const value = origin + step * count;
      const sure =
        exact && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : value - off - 2 ** -50 * (Math.abs(value) + Math.abs(origin));
      return Math.max(bound, sure);
    },
  };
}
