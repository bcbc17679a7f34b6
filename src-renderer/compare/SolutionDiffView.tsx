/** The difference of two solutions: a line of facts, then the variables that differ, or the rows violated. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { useProblemVariables } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatCount, formatMeasuredGap, formatNumber, formatObjective, fullPrecision } from '../format/index.ts';
import { showViolatedRows } from '../state/program-view.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import { MarginalFilter, useMarginalFilter } from './MarginalFilter.tsx';
import { compareSolutions, isInRange } from './solution-diff.ts';
import type { ListedSolution, RowViolation, VariableDifference } from './solution-diff.ts';
import './compare.css';

const VARIABLE_COLUMNS: readonly DenseColumn<VariableDifference>[] = [
  {
    kind: 'text', key: 'name', label: 'variable', width: 'minmax(120px, 2fr)', text: (row) => row.name, mono: true,
    render: (row) => (row.isSlack
      ? <span className="truncate" title="Slack bit: 1 where the cost of this soft constraint is paid, which may then be broken">{row.name} <span className="dim">slack</span></span>
      : row.name),
  },
  {
    kind: 'number', key: 'cost', label: 'cost', width: '110px', help: 'Objective coefficient cⱼ, in the problem’s own sense',
    value: (row) => row.cost, text: (row) => formatNumber(row.cost), full: (row) => fullPrecision(row.cost),
  },
  {
    kind: 'number', key: 'a', label: 'A', width: '64px', help: 'Value in solution A', value: (row) => row.a,
    text: (row) => formatNumber(row.a),
  },
  {
    kind: 'number', key: 'b', label: 'B', width: '64px', help: 'Value in solution B', value: (row) => row.b,
    text: (row) => formatNumber(row.b),
  },
  {
    kind: 'number',
    key: 'contribution',
    label: 'contribution',
    width: 'minmax(120px, 1fr)',
    help: 'cⱼ · (A − B): what the variable adds to objective(A) − objective(B)',
    value: (row) => row.contribution,
    text: (row) => formatNumber(row.contribution, { signed: true }),
    full: (row) => fullPrecision(row.contribution),
  },
];

const marginalColumn = (xHat: ArrayLike<number>): DenseColumn<VariableDifference> => ({
  kind: 'number', key: 'xHat', label: 'x̂', width: '84px',
  help: 'The marginal at the point chosen above; of an integer variable, of its first bit',
  value: (row) => xHat[row.index] ?? Number.NaN, text: (row) => formatNumber(xHat[row.index] ?? null),
  full: (row) => fullPrecision(xHat[row.index] ?? Number.NaN),
});

const rowColumns = (show: (row: RowViolation) => void): readonly DenseColumn<RowViolation>[] => [
  {
    kind: 'text', key: 'name', label: 'row', width: 'minmax(120px, 2fr)', text: (row) => row.name, mono: true,
    render: (row) => (
      <button
        type='button'
        className='lz-link truncate'
        title={`Shows ${row.name} among the rows of the problem`}
        onClick={() => show(row)}
      >
        {row.name}
      </button>
    ),
  },
  { kind: 'text', key: 'solution', label: 'violated by', width: '92px', text: (row) => row.solution },
  {
    kind: 'number', key: 'activity', label: 'activity', width: '120px', help: 'aᵢᵀx', value: (row) => row.activity,
    text: (row) => formatNumber(row.activity), full: (row) => fullPrecision(row.activity),
  },
  { kind: 'text', key: 'relation', label: '', width: '40px', text: (row) => row.relation },
  {
    kind: 'number', key: 'bound', label: 'bound', width: '120px', help: 'The bound that is broken', value: (row) => row.bound,
    text: (row) => formatNumber(row.bound), full: (row) => fullPrecision(row.bound),
  },
  {
    kind: 'number', key: 'amount', label: 'violated by amount', width: 'minmax(120px, 1fr)',
    help: 'How far the activity is beyond the bound', value: (row) => row.amount, text: (row) => formatNumber(row.amount),
    full: (row) => fullPrecision(row.amount),
  },
];

const nameKey = (row: VariableDifference): number => row.index;
const violationKey = (row: RowViolation): string => `${row.solution}/${row.name}/${row.relation}`;

export interface SolutionDiffViewProps {
  readonly a: ListedSolution;
  readonly b: ListedSolution;
  readonly problem: ProblemSummary | null;
}

function title(one: ListedSolution): string {
  return one.isReference ? one.label : `#${one.runId} ${one.solution.source}${one.place === null ? '' : `, no. ${one.place}`}`;
}

export function SolutionDiffView({ a, b, problem }: SolutionDiffViewProps): JSX.Element {
  const [tab, setTab] = useState<'variables' | 'rows'>('variables');
  const [filter, setFilter] = useState('');
  const [variableSorting, setVariableSorting] = useState<Sorting | null>(null);
  const [rowSorting, setRowSorting] = useState<Sorting | null>(null);
  const variables = useProblemVariables(a.problemId);
  const difference = useMemo(
    () => (variables.data === undefined ? null : compareSolutions(a.solution, b.solution, variables.data, problem?.sense ?? 'min')),
    [a.solution, b.solution, variables.data, problem?.sense],
  );
  const wanted = filter.trim().toLowerCase();
  const byMarginal = useMarginalFilter(a, b);
  const { xHat, range } = byMarginal;
  const named = useMemo(
    () => difference?.variables.filter((row) => row.name.toLowerCase().includes(wanted)) ?? [], [difference, wanted],
  );
  const shownVariables = useMemo(
    () => (xHat === null ? named : named.filter((row) => isInRange(row, xHat, range))), [named, xHat, range],
  );
  const variableColumns = useMemo(
    () => (xHat === null ? VARIABLE_COLUMNS : [...VARIABLE_COLUMNS, marginalColumn(xHat)]), [xHat],
  );
  const shownRows = useMemo(
    () => difference?.violations.filter((row) => row.name.toLowerCase().includes(wanted)) ?? [], [difference, wanted],
  );

  const violationColumns = useMemo(() => rowColumns((row) => {
    const { runId, problemId, key } = row.solution === 'A' ? a : b;
    const place = Number(key.split('/')[1]);
    showViolatedRows({ id: runId, problemId }, Number.isInteger(place) ? place : null, row.name);
  }), [a, b]);

  if (variables.error !== null) {
    return (
      <div style={{ padding: 12 }}>
        <ErrorNote error={errorValueOf(variables.error)} />
      </div>
    );
  }
  if (difference === null) return <div className="lz-dense-empty">Comparing…</div>;
  const sameObjective = difference.objective === 0;
  const better = problem === null || sameObjective ? null : (problem.sense === 'min') === difference.objective < 0 ? 'A' : 'B';

  const table = (): ExportTable => {
    const caption = `${problem?.name ?? 'problem'}: A = ${title(a)}, B = ${title(b)}; Hamming distance ${difference.hamming}; objective(A) - objective(B) = ${fullPrecision(difference.objective)}`;
    if (tab === 'rows') {
      return {
        title: `${problem?.name ?? 'problem'} violated rows`,
        columns: [
          { key: 'row', label: 'row', numeric: false },
          { key: 'solution', label: 'violated by', numeric: false },
          { key: 'activity', label: 'activity', numeric: true },
          { key: 'relation', label: 'relation', numeric: false },
          { key: 'bound', label: 'bound', numeric: true },
          { key: 'amount', label: 'amount', numeric: true },
        ],
        rows: shownRows.map((row) => [row.name, row.solution, row.activity, row.relation, row.bound, row.amount]),
        caption,
      };
    }
    return {
      title: `${problem?.name ?? 'problem'} difference of solutions`,
      columns: [
        { key: 'variable', label: 'variable', numeric: false },
        { key: 'cost', label: 'cost', numeric: true },
        { key: 'a', label: 'A', numeric: true },
        { key: 'b', label: 'B', numeric: true },
        { key: 'contribution', label: 'contribution', numeric: true },
        ...(xHat === null ? [] : [{ key: 'xHat', label: 'x̂', numeric: true }]),
      ],
      rows: shownVariables.map((row) =>
        [row.name, row.cost, row.a, row.b, row.contribution, ...(xHat === null ? [] : [xHat[row.index] ?? Number.NaN])]),
      caption: xHat === null ? caption : `${caption}; ${byMarginal.words}`,
    };
  };

  return (
    <>
      <PanelTools label="Difference of two solutions" end={<ExportMenu what="difference" table={table} disabled={false} />}>
        <Choice
          label="What differs"
          value={tab}
          onChange={setTab}
          options={[
            { value: 'variables', label: `Variables that differ (${formatCount(difference.hamming)})` },
            { value: 'rows', label: `Violated rows (${formatCount(difference.violations.length)})` },
          ]}
        />
        <TextInput
          aria-label="Filter by name"
          placeholder="Filter by name"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          leftSection={<IconSearch size={13} aria-hidden />}
          w={180}
        />
        {tab === 'variables' && <MarginalFilter filter={byMarginal} shown={shownVariables.length} of={named.length} />}
      </PanelTools>
      <dl className="lz-diff-facts" style={{ margin: 0 }}>
        <div>
          <dt>A</dt>
          <dd>
            {title(a)}: {formatObjective(a.solution.objective, { digits: 8 })}
            {a.gap !== null && <span className="dim"> ({formatMeasuredGap(a.measured)})</span>}
          </dd>
        </div>
        <div>
          <dt>B</dt>
          <dd>
            {title(b)}: {formatObjective(b.solution.objective, { digits: 8 })}
            {b.gap !== null && <span className="dim"> ({formatMeasuredGap(b.measured)})</span>}
          </dd>
        </div>
        <div title={fullPrecision(difference.objective)}>
          <dt>objective A − B</dt>
          <dd>
            {formatNumber(difference.objective, { signed: true, digits: 6 })}
            {better !== null && <span className="dim">, {better} is better</span>}
          </dd>
        </div>
        <div>
          <dt>Hamming distance</dt>
          <dd>
            {formatCount(difference.hamming)} of {formatCount(difference.length)}
          </dd>
        </div>
        <div>
          <dt>{variables.data?.integers === undefined ? 'ones' : 'not 0'}</dt>
          <dd>
            {formatCount(difference.onesInA)} and {formatCount(difference.onesInB)}
          </dd>
        </div>
      </dl>
      {tab === 'variables' ? (
        <DenseTable
          label="Variables that differ"
          columns={variableColumns}
          rows={shownVariables}
          rowKey={nameKey}
          sorting={variableSorting}
          onSort={setVariableSorting}
          empty={difference.hamming === 0
            ? 'The two solutions are the same vector.'
            : named.length === 0 ? 'No differing variable has this name.' : 'No differing variable has its x̂ in this range.'}
        />
      ) : (
        <DenseTable
          label="Violated rows"
          columns={violationColumns}
          rows={shownRows}
          rowKey={violationKey}
          sorting={rowSorting}
          onSort={setRowSorting}
          empty={difference.violations.length === 0 ? 'Neither solution violates a row.' : 'No violated row has this name.'}
        />
      )}
    </>
  );
}
