/**
 * What an LP file declares, as `lp-reader.ts` goes through it: variables and their domains, rows and their sides, nonzeros and
 * products. It refuses what cannot be a program; how the file is written is the reader's.
 */
import { fitsBits } from '../integers.ts';
import { HEAP_BYTES, type ProgramLimits } from '../limits.ts';
import type { Program } from '../program.ts';
import { quoted } from '../problem-error.ts';
import type { ProblemError, ProblemErrorCode } from '../problem-error.ts';
import { decimalSum } from './decimal-sum.ts';
import { FloatList, IntList } from './lists.ts';
import type { QuadraticTerm } from './lp-quadratic.ts';
import { UPPER_HALF_SUFFIX, joinHalves, labelledRows } from './lp-ranges.ts';
import { NameTable } from './name-table.ts';
import { EntryList, namesOf, programOf, zerosWarning } from './program-builder.ts';
import { reducedProduct, withProducts } from './products.ts';
import type { ProductTerm } from './products.ts';
import type { PortableMarks } from './portable.ts';
import { settleVariables } from './settle-variables.ts';
import { decodeLoosely, decodeUtf8 } from './utf8.ts';
import { VariableDomains } from './variable-domains.ts';

/** A refusal at a line. @param line of the file; left out, the one being read */
export type Refusal = (code: ProblemErrorCode, what: string, hint: string, field?: string, line?: number) => ProblemError;

/** Where a name stands in a line. */
interface NameAt {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

export class LpModel {
  /** Rows come in pairs where the file says so: a label may be that of the upper half of the row before it. */
  paired = false;
  readonly domains: VariableDomains;
  readonly quadraticTerms: QuadraticTerm[] = [];
  readonly #file: string;
  readonly #limits: ProgramLimits;
  readonly #refusal: Refusal;
  readonly #variables = new NameTable();
  readonly #objective = new FloatList();
  /** For each variable, 1 + the last row it stood in; 0 is the objective, −1 nowhere. */
  readonly #lastRow = new IntList();
  readonly #labels = new NameTable();
  /** For each row its label's number, or −1. */
  readonly #rowLabel = new IntList();
  readonly #rowLower = new FloatList();
  readonly #rowUpper = new FloatList();
  readonly #entries = new EntryList();
  /** For each row, whether its label says that it is the upper half of the row before it. */
  readonly #upperHalf: boolean[] = [];
  #lastLabel = '';
  #zeros = 0;
  #firstZeroLine = 0;
  /** Variables that stand neither in the objective nor in a row, and their lines. */
  readonly #declaredOnly = new Map<number, number>();

  constructor(file: string, limits: ProgramLimits, refusal: Refusal) {
    this.#file = file;
    this.#limits = limits;
    this.#refusal = refusal;
    this.domains = new VariableDomains(file);
  }

  /** Bytes, as of `ProgramReader`. A row without a label gets a name too. */
  get namesInHeap(): number {
    return this.#variables.heapBytes + this.#labels.heapBytes + (this.#rowLabel.length - this.#labels.count) * HEAP_BYTES.readName;
  }

  /** The variable of a name, a new one where the name is. Hot. */
  variable(bytes: Uint8Array, from: number, to: number, line: number): number {
    const known = this.#variables.find(bytes, from, to);
    if (known >= 0) return known;
    if (this.#variables.count >= this.#limits.names) {
      throw this.#refusal('problem-too-large', `there are more than ${this.#limits.names} variables`, 'Split the problem.');
    }
    this.domains.add('continuous', line);
    this.#objective.push(0);
    this.#lastRow.push(-1);
    return this.#variables.add(bytes, from, to);
  }

  /** The variable that Bounds, Binaries or Generals name, which may stand nowhere else. */
  declared(bytes: Uint8Array, from: number, to: number, line: number): number {
    const before = this.#variables.count;
    const variable = this.variable(bytes, from, to, line);
    if (variable === before) this.#declaredOnly.set(variable, line);
    return variable;
  }

  /** @param label null of a row without a name @returns the row's number */
  openRow(label: NameAt | null): number {
    if (label !== null && this.#labels.find(label.bytes, label.from, label.to) >= 0) {
      const text = decodeLoosely(label.bytes, label.from, label.to);
      throw this.#refusal('problem-duplicate', `the row ${quoted(text)} was already declared`, 'Give each row a name of its own.', text);
    }
    const row = this.#rowLabel.length;
    if (row >= this.#limits.names) {
      throw this.#refusal('problem-too-large', `there are more than ${this.#limits.names} rows`, 'Split the problem.');
    }
    this.#rowLabel.push(label === null ? -1 : this.#labels.add(label.bytes, label.from, label.to));
    this.#rowLower.push(Number.NEGATIVE_INFINITY);
    this.#rowUpper.push(Number.POSITIVE_INFINITY);
    if (!this.paired) return row;
    const whole = label === null ? null : (decodeUtf8(label.bytes, label.from, label.to) ?? '');
    this.#upperHalf.push(whole !== null && row > 0 && whole === this.#lastLabel + UPPER_HALF_SUFFIX);
    if (whole !== null) this.#lastLabel = whole;
    return row;
  }

  /** Hot. @param row −1 is the objective @returns false where the variable stands there already */
  addTerm(row: number, variable: number, coefficient: number): boolean {
    if (this.#lastRow.items[variable] === row + 1) return false;
    this.#lastRow.items[variable] = row + 1;
    if (row < 0) this.#objective.items[variable] = coefficient;
    else if (coefficient !== 0) {
      if (this.#entries.length >= this.#limits.nonzeros) {
        throw this.#refusal('problem-too-large', `there are more than ${this.#limits.nonzeros} nonzeros`, 'Split the problem.');
      }
      this.#entries.add(row, variable, coefficient);
    }
    return true;
  }

  setSide(row: number, sense: '<' | '>' | '=', value: number): void {
    if ((sense === '=' && !Number.isFinite(value)) ||
      (sense === '<' && value === Number.NEGATIVE_INFINITY) || (sense === '>' && value === Number.POSITIVE_INFINITY)) {
      throw this.#refusal(
        'problem-number', 'the right-hand side is infinite, so that no solution satisfies the row',
        'Give the row a finite right-hand side.',
      );
    }
    if (sense !== '>') this.#rowUpper.items[row] = value;
    if (sense !== '<') this.#rowLower.items[row] = value;
  }

  /** Terms with the coefficient 0 in a row that has others, and the line where it ends. */
  countZeros(terms: number, line: number): void {
    if (this.#zeros === 0) this.#firstZeroLine = line;
    this.#zeros += terms;
  }

  checkSides(row: number): void {
    const lower = this.#rowLower.items[row]!;
    const upper = this.#rowUpper.items[row]!;
    if (lower > upper) throw this.#refusal(
      'problem-bound', `the row has no solution: its lower bound ${lower} is above its upper bound ${upper}`,
      'Correct one of the two bounds.',
    );
  }

  /**
   * The program, once the file is read.
   * @param warnings of the reader, before those of the model
   */
  program(
    parts: Pick<Program, 'name' | 'sense' | 'objectiveName' | 'objectiveConstant'>, escaped: boolean, warnings: readonly string[],
    portable: PortableMarks,
  ): { readonly program: Program; readonly warnings: string[] } {
    if (this.#variables.count === 0) {
      throw this.#refusal('problem-section', 'the program has no variables', 'A program needs at least one variable.');
    }
    const variableNames = namesOf(this.#variables, 'variable', this.#file, escaped);
    const labels = namesOf(this.#labels, 'row', this.#file, escaped);
    const rowNames = labelledRows(labels, this.#rowLabel.items.subarray(0, this.#rowLabel.length));
    const declaredOnly = this.#declaredOnlyWarning(variableNames);
    const read = { ...parts, objective: this.#objective.taken(), variableNames, ...this.#joinedRows(rowNames, variableNames.length) };
    const settled = settleVariables(portable.takenBack(read, (j) => this.domains.verdict(j), this.#file), this.domains);
    const quadratic = this.#withQuadratic(programOf(settled.parts), variableNames);
    const zeros = zerosWarning(this.#zeros, `line ${this.#firstZeroLine}`);
    return { program: quadratic.program, warnings: [...warnings, ...declaredOnly, ...settled.warnings, ...zeros, ...quadratic.warnings] };
  }

  /** Products go in once it is settled which variables there are: squares of 0/1 variables are the variables. */
  #withQuadratic(program: Program, names: readonly string[]): ReturnType<typeof withProducts> {
    if (this.quadraticTerms.length === 0) return { program, warnings: [] };
    const places = new Map(program.variableNames.map((name, j) => [name, j]));
    const placeOf = (variable: number): number => {
      const name = names[variable] ?? '';
      const place = places.get(name);
      if (place === undefined) throw this.#refusal(
        'problem-unsupported', `the objective has a product with ${quoted(name)}, which is no 0/1 variable`,
        'Products of 0/1 variables are read; write others as rows.', name,
      );
      return place;
    };
    const objective = program.objective.slice();
    const products: ProductTerm[] = [];
    for (const { first, second, coefficient } of this.quadraticTerms) {
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
      if (this.domains.verdict(j).is === 'rows' && !(this.domains.kind(j) === 'integer' && fitsBits(this.domains.range(j)))) {
        throw this.#refusal(
          'problem-unknown-name', `the bound is on ${quoted(name)}, which stands neither in the objective nor in a row`, 'Check the name.',
          name, line,
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
    if (joined === null) throw this.#refusal(
      'problem-bound', 'the two rows of a row with two bounds do not fit together',
      'The file was changed after Leibniz wrote it: export it again, or take its first comment out.',
    );
    return { rowNames: joined.kept.map((i) => rowNames[i]!), rows: joined.rows, rowLower: joined.rowLower, rowUpper: joined.rowUpper };
  }
}
