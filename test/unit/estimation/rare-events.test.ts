import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import type { ScalarEstimate } from '../../../src-science/estimation/estimate-spec.ts';
import type { ScalarEstimateSpec } from '../../../src-science/estimation/estimate-settings.ts';
import { lossRange, penaltyRange } from '../../../src-science/estimation/sample-range.ts';
import { headline, sameMean, sameShare } from '../../../src-science/claims/evidence.ts';
import { formOf, randomForm, randomMarginals } from '../relaxation/enumeration.ts';

const found = (form: ReturnType<typeof formOf>, spec: Omit<ScalarEstimateSpec, 'mu'>, mu = 3): ScalarEstimate =>
  estimate(form, { mu, ...spec }, { now: () => 0 }) as ScalarEstimate;

/** x₁ + x₂ ≤ 1: violated with probability x̂₁ x̂₂. */
const edge = formOf(2, [{ a: [5, 5], b: 8 }]);

describe('an estimate of what hardly ever happens', () => {
  // 400 runs at coverage 95 % or more: below 91.5 % (34 misses) comes once in 10³ for each of the cells.
  it.each([100, 1000, 10_000])('holds P = 1 − 6·10⁻⁴ and the expected violation in 94 % of runs of %i samples', (samples) => {
    const q = 6e-4;
    const xHat = [Math.sqrt(q), Math.sqrt(q)];
    let share = 0;
    let penalty = 0;
    const runs = 400;
    for (let seed = 1; seed <= runs; seed++) {
      const feasibility = found(edge, { quantity: 'feasibility', xHat, samples, seed });
      const violation = found(edge, { quantity: 'penalty', xHat, samples, seed });
      if (feasibility.interval.lower <= 1 - q && 1 - q <= feasibility.interval.upper) share++;
      if (violation.interval.lower <= 2 * q && 2 * q <= violation.interval.upper) penalty++;
      expect(violation.violatedSamples).toBe(Math.round((1 - feasibility.mean) * samples));
    }
    expect(share / runs).toBeGreaterThan(0.915);
    expect(penalty / runs).toBeGreaterThan(0.915);
  });

  it('says what can be said where every sample agrees', () => {
    const xHat = [1e-4, 1e-4];
    const none = found(edge, { quantity: 'penalty', xHat, samples: 1000, seed: 1 });
    expect(none).toMatchObject({ mean: 0, standardError: 0, violatedSamples: 0, interval: { level: 0.95, lower: 0, method: 'all-agree' } });
    // 3/1000 of the most that a sample can come to, 2.
    expect(none.interval.upper).toBeCloseTo(0.00599, 4);
    const sure = found(edge, { quantity: 'feasibility', xHat, samples: 1000, seed: 1 });
    expect(sure.mean).toBe(1);
    expect(sure.interval.lower).toBeCloseTo(0.996318, 6);
    expect(sure.interval.upper).toBe(1);
    expect(sure.z).toBeCloseTo(1e-8 / Math.sqrt(1e-8 / 1000), 6);
  });

  it('is certain at a vertex, and only there', () => {
    const at = found(edge, { quantity: 'penalty', xHat: [1, 1], samples: 300, seed: 1 });
    expect(at.interval.lower).toBe(at.interval.upper);
    expect(at.interval.lower).toBeCloseTo(2, 12);
    const beside = found(edge, { quantity: 'penalty', xHat: [1, 1 - 1e-9], samples: 300, seed: 1 });
    expect(beside.interval.lower).toBeLessThan(2);
  });

  it('keeps a normal interval of common events inside what can come out', () => {
    const common = found(edge, { quantity: 'penalty', xHat: [0.5, 0.5], samples: 1000, seed: 1 });
    expect(common.interval.method).toBe('normal');
    expect(common.interval.upper - common.mean).toBeCloseTo(1.95996 * common.standardError, 6);
    const few = found(edge, { quantity: 'penalty', xHat: [0.05, 0.05], samples: 1000, seed: 1 });
    expect(few.interval.method).toBe('few-events');
    expect(few.interval.lower).toBeGreaterThan(0);
  });

  it('knows the range of a sample: no vertex leaves it, some reach it', () => {
    for (let seed = 0; seed < 20; seed++) {
      const form = { ...randomForm(7, 5, seed), objective: Float64Array.from({ length: 7 }, (_, j) => j - 3), objectiveConstant: 2 };
      const xHat = randomMarginals(7, seed, false).map((x, j) => (j === 0 ? 0 : j === 1 ? 1 : x));
      const penalty = penaltyRange(form, xHat);
      const loss = lossRange(form, 1.5, xHat);
      for (let v = 0; v < 128; v++) {
        const x = Array.from({ length: 7 }, (_, j) => (v >> j) & 1);
        if (x[0] === 1 || x[1] === 0) continue;
        let violation = 0;
        for (let i = 0; i < form.rowCount; i++) {
          let sum = -form.rhs[i]!;
          for (let k = form.start[i]!; k < form.start[i + 1]!; k++) sum += form.value[k]! * x[form.column[k]!]!;
          violation += Math.max(0, sum);
        }
        const value = 2 + x.reduce((s, one, j) => s + one * (j - 3), 0) + 1.5 * violation;
        expect(violation).toBeLessThanOrEqual(penalty.highest + 1e-9);
        expect(violation).toBeGreaterThanOrEqual(penalty.lowest - 1e-9);
        expect(value).toBeLessThanOrEqual(loss.highest + 1e-9);
        expect(value).toBeGreaterThanOrEqual(loss.lowest - 1e-9);
      }
    }
  });
});

describe('a claim about a probability', () => {
  it('is judged by the binomial tail, also where every sample says the same', () => {
    expect(sameShare('claim', 'p', 0, 1000, 6e-4)).toMatchObject({ agrees: true });
    expect(sameShare('claim', 'p', 0, 1000, 6e-4).z).toBeCloseTo(-0.1, 0);
    expect(sameMean('claim', 'p', 0, 0, 6e-4).agrees).toBe(false);
    expect(sameShare('claim', 'p', 1, 1000, 0.3).agrees).toBe(false);
    expect(sameShare('claim', 'p', 0.004, 1000, 0).agrees).toBe(false);
    expect(sameShare('claim', 'p', 0, 1000, 0)).toMatchObject({ agrees: true, z: 0 });
    expect(Math.abs(sameShare('claim', 'p', 0.31, 10_000, 0.3).z! - 0.01 / Math.sqrt(0.21 / 10_000))).toBeLessThan(0.05);
    expect(headline([sameShare('claim', 'p', 0.5, 100, 0.5)]).standardError).toBeCloseTo(0.05, 12);
  });

  it('refuses a rare truth no more often than it says', () => {
    // At P = 10⁻⁴ and 1000 samples the plain z of one event is 1, of none undefined, of 5 beyond any table: P(≥ 5) = 8·10⁻⁸.
    expect(sameShare('claim', 'p', 0.003, 1000, 1e-4).agrees).toBe(true);
    expect(sameShare('claim', 'p', 0.006, 1000, 1e-4).agrees).toBe(false);
  });
});

describe('the z of a mean', () => {
  // A millionth of the samples misses its row by a million; the second row is missed by 1 as often as b is 1.
  const rare = formOf(2, [{ a: [1e6, 0], b: 0 }, { a: [0, 1], b: 0 }]);

  it('is none where fewer than a hundred samples violate a row, since their spread says nothing of amounts that no sample had', () => {
    for (const quantity of ['penalty', 'loss'] as const) {
      const estimated = found(rare, { quantity, xHat: [1e-6, 0.01], samples: 2000, seed: 7 });
      expect(estimated.violatedSamples).toBeLessThan(100);
      expect(estimated.exact?.value).toBeGreaterThan(1);
      expect(estimated.z).toBeNull();
    }
  });

  it('is there where enough do', () => {
    const estimated = found(rare, { quantity: 'penalty', xHat: [0, 0.5], samples: 2000, seed: 7 });
    // Beyond 4.5 once in 10⁵ seeds.
    expect(Math.abs(estimated.z ?? Number.NaN)).toBeLessThan(4.5);
  });

  it('is there where no row can be violated', () => {
    const free = { ...formOf(2, [{ a: [1, 1], b: 2 }]), objective: Float64Array.of(1, 2) };
    expect(Math.abs(found(free, { quantity: 'loss', xHat: [0.5, 0.5], samples: 2000, seed: 7 }).z ?? Number.NaN)).toBeLessThan(4.5);
  });
});

describe('the interval of a loss whose costs are rare', () => {
  const rare = [0.024, 0.024];
  const costly = { ...edge, objective: Float64Array.of(7, 7) };
  const ofLoss = (xHat: readonly number[], samples: number, seed = 1, mu = 3) =>
    found(costly, { quantity: 'loss', xHat, samples, seed }, mu);
  const covered = (samples: number, runs: number): number => {
    const { exact } = ofLoss(rare, samples);
    let held = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const { lower, upper } = ofLoss(rare, samples, seed).interval;
      if (exact !== null && exact.value !== null && lower <= exact.value && exact.value <= upper) held++;
    }
    return held / runs;
  };

  it('is called too short where it is, and not where samples are enough', () => {
    // G² = (1 − 2p)²/(2 p (1 − p)) ≈ 19.3: 484 samples.
    expect(ofLoss(rare, 100).interval).toMatchObject({ method: 'normal', short: true });
    // Whatever the samples' own spread came to.
    for (let seed = 1; seed <= 20; seed++) {
      const { interval, violatedSamples } = ofLoss(rare, 100, seed);
      if (violatedSamples === 0 && interval.method === 'normal') expect(interval.short).toBe(true);
    }
    expect(ofLoss(rare, 2000).interval).not.toHaveProperty('short');
    // At 95 % fewer than 92 % of 1000 come once in 10⁴; the short one holds about 86 %.
    expect(covered(100, 1000)).toBeLessThan(0.92);
    expect(covered(2000, 1000)).toBeGreaterThan(0.92);
  });

  it('is not where costs are common, nor where the penalty spreads the samples', () => {
    expect(ofLoss([0.5, 0.5], 100).interval).not.toHaveProperty('short');
    expect(ofLoss([0.3, 0.8], 100, 1, 1e4).interval).not.toHaveProperty('short');
    expect(found(edge, { quantity: 'penalty', xHat: rare, samples: 100, seed: 1 }).interval).not.toHaveProperty('short');
  });
});
