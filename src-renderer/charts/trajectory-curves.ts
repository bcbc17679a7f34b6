/**
 * From stored series to curves in axis space: the quantity in the right sense, smoothed and raw, seeds
 * gathered into envelopes, intervals of shares, and a count of every point that the axes cannot show.
 * Pure; nothing here knows pixels.
 */
import { metInTolerance } from '../../src-contract/exact-status.ts';
import type { SeriesColumn } from '../../src-contract/job-event.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { toAxis } from '../plot/axis-scale.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import type { Quantity, XAxis } from './quantities.ts';
import { groupKey } from '../parts/run-groups.ts';
import { rankOpacity } from './run-style.ts';
import type { RunStyle } from './run-style.ts';
import { eventsOf, shareInterval, type ShareInterval } from '../../src-science/estimation/share-interval.ts';
import { seedEnvelope } from './seed-envelope.ts';
import { smooth } from '../../src-science/series/smoothing.ts';
import type { Smoothing } from '../../src-science/series/smoothing.ts';

export interface RunPoints {
  readonly run: RunSummary;
  readonly style: RunStyle;
  readonly columns: Readonly<Partial<Record<SeriesColumn, ArrayLike<number>>>>;
  /** Averages over all stored points, at the points of `columns`; missing while a run goes and until they have come. */
  readonly smoothed?: Readonly<Partial<Record<SeriesColumn, ArrayLike<number>>>> | undefined;
  /** Points stored in the range that `columns` cover; more than they hold where the series was thinned. */
  readonly stored: number;
}

export interface ChartSettings {
  readonly quantities: readonly Quantity[];
  readonly x: XAxis;
  readonly xScale: ScaleKind;
  readonly yScale: Readonly<Record<Quantity, ScaleKind>>;
  readonly smoothing: Smoothing;
  /** Each seed as a line, or the seeds of one configuration as mean and range. */
  readonly seeds: 'lines' | 'envelope';
}

/** What of a curve its axes cannot show. */
interface Unshown {
  /** Finite values ≤ 0 on a logarithmic y axis. */
  readonly notPositive: number;
  /** Values of the horizontal quantity ≤ 0 on a logarithmic x axis. */
  readonly notPositiveX: number;
  readonly infinite: number;
}

export interface Curve {
  /** The runs it stands for; an envelope has several. */
  readonly runIds: readonly number[];
  readonly role: 'main' | 'raw' | 'bound' | 'mean';
  readonly style: RunStyle;
  readonly label: string;
  /** Holds its value until the next point. */
  readonly step: boolean;
  /** In axis space; NaN in y is a gap. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Uncertainty around `y`, in axis space. */
  readonly band: { readonly low: Float64Array; readonly high: Float64Array } | null;
  /** Where, in axis space of x, points lie that a log axis cannot show. */
  readonly below: readonly number[];
  readonly unshown: Unshown;
}

export interface Curves {
  readonly curves: readonly Curve[];
  /** Runs that have nothing to show for this quantity on this axis, and why. */
  readonly absent: readonly { readonly runId: number; readonly reason: AbsentReason }[];
}

export type AbsentReason = 'no-points' | 'needs-seconds' | 'not-of-this-kind' | 'exact-evaluation' | 'same-seed';

/** Bands of more runs than this would cover each other. */
const MOST_BANDS = 4;

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;

function placed(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  xScale: ScaleKind,
  yScale: ScaleKind,
): { x: Float64Array; y: Float64Array; below: number[]; unshown: Unshown } {
  const n = Math.min(x.length, y.length);
  const xs = new Float64Array(n);
  const ys = new Float64Array(n);
  const below: number[] = [];
  let notPositive = 0;
  let notPositiveX = 0;
  let infinite = 0;
  for (let i = 0; i < n; i++) {
    const px = toAxis(xScale, at(x, i));
    const value = at(y, i);
    xs[i] = px;
    if (Number.isNaN(px) && !Number.isNaN(at(x, i))) notPositiveX++;
    if (value === Infinity || value === -Infinity) infinite++;
    const py = Number.isFinite(value) ? toAxis(yScale, value) : Number.NaN;
    ys[i] = py;
    if (Number.isFinite(value) && Number.isNaN(py)) {
      notPositive++;
      if (!Number.isNaN(px)) below.push(px);
    }
  }
  return { x: xs, y: ys, below, unshown: { notPositive, notPositiveX, infinite } };
}

/** User's objective from the normal form's: only the sign differs (docs/science.md, section 1). */
function inUsersSense(values: ArrayLike<number>, sense: ProblemSummary['sense']): Float64Array {
  const own = new Float64Array(values);
  if (sense === 'max') for (let i = 0; i < own.length; i++) if (own[i] !== 0) own[i] = -at(own, i);
  return own;
}

function descentCurves(
  points: RunPoints, quantity: Quantity, sense: ProblemSummary['sense'], settings: ChartSettings, withBand: boolean,
): Curve[] {
  const x = points.columns[settings.x];
  const stored = points.columns[quantity];
  if (x === undefined || stored === undefined || x.length === 0) return [];
  const values = quantity === 'objective' ? inUsersSense(stored, sense) : new Float64Array(stored);
  const yScale = settings.yScale[quantity];
  const common = { runIds: [points.run.id], style: points.style, label: points.style.label, step: false } as const;
  const raw = placed(x, values, settings.xScale, yScale);
  const share = quantity === 'feasibleShare' && withBand && points.run.evaluation !== 'exact' && points.run.samplesPerStep !== null
    ? points.run.samplesPerStep
    : null;
  const band = share === null ? null : shareBand(values, share, yScale);
  if (settings.smoothing.points <= 1) return [{ ...common, role: 'main', ...raw, band }];
  const smoothed = placed(x, averaged(points, quantity, sense, values, settings.smoothing), settings.xScale, yScale);
  return [
    { ...common, role: 'raw', ...raw, band: null },
    // What the axis cannot show is counted once, at the raw points.
    { ...common, role: 'main', ...smoothed, below: [], unshown: { notPositive: 0, notPositiveX: 0, infinite: 0 }, band: null },
  ];
}

/** The session's averages over all stored points where it gave them, else those of the points at hand. */
function averaged(
  points: RunPoints, quantity: Quantity, sense: ProblemSummary['sense'], values: Float64Array, smoothing: Smoothing,
): Float64Array {
  const given = points.smoothed?.[quantity];
  if (given !== undefined && given.length === values.length) {
    return quantity === 'objective' ? inUsersSense(given, sense) : new Float64Array(given);
  }
  return smooth(values, smoothing, points.stored / Math.max(1, values.length));
}

/**
 * What was made of points is kept as long as they are, for the settings it was last made with: when one of
 * ten runs has new points, the other nine cost nothing.
 */
const made = new WeakMap<RunPoints['columns'], Map<Quantity, Made>>();

interface Made {
  readonly key: string;
  readonly points: RunPoints;
  readonly curves: readonly Curve[];
}

function keptDescentCurves(
  points: RunPoints, quantity: Quantity, sense: ProblemSummary['sense'], settings: ChartSettings, withBand: boolean,
): readonly Curve[] {
  const { x, xScale, yScale, smoothing } = settings;
  const key = [x, xScale, yScale[quantity], smoothing.method, smoothing.points, sense, withBand].join(' ');
  const known = made.get(points.columns) ?? new Map<Quantity, Made>();
  made.set(points.columns, known);
  const kept = known.get(quantity);
  if (kept?.key === key && kept.points.run === points.run && kept.points.style === points.style &&
    kept.points.smoothed === points.smoothed && kept.points.stored === points.stored) return kept.curves;
  const curves = descentCurves(points, quantity, sense, settings, withBand);
  known.set(quantity, { key, points, curves });
  return curves;
}

/** Cost: one interval for each number of feasible samples that occurs. */
function shareBand(values: Float64Array, samples: number, yScale: ScaleKind): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(values.length);
  const high = new Float64Array(values.length);
  const known = new Map<number, ShareInterval>();
  for (let i = 0; i < values.length; i++) {
    const share = at(values, i);
    const events = Number.isNaN(share) ? Number.NaN : eventsOf(share, samples);
    const interval = known.get(events) ?? (Number.isNaN(share) ? { lower: Number.NaN, upper: Number.NaN } : shareInterval(events, samples));
    known.set(events, interval);
    low[i] = toAxis(yScale, interval.lower);
    high[i] = toAxis(yScale, interval.upper);
  }
  return { low, high };
}

/** What a solve that might miss rows had on the way is said to meet them so; nothing where each incumbent meets them exactly. */
function rowsMetWords({ run, columns }: RunPoints): string {
  const { missed, incumbent } = columns;
  // A run of before the column was kept.
  if (missed === undefined) return metInTolerance(run) ? ' · rows in tolerance' : '';
  const known = Array.from(missed).filter((_, k) => !Number.isNaN(at(incumbent ?? [], k)));
  return known.some((miss) => miss > 0) ? ' · rows in tolerance' : known.some(Number.isNaN) ? ' · rows not checked on the way' : '';
}

function exactCurves(points: RunPoints, settings: ChartSettings): Curve[] {
  const seconds = points.columns.seconds;
  if (seconds === undefined || seconds.length === 0) return [];
  const made: Curve[] = [];
  for (const [column, role] of [['incumbent', 'main'], ['bound', 'bound']] as const) {
    const values = points.columns[column];
    if (values === undefined || !Array.from(values).some((value) => Number.isFinite(value))) continue;
    made.push({
      runIds: [points.run.id],
      role,
      style: points.style,
      label: role === 'bound' ? `${points.style.label} · bound` : `${points.style.label}${rowsMetWords(points)}`,
      step: true,
      band: null,
      ...placed(seconds, values, settings.xScale, settings.yScale.objective),
    });
  }
  return made;
}

function envelopeCurves(group: readonly RunPoints[], quantity: Quantity, sense: ProblemSummary['sense'], settings: ChartSettings): Curve[] {
  const curves = group.flatMap((points) => {
    const x = points.columns[settings.x];
    const stored = points.columns[quantity];
    if (x === undefined || stored === undefined) return [];
    const values = quantity === 'objective' ? inUsersSense(stored, sense) : new Float64Array(stored);
    return [{ x, y: settings.smoothing.points > 1 ? averaged(points, quantity, sense, values, settings.smoothing) : values }];
  });
  const envelope = seedEnvelope(curves, settings.xScale === 'log');
  const first = group[0];
  if (envelope === null || first === undefined) return [];
  const mean = placed(envelope.x, envelope.mean, settings.xScale, settings.yScale[quantity]);
  const low = placed(envelope.x, envelope.low, settings.xScale, settings.yScale[quantity]);
  const high = placed(envelope.x, envelope.high, settings.xScale, settings.yScale[quantity]);
  return [
    {
      runIds: group.map((points) => points.run.id),
      role: 'mean',
      style: first.style,
      label: `${first.style.groupLabel} · ${group.length} seeds`,
      step: false,
      ...mean,
      unshown: { ...mean.unshown, notPositive: low.unshown.notPositive },
      below: low.below,
      band: { low: low.y, high: high.y },
    },
  ];
}

/**
 * The curves of one quantity.
 * @param sense of the problem of each run, by problem id; needed for objectives
 */
export function assembleCurves(
  runs: readonly RunPoints[], quantity: Quantity, senses: ReadonlyMap<number, ProblemSummary['sense']>, settings: ChartSettings,
): Curves {
  const curves: Curve[] = [];
  const absent: Curves['absent'][number][] = [];
  const withBand = runs.filter((points) => points.run.kind === 'descent').length <= MOST_BANDS;
  const gathered = new Map<string, RunPoints[]>();
  for (const points of runs) {
    const { run } = points;
    const sense = senses.get(run.problemId) ?? 'min';
    if (run.kind === 'exact') {
      if (quantity !== 'objective') absent.push({ runId: run.id, reason: 'not-of-this-kind' });
      else if (settings.x !== 'seconds') absent.push({ runId: run.id, reason: 'needs-seconds' });
      else {
        const made = exactCurves(points, settings);
        if (made.length === 0) absent.push({ runId: run.id, reason: 'no-points' });
        curves.push(...made);
      }
      continue;
    }
    if (run.kind !== 'descent') {
      absent.push({ runId: run.id, reason: 'not-of-this-kind' });
      continue;
    }
    const descent = keptDescentCurves(points, quantity, sense, settings, withBand);
    const drawable = descent.some((curve) => curve.y.some((y) => !Number.isNaN(y)) || curve.below.length > 0);
    if (!drawable) {
      absent.push({ runId: run.id, reason: quantity === 'feasibleShare' && run.evaluation === 'exact' ? 'exact-evaluation' : 'no-points' });
      continue;
    }
    if (settings.seeds === 'envelope') {
      const key = groupKey(run);
      const group = gathered.get(key) ?? [];
      // The same spec and seed give the same bits: a rerun is no second seed.
      if (group.some((other) => other.run.seed === run.seed)) absent.push({ runId: run.id, reason: 'same-seed' });
      else gathered.set(key, [...group, points]);
    } else curves.push(...descent);
  }
  const groups = [...gathered.values()];
  for (const group of groups) {
    const sense = senses.get(group[0]?.run.problemId ?? -1) ?? 'min';
    // Groups of one color are told apart like lines of one color.
    const alike = groups.filter(([other]) => other?.style.series === group[0]?.style.series && other?.style.dash === group[0]?.style.dash);
    const envelope = envelopeCurves(group, quantity, sense, settings).map(
      (curve) => ({ ...curve, style: { ...curve.style, opacity: rankOpacity(alike.indexOf(group), alike.length) } }),
    );
    curves.push(
      ...(envelope.length > 0 ? envelope : group.flatMap((points) => keptDescentCurves(points, quantity, sense, settings, withBand))),
    );
  }
  return { curves, absent };
}
