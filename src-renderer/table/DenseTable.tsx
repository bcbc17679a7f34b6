/**
 * A dense table whose rows are drawn only where they are seen: 26 px rows, a header that sorts, numbers
 * aligned on the decimal. Missing and undefined numbers sort last either way. Meant for up to some
 * hundred thousand rows; semantics are those of a table, by ARIA roles.
 */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { JSX, KeyboardEvent, ReactNode } from 'react';
import { AlignedNumber, columnFractionWidth, compareNumbers } from '../format/index.ts';
import './table.css';

interface ColumnBase {
  readonly key: string;
  readonly label: string;
  /** On hover: what it means, with its unit or formula. */
  readonly help?: string;
  /** A CSS grid track. */
  readonly width: string;
}

interface TextColumn<Row> extends ColumnBase {
  readonly kind: 'text';
  readonly text: (row: Row) => string;
  /** In place of the plain text. */
  readonly render?: (row: Row) => ReactNode;
  readonly mono?: boolean;
}

interface NumberColumn<Row> extends ColumnBase {
  readonly kind: 'number';
  readonly value: (row: Row) => number | null;
  readonly text: (row: Row) => string;
  /** Every digit, on hover. */
  readonly full?: (row: Row) => string;
  /** A class of the number, where it must not be read as a plain result. */
  readonly tone?: (row: Row) => string | null;
}

interface ControlColumn<Row> extends ColumnBase {
  readonly kind: 'control';
  readonly render: (row: Row) => ReactNode;
}

export type DenseColumn<Row> = TextColumn<Row> | NumberColumn<Row> | ControlColumn<Row>;

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Rows in the order asked for; equal ones keep theirs. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly DenseColumn<Row>[], sorting: Sorting | null): readonly Row[] {
  const column = columns.find((one) => one.key === sorting?.key);
  if (sorting === null || column === undefined || column.kind === 'control') return rows;
  if (column.kind === 'number') return rows.toSorted((a, b) => compareNumbers(column.value(a), column.value(b), sorting.descending));
  return rows.toSorted((a, b) => collator.compare(column.text(a), column.text(b)) * (sorting.descending ? -1 : 1));
}

export interface DenseTableProps<Row> {
  readonly label: string;
  readonly columns: readonly DenseColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
  readonly selectedKey?: string | number | null;
  readonly onSelect?: (row: Row) => void;
  readonly onHover?: (row: Row | null) => void;
  readonly empty?: ReactNode;
}

const ROW_HEIGHT = 26;

export function DenseTable<Row>(props: DenseTableProps<Row>): JSX.Element {
  const { label, columns, rows, rowKey, sorting, onSort, selectedKey, onSelect, onHover, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting]);
  const fractions = useMemo(
    // The widest right-hand part decides; beyond some thousand rows a sample does.
    () => columns.map((column) => (column.kind === 'number' ? columnFractionWidth(sample(sorted).map((row) => column.text(row))) : 0)),
    [columns, sorted],
  );
  const virtualizer = useVirtualizer({
    count: sorted.length, getScrollElement: () => scroller.current, estimateSize: () => ROW_HEIGHT, scrollPaddingStart: ROW_HEIGHT,
    overscan: 12,
  });
  const template = columns.map((column) => column.width).join(' ');
  const minWidth = columns.reduce((sum, column) => sum + leastWidth(column.width), 0);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 2);
    const moves: Record<string, number> = {
      ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -sorted.length, End: sorted.length,
    };
    const move = moves[event.key];
    if (move === undefined || sorted.length === 0) return;
    event.preventDefault();
    const next = Math.min(sorted.length - 1, Math.max(0, cursor + move));
    setCursor(next);
    virtualizer.scrollToIndex(next);
    const row = sorted[next];
    if (row !== undefined) onSelect?.(row);
  };

  const rowUnder = (target: EventTarget): { readonly row: Row; readonly index: number } | null => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    const index = element === null ? -1 : Number(element.dataset['index']);
    const row = sorted[index];
    return row === undefined ? null : { row, index };
  };

  return (
    <div
      ref={scroller}
      className="lz-dense lz-inset-focus"
      role="grid"
      aria-label={label}
      aria-rowcount={sorted.length + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const under = rowUnder(event.target);
        if (under === null) return;
        setCursor(under.index);
        onSelect?.(under.row);
      }}
      onPointerOver={(event) => onHover?.(rowUnder(event.target)?.row ?? null)}
      onPointerLeave={() => onHover?.(null)}
    >
      <div className="lz-dense-head" role="row" style={{ gridTemplateColumns: template, minWidth }}>
        {columns.map((column) => {
          const active = sorting?.key === column.key;
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
              className="lz-dense-cell"
              data-numeric={column.kind === 'number'}
              title={column.help}
            >
              {column.kind === 'control' ? (
                column.label
              ) : (
                <button type="button" onClick={() => onSort(
                  !active ? { key: column.key, descending: false } : sorting.descending ? null : { key: column.key, descending: true },
                )}>
                  <span className="truncate">{column.label}</span>
                  {active && (sorting.descending ? <IconArrowDown size={12} aria-hidden /> : <IconArrowUp size={12} aria-hidden />)}
                </button>
              )}
            </div>
          );
        })}
      </div>
      {sorted.length === 0 && <div className="lz-dense-empty">{empty ?? 'Nothing to show.'}</div>}
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), minWidth, position: 'relative' }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = sorted[item.index];
          if (row === undefined) return null;
          const key = rowKey(row);
          return (
            <div
              key={key}
              role="row"
              data-index={item.index}
              aria-rowindex={item.index + 2}
              aria-selected={selectedKey === undefined ? undefined : key === selectedKey}
              className="lz-dense-row"
              data-selectable={onSelect !== undefined}
              style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
            >
              {columns.map((column, index) => (
                <div
                  key={column.key}
                  role="gridcell"
                  className={`lz-dense-cell${column.kind === 'text' && column.mono === true ? ' mono' : ''}`}
                >
                  {cellContent(column, row, fractions[index] ?? 0)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function cellContent<Row>(column: DenseColumn<Row>, row: Row, fractionWidth: number): ReactNode {
  if (column.kind === 'control') return column.render(row);
  const tone = column.kind === 'number' ? (column.tone?.(row) ?? null) : null;
  if (column.kind === 'number' && tone !== null) {
    const number = <AlignedNumber text={column.text(row)} fractionWidth={fractionWidth} title={column.full?.(row)} />;
    return <span className={`${tone} lz-dense-toned`}>{tone === 'lz-struck' ? <s>{number}</s> : number}</span>;
  }
  if (column.kind === 'number') return <AlignedNumber text={column.text(row)} fractionWidth={fractionWidth} title={column.full?.(row)} />;
  if (column.render !== undefined) return column.render(row);
  return (
    <span className="truncate selectable" title={column.text(row)}>
      {column.text(row)}
    </span>
  );
}

/** The least px of a grid track: of "92px" and of "minmax(92px, 1fr)". */
export function leastWidth(track: string): number {
  return Number(/(\d+(?:\.\d+)?)px/.exec(track)?.[1] ?? 0);
}

const SAMPLE = 4000;

function sample<Row>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= SAMPLE) return rows;
  const step = rows.length / SAMPLE;
  return Array.from({ length: SAMPLE }, (_, k) => rows[Math.floor(k * step)]).filter((row) => row !== undefined);
}
