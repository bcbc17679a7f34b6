/**
 * Reads the pseudo-Boolean formats OPB and WBO (Roussel and Manquinho, "Input/Output Format and Solver
 * Requirements for the Competitions of Pseudo-Boolean Solvers"): an objective, constraints over literals,
 * products of literals, soft constraints with a weight. Products become variables (`products.ts`); a soft constraint
 * gets a slack bit whose cost is its weight and which, at 1, lets the constraint be anything. What OPB itself
 * cannot hold our writer leaves in comments (`opb-notes.ts`). */
import { HEAP_BYTES, requireHeap, type ProgramLimits } from '../limits.ts';
import { FREE } from '../program.ts';
import type { IntegerVariable, ObjectiveSense } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import type { ProblemErrorCode } from '../problem-error.ts';
import { decimalQuotient } from './decimal-sum.ts';
import { LineFeed } from './line-feed.ts';
import { largestMisses, objectiveTermOf, softWarning } from './opb-soft.ts';
import type { OpbSum } from './opb-soft.ts';
import { OPB_NOTES_MARK, OPB_NOTE_PREFIX, parseOpbNote } from './opb-notes.ts';
import type { OpbRowForm } from './opb-notes.ts';
import { EntryList, programOf } from './program-builder.ts';
import { reducedProduct, withProducts } from './products.ts';
import type { Literal, ProductTerm } from './products.ts';
import type { ParsedProgram, ProgramReader } from './reader.ts';
import { TOKEN, tokensIn } from './opb-tokens.ts';
import { decodeUtf8 } from './utf8.ts';

const LONGEST_LINE = 1 << 26;
const INTEGER = /^[+-]?\d+$/;
const NAME = /^~?[A-Za-z_]/;

export class OpbReader implements ProgramReader {
  readonly #file: string;
  readonly #format: 'opb' | 'wbo';
  readonly #limits: ProgramLimits;
  readonly #feed: LineFeed;
  #lineNumber = 0;
  /** Tokens of the statement so far, and the line it began in. */
  #tokens: string[] = [];
  #statementLine = 0;
  #statements = 0;
  #noted = false;
  readonly #variables = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #fixed: number[] = [];
  readonly #objective: number[] = [];
  #objectiveConstant = 0;
  #objectiveName = '';
  #objectiveScale = 1;
  #sense: ObjectiveSense = 'min';
  #hasObjective = false;
  #name = '';
  readonly #entries = new EntryList();
  readonly #rowNames: string[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #products: ProductTerm[] = [];
  readonly #integers: IntegerVariable[] = [];
  /** Of the row that the next constraint is. */
  #note: { readonly name: string; readonly scale: number; readonly form: OpbRowForm } | null = null;
  #skipNext = false;
  #soft = false;
  #top: number | null = null;
  /** Of a file of ours whose soft constraints are the terms of its objective, and of one whose top cost says nothing. */
  #softCosts = false;
  #softTop = true;
  readonly #softSlacks: { readonly name: string; readonly weight: number }[] = [];
  /** For each soft row the number of its slack, and its coefficient. */
  readonly #softEntries: { readonly row: number; readonly slack: number; readonly coefficient: number }[] = [];

  /** @param format what the file is called; both are read */
  constructor(file: string, limits: ProgramLimits, format: 'opb' | 'wbo') {
    this.#file = file;
    this.#format = format;
    this.#limits = limits;
    this.#feed = new LineFeed(file, (bytes, from, to, line) => this.#line(bytes, from, to, line), LONGEST_LINE, (line) => {
      this.#lineNumber = line;
      throw this.#error('problem-syntax', `the line is longer than ${LONGEST_LINE} bytes`, 'Break it into several lines.');
    });
  }

  push(chunk: Uint8Array): void {
    this.#feed.push(chunk);
  }

  finish(): ParsedProgram {
    this.#feed.finish();
    if (this.#tokens.length > 0) throw this.#error(
      'problem-truncated', 'the file ends within a statement', 'A semicolon ends each; the file seems to be cut off: get it again.',
    );
    if (this.#names.length === 0) throw this.#error(
      'problem-section', 'the program has no variables', 'A program needs at least one variable.',
    );
    const softBegin = this.#names.length;
    this.#addSlacks();
    const d = this.#names.length;
    const base = programOf({
      name: this.#name,
      sense: this.#sense,
      objectiveName: this.#objectiveName,
      objective: Float64Array.from({ length: d }, (_, j) => this.#objective[j] ?? 0),
      objectiveConstant: this.#objectiveConstant,
      variableNames: this.#names,
      fixed: Int8Array.from({ length: d }, (_, j) => this.#fixed[j] ?? FREE),
      rowNames: this.#rowNames,
      rows: this.#entries.sparseRows(this.#rowNames.length, d),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      ...(this.#integers.length === 0 ? {} : { integers: this.#integers }),
    });
    const heapBytes = this.#limits.heapBytes - this.#products.length * HEAP_BYTES.term;
    const { program, warnings } = withProducts(base, this.#products, { heapBytes });
    return { program, format: this.#format, warnings: [...softWarning(this.#names.slice(softBegin)), ...warnings], senseDoubt: null };
  }

  #line(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.#lineNumber = line;
    const text = decodeUtf8(bytes, from, to);
    if (text === null) throw this.#error('problem-encoding', 'the line is not UTF-8', 'Save the file with the encoding UTF-8.');
    if (text.startsWith('*')) return this.#comment(text);
    const taken = this.#products.length * HEAP_BYTES.term + (this.#tokens.length + tokensIn(text)) * HEAP_BYTES.token +
      (this.#names.length + this.#rowNames.length) * HEAP_BYTES.name;
    requireHeap('the variables, products and terms up to here', taken, this.#limits, { file: this.#file, line });
    for (const token of text.match(TOKEN) ?? []) {
      if (this.#tokens.length === 0) this.#statementLine = line;
      if (token === ';') {
        this.#statement(this.#tokens);
        this.#tokens = [];
      } else this.#tokens.push(token);
    }
  }

  #comment(text: string): void {
    if (text === OPB_NOTES_MARK) this.#noted = true;
    if (!this.#noted || !text.startsWith(OPB_NOTE_PREFIX)) return;
    const note = parseOpbNote(text);
    if (note === null) throw this.#error(
      'problem-syntax', 'the note of Leibniz in this comment makes no sense',
      'The file was changed after Leibniz wrote it: export it again, or take its first comment out.',
    );
    switch (note.is) {
      case 'name': this.#name = note.name; return;
      case 'maximize': this.#sense = 'max'; return;
      case 'objective':
        this.#objectiveName = note.name;
        this.#objectiveScale = note.scale;
        this.#objectiveConstant = note.constant;
        return;
      case 'variable':
        if (this.#variables.has(`x${this.#names.length + 1}`)) throw this.#error(
          'problem-duplicate', 'the names do not fit the variables', 'The file was changed after Leibniz wrote it: export it again.',
        );
        this.#variables.set(`x${this.#names.length + 1}`, this.#names.length);
        this.#names.push(note.name);
        return;
      case 'fixed':
        if (note.variable >= this.#names.length) throw this.#error(
          'problem-unknown-name', 'the note fixes a variable that does not exist',
          'The file was changed after Leibniz wrote it: export it again.',
        );
        this.#fixed[note.variable] = note.value;
        this.#skipNext = true;
        return;
      case 'row': this.#note = note; return;
      case 'soft':
        this.#softCosts = note.costs;
        this.#softTop = note.top;
        return;
      case 'integer': this.#integers.push(note.integer);
    }
  }

  #statement(tokens: readonly string[]): void {
    this.#statements++;
    if (this.#skipNext) {
      this.#skipNext = false;
      return;
    }
    const [first = ''] = tokens;
    const keyword = /^(min|max|soft):(.*)$/.exec(first);
    if (keyword !== null) {
      const rest = keyword[2] === '' ? tokens.slice(1) : [keyword[2]!, ...tokens.slice(1)];
      if (keyword[1] === 'soft') this.#softHeader(rest);
      else this.#setObjective(keyword[1] === 'max' ? 'max' : 'min', rest);
      return;
    }
    if (first === '[') return this.#softConstraint(tokens);
    this.#constraint(tokens, null);
  }

  #softHeader(rest: readonly string[]): void {
    if (this.#statements !== 1) throw this.#error('problem-section', 'soft: stands behind the first statement', 'It opens a WBO file.');
    this.#soft = true;
    if (rest.length > 1) {
      throw this.#error('problem-syntax', 'soft: is followed by more than one number', 'Write the top cost, or nothing.');
    }
    if (rest.length === 1 && this.#softTop) this.#top = this.#integer(rest[0]!);
  }

  #setObjective(sense: ObjectiveSense, tokens: readonly string[]): void {
    if (this.#hasObjective) throw this.#error('problem-duplicate', 'a second objective begins here', 'A program has one objective.');
    if (this.#soft) throw this.#error(
      'problem-section', 'the file has soft constraints and an objective',
      'A WBO file has no objective: its cost is the weight of the soft constraints that are broken.',
    );
    this.#hasObjective = true;
    const maximizes = sense === 'max';
    if (maximizes) this.#sense = 'max';
    const sign = !maximizes && this.#sense === 'max' ? -1 : 1;
    const sum = this.#sum(tokens);
    for (const [variable, coefficient] of sum.linear) this.#objective[variable] = this.#unscaled(sign * coefficient, this.#objectiveScale);
    this.#objectiveConstant += sign * sum.constant;
    for (const { literals, coefficient } of sum.products) this.#products.push({ row: -1, literals, coefficient: sign * coefficient });
  }

  #softConstraint(tokens: readonly string[]): void {
    if (!this.#soft) {
      throw this.#error('problem-section', 'a soft constraint stands in a file without soft:', 'A WBO file begins with “soft: ;”.');
    }
    if (tokens[2] !== ']') throw this.#error(
      'problem-syntax', 'the weight of a soft constraint is not one number in brackets', 'Write it as “[3] +1 x1 >= 1 ;”.',
    );
    const weight = this.#integer(tokens[1]!);
    if (weight <= 0) {
      throw this.#error('problem-number', `the weight ${weight} of a soft constraint is not above 0`, 'Weights are positive.');
    }
    if (this.#softCosts) this.#softCost(tokens.slice(3), weight);
    else this.#constraint(tokens.slice(3), weight);
  }

  /** A term of the objective in the form of a soft constraint, as our writer has it. */
  #softCost(tokens: readonly string[], weight: number): void {
    const { linear, products } = this.#sum(tokens.slice(0, -2));
    const term = objectiveTermOf([...linear], tokens.slice(-2), weight);
    if (term === null || products.length > 0) throw this.#error(
      'problem-syntax', 'a soft constraint is no term of the objective, as a comment of Leibniz says',
      'The file was changed after Leibniz wrote it: take its first comment out.',
    );
    this.#objective[term.variable] = this.#unscaled(this.#sense === 'max' ? -term.cost : term.cost, this.#objectiveScale);
  }

  #constraint(tokens: readonly string[], weight: number | null): void {
    const at = tokens.findIndex((token) => /^[<>=!]/.test(token));
    if (at < 0) {
      throw this.#error('problem-syntax', 'the constraint has no relation', 'A constraint is a sum, >= or =, and a whole number.');
    }
    const relation = tokens[at]!;
    if (relation !== '>=' && relation !== '=' && relation !== '<=') {
      throw this.#error('problem-syntax', `the relation ${quoted(relation)} makes no sense`, 'Relations are >=, = and <=.');
    }
    if (at + 2 !== tokens.length) {
      throw this.#error('problem-syntax', 'the right-hand side is not one number', 'A constraint is a sum, >= or =, and a whole number.');
    }
    const sum = this.#sum(tokens.slice(0, at));
    const { scale, form, name } = this.#note ?? { scale: 1, form: 'plain', name: this.#freeRowName() };
    const side = this.#unscaled(this.#exact(this.#integer(tokens[at + 1]!) - sum.constant), scale);
    // The second half of a row of two bounds has the same terms negated, and only its side counts.
    if (form === 'range' && this.#rowNames.at(-1) === name) {
      this.#rowUpper[this.#rowNames.length - 1] = -side;
      this.#note = null;
      return;
    }
    const turned = form === 'negated';
    const lower = turned || relation === '<=' ? Number.NEGATIVE_INFINITY : side;
    const upper = turned ? -side : relation === '>=' ? Number.POSITIVE_INFINITY : side;
    const row = this.#newRow(name, lower, upper);
    if (form !== 'range') this.#note = null;
    for (const [variable, coefficient] of sum.linear) this.#entry(
      row, variable, this.#unscaled(turned ? -coefficient : coefficient, scale),
    );
    for (const { literals, coefficient } of sum.products) this.#products.push({ row, literals, coefficient });
    if (weight !== null) this.#soften(
      row, turned ? { ...sum, linear: new Map([...sum.linear].map(([variable, coefficient]) => [variable, -coefficient])) } : sum, weight,
    );
  }

  /** The slack lets the row be anything: its coefficient is what the row can miss its side by. */
  #soften(row: number, sum: OpbSum, weight: number): void {
    const slack = this.#softSlacks.push({ name: `soft${this.#softSlacks.length + 1}`, weight }) - 1;
    const lower = this.#rowLower[row]!;
    const upper = this.#rowUpper[row]!;
    const coefficients = [...sum.linear.values(), ...sum.products.map((product) => product.coefficient)];
    const { below, above } = largestMisses(coefficients, lower, upper);
    if (lower === upper) {
      // An equality is two rows with one slack.
      this.#rowUpper[row] = Number.POSITIVE_INFINITY;
      const second = this.#newRow(`${this.#rowNames[row]!}#up`, Number.NEGATIVE_INFINITY, upper);
      for (const [variable, coefficient] of sum.linear) this.#entry(second, variable, coefficient);
      for (const { literals, coefficient } of sum.products) this.#products.push({ row: second, literals, coefficient });
      if (above > 0) this.#softEntries.push({ row: second, slack, coefficient: -above });
    }
    if (Number.isFinite(lower) && below > 0) this.#softEntries.push({ row, slack, coefficient: below });
    if (lower !== upper && Number.isFinite(upper) && above > 0) this.#softEntries.push({ row, slack, coefficient: -above });
  }

  #addSlacks(): void {
    const first = this.#names.length;
    const taken = new Set(this.#names);
    let mark = '';
    while (this.#softSlacks.some(({ name }) => taken.has(name + mark))) mark += '#';
    for (const { name, weight } of this.#softSlacks) {
      this.#objective[this.#names.length] = weight;
      this.#names.push(name + mark);
    }
    for (const { row, slack, coefficient } of this.#softEntries) this.#entries.add(row, first + slack, coefficient);
    if (this.#top === null) return;
    const row = this.#newRow(this.#rowNames.includes('top') ? 'top#' : 'top', Number.NEGATIVE_INFINITY, this.#top - 1);
    this.#softSlacks.forEach(({ weight }, k) => this.#entries.add(row, first + k, weight));
  }

  #newRow(name: string, lower: number, upper: number): number {
    if (this.#rowNames.length >= this.#limits.names) {
      throw this.#error('problem-too-large', `there are more than ${this.#limits.names} rows`, 'Split the problem.');
    }
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    return this.#rowNames.push(name) - 1;
  }

  #freeRowName(): string {
    return `c${this.#rowNames.length + 1}`;
  }

  #entry(row: number, variable: number, coefficient: number): void {
    if (coefficient === 0) return;
    if (this.#entries.length >= this.#limits.nonzeros) {
      throw this.#error('problem-too-large', `there are more than ${this.#limits.nonzeros} nonzeros`, 'Split the problem.');
    }
    this.#entries.add(row, variable, coefficient);
  }

  /** Terms are a whole number and literals; equal terms are added, as every reader of the format does. */
  #sum(given: readonly string[]): OpbSum {
    const tokens = given.filter((token) => token !== '*');
    const sum: OpbSum = { linear: new Map(), constant: 0, products: [] };
    const addLinear = (variable: number, coefficient: number): void => {
      sum.linear.set(variable, this.#exact((sum.linear.get(variable) ?? 0) + coefficient));
    };
    for (let k = 0; k < tokens.length; ) {
      const coefficient = this.#integer(tokens[k++]!);
      const literals: Literal[] = [];
      while (k < tokens.length && NAME.test(tokens[k]!)) literals.push(this.#literal(tokens[k++]!));
      if (literals.length === 0) throw this.#error(
        'problem-syntax', `no variable follows ${quoted(String(coefficient))}`, 'A term is a whole number and a variable, such as “+2 x1”.',
      );
      const reduced = reducedProduct(literals);
      const [only] = reduced ?? [];
      if (reduced === null || only === undefined) continue;
      if (reduced.length > 1) {
        if (this.#noted) throw this.#error(
          'problem-syntax', 'a product stands in a file that Leibniz wrote',
          'The file was changed after Leibniz wrote it: take its first comment out.',
        );
        sum.products.push({ literals: reduced, coefficient });
      } else if (only.negated) {
        sum.constant = this.#exact(sum.constant + coefficient);
        addLinear(only.variable, -coefficient);
      } else addLinear(only.variable, coefficient);
    }
    return sum;
  }

  #literal(token: string): Literal {
    const negated = token.startsWith('~');
    const name = negated ? token.slice(1) : token;
    const known = this.#variables.get(name);
    if (known !== undefined) return { variable: known, negated };
    if (this.#noted) throw this.#error(
      'problem-unknown-name', `${quoted(name)} is no variable of this file’s list`,
      'The file was changed after Leibniz wrote it: take its first comment out.', name,
    );
    if (this.#names.length >= this.#limits.names) {
      throw this.#error('problem-too-large', `there are more than ${this.#limits.names} variables`, 'Split the problem.');
    }
    const variable = this.#names.push(name) - 1;
    this.#variables.set(name, variable);
    return { variable, negated };
  }

  #integer(token: string): number {
    if (!INTEGER.test(token)) throw this.#error(
      'problem-number', `${quoted(token)} is no whole number`,
      'OPB has whole numbers only; a term is a number and its variables, such as “+2 x1”.',
    );
    return this.#exact(Number(token));
  }

  #exact(value: number): number {
    if (!Number.isSafeInteger(value)) throw this.#error(
      'problem-number', 'a number of the statement is larger than 2^53 − 1, so that a double does not hold it', 'Scale the constraint.',
    );
    return value + 0;
  }

  #unscaled(value: number, scale: number): number {
    return scale === 1 ? value : (decimalQuotient(value, scale) ?? Number.NaN);
  }

  #error(code: ProblemErrorCode, what: string, hint: string, field?: string): ProblemError {
    const line = this.#tokens.length > 0 ? this.#statementLine : Math.max(1, this.#lineNumber);
    return new ProblemError(code, what, hint, { file: this.#file, line, ...(field === undefined ? {} : { field }) });
  }
}
