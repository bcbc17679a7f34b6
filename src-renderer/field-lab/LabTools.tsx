/** The lab's toolbar: what it looks at on the left, actions on the right, the whole window for a large picture. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconArrowsMinimize } from '@tabler/icons-react';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
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
    <PanelTools
      label="Field lab"
      end={
        <>
          {children}
          <Tooltip label={label}>
            <ActionIcon aria-label={label} onClick={() => toggleFullSize('field-lab')}>
              {full ? <IconArrowsMinimize size={16} aria-hidden /> : <IconArrowsMaximize size={16} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      <Choice
        label="Dimensions"
        value={mode}
        onChange={(chosen) => set({ mode: chosen, starts: [], rectangle: null })}
        options={MODES}
      />
      {subtitle !== undefined && <span className="lz-tools-label lz-lab-subtitle truncate">{subtitle}</span>}
    </PanelTools>
  );
}
