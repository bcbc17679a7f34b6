/**
 * Our readers and writers against HiGHS as a second reader of MPS and LP: the same dimensions, bounds,
 * coefficients and names for every shipped problem and for generated ones, both ways.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import loadHighs from 'highs';
import type { Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_FAMILIES, generate } from '../../../src-science/program/generate.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { arbitraryProgram, plainName } from '../../unit/program/arbitrary-program.ts';

const folder = join(import.meta.dirname, '../../../examples/problems');
interface Example {
  readonly name: string;
  readonly variables: number;
  readonly rows: number;
  readonly nonzeros: number;
}
const examples: Example[] = readFileSync(join(folder, 'index.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([name = '', variables, rows, nonzeros]) => ({
    name,
    variables: Number(variables),
    rows: Number(rows),
    nonzeros: Number(nonzeros),
  }));

/** What both readers say of a program, as plain lists. */
interface Picture {
  readonly sense: number;
  readonly offset: number;
  readonly cost: number[];
  readonly lower: number[];
  readonly upper: number[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
  /** `row:column:value`, sorted. */
  readonly entries: string[];
  readonly integer: boolean;
}

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

const plainZero = (values: ArrayLike<number>): number[] => Array.from(values, (v) => (v === 0 ? 0 : v));

function seenByHighs(format: 'mps' | 'lp', data: Uint8Array | string): Picture {
  return highs.withModel({ format, data }, (model) => {
    const lp = model.getModel();
    const { matrix } = lp;
    const entries: string[] = [];
    for (let major = 0; major + 1 < matrix.starts.length; major++) {
      for (let k = matrix.starts[major]!; k < matrix.starts[major + 1]!; k++) {
        const [row, column] = matrix.format === 'csc' ? [matrix.indices[k]!, major] : [major, matrix.indices[k]!];
        // An empty row of an LP file is written with a 0, which HiGHS keeps.
        if (matrix.values[k] !== 0) entries.push(`${row}:${column}:${matrix.values[k]!}`);
      }
    }
    return {
      sense: lp.sense,
      offset: plainZero([lp.offset])[0]!,
      cost: plainZero(lp.colCost),
      lower: plainZero(lp.colLower),
      upper: plainZero(lp.colUpper),
      rowLower: plainZero(lp.rowLower),
      rowUpper: plainZero(lp.rowUpper),
      entries: entries.sort(),
      integer: lp.integrality.every((type) => type === highs.constants.variableType.integer),
    };
  });
}

/** In an LP file a row with two bounds is written as two rows: HiGHS does not read the CPLEX form. */
function seenByUs(program: Program, format: 'mps' | 'lp'): Picture {
  const entries: string[] = [];
  const bounds: [number, number][] = [];
  for (let i = 0; i < program.rowLower.length; i++) {
    const [lower, upper] = [program.rowLower[i]!, program.rowUpper[i]!];
    const halves: [number, number][] = format === 'lp' && Number.isFinite(lower) && Number.isFinite(upper) && lower !== upper
      ? [[lower, Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY, upper]]
      : [[lower, upper]];
    for (const half of halves) {
      for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) entries.push(`${bounds.length}:${program.rows.column[k]!}:${program.rows.value[k]!}`);
      bounds.push(half);
    }
  }
  return {
    sense: program.sense === 'min' ? 1 : -1,
    offset: program.objectiveConstant,
    cost: [...program.objective],
    lower: Array.from(program.fixed, (value) => (value === FREE ? 0 : value)),
    upper: Array.from(program.fixed, (value) => (value === FREE ? 1 : value)),
    rowLower: bounds.map(([lower]) => lower),
    rowUpper: bounds.map(([, upper]) => upper),
    entries: entries.sort(),
    integer: true,
  };
}

describe('HiGHS, reading the same file,', () => {
  it('finds seven problems shipped', () => {
    expect(examples.map(({ name }) => name)).toEqual(['enigma', 'lseu', 'mod008', 'p0033', 'p0201', 'scp41', 'stein27']);
  });

  for (const example of examples) {
    it(`sees in ${example.name} what our reader sees, and so does the index`, () => {
      const bytes = gunzipSync(readFileSync(join(folder, `${example.name}.mps.gz`)));
      const { program, warnings } = parseProgram(bytes, `${example.name}.mps`);
      expect(seenByHighs('mps', bytes)).toEqual(seenByUs(program, 'mps'));
      expect(warnings).toEqual([]);
      expect([program.objective.length, program.rowLower.length, program.rows.value.length]).toEqual([example.variables, example.rows,
        example.nonzeros]);
    });

    it(`sees in ${example.name} as we write it what we meant`, () => {
      const { program } = parseProgram(gunzipSync(readFileSync(join(folder, `${example.name}.mps.gz`))), `${example.name}.mps`);
      for (const format of ['mps', 'lp'] as const) {
        expect(seenByHighs(format, writeProgram(program, format))).toEqual(seenByUs(program, format));
      }
    });
  }

  for (const family of PROBLEM_FAMILIES) {
    it(`sees in a generated ${family.name} as we write it what we meant`, () => {
      const program = generate(family.name, {}, 17);
      for (const format of ['mps', 'lp'] as const) {
        expect(seenByHighs(format, writeProgram(program, format))).toEqual(seenByUs(program, format));
      }
    });
  }

  it('sees in any program as we write it what we meant, ranges, fixings, senses, constants and all', () => {
    // Within what HiGHS keeps as it is: it drops coefficients below 1e-9 and takes 1e20 for infinite.
    const coefficient = fc.oneof(
      fc.integer({ min: -99, max: 99 }).filter((v) => v !== 0),
      fc.integer({ min: -99_999, max: 99_999 }).filter((v) => v !== 0).map((v) => v / 1000),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((v) => Math.abs(v) > 1e-6),
    );
    for (const format of ['mps', 'lp'] as const) {
      fc.assert(
        fc.property(arbitraryProgram({ name: plainName, coefficient }), (program) => {
          expect(seenByHighs(format, writeProgram(program, format))).toEqual(seenByUs(program, format));
        }),
        { numRuns: 150, seed: 20260240 },
      );
    }
  });

  it('is not confused by any name as we write it', () => {
    for (const format of ['mps', 'lp'] as const) {
      fc.assert(
        fc.property(arbitraryProgram({ coefficient: fc.integer({ min: -9, max: 9 }).filter((v) => v !== 0) }), (program) => {
          expect(seenByHighs(format, writeProgram(program, format))).toEqual(seenByUs(program, format));
        }),
        { numRuns: 300, seed: 20260241 },
      );
    }
  });
});
