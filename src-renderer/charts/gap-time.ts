/**
 * Quality against time: one point a run, its gap to the reference over the seconds it took, the one on
 * a linear or logarithmic axis, the other on a logarithmic one. A gap of zero has no place on a log
 * axis: such runs stand on a line of their own at the bottom, and are said to. Pure.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { extent, padded, toAxis } from '../plot/axis-scale.ts';
import type { AxisRange, ScaleKind } from '../plot/axis-scale.ts';
import { runStyles } from './run-style.ts';
import type { RunStyle } from './run-style.ts';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';

export interface GapPoint {
  readonly run: RunSummary;
  readonly style: RunStyle;
  /** log10 of seconds. */
  readonly x: number;
  /** Gap in per cent, in axis space; NaN where it stands on the zero line. */
  readonly y: number;
  readonly onZeroLine: boolean;
}

export interface GapTimePoints {
  readonly points: readonly GapPoint[];
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
export function gapTimePoints(runs: readonly RunSummary[], scale: ScaleKind): GapTimePoints {
  const candidates = runs.filter(mayHaveSolutions);
  const styles = runStyles(candidates);
  const drawn = candidates.filter((run) => run.gap !== null && run.seconds !== null && run.seconds > 0);
  const positive = extent([drawn.map((run) => toAxis(scale, 100 * (run.gap ?? 0)))]);
  const yRange = padded(
    positive ?? (scale === 'log' ? { min: 0, max: 1 } : { min: 0, max: 1 }),
    positive !== null && positive.min === positive.max && scale === 'log' ? 0 : 0.08,
  );
  const needsLine = scale === 'log' && drawn.some((run) => !((run.gap ?? 0) > 0));
  const zeroLine = needsLine ? yRange.min - 0.12 * (yRange.max - yRange.min) : null;
  const points = drawn.flatMap((run): GapPoint[] => {
    const style = styles.get(run.id);
    if (style === undefined) return [];
    const y = toAxis(scale, 100 * (run.gap ?? 0));
    return [{ run, style, x: toAxis('log', run.seconds ?? Number.NaN), y, onZeroLine: Number.isNaN(y) }];
  });
  const x = extent([points.map((point) => point.x)]) ?? { min: -1, max: 1 };
  const wide = x.max - x.min < 0.3 ? { min: x.min - 0.5, max: x.max + 0.5 } : padded(x, 0.06);
  return {
    points,
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
