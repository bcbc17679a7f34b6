import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowTolerance } from '../../../src-science/decoding/assessment.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { scaleRow } from '../../../src-science/relaxation/integral-row.ts';
import { classifyRow, splitRows, type RowClass } from '../../../src-science/relaxation/row-split.ts';
import { scaledRow } from '../../../src-science/relaxation/scaled-rows.ts';
import { denseForm } from '../descent/small-program.ts';
import { formOf } from './enumeration.ts';

function scale(values: readonly number[], rhs: number): ReturnType<typeof scaleRow> {
  return scaleRow(Float64Array.from(values), 0, values.length, rhs);
}

describe('scaling a row to integers', () => {
  it('reads decimals as what was written, with their common divisor taken out', () => {
    expect(scale([0.1, 0.2, 0.4], 0.3)).toEqual({ integral: true, unit: 0.1, weight: Float64Array.of(1, 2, 4), bound: 3, far: null });
    expect(scale([6, -9, 12], 15)).toEqual({ integral: true, unit: 3, weight: Float64Array.of(2, -3, 4), bound: 5, far: null });
    expect(scale([2, 2], 3)).toEqual({ integral: true, unit: 2, weight: Float64Array.of(1, 1), bound: 1.5, far: null });
    expect(scale([1e-7, 2.5e-7], 1)).toMatchObject({ integral: true, weight: Float64Array.of(2, 5) });
    expect(scale([1e20, 2e20], 1e20)).toMatchObject({ integral: true, weight: Float64Array.of(1, 2), bound: 1 });
  });

  it('keeps a bound off an integer that it does not reach', () => {
    // 3000000000000001/3 rounds to no integer, 9007199254740991/(2·…) must stay below its ceiling
    const row = scale([7, 7], 7 * 2 ** 49 - 1);
    expect(row.weight).toEqual(Float64Array.of(1, 1));
    expect(row.bound).toBeLessThan(2 ** 49);
    expect(Math.floor(row.bound)).toBe(2 ** 49 - 1);
    const negative = scale([7, 7], -(7 * 2 ** 49) + 1);
    expect(Math.floor(negative.bound)).toBe(-(2 ** 49));
  });

  it('leaves rows of 17-digit reals as they are', () => {
    const values = [Math.SQRT2, Math.PI, -Math.E];
    expect(scale(values, 1.5)).toEqual({ integral: false, unit: 1, weight: Float64Array.from(values), bound: 1.5, far: null });
  });

  it('finds the common unit of a row that was divided by its norm', () => {
    for (const unit of [Math.PI, 1 / Math.sqrt(3), 0.1 * 3, Math.PI * 1e-12, Math.E * 1e15]) {
      const row = scale([3 * unit, -5 * unit, 7 * unit, 2 * unit], 8 * unit);
      expect(row.integral).toBe(true);
      expect([...row.weight].map((w) => w / row.weight[3]!)).toEqual([1.5, -2.5, 3.5, 1]);
      expect(row.bound / row.weight[3]!).toBe(4);
    }
    expect(scale([1, Math.SQRT2], 1).integral).toBe(false);
  });

  it('makes every tie of a decimal row exact', () => {
    const cents = fc.array(fc.integer({ min: -9999, max: 9999 }).filter((n) => n !== 0), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(cents, fc.nat(255), fc.nat(4), (integers, subset, places) => {
        const chosen = integers.map((_, k) => (subset >> k) & 1);
        const tie = integers.reduce((sum, n, k) => sum + n * chosen[k]!, 0);
        const decimal = (n: number): number => Number(`${String(n)}e-${String(places)}`);
        const row = scale(integers.map(decimal), decimal(tie));
        expect(row.integral).toBe(true);
        expect(row.weight.reduce((sum, w, k) => sum + w * chosen[k]!, 0)).toBe(row.bound);
        for (let k = 0; k < integers.length; k++) {
          expect(Math.abs(row.unit * row.weight[k]! - decimal(integers[k]!))).toBeLessThanOrEqual(1e-12 * Math.abs(decimal(integers[k]!)));
        }
      }),
      { seed: 5 },
    );
  });
});

describe('the class of a row', () => {
  const cases: readonly [string, readonly number[], number, RowClass, number?, boolean?][] = [
    ['Σx ≥ 1', [-1, -1, -1], -1, 'cover', 1],
    ['x + y ≤ 1 as an edge', [1, 1], 1, 'cover', 1],
    ['Σx ≤ 1', [1, 1, 1], 1, 'packing', 1, true],
    ['Σx ≤ ½, violated from one on', [1, 1, 1], 0.5, 'packing', 0.5, false],
    ['Σx ≤ 0', [1, 1, 1], 0, 'packing', 0, false],
    ['x ≥ y + z − 1 with signs mixed', [-1, 1, 1], 1, 'cover', 1],
    ['weights that only fail together', [3, 5, 4], 9.5, 'cover', 2.5],
    ['Σx ≤ 2 of four', [1, 1, 1, 1], 2, 'weighted'],
    ['one weight ties, another does not', [1, 2, 3], 1, 'weighted'],
    ['a row nobody can violate', [1, 1], 2, 'never'],
    ['a row everybody violates', [1, 1], -1, 'always'],
    ['no nonzeros and b ≥ 0', [], 0, 'never'],
    ['no nonzeros and b < 0', [], -2, 'always'],
    ['one variable fixed to 0 by its row', [4], 1, 'cover', 3],
  ];
  for (const [what, a, b, kind, amount, tied] of cases) {
    it(`is ${kind} for ${what}`, () => {
      const scaled = scale(a, b);
      const verdict = classifyRow(scaled);
      expect(verdict.kind).toBe(kind);
      if (amount !== undefined) expect(verdict.amount * scaled.unit).toBeCloseTo(amount, 14);
      if (tied !== undefined) expect(verdict.tied).toBe(tied);
    });
  }

  it('splits a form into parts that hold each row once', () => {
    const form = formOf(4, [
      { a: [-1, -1, -1, 0], b: -1 },
      { a: [1, 1, 1, 1], b: 1 },
      { a: [3, 5, 7, 0], b: 8 },
      { a: [1, 0, 0, 1], b: -1 },
      { a: [1, 0, 0, 1], b: 5 },
    ]);
    const split = splitRows(form);
    expect(split.rowClass).toEqual(['cover', 'packing', 'weighted', 'always', 'never']);
    expect([...split.corner.row]).toEqual([0, 1]);
    expect([...split.weighted.row]).toEqual([2]);
    expect([...split.always]).toEqual([3]);
    expect([...split.alwaysLinear]).toEqual([1, 0, 0, 1]);
    expect(split.alwaysConstant).toBe(1);
    const all = splitRows(form, { cornersAsWeighted: 'all' });
    expect([...all.weighted.row]).toEqual([0, 1, 2]);
    expect(all.corner.count).toBe(0);
  });
});

describe('rows that are kept once they are read', () => {
  const value = Float64Array.of(0.1, 0.7, 2, 3, 1 / 3, 2 / 3);
  const start = Int32Array.of(0, 2, 4, 6);
  const forms = [[0.8, 5, 1], [0.3, 4, Math.PI], [0.8, 5, 1]].map((rhs) => ({ value, start, rhs: Float64Array.from(rhs) }));

  it('are what they are read anew, whichever form that shares their coefficients is asked for, in whatever order', () => {
    for (const n of [0, 1, 0, 2, 1, 1, 0]) {
      const form = forms[n]!;
      for (const i of [0, 1, 2]) expect(scaledRow(form, i)).toEqual(scaleRow(value, start[i]!, start[i + 1]!, form.rhs[i]!));
    }
    const other = { ...forms[0]!, start: Int32Array.of(0, 1, 4, 6) };
    expect(scaledRow(other, 0)).toEqual(scaleRow(value, 0, 1, 0.8));
    expect(scaledRow(forms[0]!, 0)).toBe(scaledRow(forms[0]!, 0));
  });

  it('have the tolerances of their own bounds', () => {
    const dense = denseForm([1, 1], [[0.1, 0.7]], [0.8]);
    const denseOf = (rhs: number): NormalForm => ({ ...dense, rhs: Float64Array.of(rhs) });
    const [near, far] = [denseOf(0.8), denseOf(800)];
    const alone = rowTolerance(denseForm([1, 1], [[0.1, 0.7]], [800]));
    expect([...rowTolerance(near)]).not.toEqual([...alone]);
    expect([...rowTolerance(far)]).toEqual([...alone]);
    expect([...rowTolerance({ ...near, fixed: Int8Array.of(1, 0) })]).toEqual([...rowTolerance(denseForm([1, 1], [[0.1, 0.7]], [0.8]))]);
    expect([...rowTolerance(far)]).toEqual([...alone]);
  });
});
