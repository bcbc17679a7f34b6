/**
 * The picture of x̂ over time: which snapshots, in which order the variables, and the pixels. Where
 * there are more variables than pixels a line of pixels shows their mean; where there are fewer
 * snapshots than pixels each covers the iterations nearest to it. Pure.
 */
import { bitWeights, integerValue } from '../../src-science/program/integers.ts';
import type { IntegerVariable } from '../../src-science/program/program.ts';
import type { AxisRange } from '../plot/axis-scale.ts';
import { viridisTable } from '../plot/viridis.ts';

export type VariableOrder = 'index' | 'final' | 'objective';

/** Values of all snapshots together that are held at once. */
const BUDGET = 4_000_000;

/**
 * Iterations of the snapshots to show: all, or every 2ⁿ-th. The stride is a power of two so that a run
 * that grows adds to what has been asked for; an even choice would ask for everything anew each time.
 * @param columns most that can be told apart on screen
 * @param going of a run that is still going the newest snapshot is left to its turn
 */
export function chooseSnapshots(iterations: readonly number[], variables: number, columns: number, going = false): number[] {
  const sorted = [...new Set(iterations)].sort((a, b) => a - b);
  const most = Math.max(2, Math.min(columns, Math.floor(BUDGET / Math.max(1, variables))));
  let stride = 1;
  while (Math.ceil(sorted.length / stride) > most - (going ? 0 : 1) && stride < sorted.length) stride *= 2;
  const chosen = sorted.filter((_, index) => index % stride === 0);
  const last = sorted.at(-1);
  if (!going && last !== undefined && chosen.at(-1) !== last) chosen.push(last);
  return chosen;
}

/** The iterations whose x̂ shows in a stretch of them: those inside, and the nearest on either side. */
export function iterationsInView(iterations: readonly number[], { min, max }: AxisRange): readonly number[] {
  const sorted = [...new Set(iterations)].sort((a, b) => a - b);
  const from = Math.max(0, sorted.findLastIndex((at) => at <= min));
  const after = sorted.findIndex((at) => at >= max);
  return sorted.slice(from, after < 0 ? sorted.length : after + 1);
}

export interface Snapshots {
  /** Ascending. */
  readonly iterations: readonly number[];
  /** One vector of length d for each. */
  readonly values: readonly ArrayLike<number>[];
}

/** Variable indices from top to bottom; ties keep the order of the program. */
export function orderVariables(order: VariableOrder, snapshots: Snapshots, objective: ArrayLike<number> | null): Int32Array {
  const last = snapshots.values.at(-1);
  const d = last?.length ?? 0;
  const indices = Int32Array.from({ length: d }, (_, j) => j);
  const key = order === 'final' ? last : order === 'objective' ? objective : null;
  if (key === null || key === undefined) return indices;
  return indices.sort((a, b) => (key[b] ?? 0) - (key[a] ?? 0) || a - b);
}

/** The variables of a line of pixels: positions [from, to) in the order. */
export function variablesOfLine(line: number, lines: number, variables: number): { readonly from: number; readonly to: number } {
  const from = Math.floor((line * variables) / lines);
  return { from, to: Math.max(from + 1, Math.floor(((line + 1) * variables) / lines)) };
}

/** Index of the snapshot nearest to an iteration. */
function nearestSnapshot(iterations: readonly number[], at: number): number {
  let best = 0;
  for (let k = 1; k < iterations.length; k++) if (Math.abs((iterations[k] ?? 0) - at) <= Math.abs((iterations[best] ?? 0) - at)) best = k;
  return best;
}

/** Snapshot shown by each column of pixels. @param stretch of iterations that is drawn; all where none is named */
export function columnsOf(iterations: readonly number[], width: number, stretch?: AxisRange): Int32Array {
  const first = stretch?.min ?? iterations[0] ?? 0;
  const last = stretch?.max ?? iterations.at(-1) ?? first;
  const columns = new Int32Array(width);
  let k = 0;
  for (let x = 0; x < width; x++) {
    const at = first + ((x + 0.5) / width) * (last - first);
    while (k + 1 < iterations.length && Math.abs((iterations[k + 1] ?? 0) - at) <= Math.abs((iterations[k] ?? 0) - at)) k++;
    columns[x] = k;
  }
  return columns;
}

/**
 * The pixels, RGBA row by row.
 * @param order of the variables that are drawn, a part of all of them where the picture is zoomed
 * Cost: O(snapshots · variables + width · height).
 */
export function paintHeatMap(
  snapshots: Snapshots, order: Int32Array, width: number, height: number, stretch?: AxisRange,
): Uint8ClampedArray<ArrayBuffer> {
  const table = viridisTable();
  const count = snapshots.values.length;
  const levels = new Uint8Array(count);
  const columns = columnsOf(snapshots.iterations, width, stretch);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    const { from, to } = variablesOfLine(y, height, order.length);
    for (let k = 0; k < count; k++) {
      const vector = snapshots.values[k];
      let sum = 0;
      for (let p = from; p < to; p++) sum += vector?.[order[p] ?? 0] ?? 0;
      levels[k] = Math.round(255 * Math.min(1, Math.max(0, sum / (to - from))));
    }
    for (let x = 0; x < width; x++) {
      const level = 3 * (levels[columns[x] ?? 0] ?? 0);
      const at = 4 * (y * width + x);
      pixels[at] = table[level] ?? 0;
      pixels[at + 1] = table[level + 1] ?? 0;
      pixels[at + 2] = table[level + 2] ?? 0;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

export interface CellUnderPointer {
  readonly iteration: number;
  readonly snapshot: number;
  /** Indices of the variables on this line of pixels, the first few. */
  readonly variables: readonly number[];
  /** How many variables the line stands for. */
  readonly count: number;
  readonly mean: number;
}

/** @param x, y shares of the plot from its left and top, in [0, 1) */
export function cellAt(
  snapshots: Snapshots, order: Int32Array, x: number, y: number, lines: number, stretch?: AxisRange,
): CellUnderPointer | null {
  if (snapshots.values.length === 0 || order.length === 0 || !(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return null;
  const first = stretch?.min ?? snapshots.iterations[0] ?? 0;
  const last = stretch?.max ?? snapshots.iterations.at(-1) ?? first;
  const snapshot = nearestSnapshot(snapshots.iterations, first + x * (last - first));
  const rows = Math.min(lines, order.length);
  const { from, to } = variablesOfLine(Math.min(rows - 1, Math.floor(y * rows)), rows, order.length);
  const vector = snapshots.values[snapshot];
  let sum = 0;
  for (let p = from; p < to; p++) sum += vector?.[order[p] ?? 0] ?? 0;
  return {
    iteration: snapshots.iterations[snapshot] ?? 0, snapshot, variables: Array.from(order.subarray(from, Math.min(to, from + 3))),
    count: to - from, mean: sum / (to - from),
  };
}

/** Means of the integers whose bits stand in a cell: l + Σ w x̂ at its snapshot, an integer once. */
export function integersOfCell(
  cell: Pick<CellUnderPointer, 'variables' | 'snapshot'>, { values }: Snapshots, integers: readonly IntegerVariable[] | undefined,
): readonly { readonly name: string; readonly mean: number }[] {
  const vector = values[cell.snapshot];
  if (vector === undefined || integers === undefined) return [];
  return integers
    .filter((integer) => cell.variables.some((j) => j >= integer.bit && j < integer.bit + bitWeights(integer).length))
    .map((integer) => ({ name: integer.name, mean: integerValue(integer, vector) }));
}
