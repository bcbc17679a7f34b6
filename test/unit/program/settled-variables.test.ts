/**
 * Variables that are constants, and what is folded: against the same program written with the numbers put
 * in by hand. Decimals must come out as decimals.
 */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decimalQuotient, decimalSum } from '../../../src-science/program/formats/decimal-sum.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const lp = (text: string) => parseProgram(bytesOf(text), 'a.lp');

describe('a variable that is a constant', () => {
  const folded = lp('Minimize\n o: x + 2 y + 3 k + 1\nSubject To\n r: x + y + 0.1 k >= 0.6\n s: 2 <= x + y - 2 k + 8 <= 9\nBounds\n k = 3\nBinaries\n x y\nEnd\n'.replace(' + 8', ''));

  it('is folded into rows and objective, in decimals', () => {
    const { program } = folded;
    expect(program.variableNames).toEqual(['x', 'y']);
    expect(program.objectiveConstant).toBe(10);
    expect([...program.rowLower]).toEqual([0.3, 8]);
    expect([...program.rowUpper]).toEqual([Number.POSITIVE_INFINITY, 15]);
  });

  it('is named in a warning', () => {
    expect(folded.warnings).toEqual(['The variable “k” is fixed at 3: it was folded into the rows and the objective as a constant.']);
  });

  it('may be fixed by an equality row of its own, which goes with it', () => {
    const { program, warnings } = lp('Minimize\n o: x + y\nSubject To\n r: x + y + k >= 6\n d: 2 k = 10\nBounds\n k free\nBinaries\n x y\nEnd\n');
    expect(program.rowNames).toEqual(['r']);
    expect([...program.rowLower]).toEqual([1]);
    expect(warnings[0]).toContain('“k” is fixed at 5');
  });

  it('stays a fixed variable, rows and all, where the row fixes it at 0 or 1', () => {
    const { program } = lp('Minimize\n o: x + 4 one\nSubject To\n d: one = 1\n r: x >= 1\nBounds\n one free\nBinaries\n x\nEnd\n');
    expect(program.variableNames).toEqual(['x', 'one']);
    expect([...program.fixed]).toEqual([-1, 1]);
    expect(program.rowNames).toEqual(['d', 'r']);
  });

  it('is none where the row’s value is outside its bounds, or no decimal', () => {
    for (const row of ['k = 7', '3 k = 1', '-k = 1']) {
      expect(() => lp(`Minimize\n o: x\nSubject To\n r: x + k >= 1\n d: ${row}\nBounds\n 0 <= k <= 6\nBinaries\n x\nEnd\n`), row).toThrow(/variable “k” is continuous/);
    }
  });

  it('of integer kind must be an integer', () => {
    expect(() => lp('Minimize\n o: x + k\nSubject To\n r: x >= 1\nBounds\n k = 2.5\nGenerals\n k\nBinaries\n x\nEnd\n')).toThrow(/integer variable whose bounds 2.5 and 2.5 are not whole numbers/);
    expect(lp('Minimize\n o: x + k\nSubject To\n r: x >= 1\nBounds\n k = 2\nGenerals\n k\nBinaries\n x\nEnd\n').program.objectiveConstant).toBe(2);
  });

  it('makes a few sentences of many', () => {
    const names = Array.from({ length: 50 }, (_, k) => `k${k}`);
    const { warnings } = lp(`Minimize\n o: x + ${names.join(' + ')}\nSubject To\n r: x >= 1\nBounds\n${names.map((name) => ` ${name} = 2`).join('\n')}\nBinaries\n x\nEnd\n`);
    expect(warnings).toHaveLength(9);
    expect(warnings.at(-1)).toBe('42 more variables were folded in the same way.');
  });
});

describe('GLPK’s slack of a row with two sides', () => {
  const text = (slack: string, bounds: string): string => `Minimize\n o: x + y${slack === '~r_1' ? '' : ` + 0 ${slack}`}\nSubject To\n r: x + y - ${slack} = 1\nBounds\n ${bounds}\nBinaries\n x y\nEnd\n`;

  it('becomes the row’s other side', () => {
    const { program } = lp(text('~r_1', '0 <= ~r_1 <= 0.3'));
    expect([program.variableNames, [...program.rowLower], [...program.rowUpper]]).toEqual([['x', 'y'], [1], [1.3]]);
  });

  it('is refused under another name or without both bounds', () => {
    expect(() => lp(text('slack', '0 <= slack <= 3'))).toThrow(/variable “slack” is continuous/);
    expect(() => lp(text('~r_1', '~r_1 >= 0'))).toThrow(/variable “~r_1” is continuous/);
  });
});

describe('sections of an LP file', () => {
  it('that are no part of a 0-1 program may stand there empty', () => {
    const text = 'Minimize\n o: x\nSubject To\n r: x >= 1\nBinaries\n x\nSemi-continuous\nSOS\nUser Cuts\nEnd\n';
    expect(lp(text).program.variableNames).toEqual(['x']);
    expect(() => lp(text.replace('SOS\n', 'SOS\n s1: S1:: x:1\n'))).toThrow(/special ordered sets are not part/);
    expect(() => lp(text.replace('User Cuts\n', 'User Cuts\n u: x >= 0\n'))).toThrow(/user cuts are not part/);
  });

  it('lazy constraints are rows, with a warning', () => {
    const { program, warnings } = lp('Minimize\n o: x + y\nSubject To\n r: x >= 1\nLazy Constraints\n l: x + y <= 1\nBinaries\n x y\nEnd\n');
    expect(program.rowNames).toEqual(['r', 'l']);
    expect(warnings).toEqual(['The lazy constraints from line 5 on were read as rows.']);
  });

  it('general constraints are none of Generals', () => {
    expect(() => lp('Minimize\n o: x\nSubject To\n r: x >= 1\nBinaries\n x\nGeneral Constraints\n g: x = MAX ( x )\nEnd\n')).toThrow(/general constraints are not part/);
    expect(lp('Minimize\n o: x\nSubject To\n r: x >= 1\nBounds\n x <= 1\nGeneral\n x\nEnd\n').program.variableNames).toEqual(['x']);
  });
});

describe('the right-hand side of an MPS objective', () => {
  const mps = (header: string, sense = ''): string => `${header}NAME t\n${sense}ROWS\n N o\n L r\nCOLUMNS\n M 'MARKER' 'INTORG'\n x o 1 r 1\n M 'MARKER' 'INTEND'\nRHS\n R o -7 r 1\nBOUNDS\n BV B x\nENDATA\n`;
  const glpk = '* Problem: t\n* Class: MIP\n* Rows: 1\n* Columns: 1 (1 integer, 1 binary)\n* Non-zeros: 1\n* Format: Free MPS\n*\n';
  const lpSolve = "*<meta creator='lp_solve v5.5'>\n*<meta origsense='MAX'>\n";

  it.each([
    ['nobody known', mps(''), 7, /subtracted, as most readers do; GLPK and lp_solve add it/],
    ['GLPK', mps(glpk), -7, /added as its constant, as GLPK means it/],
    ['lp_solve, minimizing', mps(lpSolve.replace('MAX', 'MIN')), -7, /added as its constant, as lp_solve means it/],
    ['lp_solve, maximizing', mps(lpSolve, 'OBJSENSE\n MAX\n'), 7, /subtracted, as lp_solve means it/],
  ])('follows the writer that the header names: %s', (_who, text, constant, words) => {
    const { program, warnings } = parseProgram(bytesOf(text), 'a.mps');
    expect(program.objectiveConstant).toBe(constant);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(words);
  });

  it('is in no doubt in a file of ours', () => {
    const { program } = parseProgram(bytesOf(mps('')), 'a.mps');
    expect(parseProgram(bytesOf(writeProgram(program, 'mps')), 'b.mps')).toMatchObject({ program: { objectiveConstant: 7 }, warnings: [] });
  });
});

describe('sums of decimals', () => {
  it('come out as a person would have them', () => {
    expect(decimalSum(0.3, -0.1, 3)).toBe(0);
    expect(decimalSum(0.1, 1, 0.2)).toBe(0.3);
    expect(decimalSum(1e21, -1, 1e-7)).toBe(1e21);
    expect(decimalSum(Number.NEGATIVE_INFINITY, 5, 2)).toBe(Number.NEGATIVE_INFINITY);
    expect(decimalQuotient(1, 3)).toBeNull();
    expect(decimalQuotient(0.3, 0.1)).toBe(3);
  });

  it('are exact for integers, whatever their size', () => {
    const whole = fc.maxSafeInteger().map((value) => Math.trunc(value / 2 ** 27));
    fc.assert(fc.property(whole, whole, whole, (a, b, c) => {
      expect(decimalSum(a, b, c)).toBe(Number(BigInt(a) + BigInt(b) * BigInt(c)));
    }), { seed: 1, numRuns: 500 });
  });
});
