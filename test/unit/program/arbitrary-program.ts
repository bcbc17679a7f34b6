/**
 * Arbitrary programs for property tests: ranges, equalities, one-sided rows, empty rows and variables,
 * fixed variables, both senses, constants, integer and real coefficients over the whole range of doubles,
 * and names that no text format likes.
 */
import fc from 'fast-check';
import type { ProgramFormat } from '../../../src-science/program/formats/format-table.ts';
import { withProducts } from '../../../src-science/program/formats/products.ts';
import { FREE } from '../../../src-science/program/program.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import type { Program } from '../../../src-science/program/program.ts';

const nonzero = fc.oneof(
  fc.integer({ min: -9, max: 9 }).filter((v) => v !== 0),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).filter((v) => v !== 0),
  fc.integer({ min: -100_000, max: 100_000 }).filter((v) => v !== 0).map((v) => v / 1000),
);
const finite = fc.oneof(fc.constant(0), nonzero);

/** Names that every format can write as they are. */
export const plainName = fc.stringMatching(/^[a-df-zA-DF-Z_][a-zA-Z0-9_.]{0,7}$/);
/** Names with blanks, operators, keywords, control characters and letters of other scripts. */
const awkwardName = fc.oneof(
  plainName,
  fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
  fc.string({ minLength: 1, maxLength: 8, unit: 'binary-ascii' }),
  fc.constantFrom(
    'e',
    'e9',
    'E12',
    'end',
    'Bounds',
    'st',
    'free',
    'inf',
    '$a',
    "'MARKER'",
    '*',
    '1x',
    '.5',
    '%',
    '%41',
    'a b',
    ' a',
    'a ',
    '\\',
    'x:',
    'subject to',
    'RHS',
    'ee',
    '-',
    'e+1',
    'subject',
    'a FREE',
  ),
);

interface Limits {
  readonly name?: fc.Arbitrary<string>;
  /** Rows without bounds, which MPS cannot hold. */
  readonly freeRows?: boolean;
  /** Coefficients; the whole range of doubles by default. */
  readonly coefficient?: fc.Arbitrary<number>;
}

function bounds(side: fc.Arbitrary<number>, freeRows: boolean): fc.Arbitrary<readonly [number, number]> {
  const rows: fc.Arbitrary<readonly [number, number]>[] = [
    side.map((b) => [Number.NEGATIVE_INFINITY, b] as const),
    side.map((b) => [b, Number.POSITIVE_INFINITY] as const),
    side.map((b) => [b, b] as const),
    fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 99 })).map(([low, width]) =>
      [low / 4, (low + width) / 4] as const
    ),
  ];
  if (freeRows) rows.push(fc.constant([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const));
  return fc.oneof(...rows);
}

/** A valid program of up to 8 variables and 8 rows. */
export function arbitraryProgram(limits: Limits = {}): fc.Arbitrary<Program> {
  const name = limits.name ?? awkwardName;
  const coefficient = limits.coefficient ?? nonzero;
  return fc
    .record({ d: fc.integer({ min: 1, max: 8 }), m: fc.integer({ min: 0, max: 8 }) })
    .chain(({ d, m }) =>
      fc.record({
        name: fc.oneof(fc.constant(''), name, fc.constant('two words')),
        sense: fc.constantFrom('min' as const, 'max' as const),
        objectiveName: fc.oneof(fc.constant(''), name),
        objective: fc.array(fc.oneof(fc.constant(0), coefficient), { minLength: d, maxLength: d }),
        objectiveConstant: limits.coefficient === undefined ? finite : fc.oneof(fc.constant(0), coefficient),
        variableNames: fc.uniqueArray(name, { minLength: d, maxLength: d }),
        fixed: fc.array(fc.constantFrom(-1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
        rowNames: fc.uniqueArray(name, { minLength: m, maxLength: m }),
        rows: fc.array(fc.array(fc.option(coefficient, { nil: 0 }), { minLength: d, maxLength: d }), { minLength: m, maxLength: m }),
        bounds: fc.array(
          bounds(limits.coefficient === undefined ? finite : fc.oneof(fc.constant(0), coefficient), limits.freeRows ?? false),
          { minLength: m, maxLength: m },
        ),
      })
    )
    .map((drawn) => {
      const start = [0];
      const column: number[] = [];
      const value: number[] = [];
      for (const row of drawn.rows) {
        row.forEach((a, j) => {
          if (a === 0) return;
          column.push(j);
          value.push(a);
        });
        start.push(column.length);
      }
      const zero = (v: number): number => (v === 0 ? 0 : v);
      const program: Program = {
        name: drawn.name,
        sense: drawn.sense,
        objectiveName: drawn.objectiveName,
        objective: Float64Array.from(drawn.objective, zero),
        objectiveConstant: zero(drawn.objectiveConstant),
        variableNames: drawn.variableNames,
        fixed: Int8Array.from(drawn.fixed),
        rowNames: drawn.rowNames,
        rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
        rowLower: Float64Array.from(drawn.bounds, ([lower]) => zero(lower)),
        rowUpper: Float64Array.from(drawn.bounds, ([, upper]) => zero(upper)),
      };
      validateProgram(program);
      return program;
    });
}

/** OPB holds decimals of a few digits. */
const fewDigits = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -100_000, max: 100_000 }).map((v) => v / 1000)).filter((v) =>
  v !== 0
);

/** A program that the format holds: all of `arbitraryProgram`, or of QUBO's products and nothing else. */
export function programFor(format: ProgramFormat): fc.Arbitrary<Program> {
  if (format === 'opb' || format === 'wbo') return arbitraryProgram({ coefficient: fewDigits });
  if (format !== 'qubo') return arbitraryProgram({ freeRows: format !== 'mps' });
  const plain = arbitraryProgram().map((program) => ({
    ...program,
    fixed: program.fixed.fill(FREE),
    rowNames: [],
    rows: { start: new Int32Array(1), column: new Int32Array(0), value: new Float64Array(0) },
    rowLower: new Float64Array(0),
    rowUpper: new Float64Array(0),
  }));
  return fc.tuple(plain, fc.array(fc.record({ first: fc.nat(7), second: fc.nat(7), coefficient: nonzero }), { maxLength: 6 }))
    .map(([program, terms]) => {
      const d = program.objective.length;
      const products =
        new Map(terms.filter(({ first, second }) => first < second && second < d).map((
          { first, second, coefficient },
        ) => [`${first} ${second}`, {
          row: -1,
          literals: [first, second].map((variable) => ({ variable, negated: false })),
          coefficient,
        }]));
      return withProducts(program, [...products.values()]).program;
    });
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
