/** Asks before a problem goes, naming what goes with it. */
import type { JSX } from 'react';
import { useProblem, useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { RemovalDialog } from '../common/RemovalDialog.tsx';

export function RemoveProblemDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }): JSX.Element | null {
  const problem = useProblem(id);
  const runCount = useRuns().filter((run) => run.problemId === id).length;
  if (problem === null) return null;
  return (
    <RemovalDialog title={`Remove ${problem.name}?`} remove={() => request({ type: 'problem.remove', id })} onClose={onClose}>
      {runCount === 0
        ? 'It has no runs.'
        : `Its ${runCount} ${runCount === 1 ? 'run goes' : 'runs go'} with it, with trajectories and solutions.`}{' '}
      Undo or the bin brings all of it back until the session is closed. The file it came from is not touched.
    </RemovalDialog>
  );
}
