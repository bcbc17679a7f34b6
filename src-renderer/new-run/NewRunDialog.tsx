/**
 * Asks for a new run: the problem, the kind, every field of its spec with the problem's own defaults,
 * complaints at their fields as one types, and how many seeds. Ctrl+Enter starts.
 */
import { Button, Modal, Select, Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { DRAWS_NOTHING } from '../../src-science/descent/draws.ts';
import type { JobKind, JobSpec } from '../../src-contract/job-spec.ts';
import type { Answer } from '../../src-contract/ipc.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { queryClient } from '../api/client.ts';
import { isGoing } from '../api/events.ts';
import { runsQuery, useProblems, useRun, useRunDefaults, useRunDetail } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { NumberField } from '../common/NumberField.tsx';
import { parseNumber } from '../common/parse-number.ts';
import { runCommand } from '../state/commands.ts';
import { useSelection } from '../state/selection.ts';
import { draftOf, textsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { FormProvider, Numeric } from './fields.tsx';
import { DecodeFields, DescentFields, EstimateFields, ExactFields } from './kinds.tsx';
import { QualityFields } from './QualityFields.tsx';
import { field } from './terms.ts';
import { useForm } from './use-form.ts';

const KINDS: readonly { readonly kind: JobKind; readonly label: string; readonly start: string }[] = [
  { kind: 'exact', label: 'Exact', start: 'Solve' },
  { kind: 'descent', label: 'Descend', start: 'Descend' },
  { kind: 'estimate', label: 'Estimate', start: 'Estimate' },
  { kind: 'decode', label: 'Decode', start: 'Decode' },
  { kind: 'quality', label: 'Gradient quality', start: 'Measure' },
];
const MOST_SEEDS = 1000;

interface Props {
  readonly tab: JobKind;
  /** The run whose spec is edited into a new one, or null. */
  readonly from: number | null;
  /** The run along which gradient quality is to be measured, or null. */
  readonly along: number | null;
  readonly onClose: () => void;
}

export function NewRunDialog({ tab, from, along, onClose }: Props): JSX.Element {
  const problems = useProblems();
  const original = useRun(from ?? along);
  const selected = useSelection((state) => state.selectedProblemId);
  const [problemId, setProblemId] = useState<number | null>(original?.problemId ?? selected);
  const problem = problems.find((one) => one.id === problemId) ?? problems[0];
  const defaults = useRunDefaults(problem?.id ?? null);
  const detail = useRunDetail(from);
  const failure = defaults.error ?? detail.error;
  const title = from === null ? 'New run' : `New run from run ${from}`;
  return (
    <Modal opened onClose={onClose} title={title} size={780} classNames={{ body: 'lz-new-run' }}>
      {failure !== null && <ErrorNote error={errorValueOf(failure)} />}
      {problem === undefined && (
        <Empty
          text="A run needs a problem. Open one, or add an example."
          actions={[
            { label: 'Open problem…', run: () => (onClose(), runCommand('open-problem')) },
            { label: 'Add an example…', run: () => runCommand('open-example') },
          ]}
        />
      )}
      {problem !== undefined && defaults.data !== undefined && (from === null || detail.data !== undefined) && (
        <RunForm
          key={problem.id}
          problem={problem}
          problems={problems}
          defaults={defaults.data}
          tab={tab}
          edited={detail.data?.spec ?? null}
          along={along}
          onProblem={setProblemId}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

/** Estimates, decodings and measurements begin at the end of the selected descent, where there is one of this problem; a start solution is looked for in it. */
function fromSelectedRun(draft: Draft, problem: ProblemSummary): Draft {
  const { focusedRunId } = useSelection.getState();
  const run = (queryClient.getQueryData(runsQuery.queryKey) ?? []).find((one) => one.id === focusedRunId);
  if (run === undefined || run.kind !== 'descent' || run.problemId !== problem.id || isGoing(run)) return draft;
  const id = String(run.id);
  return { ...draft, texts: { ...draft.texts, 'estimate.xHat.source': 'run', 'estimate.xHat.run': id, 'decode.xHat.source': 'run', 'decode.xHat.run': id, 'quality.xHat.source': 'run', 'quality.xHat.run': id, 'quality.points.run': id, 'exact.start.run': id } };
}

/** Asks for gradient quality along a run, of the scheme that it descended. */
function alongRun(draft: Draft, runId: number): Draft {
  const run = (queryClient.getQueryData(runsQuery.queryKey) ?? []).find((one) => one.id === runId);
  const scheme = run?.scheme ?? null;
  return { ...draft, texts: { ...draft.texts, 'quality.shape': 'path', 'quality.points.run': String(runId), ...(scheme === null ? {} : { 'quality.schemes': scheme }), ...(run?.samplesPerStep === null || run === undefined ? {} : { 'quality.pathSamples': String(run.samplesPerStep) }) } };
}

/** Decoders whose vector depends on the seed. */
const SEEDED_DECODERS: readonly string[] = ['best-of-samples', 'local-search'];

interface FormProps {
  readonly problem: ProblemSummary;
  readonly problems: readonly ProblemSummary[];
  readonly defaults: Answer<'run.defaults'>;
  readonly tab: JobKind;
  readonly edited: JobSpec | null;
  readonly along: number | null;
  readonly onProblem: (id: number) => void;
  readonly onClose: () => void;
}

function RunForm({ problem, problems, defaults, tab, edited, along, onProblem, onClose }: FormProps): JSX.Element {
  const [kind, setKind] = useState<JobKind>(tab);
  const [seeds, setSeeds] = useState('1');
  const [preset, setPreset] = useState<string | null>(null);
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [starting, setStarting] = useState(false);
  const fresh = draftOf(defaults.specs);
  const form = useForm(kind, problem, along !== null ? alongRun(fresh, along) : edited === null ? fromSelectedRun(fresh, problem) : draftOf([...defaults.specs, edited]));
  const seedCount = parseNumber(seeds);
  const seedsWrong = seedCount === null || !Number.isInteger(seedCount) || seedCount < 1 || seedCount > MOST_SEEDS;
  const presets = defaults.presets.filter((one) => one.spec.kind === kind);
  const chosenPreset = presets.find((one) => one.name === preset);
  const ready = form.spec !== null && form.complaints.length === 0 && !seedsWrong && !starting;
  const hasSeed = kind === 'descent' || kind === 'estimate' || kind === 'quality' || (kind === 'decode' && SEEDED_DECODERS.includes(form.texts['decode.decoder'] ?? ''));

  const start = async (): Promise<void> => {
    if (!ready || form.spec === null || seedCount === null) return;
    setStarting(true);
    setError(null);
    try {
      const runs = await request({ type: 'run.start', problemId: problem.id, spec: form.spec, seeds: hasSeed ? seedCount : 1 });
      useSelection.getState().selectRuns(runs.map((run) => run.id));
      if (kind === 'quality') runCommand('show-quality');
      onClose();
    } catch (failure) {
      setError(errorValueOf(failure));
      setStarting(false);
    }
  };
  useHotkeys([['mod+Enter', () => void start()]], []);
  // The form stands only after the defaults have come; the dialog's own focus was given before.
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }, []);
  const first = form.complaints[0];
  const single = hasSeed && form.drawsNothing && first === undefined && seedCount !== null && seedCount > 1;
  const firstLabel = first === undefined ? '' : field(first.field).label;

  return (
    <FormProvider value={form}>
      <div ref={body} className="lz-run-form">
        <div className="lz-fields" style={{ marginBottom: 8 }}>
          <Select label="Problem" data={problems.map((one) => ({ value: String(one.id), label: one.name }))} value={String(problem.id)} onChange={(id) => id !== null && onProblem(Number(id))} searchable={problems.length > 8} />
          {presets.length > 0 && (
            <Select
              className="lz-preset"
              label="Preset"
              placeholder="Choose settings by name"
              data={presets.map((one) => ({ value: one.name, label: one.label }))}
              value={preset}
              description={chosenPreset?.help}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              onChange={(name) => {
                setPreset(name);
                const next = presets.find((one) => one.name === name);
                if (next !== undefined) form.replace(textsOf(next.spec));
              }}
            />
          )}
        </div>
        <Tabs value={kind} onChange={(next) => setKind(KINDS.find((one) => one.kind === next)?.kind ?? kind)} keepMounted={false}>
          <Tabs.List>
            {KINDS.map((one) => (
              <Tabs.Tab key={one.kind} value={one.kind} {...(one.kind === kind ? { 'data-autofocus': true } : {})}>
                {one.label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <div className="lz-run-fields">
            <Tabs.Panel value="exact">
              <ExactFields />
            </Tabs.Panel>
            <Tabs.Panel value="descent">
              <DescentFields />
            </Tabs.Panel>
            <Tabs.Panel value="estimate">
              <EstimateFields />
            </Tabs.Panel>
            <Tabs.Panel value="decode">
              <DecodeFields />
            </Tabs.Panel>
            <Tabs.Panel value="quality">
              <QualityFields />
            </Tabs.Panel>
          </div>
        </Tabs>
        {error !== null && <ErrorNote error={error} />}
        <div className="lz-run-foot">
          {hasSeed && (
            <>
              <Numeric path={`${kind}.seed`} step={1} />
              <NumberField label={field('seeds').label} help={field('seeds').help} value={seeds} onChange={setSeeds} complaint={seedsWrong ? `From 1 to ${MOST_SEEDS}` : null} width={90} step={1} />
            </>
          )}
          <span className="grow lz-complaint" role="status">
            {first !== undefined && `${firstLabel === '' ? '' : `${firstLabel}: `}${first.message}`}
            {single && <span className="lz-doubt">{DRAWS_NOTHING}</span>}
          </span>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button onClick={() => void start()} disabled={!ready} loading={starting} title="Ctrl+Enter">
            {KINDS.find((one) => one.kind === kind)?.start}
            {hasSeed && seedCount !== null && seedCount > 1 && !seedsWrong && !single ? ` × ${seedCount}` : ''}
          </Button>
        </div>
      </div>
    </FormProvider>
  );
}
