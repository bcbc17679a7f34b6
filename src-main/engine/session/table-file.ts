/**
 * Writes a table that the page has made to a file. Reading its text, checking it and printing every cell
 * takes a good part of a second for a large table, so it is done here and not where windows are served.
 */
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import { ExportTable } from '../../../src-contract/tables/export-table.ts';
import type { TableFormatName } from '../../../src-contract/tables/table-formats.ts';
import { EngineError } from '../error-value.ts';
import { writeTable } from '../export/write-table.ts';

/**
 * @param table an `ExportTable` as JSON text
 * @throws EngineError naming the file, or `table-invalid`
 */
export async function writeTableText(
  table: Uint8Array, format: TableFormatName, path: string, manifest: TableManifestPlace = 'beside',
  siunitx = false,
): Promise<void> {
  await writeTable(readTable(table), format, path, manifest, undefined, siunitx);
}

function readTable(text: Uint8Array): ExportTable {
  try {
    return ExportTable.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)));
  } catch (error) {
    throw new EngineError(
      'table-invalid', 'The table to be exported is not one that can be written.',
      'Nothing was written. Try again; if it happens again, copy the details and report it.', {}, error,
    );
  }
}
