/**
 * A laid-out trajectory chart as an ECharts option, for the exports; the window paints the same frame on a
 * canvas (`paint-trajectories.ts`). Everything is placed by `trajectory-frame.ts`;
 * here it only gets its colors. Pure but for the theme given.
 */
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { ChartOption, CustomSeriesOption, SeriesOption } from '../plot/echarts.ts';
import { REFERENCE_DASH } from '../plot/dashes.ts';
import type { RunStyle } from './run-style.ts';
import { FONT_SIZE } from './trajectory-frame.ts';
import type { Ribbon } from '../plot/thin.ts';
import type { Frame, FrameBand, FrameLine, FramePlot } from './trajectory-frame.ts';
import { anyHovered, bandOpacity, labelColor, lineLook, stepsBack } from './trajectory-looks.ts';
import type { OptionStyle } from './trajectory-looks.ts';

type GraphicElements = Record<string, unknown>[];

/** A custom series draws once for each datum: these draw everything at their only one. */
const ANCHOR: number[][] = [[0, 0]];

const strokeType = (dash: RunStyle['dash'] | readonly number[]): 'solid' | number[] => (dash === 'solid' ? 'solid' : [...dash]);

type Place = (point: readonly [number, number]) => [number, number];

/** Axis space to px: the frame has placed everything, the library need not compute it again. */
function placeIn(plot: FramePlot, frame: Frame): Place {
  const { rect, range } = plot;
  const perX = rect.width / (frame.view.max - frame.view.min);
  const perY = rect.height / (range.max - range.min);
  return ([x, y]) => [rect.left + (x - frame.view.min) * perX, rect.top + (range.max - y) * perY];
}

/** The stretches of a line between its gaps, in px; a step curve goes level, then up or down. */
export function stretches(line: Pick<FrameLine, 'points'>, step: boolean, place: Place): [number, number][][] {
  const made: [number, number][][] = [];
  let current: [number, number][] = [];
  for (let k = 0; k + 1 < line.points.length; k += 2) {
    const y = line.points[k + 1] ?? Number.NaN;
    if (Number.isNaN(y)) {
      if (current.length > 0) made.push(current);
      current = [];
      continue;
    }
    const at = place([line.points[k] ?? Number.NaN, y]);
    const before = current.at(-1);
    if (step && before !== undefined) current.push([at[0], before[1]]);
    current.push(at);
  }
  if (current.length > 0) made.push(current);
  return made;
}

/** A ribbon's stretches as closed polygons in px, half a line's width wider than its values. */
export function ribbonPolygons(ribbon: Ribbon, widen: number, place: Place): [number, number][][] {
  const made: [number, number][][] = [];
  let upper: [number, number][] = [];
  let lower: [number, number][] = [];
  const close = (): void => {
    if (upper.length > 0) made.push([...upper, ...lower.toReversed()]);
    upper = [];
    lower = [];
  };
  for (let k = 0; k + 2 < ribbon.length; k += 3) {
    const low = ribbon[k + 1] ?? Number.NaN;
    if (Number.isNaN(low)) {
      close();
      continue;
    }
    const [x, bottom] = place([ribbon[k] ?? Number.NaN, low]);
    const top = place([ribbon[k] ?? Number.NaN, ribbon[k + 2] ?? Number.NaN])[1];
    upper.push([x, top - widen]);
    lower.push([x, bottom + widen]);
  }
  close();
  return made;
}

/**
 * A line as a custom series whose points are drawn where they are: the library's own line series copies
 * and maps every point several times, which at ten runs of a million iterations is the whole cost.
 */
function lineSeries(line: FrameLine, index: number, plotIndex: number, place: Place, style: OptionStyle, some: boolean): SeriesOption {
  const { curve, ribbon } = line;
  const { stroke, lineWidth, dash, opacity, z } = lineLook(curve, style, some);
  const polyline = { fill: 'none', stroke, lineWidth, lineDash: strokeType(dash), lineJoin: 'round' as const, opacity };
  const children = () =>
    ribbon === null
      ? stretches(line, curve.step, place).map((points) =>
          // A point alone between gaps would be a line of no length.
          points.length === 1 && points[0] !== undefined
            ? { type: 'circle' as const, shape: { cx: points[0][0], cy: points[0][1], r: 1.5 }, style: { fill: stroke, opacity } }
            : { type: 'polyline' as const, shape: { points }, style: polyline },
        )
      : ribbonPolygons(ribbon, lineWidth / 2, place).map((points) => ({ type: 'polygon' as const, shape: { points }, style: { fill: stroke, opacity } }));
  const renderItem: NonNullable<CustomSeriesOption['renderItem']> = () => ({ type: 'group', silent: true, children: children() });
  return { id: `line-${plotIndex}-${index}`, type: 'custom', xAxisIndex: plotIndex, yAxisIndex: plotIndex, clip: true, silent: true, animation: false, z, renderItem, data: ANCHOR };
}

function bandSeries(band: FrameBand, index: number, plotIndex: number, place: Place, { theme, hoveredRunId }: OptionStyle, some: boolean): SeriesOption {
  const color = theme.series[band.curve.style.series];
  const renderItem: NonNullable<CustomSeriesOption['renderItem']> = () => ({
    type: 'group',
    silent: true,
    children: band.polygons.map((polygon) => ({
      type: 'polygon' as const,
      shape: { points: polygon.map(place) },
      style: { fill: color, opacity: bandOpacity(band.curve, hoveredRunId, some) },
    })),
  });
  return { id: `band-${plotIndex}-${index}`, type: 'custom', xAxisIndex: plotIndex, yAxisIndex: plotIndex, clip: true, silent: true, animation: false, z: 1, renderItem, data: ANCHOR };
}

function referenceSeries(plot: FramePlot, frame: Frame, plotIndex: number, { theme }: OptionStyle): SeriesOption[] {
  return plot.references.map((reference, index) => ({
    id: `reference-${plotIndex}-${index}`,
    type: 'line' as const,
    xAxisIndex: plotIndex,
    yAxisIndex: plotIndex,
    data: [
      [frame.view.min, reference.at],
      [frame.view.max, reference.at],
    ],
    symbol: 'none',
    silent: true,
    animation: false,
    z: 4,
    lineStyle: { color: theme.series.exact, width: 1, type: strokeType(REFERENCE_DASH) },
  }));
}

function belowSeries(plot: FramePlot, plotIndex: number, { theme }: OptionStyle): SeriesOption[] {
  if (plot.below.length === 0) return [];
  return [
    {
      id: `below-${plotIndex}`,
      type: 'scatter',
      xAxisIndex: plotIndex,
      yAxisIndex: plotIndex,
      data: plot.below.map((x) => [x, plot.range.min]),
      symbol: 'triangle',
      symbolRotate: 180,
      symbolSize: 6,
      symbolOffset: [0, -3],
      silent: true,
      animation: false,
      clip: false,
      z: 6,
      itemStyle: { color: theme.dim },
    },
  ];
}

function textElement(text: string, x: number, y: number, fill: string, theme: ChartTheme, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'text', silent: true, z: 20, x, y, style: { text, fill, font: `${FONT_SIZE}px ${theme.fontFamily}`, verticalAlign: 'middle', ...extra } };
}

function labelElements(frame: Frame, style: OptionStyle, some: boolean): GraphicElements {
  const { theme } = style;
  const elements: GraphicElements = [];
  for (const plot of frame.plots) {
    elements.push(textElement(plot.title, plot.rect.left, plot.rect.top - 10, theme.dim, theme));
    if (plot.note !== null) elements.push(textElement(plot.note, plot.rect.left + plot.rect.width, plot.rect.top - 10, theme.dim, theme, { align: 'right' }));
    const right = plot.rect.left + plot.rect.width;
    for (const label of plot.labels) {
      const back = stepsBack(label, style.hoveredRunId, some);
      const color = labelColor(label.style, theme);
      elements.push({
        type: 'polyline',
        silent: true,
        z: 19,
        shape: { points: [[right + 1, label.lineY], [right + 4, label.y], [right + 7, label.y]] },
        style: { stroke: color, lineWidth: 1, fill: 'none', opacity: back ? 0.35 : 0.8 },
      });
      elements.push(textElement(label.text, right + 9, label.y, theme.text, theme, { opacity: back ? 0.4 : 1 }));
      elements.push({ type: 'rect', silent: true, z: 19, shape: { x: right + 4, y: label.y - 1, width: 4, height: 2 }, style: { fill: color, opacity: back ? 0.35 : 1 } });
    }
  }
  for (const entry of frame.legend?.entries ?? []) {
    const x = frame.legend?.left ?? 0;
    const back = stepsBack(entry, style.hoveredRunId, some);
    elements.push({
      type: 'line',
      silent: true,
      z: 19,
      shape: { x1: x, y1: entry.y, x2: x + 20, y2: entry.y },
      style: {
        stroke: labelColor(entry.style, theme),
        lineWidth: 2,
        lineDash: strokeType(entry.style === null ? REFERENCE_DASH : entry.style.dash),
        opacity: (entry.style?.opacity ?? 1) * (back ? 0.35 : 1),
      },
    });
    elements.push(textElement(entry.text, x + 26, entry.y, theme.text, theme, { opacity: back ? 0.4 : 1 }));
  }
  return elements;
}

/** The whole option; set it with `notMerge`, nothing of an earlier one is needed. */
export function trajectoryOption(frame: Frame, style: OptionStyle): ChartOption {
  const { theme } = style;
  const some = anyHovered(frame, style.hoveredRunId);
  const last = frame.plots.length - 1;
  const label = { color: theme.dim, fontSize: FONT_SIZE, fontFamily: theme.fontFamily };
  return {
    animation: false,
    backgroundColor: theme.background,
    grid: frame.plots.map(({ rect }) => ({ left: rect.left, top: rect.top, width: rect.width, height: rect.height, outerBoundsMode: 'none' as const })),
    xAxis: frame.plots.map((_, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: frame.view.min,
      max: frame.view.max,
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis, width: 1 } },
      axisTick: { show: true, length: 4, lineStyle: { color: theme.axis }, customValues: frame.xTicks.map((tick) => tick.at) },
      splitLine: { show: false },
      axisLabel: { ...label, show: index === last, margin: 7, hideOverlap: true, customValues: frame.xTicks.map((tick) => tick.at), formatter: labelAt(frame.xTicks) },
      ...(index === last ? { name: frame.xTitle, nameLocation: 'middle' as const, nameGap: 24, nameTextStyle: label } : {}),
    })),
    yAxis: frame.plots.map((plot, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: plot.range.min,
      max: plot.range.max,
      axisLine: { show: false },
      axisTick: { show: false, customValues: plot.ticks.map((tick) => tick.at) },
      splitLine: { show: true, lineStyle: { color: theme.grid, width: 1 } },
      axisLabel: { ...label, margin: 8, customValues: plot.ticks.map((tick) => tick.at), formatter: labelAt(plot.ticks) },
    })),
    series: frame.plots.flatMap((plot, plotIndex): SeriesOption[] => {
      const place = placeIn(plot, frame);
      return [
        ...plot.bands.map((band, index) => bandSeries(band, index, plotIndex, place, style, some)),
        ...plot.lines.map((line, index) => lineSeries(line, index, plotIndex, place, style, some)),
        ...referenceSeries(plot, frame, plotIndex, style),
        ...belowSeries(plot, plotIndex, style),
      ];
    }),
    graphic: { elements: labelElements(frame, style, some) },
  };
}

/** Labels by nearest tick: ECharts hands back the position, rounded. */
function labelAt(ticks: Frame['xTicks']): (value: number) => string {
  return (value) => {
    let best = '';
    let distance = Infinity;
    for (const tick of ticks) {
      const d = Math.abs(tick.at - value);
      if (d < distance) {
        distance = d;
        best = tick.label;
      }
    }
    return best;
  };
}
