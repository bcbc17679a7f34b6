/**
 * Solutions of the selected runs, and any two of one problem compared: A against B, or against the
 * problem's reference. Choosing is by the two letters of each row.
 */
import { ActionIcon } from '@mantine/core';
import { IconCheck, IconFileDownload, IconX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import { userDistance } from '../../src-science/exact/hamming-ball.ts';
import { GAP_BASIS_WORDS } from '../../src-contract/reference-words.ts';
import type { ExportTable, TableColumn } from '../../src-contract/tables/export-table.ts';
import { factColumn, marksOfRuns } from '../../src-contract/tables/run-facts.ts';
import type { RunFactName } from '../../src-contract/tables/run-facts.ts';
import type { ProblemSummary, RunSummary, SolutionView } from '../../src-contract/session.ts';
import { keys } from '../api/keys.ts';
import { firstRuns } from '../parts/first-runs.ts';
import { solutionsQuery, useProblems, useProblemVariables, useRuns } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { runLabels } from '../parts/run-groups.ts';
import { useStableList } from '../common/use-stable-list.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { Empty } from '../common/Empty.tsx';
import { attempt, showNews } from '../common/notify.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatDuration, formatMeasuredGap, formatNumber, formatObjective, fullPrecision, measuredGapHelp } from '../format/index.ts';
import { solveOrOpen } from '../parts/first-step.ts';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { DenseTable } from '../table/DenseTable.tsx';
import type { DenseColumn, Sorting } from '../table/DenseTable.tsx';
import { measuredGapOf } from '../parts/measured-gap.ts';
import { suggestPair } from './solution-diff.ts';
import type { ListedSolution } from './solution-diff.ts';
import { SolutionDiffView } from './SolutionDiffView.tsx';
import './compare.css';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';

function useListedSolutions(runs: readonly RunSummary[], problems: readonly ProblemSummary[]) {
  const problemIds = useStableList([...new Set(runs.map((run) => run.problemId))]);
  const answers = useQueries({ queries: runs.map((run) => solutionsQuery(run.id)) });
  const references = useQueries({
    queries: problemIds.map((id) => ({ queryKey: keys.reference(id), queryFn: () => request({ type: 'problem.reference-solution', id }) })),
  });
  const solutions = useStableList(answers.map((answer) => answer.data));
  const proven = useStableList(references.map((answer) => answer.data));
  const listed = useMemo(() => {
    const labels = runLabels(runs);
    const byId = new Map(problems.map((problem) => [problem.id, problem]));
    const rows: ListedSolution[] = [];
    runs.forEach((run, index) =>
      solutions[index]?.forEach((solution, k) =>
        rows.push({
          key: `${run.id}/${k}`,
          problemId: run.problemId,
          runId: run.id,
          label: labels.get(run.id) ?? run.method,
          isReference: false,
          place: (solutions[index]?.length ?? 0) > 1 ? k + 1 : null,
          solution,
          isWithin: run.kind === 'exact' && !solution.feasible,
          ...gapsOf(solution, byId.get(run.problemId) ?? null),
        }),
      ),
    );
    problemIds.forEach((problemId, index) => {
      const solution = proven[index];
      if (solution === null || solution === undefined) return;
      const problem = byId.get(problemId) ?? null;
      rows.push({
        key: `reference of ${problemId}`, problemId, runId: solution.runId,
        label: problem?.reference?.basis === 'proven' ? 'proven optimum' : 'reference', isReference: true, place: null, solution,
        isWithin: false,
        ...gapsOf(solution, problem),
      });
    });
    return rows;
  }, [runs, problems, problemIds, solutions, proven]);
  const error = [...answers, ...references].find((answer) => answer.error !== null)?.error ?? null;
  return { listed, loading: answers.some((answer) => answer.isPending), error };
}

const inPercent = (gap: number | null | undefined): number | null => (gap === null || gap === undefined ? null : 100 * gap);

function basisWords({ gap, problemId }: ListedSolution, problems: readonly ProblemSummary[]): string | null {
  const reference = problems.find((problem) => problem.id === problemId)?.reference ?? null;
  return gap === null || reference === null ? null : GAP_BASIS_WORDS[reference.basis];
}

function gapsOf(solution: SolutionView, problem: ProblemSummary | null): Pick<ListedSolution, 'gap' | 'measured'> {
  const measured = measuredGapOf(solution.objective, solution.feasible, problem);
  return { gap: measured.gap, measured };
}

/** Each run listed is an answer asked for. */
const MOST_LISTED = 500;

const rowsMet = (row: ListedSolution): string => (row.solution.feasible ? 'yes' : row.isWithin ? 'within tolerance' : 'no');

const columnOf = (name: RunFactName): TableColumn => factColumn(name, 'percent');
/** The columns of an export: those of a table of runs, and what made the solution. */
const EXPORTED: readonly TableColumn[] = [
  columnOf('run'), columnOf('problemName'), { ...columnOf('methodName'), label: 'method' },
  { key: 'source', label: 'source', numeric: false },
  ...(['objective', 'feasible', 'gap', 'gapBasis', 'gapHigh', 'violation', 'seconds', 'met'] as const).map(columnOf),
  { key: 'place', label: 'no.', numeric: true }, { key: 'distance', label: 'distance from A', numeric: true },
];

const nameInWords = ({ label, solution, place }: ListedSolution): string =>
  `${label}, ${solution.source}${place === null ? '' : `, no. ${place}`}`;

export function SolutionsPanel(): JSX.Element {
  const problems = useProblems();
  const allRuns = useRuns();
  const selected = useSelectedRuns();
  const { runs, note: leftOut } = useMemo(() => firstRuns(selected.filter(mayHaveSolutions), MOST_LISTED, 'Listed'), [selected]);
  const { listed, loading, error } = useListedSolutions(runs, problems);
  const focusedRunId = useSelection((state) => state.focusedRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const selectRuns = useSelection((state) => state.selectRuns);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [chosen, setChosen] = useState<{ readonly a: string | null; readonly b: string | null }>({ a: null, b: null });

  const suggested = useMemo(() => suggestPair(listed, focusedRunId), [listed, focusedRunId]);
  const find = (key: string | null): ListedSolution | null => listed.find((one) => one.key === key) ?? null;
  const a = find(chosen.a) ?? find(suggested.a);
  const wantedB = find(chosen.b) ?? find(suggested.b);
  // A choice of another problem, or of the same solution twice, gives way to the reference.
  const b =
    wantedB !== null && wantedB.problemId === a?.problemId && wantedB.key !== a.key
      ? wantedB
      : (listed.find((one) => one.isReference && one.problemId === a?.problemId && one.key !== a.key) ?? null);

  const ofA = useProblemVariables(a?.problemId ?? null).data;
  /** To solution A, of solutions of its problem. */
  const distances = useMemo(() => {
    if (a === null || ofA === undefined) return new Map<ListedSolution, number>();
    const { names, integers } = ofA;
    const variables = { variableNames: names, ...(integers === undefined ? {} : { integers }) };
    const alike = listed.filter(({ problemId, solution }) => problemId === a.problemId && solution.x.length === names.length);
    return new Map(alike.map((row) => [row, userDistance(variables, a.solution.x, row.solution.x)]));
  }, [a, ofA, listed]);

  const several = new Set(listed.map((one) => one.problemId)).size > 1;
  const nameOf = useMemo(() => new Map(problems.map((problem) => [problem.id, problem.name])), [problems]);
  const columns = useMemo<readonly DenseColumn<ListedSolution>[]>(() => {
    const pick = (which: 'a' | 'b'): DenseColumn<ListedSolution> => ({
      kind: 'control',
      key: which,
      label: '',
      width: '30px',
      render: (row) => {
        const on = row.key === (which === 'a' ? a?.key : b?.key);
        const foreign = which === 'b' && a !== null && row.problemId !== a.problemId;
        return (
          <button
            type="button"
            className="lz-pick"
            aria-pressed={on}
            disabled={foreign}
            aria-label={`${which === 'a' ? 'Compare' : 'Compare with'} ${nameInWords(row)}`}
            title={foreign ? 'A solution of another problem cannot be compared with A' : which === 'a' ? 'Take as A' : 'Take as B'}
            onClick={(event) => {
              event.stopPropagation();
              setChosen({ a: a?.key ?? null, b: b?.key ?? null, [which]: row.key });
            }}
          >
            {which.toUpperCase()}
          </button>
        );
      },
    });
    return [
      pick('a'),
      pick('b'),
      {
        kind: 'number', key: 'run', label: '#', width: '46px', help: 'Number of the run', value: (row) => row.runId,
        text: (row) => String(row.runId),
      },
      ...(several ? [{
        kind: 'text' as const, key: 'problem', label: 'problem', width: 'minmax(64px, 1fr)',
        text: (row: ListedSolution) => nameOf.get(row.problemId) ?? '',
      }] : []),
      { kind: 'text', key: 'label', label: 'run', width: 'minmax(120px, 2fr)', text: (row) => row.label },
      ...(listed.some((one) => one.place !== null) ? [{
        kind: 'number' as const, key: 'place', label: 'no.', width: '46px', help: 'Place among the solutions of its run',
        value: (row: ListedSolution) => row.place, text: (row: ListedSolution) => (row.place === null ? '' : String(row.place)),
      }] : []),
      {
        kind: 'control',
        key: 'write',
        label: '',
        width: '34px',
        render: (row) => (
          <ActionIcon
            size="xs"
            aria-label={`Write the solution ${nameInWords(row)}, to a file`}
            title="Write this solution to a file (.sol, .mst, .csv, .npy, .json)"
            onClick={(event) => {
              event.stopPropagation();
              attempt(async () => {
                const written = await request({
                  type: 'solution.write', problemId: row.problemId, x: Uint8Array.from(row.solution.x),
                  suggestedName: nameOf.get(row.problemId) ?? 'solution',
                });
                if (!written.cancelled && written.name !== null) showNews(`Wrote ${written.name}`);
              });
            }}
          >
            <IconFileDownload size={14} aria-hidden />
          </ActionIcon>
        ),
      },
      {
        kind: 'text', key: 'source', label: 'source', width: 'minmax(96px, 1.2fr)', help: 'The decoder or solver that made the solution, or the file it was read from',
        text: (row) => row.solution.source,
      },
      ...(listed.some((one) => one.solution.reading !== undefined) ? [{
        kind: 'text' as const, key: 'reading', label: 'means', width: 'minmax(230px, 3fr)',
        help: 'The test pattern (X: not specified), or the nodes, and what checking them found',
        text: ({ solution: { reading } }: ListedSolution) => (
          reading === undefined ? '' : `${reading.holds ? '' : 'not right: '}${reading.text} (${reading.label}; ${reading.verdict})`
        ),
      }] : []),
      {
        kind: 'number', key: 'objective', label: 'objective', width: '104px',
        help: 'cᵀx + c₀ in the problem’s own sense, recomputed from x',
        value: (row) => (row.solution.feasible ? row.solution.objective : null),
        text: (row) => formatObjective(row.solution.objective, { digits: 6 }),
        full: (row) => `${fullPrecision(row.solution.objective)}${row.solution.feasible ? '' : ': infeasible, no result'}`,
        tone: (row) => (row.solution.feasible ? null : 'lz-struck'),
      },
      {
        kind: 'number', key: 'distance', label: 'from A', width: '74px',
        help: 'Variables in which it differs from solution A, an integer counting once (Hamming distance)',
        value: (row) => distances.get(row) ?? null, text: (row) => formatNumber(distances.get(row) ?? null, { missing: '' }),
      },
      {
        kind: 'text',
        key: 'feasible',
        label: 'feasible',
        width: '124px',
        help: 'Whether it meets every row; “within tolerance” where an exact run was allowed one',
        text: rowsMet,
        render: (row) => (
          <span className="lz-word" data-tone={row.solution.feasible ? 'good' : 'bad'}>
            {row.solution.feasible ? <IconCheck size={13} aria-hidden /> : <IconX size={13} aria-hidden />}
            {rowsMet(row)}
          </span>
        ),
      },
      {
        kind: 'number', key: 'gap', label: 'gap', width: '104px',
        help: '(objective − reference) / |reference|, positive is worse; only for feasible solutions', value: (row) => row.gap,
        text: (row) => formatMeasuredGap(row.measured),
        full: (row) => [fullPrecision(row.gap), measuredGapHelp(row.measured)].filter((part) => part !== null && part !== '').join(': '),
        tone: (row) => (measuredGapHelp(row.measured) === null ? null : 'lz-unproven'),
      },
      {
        kind: 'number', key: 'violation', label: 'violation', width: '86px', help: 'Σᵢ max(aᵢᵀx − bᵢ, 0) over the rows of the normal form',
        value: (row) => row.solution.violation, text: (row) => formatNumber(row.solution.violation),
        full: (row) => fullPrecision(row.solution.violation),
      },
      {
        kind: 'number', key: 'seconds', label: 'time', width: '92px', help: 'Seconds this solution took to make',
        value: (row) => row.solution.seconds, text: (row) => formatDuration(row.solution.seconds),
        full: (row) => `${fullPrecision(row.solution.seconds)} s`,
      },
    ];
  }, [a, b, several, nameOf, listed, distances]);

  const table = (): ExportTable => ({
    title: 'solutions',
    columns: [...EXPORTED],
    rows: listed.map((row) => [
      row.runId, nameOf.get(row.problemId) ?? '', row.label, row.solution.source, row.solution.objective, row.solution.feasible,
      inPercent(row.gap), basisWords(row, problems), inPercent(row.measured.gapBasis === 'best-found' ? row.measured.gapHigh : row.gap),
      row.solution.violation, row.solution.seconds, row.solution.feasible ? 'exactly' : rowsMet(row), row.place,
      distances.get(row) ?? null,
    ]),
    marks: marksOfRuns(EXPORTED, listed.map(({ solution, gap, measured }) => ({ ...solution, gap, gapBasis: measured.gapBasis }))),
    caption: `Solutions of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`,
  });

  if (error !== null) {
    return (
      <div style={{ padding: 12 }}>
        <ErrorNote error={errorValueOf(error)} />
      </div>
    );
  }
  if (runs.length === 0) {
    const candidates = allRuns.filter((run) => run.objective !== null);
    return candidates.length > 0 ? (
      <Empty
        text="Select runs in the run table to compare their solutions, with each other or with the proven optimum."
        actions={[{
          label: candidates.length === 1 ? 'Select the run with a solution' : `Select all ${candidates.length} runs with solutions`,
          run: () => selectRuns(candidates.map((run) => run.id)),
        }]}
      />
    ) : (
      <Empty
        text="Solutions of exact solves, descents and decoders will be compared here, variable by variable and row by row."
        actions={solveOrOpen(problems.length)}
      />
    );
  }
  if (!loading && listed.every((one) => one.isReference)) {
    const going = runs.some((run) => run.status === 'running' || run.status === 'queued');
    return <Empty text={going
      ? 'Solutions will appear here as these runs find them.'
      : 'The selected runs have no solution. Decode the end of a descent, or solve the problem exactly.'} actions={[
      { label: 'Solve exactly…', run: () => void runCommand('new-exact-run') },
    ]} />;
  }
  return (
    <div className="lz-split">
      <div className="lz-split-top">
        <DenseTable
          label="Solutions of the selected runs"
          columns={columns}
          rows={listed}
          rowKey={(row) => row.key}
          sorting={sorting}
          onSort={setSorting}
          onHover={(row) => hoverRun(row?.runId ?? null)}
          empty="Loading solutions…"
        />
        <div style={{ padding: 4, borderLeft: '1px solid var(--lz-border)' }}>
          <ExportMenu what="solutions" table={table} disabled={listed.length === 0} />
        </div>
      </div>
      <div className="lz-split-bottom">
        {a !== null && b !== null ? (
          <SolutionDiffView key={a.problemId} a={a} b={b} problem={problems.find((problem) => problem.id === a.problemId) ?? null} />
        ) : (
          <Empty
            text="There is nothing to compare with yet: select a second run of this problem, or solve it exactly for a proven optimum."
            actions={[{ label: 'Solve exactly…', run: () => void runCommand('new-exact-run') }]}
          />
        )}
      </div>
      {leftOut !== null && <div className="lz-note-bar">{leftOut}</div>}
    </div>
  );
}
