import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisivenessOrder, roundByConditionalExpectation } from '../../../src-science/decoding/conditional-expectation.ts';
import { createResidualExpectation } from '../../../src-science/decoding/residual-expectation.ts';
import { denseForm, enumeratedLoss, enumeratedPenalty, formAndMarginals } from '../descent/small-program.ts';

const scaleOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + Math.abs(v), 1);

describe('the residual expectation', () => {
  test('is the enumerated penalty before anything is decided and after every decision', () => {
    fc.assert(
      fc.property(formAndMarginals, fc.integer({ min: 0, max: 127 }), ({ form, xHat }, bits) => {
        const order = decisivenessOrder(form, xHat);
        const residual = createResidualExpectation(form, order, xHat);
        const scale = scaleOf(form.value) + scaleOf(form.rhs);
        expect(residual.roundedRows).toBe(0);
        expect(residual.errorBound).toBe(0);
        expect(Math.abs(residual.initial - enumeratedPenalty(form, xHat))).toBeLessThan(1e-12 * scale);
        const now = xHat.slice();
        for (const j of order) {
          now[j] = 1;
          const one = enumeratedPenalty(form, now);
          now[j] = 0;
          const zero = enumeratedPenalty(form, now);
          expect(Math.abs(residual.difference(j) - (one - zero))).toBeLessThan(1e-12 * scale);
          const value = ((bits >> j) & 1) === 1 ? 1 : 0;
          now[j] = value;
          residual.decide(j, value);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test('brackets the enumerated penalty by its own error bound when the budget forces a grid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 4, noNaN: true }), { minLength: 14, maxLength: 14 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        (weights, xHat, share) => {
          const total = weights.reduce((sum, w) => sum + w, 0);
          const form = denseForm(weights.map(() => 0), [weights], [share * total]);
          const residual = createResidualExpectation(form, decisivenessOrder(form, Float64Array.from(xHat)), Float64Array.from(xHat), 2000);
          expect(residual.roundedRows).toBe(1);
          expect(residual.errorBound).toBeGreaterThan(0);
          const truth = enumeratedPenalty(form, xHat);
          expect(Math.abs(residual.initial - truth)).toBeLessThanOrEqual(residual.errorBound + 1e-12 * total);
        },
      ),
      { numRuns: 25, seed: 2 },
    );
  });
});

describe('rounding by conditional expectation', () => {
  test('never increases the enumerated loss, and knows the loss it ends at', () => {
    fc.assert(
      fc.property(formAndMarginals, fc.double({ min: 0, max: 20, noNaN: true }), ({ form, xHat }, mu) => {
        const rounding = roundByConditionalExpectation(form, xHat, mu);
        const before = enumeratedLoss(form, xHat, mu);
        const after = enumeratedLoss(form, rounding.x, mu);
        const tolerance = 1e-11 * (1 + mu) * (scaleOf(form.value) + scaleOf(form.rhs) + scaleOf(form.objective));
        expect(after).toBeLessThanOrEqual(before + tolerance);
        expect(Math.abs(rounding.lossBefore - before)).toBeLessThan(tolerance);
        expect(Math.abs(rounding.lossAfter - after)).toBeLessThan(tolerance);
        for (let j = 0; j < form.variableCount; j++) {
          if ((form.fixed[j] ?? -1) >= 0) expect(rounding.x[j]).toBe(form.fixed[j]);
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  test('settles the most decided marginals first and ties by index', () => {
    const form = denseForm([1, 1, 1, 1, 1], [], [], { fixed: [-1, -1, 1, -1, -1] });
    expect([...decisivenessOrder(form, Float64Array.of(0.5, 0.9, 0.99, 0.1, 0.05))]).toEqual([4, 1, 3, 0]);
  });

  test('keeps a cover feasible that a threshold would break', () => {
    const form = denseForm([1, 1, 1], [[-1, -1, -1]], [-1]);
    const { x } = roundByConditionalExpectation(form, Float64Array.of(0.4, 0.4, 0.4), 5);
    expect([...x].reduce((sum, v) => sum + v, 0)).toBe(1);
  });

  test('leaves a coordinate that matters to nothing at its threshold', () => {
    const form = denseForm([0, 0], [], []);
    expect([...roundByConditionalExpectation(form, Float64Array.of(0.7, 0.3), 1).x]).toEqual([1, 0]);
  });
});
