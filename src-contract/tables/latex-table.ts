/**
 * Tables as LaTeX that fit a page: booktabs, numbers aligned on their decimal point without siunitx, and no
 * other package; or, where that is asked for, in columns `S` of siunitx. A table too wide for the text is set
 * smaller, then in parts that repeat the first column; one too long goes on in further tables. Strings come
 * from problem files and from users; what TeX would act on is escaped, and what neither OT1 nor T1 can print
 * is written as its number (`export-text.ts`). Pure.
 */
import { oneLine } from '../../src-science/program/one-line.ts';
import { latexText, latexUnits } from '../export-text.ts';
import { captionLines, heading, marksOf } from './export-table.ts';
import type { CellMark, ExportTable, TableCell as Cell, TableColumn as Column, WritingOptions } from './export-table.ts';

type Marks = ReturnType<typeof marksOf>;

/** Of `article` at 10 pt, on A4 and letter paper; what fits there fits wider classes. */
const TEXT_WIDTH = 345;
/** Height left for rows beside caption, rules and notes, pt. */
const ROWS_HEIGHT = 480;

interface Size {
  readonly command: string;
  /** Times the widths at 10 pt. */
  readonly scale: number;
  /** Half the room between columns, pt. */
  readonly separation: number;
  /** From line to line, pt. */
  readonly leading: number;
}
const NORMAL: Size = { command: '', scale: 1, separation: 6, leading: 12 };
const SMALLEST: Size = { command: '\\scriptsize', scale: 0.76, separation: 3, leading: 8.5 };
const SIZES: readonly Size[] = [
  NORMAL, { command: '\\small', scale: 0.92, separation: 4, leading: 11 },
  { command: '\\footnotesize', scale: 0.84, separation: 3.5, leading: 9.8 }, SMALLEST,
];

/** Widths at 10 pt: an average letter with room for a wide word, a digit. */
const LETTER = 5.4;
const DIGIT = 5.05;
/** Text longer than this is set in lines. */
const LONGEST_TEXT = 26;
/** A longer word may be broken anywhere. */
const LONGEST_WORD = 12;
const DEFAULT_DIGITS = 6;
const INFEASIBLE_NOTE = '$^{\\dag}$ infeasible: no result';
const AT_LEAST_NOTE = '$\\ge$: against the best found, not a proven optimum';

/** A column, laid out. */
interface Laid {
  readonly index: number;
  readonly column: Column;
  readonly aligned: boolean;
  /** At 10 pt. */
  readonly width: number;
  /** What siunitx is told of the column; null where numbers are aligned without it, or there are none. */
  readonly siunitx: string | null;
}

/**
 * The table as LaTeX; needs the package booktabs, and siunitx where `options` asks for its columns. The title becomes the
 * caption, the caption a comment.
 */
export function tableToLatex(table: ExportTable, { siunitx = false }: Partial<WritingOptions> = {}): string {
  const marks = marksOf(table);
  const laid = table.columns.map((column, index) => layOut(table, column, index, marks, siunitx));
  const size = SIZES.find((candidate) => widthOf(laid, candidate) <= TEXT_WIDTH) ?? SMALLEST;
  const parts = columnParts(laid, size);
  const chunks = rowChunks(table, laid, size);
  const several = parts.length * chunks.length > 1;
  const lines = [`% \\usepackage{booktabs${siunitx ? ',siunitx' : ''}}`, ...captionLines(table).map((line) => `% ${oneLine(line)}`)];
  let count = 0;
  for (const chunk of chunks) {
    for (const part of parts) {
      count++;
      lines.push(...piece(table, marks, part, chunk, size, several ? `part ${count} of ${parts.length * chunks.length}` : null));
      // Floats that wait are few; each piece is set before the next comes.
      if (several) lines.push('\\clearpage');
    }
  }
  return `${lines.join('\n')}\n`;
}

function piece(
  table: ExportTable, marks: Marks, columns: readonly Laid[], rows: readonly number[], size: Size, part: string | null,
): string[] {
  const lines = ['\\begin{table}[htbp]', '  \\centering'];
  const title = [latexText(table.title), part === null ? '' : `(${part})`].filter((text) => text !== '').join(' ');
  if (title !== '') lines.push(`  \\caption{${title}}`);
  if (size.command !== '') lines.push(`  ${size.command}\\setlength{\\tabcolsep}{${size.separation}pt}%`);
  lines.push(`  \\begin{tabular}{${columns.map(columnCode).join('')}}`, '    \\toprule');
  lines.push(`    ${columns.map((each) => spanned(headingText(each.column), each)).join(' & ')} \\\\`, '    \\midrule');
  const kinds = new Set<CellMark>();
  for (const row of rows) {
    const cells = columns.map((each) => {
      const mark = marks(row, each.index);
      if (mark !== null) kinds.add(mark);
      return latexCell(table.rows[row]?.[each.index] ?? null, each, mark, size);
    });
    lines.push(`    ${cells.join(' & ')} \\\\`);
  }
  lines.push('    \\bottomrule', '  \\end{tabular}');
  const notes =
    [kinds.has('infeasible') ? INFEASIBLE_NOTE : null, kinds.has('at-least') ? AT_LEAST_NOTE : null].filter((note) => note !== null);
  if (notes.length > 0) lines.push('', `  \\smallskip{\\footnotesize ${notes.join('; ')}}`);
  lines.push('\\end{table}');
  return lines;
}

function layOut(table: ExportTable, column: Column, index: number, marks: Marks, siunitx: boolean): Laid {
  const aligned = column.numeric && table.rows.some((row) => typeof row[index] === 'number');
  let width = Math.max(...headingLines(column).map(textWidth));
  let whole = 0;
  let rest = 0;
  for (const [row, cells] of table.rows.entries()) {
    const cell = cells[index] ?? null;
    if (typeof cell === 'number') {
      const mark = marks(row, index);
      const [left, right] = latexNumber(cell, column.digits ?? DEFAULT_DIGITS).map(mathWidth);
      whole = Math.max(whole, (left ?? 0) + (mark === 'at-least' ? 2 * DIGIT : 0));
      rest = Math.max(rest, (right ?? 0) + (mark === 'infeasible' ? DIGIT : 0));
    } else width = Math.max(width, wordWidth(cell));
  }
  // Halves of an aligned column are as wide as the widest of each.
  return {
    index, column, aligned, width: Math.max(width, whole + rest),
    siunitx: aligned && siunitx ? numberFormat(table, column, index, marks) : null,
  };
}

const columnCode = ({ aligned, siunitx }: Laid): string => (siunitx === null ? (aligned ? 'r@{}l' : 'l') : `S[${siunitx}]`);

/** How much room the numbers of a column need, as siunitx (version 2 or 3) is told: `table-format=-3.4e-2`. */
function numberFormat(table: ExportTable, column: Column, index: number, marks: Marks): string {
  let [whole, fraction, power, negative, negativePower] = [1, 0, 0, false, false];
  const kinds = new Set<CellMark | null>();
  for (const [row, cells] of table.rows.entries()) {
    const cell = cells[index];
    if (typeof cell !== 'number' || !Number.isFinite(cell)) continue;
    kinds.add(marks(row, index));
    const [, sign, digits = '', decimals = '', exponentSign, exponent = ''] =
      /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?)(\d+))?$/.exec(plainNumber(cell, column.digits ?? DEFAULT_DIGITS)) ?? [];
    whole = Math.max(whole, digits.length);
    fraction = Math.max(fraction, decimals.length);
    power = Math.max(power, exponent.length);
    negative ||= sign === '-';
    negativePower ||= exponentSign === '-';
  }
  const exponent = power === 0 ? '' : `e${negativePower ? '-' : ''}${power}`;
  const around = `${kinds.has('at-least') ? ',table-space-text-pre={$\\ge$}' : ''}${kinds.has('infeasible') ? ',table-space-text-post={$^{\\dag}$}' : ''}`;
  return `table-format=${negative ? '-' : ''}${whole}.${fraction}${exponent}${around}`;
}

/** A finite number as siunitx reads it; whole numbers keep every digit. */
function plainNumber(value: number, digits: number): string {
  return Number.isSafeInteger(value) ? String(value) : value.toPrecision(digits).replace('e+', 'e');
}

function widthOf(columns: readonly Laid[], size: Size): number {
  return columns.reduce((sum, { width }) => sum + size.scale * width + 2 * size.separation, 0);
}

/** Columns that fit side by side; the first column names the row and comes again in each part. */
function columnParts(laid: readonly Laid[], size: Size): readonly (readonly Laid[])[] {
  const [key, ...others] = laid;
  if (key === undefined) return [[]];
  const parts: Laid[][] = [];
  let current: Laid[] = [key];
  for (const column of others) {
    if (current.length > 1 && widthOf([...current, column], size) > TEXT_WIDTH) {
      parts.push(current);
      current = [key];
    }
    current.push(column);
  }
  return [...parts, current];
}

function rowChunks(table: ExportTable, laid: readonly Laid[], size: Size): readonly (readonly number[])[] {
  const chunks: number[][] = [];
  let current: number[] = [];
  let height = 0;
  for (const [row, cells] of table.rows.entries()) {
    const needed = size.leading * Math.max(1, ...laid.map(({ index }) => linesOf(cells[index] ?? null)));
    if (current.length > 0 && height + needed > ROWS_HEIGHT) {
      chunks.push(current);
      current = [];
      height = 0;
    }
    current.push(row);
    height += needed;
  }
  return current.length > 0 || chunks.length === 0 ? [...chunks, current] : chunks;
}

function wordWidth(cell: string | boolean | null): number {
  return typeof cell === 'string' ? Math.min(textWidth(cell), LONGEST_TEXT * LETTER) : 3 * LETTER;
}

function mathWidth(code: string): number {
  return code.replaceAll(/\\times|\\infty/g, 'xx').replaceAll(/[${}^]/g, '').length * DIGIT;
}

function textWidth(text: string): number {
  return lengthOf(text) * LETTER;
}

function lengthOf(text: string): number {
  return latexUnits(text).reduce((sum, { width }) => sum + width, 0);
}

/** Lines of text in a box of `LONGEST_TEXT` letters; what may stay empty at the end of a line is less where words are broken. */
function linesOf(cell: Cell): number {
  if (typeof cell !== 'string') return 1;
  const length = lengthOf(cell);
  return length <= LONGEST_TEXT ? 1 : Math.ceil(length / (LONGEST_TEXT - (cell.includes(' ') ? LONGEST_WORD - 2 : 4)));
}

function latexCell(cell: Cell, laid: Laid, mark: CellMark | null, size: Size): string {
  const { column, aligned, siunitx } = laid;
  if (cell === null) return spanned('-{}-{}', laid);
  if (typeof cell === 'boolean') return spanned(cell ? 'yes' : 'no', laid);
  if (typeof cell === 'string') return spanned(boxed(cell, size), laid);
  const [whole, rest] = latexNumber(cell, column.digits ?? DEFAULT_DIGITS);
  const before = mark === 'at-least' ? '$\\ge$' : '';
  const behind = mark === 'infeasible' ? '$^{\\dag}$' : '';
  if (siunitx !== null) {
    if (!Number.isFinite(cell)) return spanned(`${before}${whole}${behind}`, laid);
    const number = plainNumber(cell, column.digits ?? DEFAULT_DIGITS);
    return `${before === '' ? '' : `{${before}} `}${number}${behind === '' ? '' : ` {${behind}}`}`;
  }
  return aligned ? `${before}${whole} & ${rest}${behind}` : `${before}${whole}${rest}${behind}`;
}

/** Long text in lines; a long word may end a line between any two letters, since names have no other place for it. */
function boxed(text: string, size: Size): string {
  if (lengthOf(text) <= LONGEST_TEXT) return latexText(text);
  const width = (LONGEST_TEXT * LETTER * size.scale).toFixed(0);
  const words = text.split(' ').map((word) => {
    const units = latexUnits(word);
    // After a hyphen a line may end anyway.
    const between = word.split('-').some((part) => latexUnits(part).length > LONGEST_WORD) ? '\\allowbreak{}' : '';
    return units.map(({ code }) => `${code}${between}`).join('');
  });
  return `\\parbox[t]{${width}pt}{\\raggedright ${words.join(' ')}\\strut}`;
}

/** A cell that is not a number takes both halves of an aligned column; siunitx leaves alone what stands in braces. */
function spanned(text: string, { aligned, siunitx }: Laid): string {
  if (siunitx !== null) return `{${text}}`;
  return aligned ? `\\multicolumn{2}{c}{${text}}` : text;
}

/** Words of a heading under each other where they are many. */
function headingLines(column: Column): readonly string[] {
  const text = heading(column);
  return text.length <= 9 ? [text] : text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 9) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);
}

function headingText(column: Column): string {
  const lines = headingLines(column).map(latexText);
  return lines.length === 1 ? (lines[0] ?? '') : `\\shortstack{${lines.join('\\\\')}}`;
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
