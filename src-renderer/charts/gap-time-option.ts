/** The gap–time chart as an ECharts option, with a legend of methods beside it. Pure but for the theme. */
import { axisTicks, toAxis } from '../plot/axis-scale.ts';
import type { ScaleKind, Tick } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { ChartOption, SeriesOption } from '../plot/echarts.ts';
import { formatDuration } from '../format/index.ts';
import { GAP_AXIS, isUnproven } from './gap-time.ts';
import type { GapPoint, GapTimePoints } from './gap-time.ts';
import { fitText, textWidth } from '../plot/place-labels.ts';
import { BOUND_DASH, REFERENCE_DASH } from '../plot/dashes.ts';
import { echartsSymbol, echartsSymbolSize, markShape } from '../plot/marks.ts';

const FONT_SIZE = 11;
const LEGEND_RADIUS = 4.5;

export interface GapTimeLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly legend: readonly { readonly text: string; readonly point: GapPoint; readonly y: number }[];
}

const SECONDS = [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 60, 600, 3600, 36_000, 360_000];

export function gapTimeLayout(data: GapTimePoints, scale: ScaleKind, width: number, height: number): GapTimeLayout {
  const plotHeight = Math.max(40, height - 24 - 38);
  // A tick whose label would lie on that of the zero line is left out.
  const lowest = data.zeroLine === null ? -Infinity : data.zeroLine + ((FONT_SIZE + 4) / plotHeight) * (data.yRange.max - data.yRange.min);
  const yTicks = axisTicks(scale, data.yRange, Math.max(2, height / 70))
    .filter((tick) => tick.at > lowest)
    .map((tick) => ({ at: tick.at, label: `${tick.label} %` }));
  const all =
    data.zeroLine === null ? yTicks : [{ at: data.zeroLine, label: data.against === 'best-found' ? 'best found' : '≤ 0 %' }, ...yTicks];
  const round = SECONDS.map((seconds) => ({ at: toAxis('log', seconds), label: formatDuration(seconds) })).filter(
    (tick) => tick.at >= data.xRange.min && tick.at <= data.xRange.max,
  );
  const xTicks = round.length >= 2
    ? round
    : axisTicks('log', data.xRange, Math.max(2, width / 120)).map((tick) => ({ at: tick.at, label: formatDuration(10 ** tick.at) }));
  const groups = new Map<string, GapPoint[]>();
  for (const point of data.points) groups.set(point.style.group, [...(groups.get(point.style.group) ?? []), point]);
  const legend = [...groups.values()].flatMap((points, index) => {
    const point = points[0];
    return point === undefined
      ? []
      : [{ text: points.length > 1 ? `${point.style.groupLabel} · ${points.length}` : point.style.groupLabel, point, y: 30 + 16 * index }];
  });
  const left = Math.ceil(Math.max(30, ...all.map((tick) => textWidth(tick.label, FONT_SIZE)))) + 12;
  const gutter = Math.min(width * 0.34, Math.max(40, ...legend.map((entry) => textWidth(entry.text, FONT_SIZE) + 34)));
  return {
    left, top: 24, width: Math.max(40, width - left - gutter), height: plotHeight, xTicks, yTicks: all,
    legend: legend.map((entry) => ({ ...entry, text: fitText(entry.text, FONT_SIZE, gutter - 28) })),
  };
}

/** Where a point is drawn, px. */
export function pointPixel(point: GapPoint, data: GapTimePoints, layout: GapTimeLayout): { readonly x: number; readonly y: number } {
  const level = point.onZeroLine ? (data.zeroLine ?? data.yRange.min) : point.y;
  return {
    x: layout.left + ((point.x - data.xRange.min) / (data.xRange.max - data.xRange.min)) * layout.width,
    y: layout.top + ((data.yRange.max - level) / (data.yRange.max - data.yRange.min)) * layout.height,
  };
}

/** The point nearest to a place, within reach of the pointer. */
export function pointNear(data: GapTimePoints, layout: GapTimeLayout, x: number, y: number, reach = 14): GapPoint | null {
  let nearest: GapPoint | null = null;
  let distance = reach;
  for (const point of data.points) {
    const at = pointPixel(point, data, layout);
    const d = Math.hypot(at.x - x, at.y - y);
    if (d <= distance) {
      distance = d;
      nearest = point;
    }
  }
  return nearest;
}

export function gapTimeOption(data: GapTimePoints, layout: GapTimeLayout, theme: ChartTheme, hoveredRunId: number | null): ChartOption {
  const label = { color: theme.dim, fontSize: FONT_SIZE, fontFamily: theme.fontFamily };
  const nearestLabel = (ticks: readonly Tick[]) => (value: number): string => ticks.reduce(
    (best, tick) => (Math.abs(tick.at - value) < Math.abs(best.at - value) ? tick : best), ticks[0] ?? { at: 0, label: '' },
  ).label;
  const anyHovered = hoveredRunId !== null && data.points.some((point) => point.run.id === hoveredRunId);
  const series: SeriesOption[] = [
    ...data.paths.map((path): SeriesOption => {
      const lit = path.run.id === hoveredRunId;
      return {
        type: 'line',
        silent: true,
        animation: false,
        symbol: 'none',
        step: 'end',
        z: 2,
        lineStyle: {
          color: theme.series[path.style.series],
          width: lit ? 2 : 1.2,
          type: path.role === 'bound' ? [...BOUND_DASH] : 'solid',
          opacity: anyHovered && !lit ? 0.25 : 0.8 * Math.max(0.6, path.style.opacity),
        },
        data: path.places.map(([x, y]) => [x, y]),
      };
    }),
    {
      type: 'scatter',
      silent: true,
      animation: false,
      z: 3,
      data: data.points.map((point) => {
        const lit = point.run.id === hoveredRunId;
        const color = theme.series[point.style.series];
        const unproven = isUnproven(point);
        return {
          value: [point.x, point.onZeroLine ? (data.zeroLine ?? data.yRange.min) : point.y],
          symbol: echartsSymbol(point.mark),
          symbolSize: echartsSymbolSize(point.mark, lit ? 13 : 9),
          itemStyle: {
            color: unproven ? theme.background : color, opacity: anyHovered && !lit ? 0.35 : 1,
            borderColor: unproven ? color : theme.background, borderWidth: unproven ? 2 : 1,
          },
        };
      }),
    },
  ];
  if (data.zeroLine !== null) {
    series.push({
      type: 'line', silent: true, animation: false, symbol: 'none', z: 2,
      lineStyle: { color: theme.series.exact, width: 1, type: [...REFERENCE_DASH] },
      data: [[data.xRange.min, data.zeroLine], [data.xRange.max, data.zeroLine]],
    });
  }
  const legendX = layout.left + layout.width + 16;
  return {
    animation: false,
    backgroundColor: theme.background,
    grid: [{ left: layout.left, top: layout.top, width: layout.width, height: layout.height, outerBoundsMode: 'none' }],
    xAxis: {
      type: 'value',
      ...data.xRange,
      name: 'time',
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: label,
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis } },
      axisTick: { show: true, length: 4, lineStyle: { color: theme.axis }, customValues: layout.xTicks.map((tick) => tick.at) },
      splitLine: { show: false },
      axisLabel: {
        ...label, margin: 7, hideOverlap: true, customValues: layout.xTicks.map((tick) => tick.at), formatter: nearestLabel(layout.xTicks),
      },
    },
    yAxis: {
      type: 'value',
      ...data.yRange,
      axisLine: { show: false },
      axisTick: { show: false, customValues: layout.yTicks.map((tick) => tick.at) },
      splitLine: { show: true, lineStyle: { color: theme.grid, width: 1 } },
      axisLabel: { ...label, margin: 8, customValues: layout.yTicks.map((tick) => tick.at), formatter: nearestLabel(layout.yTicks) },
    },
    series,
    graphic: {
      elements: [
        { type: 'text', silent: true, x: layout.left, y: 11, style: {
          text: fitText(GAP_AXIS[data.against], FONT_SIZE, layout.width + 40), fill: theme.dim, font: `${FONT_SIZE}px ${theme.fontFamily}`,
          verticalAlign: 'middle',
        } },
        ...layout.legend.flatMap((entry) => [
          legendSymbol(entry.point, legendX + 5, entry.y, theme),
          {
            type: 'text', silent: true, x: legendX + 16, y: entry.y,
            style: { text: entry.text, fill: theme.text, font: `${FONT_SIZE}px ${theme.fontFamily}`, verticalAlign: 'middle' },
          },
        ]),
      ],
    },
  };
}

function legendSymbol(point: GapPoint, x: number, y: number, theme: ChartTheme): Record<string, unknown> {
  const shape = markShape(point.mark);
  const drawn =
    shape === 'circle'
      ? { type: 'circle', shape: { cx: x, cy: y, r: LEGEND_RADIUS } }
      : { type: 'polygon', shape: { points: shape.map(([dx, dy]) => [x + LEGEND_RADIUS * dx, y + LEGEND_RADIUS * dy]) } };
  return { ...drawn, silent: true, style: { fill: theme.series[point.style.series] } };
}
