/** Files that become a program once it is said which: circuits and graphs, by their endings; apart from their code. */

const CIRCUIT_ENDING = '.bench';
/** DIMACS and PACE. */
const GRAPH_ENDINGS = ['.clq', '.col', '.mis', '.dimacs', '.gr'] as const;
export const SOURCE_ENDINGS: readonly string[] = [CIRCUIT_ENDING, ...GRAPH_ENDINGS];

/** What a file becomes a program of, by its name, also gzipped; null where it is a program itself. */
export function sourceKindOf(fileName: string): 'circuit' | 'graph' | null {
  const name = fileName.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith(CIRCUIT_ENDING)) return 'circuit';
  return GRAPH_ENDINGS.some((ending) => name.endsWith(ending)) ? 'graph' : null;
}
