/**
 * Tables as separated values: CSV by RFC 4180, and tab-separated text. Readers take both without being told anything:
 * one header line, then rows, nothing before them. Numbers have every digit. What made the numbers goes into a file
 * beside the table, or, where that is asked for, into comment lines above it. Pure.
 */
import { oneLine, plainJson } from '../../src-science/program/one-line.ts';
import { separatedText } from '../export-text.ts';
import { captionLines, headings, tableManifest } from './export-table.ts';
import type { ExportTable, TableCell, WritingOptions } from './export-table.ts';

/** The table as CSV, lines ended by CR LF. @param options `comments`: most readers have to be told to skip them */
export function tableToCsv(table: ExportTable, options: WritingOptions = { comments: false }): string {
  return separated(table, ',', '\r\n', options);
}

/** The table as tab-separated text, lines ended by LF. */
export function tableToTsv(table: ExportTable, options: WritingOptions = { comments: false }): string {
  return separated(table, '\t', '\n', options);
}

function separated(table: ExportTable, separator: ',' | '\t', end: string, { comments }: WritingOptions): string {
  const lines = [
    ...(comments ? captionLines(table).map((line) => `# ${comment(line)}`) : []),
    headings(table).map((text) => separatedText(text, separator)).join(separator),
    ...table.rows.map((row) => row.map((cell) => cellText(cell, separator)).join(separator)),
  ];
  return lines.map((line) => `${line}${end}`).join('');
}

/** The manifest as the text of its file. @param file the name of the table's file: another table beside it is not this one's */
export function manifestText(table: ExportTable, file?: string): string {
  return `${plainJson(JSON.stringify({ ...tableManifest(table), file }, null, 2))}\n`;
}

/**
 * A comment is one plain line: readers that skip comments look for its first character, and readers that
 * do not must find neither a second cell, which could be a formula, nor an open quote.
 */
function comment(line: string): string {
  return oneLine(line).replaceAll(/[,;]/g, ' ').replaceAll('"', "'");
}

function cellText(cell: TableCell, separator: ',' | '\t'): string {
  if (cell === null) return '';
  // R takes TRUE for a truth value and true for a word; everything else takes both.
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return typeof cell === 'string' ? separatedText(cell, separator) : String(cell);
}
