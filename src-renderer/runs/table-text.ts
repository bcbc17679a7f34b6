/** Rows of the run table as text for the clipboard, and as a table for exports. */
import type { ExportTable } from '../../src-contract/ipc.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import type { RunColumn } from './run-columns.ts';

/** Tab-separated with a header, numbers at full precision, as spreadsheets and editors take it. */
export function rowsAsText(runs: readonly RunSummary[], columns: readonly RunColumn[]): string {
  const header = columns.map((column) => (column.unit === undefined ? column.label : `${column.label} [${column.unit}]`)).join('\t');
  const lines = runs.map((run) => columns.map((column) => plain(exportValue(column, run))).join('\t'));
  return [header, ...lines].join('\n');
}

/** Tabs and line breaks of a label or name would break the row. */
function plain(value: string | number | null): string {
  return value === null ? '' : String(value).replaceAll(/[\t\r\n]+/g, ' ');
}

function exportValue(column: RunColumn, run: RunSummary): string | number | null {
  const value = column.value(run);
  if (column.key === 'created') return column.text(run);
  return column.key === 'gap' && typeof value === 'number' ? value * 100 : value;
}

export function runsAsTable(runs: readonly RunSummary[], columns: readonly RunColumn[], caption: string): ExportTable {
  return {
    title: 'Runs',
    columns: columns.map(({ key, label, unit, numeric }) => ({ key, label, numeric, ...(unit === undefined ? {} : { unit }) })),
    rows: runs.map((run) => columns.map((column) => exportValue(column, run))),
    caption,
  };
}
