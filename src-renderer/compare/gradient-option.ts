/**
 * The chart of a gradient estimate: for each coordinate the estimate with two standard errors either
 * way, a ring at the scheme's exact expectation and a bar at the true gradient. Pure but for the theme.
 */
import { axisTicks, extent, padded } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { ChartOption, CustomSeriesOption, SeriesOption } from '../plot/echarts.ts';
import { fitText, textWidth } from '../plot/place-labels.ts';
import type { SchemeName } from '../../src-science/gradients/scheme.ts';
import type { GradientRow } from './gradient-rows.ts';

const FONT_SIZE = 11;
const MOST_NAME_ROOM = 84;

export interface GradientChart {
  readonly rows: readonly GradientRow[];
  readonly scheme: SchemeName;
  readonly sampled: boolean;
  readonly width: number;
  readonly height: number;
}

export interface GradientLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly range: { readonly min: number; readonly max: number };
  readonly named: boolean;
  /** Height kept for names on end. */
  readonly nameRoom: number;
}

export function gradientLayout({ rows, width, height }: Pick<GradientChart, 'rows' | 'width' | 'height'>): GradientLayout {
  const values = rows.flatMap(
    (row) => [row.estimate - 2 * row.standardError, row.estimate + 2 * row.standardError, row.exact ?? Number.NaN, row.truth ?? Number.NaN],
  );
  const range = padded(extent([values, [0]]) ?? { min: -1, max: 1 }, 0.06);
  const ticks = axisTicks('linear', range, 6);
  const left = Math.ceil(Math.max(28, ...ticks.map((tick) => textWidth(tick.label, FONT_SIZE)))) + 14;
  const plotWidth = Math.max(40, width - left - 12);
  // Names stand on end where each coordinate has room for a line of text.
  const named = rows.length > 0 && plotWidth / rows.length >= 13;
  const nameRoom = Math.min(
    MOST_NAME_ROOM, Math.ceil(Math.max(0, ...rows.slice(0, 200).map((row) => textWidth(row.name, FONT_SIZE)))) + 14,
  );
  return { left, top: 26, width: plotWidth, height: Math.max(40, height - 26 - (named ? nameRoom : 36)), range, named, nameRoom };
}

/** Index of the coordinate under a place, or null. */
export function coordinateAt(layout: GradientLayout, count: number, x: number, y: number): number | null {
  if (x < layout.left || x >= layout.left + layout.width || y < layout.top || y > layout.top + layout.height || count === 0) return null;
  return Math.min(count - 1, Math.floor(((x - layout.left) / layout.width) * count));
}

const stroke = (
  x1: number, y1: number, x2: number, y2: number, color: string, lineWidth: number,
) => ({ type: 'line' as const, shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth } });
const circle = (
  cx: number, cy: number, r: number, style: { readonly fill: string; readonly stroke?: string; readonly lineWidth?: number },
) => ({ type: 'circle' as const, shape: { cx, cy, r }, style });

export function gradientOption(chart: GradientChart, theme: ChartTheme): ChartOption {
  const { rows } = chart;
  const layout = gradientLayout(chart);
  const ticks = axisTicks('linear', layout.range, Math.max(2, layout.height / 40));
  const color = theme.series[chart.scheme];
  const truth = theme.series.exact;
  const label = { color: theme.dim, fontSize: FONT_SIZE, fontFamily: theme.fontFamily };
  const slot = layout.width / Math.max(1, rows.length);
  const half = Math.max(1.5, Math.min(7, slot * 0.34));
  const drawCoordinate: NonNullable<CustomSeriesOption['renderItem']> = (params, api) => {
    const row = rows[params.dataIndexInside];
    if (row === undefined) return null;
    const place = (value: number): [number, number] => api.coord([params.dataIndexInside + 0.5, value]) as [number, number];
    const [x, y] = place(row.estimate);
    const children: (ReturnType<typeof stroke> | ReturnType<typeof circle>)[] = [];
    if (row.truth !== null) {
      const [, at] = place(row.truth);
      children.push(stroke(x - half, at, x + half, at, truth, 2));
    }
    if (row.standardError > 0) {
      const [, low] = place(row.estimate - 2 * row.standardError);
      const [, high] = place(row.estimate + 2 * row.standardError);
      children.push(stroke(x, low, x, high, color, 1.25));
    }
    if (row.exact !== null) children.push(circle(x, place(row.exact)[1], Math.min(4, half), { fill: 'none', stroke: color, lineWidth: 1 }));
    children.push(circle(x, y, Math.min(2.5, half * 0.7), { fill: color }));
    return { type: 'group', silent: true, children };
  };
  const series: SeriesOption[] = [
    {
      type: 'custom', renderItem: drawCoordinate, data: rows.map((row, index) => [index + 0.5, row.estimate]), silent: true,
      animation: false, clip: true, z: 3,
    },
    {
      type: 'line',
      data: [
        [0, 0],
        [Math.max(1, rows.length), 0],
      ],
      symbol: 'none',
      silent: true,
      animation: false,
      z: 2,
      lineStyle: { color: theme.axis, width: 1 },
    },
  ];
  return {
    animation: false,
    backgroundColor: theme.background,
    grid: [{ left: layout.left, top: layout.top, width: layout.width, height: layout.height, outerBoundsMode: 'none' }],
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(1, rows.length),
      axisLine: { show: false },
      axisTick: { show: false, customValues: rows.map((_, index) => index + 0.5) },
      splitLine: { show: false },
      axisLabel: layout.named
        ? {
          ...label, rotate: 90, margin: 6, hideOverlap: false, interval: 0, customValues: rows.map((_, index) => index + 0.5),
          formatter: (value: number) => fitText(rows[Math.floor(value)]?.name ?? '', FONT_SIZE, layout.nameRoom - 10),
        }
        : { show: false },
      ...(layout.named
        ? {}
        : { name: `${rows.length} coordinates, in the order chosen`, nameLocation: 'middle' as const, nameGap: 12, nameTextStyle: label }),
    },
    yAxis: {
      type: 'value',
      ...layout.range,
      axisLine: { show: false },
      axisTick: { show: false, customValues: ticks.map((tick) => tick.at) },
      splitLine: { show: true, lineStyle: { color: theme.grid, width: 1 } },
      axisLabel: { ...label, margin: 8, customValues: ticks.map((tick) => tick.at), formatter: (value: number) => ticks.reduce(
        (best, tick) => (Math.abs(tick.at - value) < Math.abs(best.at - value) ? tick : best), ticks[0] ?? { at: 0, label: '' },
      ).label },
    },
    series,
    graphic: { elements: keyElements(chart, layout, theme, color, truth) },
  };
}

/** The key above the plot: what the dot, the ring and the bar stand for. */
function keyElements(
  chart: GradientChart, layout: GradientLayout, theme: ChartTheme, color: string, truth: string,
): Record<string, unknown>[] {
  const elements: Record<string, unknown>[] = [];
  const y = 11;
  let x = layout.left;
  const text = (value: string, fill = theme.dim): void => {
    elements.push({
      type: 'text', silent: true, x, y, style: { text: value, fill, font: `${FONT_SIZE}px ${theme.fontFamily}`, verticalAlign: 'middle' },
    });
    x += textWidth(value, FONT_SIZE) + 18;
  };
  text('penalty gradient, without μ');
  elements.push({ type: 'circle', silent: true, shape: { cx: x + 2, cy: y, r: 2.5 }, style: { fill: color } });
  x += 10;
  text(chart.sampled ? `${chart.scheme} ± 2 standard errors` : `${chart.scheme}, exact`);
  if (chart.rows.some((row) => row.exact !== null) && chart.sampled) {
    elements.push({
      type: 'circle', silent: true, shape: { cx: x + 3, cy: y, r: 4 }, style: { fill: 'none', stroke: color, lineWidth: 1 },
    });
    x += 12;
    text('its exact expectation');
  }
  if (chart.rows.some((row) => row.truth !== null)) {
    elements.push({ type: 'line', silent: true, shape: { x1: x, y1: y, x2: x + 12, y2: y }, style: { stroke: truth, lineWidth: 2 } });
    x += 18;
    text('true gradient');
  }
  return elements;
}
