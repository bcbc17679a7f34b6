/** Tables on their way out of the window: to a file through the main process, or to the clipboard. */
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { TABLE_FORMATS } from '../../src-contract/tables/table-formats.ts';
import type { TableFormatName, TextTableFormatName } from '../../src-contract/tables/table-formats.ts';
import { request } from '../api/request.ts';

/** Asks for a place and writes the table there; the name written, or null if the user thought better of it. */
export async function exportTable(table: ExportTable, format: TableFormatName): Promise<string | null> {
  const text = new TextEncoder().encode(JSON.stringify(table));
  const written = await request({ type: 'export.table', format, table: text, suggestedName: table.title.slice(0, 200) });
  return written.cancelled ? null : (written.name ?? table.title);
}

export async function copyTable(table: ExportTable, format: TextTableFormatName): Promise<void> {
  const { write } = await TABLE_FORMATS[format].load();
  const siunitx = format === 'latex' && (await request({ type: 'app.settings' })).latexNumbers === 'siunitx';
  await request({ type: 'clipboard.copy', text: write(table, { comments: false, siunitx }) });
}
