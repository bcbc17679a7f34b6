/**
 * The primal gap over time, by method: the mean over its runs and the band of their quartiles. A run without a solution has a gap
 * of 100 %, one that has ended keeps the gap it ended with.
 */
import { relativeGap } from '../../src-science/exact/optimality-gap.ts';
import { primalGap } from '../../src-science/statistics/primal-integral.ts';
import { ascending, quantile } from '../../src-science/statistics/summary.ts';
import { formatDuration, formatNumber } from '../format/index.ts';
import { pixelX, pixelY } from '../plot/scene.ts';
import type { Shape } from '../plot/scene.ts';
import type { ComparedRuns, Improvements, Method } from './compared-runs.ts';
import { figureColumn, textColumn } from './picture.ts';
import type { DrawPicture, Hit } from './picture.ts';
import { axisOver, dashOf, flooredAxis, frameShapes, layOut, legendNames, opacityOf } from './picture-frame.ts';

/** Times the curves are drawn at. */
const TIMES = 150;
const LEAST_SECONDS = 1e-3;

/** The best gap so far of a run, at ascending times. */
interface GapSteps {
  readonly seconds: readonly number[];
  readonly gaps: readonly number[];
}

/** @returns null of a run whose problem has no reference */
function gapSteps({ runs, outcomes, problems }: ComparedRuns, k: number, record: Improvements | undefined): GapSteps | null {
  const [run, outcome] = [runs[k], outcomes[k]];
  const problem = outcome === undefined ? undefined : problems[outcome.problem];
  const reference = problem?.reference?.objective;
  if (run === undefined || outcome === undefined || problem === undefined || reference === undefined) return null;
  const seconds: number[] = [];
  const gaps: number[] = [];
  const put = (at: number, objective: number): void => {
    // Better than the reference is as good as it.
    const gap = relativeGap(problem.sense, objective, reference) <= 0 ? 0 : primalGap(objective, reference);
    if (gap >= (gaps.at(-1) ?? Infinity)) return;
    seconds.push(at);
    gaps.push(gap);
  };
  const length = record?.objective.length ?? 0;
  for (let point = 0; point < length; point++) put(record?.seconds[point] ?? 0, record?.objective[point] ?? Number.NaN);
  if (outcome.objective !== null && run.seconds !== null) put(run.seconds, outcome.objective);
  return { seconds, gaps };
}

interface Curve {
  readonly method: Method;
  readonly runs: number;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Mean and quartiles of the gaps of each method's runs at each time. Cost: O(runs · (times log runs + improvements)). */
export function gapCurves(
  compared: ComparedRuns, improvements: ReadonlyMap<number, Improvements> | null, times: ArrayLike<number>,
): readonly Curve[] {
  const byMethod = compared.methods.map((): GapSteps[] => []);
  compared.runs.forEach((run, k) => {
    const steps = gapSteps(compared, k, improvements?.get(run.id));
    const method = compared.outcomes[k]?.method;
    if (steps !== null && method !== undefined) byMethod[method]?.push(steps);
  });
  return compared.methods.flatMap((method, m): Curve[] => {
    const own = byMethod[m] ?? [];
    if (own.length === 0) return [];
    const [mean, lower, upper] = [new Float64Array(times.length), new Float64Array(times.length), new Float64Array(times.length)];
    const places = new Int32Array(own.length).fill(-1);
    const now = new Float64Array(own.length);
    for (let t = 0; t < times.length; t++) {
      const at = times[t] ?? 0;
      let sum = 0;
      own.forEach(({ seconds, gaps: found }, k) => {
        let place = places[k] ?? -1;
        while (place + 1 < seconds.length && (seconds[place + 1] ?? Infinity) <= at) place++;
        places[k] = place;
        const gap = place < 0 ? 1 : (found[place] ?? 1);
        now[k] = gap;
        sum += gap;
      });
      const gaps = ascending(now);
      mean[t] = sum / own.length;
      lower[t] = quantile(gaps, 0.25);
      upper[t] = quantile(gaps, 0.75);
    }
    return [{ method, runs: own.length, mean, lower, upper }];
  });
}

export const gapOverTime: DrawPicture = ({ compared, improvements, scale }, size) => {
  const ends = compared.runs.flatMap(({ seconds }) => (seconds !== null && seconds > 0 ? [seconds] : []));
  if (ends.length === 0) return 'No run here took measurable time.';
  const first = compared.runs.reduce((least, run) => {
    const at = improvements?.get(run.id)?.seconds[0] ?? run.seconds ?? Infinity;
    return at > 0 ? Math.min(least, at) : least;
  }, Infinity);
  const from = Math.log10(Math.max(LEAST_SECONDS, Number.isFinite(first) ? first : LEAST_SECONDS)) - 0.3;
  const to = Math.max(from + 0.5, Math.log10(ends.reduce((most, each) => Math.max(most, each), 0)));
  const times = Float64Array.from({ length: TIMES }, (_, k) => 10 ** (from + ((to - from) * k) / (TIMES - 1)));
  const curves = gapCurves(compared, improvements, times);
  if (curves.length === 0) return 'No problem here has a reference to measure gaps against.';
  // A linear scale begins at 0 and holds the bands; a logarithmic one is as wide as the means.
  const values = curves.flatMap(({ mean, upper }) => [...mean, ...(scale === 'log' ? [] : upper)].map((gap) => 100 * gap));
  const floored = flooredAxis(scale, scale === 'log' ? values : [0, ...values]);
  const axis = axisOver(scale, floored.range, 'primal gap, mean of the runs and the band of their quartiles', size.height, (value) => `${formatNumber(value)}\u202f%`);
  const y = { ...axis, ticks: [
    ...(floored.floor === null ? [] : [{ at: floored.floor, label: '0\u202f%' }]),
    ...axis.ticks.filter(({ at }) => floored.floor === null || at > floored.floor + 0.04 * (floored.range.max - floored.range.min)),
  ] };
  const x = axisOver('log', { min: from, max: to }, 'time of a run', size.width, (value) => formatDuration(value));
  const layout = layOut(size, x, y, curves.map(({ method, runs }) => ({ method, text: `${method.name} · ${runs}` })), 'line');
  const { frame } = layout;
  const atX = (t: number): number => pixelX(frame, Math.log10(times[t] ?? 1));
  const atY = (gap: number): number =>
    pixelY(frame, Math.min(floored.range.max, Math.max(floored.range.min, floored.place(100 * gap))));
  const hits = curves.flatMap(({ method, mean, lower, upper, runs }): Hit[] => [...mean].map((gap, t) => ({
    x: atX(t), y: atY(gap), methodKey: method.key, runIds: [],
    words: () => [
      method.name, `mean gap ${formatNumber(100 * gap)}\u202f% of ${runs} runs after ${formatDuration(times[t])}`,
      `quartiles ${formatNumber(100 * (lower[t] ?? 0))} to ${formatNumber(100 * (upper[t] ?? 0))}\u202f%`,
    ],
  })));
  return {
    hits, names: legendNames(layout), reach: 40, description: `Primal gap over time of ${curves.length} methods`,
    data: () => ({
      columns: [
        textColumn('method', 'method'), figureColumn('runs', 'runs'), figureColumn('time', 'time', 's'),
        figureColumn('mean', 'mean primal gap'), figureColumn('lower', 'lower quartile'), figureColumn('upper', 'upper quartile'),
      ],
      rows: curves.flatMap(({ method, runs, mean, lower, upper }) => Array.from(
        times, (at, t) => [method.name, runs, at, mean[t] ?? null, lower[t] ?? null, upper[t] ?? null],
      )),
    }),
    notes: [
      'The primal gap is |z − z*| / max(|z|, |z*|): 100 % before the first solution; a run that has ended keeps what it ended with. Each run counts once.',
      ...(improvements === null ? ['Records of runs are not read yet.'] : []),
    ],
    shapes: (theme, lit) => [
      ...frameShapes(layout, theme, lit),
      ...curves.flatMap(({ method, lower, upper }): Shape[] => [{
        kind: 'areas', fill: theme.series[method.series], opacity: lit === null ? 0.1 : lit === method.key ? 0.22 : 0.03,
        polygons: [[...stepLine(lower, atX, atY), ...backwards(stepLine(upper, atX, atY))]],
      }]),
      ...curves.map(({ method, mean }): Shape => {
        const dash = dashOf(method);
        return {
          kind: 'line', points: stepLine(mean, atX, atY), color: theme.series[method.series],
          width: lit === method.key ? 2.6 : 1.8, opacity: opacityOf(method.key, lit), ...(dash === undefined ? {} : { dash }),
        };
      }),
    ],
  };
};

/** A gap holds until the next time, x and y by turns in px. */
function stepLine(values: Float64Array, atX: (t: number) => number, atY: (gap: number) => number): number[] {
  const points: number[] = [];
  values.forEach((gap, t) => {
    if (t > 0) points.push(atX(t), atY(values[t - 1] ?? gap));
    points.push(atX(t), atY(gap));
  });
  return points;
}

/** The same line from its end. */
function backwards(points: readonly number[]): number[] {
  const turned: number[] = [];
  for (let k = points.length - 2; k >= 0; k -= 2) turned.push(points[k] ?? 0, points[k + 1] ?? 0);
  return turned;
}
