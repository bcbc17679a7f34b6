/**
 * Quality against time: one point a run, its gap to the reference over the seconds it took, the one on
 * a linear or logarithmic axis, the other on a logarithmic one. A gap of zero has no place on a log
 * axis: such runs stand on a line of their own at the bottom, and are said to. Where a run recorded what it had found
 * and proven meanwhile, its way to the point is drawn too, and on a linear axis its own bound under it. Pure.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { extent, padded, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange, ScaleKind } from '../plot/axis-scale.ts';
import { relativeGap } from '../../src-science/exact/optimality-gap.ts';
import { runStyles } from './run-style.ts';
import { marksOf } from './run-marks.ts';
import type { MarkName } from '../plot/marks.ts';
import type { RunStyle } from './run-style.ts';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';

export interface GapPoint {
  readonly run: RunSummary;
  readonly style: RunStyle;
  /** Its group's shape, which no other group of its color has. */
  readonly mark: MarkName;
  /** log10 of seconds. */
  readonly x: number;
  /** Gap in per cent, in axis space; NaN where it stands on the zero line. */
  readonly y: number;
  readonly onZeroLine: boolean;
}

/** What a run recorded of its best vector and its bound, in the user's sense, and what gaps of them are measured against. */
export interface GapTrack {
  readonly seconds: ArrayLike<number>;
  readonly incumbent: ArrayLike<number>;
  readonly bound: ArrayLike<number>;
  readonly sense: 'min' | 'max';
  readonly reference: number;
}

/** A curve of steps: a value holds until the next point. */
export interface GapPath {
  readonly run: RunSummary;
  readonly style: RunStyle;
  readonly role: 'incumbent' | 'bound';
  /** In axis space, without gaps. */
  readonly places: readonly (readonly [number, number])[];
}

export interface GapTimePoints {
  readonly points: readonly GapPoint[];
  readonly paths: readonly GapPath[];
  readonly xRange: AxisRange;
  readonly yRange: AxisRange;
  /** Height of the zero line in axis space; null on a linear axis, where zero is a value like others. */
  readonly zeroLine: number | null;
  /** What the gaps are measured against: an optimum, the best found without a proof, or some this and some that. */
  readonly against: 'optimum' | 'best-found' | 'mixed';
  /** Runs left out, and why. */
  readonly withoutGap: number;
  readonly withoutSeconds: number;
}

/**
 * Runs that end with a solution are drawn; the others are counted. Negative gaps (better than the reference) stand on
 * the zero line of a log axis too.
 */
export function gapTimePoints(
  runs: readonly RunSummary[],
  scale: ScaleKind,
  tracks: ReadonlyMap<number, GapTrack> = NO_TRACKS,
): GapTimePoints {
  const candidates = runs.filter(mayHaveSolutions);
  const styles = runStyles(candidates);
  const drawn = candidates.filter((run) => run.gap !== null && run.seconds !== null && run.seconds > 0);
  const ways = candidates.flatMap((run) => {
    const style = styles.get(run.id);
    const track = tracks.get(run.id);
    return style === undefined || track === undefined ? [] : pathsOf(run, style, track, scale);
  });
  const positive = extent([
    drawn.map((run) => toAxis(scale, 100 * (run.gap ?? 0))),
    ...ways.map(({ places }) => places.flatMap(([, y]) => (y === -Infinity ? [] : [y]))),
  ]);
  const yRange = padded(
    positive ?? (scale === 'log' ? { min: 0, max: 1 } : { min: 0, max: 1 }),
    positive !== null && positive.min === positive.max && scale === 'log' ? 0 : 0.08,
  );
  const needsLine = scale === 'log' &&
    (drawn.some((run) => !((run.gap ?? 0) > 0)) || ways.some(({ places }) => places.some(([, y]) => y === -Infinity)));
  const zeroLine = needsLine ? yRange.min - 0.12 * (yRange.max - yRange.min) : null;
  const bottom = zeroLine ?? yRange.min;
  const paths = ways.map((way) => ({ ...way, places: way.places.map(([x, y]) => [x, y === -Infinity ? bottom : y] as const) }));
  const styled = drawn.flatMap((run) => {
    const style = styles.get(run.id);
    return style === undefined ? [] : [{ run, style }];
  });
  const marks = marksOf(styled);
  const points = styled.map(({ run, style }): GapPoint => {
    const y = toAxis(scale, 100 * (run.gap ?? 0));
    const mark = marks.get(style.group) ?? 'circle';
    return { run, style, mark, x: toAxis('log', run.seconds ?? Number.NaN), y, onZeroLine: Number.isNaN(y) };
  });
  const x = extent([points.map((point) => point.x), ...paths.map(({ places }) => places.map(([at]) => at))]) ?? { min: -1, max: 1 };
  const wide = x.max - x.min < 0.3 ? { min: x.min - 0.5, max: x.max + 0.5 } : padded(x, 0.06);
  return {
    points,
    paths,
    xRange: wide,
    yRange: {
      min: zeroLine === null ? Math.min(yRange.min, scale === 'linear' ? 0 : yRange.min) : zeroLine - 0.06 * (yRange.max - yRange.min),
      max: yRange.max,
    },
    zeroLine,
    against: againstOf(points),
    withoutGap: candidates.filter((run) => run.gap === null).length,
    withoutSeconds: candidates.filter((run) => run.gap !== null && !((run.seconds ?? 0) > 0)).length,
  };
}

const NO_TRACKS: ReadonlyMap<number, GapTrack> = new Map();
/** A path begins no earlier: a first vector at 0 s has no place on a logarithmic axis. */
const FIRST_SECONDS = 1e-3;

/** −∞ in place of what a logarithmic axis has no place for: it stands on the zero line. */
function noNumber(y: number): number {
  return Number.isNaN(y) ? -Infinity : y;
}

/** The ways of a run's best vector and of its bound, which has no place on a logarithmic axis; −∞ where it stands on the zero line. */
function pathsOf(run: RunSummary, style: RunStyle, { seconds, incumbent, bound, sense, reference }: GapTrack, scale: ScaleKind): GapPath[] {
  return ([['incumbent', incumbent], ['bound', bound]] as const).flatMap(([role, values]) => {
    if (scale === 'log' && role === 'bound') return [];
    const places: [number, number][] = [];
    const level = (gap: number): number => (Number.isNaN(gap) ? gap : noNumber(toAxis(scale, 100 * gap)));
    for (let k = 0; k < seconds.length; k++) {
      const y = level(relativeGap(sense, values[k] ?? Number.NaN, reference));
      const isNew = k + 1 === seconds.length || y !== places.at(-1)?.[1];
      if (!Number.isNaN(y) && isNew) places.push([toAxis('log', Math.max(FIRST_SECONDS, seconds[k] ?? 0)), y]);
    }
    const [last] = places.slice(-1);
    // To where the run ended, unless what it had found on the way was better than what its end decodes to.
    const ended = role === 'incumbent' && run.seconds !== null && run.seconds > 0 && run.gap !== null;
    const end: [number, number] | null = ended ? [toAxis('log', run.seconds ?? 0), level(run.gap ?? 0)] : null;
    if (last !== undefined && end !== null && end[0] > last[0] && end[1] <= last[1]) places.push(end);
    return places.length < 2 ? [] : [{ run, style, role, places }];
  });
}

/** True where the gap only bounds that to the optimum from below. */
export function isUnproven(point: Pick<GapPoint, 'run'>): boolean {
  return point.run.gapBasis === 'best-found';
}

function againstOf(points: readonly GapPoint[]): GapTimePoints['against'] {
  const unproven = points.filter(isUnproven).length;
  return unproven === 0 ? 'optimum' : unproven === points.length ? 'best-found' : 'mixed';
}

/** What the vertical axis is called. */
export const GAP_AXIS: Readonly<Record<GapTimePoints['against'], string>> = {
  optimum: 'gap to the optimum, positive is worse',
  'best-found': 'gap to the best found (no proof): that to the optimum is at least this',
  mixed: 'gap to the optimum; hollow: to the best found (no proof), that to the optimum is at least this',
};
