/** Where an exact solve starts: nowhere, at a solution of a run, or where the edited run did; and the ball around it. */
import { Select } from '@mantine/core';
import type { JSX } from 'react';
import { EXACT } from '../../src-science/exact/exact-settings.ts';
import { useRuns } from '../api/queries.ts';
import { Label } from '../form/Label.tsx';
import { formatNumber, formatObjective } from '../format/index.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { complaintOf } from './draft.ts';
import { Numeric, useFormContext } from './fields.tsx';
import { solutionOptions } from '../parts/solution-options.ts';
import { field } from '../parts/run-terms.ts';
import { BEST, useStartSolution } from '../parts/use-start-solution.ts';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';

export function StartSolutionField(): JSX.Element {
  const form = useFormContext();
  const runs = useRuns().filter((run) => run.problemId === form.problem.id && run.objective !== null && mayHaveSolutions(run));
  const source = form.texts['exact.start.source'] ?? 'none';
  const runText = form.texts['exact.start.run'] ?? '';
  const { solutions, chosen } = useStartSolution(
    source === 'run' ? Number(runText) || null : null, form.texts['exact.start.solution'] ?? BEST,
  );
  const term = field('exact.start');
  const complaint = (path: string): string | undefined => complaintOf(form.complaints, path) ?? undefined;
  const keptBall = form.kept['exact.ball.center'] !== undefined;
  const mayHaveBall = source !== 'none' || keptBall;
  const hasBall = (form.texts['exact.ball.radius'] ?? '').trim() !== '';
  return (
    <>
      <Select
        label={<Label text={term.label} help={term.help} />}
        aria-label={term.label}
        data={[
          { value: 'none', label: 'None' }, { value: 'run', label: 'A solution of a run', disabled: runs.length === 0 },
          ...(form.kept['exact.start'] === undefined ? [] : [{ value: 'kept', label: 'As in the run being edited' }]),
        ]}
        value={source}
        onChange={(next) => next !== null && form.set('exact.start.source', next)}
        error={complaint('exact.start') ?? complaint('exact.start.source')}
      />
      {source === 'run' && (
        <>
          <Select
            label="Run"
            aria-label="Run"
            placeholder="Choose a run"
            data={runs.map((
              run,
            ) => ({
              value: String(run.id),
              label: `#${run.id} ${methodOf(run)}, ${formatObjective(run.objective, { digits: 6 })}${run.feasible === false ? ', infeasible' : ''}`,
            }))}
            value={runText}
            onChange={(next) => {
              if (next === null) return;
              form.set('exact.start.run', next);
              form.set('exact.start.solution', BEST);
            }}
            error={complaint('exact.start.run')}
            searchable
          />
          {solutions.length > 1 && (
            <Select
              label={<Label text={field('exact.start.solution').label} help={field('exact.start.solution').help} />}
              aria-label={field('exact.start.solution').label}
              data={solutionOptions(solutions, form.problem.sense)}
              value={form.texts['exact.start.solution'] ?? BEST}
              onChange={(next) => next !== null && form.set('exact.start.solution', next)}
            />
          )}
        </>
      )}
      {mayHaveBall && <Numeric path="exact.ball.radius" placeholder={EXACT.settings.ball.none.word} />}
      {source === 'run' && chosen !== null && !chosen.feasible && (
        <p className="lz-wide caption lz-bounds">This solution breaks rows (by {formatNumber(
          chosen.violation,
        )} in all): a solver cannot start from it. A ball around it may still hold solutions.</p>
      )}
      {hasBall && mayHaveBall && (
        <p className="lz-wide caption lz-bounds">
          Only vectors at most so many flips from the center are searched. What is proven holds among them: the result
          is no bound on the problem and is never called its optimum.
        </p>
      )}
      {source !== 'none' && form.texts['exact.solver'] === 'glpk' && <p
        className="lz-wide caption lz-bounds"
      >GLPK takes no start: it searches as from scratch, and the start only counts as a first solution.</p>}
    </>
  );
}
