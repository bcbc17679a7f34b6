/**
 * Finds 0/1 vectors that keep all rows by dives, and betters them by dives in their neighborhood:
 * fix–propagate–repair (Salvagnin, Roberti & Fischetti, Mathematical Programming Computation 2025) with marginals
 * as its guide. A dive fixes what the marginals and prices say first, lets the rows fix what follows and backtracks a
 * little (`dive-search.ts`). Until one is found, the fragments of dives that gave up are repaired by flips.
 * From then on only what is better may follow: the objective below the best is a row of its own, and with multipliers
 * so are their prices, which fixes most variables (Lagrangian fixing). In between, most of the best is kept and
 * a part that hangs together is left to a dive (large neighborhood search, Shaw, CP 1998): its moves are
 * exchanges and chains of flips of any length that keep equality rows.
 *
 * Bounded by work counted in nonzeros, never by time, and drawn from counter-based random numbers: the same
 * guides, seed and work give the same vector on every machine.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createPropagator } from '../propagation/propagator.ts';
import { createUnmetRows } from '../propagation/unmet-rows.ts';
import { createNumberSequence } from '../random/number-sequence.ts';
import { assess } from './assessment.ts';
import type { ColumnIndex } from './column-index.ts';
import { dive } from './dive-search.ts';
import type { DiveEnd, DiveGround } from './dive-search.ts';
import { repairGreedily } from './greedy-repair.ts';
import { leastGain } from './least-gain.ts';
import type { Guide } from './pool.ts';
import { STREAMS } from '../random/streams.ts';

/** Share of the work that goes to whole dives once a vector is known; the rest goes to neighborhoods. */
const WHOLE_DIVES = 0.15;
/** Conflicts of the first dive; twice as many every ten dives, up to 64 times. */
const FIRST_CONFLICTS = 20;
const NEIGHBORHOOD_CONFLICTS = 60;
/** What a price weighs against a marginal. */
const PRICE_WEIGHT = 0.3;
/** How far chance may go in the first of the later dives, and at last: then the marginals have hardly a say. */
const NOISE = 0.3;
const MOST_NOISE = 3;
/** Nonzeros that the repair of one fragment may touch, in programs. */
const REPAIR_PROGRAMS = 50;

export interface DiveResult {
  /** Length d, 0/1: the best feasible vector; the least violated of the fragments where none was found. */
  readonly x: Uint8Array;
  readonly feasible: boolean;
  /** No vector is better, where the prices are exact. */
  readonly exhausted: boolean;
  readonly dives: number;
  readonly neighborhoods: number;
  /** Nonzeros touched. */
  readonly work: number;
}

/**
 * @param guides at least one; taken by turns
 * @param known vectors to begin from, length d, 0/1; those that are feasible count
 * @param work nonzeros that may be touched
 * @param cancelled asked between dives; true ends with what there is
 * Cost: about `work` nonzeros, a few programs at least.
 */
export function diveBy(
  form: NormalForm, columns: ColumnIndex, guides: readonly Guide[], known: readonly Uint8Array[], seed: number, work: number,
  cancelled: () => boolean = () => false,
): DiveResult {
  const expedition = createExpedition(form, columns, guides, seed);
  for (const x of known) expedition.offer(x);
  const { ground } = expedition;
  let wholeWork = 0;
  while (expedition.work() < work && !expedition.exhausted && !cancelled()) {
    const before = expedition.work();
    if (expedition.best === null || wholeWork <= WHOLE_DIVES * before) {
      wholeDive(expedition, columns);
      wholeWork += expedition.work() - before;
    } else {
      neighborhoodDive(expedition, columns);
    }
    ground.work++;
  }
  const x = expedition.best ?? expedition.fragment ?? Uint8Array.from(form.fixed, (at) => Math.max(at, 0));
  return {
    x, feasible: expedition.best !== null, exhausted: expedition.exhausted, dives: expedition.dives,
    neighborhoods: expedition.neighborhoods, work: expedition.work(),
  };
}

interface Expedition {
  readonly ground: DiveGround;
  readonly guides: readonly Guide[];
  /** Length d: the value that the objective likes, 0 where it has no say. */
  readonly cheap: Uint8Array;
  /** Length d each: how dear a variable is with each guide, in [0, 1). */
  readonly dearness: readonly Float64Array[];
  readonly work: () => number;
  /** Nonzeros touched by repairs. */
  repairWork: number;
  best: Uint8Array | null;
  /** Of the best, without the objective's constant. */
  bestValue: number;
  fragment: Uint8Array | null;
  fragmentViolation: number;
  dives: number;
  neighborhoods: number;
  /** Share of the best's decisions that a neighborhood frees. */
  share: number;
  exhausted: boolean;
  /** Takes a vector as the best where it is. @returns whether it is */
  readonly offer: (x: Uint8Array) => boolean;
  /** Back to what the rows alone and the cutoff fix. @returns false where nothing better is left */
  readonly toRoot: () => boolean;
}

function createExpedition(form: NormalForm, columns: ColumnIndex, guides: readonly Guide[], seed: number): Expedition {
  const priced = guides.find(({ price }) => price !== null);
  const propagator = createPropagator(
    form, columns, priced === undefined ? [form.objective] : [form.objective, priced.price ?? form.objective],
  );
  const unmet = createUnmetRows(form, columns, propagator);
  const ground: DiveGround = {
    form, propagator, unmet, weight: new Float64Array(form.rowCount).fill(1), random: createNumberSequence(seed, STREAMS.dives), work: 0,
  };
  const gain = leastGain(form);
  const expedition: Expedition = {
    ground,
    guides,
    cheap: Uint8Array.from(form.objective, (c) => (c < 0 ? 1 : 0)),
    dearness: guides.map(({ price }) => dearnessOf(price ?? form.objective)),
    work: () => ground.work + expedition.repairWork + propagator.work() + unmet.work(),
    repairWork: 0,
    best: null,
    bestValue: Infinity,
    fragment: null,
    fragmentViolation: Infinity,
    dives: 0,
    neighborhoods: 0,
    share: 0.1,
    exhausted: false,
    offer(x) {
      const { objective, violation, feasible } = assess(form, x);
      if (!feasible) {
        if (violation < expedition.fragmentViolation) {
          expedition.fragment = x.slice();
          expedition.fragmentViolation = violation;
        }
        return false;
      }
      const value = form.objectiveSign * objective - form.objectiveConstant;
      if (expedition.best !== null && value >= expedition.bestValue) return false;
      expedition.best = x.slice();
      expedition.bestValue = value;
      // Without costs none is better than any.
      expedition.exhausted ||= gain === 0;
      return true;
    },
    toRoot() {
      unmet.undo(0);
      if (!propagator.settle()) return false;
      if (expedition.best === null) return true;
      // What is equal to the best is not better; prices carry the rounding of whoever solved for them.
      if (!propagator.setCutoff(0, expedition.bestValue - gain)) return false;
      return priced === undefined ||
        propagator.setCutoff(1, expedition.bestValue - gain + 1e-6 * Math.abs(expedition.bestValue) + 1e-9 - priced.bound);
    },
  };
  return expedition;
}

/** |price| against the mean of those there are, from 0 on below 1. */
function dearnessOf(price: Float64Array): Float64Array {
  let sum = 0;
  let count = 0;
  for (const p of price) {
    if (p === 0) continue;
    sum += Math.abs(p);
    count++;
  }
  const mean = count === 0 ? 1 : sum / count;
  return price.map((p) => Math.abs(p) / (Math.abs(p) + mean));
}

/** A dive from the root, with defaults as the marginals round and as the objective likes by turns. */
function wholeDive(expedition: Expedition, columns: ColumnIndex): void {
  const { ground, guides, cheap } = expedition;
  const { form, unmet, random } = ground;
  const n = expedition.dives++;
  const guide = Math.floor(n / 2) % guides.length;
  const { xHat } = guides[guide]!;
  const dear = expedition.dearness[guide]!;
  const byObjective = n % 2 === 1;
  if (!expedition.toRoot()) {
    expedition.exhausted = true;
    return;
  }
  unmet.begin(byObjective ? cheap : Uint8Array.from(xHat, (p) => (p > 0.5 ? 1 : 0)));
  const noise = n < 2 * guides.length ? 0 : Math.min(MOST_NOISE, NOISE * (1 + n / 16)) * random.unit();
  const { defaults } = unmet;
  const end = dive(
    ground, (j) => (defaults[j] === 0 ? xHat[j]! : 1 - xHat[j]!) - PRICE_WEIGHT * dear[j]! + noise * (random.unit() - 0.5),
    FIRST_CONFLICTS * 2 ** Math.min(6, n / 10),
  );
  // Without a cutoff a completion of any defaults will do.
  settle(expedition, end, byObjective || expedition.best === null);
  if (end !== 'given-up' || expedition.best !== null || (n & (n + 1)) !== 0) return;
  // Of a fragment, every power of two is repaired: flips mend what propagation could not.
  const repair = repairGreedily(form, columns, unmet.completion(), n, REPAIR_PROGRAMS * form.column.length);
  expedition.repairWork += repair.work;
  expedition.offer(repair.x);
}

/** @param complete whether the completion is the cheapest there is, so that an exhausted dive says something */
function settle(expedition: Expedition, end: DiveEnd, complete: boolean): boolean {
  if (end === 'found') return expedition.offer(expedition.ground.unmet.completion());
  if (end === 'exhausted' && complete) expedition.exhausted = true;
  return false;
}

/** Keeps what the best decides against the objective's wish, but for a part of it, and dives for something better. */
function neighborhoodDive(expedition: Expedition, columns: ColumnIndex): void {
  const { ground, cheap, guides, best } = expedition;
  const { propagator, unmet, random } = ground;
  if (best === null) return;
  const guide = expedition.neighborhoods++ % guides.length;
  const { xHat } = guides[guide]!;
  const dear = expedition.dearness[guide]!;
  if (!expedition.toRoot()) {
    expedition.exhausted = true;
    return;
  }
  const decided: number[] = [];
  for (let j = 0; j < best.length; j++) if (best[j] !== cheap[j]) decided.push(j);
  ground.work += best.length >> 3;
  const wanted = Math.max(2, Math.round(expedition.share * decided.length));
  const freed = partOf(expedition, columns, decided.length, wanted);
  for (const j of decided) {
    if (freed[j] === 1 || propagator.value[j]! >= 0) continue;
    const before = propagator.fixedCount();
    if (!propagator.fix(j, best[j] === 1 ? 1 : 0)) propagator.undo(before);
  }
  unmet.begin(cheap);
  const noise = 0.2 * random.unit();
  const end = dive(
    ground, (j) => PRICE_WEIGHT * (cheap[j] === 0 ? xHat[j]! : 1 - xHat[j]!) - dear[j]! + noise * (random.unit() - 0.5),
    NEIGHBORHOOD_CONFLICTS,
  );
  settle(expedition, end, wanted >= decided.length);
  if (end === 'exhausted') expedition.share = Math.min(1, expedition.share * 1.05);
  else if (end === 'given-up') expedition.share = Math.max(1e-9, expedition.share * 0.97);
}

/**
 * Decisions of the best that hang together by rows: a walk from a random row over its variables.
 * @returns length d: 1 where freed
 */
function partOf({ ground, cheap, best }: Expedition, columns: ColumnIndex, decided: number, wanted: number): Uint8Array {
  const { form, random } = ground;
  const freed = new Uint8Array(form.variableCount);
  if (wanted >= decided || best === null) return freed.fill(1);
  let count = 0;
  let row = random.below(form.rowCount);
  for (let steps = 0; count < wanted && steps < 20 * wanted; steps++) {
    const from = form.start[row]!;
    const length = form.start[row + 1]! - from;
    if (length === 0) {
      row = random.below(form.rowCount);
      continue;
    }
    const j = form.column[from + random.below(length)]!;
    const first = columns.start[j]!;
    const last = columns.start[j + 1]!;
    for (let k = first; k < last && count < wanted; k++) {
      const i = columns.row[k]!;
      const to = form.start[i + 1]!;
      // Of a row over most variables only some, or it would always be the whole neighborhood.
      const all = to - form.start[i]! < form.variableCount / 3;
      for (let e = form.start[i]!; e < to && count < wanted; e++) {
        const other = form.column[e]!;
        if (best[other] === cheap[other] || freed[other] === 1 || !(all || random.unit() < wanted / decided)) continue;
        freed[other] = 1;
        count++;
      }
      ground.work += to - form.start[i]!;
    }
    row = random.unit() < 0.3 ? random.below(form.rowCount) : columns.row[first + random.below(last - first)]!;
  }
  return freed;
}
