/** One row of the run table: cells by column, the live state of a run that is going, selection and hover. */
import { IconPinFilled } from '@tabler/icons-react';
import { memo } from 'react';
import type { JSX, MouseEvent } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { isGoing } from '../api/events.ts';
import { useLiveRun } from '../api/live-runs.ts';
import { StatusBadge } from '../common/StatusBadge.tsx';
import { Swatch } from '../common/Swatch.tsx';
import { statusWords } from '../common/status.ts';
import { AlignedNumber, formatCount, formatDuration, measuredGapHelp } from '../format/index.ts';
import { roughTimeLeft, wholePercent } from '../common/time-left.ts';
import { useSelection } from '../state/selection.ts';
import { cellText } from './cell-texts.ts';
import { OriginLink } from '../parts/OriginLink.tsx';
import { metInTolerance } from '../../src-contract/exact-status.ts';
import { isInfeasible } from '../../src-contract/tables/run-facts.ts';
import { fullText } from './run-columns.ts';
import type { RunColumn } from './run-columns.ts';

export interface RunRowProps {
  readonly run: RunSummary;
  /** Place among the rows shown, from 0. */
  readonly index: number;
  readonly top: number;
  readonly columns: readonly RunColumn[];
  readonly widths: readonly number[];
  /** Where each of the columns that stay in sight stands; they are the first. */
  readonly lefts: readonly number[];
  readonly rooms: ReadonlyMap<string, number>;
  readonly selected: boolean;
  readonly focused: boolean;
  readonly onPress: (event: MouseEvent, id: number) => void;
  readonly onMenu: (event: MouseEvent, id: number) => void;
  readonly onOpen: (id: number) => void;
}

export const rowElementId = (id: number): string => `run-row-${id}`;

export const RunRow = memo(function RunRow(
  { run, index, top, columns, widths, lefts, rooms, selected, focused, onPress, onMenu, onOpen }: RunRowProps,
): JSX.Element {
  const hovered = useSelection((state) => state.hoveredRunId === run.id);
  const hoverRun = useSelection((state) => state.hoverRun);
  return (
    <div
      id={rowElementId(run.id)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className="lz-run"
      data-focused={focused}
      data-hovered={hovered}
      data-run={run.id}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={(event) => event.button === 0 && onPress(event, run.id)}
      onDoubleClick={() => onOpen(run.id)}
      onContextMenu={(event) => onMenu(event, run.id)}
      onMouseEnter={() => hoverRun(run.id)}
      onMouseLeave={() => hoverRun(null)}
    >
      {columns.map((column, k) => (
        <div
          key={column.key}
          role="gridcell"
          className="lz-cell"
          data-numeric={column.numeric}
          data-kept={k < lefts.length}
          style={{ width: widths[k], ...(k < lefts.length ? { left: lefts[k] } : {}) }}
        >
          <Cell run={run} column={column} room={rooms.get(column.key) ?? 0} />
        </div>
      ))}
    </div>
  );
});

function Cell({ run, column, room }: { readonly run: RunSummary; readonly column: RunColumn; readonly room: number }): JSX.Element {
  if (column.key === 'status') {
    return isGoing(run) && run.status !== 'queued' ? <LiveStatus run={run} /> : <StatusBadge status={statusWords(run)} />;
  }
  if (column.key === 'id') {
    return (
      <span className="row-tight lz-run-id">
        <Swatch run={run} />
        <span className="tabular">{run.id}</span>
        {run.pinned && <IconPinFilled size={11} role="img" aria-label="pinned" className="dim" />}
      </span>
    );
  }
  if (isGoing(run) && (column.key === 'iterations' || column.key === 'seconds')) {
    return <LiveNumber run={run} what={column.key} room={room} />;
  }
  const { text } = cellText(run, column);
  // Durations come in several units: a common decimal point would say nothing.
  if (column.key === 'seconds') return <span title={fullText(column, run)}>{text}</span>;
  if (column.key === 'objective' && isInfeasible(run)) {
    return (
      <s
        className="lz-struck"
        title={`${fullText(column, run) ?? text}: ${metInTolerance(run) ? 'the solution meets the rows only within the tolerance asked for' : 'the solution is infeasible, this is no result'}`}
      >
        <AlignedNumber text={text} fractionWidth={room} />
      </s>
    );
  }
  if (column.key === 'gap') {
    const help = measuredGapHelp(run);
    if (help !== null) return <span className="lz-unproven" title={`${help} ${fullText(column, run) ?? ''}`}>{text}</span>;
  }
  if (column.key === 'feasible' && run.feasible === false) {
    return <span className={metInTolerance(run) ? 'lz-in-tolerance' : 'lz-infeasible'}>{text}</span>;
  }
  if (column.numeric) return text === '' ? <></> : <AlignedNumber text={text} fractionWidth={room} title={fullText(column, run)} />;
  if (column.key === 'tag') {
    return <span className="lz-cell-tags" title={text}>{run.tags.map((tag) => <span key={tag} className="lz-tag">{tag}</span>)}</span>;
  }
  if (column.key === 'origin') return run.origin === null ? <></> : <OriginLink origin={run.origin} />;
  // A run whose label is the name of its file says where it is from already.
  if (column.key === 'method' && run.origin !== null && !('file' in run.origin && run.label === run.origin.file)) {
    return (
      <span className="row-tight lz-method">
        <span className="truncate" title={text}>
          {text}
        </span>
        <OriginLink origin={run.origin} short />
      </span>
    );
  }
  return (
    <span className={column.key === 'problem' ? 'mono truncate' : 'truncate'} title={text}>
      {text}
    </span>
  );
}

/** Progress of a run that is going: a bar in the row, the share, and the time left once the rate is stable. */
function LiveStatus({ run }: { readonly run: RunSummary }): JSX.Element {
  const progress = useLiveRun(run.id)?.progress ?? null;
  const status = statusWords(run);
  if (progress === null) return <StatusBadge status={status} />;
  const { fraction, rate, unit, done, secondsLeft } = progress;
  const words =
    run.status === 'cancelling'
      ? 'cancelling'
      : [
        fraction === null ? formatDuration(progress.seconds) : wholePercent(fraction),
        secondsLeft === null ? null : roughTimeLeft(secondsLeft),
      ].filter((part) => part !== null).join(' · ');
  const title = `${formatCount(done)} ${unit}${rate === null ? '' : `, ${formatCount(Math.round(rate))} a second`}`;
  return (
    <span className="lz-live" title={title}>
      <span
        className="lz-live-bar"
        role="progressbar"
        aria-label={`Progress of run ${run.id}`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(fraction === null ? {} : { 'aria-valuenow': Math.round(100 * fraction) })}
        data-endless={fraction === null}
      >
        <span style={{ width: `${100 * (fraction ?? 1)}%` }} />
      </span>
      <span className="tabular truncate">{words}</span>
    </span>
  );
}

function LiveNumber(
  { run, what, room }: { readonly run: RunSummary; readonly what: 'iterations' | 'seconds'; readonly room: number },
): JSX.Element {
  const progress = useLiveRun(run.id)?.progress ?? null;
  if (progress === null) return <></>;
  const text = what === 'seconds' ? formatDuration(progress.seconds) : progress.unit === 'iterations' ? formatCount(progress.done) : '';
  if (what === 'seconds') return <span>{text}</span>;
  return text === '' ? <></> : <AlignedNumber text={text} fractionWidth={room} />;
}
