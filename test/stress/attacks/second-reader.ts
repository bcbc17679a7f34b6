/**
 * HiGHS as a second reader of altered MPS and LP files. Where both accept a file, and it says nothing that readers are known to
 * take differently (docs/formats.md), both have to mean the same program: at random points of the variables, by name, the
 * objective and the sum of what the rows are violated by are compared.
 */
import loadHighs from 'highs';
import type { Highs } from 'highs';
import { bitsOfValue, userVariables } from '../../../src-science/program/integers.ts';
import { ESCAPED_NAMES_MARK } from '../../../src-science/program/formats/name-escape.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import type { Attack } from '../attack.ts';
import { mutantOf, problemTexts } from '../mutants.ts';

const POINTS = 16;
const CLOSE = 1e-6;

/** What readers take differently, by the name that docs/formats.md gives it; a file that says so is not compared. */
const KNOWN: readonly (readonly [string, (text: string, warnings: readonly string[]) => boolean])[] = [
  ['products', (text) => /\[/u.test(text)],
  [
    'a right-hand side of the objective',
    (_text, warnings) => warnings.some((each) => /right-hand side of the objective|constant/iu.test(each)),
  ],
  ['bounds of a binary', (_text, warnings) => warnings.some((each) => /0\.\.1|binar/iu.test(each))],
  ['a row with two bounds in LP', (text) => /<=?[^<>=\n]*[a-z_][^<>=\n]*<=?|>=?[^<>=\n]*[a-z_][^<>=\n]*>=?/iu.test(text)],
  ['a negative upper bound alone', (text) => /^\s+U[PI]\s.*\s-\d/mu.test(text)],
  ['a line of COLUMNS that begins with NAME', (text) => /^\s+NAME\s/mu.test(text)],
  ['a set called like a variable', (text) => hasSetOfVariable(text)],
  ['a second bound of a variable in MPS', (text) => hasSecondBound(text)],
  ['names with spaces', (_text, warnings) => warnings.some((each) => /Names hold spaces/u.test(each))],
  ['names escaped by a comment of ours', (text) => text.includes(ESCAPED_NAMES_MARK)],
  ['lazy constraints', (_text, warnings) => warnings.some((each) => /lazy/iu.test(each))],
  [
    'numbers beyond 1e15, or below 1e-9',
    (text) => [...text.matchAll(/\d+(?:\.\d*)?e([+-]?\d+)/giu)].some(([, power]) => Math.abs(Number(power)) > 8),
  ],
  ['a slack of GLPK that is folded back', (_text, warnings) => warnings.some((each) => /by which GLPK writes/u.test(each))],
  ['Fortran exponents', (_text, warnings) => warnings.some((each) => /Fortran/u.test(each))],
];

/** The name of a set of bounds is one of a variable. */
function hasSetOfVariable(text: string): boolean {
  const [, columns = '', bounds = ''] = /^COLUMNS([^]*?)^RHS[^]*?^BOUNDS([^]*)/mu.exec(text) ?? [];
  const variables = new Set([...columns.matchAll(/^\s+(\S+)/gmu)].map(([, name]) => name));
  return [...bounds.matchAll(/^\s+[A-Z]{2}\s+(\S+)/gmu)].some(([, set]) => variables.has(set));
}

/** A line of BOUNDS says more of a variable that one before it bounded. */
function hasSecondBound(text: string): boolean {
  const [, bounds = ''] = /^BOUNDS([^]*?)(?:^ENDATA|$(?![^]))/imu.exec(text) ?? [];
  const names = [...bounds.matchAll(/^\s+[A-Z]{2}\s+\S+\s+(\S+)/gmu)].map(([, name]) => name);
  return new Set(names).size < names.length;
}

interface Second {
  readonly names: readonly string[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly integer: readonly boolean[];
  readonly sense: number;
  /** Objective, and the sum of violations of rows. */
  readonly at: (x: readonly number[]) => { readonly objective: number; readonly violation: number };
}

function seenBySecond(highs: Highs, format: 'mps' | 'lp', data: string): Second | null {
  try {
    return highs.withModel({ format, data }, (model) => {
      const lp = model.getModel();
      const starts = Array.from(lp.matrix.starts);
      const [indices, values] = [Array.from(lp.matrix.indices), Array.from(lp.matrix.values)];
      const byColumn = lp.matrix.format === 'csc';
      const [cost, rowLower, rowUpper, offset] = [Array.from(lp.colCost), Array.from(lp.rowLower), Array.from(lp.rowUpper), lp.offset];
      return {
        names: Array.from({ length: lp.numCols }, (_, j) => model.getColName(j)),
        lower: Array.from(lp.colLower),
        upper: Array.from(lp.colUpper),
        integer: Array.from(lp.integrality, (type) => type === highs.constants.variableType.integer),
        sense: lp.sense,
        at(x: readonly number[]) {
          const activity = rowLower.map(() => 0);
          for (let major = 0; major + 1 < starts.length; major++) {
            for (let k = starts[major]!; k < starts[major + 1]!; k++) {
              const [row, column] = byColumn ? [indices[k]!, major] : [major, indices[k]!];
              activity[row]! += values[k]! * x[column]!;
            }
          }
          return {
            objective: cost.reduce((sum, c, j) => sum + c * x[j]!, offset),
            violation: activity.reduce((sum, a, i) => sum + Math.max(0, rowLower[i]! - a, a - rowUpper[i]!), 0),
          };
        },
      };
    });
  } catch {
    return null;
  }
}

interface Tally {
  read: number;
  secondRead: number;
  compared: number;
  points: number;
  known: number;
  mps: number;
  lp: number;
}

/** What the two make of a file differently, or null. */
function difference(program: Program, second: Second, random: () => number, tally: Tally): string | null {
  const place = new Map(second.names.map((name, j) => [name, j]));
  const variables = userVariables(program);
  const unknown = variables.find(({ name }) => !place.has(name));
  if (unknown !== undefined) return `HiGHS has no variable ${JSON.stringify(unknown.name)}`;
  const ours = new Set(variables.map(({ name }) => name));
  const rest = second.names.findIndex((name, j) => !ours.has(name) && second.lower[j] !== second.upper[j]);
  if (rest >= 0) return `${JSON.stringify(second.names[rest])} is fixed here, and ${second.lower[rest]!}..${second.upper[rest]!} in HiGHS`;
  // Without a term in the objective of an LP file HiGHS forgets the sense, which then decides nothing.
  const isSensed = program.objective.some((cost) => cost !== 0);
  if (isSensed && (second.sense === 1 ? 'min' : 'max') !== program.sense) return `the sense is ${program.sense} here`;
  for (const { name, bit, integer } of variables) {
    const j = place.get(name)!;
    const fixed = integer === null ? program.fixed[bit]! : FREE;
    const range = integer === null ? (fixed === FREE ? [0, 1] : [fixed, fixed]) : [integer.lower, integer.upper];
    const clipped = [Math.max(0, Math.ceil(second.lower[j]! - CLOSE)), Math.min(1, Math.floor(second.upper[j]! + CLOSE))];
    // A continuous variable that a row fixes is fixed here, and has that row there.
    if (integer === null && second.integer[j] === true && (clipped[0] !== range[0] || clipped[1] !== range[1])) {
      return `${JSON.stringify(name)} is ${range.join('..')} here, and ${second.lower[j]!}..${second.upper[j]!} in HiGHS`;
    }
    // Bounds that rows imply are narrower here; wider than HiGHS's they may not be.
    if (range[0]! < second.lower[j]! - CLOSE || range[1]! > second.upper[j]! + CLOSE) {
      return `${JSON.stringify(name)} is ${range.join('..')} here, and ${second.lower[j]!}..${second.upper[j]!} in HiGHS`;
    }
    if (integer === null && fixed === FREE && second.integer[j] !== true) return `${JSON.stringify(name)} is continuous in HiGHS`;
  }
  for (let point = 0; point < POINTS; point++) {
    const bits = new Uint8Array(program.objective.length);
    const x = second.lower.slice();
    for (const { name, bit, integer } of variables) {
      const j = place.get(name)!;
      if (integer === null) x[j] = bits[bit] = program.fixed[bit] === FREE ? Math.floor(2 * random()) : program.fixed[bit]!;
      else {
        x[j] = integer.lower + Math.floor((integer.upper - integer.lower + 1) * random());
        bits.set(bitsOfValue(integer, x[j]) ?? [], bit);
      }
    }
    const here = solutionReport(program, bits);
    const there = second.at(x);
    tally.points++;
    const far = (a: number, b: number): boolean => Math.abs(a - b) > CLOSE * Math.max(1, Math.abs(a), Math.abs(b));
    if (far(here.objective, there.objective)) return `the objective is ${here.objective} here, and ${there.objective} in HiGHS`;
    if (far(here.violation, there.violation)) return `the rows are violated by ${here.violation} here, and by ${there.violation} in HiGHS`;
  }
  return null;
}

export const attack: Attack = {
  name: 'second-reader',
  summary: 'MPS and LP files are altered; where HiGHS reads what is read here, both mean the same program.',
  async run({ form, random, say }) {
    const files = form === 'short' ? 200 : 30_000;
    const all = problemTexts().filter(({ name }) => /\.(?:mps|lp)$/u.test(name));
    const failed: string[] = [];
    const tally: Tally = { read: 0, secondRead: 0, compared: 0, points: 0, known: 0, mps: 0, lp: 0 };
    let highs = await loadHighs();
    for (let k = 0; k < files; k++) {
      const { name, text } = mutantOf(all, random);
      let parsed;
      try {
        parsed = parseProgram(Buffer.from(text), name);
      } catch {
        // What is refused cannot be misread; `mutated-problems` looks at refusals.
        continue;
      }
      tally.read++;
      const second = seenBySecond(highs, parsed.format === 'lp' ? 'lp' : 'mps', text);
      if (second === null) {
        // A reader that has died takes its memory with it.
        highs = await loadHighs();
        continue;
      }
      tally.secondRead++;
      tally[parsed.format === 'lp' ? 'lp' : 'mps']++;
      const found = difference(parsed.program, second, random, tally);
      const known = found === null ? undefined : KNOWN.find(([, says]) => says(text, parsed.warnings));
      if (known !== undefined) tally.known++;
      else tally.compared++;
      if (found !== null && known === undefined) {
        failed.push(`file ${k}, from ${name}: ${found}; warnings: ${parsed.warnings.join(' ')}${text.length < 1500 ? `\n${JSON.stringify(text)}` : ''}`);
      }
      if ((k + 1) % 5000 === 0) say(`${k + 1} of ${files} files, ${failed.length} failed`);
    }
    return { tried: files, failed, counts: { ...tally } };
  },
};
