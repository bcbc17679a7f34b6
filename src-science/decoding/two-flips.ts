/**
 * Moves of two flips for the local search (`local-search.ts`), where no single flip relieves a violated row without
 * breaking rows of more weight: a first flip that relieves it, and a second that relieves a row the first has broken. On an
 * equality this is a swap, over two rows a chain of two. The first ones are drawn at random, tried and taken back, so
 * that their work is counted as that of any flip.
 */
import type { NormalForm } from '../program/normal-form.ts';
import type { SearchLoops } from './search-loops.ts';

/** First flips that are tried, and of the rows that are violated then, those violated last that a second is looked for. */
const FIRSTS = 5;
const ROWS = 4;

/**
 * Makes the two flips that relieve row i and lower the weighted violation most, if any do and the objective stays below the target.
 * @returns whether it did; else everything is as before but for the count of flips
 */
export type FlipTwo = (i: number, target: number) => boolean;

/** @param below a whole number from 0 to n − 1, drawn */
export function createTwoFlips(form: NormalForm, loops: SearchLoops, below: (n: number) => number): FlipTwo {
  let longest = 0;
  for (let i = 0; i < form.rowCount; i++) longest = Math.max(longest, form.start[i + 1]! - form.start[i]!);
  const relieving = new Int32Array(longest);

  /** Lists the free variables whose flip relieves row i. @returns how many */
  function listRelieving(i: number): number {
    let count = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
      const j = form.column[k]!;
      if (form.fixed[j]! < 0 && form.value[k]! > 0 === (loops.x[j] === 1)) relieving[count++] = j;
    }
    loops.addWork(form.start[i + 1]! - form.start[i]!);
    return count;
  }

  return (i, target) => {
    const count = listRelieving(i);
    let best = 0;
    let first = -1;
    let second = -1;
    for (let n = 0; n < Math.min(FIRSTS, count); n++) {
      const at = n + below(count - n);
      const j = relieving[at]!;
      relieving[at] = relieving[n]!;
      const gain = loops.score[j]!;
      loops.flip(j);
      const violated = loops.violatedCount();
      for (let v = Math.max(0, violated - ROWS); v < violated; v++) {
        // Never j: a flip just made is not taken back.
        const other = loops.bestRelief(loops.violated[v]!);
        if (other < 0 || gain + loops.score[other]! <= best) continue;
        const cost = loops.x[other] === 1 ? -form.objective[other]! : form.objective[other]!;
        if (loops.objective() + cost >= target) continue;
        best = gain + loops.score[other]!;
        first = j;
        second = other;
      }
      loops.flip(j);
    }
    if (first < 0) return false;
    loops.flip(first);
    loops.flip(second);
    return true;
  };
}
