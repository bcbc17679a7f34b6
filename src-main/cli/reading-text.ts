/** What solutions of circuits and graphs say, for `solve` and `decode`. */
import { oneLine } from '../../src-science/program/one-line.ts';
import type { Program } from '../../src-science/program/program.ts';
import { readingLabel, readingOf, readingText, readingVerdict } from '../../src-science/program/readings.ts';

/** `{reading}` for JSON; nothing where the program is of no circuit and no graph. */
export function readingJson(program: Program, x: ArrayLike<number> | null): object {
  const reading = x === null ? null : readingOf(program, x);
  return reading === null ? {} : { reading };
}

/** Its lines; none where there is nothing to say. */
export function readingLines(program: Program, x: ArrayLike<number> | null): [string, string | null][] {
  const reading = x === null ? null : readingOf(program, x);
  return reading === null ? [] : [[readingLabel(reading), oneLine(readingText(reading))], ['checked', oneLine(readingVerdict(reading))]];
}
