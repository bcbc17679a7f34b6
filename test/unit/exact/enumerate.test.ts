import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enumerate } from '../../../src-science/exact/enumerate.ts';
import { ENUMERATION_LIMIT } from '../../../src-science/exact/exact-settings.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { bruteForceOptimum, programOf, smallPrograms } from './small-programs.ts';

describe('enumeration', () => {
  it('finds what brute force by the definition finds, on random programs of every kind', () => {
    fc.assert(
      fc.property(smallPrograms(), (small) => {
        const program = programOf(small);
        const result = enumerate(program);
        expect(result.complete).toBe(true);
        expect(result.visited).toBe(2 ** program.fixed.filter((value) => value < 0).length);
        const found = result.x === null ? null : solutionReport(program, result.x);
        expect(found?.feasible ?? true).toBe(true);
        expect(found?.objective ?? null).toBe(bruteForceOptimum(small));
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it('counts only variables that are not fixed', () => {
    const d = 40;
    const objective = Array.from({ length: d }, (_, j) => (j % 2 === 0 ? -1 : 1));
    const fixed = objective.map((_, j) => (j < 30 ? j % 3 === 0 ? 1 : 0 : -1));
    const result = enumerate(programOf({ objective, rows: [{ coefficients: objective.map(() => 1), upper: 12 }], fixed }));
    expect(result.visited).toBe(2 ** 10);
    // Ten ones are fixed; of the ten free variables the row leaves room for two, each worth −1.
    expect([...(result.x ?? [])].filter((value) => value === 1)).toHaveLength(12);
  });

  it('refuses more free variables than it can look through', () => {
    const objective = new Array<number>(ENUMERATION_LIMIT + 1).fill(1);
    expect(() => enumerate(programOf({ objective, rows: [] }))).toThrow(/at most 24 free variables; this program has 25/);
  });

  it('does not lose a solution that meets a decimal row exactly', () => {
    // 0.1 + 0.2 > 0.3 in doubles.
    const result = enumerate(programOf({ sense: 'max', objective: [1, 1], rows: [{ coefficients: [0.1, 0.2], upper: 0.3 }] }));
    expect([...(result.x ?? [])]).toEqual([1, 1]);
  });

  it('tells apart objectives that a large constant would swallow', () => {
    const result = enumerate(programOf({ objective: [1e-3, -1e-3], constant: 1e15, rows: [] }));
    expect([...(result.x ?? [])]).toEqual([0, 1]);
  });

  it('tells apart objectives whose sums no double holds', () => {
    // 10¹⁷ + 1 − 10¹⁷ is 0 when it is added up from left to right.
    const result =
      enumerate(programOf({
        sense: 'max',
        objective: [1e17, 1, -1e17, 0.5],
        rows: [{ coefficients: [1, 0, 0, 0], lower: 1 }, { coefficients: [0, 0, 1, 0], lower: 1 }],
      }));
    expect([...(result.x ?? [])]).toEqual([1, 1, 1, 1]);
  });

  it('does not drift over a million steps of sums that doubles cannot hold', () => {
    const d = 20;
    const weights = Array.from({ length: d }, (_, j) => Math.sqrt(j + 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const program = programOf({ sense: 'max', objective: weights, rows: [{ coefficients: weights, upper: total / 2 }] });
    const result = enumerate(program);
    // The subset-sum optimum by meet in the middle.
    const sums = (half: readonly number[]): number[] =>
      half.reduce<number[]>((all, weight) => all.concat(all.map((sum) => sum + weight)), [0]);
    const low = sums(weights.slice(0, 10)).sort((a, b) => a - b);
    const best = Math.max(...sums(weights.slice(10)).map((high) => high + (low.findLast((sum) => sum <= total / 2 - high) ?? -Infinity)));
    expect(result.x === null ? null : solutionReport(program, result.x).objective).toBeCloseTo(best, 10);
  });

  it('stops when asked and keeps the best it has seen', () => {
    const objective = Array.from({ length: 20 }, () => -1);
    let asked = 0;
    const reports: number[] = [];
    const result = enumerate(programOf({ objective, rows: [] }), {
      cancelled: () => ++asked === 3,
      onProgress: (visited) => reports.push(visited),
    });
    expect(result.complete).toBe(false);
    expect(result.visited).toBeLessThan(2 ** 20);
    expect(result.x).not.toBeNull();
    expect(reports).toEqual([...reports].sort((a, b) => a - b));
  });
});
