/**
 * Saves sessions that have a file of their own by themselves, every so many minutes while they have changes. What fails is said
 * once, and not tried again before the session has been saved by hand: a file that another program has changed is not
 * overwritten because time went by.
 */
import type { SessionState } from '../../src-contract/session.ts';

/** How often it is looked whether a save is due. */
export const LOOK_MILLISECONDS = 10_000;

export interface Saved {
  /** When a save was last begun here; null before. */
  readonly triedAt: number | null;
  /** `savedAt` of the session when a save failed; undefined while none has. */
  readonly failedAt: number | null | undefined;
}

/**
 * Whether a session is to be saved now.
 * @param minutes between two saves; 0 is never
 * @param now milliseconds since 1970
 */
export function autosaveDue(
  state: Pick<SessionState, 'saved' | 'unsavedChanges' | 'savedAt'>, { triedAt, failedAt }: Saved, minutes: number, now: number,
): boolean {
  if (minutes <= 0 || !state.saved || !state.unsavedChanges) return false;
  if (failedAt !== undefined && failedAt === state.savedAt) return false;
  return now - Math.max(state.savedAt ?? 0, triedAt ?? 0) >= minutes * 60_000;
}

interface Target {
  readonly workspace: { state(): SessionState };
}

/** @returns what looks once, to be called now and then; saves one session after the other */
export function createAutosave<Window extends Target>(
  { windows, minutes, save, failed, now = Date.now }: {
    readonly windows: () => readonly Window[];
    readonly minutes: () => number;
    readonly save: (window: Window) => Promise<unknown>;
    readonly failed: (window: Window, error: unknown) => void;
    readonly now?: () => number;
  },
): () => Promise<void> {
  const saved = new WeakMap<Window['workspace'], Saved>();
  let looking = false;
  return async () => {
    if (looking) return;
    looking = true;
    try {
      for (const window of windows()) {
        const { workspace } = window;
        const known = saved.get(workspace) ?? { triedAt: null, failedAt: undefined };
        if (!autosaveDue(workspace.state(), known, minutes(), now())) continue;
        saved.set(workspace, { triedAt: now(), failedAt: undefined });
        try {
          await save(window);
        } catch (error) {
          saved.set(workspace, { triedAt: now(), failedAt: workspace.state().savedAt });
          failed(window, error);
        }
      }
    } finally {
      looking = false;
    }
  };
}
