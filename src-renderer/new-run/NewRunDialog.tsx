/**
 * Asks for a new run: the problem, the kind, every field of its spec as last used or with the problem's own
 * defaults, complaints at their fields as one types, and how many seeds. Another problem keeps what was set
 * and says what does not fit it. Ctrl+Enter starts.
 */
import { Button, Modal, Select, Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { use, useEffect, useRef, useState } from 'react';
import type { JSX, RefObject } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { Answer } from '../../src-contract/ipc.ts';
import { bodyOf } from '../../src-contract/job-body.ts';
import { JOB_KIND_NAMES, JOB_KINDS } from '../../src-contract/job-kinds.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import type { RunDraft } from '../../src-contract/settings.ts';
import { DRAWS_NOTHING } from '../../src-science/descent/drawn-parts.ts';
import { appliesWhere } from '../../src-science/settings/walk.ts';
import { queryClient } from '../api/query-client.ts';
import { isGoing } from '../api/events.ts';
import { runsQuery, useProblems, useRun, useRunDefaults, useRunDetail, useSettings } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { parseNumber } from '../form/parse-number.ts';
import type { Draft, Texts } from '../kinds/form/form-draft.ts';
import { Numeric } from '../kinds/form/fields.tsx';
import { FormProvider } from '../kinds/form/form-context.ts';
import { SettingFields } from '../kinds/form/SettingFields.tsx';
import { textsAt } from '../kinds/form/setting-texts.ts';
import { pageKinds } from '../kinds/kinds.ts';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { CarriedNote } from './CarriedNote.tsx';
import { carriedTo, changedTexts, withRemembered } from './draft-memory.ts';
import { draftOf, fieldsOf, fieldsOfAll, settingNear, takenBy, textsOf } from './draft.ts';
import { SavePreset, withOwnPresets } from './OwnPresets.tsx';
import { rememberRun } from './remember-run.ts';
import { startAgain } from './start-again.ts';
import { useForm } from './use-form.ts';

const MOST_SEEDS = 1000;
const AGAIN_HELP = 'What you change here is changed in each of them; their other settings, problems and seeds stay.';
const SEEDS_HELP = 'How many runs to start, with this seed and the ones that follow it.';

interface Props {
  readonly tab: JobKind;
  /** The run whose spec is edited into a new one, or null. */
  readonly from: number | null;
  /** The run along which gradient quality is to be measured, or null. */
  readonly along: number | null;
  /** Several runs that are made again with what is changed of the first; else empty. */
  readonly again: readonly number[];
  readonly onClose: () => void;
}

export function NewRunDialog({ tab, from, along, again, onClose }: Props): JSX.Element {
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
  const title = again.length > 1
    ? `Run ${again.length} runs again with changes`
    : from === null ? 'New run' : `New run from run ${from}`;
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
          defaults={withOwnPresets(defaults.data, settings.ownPresets ?? [])}
          tab={tab}
          edited={detail.data?.spec ?? null}
          along={along}
          again={again}
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
 * What is made at a point begins at the end of the selected descent, where there is one of this problem; solutions and
 * trajectories are looked for in it.
 */
function fromSelectedRun(draft: Draft, problem: ProblemSummary): Draft {
  const { focusedRunId } = useSelection.getState();
  const run = runOf(focusedRunId);
  if (run?.kind !== 'descent' || run.problemId !== problem.id || isGoing(run)) return draft;
  const taken = fieldsOfAll().flatMap(({ path, setting }): readonly Texts[] => {
    // A start has a value of its own to begin with.
    const takes = setting.kind === 'variant' ? null : takenBy(setting);
    const texts = { [`${path}.run`]: String(run.id) };
    return takes === null ? [] : [takes === 'marginals' ? { ...texts, [`${path}.source`]: 'run' } : texts];
  });
  return { ...draft, texts: Object.assign({}, draft.texts, ...taken) as Texts };
}

function runOf(id: number | null) {
  return (queryClient.getQueryData(runsQuery.queryKey) ?? []).find((one) => one.id === id);
}

/** What goes with a form to another problem. */
interface Carried {
  readonly from: ProblemSummary;
  readonly kind: JobKind;
  readonly draft: Draft;
  /** The old problem's defaults; null where a run is edited, of which everything is kept. */
  readonly base: Draft | null;
  /** Those that its person chose; what was only proposed is proposed anew. */
  readonly presets: Presets;
  readonly seeds: string;
}

/** The preset that was chosen last, of kinds that have some. */
type Presets = Readonly<Partial<Record<JobKind, string | null>>>;

const NOTHING_REMEMBERED = {};

type Preset = Answer<'run.defaults'>['presets'][number];

/** What the chosen preset is, and which one is proposed and why. */
function presetWords(
  offered: readonly Preset[], name: string | null, proposal: Answer<'run.defaults'>['proposals'][number] | undefined,
): string | undefined {
  const chosen = offered.find((each) => each.name === name);
  if (proposal === undefined) return chosen?.help;
  const other = offered.find((each) => each.name === proposal.preset)?.label ?? proposal.preset;
  const why = `${name === proposal.preset ? 'Proposed here.' : `Proposed here is “${other}”.`} ${proposal.reason}`;
  return chosen === undefined ? why : `${chosen.help} ${why}`;
}

interface FormProps {
  readonly problem: ProblemSummary;
  readonly problems: readonly ProblemSummary[];
  readonly defaults: Answer<'run.defaults'>;
  readonly tab: JobKind;
  readonly edited: JobSpec | null;
  readonly along: number | null;
  readonly again: readonly number[];
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
  { problem, problems, defaults, tab, edited, along, again, remembered, carried, leavingRef, onProblem, onClose, onStarted }: FormProps,
): JSX.Element {
  const [kind, setKind] = useState<JobKind>(carried?.kind ?? tab);
  const [seeds, setSeeds] = useState(carried?.seeds ?? (edited === null ? (remembered[tab]?.seeds ?? '1') : '1'));
  const proposed: Presets = Object.fromEntries(defaults.proposals.map((each) => [each.kind, each.preset]));
  /** A run that is edited begins with no preset, here and on another problem. */
  const isEdited = edited !== null || carried?.base === null;
  const [presets, setPresets] = useState<Presets>(() => {
    const chosen = carried?.presets ?? (edited === null
      ? Object.fromEntries(JOB_KIND_NAMES.map((each) => [each, remembered[each]?.preset ?? null]))
      : {});
    return Object.fromEntries(JOB_KIND_NAMES.map((each) => [each, chosen[each] ?? (isEdited ? null : (proposed[each] ?? null))]));
  });
  const ownPreset = (of: JobKind): string | null => (presets[of] === proposed[of] ? null : (presets[of] ?? null));
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [starting, setStarting] = useState(false);
  const pages = use(pageKinds());
  const page = pages[kind];
  const base = (chosen: Presets): Draft =>
    draftOf([...defaults.specs, ...defaults.presets.filter(({ name, spec }) => name === chosen[spec.kind]).map(({ spec }) => spec)]);
  const [begun] = useState(() => {
    if (carried !== null) return carriedTo(carried.kind, carried.draft, carried.base, base(presets));
    if (edited !== null) return { draft: draftOf([...defaults.specs, edited]), followed: [] };
    const last = withRemembered(base(presets), remembered);
    const run = runOf(along);
    if (along === null) return { draft: fromSelectedRun(last, problem), followed: [] };
    return { draft: { ...last, texts: { ...last.texts, ...(run === undefined ? {} : pages[tab].along?.(run)) } }, followed: [] };
  });
  const form = useForm(kind, page, problem, begun.draft);
  const { texts } = form.draft;
  const own = base(proposed).texts;
  const preset = presets[kind] ?? null;
  const departs = changedTexts(kind, texts, own);
  /** Keeps what was set here for the next time; a run that is looked at and not started says nothing of what its person wants. */
  const remember = (started: boolean): void => {
    if (edited !== null && !started) return;
    rememberRun(kind, { preset: ownPreset(kind), seeds, texts: changedTexts(kind, texts, base({ [kind]: preset }).texts) });
  };
  useEffect(() => {
    leavingRef.current = () => remember(false);
  });
  const seedCount = parseNumber(seeds);
  const seedsWrong = seedCount === null || !Number.isInteger(seedCount) || seedCount < 1 || seedCount > MOST_SEEDS;
  const offered = defaults.presets.filter((one) => one.spec.kind === kind);
  /** Runs are made again as the kind they are. */
  const severalAgain = again.length > 1 && edited !== null;
  const ready = (!severalAgain || kind === edited.kind) && form.spec !== null && form.complaints.length === 0 && !seedsWrong && !starting;
  const seed = fieldsOf(kind, texts).find(({ name }) => name === 'seed')?.setting;
  const hasSeed = seed?.kind === 'number' && appliesWhere(seed.where, textsAt(kind, (path) => texts[path] ?? ''));

  const start = async (): Promise<void> => {
    if (!ready || form.spec === null || seedCount === null) return;
    setStarting(true);
    setError(null);
    try {
      const runs = severalAgain
        ? await startAgain(again, edited, form.spec)
        : await request({ type: 'run.start', problemId: problem.id, spec: form.spec, seeds: hasSeed ? seedCount : 1 });
      remember(true);
      useSelection.getState().selectRuns(runs.map((run) => run.id));
      if (page.shows !== undefined) runCommand(page.shows);
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
  const stored = form.spec === null || seedCount === null || seedsWrong
    ? undefined
    : page.stores?.(bodyOf(form.spec), problem.variables, single ? 1 : seedCount);
  const about = first === undefined ? undefined : settingNear(kind, texts, first.field)?.label;
  const { Fields } = page;

  return (
    <FormProvider value={form}>
      <div ref={body} className="lz-run-form">
        <div className="lz-fields" style={{ marginBottom: 8 }}>
          <Select
            label="Problem"
            data={problems.map((one) => ({ value: String(one.id), label: one.name }))}
            value={String(problem.id)}
            disabled={severalAgain}
            onChange={(id) => id !== null && Number(id) !== problem.id &&
              onProblem(Number(id), {
                from: problem, kind, draft: form.draft, base: isEdited ? null : base(presets), seeds,
                presets: Object.fromEntries(JOB_KIND_NAMES.map((each) => [each, ownPreset(each)])),
              })}
            searchable={problems.length > 8}
          />
          {offered.length > 0 && (
            <Select
              className="lz-preset"
              label="Preset"
              placeholder="Choose settings by name"
              data={offered.map((one) => ({ value: one.name, label: one.label }))}
              value={preset}
              description={presetWords(offered, preset, defaults.proposals.find((each) => each.kind === kind))}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              onChange={(name) => {
                setPresets({ ...presets, [kind]: name });
                const next = offered.find((one) => one.name === name);
                if (next !== undefined) form.replace(textsOf(next.spec));
              }}
            />
          )}
        </div>
        <Tabs value={kind} onChange={(next) => setKind(JOB_KIND_NAMES.find((one) => one === next) ?? kind)} keepMounted={false}>
          <Tabs.List>
            {JOB_KIND_NAMES.map((one) => (
              <Tabs.Tab key={one} value={one} {...(one === kind ? { 'data-autofocus': true } : {})}>
                {JOB_KINDS[one].tab}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <div className="lz-run-fields">
            <Tabs.Panel key={kind} value={kind}>
              {Fields === undefined ? <SettingFields kind={kind} /> : <Fields />}
            </Tabs.Panel>
          </div>
        </Tabs>
        {error !== null && <ErrorNote error={error} />}
        {carried !== null && <CarriedNote carried={carried} followed={begun.followed} kind={kind} form={form} />}
        {carried === null &&
          edited === null &&
          remembered[kind] !== undefined &&
          ownPreset(kind) === remembered[kind].preset &&
          (Object.keys(departs).length > 0 || (hasSeed && seeds !== '1')) &&
          (
          <p className="caption lz-carried">
            Settings are as you last used them.{' '}
            <button
              type="button"
              className="lz-link"
              onClick={() => {
                setPresets({ ...presets, [kind]: proposed[kind] ?? null });
                setSeeds('1');
                form.replace({ texts: own, kept: {} });
              }}
            >
              Use this problem’s own
            </button>
          </p>
        )}
        <div className="lz-run-foot">
          {hasSeed && !severalAgain && (
            <>
              <Numeric path={`${kind}.seed`} setting={seed} />
              <NumberField label="Seeds" help={SEEDS_HELP} value={seeds} onChange={setSeeds} complaint={
                seedsWrong ? `From 1 to ${MOST_SEEDS}` : null
              } width={90} step={1} />
            </>
          )}
          <span className={first === undefined ? 'grow caption lz-keeps' : 'grow lz-complaint'} role="status">
            {first === undefined ? (severalAgain ? AGAIN_HELP : stored) : `${about === undefined ? '' : `${about}: `}${first.message}`}
            {single && <span className="lz-doubt"> {DRAWS_NOTHING}</span>}
          </span>
          <SavePreset spec={first === undefined ? form.spec : null} />
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button onClick={() => void start()} disabled={!ready} loading={starting} title="Ctrl+Enter">
            {severalAgain ? `Run ${again.length} again` : JOB_KINDS[kind].start}
            {!severalAgain && hasSeed && seedCount !== null && seedCount > 1 && !seedsWrong && !single ? ` × ${seedCount}` : ''}
          </Button>
        </div>
      </div>
    </FormProvider>
  );
}
