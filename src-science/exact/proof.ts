/**
 * When a solver's word on an optimum is a proof: where what it may overlook is less than two values of the
 * objective can differ by. Sources of the tolerances: GLPK 5.0 gives up a branch whose bound is within
 * 10⁻⁷ (1 + |value|) of its best solution (`tol_obj`, glpios01.c) and takes reduced costs of up to 10⁻⁹ of a cost
 * for none (`spx_prim.c`); HiGHS 1.15 does not look for what is better by less than its tolerance on
 * feasibility, 10⁻⁶, where it does not find the objective integral (`HighsMipSolverData::computeNewUpperLimit`).
 * The shares of value and cost beside these are the rounding of long sums, measured (docs/known-limits.md).
 */
import type { PosedObjective } from './posed-objective.ts';

export interface Precision {
  /** The least difference of two objectives, in the user's units; null where the costs are reals and it is not known. */
  readonly step: number | null;
  /** By how much a better vector may have been overlooked, in the user's units; 0 where none can have been. */
  readonly tolerance: number;
}

/** Of what was looked at one by one, or asked for and not found. */
export function exactPrecision({ lattice }: PosedObjective): Precision {
  return { step: lattice === null ? null : lattice.step, tolerance: 0 };
}

/** A tolerance nearer to the step than this is not below it. */
const BELOW = 0.5;
/** Rounding of objectives that are converted and added, relative. */
const ROUNDING = 1e-12;

/**
 * What a solver may have overlooked.
 * @param value costᵀx of its solution
 */
export function solverPrecision(solver: 'glpk' | 'highs', posed: PosedObjective, value: number): Precision {
  const step = posed.lattice === null ? null : posed.lattice.step;
  const { largest } = posed;
  const overlooked =
    solver === 'glpk' ? 1e-7 * (1 + Math.abs(value + posed.offset)) + 1e-8 * largest : 1e-6 + 1e-10 * (Math.abs(value) + largest);
  // Costs that are not the lattice's own were rounded: each by half a unit of its last place at least.
  return { step, tolerance: posed.unit * (overlooked + (posed.exact || step === null ? 0 : posed.cost.length * 1e-9 * largest)) };
}

/** True where nothing better can have been overlooked. */
export function isProof({ step, tolerance }: Precision): boolean {
  return tolerance === 0 || (step !== null && tolerance < BELOW * step);
}

/**
 * By how much a bound may lie beyond a known objective before it contradicts it: the solver's rounding, never as
 * much as half a step where there is one.
 */
export function boundSlack(precision: Precision, objective: number): number {
  const rounding = Math.max(2 * precision.tolerance, 1e-6 * Math.max(1, Math.abs(objective)));
  return precision.step !== null && isProof(precision)
    ? Math.max(Math.min(rounding, precision.step / 2), ROUNDING * Math.abs(objective))
    : rounding;
}

/** True if a bound leaves no room for a better value: less than a step. */
export function boundProves(sense: 'min' | 'max', objective: number, bound: number, precision: Precision): boolean {
  const { step, tolerance } = precision;
  const room = sense === 'min' ? objective - bound : bound - objective;
  if (step === null) return room <= 0 && tolerance === 0;
  return isProof(precision) && room < step - Math.max(2 * tolerance, 0.01 * step, ROUNDING * Math.abs(objective));
}

/** The bound that a solver has proven of its own optimum: the optimum where that is a proof, else the tolerance away. */
export function provenBound(sense: 'min' | 'max', objective: number, precision: Precision): number {
  if (isProof(precision)) return objective;
  const room = Math.max(precision.tolerance, 2 ** -52 * Math.abs(objective));
  return sense === 'min' ? objective - room : objective + room;
}
