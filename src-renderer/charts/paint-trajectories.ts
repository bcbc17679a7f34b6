/**
 * Paints a laid-out trajectory chart on a canvas: what `trajectory-option.ts` says to ECharts for the
 * exports, drawn directly. A zoom draws ten runs anew at every frame, and the library's way there, which
 * makes its whole model anew for each, takes several times as long as the drawing.
 */
import type { ChartTheme } from '../plot/chart-theme.ts';
import { REFERENCE_DASH } from '../plot/dashes.ts';
import type { RunStyle } from './run-style.ts';
import { FONT_SIZE } from './trajectory-frame.ts';
import type { Frame, FrameLine, FramePlot } from './trajectory-frame.ts';
import { anyHovered, bandOpacity, labelColor, lineLook, stepsBack } from './trajectory-looks.ts';
import type { LineLook, OptionStyle } from './trajectory-looks.ts';

type Context = CanvasRenderingContext2D;

/** Axis space to px. */
interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** @param context of a canvas in units of CSS px, already scaled to the screen's */
export function paintTrajectories(context: Context, frame: Frame, style: OptionStyle): void {
  const { theme, hoveredRunId } = style;
  const some = anyHovered(frame, hoveredRunId);
  context.globalAlpha = 1;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, frame.width, frame.height);
  context.font = `${FONT_SIZE}px ${theme.fontFamily}`;
  context.lineJoin = 'round';
  frame.plots.forEach((plot, index) => {
    const scale = scaleOf(plot, frame);
    paintAxes(context, plot, frame, scale, theme, index === frame.plots.length - 1);
    context.save();
    context.beginPath();
    context.rect(plot.rect.left, plot.rect.top, plot.rect.width, plot.rect.height);
    context.clip();
    for (const band of plot.bands) {
      context.globalAlpha = bandOpacity(band.curve, hoveredRunId, some);
      context.fillStyle = theme.series[band.curve.style.series];
      for (const polygon of band.polygons) fillPolygon(context, polygon, scale);
    }
    const lines = plot.lines.map((line) => ({ line, look: lineLook(line.curve, style, some) }));
    for (const { line, look } of lines.toSorted((a, b) => a.look.z - b.look.z)) paintLine(context, line, look, scale);
    paintReferences(context, plot, scale, theme);
    context.restore();
    paintBelow(context, plot, scale, theme);
    paintTexts(context, plot, theme, hoveredRunId, some);
  });
  paintLegend(context, frame, theme, hoveredRunId, some);
  context.globalAlpha = 1;
}

function scaleOf({ rect, range }: FramePlot, { view }: Frame): Scale {
  const perX = rect.width / (view.max - view.min);
  const perY = rect.height / (range.max - range.min);
  return { x: (value) => rect.left + (value - view.min) * perX, y: (value) => rect.top + (range.max - value) * perY };
}

function setDash(context: Context, dash: RunStyle['dash']): void {
  context.setLineDash(dash === 'solid' ? [] : [...dash]);
}

/** The middle of a device pixel: lines of one px are sharp there. */
const sharp = (at: number): number => Math.round(at) + 0.5;

function level(context: Context, x1: number, x2: number, y: number): void {
  context.beginPath();
  context.moveTo(x1, y);
  context.lineTo(x2, y);
  context.stroke();
}

function paintAxes(context: Context, { rect, ticks }: FramePlot, frame: Frame, scale: Scale, theme: ChartTheme, last: boolean): void {
  const bottom = sharp(rect.top + rect.height);
  context.lineWidth = 1;
  setDash(context, 'solid');
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.fillStyle = theme.dim;
  context.strokeStyle = theme.grid;
  for (const tick of ticks) {
    const y = scale.y(tick.at);
    level(context, rect.left, rect.left + rect.width, sharp(y));
    context.fillText(tick.label, rect.left - 8, y);
  }
  context.strokeStyle = theme.axis;
  level(context, rect.left, rect.left + rect.width, bottom);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  let end = -Infinity;
  for (const tick of frame.xTicks) {
    const x = scale.x(tick.at);
    context.beginPath();
    context.moveTo(sharp(x), bottom);
    context.lineTo(sharp(x), bottom + 4);
    context.stroke();
    if (!last) continue;
    const half = context.measureText(tick.label).width / 2;
    // A label that would run into the one before it is left out.
    if (x - half < end + 4) continue;
    context.fillText(tick.label, x, bottom + 7);
    end = x + half;
  }
  if (last) context.fillText(frame.xTitle, rect.left + rect.width / 2, bottom + 23);
}

function paintLine(context: Context, { curve, points, ribbon }: FrameLine, look: LineLook, scale: Scale): void {
  context.globalAlpha = look.opacity;
  if (ribbon !== null) {
    context.fillStyle = look.stroke;
    fillRibbon(context, ribbon, look.lineWidth / 2, scale);
    return;
  }
  context.strokeStyle = look.stroke;
  context.fillStyle = look.stroke;
  context.lineWidth = look.lineWidth;
  setDash(context, look.dash);
  context.beginPath();
  let open = false;
  let before = 0;
  for (let k = 0; k + 1 < points.length; k += 2) {
    const value = points[k + 1] ?? Number.NaN;
    if (Number.isNaN(value)) {
      open = false;
      continue;
    }
    const x = scale.x(points[k] ?? Number.NaN);
    const y = scale.y(value);
    if (open) {
      if (curve.step) context.lineTo(x, before);
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
      // A point alone between gaps would be a line of no length.
      if (Number.isNaN(points[k + 3] ?? Number.NaN)) dot(context, x, y);
    }
    open = true;
    before = y;
  }
  context.stroke();
}

/** Part of the path at hand, so that it has the line's color and opacity. */
function dot(context: Context, x: number, y: number): void {
  context.moveTo(x + 0.75, y);
  context.arc(x, y, 0.75, 0, 2 * Math.PI);
  context.moveTo(x, y);
}

/** Along the upper side and back along the lower one, stretch by stretch. */
function fillRibbon(context: Context, ribbon: readonly number[], widen: number, scale: Scale): void {
  let from = 0;
  while (from < ribbon.length) {
    let to = from;
    while (to < ribbon.length && !Number.isNaN(ribbon[to + 1] ?? Number.NaN)) to += 3;
    if (to > from) {
      context.beginPath();
      for (let k = from; k < to; k += 3) context.lineTo(scale.x(ribbon[k] ?? 0), scale.y(ribbon[k + 2] ?? 0) - widen);
      for (let k = to - 3; k >= from; k -= 3) context.lineTo(scale.x(ribbon[k] ?? 0), scale.y(ribbon[k + 1] ?? 0) + widen);
      context.fill();
    }
    from = to + 3;
  }
}

function fillPolygon(context: Context, polygon: readonly (readonly [number, number])[], scale: Scale): void {
  context.beginPath();
  for (const [x, y] of polygon) context.lineTo(scale.x(x), scale.y(y));
  context.fill();
}

function paintReferences(context: Context, plot: FramePlot, scale: Scale, theme: ChartTheme): void {
  context.globalAlpha = 1;
  context.strokeStyle = theme.series.exact;
  context.lineWidth = 1;
  setDash(context, REFERENCE_DASH);
  for (const reference of plot.references) level(context, plot.rect.left, plot.rect.left + plot.rect.width, scale.y(reference.at));
  setDash(context, 'solid');
}

/** Small triangles on the axis where points lie that a log axis cannot show. */
function paintBelow(context: Context, plot: FramePlot, scale: Scale, theme: ChartTheme): void {
  context.globalAlpha = 1;
  context.fillStyle = theme.dim;
  const bottom = plot.rect.top + plot.rect.height;
  context.beginPath();
  for (const place of plot.below) {
    const x = scale.x(place);
    context.moveTo(x - 3, bottom - 6);
    context.lineTo(x + 3, bottom - 6);
    context.lineTo(x, bottom);
  }
  context.fill();
}

function paintTexts(context: Context, plot: FramePlot, theme: ChartTheme, hoveredRunId: number | null, some: boolean): void {
  const right = plot.rect.left + plot.rect.width;
  context.textBaseline = 'middle';
  context.globalAlpha = 1;
  context.fillStyle = theme.dim;
  context.textAlign = 'left';
  context.fillText(plot.title, plot.rect.left, plot.rect.top - 10);
  if (plot.note !== null) {
    context.textAlign = 'right';
    context.fillText(plot.note, right, plot.rect.top - 10);
    context.textAlign = 'left';
  }
  for (const label of plot.labels) {
    const back = stepsBack(label, hoveredRunId, some);
    const color = labelColor(label.style, theme);
    context.globalAlpha = back ? 0.35 : 0.8;
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(right + 1, label.lineY);
    context.lineTo(right + 4, label.y);
    context.lineTo(right + 7, label.y);
    context.stroke();
    context.globalAlpha = back ? 0.35 : 1;
    context.fillStyle = color;
    context.fillRect(right + 4, label.y - 1, 4, 2);
    context.globalAlpha = back ? 0.4 : 1;
    context.fillStyle = theme.text;
    context.fillText(label.text, right + 9, label.y);
  }
}

function paintLegend(context: Context, { legend }: Frame, theme: ChartTheme, hoveredRunId: number | null, some: boolean): void {
  if (legend === null) return;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const entry of legend.entries) {
    const back = stepsBack(entry, hoveredRunId, some);
    context.globalAlpha = (entry.style?.opacity ?? 1) * (back ? 0.35 : 1);
    context.strokeStyle = labelColor(entry.style, theme);
    context.lineWidth = 2;
    setDash(context, entry.style === null ? REFERENCE_DASH : entry.style.dash);
    level(context, legend.left, legend.left + 20, entry.y);
    context.globalAlpha = back ? 0.4 : 1;
    context.fillStyle = theme.text;
    context.fillText(entry.text, legend.left + 26, entry.y);
  }
  setDash(context, 'solid');
}
