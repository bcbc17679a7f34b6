/**
 * Problems that are being changed by hand, each with its way back: steps undone can be done again until another
 * change is made. They live as long as the window.
 */
import { create } from 'zustand';
import type { EditedProgram } from '../../src-science/program/editing.ts';

export interface History {
  readonly past: readonly EditedProgram[];
  readonly present: EditedProgram;
  readonly future: readonly EditedProgram[];
}

interface Histories {
  /** By the hash of the problem that is changed. */
  readonly byHash: Readonly<Record<string, History>>;
  readonly change: (hash: string, from: EditedProgram, to: EditedProgram) => void;
  readonly undo: (hash: string) => void;
  readonly redo: (hash: string) => void;
  /** Back to the problem as it is, with no way forward. */
  readonly discard: (hash: string) => void;
}

export const useEdits = create<Histories>()((set) => {
  const step = (hash: string, next: (history: History) => History | null): void =>
    set(({ byHash }) => {
      const history = byHash[hash];
      const after = history === undefined ? null : next(history);
      return after === null ? {} : { byHash: { ...byHash, [hash]: after } };
    });
  return {
    byHash: {},
    change: (hash, from, to) =>
      set(({ byHash }) => {
        const history = byHash[hash] ?? { past: [], present: from, future: [] };
        return { byHash: { ...byHash, [hash]: { past: [...history.past, history.present], present: to, future: [] } } };
      }),
    undo: (hash) => step(hash, ({ past, present, future }) => {
      const last = past.at(-1);
      return last === undefined ? null : { past: past.slice(0, -1), present: last, future: [present, ...future] };
    }),
    redo: (hash) => step(hash, ({ past, present, future }) => {
      const [next, ...rest] = future;
      return next === undefined ? null : { past: [...past, present], present: next, future: rest };
    }),
    discard: (hash) => set(({ byHash }) => {
      const { [hash]: _, ...others } = byHash;
      return { byHash: others };
    }),
  };
});
