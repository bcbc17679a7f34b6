/**
 * The moment the window can be worked with: problems and runs are known, and the run table has drawn them.
 * Marked for bench/start.bench.ts; what a start can do without comes after it.
 */
import { useEffect, useState } from 'react';
import { isUsable, markUsable } from '../start-marks.ts';
import { isPanelOpen } from '../state/dock.ts';

/**
 * @param runs how many runs the session has; null while that is not known
 * @returns true from that moment on
 */
export function useUsableMark(runs: number | null): boolean {
  const [usable, setUsable] = useState(isUsable);
  useEffect(() => {
    if (runs === null || usable) return undefined;
    // Rows of a closed panel are never drawn, and an empty table has none.
    const drawn = (): boolean => runs === 0 || !isPanelOpen('runs') || document.querySelector('[data-run]') !== null;
    let frame = requestAnimationFrame(function look() {
      // The frame after the one that draws the list: then it is on the screen.
      frame = requestAnimationFrame(
        drawn()
          ? () => {
              markUsable();
              setUsable(true);
            }
          : look,
      );
    });
    return () => cancelAnimationFrame(frame);
  }, [runs, usable]);
  return usable;
}
