/**
 * A table as a file in one of the formats. What made the numbers stands in the file, or, where readers of the format
 * would take that for data, in a JSON file of the same name beside it. A JSON file that is there and is no such manifest
 * is somebody's, and is left alone: the manifest then goes by the first longer name that is free.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import type { ExportTable, WritingOptions } from '../../../src-contract/tables/export-table.ts';
import { manifestText } from '../../../src-contract/tables/separated-table.ts';
import { isTextFormat, TABLE_FORMATS } from '../../../src-contract/tables/table-formats.ts';
import type { TableFormat, TableFormatName } from '../../../src-contract/tables/table-formats.ts';
import { EngineError } from '../error-value.ts';
import type { Seen } from '../files/target-place.ts';
import { writeFileAtomically } from '../files/write-file.ts';
import { BINARY_TABLES } from './binary-tables.ts';

/**
 * @param manifest of a format that does not say itself what made the numbers
 * @param seen what stood at the path when whoever asks looked
 * @param siunitx of LaTeX: numbers in columns of siunitx
 * @returns the path of the manifest, or null where none was written
 */
export async function writeTable(
  table: ExportTable, format: TableFormatName, path: string, manifest: TableManifestPlace, seen?: Seen, siunitx = false,
): Promise<string | null> {
  const { about, ending } = TABLE_FORMATS[format];
  await writeFileAtomically(path, await tableContent(table, format, { comments: manifest === 'comments', siunitx }), seen);
  if (about === 'inside' || manifest !== 'beside') return null;
  return writeManifestBeside(path, ending, manifestText(table, basename(path)));
}

/**
 * @param path of the table, whose manifest this is
 * @param ending of its format, without the dot
 * @returns where it stands: under the table's own name, or the first longer one that is free
 */
export async function writeManifestBeside(path: string, ending: string, text: string): Promise<string> {
  const stem = path.toLowerCase().endsWith(`.${ending}`) ? path.slice(0, -ending.length - 1) : path;
  let place = `${stem}.json`;
  for (let k = 1; await isTaken(place, basename(path)); k++) place = `${stem}.manifest${k === 1 ? '' : `-${k}`}.json`;
  await writeFileAtomically(place, text);
  return place;
}

/** The table in one of the formats. @throws EngineError `table-too-large` where the format holds no table of that size */
async function tableContent(table: ExportTable, format: TableFormatName, options: WritingOptions): Promise<string | Uint8Array> {
  const { label, most }: TableFormat = TABLE_FORMATS[format];
  if (most !== undefined && (table.rows.length > most.rows || table.columns.length > most.columns)) throw new EngineError(
    'table-too-large',
    `A table of ${table.rows.length} rows and ${table.columns.length} columns is too large for the format ${label}, which holds ${most.rows} rows and ${most.columns} columns.`,
    'Choose Parquet or CSV, or fewer runs.',
  );
  if (!isTextFormat(format)) return (await BINARY_TABLES[format]()).write(table);
  return (await TABLE_FORMATS[format].load()).write(table, options);
}

/**
 * Something stands there that is no manifest of an earlier export to this name: it may be that of another table. Of a place that
 * cannot be looked at, writing says why.
 */
async function isTaken(path: string, file: string): Promise<boolean> {
  const state = await stat(path).catch(() => null);
  if (state === null) return false;
  // A pipe or a device would never end.
  if (!state.isFile()) return true;
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof found !== 'object' || found === null || !('leibnizTable' in found)) return true;
    // Older manifests do not say of which file they are.
    return 'file' in found && found.file !== file;
  } catch {
    return true;
  }
}
