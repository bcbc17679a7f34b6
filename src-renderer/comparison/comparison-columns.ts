/**
 * The figures of a comparison: how each is written and explained in the table, and which columns it has in an export. One list
 * for both.
 */
import type { TableCell, TableColumn } from '../../src-contract/tables/export-table.ts';
import { wilsonInterval } from '../../src-science/estimation/share-interval.ts';
import type { ComparedBy, PairedTest } from '../../src-science/statistics/comparison.ts';
import type { Summary } from '../../src-science/statistics/summary.ts';
import { formatEstimate, formatNumber, formatObjective, formatShare, fullPrecision } from '../format/index.ts';
import type { ComparisonRow, RowsOf } from './comparison-rows.ts';

interface Exported {
  readonly column: TableColumn;
  readonly value: (row: ComparisonRow) => TableCell;
}

export interface FigureColumn {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  /** What it is sorted by; NaN and null stand last. */
  readonly value: (row: ComparisonRow) => number | null;
  readonly text: (row: ComparisonRow) => string;
  /** On hover: every digit, and of how many. */
  readonly full: (row: ComparisonRow) => string;
  readonly tone?: (row: ComparisonRow) => string | null;
  readonly exported: readonly Exported[];
}

const numberColumn = (key: string, label: string, unit?: string, digits?: number): TableColumn => ({
  key, label, numeric: true, ...(unit === undefined ? {} : { unit }), ...(digits === undefined ? {} : { digits }),
});

/** A number, or null where there is none to write. */
function known(value: number | null | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** What a mean is taken over. */
const unitOf = (row: ComparisonRow, n: number): string =>
  `${n} ${row.problem === null ? (n === 1 ? 'problem' : 'problems') : n === 1 ? 'run' : 'runs'}`;

/** A mean with its standard error; of one value that there is but one, of equal ones that they are. */
function meanText(row: ComparisonRow, summary: Summary | null, scale: number): string {
  if (summary === null) return '';
  if (summary.n === 1) return `${formatNumber(scale * summary.mean)} (${unitOf(row, 1)})`;
  // Alike to the last bit: there is no spread to tell an error by.
  if (summary.least === summary.greatest) return `${formatNumber(scale * summary.mean)} (all ${summary.n})`;
  return formatEstimate(scale * summary.mean, scale * summary.standardError);
}

function meanFull(row: ComparisonRow, summary: Summary | null, scale: number, unit: string): string {
  if (summary === null) return `none of ${unitOf(row, row.problem === null ? row.problems : row.figures.runs)} has one`;
  const of = row.problem === null ? row.problems : row.figures.runs;
  const error = summary.n === 1 ? '' : ` ± ${fullPrecision(scale * summary.standardError)}`;
  const range = summary.n === 1 ? '' : `; ${formatNumber(scale * summary.least)} to ${formatNumber(scale * summary.greatest)}`;
  return `${fullPrecision(scale * summary.mean)}${error}${unit}, over ${summary.n} of ${unitOf(row, of)}${range}`;
}

type MeanOf = 'gap' | 'objective' | 'seconds' | 'integral';

function meanColumn(
  name: MeanOf, label: string, unit: '%' | 's' | null, scale: number, help: string,
): FigureColumn {
  const of = (row: ComparisonRow): Summary | null => row.figures[name];
  const suffix = unit === null ? '' : ` ${unit}`;
  const units = unit ?? undefined;
  return {
    key: name, label: unit === null ? label : `${label}, ${unit}`, help: `${help} Mean with its standard error in brackets, over the runs that have one; of a method over all problems, over the means of its problems, each counting once.`,
    value: (row) => known(of(row)?.mean),
    text: (row) => meanText(row, of(row), scale),
    full: (row) => meanFull(row, of(row), scale, suffix),
    exported: [
      { column: numberColumn(`${name}N`, `${label} n`), value: (row) => of(row)?.n ?? 0 },
      { column: numberColumn(`${name}Mean`, `${label} mean`, units), value: (row) => scaled(of(row)?.mean, scale) },
      { column: numberColumn(`${name}Error`, `${label} standard error`, units), value: (row) => scaled(of(row)?.standardError, scale) },
      { column: numberColumn(`${name}Lower`, `${label} lower quartile`, units), value: (row) => scaled(of(row)?.lowerQuartile, scale) },
      { column: numberColumn(`${name}Median`, `${label} median`, units), value: (row) => scaled(of(row)?.median, scale) },
      { column: numberColumn(`${name}Upper`, `${label} upper quartile`, units), value: (row) => scaled(of(row)?.upperQuartile, scale) },
    ],
  };
}

function scaled(value: number | undefined, scale: number): number | null {
  return value === undefined || !Number.isFinite(value) ? null : scale * value;
}

const COMPARED_WORDS: Readonly<Record<ComparedBy['by'], string>> = {
  gap: 'gap', seconds: 'time within the target', integral: 'primal integral',
};
export const comparedWords = (by: ComparedBy['by']): string => COMPARED_WORDS[by];

function shareFull(row: ComparisonRow, events: number, what: string): string {
  const { runs, ends } = row.figures;
  const { lower, upper } = wilsonInterval(events / runs, runs);
  const others = [
    ends.infeasible > 0 ? `${ends.infeasible} infeasible` : '', ends.failed > 0 ? `${ends.failed} failed` : '',
    ends.stopped > 0 ? `${ends.stopped} stopped before a solution` : '',
  ].filter((part) => part !== '').join(', ');
  return `${formatShare(events / runs)} ${what}; 95 % interval (Wilson) ${formatShare(lower)} to ${formatShare(upper)}${others === '' ? '' : `; ${others}`}`;
}

function shareColumn(key: string, label: string, what: string, help: string, events: (row: ComparisonRow) => number): FigureColumn {
  return {
    key, label, help, value: (row) => events(row) / row.figures.runs,
    text: (row) => `${events(row)} of ${row.figures.runs}`, full: (row) => shareFull(row, events(row), what),
    tone: (row) => (events(row) < row.figures.runs ? 'lz-unproven' : null),
    exported: [
      { column: numberColumn(key, label), value: events },
      {
        column: numberColumn(`${key}Lower`, `${label} 95 % interval from`, undefined, 3),
        value: (row) => wilsonInterval(events(row) / row.figures.runs, row.figures.runs).lower,
      },
      {
        column: numberColumn(`${key}Upper`, `${label} 95 % interval to`, undefined, 3),
        value: (row) => wilsonInterval(events(row) / row.figures.runs, row.figures.runs).upper,
      },
    ],
  };
}

/** A probability as tests give it; one that is tiny by its size. */
export function formatP(p: number): string {
  return p < 1e-4 ? '<\u202f0.0001' : formatNumber(p, { digits: 2 });
}

function testFull(row: ComparisonRow): string {
  const { test } = row.figures;
  const pairs = row.problem === null ? 'problem' : 'seed';
  if (row.isBaseline) return 'the baseline: the others are tested against it';
  if (test === null) return `no ${pairs} in common with the baseline`;
  return [
    `p ${fullPrecision(test.p)} alone, ${fullPrecision(test.corrected)} corrected`,
    `${test.pairs} ${pairs}${test.pairs === 1 ? '' : 's'}${test.exact ? '' : ', by the normal limit'}`,
    `rank-biserial correlation ${formatNumber(test.effect, { digits: 3 })}`,
    leastP(test), test.unpaired === 0 ? '' : `${test.unpaired} without a partner`,
  ].filter((part) => part !== '').join('; ');
}

/** Where so few pairs differ that the test cannot reject, that it cannot. */
function leastP({ pairs, ties }: PairedTest): string {
  const differ = pairs - ties;
  return differ > 0 && differ < 6 ? `of ${differ} that differ p cannot be below ${formatNumber(2 ** (1 - differ))}` : '';
}

const RUNS: FigureColumn = {
  key: 'runs', label: 'Runs', help: 'Runs that have ended, however they did',
  value: (row) => row.figures.runs,
  text: (row) => String(row.figures.runs), full: (row) => String(row.figures.runs),
  exported: [
    { column: numberColumn('runs', 'runs'), value: (row) => row.figures.runs },
    { column: numberColumn('infeasible', 'ended infeasible'), value: (row) => row.figures.ends.infeasible },
    { column: numberColumn('failed', 'failed'), value: (row) => row.figures.ends.failed },
    { column: numberColumn('stopped', 'stopped'), value: (row) => row.figures.ends.stopped },
  ],
};

const PROBLEMS: FigureColumn = {
  key: 'problems', label: 'Problems', help: 'Problems on which the method has runs',
  value: (row) => row.problems,
  text: (row) => String(row.problems), full: (row) => String(row.problems),
  exported: [{ column: numberColumn('problems', 'problems'), value: (row) => row.problems }],
};

/** Of what is compared, with runs that have none behind all others. */
function medianColumn({ by }: ComparedBy): FigureColumn {
  const [scale, unit] = by === 'gap' ? [100, '%'] as const : [1, 's'] as const;
  return {
    key: 'typical', label: `Median, ${unit}`, value: (row) => known(row.figures.typical),
    help: `Median ${comparedWords(by)}; runs without one count as worse than all others, so that it is infinite where half of them have none. Of a method over all problems, the median of its problems’ medians.`,
    text: (row) => formatNumber(scale * row.figures.typical),
    full: (row) => `${fullPrecision(scale * row.figures.typical)} ${unit}, of ${unitOf(row, row.problem === null ? row.problems : row.figures.runs)}`,
    tone: (row) => (row.figures.typical === Infinity ? 'lz-unproven' : null),
    exported: [
      { column: numberColumn('typical', `median ${comparedWords(by)}`, unit), value: (row) => scaled(row.figures.typical, scale) },
    ],
  };
}

const BEST: FigureColumn = {
  key: 'best', label: 'Best', help: 'Objective of the best feasible solution of these runs',
  value: (row) => row.figures.bestObjective, text: (row) => formatObjective(row.figures.bestObjective, { digits: 6, missing: '' }),
  full: (row) => fullPrecision(row.figures.bestObjective),
  exported: [{ column: numberColumn('best', 'best objective', undefined, 10), value: (row) => row.figures.bestObjective }],
};

function rankColumn({ by }: ComparedBy, rows: RowsOf): FigureColumn {
  return {
    key: 'rank', label: 'Rank',
    help: `Mean rank by ${comparedWords(by)}, 1 is the best, ties share their ranks: ${rows === 'methods' ? 'over the problems on which every method has runs, by its median on each' : 'over the seeds that all methods of the problem have; a method that draws nothing stands at each'}. A run without a solution ranks last.`,
    value: (row) => row.figures.rank, text: (row) => formatNumber(row.figures.rank, { digits: 3, missing: '' }),
    full: (row) => fullPrecision(row.figures.rank),
    exported: [{ column: numberColumn('rank', `mean rank by ${comparedWords(by)}`, undefined, 4), value: (row) => row.figures.rank }],
  };
}

function testColumns({ by }: ComparedBy, rows: RowsOf, baseline: string): FigureColumn[] {
  const pairs = rows === 'methods' ? 'problems, by the median on each' : 'equal seeds on the problem';
  const value = (pick: (test: PairedTest) => number) => (row: ComparisonRow): number | null =>
    (row.figures.test === null ? null : pick(row.figures.test));
  return [
    {
      key: 'wins', label: 'Win–tie–loss',
      help: `On how many ${rows === 'methods' ? 'problems' : 'seeds'} its ${comparedWords(by)} is better than, equal to and worse than that of “${baseline}”`,
      value: value(({ wins, losses }) => wins - losses),
      text: (row) => (row.figures.test === null ? '' : `${row.figures.test.wins}–${row.figures.test.ties}–${row.figures.test.losses}`),
      full: testFull,
      exported: [
        { column: numberColumn('pairs', 'pairs'), value: value((test) => test.pairs) },
        { column: numberColumn('wins', 'better'), value: value((test) => test.wins) },
        { column: numberColumn('ties', 'equal'), value: value((test) => test.ties) },
        { column: numberColumn('losses', 'worse'), value: value((test) => test.losses) },
      ],
    },
    {
      key: 'p', label: 'p (Holm)',
      help: `Wilcoxon’s signed-rank test of ${comparedWords(by)} against “${baseline}”, two-sided, over pairs of ${pairs}; exact up to 100 pairs that differ. It assumes that pairs are independent and that, were there no difference, differences would be symmetric about 0; pairs that are equal are left out. Corrected by Holm for all tests of this table.`,
      value: value((test) => test.corrected), full: testFull,
      text: (row) => (row.figures.test === null ? '' : formatP(row.figures.test.corrected)),
      exported: [
        { column: numberColumn('p', 'p (Wilcoxon)', undefined, 4), value: value((test) => test.p) },
        { column: numberColumn('corrected', 'p (Holm)', undefined, 4), value: value((test) => test.corrected) },
        { column: numberColumn('effect', 'rank-biserial correlation', undefined, 4), value: value((test) => test.effect) },
      ],
    },
  ];
}

/** @param withIntegrals whether primal integrals are known */
export function figureColumns(asked: ComparedBy, rows: RowsOf, baseline: string, withIntegrals: boolean): readonly FigureColumn[] {
  const gap = meanColumn(
    'gap', 'Gap', '%', 100, '(objective − reference) / max(10⁻⁹, |reference|) of the best solution, positive is worse.',
  );
  const seconds = meanColumn('seconds', 'Time', 's', 1, 'Seconds that a run has computed, whatever it came to.');
  const integral = meanColumn(
    'integral', 'Primal integral', 's', 1,
    'Berthold’s: the integral of |z − z*| / max(|z|, |z*|), 1 before the first solution, over the time of the longest run on the problem.',
  );
  return [
    ...(rows === 'methods' ? [PROBLEMS] : []), RUNS,
    shareColumn(
      'solved', 'Solved', 'have a feasible solution', 'Runs with a feasible solution, of those that have ended',
      (row) => row.figures.ends.solved,
    ),
    shareColumn(
      'reached', 'Reached', 'are within the target', 'Runs whose gap is at most the target, of those that have ended',
      (row) => row.figures.reached,
    ),
    ...(rows === 'problems'
      ? [
        meanColumn('objective', 'Objective', null, 1, 'Of the best solution, in the problem’s own sense.'), BEST,
      ] : []),
    gap, medianColumn(asked), seconds, ...(withIntegrals ? [integral] : []), rankColumn(asked, rows),
    ...testColumns(asked, rows, baseline),
  ];
}
