/**
 * Tables as Apache Parquet: each column of one type, missing values null, numbers with every bit; what made them stands
 * in the file's key-value metadata under `leibniz`, as the JSON of `tableManifest`.
 */
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { oneLine, plainJson } from '../../../src-science/program/one-line.ts';
import { headings, tableManifest } from '../../../src-contract/tables/export-table.ts';
import type { ExportTable, TableCell, TableColumn } from '../../../src-contract/tables/export-table.ts';
import { keepsZeros } from './signed-zero.ts';

type Typed =
  | { readonly type: 'INT64'; readonly data: (bigint | null)[] }
  | { readonly type: 'DOUBLE'; readonly data: (number | null)[] }
  | { readonly type: 'BOOLEAN'; readonly data: (boolean | null)[] }
  | { readonly type: 'STRING'; readonly data: (string | null)[] };

/**
 * Numbers of a column of counts are INT64, other numbers DOUBLE, truth values BOOLEAN, everything else text; a column that
 * says it is of numbers and holds words too is text.
 */
function typed(column: TableColumn, cells: readonly TableCell[]): Typed {
  const only = <T extends TableCell>(is: (cell: TableCell) => cell is T): (T | null)[] | null => {
    const data: (T | null)[] = [];
    for (const cell of cells) {
      if (cell !== null && !is(cell)) return null;
      data.push(cell);
    }
    return data;
  };
  const numbers = column.numeric ? only((cell) => typeof cell === 'number') : null;
  if (numbers !== null) {
    return column.whole === true && numbers.every((value) => value === null || Number.isSafeInteger(value))
      ? { type: 'INT64', data: numbers.map((value) => (value === null ? null : BigInt(value))) }
      : { type: 'DOUBLE', data: numbers };
  }
  const flags = cells.some((cell) => cell !== null) ? only((cell) => typeof cell === 'boolean') : null;
  if (flags !== null) return { type: 'BOOLEAN', data: flags };
  return { type: 'STRING', data: cells.map((cell) => (cell === null ? null : typeof cell === 'string' ? oneLine(cell) : String(cell))) };
}

export function tableToParquet(table: ExportTable): Uint8Array {
  const names = headings(table);
  const writer = new ByteWriter();
  // A writer in memory waits for nothing.
  void parquetWrite({
    writer,
    columnData: table.columns.map((column, k) => {
      const cells = typed(column, table.rows.map((row) => row[k] ?? null));
      return { name: oneLine(names[k] ?? ''), ...cells, ...keepsZeros(cells.data) };
    }),
    kvMetadata: [{ key: 'leibniz', value: plainJson(JSON.stringify(tableManifest(table))) }],
    createdBy: 'Leibniz',
  });
  return writer.getBytes();
}
