/** What was removed since the session was opened, step by step, and the way back. */
import { Button, Modal } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JSX } from 'react';
import type { BinEntry } from '../../src-contract/session.ts';
import { useSession } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { attempt, showNews } from '../common/notify.tsx';
import { formatCount, formatObjective } from '../format/index.ts';
import { useSelection } from '../state/selection.ts';

/** Runs of one step that are listed one by one before the rest is asked for. */
const FIRST = 20;

export function BinDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const removed = useSession().data?.removed ?? 0;
  // Asked anew whenever something goes in or out.
  const bin = useQuery({ queryKey: ['bin', removed], queryFn: () => request({ type: 'session.bin' }), gcTime: 0 });
  return (
    <Modal opened onClose={onClose} title="Bin" size={620}>
      {bin.isError && <ErrorNote error={errorValueOf(bin.error)} />}
      {bin.data?.length === 0 && <Empty text="Nothing was removed since this session was opened." quiet />}
      {bin.data !== undefined && bin.data.length > 0 && (
        <div className="stack lz-bin">
          <p className="caption">
            Kept whole until the session is closed, also through a crash. A saved file holds none of it.
          </p>
          {bin.data.map((entry) => <Step key={entry.removedAt} entry={entry} />)}
        </div>
      )}
    </Modal>
  );
}

function Step({ entry }: { readonly entry: BinEntry }): JSX.Element {
  const [all, setAll] = useState(false);
  const shown = all ? entry.runs : entry.runs.slice(0, FIRST);
  const runIds = entry.runs.map(({ id }) => id);
  return (
    <section aria-label={wordsOf(entry)}>
      <header className="row">
        <h3 className="truncate">{wordsOf(entry)}</h3>
        <span className="caption tabular">{new Date(entry.removedAt).toLocaleTimeString([], { timeStyle: 'short' })}</span>
        <span className="grow" />
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          onClick={() => restore(runIds, entry.problems.map(({ id }) => id))}
        >
          Restore{entry.runs.length + entry.problems.length > 1 ? ' all' : ''}
        </Button>
      </header>
      <ul>
        {entry.problems.map(({ id, name, variables, rows }) => (
          <li key={`problem ${id}`} className="row">
            <span className="mono truncate">{name}</span>
            <span className="caption grow">{formatCount(variables)} variables, {formatCount(rows)} rows</span>
            {entry.runs.length > 0 && (
              <button type="button" className="lz-link" title="The problem without its runs" onClick={() => restore([], [id])}>
                Restore
              </button>
            )}
          </li>
        ))}
        {(entry.problems.length > 0 || entry.runs.length > 1) && shown.map((run) => (
          <li key={run.id} className="row">
            <span className="tabular">#{run.id}</span>
            <span className="truncate">{run.method}</span>
            <span className="caption truncate grow">{details(run)}</span>
            <button type="button" className="lz-link" aria-label={`Restore run ${run.id}`} onClick={() => restore([run.id], [])}>
              Restore
            </button>
          </li>
        ))}
      </ul>
      {shown.length < entry.runs.length && (
        <button type="button" className="lz-link" onClick={() => setAll(true)}>
          {formatCount(entry.runs.length - shown.length)} more
        </button>
      )}
    </section>
  );
}

function wordsOf({ problems, runs }: BinEntry): string {
  const [run] = runs;
  const ofRuns = runs.length === 1 ? '1 run' : `${formatCount(runs.length)} runs`;
  if (problems.length > 0) return `${problems.map(({ name }) => name).join(', ')}${runs.length === 0 ? '' : ` with ${ofRuns}`}`;
  return run !== undefined && runs.length === 1 ? `Run ${run.id}: ${run.method} on ${run.problemName}` : ofRuns;
}

function details({ problemName, seed, status, objective }: BinEntry['runs'][number]): string {
  return [
    problemName, ...(seed === null ? [] : [`seed ${seed}`]), status,
    ...(objective === null ? [] : [`objective ${formatObjective(objective, { digits: 6 })}`]),
  ].join(' · ');
}

function restore(runs: readonly number[], problems: readonly number[]): void {
  attempt(async () => {
    const done = await request({ type: 'session.restore', runs: [...runs], problems: [...problems] });
    if (done.runs.length > 0) useSelection.getState().selectRuns(done.runs);
    showNews(`Restored ${done.words.replace(/^restore /, '')}`);
  });
}
