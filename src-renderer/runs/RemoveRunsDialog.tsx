/** Asks before runs are removed; runs that are going are stopped first. */
import { Button, Modal } from '@mantine/core';
import type { JSX } from 'react';
import { isGoing } from '../api/events.ts';
import { useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

export function RemoveRunsDialog({ ids, onClose }: { readonly ids: readonly number[]; readonly onClose: () => void }): JSX.Element {
  const chosen = new Set(ids);
  const going = useRuns().filter((run) => chosen.has(run.id) && isGoing(run)).length;
  const remove = (): void => {
    onClose();
    attempt(() => request({ type: 'run.remove', ids: [...ids] }));
  };
  const title = ids.length === 1 ? `Remove run ${ids[0] ?? ''}?` : `Remove ${ids.length} runs?`;
  return (
    <Modal opened onClose={onClose} title={title} size={420}>
      <p style={{ marginTop: 0 }}>
        {going > 0 && `${going === 1 ? 'One of them is' : `${going} of them are`} still going and will be stopped. `}
        Trajectories, solutions and notes go with {ids.length === 1 ? 'it' : 'them'}.
      </p>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          Keep
        </Button>
        <Button color="red" onClick={remove} data-autofocus>
          Remove
        </Button>
      </div>
    </Modal>
  );
}
