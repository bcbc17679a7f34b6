/** The lab's toolbar: what it looks at on the left, actions on the right, the whole window for a large picture. */
import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react';
import type { JSX, ReactNode } from 'react';
import { toggleFullSize, useFullSize } from '../state/dock.ts';
import { useLab } from './lab-state.ts';
import type { LabMode } from './lab-state.ts';

const MODES: readonly { readonly value: LabMode; readonly label: string }[] = [
  { value: 'one', label: '1-D' },
  { value: 'plane', label: '2-D' },
  { value: 'problem', label: 'n-D' },
];

interface Props {
  readonly subtitle?: string;
  readonly children?: ReactNode;
}

export function LabTools({ subtitle, children }: Props): JSX.Element {
  const mode = useLab((state) => state.mode);
  const set = useLab((state) => state.set);
  const full = useFullSize('field-lab');
  const label = full ? 'Give the other panels their places back' : 'Fill the window';
  return (
    <div className="lz-tools" role="toolbar" aria-label="Field lab">
      <SegmentedControl
        aria-label="Dimensions"
        value={mode}
        onChange={(value) => set({ mode: value, starts: [], rectangle: null })}
        data={[...MODES]}
      />
      {subtitle !== undefined && <span className="lz-tools-label lz-lab-subtitle truncate">{subtitle}</span>}
      <div className="lz-tools-end">
        {children}
        <Tooltip label={label}>
          <ActionIcon aria-label={label} onClick={() => toggleFullSize('field-lab')}>
            {full ? <IconArrowsMinimize size={16} aria-hidden /> : <IconArrowsMaximize size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
