/**
 * Reads the CPLEX LP format from chunks of bytes: sections and statements line by line, expressions as
 * a stream of terms that may go on over lines. Strict where readers differ: a variable stands once in a
 * row, constants only in the objective, variables left of the sense, every section known, `End` there.
 * What the format leaves open is decided in docs/formats.md.
 */
import { fitsBits } from '../integers.ts';
import type { ProgramLimits } from '../limits.ts';
import type { ObjectiveSense, Program } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { readLpBound } from './lp-bounds.ts';
import { decimalSum } from './decimal-sum.ts';
import { LineFeed } from './line-feed.ts';
import { FloatList, IntList } from './lists.ts';
import { PAIRED_ROWS_MARK, UPPER_HALF_SUFFIX, joinHalves, labelledRows } from './lp-ranges.ts';
import { LpQuadratic } from './lp-quadratic.ts';
import type { QuadraticTerm } from './lp-quadratic.ts';
import { LpTokens, isLpKeyword } from './lp-tokens.ts';
import type { LpSection } from './lp-tokens.ts';
import { ESCAPED_NAMES_MARK } from './name-escape.ts';
import { NameTable } from './name-table.ts';
import { EntryList, namesOf, plainName, programOf, zerosWarning } from './program-builder.ts';
import { reducedProduct, withProducts } from './products.ts';
import type { ProductTerm } from './products.ts';
import type { ParsedProgram, ProgramReader } from './reader.ts';
import { decodeLoosely, decodeUtf8 } from './utf8.ts';
import { settleVariables } from './settle-variables.ts';
import { VariableDomains } from './variable-domains.ts';

const LONGEST_LINE = 1 << 26;
const PROBLEM_NAME = 'Problem name:';
/** GLPK's writer leaves the constant of an objective in a comment. */
const COMMENTED_CONSTANT = /constant term = (\S+)/;

/** Where an expression stands: what may come next. */
const BEGIN = 0; // nothing yet
const OPERAND = 1; // after a sign
const NUMBER = 2; // after a number that a variable may follow
const TERM = 3; // after a variable
const SENSE = 4; // after the sense of a row: a number must come
const DONE = 5; // after the right-hand side: a new row must begin

export class LpReader implements ProgramReader {
  readonly #file: string;
  readonly #limits: ProgramLimits;
  readonly #feed: LineFeed;
  readonly #tokens = new LpTokens();
  #bytes: Uint8Array = new Uint8Array(0);
  #lineNumber = 0;
  #section: LpSection = 'start';
  readonly #seen = new Set<LpSection>();
  #escaped = false;
  #paired = false;
  /** For each row, whether its label says that it is the upper half of the row before it. */
  readonly #upperHalf: boolean[] = [];
  #lastLabel = '';
  #name = '';
  #sense: ObjectiveSense = 'min';
  #objectiveName = '';
  #objectiveConstant = 0;
  readonly #variables = new NameTable();
  readonly #domains: VariableDomains;
  readonly #objective = new FloatList();
  /** For each variable, 1 + the last row it stood in; 0 is the objective, −1 nowhere. */
  readonly #lastRow = new IntList();
  readonly #labels = new NameTable();
  /** For each row its label's number, or −1. */
  readonly #rowLabel = new IntList();
  readonly #rowLower = new FloatList();
  readonly #rowUpper = new FloatList();
  readonly #entries = new EntryList();
  #state = BEGIN;
  #labelled = false;
  /** −1 in the objective. */
  #row = -1;
  #sign = 1;
  #number = 1;
  #terms = 0;
  #zeroTerms = 0;
  #leftSense: '<' | '>' | '=' | null = null;
  #rightSense: '<' | '>' | '=' = '<';
  #left = 0;
  #zeros = 0;
  #firstZeroLine = 0;
  readonly #warnings: string[] = [];
  /** While the reader is within brackets. */
  #quadratic: LpQuadratic | null = null;
  readonly #quadraticTerms: QuadraticTerm[] = [];
  /** Variables that stand neither in the objective nor in a row, and their lines. */
  readonly #declaredOnly = new Map<number, number>();

  constructor(file: string, limits: ProgramLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#domains = new VariableDomains(file);
    this.#feed = new LineFeed(
      file,
      (bytes, from, to, line) => this.#line(bytes, from, to, line),
      LONGEST_LINE,
      (line) => {
        this.#lineNumber = line;
        throw this.#error('problem-syntax', `the line is longer than ${LONGEST_LINE} bytes`, 'Break it into several lines.');
      },
    );
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(chunk);
  }

  finish(): ParsedProgram {
    this.#feed.finish();
    this.#lineNumber = Math.max(1, this.#feed.line);
    if (this.#section !== 'end') throw this.#error(
      'problem-truncated', 'the file ends without End', 'The file seems to be cut off: get it again, or add End if it is complete.',
    );
    if (this.#variables.count === 0) {
      throw this.#error('problem-section', 'the program has no variables', 'A program needs at least one variable.');
    }
    const variableNames = namesOf(this.#variables, 'variable', this.#file, this.#escaped);
    const labels = namesOf(this.#labels, 'row', this.#file, this.#escaped);
    const rowNames = labelledRows(labels, this.#rowLabel.items.subarray(0, this.#rowLabel.length));
    const declaredOnly = this.#declaredOnlyWarning(variableNames);
    const settled = settleVariables({
      name: this.#name,
      sense: this.#sense,
      objectiveName: this.#objectiveName,
      objective: this.#objective.taken(),
      objectiveConstant: this.#objectiveConstant,
      variableNames,
      ...this.#joinedRows(rowNames, variableNames.length),
    }, this.#domains);
    const warnings = [...this.#warnings, ...declaredOnly, ...settled.warnings, ...zerosWarning(this.#zeros, `line ${this.#firstZeroLine}`)];
    const quadratic = this.#withQuadratic(programOf(settled.parts), variableNames);
    return { program: quadratic.program, format: 'lp', warnings: [...warnings, ...quadratic.warnings], senseDoubt: null };
  }

  /** Products go in once it is settled which variables there are: squares of 0/1 variables are the variables. */
  #withQuadratic(program: Program, names: readonly string[]): ReturnType<typeof withProducts> {
    if (this.#quadraticTerms.length === 0) return { program, warnings: [] };
    const places = new Map(program.variableNames.map((name, j) => [name, j]));
    const placeOf = (variable: number): number => {
      const name = names[variable] ?? '';
      const place = places.get(name);
      if (place === undefined) throw this.#error(
        'problem-unsupported', `the objective has a product with ${quoted(name)}, which is no 0/1 variable`,
        'Products of 0/1 variables are read; write others as rows.', name,
      );
      return place;
    };
    const objective = program.objective.slice();
    const products: ProductTerm[] = [];
    for (const { first, second, coefficient } of this.#quadraticTerms) {
      const literals = reducedProduct([first, second].map((variable) => ({ variable: placeOf(variable), negated: false }))) ?? [];
      const [only] = literals;
      if (literals.length > 1) products.push({ row: -1, literals, coefficient });
      else if (only !== undefined) objective[only.variable] = decimalSum(objective[only.variable]!, 1, coefficient);
    }
    return withProducts({ ...program, objective }, products);
  }

  /** A name that only Bounds or Binaries know may be a slip; one that is not 0 or 1 surely is. */
  #declaredOnlyWarning(names: readonly string[]): string[] {
    if (this.#declaredOnly.size === 0) return [];
    for (const [j, line] of this.#declaredOnly) {
      const name = names[j] ?? '';
      this.#lineNumber = line;
      if (this.#domains.verdict(j).is === 'rows' && !(this.#domains.kind(j) === 'integer' && fitsBits(this.#domains.range(j)))) {
        throw this.#error(
          'problem-unknown-name', `the bound is on ${quoted(name)}, which stands neither in the objective nor in a row`, 'Check the name.',
          name,
        );
      }
    }
    const [first = 0] = this.#declaredOnly.keys();
    const count = this.#declaredOnly.size;
    const others = count === 1 ? 'stands' : `and ${count - 1} more stand`;
    return [`The variable ${quoted(names[first] ?? '')} ${others} neither in the objective nor in a row: check the name.`];
  }

  #joinedRows(rowNames: readonly string[], variableCount: number): Pick<Program, 'rowNames' | 'rows' | 'rowLower' | 'rowUpper'> {
    const rows = this.#entries.sparseRows(rowNames.length, variableCount);
    const rowLower = this.#rowLower.taken();
    const rowUpper = this.#rowUpper.taken();
    if (!this.#upperHalf.includes(true)) return { rowNames, rows, rowLower, rowUpper };
    const joined = joinHalves(rows, rowLower, rowUpper, this.#upperHalf);
    if (joined === null) throw this.#error(
      'problem-bound', 'the two rows of a row with two bounds do not fit together',
      'The file was changed after Leibniz wrote it: export it again, or take its first comment out.',
    );
    return { rowNames: joined.kept.map((i) => rowNames[i]!), rows: joined.rows, rowLower: joined.rowLower, rowUpper: joined.rowUpper };
  }

  #line(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.#bytes = bytes;
    this.#lineNumber = line;
    if (from < to && bytes[from] === 92) this.#comment(decodeUtf8(bytes, from + 1, to) ?? '');
    const tokens = this.#tokens;
    tokens.begin(bytes, from, to);
    const section = tokens.keyword();
    if (section !== null) this.#enter(section);
    switch (this.#section) {
      case 'min':
      case 'max':
      case 'rows':
        while (tokens.next() !== 'end') this.#expression();
        return;
      case 'bounds': {
        const bound = readLpBound(tokens, bytes, (what, hint) => this.#error('problem-syntax', what, hint, 'Bounds'));
        if (bound === null) return;
        const variable = this.#declared(bound.nameFrom, bound.nameTo);
        const name = decodeLoosely(bytes, bound.nameFrom, bound.nameTo);
        if (bound.lower !== null) this.#domains.setLower(variable, bound.lower, line, name);
        if (bound.upper !== null) this.#domains.setUpper(variable, bound.upper, line, name);
        return;
      }
      case 'binaries':
      case 'generals':
        while (tokens.next() !== 'end') this.#declaration();
        return;
      case 'end':
        if (tokens.next() !== 'end') throw this.#error('problem-syntax', 'something stands after End', 'End closes the file.');
        return;
      case 'start':
        if (tokens.next() !== 'end') throw this.#beforeObjective();
        return;
      default:
        if (tokens.next() !== 'end') throw this.#error(
          'problem-unsupported', `${this.#section} are not part of a binary linear program`,
          'Leibniz reads linear objectives and linear rows over 0/1 variables.', this.#section,
        );
    }
  }

  #comment(text: string): void {
    const constant = this.#section === 'min' || this.#section === 'max' ? COMMENTED_CONSTANT.exec(text) : null;
    if (constant !== null) {
      this.#warnings.push(
        `A comment in line ${this.#lineNumber} says that the objective has the constant ${constant[1]}, as GLPK writes it; it was not read. Add it to the objective if it is meant.`,
      );
    }
    if (this.#section !== 'start') return;
    const trimmed = text.trim();
    if (trimmed === ESCAPED_NAMES_MARK) this.#escaped = true;
    else if (trimmed === PAIRED_ROWS_MARK) this.#paired = true;
    else if (trimmed.startsWith(PROBLEM_NAME)) this.#name = plainName(trimmed.slice(PROBLEM_NAME.length).trim(), this.#escaped, this.#file);
  }

  #enter(section: LpSection): void {
    const objective = section === 'min' || section === 'max';
    if (this.#section === 'start' && !objective) {
      throw this.#error('problem-section', 'the objective is missing', 'An LP file begins with Minimize or Maximize.');
    }
    if (objective && this.#section !== 'start') throw this.#error(
      'problem-duplicate', 'a second objective begins here', 'A program has one objective; a variable may not be named like a section.',
    );
    if (section === 'rows' && this.#seen.has('rows')) {
      throw this.#error('problem-duplicate', 'a second Subject To begins here', 'Put all rows into one section.');
    }
    if (!objective && section !== 'rows' && !this.#seen.has('rows')) {
      throw this.#error('problem-section', 'the section Subject To is missing', 'Add it, without rows if there are none.');
    }
    this.#closeExpression();
    if (objective) this.#sense = section;
    if (section === 'lazy') this.#warnings.push(`The lazy constraints from line ${this.#lineNumber} on were read as rows.`);
    this.#seen.add(section);
    this.#section = section === 'lazy' ? 'rows' : section;
    this.#resetRow();
  }

  /** The objective or a row must be complete where a section or another row begins. */
  #closeExpression(): void {
    const objective = this.#section === 'min' || this.#section === 'max';
    if (!objective && this.#section !== 'rows') return;
    if (objective) {
      if (this.#quadratic !== null) throw this.#error(
        'problem-syntax', 'the quadratic part of the objective is not complete', 'Write it as “[ 2 x * y + 4 z ^ 2 ] / 2”.',
      );
      if (this.#state === OPERAND) throw this.#error(
        'problem-syntax', 'the objective ends with a sign', 'Names like “st”, “bin” or “end” cannot begin a line: they open sections.',
      );
      if (this.#state === NUMBER) this.#constant();
      return;
    }
    if (this.#state === BEGIN && !this.#labelled) return;
    if (this.#state === TERM && this.#leftSense !== null) return this.#closeRow();
    if (this.#state !== DONE) throw this.#error(
      'problem-syntax', 'the row before this line is not complete',
      'A row is an expression, a sense and a number. Names like “st”, “bin” or “end” cannot begin a line: they open sections.',
    );
  }

  /** One token of the objective or of a row. Hot. */
  #expression(): void {
    const tokens = this.#tokens;
    if (this.#quadratic !== null) return this.#quadraticPart(this.#quadratic);
    switch (tokens.token) {
      case 'name':
        if (this.#state === SENSE) throw this.#variableOnTheRight();
        if (this.#state === DONE || (this.#state === TERM && this.#leftSense !== null)) this.#beginNextRow();
        if (this.#state === BEGIN && tokens.colonFollows()) return this.#label();
        if (this.#state === TERM) throw this.#error(
          'problem-syntax', `a sign is missing before ${quoted(this.#text())}`, 'Put + or − between two terms.', this.#text(),
        );
        this.#term();
        return;
      case 'number':
      case 'infinity':
        if (this.#state === SENSE) return this.#rightSide();
        if (this.#state === DONE || (this.#state === TERM && this.#leftSense !== null)) this.#beginNextRow();
        if (this.#state !== BEGIN && this.#state !== OPERAND) throw this.#error(
          'problem-syntax', `a sign or a sense is missing before ${quoted(this.#text())}`, 'Put + or − between two terms.',
        );
        this.#number = tokens.token === 'infinity' ? Number.POSITIVE_INFINITY : tokens.value;
        this.#state = NUMBER;
        return;
      case '+':
      case '-':
        if (this.#state === DONE && this.#bytes[tokens.to] === 62) throw this.#error(
          'problem-unsupported', 'the row is an indicator constraint (“->”), which is not part of a binary linear program',
          'Write it as a linear row with a coefficient large enough to switch it off.',
        );
        if (this.#state === DONE) this.#beginNextRow();
        else if (this.#state === NUMBER) this.#constant();
        if (this.#state === TERM || this.#state === NUMBER) this.#sign = 1;
        if (tokens.token === '-') this.#sign = -this.#sign;
        if (this.#state !== SENSE) this.#state = OPERAND;
        return;
      case '<':
      case '>':
      case '=':
        return this.#relation(tokens.token);
      case 'bad-number':
        throw this.#numberError();
      default:
        if (this.#bytes[tokens.from] === 91 && this.#section !== 'rows') return this.#openQuadratic();
        throw this.#strayCharacter();
    }
  }

  #openQuadratic(): void {
    if (this.#state !== BEGIN && this.#state !== OPERAND) {
      throw this.#error('problem-syntax', 'a sign is missing before the quadratic part', 'Put + or − before “[”.');
    }
    if (this.#quadraticTerms.length > 0) {
      throw this.#error('problem-duplicate', 'a second quadratic part begins here', 'Put all products into one pair of brackets.');
    }
    this.#quadratic = new LpQuadratic(this.#sign);
  }

  #quadraticPart(quadratic: LpQuadratic): void {
    const { token, value, from, to } = this.#tokens;
    if (token === 'bad-number') throw this.#numberError();
    const verdict = quadratic.take(token, this.#text(), value, () => {
      const known = this.#variables.find(this.#bytes, from, to);
      return known < 0 ? this.#newVariable(from, to) : known;
    });
    if (verdict === null) return;
    if (verdict !== 'done') throw this.#error('problem-syntax', verdict[0], verdict[1]);
    this.#quadraticTerms.push(...quadratic.terms);
    this.#quadratic = null;
    this.#state = TERM;
    this.#sign = 1;
  }

  #label(): void {
    const { from, to } = this.#tokens;
    const text = this.#text();
    this.#tokens.next();
    if (this.#labelled || this.#leftSense !== null) {
      throw this.#error('problem-syntax', `the name ${quoted(text)} stands inside a row`, 'A row has one name, at its beginning.', text);
    }
    this.#labelled = true;
    if (this.#section !== 'rows') {
      const name = decodeUtf8(this.#bytes, from, to);
      if (name === null) {
        throw this.#error('problem-encoding', `the name ${quoted(text)} is not UTF-8`, 'Save the file with the encoding UTF-8.', text);
      }
      this.#objectiveName = plainName(name, this.#escaped, this.#file);
      return;
    }
    if (this.#labels.find(this.#bytes, from, to) >= 0) {
      throw this.#error('problem-duplicate', `the row ${quoted(text)} was already declared`, 'Give each row a name of its own.', text);
    }
    this.#openRow();
    this.#rowLabel.items[this.#row] = this.#labels.add(this.#bytes, from, to);
    if (!this.#paired) return;
    const whole = decodeUtf8(this.#bytes, from, to) ?? '';
    this.#upperHalf[this.#row] = this.#row > 0 && whole === this.#lastLabel + UPPER_HALF_SUFFIX;
    this.#lastLabel = whole;
  }

  #openRow(): void {
    if (this.#rowLabel.length >= this.#limits.names) {
      throw this.#error('problem-too-large', `there are more than ${this.#limits.names} rows`, 'Split the problem.');
    }
    this.#row = this.#rowLabel.length;
    this.#rowLabel.push(-1);
    if (this.#paired) this.#upperHalf.push(false);
    this.#rowLower.push(Number.NEGATIVE_INFINITY);
    this.#rowUpper.push(Number.POSITIVE_INFINITY);
  }

  #beginNextRow(): void {
    if (!this.#tokens.firstInLine()) throw this.#error(
      'problem-syntax', `${quoted(this.#text())} follows a complete row in the same line`,
      'Put a sign between terms, variables on the left, and each row on a new line.',
    );
    if (this.#state === TERM) this.#closeRow();
    this.#resetRow();
  }

  #resetRow(): void {
    this.#state = BEGIN;
    this.#labelled = false;
    this.#row = -1;
    this.#sign = 1;
    this.#number = 1;
    this.#terms = 0;
    this.#zeroTerms = 0;
    this.#leftSense = null;
  }

  #term(): void {
    const { from, to } = this.#tokens;
    const coefficient = this.#sign * (this.#state === NUMBER ? this.#number : 1);
    if (!Number.isFinite(coefficient)) throw this.#error(
      'problem-number', `the coefficient of ${quoted(this.#text())} is infinite`, 'Coefficients are finite.', this.#text(),
    );
    const known = this.#variables.find(this.#bytes, from, to);
    const variable = known < 0 ? this.#newVariable(from, to) : known;
    if (this.#section === 'rows' && this.#row < 0) this.#openRow();
    const place = this.#row + 1;
    if (this.#lastRow.items[variable] === place) {
      const where = this.#section === 'rows' ? 'the row' : 'the objective';
      throw this.#error(
        'problem-duplicate', `the variable ${quoted(this.#text())} stands twice in ${where}`,
        'Add its two coefficients: HiGHS adds them too, GLPK and CBC refuse.', this.#text(),
      );
    }
    this.#lastRow.items[variable] = place;
    this.#terms++;
    if (this.#section !== 'rows') this.#objective.items[variable] = coefficient;
    else if (coefficient === 0) this.#zeroTerms++;
    else {
      if (this.#entries.length >= this.#limits.nonzeros) {
        throw this.#error('problem-too-large', `there are more than ${this.#limits.nonzeros} nonzeros`, 'Split the problem.');
      }
      this.#entries.add(this.#row, variable, coefficient);
    }
    this.#state = TERM;
    this.#sign = 1;
  }

  #newVariable(from: number, to: number): number {
    if (this.#variables.count >= this.#limits.names) {
      throw this.#error('problem-too-large', `there are more than ${this.#limits.names} variables`, 'Split the problem.');
    }
    this.#domains.add('continuous', this.#lineNumber);
    this.#objective.push(0);
    this.#lastRow.push(-1);
    return this.#variables.add(this.#bytes, from, to);
  }

  /** The variable that Bounds, Binaries or Generals name, which may stand nowhere else. */
  #declared(from: number, to: number): number {
    const known = this.#variables.find(this.#bytes, from, to);
    if (known >= 0) return known;
    const variable = this.#newVariable(from, to);
    this.#declaredOnly.set(variable, this.#lineNumber);
    return variable;
  }

  /** A number that no variable followed: the objective's constant, or a mistake in a row. */
  #constant(): void {
    if (this.#section === 'rows') {
      throw this.#error('problem-syntax', `the constant ${this.#number} stands in a row`, 'Move it to the right-hand side.');
    }
    if (!Number.isFinite(this.#number)) {
      throw this.#error('problem-number', 'the constant of the objective is infinite', 'The constant is finite.');
    }
    this.#objectiveConstant += this.#sign * this.#number;
    this.#sign = 1;
  }

  #relation(sense: '<' | '>' | '='): void {
    if (this.#section !== 'rows') throw this.#error('problem-syntax', 'a sense stands in the objective', 'Rows come after Subject To.');
    if (this.#state === NUMBER && this.#terms === 0 && this.#leftSense === null) {
      this.#left = this.#sign * this.#number;
      this.#leftSense = sense;
      this.#state = BEGIN;
      this.#sign = 1;
      return;
    }
    if (this.#state === NUMBER) this.#constant();
    // SCIP, HiGHS and python-mip write a row without terms as its name and a sense.
    const withoutTerms = this.#state === BEGIN && this.#labelled && this.#leftSense === null;
    if (this.#state !== TERM && !withoutTerms) throw this.#error(
      'problem-syntax', 'a sense stands where a term should',
      'A row without terms has a name, as in “c1: <= 1”, or one coefficient 0, as in “0 x <= 1”.',
    );
    if (this.#leftSense !== null && (this.#leftSense !== sense || sense === '=')) {
      throw this.#error('problem-syntax', 'the two senses of the row do not go together', 'Write a range as “1 <= x + y <= 2”.');
    }
    this.#rightSense = sense;
    this.#state = SENSE;
    this.#sign = 1;
  }

  #rightSide(): void {
    const magnitude = this.#tokens.token === 'infinity' ? Number.POSITIVE_INFINITY : this.#tokens.value;
    this.#setSide(this.#rightSense, this.#sign * magnitude);
    this.#closeRow();
    this.#state = DONE;
  }

  #setSide(sense: '<' | '>' | '=', value: number): void {
    if ((sense === '=' && !Number.isFinite(value)) ||
      (sense === '<' && value === Number.NEGATIVE_INFINITY) || (sense === '>' && value === Number.POSITIVE_INFINITY)) {
      throw this.#error(
        'problem-number', 'the right-hand side is infinite, so that no solution satisfies the row',
        'Give the row a finite right-hand side.',
      );
    }
    if (sense !== '>') this.#rowUpper.items[this.#row] = value;
    if (sense !== '<') this.#rowLower.items[this.#row] = value;
  }

  #closeRow(): void {
    if (this.#leftSense !== null) {
      this.#setSide(this.#leftSense === '<' ? '>' : this.#leftSense === '>' ? '<' : '=', this.#left);
      const lower = this.#rowLower.items[this.#row]!;
      const upper = this.#rowUpper.items[this.#row]!;
      if (lower > upper) throw this.#error(
        'problem-bound', `the row has no solution: its lower bound ${lower} is above its upper bound ${upper}`,
        'Correct one of the two bounds.',
      );
    }
    if (this.#zeroTerms > 0 && this.#terms > this.#zeroTerms) {
      if (this.#zeros === 0) this.#firstZeroLine = this.#lineNumber;
      this.#zeros += this.#zeroTerms;
    }
  }

  #declaration(): void {
    const tokens = this.#tokens;
    if (tokens.token === 'bad-number' || tokens.token === 'number') {
      throw this.#error('problem-syntax', `${quoted(this.#text())} is no name of a variable`, 'List names, separated by spaces.');
    }
    if (tokens.token !== 'name' && tokens.token !== 'infinity') throw this.#strayCharacter();
    const variable = this.#declared(tokens.from, tokens.to);
    const name = this.#text();
    const kind = this.#domains.kind(variable);
    const wanted = this.#section === 'binaries' ? 'binary' : 'integer';
    if (kind === wanted) {
      throw this.#error('problem-duplicate', `the variable ${quoted(name)} was already declared ${kind}`, 'Keep one of the two.', name);
    }
    // A variable in Generals and in Binaries is a binary one.
    if (kind !== 'binary') this.#domains.setKind(variable, wanted);
  }

  #text(): string {
    return decodeLoosely(this.#bytes, this.#tokens.from, this.#tokens.to);
  }

  #beforeObjective(): ProblemError {
    const text = this.#text();
    const lpSolve = text.startsWith('/') || this.#tokens.lastByte() === 59;
    if (lpSolve) return this.#error(
      'problem-format', 'the file is in the LP format of lp_solve, which is another than that of CPLEX',
      'Let lp_solve write it as MPS (-parse_only -wfmps) and open that.',
    );
    if (isLpKeyword(text.toLowerCase()) && this.#tokens.colonFollows()) {
      return this.#error('problem-syntax', `a colon stands after ${quoted(text)}`, 'Sections have no colon: take it out.');
    }
    return this.#error(
      'problem-section', `${quoted(text)} stands before the objective`,
      'An LP file begins with Minimize or Maximize; comments begin with \\.',
    );
  }

  #variableOnTheRight(): ProblemError {
    return this.#error(
      'problem-syntax', `the variable ${quoted(this.#text())} stands on the right-hand side`, 'Move it to the left.', this.#text(),
    );
  }

  #numberError(): ProblemError {
    const { verdict } = this.#tokens;
    if (verdict === 'malformed') return this.#error(
      'problem-number', `${quoted(this.#text())} is not a number`, 'Numbers are finite decimals such as 17, 0.5 or 1e-3.',
    );
    return this.#error(
      'problem-number', `the number ${quoted(this.#text())} is too ${verdict === 'overflow' ? 'large' : 'small'} for a double`,
      'Leave it out, or scale the row.',
    );
  }

  #strayCharacter(): ProblemError {
    const text = this.#text();
    if (text === '[' || text === '^') {
      return this.#error('problem-unsupported', 'the expression is quadratic', 'Leibniz reads linear objectives and rows.');
    }
    return this.#error(
      'problem-syntax', `${quoted(text)} makes no sense here`,
      text === '*' ? 'Write a product as “2 x”.' : 'An expression is a sum of terms such as “+ 2 x”.',
    );
  }

  #error(code: ProblemErrorCode, what: string, hint: string, field?: string): ProblemError {
    return new ProblemError(code, what, hint, { file: this.#file, line: this.#lineNumber, ...(field === undefined ? {} : { field }) });
  }
}
