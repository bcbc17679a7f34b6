/**
 * Rows with both sides against the normal form they are from, by enumeration; sweeps against what they are known by: at
 * rest no row misses a bound and none with a price is slack, by expectations of plain arithmetic, which is the maximum
 * of a concave function; and the bound they prove is below the optimum, and at it where the relaxation is integral.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guideOfMultipliers } from '../../../src-science/multipliers/sequential.ts';
import { pricesOfRows } from '../../../src-science/multipliers/row-prices.ts';
import { costTemperatures, createRowSweeps } from '../../../src-science/multipliers/row-sweeps.ts';
import { normalMultipliers, twoSidedMultipliers, twoSidedRows } from '../../../src-science/multipliers/two-sided-rows.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { anyAssignment, anyProgram, dot, formOf, keeps, optimum, vectors } from './programs.ts';
import type { Small } from './programs.ts';

const seed = 814;

/** min over x ∈ {0,1}ᵈ with the fixings of cᵀx + yᵀ(Ax − b), by enumeration. */
function lagrangian(p: Small, form: NormalForm, y: Float64Array): number {
  const { bound, price } = guideOfMultipliers(form, y, new Float64Array(form.variableCount));
  return bound + Math.min(...vectors(p).map((x) => dot([...(price ?? [])], x)));
}

describe('rows with both sides', () => {
  test('are kept by exactly the vectors that keep the normal rows', () => {
    fc.assert(
      fc.property(anyProgram, (p) => {
        const { rowCount, start, column, value, lower, upper, tolerance } = twoSidedRows(formOf(p));
        for (const x of vectors(p)) {
          let kept = true;
          for (let i = 0; i < rowCount; i++) {
            let sum = 0;
            for (let k = start[i] ?? 0; k < (start[i + 1] ?? 0); k++) sum += (value[k] ?? 0) * (x[column[k] ?? 0] ?? 0);
            kept &&= sum <= (upper[i] ?? 0) + (tolerance[i] ?? 0) && sum >= (lower[i] ?? 0) - (tolerance[i] ?? 0);
          }
          // A row without a free variable is left out, kept or not.
          const judged = p.rows.filter(({ weights }) => weights.some((a, j) => a !== 0 && (p.fixed[j] ?? 0) < 0));
          expect(kept).toBe(keeps({ rows: judged }, x));
        }
      }),
      { numRuns: 400, seed },
    );
  });

  test('multipliers of normal rows and of two-sided ones are the same numbers', () => {
    fc.assert(
      fc.property(anyProgram, fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 }), (p, wanted) => {
        const form = formOf(p);
        const rows = twoSidedRows(form);
        // A price needs its side.
        const two = Float64Array.from({ length: rows.rowCount }, (_, i) => {
          const price = wanted[i] ?? 0;
          return ((price > 0 && (rows.upperRow[i] ?? 0) >= 0) || (price < 0 && (rows.lowerRow[i] ?? 0) >= 0) ? price : 0) *
            (rows.scale[i] ?? 1);
        });
        const y = normalMultipliers(form, rows, two);
        expect(y.every((price) => price >= 0)).toBe(true);
        const back = twoSidedMultipliers(rows, y);
        back.forEach((price, i) => expect(price).toBeCloseTo(two[i] ?? Number.NaN, 12));
      }),
      { numRuns: 300, seed },
    );
  });

  test('prices are shown by the user’s rows, above 0 for an upper bound and below 0 for a lower one, largest first', () => {
    const p: Small = {
      objective: [1, 1],
      fixed: [-1, -1],
      rows: [{ weights: [1, 1], lower: 1, upper: 1 }, { weights: [1, 0], lower: -Infinity, upper: 0 }, {
        weights: [0, 1],
        lower: 1,
        upper: Infinity,
      }],
    };
    const prices = pricesOfRows(formOf(p), Float64Array.of(0, 3, 2, 7), ['sum', 'first', 'second']);
    expect([...prices.values]).toEqual([-3, 2, -7]);
    expect(prices.largest).toEqual([{ row: 'second', value: -7 }, { row: 'sum', value: -3 }, { row: 'first', value: 2 }]);
  });
});

describe('sweeps over the rows', () => {
  test('come to rest where no row misses a bound in expectation and none with a price is slack', () => {
    let rested = 0;
    fc.assert(
      fc.property(anyProgram, fc.constantFrom(0.5, 2, 10), (p, T) => {
        // Strictly inside all rows there is a point only where some vector keeps them: else prices grow without end.
        fc.pre(p.rows.every(({ lower, upper }) => upper > lower) && optimum(p) < Infinity);
        const form = formOf(p);
        const rows = twoSidedRows(form);
        const sweeps = createRowSweeps(rows, form.objective);
        for (let n = 0; n < 400; n++) sweeps.sweep(T);
        if (sweeps.multipliers.some((y) => Math.abs(y) > 200 * T)) return;
        rested++;
        const x = p.objective.map((c, j) => {
          const y = normalMultipliers(form, rows, sweeps.multipliers);
          const r = c +
            p.rows.reduce(
              (sum, { weights }, i) =>
                sum + y.reduce((own, price, k) =>
                    own + (form.sourceRow[k] === i ? (form.sourceSign[k] ?? 0) * price : 0), 0) * (weights[j] ?? 0),
              0,
            );
          return (p.fixed[j] ?? -1) >= 0 ? (p.fixed[j] ?? 0) : 1 / (1 + Math.exp(r / T));
        });
        const prices = pricesOfRows(form, normalMultipliers(form, rows, sweeps.multipliers), p.rows.map((_, i) => `r${i}`)).values;
        p.rows.forEach(({ weights, lower, upper }, i) => {
          if (weights.every((a, j) => a === 0 || (p.fixed[j] ?? -1) >= 0)) return;
          const mean = dot(weights, x);
          const allowed = 5e-3 * Math.max(...weights.map(Math.abs));
          expect(mean).toBeLessThan(upper + allowed);
          expect(mean).toBeGreaterThan(lower - allowed);
          if ((prices[i] ?? 0) > 1e-9) expect(Math.abs(mean - upper)).toBeLessThan(allowed);
          if ((prices[i] ?? 0) < -1e-9) expect(Math.abs(mean - lower)).toBeLessThan(allowed);
        });
      }),
      { numRuns: 300, seed },
    );
    expect(rested).toBeGreaterThan(200);
  });

  test('prove no more than is true, at any temperature and after any number of sweeps', () => {
    fc.assert(
      fc.property(anyProgram, fc.constantFrom(0.01, 0.3, 4), fc.integer({ min: 1, max: 30 }), (p, T, count) => {
        const form = formOf(p);
        const rows = twoSidedRows(form);
        const sweeps = createRowSweeps(rows, form.objective);
        for (let n = 0; n < count; n++) sweeps.sweep(T);
        const y = normalMultipliers(form, rows, sweeps.multipliers);
        expect(y.every((price) => price >= 0)).toBe(true);
        const least = optimum(p);
        expect(lagrangian(p, form, y)).toBeLessThanOrEqual(least + 1e-9 * (1 + Math.abs(least)));
      }),
      { numRuns: 1000, seed },
    );
  });

  test('reach the optimum of assignments as the temperature falls, whose relaxation is integral', () => {
    fc.assert(
      fc.property(anyAssignment(3), (p) => {
        const form = formOf(p);
        const rows = twoSidedRows(form);
        const sweeps = createRowSweeps(rows, form.objective);
        const { first, last } = costTemperatures(form.objective, form.fixed);
        for (let t = 0; t < 60; t++) sweeps.settle(first * (last / first) ** (t / 59), 200);
        const least = optimum(p);
        const bound = lagrangian(p, form, normalMultipliers(form, rows, sweeps.multipliers));
        expect(bound).toBeLessThanOrEqual(least + 1e-9);
        expect(bound).toBeGreaterThan(least - 0.02 * least);
      }),
      { numRuns: 100, seed },
    );
  });
});
