/** A scene on a canvas. Drawing happens once a frame at most, whatever changes in between. */
import { useEffect, useRef } from 'react';
import type { JSX } from 'react';
import { paintScene } from './paint-scene.ts';
import type { Scene } from './scene.ts';

export function SceneCanvas({ scene }: { readonly scene: Scene }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current !== null) paintScene(canvas.current, scene, window.devicePixelRatio || 1);
    };
    const frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [scene]);
  return <canvas ref={canvas} aria-hidden className="lz-lab-canvas" style={{ width: scene.width, height: scene.height }} />;
}
