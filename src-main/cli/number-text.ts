/**
 * Numbers and tables as the command line prints them for people: plain ASCII, so that they can be
 * copied into anything. Machine-readable output is `--json`, at full precision.
 */
import { metInTolerance } from '../../src-contract/exact-status.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { gapStatement } from '../../src-science/exact/optimality-gap.ts';
import type { MeasuredGap } from '../../src-science/exact/optimality-gap.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

/** Seven significant digits at most, no trailing zeros; words for what is not a number. */
export function numberText(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'none';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : '-infinite';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  const short = Number(value.toPrecision(7));
  return String(short);
}

/** An objective at every digit that a double surely has: the next better one may differ in the last. */
export function exactObjectiveText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : numberText(value);
}

/**
 * A value with its standard error in the last digits: `0.2904(2)` is 0.2904 ± 0.0002. The error has one
 * digit, two where the first is 1, so that it is never rounded by more than a quarter or so. Where all
 * samples were the same number their spread says nothing of the error: `5(?)`. Values that are exact are
 * written by `numberText`.
 */
export function estimateText(value: number, standardError: number): string {
  if (!Number.isFinite(value) || !Number.isFinite(standardError)) return `${numberText(value)} ± ${numberText(standardError)}`;
  // An error in the last place of a double is rounding, not spread.
  if (standardError <= 2 * Number.EPSILON * Math.abs(value)) return `${numberText(value)}(?)`;
  let [digits, exponent] = digitsOf(standardError, 1);
  if (digits === 1) [digits, exponent] = digitsOf(standardError, 2);
  // Errors of 1 and more are written whole: 1234(56).
  if (exponent >= 0) return `${Math.round(value / 10 ** exponent) * 10 ** exponent}(${digits * 10 ** exponent})`;
  if (-exponent > 20) return `${numberText(value)} ± ${standardError.toExponential(1)}`;
  return `${value.toFixed(-exponent)}(${digits})`;
}

/** A positive number as `digits · 10^exponent` with so many significant digits, rounded. */
function digitsOf(value: number, significant: number): [digits: number, exponent: number] {
  const [mantissa = '0', power = '0'] = value.toExponential(significant - 1).split('e');
  return [Number(mantissa.replace('.', '')), Number(power) - (significant - 1)];
}

/** Seconds as people read them. */
export function secondsText(seconds: number): string {
  if (seconds < 0.001) return `${Math.round(seconds * 1e6)} us`;
  if (seconds < 1) return `${Math.round(seconds * 1e3)} ms`;
  return seconds < 100 ? `${seconds.toFixed(2)} s` : `${Math.round(seconds)} s`;
}

/** Lines of `label  value`, values aligned; entries without a value are left out. */
export function factLines(facts: readonly (readonly [label: string, value: string | null])[]): string {
  const shown = facts.filter((fact): fact is readonly [string, string] => fact[1] !== null);
  const width = Math.max(0, ...shown.map(([label]) => label.length));
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join('');
}

export interface TextColumn {
  readonly label: string;
  readonly numeric: boolean;
}

/** A table with a header line, numbers to the right; control characters of names are made visible. */
export function tableText(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(oneLine));
  const widths = columns.map((column, k) => Math.max(shownWidth(column.label), ...cells.map((row) => shownWidth(row[k] ?? ''))));
  const space = (text: string, k: number): string => ' '.repeat(Math.max(0, (widths[k] ?? 0) - shownWidth(text)));
  const line = (row: readonly string[]): string =>
    `${columns.map((column, k) => (column.numeric ? `${space(row[k] ?? '', k)}${row[k] ?? ''}` : `${row[k] ?? ''}${space(row[k] ?? '', k)}`)).join('  ').trimEnd()}\n`;
  return line(columns.map((column) => column.label)) + line(widths.map((width) => '-'.repeat(width))) + cells.map(line).join('');
}

/** Places that a text takes in a terminal: combining marks, as in x\u0302, take none. */
function shownWidth(text: string): number {
  return Array.from(text.replaceAll(/\p{Mark}/gu, '')).length;
}

/** An objective; of an infeasible solution in brackets, so that it is not read as a result. */
export function objectiveText({ objective, feasible }: { readonly objective: number | null; readonly feasible: boolean | null }): string {
  return objective === null ? '' : feasible === false ? `(${numberText(objective)})` : numberText(objective);
}

/**
 * A signed relative gap as a percentage, positive is worse than the reference. Against the best found only
 * what is known of the gap to the optimum: `>= 0.74 %`, `<= 3.90 %`, `0.74 to 3.90 %`, or `? 300.00 %`
 * where the optimum may have the other sign.
 */
export function gapText(measured: MeasuredGap): string {
  const statement = gapStatement(measured);
  switch (statement?.kind) {
    case undefined:
      return '';
    case 'gap':
      return percentText(statement.gap, '+');
    case 'at-least':
      return `>= ${percentText(statement.gap)}`;
    case 'best-found':
      return `? ${percentText(statement.gap)}`;
    case 'at-most':
      return `<= ${percentText(statement.high)}`;
    case 'between':
      return `${percentText(statement.low).replace(' %', '')} to ${percentText(statement.high)}`;
  }
}

/** A gap that is not 0 is not written as 0. */
function percentText(gap: number, plus = ''): string {
  const percent = 100 * gap;
  return `${percent > 0 ? plus : ''}${percent === 0 ? '0' : Math.abs(percent) < 0.005 ? String(Number(percent.toPrecision(1))) : percent.toFixed(2)} %`;
}

/** What the brackets and signs of a table of runs mean, where they occur. */
export function gapNotes(runs: readonly (MeasuredGap & Pick<RunSummary, 'kind' | 'objective' | 'feasible'>)[]): string {
  const notes = [
    runs.some((run) => run.objective !== null && run.feasible === false && !metInTolerance(run))
      ? 'In brackets: objectives of infeasible solutions, which are no results.'
      : null,
    runs.some((run) => run.objective !== null && metInTolerance(run))
      ? 'In brackets, in tolerance: the solution meets the rows only within the feasibility tolerance asked for; its objective is no value of the program.'
      : null,
    runs.some((run) => run.gap !== null && run.gapBasis === 'best-found')
      ? 'Gaps with >=, <= or ?: the optimum is not known; measured against the best found, <= against a proven bound.'
      : null,
  ].filter((note) => note !== null);
  return notes.length === 0 ? '' : `\n${notes.map((note) => `${note}\n`).join('')}`;
}
