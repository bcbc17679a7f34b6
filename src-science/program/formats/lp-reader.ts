/**
 * Reads the CPLEX LP format from chunks of bytes: sections and statements line by line, expressions as
 * a stream of terms that may go on over lines. Strict where readers differ: a variable stands once in a
 * row, constants only in the objective, variables left of the sense, every section known, `End` there (docs/formats.md).
 */
import type { ProgramLimits } from '../limits.ts';
import type { ObjectiveSense } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { readLpBound } from './lp-bounds.ts';
import { SCALE_HINT } from './finite-sums.ts';
import { LineFeed } from './line-feed.ts';
import { beforeObjective, numberComplaint, strayCharacter, variableOnTheRight } from './lp-complaints.ts';
import { LpModel } from './lp-model.ts';
import { PAIRED_ROWS_MARK } from './lp-ranges.ts';
import { LpQuadratic } from './lp-quadratic.ts';
import { LpTokens, type LpSection } from './lp-tokens.ts';
import { ESCAPED_NAMES_MARK } from './name-escape.ts';
import { plainName } from './program-builder.ts';
import type { ParsedProgram, ProgramReader } from './reader.ts';
import { decodeLoosely, decodeUtf8 } from './utf8.ts';
import { PortableMarks } from './portable.ts';

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
  readonly #feed: LineFeed;
  readonly #tokens = new LpTokens();
  #bytes: Uint8Array = new Uint8Array(0);
  #lineNumber = 0;
  #section: LpSection = 'start';
  readonly #seen = new Set<LpSection>();
  #escaped = false;
  #name = '';
  #sense: ObjectiveSense = 'min';
  #objectiveName = '';
  #objectiveConstant = 0;
  readonly #model: LpModel;
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
  readonly #warnings: string[] = [];
  readonly #portable = new PortableMarks();
  /** While the reader is within brackets. */
  #quadratic: LpQuadratic | null = null;

  readonly namesInHeap = (): number => this.#model.namesInHeap;
  constructor(file: string, limits: ProgramLimits) {
    this.#file = file;
    this.#model = new LpModel(file, limits, (...refused) => this.#error(...refused));
    this.#feed = new LineFeed(file, (bytes, from, to, line) => this.#line(bytes, from, to, line), LONGEST_LINE, (line) => {
      throw this.#error('problem-syntax', `the line is longer than ${LONGEST_LINE} bytes`, 'Break it into several lines.', undefined, line);
    });
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
    const { program, warnings } = this.#model.program(
      { name: this.#name, sense: this.#sense, objectiveName: this.#objectiveName, objectiveConstant: this.#objectiveConstant },
      this.#escaped, this.#warnings, this.#portable,
    );
    return { program, format: 'lp', warnings, senseDoubt: null };
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
        const variable = this.#model.declared(bytes, bound.nameFrom, bound.nameTo, line);
        const name = decodeLoosely(bytes, bound.nameFrom, bound.nameTo);
        if (bound.lower !== null) this.#model.domains.setLower(variable, bound.lower, line, name);
        if (bound.upper !== null) this.#model.domains.setUpper(variable, bound.upper, line, name);
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
        if (tokens.next() !== 'end') throw this.#error(...beforeObjective(this.#text(), tokens));
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
    this.#portable.comment(trimmed);
    if (trimmed === ESCAPED_NAMES_MARK) this.#escaped = true;
    else if (trimmed === PAIRED_ROWS_MARK) this.#model.paired = true;
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
        if (this.#state === SENSE) throw this.#error(...variableOnTheRight(this.#text()));
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
        throw this.#error(...numberComplaint(this.#text(), tokens.verdict));
      default:
        if (this.#bytes[tokens.from] === 91 && this.#section !== 'rows') return this.#openQuadratic();
        throw this.#error(...strayCharacter(this.#text()));
    }
  }

  #openQuadratic(): void {
    if (this.#state !== BEGIN && this.#state !== OPERAND) {
      throw this.#error('problem-syntax', 'a sign is missing before the quadratic part', 'Put + or − before “[”.');
    }
    if (this.#model.quadraticTerms.length > 0) {
      throw this.#error('problem-duplicate', 'a second quadratic part begins here', 'Put all products into one pair of brackets.');
    }
    this.#quadratic = new LpQuadratic(this.#sign);
  }

  #quadraticPart(quadratic: LpQuadratic): void {
    const { token, value, from, to, verdict: number } = this.#tokens;
    if (token === 'bad-number') throw this.#error(...numberComplaint(this.#text(), number));
    const verdict = quadratic.take(token, this.#text(), value, () => this.#model.variable(this.#bytes, from, to, this.#lineNumber));
    if (verdict === null) return;
    if (verdict !== 'done') throw this.#error('problem-syntax', verdict[0], verdict[1]);
    this.#model.quadraticTerms.push(...quadratic.terms);
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
    this.#row = this.#model.openRow({ bytes: this.#bytes, from, to });
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
    const variable = this.#model.variable(this.#bytes, from, to, this.#lineNumber);
    if (this.#section === 'rows' && this.#row < 0) this.#row = this.#model.openRow(null);
    if (!this.#model.addTerm(this.#row, variable, coefficient)) {
      const where = this.#section === 'rows' ? 'the row' : 'the objective';
      throw this.#error(
        'problem-duplicate', `the variable ${quoted(this.#text())} stands twice in ${where}`,
        'Add its two coefficients: HiGHS adds them too, GLPK and CBC refuse.', this.#text(),
      );
    }
    this.#terms++;
    if (coefficient === 0 && this.#section === 'rows') this.#zeroTerms++;
    this.#state = TERM;
    this.#sign = 1;
  }

  /** A number that no variable followed: the objective's constant, or a mistake in a row. */
  #constant(): void {
    if (this.#section === 'rows') throw this.#error(
      'problem-syntax', `the constant ${this.#number} stands in a row`, 'Move it to the right-hand side.',
    );
    this.#objectiveConstant += this.#sign * this.#number;
    if (!Number.isFinite(this.#objectiveConstant)) throw this.#error(
      'problem-number', 'the constant of the objective is infinite, or more than a double holds', SCALE_HINT,
    );
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
    this.#model.setSide(this.#row, this.#rightSense, this.#sign * magnitude);
    this.#closeRow();
    this.#state = DONE;
  }

  #closeRow(): void {
    if (this.#leftSense !== null) {
      this.#model.setSide(this.#row, this.#leftSense === '<' ? '>' : this.#leftSense === '>' ? '<' : '=', this.#left);
      this.#model.checkSides(this.#row);
    }
    if (this.#zeroTerms > 0 && this.#terms > this.#zeroTerms) {
      this.#model.countZeros(this.#zeroTerms, this.#lineNumber);
    }
  }

  #declaration(): void {
    const tokens = this.#tokens;
    if (tokens.token === 'bad-number' || tokens.token === 'number') {
      throw this.#error('problem-syntax', `${quoted(this.#text())} is no name of a variable`, 'List names, separated by spaces.');
    }
    if (tokens.token !== 'name' && tokens.token !== 'infinity') throw this.#error(...strayCharacter(this.#text()));
    const variable = this.#model.declared(this.#bytes, tokens.from, tokens.to, this.#lineNumber);
    const name = this.#text();
    const kind = this.#model.domains.kind(variable);
    const wanted = this.#section === 'binaries' ? 'binary' : 'integer';
    if (kind === wanted) {
      throw this.#error('problem-duplicate', `the variable ${quoted(name)} was already declared ${kind}`, 'Keep one of the two.', name);
    }
    // A variable in Generals and in Binaries is a binary one.
    if (kind !== 'binary') this.#model.domains.setKind(variable, wanted);
  }

  #text(): string {
    return decodeLoosely(this.#bytes, this.#tokens.from, this.#tokens.to);
  }

  #error(code: ProblemErrorCode, what: string, hint: string, field?: string, line = this.#lineNumber): ProblemError {
    return new ProblemError(code, what, hint, { file: this.#file, line, ...(field === undefined ? {} : { field }) });
  }
}
