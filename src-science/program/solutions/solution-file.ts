/**
 * Solutions and starts in the files that solvers write and read, by names of variables: `.sol` in the forms of
 * MIPLIB, SCIP, Gurobi, HiGHS and CBC, Gurobi's `.mst`, tables of names and values (CSV), NumPy's `.npy`, and JSON. What a
 * file leaves out is 0, or what the rest makes it (`left-out.ts`). Values are the user's: integers as integers.
 */
import { bitsOfValue, userValues, userVariables } from '../integers.ts';
import type { UserVariable } from '../integers.ts';
import { hasUnshown, linesOf, oneLine, plainJson } from '../one-line.ts';
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import { HEAP_BYTES, LIMITS, requireHeap, type ProgramLimits } from '../limits.ts';
import { LONGEST_WORDS, requireShort } from '../long-line.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { solutionReport } from '../solution-report.ts';
import { decodeUtf8 } from '../formats/utf8.ts';
import { inProgramNames } from './file-names.ts';
import { completeProducts, completeSlacks } from './left-out.ts';
import { npyArray, npyValues } from './npy.ts';
import type { SolutionEnding } from './solution-endings.ts';

export interface ReadSolution {
  /** Length d, in bits. */
  readonly x: Uint8Array;
  /** What the file says of its objective, in the problem's sense, or null. */
  readonly statedObjective: number | null;
  readonly warnings: readonly string[];
}

/** Solvers leave integers within this of a whole number. */
const INTEGRALITY = 1e-5;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

type NamedValues = ReadonlyMap<string, { readonly value: number; readonly line: number }>;

/** What a file says, before it is compared with a program. */
interface Said {
  /** By name; null where the values come without names, in the order of the variables. */
  readonly byName: NamedValues | null;
  readonly inOrder: readonly number[];
  readonly objective: number | null;
}

/**
 * The solution in a file.
 * @param bytes the whole file
 * @param fileName for messages; its ending tells CSV
 * @throws ProblemError saying what is wrong, in which line, and what to do
 * Cost: O(bytes + d).
 */
export function readSolution(
  bytes: Uint8Array, fileName: string, program: Program, limits: Pick<ProgramLimits, 'heapBytes'> = LIMITS,
): ReadSolution {
  const variables = userVariables(program);
  const numbers = npyValues(bytes, fileName);
  if (numbers !== null) return settled({ byName: null, inOrder: numbers, objective: null }, fileName, program, variables);
  requireHeap(
    'the text and the values of the file', bytes.length * HEAP_BYTES.textByte + valuesIn(bytes) * HEAP_BYTES.solutionValue, limits,
    { file: fileName },
  );
  const text = decodeUtf8(bytes, bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0, bytes.length);
  if (text === null) throw new ProblemError(
    'problem-encoding', 'the file is not text', 'Give a solution as .sol, .mst, .csv, .npy or JSON.', { file: fileName },
  );
  const start = text.trimStart();
  if (start === '') {
    throw new ProblemError('problem-empty', 'the file is empty', 'Give a solution as .sol, .mst, .csv, .npy or JSON.', { file: fileName });
  }
  if (start.startsWith('<')) throw new ProblemError(
    'problem-format', 'the file is XML, as CPLEX writes solutions', 'Let CPLEX write it as text, or take the names and values out as CSV.',
    { file: fileName },
  );
  const said = start.startsWith('{') || start.startsWith('[')
    ? fromJson(text, fileName)
    : /\.csv$/i.test(fileName) || /^"?(variable|name)"?,/i.test(start)
    ? fromCsv(text, fileName, new Set(variables.map(({ name }) => name)))
    : fromLines(text, fileName);
  return settled(said, fileName, program, variables);
}

/** How many values a text has at most: they stand in lines of their own, or between commas. */
function valuesIn(bytes: Uint8Array): number {
  let values = 1;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 10 || bytes[i] === 13 || bytes[i] === 44) values++;
  return values;
}

function fromLines(text: string, file: string): Said {
  const byName = new Map<string, { value: number; line: number }>();
  let objective: number | null = null;
  /** HiGHS writes more than the primal solution: rows, dual values, a basis. */
  let within: 'columns' | 'other' | 'any' = 'any';
  linesOf(text).forEach((line, k) => {
    const place = { file, line: k + 1 };
    requireShort(line, place, LONGEST_WORDS, 'Each line is the name of a variable and its value.');
    const trimmed = line.trim();
    const stated = /^(?:#\s*Objective value\s*=|=obj=|objective value:|Objective|Optimal - objective value)\s*(\S+)$/i.exec(trimmed);
    if (stated !== null && NUMBER.test(stated[1]!)) {
      objective ??= Number(stated[1]);
      return;
    }
    if (/^# (Columns|Rows|Basis|Dual solution values|Primal solution values)\b/.test(trimmed)) {
      if (trimmed.startsWith('# Dual') || trimmed.startsWith('# Basis')) within = 'other';
      else if (trimmed.startsWith('# Columns')) within = within === 'other' && byName.size > 0 ? 'other' : 'columns';
      else within = 'other';
      if (trimmed.startsWith('# Primal')) byName.clear();
      return;
    }
    if (trimmed === '' || trimmed.startsWith('#') || /^(solution status:|Model status$|no solution available)/i.test(trimmed)) return;
    if (/^=(infeas|unkn)=/i.test(trimmed)) {
      throw new ProblemError('problem-invalid', 'the file says that there is no solution', 'Give a file with a solution.', place);
    }
    if (within === 'other') return;
    const words = trimmed.split(/\s+/);
    // CBC writes number, name, value and reduced cost.
    const cbc = words.length === 4 && /^\d+$/.test(words[0]!) && NUMBER.test(words[2]!) && NUMBER.test(words[3]!);
    const [name = '', value = '', ...rest] = cbc ? words.slice(1, 3) : words;
    if (value === '') {
      // HiGHS's words under its headings: Optimal, Feasible, None.
      if (within === 'any' && /^(optimal|feasible|infeasible|none|unknown|time|unbounded)\b/i.test(name)) return;
      throw new ProblemError(
        'problem-syntax', `${quoted(trimmed)} is no name and value`, 'Each line is the name of a variable and its value.', place,
      );
    }
    if (!NUMBER.test(value)) {
      if (within === 'any' && byName.size === 0 && /^(optimal|time|iteration|objective|bound)\b/i.test(name)) return;
      throw new ProblemError(
        'problem-number', `the value ${quoted(value)} of ${quoted(name)} is not a number`, 'Values are finite decimals.', place,
      );
    }
    if (rest.length > 0 && !rest.join(' ').startsWith('(')) throw new ProblemError(
      'problem-syntax', `more than a name and a value stands in the line of ${quoted(name)}`,
      'Names in such files have no blanks; give the solution as CSV or JSON.', place,
    );
    put(byName, name, Number(value), place);
  });
  return { byName, inOrder: [], objective };
}

function put(
  byName: Map<string, { value: number; line: number }>, name: string, value: number,
  place: { readonly file: string; readonly line: number },
): void {
  const before = byName.get(name);
  if (before !== undefined) throw new ProblemError(
    'problem-duplicate', `the variable ${quoted(name)} was already given a value in line ${before.line}`, 'Give each variable one value.',
    { ...place, field: name },
  );
  byName.set(name, { value, line: place.line });
}

/** A record of two cells as RFC 4180 has them; a quoted name may hold line breaks. */
const RECORD = /(?:"((?:[^"]|"")*)"|([^,"\r\n][^,\r\n]*)),[ \t]*([^,\r\n]*?)[ \t]*(?:\r\n|\n|\r|$)/y;
const SKIPPED = /(?:# [^\r\n]*|[ \t]*)(?:\r\n|\n|\r)|# [^\r\n]*$|[ \t]+$/y;

/** Words that head a column of values; anything else that is no number is a value that cannot be read. */
const HEADING = /^"?[\p{L}_][\p{L}\p{N}_ .()*-]*"?$/u;

/**
 * Names and values of a table of two columns.
 * @param names of the variables: a first line that gives one of them something is no header
 * @throws ProblemError naming the line
 */
export function fromCsv(text: string, file: string, names: ReadonlySet<string>): Said & { readonly byName: NamedValues } {
  const byName = new Map<string, { value: number; line: number }>();
  let line = 1;
  let header = true;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    const place = { file, line };
    SKIPPED.lastIndex = at;
    const skipped = SKIPPED.exec(text);
    RECORD.lastIndex = at;
    const cells = skipped === null ? RECORD.exec(text) : null;
    const whole = (skipped ?? cells)?.[0] ?? '';
    if (whole === '') throw new ProblemError(
      'problem-syntax', 'the line is not a name, a comma and a value', 'Two columns: the name of the variable and its value.', place,
    );
    at += whole.length;
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (cells === null) continue;
    const name = cells[1]?.replaceAll('""', '"') ?? cells[2] ?? '';
    const value = cells[3] ?? '';
    if (NUMBER.test(value)) put(byName, name, Number(value), place);
    else if (!header || !HEADING.test(value) || (names.has(name) && !/^(?:variable|name)$/i.test(name))) throw new ProblemError(
      'problem-number', `the value ${quoted(value)} of ${quoted(name)} is not a number`, 'Values are finite decimals.', place,
    );
    header = false;
  }
  if (byName.size === 0) throw new ProblemError(
    'problem-empty', 'the file names no variable', 'Two columns: the name of the variable and its value.', { file },
  );
  return { byName, inOrder: [], objective: null };
}

/** A reply of `leibniz solve`, `decode` or `descend`, an object of names, or an array. */
function fromJson(text: string, file: string): Said {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ProblemError(
      'problem-syntax', `the JSON is damaged: ${error instanceof Error ? oneLine(error.message) : 'it cannot be read'}`,
      'Give an object of names and values, or an array.', { file },
    );
  }
  const field = (of: unknown, key: string): unknown => (typeof of === 'object' &&
    of !== null && !Array.isArray(of) && Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined);
  const objective = field(value, 'objective');
  const reply = field(value, 'decoded') ?? value;
  const x = typeof reply === 'object' && reply !== null && !Array.isArray(reply) &&
    Object.hasOwn(reply, 'x') && typeof field(reply, 'x') !== 'number' ? (field(reply, 'values') ?? field(reply, 'x')) : reply;
  const stated = typeof objective === 'number' ? objective : null;
  const number = (entry: unknown, what: string): number => {
    if (typeof entry !== 'number' || !Number.isFinite(entry)) {
      throw new ProblemError('problem-number', `the value of ${what} is no number`, 'Values are numbers.', { file });
    }
    return entry;
  };
  if (Array.isArray(x)) return { byName: null, inOrder: x.map((entry: unknown, k) => number(entry, `entry ${k + 1}`)), objective: stated };
  if (typeof x !== 'object' || x === null) {
    throw new ProblemError('problem-invalid', 'the file holds no solution', 'Give an object of names and values, or an array.', { file });
  }
  return {
    byName: new Map(Object.entries(x).map(([name, entry]) => [name, { value: number(entry, quoted(name)), line: 1 }])), inOrder: [],
    objective: stated,
  };
}

function settled(said: Said, file: string, program: Program, variables: readonly UserVariable[]): ReadSolution {
  const d = program.variableNames.length;
  const warnings: string[] = [];
  const x = new Uint8Array(d);
  if (said.byName === null) {
    const { inOrder } = said;
    const bits = inOrder.length === d && inOrder.every((value) => value === 0 || value === 1);
    if (!bits && inOrder.length !== variables.length) {
      throw new ProblemError(
        'problem-invalid', `the file has ${inOrder.length} values, but the problem has ${variables.length} variables`,
        'Give one value for each variable, in their order, or give them by name.', { file },
      );
    }
    if (bits) x.set(inOrder);
    else variables.forEach((variable, j) => place(x, variable, inOrder[j]!, { file }));
    return { x, statedObjective: said.objective, warnings };
  }
  const { byName: values, warnings: ofNames } = inProgramNames(
    said.byName, variables.map(({ name }) => name), program.variableNames, program.objectiveConstant !== 0, file,
  );
  warnings.push(...ofNames);
  const total = values.size;
  const missing: number[] = [];
  for (const variable of variables) {
    const given = values.get(variable.name);
    if (given === undefined) {
      if (variable.integer === null) {
        const fixed = program.fixed[variable.bit]!;
        if (fixed !== FREE) x[variable.bit] = fixed;
        else missing.push(variable.bit);
      } else place(x, variable, Math.min(Math.max(0, variable.integer.lower), variable.integer.upper), { file });
      continue;
    }
    values.delete(variable.name);
    place(x, variable, given.value, { file, line: given.line, field: variable.name });
  }
  // Bits by name are taken too: what Leibniz wrote in bits for others comes back so.
  if (values.size > 0) {
    const bits = new Map(program.variableNames.map((name, j) => [name, j]));
    for (const [name, { value, line }] of values) {
      const bit = bits.get(name);
      if (bit === undefined) continue;
      x[bit] = whole(value, name, { file, line, field: name });
      values.delete(name);
    }
  }
  if (values.size === total && total > 0) {
    const [first = ''] = values.keys();
    throw new ProblemError(
      'problem-unknown-name', `no name of the file is a variable of the problem; the first is ${quoted(first)}`,
      'Check that the solution belongs to this problem.', { file, field: first },
    );
  }
  if (values.size > 0) {
    const [first = ''] = values.keys();
    warnings.push(
      `${values.size} ${values.size === 1 ? 'name of the file is no variable' : 'names of the file are no variables'} of the problem and ${values.size === 1 ? 'was' : 'were'} left out: ${quoted(first)}${values.size > 1 ? ', …' : ''}.`,
    );
  }
  completeProducts(program, x, missing);
  completeSlacks(program, x, missing);
  if (said.objective === null) return { x, statedObjective: null, warnings };
  const { objective } = solutionReport(program, x);
  const isStated = (stated: number): boolean => Math.abs(objective - stated) <= 1e-6 * Math.max(1, Math.abs(objective));
  // Who read our portable MPS minimized the negated objective.
  const negated = program.sense === 'max' && !isStated(said.objective) && isStated(-said.objective);
  if (!negated && !isStated(said.objective)) {
    warnings.push(`The file says that the objective is ${said.objective}; the values give ${objective}.`);
  }
  return { x, statedObjective: negated ? -said.objective : said.objective, warnings };
}

type Place = { readonly file: string; readonly line?: number; readonly field?: string };

function whole(value: number, name: string, where: Place): number {
  const near = Math.round(value);
  if (Math.abs(value - near) > INTEGRALITY) throw new ProblemError(
    'problem-not-binary', `the value ${value} of ${quoted(name)} is no whole number`,
    'A solution of this problem has whole numbers; solvers leave them within 10⁻⁵.', where,
  );
  if (near !== 0 && near !== 1) {
    throw new ProblemError('problem-bound', `the value ${value} of ${quoted(name)} is neither 0 nor 1`, 'The variable is 0 or 1.', where);
  }
  return near;
}

function place(x: Uint8Array, { name, bit, integer }: UserVariable, value: number, where: Place): void {
  if (integer === null) {
    x[bit] = whole(value, name, where);
    return;
  }
  const near = Math.round(value);
  const bits = Math.abs(value - near) > INTEGRALITY ? null : bitsOfValue(integer, near);
  if (bits === null) throw new ProblemError(
    'problem-bound', `the value ${value} of ${quoted(name)} is no integer from ${integer.lower} to ${integer.upper}`,
    'Check that the solution belongs to this problem.', where,
  );
  bits.forEach((each, k) => {
    x[bit + k] = each;
  });
}

/**
 * A solution as a file: `.sol` in the form of MIPLIB and SCIP (`=obj=`, then names and values that are not 0), `.mst` with
 * all values, `.csv` with a header, `.npy` as an array of the user's values, `.json` as `{objective, x}`.
 * @param x in bits
 * @throws ProblemError where a name has what the form cannot hold: a blank, a line break, the beginning of a formula
 * Cost: O(d).
 */
export function writeSolution(program: Program, x: Uint8Array, ending: SolutionEnding): string | Uint8Array {
  const variables = userVariables(program);
  const values = userValues(program, x);
  const { objective } = solutionReport(program, x);
  switch (ending) {
    case '.sol': return [
      `# Solution of ${oneLine(program.name === '' ? 'a problem' : program.name)}`, `=obj= ${objective}`,
      ...variables.flatMap(({ name }, j) => (values[j] === 0 ? [] : [`${plain(name)} ${values[j]!}`])), '',
    ].join('\n');
    case '.mst': return ['# MIP start', ...variables.map(({ name }, j) => `${plain(name)} ${values[j]!}`), ''].join('\n');
    case '.csv': return [
      'variable,value',
      ...variables.map(({ name }, j) => `${cell(name)},${values[j]!}`), '',
    ].join('\r\n');
    case '.npy': return npyArray(values);
    case '.json': return `${plainJson(JSON.stringify({ objective, x: Object.fromEntries(variables.map(({ name }, j) => [name, values[j]!])) }, null, 2))}\n`;
  }
}

/** What a spreadsheet takes for a formula at the beginning of a cell, whichever character separates its cells. */
const FORMULA = /(?:^|[;\t])[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

function cell(name: string): string {
  if (hasUnshown(name) || FORMULA.test(name)) throw new ProblemError(
    'problem-unwritable', `the name ${quoted(name)} begins like a formula or has a line break, which a spreadsheet would act on`,
    'Write the solution as .npy or .json.', { field: name },
  );
  return /[",]|^#/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function plain(name: string): string {
  if (/\s/u.test(name) || hasUnshown(name) || name.startsWith('#') || name.startsWith('=')) throw new ProblemError(
    'problem-unwritable', `the name ${quoted(name)} has a blank or a line break or begins like a comment, which such files cannot hold`,
    'Write the solution as .npy or .json.', { field: name },
  );
  return name;
}
