/**
 * The native menu, made from the command table of the contract, plus the roles the system carries out
 * itself (clipboard, zoom, full screen, quit) and the recent sessions.
 */
import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { COMMAND_TABLE, type CommandEntry, type NextEdits, commandLabel } from '../../src-contract/commands.ts';
import type { Command } from '../../src-contract/ipc.ts';
import { oneLine } from '../../src-contract/one-line.ts';

export interface MenuActions {
  readonly run: (command: Command) => void;
  readonly openRecent: (path: string) => void;
  readonly openExampleSession: () => void;
}

export interface MenuState {
  readonly isMac: boolean;
  readonly recent: readonly string[];
  readonly development: boolean;
  /** Of the session in front; null where there is none. */
  readonly edits: NextEdits | null;
}

/** The whole menu bar as a template; pure, so that its completeness can be tested. */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const entries = (menu: CommandEntry['menu'], groups?: readonly number[]): MenuItemConstructorOptions[] =>
    separated(COMMAND_TABLE.filter((entry) => entry.menu === menu && (groups?.includes(entry.group) ?? true)), state.edits, actions);
  const recent: MenuItemConstructorOptions = {
    label: 'Open recent',
    enabled: state.recent.length > 0,
    submenu:
      state.recent.map((path) => ({ label: menuText(basename(path)), toolTip: oneLine(path), click: () => actions.openRecent(path) })),
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(state.isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: 'File',
      submenu: [
        ...entries('File', [1]), recent, separator, ...entries('File', [2]), separator, ...entries('File', [3]), separator,
        { role: 'close' }, ...(state.isMac ? [] : [{ role: 'quit' } satisfies MenuItemConstructorOptions]),
      ],
    },
    {
      label: 'Edit',
      submenu: [
        ...entries('Edit', [1]), separator, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'delete' }, { role: 'selectAll' },
        separator, ...entries('Edit', [2]),
      ],
    },
    { label: 'Problem', submenu: entries('Problem') },
    { label: 'Run', submenu: entries('Run') },
    {
      label: 'View',
      submenu: [
        ...entries('View'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(state.development ? [separator, { role: 'reload' }, { role: 'toggleDevTools' }] satisfies MenuItemConstructorOptions[] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help', label: 'Help',
      submenu: [{ label: 'Open the example session', click: () => actions.openExampleSession() }, separator, ...entries('Help')],
    },
  ];
}

/** A name as an item of a menu, where an ampersand would underline the letter behind it. */
function menuText(name: string): string {
  return oneLine(name).replaceAll('&', '&&');
}

function separated(entries: readonly CommandEntry[], edits: NextEdits | null, actions: MenuActions): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = [];
  let group: number | null = null;
  for (const entry of entries) {
    if (group !== null && entry.group !== group) items.push({ type: 'separator' });
    group = entry.group;
    items.push({
      id: entry.command,
      label: menuText(commandLabel(entry, edits)),
      ...(entry.shortcut === null ? {} : { accelerator: entry.shortcut }),
      click: () => actions.run(entry.command),
    });
  }
  return items;
}
