/** A trajectory chart on a canvas. It is painted anew when what it shows has changed, and once when the fonts have come. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { JSX } from 'react';
import type { ChartTheme } from '../plot/chart-theme.ts';
import { paintTrajectories } from './paint-trajectories.ts';
import type { Frame } from './trajectory-frame.ts';

export interface TrajectoryCanvasProps {
  readonly frame: Frame;
  readonly theme: ChartTheme;
  readonly hoveredRunId: number | null;
}

export function TrajectoryCanvas({ frame, theme, hoveredRunId }: TrajectoryCanvasProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const paint = useRef<() => void>(() => undefined);
  useLayoutEffect(() => {
    paint.current = () => {
      const element = canvas.current;
      const context = element?.getContext('2d', { alpha: false }) ?? null;
      if (element === null || context === null) return;
      const ratio = window.devicePixelRatio || 1;
      const width = Math.round(frame.width * ratio);
      const height = Math.round(frame.height * ratio);
      // Setting a size, even the same one, throws the canvas away.
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintTrajectories(context, frame, { theme, hoveredRunId });
    };
    paint.current();
  }, [frame, theme, hoveredRunId]);
  useEffect(() => {
    void document.fonts.ready.then(() => paint.current());
  }, []);
  return <canvas ref={canvas} aria-hidden style={{ width: frame.width, height: frame.height, position: 'absolute', inset: 0, pointerEvents: 'none' }} />;
}
