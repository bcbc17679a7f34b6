/** Tags of the selected runs. */
import { Button, Modal } from '@mantine/core';
import type { JSX } from 'react';
import { useRuns } from '../api/queries.ts';
import { TagEditor } from '../parts/TagEditor.tsx';

export function TagsDialog({ ids, onClose }: { readonly ids: readonly number[]; readonly onClose: () => void }): JSX.Element {
  const chosen = new Set(ids);
  const runs = useRuns().filter((run) => chosen.has(run.id));
  return (
    <Modal opened onClose={onClose} title={runs.length === 1 ? `Tags of run ${runs[0]?.id ?? ''}` : `Tags of ${runs.length} runs`} size={420}>
      <TagEditor runs={runs} />
      <div className="row" style={{ justifyContent: 'flex-end', marginTop: 12 }}>
        <Button onClick={onClose}>Done</Button>
      </div>
    </Modal>
  );
}
