/** Solutions of programs that read our portable, fixed-column or escaped files: their names are those of the file. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userValues, userVariables } from '../../../src-science/program/integers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { readSolution } from '../../../src-science/program/solutions/solution-file.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { HOSTILE_NAMES } from '../export/hostile-names.ts';
import { arbitraryProgram, bytesOf } from './arbitrary-program.ts';

const NAMES = fc.oneof(
  HOSTILE_NAMES.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name)),
  fc.constantFrom('x1', 'x2', 'x2_', 'x3', 'constant', 'const1', 'quite_a_long_name', 'inf'),
);

/** The file as a program sees it that knows none of our comments: its names and those of its variables’ meaning, in order. */
function seenByOthers(program: Program, format: 'mps' | 'lp', form: 'as-is' | 'portable' | 'fixed'): Program | null {
  try {
    const text = writeProgram(program, format, { form });
    return parseProgram(bytesOf(text.replaceAll(format === 'mps' ? /^\*.*\n/gm : /^\\.*\n/gm, '')), `a.${format}`).program;
  } catch (error) {
    // Fixed columns have no room for every number.
    if (error instanceof ProblemError && error.code === 'problem-unwritable') return null;
    throw error;
  }
}

describe('a solution whose names are those of a file of ours', () => {
  it.each([['mps', 'portable'], ['lp', 'portable'], ['mps', 'fixed'], ['mps', 'as-is'], ['lp', 'as-is']] as const)(
    'of %s, %s, is read as the vector that it is',
    (format, form) => {
      let replaced = 0;
      fc.assert(
        fc.property(arbitraryProgram({ name: NAMES }), fc.infiniteStream(fc.boolean()), (program, bits) => {
          const theirs = seenByOthers(program, format, form);
          if (theirs === null) return;
          const x = program.fixed.map((fixed) => (fixed < 0 ? Number(bits.next().value) : fixed));
          const vector = Uint8Array.from(x);
          const values = userValues(program, vector);
          const names = userVariables(theirs).map(({ name }) => name);
          // The variable of the constant is the last and 1.
          const entries = names.map((name, j) => `${JSON.stringify(name)}: ${values[j] ?? 1}`);
          const { objective } = solutionReport(program, vector);
          const stated = theirs.sense === program.sense ? objective : -objective;
          const read = readSolution(bytesOf(`{"objective": ${stated}, "x": {${entries.join(', ')}}}`), 'a.json', program);
          expect([...read.x]).toEqual([...vector]);
          if (Math.abs(objective) > 1e-5) expect(read.statedObjective).toBe(objective);
          if (userVariables(program).some(({ name }, j) => name !== names[j])) {
            replaced++;
            expect(read.warnings).toEqual([expect.stringMatching(/^Names were read as a file of Leibniz has them in /)]);
          } else expect(read.warnings).toEqual([]);
        }),
        { numRuns: 150 },
      );
      expect(replaced).toBeGreaterThan(4);
    },
  );

  const two = parseProgram(bytesOf(JSON.stringify({
    format: 'leibniz-program', version: 1, variables: ['a b', 'inf', 'x2'], objective: { constant: 2, terms: [['a b', 1]] },
  })), 'a.json').program;

  it('says how the names were read, and that the constant is no variable', () => {
    const read = readSolution(bytesOf('x1 1\nx2_ 1\nconstant 1\n'), 'a.sol', two);
    expect([[...read.x], read.warnings]).toEqual(
      [[1, 1, 0], ['Names were read as a file of Leibniz has them in the portable form: “x1” is “a b”.']],
    );
    // A name of the program is what it is.
    expect([...readSolution(bytesOf('x2 1\n'), 'a.sol', two).x]).toEqual([0, 0, 1]);
    expect([...readSolution(bytesOf('a%20b 1\n'), 'a.sol', two).x]).toEqual([1, 0, 0]);
  });

  it('is refused where two names stand for one variable, and where none is known', () => {
    const twice = bytesOf('inf 1\nx2_ 1\nx1 1\n');
    expect(() => readSolution(twice, 'a.sol', two)).toThrow(/“inf” and “x2_” both stand for the variable “inf”/);
    expect(() => readSolution(bytesOf('x7 1\n'), 'a.sol', two)).toThrow(
      /no name of the file is a variable of the problem; the first is “x7”/,
    );
  });
});
