/** What the panel of rows and variables shows, so that other views can lead to a row of it. */
import { create } from 'zustand';
import { showPanel } from './dock.ts';
import { useSelection } from './selection.ts';

export type ProgramTab = 'rows' | 'variables' | 'edit';

export interface ProgramView {
  readonly tab: ProgramTab;
  /** Part of a name, or a variable's whole name, whose rows are listed. */
  readonly filter: string;
  readonly violatedOnly: boolean;
  /** The place of the solution in the list of the run in view; null for its best. */
  readonly solution: number | null;
  /** A row by its name, shown whole below the list; null for none. */
  readonly row: string | null;
  readonly show: (change: Partial<Pick<ProgramView, 'tab' | 'filter' | 'violatedOnly' | 'solution' | 'row'>>) => void;
}

export const useProgramView = create<ProgramView>()((set) => ({
  tab: 'rows', filter: '', violatedOnly: false, solution: null, row: null, show: (change) => set(change),
}));

/**
 * Shows the rows that a solution of a run violates, or one of them.
 * @param solution its place in the run's list; null for its best
 */
export function showViolatedRows(
  run: { readonly id: number; readonly problemId: number }, solution: number | null, row: string | null,
): void {
  useSelection.setState({ selectedProblemId: run.problemId, focusedRunId: run.id });
  useProgramView.getState().show({ tab: 'rows', filter: '', violatedOnly: true, solution, row });
  showPanel('program');
}

/** Shows one row of a run's problem among all of them. */
export function showRow(run: { readonly id: number; readonly problemId: number }, row: string): void {
  useSelection.setState({ selectedProblemId: run.problemId, focusedRunId: run.id });
  useProgramView.getState().show({ tab: 'rows', filter: '', violatedOnly: false, solution: null, row });
  showPanel('program');
}
