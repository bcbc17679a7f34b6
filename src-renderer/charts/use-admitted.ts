/** A list whose new entries are taken in over several frames, as `admission.ts` says. */
import { useEffect, useState } from 'react';
import { admit } from './admission.ts';

/**
 * @param offered a list that stays the same object while its entries do
 * @param weightOf the work of taking one in; the same function at each drawing
 */
export function useAdmitted<T extends object>(
  offered: readonly (T | undefined)[], weightOf: (entry: T) => number, budget: number,
): readonly (T | undefined)[] {
  const [taken, setTaken] = useState<readonly (T | undefined)[]>([]);
  useEffect(() => {
    if (admit(taken, offered, weightOf, budget) === taken) return undefined;
    const frame = requestAnimationFrame(() => setTaken((before) => admit(before, offered, weightOf, budget)));
    return () => cancelAnimationFrame(frame);
  }, [taken, offered, weightOf, budget]);
  return taken;
}
