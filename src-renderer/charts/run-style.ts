/**
 * How a run looks in every chart: color by scheme (fixed throughout the program), dash pattern by
 * evaluation (solid: sampled, dashed: exact), opacity by rank among runs of one look, and the shortest
 * name that tells it from the other runs shown.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import type { SeriesName } from '../theme/tokens.ts';
import { grouped, groupKey, groupNames, runLabels } from '../parts/run-groups.ts';

export interface RunStyle {
  readonly runId: number;
  readonly series: SeriesName;
  readonly dash: 'solid' | readonly number[];
  /** In (0, 1]. */
  readonly opacity: number;
  readonly label: string;
  /** Runs that a legend has one entry for: those that differ in nothing but their seed. */
  readonly group: string;
  /** What a legend calls the group. */
  readonly groupLabel: string;
}

const EXACT_DASH: readonly number[] = [7, 3];

const FAINTEST = 0.42;

/** Opacity of the k-th of n lines of one look: the first is full, none is fainter than can be seen. */
export function rankOpacity(rank: number, count: number): number {
  if (count <= 1 || rank <= 0) return 1;
  return Math.max(FAINTEST, 1 - (rank * (1 - FAINTEST)) / Math.min(count - 1, 8));
}

const SOLVER_DASH: Readonly<Record<string, readonly number[] | 'solid'>> = {
  highs: 'solid', glpk: EXACT_DASH, enumerate: [3, 3], race: [12, 3],
};

/** A legend of more entries than this is one of looks. */
const MOST_GROUPS = 12;

function lookOf(run: RunSummary): { look: string; lookLabel: string; series: SeriesName; dash: RunStyle['dash'] } {
  if (run.scheme === null) {
    return {
      look: `solver:${run.solver ?? run.method}`, lookLabel: run.method, series: 'exact', dash: SOLVER_DASH[run.solver ?? ''] ?? 'solid',
    };
  }
  const exact = run.evaluation === 'exact';
  return {
    look: `${run.scheme}:${exact ? 'exact' : 'sampled'}`, lookLabel: exact ? `${run.scheme}, exact` : run.scheme, series: run.scheme,
    dash: exact ? EXACT_DASH : 'solid',
  };
}

/**
 * Styles of the runs shown together, by run id; ranks follow the run's number, so that a run keeps its look while the
 * selection changes order.
 */
export function runStyles(runs: readonly RunSummary[]): ReadonlyMap<number, RunStyle> {
  const labels = runLabels(runs);
  const names = groupNames(runs);
  const members = grouped(runs.toSorted((a, b) => a.id - b.id), (run) => lookOf(run).look);
  const styles = new Map<number, RunStyle>();
  for (const run of runs) {
    const { look, lookLabel, series, dash } = lookOf(run);
    const alike = members.get(look) ?? [run];
    const settings = new Set(alike.map(groupKey)).size;
    const grouped = names.size <= MOST_GROUPS
      ? { group: groupKey(run), groupLabel: names.get(groupKey(run)) ?? lookLabel }
      : { group: look, groupLabel: settings > 1 ? `${lookLabel} · ${settings} settings` : lookLabel };
    styles.set(run.id, {
      runId: run.id, series, dash, ...grouped, opacity: rankOpacity(alike.indexOf(run), alike.length),
      label: labels.get(run.id) ?? lookLabel,
    });
  }
  return styles;
}
