/**
 * One window a session: which workspace belongs to which window, and what happens when a session is
 * opened, replaced, saved or closed. Nothing here draws or computes.
 */
import { resolve } from 'node:path';
import type { BrowserWindow } from 'electron';
import { EVENT_CHANNEL } from '../../src-contract/channels.ts';
import type { AppEvent } from '../../src-contract/ipc.ts';
import type { SessionState } from '../../src-contract/session.ts';
import { toErrorValue } from '../engine/error-value.ts';
import { seenAt } from '../engine/files/target-place.ts';
import type { Workspace, WorkspaceSource } from '../engine/workspace/workspace-api.ts';
import { SESSION_FILTER, askBeforeClosing, askForSession, askWhereToSave } from './dialogs.ts';
import type { SettingsStore } from './settings-file.ts';

/** A window and the session in it. */
export interface SessionWindow {
  readonly window: BrowserWindow;
  workspace: Workspace;
  running: number;
  closing: boolean;
}

export interface SessionWindowsOptions {
  readonly openWorkspace: (source: WorkspaceSource, onEvent: (event: AppEvent) => void) => Promise<Workspace>;
  readonly createWindow: () => BrowserWindow;
  readonly loadPage: (window: BrowserWindow) => Promise<void>;
  readonly settings: SettingsStore;
  /** In every title bar. */
  readonly programTitle: string;
  /** Recent files or windows changed: menus want rebuilding. */
  readonly onChange: () => void;
  /** The state of a window's session is another. */
  readonly onState: () => void;
}

export interface SessionWindows {
  all(): readonly SessionWindow[];
  of(window: BrowserWindow | null): SessionWindow | null;
  /** The same for a window whose session may still be on its way. */
  whenOpen(window: BrowserWindow | null): Promise<SessionWindow | null>;
  /**
   * The program's first window: its page loads while its session is being opened, and what the page asks
   * meanwhile waits for that.
   * @param loaded resolves when its page is there
   * @param source says what to open; where that cannot be opened, the window has an empty session
   */
  openFirst(window: BrowserWindow, loaded: Promise<void>, source: () => Promise<WorkspaceSource>): Promise<SessionWindow>;
  /** Resolves once no window waits for its session: what a menu asks before that is meant for such a window. */
  opened(): Promise<void>;
  /** Opens a source in a window of its own, or in `inside` where that holds nothing worth keeping. */
  open(source: WorkspaceSource, inside: SessionWindow | null): Promise<SessionWindow>;
  openWithDialog(from: SessionWindow): Promise<SessionState | null>;
  /** @returns the new state, or null if the person gave up */
  save(target: SessionWindow, as: boolean): Promise<SessionState | null>;
  /** Asks about unsaved changes and closes. @returns false if the person cancelled */
  close(target: SessionWindow): Promise<boolean>;
  /** Resolves once every closed session has written what it had to write. */
  settled(): Promise<void>;
}

export function createSessionWindows(options: SessionWindowsOptions): SessionWindows {
  const windows: SessionWindow[] = [];
  /** Sessions that are being closed; the program must not end before them. */
  const pending = new Set<Promise<void>>();
  /** The first window while its session is being opened. */
  const opening = new Map<BrowserWindow, Promise<SessionWindow>>();
  /** Windows whose closing waits for the person's answer. */
  const asking = new Set<SessionWindow>();

  const send = (target: SessionWindow, event: AppEvent): void => {
    if (!target.window.isDestroyed()) target.window.webContents.send(EVENT_CHANNEL, event);
  };
  const showTitle = (target: SessionWindow, state: SessionState): void => {
    if (target.window.isDestroyed()) return;
    target.window.setTitle(`${state.unsavedChanges ? '• ' : ''}${state.name} — ${options.programTitle}`);
    target.window.setDocumentEdited(state.unsavedChanges);
    options.onState();
  };
  /** Events of a workspace reach its window only while it is that window's workspace. */
  const receiver = () => {
    let target: SessionWindow | null = null;
    const waiting: AppEvent[] = [];
    const deliver = (event: AppEvent): void => {
      if (target === null) {
        waiting.push(event);
        return;
      }
      if (event.type === 'session.changed') showTitle(target, event.state);
      if (event.type === 'pool.changed') target.running = event.pool.running + event.pool.queued;
      send(target, event);
    };
    return {
      deliver,
      attach: (to: SessionWindow): void => {
        target = to;
        for (const event of waiting.splice(0)) deliver(event);
      },
    };
  };
  const sameFile = (path: string): SessionWindow | null =>
    windows.find((each) => each.workspace.path() !== null && resolve(each.workspace.path() ?? '') === resolve(path)) ?? null;
  const remember = (source: WorkspaceSource): void => {
    if (source.kind === 'file') options.settings.remember(source.path);
    options.onChange();
  };

  const open = async (source: WorkspaceSource, inside: SessionWindow | null): Promise<SessionWindow> => {
    if (source.kind === 'file') {
      const already = sameFile(source.path);
      if (already !== null) {
        already.window.focus();
        return already;
      }
    }
    const events = receiver();
    // The new session is opened before the old one is let go: a refused file leaves everything as it was.
    const workspace = await options.openWorkspace(source, events.deliver);
    if (inside !== null && isDisposable(inside)) {
      const previous = inside.workspace;
      inside.workspace = workspace;
      events.attach(inside);
      send(inside, { type: 'session.replaced', state: workspace.state() });
      showTitle(inside, workspace.state());
      await previous.close({ keepWorkingCopy: false });
      remember(source);
      return inside;
    }
    const created = settle(options.createWindow(), workspace, events);
    remember(source);
    await options.loadPage(created.window);
    return created;
  };

  /** Makes a window that of a workspace. */
  const settle = (window: BrowserWindow, workspace: Workspace, events: ReturnType<typeof receiver>): SessionWindow => {
    const created: SessionWindow = { window, workspace, running: 0, closing: false };
    windows.push(created);
    events.attach(created);
    showTitle(created, workspace.state());
    created.window.on('page-title-updated', (event) => event.preventDefault());
    created.window.on('close', (event) => {
      if (created.closing) return;
      event.preventDefault();
      void close(created);
    });
    created.window.on('closed', () => {
      const index = windows.indexOf(created);
      if (index >= 0) windows.splice(index, 1);
      options.onChange();
    });
    return created;
  };

  const openFirst =
    async (window: BrowserWindow, loaded: Promise<void>, source: () => Promise<WorkspaceSource>): Promise<SessionWindow> => {
    // A session that is being opened cannot be closed yet; it takes a fraction of a second.
    const hold = (event: { preventDefault(): void }): void => event.preventDefault();
    window.on('close', hold);
    const session = (async () => {
      const events = receiver();
      const wanted = await source();
      const workspace = await options.openWorkspace(wanted, events.deliver).catch((error: unknown) => {
        // A missing or damaged example must not keep the program from starting.
        if (wanted.kind === 'new') throw error;
        return options.openWorkspace({ kind: 'new' }, events.deliver);
      });
      window.off('close', hold);
      performance.mark('leibniz:session');
      const created = settle(window, workspace, events);
      if (workspace.path() !== null) remember(wanted);
      return created;
    })();
    opening.set(window, session);
    try {
      const [created] = await Promise.all([session, loaded]);
      options.onChange();
      return created;
    } catch (error) {
      window.destroy();
      throw error;
    } finally {
      opening.delete(window);
    }
  };

  /** @param last the window closes after it: runs are stopped first, so that the file holds where each was */
  const save = async (target: SessionWindow, as: boolean, last = false): Promise<SessionState | null> => {
    const current = target.workspace.path();
    const name = target.workspace.state().name;
    const path = as || current === null
      ? await askWhereToSave(target.window, 'Save session', name.replace(/\.leibniz$/, ''), [SESSION_FILTER])
      : current;
    if (path === null) return null;
    // With a name just chosen, the dialog has asked whether to replace what stands there now, and nothing that comes later.
    const seen = as || current === null ? seenAt(path) : undefined;
    if (last) await target.workspace.interruptRuns();
    await target.workspace.save(path, seen);
    options.settings.remember(path);
    options.onChange();
    return target.workspace.state();
  };

  const close = async (target: SessionWindow): Promise<boolean> => {
    // A second click on the close button while the question is still open asks nothing new.
    if (asking.has(target)) return false;
    asking.add(target);
    try {
      return await closeAsked(target);
    } finally {
      asking.delete(target);
    }
  };

  const closeAsked = async (target: SessionWindow): Promise<boolean> => {
    const state = target.workspace.state();
    if (needsSaving(state)) {
      const choice = await askBeforeClosing(target.window, state.name, target.running);
      if (choice === 'cancel') return false;
      if (choice === 'save') {
        try {
          if ((await save(target, false, true)) === null) return false;
        } catch (error) {
          send(target, { type: 'error', error: toErrorValue(error) });
          return false;
        }
      }
    }
    target.closing = true;
    const { workspace } = target;
    const closed = workspace.close({ keepWorkingCopy: false });
    pending.add(closed);
    target.window.destroy();
    try {
      await closed;
    } finally {
      pending.delete(closed);
    }
    return true;
  };

  return {
    all: () => [...windows],
    of: (window) => windows.find((each) => each.window === window) ?? null,
    whenOpen: async (window) =>
      windows.find((each) => each.window === window) ?? (window === null ? null : ((await opening.get(window)) ?? null)),
    openFirst,
    opened: async () => {
      await Promise.allSettled(opening.values());
    },
    open,
    openWithDialog: async (from) => {
      const path = await askForSession(from.window);
      if (path === null) return null;
      return (await open({ kind: 'file', path }, from)).workspace.state();
    },
    save,
    close,
    settled: async () => {
      await Promise.allSettled(pending);
    },
  };
}

/** The example and an empty untitled session hold nothing that closing would lose. */
function needsSaving(state: SessionState): boolean {
  return state.unsavedChanges && (state.saved || state.problems > 0 || state.runs > 0);
}

/** True for a window whose session may make room for another: untitled and not worth a question. */
function isDisposable(target: SessionWindow): boolean {
  const state = target.workspace.state();
  return target.running === 0 && !state.saved && !needsSaving(state);
}
