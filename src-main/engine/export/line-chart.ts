/**
 * A small line chart as SVG text, for reports that are made without a window. Lines of one group share a
 * color and a dash, so that methods are told apart without color too. On a log scale what is not
 * positive is not drawn, and the chart says so.
 */
import { markupText } from '../../../src-contract/export-text.ts';

/** An index of color and dash, ≥ 0, or both as they are. */
export type LineStyle = number | { readonly color: string; readonly dash: string };

export interface Line {
  readonly label: string;
  /** Lines of one group are drawn alike and share a legend entry. */
  readonly group: string;
  readonly style: LineStyle;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly lines: readonly Line[];
  readonly scale: 'linear' | 'log';
}

const WIDTH = 560;
const HEIGHT = 320;
const LEFT = 70;
const RIGHT = 12;
const TOP = 30;
const BOTTOM = 40;
/** Okabe & Ito's palette, which color-blind readers can tell apart, without its yellow and black. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];
/** The first is solid. */
export const DASHES = ['', '6 3', '2 2', '8 3 2 3'];

/** @returns an `<svg>` element with its legend */
export function lineChart(chart: LineChart): string {
  const drawable = (value: number): boolean => Number.isFinite(value) && (chart.scale === 'linear' || value > 0);
  const toScale = (value: number): number => (chart.scale === 'log' ? Math.log10(value) : value);
  const xs = extent(chart.lines.map((line) => line.x), Number.isFinite);
  const ys = extent(chart.lines.map((line) => line.y), drawable);
  const hidden = chart.scale === 'log' && chart.lines.some((line) => Array.from(line.y).some((value) => value <= 0));
  const title =
    `<text x="${LEFT}" y="18" font-weight="600">${markupText(chart.title)}${chart.scale === 'log' ? ' (log scale)' : ''}</text>`;
  if (xs === null || ys === null) return frame(
    `${title}<text x="${LEFT}" y="${HEIGHT / 2}">nothing to draw${hidden ? ': no value is positive' : ''}</text>`, chart.title, HEIGHT,
  );

  const [y0, y1] = padded(toScale(ys[0]), toScale(ys[1]));
  const [x0, x1] = xs[0] === xs[1] ? [xs[0] - 1, xs[1] + 1] : xs;
  const px = (x: number): number => LEFT + ((x - x0) / (x1 - x0)) * (WIDTH - LEFT - RIGHT);
  const py = (y: number): number => HEIGHT - BOTTOM - ((toScale(y) - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM);
  const paths = chart.lines.map((line) => {
    let path = '';
    let pen = false;
    for (let k = 0; k < line.x.length; k++) {
      const x = line.x[k] ?? Number.NaN;
      const y = line.y[k] ?? Number.NaN;
      if (!Number.isFinite(x) || !drawable(y)) {
        pen = false;
        continue;
      }
      path += `${pen ? 'L' : 'M'}${px(x).toFixed(1)} ${py(y).toFixed(1)}`;
      pen = true;
    }
    return `<path d="${path}" fill="none" ${strokeOf(line.style)} stroke-width="1.3" opacity="0.85"><title>${markupText(line.label)}</title></path>`;
  });
  const yTicks = ticks(y0, y1, chart.scale === 'log').map((tick) => {
    const y = HEIGHT - BOTTOM - ((tick - y0) / (y1 - y0)) * (HEIGHT - TOP - BOTTOM);
    const label = chart.scale === 'log' ? shortNumber(10 ** tick) : shortNumber(tick);
    return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="currentColor" opacity="0.15"/><text x="${LEFT - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${label}</text>`;
  });
  const xTicks = ticks(x0, x1, false).map(
    (tick) => `<text x="${px(tick).toFixed(1)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${shortNumber(tick)}</text>`,
  );
  const axis = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${markupText(chart.xLabel)}${hidden ? '; values of 0 and less are not drawn' : ''}</text>`;
  const groups = [...new Map(chart.lines.map((line) => [line.group, line.style]))];
  const legend = groups.map(([group, style], k) => {
    const y = HEIGHT + 14 + 16 * k;
    return `<line x1="${LEFT}" x2="${LEFT + 26}" y1="${y}" y2="${y}" ${strokeOf(style)} stroke-width="2"/><text x="${LEFT + 32}" y="${y + 4}">${markupText(group)}</text>`;
  });
  return frame(
    title + yTicks.join('') + xTicks.join('') + axis + paths.join('') + legend.join(''), chart.title, HEIGHT + 16 * groups.length + 8,
  );
}

function frame(content: string, title: string, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${markupText(title)}" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">${content}</svg>`;
}

/** The dash changes with every style, and after a round of colors once more, so that no two of the first 24 look alike. */
function strokeOf(style: LineStyle): string {
  if (typeof style === 'object') {
    return `stroke="${style.color}"${style.dash === '' ? '' : ` stroke-dasharray="${style.dash}"`}`;
  }
  const index = Math.max(0, style);
  const dash = DASHES[(index + Math.floor(index / COLORS.length)) % DASHES.length] ?? '';
  return `stroke="${COLORS[index % COLORS.length] ?? 'currentColor'}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}`;
}

function extent(arrays: readonly ArrayLike<number>[], counts: (value: number) => boolean): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const array of arrays) {
    for (let k = 0; k < array.length; k++) {
      const value = array[k] ?? Number.NaN;
      if (!counts(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

function padded(low: number, high: number): [number, number] {
  const room = high > low ? 0.04 * (high - low) : Math.max(1e-12, Math.abs(high) * 0.1, 0.5);
  return [low - room, high + room];
}

/** Between three and eight round numbers in [low, high]; powers of ten on a log scale. */
function ticks(low: number, high: number, log: boolean): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    log ? Math.max(1, Math.ceil(rough)) : ([1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough);
  const found: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high &&
    found.length < 20; tick += step) found.push(Math.abs(tick) < step * 1e-9 ? 0 : tick);
  return found;
}

function shortNumber(value: number): string {
  const short = Number(value.toPrecision(4));
  return Math.abs(short) >= 1e6 || (short !== 0 && Math.abs(short) < 1e-3) ? short.toExponential().replace('e+', 'e') : String(short);
}
