/** Theme, pool size, own presets, saving by itself and where tables say what made their numbers. Changes hold at once. */
import { ActionIcon, Modal, SegmentedControl } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { TableManifestPlace, Theme } from '../../src-contract/settings.ts';
import { TABLE_FORMAT_NAMES, TABLE_FORMATS } from '../../src-contract/tables/table-formats.ts';
import { usePool, useSettings } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { NumberField } from '../form/NumberField.tsx';
import { parseNumber } from '../form/parse-number.ts';
import { attempt } from '../common/notify.tsx';

const MOST_WORKERS = 256;
const AUTOSAVE_MINUTES = [0, 1, 5, 15];

/** What is wrong with a pool size, or null. */
function poolSizeComplaint(text: string): string | null {
  const size = parseNumber(text);
  return size !== null && Number.isInteger(size) && size >= 0 && size <= MOST_WORKERS ? null : `A whole number from 0 to ${MOST_WORKERS}`;
}

export function SettingsDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const settings = useSettings().data;
  const pool = usePool().data;
  const [size, setSize] = useState(String(settings?.poolSize ?? 0));
  const ownPresets = settings?.ownPresets ?? [];
  const complaint = poolSizeComplaint(size);
  const changeSize = (text: string): void => {
    setSize(text);
    const poolSize = parseNumber(text);
    if (poolSize !== null && poolSizeComplaint(text) === null) {
      attempt(() => request({ type: 'app.change-settings', change: { poolSize } }));
    }
  };
  return (
    <Modal opened onClose={onClose} title="Settings" size={420}>
      <div className="stack" style={{ gap: 16 }}>
        <div>
          <div className="lz-label" id="theme-label">
            Theme
          </div>
          <SegmentedControl
            aria-labelledby="theme-label"
            data={[
              { value: 'system', label: 'As the system' },
              { value: 'dark', label: 'Dark' },
              { value: 'light', label: 'Light' },
            ]}
            value={settings?.theme ?? 'system'}
            onChange={(value) => attempt(() => request({ type: 'app.change-settings', change: { theme: Theme.parse(value) } }))}
          />
        </div>
        <NumberField
          label="Workers in the pool"
          help="How many runs go at the same time. 0 takes one worker for each processor core and leaves one core to the window where there are more than two. Results do not depend on it."
          value={size}
          onChange={changeSize}
          complaint={complaint}
          width={140}
        />
        {pool !== undefined && <span className="caption">The pool has {pool.size} {pool.size === 1 ? 'worker' : 'workers'} now.</span>}
        <div>
          <div className="lz-label" id="autosave-label">
            Save by itself
          </div>
          <SegmentedControl
            aria-labelledby="autosave-label"
            data={AUTOSAVE_MINUTES.map((minutes) => ({ value: String(minutes), label: minutes === 0 ? 'Never' : `${minutes} min` }))}
            value={String(settings?.autosaveMinutes ?? 0)}
            onChange={(value) => attempt(() => request({ type: 'app.change-settings', change: { autosaveMinutes: Number(value) } }))}
          />
          <div className="caption">Sessions that have a file. A working copy survives a crash in any case.</div>
        </div>
        <div>
          <div className="lz-label" id="table-manifest-label">
            {TABLE_FORMAT_NAMES.filter((name) => TABLE_FORMATS[name].about === 'beside').map((name) => TABLE_FORMATS[name].label)
              .join(' and ')} exports say what made their numbers
          </div>
          <SegmentedControl
            aria-labelledby="table-manifest-label"
            data={[
              { value: 'beside', label: 'In a .json beside' },
              { value: 'comments', label: 'In comment lines' },
              { value: 'none', label: 'Nowhere' },
            ]}
            value={settings?.tableManifest ?? 'beside'}
            onChange={(value) =>
              attempt(() => request({ type: 'app.change-settings', change: { tableManifest: TableManifestPlace.parse(value) } }))}
          />
          <div className="caption">Comment lines come before the header; pandas and R have to be told to skip them.</div>
        </div>
        <div>
          <div className="lz-label" id="latex-numbers-label">Numbers in LaTeX tables</div>
          <SegmentedControl
            aria-labelledby="latex-numbers-label"
            data={[{ value: 'aligned', label: 'With booktabs alone' }, { value: 'siunitx', label: 'In columns of siunitx' }]}
            value={settings?.latexNumbers ?? 'aligned'}
            onChange={(value) => attempt(() => request({
              type: 'app.change-settings', change: { latexNumbers: value === 'siunitx' ? 'siunitx' : 'aligned' },
            }))}
          />
        </div>
        {ownPresets.length > 0 && (
          <div role="group" aria-label="Your presets">
            <div className="lz-label">Your presets</div>
            {ownPresets.map(({ name, spec }) => (
              <div key={name} className="row" style={{ gap: 8 }}>
                <span className="grow truncate">{name}</span>
                <span className="caption">{spec.kind}</span>
                <ActionIcon
                  aria-label={`Remove the preset ${name}`} title="Remove"
                  onClick={() => attempt(() => request({
                    type: 'app.change-settings', change: { ownPresets: ownPresets.filter((each) => each.name !== name) },
                  }))}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              </div>
            ))}
          </div>
        )}
      </div>
    </Modal>
  );
}
