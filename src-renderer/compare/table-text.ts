/**
 * Tables as text for the clipboard: Markdown and LaTeX (booktabs), numbers at full precision with the
 * table's own digits where a column asks for fewer. Names come from files: everything that either
 * language would take as markup is escaped. Files are written by the engine, not here.
 */
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

/** Pipes and whatever starts markup, escaped; line breaks as spaces. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#+!|~]/g, (character) => `\\${character}`).replace(/\s*[\r\n]+\s*/g, ' ');
}

export function toMarkdown(table: ExportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(table.columns.map((column) => escapeMarkdown(heading(column)))),
    line(table.columns.map((column) => (column.numeric ? '---:' : '---'))),
    ...table.rows.map((row) => line(table.columns.map((column, index) => {
      const cell = row[index] ?? null;
      return typeof cell === 'number' && Number.isFinite(cell) ? cellText(cell, column) : escapeMarkdown(cellText(cell, column));
    }))),
    '',
  ].join('\n');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  μ: '$\\mu$',
  x̂: '$\\hat{x}$',
  '‖': '$\\|$',
  '₂': '$_2$',
  '−': '$-$',
  '±': '$\\pm$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '·': '$\\cdot$',
  '\u202f': '\\,',
};

function escapeLatex(text: string): string {
  return text.replace(/x̂|[\\{}$&%#_^~<>|μ‖₂−±≤≥·\u202f]/gu, (character) => LATEX[character] ?? character).replace(/\s*[\r\n]+\s*/g, ' ');
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
    row(table.columns.map((column) => escapeLatex(heading(column)))),
    '  \\midrule',
    ...table.rows.map((cells) => row(table.columns.map((column, index) => {
      const cell = cells[index] ?? null;
      return typeof cell === 'number' && Number.isFinite(cell) ? latexNumber(cellText(cell, column)) : escapeLatex(cellText(cell, column));
    }))),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}
