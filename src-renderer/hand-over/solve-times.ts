/** The times at which solves are read off, kept while the window is open: the table's, and the next hand-over's. */
import { create } from 'zustand';

interface HandOverSettings {
  /** Seconds, ascending. */
  readonly limits: readonly number[];
  readonly setLimits: (limits: readonly number[]) => void;
}

/** Also the times at which a public retraining of DiffILO reads its logs off (mirpri/L2O-DiffILO, analyze.py). */
export const useHandOverSettings =
  create<HandOverSettings>()((set) => ({ limits: [10, 100, 1000], setLimits: (limits) => set({ limits }) }));
