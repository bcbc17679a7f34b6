/** Closed forms of long cover and packing rows against products that leave one out, one by one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { slopeWhenOne, slopeWhenZero } from '../../../src-science/relaxation/one-variable.ts';
import { formOf, type DenseRow } from './enumeration.ts';

/** P(y_k = 1) of the row Σ |a| y + low, y = x or 1 − x. */
function directed(row: DenseRow, xHat: ArrayLike<number>): { size: number; chance: number; column: number; up: boolean }[] {
  return row.a.flatMap((
    a,
    column,
  ) => (a === 0 ? [] : [{ size: Math.abs(a), chance: a > 0 ? xHat[column]! : 1 - xHat[column]!, column, up: a > 0 }]));
}

function product(values: readonly number[]): number {
  return values.reduce((all, v) => all * v, 1);
}

/** Violation probability and mean violation of a row of one of the three kinds, with some y given. */
function evaluate(
  row: DenseRow,
  xHat: ArrayLike<number>,
  kind: 'cover' | 'packing' | 'tied',
  given?: { column: number; y: number },
): { violated: number; mean: number } {
  const entries = directed(row, xHat).map((entry) => (entry.column === given?.column ? { ...entry, chance: given.y } : entry));
  const low = row.a.reduce((sum, a) => sum + Math.min(a, 0), 0);
  if (kind === 'cover') {
    const all = product(entries.map(({ chance }) => chance));
    return { violated: all, mean: all * (entries.reduce((sum, { size }) => sum + size, low) - row.b) };
  }
  const miss = entries.map(({ chance }) => 1 - chance);
  const none = product(miss);
  const single = entries.reduce((sum, { chance }, k) => sum + chance * product(miss.filter((_, other) => other !== k)), 0);
  const linear = entries.reduce((sum, { size, chance }) => sum + size * chance, low - row.b);
  return { violated: kind === 'tied' ? 1 - none - single : 1 - none, mean: linear + none * (row.b - low) };
}

const marginal = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 1e-12, 1e-40, 1e-300),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0.9, max: 1, noNaN: true }),
);
const signs = fc.array(fc.constantFrom(-1, 1), { minLength: 3, maxLength: 60 });

function near(actual: number, expected: number): void {
  if (actual === expected) return;
  expect(Math.abs(actual - expected), `${String(actual)} against ${String(expected)}`)
    .toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(expected), 1e-3));
}

describe('closed forms of long cover and packing rows', () => {
  for (const kind of ['cover', 'packing', 'tied'] as const) {
    it(`are the products that leave one out, for ${kind} rows at any marginals`, () => {
      fc.assert(
        fc.property(signs, fc.array(marginal, { minLength: 60, maxLength: 60 }), fc.boolean(), (sign, all, mixed) => {
          const size = (j: number): number => (mixed && kind !== 'tied' ? 2 + (j % 3) : 2);
          const a = sign.map((s, j) => s * size(j));
          const low = a.reduce((sum, v) => sum + Math.min(v, 0), 0);
          const high = a.reduce((sum, v) => sum + Math.max(v, 0), 0);
          const row = { a, b: kind === 'cover' ? high - 1 : kind === 'packing' ? low + 1 : low + 2 };
          const d = a.length;
          const xHat = Float64Array.from(all.slice(0, d));
          const { plan } = createExactPlan(formOf(d, [row]));
          const gradient = new Float64Array(d);
          const field = new Float64Array(d);
          expect(plan!.split.corner.count).toBe(1);
          const found = plan!.penaltyGradient(xHat, gradient);
          const whole = evaluate(row, xHat, kind);
          near(found, whole.mean);
          near(plan!.rowPenalty[0]!, whole.mean);
          near(plan!.rowViolation[0]!, whole.violated);
          near(plan!.interchangeField(xHat, field), whole.mean);
          for (let j = 0; j < d; j++) {
            const up = a[j]! > 0;
            const one = evaluate(row, xHat, kind, { column: j, y: up ? 1 : 0 });
            const zero = evaluate(row, xHat, kind, { column: j, y: up ? 0 : 1 });
            near(gradient[j]!, one.mean - zero.mean);
            if (xHat[j] === 0 || xHat[j] === 1) continue;
            const wanted = a[j]! * (slopeWhenOne(xHat[j]!) * one.violated + slopeWhenZero(xHat[j]!) * zero.violated);
            expect(Math.abs(field[j]! - wanted)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(wanted)));
          }
        }),
        { seed: 21, numRuns: 120 },
      );
    });
  }

  it('keep their digits where a product of hundreds of marginals is far below any single one', () => {
    const d = 600;
    const { plan } = createExactPlan(formOf(d, [{ a: new Array<number>(d).fill(1), b: d - 1 }]));
    const gradient = new Float64Array(d);
    const xHat = new Float64Array(d).fill(0.3);
    expect(plan!.penaltyGradient(xHat, gradient)).toBeCloseTo(0.3 ** d, 300);
    for (const g of gradient) expect(Math.abs(g / (0.3 ** 300 * 0.3 ** 299) - 1)).toBeLessThan(1e-12);
    xHat[7] = 1e-200;
    plan!.penaltyGradient(xHat, gradient);
    // The product of all is far below the least double; without the seventh it is not.
    expect(Math.abs(gradient[7]! / (0.3 ** 300 * 0.3 ** 299) - 1)).toBeLessThan(1e-12);
    expect(gradient[8]).toBe(0);
  });
});
