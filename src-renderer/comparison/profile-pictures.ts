/** Performance and data profiles: the share of instances that each method solves within a factor of the best, or within a budget. */
import { dataProfiles, performanceProfiles, shareAt } from '../../src-science/statistics/profiles.ts';
import type { TableColumn } from '../../src-contract/tables/export-table.ts';
import type { Steps } from '../../src-science/statistics/profiles.ts';
import { instancesOf } from '../../src-science/statistics/instances.ts';
import { fromAxis } from '../plot/axis-scale.ts';
import type { AxisRange } from '../plot/axis-scale.ts';
import { pixelX, pixelY } from '../plot/scene.ts';
import type { Size } from '../plot/use-size.ts';
import { formatDuration, formatGap, formatNumber, formatShare } from '../format/index.ts';
import type { Method } from './compared-runs.ts';
import { figureColumn, textColumn } from './picture.ts';
import type { Budget, DrawPicture, Hit, Picture, PictureInput } from './picture.ts';
import { axisOver, dashOf, frameShapes, layOut, legendNames, opacityOf, SHARE_AXIS } from './picture-frame.ts';
import type { Axis } from './picture-frame.ts';
import { reachCosts } from './reach-costs.ts';

/** A ratio beyond this is as good as never. */
const LARGEST_RATIO = 1e6;

interface ProfileInput {
  readonly methods: readonly Method[];
  readonly profiles: readonly Steps[];
  readonly x: Axis;
  /** What the horizontal axis is, as a column. */
  readonly along: TableColumn;
  readonly yTitle: string;
  readonly notes: readonly string[];
  readonly description: string;
  /** "τ = 2", "within 3 s". */
  readonly placeWords: (at: number) => string;
}

const targetWords = (target: number): string => formatGap(target).replace(/^\+/, '');

export const performanceProfile: DrawPicture = (input, size) => {
  const { compared, asked, improvements } = input;
  const byIntegral = asked.by === 'integral';
  const costs = byIntegral
    ? Float64Array.from(compared.outcomes, ({ integral }) => Math.max(1e-4, integral ?? Infinity))
    : reachCosts(compared, asked.target, 'seconds', improvements);
  const instances = instancesOf(compared.outcomes, compared.methods.length, costs);
  if (!instances.costs.some((row) => row.some(Number.isFinite))) return neverReached(asked.target);
  const profiles = performanceProfiles(instances.costs);
  const most = Math.min(LARGEST_RATIO, Math.max(2, ...profiles.map(({ at }) => at.at(-1) ?? 1)));
  const range = { min: 0, max: 1.04 * Math.log10(most) };
  const cost = byIntegral ? 'primal integral' : `time to a gap of ${targetWords(asked.target)}`;
  return profilePicture({
    methods: compared.methods, profiles, yTitle: `share of ${instances.problems.length} instances within τ times the best method`,
    x: axisOver('log', range, `τ: ${cost} over that of the best method`, size.width),
    notes: instanceNotes(input, instances), along: figureColumn('tau', 'τ'),
    description: `Performance profile of ${compared.methods.length} methods by ${cost}`, placeWords: (at) => `τ = ${formatNumber(at, { digits: 3 })}`,
  }, size);
};

const BUDGET_WORDS: Readonly<Record<Budget, { readonly title: string; readonly written: (value: number) => string }>> = {
  seconds: { title: 'budget: time of a run', written: (value) => formatDuration(value) },
  iterations: { title: 'budget: iterations of a run', written: (value) => formatNumber(value, { digits: 3 }) },
  simplex: { title: 'budget: iterations over the number of variables and one', written: (value) => formatNumber(value, { digits: 3 }) },
};

export const dataProfile: DrawPicture = (input, size) => {
  const { compared, asked, improvements, budget } = input;
  const costs = reachCosts(compared, asked.target, budget, improvements);
  // A solver that counts no iterations is no method of this picture.
  const counted = compared.methods.map((_, m) =>
    budget === 'seconds' || compared.runs.some((run, k) => compared.outcomes[k]?.method === m && run.iterations !== null));
  const places = compared.methods.flatMap((_, m) => (counted[m] === true ? [m] : []));
  const renamed = new Map(places.map((m, k) => [m, k]));
  const kept = compared.outcomes.flatMap((outcome, k) => {
    const method = renamed.get(outcome.method);
    return method === undefined ? [] : [{ outcome: { ...outcome, method }, cost: costs[k] ?? Infinity }];
  });
  if (kept.length === 0) return 'No method here counts iterations: take seconds as the budget.';
  const instances = instancesOf(kept.map(({ outcome }) => outcome), places.length, kept.map(({ cost }) => cost));
  const finite = instances.costs.flatMap((row) => Array.from(row)).filter((cost) => Number.isFinite(cost) && cost > 0);
  if (finite.length === 0) return neverReached(asked.target);
  const profiles = dataProfiles(instances.costs, null);
  let [min, max] = [Infinity, 0];
  for (const cost of finite) {
    min = Math.min(min, cost);
    max = Math.max(max, cost);
  }
  const { title, written } = BUDGET_WORDS[budget];
  const out = compared.methods.length - places.length;
  return profilePicture({
    methods: places.flatMap((m) => compared.methods[m] ?? []), profiles,
    yTitle: `share of ${instances.problems.length} instances within ${targetWords(asked.target)} of the reference`,
    x: axisOver('log', { min: Math.log10(min) - 0.1, max: Math.log10(max) + 0.1 }, title, size.width, written),
    along: figureColumn('budget', title, budget === 'seconds' ? 's' : undefined),
    notes: [
      ...instanceNotes(input, instances),
      ...(out === 0 ? [] : [`${out === 1 ? 'One method counts' : `${out} methods count`} no iterations and ${out === 1 ? 'is' : 'are'} not drawn.`]),
    ],
    description: `Data profile of ${places.length} methods`, placeWords: (at) => `within ${written(at)}`,
  }, size);
};

function neverReached(target: number): string {
  return `No run comes within ${targetWords(target)} of the reference: ask for a larger target gap.`;
}

function instanceNotes(
  { compared, improvements }: PictureInput, { problems, missing }: { readonly problems: Int32Array; readonly missing: Int32Array },
): string[] {
  const lacking = compared.methods.filter((_, m) => (missing[m] ?? 0) > 0).length;
  const total = missing.reduce((sum, each) => sum + each, 0);
  return [
    `${problems.length} instances, each a problem at a seed; a method that draws nothing stands at every seed. What a method did not solve stays in the share.`,
    lacking === 0 ? '' : `${total} times a method has no run at an instance, which counts as not solved.`,
    improvements === null ? 'Records of runs are not read yet: times are those of whole runs.' : '',
  ].filter((note) => note !== '');
}

function profilePicture({ methods, profiles, x, along, yTitle, notes, description, placeWords }: ProfileInput, size: Size): Picture {
  const entries = methods.map((method) => ({ method, text: method.name }));
  const layout = layOut(size, x, { ...SHARE_AXIS, title: yTitle }, entries, 'line');
  const { frame } = layout;
  const curves = profiles.map((steps) => stepPixels(steps, x.range, (at) => pixelX(frame, at), (share) => pixelY(frame, share)));
  const hits = curves.flatMap(({ corners }, m): Hit[] => {
    const [method, steps] = [methods[m], profiles[m]];
    if (method === undefined || steps === undefined) return [];
    return corners.map(({ px, py, at }) => ({
      x: px, y: py, methodKey: method.key, runIds: [],
      words: () => [method.name, `${formatShare(shareAt(steps, at))} ${placeWords(at)}`, `${formatShare(steps.shares.at(-1) ?? 0)} in the end`],
    }));
  });
  return {
    hits, names: legendNames(layout), reach: 40, notes, description,
    data: () => ({
      columns: [textColumn('method', 'method'), along, figureColumn('share', 'share of instances')],
      rows: profiles.flatMap((steps, m) => Array.from(steps.at, (at, k) => [methods[m]?.name ?? '', at, steps.shares[k] ?? null])),
    }),
    shapes: (theme, lit) => [
      ...frameShapes(layout, theme, lit),
      ...curves.map(({ points }, m) => {
        const method = methods[m];
        const dash = method === undefined ? undefined : dashOf(method);
        return {
          kind: 'line' as const, points, color: theme.series[method?.series ?? 'exact'], width: lit === method?.key ? 2.6 : 1.8,
          opacity: opacityOf(method?.key ?? '', lit), ...(dash === undefined ? {} : { dash }),
        };
      }),
    ],
  };
}

interface StepCurve {
  readonly points: readonly number[];
  /** Where the curve is at every few px, for the pointer. */
  readonly corners: readonly { readonly px: number; readonly py: number; readonly at: number }[];
}

/** A step function in px over a logarithmic axis: one corner a px column at most. */
function stepPixels(steps: Steps, range: AxisRange, atX: (at: number) => number, atY: (share: number) => number): StepCurve {
  const first = Math.ceil(atX(range.min));
  const last = Math.floor(atX(range.max));
  const points: number[] = [];
  const corners: StepCurve['corners'][number][] = [];
  let before = Number.NaN;
  const valueAt = (px: number): number => fromAxis('log', range.min + ((px - first) / Math.max(1, last - first)) * (range.max - range.min));
  for (let px = first; px <= last; px++) {
    const at = valueAt(px);
    // The edge belongs to its first value, however the logarithm was rounded.
    const share = shareAt(steps, at * (1 + 1e-9));
    const py = atY(share);
    if (Number.isNaN(before)) points.push(px, py);
    else if (py !== before) points.push(px, before, px, py);
    before = py;
    if ((px - first) % 6 === 0) corners.push({ px, py, at });
  }
  points.push(last, before);
  return { points, corners };
}

