/** What is asked of gradient quality: where, of which schemes, with how many samples. */
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import type { JSX } from 'react';
import { useRuns } from '../api/queries.ts';
import { Label } from '../form/Label.tsx';
import { TextField } from '../form/TextField.tsx';
import { formatCount } from '../format/index.ts';
import { methodOf } from '../parts/run-words.ts';
import { complaintOf } from './draft.ts';
import { ManyOf, Numeric, Section, Segments, useFormContext } from './fields.tsx';
import type { Option } from './fields.tsx';
import { MarginalsField } from './MarginalsField.tsx';
import { SCHEME_OPTIONS } from './scheme-options.ts';
import { field } from '../parts/run-terms.ts';

const SHAPES: readonly Option[] = [
  { value: 'point', term: { label: 'At one x̂', help: 'Bias, variance, cosine and cost against the number of samples.' } },
  { value: 'path', term: { label: 'Along a run', help: 'Cosine to the true gradient at the stored points of a descent.' } },
];

export function QualityFields(): JSX.Element {
  const form = useFormContext();
  const along = form.texts['quality.shape'] === 'path';
  const samples = field('quality.samples');
  return (
    <>
      <Section title="Where">
        <Segments path="quality.shape" options={SHAPES} />
        {along ? <PathPoints /> : <PointField />}
      </Section>
      <Section title="Schemes">
        <ManyOf path="quality.schemes" options={SCHEME_OPTIONS} />
      </Section>
      <Section title="Sampling">
        {along ? (
          <Numeric path="quality.pathSamples" step={1} />
        ) : (
          <TextField
            label={samples.label}
            help={samples.help}
            value={form.texts['quality.samples'] ?? ''}
            onChange={(text) => form.set('quality.samples', text)}
            complaint={complaintOf(form.complaints, 'quality.samples')}
          />
        )}
        <Numeric path="quality.replications" step={1} />
      </Section>
    </>
  );
}

/** x̂, and the iteration it stands at where it comes from a run: a temperature depends on it. */
function PointField(): JSX.Element {
  const form = useFormContext();
  const runs = useRuns();
  const { set } = form;
  const fromRun = form.texts['quality.xHat.source'] === 'run';
  const at = form.texts['quality.xHat.at'] ?? 'end';
  const run = runs.find((one) => String(one.id) === form.texts['quality.xHat.run']);
  const iteration = !fromRun || run === undefined ? null : at === 'end' ? run.iterations : Number(at);
  useEffect(() => {
    if (iteration !== null) set('quality.iteration', String(iteration));
  }, [iteration, set]);
  return (
    <>
      <MarginalsField path="quality.xHat" />
      {(form.texts['quality.schemes'] ?? '').split(',').includes('concrete') &&
        <Numeric path="quality.iteration" placeholder="0" step={1} />}
    </>
  );
}

function PathPoints(): JSX.Element {
  const form = useFormContext();
  const runs = useRuns().filter((run) => run.kind === 'descent' && run.problemId === form.problem.id && run.status !== 'queued');
  const term = field('quality.points');
  const kept = form.keptQuality?.points;
  const source = form.texts['quality.points.source'] ?? 'run';
  const complaint = complaintOf(form.complaints, 'quality.points.run') ?? complaintOf(form.complaints, 'quality.points');
  return (
    <>
      <Select
        label={<Label text={term.label} help={term.help} />}
        aria-label={term.label}
        data={[
          { value: 'run', label: 'Snapshots of a run' },
          ...(kept === undefined ? [] : [{ value: 'kept', label: `As in the run being edited (${formatCount(kept.length)} points)` }]),
        ]}
        value={source}
        onChange={(next) => next !== null && form.set('quality.points.source', next)}
      />
      {source === 'run' && (
        <>
          <Select
            label={<Label text="Run" help="A descent of this problem. Give it “Snapshot every” to store more than its first and last x̂." />}
            aria-label="Run"
            data={runs.map((run) => ({ value: String(run.id), label: `#${run.id} ${methodOf(run)}` }))}
            value={form.texts['quality.points.run'] ?? ''}
            onChange={(next) => next !== null && form.set('quality.points.run', next)}
            error={complaint ?? undefined}
            searchable
            nothingFoundMessage="No such run"
            placeholder={runs.length === 0 ? 'There is no descent of this problem yet' : 'Choose a descent'}
          />
          <Numeric path="quality.points.most" step={1} />
        </>
      )}
    </>
  );
}
