/** Saved views of the run table: columns, filter, order and groups under a name. */
import { Button, Menu, TextInput } from '@mantine/core';
import { IconBookmark, IconChevronDown, IconDeviceFloppy, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { RunView } from '../../src-contract/settings.ts';

interface Props {
  readonly views: readonly RunView[];
  /** The selected runs as columns, in place of the table. */
  readonly transposed: boolean;
  readonly onTranspose: (transposed: boolean) => void;
  readonly onApply: (view: RunView) => void;
  /** One of the same name is replaced. */
  readonly onSave: (name: string) => void;
  readonly onRemove: (name: string) => void;
}

export function ViewMenu({ views, transposed, onTranspose, onApply, onSave, onRemove }: Props): JSX.Element {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const save = (): void => {
    if (name.trim() === '') return;
    onSave(name.trim());
    setName('');
    setOpened(false);
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={240} withinPortal trapFocus>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className="lz-tool"
          leftSection={<IconBookmark size={14} aria-hidden />}
          rightSection={<IconChevronDown size={12} aria-hidden />}
        >
          {transposed ? 'Side by side' : 'View'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem
          checked={transposed}
          title="The selected runs as columns: every fact and setting a row, what differs first"
          closeMenuOnClick
          onChange={() => onTranspose(!transposed)}
        >
          Selected runs side by side
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Label>{views.length === 0 ? 'No view is saved yet' : 'Saved views'}</Menu.Label>
        {views.map((view) => (
          <div key={view.name} className="lz-view-entry">
            <Menu.Item title={summaryOf(view)} onClick={() => onApply(view)}>{view.name}</Menu.Item>
            <button type="button" className="lz-bar-button" aria-label={`Remove the view ${view.name}`} onClick={() => onRemove(view.name)}>
              <IconX size={12} aria-hidden />
            </button>
          </div>
        ))}
        <Menu.Divider />
        <div className="lz-view-save">
          <TextInput
            aria-label="Name of the view"
            placeholder="Save this view as…"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              // The menu would take letters for its entries.
              if (event.key !== 'Escape' && event.key !== 'Tab') event.stopPropagation();
              if (event.key === 'Enter') save();
            }}
          />
          <button type="button" className="lz-bar-button" aria-label="Save the view" disabled={name.trim() === ''} onClick={save}>
            <IconDeviceFloppy size={14} aria-hidden />
          </button>
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}

function summaryOf({ filter, grouping, sorting, columns }: RunView): string {
  return [
    filter === '' ? 'all runs' : filter,
    ...(grouping === null ? [] : [`by ${grouping}`]),
    ...(sorting.length === 0 ? [] : [`sorted by ${sorting.map(({ id }) => id).join(', ')}`]),
    columns === null ? 'usual columns' : `${columns.length} columns`,
  ].join(' · ');
}
