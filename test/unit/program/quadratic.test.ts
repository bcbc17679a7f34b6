/**
 * Products and pseudo-Boolean files: against enumeration of the objective and the constraints as they are
 * written, product by product. The seed of each property is in its line.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enumerate } from '../../../src-science/exact/enumerate.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { bytesOf } from './arbitrary-program.ts';

const read = (text: string, name: string) => parseProgram(bytesOf(text), name);
const refusal = (text: string, name: string): string => {
  try {
    read(text, name);
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
  }
  return 'read';
};

function optimum(program: Program): number | null {
  const { x } = enumerate(program);
  return x === null ? null : solutionReport(program, x).objective;
}

/** All vectors of n bits. */
const vectors = (n: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, code) => Array.from({ length: n }, (__, k) => (code >> k) & 1));

/** The best of a function over all vectors that are allowed. */
function best(
  n: number,
  value: (x: readonly number[]) => number,
  allowed: (x: readonly number[]) => boolean,
  sense: 'min' | 'max' = 'min',
): number | null {
  const values = vectors(n).filter(allowed).map(value);
  return values.length === 0 ? null : sense === 'min' ? Math.min(...values) : Math.max(...values);
}

interface Entry {
  readonly i: number;
  readonly j: number;
  readonly q: number;
}
const matrix = fc.record({
  n: fc.integer({ min: 1, max: 4 }),
  sense: fc.constantFrom('min' as const, 'max' as const),
  quarters: fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 10, maxLength: 10 }),
}).map(({ n, sense, quarters }) => {
  const entries: Entry[] = [];
  let k = 0;
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) if (quarters[k++]! !== 0) entries.push({ i, j, q: quarters[k - 1]! / 4 });
  return { n, sense, entries };
});
const valueOf = (entries: readonly Entry[], x: readonly number[], offDiagonal = 1): number =>
  entries.reduce((sum, { i, j, q }) => sum + (i === j ? 1 : offDiagonal) * q * x[i]! * x[j]!, 0);

describe('a QUBO matrix', () => {
  it('of qbsolv has the minimum of xᵀQx, each coupler once, and reads back equal', () => {
    fc.assert(
      fc.property(matrix, ({ n, entries }) => {
        const diagonals = entries.filter(({ i, j }) => i === j);
        const couplers = entries.filter(({ i, j }) => i !== j);
        const text = `c drawn\np qubo 0 ${n} ${diagonals.length} ${couplers.length}\n${[...diagonals, ...couplers].map(({ i, j, q }) => `${i} ${j} ${q}\n`).join('')}`;
        const { program } = read(text, 'a.qubo');
        expect(optimum(program)).toBe(best(n, (x) => valueOf(entries, x), () => true));
        expect(read(writeProgram(program, 'qubo'), 'b.qubo').program).toStrictEqual(program);
      }),
      { numRuns: 150, seed: 20261206 },
    );
  });

  it('of Biq Mac is symmetric: what stands off the diagonal counts twice, with a warning', () => {
    fc.assert(
      fc.property(matrix, ({ n, entries }) => {
        const { program, warnings } = read(`# drawn\n${n} ${entries.length}\n${entries.map(({ i, j, q }) => `${j + 1} ${i + 1} ${q}\n`).join('')}`, 'a.sparse');
        expect(optimum(program)).toBe(best(n, (x) => valueOf(entries, x, 2), () => true));
        expect(warnings.some((warning) => warning.includes('counts twice'))).toBe(entries.some(({ i, j }) => i !== j));
      }),
      { numRuns: 100, seed: 20261207 },
    );
  });

  it('are refused where the names of their rows would take gigabytes', () => {
    const factors = (count: number): string => Array.from({ length: count }, (_, k) => `x${k}`).join(' ');
    expect(refusal(`min: 1 ${factors(20_000)} ;\n`, 'a.opb')).toContain('one of them 20000');
    expect(read(`min: 1 ${factors(300)} ;\n`, 'a.opb').program.rowLower.length).toBe(301);
  });

  it('keeps names, sense and constant through the notes of its writer', () => {
    const { program } = read('\\Problem name: two\nMaximize\n value: 2 a - b + [ 3 a * b - c ^ 2 ] / 2 + 0.5\nSubject To\nBinaries\n a b c\nEnd\n', 'a.lp');
    expect(read(writeProgram(program, 'qubo'), 'b.qubo').program).toStrictEqual(program);
    expect(() => writeProgram({ ...program, rowUpper: program.rowUpper.map((side) => side + 1) }, 'qubo'))
      .toThrow(/products of two variables and nothing else/);
  });

  it('is refused by line where it is not one', () => {
    for (const [text, message] of [
      ['p qubo 0 2 1\n', 'line 1: the line is not “p qubo'],
      ['p qubo 0 2 1 1\n0 0 1\n', 'announces 2 entries and has 1'],
      ['p qubo 0 2 1 0\n0 0 1\n1 1 1\n', 'line 3: there are more entries than the 1'],
      ['p qubo 0 2 0 1\n1 0 1\n', 'line 2: the coupler 1 0 stands below the diagonal'],
      ['p qubo 0 2 0 1\n0 2 1\n', 'line 2: the index “2” is outside 0..1'],
      ['p qubo 0 2 2 0\n0 0 1\n0 0 1\n', 'line 3: the entry 0 0 was already given'],
      ['p qubo 0 2 1 0\n0 0 nan\n', 'line 2: “nan” is not a number'],
      ['p qubo 0 2 1 0\n0 0\n', 'line 2: the line is not two indices and a number'],
      ['p qubo 0 0 0 0\n', 'no variables'],
      ['p qubo 0 16000000 1 0\n15999999 15999999 1\n', 'the first line says 16000000 variables, and 1 entries stand in the file'],
    ] as const) expect(refusal(text, 'a.qubo'), text).toContain(message);
    expect(refusal('3 2\n1 2 1\n2 1 1\n', 'a.sparse')).toContain('line 3: the entry 2 1 was already given, or its mirror image');
  });
});

describe('products in an LP objective', () => {
  it('have the optimum of the quadratic function, halved as the brackets say', () => {
    fc.assert(
      fc.property(matrix, fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }), ({ n, sense, entries }, row) => {
        fc.pre(entries.length > 0);
        const terms = entries.map(({ i, j, q }) => `${q < 0 ? '-' : '+'} ${Math.abs(q)} ${i === j ? `x${i} ^ 2` : `x${j}*x${i}`}`).join('\n ');
        const names = Array.from({ length: n }, (_, k) => `x${k}`);
        const left = names.map((name, k) => `${row[k]! < 0 ? '-' : '+'} ${Math.abs(row[k]!)} ${name}`).join(' ');
        const { program } = read(`${sense === 'min' ? 'Minimize' : 'Maximize'}\n o: x0 - [ ${terms} ] / 2\nSubject To\n r: ${left} >= 1\nBinaries\n ${names.join(' ')}\nEnd\n`, 'a.lp');
        const value = (x: readonly number[]): number => x[0]! - valueOf(entries, x) / 2;
        expect(optimum(program)).toBe(best(n, value, (x) => x.reduce((sum, bit, k) => sum + bit * row[k]!, 0) >= 1, sense));
        for (const format of ['mps', 'lp', 'json', 'opb'] as const) {
          expect(read(writeProgram(program, format), `b.${format}`).program).toStrictEqual(program);
        }
      }),
      { numRuns: 100, seed: 20261208 },
    );
  });

  it('are variables and rows with names that say so', () => {
    const { program, warnings } = read('Minimize\n o: [ 2 a * b + 2 b * c ]/2\nSubject To\nBinaries\n a b c\nEnd\n', 'a.lp');
    expect(program.variableNames).toEqual(['a', 'b', 'c', 'a*b', 'b*c']);
    expect(program.rowNames).toEqual(['a*b#1', 'a*b#2', 'a*b#all', 'b*c#1', 'b*c#2', 'b*c#all']);
    expect([...program.objective]).toEqual([0, 0, 0, 1, 1]);
    expect(warnings).toEqual(['2 products of variables were written as variables of their own, each with the rows that make it the product: “a*b”, “b*c”.']);
  });

  it('are refused where readers differ or a factor is not 0 or 1', () => {
    const lp = (objective: string, more = ''): string => `Minimize\n o: ${objective}\nSubject To\n r: a + b >= 1\n${more}Binaries\n a b\nEnd\n`;
    expect(refusal(lp('[ 2 a * b ]'), 'a.lp')).toContain('quadratic part of the objective is not complete');
    expect(refusal(lp('[ 2 a * b ] / 3'), 'a.lp')).toContain('not divided by 2');
    expect(refusal(lp('2 [ 2 a * b ] / 2'), 'a.lp')).toContain('a sign is missing before the quadratic part');
    expect(refusal(lp('[ 2 a * b * a ] / 2'), 'a.lp')).toContain('“*” makes no sense');
    expect(refusal(lp('[ 2 a ^ 3 ] / 2'), 'a.lp')).toContain('the number 3 makes no sense');
    expect(refusal(lp('[ 2 a * v ] / 2', 'Bounds\n v <= 3\nGenerals\n v\n'), 'a.lp'))
      .toContain('a product with “v”, which is no 0/1 variable');
    expect(refusal(lp('a').replace('r: a + b', 'r: [ a * b ]'), 'a.lp')).toContain('quadratic');
  });
});

interface OpbTerm {
  readonly c: number;
  readonly literals: readonly { readonly j: number; readonly negated: boolean }[];
}
const term: fc.Arbitrary<OpbTerm> = fc.record({
  c: fc.integer({ min: -5, max: 5 }),
  literals: fc.array(fc.record({ j: fc.integer({ min: 0, max: 3 }), negated: fc.boolean() }), { minLength: 1, maxLength: 3 }),
});
const constraint = fc.record({
  terms: fc.array(term, { minLength: 1, maxLength: 3 }),
  relation: fc.constantFrom('>=' as const, '=' as const, '<=' as const),
  side: fc.integer({ min: -4, max: 4 }),
});
const termText = ({ c, literals }: OpbTerm): string =>
  `${c < 0 ? '' : '+'}${c} ${literals.map(({ j, negated }) => `${negated ? '~' : ''}x${j + 1}`).join(' ')}`;
const sumOf = (terms: readonly OpbTerm[], x: readonly number[]): number =>
  terms.reduce(
    (sum, { c, literals }) => sum + c * literals.reduce((product, { j, negated }) => product * (negated ? 1 - x[j]! : x[j]!), 1),
    0,
  );
const holds = (
  { terms, relation, side }: { terms: readonly OpbTerm[]; relation: '>=' | '=' | '<='; side: number },
  x: readonly number[],
): boolean => {
  const sum = sumOf(terms, x);
  return relation === '>=' ? sum >= side : relation === '<=' ? sum <= side : sum === side;
};
const constraintText = ({ terms, relation, side }: { terms: readonly OpbTerm[]; relation: string; side: number }): string =>
  `${terms.map(termText).join(' ')} ${relation} ${side} ;\n`;
/** So that all four variables are there. */
const ALL = '+1 x1 +1 x2 +1 x3 +1 x4 >= 0 ;\n';

describe('an OPB file', () => {
  it('has the optimum of its objective over its constraints, with negated literals and products', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('min' as const, 'max' as const),
        fc.array(term, { minLength: 1, maxLength: 4 }),
        fc.array(constraint, { maxLength: 3 }),
        (sense, objective, constraints) => {
          const { program } = read(
            `* #variable= 4 #constraint= ${constraints.length}\n${sense}: ${objective.map(termText).join(' ')} ;\n${
              constraints.map(constraintText).join('')
            }${ALL}`,
            'a.opb',
          );
          fc.pre(program.objective.length <= 14);
          expect(optimum(program)).toBe(best(4, (x) => sumOf(objective, x), (x) => constraints.every((each) => holds(each, x)), sense));
          for (const format of ['mps', 'lp', 'json', 'opb'] as const) {expect(read(writeProgram(program, format), `b.${format}`).program)
              .toStrictEqual(program);}
        },
      ),
      { numRuns: 200, seed: 20261209 },
    );
  });

  it('with soft constraints costs the weight of those that are broken, below its top', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 1, max: 12 }), { nil: null }),
        fc.array(constraint, { maxLength: 2 }),
        fc.array(fc.record({ weight: fc.integer({ min: 1, max: 6 }), soft: constraint }), { minLength: 1, maxLength: 3 }),
        (top, hard, soft) => {
          const { program } = read(
            `soft: ${top ?? ''} ;\n${hard.map(constraintText).join('')}${
              soft.map(({ weight, soft: each }) => `[${weight}] ${constraintText(each)}`).join('')
            }${ALL}`,
            'a.wbo',
          );
          fc.pre(program.objective.length <= 16);
          const cost = (x: readonly number[]): number =>
            soft.reduce((sum, { weight, soft: each }) => sum + (holds(each, x) ? 0 : weight), 0);
          expect(optimum(program)).toBe(best(4, cost, (x) => hard.every((each) => holds(each, x)) && (top === null || cost(x) < top)));
          expect(read(writeProgram(program, 'opb'), 'b.opb').program).toStrictEqual(program);
        },
      ),
      { numRuns: 200, seed: 20261210 },
    );
  });

  it('is written in the strict form: whole numbers, >= and = only, variables x1, x2, …', () => {
    const { program } = read('Maximize\n o: 0.5 a + 2 b + 3\nSubject To\n r: 1 <= 0.25 a + b <= 2\n s: a - b <= 0.5\nBounds\n c = 1\nBinaries\n a b\nGenerals\n c\nEnd\n', 'a.lp');
    const text = writeProgram(program, 'opb');
    expect(text.split('\n').filter((line) => !line.startsWith('*'))).toEqual(['min: -5 x1 -20 x2 ;', '+1 x3 = 1 ;',
      '+25 x1 +100 x2 >= 100 ;', '-25 x1 -100 x2 >= -200 ;', '-10 x1 +10 x2 >= -5 ;', '']);
    expect(text.startsWith('* #variable= 3 #constraint= 4\n')).toBe(true);
    expect(read(text, 'b.opb').program).toStrictEqual(program);
  });

  it('keeps integers, in bits to others', () => {
    const { program } = read('Minimize\n o: v - w\nSubject To\n r: v + w >= 3\nBounds\n v <= 12\n -3 <= w <= 5\nGenerals\n v w\nEnd\n', 'a.lp');
    expect(read(writeProgram(program, 'opb'), 'b.opb').program).toStrictEqual(program);
  });

  it('is refused by line where it is not one', () => {
    for (const [text, message] of [
      ['min: +1 x1 ;\n+1 x1 > 0 ;\n', 'line 2: the relation “>” makes no sense'],
      ['min: +1 x1 ;\n+1.5 x1 >= 0 ;\n', 'line 2: “+1.5” is no whole number'],
      ['min: +1 x1 ;\n+1 x1 >= 1', 'ends within a statement'],
      ['min: +1 x1 ;\nmin: +1 x1 ;\n', 'line 2: a second objective'],
      ['min: +1 x1 ;\n[2] +1 x1 >= 1 ;\n', 'line 2: a soft constraint stands in a file without soft:'],
      ['soft: ;\nmin: +1 x1 ;\n', 'soft constraints and an objective'],
      ['soft: ;\n[0] +1 x1 >= 1 ;\n', 'line 2: the weight 0'],
      ['min: +9007199254740993 x1 ;\n', 'larger than 2^53'],
      ['min: +1 ;\n', 'no variable follows'],
      ['min: +1 x1 ;\n+1 x1 ;\n', 'has no relation'],
      ['min: +1 x1 ;\n+1 x1 >= 1 2 ;\n', 'not one number'],
    ] as const) expect(refusal(text, 'a.opb'), text).toContain(message);
  });
});
