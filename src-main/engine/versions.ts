/**
 * Versions of the libraries that decide numbers, read from their own package files where they are
 * installed, so that what is shown is what runs.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// Not named `require`: the bundler puts a constant of that name into files that look like CommonJS.
const packages = createRequire(import.meta.url);

export interface LibraryVersions {
  readonly glpk: string;
  readonly highs: string;
  readonly sqlite: string;
}

/** @returns versions of the packages glpk.js, highs and better-sqlite3; "unknown" where a package file cannot be read */
export function libraryVersions(): LibraryVersions {
  return { glpk: packageVersion('glpk.js', 'glpk.js/node'), highs: packageVersion('highs', 'highs'), sqlite: packageVersion('better-sqlite3', 'better-sqlite3') };
}

/** Walks up from a package's entry, since its exports may hide its package file. */
function packageVersion(name: string, entry: string): string {
  try {
    for (let folder = dirname(packages.resolve(entry)); folder !== dirname(folder); folder = dirname(folder)) {
      const found = namedPackage(join(folder, 'package.json'), name);
      if (found !== null) return found;
    }
  } catch {
    // Not installed or not readable: said as such, since a version is only ever shown.
  }
  return 'unknown';
}

function namedPackage(file: string, name: string): string | null {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || !('name' in content) || !('version' in content)) return null;
    return content.name === name && typeof content.version === 'string' ? content.version : null;
  } catch {
    return null;
  }
}
