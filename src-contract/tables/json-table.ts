/**
 * Tables as JSON: what `tableAbout` says of the table, and `data`, an object a row whose keys are those of the columns.
 * Numbers have every digit; one that JSON does not have is a word, a missing value null. Pure.
 */
import { oneLine, plainJson } from '../../src-science/program/one-line.ts';
import { marksOf, oddNumber, tableAbout } from './export-table.ts';
import type { ExportTable, TableCell } from './export-table.ts';

export function tableToJson(table: ExportTable): string {
  const marks = marksOf(table);
  const value = (cell: TableCell): TableCell =>
    typeof cell === 'number' ? (oddNumber(cell) ?? cell) : typeof cell === 'string' ? oneLine(cell) : cell;
  const rows = table.rows.map((cells, row) => {
    const marked = table.columns.flatMap(({ key }, k) => {
      const mark = marks(row, k);
      return mark === null ? [] : [[key, mark] as const];
    });
    const entries = table.columns.map(({ key }, k) => [key, value(cells[k] ?? null)] as const);
    const marksOfRow = marked.length === 0 ? [] : [['marks', Object.fromEntries(marked)] as const];
    return JSON.stringify(Object.fromEntries([...entries, ...marksOfRow]));
  });
  const head = JSON.stringify({ leibnizData: 1, ...tableAbout(table) }, null, 2).slice(0, -2);
  return `${plainJson(`${head},\n  "data": [${rows.length === 0 ? '' : `\n    ${rows.join(',\n    ')}\n  `}]\n}`)}\n`;
}
