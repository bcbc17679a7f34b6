import { describe, expect, it } from 'vitest';
import { boundAgrees, recheckSolution } from '../../../src-science/exact/recheck.ts';
import { programOf } from './small-programs.ts';

const knapsack = programOf({
  sense: 'max',
  objective: [5, 4, 3],
  constant: 10,
  rows: [{ coefficients: [2, 3, 1], upper: 3 }],
  fixed: [-1, -1, -1],
});

describe('recheck of a solver’s answer', () => {
  it('rounds values near 0 and 1 and recomputes the objective from the vector', () => {
    const verdict = recheckSolution(knapsack, [0.9999999997, -1e-9, 1.0000000003]);
    expect(verdict).toEqual({ passed: true, x: Uint8Array.of(1, 0, 1), objective: 18 });
  });

  it.each([
    ['a value between 0 and 1', [0.5, 0, 0], /“v1” is 0.5, neither 0 nor 1/],
    ['a value just beyond the tolerance', [1 - 2e-6, 0, 0], /neither 0 nor 1/],
    ['an integer that is neither 0 nor 1', [2, 0, 0], /“v1” is 2/],
    ['a negative integer', [0, -1, 0], /“v2” is -1/],
    ['NaN', [Number.NaN, 0, 0], /“v1” is NaN/],
    ['infinity', [0, 0, Infinity], /“v3” is Infinity/],
    ['too few values', [1, 0], /2 values for 3 variables/],
    ['a row violated by the rounded vector', [1, 1, 1], /violates one row \(“row1” by 3\)/],
  ])('refuses %s', (_name, values, reason) => {
    const verdict = recheckSolution(knapsack, values);
    expect(verdict.passed ? '' : verdict.reason).toMatch(reason);
  });

  it('refuses a fixed variable at its other value', () => {
    const fixed = programOf({ objective: [1, 1], rows: [], fixed: [1, -1] });
    const verdict = recheckSolution(fixed, [0, 0]);
    expect(verdict.passed ? '' : verdict.reason).toBe('“v1” is 0 although it is fixed to 1');
  });

  it('takes a bound for consistent only on its side of a known solution', () => {
    expect(boundAgrees('min', 10, 9.5, 0)).toBe(true);
    expect(boundAgrees('min', 10, 10.1, 0.2)).toBe(true);
    expect(boundAgrees('min', 10, 10.1, 0.05)).toBe(false);
    expect(boundAgrees('max', 10, 10.1, 0)).toBe(true);
    expect(boundAgrees('max', 10, 9.9, 0.05)).toBe(false);
  });
});
