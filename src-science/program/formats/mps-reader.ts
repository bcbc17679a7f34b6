/**
 * Reads MPS, fixed and free, from chunks of bytes (IBM's MPS/360 format with the extensions that CPLEX,
 * GLPK and HiGHS agree on). Strict: what readers are known to misread or to read differently is
 * refused with its line, never guessed. Conventions where the standard leaves a choice, all in
 * docs/formats.md: integers between markers without any bound are 0..1; the right-hand side of the
 * objective is minus its constant; a range on an equality goes the way of its sign; the first N row is
 * the objective and the others are ignored, with a warning.
 */
import type { ObjectiveSense } from '../program.ts';
import type { ProgramLimits } from '../limits.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { infinitySign } from './decimal.ts';
import { LineFeed } from './line-feed.ts';
import { MpsColumns } from './mps-columns.ts';
import { MpsFields, fitsFixed, hasTab } from './mps-fields.ts';
import { mpsBoundHasValue, setMpsBound } from './mps-meaning.ts';
import { MpsNumbers } from './mps-numbers.ts';
import { MpsRows, OBJECTIVE } from './mps-rows.ts';
import type { MpsRefusal } from './mps-rows.ts';
import { misplaced, sectionOf, unknownSection } from './mps-sections.ts';
import type { MpsSection } from './mps-sections.ts';
import { ESCAPED_NAMES_MARK } from './name-escape.ts';
import { NameTable } from './name-table.ts';
import { namesOf, plainName, programOf } from './program-builder.ts';
import type { ParsedProgram, ProgramReader } from './reader.ts';
import { decodeLoosely, decodeUtf8 } from './utf8.ts';
import { MpsOrigin } from './mps-origin.ts';
import { PortableMarks } from './portable.ts';
import { settleVariables } from './settle-variables.ts';

const LONGEST_LINE = 1 << 16;
export class MpsReader implements ProgramReader {
  readonly #file: string;
  readonly #limits: ProgramLimits;
  readonly #feed: LineFeed;
  readonly #fields = new MpsFields();
  readonly #numbers: MpsNumbers;
  readonly #seen = new Set<MpsSection>();
  readonly #warnings: string[] = [];
  #section: MpsSection = 'start';
  #layout: 'free' | 'fixed' = 'free';
  #fixedPossible = true;
  #escaped = false;
  #named = false;
  #name = '';
  #sense: ObjectiveSense = 'min';
  #senseStated = false;
  #wantedObjective: string | null = null;
  readonly #origin = new MpsOrigin();
  readonly #portable = new PortableMarks();
  readonly #rows: MpsRows;
  readonly #columns: MpsColumns;
  #setNames = new NameTable();
  #afterEnd = false;

  readonly namesInHeap = (): number => this.#columns.variables.heapBytes + this.#rows.table.heapBytes;
  constructor(file: string, limits: ProgramLimits) {
    this.#file = file;
    this.#limits = limits;
    const refusal: MpsRefusal = (code, line, what, hint, field) => this.#error(code, line, what, hint, field);
    this.#columns = new MpsColumns(file, limits, refusal);
    this.#numbers = new MpsNumbers(refusal);
    this.#rows = new MpsRows(refusal);
    this.#feed = new LineFeed(file, (bytes, from, to, line) => this.#line(bytes, from, to, line), LONGEST_LINE, (line) => {
      const hint = 'Check that the file is an MPS file and was not damaged.';
      throw refusal('problem-syntax', line, `the line is longer than ${LONGEST_LINE} bytes`, hint);
    });
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(chunk);
  }

  finish(): ParsedProgram {
    this.#feed.finish();
    const line = Math.max(1, this.#feed.line);
    if (this.#section !== 'ENDATA') throw this.#error(
      'problem-truncated', line, 'the file ends without ENDATA',
      'The file seems to be cut off: get it again, or add ENDATA if it is complete.',
    );
    const variableNames = namesOf(this.#columns.variables, 'variable', this.#file, this.#escaped);
    const rowNames = namesOf(this.#rows.names, 'row', this.#file, this.#escaped);
    const constant = this.#rows.objectiveConstant;
    const origin = this.#origin.verdict(this.#senseStated, this.#sense, constant !== 0);
    const settled = settleVariables(this.#portable.takenBack({
      name: this.#name,
      sense: this.#sense,
      objectiveName: plainName(this.#rows.objectiveName ?? '', this.#escaped, this.#file),
      objective: this.#columns.objective.taken(),
      objectiveConstant: origin.constantIsAdded ? -constant : constant,
      variableNames,
      rowNames,
      rows: this.#columns.entries.sparseRows(rowNames.length, variableNames.length),
      ...this.#rows.bounds(),
    }, (j) => this.#columns.domains.verdict(j), this.#file), this.#columns.domains);
    const warnings = [
      ...this.#warnings, ...(origin.senseDoubt === null ? [] : [origin.senseDoubt.sentence]), ...origin.warnings,
      ...this.#numbers.warnings(), ...settled.warnings, ...this.#columns.zerosWarning(),
    ];
    return { program: programOf(settled.parts), format: 'mps', warnings, senseDoubt: origin.senseDoubt };
  }

  #line(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (from === to) return;
    const first = bytes[from]!;
    if (first === 42) {
      if (!this.#seen.has('ROWS')) {
        const comment = (decodeUtf8(bytes, from + 1, to) ?? decodeLoosely(bytes, from + 1, to)).trim();
        if (comment === ESCAPED_NAMES_MARK) this.#escaped = true;
        else this.#origin.comment(comment, line);
        this.#portable.comment(comment);
      }
      return;
    }
    if (this.#section === 'ENDATA') {
      this.#fields.cutFree(bytes, from, to);
      if (this.#fields.count > 0 && !this.#afterEnd) {
        this.#afterEnd = true;
        this.#warnings.push(`What follows ENDATA, from line ${line}, was ignored.`);
      }
      return;
    }
    if (first !== 32 && first !== 9) return this.#header(bytes, from, to, line);
    const fields = this.#fields;
    fields.cutFree(bytes, from, to);
    if (fields.count === 0) return;
    if (this.#section === 'COLUMNS' && fields.count >= 3 && fields.is(bytes, 1, "'MARKER'")) {
      this.#columns.mark(this.#text(bytes, 2), line);
      return;
    }
    const codeField = this.#section === 'ROWS' || this.#section === 'BOUNDS';
    if (this.#layout === 'fixed') {
      if (!fitsFixed(bytes, from, to, codeField)) throw this.#error(
        'problem-syntax', line, 'the line does not keep to the columns of fixed MPS, which the names with spaces before it need',
        'Fields are in columns 2–3, 5–12, 15–22, 25–36, 40–47 and 50–61; or write names without spaces.',
      );
      fields.cutFixed(bytes, from, to);
      this.#data(bytes, line);
      return;
    }
    if (this.#fixedPossible) this.#fixedPossible = fitsFixed(bytes, from, to, codeField);
    if (!this.#fixedPossible) return this.#data(bytes, line);
    try {
      this.#data(bytes, line);
    } catch (error) {
      // Every line so far keeps to the fixed columns: a name with spaces may be all that is the matter.
      if (!this.#layoutNeeded(error) || hasTab(bytes, from, to)) throw error;
      fields.cutFixed(bytes, from, to);
      this.#data(bytes, line);
      this.#layout = 'fixed';
      this.#warnings.push(`Names hold spaces (first in line ${line}), so the file was read by the columns of fixed MPS.`);
    }
  }

  /** Data lines check everything before they change anything, so these errors left no trace. */
  #layoutNeeded(error: unknown): boolean {
    return error instanceof ProblemError &&
      (error.code === 'problem-syntax' || error.code === 'problem-unknown-name' || error.code === 'problem-number');
  }

  #data(bytes: Uint8Array, line: number): void {
    switch (this.#section) {
      case 'COLUMNS': return this.#columnLine(bytes, line);
      case 'ROWS': return this.#rowLine(bytes, line);
      case 'RHS': return this.#pairs(bytes, 'RHS', line, (name, value, text) => this.#rows.setRhs(name, value, line, text));
      case 'RANGES': return this.#pairs(bytes, 'RANGES', line, (name, value, text) => this.#rows.setRange(name, value, line, text));
      case 'BOUNDS': return this.#boundLine(bytes, line);
      case 'OBJSENSE': return this.#senseWord(this.#text(bytes, 0), line);
      case 'OBJNAME':
        this.#wantedObjective = this.#exact(bytes, this.#fields.from[0]!, this.#fields.to[0]!, line);
        return;
      default:
        throw this.#error(
          'problem-section', line, 'data stand before any section',
          'An MPS file begins with NAME or ROWS in the first column; data lines begin with a space.',
        );
    }
  }

  #header(bytes: Uint8Array, from: number, to: number, line: number): void {
    const words = this.#exact(bytes, from, to, line).trim().split(/[ \t]+/);
    const keyword = (words[0] ?? '').toUpperCase();
    if (keyword === 'NAME') {
      if (this.#named || this.#seen.has('ROWS')) throw this.#error(
        'problem-duplicate', line, this.#named ? 'a second NAME' : 'NAME stands after another section',
        'NAME stands once, at the beginning.',
      );
      this.#named = true;
      if (words.length === 3 && words[2] === 'FREE') {
        words.pop();
        this.#fixedPossible = false;
      }
      this.#name = plainName(words.slice(1).join(' '), this.#escaped, this.#file);
      return;
    }
    if (keyword === 'OBJSENSE' || keyword === 'OBJNAME' || keyword === 'MAX' || keyword === 'MIN') {
      if (this.#seen.has('COLUMNS')) throw this.#error('problem-section', line, `${keyword} stands after COLUMNS`, 'Put it before ROWS.');
      if (keyword === 'MAX' || keyword === 'MIN') return this.#senseWord(keyword, line);
      this.#enter(keyword, line);
      if (words.length > 2) throw this.#error('problem-syntax', line, `${keyword} takes one word`, 'Write for instance OBJSENSE MAX.');
      if (words.length === 2 && keyword === 'OBJSENSE') this.#senseWord(words[1] ?? '', line);
      if (words.length === 2 && keyword === 'OBJNAME') this.#wantedObjective = words[1] ?? null;
      return;
    }
    const known = sectionOf(keyword);
    if (known === null) throw this.#error(...unknownSection(words[0] ?? '', line));
    if (words.length > 1)
      throw this.#error('problem-syntax', line, `${known} stands alone in its line`, 'Data lines begin with a space.', known);
    this.#enter(known, line);
  }

  #enter(section: MpsSection, line: number): void {
    const complaint = misplaced(section, this.#seen, line);
    if (complaint !== null) throw this.#error(...complaint);
    if (section === 'COLUMNS') this.#chooseObjective(line);
    if (this.#section === 'COLUMNS') this.#warnings.push(...this.#columns.leave(line));
    this.#seen.add(section);
    this.#section = section;
    this.#setNames = new NameTable();
  }

  #chooseObjective(line: number): void {
    if (this.#rows.objectiveName !== null) return;
    if (this.#wantedObjective !== null) throw this.#error(
      'problem-unknown-name', line, `OBJNAME names ${quoted(this.#wantedObjective)}, which is no N row`,
      'Name one of the N rows, or leave OBJNAME out.', this.#wantedObjective,
    );
    throw this.#error('problem-section', line, 'ROWS has no objective', 'Add a row of type N; it may have no entries.', 'ROWS');
  }

  #senseWord(word: string, line: number): void {
    const sense = /^max(imi[sz]e|imum)?$/i.test(word) ? 'max' : /^min(imi[sz]e|imum)?$/i.test(word) ? 'min' : null;
    if (sense === null) throw this.#error('problem-syntax', line, `${quoted(word)} is no objective sense`, 'Write MAX or MIN.', 'OBJSENSE');
    this.#sense = sense;
    this.#senseStated = true;
  }

  #rowLine(bytes: Uint8Array, line: number): void {
    const { from, to, count } = this.#fields;
    if (count !== 2) throw this.#error(
      'problem-syntax', line, `a line of ROWS has a type and a name, this one has ${count === 1 ? 'one field' : 'more'}`,
      'Write for instance “ L  ROW1”; a name may not begin with $.', 'ROWS',
    );
    const type = to[0]! - from[0]! === 1 ? bytes[from[0]!]! & ~32 : 0;
    if (type !== 76 && type !== 71 && type !== 69 && type !== 78) {
      throw this.#error('problem-syntax', line, `${quoted(this.#text(bytes, 0))} is no type of a row`, 'Types are N, L, G and E.', 'ROWS');
    }
    if (this.#rows.table.find(bytes, from[1]!, to[1]!) >= 0) throw this.#error(
      'problem-duplicate', line, `the row ${quoted(this.#text(bytes, 1))} was already declared`, 'Give each row a name of its own.',
      this.#text(bytes, 1),
    );
    if (this.#rows.table.count >= this.#limits.names) {
      throw this.#error('problem-too-large', line, `there are more than ${this.#limits.names} rows`, 'Split the problem.');
    }
    const text = this.#exact(bytes, from[1]!, to[1]!, line);
    if (!this.#rows.declare(type, bytes, from[1]!, to[1]!, text, this.#wantedObjective)) {
      this.#warnings.push(`The row ${quoted(text)} of type N in line ${line} is not the objective and was ignored.`);
    }
  }

  /** Hot: most lines of a file. Looks everything up first and changes the program last. */
  #columnLine(bytes: Uint8Array, line: number): void {
    const { from, to, count } = this.#fields;
    if (count !== 3 && count !== 5) throw this.#error(
      'problem-syntax', line, `a line of COLUMNS has 3 or 5 fields, this one has ${count > 5 ? 'more' : count}`,
      'Write the variable, then one or two pairs of a row and a number.', 'COLUMNS',
    );
    const first = this.#row(bytes, 1, line);
    const firstValue = this.#value(bytes, 2, line);
    let second = -1;
    let secondValue = 0;
    if (count === 5) {
      second = this.#row(bytes, 3, line);
      secondValue = this.#value(bytes, 4, line);
    }
    this.#columns.enter(bytes, from[0]!, to[0]!, line);
    this.#entry(bytes, 1, first, firstValue, line);
    if (second >= 0) this.#entry(bytes, 3, second, secondValue, line);
  }

  #entry(bytes: Uint8Array, field: number, name: number, value: number, line: number): void {
    if (this.#rows.lastColumn.items[name] === this.#columns.current) throw this.#error(
      'problem-duplicate', line,
      `the variable ${quoted(this.#text(bytes, 0))} has a second entry in row ${quoted(this.#text(bytes, field))}`,
      'Keep one entry, or add the two.', this.#text(bytes, field),
    );
    this.#rows.lastColumn.items[name] = this.#columns.current;
    this.#columns.add(this.#rows.meaning.items[name]!, value, line);
  }

  /** Index of the first field after the name of the set, which may be missing. */
  #afterSet(bytes: Uint8Array, section: string, line: number): number {
    const { count, from, to } = this.#fields;
    if (count < 2 || count > 5) throw this.#error(
      'problem-syntax', line, `a line of ${section} has 2 to 5 fields, this one has ${count > 5 ? 'more' : count}`,
      'Write the name of the set (or nothing), then one or two pairs of a row and a number.', section,
    );
    if (count % 2 === 0) return 0;
    this.#checkSet(bytes, from[0]!, to[0]!, section, line);
    return 1;
  }

  #checkSet(bytes: Uint8Array, from: number, to: number, section: string, line: number): void {
    if (this.#setNames.count === 1 && !this.#setNames.equals(0, bytes, from, to)) throw this.#error(
      'problem-unsupported', line, `${section} holds a second set ${quoted(decodeLoosely(bytes, from, to))}`,
      'Keep one set: readers differ on which would count.', section,
    );
  }

  #keepSet(bytes: Uint8Array, field: number): void {
    if (this.#setNames.count === 0) this.#setNames.add(bytes, this.#fields.from[field]!, this.#fields.to[field]!);
  }

  #pairs(bytes: Uint8Array, section: string, line: number, set: (name: number, value: number, text: () => string) => void): void {
    const begin = this.#afterSet(bytes, section, line);
    const { count } = this.#fields;
    const names: number[] = [];
    const values: number[] = [];
    for (let field = begin; field < count; field += 2) {
      const name = this.#row(bytes, field, line);
      names.push(name);
      const value = this.#value(bytes, field + 1, line);
      // A constant of the objective is a number like any other.
      values.push(this.#rows.meaning.items[name] === OBJECTIVE ? value : this.#numbers.side(value, line));
    }
    if (begin === 1) this.#keepSet(bytes, 0);
    for (let k = 0; k < names.length; k++) set(names[k]!, values[k]!, () => this.#text(bytes, begin + 2 * k));
  }

  #boundLine(bytes: Uint8Array, line: number): void {
    const { from, to, count } = this.#fields;
    const type = this.#text(bytes, 0).toUpperCase();
    const valued = mpsBoundHasValue(type);
    if (valued === null) {
      const semi = type === 'SC' || type === 'SI';
      throw this.#error(
        semi ? 'problem-unsupported' : 'problem-syntax', line,
        semi ? `the bound ${type} makes a variable semi-continuous, which is not binary` : `${quoted(type)} is no type of a bound`,
        'Types are UP, LO, FX, BV, LI, UI, MI, PL and FR.', 'BOUNDS',
      );
    }
    // Without a set name the variable comes first; where both readings are possible the set is there.
    const known = (field: number): number => (field < count ? this.#columns.variables.find(bytes, from[field]!, to[field]!) : -1);
    const withSet = valued ? count === 4 : count === 4 || (count === 3 && known(2) >= 0);
    // Where neither is known and a set was seen, the field behind the set is the name that is missing.
    const field = withSet || (!valued && count === 3 && known(1) < 0) ? 2 : 1;
    if (count > 4 || count < (valued ? 3 : 2)) throw this.#error(
      'problem-syntax', line,
      `a bound of type ${type} has ${valued ? '3 or 4' : '2 to 4'} fields, this one has ${count > 4 ? 'more' : count}`,
      'Write the type, the name of the set, the variable and the number.', 'BOUNDS',
    );
    const variable = known(field);
    if (variable < 0) throw this.#error(
      'problem-unknown-name', line, `the bound is on ${quoted(this.#text(bytes, field))}, which is no variable of COLUMNS`,
      'Check the name.', this.#text(bytes, field),
    );
    if (withSet) this.#checkSet(bytes, from[1]!, to[1]!, 'BOUNDS', line);
    let value = 0;
    if (field + 1 < count) {
      const infinite = infinitySign(bytes, from[field + 1]!, to[field + 1]!);
      value = infinite !== 0 ? infinite * Number.POSITIVE_INFINITY : this.#numbers.side(this.#value(bytes, field + 1, line), line);
    }
    const name = this.#text(bytes, field);
    setMpsBound(this.#columns.domains, variable, type, value, line, name, this.#file);
    if (withSet) this.#keepSet(bytes, 1);
  }

  #row(bytes: Uint8Array, field: number, line: number): number {
    const name = this.#rows.table.find(bytes, this.#fields.from[field]!, this.#fields.to[field]!);
    if (name < 0) throw this.#error(
      'problem-unknown-name', line, `${quoted(this.#text(bytes, field))} in ${this.#section} is no row of ROWS`,
      'Check the name, or declare the row.', this.#text(bytes, field),
    );
    return name;
  }

  #value(bytes: Uint8Array, field: number, line: number): number {
    return this.#numbers.read(bytes, this.#fields, field, this.#section, line);
  }

  #text(bytes: Uint8Array, field: number): string {
    return decodeLoosely(bytes, this.#fields.from[field]!, this.#fields.to[field]!);
  }

  /** A name that is kept, not only shown. */
  #exact(bytes: Uint8Array, from: number, to: number, line: number): string {
    const text = decodeUtf8(bytes, from, to);
    if (text === null) throw this.#error(
      'problem-encoding', line, `${quoted(decodeLoosely(bytes, from, to))} is not UTF-8`, 'Save the file with the encoding UTF-8.',
    );
    return text;
  }

  #error(code: ProblemErrorCode, line: number, what: string, hint: string, field?: string): ProblemError {
    return new ProblemError(code, what, hint, { file: this.#file, line, ...(field === undefined ? {} : { field }) });
  }
}
