/**
 * What a descent finds on its way: the best feasible vector of what its marginals decode to, and the best bound of what
 * their multipliers prove (`bounds/`). Now and then, by the count of iterations, x̂ is rounded and repaired, and
 * y_i = μ P(row i violated) is offered to the volume algorithm, which then makes a few steps. Both cost work, counted
 * in nonzeros and held to a share of the descent's own; neither changes a step of the descent. Nothing here looks at a
 * clock, and the whole state can be packed, so that a resumed descent finds the same.
 */
import { ascendRows } from '../bounds/coordinate-ascent.ts';
import { estimateViolations } from '../bounds/estimated-multipliers.ts';
import { createLagrangianBound } from '../bounds/lagrangian-bound.ts';
import { objectiveSteps } from '../bounds/objective-steps.ts';
import { fixingOf } from '../bounds/fix-by-bound.ts';
import type { Fixing } from '../bounds/fix-by-bound.ts';
import { fixByReducedCosts } from '../bounds/lagrangian-fixing.ts';
import { createVolume, packedLength } from '../bounds/volume.ts';
import { assess } from '../decoding/assessment.ts';
import { indexColumns } from '../decoding/column-index.ts';
import { repairGreedily } from '../decoding/greedy-repair.ts';
import { roundByThreshold } from '../decoding/threshold.ts';
import type { NormalForm } from '../program/normal-form.ts';

/** Looks in a run, at most. */
const LOOKS = 50;
/** Work of the looks: so many nonzeros, some milliseconds, and a share of the steps' own. */
const FREE_WORK = 5e6;
const SHARE = 0.1;
/** Passes over the program that a repair on the way may make. */
const REPAIR_PASSES = 12;
/** Rounds of coordinate ascent before the first step. */
const FIRST_ROUNDS = 4;
/** Steps of the volume algorithm at a look, and after the last one; the latter also held to this many nonzeros. */
const LOOK_STEPS = 20;
const LAST_STEPS = 600;
const LAST_WORK = 1e8;
/** Between two tests of whether the bound has met the incumbent. */
const STEPS_AT_ONCE = 20;

const SCALARS = 6;

/** A feasible vector found on the way. */
export interface Incumbent {
  /** Length d, 0/1. */
  readonly x: Uint8Array;
  /** In the user's sense, recomputed from x. */
  readonly objective: number;
  /** At which it was found. */
  readonly iteration: number;
}

export interface Findings {
  /** Iterations between two looks. */
  readonly every: number;
  /**
   * Brings both up to date.
   * @param iteration of the descent, for the budget and the record
   * @param xHat marginals, length d
   * @param mu weight of the penalty there
   * @param violation exact P(row violated), length m; left out, it is estimated
   */
  readonly look: (iteration: number, xHat: Float64Array, mu: number, violation: Float64Array | undefined) => void;
  /** The last steps of the volume algorithm, when nothing else is to come. */
  readonly finish: () => void;
  /** A vector from elsewhere; kept where it is feasible and better. */
  readonly offer: (iteration: number, x: Uint8Array) => void;
  readonly incumbent: () => Incumbent | null;
  /** Proven: no feasible vector is better. In the user's sense, rounded to the objective's steps; null before any. */
  readonly bound: () => number | null;
  /** Nonzeros touched by decoding and by bounding. */
  readonly work: () => { readonly decoding: number; readonly bounding: number };
  /** What the multipliers of the bound leave to vectors as good as one of this objective, in the user's sense. */
  readonly fixing: (objective: number) => Fixing;
  readonly pack: () => Float64Array;
  /** @param state as `pack` gave it for the same form; another length is ignored */
  readonly unpack: (state: Float64Array) => void;
}

/**
 * @param iterations of the whole run
 * @param stepWork nonzeros that one of its steps counts as
 * Cost: O(nnz).
 */
export function createFindings(form: NormalForm, iterations: number, stepWork: number): Findings {
  const { variableCount: d, rowCount: m, objectiveSign } = form;
  const columns = indexColumns(form);
  const lagrangian = createLagrangianBound(form);
  const volume = createVolume(lagrangian, columns);
  const steps = objectiveSteps(form);
  const nonzeros = form.column.length + d + m;
  const every = Math.max(1, Math.ceil(iterations / LOOKS));
  const multipliers = new Float64Array(m);
  let decoding = 0;
  let ascent = 0;
  let looks = 0;
  let best: Incumbent | null = null;
  let rounded: Uint8Array | null = null;

  const bounding = (): number => ascent + volume.work();
  /** Of the normal form. */
  const aim = (): number | null => (best === null ? null : objectiveSign * best.objective);

  function offer(iteration: number, x: Uint8Array): void {
    const { feasible, objective } = assess(form, x);
    decoding += nonzeros;
    if (feasible && (best === null || objectiveSign * (objective - best.objective) < 0)) best = { x: x.slice(), objective, iteration };
  }

  function decodeAt(iteration: number, xHat: Float64Array): void {
    const x = roundByThreshold(form, xHat);
    if (rounded !== null && x.every((value, j) => value === rounded?.[j])) return;
    rounded = x;
    const { x: repaired, feasible, work } = repairGreedily(form, columns, x, 0, REPAIR_PASSES * nonzeros);
    decoding += work;
    if (feasible) offer(iteration, repaired);
  }

  function boundAt(xHat: Float64Array, mu: number, violation: Float64Array | undefined): void {
    if (looks === 0) {
      const reduced = form.objective.slice();
      for (let round = 0; round < FIRST_ROUNDS; round++) ascendRows(lagrangian, multipliers, reduced);
      // A pass of it sorts as it goes.
      ascent += 2 * FIRST_ROUNDS * nonzeros;
      volume.offer(multipliers, null);
    }
    if (violation === undefined) {
      estimateViolations(form, xHat, multipliers);
      ascent += nonzeros;
    } else multipliers.set(violation);
    for (let i = 0; i < m; i++) multipliers[i] = mu * Math.max(0, multipliers[i]!);
    volume.offer(multipliers, null);
    volume.improve(LOOK_STEPS, aim());
  }

  const userBound = (): number | null => {
    const bound = volume.bound();
    return bound === -Infinity ? null : objectiveSign * steps.roundUp(bound) + 0;
  };
  const isMet = (): boolean => {
    const at = aim();
    return at !== null && steps.roundUp(volume.bound()) >= at;
  };

  return {
    every,
    look(iteration, xHat, mu, violation) {
      if (looks > 0 && decoding + bounding() > FREE_WORK + SHARE * stepWork * iteration) return;
      if (isMet()) return;
      decodeAt(iteration, xHat);
      boundAt(xHat, mu, violation);
      looks++;
    },
    finish() {
      const limit = volume.work() + LAST_WORK;
      for (let n = 0; n < LAST_STEPS && volume.work() < limit && !isMet(); n += STEPS_AT_ONCE) volume.improve(STEPS_AT_ONCE, aim());
    },
    offer,
    incumbent: () => best,
    bound: userBound,
    work: () => ({ decoding, bounding: bounding() }),
    fixing: (objective) => fixingOf(form, fixByReducedCosts(lagrangian, volume.multipliers.slice(), objectiveSign * objective)),
    pack() {
      const state = new Float64Array(SCALARS + packedLength(m) + 2 * d).fill(Number.NaN);
      state.set([1, decoding, ascent, looks, best?.objective ?? Number.NaN, best?.iteration ?? Number.NaN]);
      state.set(volume.pack(), SCALARS);
      if (best !== null) state.set(best.x, SCALARS + packedLength(m));
      if (rounded !== null) state.set(rounded, SCALARS + packedLength(m) + d);
      return state;
    },
    unpack(state) {
      if (state.length !== SCALARS + packedLength(m) + 2 * d || state[0] !== 1) return;
      [, decoding, ascent, looks] = [...state.subarray(0, 4)] as [number, number, number, number];
      volume.unpack(state.subarray(SCALARS, SCALARS + packedLength(m)));
      const vector =
        (from: number): Uint8Array | null => (Number.isNaN(state[from] ?? 0) ? null : Uint8Array.from(state.subarray(from, from + d)));
      const x = vector(SCALARS + packedLength(m));
      best = x === null || Number.isNaN(state[4]!) ? null : { x, objective: state[4]!, iteration: state[5]! };
      rounded = vector(SCALARS + packedLength(m) + d);
    },
  };
}
