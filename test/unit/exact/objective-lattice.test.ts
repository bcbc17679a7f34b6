import { describe, expect, it } from 'vitest';
import { latticeValue, objectiveLattice } from '../../../src-science/exact/objective-lattice.ts';
import { programOf } from './small-programs.ts';

const ones = (d: number): number[] => Array.from({ length: d }, () => 1);

describe('the least difference of two objectives', () => {
  it.each([
    ['integers', [6, 4, 10], 2],
    ['integers, one of them negative', [6, -9, 0], 3],
    ['decimals', [0.25, 0.5, 1], 0.25],
    ['decimals of different lengths', [0.3, 0.05], 0.05],
    ['decimals in scientific form', [1e-9, 3e9], 1e-9],
    ['costs in levels beyond what a double sums', [1e18, 1, 3], 1],
    ['real multiples of one unit', [Math.SQRT2, 2 * Math.SQRT2], Math.SQRT2],
    ['no cost at all', [0, 0], Infinity],
  ])('of %s', (_name, objective, step) => {
    expect(objectiveLattice(programOf({ objective, rows: [] }))?.step).toBe(step);
  });

  it('of reals is not known', () => {
    expect(objectiveLattice(programOf({ objective: [Math.SQRT2, Math.E], rows: [] }))).toBeNull();
  });

  it('does not look at fixed variables', () => {
    expect(objectiveLattice(programOf({ objective: [6, 7, 10], rows: [], fixed: [-1, 1, -1] }))).toMatchObject({ step: 2, base: 7 });
  });

  it('grows where an equality lets a common part be taken out: values that differ by at least 30', () => {
    const program = programOf({
      objective: [100_000_030, 100_000_060, 100_000_000],
      rows: [{ coefficients: ones(3), lower: 2, upper: 2 }],
    });
    const lattice = objectiveLattice(program);
    expect(lattice).toMatchObject({ step: 30, base: 200_000_060 });
    expect([[1, 1, 0], [1, 0, 1], [0, 1, 1]].map((x) => lattice === null ? null : latticeValue(lattice, x))).toEqual([1n, -1n, 0n]);
  });

  it('stays what it is where the row is no equality, or of different coefficients', () => {
    for (const row of [{ coefficients: ones(3), upper: 2 }, { coefficients: [1, 2, 1], lower: 2, upper: 2 }]) {
      expect(objectiveLattice(programOf({ objective: [100_000_030, 100_000_060, 100_000_000], rows: [row] }))).toMatchObject({
        step: 10,
        base: 0,
      });
    }
  });

  it('orders vectors exactly where doubles cannot', () => {
    const lattice = objectiveLattice(programOf({ objective: [2 ** 60, 2 ** 60, 1, 0.5], rows: [] }));
    if (lattice === null) throw new Error('a lattice was expected');
    expect(latticeValue(lattice, [1, 1, 0, 1]) - latticeValue(lattice, [1, 1, 1, 0])).toBe(-1n);
  });

  it('of a maximization is minimized', () => {
    const lattice = objectiveLattice(programOf({ sense: 'max', objective: [3, 5], rows: [] }));
    if (lattice === null) throw new Error('a lattice was expected');
    expect([latticeValue(lattice, [1, 0]), latticeValue(lattice, [0, 1])]).toEqual([-3n, -5n]);
  });
});
