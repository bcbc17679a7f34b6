/**
 * The commands that belong to the window as a whole, and the keyboard's way to all of them. Views add
 * their own (`state/command-actions.ts`).
 */
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { JOB_KIND_NAMES, newRunCommand } from '../../src-contract/job-kinds.ts';
import { isGoing } from '../api/events.ts';
import { useRuns, useSession, useSettings } from '../api/queries.ts';
import { request } from '../api/request.ts';
import { askToRemoveRuns, canHandOver, cancelRuns } from '../parts/run-actions.ts';
import { provideCommand, runCommand, useCommand } from '../state/command-actions.ts';
import { openDialog, useDialogs } from '../state/open-dialog.ts';
import { useSelection } from '../state/selection.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { commandOfPress } from './keyboard.ts';
import { mergeWords } from './merge-words.ts';
import { hasOwnUndo, takeBack } from './take-back.ts';
import { attempt, showNews, showOutcome } from '../common/notify.tsx';

function useNewRunCommands(): void {
  useEffect(() => {
    const provided =
      JOB_KIND_NAMES.map((tab) => provideCommand(newRunCommand(tab), () => openDialog({ kind: 'new-run', tab, from: null })));
    return () => provided.forEach((takeBack) => takeBack());
  }, []);
}

function openProblemFiles(): void {
  attempt(async () => showOutcome(await request({ type: 'problem.open' })));
}

/** What came of it: a word where all is well, else what is to be read. */
function mergeSession(): void {
  attempt(async () => {
    const report = await request({ type: 'session.merge' });
    if (report === null) return;
    if (report.findings.length > 0) openDialog({ kind: 'merged', report });
    else showNews(mergeWords(report));
  });
}

export function useWindowCommands(): void {
  const theme = useThemeName();
  const settings = useSettings();
  const session = useSession().data;
  const selected = useSelection((state) => state.selectedRunIds);
  const chosen = new Set(selected);
  const runs = useRuns();
  const someGoing = runs.some((run) => chosen.has(run.id) && isGoing(run));
  const focused = useSelection((state) => state.focusedRunId);
  // The run with the cursor, or the only one selected that can be handed over.
  const handedOver = runs.find((run) => run.id === focused && canHandOver(run)) ??
    runs.find((run) => chosen.has(run.id) && canHandOver(run));

  useCommand('new-session', () => attempt(() => request({ type: 'session.new' })));
  useCommand('open-session', () => attempt(() => request({ type: 'session.open' })));
  useCommand('save-session', () => attempt(() => request({ type: 'session.save' })));
  useCommand('save-session-as', () => attempt(() => request({ type: 'session.save-as' })));
  useCommand('merge-session', mergeSession);
  useCommand('open-problem', openProblemFiles);
  useCommand('generate-problem', () => openDialog({ kind: 'generate' }));
  useCommand('open-example', () => openDialog({ kind: 'examples' }));
  useNewRunCommands();
  useCommand(
    'hand-over', () => handedOver !== undefined && openDialog({ kind: 'hand-over', from: handedOver.id }), handedOver !== undefined,
  );
  useCommand('new-study', () => openDialog({ kind: 'study', id: null, runs: [] }));
  useCommand('open-study', () => attempt(async () => showOutcome(await request({ type: 'study.open' }))));
  useCommand('cancel-selected-runs', () => cancelRuns(selected), someGoing);
  useCommand('remove-selected-runs', () => askToRemoveRuns(selected), selected.length > 0);
  useCommand('command-palette', () => spotlight.toggle());
  useCommand(
    'toggle-theme', () => attempt(() => request({ type: 'app.change-settings', change: { theme: theme === 'dark' ? 'light' : 'dark' } })),
    settings.data !== undefined,
  );
  useCommand('undo', () => takeBack('undo', session?.undo ?? null));
  useCommand('redo', () => takeBack('redo', session?.redo ?? null));
  useCommand('show-bin', () => openDialog({ kind: 'bin' }));
  useCommand('show-shortcuts', () => openDialog({ kind: 'shortcuts' }));
  useCommand('export-data', () => openDialog({ kind: 'export-data' }));
  useCommand('report', () => openDialog({ kind: 'report' }));
  useCommand('about', () => openDialog({ kind: 'about' }));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = commandOfPress(event, window.leibniz.platform);
      if (command === null || ((command === 'undo' || command === 'redo') && hasOwnUndo(event.target))) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      // Behind an open dialog nothing is carried out but the palette, which closes it.
      if (useDialogs.getState().dialog !== null && command !== 'save-session') return;
      runCommand(command);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
