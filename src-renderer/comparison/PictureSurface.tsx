/** A picture of a comparison on screen: its scene, what lies under the pointer or the keyboard's cursor, and a click that selects. */
import { useMemo, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { Scene, Shape } from '../plot/scene.ts';
import { SceneCanvas } from '../plot/SceneCanvas.tsx';
import type { Size } from '../plot/use-size.ts';
import { useSelection } from '../state/selection.ts';
import type { ComparedRuns } from './compared-runs.ts';
import { hitNear, methodNamedAt } from './picture.ts';
import type { Hit, NameArea, Picture } from './picture.ts';

/** @param lit key of the method that stands out */
export function pictureScene(picture: Picture, size: Size, theme: ChartTheme, lit: string | null): Scene {
  return { ...size, background: theme.background, fontFamily: theme.fontFamily, shapes: picture.shapes(theme, lit) };
}

/** So many rings are drawn around selected points at most: more would cover the picture. */
const MOST_RINGS = 5000;
const FEW_RINGS = 200;

interface Props {
  readonly picture: Picture;
  readonly size: Size;
  readonly theme: ChartTheme;
  readonly compared: ComparedRuns;
}

export function PictureSurface({ picture, size, theme, compared }: Props): JSX.Element {
  const [cursor, setCursor] = useState<Hit | null>(null);
  /** Key of the method whose name is pointed at. */
  const [named, setNamed] = useState<string | null>(null);
  const hoveredRunId = useSelection((state) => state.hoveredRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const selectRuns = useSelection((state) => state.selectRuns);
  const selectedIds = useSelection((state) => state.selectedRunIds);
  const byRun = useMemo(
    () => new Map(picture.hits.flatMap((hit) => (hit.runIds[0] === undefined ? [] : [[hit.runIds[0], hit] as const]))), [picture],
  );
  // One under the pointer, else the run that is hovered elsewhere.
  const hit = cursor !== null && picture.hits.includes(cursor) ? cursor : hoveredRunId === null ? null : (byRun.get(hoveredRunId) ?? null);
  const lit = named ?? (hit === null ? methodOfRun(compared, hoveredRunId) : hit.methodKey);
  const scene = useMemo(() => pictureScene(picture, size, theme, lit), [picture, size, theme, lit]);
  const rings = useMemo((): Scene | null => {
    const { points, names } = selectedIn(picture, byRun, compared, selectedIds);
    if (points.length === 0 && names.length === 0 && hit === null) return null;
    const ring = (at: Hit, radius: number, stroke: string, opacity = 1): Shape => (
      { kind: 'disc', x: at.x, y: at.y, radius, fill: 'transparent', stroke, opacity }
    );
    // Many rings are small and faint: what they stand around has to be seen.
    const few = points.length <= FEW_RINGS;
    return {
      ...size, background: 'transparent', fontFamily: theme.fontFamily,
      shapes: [
        ...names.map(({ left, top, width, height }): Shape => (
          { kind: 'box', x: left + 0.5, y: top + 0.5, width: width - 1, height: height - 1, stroke: theme.accent }
        )),
        ...points.slice(0, MOST_RINGS).map((each) => ring(each, few ? 5.5 : 3.6, theme.accent, few ? 1 : 0.35)),
        ...(hit === null ? [] : [ring(hit, 6.5, theme.text)]),
      ],
    };
  }, [picture, byRun, compared, selectedIds, hit, size, theme]);

  const point = (next: Hit | null): void => {
    if (next === cursor) return;
    setCursor(next);
    hoverRun(next?.runIds[0] ?? null);
  };
  const name = (key: string | null): void => {
    if (key === named) return;
    setNamed(key);
    if (key !== null) point(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (line !== 0 && picture.names.length > 0) {
      event.preventDefault();
      const from = picture.names.findIndex(({ methodKey }) => methodKey === named);
      name(picture.names.at((from + line + (from < 0 && line < 0 ? 1 : 0)) % picture.names.length)?.methodKey ?? null);
      return;
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || picture.hits.length === 0) return;
    event.preventDefault();
    setNamed(null);
    const at = hit === null ? (step > 0 ? -1 : picture.hits.length) : picture.hits.indexOf(hit);
    point(picture.hits[Math.min(picture.hits.length - 1, Math.max(0, at + step))] ?? null);
  };
  return (
    <>
      <SceneCanvas scene={scene} />
      {rings !== null && <div className="lz-picture-rings"><SceneCanvas scene={rings} /></div>}
      <button
        type="button"
        className="lz-chart-surface"
        aria-label={`${picture.description}. Left and right go from point to point${picture.names.length === 0 ? '' : ', up and down from method to method'}, Enter selects its runs.`}
        onPointerMove={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          const [x, y] = [event.clientX - area.left, event.clientY - area.top];
          const key = methodNamedAt(picture, x, y);
          name(key);
          if (key === null) point(hitNear(picture, x, y));
        }}
        onPointerLeave={() => {
          setNamed(null);
          point(null);
        }}
        onBlur={() => {
          setNamed(null);
          point(null);
        }}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (named !== null) {
            selectRuns(runsOfMethod(compared, named));
            return;
          }
          if (hit === null) return;
          selectRuns(hit.runIds.length > 0 ? hit.runIds : runsOfMethod(compared, hit.methodKey));
        }}
      />
      {hit !== null && cursor !== null && named === null && (
        <div className="lz-readout" style={{
          ...(hit.x < size.width * 0.55 ? { left: hit.x + 14 } : { right: size.width - hit.x + 14 }),
          ...(hit.y < size.height * 0.6 ? { top: hit.y + 10 } : { bottom: size.height - hit.y + 10 }),
        }}>
          {hit.words().map((line, k) => (
            <div key={k} className={k === 0 ? undefined : 'dim'}>{line}</div>
          ))}
        </div>
      )}
    </>
  );
}

/**
 * What of the selection a picture marks: points of selected runs, and names of methods all of whose runs are selected. Where all that is
 * drawn is selected nothing is marked.
 */
export function selectedIn(
  { names }: Pick<Picture, 'names'>, byRun: ReadonlyMap<number, Hit>, { methods, outcomes, runs }: ComparedRuns,
  selectedIds: readonly number[],
): { readonly points: readonly Hit[]; readonly names: readonly NameArea[] } {
  const selected = new Set(selectedIds);
  const left = methods.map(() => 0);
  let unmarked = 0;
  runs.forEach(({ id }, k) => {
    const method = outcomes[k]?.method;
    if (selected.has(id) || method === undefined) return;
    left[method] = (left[method] ?? 0) + 1;
    unmarked++;
  });
  if (unmarked === 0 || selected.size === 0) return { points: [], names: [] };
  const whole = new Set(methods.flatMap(({ key }, m) => (left[m] === 0 ? [key] : [])));
  return { points: selectedIds.flatMap((id) => byRun.get(id) ?? []), names: names.filter(({ methodKey }) => whole.has(methodKey)) };
}

function runsOfMethod({ methods, outcomes, runs }: ComparedRuns, key: string): number[] {
  const place = methods.findIndex((method) => method.key === key);
  return runs.flatMap(({ id }, k) => (outcomes[k]?.method === place ? [id] : []));
}

/** The method of a run that is hovered elsewhere. */
function methodOfRun({ methods, outcomes, runs }: ComparedRuns, id: number | null): string | null {
  if (id === null) return null;
  const at = runs.findIndex((run) => run.id === id);
  return methods[outcomes[at]?.method ?? -1]?.key ?? null;
}
