/**
 * Shortcuts of the command table, matched against key presses. The page answers them itself and keeps
 * the press from going on to the native menu, so that a command is carried out once; on macOS the menu
 * takes them before the page sees them.
 */
import { COMMAND_TABLE } from '../../src-contract/commands.ts';
import type { Command } from '../../src-contract/ipc.ts';

type Platform = 'linux' | 'darwin' | 'win32';

/** The parts of a keyboard event that decide. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** True if the press is the accelerator (Electron's syntax: "CmdOrCtrl+Shift+S"). */
export function matchesAccelerator(press: KeyPress, accelerator: string, platform: Platform): boolean {
  const parts = accelerator.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  const main = wants('CmdOrCtrl');
  const [mainHeld, otherHeld] = platform === 'darwin' ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  return mainHeld === main &&
    !otherHeld && press.shiftKey === wants('Shift') && press.altKey === wants('Alt') && press.key.toLowerCase() === key.toLowerCase();
}

/** The command of a key press, or null. */
export function commandOfPress(press: KeyPress, platform: Platform): Command | null {
  return COMMAND_TABLE.find((entry) => entry.shortcut !== null && matchesAccelerator(press, entry.shortcut, platform))?.command ?? null;
}

const MAC_SIGNS: Readonly<Record<string, string>> = { CmdOrCtrl: '⌘', Shift: '⇧', Alt: '⌥' };

/** An accelerator as it is shown: "Ctrl+Shift+S", or "⌘⇧S". */
export function shortcutText(accelerator: string, platform: Platform): string {
  const parts = accelerator.split('+');
  if (platform === 'darwin') return parts.map((part) => MAC_SIGNS[part] ?? part).join('');
  return parts.map((part) => (part === 'CmdOrCtrl' ? 'Ctrl' : part)).join('+');
}
