/**
 * The trajectories themselves with everything that answers to pointer and keys: zoom by dragging or by
 * the wheel, pan with Shift or the middle button, double click for everything; arrows, plus, minus and
 * 0 do the same. The curve nearest to the pointer lights its run everywhere; a click inspects it.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { JSX, KeyboardEvent, PointerEvent } from 'react';
import { useSelection } from '../state/selection.ts';
import type { AxisRange } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import { ChartReadout } from './ChartReadout.tsx';
import { axisAtPixel, plotAt, readOut } from './hover.ts';
import { textWidth } from '../plot/place-labels.ts';
import { QUANTITY_INFO } from './quantities.ts';
import type { XAxis } from './quantities.ts';
import { useChartState } from './chart-state.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import type { Frame } from './trajectory-frame.ts';
import { TrajectoryCanvas } from './TrajectoryCanvas.tsx';
import { panBy, viewBetween, zoomAbout } from '../plot/zoom.ts';

interface Drag {
  readonly kind: 'zoom' | 'pan';
  readonly startX: number;
  readonly x: number;
  readonly view: AxisRange;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface TrajectorySurfaceProps {
  readonly frame: Frame;
  readonly x: XAxis;
  readonly theme: ChartTheme;
  readonly description: string;
}

const WHEEL_SPEED = 0.0016;
const CLICK_REACH = 4;

export function TrajectorySurface({ frame, x, theme, description }: TrajectorySurfaceProps): JSX.Element {
  const hoveredRunId = useSelection((state) => state.hoveredRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const setView = useChartState((state) => state.setView);
  const setScale = useChartState((state) => state.setScale);
  const surface = useRef<HTMLButtonElement>(null);
  const [pointer, setPointer] = useState<Point | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef(frame);
  useEffect(() => {
    latest.current = frame;
  }, [frame]);

  const readout = useMemo(() => (pointer === null || drag !== null ? null : readOut(frame, pointer.x, pointer.y)), [frame, pointer, drag]);
  const nearestId = readout?.nearest?.runIds[0] ?? null;

  useEffect(() => {
    if (pointer !== null) hoverRun(nearestId);
  }, [nearestId, pointer, hoverRun]);
  useEffect(() => () => hoverRun(null), [hoverRun]);

    const place = (event: { readonly clientX: number; readonly clientY: number }): Point => {
    const box = surface.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };

  // React listens to wheels passively, and then the panel behind would scroll as well.
  useEffect(() => {
    const element = surface.current;
    if (element === null) return;
    let frame = 0;
    let pending = { x: 0, turn: 0, shift: 0 };
    const apply = (): void => {
      frame = 0;
      const now = latest.current;
      const { x: at, turn, shift } = pending;
      pending = { x: 0, turn: 0, shift: 0 };
      if (shift !== 0) setView(panBy(now.view, now.whole, shift / 800));
      else setView(zoomAbout(now.view, now.whole, axisAtPixel(now, at), Math.exp(turn * WHEEL_SPEED)));
    };
    const onWheel = (event: WheelEvent): void => {
      const now = latest.current;
      const box = element.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      if (plotAt(now, point.x, point.y) === null) return;
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaY + event.deltaX : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
      const unit = event.deltaMode === 1 ? 16 : 1;
      // Wheels speak faster than frames: what came since the last frame is one step.
      pending = { x: point.x, turn: pending.turn + (sideways === 0 ? event.deltaY * unit : 0), shift: pending.shift + sideways * unit };
      if (frame === 0) frame = requestAnimationFrame(apply);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('wheel', onWheel);
    };
  }, [setView]);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    const point = place(event);
    if (plotAt(frame, point.x, point.y) === null || event.button > 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ kind: event.shiftKey || event.button === 1 ? 'pan' : 'zoom', startX: point.x, x: point.x, view: frame.view });
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    const point = place(event);
    setPointer(point);
    if (drag === null) return;
    setDrag({ ...drag, x: point.x });
    const width = frame.plots[0]?.rect.width ?? 1;
    if (drag.kind === 'pan') setView(panBy(drag.view, frame.whole, -(point.x - drag.startX) / width));
  };
  const onPointerUp = (event: PointerEvent<HTMLButtonElement>): void => {
    const point = place(event);
    if (drag?.kind === 'zoom') {
      if (Math.abs(point.x - drag.startX) >= CLICK_REACH) setView(viewBetween(
        axisAtPixel(frame, drag.startX), axisAtPixel(frame, point.x), frame.whole,
      ));
      else inspect(readOut(frame, point.x, point.y)?.nearest?.runIds[0] ?? null);
    }
    setDrag(null);
  };
  const inspect = (runId: number | null): void => {
    if (runId === null) return;
    const { selectedRunIds, selectRuns } = useSelection.getState();
    selectRuns(selectedRunIds, runId);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const middle = (frame.view.min + frame.view.max) / 2;
    const next: Record<string, () => AxisRange | null> = {
      '+': () => zoomAbout(frame.view, frame.whole, middle, 0.6),
      '=': () => zoomAbout(frame.view, frame.whole, middle, 0.6),
      '-': () => zoomAbout(frame.view, frame.whole, middle, 1 / 0.6),
      ArrowLeft: () => panBy(frame.view, frame.whole, -0.2),
      ArrowRight: () => panBy(frame.view, frame.whole, 0.2),
      '0': () => null,
      Home: () => null,
    };
    const move = next[event.key];
    if (move === undefined) return;
    event.preventDefault();
    setView(move());
  };

  const first = frame.plots[0]?.rect;
  const lastPlot = frame.plots.at(-1)?.rect;
  const span =
    first === undefined || lastPlot === undefined ? null : { top: first.top, height: lastPlot.top + lastPlot.height - first.top };
  const selecting = drag?.kind === 'zoom' && Math.abs(drag.x - drag.startX) >= CLICK_REACH && first !== undefined;
  const inside = (value: number): number => (first === undefined ? value : Math.min(first.left + first.width, Math.max(first.left, value)));
  return (
    <>
      <TrajectoryCanvas frame={frame} theme={theme} hoveredRunId={hoveredRunId} />
      <button
        ref={surface}
        type="button"
        className="lz-chart-surface"
        aria-label={`${description}. Plus and minus zoom, arrows pan, 0 shows everything.`}
        data-panning={drag?.kind === 'pan'}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => {
          setPointer(null);
          hoverRun(null);
        }}
        onDoubleClick={() => setView(null)}
        onKeyDown={onKeyDown}
      />
      {readout !== null &&
        span !== null && <div className="lz-chart-crosshair" style={{ left: readout.pixelX, top: span.top, height: span.height }} />}
      {selecting && span !== null && (
        <div className="lz-chart-selection" style={{
          left: Math.min(inside(drag.startX), inside(drag.x)), width: Math.abs(inside(drag.x) - inside(drag.startX)), top: span.top,
          height: span.height,
        }} />
      )}
      {frame.plots.map((plot) => (
        <button
          key={plot.quantity}
          type="button"
          className="lz-chart-scale"
          style={{ left: plot.rect.left + textWidth(plot.title, FONT_SIZE) + 8, top: plot.rect.top - 19 }}
          aria-label={`${plot.scale === 'log' ? 'log' : 'lin'}: axis of ${QUANTITY_INFO[plot.quantity].label}; switch`}
          onClick={() => setScale(plot.quantity, plot.scale === 'log' ? 'linear' : 'log')}
        >
          {plot.scale === 'log' ? 'log' : 'lin'}
        </button>
      ))}
      {readout !== null && pointer !== null && <ChartReadout readout={readout} x={x} pointerY={pointer.y} size={frame} theme={theme} />}
    </>
  );
}
