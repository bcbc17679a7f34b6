/** The times at which solves are read off, kept while the window is open: the table's, and the next hand-over's. */
import { create } from 'zustand';

interface HandOverSettings {
  /** Seconds, ascending. */
  readonly limits: readonly number[];
  readonly setLimits: (limits: readonly number[]) => void;
}

/** As DiffILO's tables have them. */
export const useHandOverSettings = create<HandOverSettings>()((set) => ({ limits: [10, 100, 1000], setLimits: (limits) => set({ limits }) }));
