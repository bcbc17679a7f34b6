/** Settings and results of runs as parallel axes, a line a run: what the best runs have in common. */
import { compareNumbers } from '../format/index.ts';
import { markShapes } from '../plot/marks.ts';
import { fitText, textWidth } from '../plot/place-labels.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import type { Shape } from '../plot/scene.ts';
import type { DrawPicture, Hit } from './picture.ts';
import { flooredAxis, opacityOf } from './picture-frame.ts';
import { valuesAsData, valuesOfRuns } from './run-values.ts';
import type { RunValues } from './run-values.ts';
import { valueAxis, valueWords } from './scatter.ts';

const TOP = 34;
const BOTTOM = 24;
/** An axis needs so many px beside its neighbor. */
const LEAST_GAP = 92;
const RESULTS: readonly string[] = ['gap', 'seconds'];

interface ParallelAxis {
  readonly values: RunValues;
  readonly x: number;
  readonly atY: (value: number) => number;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
}

export const parallelCoordinates: DrawPicture = ({ compared, scale }, size) => {
  const all = valuesOfRuns(compared.runs);
  const results = all.filter(({ key }) => RESULTS.includes(key));
  const settings = all.filter(({ isSetting }) => isSetting);
  if (settings.length === 0 || results.length === 0) return 'These runs differ in no setting: compare runs of different settings.';
  const most = Math.max(2, Math.floor((size.width - 60) / LEAST_GAP));
  const shown = [...settings.slice(0, Math.max(1, most - results.length)), ...results];
  const hidden = settings.length + results.length - shown.length;
  const height = Math.max(40, size.height - TOP - BOTTOM);
  // The labels of the first axis stand at its left.
  const [leading] = shown;
  const widest = Math.max(
    textWidth(leading?.label ?? '', FONT_SIZE) / 2, ...(leading?.words ?? []).map((word) => textWidth(word, FONT_SIZE)),
  );
  const first = Math.ceil(Math.min(Math.max(48, widest + 14), 0.22 * size.width));
  const gap = (size.width - first - 64) / Math.max(1, shown.length - 1);
  const axes = shown.map((values, k): ParallelAxis => {
    const found = compared.runs.map(values.of).filter(Number.isFinite);
    const kind = values.words === null && !values.isSetting ? scale : 'linear';
    const floored = values.words === null
      ? flooredAxis(kind, found)
      : { range: { min: -0.3, max: values.words.length - 0.7 }, floor: null, place: (value: number) => value };
    const { min, max } = floored.range;
    const at = (place: number): number => TOP + height - ((place - min) / (max - min)) * height;
    return {
      values, x: first + gap * k, atY: (value) => at(floored.place(value)),
      ticks: valueAxis(kind, values, floored, height).ticks.map((tick) => ({ y: at(tick.at), label: tick.label })),
    };
  });
  // The best run last, on top.
  const worst = (run: (typeof compared.runs)[number]): number => run.gap ?? Infinity;
  const lines = compared.runs.flatMap((run, k) => {
    const method = compared.methods[compared.outcomes[k]?.method ?? -1];
    if (method === undefined) return [];
    const pieces: number[][] = [[]];
    for (const axis of axes) {
      const value = axis.values.of(run);
      if (Number.isFinite(value)) pieces.at(-1)?.push(axis.x, axis.atY(value));
      else pieces.push([]);
    }
    const [lone, lines] = [pieces.filter((piece) => piece.length === 2).flat(), pieces.filter((piece) => piece.length >= 4)];
    return [{ run, method, lone, pieces: lines, points: pieces.flat() }];
  }).toSorted((a, b) => compareNumbers(worst(b.run), worst(a.run)));
  const hits = lines.flatMap(({ run, method, points }): Hit[] => axes.flatMap((axis) => {
    const at = points.findIndex((value, k) => k % 2 === 0 && value === axis.x);
    return at < 0 ? [] : [{
      x: axis.x, y: points[at + 1] ?? 0, methodKey: method.key, runIds: [run.id],
      words: () => [
        `#${run.id} ${method.name}`,
        ...axes.flatMap(({ values }) => {
          const value = values.of(run);
          return Number.isFinite(value) ? [`${values.label}: ${valueWords(values, value)}`] : [];
        }),
      ],
    }];
  }));
  const faint = Math.max(0.12, Math.min(0.75, 24 / Math.sqrt(lines.length + 1) / 6));
  return {
    data: () => valuesAsData(lines, shown),
    hits, names: [], reach: 14, description: `${shown.length} settings and results of ${lines.length} runs`,
    notes: [
      'A line is a run; it is broken where the run has no such setting or result.',
      hidden === 0 ? '' : `${hidden} more that differ need a wider panel.`,
    ].filter((note) => note !== ''),
    shapes: (theme, lit) => [
      ...lines.flatMap(({ method, pieces, lone }): Shape[] => [
        { kind: 'strokes', lines: pieces, color: theme.series[method.series], width: 1.2, opacity: faint * opacityOf(method.key, lit) },
        // A value between two that the run does not have.
        ...markShapes('circle', lone, 2.2, theme.series[method.series], faint * opacityOf(method.key, lit)),
      ]),
      ...axes.flatMap(({ values, x, ticks }, k): Shape[] => [
        { kind: 'line', points: [Math.round(x) + 0.5, TOP, Math.round(x) + 0.5, TOP + height], color: theme.axis, width: 1 },
        {
          kind: 'text', x, y: 14, text: fitText(values.label, FONT_SIZE, Math.min(gap - 8, 2 * Math.min(x, size.width - x) - 8)),
          color: theme.text, align: 'center',
        },
        ...ticks.flatMap(({ y, label }): Shape[] => {
          const text = fitText(label, FONT_SIZE, k === 0 ? first - 10 : Math.max(30, (k === axes.length - 1 ? 60 : gap) - 14));
          const box: Shape = {
            kind: 'box', x: k === 0 ? x - 8 - textWidth(text, FONT_SIZE) : x + 4, y: y - 7, width: textWidth(text, FONT_SIZE) + 4,
            height: 14, fill: theme.background, opacity: 0.7,
          };
          return [
            { kind: 'line', points: [x - 3, y, x + 3, y], color: theme.axis, width: 1 }, box,
            { kind: 'text', x: k === 0 ? x - 6 : x + 6, y, text, color: theme.dim, align: k === 0 ? 'right' : 'left' },
          ];
        }),
      ]),
    ],
  };
};

