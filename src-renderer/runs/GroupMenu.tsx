/** By what the rows of the run table are grouped, and what the heads say. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconStack2 } from '@tabler/icons-react';
import type { JSX } from 'react';
import { GROUPING_NAMES, GROUPINGS, HEAD_FIGURES, HEADS } from './run-grouping.ts';
import type { GroupingName, HeadFigure } from './run-grouping.ts';

interface Props {
  readonly by: GroupingName | null;
  readonly figure: HeadFigure;
  readonly onGroup: (by: GroupingName | null) => void;
  readonly onFigure: (figure: HeadFigure) => void;
  readonly onFoldAll: (fold: boolean) => void;
}

export function GroupMenu({ by, figure, onGroup, onFigure, onFoldAll }: Props): JSX.Element {
  return (
    <Menu position="bottom-start" width={220} withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className="lz-tool"
          leftSection={<IconStack2 size={14} aria-hidden />}
          rightSection={<IconChevronDown size={12} aria-hidden />}
        >
          {by === null ? 'Group' : `By ${GROUPINGS[by].label.toLowerCase()}`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioItem value="none" checked={by === null} onChange={() => onGroup(null)}>
          No groups
        </Menu.RadioItem>
        {GROUPING_NAMES.map((name) => (
          <Menu.RadioItem key={name} value={name} checked={by === name} title={GROUPINGS[name].help} onChange={() => onGroup(name)}>
            {GROUPINGS[name].label}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Label>Heads say</Menu.Label>
        {HEAD_FIGURES.map((each) => (
          <Menu.RadioItem
            key={each}
            value={each}
            checked={figure === each}
            disabled={by === null}
            closeMenuOnClick={false}
            onChange={() => onFigure(each)}
          >
            {HEADS[each]}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={by === null} onClick={() => onFoldAll(true)}>Fold all</Menu.Item>
        <Menu.Item disabled={by === null} onClick={() => onFoldAll(false)}>Unfold all</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
