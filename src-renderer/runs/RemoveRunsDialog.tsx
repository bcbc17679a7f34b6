/** Asks before runs are removed; runs that are going are stopped first. */
import type { JSX } from 'react';
import { isGoing } from '../api/events.ts';
import { useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { RemovalDialog } from '../common/RemovalDialog.tsx';

export function RemoveRunsDialog({ ids, onClose }: { readonly ids: readonly number[]; readonly onClose: () => void }): JSX.Element {
  const chosen = new Set(ids);
  const going = useRuns().filter((run) => chosen.has(run.id) && isGoing(run)).length;
  const title = ids.length === 1 ? `Remove run ${ids[0] ?? ''}?` : `Remove ${ids.length} runs?`;
  return (
    <RemovalDialog title={title} remove={() => request({ type: 'run.remove', ids: [...ids] })} onClose={onClose}>
      {going > 0 && `${going === 1 ? 'One of them is' : `${going} of them are`} still going and will be stopped. `}
      Trajectories, solutions and notes go with {ids.length === 1 ? 'it' : 'them'}. Undo or the bin brings all of it back until the
      session is closed.
    </RemovalDialog>
  );
}
