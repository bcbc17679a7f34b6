/** The head of a group of runs: folds it, selects it, and says what its runs come to. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { JSX } from 'react';
import { AlignedNumber, formatCount } from '../format/index.ts';
import type { RunColumn } from './run-columns.ts';
import { headCell } from './run-grouping.ts';
import type { HeadFigure, RunGroup } from './run-grouping.ts';

interface GroupHeadProps {
  readonly group: RunGroup;
  readonly folded: boolean;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly RunColumn[];
  readonly widths: readonly number[];
  readonly rooms: ReadonlyMap<string, number>;
  readonly figure: HeadFigure;
  readonly senseOf: (problemId: number) => 'min' | 'max' | undefined;
  readonly onFold: (key: string) => void;
  readonly onSelect: (ids: readonly number[], add: boolean) => void;
}

export const GroupHead = memo(function GroupHead(
  { group, folded, index, top, columns, widths, rooms, figure, senseOf, onFold, onSelect }: GroupHeadProps,
): JSX.Element {
  const cells = columns.map((column) => headCell(column, group.runs, figure, senseOf));
  // The title takes the place of the columns before the first that says something.
  const first = columns.findIndex((column, k) => column.numeric && cells[k] !== null);
  const titleEnd = first < 0 ? columns.length : first;
  const titleWidth = widths.slice(0, titleEnd).reduce((sum, width) => sum + width, 0);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-expanded={!folded}
      className="lz-run lz-group-head"
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="rowheader" className="lz-group-title" style={{ width: Math.max(titleWidth, 160) }}>
        <div>
          <button type="button" aria-label={folded ? `Unfold ${group.title}` : `Fold ${group.title}`} onClick={() => onFold(group.key)}>
            {folded ? <IconChevronRight size={14} aria-hidden /> : <IconChevronDown size={14} aria-hidden />}
          </button>
          <button
            type="button"
            className="truncate"
            title={`${group.title}: select its ${group.runs.length} runs`}
            onClick={(event) => onSelect(group.runs.map((run) => run.id), event.ctrlKey || event.metaKey)}
            onDoubleClick={() => onFold(group.key)}
          >
            {group.title}
          </button>
          <span className="caption tabular">{formatCount(group.runs.length)}</span>
        </div>
      </div>
      {columns.map((column, k) => {
        const cell = cells[k] ?? null;
        return k < titleEnd ? null : (
          <div key={column.key} role="gridcell" className="lz-cell" data-numeric={column.numeric} style={{ width: widths[k] }}>
            {cell !== null && (column.numeric && column.unit !== 's'
              ? <AlignedNumber text={cell.text} fractionWidth={rooms.get(column.key) ?? 0} title={cell.help} />
              : <span className="truncate" title={cell.help}>{cell.text}</span>)}
          </div>
        );
      })}
    </div>
  );
});
