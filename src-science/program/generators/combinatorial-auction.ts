/**
 * Combinatorial auctions of the `arbitrary` kind (Leyton-Brown, Pearson & Shoham, EC 2000, section 4.3,
 * with the settings of Gasse et al., NeurIPS 2019): bidders want bundles of items that go well together,
 * and may bid on substitutes of which they win at most one, which a dummy item sees to.
 */
import type { Draws } from './draws.ts';
import { GeneratedRows } from './assemble.ts';
import { integerParameter, realParameter } from './family.ts';
import type { FamilyGenerator, ParameterOf } from './family.ts';

const LOWEST_VALUE = 1;
const HIGHEST_VALUE = 100;
/** Bidders in a row that may give no bid before the parameters are taken to allow none. */
const PATIENCE = 10_000;

interface Market {
  /** Common value of each item. */
  readonly value: Float64Array;
  /** items × items, row-normalized: how well two items go together. */
  readonly compatibility: Float64Array;
}

interface Bid {
  readonly items: readonly number[];
  readonly price: number;
}

function drawMarket(items: number, draws: Draws): Market {
  const value = Float64Array.from({ length: items }, () => LOWEST_VALUE + (HIGHEST_VALUE - LOWEST_VALUE) * draws.uniform());
  const compatibility = new Float64Array(items * items);
  for (let a = 0; a < items; a++) {
    for (let b = a + 1; b < items; b++) compatibility[a * items + b] = compatibility[b * items + a] = draws.uniform();
  }
  for (let a = 0; a < items; a++) {
    const row = compatibility.subarray(a * items, (a + 1) * items);
    const sum = row.reduce((s, c) => s + c, 0);
    if (sum > 0) for (let b = 0; b < items; b++) row[b]! /= sum;
  }
  return { value, compatibility };
}

/** Grows a bundle from one item until `more` says to stop, by interest and mean compatibility with what is in it. */
function growBundle(first: number, interest: Float64Array, market: Market, draws: Draws, more: (size: number) => boolean): number[] {
  const items = interest.length;
  const bundle = [first];
  const inside = new Uint8Array(items);
  inside[first] = 1;
  const fit = market.compatibility.slice(first * items, (first + 1) * items);
  const weight = new Float64Array(items);
  while (bundle.length < items && more(bundle.length)) {
    for (let k = 0; k < items; k++) weight[k] = inside[k] === 1 ? 0 : interest[k]! * fit[k]!;
    const item = draws.weighted(weight);
    if (inside[item] === 1) break;
    inside[item] = 1;
    bundle.push(item);
    for (let k = 0; k < items; k++) fit[k]! += market.compatibility[item * items + k]!;
  }
  return bundle.sort((a, b) => a - b);
}

/** The bids of one bidder, of which at most one may win; none where the first bundle is worth nothing. */
function drawBidder(market: Market, parameter: ParameterOf, draws: Draws): Bid[] {
  const items = market.value.length;
  const interest = Float64Array.from({ length: items }, () => draws.uniform());
  const own = market.value.map((v, k) => v + HIGHEST_VALUE * parameter('valueDeviation') * (2 * interest[k]! - 1));
  const worth = (bundle: readonly number[], value: Float64Array): number => bundle.reduce((sum, k) => sum + value[k]!, 0);
  const price = (bundle: readonly number[]): number => worth(bundle, own) + bundle.length ** (1 + parameter('additivity'));
  const first = growBundle(draws.weighted(interest), interest, market, draws, () => draws.uniform() < parameter('addItem'));
  const firstPrice = price(first);
  if (firstPrice < 0) return [];
  const bids: Bid[] = [{ items: first, price: firstPrice }];
  const substitutes = first.map((item) => {
    const bundle = growBundle(item, interest, market, draws, (size) => size < first.length);
    return { items: bundle, price: price(bundle) };
  });
  substitutes.sort((a, b) => b.price - a.price);
  const budget = parameter('budgetFactor') * firstPrice;
  const leastResale = parameter('resaleFactor') * worth(first, market.value);
  for (const bid of substitutes) {
    if (bids.length > parameter('substitutes')) break;
    if (bid.price < 0 || bid.price > budget || worth(bid.items, market.value) < leastResale) continue;
    if (bids.some((other) => other.items.join() === bid.items.join())) continue;
    bids.push(bid);
  }
  return bids;
}

export const combinatorialAuction: FamilyGenerator = {
  name: 'combinatorial-auction',
  label: 'Combinatorial auction',
  help: 'Accept the bids on bundles of items that pay most, each item sold once (“arbitrary” scheme).',
  parameters: [
    integerParameter('items', 'Items', 'Number of items for sale.', 30, 2, 2000),
    integerParameter('bids', 'Bids', 'Number of bids: the variables.', 150, 1, 20_000),
    realParameter(
      'valueDeviation', 'Value deviation', 'How far a bidder’s values stray from the common ones, in shares of the highest.', 0.5, 0, 1,
    ),
    realParameter('addItem', 'Chance of another item', 'Chance that a bundle grows by one more item.', 0.7, 0, 0.99),
    integerParameter('substitutes', 'Substitutes', 'Most bids of a bidder besides the first.', 5, 0, 100),
    realParameter('additivity', 'Additivity', 'Worth of complements: a bundle of n items gains n to the power 1 + this.', 0.2, -1, 1),
    realParameter('budgetFactor', 'Budget factor', 'A substitute costs at most this many times the first bid.', 1.5, 0, 100),
    realParameter('resaleFactor', 'Resale factor', 'A substitute is worth at least this share of the first bundle to others.', 0.5, 0, 1),
  ],
  make(parameter, draws, name) {
    const items = parameter('items');
    const wanted = parameter('bids');
    const market = drawMarket(items, draws);
    const prices: number[] = [];
    /** Bids on each item, dummy items after the real ones. */
    const bidsOn: number[][] = Array.from({ length: items }, () => []);
    let fruitless = 0;
    while (prices.length < wanted) {
      let bids = drawBidder(market, parameter, draws);
      if (bids.length === 0 && ++fruitless > PATIENCE) bids = [{ items: [draws.integer(0, items - 1)], price: 1 }];
      if (bids.length > 0) fruitless = 0;
      const dummy = bids.length > 2 ? bidsOn.push([]) - 1 : -1;
      for (const bid of bids) {
        if (prices.length === wanted) break;
        for (const item of bid.items) bidsOn[item]!.push(prices.length);
        if (dummy >= 0) bidsOn[dummy]!.push(prices.length);
        prices.push(bid.price);
      }
    }
    const result = new GeneratedRows();
    bidsOn.forEach((bids, item) => {
      if (bids.length === 0) return;
      result.begin(item < items ? `item${item + 1}` : `bidder${item - items + 1}`, Number.NEGATIVE_INFINITY, 1);
      for (const bid of bids) result.entry(bid, 1);
    });
    return result.program({ name, sense: 'max', objectiveName: 'revenue', objective: Float64Array.from(prices), prefix: 'bid' });
  },
};
