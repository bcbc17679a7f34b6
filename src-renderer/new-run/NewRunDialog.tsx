/**
 * Asks for a new run: the problem, the kind, every field of its spec as last used or with the problem's own
 * defaults, complaints at their fields as one types, and how many seeds. Another problem keeps what was set
 * and says what does not fit it. Ctrl+Enter starts.
 */
import { Button, Modal, Select, Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { JSX, RefObject } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { DRAWS_NOTHING } from '../../src-science/descent/drawn-parts.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { Answer } from '../../src-contract/ipc.ts';
import type { RunDraft } from '../../src-contract/settings.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { appliesWhere } from '../../src-science/settings/walk.ts';
import { recordedSize, recordedSizeText } from '../../src-science/descent/recorded-size.ts';
import { queryClient } from '../api/query-client.ts';
import { isGoing } from '../api/events.ts';
import { runsQuery, useProblems, useRun, useRunDefaults, useRunDetail, useSettings } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { parseNumber } from '../form/parse-number.ts';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { CarriedNote } from './CarriedNote.tsx';
import { carriedTo, changedTexts, withRemembered } from './draft-memory.ts';
import { draftOf, textsOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { FormProvider, Numeric } from './fields.tsx';
import { DecodeFields, DescentFields, EstimateFields, ExactFields } from './kinds.tsx';
import { QualityFields } from './QualityFields.tsx';
import { textsAt } from './setting-texts.ts';
import { field, settingOf } from '../parts/run-terms.ts';
import { rememberRun } from './remember-run.ts';
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
  const [carried, setCarried] = useState<Carried | null>(null);
  const settings = useSettings().data;
  const problem = problems.find((one) => one.id === problemId) ?? problems[0];
  const defaults = useRunDefaults(problem?.id ?? null);
  const detail = useRunDetail(from);
  const failure = defaults.error ?? detail.error;
  const leavingRef = useRef<(() => void) | null>(null);
  const leave = (): void => {
    leavingRef.current?.();
    onClose();
  };
  const title = from === null ? 'New run' : `New run from run ${from}`;
  return (
    <Modal opened onClose={leave} title={title} size={780} classNames={{ body: 'lz-new-run' }}>
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
      {problem !== undefined && defaults.data !== undefined && settings !== undefined && (from === null || detail.data !== undefined) && (
        <RunForm
          key={problem.id}
          problem={problem}
          problems={problems}
          defaults={defaults.data}
          tab={tab}
          edited={detail.data?.spec ?? null}
          along={along}
          remembered={settings.runDrafts ?? NOTHING_REMEMBERED}
          carried={carried}
          leavingRef={leavingRef}
          onProblem={(id, taken) => {
            setCarried(taken);
            setProblemId(id);
          }}
          onClose={leave}
          onStarted={onClose}
        />
      )}
    </Modal>
  );
}

/**
 * Estimates, decodings and measurements begin at the end of the selected descent, where there is one of this problem; a
 * start solution is looked for in it.
 */
function fromSelectedRun(draft: Draft, problem: ProblemSummary): Draft {
  const { focusedRunId } = useSelection.getState();
  const run = (queryClient.getQueryData(runsQuery.queryKey) ?? []).find((one) => one.id === focusedRunId);
  if (run === undefined || run.kind !== 'descent' || run.problemId !== problem.id || isGoing(run)) return draft;
  const id = String(run.id);
  return { ...draft, texts: {
    ...draft.texts, 'estimate.xHat.source': 'run', 'estimate.xHat.run': id, 'decode.xHat.source': 'run', 'decode.xHat.run': id,
    'quality.xHat.source': 'run', 'quality.xHat.run': id, 'quality.points.run': id, 'exact.start.run': id,
  } };
}

/** Asks for gradient quality along a run, of the scheme that it descended. */
function alongRun(draft: Draft, runId: number): Draft {
  const run = (queryClient.getQueryData(runsQuery.queryKey) ?? []).find((one) => one.id === runId);
  const scheme = run?.scheme ?? null;
  return { ...draft, texts: {
    ...draft.texts, 'quality.shape': 'path', 'quality.points.run': String(runId), ...(scheme === null ? {} : { 'quality.schemes': scheme }),
    ...(run?.samplesPerStep === null || run === undefined ? {} : { 'quality.pathSamples': String(run.samplesPerStep) }),
  } };
}

/** What goes with a form to another problem. */
interface Carried {
  readonly from: ProblemSummary;
  readonly kind: JobKind;
  readonly draft: Draft;
  /** The old problem's defaults; null where a run is edited, of which everything is kept. */
  readonly base: Draft | null;
  readonly preset: string | null;
  readonly seeds: string;
}

const NOTHING_REMEMBERED = {};

interface FormProps {
  readonly problem: ProblemSummary;
  readonly problems: readonly ProblemSummary[];
  readonly defaults: Answer<'run.defaults'>;
  readonly tab: JobKind;
  readonly edited: JobSpec | null;
  readonly along: number | null;
  /** Settings of each kind as they were last used. */
  readonly remembered: Readonly<Partial<Record<JobKind, RunDraft>>>;
  readonly carried: Carried | null;
  /** Called when the form is left, however that is done. */
  readonly leavingRef: RefObject<(() => void) | null>;
  readonly onProblem: (id: number, taken: Carried) => void;
  readonly onClose: () => void;
  readonly onStarted: () => void;
}

function RunForm(
  { problem, problems, defaults, tab, edited, along, remembered, carried, leavingRef, onProblem, onClose, onStarted }: FormProps,
): JSX.Element {
  const [kind, setKind] = useState<JobKind>(carried?.kind ?? tab);
  const [seeds, setSeeds] = useState(carried?.seeds ?? (edited === null ? (remembered[tab]?.seeds ?? '1') : '1'));
  const [preset, setPreset] =
    useState<string | null>(carried === null ? (edited === null ? (remembered.descent?.preset ?? null) : null) : carried.preset);
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [starting, setStarting] = useState(false);
  const base = (chosen: string | null): Draft =>
    draftOf([...defaults.specs, ...defaults.presets.filter(({ name }) => name === chosen).map(({ spec }) => spec)]);
  const [begun] = useState(() => {
    if (carried !== null) return carriedTo(carried.kind, carried.draft, carried.base, base(carried.preset));
    if (edited !== null) return { draft: draftOf([...defaults.specs, edited]), followed: [] };
    const last = withRemembered(base(preset), remembered);
    return { draft: along === null ? fromSelectedRun(last, problem) : alongRun(last, along), followed: [] };
  });
  const form = useForm(kind, problem, begun.draft);
  const own = base(null).texts;
  const departs = changedTexts(kind, form.texts, own);
  /** Keeps what was set here for the next time; a run that is looked at and not started says nothing of what its person wants. */
  const remember = (started: boolean): void => {
    if (edited !== null && !started) return;
    const chosen = kind === 'descent' ? preset : null;
    rememberRun(kind, { preset: chosen, seeds, texts: changedTexts(kind, form.texts, base(chosen).texts) });
  };
  useEffect(() => {
    leavingRef.current = () => remember(false);
  });
  const seedCount = parseNumber(seeds);
  const seedsWrong = seedCount === null || !Number.isInteger(seedCount) || seedCount < 1 || seedCount > MOST_SEEDS;
  const presets = defaults.presets.filter((one) => one.spec.kind === kind);
  const chosenPreset = presets.find((one) => one.name === preset);
  const ready = form.spec !== null && form.complaints.length === 0 && !seedsWrong && !starting;
  const seed = settingOf(`${kind}.seed`);
  const hasSeed = seed !== null && appliesWhere(seed.where, textsAt(kind, (path) => form.texts[path] ?? ''));

  const start = async (): Promise<void> => {
    if (!ready || form.spec === null || seedCount === null) return;
    setStarting(true);
    setError(null);
    try {
      const runs = await request({ type: 'run.start', problemId: problem.id, spec: form.spec, seeds: hasSeed ? seedCount : 1 });
      remember(true);
      useSelection.getState().selectRuns(runs.map((run) => run.id));
      if (kind === 'quality') runCommand('show-quality');
      onStarted();
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
  const keeps = form.spec?.kind !== 'descent' || seedCount === null || seedsWrong
    ? ''
    : `Stores at most ${recordedSizeText(recordedSize(form.spec.descent, problem.variables), problem.variables, single ? 1 : seedCount)}.`;
  const firstLabel = first === undefined ? '' : field(first.field).label;

  return (
    <FormProvider value={form}>
      <div ref={body} className="lz-run-form">
        <div className="lz-fields" style={{ marginBottom: 8 }}>
          <Select
            label="Problem"
            data={problems.map((one) => ({ value: String(one.id), label: one.name }))}
            value={String(problem.id)}
            onChange={(id) => id !== null && Number(id) !== problem.id &&
              onProblem(Number(id), { from: problem, kind, draft: form.draft, base: edited === null ? base(preset) : null, preset, seeds })}
            searchable={problems.length > 8}
          />
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
        {carried !== null && <CarriedNote carried={carried} problem={problem} followed={begun.followed} complaints={form.complaints} />}
        {carried === null &&
          edited === null &&
          remembered[kind] !== undefined &&
          (kind !== 'descent' || preset === (remembered.descent?.preset ?? null)) &&
          (Object.keys(departs).length > 0 || (hasSeed && seeds !== '1')) &&
          (
          <p className="caption lz-carried">
            Settings are as you last used them.{' '}
            <button
              type="button"
              className="lz-link"
              onClick={() => {
                setPreset(null);
                setSeeds('1');
                form.replace({ texts: own, kept: {} });
              }}
            >
              Use this problem’s own
            </button>
          </p>
        )}
        <div className="lz-run-foot">
          {hasSeed && (
            <>
              <Numeric path={`${kind}.seed`} />
              <NumberField label={field('seeds').label} help={field('seeds').help} value={seeds} onChange={setSeeds} complaint={
                seedsWrong ? `From 1 to ${MOST_SEEDS}` : null
              } width={90} step={1} />
            </>
          )}
          <span className={first === undefined ? 'grow caption lz-keeps' : 'grow lz-complaint'} role="status">
            {first === undefined ? keeps : `${firstLabel === '' ? '' : `${firstLabel}: `}${first.message}`}
            {single && <span className="lz-doubt"> {DRAWS_NOTHING}</span>}
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
