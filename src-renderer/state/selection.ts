/**
 * What is selected in the window. There is one selection: the rows selected in the run table are what
 * the charts draw and what the inspector shows; the point under the mouse lights its row and the other
 * way round.
 */
import { create } from 'zustand';
import type { RunSummary } from '../../src-contract/session.ts';

export interface Selection {
  /** In the order they were selected. */
  readonly selectedRunIds: readonly number[];
  /** The row with the keyboard's cursor; the inspector shows it. */
  readonly focusedRunId: number | null;
  readonly hoveredRunId: number | null;
  readonly selectedProblemId: number | null;
  /** What the inspector shows: whichever was chosen last. */
  readonly inspected: 'run' | 'problem';

  readonly selectRuns: (ids: readonly number[], focused?: number | null) => void;
  readonly toggleRun: (id: number) => void;
  readonly hoverRun: (id: number | null) => void;
  readonly selectProblem: (id: number | null) => void;
  readonly dropRuns: (ids: readonly number[]) => void;
  readonly clear: () => void;
}

const NOTHING = { selectedRunIds: [], focusedRunId: null, hoveredRunId: null, selectedProblemId: null, inspected: 'problem' } as const;

export const useSelection = create<Selection>()((set) => ({
  ...NOTHING,
  selectRuns: (ids, focused) => set({
    selectedRunIds: [...ids], focusedRunId: focused === undefined ? (ids.at(-1) ?? null) : focused,
    ...(ids.length > 0 ? { inspected: 'run' as const } : {}),
  }),
  toggleRun: (id) =>
    set((state) => ({
      selectedRunIds: state.selectedRunIds.includes(id)
        ? state.selectedRunIds.filter((other) => other !== id)
        : [...state.selectedRunIds, id],
      focusedRunId: id,
      inspected: 'run',
    })),
  hoverRun: (id) => set((state) => (state.hoveredRunId === id ? state : { hoveredRunId: id })),
  selectProblem: (id) => set({ selectedProblemId: id, ...(id === null ? {} : { inspected: 'problem' as const }) }),
  dropRuns: (ids) => {
    const gone = new Set(ids);
    set((state) => ({
      selectedRunIds: state.selectedRunIds.filter((id) => !gone.has(id)),
      focusedRunId: state.focusedRunId !== null && gone.has(state.focusedRunId) ? null : state.focusedRunId,
      hoveredRunId: state.hoveredRunId !== null && gone.has(state.hoveredRunId) ? null : state.hoveredRunId,
    }));
  },
  clear: () => set(NOTHING),
}));

export const useSelectedRunIds = (): readonly number[] => useSelection((state) => state.selectedRunIds);

/** How many sessions were opened in this window after its first. */
export const useOpenedSessions = create<{ readonly count: number }>()(() => ({ count: 0 }));

/** No more lines than can be told apart. */
const MOST_FIRST = 12;

/**
 * What a newly opened session draws: the finished descents of the problem worked on last, whose rows
 * stand on top of the run table.
 * @param runs by id
 */
export function runsToShowFirst(runs: readonly RunSummary[]): readonly RunSummary[] {
  const descents = runs.filter((run) => run.kind === 'descent' && run.status === 'done');
  const problem = descents.at(-1)?.problemId;
  return descents.filter((run) => run.problemId === problem).slice(-MOST_FIRST);
}
