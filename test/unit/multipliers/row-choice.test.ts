/** What a row of different weights chooses: what the costs choose where it keeps the row, else as little less or more as there is. */
import { expect, test } from 'vitest';
import { chooseByCount, chooseByWeight } from '../../../src-science/multipliers/row-choice.ts';
import { twoSidedRows } from '../../../src-science/multipliers/two-sided-rows.ts';
import { draws } from '../bounds/random-programs.ts';
import { formOf } from './programs.ts';

test('of weights: what is below 0 where that fits; too heavy, nothing left out fits; too light, nothing taken in can be spared', () => {
  const random = draws(501);
  const seen = { free: 0, heavy: 0, light: 0 };
  for (let n = 0; n < 2000; n++) {
    const count = 2 + Math.floor(7 * random());
    const weights = Array.from({ length: count }, () => 1 + Math.floor(9 * random()));
    const rows = twoSidedRows(formOf({
      objective: weights.map(() => 0), fixed: weights.map(() => -1), rows: [{ weights, lower: 1, upper: 2 }],
    }));
    const weight = [...rows.value];
    const total = weight.reduce((sum, w) => sum + w, 0);
    const cost = Float64Array.from(weights, () => Math.round(9 * random()) - 4.5);
    const least = 0.8 * total * random();
    // Sides nearer than the largest weight may have nothing between them.
    const most = least + Math.max(...weight) * (1 + random());
    const state = { rows, order: Int32Array.from(weights.keys()), literalCost: cost, work: 0 };
    const choice = chooseByWeight(state, 0, count, least, most);
    const chosen = [...state.order.subarray(0, choice.count)];
    const sum = chosen.reduce((s, k) => s + (weight[k] ?? 0), 0);
    const below = [...cost.keys()].filter((k) => (cost[k] ?? 0) < 0);
    const wanted = below.reduce((s, k) => s + (weight[k] ?? 0), 0);
    expect([...state.order].toSorted((a, b) => a - b)).toEqual([...weights.keys()]);
    expect(choice.last).toBeLessThanOrEqual(choice.next);
    if (wanted >= least && wanted <= most) {
      seen.free++;
      expect(choice.free).toBe(true);
      expect(chosen.toSorted((a, b) => a - b)).toEqual(below);
      expect(choice.last).toBe(Math.max(...below.map((k) => cost[k] ?? 0)));
      expect(choice.next).toBe(Math.min(...[...cost].filter((c) => c > 0)));
    } else if (wanted > most) {
      seen.heavy++;
      expect(choice.free).toBe(false);
      expect(chosen.every((k) => below.includes(k))).toBe(true);
      expect(sum).toBeLessThanOrEqual(most);
      for (const k of below) if (!chosen.includes(k)) expect(sum + (weight[k] ?? 0)).toBeGreaterThan(most);
    } else {
      seen.light++;
      expect(choice.free).toBe(false);
      expect(below.every((k) => chosen.includes(k))).toBe(true);
      expect(sum).toBeGreaterThanOrEqual(Math.min(least, total));
      for (const k of chosen) if (!below.includes(k)) expect(sum - (weight[k] ?? 0)).toBeLessThan(least);
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(200);
});

test('of one weight: the cheapest, as many as are below 0 or as the row allows', () => {
  const random = draws(511);
  const rows = twoSidedRows(formOf({ objective: [0, 0], fixed: [-1, -1], rows: [{ weights: [1, 1], lower: 1, upper: 2 }] }));
  for (let n = 0; n < 500; n++) {
    const count = 1 + Math.floor(8 * random());
    const cost = Float64Array.from({ length: count }, () => Math.round(9 * random()) - 4.5);
    const least = Math.floor((count + 1) * random());
    const most = least + Math.floor(3 * random());
    const state = { rows, order: Int32Array.from(cost.keys()), literalCost: cost, work: 0 };
    const choice = chooseByCount(state, count, least, most);
    const sorted = [...cost].toSorted((a, b) => a - b);
    const wanted = sorted.filter((c) => c < 0).length;
    const taken = Math.min(Math.max(wanted, least), most, count);
    expect(choice).toEqual({ count: taken, last: sorted[taken - 1] ?? -Infinity, next: sorted[taken] ?? Infinity, free: taken === wanted });
    const chosen = [...state.order.subarray(0, taken)].map((k) => cost[k] ?? 0);
    expect(chosen.toSorted((a, b) => a - b)).toEqual(sorted.slice(0, taken));
  }
});

test('of weights none of which fits nothing is chosen, and of a row that all of them do not fill all are', () => {
  const rows = twoSidedRows(formOf({ objective: [0, 0], fixed: [-1, -1], rows: [{ weights: [3, 4], lower: 1, upper: 2 }] }));
  const state = () => ({ rows, order: Int32Array.of(0, 1), literalCost: Float64Array.of(-2, -1), work: 0 });
  expect(chooseByWeight(state(), 0, 2, 0, 0.1)).toEqual({ count: 0, last: -Infinity, next: -2, free: false });
  expect(chooseByWeight({ ...state(), literalCost: Float64Array.of(1, 2) }, 0, 2, 9, 12)).toEqual(
    { count: 2, last: 2, next: Infinity, free: false },
  );
});
