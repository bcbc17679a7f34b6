/** What can be done with runs from more than one panel, and when. */
import type { RunSummary } from '../../src-contract/session.ts';
import { isGoing } from '../api/events.ts';
import { queryClient } from '../api/query-client.ts';
import { runsQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';
import { openDialog } from '../state/open-dialog.ts';
import { JOB_KINDS, mayHaveSolutions } from '../../src-contract/job-kinds.ts';

/** True for a run that stopped before its end and may go on. */
export function canResume(run: RunSummary): boolean {
  return JOB_KINDS[run.kind].resumes && (run.status === 'interrupted' || run.status === 'cancelled');
}

/** True for a run whose solutions are there to be handed over. */
export function canHandOver(run: RunSummary): boolean {
  return mayHaveSolutions(run) && run.objective !== null && !isGoing(run);
}

/** Asks before runs are removed. */
export function askToRemoveRuns(ids: readonly number[]): void {
  if (ids.length > 0) openDialog({ kind: 'remove-runs', ids });
}

/** Asks those of the runs that are going to stop. */
export function cancelRuns(ids: readonly number[]): void {
  const chosen = new Set(ids);
  const going =
    (queryClient.getQueryData(runsQuery.queryKey) ?? []).filter((run) => chosen.has(run.id) && isGoing(run)).map((run) => run.id);
  if (going.length > 0) attempt(() => request({ type: 'run.cancel', ids: going }));
}
