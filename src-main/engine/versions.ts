/**
 * Versions of the libraries that decide numbers. Packages are read from their own package files where they
 * are installed, so that what is shown is what runs. What the solvers inside say of themselves is another
 * number, the one results carry; asking them would mean to load them, so it stands here, and a test
 * compares it with what they say.
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
  /** Of the packages the solvers come in. */
  readonly packages: { readonly glpk: string; readonly highs: string };
}

/** Of the solvers in the pinned packages, by themselves. */
const SOLVERS = { glpk: '5.0', highs: '1.15.1' } as const;

/** @returns "unknown" for a package whose file cannot be read */
export function libraryVersions(): LibraryVersions {
  return {
    ...SOLVERS, sqlite: packageVersion('better-sqlite3', 'better-sqlite3'),
    packages: { glpk: packageVersion('glpk.js', 'glpk.js/node'), highs: packageVersion('highs', 'highs') },
  };
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
