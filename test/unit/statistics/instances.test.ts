/** Instances of profiles, against looking every run up. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Outcome } from '../../../src-science/statistics/comparison.ts';
import { instancesOf } from '../../../src-science/statistics/instances.ts';

const outcome = (method: number, problem: number, seed: number | null): Outcome => ({
  method, problem, seed, end: 'solved', gap: 0, objective: 0, seconds: 1, integral: null,
});

it('instances are the seeds of each problem; a method that draws nothing stands at each', () => {
  const runs = [outcome(0, 0, 1), outcome(0, 0, 2), outcome(1, 0, null), outcome(0, 1, null), outcome(2, 0, 2), outcome(2, 0, 2)];
  const { costs, problems, missing } = instancesOf(runs, 3, [3, 4, 5, 6, 7, 9]);
  expect([...problems]).toEqual([0, 0, 1]);
  expect(costs.map((row) => [...row])).toEqual([[3, 4, 6], [5, 5, Infinity], [Infinity, 8, Infinity]]);
  expect([...missing]).toEqual([0, 1, 2]);
});

it('instances have for each method what looking its runs up gives, in whatever order they come', () => {
  const drawn = fc.array(fc.tuple(
    fc.record({
      method: fc.integer({ min: 0, max: 2 }), problem: fc.integer({ min: 0, max: 2 }),
      seed: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(null)),
    }),
    fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(Infinity)),
  ), { maxLength: 25 });
  fc.assert(fc.property(drawn, (list) => {
    const runs = list.map(([one]) => outcome(one.method, one.problem, one.seed));
    const found = instancesOf(runs, 3, list.map(([, cost]) => cost));
    const turned = instancesOf(runs.toReversed(), 3, list.map(([, cost]) => cost).toReversed());
    expect(turned).toEqual(found);
    const expected: number[][] = [[], [], []];
    const missing = [0, 0, 0];
    for (const problem of [0, 1, 2]) {
      const own = list.filter(([one]) => one.problem === problem);
      if (own.length === 0) continue;
      const seeds = [...new Set(own.flatMap(([{ seed }]) => seed ?? []))].sort((a, b) => a - b);
      for (const seed of seeds.length === 0 ? [null] : seeds) {
        for (const method of [0, 1, 2]) {
          const of = own.filter(([one]) => one.method === method);
          const at = of.filter(([one]) => one.seed === seed);
          const used = at.length > 0 ? at : of.filter(([one]) => one.seed === null);
          if (used.length === 0) missing[method]!++;
          expected[method]!.push(used.length === 0 ? Infinity : used.reduce((sum, [, cost]) => sum + cost, 0) / used.length);
        }
      }
    }
    expect(found.costs.map((row) => [...row])).toEqual(expected);
    expect([...found.missing]).toEqual(missing);
  }));
});
