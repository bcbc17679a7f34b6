/** Marks the moment the window can be worked with: problems and runs are listed and drawn. Measured by bench/start.bench.ts. */
import { useEffect } from 'react';

const USABLE = 'leibniz:usable';

export function useUsableMark(listed: boolean): void {
  useEffect(() => {
    if (!listed || performance.getEntriesByName(USABLE).length > 0) return;
    // The frame after the one that draws the list: then it is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark(USABLE)));
  }, [listed]);
}
