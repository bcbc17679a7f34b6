/**
 * How the marginals x̂ of one descent move: a line a variable, a column a snapshot. Shows the run with
 * the cursor where that is a descent, else the first selected one.
 */
import { useThrottledValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
import type { JSX, KeyboardEvent, PointerEvent } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { isGoing } from '../api/events.ts';
import { useLiveRun } from '../api/live-runs.ts';
import { snapshotQuery, useProblemVariables, useRun, useRunDetail } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatCount, formatNumber } from '../format/index.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { Chart } from '../plot/Chart.tsx';
import { chartTheme } from '../plot/chart-theme.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { cellAt, chooseSnapshots, integersOfCell, iterationsInView, orderVariables, paintHeatMap } from './heat-map.ts';
import type { Snapshots, VariableOrder } from './heat-map.ts';
import { heatMapLayout, heatMapOption } from './heat-map-option.ts';
import type { AxisRange } from '../plot/axis-scale.ts';
import { Overview } from '../plot/Overview.tsx';
import { fitText } from '../plot/place-labels.ts';
import { placesOf } from '../plot/plane-zoom.ts';
import type { Plane, PlaneView } from '../plot/plane-zoom.ts';
import { usePlaneZoom } from '../plot/use-plane-zoom.ts';
import { runCaption } from './run-caption.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { useSize } from '../plot/use-size.ts';
import { useStableList } from '../common/use-stable-list.ts';
import '../plot/plot.css';

const OVERVIEW = { width: 132, height: 84 };
/** Snapshots of the whole that the overview has beside those in view. */
const OVERVIEW_COLUMNS = 24;
/** px a variable takes before its name stands beside it, and that a name may take. */
const NAME_HEIGHT = 13;
const MOST_NAME_WIDTH = 120;

/** The descent to show: the focused one, else the first selected. */
function descentToShow(focused: RunSummary | null, selected: readonly RunSummary[]): RunSummary | null {
  if (focused?.kind === 'descent') return focused;
  return selected.find((run) => run.kind === 'descent') ?? null;
}

function paint(snapshots: Snapshots, order: Int32Array, width: number, height: number, stretch?: AxisRange): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(paintHeatMap(snapshots, order, width, height, stretch), width, height), 0, 0);
  return canvas;
}

export function HeatMapPanel(): JSX.Element {
  const focused = useRun(useSelection((state) => state.focusedRunId));
  const run = descentToShow(focused, useSelectedRuns());
  return run === null ? <NothingToShow /> : <HeatMap key={run.id} run={run} />;
}

function NothingToShow(): JSX.Element {
  return (
    <Empty
      text="Select a descent in the run table to see how its marginals x̂ move from start to end, variable by variable."
      actions={[{ label: 'New descent…', run: () => void runCommand('new-descent-run') }]}
    />
  );
}

function HeatMap({ run }: { readonly run: RunSummary }): JSX.Element {
  const [order, setOrder] = useState<VariableOrder>('final');
  const [cursor, setCursor] = useState<{ readonly x: number; readonly y: number; readonly byKeyboard: boolean } | null>(null);
  const [view, setView] = useState<PlaneView | null>(null);
  const [surface, setSurface] = useState<HTMLElement | null>(null);
  const [box, size] = useSize();
  const theme = chartTheme(useThemeName());
  const detail = useRunDetail(run.id);
  const live = useLiveRun(run.id);
  const variables = useProblemVariables(run.problemId);
  const d = variables.data?.names.length ?? 0;
  const going = isGoing(run);
  const newSnapshots = useThrottledValue(live?.snapshots, 500);
  const known = useMemo(() => [...(detail.data?.snapshotIterations ?? []), ...(newSnapshots ?? [])], [detail.data, newSnapshots]);
  const columns = Math.max(2, Math.min(240, Math.floor((size?.width ?? 600) / 3)));
  const stretch = view?.x ?? null;
  // What is zoomed into is asked for as closely as it is stored, beside as much of all as the overview shows.
  const chosen = useMemo(() => {
    if (d === 0) return [];
    if (stretch === null) return chooseSnapshots(known, d, columns, going);
    return [...new Set([
      ...chooseSnapshots(known, d, OVERVIEW_COLUMNS, going), ...chooseSnapshots(iterationsInView(known, stretch), d, columns, going),
    ])].sort((a, b) => a - b);
  }, [known, d, columns, going, stretch]);
  const answers = useQueries({ queries: chosen.map((iteration) => snapshotQuery(run.id, iteration)) });
  const arrived = useStableList(answers.map((answer) => answer.data));
  const snapshots = useMemo<Snapshots>(() => {
    const there = arrived.filter((snapshot) => snapshot !== undefined && snapshot.xHat.length === d);
    return { iterations: there.map((snapshot) => snapshot?.iteration ?? 0), values: there.map((snapshot) => snapshot?.xHat ?? []) };
  }, [d, arrived]);
  const waiting = answers.some((answer) => answer.isPending);
  const ready = snapshots.values.length > 0 && (!waiting || snapshots.values.length > 1);

  const sorted = useMemo(() => orderVariables(order, snapshots, variables.data?.objective ?? null), [order, snapshots, variables.data]);
  const [first, last] = [snapshots.iterations[0] ?? 0, snapshots.iterations.at(-1) ?? 0];
  const whole = useMemo((): Plane => ({
    x: { min: first, max: Math.max(first + 1, last) }, y: { min: 0, max: d }, least: { x: Math.min(2, Math.max(1, last - first)), y: 4 },
  }), [first, last, d]);
  const { from, to } = placesOf(view?.y ?? whole.y);
  const shown = useMemo(() => sorted.subarray(from, to), [sorted, from, to]);
  const range = stretch ?? { min: first, max: last };
  const nameOf = useCallback((index: number): string => variables.data?.names[index] ?? `#${index + 1}`, [variables.data]);
  const labelsOf = useCallback((height: number): { readonly names: readonly string[] | null; readonly labels: readonly string[] } => {
    const names = (to - from) * NAME_HEIGHT > height - 60 ? null : Array.from(shown, (j) => fitText(nameOf(j), 11, MOST_NAME_WIDTH));
    return { names, labels: names ?? [formatCount(d)] };
  }, [from, to, shown, nameOf, d]);
  const beside = useMemo(() => labelsOf(size?.height ?? 0), [labelsOf, size]);
  const layout = useMemo(() => (size === null ? null : heatMapLayout(size.width, size.height, beside.labels)), [size, beside]);
  const ratio = window.devicePixelRatio || 1;
  const overview = useMemo(
    () => (view === null || snapshots.values.length === 0 ? null : paint(snapshots, sorted, OVERVIEW.width, OVERVIEW.height)),
    // oxlint-disable-next-line react/exhaustive-deps -- the whole is the same wherever the view is
    [view === null, snapshots, sorted],
  );
  const zoom = usePlaneZoom({ surface, whole, view, onView: setView, plot: layout, axes: 'y' });
  const part = view === null ? '' : ` ${formatCount(from + 1)}–${formatCount(to)} of ${formatCount(d)}`;
  const title = `variables${part} of ${run.problemName}, ${order === 'index' ? 'in their order' : order === 'final' ? 'by final x̂' : 'by objective coefficient'}`;
  const base = useMemo(
    () => ({ from, to, names: beside.names, firstIteration: range.min, lastIteration: range.max, title }),
    [from, to, beside.names, range.min, range.max, title],
  );
  const option = useMemo(() => {
    if (layout === null || !ready) return null;
    const image = paint(snapshots, shown, Math.round(layout.width * ratio), Math.round(layout.height * ratio), stretch ?? undefined);
    return heatMapOption({ ...base, layout, image }, theme);
  }, [layout, ready, snapshots, shown, stretch, ratio, base, theme]);

  const picture = (): Picture | null =>
    layout === null || size === null || !ready
      ? null
      : {
          width: size.width,
          height: size.height,
          option: (exportTheme, renderer, { width, height }) => {
            const { names, labels } = labelsOf(height);
            const place = heatMapLayout(width, height, labels);
            const canvas = paint(snapshots, shown, Math.round(place.width * 2), Math.round(place.height * 2), stretch ?? undefined);
            const image = renderer === 'svg' ? canvas.toDataURL('image/png') : canvas;
            return heatMapOption({ ...base, names, layout: place, image }, exportTheme);
          },
          caption: runCaption([run]),
          name: `${run.problemName} ${methodOf(run)} marginals`,
        };

  const lines = layout === null ? 1 : Math.round(layout.height * ratio);
  const cell = cursor === null || layout === null || !ready ? null : cellAt(snapshots, shown, cursor.x, cursor.y, lines, range);
  const cellText = cell === null
    ? ''
    : `${cell.variables.map(nameOf).join(', ')}${cell.count > cell.variables.length ? ` and ${formatCount(cell.count - cell.variables.length)} more` : ''}`;

  const onMove = (event: PointerEvent<HTMLButtonElement>): void => {
    if (layout === null) return;
    const area = event.currentTarget.getBoundingClientRect();
    setCursor({
      x: (event.clientX - area.left - layout.left) / layout.width, y: (event.clientY - area.top - layout.top) / layout.height,
      byKeyboard: false,
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (zoom.onKey(event)) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const rows = Math.max(1, Math.min(lines, to - from));
    const wide = Math.max(1, snapshots.iterations.filter((at) => at >= range.min && at <= range.max).length - 1);
    const before = cursor ?? { x: 0, y: 0.5 / rows };
    const clamp = (value: number): number => Math.min(1, Math.max(0, value));
    setCursor({
      x: clamp(before.x + (step[0] ?? 0) / wide), y: Math.min(1 - 0.5 / rows, clamp(before.y + (step[1] ?? 0) / rows)), byKeyboard: true,
    });
  };
  const perLine = layout === null ? 1 : (to - from) / (layout.height * ratio);
  const error = detail.error ?? variables.error ?? answers.find((answer) => answer.error !== null)?.error ?? null;

  return (
    <>
      <PanelTools label="Heat map" end={<ExportMenu what="heat map" picture={picture} disabled={!ready} />}>
        <span className="truncate" style={{ maxWidth: 260 }}>
          #{run.id} {methodOf(run)}
          {run.seed !== null && <span className="dim"> · seed {run.seed}</span>}
        </span>
        <Choice
          label="Order of the variables"
          name="order"
          value={order}
          onChange={setOrder}
          options={[
            { value: 'index', label: 'index' },
            { value: 'final', label: 'final x̂' },
            { value: 'objective', label: 'objective' },
          ]}
        />
        {view !== null && <Button variant="default" onClick={() => setView(null)}>Show all</Button>}
        {perLine > 1.5 && <span className="caption">a line of pixels averages {formatCount(Math.ceil(perLine))} variables</span>}
      </PanelTools>
      {error !== null ? (
        <div style={{ padding: 12 }}>
          <ErrorNote error={errorValueOf(error)} />
        </div>
      ) : known.length === 0 && !detail.isPending ? (
        <Empty text={run.status === 'queued' || run.status === 'running'
          ? 'The first snapshot of x̂ will appear here.'
          : 'This run stored no snapshots of x̂. Set “snapshot every” in the new-run form to keep them.'} />
      ) : (
        <div ref={box} className="lz-chart">
          {option !== null && size !== null && layout !== null && (
            <>
              <Chart option={option} width={size.width} height={size.height} />
              <button
                ref={setSurface}
                type="button"
                className="lz-chart-surface"
                aria-label={`x̂ of ${formatCount(d)} variables over ${formatCount(snapshots.iterations.length)} snapshots. Arrows move from cell to cell, plus and minus zoom, Shift with arrows moves the view, 0 shows all.`}
                title={view === null ? 'The wheel zooms the variables, with Shift the iterations; a double click shows all' : undefined}
                {...zoom.handlers}
                onPointerMove={onMove}
                onPointerLeave={() => setCursor(null)}
                onKeyDown={onKeyDown}
                onBlur={() => setCursor(null)}
              />
              {overview !== null && view !== null && (
                <div className="lz-heat-overview" style={{ right: size.width - layout.left - layout.width + 8, top: layout.top + 8 }}>
                  <Overview image={overview} {...OVERVIEW} whole={whole} view={view} onView={setView} />
                </div>
              )}
              {cell !== null && cursor !== null && (
                <div
                  className="lz-readout"
                  role={cursor.byKeyboard ? 'status' : undefined}
                  style={{
                    ...(cursor.x < 0.55
                      ? { left: layout.left + cursor.x * layout.width + 14 }
                      : { right: size.width - layout.left - cursor.x * layout.width + 14 }),
                    ...(cursor.y < 0.6
                      ? { top: layout.top + cursor.y * layout.height + 10 }
                      : { bottom: size.height - layout.top - cursor.y * layout.height + 10 }),
                  }}
                >
                  <div className="mono wrap">{cellText}</div>
                  <div>
                    {cell.count > 1
                      ? 'mean x̂'
                      : 'x̂'} {formatNumber(cell.mean)} <span className="dim">at iteration {formatCount(cell.iteration)}</span>
                  </div>
                  {integersOfCell(cell, snapshots, variables.data?.integers).map(({ name, mean }) => (
                    <div key={name}>
                      mean of <span className="mono">{name}</span> {formatNumber(mean)}
                    </div>
                  ))}
                </div>
              )}
            </>
          )}
        </div>
      )}
    </>
  );
}
