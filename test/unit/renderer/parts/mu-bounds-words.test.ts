/** The bounds beside the μ field: known ones only, and what a click sets is strictly above. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { justAbove, muChoices, violationWords } from '../../../../src-renderer/parts/mu-bounds-words.ts';

describe('the bounds on μ', () => {
  it('are offered where they are known, the tight one first', () => {
    expect(muChoices({ mu: { tight: 2.5, norm1: 40, theorem2: null } }).map(({ name, bound, value }) => [name, bound, value])).toEqual([[
      'tight',
      2.5,
      2.51,
    ], ['norm', 40, 40.1]]);
    expect(muChoices({ mu: { tight: null, norm1: null, theorem2: null } })).toEqual([]);
  });
  it('set a number that exceeds them, by at most a hundredth and a bit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (bound) => {
        const value = justAbove(bound);
        expect(value).toBeGreaterThan(bound);
        expect(value).toBeLessThanOrEqual(bound * 1.021);
      }),
    );
    expect(justAbove(0)).toBeGreaterThan(0);
  });
  it('say whether the smallest violation is exact', () => {
    expect(violationWords({ value: 1, exact: true })).toBe('1');
    expect(violationWords({ value: 0.0025, exact: false })).toBe('at least 0.0025');
    expect(violationWords(null)).toMatch(/^none/);
  });
});
