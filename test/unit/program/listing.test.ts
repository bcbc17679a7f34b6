/** Rows and variables as lists: activities against a recount, what is found by a name, integers as integers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formToList, listedRows, listedVariables, MOST_LISTED, rowsFound, rowsOf } from '../../../src-science/program/listing.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { arbitraryProgram, bytesOf } from './arbitrary-program.ts';

const formOf = (program: Program) => {
  const { form } = formToList(program);
  if (form === null) throw new Error('not listed');
  return form;
};

describe('rows in a list', () => {
  it('have the activity and slack of a recount, term by term (seed 3)', () => {
    const coefficient = fc.integer({ min: -9, max: 9 }).filter((a) => a !== 0);
    fc.assert(
      fc.property(arbitraryProgram({ freeRows: true, coefficient }), fc.infiniteStream(fc.integer({ min: 0, max: 1 })), (program, bits) => {
        const x = Array.from(program.objective, () => bits.next().value as number);
        const form = formOf(program);
        for (const row of listedRows(form, x, [])) {
          let activity = 0;
          for (let k = program.rows.start[row.index]!; k < program.rows.start[row.index + 1]!; k++) {
            activity += program.rows.value[k]! * x[program.rows.column[k]!]!;
          }
          expect(row.activity).toBe(activity);
          const slacks = [activity - program.rowLower[row.index]!, program.rowUpper[row.index]! - activity].filter(Number.isFinite);
          expect(row.slack).toBe(slacks.length === 0 ? null : Math.min(...slacks));
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  const { program } = parseProgram(bytesOf('min\n 3 x + 2 y + n\nst\n c1: x + y + n >= 2\n c2: x + y <= 1\n y2: x = 1\nbounds\n -1 <= n <= 4\nbinaries\n x y\ngenerals\n n\nend\n'), 'a.lp');
  const form = formOf(program);

  it('are found by part of their name, and by the whole name of a variable', () => {
    const rows = listedRows(form, null, []);
    const found = (text: string) => rowsFound(form, rows, text).map(({ name }) => name);
    expect(found('c')).toEqual(['c1', 'c2']);
    expect(found(' Y ')).toEqual(['c1', 'c2', 'y2']);
    expect(found('n')).toEqual(['c1']);
    expect(found('')).toEqual(['c1', 'c2', 'y2']);
    expect(found('nothing')).toEqual([]);
    expect(rows.map(({ rowClass, activity, slack }) => [rowClass, activity, slack])).toEqual([[null, null, null], ['edge', null, null], [
      'fixing',
      null,
      null,
    ]]);
  });

  it('say of a violated row what the engine found', () => {
    const [row] = listedRows(form, [1, 0, 0], [{ name: 'c1', activity: 1.5 }]);
    expect(row).toMatchObject({ activity: 1.5, slack: -0.5, violated: true });
  });

  it('are of variables in integers, with the expected value under marginals of their bits', () => {
    const bits = program.variableNames.length;
    const listed = listedVariables(program, form, [1, 0, 4], new Float64Array(bits).fill(0.5));
    expect(listed.map(({ name, values, rows, value }) => [name, values, rows, value])).toEqual([['x', '0, 1', 3, 1], ['y', '0, 1', 2, 0], [
      'n',
      '-1 … 4',
      1,
      4,
    ]]);
    // n = −1 + b0 + 2 b1 + 4 b2.
    expect(listed[2]!.expected).toBe(2.5);
    expect(rowsOf(form, 0, 2)).toEqual(['c1', 'c2']);
  });

  it('are not made of what is too long to go through', () => {
    const many = { ...program, rows: { ...program.rows, value: { length: MOST_LISTED + 1 } as Float64Array } };
    expect(formToList(many).refusal).toBe('The problem has 5000001 nonzeros; lists hold 5000000. Export it to read it as a file.');
  });
});
