/**
 * Mutants that no test can notice because they compute the same thing. Each has its reason; where there
 * is doubt, a mutant does not belong here but in the score.
 */
import type { Mutant } from './mutants.ts';

interface Equivalent {
  readonly file: string;
  /** The source's line, trimmed: an entry dies with the line it speaks of. */
  readonly line: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

const EQUIVALENTS: readonly Equivalent[] = [];

/** @param line text of the mutant's line */
export function isEquivalent(mutant: Mutant, line: string): boolean {
  return EQUIVALENTS.some((entry) =>
    entry.file === mutant.file && entry.line === line.trim() && entry.original === mutant.original &&
    entry.replacement === mutant.replacement
  );
}
