import { describe, expect, it } from 'vitest';
import {
  f1,
  f1Prime,
  slopeWhenOne,
  slopeWhenZero,
  surrogateMean,
  surrogateMeanSlope,
  surrogateWhenOne,
  surrogateWhenZero,
  writeLiteralSlopes,
  writeLiteralSurrogates,
} from '../../../src-science/relaxation/one-variable.ts';
import { integrate } from './quadrature.ts';

const POINTS = [1e-12, 1e-6, 0.01, 0.1, 0.3, 0.39, 0.4, 0.41, 0.49, 0.4999999, 0.5, 0.5 + 1e-9, 0.51, 0.6, 0.61, 0.7158868, 0.9, 0.99,
  1 - 1e-6];

/** s and ∂s at (x, ε) with η = 1 − ε given apart. */
function soft(x: number, epsilon: number, eta: number): number {
  return (x * epsilon) / (x * epsilon + (1 - x) * eta);
}
function softSlope(x: number, epsilon: number, eta: number): number {
  return (epsilon * eta) / (x * epsilon + (1 - x) * eta) ** 2;
}

function close(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected)), `${String(actual)} against ${String(expected)}`)
    .toBeLessThan(tolerance);
}

describe('functions of one marginal', () => {
  it('agree with quadrature of their defining integrals', () => {
    for (const x of POINTS) {
      // The variable is η = 1 − ε: in [0, x] above the edge, in [x, 1] below it, so that a tiny x keeps its digits.
      close(surrogateWhenOne(x), integrate((_e, eta) => soft(x, 1 - eta, eta), 0, x), 1e-11);
      close(surrogateWhenZero(x), integrate((eta, _a, eps) => soft(x, eps, eta), x, 1), 1e-11);
      close(slopeWhenOne(x), integrate((_e, eta) => softSlope(x, 1 - eta, eta), 0, x), 1e-9);
      close(slopeWhenZero(x), integrate((eta, _a, eps) => softSlope(x, eps, eta), x, 1), 1e-9);
      close(f1(x), surrogateWhenOne(x) - x, 1e-15);
    }
  });

  it('agree with the printed closed forms away from ½', () => {
    for (const x of [0.01, 0.2, 0.35, 0.7, 0.95]) {
      const u = 2 * x - 1;
      close(f1(x), ((x * (1 - x)) / u ** 2) * (Math.log(2 - 2 * x) + u), 1e-14);
      const r = x / (1 - x);
      close(surrogateMean(x), r / (r - 1) - (r * Math.log(r)) / (r - 1) ** 2, 1e-13);
    }
  });

  it('pass smoothly from the series to the closed form', () => {
    for (const edge of [0.4, 0.6]) {
      const below = edge - 1e-15;
      const above = edge + 1e-15;
      close(f1(below), f1(above), 2e-15);
      close(f1Prime(below), f1Prime(above), 2e-14);
    }
  });

  it('have f₁′ and T′ as derivatives of f₁ and T', () => {
    const h = 1e-4;
    for (const x of [0.01, 0.1, 0.3, 0.45, 0.5, 0.55, 0.8, 0.95]) {
      const difference = (f: (x: number) => number): number =>
        (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
      close(f1Prime(x), difference(f1), 1e-9);
      close(surrogateMeanSlope(x), difference(surrogateMean), 1e-9);
    }
  });

  it('take the values of the notes: f₁(½) = −1/8, f₁(0) = f₁(1) = 0, f₁′(0) = ln 2 − 1, f₁′(½) = −1/6, T(½) = ½', () => {
    expect(f1(0.5)).toBe(-1 / 8);
    expect(f1(0)).toBe(0);
    expect(f1(1)).toBe(0);
    close(f1Prime(0), Math.LN2 - 1, 1e-15);
    close(f1Prime(0.5), -1 / 6, 1e-15);
    expect(surrogateMean(0.5)).toBe(0.5);
    expect(surrogateMean(0)).toBe(0);
    expect(surrogateMean(1)).toBe(1);
  });

  it('have f₁ convex with its minimum −0.1456064 at 0.7158868', () => {
    close(f1(0.7158868), -0.1456064, 1e-7);
    expect(Math.abs(f1Prime(0.7158868))).toBeLessThan(2e-6);
    for (let x = 0.01; x < 0.985; x += 0.005) expect(f1Prime(x + 0.005)).toBeGreaterThan(f1Prime(x));
  });

  it('keep h1 at or above ln 2 − ½, and let h1 and h0 grow without bound at 1 and at 0', () => {
    close(slopeWhenOne(0), Math.LN2 - 0.5, 1e-15);
    for (let x = 0; x < 1; x += 0.01) expect(slopeWhenOne(x)).toBeGreaterThanOrEqual(Math.LN2 - 0.5 - 1e-15);
    expect(slopeWhenOne(1)).toBe(Infinity);
    expect(slopeWhenZero(0)).toBe(Infinity);
    // h0(x) = −ln x + constant as x → 0
    close(slopeWhenZero(1e-12) - slopeWhenZero(1e-10), Math.log(100), 1e-8);
  });

  it('keep their digits at tiny marginals', () => {
    // K0(x) = −f₁(1−x) ≈ −x(ln 2x + 1) for small x, K1(x) ≈ x(1 + ln 2 − 1) = x ln 2
    const x = 1e-12;
    close(surrogateWhenOne(x) / x, Math.LN2, 1e-10);
    close(surrogateWhenZero(x) / x, -(Math.log(2 * x) + 1), 1e-10);
  });

  it('are written for many marginals with the same bits as one by one', () => {
    const points = [0, ...POINTS, 1, 2 ** -33, 1e-9, 0.01, 0.3, 0.399, 0.4, 0.4000001, 0.5, 0.5 + 1e-9, 0.6, 0.61, 0.99, 1 - 1e-9,
      1 - 2 ** -33];
    const slope = new Float64Array(2 * points.length);
    writeLiteralSlopes(Float64Array.from(points.flatMap((x) => [x, 1 - x])), slope);
    expect(slope).toEqual(Float64Array.from(points.flatMap((x) => [slopeWhenOne(x), slopeWhenZero(x)])));
    const surrogate = new Float64Array(slope.length);
    const again = new Float64Array(slope.length);
    writeLiteralSurrogates(Float64Array.from(points.flatMap((x) => [x, 1 - x])), surrogate, again);
    expect(again).toEqual(slope);
    // Zeros may differ in sign.
    expect([...surrogate].map((value) => value + 0)).toEqual(points.flatMap((x) => [surrogateWhenOne(x) + 0, surrogateWhenZero(x) + 0]));
  });
});
