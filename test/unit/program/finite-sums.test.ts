/** Numbers that a double holds and whose sums it does not: no reader makes an infinity of them, and each refusal names the file. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';

const lp = (objective: string, row: string, more = 'Binary\n x y\n'): string =>
  `Minimize\n z: ${objective}\nSubject To\n r: ${row}\n${more}End\n`;
const fixed = (value: number): string => `Bounds\n n = ${value}\nGeneral\n n\nBinary\n x y\n`;
const mps = (side: string, range: string): string =>
  `NAME p\nROWS\n N z\n L r\nCOLUMNS\n x z 1 r 1\nRHS\n RHS r ${side}\nRANGES\n RNG r ${range}\nBOUNDS\n BV BND x\nENDATA\n`;
const json = (cost: number): string => JSON.stringify({
  format: 'leibniz-program', version: 1, name: 'p', sense: 'min', variables: ['x', 'y'],
  objective: { name: 'z', constant: 0, terms: [['x', cost], ['y', cost]] }, rows: [],
});

/** Fed byte by byte too, as a file in pieces is. */
function refusal(file: string, text: string): ProblemError {
  const bytes = new TextEncoder().encode(text);
  const whole = thrown(() => parseProgram(bytes, file));
  const pieces = thrown(() => {
    const reader = createProgramReader(file);
    for (let k = 0; k < bytes.length; k += 7) reader.push(bytes.subarray(k, k + 7));
    reader.finish();
  });
  expect(pieces.message).toBe(whole.message);
  return whole;
}

function thrown(work: () => unknown): ProblemError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('what a double does not hold', () => {
  it.each<[string, string, string, RegExp]>([
    ['costs', 'p.lp', lp('1e308 x + 1.5e308 y', 'x + y >= 1'), /the costs add up to more .* the largest is 1\.5e\+308, of “y”/],
    ['costs below 0', 'p.lp', lp('- 1e308 x - 1e308 y', 'x + y >= 1'), /the costs add up to more/],
    ['constants', 'p.lp', lp('x + 1e308 + 1e308', 'x + y >= 1'), /line 3: the constant of the objective/],
    ['a row', 'p.lp', lp('x', '1e308 x + 1e308 y >= 1'), /the numbers of the row “r” add up/],
    ['a row and its side', 'p.lp', lp('x', '1e308 x + y <= 1e308'), /the numbers of the row “r” add up/],
    ['a fixed integer in the objective', 'p.lp', lp('1e308 n + x', 'x + y >= 1', fixed(1000)), /times 1000 of “n”, added to 0/],
    ['a fixed integer in a row', 'p.lp', lp('x', '1e308 n + x + y >= 1', fixed(1000)), /-1e\+308 times 1000 of “n”, added to 1/],
    ['an integer in bits', 'p.lp', lp('1e308 n + x', 'x + y >= 1', 'Bounds\n 0 <= n <= 9\nGeneral\n n\nBinary\n x y\n'),
      /of the integer variable “n” is too large/],
    ['a range', 'p.mps', mps('-1e308', '1.5e308'), /line 10: the range 1\.5e\+308 and the right-hand side -1e\+308/],
    ['a matrix of Biq Mac', 'p.sparse', '2 2\n1 1 3\n1 2 1e308\n', /line 3: “1e308” stands off the diagonal and counts twice/],
    ['a matrix of qbsolv', 'p.qubo', 'p qubo 0 2 1 1\n0 0 1e308\n0 1 1e308\n', /the costs add up to more/],
    ['our JSON', 'p.json', json(1e308), /the costs add up to more/],
  ])('is refused with the file and what it is of: %s', (_what, file, text, sentence) => {
    const error = refusal(file, text);
    expect(error.message).toMatch(sentence);
    expect(error.message.startsWith(`${file}`)).toBe(true);
    expect(error.message).not.toMatch(/damaged|not valid/);
    expect(error).toMatchObject({ code: 'problem-number', file });
  });

  it('is all that is refused: numbers of the same size whose sums are held are read', () => {
    expect(parseProgram(new TextEncoder().encode(lp('8e307 x + 8e307 y', '8e307 x + y <= 8e307')), 'p.lp').program.objective)
      .toEqual(Float64Array.of(8e307, 8e307));
    expect(parseProgram(new TextEncoder().encode(mps('-1e308', '0.5e308')), 'p.mps').program.rowLower[0]).toBe(-1.5e308);
  });

  const huge = fc.double({ min: 1e305, max: Number.MAX_VALUE, noNaN: true });
  const number = fc.oneof(huge, huge.map((value) => -value), fc.constantFrom(1, -3, 0.5));
  it('is never read as an infinity, in programs of huge numbers', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 5, maxLength: 5 }), fc.integer({ min: 2, max: 9 }), ([a, b, c, d, side], fix) => {
        const text = lp(`${a} x + ${b} y + ${c} n`.replaceAll('+ -', '- '), `${d} x + ${a} n + y >= ${side}`.replaceAll('+ -', '- '),
          fixed(fix));
        let program: Program;
        try {
          program = parseProgram(new TextEncoder().encode(text), 'p.lp').program;
        } catch (error) {
          expect(error).toMatchObject({ code: 'problem-number', file: 'p.lp' });
          return;
        }
        // The one row has a side: it must not have become none.
        expect(Number.isFinite(program.rowLower[0])).toBe(true);
        for (const x of [0, 1]) for (const y of [0, 1]) {
          expect(Number.isFinite(program.objective[0]! * x + program.objective[1]! * y + program.objectiveConstant)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
