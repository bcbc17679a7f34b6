import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyondSolverRange, scaleUpFactor, solverScaling } from '../../../src-science/exact/solver-scaling.ts';
import { widestRow, type TightRow } from '../../../src-science/exact/tighten-rows.ts';
import { programOf } from './small-programs.ts';

describe('scaling a program for a floating-point solver', () => {
  it('lifts what is small to [1, 2) by a power of two, and leaves the rest alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -990, max: 900 }),
        fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
        (exponent, mantissa) => {
          const largest = mantissa * 2 ** exponent;
          const factor = scaleUpFactor(largest);
          if (largest >= 1) expect(factor).toBe(1);
          else {
            expect(Number.isInteger(Math.log2(factor))).toBe(true);
            expect(factor * largest).toBeGreaterThanOrEqual(1);
            expect(factor * largest).toBeLessThan(2);
          }
        },
      ),
      { numRuns: 500, seed: 61 },
    );
    expect(scaleUpFactor(0)).toBe(1);
    expect(scaleUpFactor(5e-324)).toBe(2 ** 1000);
  });

  it('goes by the largest coefficient of each row and of the objective, whatever their signs and places', () => {
    const program = programOf({
      objective: [2 ** -9, -(2 ** -7), 2 ** -11],
      rows: [
        { coefficients: [-(2 ** -4), 2 ** -5, 0], upper: 1 },
        { coefficients: [0, 2 ** -6, -(2 ** -5)], upper: 100 },
        { coefficients: [2 ** -30, 0, 7], upper: 1 },
        { coefficients: [2 ** -20, 2 ** -12, 2 ** -40], lower: 0 },
      ],
    });
    const { objectiveFactor, rowFactor } = solverScaling(program);
    expect(objectiveFactor).toBe(2 ** 7);
    expect([...rowFactor]).toEqual([2 ** 4, 2 ** 5, 1, 2 ** 12]);
  });

  it('of a program without an objective or with an empty row changes nothing there', () => {
    const program = programOf({ objective: [0, 0], rows: [{ coefficients: [0, 0], upper: 1 }, { coefficients: [0.25, 0], upper: 1 }] });
    expect(solverScaling(program)).toEqual({ objectiveFactor: 1, rowFactor: Float64Array.of(1, 4) });
  });
});

describe('what a floating-point solver does not take at face value', () => {
  const rows = [{ coefficients: [1, 2], upper: 3 }, { coefficients: [1, 1], lower: -1, upper: 9e14 }];
  it.each([
    ['nothing, below 10¹⁵', { objective: [1, -9e14], rows }, null],
    ['an objective coefficient', { objective: [1, -1e15], rows }, 'the objective coefficient -1000000000000000 of'],
    ['a coefficient', { objective: [1, 1], rows: [...rows, { coefficients: [0, -2e15], upper: 1 }] },
      'the coefficient -2000000000000000 in row'],
    ['a lower bound', { objective: [1, 1], rows: [...rows, { coefficients: [1, 1], lower: -1e16 }] },
      'the lower bound -10000000000000000 of row'],
    ['an upper bound', { objective: [1, 1], rows: [...rows, { coefficients: [1, 1], upper: 1e15 }] },
      'the upper bound 1000000000000000 of row'],
  ] as const)('is named: %s', (_what, { objective, rows: given }, phrase) => {
    const found =
      beyondSolverRange(programOf({
        objective: [...objective],
        rows: given.map((row) => ({ ...row, coefficients: [...row.coefficients] })),
      }));
    if (phrase === null) expect(found).toBeNull();
    else expect(found).toContain(phrase);
  });

  it('is named with the variable or row it belongs to', () => {
    const program = programOf({ objective: [1, 1e15], rows: [] });
    expect(beyondSolverRange(program)).toContain(`“${program.variableNames[1] ?? '?'}”`);
    const second = programOf({ objective: [1], rows: [{ coefficients: [1], upper: 1 }, { coefficients: [1e15], upper: 1 }] });
    expect(beyondSolverRange(second)).toContain(`“${second.rowNames[1] ?? '?'}”`);
  });
});

describe('the widest row', () => {
  const row = (source: number, ...value: number[]): TightRow => ({
    source,
    roundedFrom: 0,
    lower: -Infinity,
    upper: 0,
    column: Int32Array.from(value.keys()),
    value: Float64Array.from(value),
  });

  it('has the largest quotient of its largest and its smallest coefficient, wherever it stands', () => {
    const rows = [row(3, 1e6, 1e6 - 1), row(5, -2, 50, 7), row(1, 1e-3, -1), row(8, 4, 8)];
    const expected = { source: 1, smallest: 1e-3, largest: 1 };
    expect(widestRow(rows)).toEqual(expected);
    expect(widestRow(rows.toReversed())).toEqual(expected);
  });

  it('is none where no row has two different sizes', () => {
    expect(widestRow([])).toBeNull();
    expect(widestRow([row(0, 3), row(1, -2, 2), row(2)])).toBeNull();
  });
});
