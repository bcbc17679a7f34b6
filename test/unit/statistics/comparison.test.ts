/** Comparisons by hand and against a second, slow reckoning. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, COMPARED_NAMES, costOf } from '../../../src-science/statistics/comparison.ts';
import type { Compared, Outcome } from '../../../src-science/statistics/comparison.ts';
import { averageRanks } from '../../../src-science/statistics/ranks.ts';

const outcome = (method: number, problem: number, seed: number | null, gap: number | null, part: Partial<Outcome> = {}): Outcome => ({
  method, problem, seed, end: gap === null ? 'infeasible' : 'solved', gap, objective: gap === null ? null : 100 * (1 + gap), seconds: 1,
  integral: null, ...part,
});
const BY_GAP = { by: 'gap', target: 0.01, baseline: 0 } as const;

describe('a comparison', () => {
  const runs = [
    outcome(0, 0, 1, 0), outcome(0, 0, 2, 0.02), outcome(0, 0, 3, null),
    outcome(1, 0, 1, 0.01), outcome(1, 0, 2, 0.03), outcome(1, 0, 3, 0.05),
    outcome(0, 1, 1, 0.1, { seconds: 3 }), outcome(1, 1, 1, null, { end: 'failed', seconds: null }),
  ];
  const { cells, overall, common, blocks } = compare(runs, 2, 2, BY_GAP);

  it('counts every run that ended, and takes means over those that have the figure', () => {
    expect(cells[0]?.[0]).toMatchObject({
      runs: 3, ends: { solved: 2, infeasible: 1, failed: 0, stopped: 0 }, reached: 1, bestObjective: 100, typical: 0.02,
    });
    expect(cells[0]?.[0]?.gap).toMatchObject({ n: 2, mean: 0.01, standardError: 0.01 });
    expect(cells[1]?.[1]).toMatchObject({ runs: 1, ends: { failed: 1 }, reached: 0, gap: null, seconds: null, typical: Infinity });
  });

  it('lets each problem count once over all of them', () => {
    expect(overall[0]).toMatchObject({ runs: 4, reached: 1, objective: null });
    expect(overall[0]?.gap).toMatchObject({ n: 2, mean: (0.01 + 0.1) / 2 });
    expect(overall[1]?.gap).toMatchObject({ n: 1, mean: 0.03 });
    expect(overall[0]?.seconds?.mean).toBe((1 + 3) / 2);
  });

  it('ranks a run without a solution behind all others and tests it as worse', () => {
    // Seeds 1 and 2 favor the first method; at seed 3 it has nothing.
    expect(cells[0]?.map((cell) => cell?.rank)).toEqual([4 / 3, 5 / 3]);
    const test = cells[0]?.[1]?.test;
    expect(test).toMatchObject({ pairs: 3, wins: 1, ties: 0, losses: 2, unpaired: 0 });
    // |differences| rank 1.5, 1.5 and, without a solution, 3: two sums of 3 of eight as extreme on either side, so all.
    expect(test?.p).toBe(1);
    expect(test?.effect).toBeCloseTo(0, 12);
    expect(cells[0]?.[0]?.test).toBeNull();
    expect([...common]).toEqual([0, 1]);
    expect(blocks.map((block) => [...block])).toEqual([[0.02, 0.03], [0.1, Infinity]]);
    expect(overall.map((each) => each?.rank)).toEqual([1, 2]);
    expect(overall[1]?.test).toMatchObject({ pairs: 2, losses: 2, p: 0.5 });
  });

  it('lets a run that draws nothing stand for every seed', () => {
    const solver = [...runs.slice(0, 3), outcome(1, 0, null, 0)];
    expect(compare(solver, 2, 1, BY_GAP).cells[0]?.[1]?.test).toMatchObject({ pairs: 3, wins: 2, ties: 1, losses: 0 });
    expect(compare(solver, 2, 1, { ...BY_GAP, baseline: 1 }).cells[0]?.[0]?.test).toMatchObject({ pairs: 3, wins: 0, ties: 1, losses: 2 });
    const two = [outcome(0, 0, null, 0), outcome(1, 0, null, 0.2)];
    expect(compare(two, 2, 1, BY_GAP).cells[0]?.[1]?.test).toMatchObject({ pairs: 1, losses: 1 });
  });

  it('says how many pairs one of the two lacks, and leaves problems out of ranks that a method has no run on', () => {
    const found = compare([...runs.slice(0, 5), outcome(0, 1, 7, 0)], 2, 2, BY_GAP);
    expect(found.cells[0]?.[1]?.test).toMatchObject({ pairs: 2, unpaired: 1 });
    expect(found.overall[1]?.test).toMatchObject({ pairs: 1, unpaired: 1 });
    expect([...found.common]).toEqual([0]);
    expect(found.cells[1]?.[0]?.rank).toBeNull();
    expect(found.cells[1]?.[1]).toBeNull();
  });

  it('compares seconds of runs within the target only', () => {
    const one = outcome(0, 0, 1, 0.02, { seconds: 5 });
    expect(costOf(one, 'seconds', 0.02)).toBe(5);
    expect(costOf(one, 'seconds', 0.01)).toBe(Infinity);
    expect(costOf(one, 'integral', 0.01)).toBe(Infinity);
  });

  it('corrects each family by itself: the tests of all problems, and those over problems', () => {
    const many = [0, 1, 2].flatMap((problem) => [1, 2, 3, 4, 5, 6].flatMap((seed) => [
      outcome(0, problem, seed, 0.1 + seed / 100), outcome(1, problem, seed, seed / 100 - 0.001 * seed * seed),
      outcome(2, problem, seed, 0.5),
    ]));
    const found = compare(many, 3, 3, BY_GAP);
    // Six seeds, all on one side: 2/64, times six tests.
    for (const row of found.cells) for (const cell of row.slice(1)) expect(cell?.test).toMatchObject({ p: 2 / 64, corrected: 12 / 64 });
    expect(found.overall[1]?.test).toMatchObject({ p: 0.25, corrected: 0.5 });
  });

  it('of nothing is nothing', () => {
    expect(compare([], 0, 0, BY_GAP)).toEqual({ overall: [], cells: [], common: [], blocks: [] });
    expect(compare([], 1, 1, BY_GAP).overall).toEqual([null]);
  });
});

const hundredths = fc.integer({ min: 0, max: 9 }).map((k) => k / 100);
const gap = fc.oneof({ weight: 5, arbitrary: hundredths }, { weight: 1, arbitrary: fc.constant(null) });
const drawn = fc.array(
  fc.record({
    method: fc.integer({ min: 0, max: 2 }), problem: fc.integer({ min: 0, max: 2 }),
    seed: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.constant(null) }),
    gap, seconds: fc.integer({ min: 1, max: 5 }), integral: gap,
  }),
  { maxLength: 40 },
).map((list) => list.map((one): Outcome => outcome(one.method, one.problem, one.seed, one.gap, one)));

it('is what a slow reckoning finds, whatever the order of the runs', () => {
  fc.assert(fc.property(drawn, fc.constantFrom(...COMPARED_NAMES), (runs, by: Compared) => {
    const asked = { by, target: 0.03, baseline: 1 };
    const found = compare(runs, 3, 3, asked);
    expect(compare(runs.toReversed(), 3, 3, asked).overall.map((one) => one?.typical)).toEqual(found.overall.map((one) => one?.typical));
    let ended = 0;
    for (let problem = 0; problem < 3; problem++) {
      for (let method = 0; method < 3; method++) {
        const own = runs.filter((run) => run.problem === problem && run.method === method);
        const cell = found.cells[problem]?.[method] ?? null;
        expect(cell === null).toBe(own.length === 0);
        if (cell === null) continue;
        ended += cell.runs;
        const sorted = own.map((run) => costOf(run, by, 0.03)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
        expect(cell.typical).toBeCloseTo((low + high) / 2, 12);
        expect(cell.reached).toBe(own.filter((run) => run.gap !== null && run.gap <= 0.03).length);
        const gaps = own.flatMap((run) => run.gap ?? []);
        expect(cell.gap?.n ?? 0).toBe(gaps.length);
        if (gaps.length > 0) expect(cell.gap?.mean).toBeCloseTo(gaps.reduce((a, b) => a + b, 0) / gaps.length, 12);
        const { test } = cell;
        if (test !== null) expect(test.wins + test.ties + test.losses).toBe(test.pairs);
      }
    }
    expect(ended).toBe(runs.length);
    const ranked = found.blocks.map((block) => averageRanks(block));
    if (ranked.length > 0) {
      found.overall.forEach((one, method) => {
        expect(one?.rank).toBeCloseTo(ranked.reduce((sum, row) => sum + row[method]!, 0) / ranked.length, 10);
      });
    }
  }));
});
