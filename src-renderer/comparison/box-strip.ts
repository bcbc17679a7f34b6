/** A box and a strip of points for each method: every run is a point, the box has the quartiles, the whiskers Tukey's reach. */
import { costOf } from '../../src-science/statistics/comparison.ts';
import { boxOf } from '../../src-science/statistics/summary.ts';
import type { Box } from '../../src-science/statistics/summary.ts';
import { formatDuration, formatNumber } from '../format/index.ts';
import { REFERENCE_DASH } from '../plot/dashes.ts';
import { fitText, textWidth } from '../plot/place-labels.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import type { Shape } from '../plot/scene.ts';
import type { Method } from './compared-runs.ts';
import { comparedWords } from './comparison-columns.ts';
import { figureColumn, textColumn } from './picture.ts';
import type { DrawPicture, Hit } from './picture.ts';
import { axisOver, flooredAxis, opacityOf, textOpacityOf } from './picture-frame.ts';

const TOP = 14;
const BOTTOM = 40;
/** A row of a method is at least and at most so high, px. */
const LEAST_ROW = 18;
const MOST_ROW = 64;

interface Strip {
  readonly method: Method;
  readonly points: readonly { readonly runId: number; readonly value: number; readonly problem: string; readonly seed: number | null }[];
  readonly without: number;
  readonly box: Box | null;
}

/** A number in [−1, 1] that a run keeps whatever is drawn beside it. */
function jitter(runId: number): number {
  const mixed = Math.imul(runId ^ (runId >>> 7), 0x9e3779b1) >>> 0;
  return (mixed / 2 ** 32) * 2 - 1;
}

export const boxStrip: DrawPicture = ({ compared, asked, scale }, size) => {
  const unit = asked.by === 'gap' ? 100 : 1;
  const strips = compared.methods.map((method): Strip & { points: Strip['points'][number][]; without: number } => ({
    method, points: [], without: 0, box: null,
  }));
  compared.outcomes.forEach((outcome, k) => {
    const [run, strip] = [compared.runs[k], strips[outcome.method]];
    if (run === undefined || strip === undefined) return;
    const cost = costOf(outcome, asked.by, asked.target);
    if (Number.isFinite(cost)) strip.points.push({ runId: run.id, value: unit * cost, problem: run.problemName, seed: run.seed });
    else strip.without++;
  });
  const values = strips.flatMap(({ points }) => points.map(({ value }) => value));
  if (values.length === 0) return `No run here has a ${comparedWords(asked.by)}.`;
  const room = Math.floor((size.height - TOP - BOTTOM) / LEAST_ROW);
  const shown = strips.slice(0, Math.max(1, room)).map(
    (strip): Strip => ({ ...strip, box: boxOf(strip.points.map(({ value }) => value)) }),
  );
  const left = Math.ceil(Math.min(0.34 * size.width, Math.max(...shown.map(({ method }) => textWidth(method.name, FONT_SIZE))) + 8)) + 8;
  const withoutWidth = 12 + shown.reduce(
    (widest, { without }) => (without === 0 ? widest : Math.max(widest, textWidth(`+ ${without} without`, FONT_SIZE))), 0,
  );
  const width = Math.max(40, size.width - left - withoutWidth);
  const row = Math.min(MOST_ROW, (size.height - TOP - BOTTOM) / shown.length);
  const bottom = TOP + row * shown.length;
  const floored = flooredAxis(scale, scale === 'linear' && asked.by === 'gap' ? [0, ...values] : values);
  const title = asked.by === 'gap' ? 'gap to the reference, positive is worse' : comparedWords(asked.by);
  const written = (value: number): string => (asked.by === 'gap' ? `${formatNumber(value, { digits: 3 })}\u202f%` : formatDuration(value));
  const x = axisOver(scale, floored.range, title, width, written);
  const { min, max } = floored.range;
  const atX = (value: number): number => left + ((floored.place(value) - min) / (max - min)) * width;
  const atTick = (at: number): number => left + ((at - min) / (max - min)) * width;
  const middle = (k: number): number => TOP + row * (k + 0.5);
  const hits = shown.flatMap(({ method, points }, k): Hit[] => points.map(({ runId, value, problem, seed }) => ({
    x: atX(value), y: middle(k) + jitter(runId) * row * 0.26, methodKey: method.key, runIds: [runId],
    words: () => [`#${runId} ${method.name}`, `${problem}${seed === null ? '' : `, seed ${seed}`}: ${written(value)}`],
  })));
  const hidden = strips.length - shown.length;
  const zero = min < 0 && max > 0 && scale === 'linear' ? atTick(0) : floored.floor === null ? null : atTick(floored.floor);
  return {
    data: () => ({
      columns: [
        textColumn('method', 'method'), figureColumn('run', 'run'), textColumn('problem', 'problem'), figureColumn('seed', 'seed'),
        figureColumn('value', comparedWords(asked.by), asked.by === 'gap' ? '%' : 's'),
      ],
      rows: strips.flatMap(
        ({ method, points }) => points.map(({ runId, problem, seed, value }) => [method.name, runId, problem, seed, value]),
      ),
    }),
    hits, reach: 9,
    names: shown.map(({ method }, k) => ({ left: 0, top: TOP + row * k, width: left - 4, height: row, methodKey: method.key })),
    description: `${comparedWords(asked.by)} of ${values.length} runs of ${shown.length} methods`,
    notes: [
      'Box: quartiles and median; whiskers: farthest run within one and a half box lengths; every run is a point.',
      shown.some(({ without }) => without > 0) ? `Runs without a ${comparedWords(asked.by)} are counted at the right and not in the box.` : '',
      floored.floor === null ? '' : 'Values of 0 and below stand on the line at the left, which a logarithmic scale has no place for.',
      hidden === 0 ? '' : `${hidden} more methods need a taller panel.`,
    ].filter((note) => note !== ''),
    shapes: (theme, lit) => [
      {
        kind: 'strokes', color: theme.grid, width: 1, cap: 'butt',
        lines: x.ticks.map(({ at }) => [Math.round(atTick(at)) + 0.5, TOP, Math.round(atTick(at)) + 0.5, bottom]),
      },
      { kind: 'line', points: [left, bottom + 0.5, left + width, bottom + 0.5], color: theme.axis, width: 1 },
      ...(zero === null ? [] : [{
        kind: 'line' as const, points: [zero, TOP, zero, bottom], color: theme.series.exact, width: 1, dash: REFERENCE_DASH, opacity: 0.8,
      }]),
      ...shown.flatMap(({ method, points, without, box }, k): Shape[] => {
        const color = theme.series[method.series];
        const opacity = opacityOf(method.key, lit);
        const y = middle(k);
        const half = Math.min(11, row * 0.3);
        return [
          {
            kind: 'text', x: left - 8, y, text: fitText(method.name, FONT_SIZE, left - 12), color: theme.text, align: 'right',
            opacity: textOpacityOf(method.key, lit),
          },
          ...points.map(({ runId, value }): Shape => ({
            kind: 'disc', x: atX(value), y: y + jitter(runId) * row * 0.26, radius: points.length > 400 ? 1.6 : 2.6, fill: color,
            opacity: opacity * (points.length > 100 ? 0.4 : 0.6),
          })),
          ...(box === null ? [] : boxShapes(box, atX, y, half, color, theme.text, opacity)),
          ...(without === 0 ? [] : [{
            kind: 'text' as const, x: left + width + 8, y, text: `+ ${without} without`, color: theme.dim, opacity,
          }]),
        ];
      }),
      ...x.ticks.map(({ at, label }): Shape => ({
        kind: 'text', x: atTick(at), y: bottom + 7, text: label, color: theme.dim, align: 'center', baseline: 'top',
      })),
      { kind: 'text', x: left + width / 2, y: bottom + 23, text: x.title, color: theme.dim, align: 'center', baseline: 'top' },
    ],
  };
};

function boxShapes(
  { lowerQuartile, median, upperQuartile, lowerWhisker, upperWhisker }: Box, atX: (value: number) => number, y: number, half: number,
  color: string, text: string, opacity: number,
): Shape[] {
  const [q1, q3, low, high] = [lowerQuartile, upperQuartile, lowerWhisker, upperWhisker].map(atX) as [number, number, number, number];
  return [
    { kind: 'areas', polygons: [[q1, y - half, q3, y - half, q3, y + half, q1, y + half]], fill: color, opacity: 0.16 * opacity },
    {
      kind: 'strokes', color, width: 1.4, opacity, cap: 'butt',
      lines: [
        [q1, y - half, q3, y - half, q3, y + half, q1, y + half, q1, y - half], [low, y, q1, y], [q3, y, high, y],
        [low, y - half / 2, low, y + half / 2], [high, y - half / 2, high, y + half / 2],
      ],
    },
    { kind: 'strokes', color: text, width: 2.2, opacity, cap: 'butt', lines: [[atX(median), y - half, atX(median), y + half]] },
  ];
}
