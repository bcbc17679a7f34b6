/**
 * The run table with its bar: text filter, "only what differs", choice of columns, export, and what can
 * be done with the selected runs.
 */
import { Checkbox } from '@mantine/core';
import { Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type { JSX } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { useProblems, useRuns, useRunsQuery, useSession } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatCount } from '../format/index.ts';
import { later } from '../later.ts';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { showPanel } from '../state/dock.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { askToRemoveRuns } from '../parts/run-actions.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import { GroupMenu } from './GroupMenu.tsx';
import { RunTable } from './RunTable.tsx';
import { ViewMenu } from './ViewMenu.tsx';
import { chosenColumns, keptFirst } from './run-columns.ts';
import { FilterField, FilterMistakes } from './FilterField.tsx';
import { differingColumns } from './run-filter.ts';
import { groupsOf } from './run-grouping.ts';
import { parseQuery } from './run-query.ts';
import { runsAsTable } from './runs-as-table.ts';
import { applyView, changeView, useTableView, viewNow } from './table-view.ts';
import { chosenRuns, transposedRows, transposedTable } from './transposed.ts';
import { useChosenKeys, useTableSettings } from './use-table-settings.ts';

const RunMenu = later(async () => (await import('./RunMenu.tsx')).RunMenu);
const ColumnMenu = later(async () => (await import('./ColumnMenu.tsx')).ColumnMenu);
const TransposedView = later(async () => (await import('./TransposedView.tsx')).TransposedView);

interface MenuAt<Of> {
  readonly x: number;
  readonly y: number;
  readonly of: Of;
}

export function RunsPanel(): JSX.Element {
  const listed = useRunsQuery();
  const runs = useRuns();
  const hasProblems = useProblems().length > 0;
  const session = useSession().data;
  const { filter, grouping, figure } = useTableView();
  const setFilter = useCallback((text: string) => changeView({ filter: text }), []);
  const [transposed, setTransposed] = useState(false);
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const [rowMenu, setRowMenu] = useState<MenuAt<number> | null>(null);
  const [columnMenu, setColumnMenu] = useState<MenuAt<string> | null>(null);
  const [keysChosen, choose] = useChosenKeys();
  const selectedIds = useSelection((state) => state.selectedRunIds);
  const filterInput = useRef<HTMLInputElement>(null);
  const shownOrder = useRef<readonly RunSummary[]>([]);

  const query = useMemo(() => parseQuery(filter), [filter]);
  const shown = useMemo(() => (filter.trim() === '' ? runs : runs.filter(query.test)), [runs, filter, query]);
  const chosen = useMemo(() => chosenColumns(keysChosen), [keysChosen]);
  const shownColumns = useMemo(() => {
    if (!onlyDiffering) return chosen;
    const selected = new Set(selectedIds);
    const compared = selectedIds.length > 1 ? shown.filter((run) => selected.has(run.id)) : shown;
    return differingColumns(compared, chosen);
  }, [onlyDiffering, chosen, shown, selectedIds]);
  const { kept, setKept, views, setViews } = useTableSettings();
  const columns = useMemo(() => keptFirst(shownColumns, kept), [shownColumns, kept]);
  const keptCount = columns.filter(({ key }) => kept.includes(key)).length;
  const compared = useMemo(() => (transposed ? chosenRuns(runs, selectedIds) : []), [transposed, runs, selectedIds]);
  const comparedRows = useMemo(() => transposedRows(compared), [compared]);

  const onOrder = useCallback((order: readonly RunSummary[]) => {
    shownOrder.current = order;
  }, []);
  const onRowMenu = useCallback(({ x, y }: { x: number; y: number }, of: number) => setRowMenu({ x, y, of }), []);
  const onColumnMenu = useCallback(({ x, y }: { x: number; y: number }, of: string) => setColumnMenu({ x, y, of }), []);
  const onOpen = useCallback((id: number) => {
    useSelection.setState({ focusedRunId: id, inspected: 'run' });
    showPanel('inspector');
  }, []);
  const onRemove = useCallback(() => askToRemoveRuns(useSelection.getState().selectedRunIds), []);

  if (listed.isError) {
    return <ErrorNote error={errorValueOf(listed.error)} action={{ label: 'Try again', run: () => void listed.refetch() }} />;
  }
  if (listed.isSuccess && runs.length === 0) {
    return hasProblems ? (
      <Empty
        text="Every run of this session is a row here: exact solves, descents, estimates and decodings."
        actions={[
          { label: 'Descend…', run: () => runCommand('new-descent-run') },
          { label: 'Solve exactly…', run: () => runCommand('new-exact-run') },
        ]}
      />
    ) : (
      <Empty
        text="Every run of this session is a row here. Open a problem first, or add an example."
        actions={[{ label: 'Add an example…', run: () => runCommand('open-example') }]}
        quiet
      />
    );
  }
  const caption =
    `${session?.name ?? 'Session'}: ${shown.length} of ${runs.length} runs${filter.trim() === '' ? '' : `, filter “${filter.trim()}”`}`;
  // The rows in the order shown, which the table tells.
  const table = (): ExportTable =>
    transposed ? transposedTable(compared, comparedRows, caption) : runsAsTable(shownOrder.current, columns, caption);
  return (
    <>
      <div className="lz-panel-bar">
        <FilterField value={filter} runs={runs} onChange={setFilter} input={filterInput} />
        <Checkbox
          label="Only what differs"
          title="Show only the columns in which the shown runs (or the selected ones, if several are) differ, with every setting that differs"
          checked={onlyDiffering}
          onChange={(event) => setOnlyDiffering(event.currentTarget.checked)}
        />
        <ColumnChooser chosen={chosen} onChange={choose} />
        <GroupMenu
          by={grouping}
          figure={figure}
          onGroup={(by) => changeView({ grouping: by, folded: new Set() })}
          onFigure={(next) => changeView({ figure: next })}
          onFoldAll={(fold) =>
            changeView({ folded: new Set(fold && grouping !== null ? groupsOf(shown, grouping).map(({ key }) => key) : []) })}
        />
        <ViewMenu
          views={views}
          transposed={transposed}
          onTranspose={setTransposed}
          onApply={(view) => {
            applyView(view);
            choose(view.columns);
            setKept(view.kept);
          }}
          onSave={(name) => setViews([...views.filter((view) => view.name !== name), viewNow(name, keysChosen, kept)])}
          onRemove={(name) => setViews(views.filter((view) => view.name !== name))}
        />
        <ExportMenu what="runs" table={table} isRunTable />
        <span className="grow" />
        <span className="caption tabular" role="status">
          {shown.length === runs.length
            ? `${formatCount(runs.length)} ${runs.length === 1 ? 'run' : 'runs'}`
            : `${formatCount(shown.length)} of ${formatCount(runs.length)} runs`}
          {selectedIds.length > 0 && `, ${formatCount(selectedIds.length)} selected`}
        </span>
      </div>
      <FilterMistakes text={filter} mistakes={query.mistakes} input={filterInput} />
      {transposed ? (
        <Suspense fallback={null}>
          <TransposedView runs={compared} rows={comparedRows} onOpen={onOpen} />
        </Suspense>
      ) : shown.length === 0 ? (
        <Empty
          text={`No run matches “${filter.trim()}”. Words look in problem, method, label, note, tags and status; write gap<1, seed:3 or tag:paper for a column, and #12 for a run.`}
          actions={[{ label: 'Show all runs', run: () => setFilter('') }]}
        />
      ) : (
        <RunTable
          runs={shown}
          columns={columns}
          kept={keptCount}
          onOrder={onOrder}
          onRowMenu={onRowMenu}
          onColumnMenu={onColumnMenu}
          onOpen={onOpen}
          onRemove={onRemove}
        />
      )}
      <Suspense fallback={null}>
        {rowMenu !== null && <RunMenu at={rowMenu} columns={columns} order={shownOrder} onClose={() => setRowMenu(null)} />}
        {columnMenu !== null && (
          <ColumnMenu at={columnMenu} chosen={chosen} onChange={choose} kept={kept} onKeep={setKept} onClose={() => setColumnMenu(null)} />
        )}
      </Suspense>
    </>
  );
}
