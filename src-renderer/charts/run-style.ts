/**
 * How a run looks in every chart: color by scheme (fixed throughout the program), dash pattern by
 * evaluation (solid: sampled, dashed: exact), opacity by rank among runs of one look (seeds), and the
 * shortest name that tells it from the other runs shown.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { formatNumber } from '../format/index.ts';
import type { SeriesName } from '../theme/tokens.ts';

export interface RunStyle {
  readonly runId: number;
  readonly series: SeriesName;
  readonly dash: 'solid' | readonly number[];
  /** In (0, 1]. */
  readonly opacity: number;
  readonly label: string;
  /** Runs with the same look; a legend has one entry for each. */
  readonly group: string;
  /** What a legend calls the group. */
  readonly groupLabel: string;
}

/** Dash patterns in px; `reference` is kept for optima and bounds so that nothing else looks like them. */
const EXACT_DASH: readonly number[] = [7, 3];
export const REFERENCE_DASH: readonly number[] = [2, 3];
export const BOUND_DASH: readonly number[] = [8, 3, 2, 3];

const FAINTEST = 0.42;

/** Opacity of the k-th of n lines of one look: the first is full, none is fainter than can be seen. */
function rankOpacity(rank: number, count: number): number {
  if (count <= 1 || rank <= 0) return 1;
  return Math.max(FAINTEST, 1 - (rank * (1 - FAINTEST)) / Math.min(count - 1, 8));
}

const SOLVER_DASH: Readonly<Record<string, readonly number[] | 'solid'>> = { highs: 'solid', glpk: EXACT_DASH, enumerate: [3, 3], race: [12, 3] };

function groupOf(run: RunSummary): { group: string; groupLabel: string; series: SeriesName; dash: RunStyle['dash'] } {
  if (run.scheme === null) {
    return { group: `solver:${run.solver ?? run.method}`, groupLabel: run.method, series: 'exact', dash: SOLVER_DASH[run.solver ?? ''] ?? 'solid' };
  }
  const exact = run.evaluation === 'exact';
  return { group: `${run.scheme}:${exact ? 'exact' : 'sampled'}`, groupLabel: exact ? `${run.scheme}, exact` : run.scheme, series: run.scheme, dash: exact ? EXACT_DASH : 'solid' };
}

/** Styles of the runs shown together, by run id; ranks follow the run's number, so that a run keeps its look while the selection changes order. */
export function runStyles(runs: readonly RunSummary[]): ReadonlyMap<number, RunStyle> {
  const labels = runLabels(runs);
  const members = new Map<string, number[]>();
  for (const run of runs.toSorted((a, b) => a.id - b.id)) {
    const { group } = groupOf(run);
    members.set(group, [...(members.get(group) ?? []), run.id]);
  }
  const styles = new Map<number, RunStyle>();
  for (const run of runs) {
    const look = groupOf(run);
    const ids = members.get(look.group) ?? [run.id];
    styles.set(run.id, { runId: run.id, ...look, opacity: rankOpacity(ids.indexOf(run.id), ids.length), label: labels.get(run.id) ?? look.groupLabel });
  }
  return styles;
}

/** Fields that may tell runs of one method apart, in the order in which they are tried. */
const DISTINCTIONS: readonly { readonly of: (run: RunSummary) => string | number | boolean | null; readonly text: (run: RunSummary) => string }[] = [
  { of: (run) => run.problemId, text: (run) => run.problemName },
  { of: (run) => run.evaluation, text: (run) => (run.evaluation === 'exact' ? 'exact' : 'sampled') },
  { of: (run) => run.parametrization, text: (run) => run.parametrization ?? '' },
  { of: (run) => run.optimizer, text: (run) => run.optimizer ?? '' },
  { of: (run) => run.step, text: (run) => `step ${formatNumber(run.step)}` },
  { of: (run) => run.muFinal, text: (run) => `μ ${formatNumber(run.muFinal)}` },
  { of: (run) => run.samplesPerStep, text: (run) => `K ${formatNumber(run.samplesPerStep)}` },
  { of: (run) => run.seed, text: (run) => `seed ${run.seed ?? 'none'}` },
];

/**
 * The user's own label, or the method, and whatever differs among the runs that share it; the number
 * where nothing differs. A label that only one of the runs has stands alone: it was given to be enough.
 */
export function runLabels(runs: readonly RunSummary[]): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  const several = new Set(runs.map((run) => run.problemId)).size > 1;
  const byName = new Map<string, RunSummary[]>();
  for (const run of runs) {
    const name = run.label === '' ? run.method : run.label;
    byName.set(name, [...(byName.get(name) ?? []), run]);
  }
  for (const [name, group] of byName) {
    const own = group.length === 1 && group[0]?.label !== '';
    const parts = own ? [] : DISTINCTIONS.filter((distinction, index) => (index === 0 ? several : new Set(group.map(distinction.of)).size > 1));
    const made = group.map((run) => [name, ...parts.map((part) => part.text(run))].join(' · '));
    group.forEach((run, index) => {
      const text = made[index] ?? name;
      labels.set(run.id, made.indexOf(text) === made.lastIndexOf(text) ? text : `${text} · #${run.id}`);
    });
  }
  return labels;
}
