/**
 * Reads Leibniz's own JSON (docs/formats.md): names once, then objective and rows as lists of
 * `[name, coefficient]`, bounds as numbers or null. Keys may come in any order and unknown ones are
 * refused, so that a misspelt `upper` does not silently free a row. The file is held whole: rows may
 * stand before the variables they name.
 */
import { WIDEST_RANGE, fitsBits, inBits } from '../integers.ts';
import { HEAP_BYTES, requireHeap, type ProgramLimits } from '../limits.ts';
import { FREE } from '../program.ts';
import type { IntegerRange, ObjectiveSense } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { JsonScanner } from './json-scanner.ts';
import { FloatList } from './lists.ts';
import { utf8Of } from './name-escape.ts';
import { NameTable } from './name-table.ts';
import { EntryList, programOf, zerosWarning } from './program-builder.ts';
import type { ParsedProgram, ProgramReader } from './reader.ts';
import { decodeLoosely, encodeUtf8 } from './utf8.ts';

export const JSON_FORMAT = 'leibniz-program';
const KEYS = ['format', 'version', 'name', 'sense', 'optimum', 'variables', 'objective', 'rows'];
const HINT = 'See docs/formats.md for the form of a problem in JSON.';

export class JsonReader implements ProgramReader {
  readonly #file: string;
  readonly #limits: ProgramLimits;
  #bytes = new Uint8Array(1 << 12);
  #length = 0;

  constructor(file: string, limits: ProgramLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  push(chunk: Uint8Array): void {
    const limit = this.#limits.jsonBytes;
    if (this.#length + chunk.length > limit) {
      throw new ProblemError(
        'problem-too-large',
        `a problem in JSON may have ${limit >= 2 ** 20 ? `${limit / 2 ** 20} MiB` : `${limit} bytes`}, and this one has more`,
        'Write it as MPS or LP, which are read line by line.', { file: this.#file },
      );
    }
    if (this.#length + chunk.length > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(this.#length + chunk.length, Math.min(limit, this.#bytes.length * 2)));
      bytes.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = bytes;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
  }

  finish(): ParsedProgram {
    const bytes = this.#bytes.subarray(0, this.#length);
    return new JsonProgram(bytes, this.#file, this.#limits).read();
  }
}

class JsonProgram {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  readonly #limits: ProgramLimits;
  /** Where each top-level value begins. */
  readonly #place = new Map<string, number>();
  readonly #variables = new NameTable();
  readonly #variableNames: string[] = [];
  readonly #fixed: number[] = [];
  readonly #ranges: (IntegerRange | null)[] = [];
  #lastRow = new Int32Array(0);
  #zeros = 0;
  #firstZero = '';

  constructor(bytes: Uint8Array, file: string, limits: ProgramLimits) {
    this.#bytes = bytes;
    this.#file = file;
    this.#limits = limits;
  }

  read(): ParsedProgram {
    const whole = new JsonScanner(this.#bytes, this.#file);
    whole.object('the problem', (key) => {
      if (!KEYS.includes(key)) {
        throw whole.error('problem-syntax', `the key ${quoted(key)} is unknown`, `Keys are ${KEYS.join(', ')}.`, key);
      }
      whole.peek();
      this.#place.set(key, whole.at);
      whole.skip(key);
    });
    if (whole.peek() >= 0) {
      throw whole.error('problem-syntax', 'something stands after the problem', 'A file holds one problem.', 'the problem');
    }
    for (const key of ['format', 'version', 'variables']) {
      if (!this.#place.has(key)) {
        throw new ProblemError('problem-section', `the key ${quoted(key)} is missing`, HINT, { file: this.#file, field: key });
      }
    }
    this.#header();
    const name = this.#at('name')?.string('name') ?? '';
    this.#readVariables();
    const d = this.#variableNames.length;
    this.#lastRow = new Int32Array(d).fill(-1);
    const objective = new Float64Array(d);
    let objectiveName = '';
    let objectiveConstant = 0;
    const scanner = this.#at('objective');
    scanner?.object('objective', (key) => {
      if (key === 'name') objectiveName = scanner.string('the objective’s name');
      else if (key === 'constant') objectiveConstant = scanner.number('the objective’s constant');
      else if (key === 'terms') {
        this.#terms(scanner, 0, 'the objective', (variable, value) => {
          objective[variable] = value;
        });
      } else throw scanner.error(
        'problem-syntax', `the key ${quoted(key)} of the objective is unknown`, 'Keys are name, constant and terms.', key,
      );
    });
    const rows = this.#readRows();
    const program = programOf(inBits({
      name: this.#text(name, 'name'),
      sense: this.#sense(),
      objectiveName: this.#text(objectiveName, 'objective'),
      objective,
      objectiveConstant,
      variableNames: this.#variableNames,
      fixed: Int8Array.from(this.#fixed),
      rowNames: rows.names,
      rows: rows.entries.sparseRows(rows.names.length, d),
      rowLower: rows.lower.taken(),
      rowUpper: rows.upper.taken(),
    }, this.#ranges));
    const optimum = this.#optimum();
    return {
      program, format: 'json', warnings: zerosWarning(this.#zeros, this.#firstZero), senseDoubt: null,
      ...(optimum === null ? {} : { optimum }),
    };
  }

  #at(key: string): JsonScanner | null {
    const place = this.#place.get(key);
    return place === undefined ? null : new JsonScanner(this.#bytes, this.#file, place);
  }

  #header(): void {
    const format = this.#at('format');
    if (format !== null && format.string('format') !== JSON_FORMAT) {
      throw format.error('problem-format', 'the file is JSON but no problem', `A problem has "format": "${JSON_FORMAT}".`, 'format');
    }
    const version = this.#at('version');
    const number = version?.number('version');
    if (version !== null && number !== 1) throw version.error(
      'problem-format', `the problem has format version ${number}, this program reads 1`, 'Open it with a newer version of Leibniz.',
      'version',
    );
  }

  #sense(): ObjectiveSense {
    const scanner = this.#at('sense');
    const sense = scanner?.string('sense') ?? 'min';
    if (sense === 'min' || sense === 'max') return sense;
    throw new ProblemError(
      'problem-syntax', `${quoted(sense)} is no objective sense`, 'Write "min" or "max".',
      { file: this.#file, field: 'sense', ...(scanner === null ? {} : { line: scanner.line }) },
    );
  }

  /** Null and a missing key state none. */
  #optimum(): number | null {
    const scanner = this.#at('optimum');
    return scanner === null || scanner.takeNull() ? null : scanner.number('the optimum');
  }

  #text(text: string, field: string): string {
    if (encodeUtf8(text) === null) throw new ProblemError(
      'problem-encoding', `the text ${quoted(text)} holds half of a character`, 'Correct its \\u escapes.', { file: this.#file, field },
    );
    return text;
  }

  #readVariables(): void {
    const scanner = this.#at('variables');
    scanner?.array('variables', () => {
      let name = '';
      let fixed = FREE;
      let lower: number | null = null;
      let upper: number | null = null;
      if (scanner.peek() === 123) {
        scanner.object('a variable', (key) => {
          if (key === 'name') name = scanner.string('a variable’s name');
          else if (key === 'fixed') fixed = scanner.number('the value of a fixed variable');
          else if (key === 'lower') lower = scanner.number('the lower bound of an integer variable');
          else if (key === 'upper') upper = scanner.number('the upper bound of an integer variable');
          else throw scanner.error(
            'problem-syntax', `the key ${quoted(key)} of a variable is unknown`,
            'Keys are name, fixed for a fixed variable, lower and upper for an integer one.', key,
          );
          if (key === 'fixed' && fixed !== 0 && fixed !== 1) {
            throw scanner.error('problem-bound', `a variable is fixed to ${fixed}`, 'A variable is fixed to 0 or 1.', 'variables');
          }
        });
      } else name = scanner.string('variables');
      if (name === '') throw scanner.error('problem-name', 'a variable has no name', 'Give every variable a name.', 'variables');
      const bytes = utf8Of(this.#text(name, 'variables'));
      if (this.#variables.find(bytes, 0, bytes.length) >= 0) {
        throw scanner.error('problem-duplicate', `two variables are named ${quoted(name)}`, 'Give each variable a name of its own.', name);
      }
      this.#requireRoom(1);
      if (this.#variables.count >= this.#limits.names) {
        throw scanner.error('problem-too-large', `there are more than ${this.#limits.names} variables`, 'Split the problem.', 'variables');
      }
      this.#ranges.push(this.#range(scanner, name, fixed, lower, upper));
      this.#variables.add(bytes, 0, bytes.length);
      this.#variableNames.push(name);
      this.#fixed.push(fixed);
    });
    if (this.#variableNames.length === 0) throw new ProblemError(
      'problem-section', 'the program has no variables', 'A program needs at least one variable.', { file: this.#file, field: 'variables' },
    );
  }

  /** @param more names than those of the variables that are kept */
  #requireRoom(more: number): void {
    requireHeap('the names up to here', this.#variables.heapBytes + more * HEAP_BYTES.readName, this.#limits, { file: this.#file });
  }

  /** Null where the variable is 0 or 1. */
  #range(scanner: JsonScanner, name: string, fixed: number, lower: number | null, upper: number | null): IntegerRange | null {
    if (lower === null && upper === null) return null;
    if (fixed !== FREE) {
      throw scanner.error('problem-bound', `the variable ${quoted(name)} is fixed and has bounds`, 'Keep one of the two.', name);
    }
    const range = { lower: lower ?? 0, upper: upper ?? Number.POSITIVE_INFINITY };
    if (range.lower === 0 && range.upper === 1) return null;
    if (!fitsBits(range)) throw scanner.error(
      'problem-bound',
      `the bounds ${range.lower} and ${range.upper} of ${quoted(name)} are no range of whole numbers that can be written in bits`,
      `Give it two whole numbers, the lower one first, at most ${WIDEST_RANGE} apart.`, name,
    );
    return range;
  }

  #readRows(): { names: string[]; lower: FloatList; upper: FloatList; entries: EntryList } {
    const names: string[] = [];
    const seen = new Set<string>();
    const lower = new FloatList();
    const upper = new FloatList();
    const entries = new EntryList();
    const scanner = this.#at('rows');
    scanner?.array('rows', (row) => {
      let name = '';
      let low: number | null = null;
      let high: number | null = null;
      const bound = (where: string): number | null => (scanner.takeNull() ? null : scanner.number(where));
      scanner.object('a row', (key) => {
        if (key === 'name') name = scanner.string('a row’s name');
        else if (key === 'lower') low = bound('a row’s lower bound');
        else if (key === 'upper') high = bound('a row’s upper bound');
        else if (key === 'terms') {
          this.#terms(scanner, row + 1, 'a row', (variable, value) => {
            if (value !== 0) {
              if (entries.length >= this.#limits.nonzeros) throw scanner.error(
                'problem-too-large', `there are more than ${this.#limits.nonzeros} nonzeros`, 'Split the problem.', 'rows',
              );
              entries.add(row, variable, value);
            } else if (this.#zeros++ === 0) this.#firstZero = `line ${scanner.line}`;
          });
        } else throw scanner.error(
          'problem-syntax', `the key ${quoted(key)} of a row is unknown`, 'Keys are name, lower, upper and terms.', key,
        );
      });
      if (name === '') throw scanner.error('problem-name', 'a row has no name', 'Give every row a name.', 'rows');
      this.#requireRoom(names.length + 1);
      if (names.length >= this.#limits.names) {
        throw scanner.error('problem-too-large', `there are more than ${this.#limits.names} rows`, 'Split the problem.', 'rows');
      }
      if (seen.has(name)) {
        throw scanner.error('problem-duplicate', `two rows are named ${quoted(name)}`, 'Give each row a name of its own.', name);
      }
      if (low !== null && high !== null && low > high) throw scanner.error(
        'problem-bound', `row ${quoted(name)} has no solution: its lower bound ${String(low)} is above its upper bound ${String(high)}`,
        'Correct one of the two bounds.', name,
      );
      seen.add(name);
      names.push(this.#text(name, 'rows'));
      lower.push(low ?? Number.NEGATIVE_INFINITY);
      upper.push(high ?? Number.POSITIVE_INFINITY);
    });
    return { names, lower, upper, entries };
  }

  /** @param place 0 for the objective, 1 + the row's number for a row */
  #terms(scanner: JsonScanner, place: number, where: string, add: (variable: number, value: number) => void): void {
    const term = `a term of ${where}`;
    scanner.array(`the terms of ${where}`, () => {
      scanner.expect('[', term);
      const variable = this.#variable(scanner, term);
      scanner.expect(',', term);
      const value = scanner.number(term);
      scanner.expect(']', term);
      if (this.#lastRow[variable] === place) throw scanner.error(
        'problem-duplicate', `the variable ${quoted(this.#variableNames[variable]!)} stands twice in ${where}`, 'Add its two coefficients.',
        this.#variableNames[variable]!,
      );
      this.#lastRow[variable] = place;
      add(variable, value);
    });
  }

  /** The variable named next; a name without escapes is looked up by its bytes. */
  #variable(scanner: JsonScanner, where: string): number {
    if (scanner.plainString()) {
      const variable = this.#variables.find(this.#bytes, scanner.textFrom, scanner.textTo);
      if (variable >= 0) return variable;
      throw this.#unknown(scanner, decodeLoosely(this.#bytes, scanner.textFrom, scanner.textTo));
    }
    const name = scanner.string(where);
    const bytes = encodeUtf8(name);
    const variable = bytes === null ? -1 : this.#variables.find(bytes, 0, bytes.length);
    if (variable < 0) throw this.#unknown(scanner, name);
    return variable;
  }

  #unknown(scanner: JsonScanner, name: string): ProblemError {
    return scanner.error('problem-unknown-name', `${quoted(name)} is no variable`, 'Check the name, or add it to the variables.', name);
  }
}
