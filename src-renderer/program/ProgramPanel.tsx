/**
 * Rows and variables of the selected problem: as lists to sort and look through, beside a solution of the run in
 * view; small problems can be changed by hand and saved as new ones.
 */
import { Checkbox, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { ProblemSummary, SolutionView } from '../../src-contract/session.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { MOST_EDITED } from '../../src-science/program/editing.ts';
import { userValues } from '../../src-science/program/integers.ts';
import type { UserForm } from '../../src-science/program/integers.ts';
import { formToList, listedRows, listedVariables, rowAsText, rowsFound, rowsOf } from '../../src-science/program/listing.ts';
import type { ListedRow, ListedVariable } from '../../src-science/program/listing.ts';
import type { Program } from '../../src-science/program/program.ts';
import { useProblems, useProgram, useRun, useSolutions } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Choice, PanelTools } from '../common/PanelTools.tsx';
import { formatCount, formatNumber, fullPrecision } from '../format/index.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { solutionOptions } from '../parts/solution-options.ts';
import { useRunMarginals } from '../parts/use-run-marginals.ts';
import { BEST, chosenSolution } from '../parts/use-start-solution.ts';
import { runCommand } from '../state/command-actions.ts';
import { useProgramView } from '../state/program-view.ts';
import { useSelection } from '../state/selection.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import { EditView } from './EditView.tsx';
import './program.css';

export function ProgramPanel(): JSX.Element {
  const problems = useProblems();
  const selected = useSelection((state) => state.selectedProblemId);
  const problem = problems.find(({ id }) => id === selected) ?? problems[0] ?? null;
  const program = useProgram(problem?.id ?? null);
  if (problem === null) {
    return (
      <Empty
        text="The rows and variables of the selected problem are listed here. Open a problem, or add an example."
        actions={[
          { label: 'Open problem…', run: () => runCommand('open-problem') },
          { label: 'Add an example…', run: () => runCommand('open-example') },
        ]}
        quiet
      />
    );
  }
  if (program.error !== null) return <div style={{ padding: 12 }}><ErrorNote error={errorValueOf(program.error)} /></div>;
  if (program.data === undefined) return <div className="lz-dense-empty">Reading {problem.name}…</div>;
  return <ProgramLists key={problem.id} problem={problem} program={program.data} />;
}

const NO_ROWS: SolutionView['violatedRows'] = [];
const NO_SOLUTIONS: readonly SolutionView[] = [];
/** Terms in a cell, and of the row shown whole. */
const [IN_CELL, IN_WHOLE] = [12, 2000];
/** Names of rows listed of a variable. */
const MOST_NAMES = 12;

function ProgramLists({ problem, program }: { readonly problem: ProblemSummary; readonly program: Program }): JSX.Element {
  const { tab, filter, violatedOnly, solution: chosen, row, show } = useProgramView();
  const { form, refusal } = useMemo(() => formToList(program), [program]);
  const focused = useRun(useSelection((state) => state.focusedRunId));
  const run = focused?.problemId === problem.id ? focused : null;
  const solutions = useSolutions(run?.id ?? null).data ?? NO_SOLUTIONS;
  const which = chosen !== null && chosen in solutions ? String(chosen) : BEST;
  const solution = run === null ? null : chosenSolution(solutions, problem.sense, which);
  const { xHat } = useRunMarginals(run?.kind === 'descent' ? run.id : null, 'end');
  const values = useMemo(() => (solution === null ? null : userValues(program, solution.x)), [program, solution]);

  const small = form !== null && form.rowNames.length <= MOST_EDITED && form.variableNames.length <= MOST_EDITED;
  const tabs = (
    <Choice
      label="What is shown"
      value={tab}
      onChange={(next) => show({ tab: next })}
      options={[
        { value: 'rows', label: `Rows (${formatCount(form?.rowNames.length ?? problem.rows)})` },
        { value: 'variables', label: `Variables (${formatCount(form?.variableNames.length ?? problem.variables)})` },
        { value: 'edit', label: 'Edit' },
      ]}
    />
  );
  if (form === null) return <><PanelTools label="Program" end={null}>{tabs}</PanelTools><Empty text={refusal} /></>;
  if (tab === 'edit') {
    return small ? <EditView problem={problem} program={program} tabs={tabs} /> : (
      <>
        <PanelTools label="Program" end={null}>{tabs}</PanelTools>
        <Empty
          text={[
            `Problems of at most ${MOST_EDITED} rows and ${MOST_EDITED} variables are changed here; this one has`,
            `${formatCount(form.rowNames.length)} and ${formatCount(form.variableNames.length)}.`,
            'Export it, change its file, and open that.',
          ].join(' ')}
        />
      </>
    );
  }
  const tools = (
    <>
      {tabs}
      <TextInput
        aria-label={tab === 'rows' ? 'Filter rows' : 'Filter variables'}
        placeholder={tab === 'rows' ? 'Row, or a whole variable' : 'Part of a name'}
        title={tab === 'rows' ? 'Rows whose name holds this, and rows in which the variable of this name stands' : undefined}
        value={filter}
        onChange={(event) => show({ filter: event.currentTarget.value })}
        leftSection={<IconSearch size={13} aria-hidden />}
        w={180}
      />
      {solutions.length > 0 && run !== null && (
        <Select
          aria-label="Solution"
          title={`Activities are of this solution of run ${String(run.id)}`}
          data={solutionOptions(solutions, problem.sense)}
          value={which}
          onChange={(next) => show({ solution: next === null || next === BEST ? null : Number(next) })}
          w={230}
        />
      )}
    </>
  );
  return tab === 'rows'
    ? (
      <RowList
        problem={problem} form={form} values={values} solution={solution} runId={run?.id ?? null} tools={tools} filter={filter}
        violatedOnly={violatedOnly && solution !== null} row={row}
      />
    )
    : <VariableList problem={problem} program={program} form={form} values={values} xHat={xHat} tools={tools} filter={filter} />;
}

interface RowListProps {
  readonly problem: ProblemSummary;
  readonly form: UserForm;
  readonly values: readonly number[] | null;
  readonly solution: SolutionView | null;
  readonly runId: number | null;
  readonly tools: JSX.Element;
  readonly filter: string;
  readonly violatedOnly: boolean;
  readonly row: string | null;
}

function RowList({ problem, form, values, solution, runId, tools, filter, violatedOnly, row }: RowListProps): JSX.Element {
  const show = useProgramView((state) => state.show);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const all = useMemo(() => listedRows(form, values, solution?.violatedRows ?? NO_ROWS), [form, values, solution]);
  const shown = useMemo(
    () => rowsFound(form, violatedOnly ? all.filter(({ violated }) => violated) : all, filter), [form, all, violatedOnly, filter],
  );
  const columns = useMemo(() => rowColumns(form, values !== null), [form, values]);
  const selected = row === null ? null : (all.find(({ name }) => name === row) ?? null);
  const table = (): ExportTable => ({
    title: `${problem.name} rows`,
    columns: [
      { key: 'row', label: 'row', numeric: false },
      { key: 'class', label: 'class', numeric: false },
      { key: 'terms', label: 'terms', numeric: false },
      { key: 'nonzeros', label: 'nonzeros', numeric: true },
      { key: 'activity', label: 'activity', numeric: true },
      { key: 'slack', label: 'slack', numeric: true },
    ],
    rows: shown.map((one) => [one.name, one.rowClass ?? '', rowAsText(form, one.index), one.nonzeros, one.activity, one.slack]),
    caption: [
      `${problem.name}: ${String(shown.length)} of ${String(all.length)} rows`,
      ...(solution === null ? [] : [`at the solution ${solution.source} of run ${String(runId)}`]),
    ].join(', '),
  });
  const violatedCount = solution?.violatedRows.length ?? 0;
  return (
    <>
      <PanelTools label="Program" end={<ExportMenu what="rows" table={table} disabled={shown.length === 0} />}>
        {tools}
        {solution !== null && (
          <Checkbox
            label={`violated only (${formatCount(violatedCount)})`} checked={violatedOnly}
            onChange={(event) => show({ violatedOnly: event.currentTarget.checked })}
          />
        )}
      </PanelTools>
      <DenseTable
        label="Rows"
        columns={columns}
        rows={shown}
        rowKey={(one) => one.index}
        sorting={sorting}
        onSort={setSorting}
        selectedKey={selected?.index ?? null}
        onSelect={(one) => show({ row: one.name })}
        empty={
          violatedOnly && violatedCount === 0
            ? 'The solution violates no row.'
            : 'No row has this name, and no variable of this name stands in one.'
        }
      />
      {selected !== null && (
        <div className="lz-program-whole selectable" role="region" aria-label="Row">
          <span className="mono lz-program-name">{selected.name}:</span>{' '}
          <span className="mono">{rowAsText(form, selected.index, IN_WHOLE)}</span>
        </div>
      )}
    </>
  );
}

function rowColumns(form: UserForm, withSolution: boolean): readonly DenseColumn<ListedRow>[] {
  const atSolution: readonly DenseColumn<ListedRow>[] = withSolution
    ? [
      {
        kind: 'number', key: 'activity', label: 'activity', width: '96px', help: 'aᵢᵀx at the solution', value: (one) => one.activity,
        text: (one) => formatNumber(one.activity), full: (one) => (one.activity === null ? '' : fullPrecision(one.activity)),
      },
      {
        kind: 'number', key: 'slack', label: 'slack', width: '96px',
        help: 'How far the activity is from the nearer bound; below 0 where it is beyond it', value: (one) => one.slack,
        text: (one) => formatNumber(one.slack), full: (one) => (one.slack === null ? '' : fullPrecision(one.slack)),
        tone: (one) => (one.violated ? 'lz-program-violated' : null),
      },
    ]
    : [];
  return [
    { kind: 'text', key: 'name', label: 'row', width: 'minmax(90px, 1fr)', text: (one) => one.name, mono: true },
    {
      kind: 'text', key: 'class', label: 'class', width: '88px', text: (one) => one.rowClass ?? '',
      help: 'What kind of row it is, by its 0/1 solutions; rows with integer variables have none',
    },
    {
      kind: 'number', key: 'nonzeros', label: 'nz', width: '56px', help: 'Variables in the row', value: (one) => one.nonzeros,
      text: (one) => formatCount(one.nonzeros),
    },
    ...atSolution,
    {
      kind: 'text', key: 'terms', label: 'terms', width: 'minmax(220px, 4fr)', mono: true,
      text: (one) => rowAsText(form, one.index, IN_CELL),
    },
  ];
}

interface VariableListProps {
  readonly problem: ProblemSummary;
  readonly program: Program;
  readonly form: UserForm;
  readonly values: readonly number[] | null;
  readonly xHat: readonly number[] | null;
  readonly tools: JSX.Element;
  readonly filter: string;
}

function VariableList({ problem, program, form, values, xHat, tools, filter }: VariableListProps): JSX.Element {
  const show = useProgramView((state) => state.show);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const all = useMemo(() => listedVariables(program, form, values, xHat), [program, form, values, xHat]);
  const wanted = filter.trim().toLowerCase();
  const shown = useMemo(() => all.filter(({ name }) => name.toLowerCase().includes(wanted)), [all, wanted]);
  const columns = useMemo(() => variableColumns(values !== null, xHat !== null), [values, xHat]);
  const selected = chosen === null ? null : (all[chosen] ?? null);
  const names = useMemo(() => (selected === null ? [] : rowsOf(form, selected.index, MOST_NAMES)), [form, selected]);
  const rowsShown = (text: string, row: string | null): void => show({ tab: 'rows', filter: text, violatedOnly: false, row });
  const table = (): ExportTable => ({
    title: `${problem.name} variables`,
    columns: [
      { key: 'variable', label: 'variable', numeric: false },
      { key: 'cost', label: 'cost', numeric: true },
      { key: 'values', label: 'values', numeric: false },
      { key: 'rows', label: 'rows', numeric: true },
      { key: 'value', label: 'value', numeric: true },
      { key: 'expected', label: 'x̂', numeric: true },
    ],
    rows: shown.map((one) => [one.name, one.cost, one.values, one.rows, one.value, one.expected]),
    caption: `${problem.name}: ${String(shown.length)} of ${String(all.length)} variables`,
  });
  return (
    <>
      <PanelTools label="Program" end={<ExportMenu what="variables" table={table} disabled={shown.length === 0} />}>{tools}</PanelTools>
      <DenseTable
        label="Variables"
        columns={columns}
        rows={shown}
        rowKey={(one) => one.index}
        sorting={sorting}
        onSort={setSorting}
        selectedKey={chosen}
        onSelect={(one) => setChosen(one.index)}
        empty="No variable has this name."
      />
      {selected !== null && (
        <div className="lz-program-whole" role="region" aria-label="Variable">
          <span className="mono lz-program-name selectable">{selected.name}</span>{' '}
          {selected.rows === 0 ? 'stands in no row.' : 'stands in '}
          {names.map((name, k) => (
            <span key={name}>
              {k > 0 && ', '}
              <button type="button" className="lz-link mono" onClick={() => rowsShown('', name)}>{name}</button>
            </span>
          ))}
          {selected.rows > names.length && (
            <>
              {' and '}
              <button type="button" className="lz-link" onClick={() => rowsShown(selected.name, null)}>
                {formatCount(selected.rows - names.length)} more
              </button>
            </>
          )}
        </div>
      )}
    </>
  );
}

function variableColumns(withSolution: boolean, withMarginals: boolean): readonly DenseColumn<ListedVariable>[] {
  const atSolution: readonly DenseColumn<ListedVariable>[] = withSolution
    ? [{
      kind: 'number', key: 'value', label: 'value', width: '80px', help: 'At the solution', value: (one) => one.value,
      text: (one) => formatNumber(one.value),
    }]
    : [];
  const atEnd: readonly DenseColumn<ListedVariable>[] = withMarginals
    ? [{
      kind: 'number', key: 'expected', label: 'x̂', width: '104px',
      help: 'At the end of the descent in view; of an integer variable its expected value', value: (one) => one.expected,
      text: (one) => formatNumber(one.expected), full: (one) => (one.expected === null ? '' : fullPrecision(one.expected)),
    }]
    : [];
  return [
    { kind: 'text', key: 'name', label: 'variable', width: 'minmax(110px, 2fr)', text: (one) => one.name, mono: true },
    {
      kind: 'number', key: 'cost', label: 'cost', width: '110px', help: 'Objective coefficient cⱼ, in the problem’s own sense',
      value: (one) => one.cost, text: (one) => formatNumber(one.cost), full: (one) => fullPrecision(one.cost),
    },
    {
      kind: 'text', key: 'values', label: 'values', width: '90px', help: 'What it can be', text: (one) => one.values.replaceAll('-', '−'),
    },
    {
      kind: 'number', key: 'rows', label: 'rows', width: '64px', help: 'Rows it stands in', value: (one) => one.rows,
      text: (one) => formatCount(one.rows),
    },
    ...atSolution,
    ...atEnd,
  ];
}
