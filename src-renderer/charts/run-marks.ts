/** Shapes of points: runs of one color that differ in their settings have different ones, in the plot and in its legend. */
import type { RunSummary } from '../../src-contract/session.ts';
import type { RunStyle } from './run-style.ts';

/** A circle of radius 1, or a polygon as large as it, y downwards. */
export type Mark = 'circle' | readonly (readonly [number, number])[];

/** A star with five points, as large to the eye as the others. */
const star: Mark = Array.from({ length: 10 }, (_, k) => {
  const radius = k % 2 === 0 ? 1.25 : 0.58;
  const angle = (Math.PI * k) / 5 - Math.PI / 2;
  return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
});

const MARKS = {
  circle: 'circle',
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  triangle: [[0, -1.05], [1.05, 0.9], [-1.05, 0.9]],
  triangleDown: [[0, 1.05], [1.05, -0.9], [-1.05, -0.9]],
  plus: [
    [-0.38, -1.1], [0.38, -1.1], [0.38, -0.38], [1.1, -0.38], [1.1, 0.38], [0.38, 0.38],
    [0.38, 1.1], [-0.38, 1.1], [-0.38, 0.38], [-1.1, 0.38], [-1.1, -0.38], [-0.38, -0.38],
  ],
  star,
  triangleRight: [[1.05, 0], [-0.9, 1.05], [-0.9, -1.05]],
  cross: [
    [0, -0.5], [0.6, -1.1], [1.1, -0.6], [0.5, 0], [1.1, 0.6], [0.6, 1.1],
    [0, 0.5], [-0.6, 1.1], [-1.1, 0.6], [-0.5, 0], [-1.1, -0.6], [-0.6, -1.1],
  ],
  triangleLeft: [[-1.05, 0], [0.9, 1.05], [0.9, -1.05]],
  hourglass: [[-0.95, -1], [0.95, -1], [0.2, 0], [0.95, 1], [-0.95, 1], [-0.2, 0]],
  bar: [[-0.45, -1.15], [0.45, -1.15], [0.45, 1.15], [-0.45, 1.15]],
} as const satisfies Readonly<Record<string, Mark>>;
export type MarkName = keyof typeof MARKS;

export const MARK_NAMES = Object.keys(MARKS) as readonly MarkName[];

export function markShape(name: MarkName): Mark {
  return MARKS[name];
}

interface Marked {
  readonly run: Pick<RunSummary, 'id' | 'kind'>;
  readonly style: Pick<RunStyle, 'group' | 'series' | 'dash'>;
}

/** What a method is drawn with where no other of its color is: solvers, decoders, sampled and exact descents apart. */
function usualMark({ run, style }: Marked): MarkName {
  return run.kind === 'exact' ? 'diamond' : run.kind === 'decode' ? 'triangle' : style.dash === 'solid' ? 'circle' : 'square';
}

/**
 * The mark of each group: no two groups of one color have the same while there are marks left.
 * Groups choose in the order of their first run, the usual mark first.
 */
export function marksOf(points: readonly Marked[]): ReadonlyMap<string, MarkName> {
  const marks = new Map<string, MarkName>();
  const taken = new Map<string, Set<MarkName>>();
  for (const point of points.toSorted((a, b) => a.run.id - b.run.id)) {
    const { group, series } = point.style;
    if (marks.has(group)) continue;
    const used = taken.get(series) ?? new Set();
    const usual = usualMark(point);
    const mark = used.has(usual) ? (MARK_NAMES.find((name) => !used.has(name)) ?? usual) : usual;
    marks.set(group, mark);
    taken.set(series, used.add(mark));
  }
  return marks;
}

/** The mark as an ECharts symbol. */
export function echartsSymbol(name: MarkName): string {
  const shape = markShape(name);
  return shape === 'circle' ? 'circle' : `path://M${shape.map(([x, y]) => `${x.toFixed(4)},${y.toFixed(4)}`).join('L')}Z`;
}

/** Width and height of its symbol for a circle of this diameter: ECharts stretches a path to the size it is given. */
export function echartsSymbolSize(name: MarkName, diameter: number): [number, number] {
  const shape = markShape(name);
  if (shape === 'circle') return [diameter, diameter];
  const span = (axis: 0 | 1): number => Math.max(...shape.map((corner) => corner[axis])) - Math.min(...shape.map((corner) => corner[axis]));
  return [(diameter / 2) * span(0), (diameter / 2) * span(1)];
}
