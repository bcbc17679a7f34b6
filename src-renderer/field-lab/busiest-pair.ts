/**
 * The two coordinates shown first: those of a problem's rows that meet, where a curl can live. In a
 * plane of two coordinates that share no row the penalty's field is flat. Only a choice for the start.
 */
import type { NormalForm } from '../../src-science/program/normal-form.ts';

/** The first two free variables of the longest row that has two. */
export function busiestPair(form: NormalForm): readonly [number, number] {
  let best: readonly [number, number] = [0, 1];
  let longest = 1;
  for (let row = 0; row < form.rowCount; row++) {
    const columns = form.column.subarray(form.start[row] ?? 0, form.start[row + 1] ?? 0);
    if (columns.length <= longest) continue;
    const [first, second] = columns.filter((j) => (form.fixed[j] ?? -1) < 0);
    if (first === undefined || second === undefined) continue;
    longest = columns.length;
    best = [first, second];
  }
  return best;
}
