import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circulation, curlIntegral } from '../../../src-science/field/circulation.ts';
import type { Rectangle } from '../../../src-science/field/field-grid.ts';
import { expectedField, FIELD_SCHEMES } from '../../../src-science/field/field-scheme.ts';
import type { FieldScheme } from '../../../src-science/gradients/scheme.ts';
import { asymmetry, fieldJacobian } from '../../../src-science/field/jacobian.ts';
import { programField, toyField } from '../../../src-science/field/plane-field.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import type { ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { f1 } from '../../../src-science/relaxation/one-variable.ts';
import { randomForm, randomMarginals } from '../relaxation/enumeration.ts';

function planOf(form: ReturnType<typeof randomForm>): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

const side = fc
  .tuple(fc.double({ min: 0.02, max: 0.98, noNaN: true }), fc.double({ min: 0.02, max: 0.98, noNaN: true }))
  .filter(([p, q]) => Math.abs(p - q) > 0.01)
  .map(([p, q]): readonly [number, number] => [Math.min(p, q), Math.max(p, q)]);
const rectangles: fc.Arbitrary<Rectangle> = fc.record({ x1: side, x2: side });
const toys = fc
  .record({
    a1: fc.double({ min: 0.2, max: 3, noNaN: true }),
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
    place: fc.double({ min: 0, max: 0.99, noNaN: true }),
  })
  .map(({ a1, share, place }) => ({ a1, a2: a1 * share, b: a1 + a1 * share * place }));

const GRADIENTS: readonly FieldScheme[] = ['true-penalty', 'score-function', 'surrogate-corrected', 'naive-pathwise'];

describe('Stokes’ theorem', () => {
  it.each(FIELD_SCHEMES)('%s: circulation is the integral of the curl, for random toys and rectangles', (scheme) => {
    fc.assert(
      fc.property(toys, rectangles, (toy, rectangle) => {
        const field = toyField(toy, scheme);
        const round = circulation(field, rectangle);
        expect(Math.abs(round - curlIntegral(field, rectangle))).toBeLessThan(1e-9 * toy.a1);
        if (GRADIENTS.includes(scheme)) expect(Math.abs(round)).toBeLessThan(1e-12 * toy.a1);
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('gives the toy’s circulation in closed form through the antiderivative f₁ + x̂/2', () => {
    fc.assert(
      fc.property(toys, rectangles, ({ a1, a2, b }, rectangle) => {
        const rise = ([low, high]: readonly [number, number]): number => f1(high) + high / 2 - f1(low) - low / 2;
        const { x1, x2 } = rectangle;
        const closed = a1 * rise(x1) * (x2[0] - x2[1]) + a2 * rise(x2) * (x1[1] - x1[0]);
        expect(Math.abs(circulation(toyField({ a1, a2, b }, 'surrogate-interchange'), rectangle) - closed)).toBeLessThan(1e-9 * a1);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it.each(FIELD_SCHEMES)('%s: holds in planes of random programs', (scheme) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), rectangles, (seed, rectangle) => {
        const plan = planOf(randomForm(5, 5, seed));
        const field = programField(plan, scheme, { first: seed % 5, second: (seed + 2) % 5, xHat: randomMarginals(5, seed + 1, true) });
        const round = circulation(field, rectangle);
        expect(Math.abs(round - curlIntegral(field, rectangle))).toBeLessThan(1e-8);
        if (GRADIENTS.includes(scheme)) expect(Math.abs(round)).toBeLessThan(1e-10);
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it('turns with the orientation: two halves add up to the whole', () => {
    const field = toyField({ a1: 1, a2: 0.8, b: 1.1 }, 'surrogate-interchange');
    const whole = circulation(field, { x1: [0.2, 0.8], x2: [0.1, 0.5] });
    const halves = circulation(field, { x1: [0.2, 0.6], x2: [0.1, 0.5] }) + circulation(field, { x1: [0.6, 0.8], x2: [0.1, 0.5] });
    expect(whole).toBeCloseTo(halves, 12);
    expect(whole).toBeLessThan(-0.01);
  });

  it('refuses what is no rectangle', () => {
    const field = toyField({ a1: 1, a2: 0.8, b: 1.1 }, 'true-penalty');
    for (
      const rectangle of [{ x1: [0.5, 0.2], x2: [0, 1] }, { x1: [-0.1, 0.2], x2: [0, 1] }, { x1: [0, 1], x2: [0, Number.NaN] }] as const
    ) {
      expect(() => circulation(field, rectangle)).toThrow(/A side runs/);
      expect(() => curlIntegral(field, rectangle)).toThrow(/A side runs/);
    }
  });
});

describe('Jacobians of expected fields', () => {
  it.each(FIELD_SCHEMES)('%s: are difference quotients of the field', (scheme) => {
    for (const seed of [1, 2, 3]) {
      const plan = planOf(randomForm(6, 6, seed));
      const xHat = randomMarginals(6, 10 + seed, false).map((x) => Math.min(0.95, Math.max(0.05, x)));
      const jacobian = fieldJacobian(plan, scheme, xHat);
      const h = 1e-5;
      for (let k = 0; k < 6; k++) {
        const [above, below] = [new Float64Array(6), new Float64Array(6)];
        const at = xHat.slice();
        at[k] = xHat[k]! + h;
        expectedField(plan, scheme, at, above);
        at[k] = xHat[k]! - h;
        expectedField(plan, scheme, at, below);
        for (let j = 0; j < 6; j++) {
          const slope = (above[j]! - below[j]!) / (2 * h);
          expect(Math.abs(jacobian[j * 6 + k]! - slope)).toBeLessThan(2e-5 * (1 + Math.abs(slope)));
        }
      }
    }
  });

  it('are symmetric for true gradients, of random programs at random points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const plan = planOf(randomForm(6, 6, seed));
        const xHat = randomMarginals(6, seed + 1, false).map((x) => Math.min(0.97, Math.max(0.03, x)));
        for (const scheme of GRADIENTS) expect(asymmetry(fieldJacobian(plan, scheme, xHat))).toBeLessThan(1e-9);
      }),
      { seed: 9, numRuns: 60 },
    );
  });

  it('are not symmetric for the interchange field of a dense row', () => {
    const plan = planOf(randomForm(6, 3, 4, ['real', 'integer']));
    expect(asymmetry(fieldJacobian(plan, 'surrogate-interchange', randomMarginals(6, 5, false)))).toBeGreaterThan(0.01);
  });

  it('have an asymmetry of 0 when symmetric or zero, 2 when a rotation', () => {
    expect(asymmetry(Float64Array.of(1, 2, 2, -3))).toBe(0);
    expect(asymmetry(Float64Array.of(0, -1, 1, 0))).toBe(2);
    expect(asymmetry(new Float64Array(9))).toBe(0);
    expect(asymmetry(Float64Array.of(0, 2, 0, 0))).toBeCloseTo(Math.SQRT2, 15);
    expect(() => asymmetry(new Float64Array(5))).toThrow(/no square matrix/);
  });

  it('refuse points on the border and of the wrong length', () => {
    const plan = planOf(randomForm(3, 3, 1));
    expect(() => fieldJacobian(plan, 'true-penalty', Float64Array.of(0.5, 0.5))).toThrow(/xHat has 2 entries/);
    expect(() => fieldJacobian(plan, 'true-penalty', Float64Array.of(0.5, 0, 0.5))).toThrow(/xHat\[1\] is 0/);
  });
});
