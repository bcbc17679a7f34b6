/**
 * Writes a table that the page has made to a file. Reading its text, checking it and printing every cell
 * takes a good part of a second for a large table, so it is done here and not where windows are served.
 */
import { ExportTable } from '../../../src-contract/ipc.ts';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import { EngineError } from '../error-value.ts';
import { tableToLatex } from '../export/latex-table.ts';
import { writeCsvTable } from '../export/write-csv.ts';
import { writeFileAtomically } from '../files/write-file.ts';

/**
 * @param table an `ExportTable` as JSON text
 * @param manifest of a CSV table; a LaTeX table carries it in its own comments
 * @throws EngineError naming the file, or `table-invalid`
 */
export async function writeTable(table: Uint8Array, format: 'csv' | 'latex', path: string, manifest: TableManifestPlace = 'beside'): Promise<void> {
  const read = readTable(table);
  if (format === 'latex') await writeFileAtomically(path, tableToLatex(read));
  else await writeCsvTable(read, path, manifest);
}

function readTable(text: Uint8Array): ExportTable {
  try {
    return ExportTable.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)));
  } catch (error) {
    throw new EngineError('table-invalid', 'The table to be exported is not one that can be written.', 'Nothing was written. Try again; if it happens again, copy the details and report it.', {}, error);
  }
}
