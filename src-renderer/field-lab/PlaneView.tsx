/**
 * A plane of fields to look at and to touch: what is drawn, trajectories from where one clicks, the
 * circulation round a rectangle one drags. Who has fields (the papers' toy, a problem) gives them here.
 */
import { Button } from '@mantine/core';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import type { JSX, KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { FIELD_SCHEMES } from '../../src-science/field/field-scheme.ts';
import type { FieldScheme } from '../../src-science/gradients/scheme.ts';
import { flowLine } from '../../src-science/field/flow-line.ts';
import { curl, firstComponent, secondComponent } from '../../src-science/field/plane-field.ts';
import type { PlaneField, PlaneLosses } from '../../src-science/field/plane-field.ts';
import { tensorValue } from '../../src-science/field/tensor-function.ts';
import { chartTheme } from '../plot/chart-theme.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { useSize } from '../plot/use-size.ts';
import { formatNumber, fullPrecision } from '../format/index.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { LabTools } from './LabTools.tsx';
import { useLab } from './lab-state.ts';
import type { Point } from './lab-state.ts';
import { readLoop, rectangleBetween } from './loop.ts';
import { insideOf, LoopTable, pointText } from './LoopTable.tsx';
import { PlaneLookControls } from './PlaneLookControls.tsx';
import { overlayShapes, planeFrame, planeGrids, planeScene, planeShapes } from './plane-scene.ts';
import type { PlanePicture } from './plane-scene.ts';
import { planeWords } from './plane-words.ts';
import { pixelX, pixelY, valueX, valueY } from '../plot/scene.ts';
import { SceneCanvas } from '../plot/SceneCanvas.tsx';

export interface PlaneViewProps {
  readonly subtitle: string;
  readonly fields: ReadonlyMap<FieldScheme, PlaneField>;
  readonly losses: PlaneLosses | null;
  /** ‖J − Jᵀ‖/‖J‖ in all coordinates, where there are more than two. */
  readonly asymmetries?: ReadonlyMap<FieldScheme, number> | null;
  readonly dimensions?: number;
  readonly axes: readonly [string, string];
  /** Parameters for the caption of exports. */
  readonly parameters: string;
  readonly name: string;
  readonly controls: ReactNode;
  /** Shown in place of the picture: why there is none. */
  readonly instead?: ReactNode;
}

/** Pointer travel, px, from which a press is a drag. */
const DRAG = 5;
const CENTER: Point = { x1: 0.5, x2: 0.5 };

export function PlaneView(
  { subtitle, fields, losses, asymmetries = null, dimensions = 2, axes, parameters, name, controls, instead }: PlaneViewProps,
): JSX.Element {
  const look = useLab((state) => state.look);
  const set = useLab((state) => state.set);
  const starts = useLab((state) => state.starts);
  const rectangle = useLab((state) => state.rectangle);
  const [cursor, setCursor] = useState<Point | null>(null);
  const [dragging, setDragging] = useState(false);
  const press = useRef<{ readonly at: Point; readonly px: number; readonly py: number; dragged: boolean } | null>(null);
  /** The corner from which Shift and an arrow pull a rectangle. */
  const anchor = useRef<Point | null>(null);
  const [box, size] = useSize();
  const theme = chartTheme(useThemeName());

  const field = fields.get(look.scheme) ?? null;
  const frame = useMemo(() => (size === null ? null : planeFrame(size.width, size.height)), [size]);
  const side = frame?.width ?? null;
  const grids = useMemo(() => (field === null || side === null ? null : planeGrids(field, side)), [field, side]);
  const trajectories = useMemo(
    () =>
      starts.flatMap((start) =>
        look.overlays.flatMap((scheme) => {
          const along = fields.get(scheme);
          return along === undefined ? [] : [{ scheme, line: flowLine(along, { start: [start.x1, start.x2] }) }];
        }),
      ),
    [starts, look.overlays, fields],
  );
  const base = useMemo<PlanePicture | null>(
    () => (field === null ? null : { field, losses, look, axes, trajectories, rectangle: null, cursor: null }),
    [field, losses, look, axes, trajectories],
  );
  const still = useMemo(
    () => (base === null || grids === null || frame === null ? null : planeShapes(base, grids, frame, theme)), [base, grids, frame, theme],
  );
  const stillScene = useMemo(
    () => (still === null || size === null ? null : planeScene(still, size.width, size.height, theme)), [still, size, theme],
  );
  const moving = base === null || frame === null ? null : overlayShapes({ ...base, rectangle, cursor }, frame, theme);
  const movingScene =
    moving === null || size === null ? null : { ...planeScene(moving, size.width, size.height, theme), background: 'transparent' };

  // What is read from fields and rectangle follows a moment later where it cannot keep up with the hand.
  const shownRectangle = useDeferredValue(rectangle);
  const shownFields = useDeferredValue(fields);
  const listed = useMemo(
    () => FIELD_SCHEMES.filter((scheme) => shownFields.has(scheme) && (look.overlays.includes(scheme) || scheme === look.scheme)),
    [shownFields, look.overlays, look.scheme],
  );
  const readings = useMemo(
    () =>
      listed.flatMap((scheme) => {
        const of = shownFields.get(scheme);
        return of === undefined ? [] : [{ scheme, field: of, loop: shownRectangle === null ? null : readLoop(of, shownRectangle) }];
      }),
    [listed, shownFields, shownRectangle],
  );
  const shownAt = useDeferredValue(cursor ?? CENTER);
  const inside = insideOf(cursor ?? CENTER);
  const words =
    grids === null ? '' : planeWords(look.scheme, grids, readings.find((reading) => reading.scheme === look.scheme)?.loop ?? null);

  const pointAt = (event: PointerEvent<HTMLButtonElement>): { readonly point: Point; readonly px: number; readonly py: number } | null => {
    if (frame === null) return null;
    const area = event.currentTarget.getBoundingClientRect();
    const px = event.clientX - area.left;
    const py = event.clientY - area.top;
    const clamp = (value: number): number => Math.min(1, Math.max(0, value));
    return { point: { x1: clamp(valueX(frame, px)), x2: clamp(valueY(frame, py)) }, px, py };
  };
  const within = (px: number, py: number): boolean => frame !== null &&
    px >= frame.left - 6 && px <= frame.left + frame.width + 6 && py >= frame.top - 6 && py <= frame.top + frame.height + 6;
  const start = (point: Point): void => set({ starts: [...starts, point].slice(-8) });

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    const here = pointAt(event);
    if (here === null || event.button !== 0 || !within(here.px, here.py)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    press.current = { at: here.point, px: here.px, py: here.py, dragged: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    const here = pointAt(event);
    if (here === null) return;
    const from = press.current;
    if (from !== null && (from.dragged || Math.hypot(here.px - from.px, here.py - from.py) >= DRAG)) {
      from.dragged = true;
      setDragging(true);
      set({ rectangle: rectangleBetween(from.at, here.point) });
    }
    anchor.current = null;
    setCursor(from !== null || within(here.px, here.py) ? here.point : null);
  };
  const onPointerUp = (event: PointerEvent<HTMLButtonElement>): void => {
    const from = press.current;
    press.current = null;
    setDragging(false);
    if (from === null || event.type === 'pointercancel') return;
    if (!from.dragged) start(from.at);
  };
  const clear = (): void => {
    anchor.current = null;
    set({ starts: [], rectangle: null });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const from = cursor ?? CENTER;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step !== undefined) {
      const stride = event.ctrlKey || event.metaKey ? 0.1 : 0.01;
      const move = (value: number, by: number): number => Math.min(1, Math.max(0, Math.round((value + by * stride) * 1000) / 1000));
      const to = { x1: move(from.x1, step[0] ?? 0), x2: move(from.x2, step[1] ?? 0) };
      if (event.shiftKey) {
        anchor.current ??= from;
        set({ rectangle: rectangleBetween(anchor.current, to) });
      } else anchor.current = null;
      setCursor(to);
    } else if (event.key === 'Enter' || event.key === ' ') start(from);
    else if (event.key === 'Delete' || event.key === 'Backspace') clear();
    else return;
    event.preventDefault();
  };

  const exported = (): Picture | null =>
    size === null || base === null || grids === null || frame === null
      ? null
      : {
          width: size.width,
          height: size.height,
          scene: (exportTheme, { width, height }) => {
            const place = planeFrame(width, height);
            const drawn = place.width === frame.width ? grids : planeGrids(base.field, place.width);
            const shapes = [...planeShapes(base, drawn, place, exportTheme), ...overlayShapes({ ...base, rectangle }, place, exportTheme)];
            return planeScene(shapes, width, height, exportTheme);
          },
          caption: [
            `${parameters}; expected field of ${look.scheme}, arrows along -g`,
            ...(rectangle === null
              ? []
              : readings.flatMap(
                (
                  { scheme, loop },
                ) => (loop === null
                  ? []
                  : [
                    `${scheme}: circulation ${fullPrecision(loop.circulation)}, curl integral ${fullPrecision(loop.curlIntegral)} on [${rectangle.x1.join(', ')}] x [${rectangle.x2.join(', ')}]`,
                  ]),
              )),
          ],
          name,
        };

  const readoutLeft = cursor !== null && frame !== null && cursor.x1 > 0.55;
  const readoutUp = cursor !== null && cursor.x2 < 0.45;
  return (
    <>
      <LabTools subtitle={subtitle}>
        {(starts.length > 0 || rectangle !== null) && (
          <Button variant="default" size="compact-xs" onClick={clear}>
            Clear lines and loop
          </Button>
        )}
        <ExportMenu what="field lab" picture={exported} disabled={base === null || size === null} />
      </LabTools>
      <div className="lz-lab">
        <div className="lz-lab-controls" role="group" aria-label="Parameters">
          {controls}
          <PlaneLookControls />
        </div>
        <div className="lz-lab-picture">
          {instead ?? (
            <>
              <div ref={box} className="lz-chart">
                {stillScene !== null && movingScene !== null && frame !== null && size !== null && field !== null && (
                  <>
                    <SceneCanvas scene={stillScene} />
                    <SceneCanvas scene={movingScene} />
                    <button
                      type="button"
                      className="lz-chart-surface"
                      aria-label="Field over the unit square. Arrow keys move the cross, with Control in large steps; Shift and arrows pull a rectangle; Enter starts trajectories; Delete clears."
                      onPointerDown={onPointerDown}
                      onPointerMove={onPointerMove}
                      onPointerUp={onPointerUp}
                      onPointerCancel={onPointerUp}
                      onPointerLeave={() => press.current === null && setCursor(null)}
                      onKeyDown={onKeyDown}
                      onBlur={() => setCursor(null)}
                    />
                    {cursor !== null && !dragging && (
                      <div
                        className="lz-readout"
                        style={{
                          ...(readoutLeft
                            ? { right: size.width - pixelX(frame, cursor.x1) + 12 }
                            : { left: pixelX(frame, cursor.x1) + 12 }),
                          ...(readoutUp ? { bottom: size.height - pixelY(frame, cursor.x2) + 12 } : { top: pixelY(frame, cursor.x2) + 12 }),
                        }}
                      >
                        <div className="lz-readout-head">x̂ = {pointText(cursor)}</div>
                        <div>
                          g = ({formatNumber(firstComponent(
                            field, inside.x1, inside.x2,
                          ))}, {formatNumber(secondComponent(field, inside.x1, inside.x2))})
                        </div>
                        <div>curl g = {formatNumber(curl(field, inside.x1, inside.x2))}</div>
                        {losses !== null && (
                          <div>
                            E[φ̃] = {formatNumber(tensorValue(
                              losses.penalty, cursor.x1, cursor.x2,
                            ))}, E[φ] = {formatNumber(tensorValue(losses.surrogate, cursor.x1, cursor.x2))}
                          </div>
                        )}
                      </div>
                    )}
                  </>
                )}
              </div>
              <div className="lz-lab-loop">
                <LoopTable readings={readings} rectangle={shownRectangle} at={shownAt} asymmetries={asymmetries} dimensions={dimensions} />
              </div>
              <p className="lz-lab-words" role="status">
                {words}
              </p>
            </>
          )}
        </div>
      </div>
    </>
  );
}
