/** Where x̂ comes from: one value for all, random, typed, another run's end or snapshot, or as it came with the spec. */
import { Select, Textarea } from '@mantine/core';
import type { JSX } from 'react';
import { DESCENT } from '../../src-science/descent/descent-settings.ts';
import { settingsWithin } from '../../src-science/settings/walk.ts';
import { useRuns } from '../api/queries.ts';
import { Label } from '../form/Label.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { formatCount } from '../format/index.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { complaintOf } from './draft.ts';
import { Numeric, useFormContext } from './fields.tsx';
import { field } from '../parts/run-terms.ts';
import { useRunMarginals } from '../parts/use-run-marginals.ts';

const STARTS: Readonly<Record<string, { readonly label: string }>> = DESCENT.settings.start.variants;

interface Props {
  readonly path: 'descent.start' | 'estimate.xHat' | 'decode.xHat' | 'quality.xHat';
}

export function MarginalsField({ path }: Props): JSX.Element {
  const form = useFormContext();
  const runs = useRuns().filter((run) => run.kind === 'descent' && run.problemId === form.problem.id && run.status !== 'queued');
  const source = form.texts[`${path}.source`] ?? '';
  const runId = source === 'run' ? Number(form.texts[`${path}.run`] ?? '') || null : null;
  const { snapshots } = useRunMarginals(runId, form.texts[`${path}.at`] ?? 'end');
  const term = field(path);
  const kept = form.kept[path];
  const sources = [
    ...(path === 'descent.start'
      ? Object.entries(STARTS).flatMap(([value, { label }]) => (value === 'given' ? [] : [{ value, label }]))
      : [{ value: 'constant', label: 'The same value for all' }]),
    { value: 'typed', label: 'Typed values' },
    { value: 'run', label: 'Another run', disabled: runs.length === 0 },
    ...(kept === undefined
      ? []
      : [
        {
          value: 'kept',
          label: `As in the run being edited (${formatCount(kept.length)} values${form.draft.keptOrigin === undefined ? '' : ` of run ${form.draft.keptOrigin.runId}`})`,
        },
      ]),
  ];
  const complaint = (part: string): string | undefined => complaintOf(form.complaints, `${path}.${part}`) ?? undefined;
  return (
    <>
      <Select label={<Label text={term.label} help={term.help} />} aria-label={term.label} data={sources} value={source} onChange={
        (next) => next !== null && form.set(`${path}.source`, next)
      } error={
        complaint('source') ?? complaintOf(form.complaints, path) ?? complaint('xHat')
      } />
      {source === 'constant' && <ConstantField path={path} />}
      {
        path === 'descent.start' && source !== 'given' && Object.keys(settingsWithin(DESCENT.settings.start, source)).map(
          (name) => <Numeric key={name} path={`${path}.${name}`} />,
        )
      }
      {source === 'typed' && (
        <Textarea
          className="lz-wide"
          label={<Label text={`Values for ${formatCount(form.problem.variables)} variables`} help="One number for all, or one for each variable in the order of the problem, set apart by commas or spaces; a JSON array will do." />}
          aria-label="Typed marginals"
          value={form.texts[`${path}.typed`] ?? ''}
          onChange={(event) => form.set(`${path}.typed`, event.currentTarget.value)}
          error={complaint('typed')}
          autosize
          minRows={2}
          maxRows={5}
          spellCheck={false}
          classNames={{ input: 'mono' }}
        />
      )}
      {source === 'run' && (
        <>
          <Select
            label={<Label text="Run" help="A descent of this problem." />}
            aria-label="Run"
            data={runs.map((run) => ({ value: String(run.id), label: `#${run.id} ${methodOf(run)}` }))}
            value={form.texts[`${path}.run`] ?? ''}
            onChange={(next) => next !== null && form.set(`${path}.run`, next)}
            error={complaint('run')}
            searchable
            nothingFoundMessage="No such run"
          />
          <Select
            label={<Label text="At" help="The end of the run, or an iteration at which x̂ was kept (snapshot)." />}
            aria-label="At"
            data={[
              { value: 'end', label: 'Its end' },
              ...snapshots.map((iteration) => ({ value: String(iteration), label: `Iteration ${formatCount(iteration)}` })),
            ]}
            value={form.texts[`${path}.at`] ?? 'end'}
            onChange={(next) => next !== null && form.set(`${path}.at`, next)}
          />
        </>
      )}
    </>
  );
}

function ConstantField({ path }: Props): JSX.Element {
  const form = useFormContext();
  return <NumberField label="Value" help="The same marginal for every variable, in [0, 1]." value={form.texts[`${path}.value`] ??
    ''} onChange={(text) => form.set(`${path}.value`, text)} complaint={complaintOf(form.complaints, `${path}.value`)} step={0.1} />;
}
