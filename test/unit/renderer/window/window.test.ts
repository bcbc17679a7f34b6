/** Shortcuts, remembered layouts, the session's state and errors in words. */
import { describe, expect, it } from 'vitest';
import { COMMAND_TABLE } from '../../../../src-contract/commands.ts';
import type { SessionState } from '../../../../src-contract/session.ts';
import { errorDetails, errorPlace } from '../../../../src-renderer/common/error-text.ts';
import { commandOfPress, matchesAccelerator, shortcutText } from '../../../../src-renderer/window/keyboard.ts';
import { defaultLayout, readLayout } from '../../../../src-renderer/window/layout.ts';
import { PANELS } from '../../../../src-renderer/state/panel-list.ts';
import { savedWords } from '../../../../src-renderer/window/saved-words.ts';

const press = (key: string, held: string[] = []) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
});

describe('the layout of a new window', () => {
  it('has every panel once, the trajectories in front of the others in the middle', () => {
    const layout = defaultLayout(1440, 809);
    const text = JSON.stringify(layout.grid.root);
    for (const { id, title } of PANELS) {
      expect(layout.panels[id]).toEqual({ id, contentComponent: id, title });
      expect(text.match(new RegExp(`"views":\\[[^\\]]*"${id}"`, 'gu'))).toHaveLength(1);
    }
    expect(text).toContain('"activeView":"trajectories"');
    expect(layout.activeGroup).toBe('trajectories');
  });
  it('fills the dock to the pixel, with the sides as wide as they should be', () => {
    const sizes = JSON.stringify(defaultLayout(1440, 809).grid.root).match(/"size":\d+/gu);
    expect(sizes).toEqual(['"size":268', '"size":453', '"size":356', '"size":860', '"size":312', '"size":809']);
  });
  it('is one that can be remembered', () => {
    const known = new Set(PANELS.map(({ id }) => id as string));
    const layout = defaultLayout(960, 600);
    expect(readLayout(JSON.stringify(layout), known)).toEqual(layout);
  });
});

describe('shortcuts', () => {
  it('are carried out for exactly their keys', () => {
    expect(commandOfPress(press('k', ['ctrl']), 'linux')).toBe('command-palette');
    expect(commandOfPress(press('S', ['ctrl', 'shift']), 'linux')).toBe('save-session-as');
    expect(commandOfPress(press('s', ['ctrl']), 'win32')).toBe('save-session');
    expect(commandOfPress(press('s'), 'linux')).toBeNull();
    expect(commandOfPress(press('s', ['ctrl', 'alt']), 'linux')).toBeNull();
  });
  it('are held with the command key on a Mac', () => {
    expect(commandOfPress(press('k', ['meta']), 'darwin')).toBe('command-palette');
    expect(commandOfPress(press('k', ['ctrl']), 'darwin')).toBeNull();
    expect(shortcutText('CmdOrCtrl+Shift+S', 'darwin')).toBe('⌘⇧S');
    expect(shortcutText('CmdOrCtrl+Shift+S', 'linux')).toBe('Ctrl+Shift+S');
  });
  it('never stand for two commands', () => {
    const shortcuts = COMMAND_TABLE.map((entry) => entry.shortcut).filter((shortcut) => shortcut !== null);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });
  it('match their own table', () => {
    for (const { shortcut, command } of COMMAND_TABLE) {
      if (shortcut === null) continue;
      const parts = shortcut.split('+');
      const key = press(parts.at(-1) ?? '', ['ctrl', ...(parts.includes('Shift') ? ['shift'] : [])]);
      expect(matchesAccelerator(key, shortcut, 'linux')).toBe(true);
      expect(commandOfPress(key, 'linux')).toBe(command);
    }
  });
});

describe('a remembered layout', () => {
  const known = new Set(['runs', 'problems']);
  const layout = (panels: object): string => JSON.stringify({ grid: {}, panels });
  it('is used when every panel in it is known', () => {
    expect(readLayout(layout({ runs: { id: 'runs', contentComponent: 'runs' } }), known)).not.toBeNull();
  });
  it.each<[string, string | null]>([
    ['nothing', null],
    ['no JSON', '{'],
    ['something else', '[1]'],
    ['null', 'null'],
    ['no panels', layout({})],
    ['a panel of another version', layout({ claims: { id: 'claims', contentComponent: 'claims' } })],
    ['a panel with another view', layout({ runs: { id: 'runs', contentComponent: 'problems' } })],
  ])('is put aside when it is %s', (_name, text) => {
    expect(readLayout(text, known)).toBeNull();
  });
});

describe('the state of the session', () => {
  const state: SessionState = {
    name: 'a',
    saved: true,
    unsavedChanges: false,
    savedAt: new Date(2026, 10, 23, 14, 2).getTime(),
    recovered: false,
    problems: 0,
    runs: 0,
    example: false,
    undo: null,
    redo: null,
    removed: 0,
    noteEdition: 0,
  };
  it.each<[Partial<SessionState>, string]>([
    [{}, 'saved 14:02'],
    [{ unsavedChanges: true }, 'unsaved changes since 14:02'],
    [{ saved: false }, 'new'],
    [{ saved: false, unsavedChanges: true }, 'not saved yet'],
    [{ savedAt: null }, 'saved'],
    [{ savedAt: null, unsavedChanges: true }, 'unsaved changes'],
  ])('%j is %j', (change, words) => {
    expect(savedWords({ ...state, ...change })).toBe(words);
  });
});

describe('an error', () => {
  const error = {
    code: 'problem-syntax',
    message: 'RHS names row C99.',
    hint: 'Correct it.',
    file: 'bad.mps',
    line: 3,
    field: 'RHS',
    details: 'stack',
  };
  it('says where', () => {
    expect(errorPlace(error)).toBe('bad.mps, line 3, field RHS');
    expect(errorPlace({ code: 'x', message: 'y', hint: '' })).toBeNull();
  });
  it('is copied with everything known', () => {
    expect(errorDetails(error)).toBe('[problem-syntax] RHS names row C99.\nWhere: bad.mps, line 3, field RHS\nWhat to do: Correct it.\nstack');
    expect(errorDetails({ code: 'x', message: 'y', hint: '' })).toBe('[x] y');
  });
});
