/** Classes of rows: a table of sentences, and laws against enumeration. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { ROW_CLASSES, classifyNormalRow, classifyProgramRow, classifyRow } from '../../../src-science/program/row-class.ts';
import type { RowClass } from '../../../src-science/program/row-class.ts';
import { bytesOf } from './arbitrary-program.ts';

const table: readonly (readonly [string, RowClass])[] = [
  ['x + y + z >= 1', 'cover'],
  ['3 x + 3 y + 3 z >= 3', 'cover'],
  ['0.1 x + 0.1 y + 0.1 z >= 0.1', 'cover'],
  ['x + y + z >= 0.5', 'cover'],
  ['x + y >= 1', 'cover'],
  ['- x - y - z <= -1', 'cover'],
  ['x + y - z >= 0', 'cover'],
  ['x + y + z <= 2', 'cover'],
  ['x + y + z <= 1', 'packing'],
  ['2 x + 2 y + 2 z <= 3', 'packing'],
  ['x + y + z >= 2', 'packing'],
  ['x + y - z <= 0', 'packing'],
  ['x + y <= 1', 'edge'],
  ['x - y <= 0', 'edge'],
  ['7 x + 7 y <= 10', 'edge'],
  ['x + y + z = 1', 'partition'],
  ['5 x + 5 y + 5 z = 5', 'partition'],
  ['x + y + z = 2', 'partition'],
  ['x - y = 0', 'partition'],
  ['x + y + z + w <= 2', 'cardinality'],
  ['x + y + z + w = 2', 'cardinality'],
  ['1 <= x + y + z + w <= 2', 'cardinality'],
  ['2 x + 3 y + 4 z <= 5', 'knapsack'],
  ['2 x - 3 y + 4 z >= 1', 'knapsack'],
  ['1.5 x + 2.25 y + z <= 3.1', 'knapsack'],
  ['2 x + 3 y + 4 z = 5', 'equality'],
  ['3 <= 2 x + 3 y + 4 z <= 5', 'range'],
  ['0.12345678901234567 x + 0.3333333333333333 y + 0.7071067811865476 z <= 0.9', 'general'],
  ['x <= 0', 'fixing'],
  ['5 x >= 2', 'fixing'],
  ['x + y <= 0', 'fixing'],
  ['x + y >= 2', 'fixing'],
  ['2 x + 3 y <= 1', 'fixing'],
  ['x + y <= 2', 'redundant'],
  ['x - y >= -1', 'redundant'],
  ['x + y >= -inf', 'redundant'],
  ['0 x <= 3', 'redundant'],
  ['-1 <= x + y <= 5', 'redundant'],
  ['x + y >= 3', 'infeasible'],
  ['x + y <= -1', 'infeasible'],
  ['0 x >= 1', 'infeasible'],
  ['2 x + 2 y = 1', 'infeasible'],
  ['2 x + 4 y + 6 z = 5', 'infeasible'],
  ['1 <= 4 x + 4 y + 4 z <= 3', 'infeasible'],
];

describe('the class of a row', () => {
  for (const [row, expected] of table) {
    it(`of ${row} is ${expected}`, () => {
      const { program } = parseProgram(bytesOf(`Minimize\n w + x + y + z\nSubject To\n r: ${row}\nBinaries\n w x y z\nEnd\n`), 'a.lp');
      expect(classifyProgramRow(program, 0)).toBe(expected);
    });
  }

  it('does not change when the row is scaled or negated, or a variable is complemented', () => {
    const weight = fc.integer({ min: -4, max: 4 }).filter((v) => v !== 0);
    fc.assert(
      fc.property(
        fc.array(weight, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -8, max: 8 }),
        fc.integer({ min: 0, max: 8 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        fc.nat(),
        (weights, lower, width, oneSided, scale, pick) => {
          const value = Float64Array.from(weights);
          const low = oneSided ? Number.NEGATIVE_INFINITY : lower;
          const high = lower + width;
          const expected = classifyRow(value, low, high);
          expect(ROW_CLASSES).toContain(expected);
          expect(classifyRow(value.map((a) => a * scale), low * scale, high * scale)).toBe(expected);
          expect(classifyRow(value.map((a) => -a), -high, -low)).toBe(expected);
          const j = pick % value.length;
          const turned = value.slice();
          turned[j] = -value[j]!;
          const other = classifyRow(turned, low - value[j]!, high - value[j]!);
          // Of two literals, cover and edge are the same up to complements: which it is called depends on the signs.
          const same = (name: RowClass): RowClass => (value.length === 2 && name === 'cover' ? 'edge' : name);
          expect(same(other)).toBe(same(expected));
        },
      ),
      { numRuns: 2000, seed: 20260205 },
    );
  });

  it('says redundant, infeasible and fixing exactly when enumeration does, for rows of one bound', () => {
    const weight = fc.integer({ min: -6, max: 6 }).filter((v) => v !== 0);
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 6 }), fc.integer({ min: -15, max: 15 }), (weights, rhs) => {
        const solutions: number[] = [];
        for (let mask = 0; mask < 2 ** weights.length; mask++) {
          const activity = weights.reduce((sum, a, j) => sum + a * ((mask >> j) & 1), 0);
          if (activity <= rhs) solutions.push(mask);
        }
        const expected = solutions.length === 0
          ? 'infeasible'
          : solutions.length === 2 ** weights.length
          ? 'redundant'
          : solutions.length === 1
          ? 'fixing'
          : 'other';
        const found = classifyRow(Float64Array.from(weights), Number.NEGATIVE_INFINITY, rhs);
        expect(['infeasible', 'redundant', 'fixing'].includes(found) ? found : 'other').toBe(expected);
      }),
      { numRuns: 2000, seed: 20260206 },
    );
  });

  it('of a normal row is that of its one bound', () => {
    const { program } = parseProgram(bytesOf('Minimize\n x + y + z\nSubject To\n r: x + y + z = 1\nBinaries\n x y z\nEnd\n'), 'a.lp');
    const normal = normalForm(program);
    expect([classifyNormalRow(normal, 0), classifyNormalRow(normal, 1)]).toEqual(['packing', 'cover']);
  });
});
