import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisivenessOrder, roundByConditionalExpectation, roundWell } from '../../../src-science/decoding/conditional-expectation.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { decodingMu } from '../../../src-science/decoding/price-scale.ts';
import { createResidualExpectation } from '../../../src-science/decoding/residual-expectation.ts';
import { roundByThreshold } from '../../../src-science/decoding/threshold.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createRandomStream, positionStream, uniform } from '../../../src-science/random/bit-planes.ts';
import { denseForm, enumeratedLoss, enumeratedPenalty, formAndMarginals } from '../descent/small-program.ts';

const scaleOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, v) => sum + Math.abs(v), 1);

describe('the residual expectation', () => {
  test('is the enumerated penalty before anything is decided and after every decision', () => {
    fc.assert(
      fc.property(formAndMarginals, fc.integer({ min: 0, max: 127 }), ({ form, xHat }, bits) => {
        const order = decisivenessOrder(form, xHat);
        const residual = createResidualExpectation(form, order, xHat);
        const scale = scaleOf(form.value) + scaleOf(form.rhs);
        expect(residual.approximateRows).toHaveLength(0);
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

  test('is within its own error bound of the enumerated penalty when the budget forces an approximation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 4, noNaN: true }), { minLength: 14, maxLength: 14 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        (weights, xHat, share) => {
          const total = weights.reduce((sum, w) => sum + w, 0);
          const form = denseForm(weights.map(() => 0), [weights], [share * total]);
          const residual = createResidualExpectation(form, decisivenessOrder(form, Float64Array.from(xHat)), Float64Array.from(xHat), 2000);
          expect([...residual.approximateRows]).toEqual([0]);
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
        expect(Math.abs(rounding.loss - after)).toBeLessThan(tolerance);
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

describe('the chosen rounding', () => {
  test('is never worse than the threshold, carries its own loss and says which it is', () => {
    const kept = { 'conditional-expectation': 0, threshold: 0 };
    // Small covers: now and then all that is above ½ is a better cover than what was settled one by one.
    const covers = fc.tuple(fc.nat(10_000), fc.array(fc.integer({ min: 1, max: 99 }).map((v) => v / 100), { minLength: 10, maxLength: 10 }))
      .map(([seed, at]) => ({
        form: normalForm(generate('set-cover', { rows: 8, columns: 10, density: 0.3, maxCost: 9 }, seed)),
        xHat: Float64Array.from(at),
      }));
    fc.assert(
      fc.property(fc.oneof(formAndMarginals, covers), fc.constantFrom(0, 0.5, 3, 20, 36), ({ form, xHat }, mu) => {
        const chosen = roundWell(form, xHat, mu);
        const tolerance = 1e-11 * (1 + mu) * (scaleOf(form.value) + scaleOf(form.rhs) + scaleOf(form.objective));
        expect(Math.abs(chosen.loss - enumeratedLoss(form, chosen.x, mu))).toBeLessThan(tolerance);
        expect(chosen.loss).toBeLessThanOrEqual(enumeratedLoss(form, roundByThreshold(form, xHat), mu) + tolerance);
        const rounded = chosen.kept === 'threshold' ? roundByThreshold(form, xHat) : roundByConditionalExpectation(form, xHat, mu).x;
        expect([...chosen.x]).toEqual([...rounded]);
        kept[chosen.kept]++;
      }),
      { numRuns: 600, seed: 4 },
    );
    expect(Math.min(kept.threshold, kept['conditional-expectation'])).toBeGreaterThan(1);
  });

  /** Knapsacks of many large whole weights that share all variables: no exact table fits. */
  function longRows(seed: number, d: number, m: number): NormalForm {
    const words = createRandomStream();
    positionStream(words, seed, 9, 0);
    const draw = (j: number, most: number): number => 1 + Math.floor(most * uniform(words, 0, j));
    const rows = Array.from({ length: m }, (_, i) => Array.from({ length: d }, (_, j) => draw(i * d + j, 100_000)));
    return denseForm(
      Array.from({ length: d }, (_, j) => -draw(m * d + j, 1000)),
      rows,
      rows.map((row) => Math.floor(0.3 * row.reduce((sum, a) => sum + a, 0))),
    );
  }

  test.each([1, 2, 3])('of five rows of 2000 whole weights goes down from x̂, and names the rows (seed %i)', (seed) => {
    const form = longRows(seed, 2000, 5);
    const words = createRandomStream();
    positionStream(words, seed, 10, 0);
    const xHat = Float64Array.from({ length: 2000 }, (_, j) => uniform(words, 0, j));
    const rounding = roundByConditionalExpectation(form, xHat, decodingMu(form));
    expect(rounding.loss).toBeLessThan(rounding.lossBefore);
    expect([...rounding.approximateRows]).toEqual([0, 1, 2, 3, 4]);
    const solution = decode(form, 'conditional-expectation', xHat, { mu: null, samples: 1, seed: 1, now: () => 0 });
    const plain = decode(form, 'threshold', xHat, { mu: null, samples: 1, seed: 1, now: () => 0 });
    expect(solution.rounding).toMatchObject({ approximateRows: [0, 1, 2, 3, 4], kept: 'conditional-expectation', mu: decodingMu(form) });
    expect(solution.rounding?.loss).toBe(solution.objective + decodingMu(form) * solution.violation);
    expect(solution.rounding?.loss).toBeLessThan(plain.objective + decodingMu(form) * plain.violation);
    expect(solution.feasible).toBe(true);
  });

  test('names each row of the user’s once, though an equality has two of the normal form', () => {
    const row = Array.from({ length: 40 }, (_, j) => Math.sqrt(j + 2));
    const half = row.reduce((sum, a) => sum + a, 0) / 2;
    const bare = denseForm(row.map(() => 1), [row, row.map((a) => -a), row.map(() => -1)], [half, -half, -1]);
    const form = { ...bare, sourceRow: Int32Array.of(4, 4, 7), sourceSign: Int8Array.of(1, -1, -1) };
    const solution = decode(form, 'conditional-expectation', new Float64Array(40).fill(0.5), { mu: 3, samples: 1, seed: 1, now: () => 0 });
    expect(solution.rounding?.approximateRows).toEqual([4]);
  });
});
