/** Where a 0/1 vector comes from: nowhere, a solution of a run, or as it came with the spec. */
import type { JSX } from 'react';
import { mayHaveSolutions } from '../../../src-contract/job-kinds.ts';
import type { VectorSetting } from '../../../src-science/settings/setting.ts';
import { useRuns } from '../../api/queries.ts';
import { formatObjective } from '../../format/index.ts';
import { solutionOptions } from '../../parts/solution-options.ts';
import { BEST, useStartSolution } from '../../parts/use-start-solution.ts';
import { keptList } from './form-draft.ts';
import { useFormContext } from './form-context.ts';
import { Picked } from './Picked.tsx';
import { RunField } from './RunField.tsx';

export function SolutionField({ path, setting }: { readonly path: string; readonly setting: VectorSetting }): JSX.Element {
  const form = useFormContext();
  const runs = useRuns().filter((run) => run.problemId === form.problem.id && run.objective !== null && mayHaveSolutions(run));
  const source = form.text(`${path}.source`);
  const { solutions } = useStartSolution(
    source === 'run' ? Number(form.text(`${path}.run`)) || null : null, form.text(`${path}.solution`),
  );
  return (
    <>
      <Picked
        path={`${path}.source`}
        words={setting}
        data={[
          { value: 'none', label: 'None' }, { value: 'run', label: 'A solution of a run', disabled: runs.length === 0 },
          ...(keptList(form.draft, path) === undefined ? [] : [{ value: 'kept', label: 'As in the run being edited' }]),
        ]}
        complainsOf={[path, `${path}.source`]}
      />
      {source === 'run' && (
        <>
          <RunField
            path={path}
            help="A run of this problem that has a solution."
            runs={runs}
            placeholder="Choose a run"
            more={(run) => `, ${formatObjective(run.objective, { digits: 6 })}${run.feasible === false ? ', infeasible' : ''}`}
            onPicked={() => form.set(`${path}.solution`, BEST)}
          />
          {solutions.length > 1 && (
            <Picked
              path={`${path}.solution`}
              words={{ label: 'Which solution', help: 'Of the solutions that the run has: its decoders’, or the solver’s.' }}
              data={solutionOptions(solutions, form.problem.sense)}
            />
          )}
        </>
      )}
    </>
  );
}
