/**
 * The system's dialogs, with our filters and words. Each returns what was chosen or null; none knows
 * what the choice is for.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { oneLine } from '../../src-contract/one-line.ts';
import { plainFileName } from '../../src-contract/file-name.ts';
import { READ_ENDINGS, SOLUTION_ENDINGS, SOURCE_ENDINGS } from '../../src-contract/problem-format.ts';

export const SESSION_FILTER: FileFilter = { name: 'Leibniz session', extensions: ['leibniz'] };
const PROBLEM_FILTERS: FileFilter[] = [
  { name: 'Problems, circuits, graphs', extensions: [...[...READ_ENDINGS, ...SOURCE_ENDINGS].map((ending) => ending.slice(1)), 'gz'] },
  { name: 'All files', extensions: ['*'] },
];

export async function askForSession(window: BrowserWindow, title = 'Open session'): Promise<string | null> {
  const answer = await dialog.showOpenDialog(
    window, { title, properties: ['openFile'], filters: [SESSION_FILTER, { name: 'All files', extensions: ['*'] }] },
  );
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

export async function askForProblems(window: BrowserWindow): Promise<readonly string[]> {
  const answer =
    await dialog.showOpenDialog(window, { title: 'Open problem', properties: ['openFile', 'multiSelections'], filters: PROBLEM_FILTERS });
  return answer.canceled ? [] : answer.filePaths;
}

export async function askForStudies(window: BrowserWindow): Promise<readonly string[]> {
  const filters = [{ name: 'Studies', extensions: ['json'] }, { name: 'All files', extensions: ['*'] }];
  const answer = await dialog.showOpenDialog(window, { title: 'Open study', properties: ['openFile', 'multiSelections'], filters });
  return answer.canceled ? [] : answer.filePaths;
}

export async function askForSolutions(window: BrowserWindow): Promise<readonly string[]> {
  const filters = [
    { name: 'Solutions', extensions: SOLUTION_ENDINGS.map((ending) => ending.slice(1)) }, { name: 'All files', extensions: ['*'] },
  ];
  const answer = await dialog.showOpenDialog(window, { title: 'Open solution', properties: ['openFile', 'multiSelections'], filters });
  return answer.canceled ? [] : answer.filePaths;
}

/** @param suggested a name for the file, made one that every file system takes; the filter's extension is put behind it */
export async function askWhereToSave(
  window: BrowserWindow, title: string, suggested: string, filters: FileFilter[],
): Promise<string | null> {
  const extension = filters[0]?.extensions[0];
  const answer = await dialog.showSaveDialog(
    window, {
      title,
      defaultPath: plainFileName(suggested, extension === undefined ? '' : `.${extension}`),
      filters,
      // On Linux the dialog does not ask by itself before a file is replaced.
      properties: ['showOverwriteConfirmation'],
    },
  );
  if (answer.canceled || answer.filePath === '') return null;
  if (basename(answer.filePath).includes('.') || extension === undefined) return answer.filePath;
  // The dialog has asked about the name as it was typed, which is another file.
  const path = `${answer.filePath}.${extension}`;
  return !existsSync(path) || (await askToReplace(window, path)) ? path : null;
}

async function askToReplace(window: BrowserWindow, path: string): Promise<boolean> {
  const answer = await dialog.showMessageBox(window, {
    type: 'question', message: `“${oneLine(basename(path))}” exists already. Replace it?`, detail: 'What is in it will be lost.',
    buttons: ['Replace', 'Cancel'], defaultId: 1, cancelId: 1, noLink: true,
  });
  return answer.response === 0;
}

export type ClosingChoice = 'save' | 'discard' | 'cancel';

/** What to do with a session that is about to be closed with unsaved changes. */
export async function askBeforeClosing(window: BrowserWindow, name: string, runningRuns: number): Promise<ClosingChoice> {
  const running = runningRuns === 0
    ? ''
    : ` ${runningRuns === 1 ? 'One run is' : `${runningRuns} runs are`} still going and will be interrupted; in a saved session they can be resumed from their last checkpoint.`;
  const answer = await dialog.showMessageBox(window, {
    type: 'question',
    message: `Save the changes to “${name}” before closing?`,
    detail: `If you don’t save, the changes are lost.${running}`,
    buttons: ['Save', 'Don’t save', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return answer.response === 0 ? 'save' : answer.response === 1 ? 'discard' : 'cancel';
}

/** For errors when there is no page to show them in. */
export async function showError(window: BrowserWindow | null, error: LeibnizErrorValue): Promise<void> {
  const options = { type: 'error' as const, message: error.message, detail: error.hint, buttons: ['OK'], noLink: true };
  await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options));
}
