/**
 * Where things are: the checkout, its installed packages, and the cache outside the checkout that a
 * new clone reuses. Plain Node ≥ 20.19 without dependencies: it runs before anything is installed.
 */
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const packages = join(projectRoot, 'node_modules');
/** Where Node keeps the sources that it has compiled, so that the next start of the command need not; goes with the packages. */
export const compiledSources = join(packages, '.cache', 'compiled-sources');

/** The cache folder of the XDG base directory rules: relative values are to be ignored. */
export function cacheRoot(environment = process.env) {
  const given = environment['XDG_CACHE_HOME'];
  return join(given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache'), 'leibniz');
}
