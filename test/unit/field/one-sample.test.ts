import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actualLoss, surrogateLoss } from '../../../src-science/field/one-dimension.ts';
import { oneSampleCurves, sampleDensity, sampleLoss, sampleSurrogate, softViolation } from '../../../src-science/field/one-sample.ts';
import { integrate } from '../relaxation/quadrature.ts';

const rows = fc.record({ a: fc.double({ min: 0.1, max: 5, noNaN: true }), share: fc.double({ min: -0.5, max: 1.5, noNaN: true }) }).map((
  { a, share },
) => ({ a, b: a * share }));
const marginals = fc.double({ min: 0.02, max: 0.98, noNaN: true });

/** ∫ f(z) density dz, the two sides of the step apart; beyond ±45 the density is below 10⁻¹⁷. */
function mean(xHat: number, f: (z: number) => number): number {
  const weighed = (z: number): number => f(z) * sampleDensity(xHat, z);
  return integrate(weighed, -45, -1e-12) + integrate(weighed, 0, 45);
}

describe('one sample over z = σ⁻¹(x̂) + σ⁻¹(ε)', () => {
  it('has a density of mass 1, of which x̂ lies beyond the step', () => {
    fc.assert(
      fc.property(marginals, (xHat) => {
        expect(mean(xHat, () => 1)).toBeCloseTo(1, 8);
        expect(mean(xHat, (z) => (z >= 0 ? 1 : 0))).toBeCloseTo(xHat, 8);
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('has the actual loss and the surrogate of Figure 1 as its means, in all three cases', () => {
    fc.assert(
      fc.property(rows, marginals, (row, xHat) => {
        expect(mean(xHat, (z) => sampleLoss(row, z))).toBeCloseTo(actualLoss(row, xHat), 7);
        expect(mean(xHat, (z) => sampleSurrogate(row, z))).toBeCloseTo(surrogateLoss(row, xHat), 7);
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('jumps at z = 0 from 0 to a/2 − b and tends to a − b, not to 1, at S26’s a = 1, b = 0.95', () => {
    const { z, surrogate, loss, hard, withoutIndicator, step } = oneSampleCurves({ a: 1, b: 0.95 }, 0.4, 40, 50);
    expect(step).toEqual([0, expect.closeTo(-0.45, 12)]);
    expect(surrogate.at(-1)).toBeCloseTo(0.05, 12);
    expect(loss.at(-1)).toBeCloseTo(0.05, 12);
    expect([hard[0], hard.at(-1)]).toEqual([0, 1]);
    z.forEach((at, i) => {
      if (i === 50) return;
      // The dotted line and the bold one are two pieces of one curve.
      if (i < 50)
        expect([surrogate[i], withoutIndicator[i]]).toEqual([0, softViolation({ a: 1, b: 0.95 }, Math.min(at, -Number.MIN_VALUE))]);
      else expect([surrogate[i], withoutIndicator[i]]).toEqual([softViolation({ a: 1, b: 0.95 }, at), Number.NaN]);
    });
    expect([z.length, Number.isNaN(surrogate[50])]).toEqual([101, true]);
  });

  it('has no step where the row is always violated, and nothing where it never is', () => {
    const always = oneSampleCurves({ a: 1, b: -0.5 }, 0.5, 8, 20);
    expect(always.step).toEqual([expect.closeTo(1, 12), 1]);
    expect(always.withoutIndicator.every(Number.isNaN)).toBe(true);
    const never = oneSampleCurves({ a: 1, b: 1 }, 0.5, 8, 20);
    expect(Array.from(never.surrogate.filter((value) => !Number.isNaN(value)))).toEqual(Array.from({ length: 40 }, () => 0));
  });

  it.each([
    [{ a: 0, b: 1 }, 0.5, 10, 'a must be'],
    [{ a: 1, b: 0.5 }, 1, 10, 'inside (0, 1)'],
    [{ a: 1, b: 0.5 }, 0.5, 1, 'at least 2 points'],
  ] as const)('refuses %o at x̂ = %d with %d points', (row, xHat, count, message) => {
    expect(() => oneSampleCurves(row, xHat, 8, count)).toThrow(message);
  });
});
