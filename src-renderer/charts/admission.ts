/**
 * How much that has come is taken into a drawing at once. The tiles of ten runs arrive together, and turning
 * all of their points into curves would hold up the frame they arrive in; so each frame takes in as much as
 * it has time for, and the rest follows in the next ones. Pure.
 */

/**
 * The list after one more frame.
 * @param taken what has been taken in, by place
 * @param offered what there is to take; undefined where there is nothing, which is taken at once
 * @param weightOf the work of taking one in
 * @param budget work a frame has time for; an entry of more is taken in alone
 * @returns `taken` itself where nothing changes
 */
export function admit<T extends object>(
  taken: readonly (T | undefined)[], offered: readonly (T | undefined)[], weightOf: (entry: T) => number, budget: number,
): readonly (T | undefined)[] {
  let left = budget;
  let changed = taken.length !== offered.length;
  const next = offered.map((entry, place) => {
    const before = taken[place];
    if (entry === before) return before;
    if (entry !== undefined) {
      const weight = weightOf(entry);
      if (weight > left && left < budget) return before;
      left -= weight;
    }
    changed = true;
    return entry;
  });
  return changed ? next : taken;
}
