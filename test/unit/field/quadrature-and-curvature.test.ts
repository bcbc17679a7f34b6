import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f1Second } from '../../../src-science/field/curvature.ts';
import { gaussLegendre, integrate } from '../../../src-science/field/gauss-legendre.ts';
import { f1Prime } from '../../../src-science/relaxation/one-variable.ts';

describe('Gauss–Legendre quadrature', () => {
  it.each([1, 2, 5, 24, 48, 96, 201])('of %d nodes is exact for polynomials of degree 2n − 1 and not for degree 2n', (n) => {
    const degree = Math.min(2 * n - 1, 60);
    for (let power = 0; power <= degree; power++) expect(integrate((t) => t ** power, 0, 1, n)).toBeCloseTo(1 / (power + 1), 13);
    if (n <= 5) expect(Math.abs(integrate((t) => t ** (2 * n), 0, 1, n) - 1 / (2 * n + 1))).toBeGreaterThan(1e-8);
  });

  it('has positive weights, ascending nodes inside (0, 1), mirrored about ½', () => {
    for (const n of [1, 2, 3, 48, 97]) {
      const { node, weight } = gaussLegendre(n);
      expect(weight.reduce((s, w) => s + w, 0)).toBeCloseTo(1, 13);
      node.forEach((t, i) => {
        expect(t).toBeGreaterThan(i === 0 ? 0 : node[i - 1]!);
        expect(t + node[n - 1 - i]!).toBeCloseTo(1, 14);
        expect(weight[i]).toBeCloseTo(weight[n - 1 - i]!, 14);
        expect(weight[i]).toBeGreaterThan(0);
      });
    }
  });

  it('integrates over any interval, with its sign', () => {
    expect(integrate(Math.exp, -1, 2, 20)).toBeCloseTo(Math.exp(2) - Math.exp(-1), 12);
    expect(integrate(Math.exp, 2, -1, 20)).toBeCloseTo(Math.exp(-1) - Math.exp(2), 12);
  });

  it.each([0, -3, 2.5, 513, Number.NaN])('refuses %d nodes', (n) => {
    expect(() => gaussLegendre(n)).toThrow(/1 to 512 nodes/);
  });
});

describe('f₁″', () => {
  it('is the derivative of f₁′ by extrapolated differences', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.97, noNaN: true }), (x) => {
        const central = (h: number): number => (f1Prime(x + h) - f1Prime(x - h)) / (2 * h);
        const h = 0.002;
        const slope = (16 * (4 * central(h / 4) - central(h / 2)) - (4 * central(h / 2) - central(h))) / 45;
        expect(Math.abs(f1Second(x) - slope)).toBeLessThan(1e-7 * f1Second(x));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('takes its known values, meets its series without a step, and is infinite at 1', () => {
    expect(f1Second(0)).toBeCloseTo(2 * (3 * Math.LN2 - 2), 14);
    expect(f1Second(0.5)).toBeCloseTo(0.5, 14);
    for (const edge of [0.4, 0.6]) expect(Math.abs(f1Second(edge - 1e-9) - f1Second(edge + 1e-9))).toBeLessThan(1e-8);
    expect(f1Second(1)).toBe(Infinity);
    expect(f1Second(1 - 1e-9)).toBeGreaterThan(1e8);
  });

  it('is positive: f₁ is strictly convex', () => {
    for (let x = 0; x < 1; x += 1 / 512) expect(f1Second(x)).toBeGreaterThan(0);
  });
});
