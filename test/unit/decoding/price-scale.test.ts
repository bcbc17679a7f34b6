import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodingMu, priceScale } from '../../../src-science/decoding/price-scale.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { formOf, testRandom } from '../relaxation/enumeration.ts';

/** A small program with an objective and, at times, a fixed variable. */
function program(seed: number): NormalForm {
  const random = testRandom(seed);
  const d = 1 + Math.floor(7 * random());
  const rows = Array.from({ length: Math.floor(5 * random()) }, () => ({
    a: Array.from({ length: d }, () => (random() < 0.4 ? 0 : Math.round(12 * random() - 6))),
    b: Math.round(6 * random() - 3),
  }));
  const form = formOf(d, rows, Array.from({ length: d }, () => Math.round(20 * random() - 10)));
  return { ...form, fixed: form.fixed.map(() => (random() < 0.2 ? 1 : -1)) };
}

/** By the definition: over free variables, the least |c_j|/|a_ij| of the rows that the objective's flip of x_j works against. */
function prices(form: NormalForm): number[] {
  const found: number[] = [];
  for (let j = 0; j < form.variableCount; j++) {
    if (form.fixed[j]! >= 0) continue;
    const up = form.objective[j]! < 0 ? 1 : -1;
    const against: number[] = [];
    for (let i = 0; i < form.rowCount; i++) {
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
        if (form.column[k] === j && form.objective[j] !== 0 && up * form.value[k]! > 0)
          against.push(Math.abs(form.objective[j]! / form.value[k]!));
      }
    }
    if (against.length > 0) found.push(Math.min(...against));
  }
  return found;
}

describe('the scale of μ', () => {
  it('is the largest and the upper median of the variables’ least prices, in any order', () => {
    let several = 0;
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const form = program(seed);
        const all = prices(form);
        const { typical, largest } = priceScale(form);
        if (all.length === 0) {
          expect({ typical, largest }).toEqual({ typical: 1, largest: 1 });
          return;
        }
        if (all.length > 2) several++;
        expect(largest).toBeCloseTo(Math.max(...all), 12);
        // As many below it as above, one more above where the count is even.
        const below = all.filter((p) => p < typical - 1e-12).length;
        const above = all.filter((p) => p > typical + 1e-12).length;
        expect(all.some((p) => Math.abs(p - typical) < 1e-12)).toBe(true);
        expect(below).toBeLessThanOrEqual(all.length / 2);
        expect(above).toBeLessThan(all.length / 2);
        expect(decodingMu(form)).toBeCloseTo(4 * largest, 12);
      }),
      { numRuns: 600, seed: 71 },
    );
    expect(several).toBeGreaterThan(50);
  });

  it('lets no single flip against a whole coefficient pay above the largest price, and one below it', () => {
    // The dearest flip gains |c_j| and violates by its largest coefficient against it.
    const form = formOf(3, [{ a: [2, -1, 0], b: 0 }, { a: [1, 0, -4], b: 0 }], [-6, 5, 2]);
    const { largest } = priceScale(form);
    const gainless = (mu: number): boolean => mu * 2 >= 6 && mu * 1 >= 5 && mu * 4 >= 2;
    expect(gainless(largest)).toBe(true);
    expect(gainless(0.99 * largest)).toBe(false);
  });
});
