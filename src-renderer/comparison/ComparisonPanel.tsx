/** Methods compared over problems and seeds, as a table: a row a method, or one a problem and method. */
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import { COMPARED_NAMES } from '../../src-science/statistics/comparison.ts';
import { useProblems, useRunsQuery, useSession } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Choice } from '../common/PanelTools.tsx';
import { Swatch } from '../common/Swatch.tsx';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { solveOrOpen } from '../parts/first-step.ts';
import { textWidth } from '../plot/place-labels.ts';
import { useSelection } from '../state/selection.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import { comparisonNotes, comparisonRows } from './comparison-rows.ts';
import type { ComparisonRow } from './comparison-rows.ts';
import { figureColumns } from './comparison-columns.ts';
import { useComparisonState } from './comparison-state.ts';
import { comparisonTable, friedmanSentence } from './comparison-table.ts';
import { ComparisonTools } from './ComparisonTools.tsx';
import { useComparison } from './use-comparison.ts';
import './comparison.css';

const BASELINE = 'baseline';

const METHOD: DenseColumn<ComparisonRow> = {
  kind: 'text', key: 'method', label: 'Method', width: 'minmax(128px, 1.6fr)', help: 'What the runs go by', text: (row) => row.method.name,
  render: (row) => (
    <span className="lz-method row-tight" title={row.method.name}>
      <Swatch run={row.method.run} />
      <span className="truncate">{row.method.name}</span>
      {row.isBaseline && <span className="dim">{BASELINE}</span>}
    </span>
  ),
};
const PROBLEM: DenseColumn<ComparisonRow> = {
  kind: 'text', key: 'problem', label: 'Problem', width: 'minmax(90px, 0.9fr)', text: (row) => row.problem?.name ?? '', mono: true,
};

/** Beside a text, px: padding, and of a method its color. */
const CELL_ROOM = 17;
const NAME_ROOM = 36;
const MOST_CELL = 150;
const MOST_NAME = 300;

const nameWords = ({ method, isBaseline }: ComparisonRow): string => (isBaseline ? `${method.name} ${BASELINE}` : method.name);

/** A grid track that holds the heading and each of the texts, within reason. */
function fittingWidth(heading: string, texts: readonly string[], room: number, most: number, share: number): string {
  const widest = texts.reduce((width, text) => Math.max(width, textWidth(text, 12)), textWidth(heading, 11));
  return `minmax(${Math.ceil(Math.min(most, widest + room))}px, ${share}fr)`;
}

export function ComparisonPanel(): JSX.Element {
  const { compared, comparison, asked, improvements } = useComparison(false);
  const shown = useComparisonState((state) => state.rows);
  const which = useComparisonState((state) => state.which);
  const change = useComparisonState((state) => state.change);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const query = useRunsQuery();
  const session = useSession().data?.name ?? 'Session';
  const problemCount = useProblems().length;
  const selectRuns = useSelection((state) => state.selectRuns);
  const hoverRun = useSelection((state) => state.hoverRun);
  const selectedIds = useSelection((state) => state.selectedRunIds);

  const rows = useMemo(() => comparisonRows(compared, comparison, asked, shown), [compared, comparison, asked, shown]);
  const baseline = compared.methods[asked.baseline]?.name ?? '';
  const withIntegrals = asked.by === 'integral' && improvements.byRun !== null;
  const columns = useMemo(() => figureColumns(asked, shown, baseline, withIntegrals), [asked, shown, baseline, withIntegrals]);
  const dense = useMemo((): readonly DenseColumn<ComparisonRow>[] => [
    ...(shown === 'problems' ? [PROBLEM] : []),
    { ...METHOD, width: fittingWidth(METHOD.label, rows.map(nameWords), NAME_ROOM, MOST_NAME, 1.6) },
    ...columns.map((column) => ({
      kind: 'number' as const, ...column, width: fittingWidth(column.label, rows.map(column.text), CELL_ROOM, MOST_CELL, 0.7),
    })),
  ], [columns, rows, shown]);
  const selectedKey = useMemo(() => {
    const chosen = new Set(selectedIds);
    return rows.find(({ runIds }) => runIds.length === chosen.size && runIds.every((id) => chosen.has(id)))?.key ?? null;
  }, [rows, selectedIds]);

  if (query.isError) {
    return <ErrorNote error={errorValueOf(query.error)} action={{ label: 'Try again', run: () => void query.refetch() }} />;
  }
  const friedman = shown === 'methods' ? friedmanSentence(comparison, asked) : '';
  const notes = [
    ...(improvements.come < 1 ? [`Reading the records of runs: ${Math.floor(100 * improvements.come)} %.`] : []),
    ...(improvements.damaged.length > 0
      ? [`The record of run ${improvements.damaged.join(', ')} is damaged: its primal integral counts what it ended with.`] : []),
    ...comparisonNotes(compared, comparison, asked), ...(friedman === '' ? [] : [friedman]),
  ];
  return (
    <>
      <ComparisonTools
        label="Comparison"
        compared={compared}
        compares={COMPARED_NAMES}
        withBaseline
        end={
          <ExportMenu
            what="comparison"
            table={() => comparisonTable(compared, comparison, asked, rows, columns, shown, session)}
            disabled={rows.length === 0}
          />
        }
      >
        <Choice
          label="A row for each"
          value={shown}
          onChange={(next) => change({ rows: next })}
          options={[{ value: 'methods', label: 'methods' }, { value: 'problems', label: 'by problem' }]}
        />
      </ComparisonTools>
      {improvements.error !== null && <ErrorNote error={errorValueOf(improvements.error)} />}
      {rows.length === 0 ? (
        <Empty
          text={which === 'selected'
            ? 'Select finished runs in the run table to compare their methods here: means with their errors, ranks and paired tests.'
            : 'Finished solves, descents and decodings will be compared here, method by method: means with their errors, ranks and paired tests.'}
          actions={which === 'selected' ? [{ label: 'Compare all runs', run: () => change({ which: 'all' }) }] : solveOrOpen(problemCount)}
        />
      ) : (
        <>
          <DenseTable
            label="Comparison of methods"
            columns={dense}
            rows={rows}
            rowKey={(row) => row.key}
            sorting={sorting}
            onSort={setSorting}
            selectedKey={selectedKey}
            onSelect={(row) => selectRuns(row.runIds)}
            onHover={(row) => hoverRun(row?.runIds[0] ?? null)}
          />
          <div className="lz-note-bar selectable">{notes.join(' ')}</div>
        </>
      )}
    </>
  );
}
