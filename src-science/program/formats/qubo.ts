/**
 * Matrices of quadratic 0-1 programs without rows, `min xᵀQx`, in two text forms. That of qbsolv: `p qubo TARGET
 * NODES DIAGONALS COUPLERS`, then `i j value` from 0 on, i ≤ j, each coupler counted once. That of Biq Mac: `n m`, then
 * `i j value` from 1 on of a symmetric matrix, so that what stands off the diagonal counts twice. Products become
 * variables (`products.ts`). Written is the form of qbsolv, for programs that have no other rows.
 */
import { HEAP_BYTES, mostNodes, requireHeap } from '../limits.ts';
import type { ProgramLimits } from '../limits.ts';
import { plainJson } from '../one-line.ts';
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { validateProgram } from '../validate-program.ts';
import { readDecimal } from './decimal.ts';
import type { DecimalResult } from './decimal.ts';
import { SCALE_HINT } from './finite-sums.ts';
import { LineFeed } from './line-feed.ts';
import { programOf } from './program-builder.ts';
import { withProducts } from './products.ts';
import type { ProductTerm } from './products.ts';
import type { ParsedProgram, ProgramReader } from './reader.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

const LONGEST_LINE = 1 << 16;
/** Our writer's notes, as comments of the format. */
const NOTE = /^c Leibniz: (name|objective|variable|maximize|constant)(?: (.*))?$/;

export class QuboReader implements ProgramReader {
  readonly #file: string;
  readonly #limits: ProgramLimits;
  readonly #feed: LineFeed;
  #lineNumber = 0;
  #form: 'qbsolv' | 'biq-mac' | null = null;
  #size = 0;
  /** Entries the header announces, on and off the diagonal together. */
  #announced = 0;
  #diagonal: Float64Array = new Float64Array(0);
  readonly #seen = new Set<number>();
  readonly #products: ProductTerm[] = [];
  #zeros = 0;
  readonly #names: string[] = [];
  #name = '';
  #objectiveName = '';
  #constant = 0;
  #maximizes = false;
  readonly #number: DecimalResult = { value: 0, end: 0 };

  constructor(file: string, limits: ProgramLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#feed = new LineFeed(file, (bytes, from, to, line) => this.#line(bytes, from, to, line), LONGEST_LINE, (line) => {
      this.#lineNumber = line;
      throw this.#error('problem-syntax', `the line is longer than ${LONGEST_LINE} bytes`, 'A line holds two indices and a number.');
    });
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(chunk);
  }

  finish(): ParsedProgram {
    this.#feed.finish();
    if (this.#form === null) throw this.#error(
      'problem-section', 'the first line, with the size of the matrix, is missing',
      'A QUBO file begins with “p qubo 0 NODES DIAGONALS COUPLERS” or with “n m”.',
    );
    if (this.#seen.size < this.#announced) throw this.#error(
      'problem-truncated', `the file announces ${this.#announced} entries and has ${this.#seen.size}`,
      'The file seems to be cut off: get it again.',
    );
    if (this.#size > mostNodes(this.#seen.size + this.#names.length)) throw this.#error(
      'problem-too-large', `the first line says ${this.#size} variables, and ${this.#seen.size} entries stand in the file`,
      'Correct the first line, or leave out the variables that no entry names.',
    );
    const first = this.#form === 'qbsolv' ? 0 : 1;
    const sign = this.#maximizes ? -1 : 1;
    const base = programOf({
      name: this.#name,
      sense: this.#maximizes ? 'max' : 'min',
      objectiveName: this.#objectiveName,
      objective: this.#diagonal.map((value) => sign * value),
      objectiveConstant: this.#constant,
      variableNames: Array.from({ length: this.#size }, (_, j) => this.#names[j] ?? `x${j + first}`),
      fixed: new Int8Array(this.#size).fill(FREE),
      rowNames: [],
      rows: { start: new Int32Array(1), column: new Int32Array(0), value: new Float64Array(0) },
      rowLower: new Float64Array(0),
      rowUpper: new Float64Array(0),
    });
    const { program, warnings } = withProducts(base, this.#products.map((term) => ({ ...term, coefficient: sign * term.coefficient })));
    const twice = this.#form === 'biq-mac' && this.#products.length > 0
      ? ['The matrix was read as symmetric, as Biq Mac means it: what stands off its diagonal counts twice.']
      : [];
    const zeros = this.#zeros === 0 ? [] : [`${this.#zeros} zero ${this.#zeros === 1 ? 'entry was' : 'entries were'} left out.`];
    return { program, format: 'qubo', warnings: [...twice, ...warnings, ...zeros], senseDoubt: null };
  }

  #line(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.#lineNumber = line;
    const text = decodeUtf8(bytes, from, to)?.trim();
    if (text === undefined) throw this.#error('problem-encoding', 'the line is not UTF-8', 'Save the file with the encoding UTF-8.');
    if (text === '' || text.startsWith('#')) return;
    if (text === 'c' || text.startsWith('c ')) return this.#note(text);
    const words = text.split(/\s+/);
    if (this.#form === null) this.#header(words);
    else this.#entry(words);
  }

  #note(text: string): void {
    const note = NOTE.exec(text);
    if (note === null) return;
    const [, what, rest = ''] = note;
    if (what === 'maximize') this.#maximizes = true;
    else {
      let value: unknown;
      try {
        value = JSON.parse(rest);
      } catch {
        value = null;
      }
      if (what === 'constant' && typeof value === 'number') this.#constant = value;
      else if (typeof value !== 'string') throw this.#error(
        'problem-syntax', 'the note of Leibniz in this comment makes no sense',
        'The file was changed after Leibniz wrote it: export it again, or take its comments out.',
      );
      else if (what === 'name') this.#name = value;
      else if (what === 'objective') this.#objectiveName = value;
      else this.#names.push(value);
    }
  }

  #header(words: readonly string[]): void {
    const numbers = words.slice(words[0] === 'p' ? 3 : 0).map((word) => this.#count(word));
    if (words[0] === 'p') {
      const [size, diagonals, couplers] = numbers;
      if (words[1] !== 'qubo' || words.length !== 6 || size === undefined || diagonals === undefined || couplers === undefined) {
        throw this.#error('problem-syntax', 'the line is not “p qubo 0 NODES DIAGONALS COUPLERS”', 'A QUBO file of qbsolv begins with it.');
      }
      this.#form = 'qbsolv';
      this.#size = size;
      this.#announced = diagonals + couplers;
    } else {
      const [size, entries] = numbers;
      if (words.length !== 2 || size === undefined || entries === undefined) throw this.#error(
        'problem-syntax', 'the first line is neither “p qubo …” nor two whole numbers, variables and entries',
        'See docs/formats.md for the forms of QUBO matrices.',
      );
      this.#form = 'biq-mac';
      this.#size = size;
      this.#announced = entries;
    }
    if (this.#size === 0) throw this.#error('problem-section', 'the program has no variables', 'A program needs at least one variable.');
    if (this.#size > this.#limits.names || this.#announced > this.#limits.nonzeros) {
      throw this.#error('problem-too-large', 'the matrix is larger than what can be worked on', 'Split the problem.');
    }
    // What stands off the diagonal, at least: each is a product.
    const couplers = this.#form === 'qbsolv' ? (numbers[2] ?? 0) : Math.max(0, this.#announced - this.#size);
    requireHeap(
      `the ${couplers} products that the first line announces`, couplers * HEAP_BYTES.product + this.#size * HEAP_BYTES.name, this.#limits,
      { file: this.#file, line: this.#lineNumber },
    );
    this.#diagonal = new Float64Array(this.#size);
  }

  #entry(words: readonly string[]): void {
    const [first, second, number] = words;
    if (words.length !== 3 || first === undefined || second === undefined || number === undefined) {
      throw this.#error('problem-syntax', 'the line is not two indices and a number', 'Each line after the first is “i j value”.');
    }
    const base = this.#form === 'qbsolv' ? 0 : 1;
    const i = this.#count(first) - base;
    const j = this.#count(second) - base;
    for (const [index, word] of [[i, first], [j, second]] as const) if (index < 0 || index >= this.#size) throw this.#error(
      'problem-unknown-name', `the index ${quoted(word)} is outside ${base}..${this.#size - 1 + base}`,
      'Check the indices and the size in the first line.', word,
    );
    if (this.#form === 'qbsolv' && i > j) throw this.#error(
      'problem-syntax', `the coupler ${i} ${j} stands below the diagonal`, 'In the form of qbsolv the first index is the smaller one.',
    );
    const key = Math.min(i, j) * this.#size + Math.max(i, j);
    if (this.#seen.has(key)) throw this.#error(
      'problem-duplicate', `the entry ${first} ${second} was already given${i === j ? '' : ', or its mirror image'}`, 'Add the two values.',
    );
    if (this.#seen.size >= this.#announced) throw this.#error(
      'problem-syntax', `there are more entries than the ${this.#announced} that the first line announces`, 'Correct the first line.',
    );
    this.#seen.add(key);
    const value = this.#value(number);
    if (value === 0) this.#zeros++;
    else if (i === j) this.#diagonal[i] = value;
    else this.#products.push({
      row: -1, literals: [{ variable: Math.min(i, j), negated: false }, { variable: Math.max(i, j), negated: false }],
      coefficient: this.#form === 'qbsolv' ? value : this.#twice(value, number),
    });
  }

  #twice(value: number, word: string): number {
    if (!Number.isFinite(2 * value)) throw this.#error(
      'problem-number', `${quoted(word)} stands off the diagonal and counts twice, which is more than a double holds`, SCALE_HINT,
    );
    return 2 * value;
  }

  #count(word: string): number {
    const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!Number.isSafeInteger(value)) {
      throw this.#error('problem-number', `${quoted(word)} is no whole number`, 'Indices and counts are whole numbers of at least 0.');
    }
    return value;
  }

  #value(word: string): number {
    const bytes = encodeUtf8(word) ?? new Uint8Array(0);
    if (readDecimal(bytes, 0, bytes.length, this.#number) !== 'number') throw this.#error(
      'problem-number', `${quoted(word)} is not a number, or none that a double holds`,
      'Numbers are finite decimals such as 17, 0.5 or 1e-3.',
    );
    return this.#number.value;
  }

  #error(code: ProblemErrorCode, what: string, hint: string, field?: string): ProblemError {
    return new ProblemError(
      code, what, hint, { file: this.#file, line: Math.max(1, this.#lineNumber), ...(field === undefined ? {} : { field }) },
    );
  }
}

/**
 * A program as a matrix in the form of qbsolv.
 * @throws ProblemError where it has rows other than those that make products, fixings or integers
 * Cost: O(nnz + d + m).
 */
export function writeQubo(program: Program): string {
  validateProgram(program);
  const quadratic = quadraticForm(program);
  if (quadratic === null) throw new ProblemError(
    'problem-unwritable',
    'QUBO holds an objective with products of two variables and nothing else: the program has other rows, fixed variables or integers',
    'Write the problem as LP, MPS or JSON.',
  );
  const { size, terms } = quadratic;
  const sign = program.sense === 'max' ? -1 : 1;
  const text = (name: string): string => plainJson(JSON.stringify(name));
  const diagonals = Array.from(program.objective.subarray(0, size), (value, j) => ({ value, j })).filter(({ value }) => value !== 0);
  return [
    `c Leibniz: name ${text(program.name)}`,
    `c Leibniz: objective ${text(program.objectiveName)}`,
    ...(program.sense === 'max' ? ['c Leibniz: maximize'] : []),
    ...(program.objectiveConstant === 0 ? [] : [`c Leibniz: constant ${program.objectiveConstant}`]),
    ...program.variableNames.slice(0, size).map((name) => `c Leibniz: variable ${text(name)}`),
    `p qubo 0 ${size} ${diagonals.length} ${terms.length}`,
    ...diagonals.map(({ value, j }) => `${j} ${j} ${sign * value}`),
    ...terms.map(({ literals: [first, second], coefficient }) => `${first!.variable} ${second!.variable} ${sign * coefficient}`),
    '',
  ].join('\n');
}

/** The products that a program was made of; null where it is not exactly what they make. */
function quadraticForm(program: Program): { readonly size: number; readonly terms: readonly ProductTerm[] } | null {
  const { start, column, value } = program.rows;
  const m = program.rowLower.length;
  const size = program.objective.length - m / 3;
  if (m % 3 !== 0 || size < 1 || program.integers !== undefined || program.fixed.some((fixed) => fixed !== FREE)) return null;
  const terms: ProductTerm[] = [];
  for (let k = 0; k < m / 3; k++) {
    const from = start[3 * k + 2]!;
    // `x + y − z ≤ 1` names the two factors.
    if (start[3 * k + 3]! - from !== 3 || column[from + 2] !== size + k || column[from + 1]! >= size) return null;
    terms.push({
      row: -1, literals: [{ variable: column[from]!, negated: false }, { variable: column[from + 1]!, negated: false }],
      coefficient: program.objective[size + k]!,
    });
  }
  const base: Program = {
    ...program,
    objective: program.objective.slice(0, size),
    variableNames: program.variableNames.slice(0, size),
    fixed: program.fixed.slice(0, size),
    rowNames: [],
    rows: { start: new Int32Array(1), column: new Int32Array(0), value: new Float64Array(0) },
    rowLower: new Float64Array(0),
    rowUpper: new Float64Array(0),
  };
  const { program: made } = withProducts(base, terms);
  const same = (a: ArrayLike<number | string>, b: ArrayLike<number | string>): boolean =>
    a.length === b.length && Array.from(a).every((each, k) => each === b[k]);
  const equal =
    same(made.variableNames, program.variableNames) &&
      same(made.rowNames, program.rowNames) && same(made.objective, program.objective) && same(made.rows.start, start) &&
    same(made.rows.column, column) &&
      same(made.rows.value, value) && same(made.rowLower, program.rowLower) && same(made.rowUpper, program.rowUpper);
  return equal && terms.every(({ coefficient }) => coefficient !== 0) ? { size, terms } : null;
}
