/** What a rounding by conditional expectation rests on, in words: for the command line and the window. */
import type { RoundingNote } from './decoded-solution.ts';

/** One or two sentences; null where every row was exact and the rounding itself was kept. */
export function roundingSentence({ kept, approximateRows, errorBound }: RoundingNote): string | null {
  const said: string[] = [];
  if (approximateRows.length > 0) {
    const rows = approximateRows.length === 1 ? 'One row was' : `${approximateRows.length} rows were`;
    said.push(
      `${rows} judged approximately, the penalty to within ${Number(errorBound.toPrecision(3))}: the loss may have risen on the way.`,
    );
  }
  if (kept === 'threshold') said.push('Threshold ended at a lower loss: its vector was kept.');
  return said.length === 0 ? null : said.join(' ');
}
