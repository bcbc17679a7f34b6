/**
 * The columns of the run table: how each fact of a run (`run-facts.ts`) is written, sorted and explained in the window. One
 * list serves the view, the filter for what differs, the text filter, copies and exports. Values that a kind of run does not
 * have are null: shown empty, sorted last.
 */
import { feasibleWord } from '../../src-contract/exact-status.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { settingLabel, settingWords } from '../../src-contract/setting-words.ts';
import type { TableCell } from '../../src-contract/tables/export-table.ts';
import { isInfeasible, originWords, RUN_FACTS } from '../../src-contract/tables/run-facts.ts';
import type { OtherRuns, RunFact, RunFactName } from '../../src-contract/tables/run-facts.ts';
import {
  formatCount, formatDuration, formatGap, formatMeasuredGap, formatNumber, formatObjective, fullPrecision,
} from '../format/index.ts';
import { statusWords } from '../common/status.ts';

export type CellValue = string | number | null;

export interface RunColumn {
  readonly key: string;
  /** The fact it shows; left out where it is none. */
  readonly fact?: RunFactName;
  readonly label: string;
  /** In brackets behind the label of exports and in the tooltip; of `%` the value is a fraction. */
  readonly unit?: 's' | '%';
  /** What it means, with the formula where there is one. */
  readonly help: string;
  readonly width: number;
  /** In a small window, so that objective and feasibility stay in sight. */
  readonly narrow?: number;
  readonly numeric: boolean;
  /** A count or a name. */
  readonly whole?: true;
  /** Shown unless the user chose otherwise. */
  readonly usual: boolean;
  /** What is sorted, compared and exported. */
  readonly value: (run: RunSummary) => CellValue;
  /** What is written; every digit shows on hover. */
  readonly text: (run: RunSummary) => string;
  /** Writes a number as the column does; left out where it has none of its own. */
  readonly write?: (value: number | null) => string;
  /** What a filter finds it by, where that is more than its value. */
  readonly words?: (run: RunSummary) => readonly string[];
}

/** How the window shows a fact: under the fact's own name and as a number of four digits or a text, unless said otherwise. */
interface Shown {
  /** As it stands in stored choices of columns. */
  readonly key?: string;
  readonly label?: string;
  readonly help: string;
  readonly width: number;
  readonly narrow?: number;
  /** Left out: shown only where the user chose it. */
  readonly usual?: true;
  /** Significant digits of a number. */
  readonly digits?: number;
  readonly write?: (value: number | null) => string;
  readonly words?: (run: RunSummary) => string | null;
}

/** A column of one fact. */
export function column(name: RunFactName, { digits = 4, write, words: inWords, ...shown }: Shown): RunColumn {
  const { label, numeric, unit, whole, value }: RunFact = RUN_FACTS[name];
  const cell = inWords ?? ((run: RunSummary): CellValue => cellOf(value(run, NO_OTHERS)));
  const written = write ?? ((found: number | null): string => formatNumber(found, { digits, missing: '' }));
  const text = (run: RunSummary): string => {
    const found = cell(run);
    return numeric && typeof found !== 'string' ? written(found) : String(found ?? '');
  };
  return {
    key: name,
    fact: name,
    label: capitalized(label),
    numeric,
    usual: false,
    ...(unit === undefined ? {} : { unit }),
    ...(whole === undefined ? {} : { whole }),
    ...(numeric ? { write: written } : {}),
    ...shown,
    value: cell,
    text,
  };
}
const NO_OTHERS: OtherRuns = { apart: new Map(), ids: new Set() };

function cellOf(value: TableCell): CellValue {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === '' ? null : value;
}

/** A single letter is a symbol, and stays what it is. */
function capitalized(label: string): string {
  return label.length === 1 ? label : `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
}

const whole = (value: number | null): string => formatCount(value, '');
const asObjective = (value: number | null): string => formatObjective(value, { digits: 6, missing: '' });

const time =
  (at: number | null): string | null => (at === null ? null : new Date(at).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' }));

export const RUN_COLUMNS: readonly RunColumn[] = [
  column('run', { key: 'id', label: '#', help: 'Number of the run in this session', width: 68, narrow: 64, usual: true, write: whole }),
  {
    ...column('status', {
      help: 'Where the run stands; only what a solver proved is called optimal', width: 172, narrow: 136, usual: true,
      words: (run) => statusWords(run).word,
    }),
    words: (run) => [...new Set([statusWords(run).word, run.status, ...(run.exactStatus === null ? [] : [run.exactStatus])])],
  },
  column('problemName', { key: 'problem', help: 'Name of the problem', width: 96, narrow: 72, usual: true }),
  column('methodName', {
    key: 'method', label: 'Method', width: 210, narrow: 118, usual: true,
    help: 'Your label, or the preset whose settings it has, or the scheme, solver, quantity or decoder with the settings that differ from the recommended ones',
  }),
  column('studyMethod', { help: 'What its study calls its method; empty of a run that belongs to no study', width: 150 }),
  column('machine', { help: 'The machine that computed it, where that was another one (docs/many-machines.md)', width: 110 }),
  column('objective', {
    width: 94, usual: true, write: asObjective,
    help: 'Objective of the best solution of the run, recomputed from the solution, in the problem’s own sense; struck through where the solution is infeasible, and sorted behind the feasible ones',
  }),
  column('feasible', {
    width: 92, usual: true, words: feasibleWord,
    help: 'Whether the best solution satisfies every row; “in tolerance” where it does so only within the tolerance that an exact run was allowed; “not checked” where a solver has reported a value but not yet its vector',
  }),
  {
    ...column('gap', {
      width: 112, usual: true,
      help: 'Distance of the objective from the reference value, positive is worse: (objective − reference) / max(10⁻⁹, |reference|), signed by the sense. Gray and with its sign where the optimum is not known: ≥ against the best found, ≤ against a proven bound. Empty without a feasible solution or a reference.',
    }),
    text: (run) => formatMeasuredGap(run, ''),
    write: (value) => formatGap(value, ''),
  },
  column('evaluation', { help: 'Whether gradients are sampled or computed exactly; the inspector says why', width: 78, usual: true }),
  column('seed', { help: 'The same spec and seed give the same bits', width: 56, usual: true, write: whole }),
  column('method', { key: 'scheme', label: 'Scheme', help: 'Gradient scheme, solver, estimated quantity or decoder', width: 140 }),
  column('origin', {
    label: 'x̂ from', help: 'The run that gave the point x̂, or the solution, that this run begins with, and its iteration; or the file it was read from', width: 120,
    words: (run) => originWords(run.origin, formatCount),
  }),
  {
    ...column('tags', { key: 'tag', help: 'Tags you gave the run, to find and group by', width: 130 }),
    words: (run) => run.tags,
  },
  column('label', { help: 'Your own short name for the run', width: 110 }),
  column('kind', { help: 'Exact solve, descent, estimate, decoding or gradient quality', width: 76 }),
  column('parametrization', { help: 'logit: x̂ = σ(l); projected: x̂ itself, cut to [0, 1] after each step', width: 106 }),
  column('optimizer', { help: 'The rule that turns gradients into steps', width: 84 }),
  column('step', { help: 'Base step length of the descent', width: 78 }),
  column('samplesPerStep', { label: 'K', help: 'Samples a step of the descent; empty where the evaluation is exact', width: 72, write: whole }),
  column('seconds', {
    help: 'Time the run has computed, without waiting', width: 84, usual: true, write: (value) => formatDuration(value, ''),
  }),
  column('muFinal', {
    key: 'mu', help: 'Weight of the penalty at the end of the descent: L(x̂) = cᵀx̂ + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)]', width: 74, usual: true,
  }),
  column('violation', { help: 'Σᵢ max(aᵢᵀx − bᵢ, 0) of the best solution', width: 90 }),
  column('bound', {
    width: 104, write: asObjective,
    help: 'Proven: no solution is better. Of an exact solver, or of a descent by the multipliers of its rows; empty where nothing was proven',
  }),
  column('provenGap', {
    width: 104, write: (value) => (value === null ? '' : formatNumber(100 * value, { digits: 3 })),
    help: '|objective − bound| / max(1, |objective|) of the best feasible vector the run found: how far from the optimum it can be at most, by the run’s own proof',
  }),
  column('controls', {
    width: 104,
    help: 'What the run found against the best of its controls, which have at most the same counted work and no descent: the search from ½, greedy repair from the linear relaxation and from ½. The inspector lists them.',
  }),
  column('loss', { help: 'L(x̂) at the end of the descent, in the minimizing normal form', width: 96, usual: true }),
  column('penalty', { help: 'Σᵢ E[max(aᵢᵀx − bᵢ, 0)] at the end of the descent, without μ', width: 98 }),
  column('mean', { help: 'Mean of the estimate; its standard error is the next column', width: 104, digits: 6 }),
  column('standardError', {
    help: 'Standard deviation of the mean of the estimate; empty where all samples agree, which says nothing of it', width: 104, digits: 2,
  }),
  column('z', {
    width: 72, digits: 3,
    help: '(mean − exact) / standard error; beyond about ±3 the estimate and the exact value do not agree. Of gradient quality the largest z of a scheme against its own expectation',
  }),
  column('samples', { help: 'Samples drawn by the estimate', width: 90, write: whole }),
  column('iterations', { help: 'Iterations done by the descent', width: 90, write: whole }),
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
  const wordsOf = (run: RunSummary): string | null => settingWords(run.configuration.settings, [path])[0] ?? null;
  const isNumber = runs.every((run) => !(path in run.configuration.settings) || numberOf(run) !== null);
  return isNumber && runs.some((run) => numberOf(run) !== null)
    ? { ...common, numeric: true, value: numberOf, text: (run) => formatNumber(numberOf(run), { digits: 6, missing: '' }) }
    : { ...common, numeric: false, value: wordsOf, text: (run) => wordsOf(run) ?? '' };
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

/** Those that stay in sight first, each half in its order. */
export function keptFirst(columns: readonly RunColumn[], kept: readonly string[]): readonly RunColumn[] {
  const first = columns.filter(({ key }) => kept.includes(key));
  return first.every((column, k) => column === columns[k]) ? columns : [...first, ...columns.filter((column) => !first.includes(column))];
}

/** Every digit of a number, for the tooltip; undefined where the text already says all. */
export function fullText(column: RunColumn, run: RunSummary): string | undefined {
  const value = column.value(run);
  if (!column.numeric || typeof value !== 'number') return undefined;
  const full = fullPrecision(column.unit === '%' ? value * 100 : value) + (column.unit === undefined ? '' : ` ${column.unit}`);
  return full === column.text(run) ? undefined : full;
}
