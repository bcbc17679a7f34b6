import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actualLoss,
  actualMinimizer,
  f1Minimum,
  interchangeField,
  interchangePotential,
  oneDimensionCurves,
  oneRowCase,
  printedField,
  printedPotential,
  surrogateLoss,
  surrogateMinimizer,
  surrogateSlope,
} from '../../../src-science/field/one-dimension.ts';
import { integrate } from '../relaxation/quadrature.ts';

/** From the definitions: E over ε of a function of x and s, the two sides of the edge apart. */
function expectation(xHat: number, f: (x: number, soft: number, slope: number) => number): number {
  const at = (x: number) => (epsilon: number, fromA: number, fromB: number) => {
    // 1 − ε near ε = 1 and ε near 0 from the distances, which keep their digits.
    const e = x === 1 ? epsilon : fromA;
    const rest = x === 1 ? fromB : 1 - epsilon;
    const down = xHat * e + (1 - xHat) * rest;
    return f(x, (xHat * e) / down, (e * rest) / (down * down));
  };
  return integrate(at(0), 0, 1 - xHat) + integrate(at(1), 1 - xHat, 1);
}

const rows = fc.record({ a: fc.double({ min: 0.1, max: 5, noNaN: true }), share: fc.double({ min: -0.5, max: 1.5, noNaN: true }) }).map((
  { a, share },
) => ({ a, b: a * share }));
const inner = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('one row a·x ≤ b', () => {
  it('has the losses and the field of their definitions, in all three cases', () => {
    fc.assert(
      fc.property(rows, inner, (row, xHat) => {
        const { a, b } = row;
        const violated = (x: number): boolean => a * x > b;
        expect(actualLoss(row, xHat)).toBeCloseTo(expectation(xHat, (x) => Math.max(a * x - b, 0)), 9);
        expect(surrogateLoss(row, xHat)).toBeCloseTo(expectation(xHat, (x, s) => (violated(x) ? a * s - b : 0)), 9);
        expect(interchangeField(row, xHat)).toBeCloseTo(expectation(xHat, (x, _s, slope) => (violated(x) ? a * slope : 0)), 8);
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('has slopes that are derivatives of its losses, and a potential whose derivative is the field', () => {
    fc.assert(
      fc.property(rows, inner, (row, xHat) => {
        const h = 1e-4 * Math.min(xHat, 1 - xHat);
        const slope = (f: typeof actualLoss): number => (f(row, xHat + h) - f(row, xHat - h)) / (2 * h);
        expect(surrogateSlope(row, xHat)).toBeCloseTo(slope(surrogateLoss), 5);
        expect(interchangeField(row, xHat)).toBeCloseTo(slope(interchangePotential), 5);
        expect(printedField(row, xHat)).toBeCloseTo(slope(printedPotential), 5);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('differs from the printed field by a − b and from the printed potential by (a−b)x̂ where the row crosses', () => {
    const row = { a: 1, b: 0.95 };
    expect(printedField(row, 0.4) - interchangeField(row, 0.4)).toBeCloseTo(0.05, 14);
    expect(printedPotential(row, 0.4) - interchangePotential(row, 0.4)).toBeCloseTo(0.02, 14);
    expect(interchangeField(row, 0.4)).toBeCloseTo(0.29019, 5);
    expect(printedField(row, 0.4)).toBeCloseTo(0.34019, 5);
  });

  it('splits into its cases at b = 0 and b = a', () => {
    expect([-1e-9, 0, 0.5, 1 - 1e-9, 1, 2].map((b) => oneRowCase({ a: 1, b }))).toEqual(['always', 'crossing', 'crossing', 'crossing',
      'never', 'never']);
  });

  it('draws all curves over the same points, ends included', () => {
    const row = { a: 2, b: 1.5 };
    const curves = oneDimensionCurves(row, 5);
    expect(Array.from(curves.xHat)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(curves.kind).toBe('crossing');
    expect(curves.actualLoss[2]).toBeCloseTo(0.25, 15);
    expect(Array.from(curves.actualSlope)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(curves.surrogateLoss[4]).toBeCloseTo(0.5, 15);
    expect(curves.interchangeField[2]).toBeCloseTo(2 * (0.5 - 1 / 6), 14);
    expect(curves.interchangeField[4]).toBe(Infinity);
    expect(curves.interchangePotential[2]).toBeCloseTo(2 * (-1 / 8 + 1 / 4), 15);
    expect(curves.printedPotential[2]).toBeCloseTo(curves.surrogateLoss[2]! + 0.5, 15);
    expect(Array.from(oneDimensionCurves({ a: 2, b: -1 }, 2).actualSlope)).toEqual([2, 2]);
    expect(Array.from(oneDimensionCurves({ a: 2, b: 2 }, 3).surrogateLoss)).toEqual([0, 0, 0]);
  });

  it.each([
    [{ a: 0, b: 1 }, 3, /a must be a positive number/],
    [{ a: -1, b: 1 }, 3, /a must be a positive number/],
    [{ a: Infinity, b: 1 }, 3, /a must be a positive number/],
    [{ a: 1, b: Number.NaN }, 3, /b must be a finite number/],
    [{ a: 1, b: 0.5 }, 1, /at least 2 points/],
    [{ a: 1, b: 0.5 }, 2.5, /at least 2 points/],
  ])('refuses %o with %d points', (row, count, message) => {
    expect(() => oneDimensionCurves(row, count)).toThrow(message);
  });
});

describe('minimizers of one row', () => {
  it('of the surrogate are those of a fine grid', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 5, noNaN: true }), fc.double({ min: -0.3, max: 0.999, noNaN: true }), (a, share) => {
        const row = { a, b: a * share };
        const found = surrogateMinimizer(row);
        if (found === null) throw new Error('the row can be violated');
        let least = 0;
        for (let i = 0; i <= 4000; i++) if (surrogateLoss(row, i / 4000) < surrogateLoss(row, least)) least = i / 4000;
        expect(Math.abs(found - least)).toBeLessThan(5e-4);
        expect(surrogateLoss(row, found)).toBeLessThanOrEqual(surrogateLoss(row, least) + 1e-15 * a);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('leave 0 at b = a ln 2 and pass ½ at b = 5a/6', () => {
    for (const a of [0.3, 1, 7]) {
      expect(surrogateMinimizer({ a, b: a * (Math.LN2 - 1e-6) })).toBe(0);
      expect(surrogateMinimizer({ a, b: a * (Math.LN2 + 1e-6) })).toBeGreaterThan(0);
      expect(surrogateMinimizer({ a, b: a * (5 / 6 - 1e-6) })).toBeLessThan(0.5);
      expect(surrogateMinimizer({ a, b: a * (5 / 6 + 1e-6) })).toBeGreaterThan(0.5);
    }
    expect(surrogateMinimizer({ a: 1, b: 0.95 })).toBeCloseTo(0.66924, 5);
  });

  it('are all points where the row is never violated, and 0 of the actual loss elsewhere', () => {
    expect(surrogateMinimizer({ a: 1, b: 1 })).toBeNull();
    expect(actualMinimizer({ a: 1, b: 1 })).toBeNull();
    expect(actualMinimizer({ a: 1, b: 0.95 })).toBe(0);
    expect(surrogateMinimizer({ a: 1, b: -1 })).toBe(0);
  });

  it('of f₁ lie at 0.71588589586600 with −0.14560638044168, computed with fifty digits', () => {
    const { xHat, value } = f1Minimum();
    expect(xHat).toBeCloseTo(0.7158858958659960029, 14);
    expect(value).toBeCloseTo(-0.1456063804416808437, 15);
  });
});
