/**
 * The picture of the matrix: rows downwards, variables across, each cell as dark as its share of
 * nonzeros. A hint of a cell is kept visible, so that a single nonzero in a large program is seen.
 */
import { useEffect, useRef } from 'react';
import type { JSX } from 'react';
import { useSparsity } from '../api/queries.ts';
import { useTokens } from '../theme/use-theme.ts';

const MOST_WIDTH = 280;
const MOST_HEIGHT = 160;
const FAINTEST = 0.3;

interface Props {
  readonly problemId: number;
  readonly variables: number;
  readonly rows: number;
}

/** Cells across and down, never more than there are variables and rows. */
export function gridSize(variables: number, rows: number): { readonly width: number; readonly height: number } {
  return { width: Math.max(1, Math.min(MOST_WIDTH, variables)), height: Math.max(1, Math.min(MOST_HEIGHT, rows)) };
}

export function Sparsity({ problemId, variables, rows }: Props): JSX.Element | null {
  const { width, height } = gridSize(variables, rows);
  const query = useSparsity(rows === 0 ? null : problemId, width, height);
  const { text } = useTokens();
  const canvas = useRef<HTMLCanvasElement>(null);
  const grid = query.data;
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null || grid === undefined) return;
    const color = Number.parseInt(text.slice(1), 16);
    const image = context.createImageData(grid.width, grid.height);
    for (let k = 0; k < grid.cells.length; k++) {
      const share = (grid.cells[k] ?? 0) / 255;
      image.data[4 * k] = color >> 16;
      image.data[4 * k + 1] = (color >> 8) & 255;
      image.data[4 * k + 2] = color & 255;
      image.data[4 * k + 3] = share === 0 ? 0 : Math.round(255 * (FAINTEST + (1 - FAINTEST) * share));
    }
    context.putImageData(image, 0, 0);
  }, [grid, text]);
  if (grid === undefined) return null;
  return (
    <figure className="lz-sparsity">
      <canvas
        ref={canvas}
        width={grid.width}
        height={grid.height}
        role="img"
        aria-label={`Sparsity picture: ${rows} rows by ${variables} variables`}
      />
      <figcaption className="caption">{variables > width || rows > height
        ? 'Share of nonzeros in each cell; rows downwards, variables across'
        : 'Nonzeros; rows downwards, variables across'}</figcaption>
    </figure>
  );
}
