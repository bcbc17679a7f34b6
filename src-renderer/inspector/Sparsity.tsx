/**
 * The picture of the matrix: rows downwards, variables across, each cell as dark as its share of nonzeros. A hint of a cell is kept
 * visible, so that a single nonzero in a large program is seen. It is zoomed down to single nonzeros; the part in view is asked for
 * anew, and what is there is drawn larger until that has come.
 */
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { JSX } from 'react';
import { useProblemVariables, useSparsity } from '../api/queries.ts';
import { formatCount, formatShare } from '../format/index.ts';
import { Overview } from '../plot/Overview.tsx';
import { placesOf } from '../plot/plane-zoom.ts';
import type { Pair, Plane, PlaneView } from '../plot/plane-zoom.ts';
import { usePlaneZoom } from '../plot/use-plane-zoom.ts';
import { useTokens } from '../theme/use-theme.ts';

const MOST_WIDTH = 280;
const MOST_HEIGHT = 160;
const FAINTEST = 0.3;
/** Dots of the canvas for each of the grid at its finest. */
const DOTS = 2;
const OVERVIEW = { width: 84, height: 48 };
/** Of a part, variables and rows at least. */
const LEAST = 8;

interface Props {
  readonly problemId: number;
  readonly variables: number;
  readonly rows: number;
}

/** Cells across and down, never more than there are variables and rows. */
export function gridSize(variables: number, rows: number): { readonly width: number; readonly height: number } {
  return { width: Math.max(1, Math.min(MOST_WIDTH, variables)), height: Math.max(1, Math.min(MOST_HEIGHT, rows)) };
}

type Grid = NonNullable<ReturnType<typeof useSparsity>['data']>;

/** One dot a cell. */
function gridImage(grid: Grid, ink: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = grid.width;
  canvas.height = grid.height;
  const color = Number.parseInt(ink.slice(1), 16);
  const image = new ImageData(grid.width, grid.height);
  for (let k = 0; k < grid.cells.length; k++) {
    const share = (grid.cells[k] ?? 0) / 255;
    image.data[4 * k] = color >> 16;
    image.data[4 * k + 1] = (color >> 8) & 255;
    image.data[4 * k + 2] = color & 255;
    image.data[4 * k + 3] = share === 0 ? 0 : Math.round(255 * (FAINTEST + (1 - FAINTEST) * share));
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

export function Sparsity({ problemId, variables, rows }: Props): JSX.Element | null {
  const [view, setView] = useState<PlaneView | null>(null);
  const [pointer, setPointer] = useState<Pair | null>(null);
  const whole = useMemo((): Plane => ({
    x: { min: 0, max: variables }, y: { min: 0, max: rows }, least: { x: Math.min(LEAST, variables), y: Math.min(LEAST, rows) },
  }), [variables, rows]);
  const shown = view ?? whole;
  const [settled] = useDebouncedValue(view, 120);
  const asked = settled ?? whole;
  const [across, down] = [placesOf(asked.x), placesOf(asked.y)];
  const fine = gridSize(variables, rows);
  const id = rows === 0 ? null : problemId;
  const all = useSparsity(id, fine.width, fine.height, placesOf(whole.x), placesOf(whole.y)).data;
  const part = useSparsity(id, fine.width, fine.height, across, down).data;
  const names = useProblemVariables(view !== null && pointer !== null ? problemId : null).data?.names;
  const { text } = useTokens();
  const wholeImage = useMemo(() => (all === undefined ? null : gridImage(all, text)), [all, text]);
  const partImage = useMemo(() => (part === undefined ? null : gridImage(part, text)), [part, text]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [surface, setSurface] = useState<HTMLElement | null>(null);
  const [box, setBox] = useState({ width: MOST_WIDTH, height: MOST_HEIGHT });
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null || partImage === null || part === undefined) return;
    const [wide, high] = [context.canvas.width, context.canvas.height];
    const [sx, sy] = [wide / (shown.x.max - shown.x.min), high / (shown.y.max - shown.y.min)];
    context.clearRect(0, 0, wide, high);
    context.imageSmoothingEnabled = false;
    const draw = (image: HTMLCanvasElement, of: Pick<Grid, 'across' | 'down'>): void => context.drawImage(
      image, (of.across.from - shown.x.min) * sx, (of.down.from - shown.y.min) * sy, (of.across.to - of.across.from) * sx,
      (of.down.to - of.down.from) * sy,
    );
    const covers = part.across.from <= shown.x.min && part.across.to >= shown.x.max && part.down.from <= shown.y.min &&
      part.down.to >= shown.y.max;
    if (!covers && wholeImage !== null && all !== undefined) draw(wholeImage, all);
    else draw(partImage, part);
  }, [part, partImage, all, wholeImage, shown]);
  const zoom = usePlaneZoom({
    surface, whole, view, onView: setView, axes: 'both', onlyFocused: true, plot: { left: 0, top: 0, ...box },
  });
  if (all === undefined || part === undefined) return null;
  const isCoarse = variables > fine.width || rows > fine.height;
  const cell = pointer === null ? null : cellWords(part, pointer, names);
  return (
    <figure className="lz-sparsity">
      <div className="lz-sparsity-picture" style={{ aspectRatio: `${fine.width} / ${fine.height}` }}>
        <canvas ref={canvas} width={fine.width * DOTS} height={fine.height * DOTS} aria-hidden />
        <button
          ref={setSurface}
          type="button"
          aria-label={`Sparsity picture: ${formatCount(rows)} rows by ${formatCount(variables)} variables. Plus and minus zoom, Shift with arrows moves the view, 0 shows all.`}
          {...zoom.handlers}
          onKeyDown={zoom.onKey}
          onPointerEnter={(event) => {
            const { width, height } = event.currentTarget.getBoundingClientRect();
            setBox({ width, height });
          }}
          onPointerMove={(event) => {
            const at = event.currentTarget.getBoundingClientRect();
            setPointer({
              x: shown.x.min + ((event.clientX - at.left) / at.width) * (shown.x.max - shown.x.min),
              y: shown.y.min + ((event.clientY - at.top) / at.height) * (shown.y.max - shown.y.min),
            });
          }}
          onPointerLeave={() => setPointer(null)}
        />
      </div>
      <figcaption className="caption">
        {view !== null && wholeImage !== null && (
          <Overview image={wholeImage} {...OVERVIEW} whole={whole} view={view} onView={setView} />
        )}
        <span className="wrap lz-sparsity-words">
          {cell ?? (view === null
            ? `${isCoarse ? 'Share of nonzeros in each cell' : 'Nonzeros'}; rows downwards, variables across. Click it, and the wheel zooms.`
            : `Rows ${stretchWords(placesOf(view.y))}, variables ${stretchWords(placesOf(view.x))}`)}
        </span>
        {view !== null && <Button variant="default" onClick={() => setView(null)}>Show all</Button>}
      </figcaption>
    </figure>
  );
}

const stretchWords = ({ from, to }: { readonly from: number; readonly to: number }): string => (
  to - from <= 1 ? formatCount(from + 1) : `${formatCount(from + 1)}–${formatCount(to)}`
);

/** What is under a point: a nonzero or none, or how many of a cell are nonzeros; null beside the part. */
export function cellWords(
  grid: Pick<Grid, 'width' | 'height' | 'cells' | 'across' | 'down'>, { x, y }: Pair, names?: readonly string[],
): string | null {
  const [d, m] = [grid.across.to - grid.across.from, grid.down.to - grid.down.from];
  const [j, i] = [Math.floor(x) - grid.across.from, Math.floor(y) - grid.down.from];
  if (j < 0 || j >= d || i < 0 || i >= m) return null;
  const [column, row] = [Math.floor((j * grid.width) / d), Math.floor((i * grid.height) / m)];
  const places = (part: number, parts: number, total: number, first: number): { readonly from: number; readonly to: number } => (
    { from: first + Math.ceil((part * total) / parts), to: first + Math.ceil(((part + 1) * total) / parts) }
  );
  const [across, down] = [places(column, grid.width, d, grid.across.from), places(row, grid.height, m, grid.down.from)];
  const share = (grid.cells[row * grid.width + column] ?? 0) / 255;
  const isOne = across.to - across.from === 1 && down.to - down.from === 1;
  const name = across.to - across.from === 1 ? names?.[across.from] : undefined;
  const variable = name === undefined
    ? `variable${across.to - across.from === 1 ? '' : 's'} ${stretchWords(across)}` : `variable ${name}`;
  const what = isOne ? (share > 0 ? 'a nonzero' : 'zero') : share === 0 ? 'no nonzeros' : `about ${formatShare(share)} nonzeros`;
  return `Row${down.to - down.from === 1 ? '' : 's'} ${stretchWords(down)}, ${variable}: ${what}`;
}
