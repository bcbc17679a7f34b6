/** Lines that are taken apart into words, each of which costs many times its characters: none may be as long as a file. */
import { ProblemError } from './problem-error.ts';
import type { ProblemPlace } from './problem-error.ts';

/** In characters, of lines of a few words; a long name takes most of it. */
export const LONGEST_WORDS = 1 << 16;

/** @throws ProblemError naming the line */
export function requireShort(line: string, place: ProblemPlace, most: number, hint: string): void {
  if (line.length > most) throw new ProblemError('problem-syntax', `the line is longer than ${most} characters`, hint, place);
}
