/**
 * Monte Carlo estimates at a glance: each with its standard error, the exact value where known, what
 * the z-score says in words; for a gradient its direction against the true one, and below the table
 * its coordinates as a chart or a table.
 */
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { EstimateResultValue } from '../../src-contract/job-event.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { summaryInterval } from '../../src-science/estimation/summary-interval.ts';
import { detailQuery, useRuns } from '../api/queries.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { useStableList } from '../common/use-stable-list.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { Empty } from '../common/Empty.tsx';
import { ALL_AGREE, formatCount, formatDuration, formatEstimate, formatInterval, formatNumber, fullPrecision } from '../format/index.ts';
import { runCommand } from '../state/command-actions.ts';
import { firstRuns } from '../parts/first-runs.ts';
import { useSelection } from '../state/selection.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import { GradientView } from './GradientView.tsx';
import { judge } from './estimate-verdict.ts';
import type { Verdict } from './estimate-verdict.ts';
import './compare.css';

type Estimate = EstimateResultValue['estimate'];
type Interval = { readonly lower: number; readonly upper: number };

interface EstimateRow {
  readonly run: RunSummary;
  /** null until its details have arrived, or where it has no result. */
  readonly estimate: Estimate | null;
  readonly z: number | null;
  readonly verdict: Verdict | null;
}

const QUANTITY_WORDS: Readonly<Record<NonNullable<RunSummary['quantity']>, string>> = {
  loss: 'loss', penalty: 'penalty', feasibility: 'P(feasible)', gradient: 'gradient',
};

function estimateRow(run: RunSummary, estimate: Estimate | null): EstimateRow {
  if (estimate === null) return { run, estimate, z: run.z, verdict: null };
  if (estimate.quantity === 'gradient') {
    const free = estimate.standardError.reduce((count, error) => count + (error > 0 ? 1 : 0), 0);
    return { run, estimate, z: estimate.maxAbsZ, verdict: judge(estimate.maxAbsZ, Math.max(1, free), estimate.evaluation === 'sampled') };
  }
  return { run, estimate, z: estimate.z, verdict: judge(estimate.z) };
}

function exactText(estimate: Estimate | null): string {
  if (estimate === null || estimate.quantity === 'gradient' || estimate.exact === null) return 'none';
  const { value, lower, upper } = estimate.exact;
  return lower === upper ? formatNumber(value, { digits: 6 }) : 'not known';
}

/** The ends of a bracket with one digit more than tells them apart. */
export function bracketText({ lower, upper }: Interval): string {
  for (let digits = 3; digits < 12; digits++) {
    if (formatNumber(lower, { digits }) !== formatNumber(upper, { digits })) {
      return `${formatNumber(lower, { digits: digits + 1 })} to ${formatNumber(upper, { digits: digits + 1 })}`;
    }
  }
  return `${fullPrecision(lower)} to ${fullPrecision(upper)}`;
}

/** The exact value; null where only a bracket of it is certified. */
function exactValue(estimate: Estimate | null): number | null {
  if (estimate === null || estimate.quantity === 'gradient' || estimate.exact === null) return null;
  return estimate.exact.lower === estimate.exact.upper ? estimate.exact.value : null;
}

function bracketOf(estimate: Estimate | null): Interval | null {
  if (estimate === null || estimate.quantity === 'gradient' || estimate.exact === null) return null;
  const { lower, upper } = estimate.exact;
  return lower === upper ? null : { lower, upper };
}

/** The 95 % interval: as stored, or, of earlier versions, as far as mean and error tell it. */
function intervalOf(run: RunSummary, estimate: Estimate | null): Interval | null {
  if (estimate !== null && estimate.quantity !== 'gradient' && estimate.interval !== undefined) return estimate.interval;
  return summaryInterval(run);
}

/**
 * The estimate with its error. A share of which every sample says the same has a standard error of
 * zero and is not certain for that: it is given with its 95 % bound (Clopper–Pearson) instead. Of another
 * quantity the error is then not known, unless nothing but this number could come out.
 */
export function meanText(
  run: Pick<RunSummary, 'quantity' | 'mean' | 'standardError' | 'samples'>, interval: Interval | null = summaryInterval(run),
): string {
  if (run.quantity === 'gradient') return 'see below';
  if (run.quantity === 'feasibility' && interval !== null && (run.mean === 0 || run.mean === 1)) {
    const { lower, upper } = interval;
    return run.mean === 0
      ? `0, < ${formatNumber(upper, { digits: 2 })}`
      : `1, > ${formatNumber(lower, { digits: Math.min(15, Math.ceil(-Math.log10(1 - lower)) + 1) })}`;
  }
  if (interval !== null && interval.lower === interval.upper && run.standardError === 0) return formatNumber(run.mean, { digits: 6 });
  return formatEstimate(run.mean, run.standardError);
}

const isCertain = (interval: Interval | null): boolean => interval !== null && interval.lower === interval.upper;

const VERDICT_ICON = { good: IconCheck, doubt: IconAlertTriangle, bad: IconX, quiet: IconMinus } as const;

function VerdictWord({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  if (verdict === null) return <span className="dim">none</span>;
  const Icon = VERDICT_ICON[verdict.tone];
  const chance = verdict.chance === null
    ? undefined
    : `An honest estimate deviates this much with chance ${formatNumber(verdict.chance, { digits: 2 })}`;
  return (
    <span className="lz-word" data-tone={verdict.tone} title={chance}>
      <Icon size={13} aria-hidden />
      {verdict.words}
    </span>
  );
}

const COLUMNS: readonly DenseColumn<EstimateRow>[] = [
  { kind: 'number', key: 'run', label: '#', width: '44px', value: (row) => row.run.id, text: (row) => String(row.run.id) },
  { kind: 'text', key: 'problem', label: 'problem', width: 'minmax(72px, 1fr)', text: (row) => row.run.problemName },
  {
    kind: 'text', key: 'quantity', label: 'quantity', width: '86px',
    text: (row) => (row.run.quantity === null ? 'none' : QUANTITY_WORDS[row.run.quantity]),
  },
  { kind: 'text', key: 'scheme', label: 'scheme', width: 'minmax(132px, 1fr)', text: (row) => row.run.scheme ?? '' },
  {
    kind: 'number',
    key: 'mean',
    label: 'mean(error)',
    width: 'minmax(124px, 1fr)',
    help: 'The error in parentheses applies to the last digits: 0.2904(2) is 0.2904 ± 0.0002',
    value: (row) => row.run.mean,
    text: (row) => meanText(row.run, intervalOf(row.run, row.estimate)),
    full: (row) => (row.run.mean === null
      ? ''
      : row.run.standardError === 0
      ? `${fullPrecision(row.run.mean)}; ${ALL_AGREE}`
      : `${fullPrecision(row.run.mean)} ± ${fullPrecision(row.run.standardError)}`),
  },
  {
    kind: 'text',
    key: 'interval',
    label: '95 % interval',
    width: 'minmax(172px, 1.2fr)',
    help: 'Holds the true value with 95 %; good also near probabilities of 0 and 1 and where all samples agree',
    text: (row) => {
      const interval = intervalOf(row.run, row.estimate);
      return interval === null ? '' : formatInterval(interval, row.run.quantity === 'feasibility');
    },
  },
  {
    kind: 'number',
    key: 'exact',
    label: 'exact',
    width: 'minmax(92px, 1fr)',
    help: 'Computed without sampling, where the rows allow it',
    value: (row) => exactValue(row.estimate),
    text: (row) => exactText(row.estimate),
    full: (row) => {
      const bracket = bracketOf(row.estimate);
      const value = exactValue(row.estimate);
      return bracket !== null
        ? `not known; certified between ${fullPrecision(bracket.lower)} and ${fullPrecision(bracket.upper)}`
        : value === null
        ? ''
        : fullPrecision(value);
    },
  },
  {
    kind: 'text',
    key: 'bracket',
    label: 'certified bracket',
    width: 'minmax(172px, 1.2fr)',
    help: 'Holds the exact value for certain, where that is not known itself',
    text: (row) => {
      const bracket = bracketOf(row.estimate);
      return bracket === null ? '' : bracketText(bracket);
    },
  },
  {
    kind: 'number', key: 'z', label: 'z', width: '66px',
    help: '(mean − exact) / standard error; of a gradient the largest |z| over its coordinates', value: (row) => row.z,
    text: (row) => (row.z === null ? 'none' : formatNumber(row.z, { digits: 3, signed: row.run.quantity !== 'gradient' })),
  },
  {
    kind: 'text', key: 'verdict', label: 'verdict', width: '122px',
    help: 'What z says: agrees with the exact value, doubtful (chance below 1 %), or differs (below 0.01 %)',
    text: (row) => row.verdict?.words ?? '', render: (row) => <VerdictWord verdict={row.verdict} />,
  },
  {
    kind: 'number',
    key: 'cosine',
    label: 'cosine',
    width: '72px',
    help: 'Cosine between the estimated penalty gradient and the true one: 1 is the same direction',
    value: (row) => (row.estimate?.quantity === 'gradient' ? row.estimate.cosineToTrue : null),
    text: (row) => (row.estimate?.quantity === 'gradient' ? formatNumber(row.estimate.cosineToTrue) : ''),
    full: (row) => (row.estimate?.quantity === 'gradient' ? fullPrecision(row.estimate.cosineToTrue) : ''),
  },
  {
    kind: 'number', key: 'samples', label: 'samples', width: '86px', value: (row) => row.run.samples,
    text: (row) => formatCount(row.run.samples),
  },
  {
    kind: 'number', key: 'seconds', label: 'time', width: '80px', value: (row) => row.run.seconds,
    text: (row) => formatDuration(row.run.seconds), full: (row) => `${fullPrecision(row.run.seconds)} s`,
  },
];

function estimateTable(rows: readonly EstimateRow[]): ExportTable {
  return {
    title: 'estimates',
    columns: [
      { key: 'run', label: 'run', numeric: true },
      { key: 'problem', label: 'problem', numeric: false },
      { key: 'quantity', label: 'quantity', numeric: false },
      { key: 'scheme', label: 'scheme', numeric: false },
      { key: 'samples', label: 'samples', numeric: true },
      { key: 'mean', label: 'mean', numeric: true },
      { key: 'standardError', label: 'standard error', numeric: true },
      { key: 'lower95', label: '95 % interval from', numeric: true },
      { key: 'upper95', label: '95 % interval to', numeric: true },
      { key: 'exact', label: 'exact', numeric: true },
      { key: 'exactLower', label: 'certified from', numeric: true },
      { key: 'exactUpper', label: 'certified to', numeric: true },
      { key: 'z', label: 'z', numeric: true },
      { key: 'verdict', label: 'verdict', numeric: false },
      { key: 'cosine', label: 'cosine to true', numeric: true },
      { key: 'seed', label: 'seed', numeric: true },
      { key: 'seconds', label: 'time', unit: 's', numeric: true },
    ],
    rows: rows.map(({ run, estimate, z, verdict }) => [
      run.id,
      run.problemName,
      run.quantity,
      run.scheme,
      run.samples,
      run.mean,
      // An error of 0 is none that is known, but where nothing else can come out.
      run.standardError === 0 && !isCertain(intervalOf(run, estimate)) ? null : run.standardError,
      intervalOf(run, estimate)?.lower ?? null,
      intervalOf(run, estimate)?.upper ?? null,
      exactValue(estimate),
      bracketOf(estimate)?.lower ?? null,
      bracketOf(estimate)?.upper ?? null,
      z,
      verdict?.words ?? null,
      estimate?.quantity === 'gradient' ? estimate.cosineToTrue : null,
      run.seed,
      run.seconds,
    ]),
    caption: `${rows.length} ${rows.length === 1 ? 'estimate' : 'estimates'}; z is (mean - exact)/standard error, of gradients the largest |z| over coordinates`,
  };
}

/** Columns that tell nothing are left out: the problem where there is one, brackets, schemes and cosines where there is none. */
function estimateColumns(several: boolean, bracketed: boolean, withGradients: boolean): readonly DenseColumn<EstimateRow>[] {
  const said = { problem: several, bracket: bracketed, scheme: withGradients, cosine: withGradients } as Readonly<Record<string, boolean>>;
  return COLUMNS.filter(({ key }) => said[key] !== false);
}

/** Each estimate listed is an answer asked for. */
const MOST_LISTED = 500;

export function EstimatesPanel(): JSX.Element {
  const allRuns = useRuns();
  const selected = useSelectedRuns();
  const selectRuns = useSelection((state) => state.selectRuns);
  const selectedRunIds = useSelection((state) => state.selectedRunIds);
  const focusedRunId = useSelection((state) => state.focusedRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const { runs, note: leftOut } = useMemo(
    () => firstRuns(selected.filter((run) => run.kind === 'estimate'), MOST_LISTED, 'Listed'), [selected],
  );
  const details = useQueries({ queries: runs.map((run) => detailQuery(run.id)) });
  const results = useStableList(details.map((detail) => detail.data?.result ?? null));
  const rows = useMemo(
    () =>
      runs.map((run, index) => {
        const result = results[index] ?? null;
        return estimateRow(run, result?.kind === 'estimate' ? result.estimate : null);
      }),
    [runs, results],
  );

  const several = new Set(runs.map((run) => run.problemId)).size > 1;
  const bracketed = rows.some((row) => bracketOf(row.estimate) !== null);
  const withGradients = runs.some((run) => run.quantity === 'gradient');
  const columns = useMemo(() => estimateColumns(several, bracketed, withGradients), [several, bracketed, withGradients]);

  if (runs.length === 0) {
    const estimates = allRuns.filter((run) => run.kind === 'estimate');
    return estimates.length > 0 ? (
      <Empty text="Select estimates in the run table to read them side by side." actions={[{
        label: `Select ${estimates.length === 1 ? 'the estimate' : `all ${estimates.length} estimates`}`,
        run: () => selectRuns(estimates.map((run) => run.id)),
      }]} />
    ) : (
      <Empty
        text="Estimates of loss, penalty, feasibility and gradients at a point x̂ will stand here with their standard errors, beside the exact values."
        actions={[{ label: 'New estimate…', run: () => void runCommand('new-estimate-run') }]}
      />
    );
  }
  const gradients = rows.filter((row) => row.estimate?.quantity === 'gradient');
  const shown = gradients.find((row) => row.run.id === focusedRunId) ?? gradients[0] ?? null;
  return (
    <div className="lz-split">
      <div className="lz-split-top" style={shown === null ? { flex: '1 1 0', borderBottom: 0 } : undefined}>
        <DenseTable
          label="Estimates"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.run.id}
          sorting={sorting}
          onSort={setSorting}
          selectedKey={shown?.run.id ?? null}
          onSelect={(row) => selectRuns(selectedRunIds, row.run.id)}
          onHover={(row) => hoverRun(row?.run.id ?? null)}
        />
        <div style={{ padding: 4, borderLeft: '1px solid var(--lz-border)' }}>
          <ExportMenu what="estimates" table={() => estimateTable(rows)} disabled={rows.length === 0} />
        </div>
      </div>
      {shown !== null && shown.estimate?.quantity === 'gradient' && (
        <div className="lz-split-bottom">
          <GradientView key={shown.run.id} run={shown.run} estimate={shown.estimate} />
        </div>
      )}
      {leftOut !== null && <div className="lz-note-bar">{leftOut}</div>}
    </div>
  );
}
