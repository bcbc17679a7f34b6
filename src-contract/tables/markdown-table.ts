/**
 * Tables as GitHub's Markdown: the title above, numbers with every digit unless the column asks for fewer, below what
 * the marks mean and what made the numbers. Names come from files: whatever Markdown would act on is escaped. Pure.
 */
import { markdownLine, markdownText } from '../export-text.ts';
import { aboutLines, heading, MARK_WORDS, marksOf, oddNumber } from './export-table.ts';
import type { CellMark, ExportTable, TableCell, TableColumn } from './export-table.ts';

/** What each mark means, as it is written in a cell. */
const NOTES: Readonly<Record<CellMark, string>> = {
  infeasible: `~~Struck through~~: ${MARK_WORDS.infeasible}.`,
  'at-least': `≥: ${MARK_WORDS['at-least']}.`,
};

export function tableToMarkdown(table: ExportTable): string {
  const marks = marksOf(table);
  const used = new Set((table.marks ?? []).map(({ kind }) => kind));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const title = markdownLine(table.title);
  const parts = [
    ...(title === '' ? [] : [[`**${title}**`]]),
    [
      line(table.columns.map((column) => markdownText(heading(column)))),
      line(table.columns.map((column) => (column.numeric ? '---:' : '---'))),
      ...table.rows.map((cells, row) => line(table.columns.map((column, k) => cellText(cells[k] ?? null, column, marks(row, k))))),
    ],
    ...(['infeasible', 'at-least'] as const).filter((kind) => used.has(kind)).map((kind) => [NOTES[kind]]),
    ...aboutLines(table).map((about) => [markdownLine(about)]),
  ];
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function cellText(cell: TableCell, column: TableColumn, mark: CellMark | null): string {
  const text = typeof cell === 'number' ? numberText(
    cell, column,
  ) : cell === null ? '' : typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : markdownText(cell);
  if (text === '' || mark === null) return text;
  return mark === 'infeasible' ? `~~${text}~~` : `≥ ${text}`;
}

/** In ASCII, so that it can be pasted and computed with. */
function numberText(value: number, { digits }: TableColumn): string {
  return oddNumber(value) ?? String(digits === undefined ? value : Number(value.toPrecision(digits)));
}
