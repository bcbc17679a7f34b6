/** The Pareto front against comparing every pair. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paretoFront } from '../../../src-science/statistics/pareto.ts';

it('the front is what no other point dominates, each place once, from the cheapest to the best', () => {
  expect(paretoFront([3, 1, 2, 2], [1, 5, 3, 4])).toEqual([1, 2, 0]);
  expect(paretoFront([], [])).toEqual([]);
  const cost = fc.integer({ min: 0, max: 6 });
  fc.assert(fc.property(fc.array(fc.tuple(cost, cost), { maxLength: 20 }), (points) => {
    const front = paretoFront(points.map(([a]) => a), points.map(([, b]) => b));
    const undominated = points.filter(([a, b]) => !points.some(([c, d]) => c <= a && d <= b && (c < a || d < b)));
    const words = (list: readonly (readonly number[])[]): string[] => [...new Set(list.map((point) => point.join()))].sort();
    expect(words(front.map((k) => points[k]!))).toEqual(words(undominated));
    expect(new Set(front.map((k) => points[k]!.join())).size).toBe(front.length);
    front.slice(1).forEach((k, place) => expect(points[k]![0]).toBeGreaterThan(points[front[place]!]![0]));
  }));
});
