/**
 * The window: toolbar, dock, status bar, and what floats above them. Takes in the events of the main
 * process and keeps the selection sensible as problems and runs come and go.
 */
import { MantineProvider } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import type { JSX } from 'react';
import { receiveEvents } from './api/events.ts';
import { useProblemsQuery, useRunsQuery, useSession, useSettings } from './api/queries.ts';
import { later, loadTheRest } from './later.ts';
import { runCommand } from './state/command-actions.ts';
import { useDialogs } from './state/open-dialog.ts';
import { runsToShowFirst, useOpenedSessions, useSelection } from './state/selection.ts';
import { ONLY_FORCED, theme, variablesResolver } from './theme/theme.ts';
import { useThemeName } from './theme/use-theme.ts';
import { Dialogs } from './window/Dialogs.tsx';
import { DropOverlay } from './window/DropOverlay.tsx';
import { OpeningBanner } from './window/OpeningBanner.tsx';
import { RecoveryBanner } from './window/RecoveryBanner.tsx';
import { StatusBar } from './window/StatusBar.tsx';
import { Toolbar } from './window/Toolbar.tsx';
import { Workspace } from './window/Workspace.tsx';
import { showError, showNews, showOutcome } from './common/notify.tsx';
import { unavailable } from './window/unavailable.ts';
import { useUsableMark } from './window/use-usable-mark.ts';
import { useWindowCommands } from './window/use-window-commands.ts';

const Messages = later(async () => (await import('./window/Messages.tsx')).Messages);
const Palette = later(async () => (await import('./window/Palette.tsx')).Palette);

export function App(): JSX.Element {
  const name = useThemeName();
  const settings = useSettings();
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variablesResolver}
      forceColorScheme={name}
      colorSchemeManager={ONLY_FORCED}
      withGlobalClasses={false}
    >
      {/* The dock reads the remembered layout once, so it waits for the settings; without them it has its default. */}
      {!settings.isPending && <Window />}
    </MantineProvider>
  );
}

function Window(): JSX.Element {
  return (
    <div className="lz-window">
      <Upkeep />
      <Toolbar />
      <RecoveryBanner />
      <OpeningBanner />
      <main className="lz-main">
        <Workspace />
      </main>
      <StatusBar />
      <Dialogs />
      <DropOverlay />
      <NotAtFirst />
    </div>
  );
}

/** Apart from the window's views, which need not be drawn anew when any of this changes. */
function Upkeep(): null {
  useEventsOfMainProcess();
  useWindowCommands();
  useSensibleSelection();
  useTitle();
  return null;
}

/** What nobody sees in a window that opens, loaded once the window can be worked with. */
function NotAtFirst(): JSX.Element | null {
  const problemsListed = useProblemsQuery().isSuccess;
  const runs = useRunsQuery().data?.length;
  const usable = useUsableMark(problemsListed && runs !== undefined ? runs : null);
  useEffect(() => {
    if (usable) void loadTheRest();
  }, [usable]);
  return usable ? (
    <Suspense fallback={null}>
      <Palette />
      <Messages />
    </Suspense>
  ) : null;
}

function useEventsOfMainProcess(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      receiveEvents(client, (listener) => window.leibniz.onEvent(listener), {
        onCommand: (command) => {
          if (useDialogs.getState().dialog === null && !runCommand(command)) showNews(unavailable(command), 'info');
        },
        onError: showError,
        onOpened: showOutcome,
        onReplaced: () => {
          useOpenedSessions.setState(({ count }) => ({ count: count + 1 }));
          useSelection.getState().clear();
          useDialogs.getState().close();
        },
        onRunsRemoved: (ids) => useSelection.getState().dropRuns(ids),
        onRunsEnded: (runs) => {
          const failed = runs.filter((run) => run.status === 'failed');
          const first = failed[0];
          if (first === undefined) return;
          const which = failed.length === 1
            ? `Run ${first.id} failed: ${first.methodName} on ${first.problemName}.`
            : `${failed.length} runs failed, the first is run ${first.id}.`;
          showNews(`${which} Select it to see why.`, 'info');
        },
      }),
    [client],
  );
}

/** A problem is selected as long as there is one: that of the run with the cursor, once there is such a run. */
function useSensibleSelection(): void {
  const problems = useProblemsQuery().data;
  const runs = useRunsQuery().data;
  const selected = useSelection((state) => state.selectedProblemId);
  const focusedRunId = useSelection((state) => state.focusedRunId);
  const cursorProblem = runs?.find((run) => run.id === focusedRunId)?.problemId ?? null;
  useEffect(() => {
    if (cursorProblem !== null) useSelection.setState({ selectedProblemId: cursorProblem });
  }, [cursorProblem]);

  // A session that is opened with runs in it shows something at once. Only then: what is cleared later stays cleared.
  const sessions = useRef({ seen: 0 });
  const opened = useOpenedSessions((state) => state.count);
  useEffect(() => {
    if (runs === undefined || sessions.current.seen > opened) return;
    sessions.current.seen = opened + 1;
    const first = runsToShowFirst(runs);
    const [run] = first;
    if (run === undefined || useSelection.getState().selectedRunIds.length > 0) return;
    useSelection.setState({ selectedRunIds: first.map(({ id }) => id), selectedProblemId: run.problemId });
  }, [runs, opened]);
  useEffect(() => {
    // Asked of the store: the effects above may just have selected one.
    const { inspected, selectedProblemId } = useSelection.getState();
    if (problems === undefined || problems.some((problem) => problem.id === selectedProblemId)) return;
    useSelection.setState({ selectedProblemId: problems[0]?.id ?? null, inspected });
  }, [problems, selected]);
}

function useTitle(): void {
  const session = useSession().data;
  useEffect(() => {
    if (session !== undefined) document.title = `${session.unsavedChanges ? '• ' : ''}${session.name} – Leibniz`;
  }, [session]);
}
