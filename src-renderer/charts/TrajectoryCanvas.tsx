/** A trajectory chart on a canvas. It is painted anew when what it shows has changed, and once when the fonts have come. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { JSX } from 'react';
import type { ChartTheme } from '../plot/chart-theme.ts';
import { paintScene } from '../plot/paint-scene.ts';
import type { Frame } from './trajectory-frame.ts';
import { trajectoryScene } from './trajectory-scene.ts';

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
      if (canvas.current !== null) {
        paintScene(canvas.current, trajectoryScene(frame, { theme, hoveredRunId }), window.devicePixelRatio || 1);
      }
    };
    paint.current();
  }, [frame, theme, hoveredRunId]);
  useEffect(() => {
    void document.fonts.ready.then(() => paint.current());
  }, []);
  return <canvas ref={canvas} aria-hidden style={{
    width: frame.width, height: frame.height, position: 'absolute', inset: 0, pointerEvents: 'none',
  }} />;
}
