/** Where x̂ comes from: one value for all, what a variant makes, typed, another run's end or snapshot, or as it came with the spec. */
import { Textarea } from '@mantine/core';
import type { JSX } from 'react';
import type { VariantSetting, VectorSetting } from '../../../src-science/settings/setting.ts';
import { originWords } from '../../../src-contract/tables/run-facts.ts';
import { givenVariant } from '../../../src-science/settings/walk.ts';
import { Label } from '../../form/Label.tsx';
import { NumberField } from '../../form/NumberField.tsx';
import { formatCount } from '../../format/index.ts';
import { useRunMarginals } from '../../parts/use-run-marginals.ts';
import { keptList } from './form-draft.ts';
import { useDescents, useFormContext } from './form-context.ts';
import { Picked } from './Picked.tsx';
import { RunField } from './RunField.tsx';

interface Props {
  readonly path: string;
  /** A vector, or a choice of which one variant is a vector. */
  readonly setting: VectorSetting | VariantSetting;
}

export function MarginalsField({ path, setting }: Props): JSX.Element {
  const form = useFormContext();
  const runs = useDescents();
  const source = form.text(`${path}.source`);
  const kept = keptList(form.draft, path);
  const origin = form.draft.keptOrigin;
  const given = givenVariant(setting);
  const variants = setting.kind === 'variant' ? Object.entries(setting.variants).filter(([name]) => name !== given?.variant) : [];
  return (
    <>
      <Picked
        path={`${path}.source`}
        words={setting}
        data={[
          ...(setting.kind === 'variant'
            ? variants.map(([value, { label }]) => ({ value, label }))
            : [{ value: 'constant', label: 'The same value for all' }]),
          { value: 'typed', label: 'Typed values' },
          { value: 'run', label: 'Another run', disabled: runs.length === 0 },
          ...(kept === undefined
            ? []
            : [{ value: 'kept', label: `As in the run being edited (${formatCount(kept.length)} values${origin === undefined ? '' : ` of ${'file' in origin ? originWords(origin) : `run ${origin.runId}`}`})` }]),
        ]}
        complainsOf={[`${path}.source`, path, ...(given === null ? [] : [`${path}.${given.vector}`])]}
      />
      {source === 'constant' && <NumberField label="Value" help="The same marginal for every variable, in [0, 1]." value={form.text(
        `${path}.value`,
      )} onChange={(text) => form.set(`${path}.value`, text)} complaint={form.complaint(`${path}.value`)} step={0.1} />}
      {source === 'typed' && (
        <Textarea
          className="lz-wide"
          label={<Label text={`Values for ${formatCount(form.problem.variables)} variables`} help="One number for all, or one for each variable in the order of the problem, set apart by commas or spaces; a JSON array or an object of names and numbers will do. Where integers are written in bits, there may be one value for each of your variables instead, an integer by its mean." />}
          aria-label="Typed marginals"
          value={form.text(`${path}.typed`)}
          onChange={(event) => form.set(`${path}.typed`, event.currentTarget.value)}
          error={form.complaint(`${path}.typed`)}
          autosize
          minRows={2}
          maxRows={5}
          spellCheck={false}
          classNames={{ input: 'mono' }}
        />
      )}
      {source === 'run' && <FromRun path={path} />}
    </>
  );
}

function FromRun({ path }: { readonly path: string }): JSX.Element {
  const form = useFormContext();
  const { snapshots } = useRunMarginals(Number(form.text(`${path}.run`)) || null, form.text(`${path}.at`));
  return (
    <>
      <RunField path={path} help="A descent of this problem." runs={useDescents()} placeholder="Choose a descent" />
      <Picked
        path={`${path}.at`}
        words={{ label: 'At', help: 'The end of the run, or an iteration at which x̂ was kept (snapshot).' }}
        data={[
          { value: 'end', label: 'Its end' },
          ...snapshots.map((iteration) => ({ value: String(iteration), label: `Iteration ${formatCount(iteration)}` })),
        ]}
      />
    </>
  );
}
