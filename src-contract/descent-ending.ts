/**
 * One word on how a descent ended, for tables of runs. The judgement is science's (`descent/settling.ts`);
 * the word is apart, since the page needs it before it draws and nothing of the descent.
 */
import type { SettlingKind } from '../src-science/descent/settling.ts';

/** What a table of runs says of an ended descent in place of “done”; null where nothing is wrong with its end. */
export function endingWord(
  { feasible, settling }: { readonly feasible: boolean | null; readonly settling: SettlingKind | null },
): string | null {
  const said = [
    ...(feasible === false ? ['none feasible'] : []),
    ...(settling === 'moving' ? ['not settled'] : settling === 'two-cycle' ? ['two-cycle'] : []),
  ];
  return said.length === 0 ? null : said.join(', ');
}
