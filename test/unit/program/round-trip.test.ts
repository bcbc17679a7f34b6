/** Laws of the formats: what is written reads back equal, through any of them and in any order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRAM_FORMATS } from '../../../src-science/program/formats/format-table.ts';
import { decodeProgram, encodeProgram } from '../../../src-science/program/encoding.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import type { ProgramFormat } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { arbitraryProgram, bytesOf, plainName, programFor } from './arbitrary-program.ts';

function through(program: Program, format: ProgramFormat): Program {
  return parseProgram(bytesOf(writeProgram(program, format)), `a.${format}`).program;
}

describe('a program written and read back', () => {
  for (const format of PROGRAM_FORMATS) {
    it(`is equal, in ${format}, whatever its names and numbers`, () => {
      fc.assert(
        fc.property(programFor(format), (program) => {
          expect(through(program, format)).toStrictEqual(program);
        }),
        { numRuns: 400, seed: 20260125 },
      );
    });

    it(`reads without a warning unless a name is not shown as it is, in ${format}`, () => {
      fc.assert(
        fc.property(programFor(format), (program) => {
          const { warnings } = parseProgram(bytesOf(writeProgram(program, format)), `a.${format}`);
          // That products were found is said in any case.
          const said = warnings.filter((warning) => !/^(The product|\d+ products) of variables/.test(warning));
          const shown = [program.name, program.objectiveName, ...program.variableNames, ...program.rowNames].every((name) =>
            oneLine(name) === name
          );
          expect(said.map((warning) => warning.replace(/^(One name holds|\d+ names hold) .*; the first is “.*”\.$/, 'shown as escapes')))
            .toEqual(shown ? [] : ['shown as escapes']);
        }),
        { numRuns: 100, seed: 20260126 },
      );
    });
  }

  it('is equal after going through all three formats in turn', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(),
        fc.constantFrom('mps', 'lp', 'json'),
        fc.constantFrom('mps', 'lp', 'json'),
        (program, first, second) => {
          expect(through(through(program, first), second)).toStrictEqual(program);
        },
      ),
      { numRuns: 200, seed: 20260127 },
    );
  });

  it('is equal after encoding and decoding', () => {
    fc.assert(
      fc.property(arbitraryProgram({ freeRows: true }), (program) => {
        expect(decodeProgram(encodeProgram(program))).toStrictEqual(program);
      }),
      { numRuns: 400, seed: 20260128 },
    );
  });

  it('keeps plain names as they are, so that other programs show them', () => {
    fc.assert(
      fc.property(arbitraryProgram({ name: plainName }), (program) => {
        const text = writeProgram(program, 'lp');
        for (const name of program.variableNames) expect(text).toContain(` ${name}`);
        expect(text).not.toContain('escaped');
      }),
      { numRuns: 50, seed: 20260129 },
    );
  });
});

describe('a reader fed in pieces', () => {
  it('reads the same program however the bytes are cut', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(),
        fc.constantFrom('mps', 'lp', 'json'),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 }),
        (program, format, cuts) => {
          const bytes = bytesOf(writeProgram(program, format));
          const reader = createProgramReader(`a.${format}`);
          let at = 0;
          for (let k = 0; at < bytes.length; k++) {
            const length = cuts[k % cuts.length] ?? 1;
            reader.push(bytes.slice(at, at + length));
            at += length;
          }
          expect(reader.finish().program).toStrictEqual(program);
        },
      ),
      { numRuns: 150, seed: 20260130 },
    );
  });

  it('reads lines that straddle chunks of a file longer than the look at its beginning', () => {
    const rows = Array.from({ length: 6000 }, (_, i) => ` c${i}: x${i} + 2 x${i + 1} >= 1`);
    const names = Array.from({ length: 6001 }, (_, i) => `x${i}`);
    const text = `Minimize\n obj: x0\nSubject To\n${rows.join('\n')}\nBinaries\n ${names.join('\n ')}\nEnd\n`;
    const bytes = bytesOf(text);
    expect(bytes.length).toBeGreaterThan(2 * 65_536);
    const reader = createProgramReader('long.lp');
    for (let at = 0; at < bytes.length; at += 1013) reader.push(bytes.slice(at, at + 1013));
    expect(reader.finish().program).toStrictEqual(parseProgram(bytes, 'long.lp').program);
  });
});

describe('a row with two bounds in an LP file', () => {
  const ranged = parseProgram(bytesOf('Minimize\n x + y\nSubject To\n r: 1 <= x + y <= 2\n s: x >= 0\nBinaries\n x y\nEnd\n'), 'a.lp').program;
  const text = writeProgram(ranged, 'lp');

  it('is written as two rows, which readers that misread ranges understand, and read back as one', () => {
    expect(text).toContain(' r: x + y >= 1\n r%up: x + y <= 2\n');
    expect(through(ranged, 'lp')).toStrictEqual(ranged);
  });

  it('stays two rows for who has no such comment', () => {
    const plain = text.split('\n').filter((line) => !line.startsWith('\\')).join('\n');
    expect(parseProgram(bytesOf(plain), 'a.lp').program.rowNames).toEqual(['r', 'r%up', 's']);
  });

  it('is refused where its halves no longer fit together', () => {
    for (
      const [from, to] of [['r%up: x + y', 'r%up: x + 2 y'], ['r%up: x + y', 'r%up: x'], ['x + y <= 2', 'x + y >= 2'], ['x + y <= 2',
        'x + y <= 0'], ['r: x + y >= 1', 'r: x + y = 1']] as const
    ) {
      expect(() => parseProgram(bytesOf(text.replace(from, to)), 'a.lp'), to).toThrow(/do not fit together/);
    }
  });
});

describe('the sense in an MPS file', () => {
  const program = parseProgram(bytesOf('Maximize\n value: 3 x + 2 y\nSubject To\n r: x + y <= 1\nBinaries\n x y\nEnd\n'), 'a.lp').program;

  it('is said in a comment too where it is max, since two solvers minimize such a file without an error', () => {
    const lines = writeProgram(program, 'mps').split('\n');
    expect(lines[0]).toMatch(/^\* The objective is to be maximized\./);
    expect(through(program, 'mps')).toStrictEqual(program);
  });

  it('needs no comment where it is min', () => {
    expect(writeProgram({ ...program, sense: 'min' }, 'mps')).not.toContain('maximized');
  });
});

describe('what a format cannot hold', () => {
  const base = parseProgram(bytesOf('Minimize\n x\nSubject To\n r: x >= -inf\nBinaries\n x\nEnd\n'), 'a.lp').program;

  it('is refused by MPS when a row has no bounds', () => {
    expect(() => writeProgram(base, 'mps')).toThrow(ProblemError);
    expect(() => writeProgram(base, 'mps')).toThrow(/row “r”, which has no bounds/);
  });

  it('is refused by MPS when no range gives two bounds back exactly', () => {
    const odd = { ...base, rowLower: Float64Array.of(1e-300), rowUpper: Float64Array.of(1e300) };
    const kept = { ...base, rowLower: Float64Array.of(0.1), rowUpper: Float64Array.of(0.3) };
    expect(through(kept, 'mps')).toStrictEqual(kept);
    expect(through(odd, 'mps')).toStrictEqual(odd);
    const impossible = { ...base, rowLower: Float64Array.of(-1.7e308), rowUpper: Float64Array.of(1.7e308) };
    expect(() => writeProgram(impossible, 'mps')).toThrow(/no right-hand side and range express exactly/);
    expect(through(impossible, 'lp')).toStrictEqual(impossible);
  });

  it('is never an objective constant, and a side or range of 1e30 only by MPS, where it means infinity', () => {
    const constant = { ...base, rowUpper: Float64Array.of(1), objectiveConstant: 1e30 };
    for (const format of ['mps', 'lp', 'json'] as const) expect(through(constant, format)).toStrictEqual(constant);
    const side = { ...base, rowUpper: Float64Array.of(1e30) };
    const width = { ...base, rowLower: Float64Array.of(-5e29), rowUpper: Float64Array.of(5e29) };
    for (const program of [side, width]) {
      expect(() => writeProgram(program, 'mps')).toThrow(/no right-hand side and range express exactly/);
      expect(through(program, 'lp')).toStrictEqual(program);
    }
  });

  it('is refused by MPS and LP, but not by JSON, when a name is longer than other programs read', () => {
    const long = { ...base, rowUpper: Float64Array.of(1), rowNames: ['r'.repeat(256)] };
    expect(() => writeProgram(long, 'mps')).toThrow(/longer than the 255 bytes/);
    expect(() => writeProgram(long, 'lp')).toThrow(/longer than the 255 bytes/);
    expect(through(long, 'json')).toStrictEqual(long);
  });
});
