/** Which dialog is open. One at a time: a dialog that opens another replaces itself. */
import { create } from 'zustand';
import type { ProblemSource } from '../../src-contract/problem-choice.ts';
import type { MergeReport } from '../../src-contract/session-merge.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';

export type Dialog =
  | { readonly kind: 'new-run'; readonly tab: JobKind; /** Start from this run's spec. */ readonly from: number
    | null; /** Measure gradient quality along this run. */ readonly along?: number;
    /** These runs are made again, with what is changed of the first. */ readonly again?: readonly number[] }
  | { readonly kind: 'hand-over'; /** The run whose solution is handed over. */ readonly from: number }
  | { readonly kind: 'study'; /** The study that is changed; null: a new one. */ readonly id: number | null;
    /** Runs that a new one begins with. */ readonly runs: readonly number[] }
  | { readonly kind: 'generate' }
  | { readonly kind: 'examples' }
  | { readonly kind: 'problem-source'; /** Files to choose in, one after the other. */ readonly sources: readonly ProblemSource[] }
  | { readonly kind: 'settings' }
  | { readonly kind: 'about' }
  | { readonly kind: 'report' }
  | { readonly kind: 'export-data' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'bin' }
  | { readonly kind: 'merged'; readonly report: MergeReport }
  | { readonly kind: 'tags'; readonly ids: readonly number[] }
  | { readonly kind: 'remove-runs'; readonly ids: readonly number[] }
  | { readonly kind: 'remove-problem'; readonly id: number };

interface Dialogs {
  readonly dialog: Dialog | null;
  readonly open: (dialog: Dialog) => void;
  readonly close: () => void;
}

export const useDialogs = create<Dialogs>()((set) => ({
  dialog: null,
  open: (dialog) => set({ dialog }),
  close: () => set({ dialog: null }),
}));

export const openDialog = (dialog: Dialog): void => useDialogs.getState().open(dialog);
