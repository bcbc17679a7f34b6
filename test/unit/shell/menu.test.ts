import type { MenuItemConstructorOptions } from 'electron';
import { expect, it } from 'vitest';
import { COMMAND_TABLE } from '../../../src-contract/commands.ts';
import { COMMANDS, type Command } from '../../../src-contract/ipc.ts';
import { menuTemplate } from '../../../src-main/shell/menu.ts';

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}

const state = { isMac: false, recent: ['/home/a/first.leibniz'], development: false, edits: null };

it('gives every command of the contract one row in the command table', () => {
  expect(COMMAND_TABLE.map((entry) => entry.command).sort()).toEqual([...COMMANDS].sort());
});

it('gives no two commands the same shortcut', () => {
  const shortcuts = COMMAND_TABLE.flatMap((entry) => (entry.shortcut === null ? [] : [entry.shortcut]));
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});

it('has a live menu entry for every command', () => {
  const ran: Command[] = [];
  const items = flatten(menuTemplate(state, { run: (command) => ran.push(command), openRecent: () => {}, openExampleSession: () => {} }));
  for (const entry of COMMAND_TABLE) {
    const item = items.find((each) => each.id === entry.command);
    expect(item?.label).toBe(entry.label);
    // Electron calls click with an item, a window and an event; ours needs none of them.
    Reflect.apply(item?.click ?? (() => {}), undefined, []);
  }
  expect(ran.sort()).toEqual([...COMMANDS].sort());
});

it('opens the recent session that was chosen', () => {
  const opened: string[] = [];
  const items = flatten(menuTemplate(state, { run: () => {}, openRecent: (path) => opened.push(path), openExampleSession: () => {} }));
  Reflect.apply(items.find((item) => item.label === 'first.leibniz')?.click ?? (() => {}), undefined, []);
  expect(opened).toEqual(['/home/a/first.leibniz']);
});

it('shows the developer tools only while developing', () => {
  const roles = (development: boolean) =>
    flatten(menuTemplate({ ...state, development }, { run: () => {}, openRecent: () => {}, openExampleSession: () => {} })).map((item) =>
      item.role
    );
  expect(roles(false)).not.toContain('toggleDevTools');
  expect(roles(true)).toContain('toggleDevTools');
});

it('says what would be undone and redone, with names as they are', () => {
  const edits = { undo: 'remove A&B', redo: null };
  const items = flatten(menuTemplate({ ...state, edits }, { run: () => {}, openRecent: () => {}, openExampleSession: () => {} }));
  expect(items.find((item) => item.id === 'undo')?.label).toBe('Undo remove A&&B');
  expect(items.find((item) => item.id === 'redo')?.label).toBe('Redo');
});
