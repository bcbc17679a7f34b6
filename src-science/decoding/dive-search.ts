/**
 * One dive: from what a propagator has fixed down to a vector that keeps all rows. While the completion by
 * default values violates a row, the row with the fewest free variables that could relieve it, in proportion to
 * how often it was in the way (dom/wdeg: Boussemart, Hemery, Lecoutre & Sais, ECAI 2004), is relieved by the
 * variable that stands first with the guide; what follows is fixed too. Where no completion is left, the other
 * value is tried, then the last decision that has another value; after so many conflicts the dive gives up.
 */
import type { NormalForm } from '../program/normal-form.ts';
import type { Propagator } from '../propagation/propagator.ts';
import type { UnmetRows } from '../propagation/unmet-rows.ts';
import type { NumberSequence } from '../random/number-sequence.ts';

export interface DiveGround {
  readonly form: NormalForm;
  readonly propagator: Propagator;
  readonly unmet: UnmetRows;
  /** Length m: 1, and 1 more for each conflict in the row; kept from dive to dive. */
  readonly weight: Float64Array;
  readonly random: NumberSequence;
  /** Nonzeros touched by the choice of rows and variables. */
  work: number;
}

/** `found`: the completion keeps all rows; `exhausted`: no completion of what was fixed before does; `given-up`: too many conflicts. */
export type DiveEnd = 'found' | 'exhausted' | 'given-up';

/** Violated rows looked at for each decision, at most. */
const ROWS_LOOKED_AT = 60;

interface Decision {
  /** Variables fixed before it. */
  readonly before: number;
  readonly variable: number;
  readonly value: 0 | 1;
  /** Whether it is the only value left. */
  readonly last: boolean;
}

/**
 * @param score the free variable of the highest score relieves the row; asked for those that can
 * @param mostConflicts after which it gives up
 * Cost: a few times the nonzeros of the program, and of what lies between conflicts.
 */
export function dive(ground: DiveGround, score: (j: number) => number, mostConflicts: number): DiveEnd {
  const { propagator, unmet, weight } = ground;
  const decisions: Decision[] = [];
  let conflicts = 0;
  while (unmet.count() > 0) {
    const row = hardestRow(ground);
    const variable = bestRelief(ground, row, score);
    let next: Decision | undefined;
    if (variable >= 0) {
      next = { before: propagator.fixedCount(), variable, value: unmet.defaults[variable] === 1 ? 0 : 1, last: false };
    } else {
      // Propagation sees such a row before, but for rounding.
      weight[row] = weight[row]! + 1;
      conflicts++;
      next = otherValue(ground, decisions);
    }
    while (next !== undefined && !propagator.fix(next.variable, next.value)) {
      const inTheWay = propagator.conflictRow();
      if (inTheWay >= 0) weight[inTheWay] = weight[inTheWay]! + 1;
      unmet.undo(next.before);
      if (++conflicts > mostConflicts) return 'given-up';
      next = next.last ? otherValue(ground, decisions) : { ...next, value: next.value === 1 ? 0 : 1, last: true };
    }
    if (next === undefined) return 'exhausted';
    decisions.push(next);
    unmet.follow();
  }
  return 'found';
}

/** Goes back to the last decision with another value. @returns that value's decision; undefined where there is none */
function otherValue({ unmet }: DiveGround, decisions: Decision[]): Decision | undefined {
  let at = decisions.pop();
  while (at?.last === true) at = decisions.pop();
  if (at === undefined) return undefined;
  unmet.undo(at.before);
  return { ...at, value: at.value === 1 ? 0 : 1, last: true };
}

/** The violated row with the fewest candidates per weight; equals by chance. */
function hardestRow(ground: DiveGround): number {
  const { unmet, weight, random } = ground;
  const count = unmet.count();
  const looked = Math.min(count, ROWS_LOOKED_AT);
  const from = looked < count ? random.below(count) : 0;
  let row = -1;
  let least = Infinity;
  for (let n = 0; n < looked; n++) {
    const i = unmet.rows[(from + n) % count]!;
    const ease = (unmet.candidates[i]! + random.unit() / 2) / weight[i]!;
    if (ease < least) {
      least = ease;
      row = i;
    }
  }
  ground.work += looked;
  return row;
}

function bestRelief(ground: DiveGround, row: number, score: (j: number) => number): number {
  const { form, propagator, unmet } = ground;
  let best = -1;
  let bestScore = -Infinity;
  for (let k = form.start[row]!; k < form.start[row + 1]!; k++) {
    const j = form.column[k]!;
    if (propagator.value[j]! >= 0 || form.value[k]! > 0 !== (unmet.defaults[j] === 1)) continue;
    const own = score(j);
    if (own > bestScore) {
      best = j;
      bestScore = own;
    }
  }
  ground.work += form.start[row + 1]! - form.start[row]!;
  return best;
}
