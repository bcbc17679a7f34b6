/** The paired tests against printed tables, a published example, and enumeration of all signs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalTail } from '../../../src-science/quality/tail-probability.ts';
import { holm, signedRanks, studentInterval } from '../../../src-science/statistics/paired.ts';

/** n differences with ranks 1…n whose negative ranks sum to t. */
function withNegativeSum(n: number, t: number): number[] {
  let left = t;
  return Array.from({ length: n }, (_, k) => n - k).map((rank) => {
    if (rank > left) return rank;
    left -= rank;
    return -rank;
  });
}

describe('Wilcoxon’s signed ranks', () => {
  // Critical values T of the two-sided test as tables print them: the largest sum whose probability is at most α.
  it.each([
    [0.05, [[6, 0], [7, 2], [8, 3], [9, 5], [10, 8], [11, 10], [12, 13], [13, 17], [14, 21], [15, 25], [20, 52], [25, 89]]],
    [0.01, [[8, 0], [9, 1], [10, 3], [11, 5], [12, 7], [13, 9], [14, 12], [15, 15], [20, 37], [25, 68]]],
  ])('have the printed critical values at α = %f', (alpha, rows) => {
    for (const [n = 0, t = 0] of rows) {
      expect(signedRanks(withNegativeSum(n, t)).p, `n ${n}, T ${t}`).toBeLessThanOrEqual(alpha);
      expect(signedRanks(withNegativeSum(n, t + 1)).p, `n ${n}, T ${t + 1}`).toBeGreaterThan(alpha);
    }
  });

  it('give the published figures of the depression data in R’s help page of wilcox.test: V = 40, one-sided p = 0.01953', () => {
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const { positive, negative, pairs, p, effect } = signedRanks(before.map((value, k) => value - after[k]!));
    expect({ positive, negative, pairs }).toEqual({ positive: 40, negative: 5, pairs: 9 });
    expect(p).toBeCloseTo(20 / 512, 12);
    expect(effect).toBeCloseTo(35 / 45, 12);
  });

  it('are those of all signs enumerated, ties and zeros included', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 }), (differences) => {
      const sizes = differences.filter((value) => value !== 0).map(Math.abs);
      const rank = (size: number): number =>
        sizes.filter((other) => other < size).length + (sizes.filter((other) => other === size).length + 1) / 2;
      const ranks = sizes.map(rank);
      const total = ranks.reduce((a, b) => a + b, 0);
      const off = (positive: number): number => Math.abs(positive - total / 2);
      const found = signedRanks(differences);
      let as = 0;
      for (let signs = 0; signs < 2 ** ranks.length; signs++) {
        if (off(ranks.reduce((sum, each, k) => sum + (((signs >> k) & 1) === 1 ? each : 0), 0)) >= off(found.positive)) as++;
      }
      expect(found.p).toBeCloseTo(as / 2 ** ranks.length, 12);
      expect(found.positive + found.negative).toBe(total);
    }));
  });

  it('turn with the sign, find nothing in zeros, and refuse what is no number', () => {
    const one = signedRanks([3, -1, 2, 5]);
    const other = signedRanks([-3, 1, -2, -5]);
    expect([other.p, other.effect, other.positive]).toEqual([one.p, -one.effect, one.negative]);
    expect(signedRanks([0, 0])).toEqual({ pairs: 0, positive: 0, negative: 0, p: 1, exact: true, effect: 0 });
    expect(() => signedRanks([1, Number.NaN])).toThrow(new RangeError('a difference of pairs is not a finite number'));
  });
});

describe('the normal limit of signed ranks', () => {
  it('is R’s wilcox.test with exact = FALSE of the depression data: p = 0.04401', () => {
    const differences = [0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01];
    const { p, exact, positive } = signedRanks(differences, 5);
    expect({ positive, exact }).toEqual({ positive: 40, exact: false });
    // (45/2 − 5 − 1/2)/√(9·10·19/24) = 2.0139.
    expect(p).toBeCloseTo(0.04401, 5);
  });

  it('has the variance that the ranks have under fair signs, Σ r²/4, ties included', () => {
    const differences = [3, 3, -1, 1, 1, 2, 2, 2, 5, 3];
    // Ranks of 1 1 1 2 2 2 3 3 3 5: the sum of those of the negative one is 2.
    const squares = 3 * 2 ** 2 + 3 * 5 ** 2 + 3 * 8 ** 2 + 10 ** 2;
    const z = (55 / 2 - 2 - 0.5) / Math.sqrt(squares / 4);
    expect(signedRanks(differences, 0).p).toBeCloseTo(2 * normalTail(z), 12);
  });

  it('comes near the exact law as pairs grow, ties included', () => {
    for (const n of [100, 200, 390]) {
      for (const shift of [0.02, 0.1, 0.15]) {
        const differences = Array.from({ length: n }, (_, k) => Math.round(40 * (((k * 0.618_034) % 1) - 0.5 + shift)));
        const limit = signedRanks(differences, 0).p;
        const exact = signedRanks(differences).p;
        expect(Math.abs(limit - exact), `${n} pairs, ${shift}`).toBeLessThan(0.002);
      }
    }
  });
});

describe('the interval of a mean over instances', () => {
  it.each([
    // Two-sided 5 % points of Student's t from the tables: 12.706, 4.303, 2.262 at 1, 2 and 9 degrees of freedom.
    [[0, 2], 1, 12.706 * 1],
    [[1, 2, 3], 2, 4.303 / Math.sqrt(3)],
    [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4.5, 2.262 * Math.sqrt(55 / 6 / 10)],
  ] as const)('of %j is %d ± %d', (values, mean, half) => {
    const found = studentInterval(values);
    expect(found.mean).toBeCloseTo(mean, 12);
    expect(found.half / half).toBeCloseTo(1, 3);
  });

  it('covers the mean of a normal law in 95 % of samples of ten', () => {
    // 4000 samples: the share has a standard error of 0.34 points; 5 of them would be missed by a fresh seed once in 2·10⁶.
    let state = 12_345;
    const uniform = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    let covered = 0;
    for (let sample = 0; sample < 4000; sample++) {
      const { mean, half } = studentInterval(Array.from({ length: 10 }, () => 3 + normal()));
      if (Math.abs(mean - 3) <= half) covered++;
    }
    expect(Math.abs(covered / 4000 - 0.95)).toBeLessThan(5 * 0.0034);
  });

  it('is not there for one value', () => {
    expect(studentInterval([4])).toEqual({ mean: 4, half: Number.NaN });
  });
});

it('Holm’s correction steps down, keeps the order and never passes 1', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.7])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
