/** Every shortcut of the program: the command table's, and those of the run table and the dock. */
import { Kbd, Modal } from '@mantine/core';
import type { JSX } from 'react';
import { COMMAND_TABLE, MENUS } from '../../src-contract/commands.ts';
import { shortcutText } from './keyboard.ts';

const IN_VIEWS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Run table',
    [
      ['↑ ↓', 'Move, and select'],
      ['Shift+↑ ↓', 'Extend the selection'],
      ['Ctrl+↑ ↓', 'Move without selecting'],
      ['Space', 'Add to or take from the selection'],
      ['Ctrl+A', 'Select all shown'],
      ['Enter', 'Show in the inspector'],
      ['Delete', 'Remove selected runs'],
      ['Shift+F10', 'Actions of the row'],
      ['Escape', 'Clear the selection'],
    ],
  ],
  [
    'Panels',
    [
      ['F6', 'Next group of panels'],
      ['Shift+F6', 'Previous group of panels'],
      ['Ctrl+Page Down', 'Next tab of the group'],
      ['Ctrl+Page Up', 'Previous tab of the group'],
      ['Delete on a tab', 'Close the panel'],
    ],
  ],
  ['New run', [['Ctrl+Enter', 'Start the run']]],
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ...MENUS.map(
      (menu) => [menu, COMMAND_TABLE.filter((entry) => entry.menu === menu && entry.shortcut !== null).map(
        (entry) => [shortcutText(entry.shortcut ?? '', window.leibniz.platform), entry.label] as const,
      )] as const,
    ),
    ...IN_VIEWS,
  ];
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size={720}>
      <div className="lz-shortcuts">
        {groups.map(([title, entries]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className="lz-defs">
              {entries.map(([keys, what]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    <Kbd>{keys}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
