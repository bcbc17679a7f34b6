/**
 * The layout of a trajectory chart in pixels: stacked plots over one horizontal axis, ticks, thinned
 * lines, references, labels at line ends or a legend beside the plots, and notes on what the axes
 * cannot show. Pure, so that the window, the exports and the tests draw the same picture.
 */
import type { Reference } from '../../src-contract/session.ts';
import { formatNumber } from '../format/index.ts';
import { axisTicks, extent, padded, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange, ScaleKind, Tick } from '../plot/axis-scale.ts';
import { fitText, placeLabels, textWidth } from '../plot/place-labels.ts';
import { QUANTITY_INFO, X_AXIS_LABEL } from './quantities.ts';
import type { Quantity, XAxis } from './quantities.ts';
import type { RunStyle } from './run-style.ts';
import { valueAt } from './seed-envelope.ts';
import { firstAtLeast, lastAtMost } from '../plot/places.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import { thinLine, thinRibbon } from '../plot/thin.ts';
import type { Line, Ribbon } from '../plot/thin.ts';
import type { Curve } from './trajectory-curves.ts';

export interface PlotInput {
  readonly quantity: Quantity;
  readonly scale: ScaleKind;
  readonly curves: readonly Curve[];
  /** Drawn as dashed levels: user's sense. */
  readonly references: readonly { readonly reference: Reference; readonly problemName: string | null }[];
}

export interface FrameInput {
  readonly plots: readonly PlotInput[];
  readonly x: XAxis;
  readonly xScale: ScaleKind;
  /** In axis space; null shows everything. */
  readonly view: AxisRange | null;
  /** All of the axis, where the curves at hand are only those of a view; null takes it from the curves. */
  readonly whole: AxisRange | null;
  readonly width: number;
  readonly height: number;
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface FrameLine {
  readonly curve: Curve;
  /** Empty where a ribbon stands for it. */
  readonly points: Line;
  /** The area of a line with several points a pixel; else null. */
  readonly ribbon: Ribbon | null;
}

export interface FrameBand {
  readonly curve: Curve;
  /** Closed polygons, one for each stretch without gaps. */
  readonly polygons: readonly (readonly [number, number][])[];
}

interface FrameReference {
  readonly at: number;
  readonly text: string;
}

interface FrameLabel {
  readonly text: string;
  readonly full: string;
  /** null for references. */
  readonly style: RunStyle | null;
  readonly runIds: readonly number[];
  /** Middle of the text, px from the top of the chart. */
  readonly y: number;
  /** Where its line ends, px. */
  readonly lineY: number;
}

export interface FramePlot {
  readonly quantity: Quantity;
  readonly scale: ScaleKind;
  readonly rect: Rect;
  readonly title: string;
  readonly range: AxisRange;
  readonly ticks: readonly Tick[];
  readonly lines: readonly FrameLine[];
  readonly bands: readonly FrameBand[];
  readonly references: readonly FrameReference[];
  /** In axis space of x: places of points ≤ 0, at most one every few px. */
  readonly below: readonly number[];
  readonly labels: readonly FrameLabel[];
  readonly note: string | null;
}

interface LegendEntry {
  readonly text: string;
  readonly full: string;
  readonly style: RunStyle | null;
  readonly runIds: readonly number[];
  readonly y: number;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly xTitle: string;
  readonly xScale: ScaleKind;
  readonly whole: AxisRange;
  readonly view: AxisRange;
  readonly xTicks: readonly Tick[];
  readonly plots: readonly FramePlot[];
  readonly legend: { readonly left: number; readonly entries: readonly LegendEntry[] } | null;
}

const LABEL_HEIGHT = 15;
const TITLE_HEIGHT = 20;
const PLOT_GAP = 8;
const X_AXIS_HEIGHT = 36;
const LABEL_GAP = 8;
/** Share of a plot's height that labels at line ends may take. */
const MOST_LABELED = 0.8;

const REFERENCE_NAMES: Readonly<Record<Reference['basis'], string>> = {
  proven: 'optimum', typed: 'optimum typed in', published: 'optimum from the file', 'best-found': 'best found',
};

/** "optimum 3 089", with the problem's name where several are shown. */
function referenceText(reference: Reference, problemName: string | null): string {
  return `${REFERENCE_NAMES[reference.basis]}${problemName === null ? '' : ` of ${problemName}:`} ${formatNumber(reference.objective, { digits: 7 })}`;
}

/** All x that any curve has, in axis space. */
function wholeRange(plots: readonly PlotInput[]): AxisRange {
  const found = extent(plots.flatMap((plot) => plot.curves.map((curve) => curve.x)));
  if (found === null) return { min: 0, max: 1 };
  return found.min === found.max ? padded(found, 0) : found;
}

/** The values of a curve inside the view, and where it crosses the view's edges. */
function withinView(curve: Curve, values: Float64Array, view: AxisRange): ArrayLike<number>[] {
  const from = firstAtLeast(curve.x, view.min);
  const to = Math.max(from, lastAtMost(curve.x, view.max) + 1);
  const own = { x: curve.x, y: values };
  return [values.subarray(from, to), [valueAt(own, view.min), valueAt(own, view.max)]];
}

function plotRange(input: PlotInput, view: AxisRange, zoomed: boolean): AxisRange {
  const shown = input.curves.flatMap((curve) => {
    const own = withinView(curve, curve.y, view);
    return curve.band === null ? own : [...own, ...withinView(curve, curve.band.low, view), ...withinView(curve, curve.band.high, view)];
  });
  const curves = extent(shown);
  const levels = input.references.map(({ reference }) => toAxis(input.scale, reference.objective)).filter((level) => !Number.isNaN(level));
  if (curves === null) return padded(extent([levels]) ?? (input.scale === 'log' ? { min: -1, max: 1 } : { min: 0, max: 1 }), 0.05);
  // Zoomed in, a reference far away would undo the zoom: it is named in the note instead.
  const room = zoomed ? 0.5 * (curves.max - curves.min) : Infinity;
  const near = levels.filter((level) => level >= curves.min - room && level <= curves.max + room);
  const range = extent([[curves.min, curves.max], near]) ?? curves;
  if (input.quantity === 'feasibleShare' && input.scale === 'linear') return { min: Math.min(0, range.min), max: Math.max(1, range.max) };
  if (input.scale === 'log' && range.max - range.min < 0.05) return { min: range.min - 0.1, max: range.max + 0.1 };
  return padded(range, 0.05);
}

/** Points a pixel from which on a line is drawn as an area: stroking twice as many took a frame's time and more, for ten runs. */
const DENSE = 1;

function frameLine(curve: Curve, view: AxisRange, pixels: number): FrameLine {
  const inView = lastAtMost(curve.x, view.max) + 1 - firstAtLeast(curve.x, view.min);
  // Dashes say that an evaluation is exact; an area has none.
  const solid = curve.role === 'raw' || (curve.style.dash === 'solid' && curve.role !== 'bound');
  const dense = solid && !curve.step && inView > DENSE * pixels;
  return dense
    ? { curve, points: [], ribbon: thinRibbon(curve.x, curve.y, view, pixels) }
    : { curve, points: thinLine(curve.x, curve.y, view, pixels), ribbon: null };
}

function polygonsOf(curve: Curve, view: AxisRange, pixels: number): (readonly [number, number][])[] {
  if (curve.band === null) return [];
  const polygons: [number, number][][] = [];
  const stride = Math.max(1, Math.floor(curve.x.length / Math.max(64, pixels)));
  let upper: [number, number][] = [];
  let lower: [number, number][] = [];
  const close = (): void => {
    if (upper.length > 1) polygons.push([...upper, ...lower.toReversed()]);
    upper = [];
    lower = [];
  };
  for (let i = 0; i < curve.x.length; i += stride) {
    // Widest interval of the stretch, so that thinning never makes an estimate look surer.
    let low = Infinity;
    let high = -Infinity;
    for (let k = i; k < Math.min(curve.x.length, i + stride); k++) {
      const l = curve.band.low[k] ?? Number.NaN;
      const h = curve.band.high[k] ?? Number.NaN;
      if (l < low) low = l;
      if (h > high) high = h;
    }
    const x = curve.x[i] ?? Number.NaN;
    if (Number.isNaN(x) || low > high) {
      close();
      continue;
    }
    if (x < view.min - (view.max - view.min) || x > view.max + (view.max - view.min)) continue;
    upper.push([x, high]);
    lower.push([x, low]);
  }
  close();
  return polygons;
}

/** One place a slot of a few px, from lists that ascend. */
function sparse(lists: readonly (readonly number[])[], view: AxisRange, pixels: number): number[] {
  const slots = Math.max(1, Math.ceil(pixels / 6));
  const perSlot = (view.max - view.min) / slots || 1;
  const first = new Float64Array(slots).fill(Number.NaN);
  for (const places of lists) {
    for (let i = firstAtLeast(places, view.min); i < places.length; i++) {
      const place = places[i] ?? Number.NaN;
      if (place > view.max) break;
      const slot = Math.min(slots - 1, Math.floor((place - view.min) / perSlot));
      if (!((first[slot] ?? Number.NaN) <= place)) first[slot] = place;
    }
  }
  return [...first].filter((place) => !Number.isNaN(place));
}

function noteOf(input: PlotInput, range: AxisRange): string | null {
  const notes: string[] = [];
  const sum = (of: (curve: Curve) => number): number => input.curves.reduce((total, curve) => total + of(curve), 0);
  const notPositive = sum((curve) => curve.unshown.notPositive);
  if (notPositive > 0) notes.push(`▾ ${formatNumber(notPositive)} ${notPositive === 1 ? 'point' : 'points'} ≤ 0, below a log axis`);
  const notPositiveX = sum((curve) => curve.unshown.notPositiveX);
  if (notPositiveX > 0) {
    notes.push(`${formatNumber(notPositiveX)} ${notPositiveX === 1 ? 'point' : 'points'} at or before 0, left of a log axis`);
  }
  const infinite = sum((curve) => curve.unshown.infinite);
  if (infinite > 0) notes.push(`${formatNumber(infinite)} infinite ${infinite === 1 ? 'value' : 'values'} not drawn`);
  for (const { reference, problemName } of input.references) {
    const level = toAxis(input.scale, reference.objective);
    if (Number.isNaN(level)) notes.push(`${referenceText(reference, problemName)}: no place on a log axis`);
    else if (level < range.min) notes.push(`↓ ${referenceText(reference, problemName)}`);
    else if (level > range.max) notes.push(`↑ ${referenceText(reference, problemName)}`);
  }
  return notes.length === 0 ? null : notes.join(' · ');
}

interface Wanted {
  readonly text: string;
  readonly style: RunStyle | null;
  readonly runIds: readonly number[];
  readonly at: number;
}

/** What wants a label at the right edge of a plot, in axis space. */
function wantedLabels(input: PlotInput, view: AxisRange, range: AxisRange): Wanted[] {
  const wanted: Wanted[] = [];
  for (const curve of input.curves) {
    if (curve.role === 'raw') continue;
    const level = endLevel(curve, view);
    if (level === null) continue;
    wanted.push({ text: curve.label, style: curve.style, runIds: curve.runIds, at: Math.min(range.max, Math.max(range.min, level)) });
  }
  for (const { reference, problemName } of input.references) {
    const level = toAxis(input.scale, reference.objective);
    if (level >= range.min && level <= range.max) {
      wanted.push({ text: referenceText(reference, problemName), style: null, runIds: [], at: level });
    }
  }
  return wanted;
}

/** Where a curve leaves the view: its value at the right edge, or its last one. */
function endLevel(curve: Pick<Curve, 'x' | 'y'>, view: AxisRange): number | null {
  const edge = valueAt(curve, view.max);
  if (!Number.isNaN(edge)) return edge;
  for (let i = lastAtMost(curve.x, view.max); i >= 0 && (curve.x[i] ?? Number.NaN) >= view.min; i--) {
    const y = curve.y[i] ?? Number.NaN;
    if (!Number.isNaN(y)) return y;
  }
  return null;
}

const groupEntry = (curves: readonly Curve[]): Omit<LegendEntry, 'y' | 'text'>[] => {
  const groups = new Map<string, { style: RunStyle; runIds: number[] }>();
  for (const curve of curves) {
    const known = groups.get(curve.style.group);
    if (known === undefined) groups.set(curve.style.group, { style: { ...curve.style, opacity: 1 }, runIds: [...curve.runIds] });
    else for (const id of curve.runIds) if (!known.runIds.includes(id)) known.runIds.push(id);
  }
  return [...groups.values()].map(
    ({ style, runIds }) => ({ style, runIds, full: runIds.length > 1 ? `${style.groupLabel} · ${runIds.length} runs` : style.groupLabel }),
  );
};

function legendEntries(plots: readonly PlotInput[], room: number): Omit<LegendEntry, 'y' | 'text'>[] {
  const curves = plots.flatMap((plot) => plot.curves.filter((curve) => curve.role !== 'raw' && curve.role !== 'bound'));
  const single = new Map<string, Omit<LegendEntry, 'y' | 'text'>>();
  for (const curve of curves) {
    const key = curve.runIds.join(',');
    if (!single.has(key)) single.set(key, { style: curve.style, runIds: curve.runIds, full: curve.label });
  }
  const references = plots
    .flatMap((plot) => plot.references)
    .map(({ reference, problemName }) => ({ style: null, runIds: [] as number[], full: referenceText(reference, problemName) }));
  const each = [...single.values(), ...references];
  return each.length * LABEL_HEIGHT <= room ? each : [...groupEntry(curves), ...references];
}

/**
 * Lays the chart out.
 * Cost: O(points of the view in all curves).
 */
export function layOut(input: FrameInput): Frame {
  const whole = input.whole !== null && input.whole.max > input.whole.min ? input.whole : wholeRange(input.plots);
  const view = input.view ?? whole;
  const zoomed = input.view !== null;
  const count = Math.max(1, input.plots.length);
  const bodyHeight = Math.max(40, (input.height - X_AXIS_HEIGHT - (count - 1) * PLOT_GAP) / count - TITLE_HEIGHT);
  const rows = input.plots.map(
    (plot, index) => ({ plot, top: index * (bodyHeight + TITLE_HEIGHT + PLOT_GAP) + TITLE_HEIGHT, range: plotRange(plot, view, zoomed) }),
  );
  const tickTarget = Math.max(2, Math.min(7, Math.floor(bodyHeight / 36)));
  const ticks = rows.map((row) => axisTicks(row.plot.scale, row.range, tickTarget));
  const left = Math.ceil(Math.max(28, ...ticks.flat().map((tick) => textWidth(tick.label, FONT_SIZE))) + 12);

  const placements = rows.map((row) => {
    const wanted = wantedLabels(row.plot, view, row.range);
    const pixel = (level: number): number => row.top + ((row.range.max - level) / (row.range.max - row.range.min)) * bodyHeight;
    // A plot whose whole height is labels says less than a legend.
    const crowded = wanted.length * LABEL_HEIGHT > bodyHeight * MOST_LABELED;
    const positions =
      crowded ? null : placeLabels(wanted.map((label) => ({ y: pixel(label.at) })), LABEL_HEIGHT, row.top, row.top + bodyHeight);
    return { wanted, positions, pixel };
  });
  const direct = placements.every((placement) => placement.positions !== null);
  const most = Math.max(60, Math.min(240, input.width * 0.3));
  const entries = direct ? [] : legendEntries(input.plots, input.height - 8);
  const texts =
    direct ? placements.flatMap((placement) => placement.wanted.map((label) => label.text)) : entries.map((entry) => entry.full);
  const gutter =
    texts.length === 0 ? 12 : Math.min(most, Math.max(...texts.map((text) => textWidth(text, FONT_SIZE))) + (direct ? LABEL_GAP + 6 : 34));
  const plotWidth = Math.max(40, input.width - left - gutter - 4);
  const room = gutter - (direct ? LABEL_GAP : 30);

  const plots = rows.map((row, index): FramePlot => {
    const placement = placements[index];
    const labels: FrameLabel[] =
      direct && placement !== undefined
        ? placement.wanted.map((label, k) => ({
            text: fitText(label.text, FONT_SIZE, room),
            full: label.text,
            style: label.style,
            runIds: label.runIds,
            y: placement.positions?.[k] ?? 0,
            lineY: placement.pixel(label.at),
          }))
        : [];
    return {
      quantity: row.plot.quantity,
      scale: row.plot.scale,
      rect: { left, top: row.top, width: plotWidth, height: bodyHeight },
      title: QUANTITY_INFO[row.plot.quantity].axis,
      range: row.range,
      ticks: ticks[index] ?? [],
      lines: row.plot.curves.map((curve) => frameLine(curve, view, plotWidth)),
      bands:
        row.plot.curves.filter((curve) => curve.band !== null).map((curve) => ({ curve, polygons: polygonsOf(curve, view, plotWidth) })),
      references: row.plot.references
        .map((
          { reference, problemName },
        ) => ({ at: toAxis(row.plot.scale, reference.objective), text: referenceText(reference, problemName) }))
        .filter((reference) => reference.at >= row.range.min && reference.at <= row.range.max),
      below: sparse(row.plot.curves.map((curve) => curve.below), view, plotWidth),
      labels,
      note: noteOf(row.plot, row.range),
    };
  });
  const legend = direct
    ? null
    : { left: left + plotWidth + 10, entries: entries.slice(0, Math.max(1, Math.floor((input.height - 8) / LABEL_HEIGHT))).map(
      (entry, k) => ({ ...entry, text: fitText(entry.full, FONT_SIZE, room), y: TITLE_HEIGHT + LABEL_HEIGHT * (k + 0.5) }),
    ) };
  return {
    width: input.width,
    height: input.height,
    xTitle: X_AXIS_LABEL[input.x],
    xScale: input.xScale,
    whole,
    view,
    xTicks: axisTicks(input.xScale, view, Math.max(2, Math.floor(plotWidth / 96))),
    plots,
    legend,
  };
}
