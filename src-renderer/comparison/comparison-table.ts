/** A comparison on its way out: every figure in a column of its own, with what was computed and what it assumes in the caption. */
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { ComparedBy, Comparison } from '../../src-science/statistics/comparison.ts';
import { friedmanTest } from '../../src-science/statistics/ranks.ts';
import { formatNumber } from '../format/index.ts';
import type { ComparedRuns } from './compared-runs.ts';
import { comparedWords, formatP } from './comparison-columns.ts';
import type { FigureColumn } from './comparison-columns.ts';
import { comparisonNotes } from './comparison-rows.ts';
import type { ComparisonRow, RowsOf } from './comparison-rows.ts';

/** The caption's room. */
export const MOST_CHARACTERS = 5000;

/** Friedman's test of the ranks over problems, as a sentence; empty where there is nothing to test. */
export function friedmanSentence(comparison: Comparison, { by }: ComparedBy): string {
  const test = friedmanTest(comparison.blocks);
  if (test === null) return '';
  const { statistic, methods, blocks, p, f, pOfF } = test;
  const ofF = f === Infinity
    ? 'every problem ranks them alike'
    : `F(${methods - 1}, ${(methods - 1) * (blocks - 1)}) = ${formatNumber(f)}, p ${formatP(pOfF)}, by Iman and Davenport`;
  return `Friedman’s test of ranks by ${comparedWords(by)} over ${blocks} problems: χ²(${methods - 1}) = ${formatNumber(statistic)}, p ${formatP(p)}; ${ofF}. Both are limits of many problems.`;
}

/** What the figures are, for the caption of tables and pictures. */
export function comparisonCaption(compared: ComparedRuns, comparison: Comparison, asked: ComparedBy, session: string): string[] {
  const friedman = friedmanSentence(comparison, asked);
  return [session, ...comparisonNotes(compared, comparison, asked), ...(friedman === '' ? [] : [friedman])];
}

export function comparisonTable(
  compared: ComparedRuns, comparison: Comparison, asked: ComparedBy, rows: readonly ComparisonRow[],
  columns: readonly FigureColumn[], shown: RowsOf, session: string,
): ExportTable {
  const exported = columns.flatMap((column) => column.exported);
  const baseline = compared.methods[asked.baseline]?.name ?? '';
  const pairs = shown === 'methods' ? 'problems by the median of each' : 'equal seeds of one problem';
  return {
    title: 'Comparison',
    columns: [
      ...(shown === 'problems' ? [{ key: 'problem', label: 'problem', numeric: false }] : []),
      { key: 'method', label: 'method', numeric: false },
      ...exported.map(({ column }) => column),
    ],
    rows: rows.map((row) => [
      ...(row.problem === null ? [] : [row.problem.name]), row.method.name, ...exported.map(({ value }) => value(row)),
    ]),
    caption: [
      ...comparisonCaption(compared, comparison, asked, session),
      `Tests: Wilcoxon’s signed ranks of ${comparedWords(asked.by)} against “${baseline}”, two-sided, over pairs of ${pairs}, corrected by Holm for all tests of the table. Standard errors and quartiles are ${shown === 'methods' ? 'over problems, each counting once by its mean' : 'over runs'}.`,
    ].join('\n').slice(0, MOST_CHARACTERS),
  };
}
