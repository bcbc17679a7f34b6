/**
 * Tables as Office Open XML workbooks (ECMA-376): the first sheet is the table, its header frozen, numbers as numbers with
 * every digit, text as shared strings, which no spreadsheet runs; the second, `manifest`, says what the table is, what
 * made the numbers, what its columns are and what marks mean.
 */
import writeXlsx from 'write-excel-file/node';
import type { Cell, SheetData } from 'write-excel-file/node';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { aboutLines, headings, MARK_WORDS, marksOf, oddNumber } from '../../../src-contract/tables/export-table.ts';
import type { CellMark, ExportTable, TableCell } from '../../../src-contract/tables/export-table.ts';

/** Characters that a cell holds at most; what is longer ends in an ellipsis. */
const LONGEST_TEXT = 32_767;
/** Of the width of a column, in digits. */
const WIDEST = 60;
const WIDTH_ROWS = 1000;

/** `_x0041_` in a cell would be read as the character of that number (ECMA-376, ST_Xstring). */
function text(value: string): string {
  const line = oneLine(value).replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const bold = (value: string): Cell => ({ type: String, value: text(value), fontWeight: 'bold' });

/** A number that is no plain result looks so: struck through, or with a ≥ that is part of its format, not of its value. */
const MARKED: Readonly<Record<CellMark, object>> = {
  infeasible: { textDecoration: { strikethrough: true } }, 'at-least': { format: '"≥ "General' },
};
const LOOKS: Readonly<Record<CellMark, string>> = { infeasible: 'struck through', 'at-least': '≥' };

function cellOf(cell: TableCell, mark: CellMark | null): Cell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string') return { type: String, value: text(cell) };
  if (typeof cell === 'boolean') return { type: Boolean, value: cell };
  const odd = oddNumber(cell);
  if (odd !== null) return { type: String, value: odd };
  return { type: Number, value: cell, ...(mark === null ? {} : MARKED[mark]) };
}

export async function tableToXlsx(table: ExportTable): Promise<Uint8Array> {
  const marks = marksOf(table);
  const names = headings(table);
  const data: SheetData = [
    names.map(bold), ...table.rows.map((cells, row) => names.map((_, k) => cellOf(cells[k] ?? null, marks(row, k)))),
  ];
  const widths = names.map((name, k) => {
    const longest = table.rows.slice(0, WIDTH_ROWS).reduce((most, cells) => Math.max(most, String(cells[k] ?? '').length), name.length);
    return { width: Math.min(WIDEST, Math.max(6, longest + 2)) };
  });
  const buffer = await writeXlsx([
    { data, sheet: 'table', columns: widths, stickyRowsCount: 1 },
    { data: manifestRows(table, names), sheet: 'manifest', columns: [{ width: 18 }, { width: 40 }, { width: 12 }] },
  ]).toBuffer();
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function manifestRows(table: ExportTable, names: readonly string[]): SheetData {
  const line = (what: string, ...cells: readonly (string | number)[]): Cell[] => [bold(what), ...cells.map((cell) => cellOf(cell, null))];
  const used = new Set((table.marks ?? []).map(({ kind }) => kind));
  return [
    line('title', table.title),
    ...aboutLines(table).map((about) => line('made by', about)),
    line('rows', table.rows.length),
    ...[...used].map((kind) => line(LOOKS[kind], MARK_WORDS[kind])),
    [],
    ['column', 'key', 'unit'].map(bold),
    ...table.columns.map(({ key, unit }, k) => [names[k] ?? '', key, unit ?? ''].map((cell) => cellOf(cell, null))),
  ];
}
