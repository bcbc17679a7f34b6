import { describe, expect, it } from 'vitest';
import { summaryInterval } from '../../../src-science/estimation/summary-interval.ts';
import { eventsOf, shareInterval, shareScore, unseenProbability } from '../../../src-science/estimation/share-interval.ts';

/** Probability that the interval of a binomial(n, p) count holds p: a sum over the counts that have any probability. */
function coverage(n: number, p: number): number {
  let logBinomial = n * Math.log1p(-p);
  let covered = 0;
  let total = 0;
  for (let k = 0; k <= n; k++) {
    if (k > 0) logBinomial += Math.log((n - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    const weight = Math.exp(logBinomial);
    total += weight;
    if (weight < 1e-13) {
      if (k > n * p) break;
      continue;
    }
    const { lower, upper } = shareInterval(k, n);
    if (lower <= p && p <= upper) covered += weight;
  }
  expect(total).toBeCloseTo(1, 6);
  return covered;
}

describe('the interval of a sampled probability', () => {
  // Quantiles of the beta distribution by SciPy; the first by hand: 1 − 0.025^(1/10).
  it.each([
    [0, 10, 0, 0.3084971078],
    [1, 10, 0.0025285785, 0.445016117],
    [5, 10, 0.1870860284, 0.8129139716],
    [10, 10, 0.6915028922, 1],
    [1, 1000, 2.53174875e-5, 0.00555892428],
  ])('is Clopper and Pearson’s for %i of %i', (events, samples, lower, upper) => {
    const found = shareInterval(events, samples);
    expect(found.lower).toBeCloseTo(lower, 9);
    expect(found.upper).toBeCloseTo(upper, 9);
  });

  it.each([100, 300, 1000, 3000, 10_000, 30_000, 100_000])('holds the probability in 95 % of cases at %i samples, summed over the binomial', (n) => {
    for (const p of [6e-4, 1 - 6e-4, 0.03]) expect(coverage(n, p), `P = ${p}`).toBeGreaterThanOrEqual(0.95 - 1e-6);
    // Where both counts are large, Wilson's interval misses 95 % by less than a thousandth.
    expect(coverage(n, 0.5)).toBeGreaterThan(0.949);
  });

  it('goes over to Wilson’s where both counts are large, without a jump and with its coverage', () => {
    const exact = shareInterval(9999, 1e6);
    const wilson = shareInterval(10_000, 1e6);
    expect(Math.abs(wilson.lower - exact.lower)).toBeLessThan(2e-6);
    expect((wilson.upper - wilson.lower) / (exact.upper - exact.lower)).toBeCloseTo(1, 2);
    expect(coverage(40_000, 0.4)).toBeGreaterThan(0.948);
  });

  it('is ordered, holds the share and mirrors, up to a billion samples', () => {
    for (const n of [1, 2, 7, 1000, 1e6, 1e9]) {
      for (const k of [0, 1, 2, Math.floor(n / 3), n - 1, n].filter((each) => each >= 0 && each <= n)) {
        const { lower, upper } = shareInterval(k, n);
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(upper).toBeGreaterThan(lower);
        const mirrored = shareInterval(n - k, n);
        expect(1 - mirrored.upper).toBeCloseTo(lower, 12);
      }
    }
    // Poisson limits for 3 events: 0.6187 and 8.7673.
    expect(shareInterval(3, 1e9).lower * 1e9).toBeCloseTo(0.6187, 3);
    expect(shareInterval(3, 1e9).upper * 1e9).toBeCloseTo(8.7673, 3);
  });

  it('bounds what was not seen by the rule of three, and scores a share by the spread of the exact probability', () => {
    for (const n of [10, 1000, 1e6]) expect((1 - unseenProbability(n)) ** n).toBeCloseTo(0.05, 9);
    expect(unseenProbability(1000)).toBeCloseTo(0.003, 4);
    expect(shareScore(0, 6e-4, 1000)).toBeCloseTo(-0.7748, 3);
    expect(shareScore(0, 0, 1000)).toBeNull();
    expect(shareScore(1, 1, 1000)).toBeNull();
    expect(eventsOf(0.3333333333333333, 3)).toBe(1);
  });

  it('comes from the mean and the number of samples of a stored estimate as well', () => {
    expect(summaryInterval({ quantity: 'feasibility', mean: 0.001, standardError: 0.001, samples: 1000 })).toEqual(shareInterval(1, 1000));
    expect(summaryInterval({ quantity: 'penalty', mean: 2, standardError: 1, samples: 10 })!.upper).toBeCloseTo(3.96, 2);
    expect(summaryInterval({ quantity: 'penalty', mean: 2, standardError: 0, samples: 10 })).toBeNull();
    expect(summaryInterval({ quantity: 'gradient', mean: null, standardError: null, samples: 10 })).toBeNull();
  });
});
