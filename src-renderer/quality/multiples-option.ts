/** Small multiples as an ECharts option: the same on screen and in an exported file. Pure but for the theme. */
import type { ChartTheme } from '../plot/chart-theme.ts';
import type { ChartOption, CustomSeriesOption, SeriesOption } from '../plot/echarts.ts';
import { REFERENCE_DASH } from '../plot/dashes.ts';
import { toAxis } from '../plot/axis-scale.ts';
import type { Tick } from '../plot/axis-scale.ts';
import { FONT_SIZE, pixelAt } from './multiples.ts';
import type { Curve, Multiples, PlacedPlot } from './multiples.ts';

const EXACT_DASH: readonly number[] = [6, 3];
/** A custom series is drawn once for each datum; it needs one. */
const ANCHOR = [[0, 0]];

type Element = Record<string, unknown>;

function textAt(text: string, x: number, y: number, fill: string, theme: ChartTheme, more: Element = {}): Element {
  return {
    type: 'text', silent: true, z: 20, x, y,
    style: { text, fill, font: `${FONT_SIZE}px ${theme.fontFamily}`, verticalAlign: 'middle', ...more },
  };
}

/** Runs of points without a gap. */
function stretches(points: readonly (readonly [number, number])[]): (readonly [number, number])[][] {
  const parts: (readonly [number, number])[][] = [];
  let part: (readonly [number, number])[] = [];
  for (const point of points) {
    if (Number.isFinite(point[0]) && Number.isFinite(point[1])) part.push(point);
    else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function plotSeries(placed: PlacedPlot, layout: Multiples, plotIndex: number, theme: ChartTheme): SeriesOption[] {
  const place = (point: readonly [number, number]): [number, number] => pixelAt(placed, layout.view, point);
  const custom = (id: string, z: number, renderItem: NonNullable<CustomSeriesOption['renderItem']>): SeriesOption => ({
    id: `${id}-${plotIndex}`, type: 'custom', xAxisIndex: plotIndex, yAxisIndex: plotIndex, clip: true, silent: true, animation: false, z,
    renderItem, data: ANCHOR,
  });
  const series: SeriesOption[] = placed.curves.flatMap(({ curve, points, bands }, n): SeriesOption[] => {
    const color = theme.series[curve.scheme];
    const exact = curve.basis === 'exact';
    const markers = !exact && curve.x.length <= 40;
    const parts = stretches(points);
    // A series without a shape would leave those of the drawing before it.
    if (parts.length === 0) return [];
    return [
      ...(bands.length === 0
        ? []
        : [
          custom(`band-${n}`, 1, () => ({ type: 'group', silent: true, children: bands.map(
            (band) => ({ type: 'polygon' as const, shape: { points: band.map(place) }, style: { fill: color, opacity: 0.14 } }),
          ) })),
        ]),
      custom(`line-${n}`, exact ? 2 : 3, () => ({
        type: 'group',
        silent: true,
        children: parts.flatMap((part) => {
          const at = part.map(place);
          return [
            ...(at.length > 1 ? [{ type: 'polyline' as const, shape: { points: at }, style: {
              fill: 'none', stroke: color, lineWidth: exact ? 1.25 : 1.6, lineDash: exact ? [...EXACT_DASH] : ('solid' as const),
              lineJoin: 'round' as const, opacity: exact ? 0.9 : 1,
            } }] : []),
            ...(markers || at.length === 1
              ? at.map(([cx, cy]) => ({ type: 'circle' as const, shape: { cx, cy, r: 2.4 }, style: { fill: color } }))
              : []),
          ];
        }),
      })),
    ];
  });
  // Marks of several schemes at one place stand side by side.
  const below = placed.curves.flatMap(({ curve, below: all }) => {
    const rank = layout.legend.entries.findIndex(({ scheme }) => scheme === curve.scheme) - (layout.legend.entries.length - 1) / 2;
    return all.map(
      (x) => ({ value: [x, placed.range.min], symbolOffset: [3.5 * rank, -4], itemStyle: { color: theme.series[curve.scheme] } }),
    );
  });
  if (below.length > 0) {
    series.push({
      id: `below-${plotIndex}`, type: 'scatter', xAxisIndex: plotIndex, yAxisIndex: plotIndex, data: below, symbol: 'triangle',
      symbolRotate: 180, symbolSize: 6, silent: true, animation: false, clip: false, z: 6,
    });
  }
  const { reference, scale } = placed.plot;
  if (reference !== undefined) {
    const at = toAxis(scale, reference.at);
    series.push({
      id: `reference-${plotIndex}`, type: 'line', xAxisIndex: plotIndex, yAxisIndex: plotIndex,
      data: [[layout.view.min, at], [layout.view.max, at]], symbol: 'none', silent: true, animation: false, z: 1,
      lineStyle: { color: theme.series.exact, width: 1, type: [...REFERENCE_DASH] },
    });
  }
  return series;
}

const BASIS_WORDS: Readonly<Record<Curve['basis'], string>> = { estimate: 'by estimates', exact: 'by exact expectation' };

function words(layout: Multiples, theme: ChartTheme): Element[] {
  const elements: Element[] = [];
  for (const placed of layout.plots) {
    const { plot, rect } = placed;
    elements.push(textAt(plot.title, rect.left, rect.top - 13, theme.text, theme));
    if (plot.reference === undefined) continue;
    const [, y] = pixelAt(placed, layout.view, [0, toAxis(plot.scale, plot.reference.at)]);
    elements.push(textAt(plot.reference.label, rect.left + rect.width - 2, y - 8, theme.dim, theme, { align: 'right' }));
  }
  const { left, entries, note } = layout.legend;
  for (const { scheme, y } of entries) {
    elements.push({
      type: 'line', silent: true, z: 19, shape: { x1: left, y1: y, x2: left + 18, y2: y },
      style: { stroke: theme.series[scheme], lineWidth: 2 },
    });
    elements.push({ type: 'circle', silent: true, z: 19, shape: { cx: left + 9, cy: y, r: 2.6 }, style: { fill: theme.series[scheme] } });
    elements.push(textAt(scheme, left + 25, y, theme.text, theme));
  }
  for (const { basis, y } of note) {
    elements.push({
      type: 'line', silent: true, z: 19, shape: { x1: left, y1: y, x2: left + 18, y2: y },
      style: { stroke: theme.dim, lineWidth: 1.5, ...(basis === 'exact' ? { lineDash: [...EXACT_DASH] } : {}) },
    });
    elements.push(textAt(BASIS_WORDS[basis], left + 25, y, theme.dim, theme));
  }
  for (const { words: what, y } of layout.legend.feet) {
    elements.push(textAt('▾', left + 5, y, theme.dim, theme), textAt(what, left + 25, y, theme.dim, theme));
  }
  return elements;
}

/** The whole option; set it with `notMerge`. */
export function multiplesOption(layout: Multiples, theme: ChartTheme): ChartOption {
  const label = { color: theme.dim, fontSize: FONT_SIZE, fontFamily: theme.fontFamily };
  return {
    animation: false,
    backgroundColor: theme.background,
    grid: layout.plots.map(({ rect }) => ({ ...rect, outerBoundsMode: 'none' as const })),
    xAxis: layout.plots.map((_plot, index) => ({
      type: 'value' as const,
      gridIndex: index,
      ...layout.view,
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.axis, width: 1 } },
      axisTick: { show: true, length: 4, lineStyle: { color: theme.axis }, customValues: layout.xTicks.map((tick) => tick.at) },
      splitLine: { show: false },
      axisLabel: {
        ...label, margin: 7, hideOverlap: true, customValues: layout.xTicks.map((tick) => tick.at), formatter: labelAt(layout.xTicks),
      },
      name: layout.xTitle,
      nameLocation: 'middle' as const,
      nameGap: 24,
      nameTextStyle: label,
    })),
    yAxis: layout.plots.map(({ range, ticks }, index) => ({
      type: 'value' as const,
      gridIndex: index,
      ...range,
      axisLine: { show: false },
      axisTick: { show: false, customValues: ticks.map((tick) => tick.at) },
      splitLine: { show: true, lineStyle: { color: theme.grid, width: 1 } },
      axisLabel: { ...label, margin: 8, customValues: ticks.map((tick) => tick.at), formatter: labelAt(ticks) },
    })),
    series: layout.plots.flatMap((plot, index) => plotSeries(plot, layout, index, theme)),
    graphic: { elements: words(layout, theme) },
  };
}

/** Labels by nearest tick: ECharts hands back the position, rounded. */
function labelAt(ticks: readonly Tick[]): (value: number) => string {
  return (value) => ticks.reduce(
    (best, tick) => (Math.abs(tick.at - value) < Math.abs(best.at - value) ? tick : best), ticks[0] ?? { at: 0, label: '' },
  ).label;
}
