/** Tail probabilities against printed tables and against integrals of their densities. */
import { describe, expect, it } from 'vitest';
import {
  fisherTail,
  normalQuantileOfTail,
  normalTail,
  studentTail,
} from '../../../src-science/quality/tail-probability.ts';
import { incompleteBeta } from '../../../src-science/quality/incomplete-beta.ts';
import { integrate } from '../relaxation/quadrature.ts';

describe('tail probabilities', () => {
  it('has the values of the printed tables', () => {
    expect(normalTail(1.959963984540054)).toBeCloseTo(0.025, 12);
    expect(normalTail(3)).toBeCloseTo(1.3498980316300957e-3, 14);
    expect(normalTail(6) / 9.865876450376981e-10).toBeCloseTo(1, 10);
    expect(studentTail(2.228138851986274, 10)).toBeCloseTo(0.05, 10);
    expect(studentTail(12.706204736174698, 1)).toBeCloseTo(0.05, 10);
    expect(fisherTail(3.325834529923427, 5, 10)).toBeCloseTo(0.05, 8);
    expect(fisherTail(0, 5, 10)).toBe(1);
  });

  it('is the integral of the beta density, also for degrees that are no whole numbers', () => {
    for (const [a, b] of [[0.5, 7.3], [3.7, 2.2], [15.5, 0.5], [41.2, 480.1]] as const) {
      const density = (from: number, to: number): number =>
        integrate((t, _from, toEnd) => t ** (a - 1) * (to === 1 ? toEnd : 1 - t) ** (b - 1), from, to);
      const whole = density(0, 1);
      for (const x of [0.05, 0.3, 0.8]) expect(incompleteBeta(x, a, b)).toBeCloseTo(density(0, x) / whole, 9);
    }
  });

  it('turns a tail back into its z, and keeps to 38 where a double holds no smaller tail', () => {
    for (const z of [-3, -0.5, 0, 0.7, 2.9, 3.1, 8, 30]) expect(normalQuantileOfTail(normalTail(z))).toBeCloseTo(z, 8);
    expect(normalQuantileOfTail(0)).toBe(38);
  });
});
