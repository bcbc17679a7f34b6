/** What can be done with the selected runs: the context menu of a row. */
import { Menu } from '@mantine/core';
import {
  IconCopy, IconCopyPlus, IconGauge, IconHandStop, IconHelpCircle, IconPin, IconPinnedOff, IconPlayerPlay, IconTable, IconTag, IconTransfer,
  IconTrash,
} from '@tabler/icons-react';
import type { JSX, RefObject } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { TABLE_FORMATS, TEXT_TABLE_FORMAT_NAMES } from '../../src-contract/tables/table-formats.ts';
import type { TextTableFormatName } from '../../src-contract/tables/table-formats.ts';
import { isGoing } from '../api/events.ts';
import { useRuns } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { PointMenu } from '../common/PointMenu.tsx';
import { openDialog } from '../state/open-dialog.ts';
import { useSelection } from '../state/selection.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { askToRemoveRuns, canExplain, canHandOver, cancelRuns, canResume, explainRun } from '../parts/run-actions.ts';
import { copyTable } from '../table/send-table.ts';
import type { RunColumn } from './run-columns.ts';
import { runsAsTable } from './runs-as-table.ts';

interface Props {
  readonly at: { readonly x: number; readonly y: number; readonly of: number };
  readonly columns: readonly RunColumn[];
  readonly order: RefObject<readonly RunSummary[]>;
  readonly onClose: () => void;
}

export function RunMenu({ at, columns, order, onClose }: Props): JSX.Element | null {
  const runs = useRuns();
  const selectedIds = new Set(useSelection((state) => state.selectedRunIds));
  const chosen = runs.filter((run) => selectedIds.has(run.id));
  const one = runs.find((run) => run.id === at.of);
  if (one === undefined) return null;
  const several = chosen.length > 1;
  const alike = chosen.every((run) => run.kind === one.kind);
  const resumable = chosen.filter(canResume);
  const allPinned = chosen.every((run) => run.pinned);
  const copy = (format: TextTableFormatName): void =>
    attempt(async () => {
      const rows = order.current.filter((run) => selectedIds.has(run.id));
      await copyTable(runsAsTable(rows, columns, ''), format);
      showNews(`Copied ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} as ${TABLE_FORMATS[format].label}`);
    });
  const pin = (): void => {
    attempt(() => request({ type: 'run.update', ids: chosen.map((run) => run.id), change: { pinned: !allPinned } }));
  };
  return (
    <PointMenu at={at} label={several ? `Actions for ${chosen.length} runs` : `Actions for run ${one.id}`} onClose={onClose}>
      <Menu.Label>{several ? `${chosen.length} runs` : `Run ${one.id}`}</Menu.Label>
      <Menu.Item
        leftSection={<IconCopyPlus size={14} aria-hidden />}
        disabled={several && !alike}
        title={several && !alike ? 'Select runs of one kind' : undefined}
        onClick={() =>
          openDialog({ kind: 'new-run', tab: one.kind, from: one.id, ...(several ? { again: chosen.map((run) => run.id) } : {}) })}
      >
        {several ? 'Run these again with…' : 'Duplicate with edits…'}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTable size={14} aria-hidden />}
        onClick={() => openDialog({ kind: 'study', id: null, runs: several ? [...selectedIds] : [one.id] })}
      >
        Study with {several ? 'these' : 'its'} settings…
      </Menu.Item>
      <Menu.Item
        leftSection={<IconTransfer size={14} aria-hidden />}
        disabled={several || !canHandOver(one)}
        onClick={() => openDialog({ kind: 'hand-over', from: one.id })}
      >
        Hand over to the exact solver…
      </Menu.Item>
      <Menu.Item
        leftSection={<IconHelpCircle size={14} aria-hidden />}
        disabled={several || !canExplain(one)}
        onClick={() => explainRun(one.id)}
      >
        Explain why there is no solution
      </Menu.Item>
      <Menu.Item
        leftSection={<IconGauge size={14} aria-hidden />}
        disabled={several || one.kind !== 'descent' || isGoing(one)}
        onClick={() => openDialog({ kind: 'new-run', tab: 'quality', from: null, along: one.id })}
      >
        Gradient quality along it…
      </Menu.Item>
      <Menu.Item
        leftSection={<IconHandStop size={14} aria-hidden />}
        disabled={!chosen.some(isGoing)}
        onClick={() => cancelRuns([...selectedIds])}
      >
        Cancel
      </Menu.Item>
      <Menu.Item
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        disabled={resumable.length === 0}
        onClick={() => {
          for (const run of resumable) attempt(() => request({ type: 'run.resume', id: run.id }));
        }}
      >
        Resume
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={allPinned ? <IconPinnedOff size={14} aria-hidden /> : <IconPin size={14} aria-hidden />} onClick={pin}>
        {allPinned ? 'Unpin' : 'Pin on top'}
      </Menu.Item>
      <Menu.Item leftSection={<IconTag size={14} aria-hidden />} onClick={() => openDialog({ kind: 'tags', ids: [...selectedIds] })}>
        Tags…
      </Menu.Item>
      {TEXT_TABLE_FORMAT_NAMES.filter((format) => TABLE_FORMATS[format].copied).map((format) => (
        <Menu.Item key={format} leftSection={<IconCopy size={14} aria-hidden />} onClick={() => copy(format)}>
          Copy {several ? 'rows' : 'row'} as {TABLE_FORMATS[format].label}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item className="lz-danger" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => askToRemoveRuns([...selectedIds])}>
        Remove…
      </Menu.Item>
    </PointMenu>
  );
}
