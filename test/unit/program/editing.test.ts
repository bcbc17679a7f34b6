/** A program changed by hand: rows as text and back for all names and numbers, and lists that give the program back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editedOf, programOfEdited, withNewRow, withNewVariable, withRow, withVariable, withoutRow, withoutVariable,
} from '../../../src-science/program/editing.ts';
import { enumerate } from '../../../src-science/exact/enumerate.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { parseRow, placesOf, rowText, RowTextError, termsText } from '../../../src-science/program/row-text.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { arbitraryProgram, bytesOf } from './arbitrary-program.ts';

describe('a row as text', () => {
  it('is read as it is written, whatever names and numbers there are (seed 1)', () => {
    fc.assert(fc.property(arbitraryProgram({ freeRows: true }), (program) => {
      const { variables, rows } = editedOf(program);
      const names = variables.map(({ name }) => name);
      const places = placesOf(names);
      for (const { terms, lower, upper } of rows) {
        const text = rowText({ terms, lower, upper }, names);
        expect(text).not.toMatch(/[\n\r]/);
        expect(parseRow(text, places)).toEqual({ terms, lower, upper });
      }
    }), { seed: 1, numRuns: 1000 });
  });

  const places = placesOf(['x', 'y', 'free', '2', 'a b']);
  it.each([
    ['2x+3*y>=1', { terms: [[0, 2], [1, 3]], lower: 1, upper: Infinity }],
    ['- x + - - y = -.5', { terms: [[0, -1], [1, 1]], lower: -0.5, upper: -0.5 }],
    ['x + y + x =< 1e3', { terms: [[0, 2], [1, 1]], lower: -Infinity, upper: 1000 }],
    ['3 ≥ x - x + y ≥ 1', { terms: [[1, 1]], lower: 1, upper: 3 }],
    ['0 < 1', { terms: [], lower: -Infinity, upper: 1 }],
    ['x free', { terms: [[0, 1]], lower: -Infinity, upper: Infinity }],
    ['"free" + 2 "2" - "a b" free', { terms: [[2, 1], [3, 2], [4, -1]], lower: -Infinity, upper: Infinity }],
  ])('%s', (text, row) => {
    expect(parseRow(text, places)).toEqual(row);
  });

  it.each([
    ['x + z <= 1', 'No variable is named “z”.'],
    ['x y <= 1', 'Write + or - in front of “y”.'],
    ['x + y', 'A row needs a relation: write <=, >= or =, then a number.'],
    ['x + 2 <= 1', '2 stands without a variable: numbers alone belong to the right of the relation.'],
    ['x <= y', 'The side of a row is one number.'],
    ['x <= *1', 'The side of a row is one number.'],
    ['1 <= x >= 2', 'Both relations of a row point the same way, as in 1 <= x + y <= 3.'],
    ['2 <= x <= 1', 'The row asks for at least 2 and at most 1: no value is both.'],
    ['x - <= 1', 'The terms end after a sign.'],
    ['<= 1', 'The row has no terms: write 0 where none is meant.'],
    ['1 <= x <= 2 <= 3', 'A row has one relation, or two as in 1 <= x + y <= 3.'],
    ['1e999 x <= 1', '1e999 is too large for a number.'],
    ['"x <= 1', 'A quotation mark is opened and not closed.'],
    ['x * y <= 1', 'Write + or - in front of “*”.'],
  ])('refuses %s in a sentence', (text, sentence) => {
    expect(() => parseRow(text, places)).toThrow(new RowTextError(sentence));
  });

  it('is cut where it is long', () => {
    expect(termsText([[0, 1], [1, -2], [2, 1]], ['x', 'y', 'z'], 2)).toBe('x - 2 y …');
  });
});

describe('a program changed by hand', () => {
  it('is the same program where nothing was changed (seed 2)', () => {
    fc.assert(fc.property(arbitraryProgram({ freeRows: true }), (program) => {
      expect(programOfEdited(editedOf(program), program.name)).toEqual(program);
    }), { seed: 2, numRuns: 500 });
  });

  const read = (text: string) => parseProgram(bytesOf(text), 'a.lp').program;
  const program = read('min\n obj: 3 x + 2 y + n\nst\n c1: x + y + n >= 2\n c2: x + y <= 1\nbounds\n -1 <= n <= 4\nbinaries\n x y\ngenerals\n n\nend\n');

  it('keeps integers as integers, and is what its file would be', () => {
    const edited = editedOf(program);
    expect(edited.variables.map(({ name, range }) => [name, range?.lower ?? null, range?.upper ?? null])).toEqual([['x', null, null], ['y',
      null, null], ['n', -1, 4]]);
    const changed = withRow(
      withVariable(edited, 2, { cost: 5, range: { lower: 0, upper: 2 } }),
      0,
      parseRow('x + 2 y + n >= 3', placesOf(['x', 'y', 'n'])),
    );
    const same =
      read('min\n obj: 3 x + 2 y + 5 n\nst\n c1: x + 2 y + n >= 3\n c2: x + y <= 1\nbounds\n 0 <= n <= 2\nbinaries\n x y\ngenerals\n n\nend\n');
    const made = programOfEdited(changed, same.name);
    expect(enumerate(made).x).toEqual(enumerate(same).x);
    // y and n are 1, the rest 0: 2 + 5.
    expect(solutionReport(made, enumerate(made).x!).objective).toBe(7);
  });

  it('takes variables and rows away and adds new ones under free names', () => {
    const edited = editedOf(program);
    const without = withoutRow(withoutVariable(edited, 0), 1);
    expect(without.rows).toEqual([{ name: 'c1', terms: [[0, 1], [1, 1]], lower: 2, upper: Infinity }]);
    const more = withNewRow(withNewVariable(withVariable(edited, 0, { name: 'x4' })));
    expect([more.variables.at(-1)!.name, more.rows.at(-1)!.name]).toEqual(['x5', 'r3']);
    expect(programOfEdited(more, 'more').rowNames).toContain('r3');
  });

  it('is refused where two names are the same', () => {
    expect(() => programOfEdited(withVariable(editedOf(program), 0, { name: 'y' }), 'p')).toThrow('two variables are named');
  });
});
