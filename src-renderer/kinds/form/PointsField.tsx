/** Where the points of a trajectory come from: the snapshots of a run, or as they came with the spec. */
import type { JSX } from 'react';
import type { DataSetting } from '../../../src-science/settings/setting.ts';
import { NumberField } from '../../form/NumberField.tsx';
import { formatCount } from '../../format/index.ts';
import { keptList } from './form-draft.ts';
import { useDescents, useFormContext } from './form-context.ts';
import { Picked } from './Picked.tsx';
import { RunField } from './RunField.tsx';

export function PointsField({ path, setting }: { readonly path: string; readonly setting: DataSetting }): JSX.Element {
  const form = useFormContext();
  const runs = useDescents();
  const kept = keptList(form.draft, path);
  return (
    <>
      <Picked
        path={`${path}.source`}
        words={setting}
        data={[
          { value: 'run', label: 'Snapshots of a run' },
          ...(kept === undefined ? [] : [{ value: 'kept', label: `As in the run being edited (${formatCount(kept.length)} points)` }]),
        ]}
      />
      {form.text(`${path}.source`) === 'run' && (
        <>
          <RunField
            path={path}
            help="A descent of this problem. Give it “Snapshot every” to store more than its first and last x̂."
            runs={runs}
            placeholder={runs.length === 0 ? 'There is no descent of this problem yet' : 'Choose a descent'}
          />
          <NumberField
            label="At most"
            unit="points"
            help="So many of the run’s snapshots at most, evenly over its iterations, the first and the last among them."
            value={form.text(`${path}.most`)}
            onChange={(text) => form.set(`${path}.most`, text)}
            complaint={form.complaint(`${path}.most`)}
            step={1}
          />
        </>
      )}
    </>
  );
}
