/** A picture of a comparison on screen: its scene, what lies under the pointer or the keyboard's cursor, and a click that selects. */
import { useMemo, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { Scene } from '../plot/scene.ts';
import { SceneCanvas } from '../plot/SceneCanvas.tsx';
import type { Size } from '../plot/use-size.ts';
import { useSelection } from '../state/selection.ts';
import type { ComparedRuns } from './compared-runs.ts';
import { hitNear } from './picture.ts';
import type { Hit, Picture } from './picture.ts';

/** @param lit key of the method that stands out */
export function pictureScene(picture: Picture, size: Size, theme: ChartTheme, lit: string | null): Scene {
  return { ...size, background: theme.background, fontFamily: theme.fontFamily, shapes: picture.shapes(theme, lit) };
}

/** So many rings are drawn around selected points at most. */
const MOST_RINGS = 400;

interface Props {
  readonly picture: Picture;
  readonly size: Size;
  readonly theme: ChartTheme;
  readonly compared: ComparedRuns;
}

export function PictureSurface({ picture, size, theme, compared }: Props): JSX.Element {
  const [cursor, setCursor] = useState<Hit | null>(null);
  const hoveredRunId = useSelection((state) => state.hoveredRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const selectRuns = useSelection((state) => state.selectRuns);
  const selectedIds = useSelection((state) => state.selectedRunIds);
  const byRun = useMemo(
    () => new Map(picture.hits.flatMap((hit) => (hit.runIds[0] === undefined ? [] : [[hit.runIds[0], hit] as const]))), [picture],
  );
  // One under the pointer, else the run that is hovered elsewhere.
  const hit = cursor !== null && picture.hits.includes(cursor) ? cursor : hoveredRunId === null ? null : (byRun.get(hoveredRunId) ?? null);
  const lit = hit === null ? methodOfRun(compared, hoveredRunId) : hit.methodKey;
  const scene = useMemo(() => pictureScene(picture, size, theme, lit), [picture, size, theme, lit]);
  const rings = useMemo((): Scene | null => {
    const marked = [...selectedIds.slice(0, MOST_RINGS).flatMap((id) => byRun.get(id) ?? []), ...(hit === null ? [] : [hit])];
    if (marked.length === 0) return null;
    return {
      ...size, background: 'transparent', fontFamily: theme.fontFamily,
      shapes: marked.map((each) => ({
        kind: 'disc', x: each.x, y: each.y, radius: each === hit ? 6.5 : 5.5, fill: 'transparent',
        stroke: each === hit ? theme.text : theme.accent,
      })),
    };
  }, [byRun, selectedIds, hit, size, theme]);

  const point = (next: Hit | null): void => {
    if (next === cursor) return;
    setCursor(next);
    hoverRun(next?.runIds[0] ?? null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || picture.hits.length === 0) return;
    event.preventDefault();
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
        aria-label={`${picture.description}. Left and right go from point to point, Enter selects its runs.`}
        onPointerMove={(event) => {
          const area = event.currentTarget.getBoundingClientRect();
          point(hitNear(picture, event.clientX - area.left, event.clientY - area.top));
        }}
        onPointerLeave={() => point(null)}
        onBlur={() => point(null)}
        onKeyDown={onKeyDown}
        onClick={() => {
          if (hit === null) return;
          selectRuns(hit.runIds.length > 0 ? hit.runIds : runsOfMethod(compared, hit.methodKey));
        }}
      />
      {hit !== null && cursor !== null && (
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
