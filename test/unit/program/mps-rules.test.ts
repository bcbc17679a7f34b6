/** What MPS files mean, rule by rule, and how bad ones are refused: code, line and what the sentence says. */
import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { ParsedProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { ProblemErrorCode } from '../../../src-science/program/problem-error.ts';
import { bytesOf } from './arbitrary-program.ts';

function read(text: string, name = 'p.mps'): ParsedProgram {
  return parseProgram(bytesOf(text), name);
}

function refusal(text: string, name = 'p.mps'): ProblemError {
  try {
    read(text, name);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

interface Parts {
  readonly head?: string;
  readonly rows?: string;
  readonly columns?: string;
  readonly rhs?: string;
  readonly ranges?: string;
  readonly bounds?: string;
  readonly end?: string;
}

/** A file of two binaries x, y and rows l, g, e; lines 1–17 unless parts are changed. */
function file(parts: Parts = {}): string {
  return [
    parts.head ?? 'NAME test',
    'ROWS',
    parts.rows ?? ' N cost\n L l\n G g\n E e',
    'COLUMNS',
    parts.columns ?? " M1 'MARKER' 'INTORG'\n x cost 1 l 2\n x g 3 e 4\n y cost -1 l 5\n y g 6 e 7\n M2 'MARKER' 'INTEND'",
    parts.rhs === '' ? 'RHS' : `RHS\n${parts.rhs ?? ' RHS l 4 g 3\n RHS e 7'}`,
    ...(parts.ranges === undefined ? [] : [`RANGES\n${parts.ranges}`]),
    ...(parts.bounds === undefined ? [] : [`BOUNDS\n${parts.bounds}`]),
    parts.end ?? 'ENDATA\n',
  ].join('\n');
}

const bounds = (text: string): [number, number][] => {
  const { rowLower, rowUpper } = read(text).program;
  return Array.from(rowLower, (low, i) => [low, rowUpper[i] ?? Number.NaN]);
};
const INF = Number.POSITIVE_INFINITY;

describe('an MPS file', () => {
  it('gives names, objective, rows and right-hand sides as they stand', () => {
    const { program, format, warnings } = read(file());
    expect(format).toBe('mps');
    expect(warnings).toEqual([]);
    expect(program).toMatchObject({
      name: 'test',
      sense: 'min',
      objectiveName: 'cost',
      objectiveConstant: 0,
      variableNames: ['x', 'y'],
      rowNames: ['l', 'g', 'e'],
    });
    expect([...program.objective]).toEqual([1, -1]);
    expect([...program.rows.start]).toEqual([0, 2, 4, 6]);
    expect([...program.rows.column]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...program.rows.value]).toEqual([2, 5, 3, 6, 4, 7]);
    expect(bounds(file())).toEqual([[-INF, 4], [3, INF], [7, 7]]);
  });

  it('may have tabs, CRLF, comments, blank lines, a BOM, lower-case sections and text after ENDATA', () => {
    const text = `\ufeff* a comment\n${file({ head: 'name\ttest', end: 'endata\n\nleftover\n' }).replaceAll('\n', '\r\n').replaceAll(' l ', '\tl\t')}`.replace('RHS\r\n', '\r\n* between\r\nRHS\r\n');
    const parsed = read(text);
    expect({ ...parsed.program }).toEqual({ ...read(file()).program });
    expect(parsed.warnings).toEqual(['What follows ENDATA, from line 22, was ignored.']);
  });

  it('takes what follows $ in a field for a comment', () => {
    expect(read(file({ rhs: ' RHS l 4 $ four\n RHS g 3 $\n RHS e 7' })).program).toEqual(read(file()).program);
  });

  it('reads every number exactly, whatever its form', () => {
    const forms = ['1', '+1', '1.', '01', '.1', '-.5e1', '1e2', '1E+2', '2.5e-3', '0.1', '123456789012345678', '1e22', '1e23', '4.35',
      '0.000001', '1.7976931348623157e308', '5e-324', '9007199254740993', '0.30000000000000004', '179769313486231570000e270'];
    const rows = forms.map((_, k) => ` L r${k}`).join('\n');
    const entries = forms.map((form, k) => ` x r${k} ${form}`).join('\n');
    const { program } = read(`ROWS\n N c\n${rows}\nCOLUMNS\n M 'MARKER' 'INTORG'\n${entries}\n M 'MARKER' 'INTEND'\nRHS\nENDATA\n`);
    expect([...program.rows.value]).toEqual(forms.map(Number));
  });

  it('keeps names as UTF-8', () => {
    expect(read(file({ columns: " M 'MARKER' 'INTORG'\n größe l 1\n 变量 l 1\n M 'MARKER' 'INTEND'" })).program.variableNames).toEqual(['größe', '变量']);
  });

  it('drops zero coefficients with one warning that counts them', () => {
    const { program, warnings } = read(file({ columns: " M 'MARKER' 'INTORG'\n x cost 0 l 0\n y g 0 e 1\n M 'MARKER' 'INTEND'" }));
    expect([...program.rows.value]).toEqual([1]);
    expect(warnings).toEqual(['2 zero coefficients were left out; the first is in line 9.']);
  });

  it('keeps empty rows, and variables that stand only in the objective', () => {
    const { program } = read(file({ columns: " M 'MARKER' 'INTORG'\n x cost 0\n y e 1\n M 'MARKER' 'INTEND'" }));
    expect([...program.rows.start]).toEqual([0, 0, 0, 1]);
    expect(program.variableNames).toEqual(['x', 'y']);
  });

  describe('objective', () => {
    for (
      const [head, sense] of [
        ['NAME t\nOBJSENSE\n    MAX', 'max'],
        ['NAME t\nOBJSENSE\n  MAXIMIZE', 'max'],
        ['NAME t\nOBJSENSE MAX', 'max'],
        ['OBJSENSE MAXIMISE', 'max'],
        ['NAME t\nOBJSENSE\n MIN', 'min'],
        ['NAME t\nMAX', 'max'],
        ['NAME t', 'min'],
      ] as const
    ) {
      it(`has the sense ${sense} after ${JSON.stringify(head)}`, () => {
        expect(read(file({ head })).program.sense).toBe(sense);
      });
    }

    it('is minus the right-hand side of its row off zero', () => {
      expect(read(file({ rhs: ' RHS cost 5' })).program.objectiveConstant).toBe(-5);
      expect(read(file({ rhs: ' RHS cost -2.5 l 1' })).program.objectiveConstant).toBe(2.5);
      expect(Object.is(read(file({ rhs: ' RHS cost 0' })).program.objectiveConstant, 0)).toBe(true);
    });

    it('is the first N row; others are ignored, entries, right-hand sides and all, with a warning each', () => {
      const { program, warnings } =
        read(file({
          rows: ' N cost\n N other\n L l\n G g\n E e',
          columns: " M 'MARKER' 'INTORG'\n x cost 1 other 9\n y l 1\n M 'MARKER' 'INTEND'",
          rhs: ' RHS other 3',
          ranges: ' RNG other 3',
        }));
      expect(warnings).toEqual(['The row “other” of type N in line 4 is not the objective and was ignored.']);
      expect(program.rowNames).toEqual(['l', 'g', 'e']);
      expect([...program.objective]).toEqual([1, 0]);
    });

    it('is the row that OBJNAME names', () => {
      const parts = { rows: ' N cost\n N other\n L l\n G g\n E e', columns: " M 'MARKER' 'INTORG'\n x cost 1 other 9\n M 'MARKER' 'INTEND'", rhs: '' };
      expect([...read(file({ ...parts, head: 'NAME t\nOBJNAME\n other' })).program.objective]).toEqual([9]);
      expect([...read(file({ ...parts, head: 'OBJNAME other' })).program.objective]).toEqual([9]);
      expect(refusal(file({ ...parts, head: 'OBJNAME l' })).message).toContain('OBJNAME names “l”, which is no N row');
    });
  });

  describe('right-hand sides and ranges', () => {
    it('may lack the name of the set', () => {
      expect(bounds(file({ rhs: ' l 4 g 3\n e 7' }))).toEqual(bounds(file()));
    });

    it('are 0 where none is given, and may be negative', () => {
      expect(bounds(file({ rhs: ' RHS l -4' }))).toEqual([[-INF, -4], [0, INF], [0, 0]]);
    });

    for (const [range, expected] of [
      [' RNG l 2.5', [[1.5, 4], [3, INF], [7, 7]]],
      [' RNG l -2.5', [[1.5, 4], [3, INF], [7, 7]]],
      [' RNG g 2', [[-INF, 4], [3, 5], [7, 7]]],
      [' RNG g -2', [[-INF, 4], [3, 5], [7, 7]]],
      [' RNG e 2', [[-INF, 4], [3, INF], [7, 9]]],
      [' RNG e -2', [[-INF, 4], [3, INF], [5, 7]]],
      [' RNG e 0', [[-INF, 4], [3, INF], [7, 7]]],
      [' RNG l 0', [[4, 4], [3, INF], [7, 7]]],
      [' l 1 g 1', [[3, 4], [3, 4], [7, 7]]],
    ] as const) {
      it(`make rows of the range ${range.trim()}`, () => {
        expect(bounds(file({ ranges: range }))).toEqual(expected);
      });
    }
  });

  describe('bounds', () => {
    const marked = file();
    const fixed = (text: string): number[] => [...read(text).program.fixed];
    const unmarked = " x cost 1 l 2\n y l 1";
    /** y stands in the objective only. */
    const free = " M1 'MARKER' 'INTORG'\n x cost 1 l 2\n y cost -1\n M2 'MARKER' 'INTEND'";

    it('are 0 and 1 for integers between markers where none are given', () => {
      expect(fixed(marked)).toEqual([-1, -1]);
    });

    for (const [lines, columns, expected] of [
      [' UP B x 1\n UP B y 1', undefined, [-1, -1]],
      [' UP x 1\n BV y', undefined, [-1, -1]],
      [' BV B x\n BV B y', unmarked, [-1, -1]],
      [' BV B x 1\n BV y 1', unmarked, [-1, -1]],
      [' UI B x 1\n UI B y 0', unmarked, [-1, 0]],
      [' LI B x 1\n UI B x 1\n BV B y', unmarked, [1, -1]],
      [' FX B x 0\n FX B y 1', undefined, [0, 1]],
      [' BV B x\n FX B x 1\n BV B y\n UP B y 0', unmarked, [1, 0]],
      [' LO B x 1\n UP B x 1', undefined, [1, -1]],
      [' UP B x 0\n LO B y 0\n UP B y 1', undefined, [0, -1]],
      [' FR B x\n BV B x', undefined, [-1, -1]],
      [' PL B x\n BV B x', undefined, [-1, -1]],
    ] as const) {
      it(`fix nothing or one value: ${lines.trim().replaceAll('\n', ';')} gives ${expected.join(' and ')}`, () => {
        expect(fixed(file({ bounds: lines, ...(columns === undefined ? {} : { columns }) }))).toEqual(expected);
      });
    }

    for (const [lines, columns, message] of [
      ['', unmarked, 'variable “x” is continuous'],
      [' UP B x 1\n BV B y', unmarked, 'variable “x” is continuous'],
      [' LO B y 0', free, '“y” is an integer variable without an upper bound, and the rows give it none'],
      [' PL B y', free, '“y” is an integer variable without an upper bound, and the rows give it none'],
      [' UP B y inf', free, '“y” is an integer variable without an upper bound, and the rows give it none'],
      [' MI B y', free, '“y” is an integer variable without bounds, and the rows give it none'],
      [' FR B y', free, '“y” is an integer variable without bounds, and the rows give it none'],
      [' UP B y -1', free, '“y” is an integer variable without a lower bound, and the rows give it none'],
      [' UP B y 2000000000', free, '“y” is an integer variable of the range 0..2000000000, which is too wide'],
      [' UP B y 0.5', undefined, 'variable “y” is an integer variable whose bounds 0 and 0.5 are not whole numbers'],
      [' FX B y 2.5', undefined, 'variable “y” is an integer variable whose bounds 2.5 and 2.5 are not whole numbers'],
    ] as const) {
      it(`that leave something else are refused: ${lines.trim().replaceAll('\n', ';') || 'none, without markers'}`, () => {
        const error = refusal(file({ bounds: lines, ...(columns === undefined ? {} : { columns }) }));
        expect(error.code).toBe('problem-not-binary');
        expect(error.message).toContain(message);
        expect(error.hint).not.toBe('');
      });
    }

    it('that contradict each other are refused, naming the line', () => {
      const error = refusal(file({ bounds: ' LO B x 1\n UP B x 0' }));
      expect(error).toMatchObject({ code: 'problem-bound', line: 19, field: 'x' });
      expect(error.message).toBe('p.mps, line 19: variable “x” has no value: its lower bound 1 is above its upper bound 0.');
      expect(refusal(file({ bounds: ' UP B x -3\n LO B x 0' })).code).toBe('problem-bound');
    });

    it('name the first variable that is not binary, and where it is declared', () => {
      expect(refusal(file({ columns: " M 'MARKER' 'INTORG'\n x l 1\n M 'MARKER' 'INTEND'\n y l 1\n z l 1" }))).toMatchObject({ code: 'problem-not-binary', field: 'y', line: 11 });
    });
  });

  describe('fixed format', () => {
    const fixedFile = [
      'NAME          A NAME',
      'ROWS',
      ' N  THE COST',
      ' L  ROW 1',
      ' G  ROW2',
      'COLUMNS',
      "    MARKER                 'MARKER'                 'INTORG'",
      '    COL 1     THE COST           1.5   ROW 1               2.',
      '    COL 1     ROW2                -1',
      '    COL 2     ROW 1              3E1',
      "    MARKER                 'MARKER'                 'INTEND'",
      'RHS',
      '    RHS 1     ROW 1               10   ROW2              -4.',
      'RANGES',
      '    RNG       ROW 1                3',
      'BOUNDS',
      ' UP BND 1     COL 1                1',
      ' FX BND 1     COL 2                0',
      'ENDATA',
    ].join('\n');

    it('is recognized by names that hold spaces', () => {
      const { program, warnings } = read(fixedFile);
      expect(program.rowNames).toEqual(['ROW 1', 'ROW2']);
      expect(program.variableNames).toEqual(['COL 1', 'COL 2']);
      expect(program).toMatchObject({ name: 'A NAME', objectiveName: 'THE COST' });
      expect([...program.rows.value]).toEqual([2, 30, -1]);
      expect([...program.rowLower]).toEqual([7, -4]);
      expect([...program.rowUpper]).toEqual([10, INF]);
      expect([...program.fixed]).toEqual([-1, 0]);
      expect(warnings).toEqual(['Names hold spaces (first in line 3), so the file was read by the columns of fixed MPS.']);
    });

    it('is recognized at the first line that needs it, be it a variable, a set or a bound', () => {
      const rows = fixedFile.replaceAll('THE COST', 'THE_COST').replaceAll('ROW 1', 'ROW_1');
      expect(read(rows).program.variableNames).toEqual(['COL 1', 'COL 2']);
      const columns = rows.replaceAll('COL 1', 'COL_1').replaceAll('COL 2', 'COL_2');
      expect(read(columns).program.variableNames).toEqual(['COL_1', 'COL_2']);
      expect(read(columns).warnings[0]).toContain('first in line 13');
    });

    it('must then be kept to in every line: nothing outside the columns is cut off', () => {
      expect(refusal(fixedFile.replace('ROW 1               2.', 'ROW 1                 2.'))).toMatchObject({
        code: 'problem-syntax',
        line: 8,
      });
      expect(refusal(fixedFile.replace('    COL 1     ROW2', ' ZZ COL 1     ROW2')).message)
        .toContain('line 9: the line does not keep to the columns');
      expect(refusal(fixedFile.replace('RHS 1     ROW 1 ', 'RHS 1         ROW 1 '))).toMatchObject({ code: 'problem-syntax', line: 13 });
    });

    it('is not guessed where an earlier line does not keep to the columns', () => {
      const error = refusal(fixedFile.replace(' N  THE COST', '   N  THE_COST').replaceAll('THE COST', 'THE_COST'));
      expect(error).toMatchObject({ code: 'problem-syntax', line: 4 });
    });
  });

  describe('is refused', () => {
    const cases: readonly (readonly [what: string, text: string, code: ProblemErrorCode, line: number | undefined, says: string])[] = [
      ['when it is empty', '', 'problem-empty', undefined, 'empty'],
      ['when it is blank', ' \n\t\n', 'problem-empty', undefined, 'empty'],
      ['when it is a web page', '<!DOCTYPE html><html></html>', 'problem-format', undefined, 'web page'],
      ['when it is binary', 'NAME\u0000\u0001\u0002', 'problem-format', undefined, 'not text'],
      ['for a number like 17x1', file({ columns: " M 'MARKER' 'INTORG'\n x cost 17x1" }), 'problem-number', 9,
        '“17x1” in COLUMNS is not a number'],
      ['for nan', file({ rhs: ' RHS l nan' }), 'problem-number', 15, '“nan” in RHS is not a number'],
      ['for inf in COLUMNS', file({ columns: ' x l inf' }), 'problem-number', 8, '“inf”'],
      ['for inf in RHS', file({ rhs: ' RHS l Infinity' }), 'problem-number', 15, '“Infinity”'],
      ['for 1e400', file({ rhs: ' RHS l 1e400' }), 'problem-number', 15, 'too large'],
      ['for 1e-400', file({ columns: ' x l 1e-400' }), 'problem-number', 8, 'too small'],
      ['for a number with a comma', file({ rhs: ' RHS l 1,5' }), 'problem-number', 15, '“1,5”'],
      ['for 0x10', file({ rhs: ' RHS l 0x10' }), 'problem-number', 15, '“0x10”'],
      ['for 1e', file({ rhs: ' RHS l 1e' }), 'problem-number', 15, '“1e”'],
      ['for --1', file({ rhs: ' RHS l --1' }), 'problem-number', 15, '“--1”'],
      ['for a lone sign', file({ rhs: ' RHS l -' }), 'problem-number', 15, '“-”'],
      ['for a broken Fortran exponent', file({ rhs: ' RHS l 1D' }), 'problem-number', 15, '“1D”'],
      ['for a Fortran number too large for a double, as it is written', file({ rhs: ' RHS l 1d585' }), 'problem-number', 15, 'the number “1d585” in RHS is too large'],
      ['for an unknown row in COLUMNS', file({ columns: ' x cost 1 nix 2' }), 'problem-unknown-name', 8, '“nix” in COLUMNS is no row'],
      ['for an unknown row in RHS', file({ rhs: ' RHS nix 2' }), 'problem-unknown-name', 15, '“nix” in RHS'],
      ['for an unknown row in RANGES', file({ ranges: ' RNG nix 2' }), 'problem-unknown-name', 18, '“nix” in RANGES'],
      ['for an unknown variable in BOUNDS', file({ bounds: ' UP B nix 1' }), 'problem-unknown-name', 18, '“nix”, which is no variable'],
      ['for a row declared twice', file({ rows: ' N cost\n L l\n G g\n E e\n L l' }), 'problem-duplicate', 7, '“l” was already declared'],
      ['for two entries of a variable in a row', file({ columns: ' x l 1 l 2' }), 'problem-duplicate', 8, 'second entry in row “l”'],
      ['for two entries on two lines', file({ columns: ' x l 1\n x l 2' }), 'problem-duplicate', 9, 'second entry'],
      ['for a variable that comes again', file({ columns: ' x l 1\n y l 1\n x g 2' }), 'problem-duplicate', 10, '“x” comes again'],
      ['for two right-hand sides of a row', file({ rhs: ' RHS l 1\n RHS l 1' }), 'problem-duplicate', 16, 'already given in line 15'],
      ['for two objective constants', file({ rhs: ' RHS cost 1\n RHS cost 0' }), 'problem-duplicate', 16, 'already given in line 15'],
      ['for two ranges of a row', file({ ranges: ' RNG l 1\n RNG l 1' }), 'problem-duplicate', 19, 'already given in line 18'],
      ['for two upper bounds', file({ bounds: ' UP B x 1\n UP B x 1' }), 'problem-duplicate', 19,
        'upper bound of variable “x” was already given in line 18'],
      ['for two BV', file({ bounds: ' BV B x\n BV B x' }), 'problem-duplicate', 19, 'BV'],
      ['for a second set of right-hand sides', file({ rhs: ' R1 l 1\n R2 g 1' }), 'problem-unsupported', 16, 'second set “R2”'],
      ['for a second set of bounds', file({ bounds: ' UP B1 x 1\n UP B2 y 1' }), 'problem-unsupported', 19, 'second set “B2”'],
      ['for a second section', file({ end: 'RHS\nENDATA\n' }), 'problem-duplicate', 17, 'second section RHS'],
      ['for an unknown section', file({ end: 'FOO\nENDATA\n' }), 'problem-section', 17, '“FOO” is no section'],
      ['for special ordered sets', file({ end: 'SOS\nENDATA\n' }), 'problem-unsupported', 17, 'SOS'],
      ['for a quadratic objective', file({ end: 'QUADOBJ\n x x 1\nENDATA\n' }), 'problem-unsupported', 17, 'QUADOBJ'],
      ['without ROWS', 'NAME t\nCOLUMNS\nENDATA\n', 'problem-section', 2, 'before the section ROWS'],
      ['without COLUMNS', 'NAME t\nROWS\n N c\nENDATA\n', 'problem-section', 4, 'before the section COLUMNS'],
      ['without variables', 'NAME t\nROWS\n N c\nCOLUMNS\nENDATA\n', 'problem-section', 5, 'no variables'],
      ['without an objective', file({ rows: ' L l\n G g\n E e' }), 'problem-section', 6, 'no objective'],
      ['when it is cut off', file({ end: '' }), 'problem-truncated', 16, 'without ENDATA'],
      ['when it is cut off in a line', file().slice(0, 80), 'problem-truncated', 9, 'ends in the middle of this line'],
      ['when it is cut off in ENDATA', file({ end: 'ENDA' }), 'problem-truncated', 17, 'ends in the middle of this line'],
      ['for data before a section', 'NAME t\n x y 1\nROWS\n', 'problem-section', 2, 'before any section'],
      ['for a row of an unknown type', file({ rows: ' N cost\n X l' }), 'problem-syntax', 4, '“X” is no type of a row'],
      ['for a row without a name', file({ rows: ' N cost\n L' }), 'problem-syntax', 4, 'one field'],
      ['for a row that begins with $', file({ rows: ' N cost\n L $l' }), 'problem-syntax', 4, 'ROWS'],
      ['for a variable that begins with $', file({ columns: ' $x l 1' }), 'problem-name', 8, '$'],
      ['for a line of COLUMNS with four fields', file({ columns: ' x l 1 g' }), 'problem-syntax', 8, '3 or 5 fields'],
      ['for a bound without its number', file({ bounds: ' UP B' }), 'problem-syntax', 18, 'fields'],
      ['for a semi-continuous variable', file({ bounds: ' SC B x 1' }), 'problem-unsupported', 18, 'semi-continuous'],
      ['for an unknown type of bound', file({ bounds: ' ZZ B x 1' }), 'problem-syntax', 18, '“ZZ”'],
      ['for INTEND without INTORG', file({ columns: " M 'MARKER' 'INTEND'\n x l 1" }), 'problem-syntax', 8, 'INTEND'],
      ['for INTORG inside INTORG', file({ columns: " M 'MARKER' 'INTORG'\n M 'MARKER' 'INTORG'" }), 'problem-syntax', 9, 'INTORG'],
      ['for another marker', file({ columns: " M 'MARKER' 'SOSORG'" }), 'problem-unsupported', 8, 'SOSORG'],
      ['for an unknown sense', file({ head: 'NAME t\nOBJSENSE\n UP' }), 'problem-syntax', 3, '“UP” is no objective sense'],
      ['for a range on the objective', file({ ranges: ' RNG cost 1' }), 'problem-bound', 18, 'objective'],
      ['for words after a section', file().replace('\nROWS', '\nROWS x'), 'problem-syntax', 2, 'stands alone'],
      ['for a line of a megabyte', file({ columns: ` ${'x'.repeat(1 << 20)}` }), 'problem-syntax', 8, 'longer than'],
      ['for a name with a control character', file({ columns: " M 'MARKER' 'INTORG'\n x\u0007 l 1\n M 'MARKER' 'INTEND'" }),
        'problem-encoding', undefined, 'control character'],
      ['for prose', 'hello world\nthis is no program\n', 'problem-section', 1, '“hello” is no section'],
    ];
    for (const [what, text, code, line, says] of cases) {
      it(what, () => {
        const error = refusal(text);
        expect(error.message).toContain(says);
        expect({ code: error.code, line: error.line, file: error.file }).toEqual({ code, line, file: 'p.mps' });
        expect(error.message).toMatch(/^p\.mps(, line \d+)?: .*\.$/s);
        expect(error.hint).toMatch(/\.$/);
      });
    }

    it('for a name that is not UTF-8', () => {
      const bytes = bytesOf(file({ columns: " M 'MARKER' 'INTORG'\n x? l 1\n M 'MARKER' 'INTEND'" })).map((
        byte,
      ) => (byte === 63 ? 0xe9 : byte));
      expect(() => parseProgram(bytes, 'p.mps')).toThrow(/not UTF-8/);
    });

    it('when gzip is found inside', () => {
      expect(() => parseProgram(Uint8Array.of(0x1f, 0x8b, 8, 0), 'p.mps')).toThrow(/compressed with gzip/);
    });
  });

  it('says when a last INTEND is missing', () => {
    const { warnings, program } = read(file({ columns: " M 'MARKER' 'INTORG'\n x l 1" }));
    expect([...program.fixed]).toEqual([-1]);
    expect(warnings).toEqual(['COLUMNS ends in line 10 without an INTEND for its last INTORG.']);
  });
});
