/**
 * Every command of the program with its words and its shortcut: the one table from which the native
 * menu, the command palette and the shortcut list are made. Commands marked `shell` are carried out by
 * the main process when chosen in the menu (they need a dialog or another window); the page reaches
 * them through requests. The rest are sent to the page.
 */
import type { Command } from './ipc.ts';
import { JOB_KIND_NAMES, JOB_KINDS, newRunCommand } from './job-kinds.ts';

/** The menus that have commands, in their order. */
export const MENUS = ['File', 'Edit', 'Problem', 'Run', 'View', 'Help'] as const;

export interface CommandEntry {
  readonly command: Command;
  readonly label: string;
  /** Electron accelerator syntax, or null. */
  readonly shortcut: string | null;
  readonly menu: (typeof MENUS)[number];
  /** Entries of one menu are separated where the group changes. */
  readonly group: number;
  readonly by: 'shell' | 'page';
}

export const COMMAND_TABLE: readonly CommandEntry[] = [
  { command: 'new-session', label: 'New session', shortcut: 'CmdOrCtrl+N', menu: 'File', group: 1, by: 'shell' },
  { command: 'open-session', label: 'Open session…', shortcut: 'CmdOrCtrl+O', menu: 'File', group: 1, by: 'shell' },
  { command: 'save-session', label: 'Save', shortcut: 'CmdOrCtrl+S', menu: 'File', group: 2, by: 'shell' },
  { command: 'save-session-as', label: 'Save as…', shortcut: 'CmdOrCtrl+Shift+S', menu: 'File', group: 2, by: 'shell' },
  { command: 'merge-session', label: 'Merge another session…', shortcut: null, menu: 'File', group: 2, by: 'page' },
  { command: 'export-run-table', label: 'Export run table…', shortcut: 'CmdOrCtrl+E', menu: 'File', group: 3, by: 'page' },
  { command: 'export-chart', label: 'Export chart…', shortcut: 'CmdOrCtrl+Shift+E', menu: 'File', group: 3, by: 'page' },
  { command: 'export-data', label: 'Export trajectories and vectors…', shortcut: null, menu: 'File', group: 3, by: 'page' },
  { command: 'report', label: 'Report…', shortcut: null, menu: 'File', group: 3, by: 'page' },
  { command: 'undo', label: 'Undo', shortcut: 'CmdOrCtrl+Z', menu: 'Edit', group: 1, by: 'page' },
  { command: 'redo', label: 'Redo', shortcut: 'CmdOrCtrl+Shift+Z', menu: 'Edit', group: 1, by: 'page' },
  { command: 'show-bin', label: 'Bin…', shortcut: null, menu: 'Edit', group: 2, by: 'page' },
  { command: 'open-problem', label: 'Open problem…', shortcut: 'CmdOrCtrl+Shift+O', menu: 'Problem', group: 1, by: 'shell' },
  { command: 'generate-problem', label: 'Generate problem…', shortcut: 'CmdOrCtrl+G', menu: 'Problem', group: 1, by: 'page' },
  { command: 'open-example', label: 'Open example…', shortcut: null, menu: 'Problem', group: 1, by: 'page' },
  { command: 'show-program', label: 'Rows and variables', shortcut: 'CmdOrCtrl+Shift+R', menu: 'Problem', group: 2, by: 'page' },
  ...JOB_KIND_NAMES.map((kind) => ({
    command: newRunCommand(kind), label: JOB_KINDS[kind].command, shortcut: JOB_KINDS[kind].shortcut, menu: 'Run', group: 1, by: 'page',
  }) as const),
  { command: 'new-study', label: 'New study…', shortcut: 'CmdOrCtrl+Shift+N', menu: 'Run', group: 1, by: 'page' },
  { command: 'open-study', label: 'Open study…', shortcut: null, menu: 'Run', group: 1, by: 'page' },
  { command: 'hand-over', label: 'Hand over to the exact solver…', shortcut: 'CmdOrCtrl+Shift+H', menu: 'Run', group: 2, by: 'page' },
  { command: 'compare-solutions', label: 'Compare solutions', shortcut: 'CmdOrCtrl+D', menu: 'Run', group: 2, by: 'page' },
  { command: 'cancel-selected-runs', label: 'Cancel selected runs', shortcut: 'CmdOrCtrl+.', menu: 'Run', group: 3, by: 'page' },
  { command: 'remove-selected-runs', label: 'Remove selected runs…', shortcut: null, menu: 'Run', group: 3, by: 'page' },
  { command: 'command-palette', label: 'Command palette', shortcut: 'CmdOrCtrl+K', menu: 'View', group: 1, by: 'page' },
  { command: 'show-studies', label: 'Studies', shortcut: 'CmdOrCtrl+Shift+U', menu: 'View', group: 1, by: 'page' },
  { command: 'show-quality', label: 'Gradient quality', shortcut: 'CmdOrCtrl+Shift+Q', menu: 'View', group: 1, by: 'page' },
  { command: 'show-comparison', label: 'Comparison of methods', shortcut: 'CmdOrCtrl+Shift+M', menu: 'View', group: 1, by: 'page' },
  { command: 'show-profiles', label: 'Profiles of methods', shortcut: 'CmdOrCtrl+Shift+P', menu: 'View', group: 1, by: 'page' },
  { command: 'show-claims', label: 'Claims', shortcut: 'CmdOrCtrl+Shift+T', menu: 'View', group: 1, by: 'page' },
  { command: 'show-field-lab', label: 'Field lab', shortcut: 'CmdOrCtrl+Shift+F', menu: 'View', group: 2, by: 'page' },
  { command: 'toggle-theme', label: 'Switch between dark and light', shortcut: 'CmdOrCtrl+Shift+L', menu: 'View', group: 2, by: 'page' },
  { command: 'reset-layout', label: 'Reset panel layout', shortcut: null, menu: 'View', group: 2, by: 'page' },
  { command: 'show-shortcuts', label: 'Keyboard shortcuts', shortcut: 'CmdOrCtrl+/', menu: 'Help', group: 1, by: 'page' },
  { command: 'about', label: 'About Leibniz', shortcut: null, menu: 'Help', group: 2, by: 'page' },
];

/** What a command is called now: undo and redo say what they would do. */
export function commandLabel({ command, label }: CommandEntry, next: NextEdits | null): string {
  const words = command === 'undo' || command === 'redo' ? (next?.[command] ?? null) : null;
  return words === null ? label : `${label} ${words}`;
}

/** What undo and redo would do next; null where there is nothing. */
export interface NextEdits {
  readonly undo: string | null;
  readonly redo: string | null;
}
