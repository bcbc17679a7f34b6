/**
 * Rows that the residual expectation treats apart: long ones of whole numbers or decimals, real ones short
 * enough to be listed, real ones rounded to a grid, and several under one budget. The truth is the sum over
 * all outcomes of the variables not yet decided.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisivenessOrder, roundByConditionalExpectation } from '../../../src-science/decoding/conditional-expectation.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { repairGreedily } from '../../../src-science/decoding/greedy-repair.ts';
import { decodingMu } from '../../../src-science/decoding/price-scale.ts';
import { createResidualExpectation } from '../../../src-science/decoding/residual-expectation.ts';
import { roundByThreshold } from '../../../src-science/decoding/threshold.ts';
import { denseForm, objectiveOf, violationOf } from '../descent/small-program.ts';
import { dense, formOf, planted } from './plain-program.ts';
import type { Dense } from './plain-program.ts';

/** E[max(aᵀx − b, 0)] of one row, by halving over its variables. */
function expectedExcess(row: readonly number[], bound: number, xHat: readonly number[]): number {
  let outcomes: (readonly [number, number])[] = [[1, -bound]];
  row.forEach((a, j) => {
    const p = xHat[j] ?? 0;
    if (a !== 0) outcomes = outcomes.flatMap(([q, e]) => [[q * (1 - p), e] as const, [q * p, e + a] as const]);
  });
  return outcomes.reduce((sum, [q, e]) => sum + q * Math.max(e, 0), 0);
}

const marginals = (d: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0, max: 64 }).map((v) => v / 64), { minLength: d, maxLength: d });

/** Largest error of the initial sum and of the differences along one walk of all decisions, and what is said of it. */
function errorsAlong(rows: readonly (readonly number[])[], rhs: readonly number[], xHat: readonly number[], budget?: number) {
  const form = denseForm(xHat.map(() => 0), rows, rhs);
  const at = Float64Array.from(xHat);
  const order = decisivenessOrder(form, at);
  const residual = createResidualExpectation(form, order, at, budget);
  const penalty = (x: readonly number[]): number => rows.reduce((sum, row, i) => sum + expectedExcess(row, rhs[i] ?? 0, x), 0);
  const initial = Math.abs(residual.initial - penalty(xHat));
  let later = 0;
  let last = 0;
  let now = [...xHat];
  [...order].forEach((j, step) => {
    const decided = (value: number): number[] => now.map((x, k) => (k === j ? value : x));
    last = Math.abs(residual.difference(j) - (penalty(decided(1)) - penalty(decided(0))));
    later = Math.max(later, last);
    const value = step % 2 === 0 ? 1 : 0;
    residual.decide(j, value);
    now = decided(value);
  });
  return { initial, later, last, approximateRows: [...residual.approximateRows], errorBound: residual.errorBound };
}

describe('a row in the residual expectation', () => {
  test.each([1, 0.1, 0.25])('of %s times whole numbers is exact at any length', (unit) => {
    const row = fc.array(fc.integer({ min: -7, max: 7 }).map((v) => v * unit), { minLength: 13, maxLength: 13 });
    fc.assert(
      fc.property(row, fc.integer({ min: -12, max: 12 }), marginals(13), (a, b, xHat) => {
        const { initial, later, approximateRows, errorBound } = errorsAlong([a], [b * unit], xHat);
        expect({ approximateRows, errorBound }).toEqual({ approximateRows: [], errorBound: 0 });
        expect(initial).toBeLessThan(1e-12);
        expect(later).toBeLessThan(1e-12);
      }),
      { numRuns: 12, seed: 61 },
    );
  });

  const reals = (d: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: 1, max: 10_000 }).map((v) => Math.sqrt(v) / 16), { minLength: d, maxLength: d });

  const total = (row: readonly number[]): number => row.reduce((sum, w) => sum + w, 0);

  test('of real numbers is exact with 12 of them; with 13 it is approximate within what it says, on a grid and as a normal sum', () => {
    const ways = { grid: 0, normal: 0 };
    fc.assert(
      fc.property(
        reals(13),
        marginals(13),
        fc.integer({ min: 3, max: 13 }),
        fc.constantFrom(0, 400, 13_000, 100_000),
        (a, xHat, sixteenths, budget) => {
          fc.pre(new Set(a).size > 5);
          const short = a.slice(0, 12);
          const listed = errorsAlong([short], [(sixteenths / 16) * total(short)], xHat.slice(0, 12), 100);
          expect({ ...listed, initial: 0, later: 0, last: 0 }).toEqual({
            initial: 0,
            later: 0,
            last: 0,
            approximateRows: [],
            errorBound: 0,
          });
          expect(Math.max(listed.initial, listed.later)).toBeLessThan(1e-12);
          const long = errorsAlong([a], [(sixteenths / 16) * total(a)], xHat, budget);
          expect(long.approximateRows).toEqual([0]);
          expect(long.initial).toBeLessThanOrEqual(long.errorBound + 1e-12);
          expect(long.later).toBeLessThanOrEqual(2 * long.errorBound + 1e-12);
          // With one variable left nothing is approximate but that one.
          expect(long.last).toBeLessThanOrEqual(1e-9 + (budget === 0 ? 0.5 : 1) * Math.max(...a));
          ways[budget === 100_000 ? 'grid' : 'normal'] += long.errorBound > 0 ? 1 : 0;
          if (budget === 100_000) expect(long.errorBound).toBeLessThan(0.01 * total(a));
        },
      ),
      { numRuns: 60, seed: 62 },
    );
    expect(Math.min(ways.grid, ways.normal)).toBeGreaterThan(5);
  });

  test('is summed with its own weights: what is decided carries no rounding, whatever the budget', () => {
    fc.assert(
      fc.property(
        reals(40),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        fc.constantFrom(0, 700, 50_000),
        (a, ones, budget) => {
          const bound = total(a) / 2;
          const form = denseForm(a.map(() => 0), [a], [bound]);
          const at = Float64Array.from(ones, (one) => (one ? 1 : 0));
          const order = decisivenessOrder(form, at);
          const residual = createResidualExpectation(form, order, at, budget);
          let sum = 0;
          const excess = (s: number): number => Math.max(s - bound, 0);
          for (const j of order.subarray(0, 39)) {
            sum += ones[j] === true ? (a[j] ?? 0) : 0;
            residual.decide(j, ones[j] === true ? 1 : 0);
          }
          const j = order[39] ?? 0;
          expect(residual.difference(j)).toBeCloseTo(excess(sum + (a[j] ?? 0)) - excess(sum), 9);
        },
      ),
      { numRuns: 60, seed: 65 },
    );
  });

  test('shares what exact rows leave evenly, and the errors add up', () => {
    fc.assert(
      fc.property(reals(13), reals(13), marginals(13), (a, b, xHat) => {
        const halves = [total(a) / 2, total(b) / 2];
        // Equal ones are multiples of a unit.
        fc.pre(new Set(a).size > 5 && new Set(b).size > 5);
        const both = errorsAlong([a, b, xHat.map(() => 1)], [...halves, 3], xHat, 200_000);
        expect(both.approximateRows).toEqual([0, 1]);
        expect(both.initial).toBeLessThanOrEqual(both.errorBound + 1e-12);
        const each = [a, b].map((row, i) => errorsAlong([row], [halves[i] ?? 0], xHat, 100_000 - 20).errorBound);
        expect(both.errorBound).toBeCloseTo((each[0] ?? 0) + (each[1] ?? 0), 3);
      }),
      { numRuns: 10, seed: 63 },
    );
  });
});

describe('decoders that choose among others', () => {
  const options = { mu: null, samples: 1, seed: 1, now: () => 0 };

  /** Covers by two, of many costs: where a repair ends depends on where it begins. */
  const choosy: fc.Arbitrary<Dense> = fc
    .record({
      objective: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 12, maxLength: 12 }),
      rows: fc.array(fc.array(fc.constantFrom(0, -1, -2), { minLength: 12, maxLength: 12 }), { minLength: 6, maxLength: 6 }),
    })
    .map(({ objective, rows }) => ({
      objective,
      rows,
      rhs: rows.map(() => -3),
      fixed: objective.map(() => -1),
      start: objective.map(() => 0),
    }));

  test('greedy repair is the best of eight repairs of either rounding', () => {
    const maskOf = (x: ArrayLike<number>): number => Array.from(x).reduce((mask, v, j) => mask | (v << j), 0);
    let differed = 0;
    fc.assert(
      fc.property(fc.oneof(dense, planted, choosy), marginals(12), (program, values) => {
        const form = formOf(program);
        const xHat = Float64Array.from(program.start, (_, j) => values[j] ?? 0);
        const starts = [roundByConditionalExpectation(form, xHat, decodingMu(form)).x, roundByThreshold(form, xHat)];
        const columns = indexColumns(form);
        const repairs = Array.from({ length: 8 }, (_, variant) => starts.map((start) => repairGreedily(form, columns, start, variant)))
          .flat();
        const feasible = repairs.filter((repair) => repair.feasible).map(({ x }) => objectiveOf(form, maskOf(x)));
        const solution = decode(form, 'greedy-repair', xHat, options);
        expect(solution.feasible).toBe(feasible.length > 0);
        if (feasible.length > 0) expect(form.objectiveSign * solution.objective).toBeCloseTo(Math.min(...feasible), 9);
        else if (repairs.every(({ work }) => work < 10_000))
          expect(solution.violation).toBeCloseTo(Math.min(...repairs.map(({ x }) => violationOf(form, maskOf(x)))), 9);
        if (new Set(feasible).size > 1) differed++;
      }),
      { numRuns: 150, seed: 64 },
    );
    expect(differed).toBeGreaterThan(5);
  });

  test('takes four times the largest price for μ where none is given, and the given one where it is', () => {
    // A cover of one: at the price of 3 the loss of leaving it uncovered is 4·3·½ at first.
    const form = denseForm([3], [[-1]], [-1]);
    const at = Float64Array.of(0.4);
    expect([...decode(form, 'conditional-expectation', at, options).x]).toEqual([1]);
    expect([...decode(form, 'conditional-expectation', at, { ...options, mu: 2.9 }).x]).toEqual([0]);
    expect([...decode(form, 'conditional-expectation', at, { ...options, mu: 3.1 }).x]).toEqual([1]);
    expect([...decode(form, 'greedy-repair', at, { ...options, mu: 0 }).x]).toEqual([1]);
  });

  test('measures its seconds on the clock, never below 0', () => {
    const clock = (...readings: number[]): (() => number) => () => readings.shift() ?? 0;
    const form = denseForm([1], [], []);
    expect(decode(form, 'threshold', Float64Array.of(1), { ...options, now: clock(2, 5) }).seconds).toBe(3);
    expect(decode(form, 'threshold', Float64Array.of(1), { ...options, now: clock(5, 2) }).seconds).toBe(0);
  });
});
