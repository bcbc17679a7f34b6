/** A study as a table: a row a problem, a column a method. A click on a cell or a head selects its runs everywhere. */
import { useMemo } from 'react';
import type { JSX, ReactNode } from 'react';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { useSelection } from '../state/selection.ts';
import { cellKey, countWords, figureText } from './study-cells.ts';
import type { Figure, StudyCell } from './study-cells.ts';

interface Props {
  readonly methods: readonly string[];
  readonly problems: readonly ProblemSummary[];
  readonly cells: ReadonlyMap<string, StudyCell>;
  readonly figure: Figure;
}

export function StudyTable({ methods, problems, cells, figure }: Props): JSX.Element {
  const selectedIds = useSelection((state) => state.selectedRunIds);
  const selected = useMemo(() => new Set(selectedIds), [selectedIds]);
  const cellsOf = (ofProblem: (id: number) => boolean, ofMethod: (name: string) => boolean): readonly StudyCell[] =>
    problems.filter(({ id }) => ofProblem(id)).flatMap(({ id }) => methods.filter(ofMethod).flatMap(
      (name) => cells.get(cellKey(id, name)) ?? [],
    ));
  const runsOf = (some: readonly StudyCell[]): readonly RunSummary[] => some.flatMap(({ runs }) => runs);
  return (
    <table className="lz-study-table">
      <thead>
        <tr>
          <th scope="col">
            <Cell runs={runsOf([...cells.values()])} selected={selected} label="All runs of the study">Problem</Cell>
          </th>
          {methods.map((name) => (
            <th key={name} scope="col">
              <Cell runs={runsOf(cellsOf(() => true, (each) => each === name))} selected={selected} label={`All runs of ${name}`}>
                {name}
              </Cell>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {problems.map(({ id, name: problem, sense }) => (
          <tr key={id}>
            <th scope="row" aria-label={problem}>
              <Cell runs={runsOf(cellsOf((each) => each === id, () => true))} selected={selected} label={`All runs on ${problem}`}>
                <span className="mono">{problem}</span>
              </Cell>
            </th>
            {methods.map((name) => {
              const cell = cells.get(cellKey(id, name));
              return (
                <td key={name}>
                  {cell !== undefined && (
                    <Cell
                      runs={cell.runs} selected={selected}
                      label={`${name} on ${problem}: ${countWords(cell)} ${figureText(cell, figure, sense)}`}
                    >
                      <span className="lz-study-figure tabular">
                        <span>{figureText(cell, figure, sense)}</span>
                        <span className="dim">{countWords(cell)}</span>
                      </span>
                      <Bar cell={cell} />
                    </Cell>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly runs: readonly RunSummary[];
  readonly selected: ReadonlySet<number>;
  readonly label: string;
  readonly children: ReactNode;
}

function Cell({ runs, selected, label, children }: CellProps): JSX.Element {
  return (
    <button
      type="button"
      className="lz-study-cell lz-inset-focus"
      aria-label={label}
      title={runs.length === 0 ? 'No run is made yet' : 'Selects its runs in every view'}
      aria-pressed={runs.length > 0 && runs.every(({ id }) => selected.has(id))}
      onClick={() => runs.length > 0 && useSelection.getState().selectRuns(runs.map(({ id }) => id))}
    >
      {children}
    </button>
  );
}

const PARTS = ['done', 'running', 'failed', 'stopped'] as const;

function Bar({ cell }: { readonly cell: StudyCell }): JSX.Element {
  return (
    <span className="lz-study-bar" aria-hidden>
      {PARTS.map((part) => cell[part] > 0 && (
        <span key={part} data-part={part} style={{ width: `${(100 * cell[part]) / cell.places}%` }} />
      ))}
    </span>
  );
}
