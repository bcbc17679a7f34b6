/**
 * Writes the CPLEX LP format without loss: the objective names every variable, with a 0 where need be,
 * because readers number variables as they meet them; lines stay below the 510 characters of CPLEX;
 * integers are written as the user has them, fixed variables as integers with an equality in Bounds, which every reader
 * takes the same way, and a
 * row with two bounds is a pair of rows (`lp-ranges.ts`).
 */
import { userForm } from '../integers.ts';
import type { Program } from '../program.ts';
import { FREE } from '../program.ts';
import { validateProgram } from '../validate-program.ts';
import { PAIRED_ROWS_MARK, UPPER_HALF_SUFFIX } from './lp-ranges.ts';
import { LP_NAME_BYTE, isLpKeyword } from './lp-tokens.ts';
import { ESCAPED_NAMES_MARK, checkNameLength } from './name-escape.ts';
import { portableForm } from './portable.ts';
import type { WriteOptions } from './write-options.ts';
import { writtenNames } from './written-names.ts';
import type { NameRule } from './written-names.ts';

/** Lines are broken after this many characters; one more term and a name still fit below 510. */
const LINE_LENGTH = 200;

const lpName: NameRule = (name) => {
  // `e9`, `e` and `ee` begin like exponents, a name like `end` opens a section, and what begins with
  // `inf` or `nan` is a number to HiGHS.
  const risky = isLpKeyword(name.toLowerCase()) || /^(e($|[0-9e])|inf|nan)/i.test(name);
  return (byte, place) => LP_NAME_BYTE[byte] !== 1 || (place === 0 && (risky || byte === 46 || (byte >= 48 && byte <= 57)));
};

/** Collects pieces into lines of bounded length. */
class LineWriter {
  readonly #lines: string[] = [];
  #line = '';

  line(text: string): void {
    this.endLine();
    this.#lines.push(text);
  }

  piece(text: string): void {
    if (this.#line.length > LINE_LENGTH) this.endLine();
    this.#line += ` ${text}`;
  }

  endLine(): void {
    if (this.#line !== '') this.#lines.push(this.#line);
    this.#line = '';
  }

  text(): string {
    this.endLine();
    return `${this.#lines.join('\n')}\n`;
  }
}

/**
 * A program in the CPLEX LP format.
 * @param options.form portable: without a constant, so that all readers agree
 * @throws ProblemError where the program is not valid or a name is too long
 * Cost: O(nnz + d + m).
 */
export function writeLp(inBits: Program, { form = 'as-is' }: WriteOptions = {}): string {
  validateProgram(inBits);
  const asIs = userForm(inBits);
  const { program, marks } = form === 'as-is' ? { program: asIs, marks: [] } : portableForm(asIs, 'lp');
  const isRange = (i: number): boolean =>
    Number.isFinite(program.rowLower[i]!) && Number.isFinite(program.rowUpper[i]!) && program.rowLower[i] !== program.rowUpper[i];
  const ranges = program.rowNames.some((_, i) => isRange(i));
  const names = writtenNames(program, 'LP', lpName, { sharedNames: false, emptyObjective: true, percentFree: ranges });
  const { start, column, value } = program.rows;
  const d = program.objective.length;
  const out = new LineWriter();
  if (names.escaped) out.line(`\\${ESCAPED_NAMES_MARK}`);
  if (ranges) out.line(`\\${PAIRED_ROWS_MARK}`);
  for (const mark of marks) out.line(`\\${mark}`);
  if (names.program !== '') out.line(`\\Problem name: ${names.program}`);
  out.line(program.sense === 'min' ? 'Minimize' : 'Maximize');
  if (names.objective !== '') out.piece(`${names.objective}:`);
  for (let j = 0; j < d; j++) out.piece(term(program.objective[j]!, names.variables[j]!, j === 0));
  if (program.objectiveConstant !== 0) out.piece(signed(program.objectiveConstant, false));
  out.line('Subject To');
  for (let i = 0; i < program.rowLower.length; i++) {
    const lower = program.rowLower[i]!;
    const upper = program.rowUpper[i]!;
    const label = names.rows[i]!;
    const row = (written: string, side: string): void => {
      out.piece(`${written}:`);
      const from = start[i]!;
      const to = start[i + 1]!;
      if (from === to) out.piece(`0 ${names.variables[0]!}`);
      for (let k = from; k < to; k++) out.piece(term(value[k]!, names.variables[column[k]!]!, k === from));
      out.piece(side);
      out.endLine();
    };
    if (isRange(i)) {
      row(label, `>= ${lower + 0}`);
      row(checkNameLength(label + UPPER_HALF_SUFFIX, 'LP'), `<= ${upper + 0}`);
    } else if (lower === upper) row(label, `= ${upper + 0}`);
    else if (Number.isFinite(upper)) row(label, `<= ${upper + 0}`);
    else row(label, `>= ${Number.isFinite(lower) ? lower + 0 : '-inf'}`);
  }
  const fixed = names.variables.flatMap((name, j) => (program.fixed[j] === FREE ? [] : [{ name, value: program.fixed[j]! }]));
  const integers = names.variables.flatMap((name, j) => (program.ranges[j] === null ? [] : [{ name, range: program.ranges[j]! }]));
  if (fixed.length + integers.length > 0) out.line('Bounds');
  for (const { name, value: at } of fixed) out.line(` ${name} = ${at}`);
  for (const { name, range } of integers) out.line(` ${range.lower + 0} <= ${name} <= ${range.upper + 0}`);
  if (fixed.length + integers.length < d) out.line('Binaries');
  for (let j = 0; j < d; j++) if (program.fixed[j] === FREE && program.ranges[j] === null) out.piece(names.variables[j]!);
  if (fixed.length + integers.length > 0) {
    out.line('Generals');
    for (const { name } of [...fixed, ...integers]) out.piece(name);
  }
  out.line('End');
  return out.text();
}

function term(coefficient: number, name: string, first: boolean): string {
  if (coefficient === 1) return first ? name : `+ ${name}`;
  if (coefficient === -1) return `- ${name}`;
  return `${signed(coefficient, first)} ${name}`;
}

function signed(value: number, first: boolean): string {
  return value < 0 ? `- ${-value}` : first ? String(value + 0) : `+ ${value + 0}`;
}
