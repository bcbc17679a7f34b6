/**
 * A table as a CSV file and what made its numbers beside it, in a JSON file of the same name: most readers
 * take comment lines for the header. A JSON file that is there and is no such manifest is somebody's, and
 * is left alone: the manifest then goes by a longer name.
 */
import { readFile, stat } from 'node:fs/promises';
import type { ExportTable } from '../../../src-contract/ipc.ts';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import type { Seen } from '../files/target-place.ts';
import { writeFileAtomically } from '../files/write-file.ts';
import { manifestText, tableToCsv } from './table.ts';

/**
 * @param seen what stood at the path when whoever asks looked
 * @returns the path of the manifest, or null where none was written
 */
export async function writeCsvTable(table: ExportTable, path: string, manifest: TableManifestPlace, seen?: Seen): Promise<string | null> {
  await writeFileAtomically(path, tableToCsv(table, { comments: manifest === 'comments' }), seen);
  if (manifest !== 'beside') return null;
  const stem = path.replace(/\.csv$/i, '');
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
