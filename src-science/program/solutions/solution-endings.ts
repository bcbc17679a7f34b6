/** Files of solutions, by their endings; apart from their code, which the page and the command line's start need not load. */

/** Files that a solution is written to, and read from. */
export const SOLUTION_ENDINGS = ['.sol', '.mst', '.csv', '.npy', '.json'] as const;
/** Of files that a window takes for solutions; JSON may be a problem. */
export const SOLUTION_FILE_ENDINGS: readonly string[] = SOLUTION_ENDINGS.filter((ending) => ending !== '.json');
/** Of files that state optima of problems by name. */
export const STATED_OPTIMA_ENDING = '.solu';
export type SolutionEnding = (typeof SOLUTION_ENDINGS)[number];
