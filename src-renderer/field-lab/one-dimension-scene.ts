/**
 * S26's Figures 1 and 2 for one row a·x ≤ b, drawn from curves that the science room computed: losses,
 * slopes and potentials over x̂ from 0 to 1, three plots with a shared axis. Only drawing; no formulas.
 */
import type { OneDimensionCurves } from '../../src-science/field/one-dimension.ts';
import { axisTicks } from '../charts/axis-scale.ts';
import type { ChartTheme } from '../charts/chart-theme.ts';
import { placeLabels, textWidth } from '../charts/place-labels.ts';
import { formatNumber } from '../format/index.ts';
import { curveInside, pixelX, pixelY } from './scene.ts';
import type { Frame, Scene, Shape } from './scene.ts';

export type CurveName = 'actualLoss' | 'surrogateLoss' | 'actualSlope' | 'surrogateSlope' | 'interchangeField' | 'printedField' | 'interchangePotential' | 'printedPotential';

export interface CurveInfo {
  readonly name: CurveName;
  readonly label: string;
  readonly short: string;
  readonly series: 'true-penalty' | 'surrogate-interchange' | 'surrogate-corrected' | 'naive-pathwise';
  readonly printed: boolean;
}

export interface PlotInfo {
  readonly title: string;
  readonly help: string;
  readonly curves: readonly CurveInfo[];
  /** Never drawn beyond these multiples of a: slopes run to infinity at x̂ = 1. */
  readonly limit: { readonly low: number; readonly high: number } | null;
}

const SURROGATE = 'surrogate-corrected';

export const PLOTS: readonly PlotInfo[] = [
  {
    title: 'Loss (S26, Figure 1)',
    help: 'The expected violation E[φ̃] that is meant, and the surrogate E[φ] that replaces it, over the marginal x̂.',
    curves: [
      { name: 'actualLoss', label: 'actual loss E[φ̃]', short: 'E[φ̃]', series: 'true-penalty', printed: false },
      { name: 'surrogateLoss', label: 'surrogate E[φ]', short: 'E[φ]', series: SURROGATE, printed: false },
    ],
    limit: null,
  },
  {
    title: 'Slope and field (S26, Figure 2a)',
    help: 'What a descent follows: the slope of the surrogate, and the field ĝ that remains when derivative and expectation are interchanged.',
    curves: [
      { name: 'actualSlope', label: 'slope of the actual loss', short: 'dE[φ̃]/dx̂', series: 'true-penalty', printed: false },
      { name: 'surrogateSlope', label: 'slope of the surrogate', short: 'dE[φ]/dx̂', series: SURROGATE, printed: false },
      { name: 'interchangeField', label: 'interchange field ĝ', short: 'ĝ', series: 'surrogate-interchange', printed: false },
      { name: 'printedField', label: 'field as printed', short: 'ĝ as printed', series: 'naive-pathwise', printed: true },
    ],
    limit: { low: -0.6, high: 1.6 },
  },
  {
    title: 'Potential (S26, Figure 2b)',
    help: 'The function that each field descends: the surrogate itself, and the potential of ĝ.',
    curves: [
      { name: 'surrogateLoss', label: 'surrogate E[φ]', short: 'E[φ]', series: SURROGATE, printed: false },
      { name: 'interchangePotential', label: 'potential of ĝ', short: 'potential of ĝ', series: 'surrogate-interchange', printed: false },
      { name: 'printedPotential', label: 'potential as printed', short: 'potential as printed', series: 'naive-pathwise', printed: true },
    ],
    limit: null,
  },
];

export interface OneDimensionPicture {
  readonly curves: OneDimensionCurves;
  readonly a: number;
  /** Multiplies every curve. */
  readonly mu: number;
  readonly printed: boolean;
  readonly minimizers: readonly { readonly curve: CurveName; readonly xHat: number; readonly value: number }[];
  /** Index into the curves' points. */
  readonly cursor: number | null;
}

export const shownCurves = (plot: PlotInfo, printed: boolean): readonly CurveInfo[] => plot.curves.filter((curve) => printed || !curve.printed);

function scaled(values: Float64Array, mu: number): Float64Array {
  return mu === 1 ? values : values.map((value) => value * mu);
}

/** The span of the finite values, with a little air, always with 0 in it. */
function rangeOf(plot: PlotInfo, picture: OneDimensionPicture): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (const curve of shownCurves(plot, picture.printed)) {
    for (const value of picture.curves[curve.name]) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (plot.limit !== null) {
    low = Math.max(low, plot.limit.low * picture.a);
    high = Math.min(high, plot.limit.high * picture.a);
  }
  if (high - low < 1e-12) high = low + picture.a;
  const air = (high - low) * 0.06;
  return [(low < 0 ? low - air : low) * picture.mu, (high + air) * picture.mu];
}

const HEAD = 22;
const FOOT = 20;

/** The three frames: side by side where the panel is wide, else one below the other. */
export function oneDimensionFrames(picture: OneDimensionPicture, width: number, height: number): readonly Frame[] {
  const across = width >= 1.5 * height;
  const gutter = 132;
  const left = 46;
  const cellWidth = across ? width / PLOTS.length : width;
  const cellHeight = across ? height : height / PLOTS.length;
  const right = across ? 14 : gutter;
  return PLOTS.map((plot, k) => ({
    left: (across ? k * cellWidth : 0) + left,
    top: (across ? 0 : k * cellHeight) + HEAD + (across ? 16 * Math.max(...PLOTS.map((each) => shownCurves(each, picture.printed).length)) : 0),
    width: Math.max(40, cellWidth - left - right),
    height: Math.max(30, cellHeight - HEAD - FOOT - 16 - (across ? 16 * Math.max(...PLOTS.map((each) => shownCurves(each, picture.printed).length)) : 0)),
    x: [0, 1],
    y: rangeOf(plot, picture),
  }));
}

function axes(frame: Frame, title: string, theme: ChartTheme, headY: number): Shape[] {
  const shapes: Shape[] = [{ kind: 'text', x: frame.left - 34, y: headY, text: title, color: theme.text, bold: true }];
  const bottom = frame.top + frame.height;
  for (const tick of axisTicks('linear', { min: frame.y[0], max: frame.y[1] }, Math.max(2, frame.height / 46))) {
    const y = pixelY(frame, tick.at);
    shapes.push({ kind: 'line', points: [frame.left, y, frame.left + frame.width, y], color: tick.at === 0 ? theme.axis : theme.grid, width: 1 });
    shapes.push({ kind: 'text', x: frame.left - 7, y, text: tick.label, color: theme.dim, align: 'right' });
  }
  for (const tick of axisTicks('linear', { min: 0, max: 1 }, Math.max(2, frame.width / 60))) {
    const x = pixelX(frame, tick.at);
    shapes.push({ kind: 'line', points: [x, bottom, x, bottom + 4], color: theme.axis, width: 1 });
    shapes.push({ kind: 'text', x, y: bottom + 13, text: tick.label, color: theme.dim, align: 'center' });
  }
  shapes.push({ kind: 'line', points: [frame.left, bottom, frame.left + frame.width, bottom], color: theme.axis, width: 1 });
  shapes.push({ kind: 'text', x: frame.left + frame.width / 2, y: bottom + 27, text: 'marginal x̂', color: theme.dim, align: 'center' });
  return shapes;
}

const dashOf = (curve: CurveInfo): readonly number[] | undefined => (curve.printed ? [5, 4] : undefined);

/** The picture in px. */
export function oneDimensionScene(picture: OneDimensionPicture, frames: readonly Frame[], width: number, height: number, theme: ChartTheme): Scene {
  const { curves, mu } = picture;
  const across = (frames[1]?.left ?? 0) > (frames[0]?.left ?? 0);
  const shapes: Shape[] = [];
  PLOTS.forEach((plot, k) => {
    const frame = frames[k];
    if (frame === undefined) return;
    const shown = shownCurves(plot, picture.printed);
    const headY = across ? 12 : frame.top - 11;
    shapes.push(...axes(frame, plot.title, theme, headY));
    if (picture.cursor !== null) {
      const x = pixelX(frame, curves.xHat[picture.cursor] ?? 0);
      shapes.push({ kind: 'line', points: [x, frame.top, x, frame.top + frame.height], color: theme.axis, width: 1 });
    }
    const ends = shown.map((curve) => {
      const pieces = curveInside(frame, curves.xHat, scaled(curves[curve.name], mu));
      const dash = dashOf(curve);
      for (const points of pieces) shapes.push({ kind: 'line', points, color: theme.series[curve.series], width: 1.75, ...(dash === undefined ? {} : { dash }) });
      return { y: pieces.at(-1)?.at(-1) ?? frame.top + frame.height };
    });
    // Names stand at the line ends where there is room beside the plot, else as a legend above it.
    const places = across ? null : placeLabels(ends, 14, frame.top, frame.top + frame.height);
    shown.forEach((curve, index) => {
      const color = theme.series[curve.series];
      const y = across ? 29 + 15 * index : (places?.[index] ?? frame.top + 14 * index);
      const x = across ? frame.left : frame.left + frame.width + 8;
      const dash = dashOf(curve);
      shapes.push({ kind: 'line', points: [x, y, x + 14, y], color, width: 2, ...(dash === undefined ? {} : { dash: [4, 3] }) });
      shapes.push({ kind: 'text', x: x + 19, y, text: across ? curve.label : curve.short, color: theme.text });
    });
    const marks = picture.minimizers.filter((minimizer) => shown.some((curve) => curve.name === minimizer.curve));
    marks.forEach((minimizer) => {
      const info = shown.find((curve) => curve.name === minimizer.curve);
      if (info === undefined) return;
      const x = pixelX(frame, minimizer.xHat);
      const y = pixelY(frame, minimizer.value * mu);
      if (y < frame.top - 1 || y > frame.top + frame.height + 1) return;
      const color = theme.series[info.series];
      shapes.push({ kind: 'disc', x, y, radius: 4, fill: color, stroke: theme.background });
      if (minimizer.xHat > 0 && minimizer.xHat < 1) {
        const text = formatNumber(minimizer.xHat, { digits: 5 });
        shapes.push({ kind: 'line', points: [x, y + 5, x, frame.top + frame.height], color, width: 1, dash: [2, 3] });
        const room = textWidth(text, 11) + 8;
        const toLeft = x + room > frame.left + frame.width;
        shapes.push({ kind: 'text', x: toLeft ? x - 5 : x + 5, y: frame.top + frame.height - 8, text, color: theme.text, align: toLeft ? 'right' : 'left' });
      }
    });
    if (picture.cursor !== null) {
      for (const curve of shown) {
        const value = (curves[curve.name][picture.cursor] ?? Number.NaN) * mu;
        if (value >= frame.y[0] && value <= frame.y[1]) shapes.push({ kind: 'disc', x: pixelX(frame, curves.xHat[picture.cursor] ?? 0), y: pixelY(frame, value), radius: 2.5, fill: theme.series[curve.series] });
      }
    }
  });
  return { width, height, background: theme.background, fontFamily: theme.fontFamily, shapes };
}
