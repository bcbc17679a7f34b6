/**
 * Evenly spaced lines along −g over a sampled field, for pictures: lines are traced forwards and
 * backwards by the midpoint rule on the field interpolated between cell centers, and end where they
 * would enter a cell of a coarser occupancy grid that another line has taken (after B. Jobard and
 * W. Lefer, "Creating evenly-spaced streamlines of arbitrary density", 1997). For a picture only:
 * where a point ends is `flow-line.ts`, which evaluates the field itself.
 */
import type { FieldGrid } from './field-grid.ts';

export interface StreamLine {
  /** Both of one length, in the direction of −g. */
  readonly x1: Float64Array;
  readonly x2: Float64Array;
}

export interface StreamSpec {
  /** Occupancy cells along each side. */
  readonly cells: number;
  /** Lines shorter than this are left out; left out 0.15. */
  readonly shortest?: number;
}

const STEP = 0.008;
const MOST_STEPS = 400;
const REST = 1e-9;

/** Unit vector of −g at a place, by bilinear interpolation; null where g vanishes or is not finite. */
function downhill(grid: FieldGrid, x: number, y: number): readonly [number, number] | null {
  const columns = grid.x1.length;
  const rows = grid.x2.length;
  const place = (axis: Float64Array, at: number, count: number): readonly [number, number] => {
    if (count === 1) return [0, 0];
    const from = axis[0]!;
    const scaled = ((at - from) / (axis[count - 1]! - from)) * (count - 1);
    const low = Math.min(count - 2, Math.max(0, Math.floor(scaled)));
    return [low, Math.min(1, Math.max(0, scaled - low))];
  };
  const [c, u] = place(grid.x1, x, columns);
  const [r, v] = place(grid.x2, y, rows);
  const right = columns === 1 ? 0 : 1;
  const up = rows === 1 ? 0 : columns;
  const cell = r * columns + c;
  const mix = (values: Float64Array): number =>
    (1 - v) * ((1 - u) * values[cell]! + u * values[cell + right]!) + v * ((1 - u) * values[cell + up]! + u * values[cell + up + right]!);
  const g1 = mix(grid.g1);
  const g2 = mix(grid.g2);
  const size = Math.hypot(g1, g2);
  return size > REST && Number.isFinite(size) ? [-g1 / size, -g2 / size] : null;
}

/**
 * Lines that fill the unit square evenly.
 * @throws RangeError where the occupancy grid has no cells
 * Cost: proportional to the length of all lines, about cells/STEP steps.
 */
export function streamLines(grid: FieldGrid, { cells, shortest = 0.15 }: StreamSpec): readonly StreamLine[] {
  if (!Number.isSafeInteger(cells) || cells < 1) throw new RangeError(`Streamlines need at least one cell, not ${String(cells)}`);
  const taken = new Uint8Array(cells * cells);
  const cellOf =
    (x: number, y: number): number => Math.min(cells - 1, Math.floor(y * cells)) * cells + Math.min(cells - 1, Math.floor(x * cells));

  const trace = (x: number, y: number, sense: 1 | -1, own: Set<number>): number[] => {
    const points: number[] = [];
    let last = cellOf(x, y);
    for (let n = 0; n < MOST_STEPS; n++) {
      const k1 = downhill(grid, x, y);
      if (k1 === null) break;
      const half = (sense * STEP) / 2;
      const k2 = downhill(grid, x + half * k1[0], y + half * k1[1]);
      // Opposite directions within half a step: the line crosses a place where the field turns round.
      if (k2 === null || k1[0] * k2[0] + k1[1] * k2[1] < 0) break;
      x += sense * STEP * k2[0];
      y += sense * STEP * k2[1];
      if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) break;
      const cell = cellOf(x, y);
      if (cell !== last) {
        if (taken[cell] === 1 || own.has(cell)) break;
        own.add(cell);
        last = cell;
      }
      points.push(x, y);
    }
    return points;
  };

  const lines: StreamLine[] = [];
  for (const seed of seeds(cells)) {
    if (taken[seed] === 1) continue;
    const x = ((seed % cells) + 0.5) / cells;
    const y = (Math.floor(seed / cells) + 0.5) / cells;
    const own = new Set([seed]);
    const forwards = trace(x, y, 1, own);
    const backwards = trace(x, y, -1, own);
    const count = (forwards.length + backwards.length) / 2 + 1;
    if (count * STEP < shortest) continue;
    for (const cell of own) taken[cell] = 1;
    const x1 = new Float64Array(count);
    const x2 = new Float64Array(count);
    const behind = backwards.length / 2;
    for (let i = 0; i < behind; i++) {
      x1[behind - 1 - i] = backwards[2 * i]!;
      x2[behind - 1 - i] = backwards[2 * i + 1]!;
    }
    x1[behind] = x;
    x2[behind] = y;
    for (let i = 0; i < forwards.length / 2; i++) {
      x1[behind + 1 + i] = forwards[2 * i]!;
      x2[behind + 1 + i] = forwards[2 * i + 1]!;
    }
    lines.push({ x1, x2 });
  }
  return lines;
}

/** All cells, from the rim inwards: long lines come first, and short ones fill what is left. */
function seeds(cells: number): readonly number[] {
  const rim = (cell: number): number => {
    const c = cell % cells;
    const r = Math.floor(cell / cells);
    return Math.min(c, r, cells - 1 - c, cells - 1 - r);
  };
  return Array.from({ length: cells * cells }, (_, cell) => cell).sort((p, q) => rim(p) - rim(q) || p - q);
}
