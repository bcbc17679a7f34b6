/**
 * The one-variable view's four plots (`one-dimension-plots.ts`) as shapes in px, from curves that the science
 * room computed. Only drawing; no formulas.
 */
import { axisTicks } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import { textWidth } from '../plot/place-labels.ts';
import { formatNumber } from '../format/index.ts';
import { PLOTS, shownCurves, valuesOf, type CurveInfo, type OneDimensionPicture, type PlotInfo } from './one-dimension-plots.ts';
import { curveInside, pixelX, pixelY } from '../plot/scene.ts';
import type { PlotFrame, Scene, Shape } from '../plot/scene.ts';

/** Figure 2(a) is drawn over [−REACH, REACH]: z of a marginal of 1 or 99 % is nearly all inside. */
export const REACH = 7;

/** The span of the finite values, with a little air, always with 0 in it. */
function rangeOf(plot: PlotInfo, picture: OneDimensionPicture): readonly [number, number] {
  let low = 0;
  let high = plot.printedLimit !== null && picture.printed ? plot.printedLimit * picture.mu : 0;
  for (const curve of shownCurves(plot, picture)) {
    for (const value of valuesOf(picture, curve.name).y) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (plot.limit !== null) {
    low = Math.max(low, plot.limit.low * picture.a * picture.mu);
    high = Math.min(high, plot.limit.high * picture.a * picture.mu);
  }
  if (high - low < 1e-12) high = low + picture.a * picture.mu;
  const air = (high - low) * 0.06;
  // Below its least point f₁ has its place written.
  return [low < 0 ? low - (shownCurves(plot, picture).some(({ name }) => name === 'excess') ? 3 : 1) * air : low, high + air];
}

const HEAD = 22;
const FOOT = 36;
const LEFT = 46;
const RIGHT = 14;
const LEGEND_LINE = 15;
const SWATCH = 19;

interface LegendPlace {
  readonly x: number;
  readonly line: number;
}

/** Width of a label in px: marks that stand over a letter take no room. */
const labelWidth = (label: string): number => textWidth(label.replaceAll(/\p{M}/gu, ''), 11);

/** Where the names of a plot's curves stand: one after the other, in as many lines as it takes. */
function legendOf(curves: readonly CurveInfo[], width: number): { readonly places: readonly LegendPlace[]; readonly lines: number } {
  let [x, line] = [0, 0];
  const places = curves.map(({ label }) => {
    const needed = SWATCH + labelWidth(label);
    if (x > 0 && x + needed > width) [x, line] = [0, line + 1];
    const place = { x, line };
    x += needed + 14;
    return place;
  });
  return { places, lines: line + 1 };
}

/** How many plots stand side by side: all, two, or one, by the room there is. */
function columnsFor(width: number, height: number): 1 | 2 | 4 {
  if (width >= 1040 && width >= 2.6 * height) return 4;
  return width >= 460 ? 2 : 1;
}

/** The least height at which the plots can be read; a lower panel scrolls. */
export function leastHeight(width: number): number {
  return { 1: 880, 2: 400, 4: 190 }[columnsFor(width, 190)] ?? 0;
}

/** The frames of the four plots. */
export function oneDimensionFrames(picture: OneDimensionPicture, width: number, height: number): readonly PlotFrame[] {
  const columns = columnsFor(width, height);
  const cellWidth = width / columns;
  const cellHeight = height / Math.ceil(PLOTS.length / columns);
  const inner = Math.max(40, cellWidth - LEFT - RIGHT);
  const lines = PLOTS.map((plot) => legendOf(shownCurves(plot, picture), inner).lines);
  return PLOTS.map((plot, k) => {
    const row = Math.floor(k / columns);
    // Plots side by side have their tops in one line.
    const head = HEAD + LEGEND_LINE * Math.max(...lines.slice(row * columns, (row + 1) * columns)) + 4;
    return {
      left: (k % columns) * cellWidth + LEFT,
      top: row * cellHeight + head,
      width: inner,
      height: Math.max(30, cellHeight - head - FOOT),
      x: plot.axis === 'z' ? [-REACH, REACH] : [0, 1],
      y: rangeOf(plot, picture),
    };
  });
}

/** Where a plot's title stands, for what is laid over the picture. */
export function titlePlace(
  frame: PlotFrame, plot: PlotInfo, picture: OneDimensionPicture, frames: readonly PlotFrame[],
): { readonly x: number; readonly y: number; readonly width: number } {
  const beside = frames.filter((other) => other.top === frame.top);
  const lines = Math.max(...beside.map((other) => legendOf(shownCurves(PLOTS[frames.indexOf(other)] ?? plot, picture), other.width).lines));
  return { x: frame.left - 34, y: frame.top - 4 - LEGEND_LINE * lines - 10, width: textWidth(plot.title, 11) };
}

function axes(frame: PlotFrame, plot: PlotInfo, theme: ChartTheme): Shape[] {
  const shapes: Shape[] = [];
  const bottom = frame.top + frame.height;
  for (const tick of axisTicks('linear', { min: frame.y[0], max: frame.y[1] }, Math.max(2, frame.height / 46))) {
    const y = pixelY(frame, tick.at);
    shapes.push({
      kind: 'line', points: [frame.left, y, frame.left + frame.width, y], color: tick.at === 0 ? theme.axis : theme.grid, width: 1,
    });
    shapes.push({ kind: 'text', x: frame.left - 7, y, text: tick.label, color: theme.dim, align: 'right' });
  }
  for (const tick of axisTicks('linear', { min: frame.x[0], max: frame.x[1] }, Math.max(2, frame.width / 60))) {
    const x = pixelX(frame, tick.at);
    shapes.push({ kind: 'line', points: [x, bottom, x, bottom + 4], color: theme.axis, width: 1 });
    shapes.push({ kind: 'text', x, y: bottom + 13, text: tick.label, color: theme.dim, align: 'center' });
  }
  shapes.push({ kind: 'line', points: [frame.left, bottom, frame.left + frame.width, bottom], color: theme.axis, width: 1 });
  shapes.push({
    kind: 'text', x: frame.left + frame.width / 2, y: bottom + 27, text: plot.axis === 'z' ? 'z = σ⁻¹(x̂) + σ⁻¹(ε)' : 'marginal x̂',
    color: theme.dim, align: 'center',
  });
  return shapes;
}

/** The jump of the surrogate at z = 0, and where it tends to, with the caption's 1 beside it where asked for. */
function sampleMarks(frame: PlotFrame, picture: OneDimensionPicture, theme: ChartTheme): Shape[] {
  const color = theme.series['surrogate-corrected'];
  const [before, at] = [picture.sample.step[0] * picture.mu, picture.sample.step[1] * picture.mu];
  const shapes: Shape[] = [];
  const x = pixelX(frame, 0);
  if (before !== at) {
    shapes.push({ kind: 'line', points: [x, pixelY(frame, before), x, pixelY(frame, at)], color, width: 1, dash: [2, 3] });
    shapes.push({ kind: 'disc', x, y: pixelY(frame, before), radius: 3.5, fill: theme.background, stroke: color });
    shapes.push({ kind: 'disc', x, y: pixelY(frame, at), radius: 3.5, fill: color, stroke: theme.background });
  }
  const limit = (value: number, text: string, ink: string, dash: readonly number[], side: -1 | 1): void => {
    const y = pixelY(frame, value);
    if (y < frame.top || y > frame.top + frame.height) return;
    shapes.push({ kind: 'line', points: [frame.left, y, frame.left + frame.width, y], color: ink, width: 1, dash });
    shapes.push({ kind: 'text', x: frame.left + 4, y: y + 8 * side, text, color: theme.text });
  };
  if (picture.curves.kind === 'crossing') limit(
    (picture.a - picture.b) * picture.mu,
    `${picture.mu === 1 ? 'a − b' : 'μ(a − b)'} = ${formatNumber(Number(((picture.a - picture.b) * picture.mu).toPrecision(4)))}`, color,
    [2, 4], -1,
  );
  if (picture.printed && picture.curves.kind === 'crossing') {
    limit(picture.mu, 'limit as printed', theme.series['naive-pathwise'], [5, 4], 1);
  }
  return shapes;
}

/** Discs at minimizers, those inside with their place. */
function minimizerMarks(frame: PlotFrame, shown: readonly CurveInfo[], picture: OneDimensionPicture, theme: ChartTheme): Shape[] {
  const shapes: Shape[] = [];
  for (const minimizer of picture.minimizers) {
    const info = shown.find((curve) => curve.name === minimizer.curve);
    if (info === undefined) continue;
    const x = pixelX(frame, minimizer.xHat);
    const y = pixelY(frame, minimizer.value * picture.mu);
    if (y < frame.top - 1 || y > frame.top + frame.height + 1) continue;
    const color = theme.series[info.series];
    shapes.push({ kind: 'disc', x, y, radius: 4, fill: color, stroke: theme.background });
    if (minimizer.xHat <= 0 || minimizer.xHat >= 1) continue;
    // In a low plot that also holds the potential of ĝ there is no room between the curves.
    const crowded = frame.height < 110 && shown.some(({ name }) => name === 'interchangePotential');
    const text = crowded ? '' : formatNumber(minimizer.xHat, { digits: 5 });
    shapes.push({ kind: 'line', points: [x, y + 5, x, frame.top + frame.height], color, width: 1, dash: [2, 3] });
    // f₁ is the lowest curve, so its place stands below it and the surrogate's above: the two may be near each other.
    const half = textWidth(text, 11) / 2;
    const middle = Math.min(frame.left + frame.width - half, Math.max(frame.left + half, x));
    shapes.push({
      kind: 'text', x: minimizer.curve === 'excess' ? middle + half + 5 : middle,
      y: minimizer.curve === 'excess' ? Math.min(y + 11, frame.top + frame.height - 7) : y - 12, text, color, align: 'center',
    });
  }
  return shapes;
}

/** The picture in px. */
export function oneDimensionScene(
  picture: OneDimensionPicture, frames: readonly PlotFrame[], width: number, height: number, theme: ChartTheme,
): Scene {
  const shapes: Shape[] = [];
  PLOTS.forEach((plot, k) => {
    const frame = frames[k];
    if (frame === undefined) return;
    const shown = shownCurves(plot, picture);
    const title = titlePlace(frame, plot, picture, frames);
    shapes.push({ kind: 'text', x: title.x, y: title.y, text: plot.title, color: theme.text, bold: true });
    shapes.push(...axes(frame, plot, theme));
    const cursor = plot.axis === 'marginal' ? picture.cursor : null;
    if (cursor !== null) {
      const x = pixelX(frame, picture.curves.xHat[cursor] ?? 0);
      shapes.push({ kind: 'line', points: [x, frame.top, x, frame.top + frame.height], color: theme.axis, width: 1 });
    }
    for (const curve of shown) {
      const { x, y } = valuesOf(picture, curve.name);
      const style = {
        color: theme.series[curve.series], width: curve.width ?? 1.75, ...(curve.dash === undefined ? {} : { dash: curve.dash }),
      };
      for (const points of curveInside(frame, x, y)) shapes.push({ kind: 'line', points, ...style });
    }
    const { places } = legendOf(shown, frame.width);
    shown.forEach((curve, index) => {
      const place = places[index] ?? { x: 0, line: 0 };
      const x = frame.left + place.x;
      const y = title.y + 17 + LEGEND_LINE * place.line;
      shapes.push({
        kind: 'line', points: [x, y, x + 14, y], color: theme.series[curve.series], width: Math.max(2, curve.width ?? 0),
        ...(curve.dash === undefined ? {} : { dash: curve.dash }),
      });
      shapes.push({ kind: 'text', x: x + SWATCH, y, text: curve.label, color: theme.text });
    });
    if (plot.axis === 'z') shapes.push(...sampleMarks(frame, picture, theme));
    shapes.push(...minimizerMarks(frame, shown, picture, theme));
    if (cursor !== null) {
      for (const curve of shown) {
        const value = valuesOf(picture, curve.name).y[cursor] ?? Number.NaN;
        if (value >= frame.y[0] && value <= frame.y[1]) shapes.push({
          kind: 'disc', x: pixelX(frame, picture.curves.xHat[cursor] ?? 0), y: pixelY(frame, value), radius: 2.5,
          fill: theme.series[curve.series],
        });
      }
    }
  });
  return { width, height, background: theme.background, fontFamily: theme.fontFamily, shapes };
}
