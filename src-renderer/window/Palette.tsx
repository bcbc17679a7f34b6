/** The command palette: every command with its shortcut, and every panel. What cannot be done now is not offered. */
import { Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { Kbd } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { JSX } from 'react';
import { COMMAND_TABLE, MENUS, commandLabel } from '../../src-contract/commands.ts';
import type { NextEdits } from '../../src-contract/commands.ts';
import type { Command } from '../../src-contract/ipc.ts';
import { keys } from '../api/keys.ts';
import { useAppInfo, useSession } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { runCommand, useAvailableCommands } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';
import { showPanel } from '../state/dock.ts';
import { shortcutText } from './keyboard.ts';
import { attempt } from '../common/notify.tsx';
import { PANELS } from '../state/panel-list.ts';

/** What can be done now: a palette does not offer itself, nor undo where there is nothing to undo. */
function isOffered(command: Command, available: ReadonlySet<Command>, edits: NextEdits | null): boolean {
  if (command === 'command-palette' || !available.has(command)) return false;
  return (command !== 'undo' && command !== 'redo') || (edits?.[command] ?? null) !== null;
}

export function Palette(): JSX.Element {
  const available = useAvailableCommands();
  const client = useQueryClient();
  const info = useAppInfo().data;
  const edits = useSession().data ?? null;
  const groups: SpotlightActionGroupData[] = MENUS.map((menu) => ({
    group: menu,
    actions: COMMAND_TABLE.filter((entry) => entry.menu === menu && isOffered(entry.command, available, edits))
      .map((entry) => ({
      id: entry.command,
      label: commandLabel(entry, edits),
      keywords: [entry.command, menu],
      // The palette gives the keyboard back before the command may open a dialog that wants it.
      onClick: () => setTimeout(() => runCommand(entry.command)),
      ...(entry.shortcut === null ? {} : { rightSection: <Kbd>{shortcutText(entry.shortcut, window.leibniz.platform)}</Kbd> }),
    })),
  }));
  groups.find((group) => group.group === 'View')?.actions.push({
    id: 'settings', label: 'Settings…', keywords: ['theme', 'workers', 'pool'],
    onClick: () => setTimeout(() => openDialog({ kind: 'settings' })),
  });
  groups.push({ group: 'Panels', actions: PANELS.map((panel) => ({
    id: `panel-${panel.id}`, label: `Show ${panel.title}`, keywords: ['panel', 'view'],
    onClick: () => setTimeout(() => showPanel(panel.id)),
  })) });
  groups[0]?.actions.push(
    {
      id: 'example-session', label: 'Open the example session', keywords: ['tour', 'example'],
      onClick: () => attempt(() => request({ type: 'session.open-example' })),
    },
    ...(info?.recent ?? []).map((recent) => ({
      id: `recent-${recent.id}`, label: `Open ${recent.name}`, description: recent.folder, keywords: ['recent', 'session'],
      onClick: () => attempt(() => request({ type: 'session.open-recent', id: recent.id })),
    })),
  );
  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      shortcut={null}
      // Recent sessions may have changed since.
      onSpotlightOpen={() => void client.invalidateQueries({ queryKey: keys.appInfo })}
      nothingFound="No command has these words"
      scrollable
      maxHeight={440}
      size={560}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      transitionProps={{ duration: 80 }}
      overlayProps={{ backgroundOpacity: 0.45, blur: 0 }}
      searchProps={{ leftSection: <IconSearch size={16} aria-hidden />, placeholder: 'Search commands', 'aria-label': 'Search commands' }}
    />
  );
}
