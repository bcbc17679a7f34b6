/**
 * The problems of the session: size, sense, the reference optimum and what it rests on. Selecting one
 * shows it in the inspector and makes it the problem of new runs.
 */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconAlertTriangle, IconBook2, IconDots, IconFolderOpen, IconWand,
} from '@tabler/icons-react';
import { Suspense, useMemo, useRef } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { useProblems, useProblemsQuery, useRuns } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatCount, formatObjective, fullPrecision } from '../format/index.ts';
import { runCommand } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';
import { useSelection } from '../state/selection.ts';
import { BASIS } from '../parts/basis.ts';
import { provenInfeasible } from '../parts/proven-infeasible.ts';
import { endingsInWords } from '../../src-science/program/formats/format-table.ts';
import { later } from '../later.ts';

const ProblemMenuItems = later(async () => (await import('./ProblemMenuItems.tsx')).ProblemMenuItems);

const ACTIONS = [
  { command: 'open-problem', label: 'Open', help: `Open problem files (${endingsInWords('and')}, also gzipped)`, icon: IconFolderOpen },
  { command: 'generate-problem', label: 'Generate', help: 'Generate a problem of a family', icon: IconWand },
  { command: 'open-example', label: 'Examples', help: 'Add one of the bundled examples', icon: IconBook2 },
] as const;

export function ProblemsPanel(): JSX.Element {
  const query = useProblemsQuery();
  const problems = useProblems();
  const selected = useSelection((state) => state.selectedProblemId);
  const selectProblem = useSelection((state) => state.selectProblem);
  const list = useRef<HTMLUListElement>(null);
  const runs = useRuns();
  const runCounts = useMemo(() => countByProblem(runs), [runs]);
  const infeasible = useMemo(() => provenInfeasible(runs), [runs]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const at = problems.findIndex((problem) => problem.id === selected);
    const next = event.key === 'ArrowDown' ? at +
      1 : event.key === 'ArrowUp' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? problems.length - 1 : null;
    const problem = problems[at];
    if (event.key === 'Delete' && problem !== undefined) openDialog({ kind: 'remove-problem', id: problem.id });
    if (next === null) return;
    event.preventDefault();
    const target = problems[Math.max(0, Math.min(problems.length - 1, next))];
    if (target === undefined) return;
    selectProblem(target.id);
    list.current?.querySelector<HTMLElement>(`[data-problem="${target.id}"]`)?.focus();
  };

  return (
    <>
      <div className="lz-panel-bar lz-tight-bar">
        {ACTIONS.map(({ command, label, help, icon: Icon }) => (
          <button key={command} type="button" className="lz-bar-button" title={help} onClick={() => runCommand(command)}>
            <Icon size={14} aria-hidden />
            {label}
          </button>
        ))}
      </div>
      <div className="lz-panel-scroll">
        {query.isError && <ErrorNote error={errorValueOf(query.error)} action={{ label: 'Try again', run: () => void query.refetch() }} />}
        {query.isSuccess && problems.length === 0 && (
          <Empty
            text="Problems you open, generate or drop on the window are listed here."
            actions={[
              { label: 'Open problem…', run: () => runCommand('open-problem') },
              { label: 'Add an example…', run: () => runCommand('open-example') },
            ]}
          />
        )}
        {problems.length > 0 && (
          <ul className="lz-problems" aria-label="Problems" ref={list}>
            {problems.map((problem) => (
              <ProblemItem
                key={problem.id}
                problem={problem}
                runCount={runCounts.get(problem.id) ?? 0}
                isInfeasible={infeasible.has(problem.id)}
                selected={problem.id === selected}
                onSelect={() => selectProblem(problem.id)}
                onKeyDown={onKeyDown}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

/** Counted here, so that the list need not be asked for anew with every run. */
function countByProblem(runs: readonly RunSummary[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const run of runs) counts.set(run.problemId, (counts.get(run.problemId) ?? 0) + 1);
  return counts;
}

interface ItemProps {
  readonly problem: ProblemSummary;
  readonly runCount: number;
  readonly isInfeasible: boolean;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function ProblemItem({ problem, runCount, isInfeasible, selected, onSelect, onKeyDown }: ItemProps): JSX.Element {
  const { reference } = problem;
  return (
    <li className="lz-problem-row">
      <button
        type="button"
        aria-current={selected}
        tabIndex={selected ? 0 : -1}
        data-problem={problem.id}
        className="lz-problem lz-inset-focus"
        onClick={onSelect}
        onKeyDown={onKeyDown}
        onDoubleClick={() => runCommand('new-descent-run')}
      >
        <span className="row-tight">
          <span className="mono truncate grow" title={problem.origin}>
            {problem.name}
          </span>
          {problem.warnings.length > 0 && (
            <span title={problem.warnings.join('\n')} className="lz-warn-icon">
              <IconAlertTriangle size={13} role="img" aria-label={`${problem.warnings.length} warnings`} />
            </span>
          )}
        </span>
        <span className="caption tabular truncate">
          <span title="variables × rows, nonzeros">
            {problem.sense} · {formatCount(problem.variables)} × {formatCount(problem.rows)} · {formatCount(problem.nonzeros)} nz
          </span>
        </span>
        <span className="caption tabular truncate">
          {reference === null ? (
            isInfeasible ? 'proven infeasible' : 'no reference value yet'
          ) : (
            <span title={`${fullPrecision(reference.objective)}: ${BASIS[reference.basis].help}`}>
              {BASIS[reference.basis].word} <span className="lz-strong">{formatObjective(reference.objective, { digits: 6 })}</span>
            </span>
          )}
          {runCount > 0 && ` · ${formatCount(runCount)} ${runCount === 1 ? 'run' : 'runs'}`}
        </span>
      </button>
      <ProblemMenu problem={problem} onSelect={onSelect} />
    </li>
  );
}

function ProblemMenu({ problem, onSelect }: { readonly problem: ProblemSummary; readonly onSelect: () => void }): JSX.Element {
  return (
    <Menu position="bottom-end" width={235} onOpen={onSelect}>
      <Menu.Target>
        <ActionIcon className="lz-problem-menu" aria-label={`Actions for ${problem.name}`}>
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Suspense fallback={null}>
          <ProblemMenuItems problem={problem} />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}
