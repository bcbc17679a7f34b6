/**
 * Tables as CSV by RFC 4180, as readers take it without being told anything: one header line, then rows,
 * nothing before them. Numbers have every digit. What made the numbers goes into a file beside the table,
 * or, where that is asked for, into comment lines above it. Pure.
 */
import { separatedText } from '../../../src-contract/export-text.ts';
import { linesOf, oneLine, plainJson } from '../../../src-science/program/one-line.ts';
import type { ExportTable } from '../../../src-contract/ipc.ts';

type Cell = ExportTable['rows'][number][number];
type Column = ExportTable['columns'][number];

export interface CsvOptions {
  /** Title and caption as lines beginning with `# ` above the header. Most readers have to be told to skip them. */
  readonly comments: boolean;
}

/** The table as CSV, lines ended by CR LF. */
export function tableToCsv(table: ExportTable, options: CsvOptions = { comments: false }): string {
  const lines: string[] = [];
  if (options.comments) for (const line of captionLines(table)) lines.push(`# ${csvComment(line)}`);
  lines.push(headings(table).map((text) => separatedText(text, ',')).join(','));
  for (const row of table.rows) lines.push(row.map(csvCell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** What the table is, which programs made it and what its columns hold, for a file beside it. */
export function tableManifest(table: ExportTable): object {
  return {
    leibnizTable: 1,
    title: table.title,
    about: captionLines({ ...table, title: '' }),
    rows: table.rows.length,
    columns: headings(table).map((name, k) => ({ name, key: table.columns[k]?.key ?? '', unit: table.columns[k]?.unit ?? null, numeric: table.columns[k]?.numeric ?? false })),
  };
}

/** The manifest as the text of its file. */
export function manifestText(table: ExportTable): string {
  return `${plainJson(JSON.stringify(tableManifest(table), null, 2))}\n`;
}

/** The headings, each there once: readers name columns by them. */
function headings(table: ExportTable): string[] {
  const taken = new Set<string>();
  return table.columns.map((column) => {
    const text = heading(column);
    let unique = text;
    for (let k = 2; taken.has(unique); k++) unique = `${text} ${k}`;
    taken.add(unique);
    return unique;
  });
}

/**
 * A comment is one plain line: readers that skip comments look for its first character, and readers that
 * do not must find neither a second cell, which could be a formula, nor an open quote.
 */
function csvComment(line: string): string {
  return oneLine(line).replaceAll(/[,;]/g, ' ').replaceAll('"', "'");
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  // R takes TRUE for a truth value and true for a word; everything else takes both.
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' ? separatedText(cell, ',') : String(cell);
}

export function heading(column: Column): string {
  return column.unit === undefined ? column.label : `${column.label} (${column.unit})`;
}

function captionLines(table: ExportTable): string[] {
  return [table.title, ...linesOf(table.caption)].filter((line) => line.trim() !== '');
}
