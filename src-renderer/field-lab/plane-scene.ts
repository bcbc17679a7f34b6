/**
 * A plane of a field in px: arrows or streamlines along −g, the curl as a map, level lines, the lines
 * on which a component of g vanishes, trajectories and the loop. Only drawing: fields, losses and lines
 * come from the science room.
 */
import type { FieldScheme } from '../../src-science/gradients/scheme.ts';
import { fieldGrid, lossGrid } from '../../src-science/field/field-grid.ts';
import type { FieldGrid, Rectangle } from '../../src-science/field/field-grid.ts';
import type { FlowLine } from '../../src-science/field/flow-line.ts';
import type { PlaneField, PlaneLosses } from '../../src-science/field/plane-field.ts';
import { streamLines } from '../../src-science/field/stream-lines.ts';
import { axisTicks } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import { fitText } from '../plot/place-labels.ts';
import { formatNumber } from '../format/index.ts';
import { cssColor } from '../plot/viridis.ts';
import { divergingColor, magnitudeColor, quantileOfSize } from './color-scales.ts';
import { contours } from './contour.ts';
import type { PlaneLook, Point } from './lab-state.ts';
import { pixelX, pixelY } from '../plot/scene.ts';
import type { PlotFrame, LineShape, Scene, Shape } from '../plot/scene.ts';

export interface Trajectory {
  readonly scheme: FieldScheme;
  readonly line: FlowLine;
}

export interface PlanePicture {
  readonly field: PlaneField;
  readonly losses: PlaneLosses | null;
  readonly look: PlaneLook;
  readonly axes: readonly [string, string];
  readonly trajectories: readonly Trajectory[];
  readonly rectangle: Rectangle | null;
  readonly cursor: Point | null;
}

const LEFT = 52;
const TOP = 14;
const BOTTOM = 40;
const GUTTER = 176;
/** Curl and level lines are drawn from grids of this many cells a side. */
const FINE = 80;
/** Scales are taken from a grid that does not change with the size of the picture. */
const COARSE = 40;
const FONT = 11;
/** Beyond this share of the cells a scale is cut off: fields run to infinity at the edges. */
const MAGNITUDE_SHARE = 0.95;
const CURL_SHARE = 0.97;

export function planeFrame(width: number, height: number): PlotFrame {
  const side = Math.max(80, Math.min(width - LEFT - GUTTER, height - TOP - BOTTOM));
  return { left: LEFT + Math.max(0, (width - LEFT - GUTTER - side) / 2), top: TOP, width: side, height: side, x: [0, 1], y: [0, 1] };
}

/** What is drawn from a field and does not move with the pointer. */
export interface PlaneGrids {
  readonly arrows: FieldGrid;
  readonly fine: FieldGrid;
  /** Where the scale of |g| ends. */
  readonly mostMagnitude: number;
  /** Where the scale of the curl ends; 0 where the curl is 0 but for rounding. */
  readonly mostCurl: number;
}

/** @param side of the plot in px */
export function planeGrids(field: PlaneField, side: number): PlaneGrids {
  const count = Math.max(8, Math.min(40, Math.round(side / 22)));
  const coarse = fieldGrid(field, { columns: COARSE, rows: COARSE });
  const mostMagnitude = quantileOfSize(
    coarse.g1.map((g, k) => Math.hypot(g, coarse.g2[k] ?? 0)),
    MAGNITUDE_SHARE,
  );
  const mostCurl = quantileOfSize(coarse.curl, CURL_SHARE);
  return {
    arrows: fieldGrid(field, { columns: count, rows: count }),
    fine: fieldGrid(field, { columns: FINE, rows: FINE }),
    mostMagnitude,
    mostCurl: mostCurl <= 1e-9 * mostMagnitude ? 0 : mostCurl,
  };
}

function toPixels(frame: PlotFrame, x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const points: number[] = [];
  for (let i = 0; i < x.length; i++) points.push(pixelX(frame, x[i] ?? 0), pixelY(frame, y[i] ?? 0));
  return points;
}

function contourShapes(
  frame: PlotFrame, grid: { readonly x1: Float64Array; readonly x2: Float64Array }, values: Float64Array, level: number,
  style: Omit<LineShape, 'kind' | 'points'>,
): Shape[] {
  return contours(grid.x1, grid.x2, values, level).map(({ points }) => ({
    kind: 'line',
    points: points.map((value, i) => (i % 2 === 0 ? pixelX(frame, value) : pixelY(frame, value))),
    ...style,
  }));
}

function curlMap(frame: PlotFrame, grid: FieldGrid, most: number, theme: ChartTheme): Shape {
  const columns = grid.x1.length;
  const rows = grid.x2.length;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const value = grid.curl[(rows - 1 - r) * columns + c] ?? 0;
      const [red, green, blue] = divergingColor(theme, most === 0 ? 0 : value / most);
      pixels.set([red, green, blue, 255], 4 * (r * columns + c));
    }
  }
  return { kind: 'cells', x: frame.left, y: frame.top, width: frame.width, height: frame.height, columns, rows, pixels };
}

const ZERO_DASH = [6, 4];
const CURL_ZERO_DASH = [1.5, 4];
const SHAFT = 0.74;
const HEAD = 0.3;

function arrowPoints(x: number, y: number, u: number, v: number, length: number): number[] {
  // Screen y grows downwards.
  const tipX = x + (u * length) / 2;
  const tipY = y - (v * length) / 2;
  const head = Math.min(6, HEAD * length);
  const barb = (side: 1 | -1): readonly [number, number] => [tipX - head * (u + side * 0.55 * v), tipY + head * (v - side * 0.55 * u)];
  const [leftX, leftY] = barb(1);
  const [rightX, rightY] = barb(-1);
  return [x - (u * length) / 2, y + (v * length) / 2, tipX, tipY, leftX, leftY, tipX, tipY, rightX, rightY];
}

/** Colors an arrow can have; more could not be told apart, and fewer strokes are quicker. */
const MAGNITUDES = 24;

function arrows(frame: PlotFrame, grid: FieldGrid, most: number, picture: PlanePicture, theme: ChartTheme): Shape[] {
  const columns = grid.x1.length;
  const cell = frame.width / columns;
  const byMagnitude: number[][][] = Array.from({ length: picture.look.curl ? 1 : MAGNITUDES }, () => []);
  for (let k = 0; k < grid.g1.length; k++) {
    const size = Math.hypot(grid.g1[k] ?? 0, grid.g2[k] ?? 0);
    if (!(size > 0) || !Number.isFinite(size)) continue;
    const share = most === 0 ? 0 : Math.min(1, size / most);
    const length = picture.look.trueLengths ? share * cell * 1.5 : SHAFT * cell;
    if (length < 0.7) continue;
    const x = pixelX(frame, grid.x1[k % columns] ?? 0);
    const y = pixelY(frame, grid.x2[Math.floor(k / columns)] ?? 0);
    byMagnitude[Math.min(byMagnitude.length - 1, Math.floor(share * byMagnitude.length))]?.push(arrowPoints(
      x, y, -(grid.g1[k] ?? 0) / size, -(grid.g2[k] ?? 0) / size, length,
    ));
  }
  return byMagnitude.flatMap((lines, k): Shape[] =>
    lines.length === 0 ? [] : [{
      kind: 'strokes', lines, color: picture.look.curl ? theme.text : magnitudeColor(theme, (k + 0.5) / MAGNITUDES), width: 1.15,
      ...(picture.look.curl ? { opacity: 0.65 } : {}),
    }],
  );
}

function streams(frame: PlotFrame, grid: FieldGrid, picture: PlanePicture, theme: ChartTheme): Shape[] {
  const cells = Math.max(8, Math.min(34, Math.round(frame.width / 18)));
  const lines = streamLines(grid, { cells }).flatMap(({ x1, x2 }) => {
    const middle = Math.floor(x1.length / 2);
    const du = (x1[middle] ?? 0) - (x1[middle - 1] ?? 0);
    const dv = (x2[middle] ?? 0) - (x2[middle - 1] ?? 0);
    const size = Math.hypot(du, dv) || 1;
    const head = arrowPoints(pixelX(frame, x1[middle] ?? 0), pixelY(frame, x2[middle] ?? 0), du / size, dv / size, 9).slice(2);
    return [toPixels(frame, x1, x2), head];
  });
  return [{ kind: 'strokes', lines, color: picture.look.curl ? theme.text : theme.series[picture.field.scheme], width: 1.2, opacity: 0.8 }];
}

/** Every how much level lines are drawn, about a dozen of them. */
function levelsOf(values: Float64Array): readonly number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low < 1e-12 ? [] : axisTicks('linear', { min: low, max: high }, 11).map((tick) => tick.at);
}

function scaleBar(
  x: number, y: number, height: number, colorAt: (t: number) => string, labels: readonly string[], title: string, theme: ChartTheme,
): Shape[] {
  const shapes: Shape[] = [{ kind: 'text', x, y: y - 12, text: title, color: theme.dim }];
  const parts = 48;
  for (let k = 0; k < parts; k++) shapes.push({
    kind: 'box', x, y: y + (k * height) / parts, width: 12, height: height / parts + 0.5, fill: colorAt(1 - (k + 0.5) / parts),
  });
  shapes.push({ kind: 'box', x, y, width: 12, height, stroke: theme.grid });
  labels.forEach((text, k) => shapes.push({
    kind: 'text', x: x + 18, y: y + (labels.length === 1 ? height / 2 : (k * height) / (labels.length - 1)), text, color: theme.dim,
  }));
  return shapes;
}

function axisShapes(frame: PlotFrame, axes: readonly [string, string], theme: ChartTheme): Shape[] {
  const shapes: Shape[] = [{ kind: 'box', x: frame.left, y: frame.top, width: frame.width, height: frame.height, stroke: theme.axis }];
  const bottom = frame.top + frame.height;
  for (const { at, label } of axisTicks('linear', { min: 0, max: 1 }, Math.max(2, frame.width / 80))) {
    const x = pixelX(frame, at);
    const y = pixelY(frame, at);
    shapes.push({ kind: 'line', points: [x, bottom, x, bottom + 4], color: theme.axis, width: 1 });
    shapes.push({ kind: 'text', x, y: bottom + 12, text: label, color: theme.dim, align: 'center' });
    shapes.push({ kind: 'line', points: [frame.left - 4, y, frame.left, y], color: theme.axis, width: 1 });
    shapes.push({ kind: 'text', x: frame.left - 8, y, text: label, color: theme.dim, align: 'right' });
  }
  shapes.push({
    kind: 'text', x: frame.left + frame.width / 2, y: bottom + 28, text: fitText(axes[0], FONT, frame.width), color: theme.dim,
    align: 'center',
  });
  shapes.push({
    kind: 'text', x: frame.left - 38, y: frame.top + frame.height / 2, text: fitText(axes[1], FONT, frame.height), color: theme.dim,
    align: 'center', upright: true,
  });
  return shapes;
}

/** Everything but what follows the pointer; `overlayShapes` is drawn over it. */
export function planeShapes(picture: PlanePicture, grids: PlaneGrids, frame: PlotFrame, theme: ChartTheme): readonly Shape[] {
  const { look } = picture;
  const shapes: Shape[] = [];
  const { mostMagnitude, mostCurl } = grids;
  if (look.curl) {
    shapes.push(curlMap(frame, grids.fine, mostCurl, theme));
    if (mostCurl > 0) shapes.push(
      ...contourShapes(frame, grids.fine, grids.fine.curl, 0, { color: theme.series.exact, width: 1.25, dash: CURL_ZERO_DASH }),
    );
  }
  const zeroLines: Shape[][] = [];
  let levelStep: number | null = null;
  if (look.contours !== 'none' && picture.losses !== null) {
    const losses = lossGrid(picture.losses, { columns: FINE, rows: FINE });
    const values = look.contours === 'penalty' ? losses.penalty : losses.surrogate;
    const levels = levelsOf(values);
    levelStep = (levels[1] ?? 0) - (levels[0] ?? 0);
    for (const level of levels) shapes.push(...contourShapes(frame, losses, values, level, { color: theme.dim, width: 1, opacity: 0.75 }));
  }
  if (look.arrows) shapes.push(...arrows(frame, grids.arrows, mostMagnitude, picture, theme));
  if (look.streams) shapes.push(...streams(frame, grids.fine, picture, theme));
  if (look.nullclines) {
    zeroLines.push(contourShapes(frame, grids.fine, grids.fine.g1, 0, { color: theme.series.exact, width: 1.5 }));
    zeroLines.push(contourShapes(frame, grids.fine, grids.fine.g2, 0, { color: theme.series.exact, width: 1.5, dash: ZERO_DASH }));
    shapes.push(...zeroLines.flat());
  }
  shapes.push(...axisShapes(frame, picture.axes, theme));
  shapes.push(...legend(picture, frame, theme, { mostMagnitude, mostCurl, levelStep, zero: zeroLines.map((lines) => lines.length > 0) }));
  return shapes;
}

interface Drawn {
  readonly mostMagnitude: number;
  readonly mostCurl: number;
  readonly levelStep: number | null;
  /** Whether g₁ and g₂ vanish anywhere inside. */
  readonly zero: readonly boolean[];
}

function legend(picture: PlanePicture, frame: PlotFrame, theme: ChartTheme, { mostMagnitude, mostCurl, levelStep, zero }: Drawn): Shape[] {
  const { look } = picture;
  const x = frame.left + frame.width + 20;
  const shapes: Shape[] = [];
  let y = frame.top + 4;
  shapes.push({ kind: 'line', points: [x, y, x + 14, y], color: theme.series[picture.field.scheme], width: 3 });
  shapes.push({ kind: 'text', x: x + 20, y, text: picture.field.scheme, color: theme.text });
  y += 34;
  const barHeight = Math.min(120, Math.max(50, frame.height / 4));
  if (look.arrows && !look.curl && mostMagnitude > 0) {
    const top = formatNumber(mostMagnitude, { digits: 2 });
    shapes.push(...scaleBar(x, y, barHeight, (t) => magnitudeColor(theme, t), [`≥ ${top}`, '0'], '|g|', theme));
    y += barHeight + 30;
  }
  if (look.curl) {
    if (mostCurl === 0) {
      shapes.push({ kind: 'text', x, y: y - 12, text: 'curl g is 0 everywhere', color: theme.dim });
      y += 14;
    } else {
      const top = formatNumber(mostCurl, { digits: 2 });
      shapes.push(
        ...scaleBar(x, y, barHeight, (t) => cssColor(divergingColor(theme, 2 * t - 1)), [`≥ ${top}`, '0', `≤ −${top}`], 'curl g', theme),
      );
      y += barHeight + 30;
    }
  }
  const entry = (text: string, color: string, width: number, dash?: readonly number[]): void => {
    // What does not fit beside the plot is left out rather than cut through.
    if (y > frame.top + frame.height + BOTTOM - 8) return;
    shapes.push({ kind: 'line', points: [x, y, x + 14, y], color, width, ...(dash === undefined ? {} : { dash }) });
    shapes.push({ kind: 'text', x: x + 20, y, text, color: theme.text });
    y += 16;
  };
  if (zero[0] === true) entry('g₁ = 0', theme.series.exact, 1.5);
  if (zero[1] === true) entry('g₂ = 0', theme.series.exact, 1.5, ZERO_DASH);
  if (look.curl && mostCurl > 0) entry('curl g = 0', theme.series.exact, 1.25, CURL_ZERO_DASH);
  if (levelStep !== null) entry(
    levelStep === 0 ? 'loss is constant' : `${look.contours === 'penalty' ? 'E[φ̃]' : 'E[φ]'}, step ${formatNumber(levelStep)}`, theme.dim,
    1,
  );
  const schemes = [...new Set(picture.trajectories.map((trajectory) => trajectory.scheme))];
  if (schemes.length > 0 && y + 42 < frame.top + frame.height + BOTTOM) {
    y += 10;
    shapes.push({ kind: 'text', x, y, text: 'Trajectories', color: theme.dim });
    y += 16;
    for (const scheme of schemes) entry(scheme, theme.series[scheme], 2);
  }
  return shapes;
}

/** Trajectories, the loop and the cross. */
export function overlayShapes(picture: PlanePicture, frame: PlotFrame, theme: ChartTheme): readonly Shape[] {
  const shapes: Shape[] = [];
  const paths =
    picture.trajectories.map(({ scheme, line }) => ({ color: theme.series[scheme], points: toPixels(frame, line.x1, line.x2) }));
  for (const { points } of paths) shapes.push({ kind: 'line', points, color: theme.background, width: 5 });
  for (const { color, points } of paths) {
    shapes.push({ kind: 'line', points, color, width: 2.25 });
    const n = points.length;
    shapes.push({ kind: 'disc', x: points[n - 2] ?? 0, y: points[n - 1] ?? 0, radius: 3.5, fill: color, stroke: theme.background });
  }
  for (const { points } of paths) shapes.push({
    kind: 'disc', x: points[0] ?? 0, y: points[1] ?? 0, radius: 3.5, fill: theme.background, stroke: theme.text,
  });
  if (picture.rectangle !== null) {
    const { x1, x2 } = picture.rectangle;
    const left = pixelX(frame, x1[0]);
    const top = pixelY(frame, x2[1]);
    const width = pixelX(frame, x1[1]) - left;
    const height = pixelY(frame, x2[0]) - top;
    shapes.push({ kind: 'box', x: left, y: top, width, height, fill: theme.accent, stroke: theme.text, opacity: 0.12 });
    // The sense in which the circulation is taken.
    shapes.push({ kind: 'line', points: arrowPoints(left + width / 2, top + height, 1, 0, 12).slice(2), color: theme.text, width: 1.5 });
    shapes.push({ kind: 'line', points: arrowPoints(left + width / 2, top, -1, 0, 12).slice(2), color: theme.text, width: 1.5 });
  }
  if (picture.cursor !== null) {
    const x = pixelX(frame, picture.cursor.x1);
    const y = pixelY(frame, picture.cursor.x2);
    shapes.push({ kind: 'line', points: [x, frame.top, x, frame.top + frame.height], color: theme.text, width: 1, opacity: 0.35 });
    shapes.push({ kind: 'line', points: [frame.left, y, frame.left + frame.width, y], color: theme.text, width: 1, opacity: 0.35 });
  }
  return shapes;
}

export function planeScene(shapes: readonly Shape[], width: number, height: number, theme: ChartTheme): Scene {
  return { width, height, background: theme.background, fontFamily: theme.fontFamily, shapes };
}
