/** The heat map as an ECharts option: one image under two axes and a color scale beside it. */
import { formatCount } from '../format/index.ts';
import { axisTicks } from '../plot/axis-scale.ts';
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { ChartOption, CustomSeriesOption } from '../plot/echarts.ts';
import { cssColor, viridis } from '../plot/viridis.ts';
import { textWidth } from '../plot/place-labels.ts';

const FONT_SIZE = 11;
const SCALE_WIDTH = 12;

export interface HeatMapLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** @param labels that stand beside the plot */
export function heatMapLayout(width: number, height: number, labels: readonly string[]): HeatMapLayout {
  const left = Math.ceil(labels.reduce((widest, label) => Math.max(widest, textWidth(label, FONT_SIZE)), 0)) + 14;
  return { left, top: 22, width: Math.max(20, width - left - 64), height: Math.max(20, height - 22 - 38) };
}

export interface HeatMapPicture {
  readonly layout: HeatMapLayout;
  /** Places of the variables that are drawn, in their order. */
  readonly from: number;
  readonly to: number;
  /** Their names, where there is room for all of them; else numbers stand beside them. */
  readonly names: readonly string[] | null;
  readonly firstIteration: number;
  readonly lastIteration: number;
  /** A canvas where pixels are drawn, a data URL where a document is written. */
  readonly image: HTMLCanvasElement | string;
  readonly title: string;
}

export function heatMapOption(picture: HeatMapPicture, theme: ChartTheme): ChartOption {
  const { layout } = picture;
  const label = { color: theme.dim, fontSize: FONT_SIZE, fontFamily: theme.fontFamily };
  const single = picture.lastIteration === picture.firstIteration;
  const x = { min: picture.firstIteration, max: single ? picture.firstIteration + 1 : picture.lastIteration };
  const xTicks = single ? [{ at: x.min, label: formatCount(x.min) }] : axisTicks('linear', x, Math.max(2, layout.width / 96));
  const { from, to, names } = picture;
  const yTicks = names?.map((label, k) => ({ at: from + k + 0.5, label })) ??
    axisTicks('linear', { min: from, max: to }, Math.max(2, layout.height / 60)).filter((tick) => Number.isInteger(tick.at));
  const yLabel = (value: number): string => (names === null ? formatCount(value) : (names[Math.floor(value) - from] ?? ''));
  const renderItem: NonNullable<CustomSeriesOption['renderItem']> = () => ({
    type: 'image',
    silent: true,
    style: { image: picture.image, x: layout.left, y: layout.top, width: layout.width, height: layout.height },
  });
  const scaleLeft = layout.left + layout.width + 14;
  const stops = Array.from({ length: 17 }, (_, k) => ({ offset: k / 16, color: cssColor(viridis(1 - k / 16)) }));
  const text = (value: string, px: number, py: number, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
    type: 'text',
    silent: true,
    x: px,
    y: py,
    style: { text: value, fill: theme.dim, font: `${FONT_SIZE}px ${theme.fontFamily}`, verticalAlign: 'middle', ...extra },
  });
  return {
    animation: false,
    backgroundColor: theme.background,
    grid: [{ left: layout.left, top: layout.top, width: layout.width, height: layout.height, outerBoundsMode: 'none' }],
    xAxis: {
      type: 'value',
      ...x,
      name: 'iteration',
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: label,
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis } },
      axisTick: { show: true, length: 4, lineStyle: { color: theme.axis }, customValues: xTicks.map((tick) => tick.at) },
      splitLine: { show: false },
      axisLabel: { ...label, margin: 7, customValues: xTicks.map((tick) => tick.at), formatter: (value: number) => formatCount(value) },
    },
    yAxis: {
      type: 'value',
      inverse: true,
      min: from,
      max: to,
      axisLine: { show: false },
      axisTick: { show: false, customValues: yTicks.map((tick) => tick.at) },
      splitLine: { show: false },
      axisLabel: { ...label, margin: 8, customValues: yTicks.map((tick) => tick.at), formatter: yLabel },
    },
    series: [{ type: 'custom', renderItem, data: [[x.min, 0]], silent: true, animation: false, clip: false }],
    graphic: {
      elements: [
        text(picture.title, layout.left, layout.top - 11),
        {
          type: 'rect',
          silent: true,
          shape: { x: scaleLeft, y: layout.top, width: SCALE_WIDTH, height: layout.height },
          style: { fill: { type: 'linear', x: 0, y: 0, x2: 0, y2: 1, colorStops: stops } },
        },
        text('x̂', scaleLeft, layout.top - 11),
        text('1', scaleLeft + SCALE_WIDTH + 6, layout.top + 5),
        text('0.5', scaleLeft + SCALE_WIDTH + 6, layout.top + layout.height / 2),
        text('0', scaleLeft + SCALE_WIDTH + 6, layout.top + layout.height - 5),
      ],
    },
  };
}
