/** Shows what was chosen last: the run with the table's cursor, or the selected problem. */
import { SegmentedControl } from '@mantine/core';
import { Suspense } from 'react';
import type { JSX } from 'react';
import { useProblem, useRun } from '../api/queries.ts';
import { Empty } from '../common/Empty.tsx';
import { later } from '../later.ts';
import { useSelection } from '../state/selection.ts';
import { ProblemInspector } from './ProblemInspector.tsx';

// A window opens with its problem in view.
const RunInspector = later(async () => (await import('./RunInspector.tsx')).RunInspector);

export function InspectorPanel(): JSX.Element {
  const inspected = useSelection((state) => state.inspected);
  const focusedId = useSelection((state) => state.focusedRunId);
  const selectedIds = useSelection((state) => state.selectedRunIds);
  const problemId = useSelection((state) => state.selectedProblemId);
  const run = useRun(focusedId ?? selectedIds.at(-1) ?? null);
  const problem = useProblem(problemId);
  const shown = inspected === 'run' && run !== null ? 'run' : problem !== null ? 'problem' : run !== null ? 'run' : null;
  if (shown === null) {
    return <Empty text="Select a run or a problem to see everything known of it here." />;
  }
  return (
    <>
      {run !== null && problem !== null && (
        <div className="lz-panel-bar">
          <SegmentedControl
            aria-label="What the inspector shows"
            data={[
              { value: 'run', label: `Run ${run.id}` },
              { value: 'problem', label: problem.name.length > 18 ? `${problem.name.slice(0, 17)}…` : problem.name },
            ]}
            value={shown}
            onChange={(value) => useSelection.setState({ inspected: value === 'run' ? 'run' : 'problem' })}
          />
        </div>
      )}
      <div className="lz-panel-scroll lz-inspector" role="region" aria-label="Details">
        {shown === 'run' && run !== null && (
          <Suspense fallback={null}>
            <RunInspector key={run.id} run={run} selectedCount={selectedIds.length} />
          </Suspense>
        )}
        {shown === 'problem' && problem !== null && <ProblemInspector problem={problem} />}
      </div>
    </>
  );
}
