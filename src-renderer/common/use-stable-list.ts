/** A list that stays the same object while its entries do, so that what is computed from it is not computed anew at each drawing. */
import { useState } from 'react';

function sameEntries<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((entry, index) => Object.is(entry, b[index]));
}

export function useStableList<T>(list: readonly T[]): readonly T[] {
  const [stable, setStable] = useState(list);
  if (sameEntries(stable, list)) return stable;
  setStable(list);
  return list;
}
