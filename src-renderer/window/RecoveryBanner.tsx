/** Offers the sessions that survived a crash: recover or discard, each named with what it holds. Discarding asks once more. */
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JSX } from 'react';
import { keys } from '../api/keys.ts';
import { useRecoveryList } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt } from '../common/notify.tsx';

export function RecoveryBanner(): JSX.Element | null {
  const client = useQueryClient();
  const entries = useRecoveryList().data ?? [];
  const [confirming, setConfirming] = useState<string | null>(null);
  const [later, setLater] = useState(false);
  if (entries.length === 0 || later) return null;
  const after = async (done: Promise<unknown>): Promise<void> => {
    await done;
    setConfirming(null);
    await client.invalidateQueries({ queryKey: keys.recovery });
  };
  return (
    <section className="lz-banner" aria-label="Recovery">
      {entries.map((entry) => (
        <div className="row" key={entry.id}>
          <IconHistory size={16} aria-hidden />
          <span className="grow">
            <strong>{entry.name}</strong> was open when Leibniz ended unexpectedly. Its state of {new Date(entry.changedAt).toLocaleString(
              [], { dateStyle: 'medium', timeStyle: 'short' },
            )} is kept: {entry.problems}{' '}
            {entry.problems === 1 ? 'problem' : 'problems'}, {entry.runs} {entry.runs === 1 ? 'run' : 'runs'}.
          </span>
          {confirming === entry.id ? (
            <>
              <span>Discard it for good?</span>
              <Button color="red" onClick={() => attempt(() => after(request({ type: 'app.discard-recovery', id: entry.id })))}>
                Discard
              </Button>
              <Button variant="default" onClick={() => setConfirming(null)}>
                Keep
              </Button>
            </>
          ) : (
            <>
              <Button onClick={() => attempt(() => after(request({ type: 'app.recover', id: entry.id })))}>Recover</Button>
              <Button variant="default" onClick={() => setConfirming(entry.id)}>
                Discard…
              </Button>
              <Button variant="subtle" color="gray" className="lz-tool" onClick={() => setLater(true)}>
                Later
              </Button>
            </>
          )}
        </div>
      ))}
    </section>
  );
}
