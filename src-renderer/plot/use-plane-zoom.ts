/**
 * What a person does to a picture with two axes: the wheel zooms about the pointer, with Shift along the horizontal axis alone; dragging
 * moves the view; a double click shows all; plus, minus and 0 do the same, and arrows with Shift move it.
 */
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { panPlane, zoomPlane } from './plane-zoom.ts';
import type { Pair, Plane, PlaneView } from './plane-zoom.ts';

const WHEEL_SPEED = 0.0016;
const KEY_FACTOR = 0.6;
const KEY_SHARE = 0.2;
/** px a pointer moves before it drags. */
const CLICK_REACH = 3;

interface Options {
  /** What the pointer moves over; null while it is not there. */
  readonly surface: HTMLElement | null;
  readonly whole: Plane;
  readonly view: PlaneView | null;
  readonly onView: (view: PlaneView | null) => void;
  /** Where the plane lies in the surface, px; null while it is not drawn. */
  readonly plot: { readonly left: number; readonly top: number; readonly width: number; readonly height: number } | null;
  /** Axes that the wheel and the keys zoom. */
  readonly axes: 'both' | 'y';
  /** Inside what scrolls, the wheel zooms only what has the keyboard's focus. */
  readonly onlyFocused?: boolean;
}

export interface PlaneZoom {
  /** True where the key was one of its own. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
  };
}

export function usePlaneZoom(options: Options): PlaneZoom {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { surface } = options;
  /** The place in the plane of a point of the surface, px; null outside. */
  const placeAt = (px: number, py: number): Pair | null => {
    const { plot, view, whole } = latest.current;
    if (plot === null) return null;
    const [sx, sy] = [(px - plot.left) / plot.width, (py - plot.top) / plot.height];
    if (!(sx >= 0 && sx <= 1 && sy >= 0 && sy <= 1)) return null;
    const { x, y } = view ?? whole;
    return { x: x.min + sx * (x.max - x.min), y: y.min + sy * (y.max - y.min) };
  };
  const zoom = (center: Pair, factor: number, onlyX: boolean): void => {
    const { view, whole, axes, onView } = latest.current;
    onView(zoomPlane(view, whole, center, { x: onlyX || axes === 'both' ? factor : 1, y: onlyX ? 1 : factor }));
  };

  // React listens to wheels passively, and then the panel behind would scroll as well.
  useEffect(() => {
    const element = surface;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (latest.current.onlyFocused === true && document.activeElement !== element && !event.ctrlKey) return;
      const box = element.getBoundingClientRect();
      const center = placeAt(event.clientX - box.left, event.clientY - box.top);
      if (center === null) return;
      event.preventDefault();
      // With Shift some systems turn the wheel sideways.
      const turn = (event.deltaY === 0 ? event.deltaX : event.deltaY) * (event.deltaMode === 1 ? 16 : 1);
      zoom(center, Math.exp(turn * WHEEL_SPEED), event.shiftKey);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [surface]);

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const { view, plot } = latest.current;
    if (view === null || plot === null || event.button > 1) return;
    const element = event.currentTarget;
    const [fromX, fromY] = [event.clientX, event.clientY];
    let drags = false;
    const move = (moved: globalThis.PointerEvent): void => {
      const [dx, dy] = [moved.clientX - fromX, moved.clientY - fromY];
      if (!drags && Math.hypot(dx, dy) < CLICK_REACH) return;
      if (!drags) element.setPointerCapture(moved.pointerId);
      drags = true;
      latest.current.onView(panPlane(view, latest.current.whole, { x: -dx / plot.width, y: -dy / plot.height }));
    };
    const end = (): void => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', end);
      element.removeEventListener('pointercancel', end);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end);
    element.addEventListener('pointercancel', end);
  };

  const onKey = (event: KeyboardEvent): boolean => {
    const { view, whole, onView } = latest.current;
    const { x, y } = view ?? whole;
    const middle = { x: (x.min + x.max) / 2, y: (y.min + y.max) / 2 };
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === '+' || event.key === '=') zoom(middle, KEY_FACTOR, false);
    else if (event.key === '-') zoom(middle, 1 / KEY_FACTOR, false);
    else if (event.key === '0') onView(null);
    else if (step !== undefined && event.shiftKey) {
      onView(panPlane(view, whole, { x: KEY_SHARE * (step[0] ?? 0), y: KEY_SHARE * (step[1] ?? 0) }));
    } else return false;
    event.preventDefault();
    return true;
  };
  return { onKey, handlers: { onPointerDown, onDoubleClick: () => latest.current.onView(null) } };
}
