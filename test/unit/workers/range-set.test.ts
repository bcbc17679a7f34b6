import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRangeSet } from '../../../src-workers/range-set.ts';

describe('the set of units that are done', () => {
  it('knows what is missing, and takes nothing twice, in whatever order ranges come', () => {
    const anyRange = fc.record({ first: fc.nat(60), count: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(anyRange, { maxLength: 30 }), fc.nat(80), (ranges, end) => {
        const set = createRangeSet();
        const has = new Set<number>();
        for (const { first, count } of ranges) {
          const units = Array.from({ length: count }, (_, k) => first + k);
          const isNew = units.every((unit) => !has.has(unit));
          expect(set.add(first, count)).toBe(isNew);
          if (isNew) for (const unit of units) has.add(unit);
        }
        const missing = Array.from({ length: end }, (_, unit) => unit).filter((unit) => !has.has(unit));
        const gap = set.firstGap(end);
        expect(gap?.first ?? null).toBe(missing[0] ?? null);
        if (gap === null) return;
        for (let unit = gap.first; unit < gap.first + gap.count; unit++) expect(has.has(unit)).toBe(false);
        expect(has.has(gap.first + gap.count) || gap.first + gap.count === end).toBe(true);
      }),
      { seed: 2 },
    );
  });
});
