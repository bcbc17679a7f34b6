/**
 * Rows and variables of a problem as lists to look through, in the user's integers: classes, sides, and what a solution
 * makes of them. Pure.
 */
import { integerValue, userForm, userVariables } from './integers.ts';
import type { UserForm } from './integers.ts';
import type { IntegerRange, Program } from './program.ts';
import { classifyRow } from './row-class.ts';
import type { RowClass } from './row-class.ts';
import { rowText, termsOfRow } from './row-text.ts';

/** Nonzeros beyond which a problem is not listed: going through them would hold the window up. */
export const MOST_LISTED = 5_000_000;

export interface ListedRow {
  readonly index: number;
  readonly name: string;
  /** Null where it has integer variables, of which the classes do not speak. */
  readonly rowClass: RowClass | null;
  readonly nonzeros: number;
  /** aᵢᵀx at the solution; null without one. */
  readonly activity: number | null;
  /** How far the activity is from the nearer bound, negative where it is beyond it; null without a solution or a bound. */
  readonly slack: number | null;
  readonly violated: boolean;
}

export interface ListedVariable {
  readonly index: number;
  readonly name: string;
  readonly cost: number;
  /** `0, 1`, `1`, `−3 … 5`. */
  readonly values: string;
  /** Rows it stands in. */
  readonly rows: number;
  /** At the solution; null without one. */
  readonly value: number | null;
  /** The expected value under x̂; null without one. */
  readonly expected: number | null;
}

/**
 * @param values of the user's variables, or null
 * @param violatedRows as the engine found them; what it says holds, by its tolerance
 */
export function listedRows(
  form: UserForm, values: readonly number[] | null, violatedRows: readonly { readonly name: string; readonly activity: number }[],
): readonly ListedRow[] {
  const { start, column, value } = form.rows;
  const violations = new Map(violatedRows.map((row) => [row.name, row]));
  return form.rowNames.map((name, index) => {
    const [from, to] = [start[index]!, start[index + 1]!];
    const [lower, upper] = [form.rowLower[index]!, form.rowUpper[index]!];
    let activity: number | null = null;
    let integers = false;
    for (let k = from; k < to; k++) {
      if (form.ranges[column[k]!] !== null) integers = true;
      if (values !== null) activity = (activity ?? 0) + value[k]! * values[column[k]!]!;
    }
    if (values !== null && from === to) activity = 0;
    const violation = violations.get(name);
    if (violation !== undefined) activity = violation.activity;
    const slack = activity === null || (lower === -Infinity && upper === Infinity) ? null : Math.min(activity - lower, upper - activity);
    return {
      index, name, rowClass: integers ? null : classifyRow(value.slice(from, to), lower, upper), nonzeros: to - from, activity, slack,
      violated: violation !== undefined,
    };
  });
}

/** @param xHat of all bits, or null */
export function listedVariables(
  program: Program, form: UserForm, values: readonly number[] | null, xHat: ArrayLike<number> | null,
): readonly ListedVariable[] {
  const rows = new Int32Array(form.variableNames.length);
  for (const j of form.rows.column) rows[j]!++;
  return userVariables(program).map(({ name, bit, integer }, index) => ({
    index,
    name,
    cost: form.objective[index]!,
    values: valuesText(form.fixed[index]!, form.ranges[index] ?? null),
    rows: rows[index]!,
    value: values?.[index] ?? null,
    expected: xHat === null
      ? null
      : integer === null ? xHat[bit]! : integerValue(integer, xHat),
  }));
}

/** What a variable can be: `0, 1`, one of them, or `-3 … 5`. */
export function valuesText(fixed: number, range: IntegerRange | null): string {
  if (range !== null) return `${String(range.lower)} … ${String(range.upper)}`;
  return fixed < 0 ? '0, 1' : String(fixed);
}

/** The row as text, cut after so many terms. */
export function rowAsText(form: UserForm, i: number, most?: number): string {
  return rowText({ terms: termsOfRow(form.rows, i), lower: form.rowLower[i]!, upper: form.rowUpper[i]! }, form.variableNames, most);
}

/** Rows whose name holds the text, and rows in which a variable of exactly this name stands. */
export function rowsFound(form: UserForm, rows: readonly ListedRow[], text: string): readonly ListedRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rows;
  const variable = form.variableNames.findIndex((name) => name.toLowerCase() === wanted);
  const { start, column } = form.rows;
  const holds = (i: number): boolean => variable >= 0 && column.subarray(start[i], start[i + 1]).includes(variable);
  return rows.filter(({ name, index }) => name.toLowerCase().includes(wanted) || holds(index));
}

/** The rows a variable stands in, by name. */
export function rowsOf(form: UserForm, variable: number, most: number): readonly string[] {
  const names: string[] = [];
  const { start, column } = form.rows;
  for (let i = 0; i < form.rowNames.length && names.length < most; i++) {
    if (column.subarray(start[i], start[i + 1]).includes(variable)) names.push(form.rowNames[i]!);
  }
  return names;
}

/** The program in the user's variables, or the sentence why it cannot be shown in them. */
export function formToList(
  program: Program,
): { readonly form: UserForm; readonly refusal: null } | { readonly form: null; readonly refusal: string } {
  const nonzeros = program.rows.value.length;
  if (nonzeros > MOST_LISTED) {
    return { form: null, refusal: `The problem has ${nonzeros} nonzeros; lists hold ${MOST_LISTED}. Export it to read it as a file.` };
  }
  try {
    return { form: userForm(program), refusal: null };
  } catch (error) {
    return { form: null, refusal: error instanceof Error ? error.message : String(error) };
  }
}
