/** Profiles by counting, primal integrals by hand and by a sum over a fine grid. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { primalGap, primalIntegral } from '../../../src-science/statistics/primal-integral.ts';
import { dataProfiles, performanceProfiles, shareAt } from '../../../src-science/statistics/profiles.ts';

const cost = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 30 }) }, { weight: 1, arbitrary: fc.constant(Infinity) });
const costs = fc.integer({ min: 1, max: 8 }).chain((instances) =>
  fc.array(fc.array(cost, { minLength: instances, maxLength: instances }), { minLength: 1, maxLength: 4 }));

describe('performance profiles', () => {
  it('are Dolan and Moré’s of an example by hand', () => {
    // Ratios: 1 2 1 ∞; 2 1 ∞ ∞. Nobody solves the fourth.
    const [first, second] = performanceProfiles([[1, 4, 3, Infinity], [2, 2, Infinity, Infinity]].map((row) => Float64Array.from(row)));
    expect([...first!.at]).toEqual([1, 2]);
    expect([...first!.shares]).toEqual([0.5, 0.75]);
    expect([...second!.at]).toEqual([1, 2]);
    expect([...second!.shares]).toEqual([0.25, 0.5]);
    expect([0.9, 1, 1.5, 2, 1e9].map((tau) => shareAt(first!, tau))).toEqual([0, 0.5, 0.5, 0.75, 0.75]);
  });

  it('are the shares counted at every τ, and a scaling of an instance changes nothing', () => {
    fc.assert(fc.property(costs, fc.double({ min: 0.01, max: 100, noNaN: true }), (rows, scale) => {
      const typed = rows.map((row) => Float64Array.from(row));
      const profiles = performanceProfiles(typed);
      const scaled = performanceProfiles(typed.map((row) => row.map((value, k) => (k === 0 ? 2 ** Math.round(scale) * value : value))));
      rows.forEach((row, method) => {
        for (const tau of [1, 1.5, 2, 3, 10, 40]) {
          const counted = row.filter((value, k) => {
            const least = Math.min(...rows.map((other) => other[k]!));
            return value < Infinity && value / least <= tau;
          }).length;
          expect(shareAt(profiles[method]!, tau)).toBe(counted / row.length);
          expect(shareAt(scaled[method]!, tau)).toBe(counted / row.length);
        }
      });
    }));
  });

  it('refuse a cost that is not positive', () => {
    expect(() => performanceProfiles([Float64Array.of(1, 0)])).toThrow(new RangeError('a cost of a profile is 0, not positive'));
  });
});

describe('data profiles', () => {
  it('are the shares within a budget, in units of the instance’s size', () => {
    fc.assert(fc.property(costs, (rows) => {
      const sizes = Float64Array.from(rows[0]!, (_, k) => k + 2);
      const profiles = dataProfiles(rows.map((row) => Float64Array.from(row)), sizes);
      const plain = dataProfiles(rows.map((row) => Float64Array.from(row)), null);
      rows.forEach((row, method) => {
        for (const budget of [0, 1, 2.5, 7, 40]) {
          expect(shareAt(profiles[method]!, budget)).toBe(row.filter((value, k) => value / sizes[k]! <= budget).length / row.length);
          expect(shareAt(plain[method]!, budget)).toBe(row.filter((value) => value <= budget).length / row.length);
        }
      });
    }));
  });
});

describe('the primal gap', () => {
  it.each([
    [0, 0, 0], [5, 5, 0], [-1, 1, 1], [0, 3, 1], [110, 100, 10 / 110], [90, 100, 0.1], [-90, -100, 0.1],
  ])('of %d to %d is %d, as Berthold (2013) defines it', (objective, best, gap) => {
    expect(primalGap(objective, best)).toBeCloseTo(gap, 14);
  });

  it('is in [0, 1] and the same both ways', () => {
    const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(fc.property(number, number, (a, b) => {
      expect(primalGap(a, b)).toBe(primalGap(b, a));
      expect(primalGap(a, b)).toBeGreaterThanOrEqual(0);
      expect(primalGap(a, b)).toBeLessThanOrEqual(1);
    }));
  });
});

describe('the primal integral', () => {
  const less = (a: number, b: number): boolean => a < b;

  it('is by hand: no solution for 2 s, then gaps of ½ for 3 s and of 0', () => {
    expect(primalIntegral([1, 2, 5], [Number.NaN, 20, 10], 10, 10, less)).toBeCloseTo(2 + 0.5 * 3, 14);
    expect(primalIntegral([], [], 10, 4, less)).toBe(4);
    expect(primalIntegral([6], [10], 10, 4, less)).toBe(4);
    expect(primalIntegral([0], [10], 10, 4, less)).toBe(0);
  });

  it('passes over what is no improvement, in either sense', () => {
    expect(primalIntegral([1, 2], [20, 40], 10, 4, less)).toBeCloseTo(1 + 0.5 * 3, 14);
    expect(primalIntegral([1, 2], [5, 1], 10, 4, (a, b) => a > b)).toBeCloseTo(1 + 0.5 * 3, 14);
  });

  it('is the sum over a fine grid of the gap at each time, and never above the horizon', () => {
    const found = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 10, max: 60 })), { maxLength: 8 });
    fc.assert(fc.property(found, fc.integer({ min: 0, max: 50 }), (points, horizon) => {
      const sorted = points.toSorted((a, b) => a[0] - b[0]);
      const integral = primalIntegral(sorted.map(([at]) => at), sorted.map(([, z]) => z), 10, horizon, less);
      let sum = 0;
      for (let t = 0; t < horizon; t++) {
        const best = Math.min(...sorted.filter(([at]) => at <= t).map(([, z]) => z));
        sum += best === Infinity ? 1 : (best - 10) / best;
      }
      expect(integral).toBeCloseTo(sum, 9);
      expect(integral).toBeLessThanOrEqual(horizon);
    }));
  });
});
