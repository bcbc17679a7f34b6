/** Asks before a problem goes, naming what goes with it. */
import { Button, Modal } from '@mantine/core';
import type { JSX } from 'react';
import { useProblem, useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

export function RemoveProblemDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }): JSX.Element | null {
  const problem = useProblem(id);
  const runCount = useRuns().filter((run) => run.problemId === id).length;
  if (problem === null) return null;
  const remove = (): void => {
    onClose();
    attempt(() => request({ type: 'problem.remove', id }));
  };
  return (
    <Modal opened onClose={onClose} title={`Remove ${problem.name}?`} size={420}>
      <p style={{ marginTop: 0 }}>
        {runCount === 0 ? 'It has no runs.' : `Its ${runCount} ${runCount === 1 ? 'run goes' : 'runs go'} with it, with trajectories and solutions.`} The file it came from is not touched, and the saved session keeps it until you save.
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
