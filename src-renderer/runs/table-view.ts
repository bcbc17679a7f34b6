/** How the run table is looked at: what a saved view keeps, and what the table starts with. */
import { create } from 'zustand';
import type { RunView } from '../../src-contract/settings.ts';
import { GROUPING_NAMES, HEAD_FIGURES } from './run-grouping.ts';
import type { GroupingName, HeadFigure } from './run-grouping.ts';
import type { RowSorting } from './run-order.ts';

export interface TableView {
  readonly filter: string;
  readonly sorting: RowSorting;
  readonly grouping: GroupingName | null;
  readonly figure: HeadFigure;
  /** Keys of groups whose runs are not shown. */
  readonly folded: ReadonlySet<string>;
}

const FIRST: TableView = { filter: '', sorting: [{ id: 'id', desc: true }], grouping: null, figure: 'mean', folded: new Set() };

/** Outlives the panel, so that one that is closed and shown again is as it was. */
export const useTableView = create<TableView>()(() => FIRST);

export const changeView = (change: Partial<TableView>): void => useTableView.setState(change);

export function foldGroup(key: string, fold?: boolean): void {
  useTableView.setState(({ folded }) => {
    const next = new Set(folded);
    if (fold ?? !folded.has(key)) next.add(key);
    else next.delete(key);
    return { folded: next };
  });
}

/** What a saved view makes of the table; names of another version are passed over. */
export function applyView({ filter, sorting, grouping, figure }: RunView): void {
  useTableView.setState({
    filter, sorting: sorting.length === 0 ? FIRST.sorting : sorting, folded: new Set(),
    grouping: GROUPING_NAMES.find((name) => name === grouping) ?? null,
    figure: HEAD_FIGURES.find((name) => name === figure) ?? FIRST.figure,
  });
}

/** The table as it is, under a name. */
export function viewNow(name: string, columns: readonly string[] | null, kept: readonly string[]): RunView {
  const { filter, sorting, grouping, figure } = useTableView.getState();
  return {
    name, filter, grouping, figure, columns: columns === null ? null : [...columns], kept: [...kept],
    sorting: sorting.map(({ id, desc }) => ({ id, desc })),
  };
}
