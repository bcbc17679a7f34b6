/**
 * Tables as text for the clipboard: Markdown and LaTeX (booktabs), numbers at full precision with the
 * table's own digits where a column asks for fewer. Names come from files: everything that either
 * language would take as markup is escaped. Files are written by the engine, not here.
 */
import { latexText, markdownText } from '../../src-contract/export-text.ts';
import type { ExportTable } from '../../src-contract/ipc.ts';

type Cell = ExportTable['rows'][number][number];
type Column = ExportTable['columns'][number];

/** A cell as plain text: numbers in ASCII, so that they can be pasted and computed with. */
function cellText(cell: Cell, column: Column): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'string') return cell;
  if (Number.isNaN(cell)) return 'not a number';
  if (!Number.isFinite(cell)) return cell > 0 ? 'infinite' : '-infinite';
  if (column.digits === undefined) return String(cell);
  return String(Number(cell.toPrecision(column.digits)));
}

const heading = (column: Column): string => (column.unit === undefined ? column.label : `${column.label} (${column.unit})`);

/** A number that must not be read as a plain result is marked where it stands. */
function markOf(table: ExportTable, row: number, column: number): 'infeasible' | 'at-least' | null {
  return table.marks?.find((mark) => mark.row === row && mark.column === column)?.kind ?? null;
}

export function toMarkdown(table: ExportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(table.columns.map((column) => markdownText(heading(column)))),
    line(table.columns.map((column) => (column.numeric ? '---:' : '---'))),
    ...table.rows.map((row, at) => line(table.columns.map((column, index) => {
      const cell = row[index] ?? null;
      const mark = markOf(table, at, index);
      const text = typeof cell === 'number' && Number.isFinite(cell) ? cellText(cell, column) : markdownText(cellText(cell, column));
      return mark === 'infeasible' ? `~~${text}~~` : mark === 'at-least' ? `≥ ${text}` : text;
    }))),
    '',
  ].join('\n');
}

function latexNumber(text: string): string {
  const [mantissa = '', exponent] = text.split('e');
  if (exponent !== undefined) return `$${mantissa}\\cdot 10^{${exponent.replace('+', '')}}$`;
  return text.startsWith('-') ? `$${text}$` : text;
}

export function toLatex(table: ExportTable): string {
  const row = (cells: readonly string[]): string => `  ${cells.join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${table.columns.map((column) => (column.numeric ? 'r' : 'l')).join('')}}`,
    '  \\toprule',
    row(table.columns.map((column) => latexText(heading(column)))),
    '  \\midrule',
    ...table.rows.map((cells, at) => row(table.columns.map((column, index) => {
      const cell = cells[index] ?? null;
      const mark = markOf(table, at, index);
      const text = typeof cell === 'number' && Number.isFinite(cell) ? latexNumber(cellText(cell, column)) : latexText(cellText(cell, column));
      return mark === 'infeasible' ? `${text}$^{\\dag}$` : mark === 'at-least' ? `$\\ge$ ${text}` : text;
    }))),
    '  \\bottomrule',
    '\\end{tabular}',
    ...(table.marks?.some((mark) => mark.kind === 'infeasible') === true ? ['% \\dag: infeasible, no result'] : []),
    '',
  ].join('\n');
}
