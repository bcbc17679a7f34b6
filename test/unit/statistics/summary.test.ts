/** Means, quantiles and boxes against R's printed figures and definitions by enumeration. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../../src-science/estimation/share-interval.ts';
import { ascending, boxOf, quantile, summaryOf } from '../../../src-science/statistics/summary.ts';

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('a summary', () => {
  it('is that of R for the speed of light of Michelson’s first series: mean 909, median 940, quartiles 850 and 980', () => {
    const speeds = [850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960];
    const found = summaryOf(speeds)!;
    expect(found).toMatchObject({ n: 20, mean: 909, least: 650, lowerQuartile: 850, median: 940, upperQuartile: 980, greatest: 1070 });
    // R: sd(…) = 104.926, so that the error is 104.926/√20.
    expect(found.standardError).toBeCloseTo(104.926 / Math.sqrt(20), 3);
  });

  it('has no error of one value, and is none of none', () => {
    expect(summaryOf([3])).toEqual({
      n: 1, mean: 3, standardError: Number.NaN, least: 3, lowerQuartile: 3, median: 3, upperQuartile: 3, greatest: 3,
    });
    expect(summaryOf([])).toBeNull();
  });

  it('moves and scales with its sample', () => {
    fc.assert(fc.property(fc.array(finite, { minLength: 2, maxLength: 30 }), finite, fc.double({ min: 0.1, max: 10, noNaN: true }),
      (values, shift, scale) => {
        const before = summaryOf(values)!;
        const after = summaryOf(values.map((value) => scale * value + shift))!;
        const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThan(1e-6 * (1 + Math.abs(shift) + 1e6 * scale));
        near(after.mean, scale * before.mean + shift);
        near(after.standardError, scale * before.standardError);
        near(after.lowerQuartile, scale * before.lowerQuartile + shift);
      }));
  });
});

describe('quantiles', () => {
  it.each([
    // R: quantile(1:9, c(…)) and quantile(c(1, 3, 4, 10), …).
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], 0.1, 1.8],
    [[1, 3, 4, 10], 0.25, 2.5],
    [[1, 3, 4, 10], 0.9, 8.2],
    [[1, 3, 4, 10], 1, 10],
    [[5], 0.3, 5],
  ])('of %j at %d is %d', (sorted, share, value) => {
    expect(quantile(sorted, share)).toBeCloseTo(value, 12);
  });

  it('are infinite where runs without a figure reach them, and nothing of nothing', () => {
    expect(quantile([1, Infinity], 0.5)).toBe(Infinity);
    expect(quantile([1, 2, Infinity], 0.5)).toBe(2);
    expect(quantile([Infinity, Infinity], 0.5)).toBe(Infinity);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe('a box', () => {
  it('is that of R’s boxplot.stats of the same speeds: whiskers 740 and 1070, 650 beyond them', () => {
    const speeds = [850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960];
    const box = boxOf(speeds)!;
    expect(box).toMatchObject({ lowerQuartile: 850, median: 940, upperQuartile: 980, lowerWhisker: 740, upperWhisker: 1070 });
    expect(box.outliers.map((k) => speeds[k])).toEqual([650]);
  });

  it('holds every value inside, in a whisker, or names it as beyond, once', () => {
    fc.assert(fc.property(fc.array(finite, { minLength: 1, maxLength: 40 }), (values) => {
      const box = boxOf(values)!;
      const reach = 1.5 * (box.upperQuartile - box.lowerQuartile) + 1e-9;
      values.forEach((value, k) => {
        const beyond = value < box.lowerQuartile - reach || value > box.upperQuartile + reach;
        if (beyond) expect(box.outliers).toContain(k);
        else if (value < box.lowerWhisker || value > box.upperWhisker) expect(box.outliers).toContain(k);
      });
      expect(box.lowerWhisker).toBeLessThanOrEqual(box.lowerQuartile);
      expect(box.upperWhisker).toBeGreaterThanOrEqual(box.upperQuartile);
      expect([...box.outliers]).toEqual([...new Set(box.outliers)]);
      expect([...ascending(values)].map((value) => value + 0)).toEqual([...values].sort((a, b) => a - b).map((value) => value + 0));
    }));
  });
});

describe('Wilson’s interval of a share', () => {
  it.each([
    // Newcombe (1998), Table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is %d to %d', (events, samples, lower, upper) => {
    const found = wilsonInterval(events / samples, samples);
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });
});
