/** A small picture of the whole beside a zoomed one, with what is in view; a click or a drag moves the view there. */
import { useEffect, useRef } from 'react';
import type { JSX, PointerEvent } from 'react';
import { centerPlane } from './plane-zoom.ts';
import type { Plane, PlaneView } from './plane-zoom.ts';

interface Props {
  /** The whole, of any size; drawn at the overview's. */
  readonly image: HTMLCanvasElement;
  readonly width: number;
  readonly height: number;
  readonly whole: Plane;
  readonly view: PlaneView;
  readonly onView: (view: PlaneView | null) => void;
}

/** What is in view is never smaller than this, px. */
const LEAST_FRAME = 5;

export function Overview({ image, width, height, whole, view, onView }: Props): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    context.clearRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
  }, [image, width, height]);
  const share = (at: number, { min, max }: { readonly min: number; readonly max: number }): number => (at - min) / (max - min || 1);
  const go = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    onView(centerPlane(view, whole, {
      x: whole.x.min + ((event.clientX - box.left) / box.width) * (whole.x.max - whole.x.min),
      y: whole.y.min + ((event.clientY - box.top) / box.height) * (whole.y.max - whole.y.min),
    }));
  };
  const [wide, high] = [
    Math.max(LEAST_FRAME, width * (share(view.x.max, whole.x) - share(view.x.min, whole.x))),
    Math.max(LEAST_FRAME, height * (share(view.y.max, whole.y) - share(view.y.min, whole.y))),
  ];
  return (
    // The keys of the picture do the same.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className="lz-overview"
      aria-hidden
      title="The whole, and what is in view: click or drag to go elsewhere"
      style={{ width, height }}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    >
      <canvas ref={canvas} width={width} height={height} />
      <span style={{
        width: wide, height: high, left: Math.min(width - wide, Math.max(0, width * share(view.x.min, whole.x))),
        top: Math.min(height - high, Math.max(0, height * share(view.y.min, whole.y))),
      }} />
    </div>
  );
}
