/** What can be done with runs from more than one panel, and when. */
import type { RunSummary } from '../../src-contract/session.ts';
import { isGoing } from '../api/events.ts';
import { queryClient } from '../api/query-client.ts';
import { runsQuery } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';
import { openDialog } from '../state/open-dialog.ts';
import { useSelection } from '../state/selection.ts';
import { JOB_KINDS, mayHaveSolutions } from '../../src-contract/job-kinds.ts';

/** True for a run that stopped before its end and may go on. */
export function canResume(run: RunSummary): boolean {
  return JOB_KINDS[run.kind].resumes && (run.status === 'interrupted' || run.status === 'cancelled');
}

/** True for a run whose solutions are there to be handed over. */
export function canHandOver(run: RunSummary): boolean {
  return mayHaveSolutions(run) && run.objective !== null && !isGoing(run);
}

/** True for a run that proved that its program has no solution. */
export function canExplain(run: RunSummary): boolean {
  return run.exactStatus === 'infeasible' && !isGoing(run);
}

/** Makes the run again, to end with the reason why there is no solution, and selects it. */
export function explainRun(id: number): void {
  attempt(async () => {
    const { spec, summary } = await request({ type: 'run.detail', id });
    if (spec.kind !== 'exact') return;
    const runs = await request({
      type: 'run.start', problemId: summary.problemId, spec: { ...spec, exact: { ...spec.exact, explain: true } }, seeds: 1,
    });
    useSelection.getState().selectRuns(runs.map((run) => run.id));
  });
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
