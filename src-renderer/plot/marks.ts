/** Shapes of points in plots: as scenes draw them, and as symbols of ECharts. */
import type { Shape } from './scene.ts';

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

/** The same mark at many places, as one shape; a circle as one shape a place. @param places x₀, y₀, x₁, y₁, … */
export function markShapes(name: MarkName, places: ArrayLike<number>, radius: number, fill: string, opacity = 1): Shape[] {
  const mark = markShape(name);
  const shapes: Shape[] = [];
  const polygons: number[][] = [];
  for (let k = 0; k + 1 < places.length; k += 2) {
    const [x, y] = [places[k] ?? 0, places[k + 1] ?? 0];
    if (mark === 'circle') shapes.push({ kind: 'disc', x, y, radius, fill, opacity });
    else polygons.push(mark.flatMap(([dx, dy]) => [x + radius * dx, y + radius * dy]));
  }
  return polygons.length === 0 ? shapes : [{ kind: 'areas', polygons, fill, opacity }];
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
