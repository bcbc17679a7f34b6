/** Ranks, Friedman's test and critical differences against published tables and enumeration. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../../../src-science/quality/tail-probability.ts';
import { averageRanks, criticalDifference, friedmanTest, nemenyiQuantile, rankCliques } from '../../../src-science/statistics/ranks.ts';

/**
 * Demšar (2006), Table 6: AUC of four settings of C4.5 on 14 data sets; larger is better. On voting the last two are printed alike
 * and ranked 2 and 3, as they were before rounding.
 */
const DEMSAR = [
  [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.59, 0.569], [0.954, 0.971, 0.968, 0.967], [0.628, 0.661, 0.654, 0.657],
  [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931], [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625],
  [0.775, 0.838, 0.866, 0.875], [1, 1, 1, 1], [0.94, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669], [0.972, 0.981, 0.9751, 0.975],
  [0.957, 0.978, 0.946, 0.97],
].map((row) => row.map((auc) => -auc));

/** Hollander and Wolfe, Table 7.1: times of 22 players rounding first base in three ways, as in R's help page of friedman.test. */
const ROUNDING = [
  [5.4, 5.5, 5.55], [5.85, 5.7, 5.75], [5.2, 5.6, 5.5], [5.55, 5.5, 5.4], [5.9, 5.85, 5.7], [5.45, 5.55, 5.6], [5.4, 5.4, 5.35],
  [5.45, 5.5, 5.35], [5.25, 5.15, 5], [5.85, 5.8, 5.7], [5.25, 5.2, 5.1], [5.65, 5.55, 5.45], [5.6, 5.35, 5.45], [5.05, 5, 4.95],
  [5.5, 5.5, 5.4], [5.45, 5.55, 5.5], [5.55, 5.55, 5.35], [5.45, 5.5, 5.55], [5.5, 5.45, 5.25], [5.65, 5.6, 5.4], [5.7, 5.65, 5.55],
  [6.3, 6.3, 6.25],
];

describe('ranks', () => {
  it('are those by counting what is less and what is equal', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity)), { maxLength: 12 }), (values) => {
      const counted = values.map((value) =>
        values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2);
      expect([...averageRanks(values)]).toEqual(counted);
    }));
  });
});

describe('Friedman’s test', () => {
  it('gives Demšar’s average ranks 3.143, 2.000, 2.893 and 1.964, his χ² of 9.28 before ties are corrected, and his decision', () => {
    const found = friedmanTest(DEMSAR)!;
    [3.143, 2, 2.893, 1.964].forEach((rank, k) => expect(found.ranks[k]).toBeCloseTo(rank, 3));
    const uncorrected = ((12 * 14) / 20) * ([...found.ranks].reduce((sum, rank) => sum + rank ** 2, 0) - 25);
    expect(uncorrected).toBeCloseTo(9.28, 2);
    // Ties: one block of four, three of two.
    const correction = 1 - (60 + 3 * 6) / (14 * 4 * 15);
    expect(found.statistic).toBeCloseTo(uncorrected / correction, 10);
    expect((13 * uncorrected) / (14 * 3 - uncorrected)).toBeCloseTo(3.69, 2);
    expect(found.pOfF).toBeLessThan(0.05);
  });

  it('is R’s friedman.test of Hollander and Wolfe’s example, ties included: χ² = 11.143, p = 0.003805', () => {
    const found = friedmanTest(ROUNDING)!;
    expect(found.statistic).toBeCloseTo(11.143, 3);
    expect(found.p).toBeCloseTo(0.003805, 6);
  });

  it('does not depend on the order of blocks and of methods, and finds nothing where all tie', () => {
    const turned = friedmanTest(ROUNDING.toReversed().map((row) => row.toReversed()))!;
    expect(turned.statistic).toBeCloseTo(friedmanTest(ROUNDING)!.statistic, 10);
    expect(friedmanTest([[1, 1, 1], [2, 2, 2]])).toMatchObject({ statistic: 0, p: 1, f: 0, pOfF: 1 });
    expect(friedmanTest([[1, 2], [1, 2], [1, Infinity]])).toMatchObject({ statistic: 3, f: Infinity, pOfF: 0 });
    expect(friedmanTest([[1, 2]])).toBeNull();
    expect(friedmanTest([[1], [2]])).toBeNull();
  });

  it('has a p near that of all orders of the ranks enumerated', () => {
    // Six blocks of three: 6⁶ arrangements, of which those as far apart as the one at hand are counted.
    const blocks = [[1, 2, 3], [1, 3, 2], [1, 2, 3], [2, 1, 3], [1, 2, 3], [1, 3, 2]];
    const orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];
    const spread = (sums: readonly number[]): number => sums.reduce((sum, each) => sum + (each - 12) ** 2, 0);
    const own = spread([0, 1, 2].map((k) => blocks.reduce((sum, row) => sum + row[k]!, 0)));
    let as = 0;
    for (let code = 0; code < 6 ** 6; code++) {
      const sums = [0, 0, 0];
      for (let block = 0, left = code; block < 6; block++, left = Math.floor(left / 6)) {
        orders[left % 6]!.forEach((rank, k) => (sums[k]! += rank));
      }
      if (spread(sums) >= own) as++;
    }
    const found = friedmanTest(blocks)!;
    expect(found.statistic).toBeCloseTo((12 * own) / (6 * 3 * 4), 10);
    expect(Math.abs(found.p - as / 6 ** 6)).toBeLessThan(0.01);
  });
});

describe('Nemenyi’s test', () => {
  it.each([
    // Demšar (2006), Table 5(a): k = 2 to 10.
    [0.05, [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164]],
    [0.1, [1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.78, 2.855, 2.92]],
  ])('has the printed q at α = %d', (alpha, printed) => {
    printed.forEach((q, k) => expect(Math.abs(nemenyiQuantile(alpha, k + 2) - q), `k = ${k + 2}`).toBeLessThan(0.0011));
  });

  it('has Demšar’s critical differences of his example, 1.25 and 1.12', () => {
    expect(criticalDifference(0.05, 4, 14)).toBeCloseTo(1.25, 2);
    expect(criticalDifference(0.1, 4, 14)).toBeCloseTo(1.12, 2);
  });

  it('groups what does not differ, largest groups only', () => {
    expect(rankCliques([1, 2, 3.5, 3.6], 1.25)).toEqual([[0, 1], [2, 3]]);
    expect(rankCliques([3, 1, 2], 1.5)).toEqual([[1, 2], [2, 0]]);
    expect(rankCliques([3, 1, 2], 5)).toEqual([[1, 2, 0]]);
    expect(rankCliques([1, 3, 5], 1)).toEqual([]);
  });

  it('groups are all pairs that are closer than the difference, by enumeration', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 2, maxLength: 8 }), fc.integer({ min: 1, max: 8 }),
      (ranks, difference) => {
        const cliques = rankCliques(ranks, difference);
        ranks.forEach((a, i) => ranks.forEach((b, j) => {
          if (i !== j) expect(cliques.some((one) => one.includes(i) && one.includes(j))).toBe(Math.abs(a - b) < difference);
        }));
        for (const one of cliques) {
          expect(cliques.filter((other) => one.every((place) => other.includes(place)))).toEqual([one]);
        }
      }));
  });
});

describe('the tail of χ²', () => {
  it.each([
    // Printed critical values.
    [3.841, 1, 0.05], [5.991, 2, 0.05], [18.307, 10, 0.05], [6.635, 1, 0.01], [29.588, 10, 0.001], [3.94, 10, 0.95],
  ])('beyond %d with %d degrees of freedom is %d', (x, freedom, tail) => {
    expect(chiSquareTail(x, freedom)).toBeCloseTo(tail, 4);
  });

  it('is exp(−x/2) with two degrees of freedom, everything at 0 and nothing at ∞', () => {
    for (const x of [1e-6, 0.1, 1, 3, 3.9, 4.1, 20, 300]) expect(chiSquareTail(x, 2) / Math.exp(-x / 2)).toBeCloseTo(1, 11);
    expect(chiSquareTail(0, 3)).toBe(1);
    expect(chiSquareTail(Infinity, 3)).toBe(0);
  });
});
