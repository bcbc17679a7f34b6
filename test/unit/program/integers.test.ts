/**
 * Integer variables in bits: against enumeration over the integers themselves, as law over all ranges, and
 * through every format. The seed of each property is in its line.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enumerate } from '../../../src-science/exact/enumerate.ts';
import { decodeProgram, encodeProgram } from '../../../src-science/program/encoding.ts';
import { bitWeights, bitsOfValue, integerValue, userForm, userValues, userVariables } from '../../../src-science/program/integers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { ProgramFormat } from '../../../src-science/program/parse-program.ts';
import type { IntegerVariable, Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { bytesOf } from './arbitrary-program.ts';
import { rosteringLp } from './rostering.ts';

const lp = (text: string) => parseProgram(bytesOf(text), 'a.lp');
const through = (program: Program, format: ProgramFormat): Program =>
  parseProgram(bytesOf(writeProgram(program, format)), `a.${format}`).program;

/** A program of integers and 0/1 variables as numbers, and as LP text. */
interface Drawn {
  readonly sense: 'min' | 'max';
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly cost: readonly number[];
  readonly rows: readonly { readonly a: readonly number[]; readonly sense: '<=' | '>=' | '='; readonly b: number }[];
}

const drawn: fc.Arbitrary<Drawn> = fc.integer({ min: 1, max: 4 }).chain((d) =>
  fc.record({
    sense: fc.constantFrom('min' as const, 'max' as const),
    lower: fc.array(fc.integer({ min: -6, max: 4 }), { minLength: d, maxLength: d }),
    width: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: d, maxLength: d }),
    cost: fc.array(fc.integer({ min: -9, max: 9 }).map((c) => c / 4), { minLength: d, maxLength: d }),
    rows: fc.array(
      fc.record({
        a: fc.array(fc.integer({ min: -4, max: 4 }).map((v) => v / 2), { minLength: d, maxLength: d }),
        sense: fc.constantFrom('<=' as const, '>=' as const, '=' as const),
        b: fc.integer({ min: -12, max: 12 }).map((v) => v / 2),
      }),
      { maxLength: 4 },
    ),
  }).map(({ lower, width, ...rest }) => ({ ...rest, lower, upper: lower.map((low, j) => low + width[j]!) })),
);

const signed = (terms: readonly number[]): string => terms.map((c, j) => `${c < 0 ? '-' : '+'} ${Math.abs(c)} v${j}`).join(' ');

function textOf({ sense, lower, upper, cost, rows }: Drawn): string {
  return [
    sense === 'min' ? 'Minimize' : 'Maximize', ` o: ${signed(cost)} + 0 other + 0.25`, 'Subject To',
    ...rows.map(({ a, sense: relation, b }, i) => ` r${i}: ${signed(a)} ${relation} ${b}`),
    'Bounds', ...lower.map((low, j) => ` ${low} <= v${j} <= ${upper[j]!}`), 'Generals', ` ${lower.map((_, j) => `v${j}`).join(' ')}`, 'Binaries', ' other', 'End', '',
  ].join('\n');
}

/** Best objective over all integer vectors, or null. */
function bestOf({ sense, lower, upper, cost, rows }: Drawn): number | null {
  let best: number | null = null;
  const v = [...lower];
  for (;;) {
    const holds = rows.every(({ a, sense: relation, b }) => {
      const sum = a.reduce((total, c, j) => total + c * v[j]!, 0);
      return relation === '<=' ? sum <= b : relation === '>=' ? sum >= b : sum === b;
    });
    const value = cost.reduce((total, c, j) => total + c * v[j]!, 0.25);
    if (holds && (best === null || (sense === 'min' ? value < best : value > best))) best = value;
    let j = 0;
    while (j < v.length && v[j] === upper[j]) v[j] = lower[j++]!;
    if (j === v.length) return best;
    v[j]!++;
  }
}

/** All vectors of bits that meet every row, as a program of one integer alone. */
function formsOf(lower: number, upper: number): { integer: IntegerVariable; forms: number[][]; program: Program } {
  const { program } = lp(`Minimize\n o: v\nSubject To\nBounds\n ${lower} <= v <= ${upper}\nGenerals\n v\nEnd\n`);
  const integer = program.integers![0]!;
  const bits = program.objective.length;
  const forms: number[][] = [];
  for (let code = 0; code < 2 ** bits; code++) {
    const x = Uint8Array.from({ length: bits }, (_, k) => (code >> k) & 1);
    if (solutionReport(program, x).feasible) forms.push([...x]);
  }
  return { integer, forms, program };
}

describe('an integer variable in bits', () => {
  it('has one form in bits for each value, for ranges of 2 to 70 values, and less than two bits more than needed', () => {
    for (let width = 1; width < 70; width++) {
      if (width === 1) continue;
      const lower = -(width % 7);
      const { integer, forms } = formsOf(lower, lower + width);
      expect(forms.map((x) => integerValue(integer, x)).toSorted((a, b) => a - b)).toEqual(Array.from({ length: width + 1 }, (_, k) =>
        lower + k));
      for (const x of forms) expect(bitsOfValue(integer, integerValue(integer, x))).toEqual(x);
      expect(bitWeights(integer).length - Math.log2(width + 1)).toBeLessThan(2);
      expect(bitsOfValue(integer, lower - 1)).toBeNull();
      expect(bitsOfValue(integer, lower + width + 1)).toBeNull();
      expect(bitsOfValue(integer, lower + 0.5)).toBeNull();
    }
  });

  it('of 0..12 is four bits and a cap, of −3..5 four bits and a cap, of 0..3 three bits in order', () => {
    const wide = formsOf(0, 12).program;
    expect(wide.variableNames).toEqual(['v#0', 'v#1', 'v#2', 'v#3']);
    expect(wide.rowNames).toEqual(['v#cap']);
    expect([...wide.rows.value]).toEqual([1, 2, 4, 8]);
    expect([...wide.rowUpper]).toEqual([12]);
    const shifted = formsOf(-3, 5).program;
    expect(shifted.objectiveConstant).toBe(-3);
    expect([...shifted.rowUpper]).toEqual([8]);
    const unary = formsOf(0, 3).program;
    expect([...unary.objective]).toEqual([1, 1, 1]);
    expect(unary.rowNames).toEqual(['v#order1', 'v#order2']);
  });

  it('keeps out of the way of names that the user has', () => {
    const { program } = lp('Minimize\n o: v + v#0\nSubject To\n v##cap: v >= 1\nBounds\n v <= 9\nGenerals\n v\nBinaries\n v#0\nEnd\n');
    expect(program.variableNames).toEqual(['v###0', 'v###1', 'v###2', 'v###3', 'v#0']);
    expect(userVariables(program).map(({ name }) => name)).toEqual(['v', 'v#0']);
  });
});

describe('a program with integers', () => {
  it('has the optimum that enumeration over the integers finds', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { program } = lp(textOf(one));
        fc.pre(program.objective.length <= 15);
        validateProgram(program);
        const found = enumerate(program);
        const best = bestOf(one);
        expect(found.x === null ? null : solutionReport(program, found.x).objective).toBe(best);
        if (found.x === null) return;
        // The user's values, put into the user's own numbers, have the same objective.
        const values = userValues(program, found.x);
        expect(one.cost.reduce((total, c, j) => total + c * values[j]!, 0.25)).toBe(best);
      }),
      { numRuns: 150, seed: 20261130 },
    );
  });

  for (const format of ['mps', 'lp', 'json'] as const) {
    it(`reads back equal, in ${format}, and is written in the user’s integers`, () => {
      fc.assert(
        fc.property(drawn, (one) => {
          const { program } = lp(textOf(one));
          const text = writeProgram(program, format);
          expect(parseProgram(bytesOf(text), `a.${format}`).warnings).toEqual([]);
          expect(text).not.toContain('#');
          expect(parseProgram(bytesOf(text), `a.${format}`).program).toStrictEqual(program);
        }),
        { numRuns: 150, seed: 20261201 },
      );
    });
  }

  it('gives back sides to the bit where lower bounds were taken out of decimals', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-3, max: 1e3 }),
        fc.integer({ min: -9, max: 9 }),
        (b, a, low) => {
          const { program } =
            lp(`Minimize\n o: v\nSubject To\n r: ${a} v >= ${b}\nBounds\n ${low} <= v <= ${low + 7}\nGenerals\n v\nEnd\n`);
          expect(through(program, 'mps')).toStrictEqual(program);
        },
      ),
      { numRuns: 500, seed: 20261202 },
    );
  });

  it('encodes and decodes', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const { program } = lp(textOf(one));
        expect(decodeProgram(encodeProgram(program))).toStrictEqual(program);
      }),
      { numRuns: 100, seed: 20261203 },
    );
  });

  it('is refused where its bits do not belong together, whoever made it', () => {
    const { program } = lp('Minimize\n o: 3 v + 2 w\nSubject To\n r: v + 5 w >= 4\nBounds\n v <= 9\n w <= 3\nGenerals\n v w\nEnd\n');
    const [v, w] = program.integers!;
    const wrong: Partial<Program>[] = [
      { objective: Float64Array.from(program.objective, (c, j) => (j === 1 ? 7 : c)) },
      { rows: { ...program.rows, value: Float64Array.from(program.rows.value, (a, k) => (k === 2 ? 9 : a)) } },
      { rowUpper: Float64Array.from(program.rowUpper, (b, i) => (i === 1 ? 8 : b)) },
      { fixed: Int8Array.from(program.fixed, (_, j) => (j === 0 ? 1 : -1)) },
      { integers: [{ ...v!, upper: 10 }, w!] },
      { integers: [w!, v!] },
      { integers: [v!, { ...w!, row: 1 }] },
      { integers: [v!, { ...w!, name: 'v' }] },
      { integers: [v!, { ...w!, bit: 6 }] },
      { integers: [] },
    ];
    validateProgram(program);
    for (const change of wrong) expect(() => validateProgram({ ...program, ...change })).toThrow(/not valid/);
  });
});

describe('an integer variable without bounds of its own', () => {
  it('is bounded by the rows, and never by more than they say', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        // The same box as rows, so that the truth is known; the variables themselves are free.
        const boxed = one.lower.flatMap((low, j) => [` l${j}: 2 v${j} >= ${2 * low - 1}`, ` u${j}: ${-3} v${j} >= ${-3 * one.upper[j]! - 2}`]).join('\n');
        const names = one.lower.map((_, j) => `v${j}`);
        const text = textOf(one).replace('Subject To\n', `Subject To\n${boxed}\n`).replace(/Bounds\n[^]*Generals/, `Bounds\n${names.map((name) => ` ${name} free`).join('\n')}\nGenerals`);
        const { program } = lp(text);
        fc.pre(program.objective.length <= 15);
        const found = program.objective.length === 0 ? null : enumerate(program).x;
        expect(found === null ? null : solutionReport(program, found).objective).toBe(bestOf(one));
      }),
      { numRuns: 150, seed: 20261204 },
    );
  });

  it('is refused with the reason where they do not bound it', () => {
    const error = (rows: string): unknown => {
      try {
        return lp(`Minimize\n o: x + v\nSubject To\n${rows}\nGenerals\n v\nBinaries\n x\nEnd\n`);
      } catch (thrown) {
        return thrown;
      }
    };
    expect(error(' r: x + v >= 3')).toMatchObject({
      code: 'problem-not-binary',
      message: 'a.lp, line 2: variable “v” is an integer variable without an upper bound, and the rows give it none.',
    });
    expect(error(' r: x + v <= 3000000000')).toMatchObject({
      message: expect.stringContaining('0..3000000000, which is too wide') as unknown,
    });
  });

  it('says what the rows gave, through several rows', () => {
    const { program, warnings } = lp('Minimize\n o: u + v + w\nSubject To\n a: w - v <= 2\n b: v - u <= 1\n c: 3 u <= 20\n d: u + v + w >= 4\nGenerals\n u v w\nEnd\n');
    expect(program.integers!.map(({ name, lower, upper }) => [name, lower, upper])).toEqual([['u', 0, 6], ['v', 0, 7], ['w', 0, 9]]);
    expect(warnings[0]).toBe('3 integer variables have no usable bounds of their own and were bounded by the rows: “u” to 0..6, “v” to 0..7, “w” to 0..9.');
  });

  it('whose rows leave it no value makes a program without a solution, not a refusal', () => {
    const { program, warnings } = lp('Minimize\n o: v\nSubject To\n a: v >= 5\n b: v <= 2\nGenerals\n v\nEnd\n');
    expect(warnings[0]).toBe('The rows leave the integer variable “v” no value: the program has no solution.');
    expect(enumerate(program).x).toBeNull();
  });
});

describe('rostering and timetabling programs', () => {
  it('open with a few bits a variable and the optimum of their integers', () => {
    let state = 20261205;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    for (let trial = 0; trial < 5; trial++) {
      const { program } = lp(rosteringLp({ nurses: 2, days: 2, shifts: 1 }, random));
      validateProgram(program);
      for (const integer of program.integers!) {
        expect(bitWeights(integer).length - Math.log2(integer.upper - integer.lower + 1)).toBeLessThan(2);
      }
      for (const format of ['mps', 'lp', 'json'] as const) expect(through(program, format)).toStrictEqual(program);
      expect(userForm(program).variableNames).toContain('late1');
    }
    const large = lp(rosteringLp({ nurses: 20, days: 28, shifts: 4 }, random));
    expect(large.program.integers!.length).toBe(28 * 4 * 2 + 20 + 1);
  });
});
