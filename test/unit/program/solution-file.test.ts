/** Solutions in files: the forms that solvers write (`test/cases/starts`), what is refused, and what is written reads back. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { SOLUTION_ENDINGS } from '../../../src-science/program/solutions/solution-endings.ts';
import { readSolution, writeSolution } from '../../../src-science/program/solutions/solution-file.ts';
import { readStatedOptima } from '../../../src-science/program/solutions/stated-optima.ts';
import { arbitraryProgram, bytesOf } from './arbitrary-program.ts';

const cases = new URL('../../cases/', import.meta.url);
const knapsack = parseProgram(readFileSync(new URL('reading/sense-comment.mps', cases)), 'k.mps').program;
const maximized: Program = { ...knapsack, sense: 'max' };
const crew = parseProgram(bytesOf('Minimize\n o: v - w + y\nSubject To\n r: v + w + y >= 1\nBounds\n v <= 12\n -3 <= w <= 5\nGenerals\n v w\nBinaries\n y\nEnd\n'), 'c.lp').program;

const refusal = (text: string, name: string, program = knapsack): string => {
  try {
    readSolution(bytesOf(text), name, program);
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  return 'read';
};

describe('the solution in a file', () => {
  it('has slack bits that say which soft constraints it breaks, where the file does not know them', () => {
    const text = 'soft: 9 ;\n+1 x1 +1 x2 >= 1 ;\n[3] +2 x1 -1 x2 >= 1 ;\n[5] +1 x1 -1 x2 = 0 ;\n';
    const program = parseProgram(bytesOf(text), 'a.wbo').program;
    const paid: number[][] = [];
    for (const [x1, x2] of [[0, 1], [1, 0], [1, 1]] as const) {
      const { x, warnings } = readSolution(bytesOf(`x1 ${x1}\nx2 ${x2}\n`), 'a.sol', program);
      expect(solutionReport(program, x).feasible).toBe(true);
      expect(warnings).toEqual([]);
      paid.push([...x.subarray(2)]);
    }
    expect(paid).toEqual([[1, 1], [0, 1], [0, 0]]);
    // What the file says of them counts.
    expect([...readSolution(bytesOf('x1 1\nsoft1 1\nsoft2 0\n'), 'a.sol', program).x]).toEqual([1, 0, 1, 0]);
  });

  for (
    const [file, x, objective] of [
      ['start.sol', [1, 0, 0], 5],
      ['start.mst', [1, 0, 0], null],
      ['scip.sol', [1, 0, 0], 5],
      ['gurobi.sol', [1, 0, 0], 5],
      ['highs.sol', [1, 0, 1], 8],
      ['cbc.sol', [1, 0, 1], 8],
    ] as const
  ) {
    it(`is read from ${file}, what is left out being 0`, () => {
      const read = readSolution(readFileSync(new URL(`starts/${file}`, cases)), file, maximized);
      expect([...read.x]).toEqual(x);
      expect(read.statedObjective).toBe(objective);
      expect(read.warnings).toEqual([]);
    });
  }

  it('is read from CSV by name, from JSON by name, as an array and as a reply, and from .npy', () => {
    for (
      const [text, name] of [['variable,value\r\nx2,1\r\n"x0",1\r\n', 'a.csv'],
        ['"variable","value"\n"x0",1\n"x2",1\n', 'a.csv'], ['x0,1\nx2,1.0\n', 'a.csv'], ['{"x0": 1, "x2": 1}',
        'a.json'], ['[1, 0, 1]', 'a.json'], ['{"objective": 8, "x": {"x0": 1, "x1": 0, "x2": 1}}', 'a.json'], [
        '{"decoded": {"x": [1, 0, 1]}}',
        'a.json',
      ]] as const
    ) {
      expect([...readSolution(bytesOf(text), name, maximized).x], text).toEqual([1, 0, 1]);
    }
    // What numpy.save(np.array([1, 0, 1], dtype='<i4')) writes.
    const header = "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }".padEnd(117, ' ');
    const npy = Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0, ...bytesOf(`${header}\n`), 1, 0, 0, 0, 0, 0, 0, 0, 1, 0,
      0, 0]);
    expect([...readSolution(npy, 'a.npy', maximized).x]).toEqual([1, 0, 1]);
    expect(() => readSolution(npy.subarray(0, 132), 'a.npy', maximized)).toThrow(/cut off/);
  });

  it('has integers as integers, and bits where they are named', () => {
    expect([...readSolution(bytesOf('v 9.0000001\nw -2\n'), 'a.sol', crew).x]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0]);
    expect([...readSolution(bytesOf('v#0 1\nv#3 1\nw#0 1\n'), 'a.sol', crew).x].slice(0, 4)).toEqual([1, 0, 0, 1]);
    expect(refusal('v 13\n', 'a.sol', crew)).toContain('line 1: the value 13 of “v” is no integer from 0 to 12');
    expect(refusal('v 2.5\n', 'a.sol', crew)).toContain('2.5 of “v”');
  });

  it('leaves an integer that the file does not name at the value nearest to 0', () => {
    const { program } = parseProgram(
      bytesOf('Minimize\n o: v + w\nSubject To\nBounds\n 2 <= v <= 12\n -9 <= w <= -4\nGenerals\n v w\nEnd\n'),
      'c.lp',
    );
    const written = new TextDecoder()
      .decode(bytesOf(String(writeSolution(program, readSolution(bytesOf('v 2\n'), 'a.sol', program).x, '.mst'))));
    expect(written).toBe('# MIP start\nv 2\nw -4\n');
  });

  it('makes products what their factors make them', () => {
    const { program } = parseProgram(bytesOf('Minimize\n o: [ 2 a * b - 2 b * c ] / 2\nSubject To\nBinaries\n a b c\nEnd\n'), 'q.lp');
    expect([...readSolution(bytesOf('a 1\nb 1\n'), 'a.sol', program).x]).toEqual([1, 1, 0, 1, 0]);
  });

  it('leaves out names that are no variables with a warning, but not all of them', () => {
    expect(readSolution(bytesOf('x0 1\nONE 1\nslack 3.5\n'), 'a.sol', knapsack).warnings).toEqual(['2 names of the file are no variables of the problem and were left out: “ONE”, ….']);
    expect(refusal('a 1\nb 0\n', 'a.sol')).toContain('no name of the file is a variable of the problem; the first is “a”');
  });

  it('is doubted where its values do not give the objective that it states', () => {
    expect(readSolution(bytesOf('=obj= 6\nx0 1\n'), 'a.sol', knapsack).warnings).toEqual([
      'The file says that the objective is 6; the values give 5.',
    ]);
  });

  it('is refused by line where it is none', () => {
    for (const [text, name, message] of [
      ['x0 1\nx0 1\n', 'a.sol', 'line 2: the variable “x0” was already given a value in line 1'],
      ['x0 yes\n', 'a.sol', 'line 1: the value “yes” of “x0” is not a number'],
      ['x0 0.5\n', 'a.sol', 'line 1: the value 0.5 of “x0” is no whole number'],
      ['x0 2\n', 'a.sol', 'neither 0 nor 1'],
      ['x0 1 x1 0\n', 'a.sol', 'more than a name and a value'],
      ['x0\n', 'a.sol', '“x0” is no name and value'],
      ['=infeas=\n', 'a.sol', 'there is no solution'],
      ['', 'a.sol', 'the file is empty'],
      ['<?xml version="1.0"?>', 'a.sol', 'XML, as CPLEX writes solutions'],
      ['[1, 0]', 'a.json', 'has 2 values, but the problem has 3 variables'],
      ['{"x0": "1"}', 'a.json', 'the value of “x0” is no number'],
      ['{', 'a.json', 'the JSON is damaged'],
      ['x0,1\nx1,a\n', 'a.csv', 'line 2: the value “a” of “x1” is not a number'],
      // The first line is a header only where it can be one: what is wrong with it is not passed over.
      ['x0,1O\nx1,1\n', 'a.csv', 'line 1: the value “1O” of “x0” is not a number'],
      ['x0,\nx1,1\n', 'a.csv', 'line 1: the value “” of “x0” is not a number'],
      ['x0,one\nx1,1\n', 'a.csv', 'line 1: the value “one” of “x0” is not a number'],
      ['variable,value\n', 'a.csv', 'the file names no variable'],
      ['x0;1\n', 'a.csv', 'line 1: the line is not a name, a comma and a value'],
    ] as const) expect(refusal(text, name), text).toContain(message);
  });
});

describe('a solution that is written', () => {
  for (const ending of SOLUTION_ENDINGS) {
    it(`reads back equal as ${ending}, whatever the names`, () => {
      fc.assert(
        fc.property(arbitraryProgram(), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (program, drawn) => {
          const x = Uint8Array.from(program.objective, (_, j) => (program.fixed[j] === -1 ? Number(drawn[j]) : program.fixed[j]!));
          let written: string | Uint8Array;
          try {
            written = writeSolution(program, x, ending);
          } catch (error) {
            // Only the forms in lines refuse, and only names that they cannot hold.
            expect(['.sol', '.mst', '.csv']).toContain(ending);
            expect(error).toMatchObject({ code: 'problem-unwritable' });
            return;
          }
          // A file in which all values are 0 names none of them.
          if (ending === '.sol' && x.every((value) => value === 0)) return;
          expect([...readSolution(typeof written === 'string' ? bytesOf(written) : written, `a${ending}`, program).x]).toEqual([...x]);
        }),
        { numRuns: 200, seed: 20261211 },
      );
    });
  }
});

describe('a .solu file', () => {
  it('states optima by name; found values and the rest are none', () => {
    expect([...readStatedOptima('=opt=  air05  26374\n=best= br1 17.5\n=inf= x\n=unkn= y\n# comment\n=opt= p0033 3.089e3\n', 'miplib.solu')]).toEqual([['air05', 26374], ['p0033', 3089]]);
  });

  it('is refused by line where it is none', () => {
    expect(() => readStatedOptima('=opt= a 1\nb 2\n', 's.solu')).toThrow(/line 2: “b 2” is no line of a .solu file/);
    expect(() => readStatedOptima('=opt= a x\n', 's.solu')).toThrow(/the optimum “x” of “a” is not a number/);
  });
});
