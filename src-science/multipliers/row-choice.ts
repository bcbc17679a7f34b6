/** Which literals a row takes at the costs they have now: as many or as heavy as its sides ask, at least cost. */
import type { TwoSidedRows } from './two-sided-rows.ts';

/** What a choice reads and writes. */
export interface RowAtHand {
  readonly rows: TwoSidedRows;
  /** Of the row at hand: entries in order of choice, and the cost of each literal per unit of its weight. */
  readonly order: Int32Array;
  readonly literalCost: Float64Array;
  work: number;
}

/** What a row chooses: the first `count` entries of the order. */
export interface Choice {
  count: number;
  /** Literal costs of the dearest that is chosen and of the cheapest that is not; −∞ and ∞ for none. */
  last: number;
  next: number;
  /** The row is kept by what the costs choose without it. */
  free: boolean;
}

const choice: Choice = { count: 0, last: 0, next: 0, free: false };

/** Of literals of one weight: as many of the cheapest as there are below 0, but no fewer and no more than the row allows. */
export function chooseByCount({ order, literalCost }: RowAtHand, count: number, least: number, most: number): Choice {
  let wanted = 0;
  for (let k = 0; k < count; k++) if (literalCost[k]! < 0) wanted++;
  const taken = Math.min(Math.max(wanted, Math.ceil(least), 0), Math.floor(most), count);
  if (taken > 0 && taken < count) selectFirst(order, literalCost, count, taken);
  let last = -Infinity;
  let next = Infinity;
  for (let n = 0; n < count; n++) {
    const cost = literalCost[order[n]!]!;
    if (n < taken) last = Math.max(last, cost);
    else next = Math.min(next, cost);
  }
  choice.count = Math.max(taken, 0);
  choice.last = last;
  choice.next = next;
  choice.free = taken === wanted;
  return choice;
}

/**
 * Of literals of different weights: by cost per unit of weight, those below 0; too heavy, the dearest go until the rest
 * is light enough, and what still fits comes back; too light, the cheapest come until it is heavy enough, and what
 * can be spared goes. That is the linear relaxation of the row's own problem, rounded.
 */
export function chooseByWeight(state: RowAtHand, from: number, count: number, least: number, most: number): Choice {
  const { order, literalCost, rows } = state;
  const weight = (n: number): number => Math.abs(rows.value[from + order[n]!]!);
  sortByCost(order, literalCost, count);
  state.work += count * Math.ceil(Math.log2(count + 1));
  let sum = 0;
  let wanted = 0;
  while (wanted < count && literalCost[order[wanted]!]! < 0) sum += weight(wanted++);
  let taken = wanted;
  while (taken > 0 && sum > most) sum -= weight(--taken);
  while (taken < count && sum < least) sum += weight(taken++);
  choice.last = taken > 0 ? literalCost[order[taken - 1]!]! : -Infinity;
  choice.next = taken < count ? literalCost[order[taken]!]! : Infinity;
  choice.free = taken === wanted;
  if (taken < wanted) {
    for (let n = taken; n < wanted; n++) {
      if (sum + weight(n) > most) continue;
      sum += weight(n);
      rotate(order, taken++, n);
    }
  } else if (taken > wanted) {
    for (let n = taken - 1; n >= wanted; n--) {
      if (sum - weight(n) < least) continue;
      sum -= weight(n);
      swap(order, n, --taken);
    }
  }
  choice.count = taken;
  return choice;
}

/** Moves entry n to place `to` ≤ n, the others keep their order. */
function rotate(order: Int32Array, to: number, n: number): void {
  const entry = order[n]!;
  order.copyWithin(to + 1, to, n);
  order[to] = entry;
}

function swap(order: Int32Array, a: number, b: number): void {
  const entry = order[a]!;
  order[a] = order[b]!;
  order[b] = entry;
}

/** Puts the `taken` entries of least cost in front, in any order. Cost: O(count) expected. */
function selectFirst(order: Int32Array, cost: Float64Array, count: number, taken: number): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = cost[order[(low + high) >> 1]!]!;
    let a = low;
    let b = high;
    while (a <= b) {
      while (cost[order[a]!]! < pivot) a++;
      while (cost[order[b]!]! > pivot) b--;
      if (a <= b) swap(order, a++, b--);
    }
    if (taken - 1 <= b) high = b;
    else if (taken - 1 >= a) low = a;
    else return;
  }
}

/** Sorts the first `count` entries by cost, then by number. */
function sortByCost(order: Int32Array, cost: Float64Array, count: number): void {
  order.subarray(0, count).sort((a, b) => cost[a]! - cost[b]! || a - b);
}
