/**
 * A table as a file in one of the formats. What made the numbers stands in the file, or, where readers of the format
 * would take that for data, in a JSON file of the same name beside it. A JSON file that is there and is no such manifest
 * is somebody's, and is left alone: the manifest then goes by a longer name.
 */
import { readFile, stat } from 'node:fs/promises';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import { manifestText } from '../../../src-contract/tables/separated-table.ts';
import { TABLE_FORMATS } from '../../../src-contract/tables/table-formats.ts';
import type { TableFormatName } from '../../../src-contract/tables/table-formats.ts';
import type { Seen } from '../files/target-place.ts';
import { writeFileAtomically } from '../files/write-file.ts';

/**
 * @param manifest of a format that does not say itself what made the numbers
 * @param seen what stood at the path when whoever asks looked
 * @returns the path of the manifest, or null where none was written
 */
export async function writeTable(
  table: ExportTable, format: TableFormatName, path: string, manifest: TableManifestPlace, seen?: Seen,
): Promise<string | null> {
  const { load, about, ending } = TABLE_FORMATS[format];
  const { write } = await load();
  await writeFileAtomically(path, write(table, { comments: manifest === 'comments' }), seen);
  if (about === 'inside' || manifest !== 'beside') return null;
  const stem = path.toLowerCase().endsWith(`.${ending}`) ? path.slice(0, -ending.length - 1) : path;
  const plain = `${stem}.json`;
  const place = (await isFree(plain)) ? plain : `${stem}.manifest.json`;
  await writeFileAtomically(place, manifestText(table));
  return place;
}

/** Nothing there, or a manifest of an earlier export. */
async function isFree(path: string): Promise<boolean> {
  let text: string;
  try {
    // A pipe or device in the place would never end, or is nobody's manifest.
    if (!(await stat(path)).isFile()) return false;
    text = await readFile(path, 'utf8');
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
  }
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null && 'leibnizTable' in found;
  } catch {
    return false;
  }
}
