/**
 * Small multiples with one horizontal axis: what is drawn (curves with bands, references, marks for what a
 * log axis cannot show), and where. Pure; `multiples-option.ts` draws it. Positions are px, axis values
 * are in axis space (`axis-scale.ts`).
 */
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import { axisTicks, extent, padded, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange, ScaleKind, Tick } from '../plot/axis-scale.ts';
import { textWidth } from '../plot/place-labels.ts';

export const FONT_SIZE = 11;

/** One curve of one scheme, in its own units. NaN is a gap. */
export interface Curve {
  readonly scheme: SchemeName;
  /** `estimate`: measured, with a band; `exact`: without sampling, drawn dashed. */
  readonly basis: 'estimate' | 'exact';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Standard errors of y; none where left out. */
  readonly error?: ArrayLike<number>;
  /** What a value is called where it is not simply value(error). */
  readonly words?: (index: number) => string;
}

export interface Plot {
  readonly key: string;
  readonly title: string;
  readonly scale: ScaleKind;
  /** A range that is always shown whole, in the plot's units: a cosine's [0, 1]. */
  readonly least?: AxisRange;
  readonly curves: readonly Curve[];
  /** What it means where a value has no place on a log axis; a mark stands at its foot. */
  readonly footWords?: string;
  /** A dashed level with a meaning of its own. */
  readonly reference?: { readonly at: number; readonly label: string };
}

export interface XAxis {
  readonly title: string;
  readonly scale: ScaleKind;
}

interface PlacedCurve {
  readonly curve: Curve;
  /** Axis space; NaN where there is nothing or the log axis has no place. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Closed outlines of the band of ± one standard error. */
  readonly bands: readonly (readonly (readonly [number, number])[])[];
  /** x of values a log axis cannot show: marked at its foot. */
  readonly below: readonly number[];
}

export interface PlacedPlot {
  readonly plot: Plot;
  readonly rect: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly range: AxisRange;
  readonly ticks: readonly Tick[];
  readonly curves: readonly PlacedCurve[];
}

export interface Multiples {
  readonly width: number;
  readonly height: number;
  readonly xTitle: string;
  readonly xScale: ScaleKind;
  readonly view: AxisRange;
  readonly xTicks: readonly Tick[];
  readonly plots: readonly PlacedPlot[];
  readonly legend: {
    readonly left: number; readonly entries: readonly { readonly scheme: SchemeName; readonly y: number }[];
    readonly note: readonly { readonly basis: Curve['basis']; readonly y: number }[];
    readonly feet: readonly { readonly words: string; readonly y: number }[]
  };
}

const TOP = 26;
const BOTTOM = 40;
const GAP = 18;
const LEGEND_GAP = 14;
const LINE = 17;
const LEAST_LINE = 12;

/**
 * Lays plots side by side, the legend to their right.
 * @param schemes of the legend, in its order
 * @returns null where there is nothing with a place on the axes
 */
export function layoutMultiples(
  plots: readonly Plot[], x: XAxis, schemes: readonly SchemeName[], width: number, height: number,
): Multiples | null {
  const all = plots.flatMap((plot) => plot.curves);
  const xs = extent(all.map(
    (curve) => Float64Array.from(curve.x, (value, n) => (Number.isNaN(curve.y[n] ?? Number.NaN) ? Number.NaN : toAxis(x.scale, value))),
  ));
  if (xs === null) return null;
  const view = padded(xs, 0.03);
  const legendWidth = Math.max(...schemes.map((name) => textWidth(name, FONT_SIZE)), textWidth('by exact expectation', FONT_SIZE)) + 30;
  const columns = plots.length;
  const ranges = plots.map((plot) => rangeOf(plot));
  const bodyHeight = Math.max(40, height - TOP - BOTTOM);
  const ticks = ranges.map((range, n) => axisTicks(plots[n]?.scale ?? 'linear', range, Math.max(2, bodyHeight / 46)));
  const margins = ticks.map((each) => Math.ceil(Math.max(24, ...each.map((tick) => textWidth(tick.label, FONT_SIZE)))) + 14);
  const free = width - legendWidth - LEGEND_GAP - GAP * (columns - 1) - margins.reduce((sum, margin) => sum + margin, 0);
  const each = Math.max(60, free / Math.max(1, columns));
  let left = 0;
  const placed = plots.map((plot, n): PlacedPlot => {
    const range = ranges[n] ?? { min: 0, max: 1 };
    const rect = { left: left + (margins[n] ?? 0), top: TOP, width: each, height: bodyHeight };
    left = rect.left + each + GAP;
    return { plot, rect, range, ticks: ticks[n] ?? [], curves: plot.curves.map((curve) => placeCurve(curve, plot.scale, x.scale)) };
  });
  const legendLeft = left - GAP + LEGEND_GAP;
  const bases = [...new Set(all.map((curve) => curve.basis))];
  const notes = bases.length < 2 ? 0 : bases.length;
  const feet = [...new Set(
    placed.flatMap(({ plot, curves }) => (curves.some(({ below }) => below.length > 0) ? [plot.footWords ?? 'not positive'] : [])),
  )];
  // In a low panel the legend's lines stand closer, so that its last one is seen.
  const line = Math.min(LINE, Math.max(LEAST_LINE, (height - TOP - 22) / (schemes.length + notes + feet.length)));
  return {
    width,
    height,
    xTitle: x.title,
    xScale: x.scale,
    view,
    xTicks: axisTicks(x.scale, view, Math.max(2, each / 46)),
    plots: placed,
    legend: {
      left: legendLeft,
      entries: schemes.map((scheme, n) => ({ scheme, y: TOP + 8 + line * n })),
      note: bases.length < 2
        ? []
        : (['estimate', 'exact'] as const).map((basis, n) => ({ basis, y: TOP + 14 + line * (schemes.length + n) })),
      feet: feet.map((words, n) => ({ words, y: TOP + 14 + line * (schemes.length + notes + n) })),
    },
  };
}

/** The range of everything that has a place, in axis space. */
function rangeOf(plot: Plot): AxisRange {
  const values = plot.curves.flatMap(({ y, error }) => {
    const at = (sign: number): Float64Array => Float64Array.from(y, (value, n) => toAxis(plot.scale, value + sign * knownError(error, n)));
    // A band that reaches down to zero must not stretch a log axis to nothing.
    return plot.scale === 'log' ? [at(0), at(1)] : [at(0), at(1), at(-1)];
  });
  const { reference, least } = plot;
  const more = [...(reference === undefined ? [] : [reference.at]), ...(least === undefined ? [] : [least.min, least.max])].map(
    (value) => toAxis(plot.scale, value),
  );
  const found = extent([...values, more]);
  if (found === null) return plot.scale === 'log' ? { min: -1, max: 1 } : { min: 0, max: 1 };
  return padded(found, 0.06);
}

/** 0 where a value has no error of its own. */
function knownError(error: ArrayLike<number> | undefined, n: number): number {
  const value = error?.[n] ?? 0;
  return Number.isFinite(value) ? value : 0;
}

function placeCurve(curve: Curve, scale: ScaleKind, xScale: ScaleKind): PlacedCurve {
  const points: [number, number][] = [];
  const below: number[] = [];
  const bands: [number, number][][] = [];
  let low: [number, number][] = [];
  let high: [number, number][] = [];
  const close = (): void => {
    if (high.length > 1) bands.push([...high, ...low.toReversed()]);
    low = [];
    high = [];
  };
  for (let n = 0; n < curve.x.length; n++) {
    const x = toAxis(xScale, curve.x[n] ?? Number.NaN);
    const value = curve.y[n] ?? Number.NaN;
    const y = toAxis(scale, value);
    points.push([x, y]);
    if (scale === 'log' && value <= 0 && !Number.isNaN(x)) below.push(x);
    const error = curve.error?.[n] ?? Number.NaN;
    const up = toAxis(scale, value + error);
    const down = toAxis(scale, value - error);
    if (Number.isNaN(up) || Number.isNaN(x)) {
      close();
      continue;
    }
    high.push([x, up]);
    // Down to nothing: the band leaves the plot at its foot.
    low.push([x, Number.isNaN(down) ? -1e6 : down]);
  }
  close();
  return { curve, points, bands, below };
}

/** A place of axis space in px; what is outside the plot is drawn at its edge at most. */
export function pixelAt({ rect, range }: PlacedPlot, view: AxisRange, [x, y]: readonly [number, number]): [number, number] {
  const share = Math.min(1.5, Math.max(-0.5, (range.max - y) / (range.max - range.min)));
  return [rect.left + ((x - view.min) / (view.max - view.min)) * rect.width, rect.top + share * rect.height];
}

export interface Under {
  readonly plot: PlacedPlot;
  /** Index into the x of its curves that is nearest to the pointer. */
  readonly index: number;
  /** px of that x. */
  readonly x: number;
}

/** What the pointer is over: a plot, and the nearest place that its curves have a value at. */
export function underPointer(layout: Multiples, x: number, y: number): Under | null {
  const plot = layout.plots.find(
    ({ rect }) => x >= rect.left - 6 && x <= rect.left + rect.width + 6 && y >= rect.top - 6 && y <= rect.top + rect.height + 6,
  );
  const first = plot?.curves.find(({ curve }) => curve.basis === 'estimate') ?? plot?.curves[0];
  if (plot === undefined || first === undefined) return null;
  let best: Under | null = null;
  first.points.forEach(([at], index) => {
    const px = plot.rect.left + ((at - layout.view.min) / (layout.view.max - layout.view.min)) * plot.rect.width;
    if (best === null || Math.abs(px - x) < Math.abs(best.x - x)) best = { plot, index, x: px };
  });
  return best;
}
