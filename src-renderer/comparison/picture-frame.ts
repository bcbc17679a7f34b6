/** Axes, legends and looks that the pictures of a comparison share. Pure. */
import { axisTicks, fromAxis, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange, ScaleKind, Tick } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import { MARK_NAMES, markShapes } from '../plot/marks.ts';
import type { MarkName } from '../plot/marks.ts';
import { fitText, textWidth } from '../plot/place-labels.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import type { PlotFrame, Shape } from '../plot/scene.ts';
import type { Size } from '../plot/use-size.ts';
import type { Method } from './compared-runs.ts';
import type { NameArea } from './picture.ts';

/** Dashes of methods of one color, none like those of optima and bounds. */
const DASHES: readonly (readonly number[] | null)[] = [null, [7, 3], [3.5, 3.5], [12, 3, 4, 3], [16, 5], [5, 2, 5, 7]];

export const dashOf = ({ place }: Pick<Method, 'place'>): readonly number[] | undefined => DASHES[place % DASHES.length] ?? undefined;
export const markOf = ({ place }: Pick<Method, 'place'>): MarkName => MARK_NAMES[place % MARK_NAMES.length] ?? 'circle';

/** Opacity of what belongs to a method while another, or none, stands out. */
export const opacityOf = (key: string, lit: string | null): number => (lit === null || lit === key ? 1 : 0.2);
/** Names that fade can still be read. */
export const textOpacityOf = (key: string, lit: string | null): number => (lit === null || lit === key ? 1 : 0.5);

export interface Axis {
  readonly scale: ScaleKind;
  /** In axis space. */
  readonly range: AxisRange;
  readonly ticks: readonly Tick[];
  readonly title: string;
}

/** An axis over values; a logarithmic one leaves out what is not positive. @param room px along it */
export function axisOver(scale: ScaleKind, range: AxisRange, title: string, room: number, written?: (value: number) => string): Axis {
  const ticks = axisTicks(scale, range, Math.max(2, room / 80)).map(
    (tick) => (written === undefined ? tick : { at: tick.at, label: written(fromAxis(scale, tick.at)) }),
  );
  return { scale, range, ticks: ticks.filter(({ at }) => at >= range.min - 1e-9 && at <= range.max + 1e-9), title };
}

export const SHARE_AXIS: Axis = {
  scale: 'linear', range: { min: 0, max: 1 }, title: '',
  ticks: [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: `${Math.round(100 * at)}\u202f%` })),
};

/** Below this width a legend stands under the plot. */
const NARROW = 520;
const LEGEND_ROW = 16;
const TOP = 26;
const BOTTOM = 40;

export interface Layout {
  readonly frame: PlotFrame;
  readonly x: Axis;
  readonly y: Axis;
  readonly legend: Legend;
  readonly size: Size;
}

export interface LegendEntry {
  readonly method: Method;
  readonly text: string;
}

interface Legend {
  readonly entries: readonly (LegendEntry & { readonly x: number; readonly y: number })[];
  /** How many there was no room for. */
  readonly left: number;
  readonly at: { readonly x: number; readonly y: number };
  readonly look: 'line' | 'mark';
}

/** Where everything stands. @param entries of the legend, none where names stand elsewhere */
export function layOut(size: Size, x: Axis, y: Axis, entries: readonly LegendEntry[], look: Legend['look']): Layout {
  const left = Math.ceil(Math.max(24, ...y.ticks.map(({ label }) => textWidth(label, FONT_SIZE)))) + 14;
  const beside = size.width >= NARROW;
  const widest = Math.max(0, ...entries.map(({ text }) => textWidth(text, FONT_SIZE))) + 38;
  const gutter = entries.length === 0 ? 14 : beside ? Math.min(size.width * 0.36, widest + 12) : 14;
  const perRow = beside ? 1 : Math.max(1, Math.floor((size.width - left) / Math.min(widest, size.width - left)));
  const most = Math.max(1, Math.floor((beside ? size.height - TOP : size.height * 0.3) / LEGEND_ROW) - (beside ? 1 : 0)) * perRow;
  const shown = entries.length <= most ? entries : entries.slice(0, Math.max(1, most - 1));
  const rows = beside || entries.length === 0 ? 0 : Math.ceil((shown.length + (shown.length < entries.length ? 1 : 0)) / perRow);
  const width = Math.max(40, size.width - left - gutter);
  const height = Math.max(40, size.height - TOP - BOTTOM - rows * LEGEND_ROW);
  const frame: PlotFrame = { left, top: TOP, width, height, x: [x.range.min, x.range.max], y: [y.range.min, y.range.max] };
  const column = beside ? gutter - 44 : (size.width - left) / perRow - 38;
  const place = (k: number): { x: number; y: number } => (beside
    ? { x: left + width + 12, y: TOP + 8 + LEGEND_ROW * k }
    : { x: left + (k % perRow) * ((size.width - left) / perRow), y: TOP + height + BOTTOM + 6 + LEGEND_ROW * Math.floor(k / perRow) });
  return {
    frame, x, y, size,
    legend: {
      entries: shown.map((entry, k) => ({ ...entry, text: fitText(entry.text, FONT_SIZE, column), ...place(k) })),
      left: entries.length - shown.length, at: place(shown.length), look,
    },
  };
}

const sharp = (value: number): number => Math.round(value) + 0.5;

/** Grid, axes, titles and legend. */
export function frameShapes({ frame, x, y, legend, size }: Layout, theme: ChartTheme, lit: string | null): Shape[] {
  const right = frame.left + frame.width;
  const bottom = frame.top + frame.height;
  const middle = frame.left + frame.width / 2;
  const atX = (at: number): number => frame.left + ((at - x.range.min) / (x.range.max - x.range.min)) * frame.width;
  const atY = (at: number): number => bottom - ((at - y.range.min) / (y.range.max - y.range.min)) * frame.height;
  const shapes: Shape[] = [
    {
      kind: 'strokes', color: theme.grid, width: 1, cap: 'butt',
      lines: y.ticks.map(({ at }) => [frame.left, sharp(atY(at)), right, sharp(atY(at))]),
    },
    {
      kind: 'strokes', color: theme.axis, width: 1, cap: 'butt',
      lines: [
        [frame.left, sharp(bottom), right, sharp(bottom)],
        ...x.ticks.map(({ at }) => [sharp(atX(at)), bottom, sharp(atX(at)), bottom + 4]),
      ],
    },
    ...y.ticks.map(
      ({ at, label }): Shape => ({ kind: 'text', x: frame.left - 7, y: atY(at), text: label, color: theme.dim, align: 'right' }),
    ),
    { kind: 'text', x: 4, y: 11, text: fitText(y.title, FONT_SIZE, size.width - 8), color: theme.dim },
    {
      kind: 'text', x: middle, y: bottom + 22, text: fitText(x.title, FONT_SIZE, 2 * Math.min(middle, size.width - middle) - 8),
      color: theme.dim, align: 'center', baseline: 'top',
    },
  ];
  let end = -Infinity;
  for (const { at, label } of x.ticks) {
    const half = textWidth(label, FONT_SIZE) / 2;
    // A label that would run into the one before it is left out.
    if (atX(at) - half < end + 4) continue;
    shapes.push({ kind: 'text', x: atX(at), y: bottom + 7, text: label, color: theme.dim, align: 'center', baseline: 'top' });
    end = atX(at) + half;
  }
  return [...shapes, ...legendShapes(legend, theme, lit)];
}

/** Where the names of the legend stand, with the look in front of them. */
export function legendNames({ legend: { entries } }: Layout): readonly NameArea[] {
  return entries.map(({ method, text, x, y }) => (
    { left: x - 4, top: y - LEGEND_ROW / 2, width: 40 + textWidth(text, FONT_SIZE), height: LEGEND_ROW, methodKey: method.key }
  ));
}

function legendShapes({ entries, left, at, look }: Legend, theme: ChartTheme, lit: string | null): Shape[] {
  const shapes = entries.flatMap(({ method, text, x, y }): Shape[] => {
    const opacity = opacityOf(method.key, lit);
    const color = theme.series[method.series];
    const dash = dashOf(method);
    return [
      ...(look === 'line'
        ? [{ kind: 'line', points: [x, y, x + 26, y], color, width: 2, opacity, ...(dash === undefined ? {} : { dash }) } as const]
        : markShapes(markOf(method), [x + 13, y], 4.5, color, opacity)),
      { kind: 'text', x: x + 32, y, text, color: theme.text, opacity: textOpacityOf(method.key, lit) },
    ];
  });
  return left === 0 ? shapes : [...shapes, { kind: 'text', x: at.x + 32, y: at.y, text: `and ${left} more`, color: theme.dim }];
}

/** Values that a logarithmic axis has no place for stand on a line below its range. */
export interface Floored {
  readonly range: AxisRange;
  /** In axis space; null where every value has a place. */
  readonly floor: number | null;
  readonly place: (value: number) => number;
}

/** The range of an axis over values, with room on both sides and a line for what a logarithmic one cannot show. */
export function flooredAxis(scale: ScaleKind, values: Iterable<number>): Floored {
  let [min, max, lost] = [Infinity, -Infinity, false];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const at = toAxis(scale, value);
    if (Number.isNaN(at)) lost = true;
    else {
      min = Math.min(min, at);
      max = Math.max(max, at);
    }
  }
  if (min > max) [min, max] = scale === 'log' ? [-1, 0] : [0, 1];
  const room = max > min ? 0.06 * (max - min) : scale === 'log' ? 0.5 : 0.05 * Math.abs(max) || 0.5;
  const floor = lost ? min - 2 * room - 0.04 * (max - min) : null;
  const range = { min: (floor ?? min) - (floor === null ? room : room / 2), max: max + room };
  const place = (value: number): number => {
    const at = toAxis(scale, value);
    return Number.isNaN(at) ? (floor ?? range.min) : at;
  };
  return { range, floor, place };
}
