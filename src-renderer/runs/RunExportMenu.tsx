/** Exports the rows as shown, in the order and columns shown, at full precision. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX, RefObject } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { exportTable } from '../table/export-table.ts';
import { useCommand } from '../state/command-actions.ts';
import { attempt, showNews } from '../common/notify.tsx';
import type { RunColumn } from './run-columns.ts';
import { rowsAsText, runsAsTable } from './run-table-text.ts';

interface Props {
  readonly runs: RefObject<readonly RunSummary[]>;
  readonly columns: readonly RunColumn[];
  readonly caption: () => string;
}

export function ExportMenu({ runs, columns, caption }: Props): JSX.Element {
  const [opened, setOpened] = useState(false);
  useCommand('export-run-table', () => setOpened(true));
  const save = (format: 'csv' | 'latex'): void =>
    attempt(async () => {
      const name = await exportTable(runsAsTable(runs.current, columns, caption()), format, 'runs');
      if (name !== null) showNews(`Wrote ${name}`);
    });
  const copy = (): void =>
    attempt(async () => {
      await request({ type: 'clipboard.copy', text: rowsAsText(runs.current, columns) });
      showNews(`Copied ${runs.current.length} rows`);
    });
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start">
      <Menu.Target>
        <Button variant="subtle" color="gray" className="lz-tool" leftSection={<IconDownload size={14} aria-hidden />} rightSection={<IconChevronDown size={12} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('csv')}>Table as CSV…</Menu.Item>
        <Menu.Item onClick={() => save('latex')}>Table as LaTeX…</Menu.Item>
        <Menu.Item onClick={copy}>Copy table</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
