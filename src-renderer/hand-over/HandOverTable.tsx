/**
 * The table itself: one row a solve, its values over their gaps, numbers of a column under each other.
 * What holds because the solve had finished before is dimmed and says so on hover; what was proven inside
 * a ball says that it is.
 */
import { SOLVERS } from '../../src-science/exact/exact-settings.ts';
import { useMemo } from 'react';
import type { JSX, ReactNode } from 'react';
import type { RowsMet } from '../../src-science/exact/solve-log.ts';
import { StatusBadge } from '../common/StatusBadge.tsx';
import { statusWords } from '../common/status.ts';
import {
  AlignedNumber,
  columnFractionWidth,
  formatCount,
  formatDuration,
  formatMeasuredGap,
  formatNumber,
  formatObjective,
  formatShare,
  fullPrecision,
  measuredGapHelp,
} from '../format/index.ts';
import { useSelection } from '../state/selection.ts';
import { metWords, readingWords, wayWords } from './hand-over-rows.ts';
import type { HandOverRow, ValueWithGap } from './hand-over-rows.ts';

interface Props {
  readonly rows: readonly HandOverRow[];
  readonly limits: readonly number[];
  readonly severalProblems: boolean;
}

const valueText = (value: ValueWithGap): string => formatObjective(value.objective, { digits: 7 });
const gapText = (value: ValueWithGap): string => formatMeasuredGap(value.measured, '');

/** One column of values over gaps: the room that each of the two lines needs right of its decimal point. */
function roomOf(values: readonly (ValueWithGap | null)[]): { readonly value: number; readonly gap: number } {
  const known = values.filter((value) => value !== null);
  return { value: columnFractionWidth(known.map(valueText)), gap: columnFractionWidth(known.map(gapText)) };
}

export function HandOverTable({ rows, limits, severalProblems }: Props): JSX.Element {
  const rooms = useMemo(
    () => ({
      start: roomOf(rows.map((row) => (row.start?.feasible === true ? row.start : null))),
      at: limits.map((_, k) => roomOf(rows.map((row) => row.at[k]?.value ?? null))),
      end: roomOf(rows.map((row) => row.end)),
      bound: columnFractionWidth(rows.flatMap((row) => (row.bound === null ? [] : [formatObjective(row.bound.value, { digits: 7 })]))),
      solverGap: columnFractionWidth(rows.flatMap((row) => (row.solverGap === null ? [] : [formatShare(row.solverGap)]))),
    }),
    [rows, limits],
  );
  const focused = useSelection((state) => state.focusedRunId);
  const hovered = useSelection((state) => state.hoveredRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const inspect = (id: number): void => {
    const { selectedRunIds, selectRuns } = useSelection.getState();
    selectRuns(selectedRunIds.includes(id) ? selectedRunIds : [...selectedRunIds, id], id);
  };
  return (
    <table className="lz-hand-over" aria-label="Hand-over: exact solves side by side">
      <thead>
        <tr>
          <Head help="Number of the run">#</Head>
          {severalProblems && <Head>problem</Head>}
          <Head help="From nothing, from a start solution, or among the vectors within so many flips of one">search</Head>
          <Head numeric help="Objective of the start solution and its gap to the reference">start</Head>
          {limits.map((limit) => (
            <Head
              key={limit}
              numeric
              help={`Best solution after ${String(limit)} s, read off the log of the solve, and its gap; dimmed where the solve had finished before`}
            >
              at {formatNumber(limit)} s
            </Head>
          ))}
          <Head numeric help="Objective at the end of the solve and its gap to the reference">end</Head>
          <Head numeric help="Proven: no solution is better. Of a ball it holds among the vectors inside only">bound</Head>
          <Head numeric help="|objective − bound| / max(1, |objective|)">solver gap</Head>
          <Head numeric help="Wall-clock time of the solve">time</Head>
          <Head numeric help="Flips between the start solution and the end: how many variables differ">flips</Head>
          <Head>status</Head>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.run.id}
            data-hovered={row.run.id === hovered}
            data-focused={row.run.id === focused}
            onMouseEnter={() => hoverRun(row.run.id)}
            onMouseLeave={() => hoverRun(null)}
            onClick={() => inspect(row.run.id)}
          >
            <td className="tabular">
              <button
                type="button"
                className="lz-link"
                aria-label={`Inspect run ${row.run.id}`}
                title="Show in the inspector"
                onClick={(event) => (event.stopPropagation(), inspect(row.run.id))}
              >
                {row.run.id}
              </button>
            </td>
            {severalProblems && <td className="mono">{row.run.problemName}</td>}
            <td>
              <div>{row.run.solver === null ? row.run.method : SOLVERS[row.run.solver].label}</div>
              <div className="dim">{wayWords(row)}</div>
            </td>
            <td>{row.start === null ? null : row.start.feasible ? <Value value={row.start} room={rooms.start} /> : <Words
              text="infeasible"
              title={`Its objective is ${fullPrecision(row.start.objective)}, but it breaks rows: no solver can start from it`}
            />}</td>
            {row.at.map((reading, k) => (
              <td key={limits[k]} data-held={reading.held}>
                {reading.state === 'found' && reading.value !== null ? (
                  <Value
                    value={reading.value}
                    room={rooms.at[k] ?? { value: 0, gap: 0 }}
                    note={reading.held ? 'the solve had finished before, so that this holds' : null}
                    met={reading.met}
                  />
                ) : (
                  <Words
                    text={readingWords(reading.state)}
                    title={reading.held ? 'The solve had finished before, without a solution' : undefined}
                  />
                )}
              </td>
            ))}
            <td>
              {row.end === null
                ? <Words text={row.run.status === 'done' ? 'no solution' : ''} />
                : <Value value={row.end} room={rooms.end} met={row.isWithin ? 'within' : 'exactly'} />}
            </td>
            <td>
              {row.bound !== null && <AlignedNumber
                text={formatObjective(row.bound.value, { digits: 7 })}
                fractionWidth={rooms.bound}
                title={fullPrecision(row.bound.value)}
              />}
              {row.bound?.inBall === true &&
                <Words text="in the ball" title="Proven among the vectors inside the ball; it bounds nothing of the program" />}
            </td>
            <td>
              {row.solverGap !== null && <AlignedNumber
                text={formatShare(row.solverGap)}
                fractionWidth={rooms.solverGap}
                title={`${fullPrecision(100 * row.solverGap)} %`}
              />}
              {row.solverGap !== null &&
                row.way === 'ball' && <Words text="in the ball" title="Between solution and bound inside the ball" />}
            </td>
            <td className="tabular lz-right" title={row.seconds === null ? undefined : `${fullPrecision(row.seconds)} s`}>
              {row.seconds === null ? '' : formatDuration(row.seconds)}
            </td>
            <td className="tabular lz-right">{row.distance === null ? '' : formatCount(row.distance)}</td>
            <td>
              <StatusBadge status={statusWords(row.run)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head(
  { children, help, numeric = false }: { readonly children: ReactNode; readonly help?: string; readonly numeric?: boolean },
): JSX.Element {
  return (
    <th scope="col" title={help} className={numeric ? 'lz-right' : undefined}>
      {children}
    </th>
  );
}

const MET_HELP = {
  within: 'It meets the rows only within the feasibility tolerance asked for',
  unknown: 'The solver said this value and not its vector: how it met the rows is not known',
} as const;

/** A value over its gap; one that does not meet the rows exactly, or is not known to, has none. */
function Value({ value, room, note = null, met = 'exactly' }: {
  readonly value: ValueWithGap; readonly room: { readonly value: number; readonly gap: number }; readonly note?: string | null;
  readonly met?: RowsMet | undefined
}): JSX.Element {
  const title = `${fullPrecision(value.objective)}${value.gap === null ? '' : `, gap ${fullPrecision(100 * value.gap)} %`}${note === null ? '' : `; ${note}`}`;
  return (
    <>
      <AlignedNumber text={valueText(value)} fractionWidth={room.value} title={title} />
      {met !== 'exactly' ? <Words text={metWords(met)} title={MET_HELP[met]} /> : <div
        className={measuredGapHelp(value.measured) === null ? 'lz-hand-over-gap' : 'lz-hand-over-gap lz-unproven'}
      >{value.gap !== null && <AlignedNumber text={gapText(value)} fractionWidth={room.gap} title={title} />}</div>}
    </>
  );
}

function Words({ text, title }: { readonly text: string; readonly title?: string | undefined }): JSX.Element {
  return (
    <div className="dim lz-right" title={title}>
      {text}
    </div>
  );
}
