/**
 * The grid of runs: 26 px rows of which only the visible ones exist, sortable and resizable columns,
 * the selection of a desktop list. The grid itself holds the keyboard's focus and points to the row
 * with the cursor, so that scrolling never loses it.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { JSX, KeyboardEvent, MouseEvent } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { useProblems } from '../api/queries.ts';
import { useSelection } from '../state/selection.ts';
import { GroupHead } from './GroupHead.tsx';
import { RunRow, rowElementId } from './RunRow.tsx';
import { afterClick, afterKey } from './row-selection.ts';
import type { RowSelection } from './row-selection.ts';
import type { RunColumn } from './run-columns.ts';
import { groupsOf, tableRows } from './run-grouping.ts';
import type { TableRow } from './run-grouping.ts';
import { createColumnRooms, nextSorting, orderRuns } from './run-order.ts';
import { changeView, foldGroup, useTableView } from './table-view.ts';
import { useColumnWidths } from './use-column-widths.ts';

const ROW_HEIGHT = 26;

/** The window beside whose panels the usual columns do not fit. */
const NARROW = window.matchMedia('(max-width: 1150px)');
const watchWidth = (onChange: () => void): (() => void) => {
  NARROW.addEventListener('change', onChange);
  return () => NARROW.removeEventListener('change', onChange);
};

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  readonly columns: readonly RunColumn[];
  /** How many of them, from the first on, stay in sight when the table is scrolled sideways. */
  readonly kept: number;
  /** Tells the rows in the order shown, for exports and copies. */
  readonly onOrder: (runs: readonly RunSummary[]) => void;
  readonly onRowMenu: (at: { x: number; y: number }, id: number) => void;
  readonly onColumnMenu: (at: { x: number; y: number }, key: string) => void;
  readonly onOpen: (id: number) => void;
  readonly onRemove: () => void;
}

export function RunTable({ runs, columns, kept, onOrder, onRowMenu, onColumnMenu, onOpen, onRemove }: RunTableProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const anchor = useRef<number | null>(null);
  const { sorting, grouping, figure, folded } = useTableView();
  const selectedIds = useSelection((state) => state.selectedRunIds);
  const focusedId = useSelection((state) => state.focusedRunId);
  const selectRuns = useSelection((state) => state.selectRuns);

  const isNarrow = useSyncExternalStore(watchWidth, () => NARROW.matches);
  const usual = useMemo(
    () => columns.map(({ key, width, narrow }) => ({ key, width: isNarrow ? (narrow ?? width) : width })), [columns, isNarrow],
  );
  const { widths, drag, reset } = useColumnWidths(usual);
  const sorted = useMemo(() => orderRuns(runs, columns, sorting), [runs, columns, sorting]);
  const groups = useMemo(() => (grouping === null ? null : groupsOf(sorted, grouping)), [sorted, grouping]);
  const order = useMemo(() => groups?.flatMap((group) => group.runs) ?? sorted, [groups, sorted]);
  const rows = useMemo(() => tableRows(order, groups, folded), [order, groups, folded]);
  const ids = useMemo(() => rows.flatMap((row) => (row.kind === 'run' ? [row.run.id] : [])), [rows]);
  const senses = useSenses();
  const [columnRooms] = useState(createColumnRooms);
  const selected = useMemo(() => new Set(selectedIds), [selectedIds]);
  useEffect(() => onOrder(order), [order, onOrder]);

  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, overscan: 8, scrollPaddingStart: 28,
    getItemKey: (index) => keyOfRow(rows[index], index), useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  const rooms = columnRooms.of(runs, columns, items.flatMap(({ index }) => {
    const row = rows[index];
    return row?.kind === 'run' ? [row.run] : [];
  }));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const lefts = useMemo(
    () => widths.slice(0, kept).map((_, k) => widths.slice(0, k).reduce((sum, width) => sum + width, 0)), [widths, kept],
  );

  // The row with the cursor stays in sight, also when a chart moved it.
  const focusedIndex = focusedId === null ? -1 : rows.findIndex((row) => row.kind === 'run' && row.run.id === focusedId);
  useEffect(() => {
    if (focusedIndex >= 0) virtualizer.scrollToIndex(focusedIndex, { align: 'auto' });
  }, [focusedIndex, virtualizer]);

  const apply = useCallback(
    (next: RowSelection) => {
      anchor.current = next.anchor;
      selectRuns(next.selected, next.focused);
    },
    [selectRuns],
  );
  const current = useCallback((): RowSelection => {
    const { selectedRunIds, focusedRunId } = useSelection.getState();
    return { selected: selectedRunIds, focused: focusedRunId, anchor: anchor.current };
  }, []);

  const latestIds = useRef(ids);
  useEffect(() => {
    latestIds.current = ids;
  });
  const onPress = useCallback(
    (event: MouseEvent, id: number) => {
      if (event.shiftKey) event.preventDefault();
      scroller.current?.focus({ preventScroll: true });
      apply(afterClick(latestIds.current, current(), id, { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey }));
    },
    [apply, current],
  );
  const onSelectGroup = useCallback((members: readonly number[], add: boolean) => {
    scroller.current?.focus({ preventScroll: true });
    const before = add ? current().selected : [];
    apply({ selected: [...new Set([...before, ...members])], focused: members[0] ?? null, anchor: members[0] ?? null });
  }, [apply, current]);
  const onMenu = useCallback(
    (event: MouseEvent, id: number) => {
      event.preventDefault();
      const before = current();
      if (!before.selected.includes(id)) apply({ selected: [id], focused: id, anchor: id });
      onRowMenu({ x: event.clientX, y: event.clientY }, id);
    },
    [apply, current, onRowMenu],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - 2);
    if (groups !== null && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      const group = groups.find((one) => one.runs.some((run) => run.id === focusedId));
      if (group === undefined) return;
      foldGroup(group.key, event.key === 'ArrowLeft');
    } else if (event.key === 'Delete') onRemove();
    else if (event.key === 'Enter' && focusedId !== null) onOpen(focusedId);
    else if ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu') {
      const box = focusedId === null ? undefined : document.getElementById(rowElementId(focusedId))?.getBoundingClientRect();
      if (focusedId === null || box === undefined) return;
      onRowMenu({ x: box.left + 60, y: box.bottom }, focusedId);
    } else {
      const next = afterKey(ids, current(), { key: event.key, toggle: event.ctrlKey || event.metaKey, range: event.shiftKey }, page);
      if (next === null) return;
      apply(next);
    }
    event.preventDefault();
  };

  return (
    // Its role goes by whether there are groups.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={scroller}
      className="lz-runs lz-inset-focus"
      role={groups === null ? 'grid' : 'treegrid'}
      aria-label="Runs"
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      {...(focusedIndex >= 0 ? { 'aria-activedescendant': rowElementId(focusedId ?? 0) } : {})}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" className="lz-runs-head" style={{ width: total }}>
        <div role="row" aria-rowindex={1} className="lz-run-header">
          {columns.map((column, k) => {
            const by = sorting.find(({ id }) => id === column.key);
            return (
              <div
                key={column.key}
                role="columnheader"
                aria-sort={by === undefined ? 'none' : by.desc ? 'descending' : 'ascending'}
                className="lz-th"
                data-numeric={column.numeric}
                data-kept={k < kept}
                style={{ width: widths[k], ...(k < kept ? { left: lefts[k] } : {}) }}
              >
                <button
                  type="button"
                  className="lz-th-button lz-inset-focus"
                  title={column.unit === undefined ? column.help : `${column.help} [${column.unit}]`}
                  onContextMenu={(event) => {
                    event.preventDefault();
                    onColumnMenu({ x: event.clientX, y: event.clientY }, column.key);
                  }}
                  onClick={(event) => changeView({ sorting: nextSorting(sorting, column.key, event.shiftKey) })}
                >
                  <span className="truncate">{column.label}</span>
                  {by?.desc === false && <IconArrowUp size={11} aria-hidden />}
                  {by?.desc === true && <IconArrowDown size={11} aria-hidden />}
                </button>
                <span
                  className="lz-resize"
                  aria-hidden
                  onMouseDown={(event) => drag(event, column.key)}
                  onDoubleClick={() => reset(column.key)}
                />
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className="lz-runs-body" style={{ height: virtualizer.getTotalSize(), width: total }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          if (row.kind === 'head') {
            return (
              <GroupHead
                key={`head ${row.group.key}`}
                group={row.group}
                folded={row.folded}
                index={item.index}
                top={item.start}
                columns={columns}
                widths={widths}
                rooms={rooms}
                figure={figure}
                senseOf={senses}
                onFold={foldGroup}
                onSelect={onSelectGroup}
              />
            );
          }
          const { run } = row;
          return (
            <RunRow
              key={run.id}
              run={run}
              index={item.index}
              top={item.start}
              columns={columns}
              widths={widths}
              lefts={lefts}
              rooms={rooms}
              selected={selected.has(run.id)}
              focused={run.id === focusedId}
              onPress={onPress}
              onMenu={onMenu}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

function keyOfRow(row: TableRow | undefined, index: number): string | number {
  if (row === undefined) return index;
  return row.kind === 'run' ? row.run.id : `head ${row.group.key}`;
}

/** The sense of a problem, the same function while the problems are the same. */
function useSenses(): (problemId: number) => 'min' | 'max' | undefined {
  const problems = useProblems();
  return useMemo(() => {
    const senses = new Map(problems.map(({ id, sense }) => [id, sense]));
    return (problemId) => senses.get(problemId);
  }, [problems]);
}
