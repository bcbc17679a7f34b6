/** Wedelin's algorithm against enumeration: what it calls feasible is, and on assignments it finds the optimum. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { decodeByRows, wedelinWork } from '../../../src-science/multipliers/decode-by-rows.ts';
import { anyCosts, anyProgram, assignment, cheapest, dot, formOf, keeps, optimum } from './programs.ts';
import type { Small } from './programs.ts';

const seed = 815;

const run = (p: Small, { at = 0.5, draw = 1, work = 50_000, multipliers = null as Float64Array | null } = {}) => {
  const form = formOf(p);
  return decodeByRows(form, indexColumns(form), new Float64Array(form.variableCount).fill(at), multipliers, draw, work);
};

describe('row by row', () => {
  test('a vector is called feasible exactly where it keeps all rows, and fixed variables stand at their values', () => {
    let found = 0;
    let possible = 0;
    fc.assert(
      fc.property(anyProgram, fc.nat(99), (p, draw) => {
        const { x, feasible } = run(p, { draw, work: 20_000 });
        expect(feasible).toBe(keeps(p, x));
        x.forEach((v, j) => (p.fixed[j] ?? -1) >= 0 && expect(v).toBe(p.fixed[j]));
        found += Number(feasible);
        possible += Number(optimum(p) < Infinity);
      }),
      { numRuns: 400, seed },
    );
    expect(found).toBeLessThanOrEqual(possible);
    // Rows of mixed signs and weights are what it is not made for; most programs yield all the same.
    expect(found / possible).toBeGreaterThan(0.8);
  });

  test('assignments end at the optimum', () => {
    let exact = 0;
    const runs = 100;
    fc.assert(
      fc.property(anyCosts(6), (costs) => {
        const p = assignment(costs);
        const { x, feasible } = run(p);
        expect(feasible).toBe(true);
        exact += Number(dot(p.objective, x) === cheapest(costs));
      }),
      { numRuns: runs, seed },
    );
    expect(exact).toBeGreaterThanOrEqual(0.95 * runs);
  });

  test('the same seed gives the same vector; work is kept to', () => {
    const p = assignment([[4, 1, 3, 9], [2, 0, 5, 8], [3, 2, 2, 1], [7, 7, 1, 2]]);
    const once = run(p, { work: 50_000 });
    expect(run(p, { work: 50_000 })).toEqual(once);
    expect(once.work).toBeLessThan(60_000);
    expect(once.runs).toBe(101);
  });

  test('begins with multipliers where it is given some', () => {
    const p = assignment([[4, 1, 3], [2, 0, 5], [3, 2, 2]]);
    const form = formOf(p);
    // Prices at which the optimum alone has no positive reduced cost: one run, hardly a sweep.
    const shy = run(p, { multipliers: new Float64Array(form.rowCount), work: 3000 });
    expect(shy.feasible).toBe(true);
    expect(dot(p.objective, shy.x)).toBe(optimum(p));
  });

  test('is a decoder, with the work that is asked for', () => {
    const p = assignment([[4, 1, 3], [2, 0, 5], [3, 2, 2]]);
    const form = formOf(p);
    const solution = decode(form, 'wedelin', new Float64Array(9).fill(0.5), {
      mu: null,
      samples: 1,
      seed: 1,
      searchWork: 30_000,
      now: () => 0,
    });
    expect(solution).toMatchObject({ decoder: 'wedelin', feasible: true, objective: optimum(p) });
    expect(wedelinWork(form)).toBe(20_000 * form.column.length);
  });
});
