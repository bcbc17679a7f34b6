/**
 * Two quantities of runs against each other: a point a run, its method by color and mark. Where less of both is better, the runs
 * that no other beats in both are joined: the Pareto front.
 */
import { paretoFront } from '../../src-science/statistics/pareto.ts';
import { formatNumber } from '../format/index.ts';
import { REFERENCE_DASH } from '../plot/dashes.ts';
import { markShapes } from '../plot/marks.ts';
import { pixelX, pixelY } from '../plot/scene.ts';
import type { Shape } from '../plot/scene.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import type { DrawPicture, Hit, PictureInput } from './picture.ts';
import { axisOver, flooredAxis, frameShapes, layOut, legendNames, markOf, opacityOf } from './picture-frame.ts';
import type { Axis, Floored } from './picture-frame.ts';
import { valuesAsData, valuesOfRuns } from './run-values.ts';
import type { RunValues } from './run-values.ts';

/** Figures of which less is better, whatever the problem. */
const COSTS: ReadonlySet<string> = new Set(['gap', 'seconds', 'iterations', 'violation', 'provenGap']);

export function scatterChoices(input: Pick<PictureInput, 'compared' | 'x' | 'y'>): {
  readonly all: readonly RunValues[];
  readonly x: RunValues | undefined;
  readonly y: RunValues | undefined;
} {
  const all = valuesOfRuns(input.compared.runs);
  const named = (key: string, other: string): RunValues | undefined =>
    all.find((values) => values.key === key) ?? all.find((values) => values.key === other) ?? all.at(-1);
  return { all, x: named(input.x, 'seconds'), y: named(input.y, 'gap') };
}

/** A word has its place, and half a place of room on both sides. */
function placed(scale: ScaleKind, values: RunValues, found: readonly number[]): Floored {
  if (values.words === null) return flooredAxis(scale, found);
  return { range: { min: -0.5, max: values.words.length - 0.5 }, floor: null, place: (value) => value };
}

export function valueAxis(scale: ScaleKind, values: RunValues, { range, floor }: Floored, room: number): Axis {
  if (values.words !== null) {
    return { scale: 'linear', range, title: values.label, ticks: values.words.map((label, at) => ({ at, label })) };
  }
  const axis = axisOver(scale, range, values.label, room);
  if (floor === null) return axis;
  const kept = axis.ticks.filter(({ at }) => at > floor + 0.03 * (range.max - range.min));
  return { ...axis, ticks: [{ at: floor, label: '≤ 0' }, ...kept] };
}

/** Words of a value, as axes and readouts write it. */
export function valueWords(values: RunValues, value: number): string {
  return values.words === null ? formatNumber(value) : (values.words[value] ?? '');
}

export const scatter: DrawPicture = (input, size) => {
  const { compared, scale } = input;
  const { x, y } = scatterChoices(input);
  if (x === undefined || y === undefined) return 'These runs have no figures to draw against each other.';
  const points = compared.runs.flatMap((run, k) => {
    const [a, b] = [x.of(run), y.of(run)];
    const method = compared.methods[compared.outcomes[k]?.method ?? -1];
    return method === undefined || !Number.isFinite(a) || !Number.isFinite(b) ? [] : [{ run, method, a, b }];
  });
  if (points.length === 0) return `No run here has both ${x.label} and ${y.label}.`;
  const scaleOf = (values: RunValues): ScaleKind => (values.words === null ? scale : 'linear');
  const [across, up] = [placed(scaleOf(x), x, points.map(({ a }) => a)), placed(scaleOf(y), y, points.map(({ b }) => b))];
  const shown = compared.methods.filter((method) => points.some((point) => point.method === method));
  const layout = layOut(
    size, valueAxis(scaleOf(x), x, across, size.width), valueAxis(scaleOf(y), y, up, size.height),
    shown.map((method) => ({ method, text: method.name })), 'mark',
  );
  const { frame } = layout;
  const atX = (value: number): number => pixelX(frame, across.place(value));
  const atY = (value: number): number => pixelY(frame, up.place(value));
  const hits = points.map(({ run, method, a, b }): Hit => ({
    x: atX(a), y: atY(b), methodKey: method.key, runIds: [run.id],
    words: () => [
      `#${run.id} ${method.name}`, `${run.problemName}${run.seed === null ? '' : `, seed ${run.seed}`}`,
      `${x.label}: ${valueWords(x, a)}`, `${y.label}: ${valueWords(y, b)}`,
    ],
  }));
  const left = compared.runs.length - points.length;
  const zero = y.key === 'gap' && up.range.min < up.place(0) && up.place(0) < up.range.max ? atY(0) : null;
  const [only] = compared.problems;
  const reference = y.key === 'objective' && compared.problems.length === 1 ? only?.reference ?? null : null;
  const level = zero ?? (reference === null || up.place(reference.objective) < up.range.min || up.place(reference.objective) > up.range.max
    ? null : atY(reference.objective));
  const radius = points.length > 600 ? 2.6 : 3.8;
  const front = COSTS.has(x.key) && COSTS.has(y.key) && x !== y
    ? paretoFront(points.map(({ a }) => a), points.map(({ b }) => b)).flatMap((k) => points[k] ?? []) : [];
  return {
    data: () => valuesAsData(points, x === y ? [x] : [x, y]),
    hits, names: legendNames(layout), reach: 12, description: `${y.label} against ${x.label} of ${points.length} runs`,
    notes: [
      left === 0 ? '' : `${left === 1 ? 'One run lacks' : `${left} runs lack`} one of the two and ${left === 1 ? 'is' : 'are'} not drawn.`,
      across.floor === null && up.floor === null ? '' : 'Values of 0 and below stand on the line “≤ 0”, which a logarithmic scale has no place for.',
      front.length < 2 ? '' : `The line joins the ${front.length} runs that no other beats in both.`,
      level === null ? '' : reference === null
        ? 'Dashed: the reference.'
        : `Dashed: ${reference.basis === 'best-found' ? 'the best found, no proof' : 'the optimum'}, ${formatNumber(reference.objective, { digits: 8 })}.`,
    ].filter((note) => note !== ''),
    shapes: (theme, lit) => [
      ...frameShapes(layout, theme, lit),
      ...(level === null ? [] : [{
        kind: 'line' as const, points: [frame.left, level, frame.left + frame.width, level], color: theme.series.exact, width: 1,
        dash: REFERENCE_DASH,
      }]),
      ...(front.length < 2 ? [] : [{
        kind: 'line' as const, color: theme.dim, width: 1,
        points: front.flatMap(({ a, b }, k) => [...(k === 0 ? [] : [atX(a), atY(front[k - 1]?.b ?? b)]), atX(a), atY(b)]),
      }]),
      ...shown.flatMap((method): Shape[] => markShapes(
        markOf(method), points.filter((point) => point.method === method).flatMap(({ a, b }) => [atX(a), atY(b)]), radius,
        theme.series[method.series], opacityOf(method.key, lit) * (points.length > 200 ? 0.6 : 0.85),
      )),
    ],
  };
};
