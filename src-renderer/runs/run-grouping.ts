/**
 * Groups of the run table: rows that share a problem, a method, a study, …, under a head that says how many there are and what
 * they come to. Pure; the table draws what this gives.
 */
import type { RunSummary } from '../../src-contract/session.ts';
import { isInfeasible } from '../../src-contract/tables/run-facts.ts';
import { statusWords } from '../common/status.ts';
import { formatCount } from '../format/index.ts';
import { grouped, groupKey, groupNames } from '../parts/run-groups.ts';
import type { RunColumn } from './run-columns.ts';

interface Grouping {
  readonly label: string;
  readonly help: string;
  /** What a group is known by, and what it is called where it is called something else. */
  readonly keyOf: (run: RunSummary) => string;
}

const listed = (names: readonly string[], none: string): string => (names.length === 0 ? none : [...new Set(names)].join(', '));

export const GROUPINGS = {
  problem: { label: 'Problem', help: 'Runs of one problem', keyOf: (run) => run.problemName },
  settings: { label: 'Settings', help: 'Runs of one problem that differ in nothing but their seed', keyOf: groupKey },
  method: { label: 'Method', help: 'Runs of one method, whatever their problem', keyOf: (run) => run.methodName },
  study: {
    label: 'Study’s method', help: 'Runs that studies call alike',
    keyOf: ({ studies }) => listed(studies.map(({ method }) => method), 'in no study'),
  },
  scheme: { label: 'Scheme', help: 'Runs of one gradient scheme, solver, quantity or decoder', keyOf: (run) => run.method },
  tag: { label: 'Tags', help: 'Runs that have the same tags', keyOf: ({ tags }) => listed(tags, 'no tag') },
  label: { label: 'Label', help: 'Runs of one label', keyOf: ({ label }) => (label === '' ? 'no label' : label) },
  status: { label: 'Status', help: 'Runs that stand alike', keyOf: (run) => statusWords(run).word },
} as const satisfies Readonly<Record<string, Grouping>>;
export type GroupingName = keyof typeof GROUPINGS;
export const GROUPING_NAMES = Object.keys(GROUPINGS) as readonly GroupingName[];

export interface RunGroup {
  readonly key: string;
  readonly title: string;
  /** In the order of the table. */
  readonly runs: readonly RunSummary[];
}

/** The groups in the order of their first rows. */
export function groupsOf(order: readonly RunSummary[], by: GroupingName): readonly RunGroup[] {
  const { keyOf }: Grouping = GROUPINGS[by];
  const names = by === 'settings' ? groupNames(order) : null;
  return [...grouped(order, keyOf)].map(([key, runs]) => ({ key, title: names?.get(key) ?? key, runs }));
}

export type TableRow =
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'head'; readonly group: RunGroup; readonly folded: boolean };

/** The rows to be drawn: heads, and the runs of groups that are not folded. */
export function tableRows(
  order: readonly RunSummary[], groups: readonly RunGroup[] | null, folded: ReadonlySet<string>,
): readonly TableRow[] {
  if (groups === null) return order.map((run) => ({ kind: 'run', run }));
  return groups.flatMap((group): TableRow[] => {
    const isFolded = folded.has(group.key);
    const head: TableRow = { kind: 'head', group, folded: isFolded };
    return isFolded ? [head] : [head, ...group.runs.map((run): TableRow => ({ kind: 'run', run }))];
  });
}

/** What heads say of a column of numbers. */
export const HEAD_FIGURES = ['mean', 'median', 'best'] as const;
export type HeadFigure = (typeof HEAD_FIGURES)[number];

export interface HeadCell {
  readonly text: string;
  /** Over how many, and what was left out. */
  readonly help: string;
}

/** Numbers that tell runs apart or were asked for: a mean of them says nothing. */
const NO_FIGURES: ReadonlySet<string> = new Set(['id', 'seed', 'created']);
/** Numbers that were asked for: a head has them where all runs do. */
const ASKED: ReadonlySet<string> = new Set(['step', 'mu', 'samplesPerStep']);
/** Numbers in the problem's own scale. */
const OF_A_PROBLEM: ReadonlySet<string> = new Set(['objective', 'bound', 'loss', 'penalty', 'violation', 'mean', 'standardError']);
/** Columns of which the smallest is the best; of an objective that is for the sense to say. */
const SMALLEST_IS_BEST: ReadonlySet<string> = new Set(['gap', 'gapHigh', 'provenGap', 'seconds', 'violation', 'iterations']);

/**
 * What a head says in one column; null where it says nothing. An objective is taken of feasible solutions only, and numbers
 * in a problem's own scale of one problem only.
 * @param senseOf the sense of a problem by its number
 */
export function headCell(
  column: RunColumn, runs: readonly RunSummary[], figure: HeadFigure, senseOf: (problemId: number) => 'min' | 'max' | undefined,
): HeadCell | null {
  const [first] = runs;
  if (first === undefined || NO_FIGURES.has(column.key)) return null;
  if (!column.numeric || column.write === undefined || ASKED.has(column.key)) {
    const text = column.text(first);
    return text !== '' && runs.every((run) => column.text(run) === text) ? { text, help: `All ${runs.length} have it` } : null;
  }
  if (OF_A_PROBLEM.has(column.key) && runs.some(({ problemId }) => problemId !== first.problemId)) return null;
  const values = runs.flatMap((run) => {
    const value = column.key === 'objective' && isInfeasible(run) ? null : column.value(run);
    return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
  });
  if (values.length === 0) return null;
  const smallest = column.key === 'objective' ? senseOf(first.problemId) !== 'max' : SMALLEST_IS_BEST.has(column.key);
  if (figure === 'best' && !smallest && column.key !== 'objective') return null;
  const sorted = values.toSorted((a, b) => a - b);
  const write = column.write;
  const best = (smallest ? sorted[0] : sorted.at(-1)) ?? Number.NaN;
  const found = figure === 'mean' ? meanOf(values) : figure === 'median' ? medianOf(sorted) : best;
  const left = runs.length - values.length;
  const spread = values.length > 1 ? `, from ${write(sorted[0] ?? null)} to ${write(sorted.at(-1) ?? null)}` : '';
  const without = column.key === 'objective' ? 'a feasible solution' : 'a value';
  const leftOut = left === 0 ? '' : `; ${formatCount(left)} without ${without} ${left === 1 ? 'is' : 'are'} left out`;
  return {
    text: write(found),
    help: `${HEADS[figure]} of ${formatCount(values.length)} ${values.length === 1 ? 'run' : 'runs'}${spread}${leftOut}`,
  };
}

export const HEADS: Readonly<Record<HeadFigure, string>> = { mean: 'Mean', median: 'Median', best: 'Best' };

/** Summed from the smallest on, so that the order of the rows does not show in the last digit. */
function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values.toSorted((a, b) => Math.abs(a) - Math.abs(b) || a - b)) sum += value;
  return sum / values.length;
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
