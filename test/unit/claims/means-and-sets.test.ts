import { describe, expect, it } from 'vitest';
import { formOfRows, smallProgram } from '../../../src-science/claims/claim-programs.ts';
import {
  isFeasible,
  minimizersOfConstrained,
  minimizersOfPenalized,
  minimizersOfProgram,
  sameSet,
  verticesAmong,
} from '../../../src-science/claims/minimizers.ts';
import { sampledMeans } from '../../../src-science/claims/sampled-means.ts';
import {
  leastPoint,
  softExcess,
  softSlopeWhenOne,
  softWhenOne,
  surrogateByQuadrature,
} from '../../../src-science/claims/soft-integrals.ts';
import { integrate } from '../relaxation/quadrature.ts';

describe('sampled means', () => {
  it('are those of their definition, with their standard errors', () => {
    const values: number[] = [];
    const found = sampledMeans({
      seed: 5,
      part: 2,
      samples: 1000,
      variables: 2,
      quantities: 2,
      visit: (e, out) => {
        out[0] = e[0]! * e[1]!;
        out[1] = 7;
        values.push(out[0]);
      },
    });
    expect(found.samples).toBe(1024);
    const mean = values.reduce((s, v) => s + v, 0) / 1024;
    const variance = values.reduce((s, v) => s + (v - mean) ** 2, 0) / 1023;
    expect(found.mean[0]).toBeCloseTo(mean, 14);
    expect(found.standardError[0]).toBeCloseTo(Math.sqrt(variance / 1024), 14);
    expect([found.mean[1], found.standardError[1]]).toEqual([7, 0]);
    // E[ε₁ε₂] = ¼: |z| ≤ 5 at a fixed seed; a fresh one would miss it with probability 6·10⁻⁷.
    expect(Math.abs(mean - 0.25)).toBeLessThan(5 * found.standardError[0]!);
  });

  it('draw other numbers for another seed or part, and the same for the same', () => {
    const first = (seed: number, part: number): number =>
      sampledMeans({
        seed,
        part,
        samples: 32,
        variables: 1,
        quantities: 1,
        visit: (e, out) => {
          out[0] = e[0]!;
        },
      }).mean[0]!;
    expect(first(1, 0)).toBe(first(1, 0));
    expect(first(1, 0)).not.toBe(first(2, 0));
    expect(first(1, 0)).not.toBe(first(1, 1));
  });
});

describe('integrals of the soft value', () => {
  it.each([1e-9, 0.01, 0.3, 0.5, 0.7, 0.95, 0.99])('at x̂ = %d agree with tanh-sinh quadrature of the definition', (xHat) => {
    // Over 1 − ε in [0, x̂], which keeps the digits of a short interval.
    const soft = (rest: number): number => (xHat * (1 - rest)) / (xHat * (1 - rest) + (1 - xHat) * rest);
    const slope = (rest: number): number => ((1 - rest) * rest) / (xHat * (1 - rest) + (1 - xHat) * rest) ** 2;
    expect(softWhenOne(xHat)).toBeCloseTo(integrate(soft, 0, xHat), 12);
    expect(softSlopeWhenOne(xHat)).toBeCloseTo(integrate(slope, 0, xHat), 11);
    expect(softExcess(xHat)).toBeCloseTo(softWhenOne(xHat) - xHat, 15);
    expect(surrogateByQuadrature(2, 1.5, xHat)).toBeCloseTo(2 * softWhenOne(xHat) - 1.5 * xHat, 15);
  });

  it('find the least point of a unimodal function, inside and at an end', () => {
    expect(leastPoint((x) => (x - 0.3) ** 2, 0, 1)).toBeCloseTo(0.3, 7);
    expect(leastPoint((x) => x, 0, 1)).toBeLessThan(1e-12);
    expect(leastPoint((x) => -x, 0, 1)).toBeGreaterThan(1 - 1e-12);
  });
});

describe('sets of minimizers', () => {
  // min x₁ − x₂ with x₁ + x₂ ≥ 1 and a free x₃ without cost: x₂ = 1, x₁ = 0, any x₃.
  const form = formOfRows([1, -1, 0], [{ weight: [1, 1, 0], lower: 1, upper: Infinity }]);
  const violation = (x: Float64Array): number => (1 - x[0]!) * (1 - x[1]!);
  const face = (...digits: number[]): number => digits.reduceRight((sum, digit) => 3 * sum + digit, 0);

  it('hold every face on which the minimum is taken', () => {
    const expected = new Set([face(0, 1, 0), face(0, 1, 1), face(0, 1, 2)]);
    expect(minimizersOfConstrained(form, violation)).toEqual(expected);
    expect(minimizersOfPenalized(form, violation, 5)).toEqual(expected);
    expect(minimizersOfProgram(form)).toEqual(new Set([face(0, 1, 0), face(0, 1, 1)]));
    expect(verticesAmong(3, expected)).toEqual(minimizersOfProgram(form));
  });

  it('include whole edges where costs tie, and change when μ is too small', () => {
    const tied = formOfRows([1, 1], [{ weight: [1, 1], lower: 1, upper: Infinity }]);
    expect(minimizersOfPenalized(tied, violation, 3)).toEqual(new Set([face(1, 0), face(0, 1)]));
    // At μ = 1 the penalty is worth what it costs: L = x₁ + x₂ + (1−x₁)(1−x₂) = 1 + x₁x₂ is 1 on two edges.
    expect(minimizersOfPenalized(tied, violation, 1)).toEqual(new Set([face(0, 0), face(1, 0), face(2, 0), face(0, 1), face(0, 2)]));
    expect(minimizersOfPenalized(tied, violation, 0.5)).toEqual(new Set([face(0, 0)]));
  });

  it('are empty for an infeasible program, but not of its penalty', () => {
    const none = formOfRows([0, 0], [{ weight: [1, 1], lower: 3, upper: Infinity }]);
    const lack = (x: Float64Array): number => 3 - x[0]! - x[1]!;
    expect(minimizersOfProgram(none).size).toBe(0);
    expect(minimizersOfConstrained(none, lack).size).toBe(0);
    expect(minimizersOfPenalized(none, lack, 1)).toEqual(new Set([face(1, 1)]));
  });

  it('compare as sets', () => {
    expect(sameSet(new Set([1, 2]), new Set([2, 1]))).toBe(true);
    expect(sameSet(new Set([1]), new Set([1, 2]))).toBe(false);
    expect(sameSet(new Set([1, 3]), new Set([1, 2]))).toBe(false);
  });

  it('come from programs that are feasible', () => {
    for (let seed = 0; seed < 50; seed++) {
      const small = smallProgram(5, 4, seed);
      const x = new Uint8Array(5);
      let feasible = 0;
      for (let mask = 0; mask < 32; mask++) {
        for (let j = 0; j < 5; j++) x[j] = (mask >> j) & 1;
        if (isFeasible(small, x)) feasible++;
      }
      expect(feasible).toBeGreaterThan(0);
    }
  });
});
