/** Where working copies are, and whether there are any: known without loading SQLite. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export function copiesFolder(dataFolder: string): string {
  return join(dataFolder, 'working-copies');
}

export function hasWorkingCopies(dataFolder: string): boolean {
  const folder = copiesFolder(dataFolder);
  return existsSync(folder) && readdirSync(folder).length > 0;
}
