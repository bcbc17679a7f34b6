/**
 * A picture as a list of shapes in px. One list is painted on the canvas of the window and written by the
 * exports, so that the picture exported is the picture seen. Nothing here knows what is drawn.
 */

export interface TextShape {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly color: string;
  readonly size?: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'top' | 'middle' | 'bottom';
  readonly bold?: boolean;
  /** Read from bottom to top. */
  readonly upright?: boolean;
  readonly opacity?: number;
}

export interface LineShape {
  readonly kind: 'line';
  /** x₀, y₀, x₁, y₁, … */
  readonly points: ArrayLike<number>;
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** Many polylines of one style, drawn in one stroke: a thousand arrows cost as much as a few dozen. */
export interface StrokesShape {
  readonly kind: 'strokes';
  readonly lines: readonly (readonly number[])[];
  readonly color: string;
  readonly width: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
  /** How its ends look; round where left out. Dashes keep their length only with butt ends. */
  readonly cap?: 'butt';
}

/** Closed polygons of one color. */
export interface AreasShape {
  readonly kind: 'areas';
  /** Each x₀, y₀, x₁, y₁, … */
  readonly polygons: readonly (readonly number[])[];
  readonly fill: string;
  readonly opacity?: number;
}

/** Shapes of which only what lies in a box is drawn. */
export interface ClippedShapes {
  readonly kind: 'clipped';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export interface DiscShape {
  readonly kind: 'disc';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: string;
  readonly stroke?: string;
  readonly opacity?: number;
}

export interface BoxShape {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly opacity?: number;
  readonly dash?: readonly number[];
}

/** A grid of colored cells; the first row of pixels is the top one. */
export interface CellsShape {
  readonly kind: 'cells';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** RGBA of each cell. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

export type Shape = TextShape | LineShape | StrokesShape | AreasShape | DiscShape | BoxShape | CellsShape | ClippedShapes;

/** Of text that names no size, px. */
export const FONT_SIZE = 11;

/** What is painted (`paint-scene.ts`) or written as SVG (`scene-svg.ts`). */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly fontFamily: string;
  readonly shapes: readonly Shape[];
}

/** Where a plot stands and what its axes span. */
export interface PlotFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

export const pixelX = (frame: PlotFrame, x: number): number => frame.left + ((x - frame.x[0]) / (frame.x[1] - frame.x[0])) * frame.width;
export const pixelY = (frame: PlotFrame, y: number): number => frame.top + ((frame.y[1] - y) / (frame.y[1] - frame.y[0])) * frame.height;
export const valueX = (frame: PlotFrame, px: number): number => frame.x[0] + ((px - frame.left) / frame.width) * (frame.x[1] - frame.x[0]);
export const valueY = (frame: PlotFrame, py: number): number => frame.y[1] - ((py - frame.top) / frame.height) * (frame.y[1] - frame.y[0]);

/**
 * A curve in px, cut where it leaves the frame above or below: a curve that runs to infinity ends at the
 * edge instead of drawing over its neighbor.
 * @returns the pieces inside
 */
export function curveInside(frame: PlotFrame, x: Float64Array, y: Float64Array): readonly number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  const end = (): void => {
    if (piece.length >= 4) pieces.push(piece);
    piece = [];
  };
  const [low, high] = frame.y;
  const inside = (v: number): boolean => v >= low && v <= high;
  const put = (px: number, v: number): void => {
    piece.push(pixelX(frame, px), pixelY(frame, v));
  };
  for (let i = 0; i < x.length; i++) {
    const v = y[i] ?? Number.NaN;
    const at = x[i] ?? Number.NaN;
    const before = y[i - 1] ?? Number.NaN;
    const from = x[i - 1] ?? Number.NaN;
    const crossing = (
      level: number,
    ): number => (Number.isFinite(v) && Number.isFinite(before) ? from + ((level - before) / (v - before)) * (at - from) : at);
    if (inside(v)) {
      if (piece.length === 0 && i > 0 && Number.isFinite(before)) put(crossing(before > high ? high : low), before > high ? high : low);
      put(at, v);
    } else {
      if (piece.length > 0 && !Number.isNaN(v)) put(crossing(v > high ? high : low), v > high ? high : low);
      end();
    }
  }
  end();
  return pieces;
}
