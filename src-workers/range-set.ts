/**
 * Which units of a shared job are done: a set of whole numbers kept as ranges. Units are dealt out in
 * order, so there are as few ranges as there are workers.
 */
export interface RangeSet {
  /** @returns false, changing nothing, where a part of [first, first + count) was in already */
  add(first: number, count: number): boolean;
  /** The first stretch below `end` that is missing; null where none is. */
  firstGap(end: number): { readonly first: number; readonly count: number } | null;
}

export function createRangeSet(): RangeSet {
  /** Disjoint, in order, no two of them touching. */
  const ranges: { first: number; end: number }[] = [];
  return {
    add(first, count) {
      const end = first + count;
      let place = 0;
      for (const range of ranges) {
        if (range.end > first) break;
        place++;
      }
      const before = ranges[place - 1];
      const after = ranges[place];
      if (after !== undefined && after.first < end) return false;
      const joinsBefore = before?.end === first;
      const joinsAfter = after?.first === end;
      ranges.splice(place - (joinsBefore ? 1 : 0), (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0), {
        first: joinsBefore ? before.first : first,
        end: joinsAfter ? after.end : end,
      });
      return true;
    },
    firstGap(end) {
      const [one, two] = ranges;
      const first = one?.first === 0 ? one.end : 0;
      const next = one?.first === 0 ? two : one;
      const gapEnd = Math.min(end, next?.first ?? end);
      return first < gapEnd ? { first, count: gapEnd - first } : null;
    },
  };
}
