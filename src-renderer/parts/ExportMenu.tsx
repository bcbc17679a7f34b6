/**
 * The export menu of a panel: its chart as a picture, its table as a file or on the clipboard, each in every format
 * there is. The window's export commands open the menu of the panel shown last, so that the format is always chosen.
 */
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconChevronDown, IconClipboard, IconDownload, IconPhoto, IconRulerMeasure, IconTable } from '@tabler/icons-react';
import { Suspense, useRef, useState } from 'react';
import type { JSX } from 'react';
import { PICTURE_FORMAT_NAMES, PICTURE_FORMATS } from '../../src-contract/picture-formats.ts';
import type { PictureFormatName } from '../../src-contract/picture-formats.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { TABLE_FORMAT_NAMES, TABLE_FORMATS, TEXT_TABLE_FORMAT_NAMES } from '../../src-contract/tables/table-formats.ts';
import type { TableFormatName, TextTableFormatName } from '../../src-contract/tables/table-formats.ts';
import { attempt, showNews } from '../common/notify.tsx';
import { useCommand } from '../state/command-actions.ts';
import type { Picture } from '../plot/picture-writers.ts';
import { copyTable, exportTable } from '../table/send-table.ts';
import { later } from '../later.ts';
import { useExportCaption } from './export-caption.ts';

const PictureDialog = later(async () => (await import('./PictureDialog.tsx')).PictureDialog);

export interface ExportMenuProps {
  /** What is exported, for the button's name: "trajectories". */
  readonly what: string;
  readonly picture?: (() => Picture | null) | undefined;
  readonly table?: (() => ExportTable | null) | undefined;
  readonly disabled?: boolean;
  /** Of the run table: a button with a word, opened by the command that exports tables. */
  readonly isRunTable?: boolean;
}

const NO_COMMAND = (): void => undefined;

const capitalized = (label: string): string => `${label.charAt(0).toUpperCase()}${label.slice(1)}`;

export function ExportMenu({ what, picture, table, disabled = false, isRunTable = false }: ExportMenuProps): JSX.Element {
  const [opened, setOpened] = useState(false);
  const [asked, setAsked] = useState<Picture | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { captioned, setCaptioned } = useExportCaption();
  const commanded = isRunTable || picture !== undefined;
  useCommand(
    isRunTable ? 'export-run-table' : 'export-chart', commanded ? () => setOpened(true) : NO_COMMAND, commanded && !disabled,
    () => button.current?.checkVisibility() ?? false,
  );

  const saveChart = (format: PictureFormatName): void =>
    attempt(async () => {
      const made = picture?.() ?? null;
      if (made === null) return;
      // The chart library is only loaded when a picture is taken, or a chart that needs it is shown.
      const { exportChart } = await import('../plot/picture-writers.ts');
      const name = await exportChart(made, format, captioned);
      if (name !== null) showNews(`Exported ${name}`);
    });
  const saveTable = (format: TableFormatName): void =>
    attempt(async () => {
      const made = table?.() ?? null;
      if (made === null) return;
      const name = await exportTable(made, format);
      if (name !== null) showNews(`Exported ${name}`);
    });
  const copy = (format: TextTableFormatName): void =>
    attempt(async () => {
      const made = table?.() ?? null;
      if (made === null) return;
      await copyTable(made, format);
      showNews(`Copied ${made.rows.length} ${made.rows.length === 1 ? 'row' : 'rows'} as ${TABLE_FORMATS[format].label}`);
    });

  return (
    <>
    {asked !== null && <Suspense><PictureDialog picture={asked} onClose={() => setAsked(null)} /></Suspense>}
    <Menu opened={opened} onChange={setOpened} position={isRunTable ? 'bottom-start' : 'bottom-end'} width={230} withinPortal>
      <Menu.Target>
        {isRunTable ? (
          <Button
            ref={button}
            variant="subtle"
            color="gray"
            className="lz-tool"
            leftSection={<IconDownload size={14} aria-hidden />}
            rightSection={<IconChevronDown size={12} aria-hidden />}
          >
            Export
          </Button>
        ) : (
          <Tooltip label={`Export ${what}`} disabled={opened}>
            <ActionIcon ref={button} aria-label={`Export ${what}`} disabled={disabled}>
              <IconDownload size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {picture !== undefined && (
          <>
            <Menu.Label>Chart</Menu.Label>
            {PICTURE_FORMAT_NAMES.map((format) => {
              const { label, note } = PICTURE_FORMATS[format];
              return (
                <Menu.Item key={format} leftSection={<IconPhoto size={14} aria-hidden />} onClick={() => saveChart(format)}>
                  {note === '' ? label : `${label}, ${note}`}…
                </Menu.Item>
              );
            })}
            <Menu.Item leftSection={<IconRulerMeasure size={14} aria-hidden />} onClick={() => setAsked(picture())}>
              Size, font and title…
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
            {TABLE_FORMAT_NAMES.map((format) => (
              <Menu.Item key={format} leftSection={<IconTable size={14} aria-hidden />} onClick={() => saveTable(format)}>
                {capitalized(TABLE_FORMATS[format].label)}…
              </Menu.Item>
            ))}
            {TEXT_TABLE_FORMAT_NAMES.filter((format) => TABLE_FORMATS[format].copied).map((format) => (
              <Menu.Item key={format} leftSection={<IconClipboard size={14} aria-hidden />} onClick={() => copy(format)}>
                Copy as {TABLE_FORMATS[format].label}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
    </>
  );
}
