/**
 * The desktop program behind the first window: one process for all windows, one worker pool for all
 * sessions. It wires the engine to windows, menus and dialogs; decisions are in `security.ts`, answers in
 * `requests.ts`.
 */
import { join } from 'node:path';
import { BrowserWindow, Menu, app } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { EVENT_CHANNEL } from '../../src-contract/channels.ts';
import type { NextEdits } from '../../src-contract/commands.ts';
import type { AppEvent, Command, DropReply, Reply, RequestType } from '../../src-contract/ipc.ts';
import { programTitle } from '../../src-contract/release.ts';
import { endInTime, threadUnended } from '../engine/end-in-time.ts';
import { toErrorValue } from '../engine/error-value.ts';
import { exampleSessionFile } from '../engine/entry-points.ts';
import { createLazyExecutor } from '../engine/execution/lazy-executor.ts';
import type { LazyExecutor } from '../engine/execution/lazy-executor.ts';
import { createPiscinaExecutor } from '../engine/execution/piscina-executor.ts';
import { createResizableExecutor } from '../engine/execution/resizable-executor.ts';
import type { SessionThread } from '../engine/session/client.ts';
import { hasWorkingCopies } from '../engine/session/copies-folder.ts';
import { listRecoverable } from '../engine/session/recovery.ts';
import { createSharingExecutor } from '../engine/execution/sharing-executor.ts';
import { openWorkspace } from '../engine/workspace/workspace.ts';
import type { WorkspaceSource } from '../engine/workspace/workspace-api.ts';
import { LOOK_MILLISECONDS, createAutosave } from './autosave.ts';
import { takeAlong } from './data-places.ts';
import type { DataPlaces } from './data-places.ts';
import { askForProblems, showError } from './dialogs.ts';
import { filesFromArguments } from './launch-arguments.ts';
import { menuTemplate } from './menu.ts';
import { createAnswers, isSessionFile, openFiles } from './requests.ts';
import type { PageOrigins } from './security.ts';
import { createSessionWindows, type SessionWindow } from './session-windows.ts';
import { workersBesideWindow } from './pool-size.ts';
import type { SettingsStore } from './settings-file.ts';

/** How long after the window is there the workers are started, so that the first run need not wait for them. */
const WARM_MILLISECONDS = 1500;

export interface ProgramOptions {
  readonly settings: SettingsStore;
  readonly origins: PageOrigins;
  /** Of the build. */
  readonly outFolder: string;
  /** For the first window's session. */
  readonly thread: SessionThread;
  readonly newWindow: () => BrowserWindow;
  readonly places: DataPlaces;
  readonly loadPage: (window: BrowserWindow) => Promise<void>;
}

export interface Program {
  /** Answers a message of a page; it may wait for the session of that page's window. */
  answer(event: IpcMainInvokeEvent, message: unknown): Promise<Reply<RequestType>>;
  /** Opens files dropped on a page. */
  dropped(event: IpcMainInvokeEvent, message: unknown): Promise<DropReply>;
  /** Opens the first window's session, and then whatever the program was started with. */
  run(first: BrowserWindow, loaded: Promise<void>): Promise<void>;
}

export function createProgram({ settings, origins, outFolder, thread, newWindow, places, loadPage }: ProgramOptions): Program {
  const dataFolder = takeAlong(join(places.settings, 'sessions'), places.sessions);
  // Looked at before there is a session of this start's own.
  const mayHaveSurvivors = hasWorkingCopies(dataFolder);
  let workers: LazyExecutor | null = null;
  const pool = createResizableExecutor((size) => {
    workers = createLazyExecutor(size, (count) => createPiscinaExecutor({ size: count, besideWindow: true }));
    return workers;
  }, workersBesideWindow(settings.settings().poolSize));
  const executor = createSharingExecutor(pool);
  const manifest = {
    application: `Leibniz ${app.getVersion()}`,
    runtime: `Electron ${process.versions.electron ?? '?'} (Node ${process.versions.node}, V8 ${process.versions.v8})`,
  };

  let ready: SessionThread | null = thread;
  const windows = createSessionWindows({
    openWorkspace: (source, onEvent) => {
      const first = ready;
      ready = null;
      return openWorkspace(source, { dataFolder, executor, manifest, onEvent, ...(first === null ? {} : { thread: first }) });
    },
    createWindow: newWindow,
    loadPage,
    settings,
    programTitle: programTitle(app.getVersion()),
    onChange: () => buildMenu(),
    onState: () => menuOfFocused(),
  });

  const send = (target: SessionWindow, event: AppEvent): void => {
    if (!target.window.isDestroyed()) target.window.webContents.send(EVENT_CHANNEL, event);
  };
  const focused = (): SessionWindow | null => windows.of(BrowserWindow.getFocusedWindow()) ?? windows.all().at(-1) ?? null;
  /** Runs what a menu entry asks for and shows its error in the window it was meant for. */
  const attempt = (target: SessionWindow | null, action: () => Promise<unknown>): void => {
    action().catch(async (error: unknown) => {
      if (target === null) await showError(null, toErrorValue(error));
      else send(target, { type: 'error', error: toErrorValue(error) });
    });
  };
  const open = (source: WorkspaceSource): void =>
    attempt(focused(), async () => {
      await windows.opened();
      return windows.open(source, focused());
    });

  const runCommand = async (command: Command): Promise<void> => {
    await windows.opened();
    const target = focused();
    if (command === 'new-session') return open({ kind: 'new' });
    if (target === null) return;
    switch (command) {
      case 'open-session':
        return attempt(target, () => windows.openWithDialog(target));
      case 'save-session':
        return attempt(target, () => windows.save(target, false));
      case 'save-session-as':
        return attempt(target, () => windows.save(target, true));
      case 'open-problem':
        return attempt(target, async () => {
          const paths = await askForProblems(target.window);
          if (paths.length > 0) send(target, { type: 'opened', outcome: await openFiles(paths, target, windows) });
        });
      default:
        send(target, { type: 'command', command });
    }
  };
  let shownEdits = '';
  const nextEdits = (): NextEdits | null => {
    const state = focused()?.workspace.state();
    return state === undefined ? null : { undo: state.undo, redo: state.redo };
  };
  /** The menu bar is one for all windows and says what the one in front would undo. */
  function menuOfFocused(): void {
    if (JSON.stringify(nextEdits()) !== shownEdits) buildMenu();
  }
  function buildMenu(): void {
    const edits = nextEdits();
    shownEdits = JSON.stringify(edits);
    const state = {
      isMac: process.platform === 'darwin', recent: settings.recent(), development: origins.developmentServer !== null, edits,
    };
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate(state, {
          run: (command) => void runCommand(command),
          openRecent: (path) => open({ kind: 'file', path }),
          openExampleSession: () => open({ kind: 'template', path: exampleSessionFile(), name: 'Example' }),
        }),
      ),
    );
  }

  const { answer, dropped } = createAnswers({
    windows,
    settings,
    dataFolder,
    mayHaveSurvivors,
    exampleSession: exampleSessionFile(),
    outFolder,
    origins,
    onSettingsChanged: () => {
      pool.resize(workersBesideWindow(settings.settings().poolSize));
      for (const target of windows.all()) send(target, { type: 'settings.changed', settings: settings.settings() });
    },
  });

  const autosave = createAutosave({
    windows: () => windows.all(),
    minutes: () => settings.settings().autosaveMinutes ?? 0,
    save: (target) => windows.save(target, false),
    failed: (target, error) => send(target, { type: 'error', error: toErrorValue(error) }),
  });
  setInterval(() => void autosave(), LOOK_MILLISECONDS).unref();

  const openGivenFiles = async (files: readonly string[]): Promise<void> => {
    await windows.opened();
    const target = focused();
    if (files.length === 0) {
      target?.window.focus();
      return;
    }
    attempt(target, async () => {
      const into = target ?? (await windows.open({ kind: 'new' }, null));
      send(into, { type: 'opened', outcome: await openFiles(files, into, windows) });
    });
  };
  app.on('second-instance', (_event, argv, workingFolder) => void openGivenFiles(filesFromArguments(argv, workingFolder)));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void openGivenFiles([path]);
  });
  app.on('activate', () => {
    if (windows.all().length === 0) open({ kind: 'new' });
  });
  app.on('browser-window-focus', menuOfFocused);
  app.on('window-all-closed', () => app.quit());
  let leaving: 'no' | 'asking' | 'yes' = 'no';
  app.on('before-quit', (event) => {
    if (leaving === 'yes') return;
    event.preventDefault();
    if (leaving === 'asking') return;
    leaving = 'asking';
    // A close that fails must not keep the program open for ever: what was saved is safe, the rest is recovered at the next start.
    void leave()
      .catch(() => true)
      .then((left) => {
        leaving = left ? 'yes' : 'no';
        if (left) app.quit();
      });
  });
  /** Each window may ask about its session; one "Cancel" keeps the program running. */
  async function leave(): Promise<boolean> {
    for (const target of windows.all()) if (!(await windows.close(target))) return false;
    await windows.settled();
    await endInTime(executor.close());
    return true;
  }
  // Everything is saved and closed here: nothing is lost with a process that could not end by itself.
  app.on('quit', () => threadUnended() && process.kill(process.pid, 'SIGKILL'));

  const run = async (first: BrowserWindow, loaded: Promise<void>): Promise<void> => {
    const files = filesFromArguments(process.argv, process.cwd());
    const [given] = files.filter((file) => isSessionFile(file));
    // The session first: its thread works while the menu is made.
    const session = windows.openFirst(first, loaded, async () => {
      if (given !== undefined) return { kind: 'file', path: given };
      const plain = !settings.firstStart || files.length > 0 || (await listRecoverable(dataFolder)).length > 0;
      return plain ? { kind: 'new' } : { kind: 'template', path: exampleSessionFile(), name: 'Example' };
    });
    buildMenu();
    const window = await session;
    setTimeout(() => workers?.warm(), WARM_MILLISECONDS).unref();
    // A session that could not be opened is tried once more with the others, which says why.
    const others = files.filter((file) => file !== given || window.workspace.path() === null);
    if (others.length > 0) send(window, { type: 'opened', outcome: await openFiles(others, window, windows) });
  };
  return { answer, dropped, run };
}
