/**
 * Integer variables with bounds, written in bits. A program's variables are all 0 or 1; an integer variable x
 * of a file, l ≤ x ≤ u, becomes x = l + Σ_k w_k b_k over consecutive variables b_k, and rows that keep the sum
 * to the range. Each value has exactly one form in bits, so that two solutions are equal in bits exactly
 * where they are equal in integers:
 *
 * - u − l ≤ 4, unary: u − l bits of weight 1, b_1 ≤ b_0, b_2 ≤ b_1, … A step of 1 is the flip of one bit.
 * - else binary: ⌈log₂(u − l + 1)⌉ bits of weights 1, 2, 4, …, and a row Σ w_k b_k ≤ u − l (the cap) unless
 *   u − l + 1 is a power of two.
 *
 * So a variable takes less than two bits more than log₂ of the number of its values. What is shown, written
 * and compared is in the user's integers (`userForm`, `userValues`); all arithmetic is in bits.
 */
import { decimalSum } from './formats/decimal-sum.ts';
import type { IntegerRange, IntegerVariable, Program, SparseRows } from './program.ts';
import { FREE } from './program.ts';
import { ProblemError, quoted } from './problem-error.ts';

/** Ranges up to this are unary. */
const UNARY_RANGE = 4;
/** Widest range that is written in bits. */
export const WIDEST_RANGE = 2 ** 30;
/** Largest bound: sums of a bound and a range stay exact. */
const LARGEST_BOUND = 2 ** 50;
/** After the variable's name in the names of its bits and rows. */
const BIT_MARK = '#';

/** Whether a range can be written in bits here. */
export function fitsBits({ lower, upper }: IntegerRange): boolean {
  return Number.isInteger(lower) && Number.isInteger(upper) &&
    lower < upper && upper - lower <= WIDEST_RANGE && Math.abs(lower) <= LARGEST_BOUND && Math.abs(upper) <= LARGEST_BOUND;
}

export function isUnary({ lower, upper }: IntegerRange): boolean {
  return upper - lower <= UNARY_RANGE;
}

/** w_k for each bit; the first is 1. */
export function bitWeights(range: IntegerRange): readonly number[] {
  const width = range.upper - range.lower;
  if (isUnary(range)) return Array.from({ length: width }, () => 1);
  const weights: number[] = [];
  for (let weight = 1; weight <= width; weight *= 2) weights.push(weight);
  return weights;
}

/** How many rows keep the bits to the range. */
export function boundRows(range: IntegerRange): number {
  const width = range.upper - range.lower;
  if (isUnary(range)) return width - 1;
  return Number.isInteger(Math.log2(width + 1)) ? 0 : 1;
}

/** The terms of row k of an integer's rows, as bit and coefficient, and its right-hand side; all are ≤. */
export function boundRow(
  range: IntegerRange,
  k: number,
): { readonly terms: readonly (readonly [number, number])[]; readonly upper: number } {
  if (isUnary(range)) return { terms: [[k, -1], [k + 1, 1]], upper: 0 };
  return { terms: bitWeights(range).map((weight, bit) => [bit, weight] as const), upper: range.upper - range.lower };
}

/** A program whose variables are the user's: some 0 or 1, some integers of a range (null where it is 0 or 1). */
export interface UserForm extends Program {
  /** Length of the user's variables. */
  readonly ranges: readonly (IntegerRange | null)[];
}

/**
 * The program in bits.
 * @param parts in the user's variables; `fixed` is FREE where there is a range
 * @param ranges for each variable its range, which `fitsBits`, or null where it is 0 or 1
 * @throws ProblemError where a coefficient times a weight is no double
 * Cost: O(nonzeros of the result + d + m).
 */
export function inBits(parts: Omit<Program, 'integers'>, ranges: readonly (IntegerRange | null)[]): Program {
  if (ranges.every((range) => range === null)) return parts;
  const userNames = parts.variableNames;
  const first = new Int32Array(userNames.length);
  const weightsOf = ranges.map((range) => (range === null ? [1] : bitWeights(range)));
  let d = 0;
  for (let j = 0; j < first.length; j++) {
    first[j] = d;
    d += weightsOf[j]!.length;
  }
  const mark = freeMark(parts, ranges, weightsOf);
  const variableNames: string[] = [];
  const fixed = new Int8Array(d).fill(FREE);
  const objective = new Float64Array(d);
  const rowNames = [...parts.rowNames];
  const rowUpperAdded: number[] = [];
  const added: { readonly terms: readonly (readonly [number, number])[] }[] = [];
  const integers: IntegerVariable[] = [];
  let { objectiveConstant } = parts;
  for (let j = 0; j < first.length; j++) {
    const range = ranges[j]!;
    const bit = first[j]!;
    if (range === null) {
      variableNames.push(userNames[j]!);
      fixed[bit] = parts.fixed[j]!;
      objective[bit] = parts.objective[j]!;
      continue;
    }
    const name = userNames[j]!;
    weightsOf[j]!.forEach((weight, k) => {
      variableNames.push(`${name}${mark}${k}`);
      objective[bit + k] = product(parts.objective[j]!, weight, name);
    });
    if (range.lower !== 0) objectiveConstant = decimalSum(objectiveConstant, parts.objective[j]!, range.lower, name);
    const count = boundRows(range);
    integers.push({ name, lower: range.lower, upper: range.upper, bit, row: count === 0 ? -1 : rowNames.length });
    for (let k = 0; k < count; k++) {
      rowNames.push(rowName(name, mark, range, k));
      const { terms, upper } = boundRow(range, k);
      added.push({ terms: terms.map(([b, weight]) => [bit + b, weight] as const) });
      rowUpperAdded.push(upper);
    }
  }
  const { rows, shift } = expandedRows(parts.rows, first, weightsOf, ranges, userNames, added);
  const m = parts.rowLower.length;
  const shifted = (sides: Float64Array): Float64Array => {
    const moved = sides.slice();
    for (const { row, coefficient, lower } of shift) moved[row] = decimalSum(moved[row]!, -coefficient, lower);
    return moved;
  };
  const rowLower = new Float64Array(m + added.length).fill(Number.NEGATIVE_INFINITY);
  rowLower.set(shifted(parts.rowLower));
  const rowUpper = new Float64Array(m + added.length);
  rowUpper.set(shifted(parts.rowUpper));
  rowUpper.set(rowUpperAdded, m);
  return { ...parts, objective, objectiveConstant, variableNames, fixed, rowNames, rows, rowLower, rowUpper, integers };
}

function rowName(name: string, mark: string, range: IntegerRange, k: number): string {
  return `${name}${mark}${isUnary(range) ? `order${k + 1}` : 'cap'}`;
}

function product(coefficient: number, weight: number, name: string): number {
  const value = coefficient * weight;
  if (!Number.isFinite(value) || value / weight !== coefficient) throw new ProblemError(
    'problem-number', `a coefficient of the integer variable ${quoted(name)} is too large to be written in bits`,
    'Scale the row, or bound the variable more tightly.', { field: name },
  );
  return value;
}

/** `#`, or more of them where the user has such names. */
function freeMark(
  parts: Omit<Program, 'integers'>, ranges: readonly (IntegerRange | null)[], weightsOf: readonly (readonly number[])[],
): string {
  const variables = new Set(parts.variableNames);
  const rows = new Set(parts.rowNames);
  for (let mark = BIT_MARK; ; mark += BIT_MARK) {
    const taken = parts.variableNames.some((name, j) => {
      const range = ranges[j] ?? null;
      if (range === null) return false;
      return weightsOf[j]!.some((_, k) => variables.has(`${name}${mark}${k}`)) ||
        Array.from({ length: boundRows(range) }, (_, k) => rowName(name, mark, range, k)).some((each) => rows.has(each));
    });
    if (!taken) return mark;
  }
}

function expandedRows(
  rows: SparseRows,
  first: Int32Array,
  weightsOf: readonly (readonly number[])[],
  ranges: readonly (IntegerRange | null)[],
  names: readonly string[],
  added: readonly { readonly terms: readonly (readonly [number, number])[] }[],
): { rows: SparseRows; shift: { row: number; coefficient: number; lower: number }[] } {
  const m = rows.start.length - 1;
  let nonzeros = added.reduce((sum, { terms }) => sum + terms.length, 0);
  for (const j of rows.column) nonzeros += weightsOf[j]!.length;
  const start = new Int32Array(m + added.length + 1);
  const column = new Int32Array(nonzeros);
  const value = new Float64Array(nonzeros);
  const shift: { row: number; coefficient: number; lower: number }[] = [];
  let at = 0;
  for (let i = 0; i < m; i++) {
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) {
      const j = rows.column[k]!;
      const range = ranges[j]!;
      const coefficient = rows.value[k]!;
      if (range === null) {
        column[at] = first[j]!;
        value[at++] = coefficient;
        continue;
      }
      if (range.lower !== 0) shift.push({ row: i, coefficient, lower: range.lower });
      const weights = weightsOf[j]!;
      for (let bit = 0; bit < weights.length; bit++) {
        column[at] = first[j]! + bit;
        value[at++] = product(coefficient, weights[bit]!, names[j]!);
      }
    }
    start[i + 1] = at;
  }
  added.forEach(({ terms }, i) => {
    for (const [j, weight] of terms) {
      column[at] = j;
      value[at++] = weight;
    }
    start[m + i + 1] = at;
  });
  return { rows: { start, column, value }, shift };
}

/** The user's variables in their order. */
export interface UserVariable {
  readonly name: string;
  /** The variable, or the first of its bits. */
  readonly bit: number;
  /** Null where it is 0 or 1. */
  readonly integer: IntegerVariable | null;
}

/** The user's variables: as many as the program has, or fewer where some are integers. */
export function userVariables(program: Pick<Program, 'variableNames' | 'integers'>): readonly UserVariable[] {
  const variables: UserVariable[] = [];
  const { variableNames, integers = [] } = program;
  let next = 0;
  for (let j = 0; j < variableNames.length; ) {
    const integer = integers[next];
    if (integer?.bit === j) {
      variables.push({ name: integer.name, bit: j, integer });
      j += bitWeights(integer).length;
      next++;
    } else {
      variables.push({ name: variableNames[j]!, bit: j, integer: null });
      j++;
    }
  }
  return variables;
}

/** The value of an integer variable, l + Σ w b. @param x bits of the whole program */
export function integerValue(integer: IntegerVariable, x: ArrayLike<number>): number {
  return bitWeights(integer).reduce((sum, weight, k) => sum + weight * x[integer.bit + k]!, integer.lower);
}

/** The values of `userVariables`, in their order. */
export function userValues(program: Pick<Program, 'variableNames' | 'integers'>, x: ArrayLike<number>): readonly number[] {
  return userVariables(program).map(({ bit, integer }) => (integer === null ? x[bit]! : integerValue(integer, x)));
}

/** What the lower bounds of the integers in a row add to its activity, so that it is the user's. */
export function rowOffset(program: Program, row: number): number {
  const { integers = [], rows } = program;
  let offset = 0;
  let n = 0;
  for (let k = rows.start[row]!; k < rows.start[row + 1]!; k++) {
    while (n < integers.length && integers[n]!.bit < rows.column[k]!) n++;
    const integer = integers[n];
    // The rows that keep bits to a range are shown as they are.
    if (integer !== undefined && integer.bit === rows.column[k] && integer.row !== row) {
      offset = decimalSum(offset, rows.value[k]!, integer.lower);
    }
  }
  return offset;
}

/** The rows that keep the bits of integers to their ranges. */
export function rangeRows({ integers = [] }: Pick<Program, 'integers'>): ReadonlySet<number> {
  const rowsOf = (integer: IntegerVariable): number[] => Array.from({ length: boundRows(integer) }, (_, k) => integer.row + k);
  return new Set(integers.flatMap((integer) => (integer.row < 0 ? [] : rowsOf(integer))));
}

/** The bits of a value within the range; null where it is not in it. */
export function bitsOfValue(integer: IntegerVariable, value: number): readonly number[] | null {
  if (!Number.isInteger(value) || value < integer.lower || value > integer.upper) return null;
  const rest = value - integer.lower;
  return bitWeights(integer).map((weight, k) => (isUnary(integer) ? Number(k < rest) : Math.floor(rest / weight) % 2));
}

/**
 * The program in the user's variables, as it stood in its file: bits joined, their rows taken out.
 * @throws ProblemError where a row's side cannot be given back so that it reads the same
 * Cost: O(nnz + d + m).
 */
export function userForm(program: Program): UserForm {
  const { integers, ...plain } = program;
  if (integers === undefined || integers.length === 0) return { ...plain, ranges: program.variableNames.map(() => null) };
  const variables = userVariables(program);
  const place = new Int32Array(program.objective.length).fill(-1);
  variables.forEach(({ bit }, j) => {
    place[bit] = j;
  });
  const ownRows = rangeRows(program);
  const keptRows = program.rowNames.flatMap((_, i) => (ownRows.has(i) ? [] : [i]));
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  const rowLower = program.rowLower.slice();
  const rowUpper = program.rowUpper.slice();
  const move = (sides: Float64Array, i: number, terms: readonly (readonly [number, number])[]): void => {
    sides[i] = givenBack(sides[i]!, terms, -1, `a side of the row ${quoted(program.rowNames[i]!)}`);
  };
  for (const i of keptRows) {
    const terms: (readonly [number, number])[] = [];
    for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) {
      const j = place[program.rows.column[k]!]!;
      if (j < 0) continue;
      column.push(j);
      value.push(program.rows.value[k]!);
      const lower = variables[j]!.integer?.lower ?? 0;
      if (lower !== 0) terms.push([program.rows.value[k]!, lower]);
    }
    start.push(column.length);
    if (terms.length > 0) {
      move(rowLower, i, terms);
      move(rowUpper, i, terms);
    }
  }
  const objective = Float64Array.from(variables, ({ bit }) => program.objective[bit]!);
  const moved = variables.flatMap(
    ({ integer }, j): (readonly [number, number])[] => (integer === null || integer.lower === 0 ? [] : [[objective[j]!, integer.lower]]),
  );
  return {
    ...plain,
    objective,
    objectiveConstant: givenBack(program.objectiveConstant, moved, 1, 'the constant of the objective'),
    variableNames: variables.map(({ name }) => name),
    fixed: Int8Array.from(variables, ({ bit }) => program.fixed[bit]!),
    rowNames: keptRows.map((i) => program.rowNames[i]!),
    rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
    rowLower: Float64Array.from(keptRows, (i) => rowLower[i]!),
    rowUpper: Float64Array.from(keptRows, (i) => rowUpper[i]!),
    ranges: variables.map(({ integer }) => integer),
  };
}

/** The number that `inBits` made into `side`: by its sums backwards, or a neighbor of that where rounding was in the way. */
function givenBack(side: number, terms: readonly (readonly [number, number])[], sign: 1 | -1, what: string): number {
  if (!Number.isFinite(side) || terms.length === 0) return side;
  const forwards = (from: number): number => terms.reduce((sum, [factor, lower]) => decimalSum(sum, sign * factor, lower), from);
  const backwards = terms.toReversed().reduce((sum, [factor, lower]) => decimalSum(sum, -sign * factor, lower), side);
  const step = 2 ** Math.max(-1074, Math.floor(Math.log2(Math.abs(backwards) || 1)) - 52);
  for (const candidate of [backwards, backwards + step, backwards - step]) if (forwards(candidate) === side) return candidate;
  throw new ProblemError(
    'problem-unwritable', `${what} has more digits than a double holds once the lower bounds of integer variables are put back`,
    'Write the row with fewer digits in its file, and open that.',
  );
}
