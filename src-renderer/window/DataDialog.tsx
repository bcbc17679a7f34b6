/** Export of what runs recorded: trajectories in long form, or vectors, of the selection, of a study or of all runs. */
import { Button, Modal, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import type { JSX } from 'react';
import { DATA_EXPORT_NAMES, DATA_EXPORTS, DATA_FORMATS, formatsOf } from '../../src-contract/data-export.ts';
import type { DataExportName, DataFormatName } from '../../src-contract/data-export.ts';
import { useRuns, useSession } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { formatCount } from '../format/index.ts';
import { useSelection } from '../state/selection.ts';
import { useQuery } from '@tanstack/react-query';

const ROWS: Readonly<Record<DataExportName, string>> = { trajectories: 'point', vectors: 'vector' };

export function DataDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const title = useSession().data?.name ?? 'Session';
  const all = useRuns();
  const selected = useSelection((state) => state.selectedRunIds);
  const studies = useQuery({ queryKey: ['studies'], queryFn: () => request({ type: 'study.list' }) }).data ?? [];
  const [what, setWhat] = useState<DataExportName>('trajectories');
  const [which, setWhich] = useState(selected.length > 0 ? 'selected' : 'all');
  const [writing, setWriting] = useState(false);
  const study = /^study (\d+)$/.exec(which)?.[1];
  const runs = which === 'selected'
    ? [...selected]
    : all.filter((run) => study === undefined || run.studies.some(({ id }) => String(id) === study)).map(({ id }) => id);

  const write = (format: DataFormatName): void =>
    attempt(async () => {
      setWriting(true);
      try {
        const { cancelled, name, done } = await request({ type: 'export.data', what, format, runs, title });
        if (cancelled || done === null) return;
        const count = (n: number, word: string): string => `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`;
        const none = done.empty === 0 ? '' : `; ${count(done.empty, 'run')} had none`;
        showNews(`Exported ${name ?? 'the file'}: ${count(done.rows, ROWS[what])} of ${count(done.runs, 'run')}${none}`);
        onClose();
      } finally {
        setWriting(false);
      }
    });
  return (
    <Modal opened onClose={onClose} title="Export trajectories and vectors" size={440}>
      <div className="stack" style={{ gap: 14 }}>
        <div>
          <div className="lz-label" id="data-what">What</div>
          <SegmentedControl
            aria-labelledby="data-what"
            value={what}
            onChange={(value) => setWhat(DATA_EXPORT_NAMES.find((name) => name === value) ?? 'trajectories')}
            data={DATA_EXPORT_NAMES.map((name) => ({ value: name, label: DATA_EXPORTS[name].label }))}
          />
        </div>
        <Select
          label="Runs"
          value={which}
          onChange={(value) => setWhich(value ?? 'all')}
          allowDeselect={false}
          data={[
            { value: 'selected', label: `${formatCount(selected.length)} selected`, disabled: selected.length === 0 },
            { value: 'all', label: `all ${formatCount(all.length)}` },
            ...studies.map(({ id, title: name }) => ({ value: `study ${id}`, label: `study “${name}”` })),
          ]}
        />
        <span className="caption" role="status">
          {runs.length === 0
            ? 'There is no run to export. Select runs in the run table, or make some.'
            : writing ? 'Writing…' : `${DATA_EXPORTS[what].help}. What made them goes with the file.`}
        </span>
        <div className="row" style={{ justifyContent: 'flex-end', gap: 8 }}>
          <Button variant="default" onClick={onClose}>Cancel</Button>
          {formatsOf(what).map((format, k) => (
            <Button
              key={format} variant={k === 0 ? 'filled' : 'default'} disabled={runs.length === 0 || writing} onClick={() => write(format)}
            >
              {capitalized(DATA_FORMATS[format].label)}…
            </Button>
          ))}
        </div>
      </div>
    </Modal>
  );
}

const capitalized = (label: string): string => `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
