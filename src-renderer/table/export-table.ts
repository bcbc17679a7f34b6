/**
 * Tables on their way out of the window: to a file through the main process, or to the clipboard.
 */
import type { ExportTable } from '../../src-contract/ipc.ts';
import { request } from '../api/request.ts';
import { toLatex, toMarkdown } from './table-text.ts';

export type TableFormat = 'csv' | 'latex';

/** Asks for a place and writes the table there; the name written, or null if the user thought better of it. */
export async function exportTable(table: ExportTable, format: TableFormat, suggestedName = table.title.slice(0, 200)): Promise<string | null> {
  const text = new TextEncoder().encode(JSON.stringify(table));
  const written = await request({ type: 'export.table', format, table: text, suggestedName });
  return written.cancelled ? null : (written.name ?? table.title);
}

export async function copyTable(table: ExportTable, format: 'markdown' | 'latex'): Promise<void> {
  await request({ type: 'clipboard.copy', text: format === 'latex' ? toLatex(table) : toMarkdown(table) });
}
