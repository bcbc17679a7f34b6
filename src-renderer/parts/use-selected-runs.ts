import { useMemo } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { useRuns } from '../api/queries.ts';
import { useSelectedRunIds } from '../state/selection.ts';

/** The selected runs, in the order of the table's numbers. */
export function useSelectedRuns(): readonly RunSummary[] {
  const runs = useRuns();
  const selected = useSelectedRunIds();
  return useMemo(() => {
    const wanted = new Set(selected);
    return runs.filter((run) => wanted.has(run.id));
  }, [runs, selected]);
}
