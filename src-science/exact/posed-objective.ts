/**
 * The objective as a floating-point solver is given it: minimized, in whole numbers where its costs have a common
 * unit, so that the next better value is at least 1 below. What a solver cannot tell apart is judged in these units.
 */
import { greedyObjective } from './greedy-objective.ts';
import { objectiveLattice } from './objective-lattice.ts';
import type { ObjectiveLattice } from './objective-lattice.ts';
import { scaleUpFactor } from './solver-scaling.ts';
import type { Program } from '../program/program.ts';

export interface PosedObjective {
  /** Length d, to be minimized. */
  readonly cost: Float64Array;
  /** max |cost| */
  readonly largest: number;
  /**
   * Constant that a solver adds whose tolerance is a share of the value (GLPK): minus the middle of
   * what the value can be, or where that is too wide, minus what it will be about. 0 where every value is small.
   */
  readonly offset: number;
  readonly lattice: ObjectiveLattice | null;
  /** True where two values of costᵀx are whole, and so differ by 1 at least, to no rounding. */
  readonly exact: boolean;
  /** Minimized objective without the program's constant = base + unit · costᵀx. */
  readonly unit: number;
  readonly base: number;
}

/** GLPK's relative tolerance, 10⁻⁷, is below half a step for values below this. */
const SMALL_VALUE = 4.9e6;
/** Beyond this a solver's own sums are off by steps. */
const LARGEST_WHOLE_COST = 2 ** 40;
/** Larger costs are posed below this, rounded: near enough to find good solutions. */
const LARGEST_ROUNDED_COST = 2 ** 30;

/** @param program d variables. Cost: O(nnz + d), where values are large a greedy vector more. */
export function poseObjective(program: Program): PosedObjective {
  const lattice = objectiveLattice(program);
  const sign = program.sense === 'min' ? 1 : -1;
  if (isPlain(program.objective)) {
    const cost = program.objective.map((c) => sign * c);
    return { cost, largest: largestOf(cost), offset: 0, lattice, exact: true, unit: 1, base: 0 };
  }
  if (lattice === null) {
    const factor = scaleUpFactor(largestOf(program.objective));
    const cost = program.objective.map((c) => sign * factor * c);
    return { cost, largest: largestOf(cost), offset: 0, lattice, exact: false, unit: 1 / factor, base: 0 };
  }
  const { weight, base } = lattice;
  const step = Number.isFinite(lattice.step) ? lattice.step : 1;
  if (!(weight instanceof Float64Array) || largestOf(weight) > LARGEST_WHOLE_COST) {
    const rounded = Float64Array.from(weight, Number);
    const shrink = 2 ** Math.ceil(Math.log2(largestOf(rounded) / LARGEST_ROUNDED_COST));
    const cost = rounded.map((w) => w / shrink);
    return { cost, largest: largestOf(cost), offset: 0, lattice, exact: false, unit: step * shrink, base };
  }
  const largest = largestOf(weight);
  return { cost: weight, largest, offset: offsetOf(program, weight, largest), lattice, exact: true, unit: step, base };
}

/** A constant that makes values small: from what they can be at all, else from what they will be about. */
function offsetOf(program: Program, weight: Float64Array, largest: number): number {
  let least = 0;
  let most = 0;
  for (const w of weight) {
    if (w < 0) least += w;
    else most += w;
  }
  if (most - least < SMALL_VALUE) return 0;
  // No value is farther from the middle than half of the range; what a large cost adds is a tenth of its share (`proof.ts`).
  if ((most - least) / 2 + largest / 10 < SMALL_VALUE) return -Math.round((most + least) / 2);
  return -greedyObjective(program, weight);
}

/** A value of costᵀx in the user's sense, constant included; null unless finite. */
export function toUserValue(program: Program, posed: PosedObjective, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const minimized = posed.base + posed.unit * value;
  // + 0: no −0.
  return (program.sense === 'min' ? minimized : -minimized) + program.objectiveConstant + 0;
}

/** costᵀx, to rounding. */
export function posedValue({ cost }: PosedObjective, x: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < cost.length; j++) if (x[j] === 1) sum += cost[j]!;
  return sum;
}

/** Integers so small that no solver's tolerance reaches a step: they are handed over as they are. */
function isPlain(objective: Float64Array): boolean {
  let sum = 0;
  for (const c of objective) {
    if (!Number.isInteger(c)) return false;
    sum += Math.abs(c);
  }
  return sum < SMALL_VALUE;
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

