/** What is asked of gradient quality: where, of which schemes, with how many samples. */
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import type { JSX } from 'react';
import { QUALITY } from '../../src-science/quality/quality-settings.ts';
import { appliesWhere } from '../../src-science/settings/walk.ts';
import { useRuns } from '../api/queries.ts';
import { Label } from '../form/Label.tsx';
import { TextField } from '../form/TextField.tsx';
import { formatCount } from '../format/index.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { complaintOf } from './draft.ts';
import { ManyOf, Numeric, Section, Segments, useFormContext } from './fields.tsx';
import { MarginalsField } from './MarginalsField.tsx';
import { choiceOptions } from './SettingFields.tsx';
import { textsAt } from './setting-texts.ts';
import { field } from '../parts/run-terms.ts';

export function QualityFields(): JSX.Element {
  const form = useFormContext();
  const along = form.texts['quality.shape'] === 'path';
  const samples = field('quality.samples');
  return (
    <>
      <Section title="Where">
        <Segments path="quality.shape" options={choiceOptions(QUALITY.choice.choices, false)} />
        {along ? <PathPoints /> : <PointField />}
      </Section>
      <Section title="Schemes">
        <ManyOf path="quality.schemes" options={choiceOptions(QUALITY.cases.point.schemes.choices, true)} />
      </Section>
      <Section title="Sampling">
        {along ? (
          <Numeric path="quality.pathSamples" />
        ) : (
          <TextField
            label={samples.label}
            help={samples.help}
            value={form.texts['quality.samples'] ?? ''}
            onChange={(text) => form.set('quality.samples', text)}
            complaint={complaintOf(form.complaints, 'quality.samples')}
          />
        )}
        <Numeric path="quality.replications" />
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
      {
        appliesWhere(
          QUALITY.cases.point.iteration.where,
          textsAt('quality', (path) => form.texts[path] ?? ''),
        ) && <Numeric path="quality.iteration" placeholder="0" />
      }
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
