/**
 * The columns of the run table: what each shows, how it is written, sorted and explained. One table
 * serves the view, the "only what differs" filter, the text filter, copies and exports. Values that a
 * kind of run does not have are null: shown empty, sorted last.
 */
import { feasibleWord } from '../../src-contract/exact-status.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { settingLabel, settingWords } from '../../src-contract/setting-words.ts';
import { formatCount, formatDuration, formatMeasuredGap, formatNumber, formatObjective, fullPrecision } from '../format/index.ts';
import { statusWords } from '../common/status.ts';
import { methodOf, originWords } from '../parts/run-words.ts';

export type CellValue = string | number | null;

export interface RunColumn {
  readonly key: string;
  readonly label: string;
  /** In brackets behind the label of exports and in the tooltip. */
  readonly unit?: string;
  /** What it means, with the formula where there is one. */
  readonly help: string;
  readonly width: number;
  /** In a small window, so that objective and feasibility stay in sight. */
  readonly narrow?: number;
  readonly numeric: boolean;
  /** Shown unless the user chose otherwise. */
  readonly usual: boolean;
  /** What is sorted, compared and exported. */
  readonly value: (run: RunSummary) => CellValue;
  /** What is written; every digit shows on hover. */
  readonly text: (run: RunSummary) => string;
}

const number = (pick: (run: RunSummary) => number | null, digits = 4) => ({
  numeric: true,
  value: pick,
  text: (run: RunSummary) => formatNumber(pick(run), { digits, missing: '' }),
});
const objective = (
  pick: (run: RunSummary) => number | null,
) => ({ ...number(pick), text: (run: RunSummary) => formatObjective(pick(run), { digits: 6, missing: '' }) });
const count =
  (pick: (run: RunSummary) => number | null) => ({ numeric: true, value: pick, text: (run: RunSummary) => formatCount(pick(run), '') });
const words = (pick: (run: RunSummary) => string | null) => ({ numeric: false, value: pick, text: (run: RunSummary) => pick(run) ?? '' });

const time =
  (at: number | null): string | null => (at === null ? null : new Date(at).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' }));

export const RUN_COLUMNS: readonly RunColumn[] = [
  { key: 'id', label: '#', help: 'Number of the run in this session', width: 68, narrow: 56, usual: true, ...count((run) => run.id) },
  {
    key: 'status', label: 'Status', help: 'Where the run stands; only what a solver proved is called optimal', width: 172, narrow: 136,
    usual: true, ...words((run) => statusWords(run).word),
  },
  { key: 'problem', label: 'Problem', help: 'Name of the problem', width: 96, narrow: 72, usual: true, ...words((run) => run.problemName) },
  {
    key: 'method', label: 'Method',
    help: 'Your label, or the preset whose settings it has, or the scheme, solver, quantity or decoder with what departs from the recommended settings',
    width: 210, narrow: 118, usual: true, ...words(methodOf),
  },
  {
    key: 'objective', label: 'Objective',
    help: 'Objective of the best solution of the run, recomputed from the solution, in the problem’s own sense; struck through where the solution is infeasible, and sorted behind the feasible ones',
    width: 94, usual: true, ...objective((run) => run.objective),
  },
  {
    key: 'feasible', label: 'Feasible',
    help: 'Whether the best solution satisfies every row; “in tolerance” where an exact run was allowed one and needed it; “not checked” while a solver has said a value and not yet its vector',
    width: 92, usual: true, ...words(feasibleWord),
  },
  {
    key: 'gap',
    label: 'Gap',
    unit: '%',
    help: 'Distance of the objective from the reference value, positive is worse: (objective − reference) / max(10⁻⁹, |reference|), signed by the sense. Where nobody knows the optimum, gray and with its sign: ≥ against the best found, ≤ against a proven bound. Empty without a feasible solution or a reference.',
    width: 112,
    usual: true,
    numeric: true,
    value: (run) => run.gap,
    text: (run) => formatMeasuredGap(run, ''),
  },
  {
    key: 'evaluation', label: 'Evaluation', help: 'Whether gradients are sampled or computed exactly; the inspector says why', width: 78,
    usual: true, ...words((run) => run.evaluation),
  },
  { key: 'seed', label: 'Seed', help: 'The same spec and seed give the same bits', width: 56, usual: true, ...count((run) => run.seed) },
  {
    key: 'scheme', label: 'Scheme', help: 'Gradient scheme, solver, estimated quantity or decoder', width: 140, usual: false,
    ...words((run) => run.method),
  },
  {
    key: 'origin', label: 'x̂ from', help: 'The run that gave the point x̂, or the solution, that this run begins with, and its iteration',
    width: 120, usual: false, ...words((run) => originWords(run.origin)),
  },
  {
    key: 'label', label: 'Label', help: 'Your own short name for the run', width: 110, usual: false,
    ...words((run) => (run.label === '' ? null : run.label)),
  },
  {
    key: 'kind', label: 'Kind', help: 'Exact solve, descent, estimate, decoding or gradient quality', width: 76, usual: false,
    ...words((run) => run.kind),
  },
  {
    key: 'parametrization', label: 'Parametrization', help: 'logit: x̂ = σ(l); projected: x̂ itself, cut to [0, 1] after each step',
    width: 106, usual: false, ...words((run) => run.parametrization),
  },
  {
    key: 'optimizer', label: 'Optimizer', help: 'The rule that turns gradients into steps', width: 84, usual: false,
    ...words((run) => run.optimizer),
  },
  { key: 'step', label: 'Step', help: 'Base step length of the descent', width: 78, usual: false, ...number((run) => run.step) },
  {
    key: 'samplesPerStep', label: 'K', help: 'Samples a step of the descent; empty where the evaluation is exact', width: 72, usual: false,
    ...count((run) => run.samplesPerStep),
  },
  {
    key: 'seconds',
    label: 'Time',
    unit: 's',
    help: 'Time the run has computed, without waiting',
    width: 84,
    usual: true,
    numeric: true,
    value: (run) => run.seconds,
    text: (run) => formatDuration(run.seconds, ''),
  },
  {
    key: 'mu', label: 'μ', help: 'Weight of the penalty at the end of the descent: L(x̂) = cᵀx̂ + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)]', width: 74,
    usual: true, ...number((run) => run.muFinal),
  },
  {
    key: 'violation', label: 'Violation', help: 'Σᵢ max(aᵢᵀx − bᵢ, 0) of the best solution', width: 90, usual: false,
    ...number((run) => run.violation),
  },
  {
    key: 'bound', label: 'Bound',
    help:
      'Proven: no solution is better. Of an exact solver, or of a descent by the multipliers of its rows; empty where nothing was proven',
    width: 104, usual: false, ...objective((run) => run.bound),
  },
  {
    key: 'provenGap', label: 'Proven gap', unit: '%',
    help: '|objective − bound| / max(1, |objective|) of the best feasible vector the run found: how far from the optimum it can be at most, by the run’s own proof',
    width: 104, usual: false, numeric: true, value: (run) => run.provenGap,
    text: (run) => (run.provenGap === null ? '' : formatNumber(100 * run.provenGap, { digits: 3 })),
  },
  {
    key: 'loss', label: 'Loss', help: 'L(x̂) at the end of the descent, in the minimizing normal form', width: 96, usual: true,
    ...number((run) => run.loss),
  },
  {
    key: 'penalty', label: 'Penalty', help: 'Σᵢ E[max(aᵢᵀx − bᵢ, 0)] at the end of the descent, without μ', width: 98, usual: false,
    ...number((run) => run.penalty),
  },
  {
    key: 'mean', label: 'Mean', help: 'Mean of the estimate; its standard error is the next column', width: 104, usual: false,
    ...number((run) => run.mean, 6),
  },
  {
    key: 'standardError', label: 'Standard error', help: 'Standard deviation of the mean of the estimate', width: 104, usual: false,
    ...number((run) => run.standardError, 2),
  },
  {
    key: 'z', label: 'z',
    help: '(mean − exact) / standard error; beyond about ±3 the estimate and the exact value do not agree. Of gradient quality the largest z of a scheme against its own expectation',
    width: 72, usual: false, ...number((run) => run.z, 3),
  },
  { key: 'samples', label: 'Samples', help: 'Samples drawn by the estimate', width: 90, usual: false, ...count((run) => run.samples) },
  {
    key: 'iterations', label: 'Iterations', help: 'Iterations done by the descent', width: 90, usual: false,
    ...count((run) => run.iterations),
  },
  {
    key: 'created', label: 'Created', help: 'When the run was asked for', width: 140, usual: false, numeric: false,
    value: (run) => run.createdAt, text: (run) => time(run.createdAt) ?? '',
  },
];

/**
 * What a column ranks runs by; undefined stands behind everything in either direction. An infeasible
 * objective has no rank: it is no result.
 */
export function rankedValue(column: RunColumn, run: RunSummary): string | number | undefined {
  if (column.key === 'objective' && isInfeasible(run)) return undefined;
  const value = column.value(run);
  return value === null || (typeof value === 'number' && !Number.isFinite(value)) ? undefined : value;
}

/** Its objective is no result: the solution violates rows. */
export function isInfeasible(run: Pick<RunSummary, 'objective' | 'feasible'>): boolean {
  return run.objective !== null && run.feasible === false;
}

export const USUAL_COLUMNS: readonly string[] = RUN_COLUMNS.filter((column) => column.usual).map((column) => column.key);

/** Settings that a column of the table shows as they were asked for. */
const COLUMN_OF_SETTING: Readonly<Record<string, string>> = {
  kind: 'kind', scheme: 'scheme', solver: 'scheme', quantity: 'scheme', decoder: 'scheme', step: 'step', parametrization: 'parametrization',
  'mu.value': 'mu',
};

/** The column of one setting of the specs, for the runs that are compared. @param path as in `differingSettings` */
export function settingColumn(path: string, runs: readonly RunSummary[]): RunColumn {
  const own = BY_KEY.get(COLUMN_OF_SETTING[path] ?? '');
  if (own !== undefined) return own;
  const common = { key: `setting:${path}`, label: settingLabel(path), help: 'As asked for in the spec', width: 124, usual: false } as const;
  const numberOf = (run: RunSummary): number | null => {
    const value = run.configuration.settings[path];
    return typeof value === 'number' ? value : null;
  };
  const isNumber = runs.every((run) => !(path in run.configuration.settings) || numberOf(run) !== null);
  return isNumber && runs.some((run) => numberOf(run) !== null)
    ? { ...common, ...number(numberOf, 6) }
    : { ...common, ...words((run) => settingWords(run.configuration.settings, [path])[0] ?? null) };
}

const BY_KEY = new Map(RUN_COLUMNS.map((column) => [column.key, column]));

/** The columns of a stored choice; unknown names (of another version) are passed over. */
export function chosenColumns(keys: readonly string[] | null): readonly RunColumn[] {
  const chosen = (keys ?? USUAL_COLUMNS).map((key) => BY_KEY.get(key)).filter((column) => column !== undefined);
  return chosen.length > 0 ? besideObjective(chosen) : chosenColumns(null);
}

/** Where both are shown, feasibility stands beside the objective it decides about. */
function besideObjective(columns: readonly RunColumn[]): readonly RunColumn[] {
  const feasible = columns.find(({ key }) => key === 'feasible');
  if (feasible === undefined || !columns.some(({ key }) => key === 'objective')) return columns;
  return columns.flatMap((column) => (column === feasible ? [] : column.key === 'objective' ? [column, feasible] : [column]));
}

/** Every digit of a number, for the tooltip; undefined where the text already says all. */
export function fullText(column: RunColumn, run: RunSummary): string | undefined {
  const value = column.value(run);
  if (!column.numeric || typeof value !== 'number') return undefined;
  const full = column.key === 'gap'
    ? `${fullPrecision(value * 100)} %`
    : column.key === 'seconds'
    ? `${fullPrecision(value)} s`
    : fullPrecision(value);
  return full === column.text(run) ? undefined : full;
}
