/** The portable form of MPS and LP: what it must not hold, and that it comes back as it was. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBits } from '../../../src-science/program/integers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { shortNumber } from '../../../src-science/program/formats/mps-lines.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { HOSTILE_NAMES } from '../export/hostile-names.ts';
import { arbitraryProgram, bytesOf } from './arbitrary-program.ts';

const read = (text: string, format: 'mps' | 'lp'): Program => parseProgram(bytesOf(text), `a.${format}`).program;

/** max 3 x + 2 v − 7 under x + v ≤ 4, v in −1..5; names that act. */
const small: Program = inBits({
  name: 'ENDATA',
  sense: 'max',
  objectiveName: 'R 1',
  objective: Float64Array.of(3, 2),
  objectiveConstant: -7,
  variableNames: ['inf', 'v'],
  fixed: Int8Array.of(FREE, FREE),
  rowNames: ['x1'],
  rows: { start: Int32Array.of(0, 2), column: Int32Array.of(0, 1), value: Float64Array.of(1, 1) },
  rowLower: Float64Array.of(Number.NEGATIVE_INFINITY),
  rowUpper: Float64Array.of(4),
}, [null, { lower: -1, upper: 5 }]);

/** Data lines of an MPS file, cut at the standard’s columns and nowhere else. */
const byColumns = (text: string): readonly string[][] => dataLines(text).map((line) => {
  expect(line.length).toBeLessThanOrEqual(61);
  for (const blank of [1, 4, 13, 14, 23, 24, 37, 38, 39, 48, 49]) expect(line.charAt(blank - 1).trim(), line).toBe('');
  return [[2, 3], [5, 12], [15, 22], [25, 36], [40, 47], [50, 61]].map(([from = 0, to = 0]) => line.slice(from - 1, to).trim()).filter((
    field,
  ) => field !== '');
});
const inFields = (text: string): readonly string[][] => dataLines(text).map((line) => line.trim().split(/ +/));
const dataLines = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith(' '));

describe('the portable form', () => {
  for (const format of ['mps', 'lp'] as const) {
    it(`of ${format} comes back as the program it was, whatever its names, sense and constant`, () => {
      fc.assert(
        fc.property(
          fc.oneof(
            arbitraryProgram(),
            arbitraryProgram({ name: HOSTILE_NAMES.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name)) }),
          ),
          (program) => {
            expect(read(writeProgram(program, format, { form: 'portable' }), format)).toStrictEqual(program);
          },
        ),
        { numRuns: 150 },
      );
    });

    it(`of ${format} has names of letters, digits, points and underscores only, and nothing beyond ASCII`, () => {
      fc.assert(
        fc.property(arbitraryProgram({ name: HOSTILE_NAMES.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name)) }), (program) => {
          const text = writeProgram(program, format, { form: 'portable' });
          // eslint-disable-next-line no-control-regex
          expect(text).toMatch(/^[\n -~]*$/);
          const body = text.split('\n').filter((line) => !/^(\*|\\Leibniz)/.test(line)).join('\n').replaceAll("'MARKER'", '').replaceAll(
            "'INTORG'",
            '',
          ).replaceAll("'INTEND'", '').replaceAll('%up', '');
          expect(body).toMatch(/^[\nA-Za-z0-9_.+\-<>=: \\]*$/);
        }),
        { numRuns: 100 },
      );
    });

    it(`of ${format} has no constant, in bits or out of them`, () => {
      const text = writeProgram(small, format, { form: 'portable' });
      expect(read(text, format)).toStrictEqual(small);
      expect(text).toMatch(format === 'mps' ? / {4}constant {2}obj {2}7\n/ : /- 7 constant\n/);
      expect(text).toMatch(format === 'mps' ? / FX BND {2}constant {2}1\n/ : / constant = 1\n/);
      expect(text).not.toMatch(format === 'mps' ? /RHS {2}obj/ : /- 7\n/);
    });
  }

  it('in fixed columns comes back as the program it was, or is refused for a number of more than twelve characters', () => {
    const names = HOSTILE_NAMES.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name));
    let written = 0;
    fc.assert(
      fc.property(fc.oneof(arbitraryProgram(), arbitraryProgram({ name: names })), (program) => {
        let text: string;
        try {
          text = writeProgram(program, 'mps', { form: 'fixed' });
        } catch (error) {
          expect(String(error)).toMatch(/Fixed MPS has 12 characters for a number/);
          return;
        }
        written++;
        expect(read(text, 'mps')).toStrictEqual(program);
        expect(byColumns(text)).toEqual(inFields(text));
      }),
      { numRuns: 150 },
    );
    expect(written).toBeGreaterThan(2);
  });

  it('in fixed columns has names of eight characters, each number in 25–36, and a number that would be rounded is refused', () => {
    const named = { ...small, rowNames: ['capacity of the van', ...small.rowNames.slice(1)] };
    const text = writeProgram(named, 'mps', { form: 'fixed' });
    expect(read(text, 'mps')).toStrictEqual(named);
    expect(text).toContain('* Leibniz: the row r1 is "capacity of the van"\n');
    expect(text).toContain('\n    x1        obj                 -3\n    x1        r1                   1\n');
    expect(text).toContain('\n UP BND       v                    5\n');
    const third = { ...small, objective: Float64Array.of(1 / 3, ...small.objective.subarray(1)) };
    expect(() => writeProgram(third, 'mps', { form: 'fixed' })).toThrow(
      /Fixed MPS has 12 characters for a number, and -0\.3333333333333333 of “inf” in “R 1” needs 18/,
    );
    expect(() => writeProgram(small, 'lp', { form: 'fixed' })).toThrow(/CPLEX LP has no form of fixed columns/);
  });

  it('writes numbers in the fewest characters that read back to the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = shortNumber(value);
        expect(Number(text)).toBe(value + 0);
        expect(text.length).toBeLessThanOrEqual(String(value).length);
      }),
      { numRuns: 1000 },
    );
    expect([0, 0.1, -0.25, 1.5e-7, 1234567890123000, 3e100, 1e21, -100].map(shortNumber)).toEqual(
      ['0', '.1', '-.25', '15e-8', '1234567890123e3', '3e100', '1e21', '-100'],
    );
  });

  it('of MPS minimizes, and says that it is negated', () => {
    const text = writeProgram(small, 'mps', { form: 'portable' });
    expect(text).not.toContain('OBJSENSE');
    expect(text).toContain('    x1  obj  -3\n');
    // Whoever takes our comments out sees what other programs see.
    const others = read(text.replaceAll(/^\*.*\n/gm, ''), 'mps');
    expect([others.sense, ...others.objective.slice(0, 2)]).toEqual(['min', -3, -2]);
  });

  it('of LP has a row where the program has none, and it goes again', () => {
    const { integers: _, ...rest } = small;
    const none: Program = {
      ...rest,
      objective: Float64Array.of(1),
      variableNames: ['x'],
      fixed: Int8Array.of(FREE),
      rowNames: [],
      rows: { start: Int32Array.of(0), column: new Int32Array(0), value: new Float64Array(0) },
      rowLower: new Float64Array(0),
      rowUpper: new Float64Array(0),
    };
    const text = writeProgram(none, 'lp', { form: 'portable' });
    expect(text).toContain('Subject To\n none: 0 x >= 0\n');
    expect(read(text, 'lp')).toStrictEqual(none);
    expect(() => read(text.replace(' none: 0 x >= 0\n', ' none: x >= 0\n'), 'lp')).toThrow(/more than the one empty row/);
  });

  it('refuses a file that was changed so that its comments are wrong', () => {
    const text = writeProgram(small, 'mps', { form: 'portable' });
    expect(() => read(text.replace(' FX BND  constant  1', ' UP BND  constant  1'), 'mps')).toThrow(/last variable is not fixed at 1/);
    expect(() => read(text.replace('variable x1 is "inf"', 'variable x1 is "v"'), 'mps')).toThrow(/two variables are named “v”/);
  });
});
