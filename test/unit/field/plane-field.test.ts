import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedField, FIELD_SCHEMES } from '../../../src-science/field/field-scheme.ts';
import { fieldGrid, lossGrid } from '../../../src-science/field/field-grid.ts';
import { flowLine } from '../../../src-science/field/flow-line.ts';
import {
  curl,
  firstComponent,
  planeJacobian,
  programField,
  programLosses,
  secondComponent,
  toyField,
  toyLosses,
} from '../../../src-science/field/plane-field.ts';
import { tensorValue } from '../../../src-science/field/tensor-function.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import type { ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { enumerate, formOf, randomForm, randomMarginals } from '../relaxation/enumeration.ts';

function planOf(form: ReturnType<typeof formOf>): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

/** S26's toys: a₁ ≥ a₂ > 0, a₁ ≤ b < a₁ + a₂; random reals stay clear of the tie b = a₁, which decimals may meet. */
const toys = fc
  .record({
    a1: fc.double({ min: 0.2, max: 3, noNaN: true }),
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
    place: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  })
  .map(({ a1, share, place }) => ({ a1, a2: a1 * share, b: a1 + a1 * share * place }));
const TIED = { a1: 0.2, a2: 0.01, b: 0.2 };
const inner = fc.double({ min: 0.02, max: 0.98, noNaN: true });

const TOY = { a1: 1, a2: 0.8, b: 1.1 };

describe('the field of the 2-D toy', () => {
  it.each(FIELD_SCHEMES)('%s: the closed form is what the exact recursions give for the same row', (scheme) => {
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: toys }, fc.constant(TIED)), inner, inner, (toy, x1, x2) => {
        const plan = planOf(formOf(2, [{ a: [toy.a1, toy.a2], b: toy.b }]));
        const closed = toyField(toy, scheme);
        const field = new Float64Array(2);
        expectedField(plan, scheme, Float64Array.of(x1, x2), field);
        expect(firstComponent(closed, x1, x2)).toBeCloseTo(field[0]!, 10);
        expect(secondComponent(closed, x1, x2)).toBeCloseTo(field[1]!, 10);
        const fitted = programField(plan, scheme, { first: 0, second: 1, xHat: Float64Array.of(0.5, 0.5) });
        expect(curl(closed, x1, x2)).toBeCloseTo(curl(fitted, x1, x2), 9);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('has the losses of their definitions', () => {
    const losses = toyLosses(TOY);
    const plan = planOf(formOf(2, [{ a: [TOY.a1, TOY.a2], b: TOY.b }]));
    for (const [x1, x2] of [[0.3, 0.6], [0, 1], [1, 1], [0.5, 0.5]] as const) {
      expect(tensorValue(losses.penalty, x1, x2)).toBeCloseTo(plan.penalty(Float64Array.of(x1, x2)), 13);
      expect(tensorValue(losses.surrogate, x1, x2)).toBeCloseTo(plan.surrogate(Float64Array.of(x1, x2)), 13);
    }
  });

  it('weighs the penalty by μ and adds the cost', () => {
    const plain = toyField(TOY, 'surrogate-interchange');
    const weighed = toyField(TOY, 'surrogate-interchange', { mu: 3, cost: [-1, 2] });
    expect(firstComponent(weighed, 0.3, 0.6)).toBeCloseTo(3 * firstComponent(plain, 0.3, 0.6) - 1, 14);
    expect(secondComponent(weighed, 0.3, 0.6)).toBeCloseTo(3 * secondComponent(plain, 0.3, 0.6) + 2, 14);
    expect(curl(weighed, 0.3, 0.6)).toBeCloseTo(3 * curl(plain, 0.3, 0.6), 14);
  });

  it.each([
    { a1: 1, a2: 1.1, b: 1.5 },
    { a1: 1, a2: 0.5, b: 0.9 },
    { a1: 1, a2: 0.5, b: 1.5 },
    { a1: 1, a2: 0, b: 1 },
    { a1: Number.NaN, a2: 1, b: 1 },
  ])('refuses %o, which is no toy', (toy) => {
    expect(() => toyField(toy, 'true-penalty')).toThrow(/The toy needs/);
    expect(() => toyLosses(toy)).toThrow(/The toy needs/);
  });
});

describe('the field in a plane of a program', () => {
  it('is the enumerated expectation everywhere in the plane, for rows of every kind', () => {
    for (let seed = 0; seed < 12; seed++) {
      const form = randomForm(6, 5, 100 + seed);
      const plan = planOf(form);
      const xHat = randomMarginals(6, seed, seed % 2 === 1);
      const plane = { first: seed % 6, second: (seed + 1 + (seed % 4)) % 6, xHat };
      const interchange = programField(plan, 'surrogate-interchange', plane);
      const truth = programField(plan, 'true-penalty', plane);
      const losses = programLosses(plan, plane);
      for (const [x1, x2] of [[0.13, 0.71], [0.5, 0.04], [0.97, 0.5]] as const) {
        const at = xHat.slice();
        at[plane.first] = x1;
        at[plane.second] = x2;
        const expected = enumerate(form, at);
        expect(firstComponent(interchange, x1, x2)).toBeCloseTo(expected.interchange[plane.first]!, 9);
        expect(secondComponent(interchange, x1, x2)).toBeCloseTo(expected.interchange[plane.second]!, 9);
        expect(firstComponent(truth, x1, x2)).toBeCloseTo(expected.penaltyGradient[plane.first]!, 9);
        expect(secondComponent(truth, x1, x2)).toBeCloseTo(expected.penaltyGradient[plane.second]!, 9);
        expect(tensorValue(losses.penalty, x1, x2)).toBeCloseTo(expected.penalty, 9);
        expect(tensorValue(losses.surrogate, x1, x2)).toBeCloseTo(expected.surrogate, 9);
      }
    }
  });

  it.each(FIELD_SCHEMES)('%s: curl and Jacobian are difference quotients of the field', (scheme) => {
    const plan = planOf(randomForm(6, 6, 7, ['integer', 'real']));
    const field = programField(plan, scheme, { first: 1, second: 3, xHat: randomMarginals(6, 8, false) });
    const h = 1e-5;
    for (const [x, y] of [[0.2, 0.6], [0.55, 0.35], [0.8, 0.9]] as const) {
      const across = (f: typeof firstComponent): number => (f(field, x + h, y) - f(field, x - h, y)) / (2 * h);
      const along = (f: typeof firstComponent): number => (f(field, x, y + h) - f(field, x, y - h)) / (2 * h);
      const expected = [across(firstComponent), along(firstComponent), across(secondComponent), along(secondComponent)];
      planeJacobian(field, x, y).forEach((entry, n) => expect(Math.abs(entry - expected[n]!)).toBeLessThan(1e-6 * (1 + Math.abs(entry))));
      expect(Math.abs(curl(field, x, y) - (expected[2]! - expected[1]!))).toBeLessThan(1e-6 * (1 + Math.abs(expected[2]!)));
    }
  });

  it('does not read the marginals of its own coordinates, nor change those it is given', () => {
    const plan = planOf(randomForm(5, 4, 3));
    const xHat = randomMarginals(5, 4, false);
    const elsewhere = xHat.slice();
    elsewhere[0] = 0.999;
    elsewhere[2] = 0.001;
    const kept = elsewhere.slice();
    const one = programField(plan, 'surrogate-corrected', { first: 0, second: 2, xHat });
    const other = programField(plan, 'surrogate-corrected', { first: 0, second: 2, xHat: elsewhere });
    expect(firstComponent(one, 0.4, 0.3)).toBeCloseTo(firstComponent(other, 0.4, 0.3), 12);
    expect(elsewhere).toEqual(kept);
  });

  it.each([
    [{ first: 0, second: 0 }, 4, /two different coordinates/],
    [{ first: 0, second: 4 }, 4, /no coordinate 4/],
    [{ first: -1, second: 1 }, 4, /no coordinate -1/],
    [{ first: 0, second: 1 }, 3, /xHat has 3 entries/],
  ])('refuses coordinates %o with %d marginals', (coordinates, length, message) => {
    const plan = planOf(randomForm(4, 3, 1));
    expect(() => programField(plan, 'true-penalty', { ...coordinates, xHat: new Float64Array(length).fill(0.5) })).toThrow(message);
  });

  it('refuses marginals outside [0, 1]', () => {
    const plan = planOf(randomForm(3, 3, 1));
    expect(() => programLosses(plan, { first: 0, second: 1, xHat: Float64Array.of(0.5, 0.5, 1.5) })).toThrow(/xHat\[2\] is 1.5/);
    expect(() => programLosses(plan, { first: 0, second: 1, xHat: Float64Array.of(0.5, 0.5, Number.NaN) })).toThrow(/xHat\[2\] is NaN/);
  });
});

describe('a field on a grid', () => {
  it.each(FIELD_SCHEMES)('%s: has at every cell center what the field has there', (scheme) => {
    const field = toyField(TOY, scheme, { mu: 2, cost: [0.1, -0.3] });
    const rectangle = { x1: [0.1, 0.7], x2: [0.2, 1] } as const;
    const grid = fieldGrid(field, { columns: 7, rows: 5, rectangle });
    expect(grid.x1[0]).toBeCloseTo(0.1 + 0.6 / 14, 14);
    expect(grid.x2[4]).toBeCloseTo(1 - 0.8 / 10, 14);
    for (let r = 0; r < 5; r++) {
      for (let c = 0; c < 7; c++) {
        const [x, y] = [grid.x1[c]!, grid.x2[r]!];
        expect(grid.g1[r * 7 + c]).toBeCloseTo(firstComponent(field, x, y), 12);
        expect(grid.g2[r * 7 + c]).toBeCloseTo(secondComponent(field, x, y), 12);
        expect(grid.curl[r * 7 + c]).toBeCloseTo(curl(field, x, y), 12);
      }
    }
  });

  it('of losses has what the losses have there', () => {
    const losses = toyLosses(TOY);
    const grid = lossGrid(losses, { columns: 3, rows: 4 });
    for (let r = 0; r < 4; r++) {
      for (let c = 0; c < 3; c++) {
        expect(grid.penalty[r * 3 + c]).toBeCloseTo(tensorValue(losses.penalty, grid.x1[c]!, grid.x2[r]!), 14);
        expect(grid.surrogate[r * 3 + c]).toBeCloseTo(tensorValue(losses.surrogate, grid.x1[c]!, grid.x2[r]!), 14);
      }
    }
  });

  it.each([
    [{ columns: 0, rows: 3 }, /at least one column/],
    [{ columns: 3, rows: 1.5 }, /at least one column/],
    [{ columns: 3, rows: 3, rectangle: { x1: [0.5, 0.5], x2: [0, 1] } as const }, /A side runs/],
    [{ columns: 3, rows: 3, rectangle: { x1: [0, 1], x2: [0, 1.1] } as const }, /A side runs/],
  ])('refuses %o', (spec, message) => {
    expect(() => fieldGrid(toyField(TOY, 'true-penalty'), spec)).toThrow(message);
    expect(() => lossGrid(toyLosses(TOY), spec)).toThrow(message);
  });
});

describe('flow lines', () => {
  it('of the true gradient go down the true loss to its minimizers, along the hyperbola it conserves', () => {
    const losses = toyLosses(TOY);
    const line = flowLine(toyField(TOY, 'true-penalty'), { start: [0.8, 0.7] });
    for (let n = 1; n < line.x1.length; n++) {
      expect(tensorValue(losses.penalty, line.x1[n]!, line.x2[n]!))
        .toBeLessThanOrEqual(tensorValue(losses.penalty, line.x1[n - 1]!, line.x2[n - 1]!));
    }
    // dx̂₁/dt = −x̂₂ and dx̂₂/dt = −x̂₁ up to a factor: x̂₁² − x̂₂² stays what it was, until x̂₂ is 0.
    const inside = line.x2.findIndex((y) => y < 0.05);
    expect(line.x1[inside]! ** 2 - line.x2[inside]! ** 2).toBeCloseTo(0.64 - 0.49, 6);
    expect(line.x2.at(-1)).toBe(0);
  });

  it('of the interchange field end on the edges where it rests', () => {
    const line = flowLine(toyField(TOY, 'surrogate-interchange'), { start: [0.8, 0.7] });
    expect(line.ended).toBe('at-rest');
    expect(line.x1.at(-1)! * line.x2.at(-1)!).toBe(0);
  });

  it('have the length asked for, unless they come to rest', () => {
    const still = flowLine(toyField(TOY, 'naive-pathwise'), { start: [0.4, 0.4] });
    expect(still).toEqual({ x1: Float64Array.of(0.4), x2: Float64Array.of(0.4), ended: 'at-rest' });
    const pushed = flowLine(toyField(TOY, 'naive-pathwise', { cost: [1, 0] }), { start: [0.4, 0.4], step: 0.1, length: 0.2 });
    expect(pushed.ended).toBe('at-length');
    expect(pushed.x1.at(-1)).toBeCloseTo(0.2, 14);
    expect(Array.from(pushed.x2)).toEqual([0.4, 0.4, 0.4]);
    const slid = flowLine(toyField(TOY, 'naive-pathwise', { cost: [1, 1] }), { start: [0, 0.3], step: 0.05 });
    expect(slid.ended).toBe('at-rest');
    expect([slid.x1.at(-1), slid.x2.at(-1)]).toEqual([0, 0]);
    const upper = flowLine(toyField(TOY, 'naive-pathwise', { cost: [-1, 1] }), { start: [1, 0.3], step: 0.05 });
    expect([upper.ended, upper.x1.at(-1), upper.x2.at(-1)]).toEqual(['at-rest', 1, 0]);
    const top = flowLine(toyField(TOY, 'naive-pathwise', { cost: [-1, -1] }), { start: [0.8, 1], step: 0.05 });
    expect([top.ended, top.x1.at(-1), top.x2.at(-1)]).toEqual(['at-rest', 1, 1]);
  });

  it.each([
    [{ start: [1.1, 0] as const }, /starts in the unit square/],
    [{ start: [0, Number.NaN] as const }, /starts in the unit square/],
    [{ start: [0, 0] as const, step: 0 }, /cannot have steps/],
    [{ start: [0, 0] as const, step: 2, length: 1 }, /cannot have steps/],
  ])('refuse %o', (spec, message) => {
    expect(() => flowLine(toyField(TOY, 'true-penalty'), spec)).toThrow(message);
  });
});
