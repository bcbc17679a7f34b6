/**
 * Small programs for other readers of our files: names that are keywords, numbers or operators to some of them,
 * constants, ranges, equalities, empty rows and columns, fixings, integers, both senses. Their optimum is known by
 * enumeration of the user's variables, written straight from the definition.
 */
import { withProducts } from '../../src-science/program/formats/products.ts';
import type { ProductTerm } from '../../src-science/program/formats/products.ts';
import { inBits, userForm } from '../../src-science/program/integers.ts';
import { FREE } from '../../src-science/program/program.ts';
import type { IntegerRange, Program } from '../../src-science/program/program.ts';

const WORDS = [
  'inf',
  'Infinity',
  '-inf',
  '+inf',
  'nan',
  'NaN',
  'free',
  'FREE',
  'e',
  'e9',
  'E5',
  'ee',
  'e+1',
  'e1e',
  '1',
  '0',
  '-1',
  '+2',
  '2x',
  '1e5',
  '1e',
  '1d5',
  '0x10',
  '.5',
  '.',
  '..',
  '1.2.3',
  '1e30',
  'min',
  'Max',
  'minimise',
  'maximize',
  'st',
  's.t.',
  'st.',
  'subject',
  'to',
  'such',
  'that',
  'subject to',
  'end',
  'End',
  'bound',
  'Bounds',
  'bin',
  'binary',
  'BINARIES',
  'gen',
  'general',
  'Generals',
  'int',
  'integer',
  'semi',
  'semi-continuous',
  'sos',
  'sos1',
  'SOS2',
  'sec',
  'sin',
  'user',
  'lazy',
  'pwlobj',
  'multi-objectives',
  'constraints',
  'cuts',
  'R1',
  'C1',
  'x1',
  'c1',
  'obj',
  'OBJ',
  'cost',
  'N',
  'L',
  'G',
  'E',
  'S1',
  'X',
  'R',
  'C',
  'RHS',
  'rhs',
  'RNG',
  'BND',
  'RANGES',
  'BOUNDS',
  'ROWS',
  'COLUMNS',
  'NAME',
  'ENDATA',
  'OBJSENSE',
  'OBJSENSE MAX',
  'OBJECT',
  'MAXIMIZE',
  'MARKER',
  "'MARKER'",
  "'INTORG'",
  'INTORG',
  'UP',
  'LO',
  'FX',
  'FR',
  'BV',
  'MI',
  'PL',
  'LI',
  'UI',
  'SC',
  'NEGATIVE',
  'REFROW',
  'QUADOBJ',
  '+',
  '-',
  '*',
  '/',
  '^',
  '^2',
  '<',
  '>',
  '=',
  '<=',
  '>=',
  '=<',
  '=>',
  ':',
  'a:b',
  'a:',
  ':=',
  'a+b',
  'a-b',
  'x>=1',
  '2*x',
  'x^2',
  '[x]',
  '(x)',
  'x(1)',
  'x[1,2]',
  'x,y',
  'x;y',
  ';',
  ',',
  '"',
  '"x"',
  "'",
  "it's",
  '`',
  '\\',
  '|',
  '{x}',
  'x/2',
  '!x',
  '#x',
  '$x',
  'x$',
  '%',
  '%41',
  '50%',
  '&',
  '@',
  '_',
  '~',
  '~r_1',
  '?',
  'x y',
  ' x',
  'x ',
  'a\tb',
  'a\nb',
  '*x',
  '--',
  '//',
  '/*',
  '//x',
  '->',
  'x\u00a0y',
  'é',
  'μ',
  '中文',
  'x'.repeat(40),
  'y'.repeat(200),
  '长'.repeat(70),
  'x'.repeat(250),
  '\u001b[2J',
  'a\\nb',
  'constant',
  'r1',
  'x2',
  'x_1',
  'x.1',
  'x#1',
  'r%up',
  'objective',
  'one',
  'ONE',
  'constant',
  'objconst',
  'ObjConst',
  'dummy',
  'true',
  'null',
  'Name',
  'title',
  'problem',
] as const;

export interface DrawnProgram {
  readonly program: Program;
  readonly optimum: number;
}

/**
 * @param random numbers in [0, 1)
 * @param quadratic whether it has products of two variables and no other rows, as a QUBO matrix
 */
export function drawnProgram(random: () => number, quadratic: boolean): DrawnProgram {
  for (;;) {
    const program = quadratic ? withoutRows(attempt(random), random) : attempt(random);
    const optimum = bestOf(program);
    if (optimum !== null) return { program, optimum };
  }
}

/** @param x values of `userForm`'s variables; null where a row is broken */
export function objectiveAt(program: Program, x: ArrayLike<number>): number | null {
  const form = userForm(program);
  const sum = (from: number, to: number): number => {
    let total = 0;
    for (let k = from; k < to; k++) total += form.rows.value[k]! * x[form.rows.column[k]!]!;
    return total;
  };
  for (let j = 0; j < form.objective.length; j++) {
    const { lower, upper } = rangeOf(form.ranges[j]!, form.fixed[j]!);
    if (!Number.isInteger(x[j]) || x[j]! < lower || x[j]! > upper) return null;
  }
  for (let i = 0; i < form.rowLower.length; i++) {
    const activity = sum(form.rows.start[i]!, form.rows.start[i + 1]!);
    if (activity < form.rowLower[i]! || activity > form.rowUpper[i]!) return null;
  }
  return form.objective.reduce((total, cost, j) => total + cost * x[j]!, form.objectiveConstant);
}

function rangeOf(range: IntegerRange | null, fixed: number): IntegerRange {
  return range ?? (fixed === FREE ? { lower: 0, upper: 1 } : { lower: fixed, upper: fixed });
}

function bestOf(program: Program): number | null {
  const form = userForm(program);
  const domains = form.ranges.map((range, j) => rangeOf(range, form.fixed[j]!));
  const x = domains.map(({ lower }) => lower);
  let best: number | null = null;
  for (;;) {
    const value = objectiveAt(program, x);
    if (value !== null && (best === null || (form.sense === 'min' ? value < best : value > best))) best = value;
    let j = 0;
    while (j < x.length && x[j] === domains[j]!.upper) {
      x[j] = domains[j]!.lower;
      j++;
    }
    if (j === x.length) return best;
    x[j]!++;
  }
}

/** Its 0/1 variables without fixings, with products of some of them in the objective. */
function withoutRows(drawn: Program, random: () => number): Program {
  const { integers: _, ...program } = drawn;
  const d = program.objective.length;
  const base = {
    ...program,
    fixed: new Int8Array(d).fill(FREE),
    rowNames: [],
    rows: { start: new Int32Array(1), column: new Int32Array(0), value: new Float64Array(0) },
    rowLower: new Float64Array(0),
    rowUpper: new Float64Array(0),
  };
  const terms: ProductTerm[] = [];
  for (let i = 0; i < Math.min(d, 5); i++) {
    for (let j = i + 1; j < Math.min(d, 5); j++) {
      if (random() < 0.4) {
        terms.push({
          row: -1,
          literals: [{ variable: i, negated: false }, { variable: j, negated: false }],
          coefficient: 1 + Math.floor(40 * random()) / 4,
        });
      }
    }
  }
  return withProducts(base, terms).program;
}

function attempt(random: () => number): Program {
  const upTo = (n: number): number => Math.floor(n * random());
  const names = (count: number): string[] => {
    const drawn = new Set<string>();
    while (drawn.size < count) drawn.add(random() < 0.2 ? `v${upTo(99)}` : WORDS[upTo(WORDS.length)]!);
    return [...drawn];
  };
  // Quarters: every sum is exact.
  const number = (): number => (random() < 0.4 ? upTo(39) - 19 : (upTo(399) - 199) / 4);
  const d = 2 + upTo(6);
  const m = upTo(6);
  const ranges = Array.from({ length: d }, (): IntegerRange | null => {
    if (random() < 0.7) return null;
    const lower = upTo(9) - 4;
    return { lower, upper: lower + 2 + upTo(4) };
  });
  const fixed = Int8Array.from(ranges, (range) => (range === null && random() < 0.15 ? upTo(2) : FREE));
  const inside = ranges.map((
    range,
    j,
  ) => (range === null ? (fixed[j] === FREE ? upTo(2) : fixed[j]!) : range.lower + upTo(range.upper - range.lower + 1)));
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  for (let i = 0; i < m; i++) {
    let activity = 0;
    if (random() > 0.08) for (let j = 0; j < d; j++) {
      const a = random() < 0.6 ? number() : 0;
      if (a === 0) continue;
      column.push(j);
      value.push(a);
      activity += a * inside[j]!;
    }
    start.push(column.length);
    const kind = upTo(5);
    rowLower.push(kind === 0 ? Number.NEGATIVE_INFINITY : kind === 1 ? activity : activity - upTo(12) / 4);
    rowUpper.push(kind === 2 ? Number.POSITIVE_INFINITY : kind === 1 ? activity : activity + upTo(12) / 4);
  }
  return inBits({
    name: random() < 0.3 ? '' : names(1)[0]!,
    sense: random() < 0.5 ? 'min' : 'max',
    objectiveName: random() < 0.2 ? '' : names(1)[0]!,
    objective: Float64Array.from({ length: d }, () => (random() < 0.15 ? 0 : number())),
    objectiveConstant: random() < 0.4 ? 0 : number(),
    variableNames: names(d),
    fixed,
    rowNames: names(m),
    rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
  }, ranges);
}
