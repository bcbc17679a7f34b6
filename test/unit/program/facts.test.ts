/** Facts of a program: the fields of `leibniz info`. */
import { describe, expect, it } from 'vitest';
import { ProblemFacts } from '../../../src-contract/session.ts';
import { programFacts } from '../../../src-science/program/facts.ts';
import { PROBLEM_FAMILIES, generate } from '../../../src-science/program/generate.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { bytesOf } from './arbitrary-program.ts';

const program = parseProgram(bytesOf('Maximize\n 3 x + 4 y\nSubject To\n p: 2 x + 2 y <= 3\n q: x - 5 z >= -7\n e: x + y + z = 1\nBounds\n z = 0\nBinaries\n x y\nGenerals\n z\nEnd\n'), 'a.lp').program;

describe('the facts of a program', () => {
  it('are its size, classes, ranges, smallest violation and bounds on μ', () => {
    expect(programFacts(program)).toEqual({
      variables: 3,
      rows: 3,
      nonzeros: 7,
      density: 7 / 9,
      sense: 'max',
      fixedVariables: 1,
      rowClasses: { edge: 1, partition: 1, redundant: 1 },
      objectiveRange: { min: 3, max: 4 },
      coefficientRange: { min: 1, max: 5 },
      rhsRange: { min: 1, max: 7 },
      smallestPositiveViolation: { value: 1, exact: true },
      mu: { theorem2: 2 * Math.sqrt(75), norm1: 7, tight: expect.closeTo(1.5, 12) as number },
    });
  });

  it('are null where there is nothing to say', () => {
    const bare = parseProgram(bytesOf('Minimize\n 0 x\nSubject To\nBinaries\n x\nEnd\n'), 'a.lp').program;
    expect(programFacts(bare)).toMatchObject({
      density: 0,
      rowClasses: {},
      objectiveRange: null,
      coefficientRange: null,
      rhsRange: null,
      smallestPositiveViolation: null,
      mu: { theorem2: 0, norm1: 0, tight: 0 },
    });
  });

  it('fit the contract, for every family', () => {
    for (const family of PROBLEM_FAMILIES) {
      const facts = programFacts(generate(family.name, {}, 1));
      expect(ProblemFacts.parse(facts)).toEqual(facts);
    }
  });
});

describe('a program that breaks a rule', () => {
  const cases: readonly (readonly [what: string, change: object, says: RegExp])[] = [
    ['no variables', { objective: new Float64Array(0), fixed: new Int8Array(0), variableNames: [] }, /no variables/],
    ['an infinite objective coefficient', { objective: Float64Array.of(1, Number.POSITIVE_INFINITY, 1) }, /objective coefficient 1/],
    ['an infinite constant', { objectiveConstant: Number.NaN }, /constant/],
    ['another sense', { sense: 'up' }, /sense/],
    ['a fixing to 2', { fixed: Int8Array.of(-1, 2, 0) }, /fixed to 2/],
    ['too few fixings', { fixed: Int8Array.of(-1) }, /1 fixings for 3/],
    ['too few names', { variableNames: ['x'] }, /1 variable names/],
    ['equal names', { rowNames: ['p', 'p', 'e'] }, /two rows are named “p”/],
    ['an empty name', { rowNames: ['p', '', 'e'] }, /no name/],
    ['half a character', { rowNames: ['p', '\ud800', 'e'] }, /half of a character/],
    ['columns that do not ascend', { rows: { ...program.rows, column: Int32Array.of(1, 0, 0, 2, 0, 1, 2) } }, /do not ascend/],
    ['a column beyond the variables', { rows: { ...program.rows, column: Int32Array.of(0, 1, 0, 2, 0, 1, 3) } }, /within the variables/],
    ['a zero', { rows: { ...program.rows, value: Float64Array.of(2, 2, 1, 0, 1, 1, 1) } }, /coefficient 0/],
    ['rows that overlap', { rows: { ...program.rows, start: Int32Array.of(0, 2, 1, 7) } }, /ends before it starts/],
    ['rows beyond the nonzeros', { rows: { ...program.rows, start: Int32Array.of(0, 2, 4, 8) } }, /do not fit/],
    ['bounds that cross', { rowLower: Float64Array.of(4, 0, 0) }, /bounds 4 and 3/],
    ['a bound that is no number', { rowLower: Float64Array.of(Number.NaN, 0, 0) }, /NaN/],
  ];
  for (const [what, change, says] of cases) {
    it(`is refused: ${what}`, () => {
      expect(() => validateProgram({ ...program, ...change })).toThrow(says);
    });
  }
});
