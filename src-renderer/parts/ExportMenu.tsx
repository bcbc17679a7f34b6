/**
 * The export menu of a panel: its chart as a picture, its table as a file or on the clipboard. The
 * window's export command opens the menu of the panel shown last, so that the format is always chosen.
 */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconClipboard, IconDownload, IconPhoto, IconTable } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { JSX } from 'react';
import type { Command, ExportTable } from '../../src-contract/ipc.ts';
import { copyTable, exportTable } from '../table/export-table.ts';
import { useCommand } from '../state/command-actions.ts';
import { attempt, showNews } from '../common/notify.tsx';
import type { ChartFormat, ChartPicture } from '../plot/export-chart.ts';
import { useExportCaption } from './export-caption.ts';

export interface ExportMenuProps {
  /** What is exported, for the button's name: "trajectories". */
  readonly what: string;
  readonly picture?: (() => ChartPicture | null) | undefined;
  readonly table?: (() => ExportTable | null) | undefined;
  readonly disabled: boolean;
}

const NO_COMMAND = (): void => undefined;

export function ExportMenu({ what, picture, table, disabled }: ExportMenuProps): JSX.Element {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { captioned, setCaptioned } = useExportCaption();
  const command: Command = 'export-chart';
  useCommand(command, picture === undefined ? NO_COMMAND : () => setOpened(true), picture !== undefined && !disabled, () => button.current?.checkVisibility() ?? false);

  const saveChart = (format: ChartFormat): void =>
    attempt(async () => {
      const made = picture?.() ?? null;
      if (made === null) return;
      // The chart library is only loaded when a picture is taken, or a chart that needs it is shown.
      const { exportChart } = await import('../plot/export-chart.ts');
      const name = await exportChart(made, format, captioned);
      if (name !== null) showNews(`Exported ${name}`);
    });
  const saveTable = (format: 'csv' | 'latex'): void =>
    attempt(async () => {
      const made = table?.() ?? null;
      if (made === null) return;
      const name = await exportTable(made, format);
      if (name !== null) showNews(`Exported ${name}`);
    });
  const copy = (format: 'markdown' | 'latex'): void =>
    attempt(async () => {
      const made = table?.() ?? null;
      if (made === null) return;
      await copyTable(made, format);
      showNews(`Copied ${made.rows.length} ${made.rows.length === 1 ? 'row' : 'rows'} as ${format === 'latex' ? 'LaTeX' : 'Markdown'}`);
    });

  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={210} withinPortal>
      <Menu.Target>
        <Tooltip label={`Export ${what}`} disabled={opened}>
          <ActionIcon ref={button} aria-label={`Export ${what}`} disabled={disabled}>
            <IconDownload size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {picture !== undefined && (
          <>
            <Menu.Label>Chart</Menu.Label>
            <Menu.Item leftSection={<IconPhoto size={14} aria-hidden />} onClick={() => saveChart('svg')}>
              SVG…
            </Menu.Item>
            <Menu.Item leftSection={<IconPhoto size={14} aria-hidden />} onClick={() => saveChart('png')}>
              PNG, twice the size…
            </Menu.Item>
            <Menu.Item
              closeMenuOnClick={false}
              role="menuitemcheckbox"
              aria-checked={captioned}
              leftSection={captioned ? <IconCheck size={14} aria-hidden /> : <span style={{ width: 14 }} />}
              onClick={() => setCaptioned(!captioned)}
            >
              Caption with parameters
            </Menu.Item>
          </>
        )}
        {table !== undefined && (
          <>
            <Menu.Label>Table</Menu.Label>
            <Menu.Item leftSection={<IconTable size={14} aria-hidden />} onClick={() => saveTable('csv')}>
              CSV…
            </Menu.Item>
            <Menu.Item leftSection={<IconTable size={14} aria-hidden />} onClick={() => saveTable('latex')}>
              LaTeX…
            </Menu.Item>
            <Menu.Item leftSection={<IconClipboard size={14} aria-hidden />} onClick={() => copy('markdown')}>
              Copy as Markdown
            </Menu.Item>
            <Menu.Item leftSection={<IconClipboard size={14} aria-hidden />} onClick={() => copy('latex')}>
              Copy as LaTeX
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
