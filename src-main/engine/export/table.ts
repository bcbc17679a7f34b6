/**
 * Tables as text: CSV (RFC 4180) with every digit of a number, and LaTeX (booktabs) with significant
 * digits aligned on the decimal point, without siunitx. Strings come from problem files and from users
 * and are not trusted: a CSV cell that a spreadsheet would run as a formula is guarded, and every
 * character that LaTeX would act on is escaped. Pure.
 */
import type { ExportTable } from '../../../src-contract/ipc.ts';

type Cell = ExportTable['rows'][number][number];
type Column = ExportTable['columns'][number];

export interface CsvOptions {
  /** Title and caption as lines beginning with `# ` above the header; some readers want none. */
  readonly comments: boolean;
}

/** The table as CSV, lines ended by CR LF. Comments are written where there is a caption, unless said otherwise. */
export function tableToCsv(table: ExportTable, options: CsvOptions = { comments: table.caption !== '' }): string {
  const lines: string[] = [];
  if (options.comments) for (const line of commentLines(table)) lines.push(`# ${csvComment(line)}`);
  lines.push(table.columns.map((column) => csvText(heading(column))).join(','));
  for (const row of table.rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * A comment is one plain line: readers that skip comments look for its first character, and readers that
 * do not must find neither a second cell, which could be a formula, nor an open quote.
 */
function csvComment(line: string): string {
  return line.replaceAll(',', ';').replaceAll('"', "'").replaceAll('\t', ' ');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? csvText(cell) : String(cell);
}

/** What makes a spreadsheet take text for a formula (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r]/;

function csvText(text: string): string {
  const guarded = FORMULA_START.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** The table as LaTeX; needs the package booktabs. The title becomes the caption, the caption a comment. */
export function tableToLatex(table: ExportTable): string {
  const aligned = table.columns.map((column, index) => column.numeric && table.rows.some((row) => typeof row[index] === 'number'));
  const lines = ['% \\usepackage{booktabs}', ...commentLines(table).map((line) => `% ${line}`)];
  lines.push('\\begin{table}', '  \\centering');
  if (table.title !== '') lines.push(`  \\caption{${latexText(table.title)}}`);
  lines.push(`  \\begin{tabular}{${aligned.map((isAligned) => (isAligned ? 'r@{}l' : 'l')).join('')}}`, '    \\toprule');
  lines.push(`    ${table.columns.map((column, index) => spanned(latexText(heading(column)), aligned[index] === true)).join(' & ')} \\\\`, '    \\midrule');
  for (const row of table.rows) {
    lines.push(`    ${table.columns.map((column, index) => latexCell(row[index] ?? null, column, aligned[index] === true)).join(' & ')} \\\\`);
  }
  lines.push('    \\bottomrule', '  \\end{tabular}', '\\end{table}');
  return `${lines.join('\n')}\n`;
}

function latexCell(cell: Cell, column: Column, aligned: boolean): string {
  if (cell === null) return spanned('--', aligned);
  if (typeof cell === 'boolean') return spanned(cell ? 'yes' : 'no', aligned);
  if (typeof cell === 'string') return spanned(latexText(cell), aligned);
  const [whole, rest] = latexNumber(cell, column.digits ?? DEFAULT_DIGITS);
  return aligned ? `${whole} & ${rest}` : `${whole}${rest}`;
}

const DEFAULT_DIGITS = 6;

/** A cell that is not a number takes both halves of an aligned column. */
function spanned(text: string, aligned: boolean): string {
  return aligned ? `\\multicolumn{2}{c}{${text}}` : text;
}

/**
 * A number's part before the decimal point and the rest, in math mode. Whole numbers keep every digit.
 * @param digits significant digits of what is not whole
 */
export function latexNumber(value: number, digits: number): readonly [whole: string, rest: string] {
  if (Number.isNaN(value)) return ['--', ''];
  if (!Number.isFinite(value)) return [value > 0 ? '$\\infty$' : '$-\\infty$', ''];
  if (Number.isSafeInteger(value)) return [`$${value}$`, ''];
  const [mantissa = '', exponent] = value.toPrecision(digits).split('e');
  const [whole = '', fraction] = mantissa.split('.');
  const power = exponent === undefined ? '' : `\\times10^{${Number(exponent)}}`;
  const rest = `${fraction === undefined ? '' : `.${fraction}`}${power}`;
  return [`$${whole}$`, rest === '' ? '' : `$${rest}$`];
}

const LATEX_CHARACTERS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '±': '$\\pm$',
  '∞': '$\\infty$',
  '→': '$\\to$',
  '∇': '$\\nabla$',
  β: '$\\beta$',
  ε: '$\\varepsilon$',
  μ: '$\\mu$',
  σ: '$\\sigma$',
  '“': '``',
  '”': "''",
  '…': '\\dots{}',
};

/** Text that prints as itself. Line breaks and control characters become spaces. */
export function latexText(text: string): string {
  let escaped = '';
  // x̂ is an x and a combining circumflex.
  for (const character of text.replaceAll('x̂', '\u0001')) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 1) escaped += '$\\hat{x}$';
    else if (code < 32 || code === 127) escaped += ' ';
    else escaped += LATEX_CHARACTERS[character] ?? character;
  }
  return escaped;
}

function heading(column: Column): string {
  return column.unit === undefined ? column.label : `${column.label} (${column.unit})`;
}

function commentLines(table: ExportTable): string[] {
  return [table.title, ...table.caption.split(/\r\n|[\n\r\u2028\u2029]/)].filter((line) => line.trim() !== '');
}
