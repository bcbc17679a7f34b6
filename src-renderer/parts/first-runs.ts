/**
 * How many of the selected runs a panel reads. Selecting a whole session of ten thousand runs must not
 * ask for ten thousand answers; what is left out is said, not dropped in silence.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { formatCount } from '../format/index.ts';

export interface FirstRuns {
  readonly runs: readonly RunSummary[];
  /** A sentence where some were left out. */
  readonly note: string | null;
}

/** @param verb how the panel puts it: "Drawn", "Listed" */
export function firstRuns(selected: readonly RunSummary[], most: number, verb: string): FirstRuns {
  if (selected.length <= most) return { runs: selected, note: null };
  return {
    runs: selected.slice(0, most), note: `${verb} are the first ${formatCount(most)} of ${formatCount(selected.length)} selected runs.`,
  };
}
