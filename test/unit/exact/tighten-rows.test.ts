import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tightenRows, widestRow } from '../../../src-science/exact/tighten-rows.ts';
import type { TightRows } from '../../../src-science/exact/tighten-rows.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { programOf, smallPrograms } from './small-programs.ts';

function satisfies({ fixed, rows, impossibleRow }: TightRows, x: Uint8Array, slack = 0): boolean {
  if (impossibleRow !== null) return false;
  if (fixed.some((value, j) => value !== FREE && value !== x[j])) return false;
  return rows.every((row) => {
    let sum = 0;
    row.column.forEach((j, k) => (sum += (x[j] ?? 0) * (row.value[k] ?? 0)));
    return sum <= row.upper + slack && sum >= row.lower - slack;
  });
}

function assignments(program: Program): Uint8Array[] {
  const d = program.objective.length;
  return Array.from({ length: 2 ** d }, (_, code) => Uint8Array.from({ length: d }, (__, j) => (code >> j) & 1));
}

describe('tightening rows', () => {
  it('keeps exactly the 0/1 solutions, on random programs of every kind of row', () => {
    fc.assert(
      fc.property(smallPrograms(8, 4), fc.array(fc.constantFrom(1, 1, 1e3, 1e8), { minLength: 8, maxLength: 8 }), (small, factors) => {
        // Some columns far larger than others.
        const rows = small.rows.map((row) => ({ ...row, coefficients: row.coefficients.map((a, j) => a * (factors[j] ?? 1)) }));
        const program = programOf({ ...small, rows });
        const tight = tightenRows(program);
        for (const x of assignments(program)) expect(satisfies(tight, x)).toBe(solutionReport(program, x).feasible);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('keeps them for decimals, which doubles do not hold', () => {
    fc.assert(
      fc.property(smallPrograms(8, 4), (small) => {
        const tenths = (
          value: number | undefined,
        ): { bound?: number } => (value === undefined ? {} : { bound: Math.round(value * 2) / 10 });
        const rows = small.rows.map((row) => {
          const { bound: lower } = tenths(row.lower);
          const { bound: upper } = tenths(row.upper);
          return {
            coefficients: row.coefficients.map((a) => Math.round(a * 2) / 10),
            ...(lower === undefined ? {} : { lower }),
            ...(upper === undefined ? {} : { upper }),
          };
        });
        const program = programOf({ ...small, rows });
        const tight = tightenRows(program);
        for (const x of assignments(program)) expect(satisfies(tight, x, 1e-10)).toBe(solutionReport(program, x).feasible);
        // A coefficient that is only rounding would be blown up by whoever scales the row.
        for (const row of tight.rows) for (const a of row.value) expect(a === 0 || Math.abs(a) > 1e-3).toBe(true);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('loses nothing where large decimals cancel', () => {
    // The residual of the doubles is 1.0000076e-5, which no sum of 8e-6 and 2e-6 meets.
    const program = programOf({
      objective: [1, 1, 1, 1, 1, 1],
      rows: [{ coefficients: [0.000008, -100000, 1, 0.000002, 4000000, 95000], lower: 4095000.00001, upper: 4095000.00001 }],
    });
    const tight = tightenRows(program);
    expect(Array.from(tight.fixed)).toEqual([1, 0, 0, 1, 1, 1]);
    const open =
      tightenRows(programOf({
        objective: [1, 1, 1, 1, 1],
        rows: [{ coefficients: [0.000006, 0.000004, 0.000004, 0.000002, 4000000], lower: 4000000.00001, upper: 4000000.00001 }],
      }));
    expect(Array.from(open.fixed)).toEqual([FREE, FREE, FREE, FREE, 1]);
    expect(open.rows.map(({ value, lower, upper }) => [...value, lower, upper])).toEqual([[0.000006, 0.000004, 0.000004, 0.000002,
      expect.closeTo(0.00001, 18), expect.closeTo(0.00001, 18)]]);
  });

  it('keeps a row whose violation is small beside its size', () => {
    const program = programOf({ objective: [-1, -1], rows: [{ coefficients: [1e9, 0.0001], upper: 1000000000.00005 }] });
    const tight = tightenRows(program);
    for (const x of assignments(program)) expect(satisfies(tight, x)).toBe(solutionReport(program, x).feasible);
    expect(tight.rows.map(({ value, upper }) => [...value, upper])).toEqual([[0.0001, 0.0001, 0.0001]]);
  });

  it('says of which sums the numbers of a row of reals are a rounding', () => {
    const rows = [{
      coefficients: [Math.PI * 1e9, Math.E * 1e-3, Math.SQRT2 * 1e-3],
      lower: Math.PI * 1e9,
      upper: Math.PI * 1e9 + Math.E * 1e-3,
    }];
    const widest = widestRow(tightenRows(programOf({ objective: [1, 1, 1], rows })).rows);
    expect(widest?.largest).toBeGreaterThan(1e9);
  });

  it('fixes what a row forces, from row to row', () => {
    const program = programOf({
      objective: [1, 1, 1],
      rows: [{ coefficients: [1e9, 1, 0], upper: 5 }, { coefficients: [1, 0, 1], lower: 1 }],
    });
    const tight = tightenRows(program);
    expect([...tight.fixed]).toEqual([0, FREE, 1]);
    expect(tight.rows).toEqual([]);
  });

  it('reduces a large coefficient to what its row needs', () => {
    // y ≤ 10⁷ x is y ≤ x.
    const [row] = tightenRows(programOf({ objective: [1, 1], rows: [{ coefficients: [-1e7, 1], upper: 0 }] })).rows;
    expect([...(row?.value ?? [])]).toEqual([-1, 1]);
    expect(row?.upper).toBe(0);
  });

  it('names a row that no assignment satisfies', () => {
    expect(tightenRows(programOf({ objective: [1, 1], rows: [{ coefficients: [1, 1], upper: 2 }, { coefficients: [1, 1], lower: 3 }] }))
      .impossibleRow).toBe(1);
  });

  it('does not fix a variable by less than rounding', () => {
    // 0.1 + 0.2 ≤ 0.3 holds in decimals though not in doubles.
    const tight = tightenRows(programOf({ objective: [1, 1], rows: [{ coefficients: [0.1, 0.2], upper: 0.3 }] }));
    expect([...tight.fixed]).toEqual([FREE, FREE]);
  });
});

describe('a bound that no value of its row meets', () => {
  it.each([
    ['moves down to the next value of a row of integers', { coefficients: [1, 1, 1], upper: 2.9999999999 }, { lower: -Infinity, upper: 2 }],
    ['moves down to the next value of a row of decimals', { coefficients: [0.5, 0.5, 0.5], upper: 1.1 }, { lower: -Infinity, upper: 1 }],
    ['stays where the row can take it', { coefficients: [0.4, 0.4, 0.4], upper: 0.8 }, { lower: -Infinity, upper: 0.8 }],
  ])('%s', (_name, row, bounds) => {
    const { rows } = tightenRows(programOf({ objective: [1, 1, 1], rows: [row] }));
    expect(rows.map(({ lower, upper }) => ({ lower, upper }))).toEqual([bounds]);
  });

  it.each([
    ['thirds of 12 digits', [0.333333333333, 0.333333333333, 0.333333333333], 1],
    ['a bound a billionth off', [1, 1, 1], 2.000000001],
  ])('makes an equality impossible: %s', (_name, coefficients, bound) => {
    expect(tightenRows(programOf({ objective: [1, 1, 1], rows: [{ coefficients, lower: bound, upper: bound }] })).impossibleRow).toBe(0);
  });

  it('is left alone where it is a rounding of a sum, and in an equality of real thirds, which are a third of one', () => {
    expect(tightenRows(programOf({ objective: [1, 1, 1], rows: [{ coefficients: [0.1, 0.1, 0.1], lower: 0.1 + 0.2, upper: 0.1 + 0.2 }] }))
      .impossibleRow).toBeNull();
    expect(tightenRows(programOf({ objective: [1, 1, 1], rows: [{ coefficients: [1 / 3, 1 / 3, 1 / 3], lower: 1, upper: 1 }] }))
      .impossibleRow).toBeNull();
  });
});
