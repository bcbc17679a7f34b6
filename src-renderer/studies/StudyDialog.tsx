/**
 * Plans a study: problems × methods × seeds under a title. It says before anything starts how many runs that is, which of
 * them are there already, how long they take, and what is wrong with a method on a problem. Ctrl+Enter starts.
 */
import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { StudyDetail, StudyPlanView } from '../../src-contract/session-study.ts';
import { usePool, useProblems, useRunDefaults, useRuns, useSettings } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Label } from '../form/Label.tsx';
import { TextField } from '../form/TextField.tsx';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { showPanel } from '../state/dock.ts';
import { useSelection } from '../state/selection.ts';
import { useShownStudy } from '../state/shown-study.ts';
import { methodDraft, methodsOfRuns, offeredMethods } from './methods-offered.ts';
import { planWords } from './plan-words.ts';
import { seedsText, studyOf } from './study-draft.ts';
import type { MethodDraft, StudyDraft } from './study-draft.ts';
import { StudyMethods } from './StudyMethods.tsx';
import { StudyProblems } from './StudyProblems.tsx';
import { studiesQuery, studyQuery } from './study-queries.ts';
import './studies.css';

const PAUSE_MS = 250;
const NONE: StudyPlanView['complaints'] = [];

interface Props {
  /** The study that is changed; null for a new one. */
  readonly id: number | null;
  /** Runs whose problems, settings and seeds a new one begins with. */
  readonly runs: readonly number[];
  readonly onClose: () => void;
}

export function StudyDialog({ id, runs, onClose }: Props): JSX.Element {
  const studies = useQuery(studiesQuery).data;
  const detail = useQuery({ ...studyQuery(id ?? 0), enabled: id !== null }).data;
  const listed = useRuns();
  const chosen = useMemo(() => listed.filter((run) => runs.includes(run.id)), [listed, runs]);
  const methods = useQuery({
    queryKey: ['study-methods', runs.join(',')], queryFn: () => methodsOfRuns(chosen), enabled: runs.length > 0 && chosen.length > 0,
    staleTime: Infinity, gcTime: 0,
  });
  const selectedProblem = useSelection((state) => state.selectedProblemId);
  const ready = studies !== undefined && (id === null ? runs.length === 0 || methods.data !== undefined : detail !== undefined);
  const begun: StudyDraft | null = !ready ? null : detail !== undefined && id !== null ? draftOfStudy(detail) : {
    title: `Study ${(studies.at(-1)?.id ?? 0) + 1}`,
    problems: runs.length > 0
      ? [...new Set(chosen.map(({ problemId }) => problemId))]
      : selectedProblem === null ? [] : [selectedProblem],
    methods: methods.data ?? [],
    seeds: seedsOfRuns(chosen.map(({ seed }) => seed)),
  };
  return (
    <Modal opened onClose={onClose} title={id === null ? 'New study' : `Change the study “${detail?.summary.title ?? ''}”`} size={860}>
      {methods.isError && <ErrorNote error={errorValueOf(methods.error)} />}
      {begun !== null && <StudyForm id={id} begun={begun} onClose={onClose} />}
    </Modal>
  );
}

function draftOfStudy({ summary, spec }: StudyDetail): StudyDraft {
  return {
    title: summary.title, problems: spec.problems, seeds: seedsText(spec.seeds),
    methods: spec.methods.reduce<readonly MethodDraft[]>((all, method) => [...all, methodDraft(method, all)], []),
  };
}

function seedsOfRuns(seeds: readonly (number | null)[]): string {
  const found = [...new Set(seeds.flatMap((seed) => seed ?? []))].toSorted((a, b) => a - b);
  return found.length === 0 ? '5' : seedsText(found);
}

function StudyForm(
  { id, begun, onClose }: { readonly id: number | null; readonly begun: StudyDraft; readonly onClose: () => void },
): JSX.Element {
  const [draft, setDraft] = useState(begun);
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [starting, setStarting] = useState(false);
  const all = useProblems();
  const pool = usePool().data;
  const settings = useSettings().data;
  const selected = useSelectedRuns();
  const defaults = useRunDefaults(draft.problems[0] ?? all[0]?.id ?? null).data ?? null;
  const there = useMemo(
    () => ({ ...draft, problems: draft.problems.filter((each) => all.some((problem) => problem.id === each)) }), [draft, all],
  );
  const { spec, complaint } = useMemo(() => studyOf(there), [there]);
  const key = useMemo(() => (spec === null ? null : JSON.stringify(spec)), [spec]);
  const [settledKey] = useDebouncedValue(key, PAUSE_MS);
  const plan = useQuery({
    queryKey: ['study-plan', id, settledKey],
    queryFn: () => (spec === null ? null : request({ type: 'study.plan', id, spec })),
    enabled: spec !== null && settledKey === key,
    gcTime: 0,
  });
  const known = settledKey === key ? (plan.data ?? null) : null;
  const complaints = known?.complaints ?? NONE;
  const ready = spec !== null && known !== null && complaints.length === 0 && !starting;
  const start = async (): Promise<void> => {
    if (!ready || spec === null) return;
    setStarting(true);
    setError(null);
    try {
      const started = await request({ type: 'study.start', id, title: draft.title.trim(), spec });
      useShownStudy.setState({ id: started.id });
      onClose();
      showPanel('studies');
    } catch (failure) {
      setError(errorValueOf(failure));
      setStarting(false);
    }
  };
  useHotkeys([['mod+Enter', () => void start()]], []);
  // What is typed half is not complained of before it is looked away from: an empty form says what it needs in its foot.
  const seedsWrong = complaint?.field === 'seeds' ? complaint.message : undefined;
  const problemName = (problemId: number): string => all.find((each) => each.id === problemId)?.name ?? '';
  const first = complaints[0];
  return (
    <div className="lz-study-form">
      <div className="lz-fields lz-study-top">
        <TextInput
          label={<Label text="Title" help="Names the study in the session and its file." />}
          aria-label="Title"
          value={draft.title}
          maxLength={200}
          onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
          error={complaint?.field === 'title' ? complaint.message : undefined}
        />
        <TextField
          label="Seeds"
          help="How many (5 stands for 1 to 5), or which: 3, 7, 11-15. Where nothing of a method is drawn at random, one run is made for all of them."
          value={draft.seeds}
          onChange={(seeds) => setDraft({ ...draft, seeds })}
          complaint={seedsWrong}
        />
      </div>
      <div className="lz-run-fields">
        <StudyProblems
          problems={all}
          chosen={draft.problems}
          onChange={(change) => setDraft((before) => ({ ...before, problems: change(before.problems) }))}
        />
        <StudyMethods
          methods={draft.methods}
          onChange={(change) => setDraft((before) => ({ ...before, methods: change(before.methods) }))}
          offered={offeredMethods(defaults, settings?.ownPresets ?? [])}
          selected={selected}
          complaints={complaints}
        />
      </div>
      {plan.isError && <ErrorNote error={errorValueOf(plan.error)} />}
      {error !== null && <ErrorNote error={error} />}
      <div className="lz-run-foot">
        <span className={first === undefined ? 'grow caption lz-keeps' : 'grow lz-complaint'} role="status">
          {complaint !== null
            ? complaint.message
            : first !== undefined
            ? `“${first.method}” on “${problemName(first.problemId)}”: ${first.message}`
            : known !== null && (
              <>
                {planWords(known, pool?.size ?? 1).join(' ')}
                {known.drawNothing.length > 0 && (
                  <span className="lz-doubt">
                    {' '}Nothing is drawn at random by {methodsInWords(known.drawNothing.map(({ method }) => method))}: one run each is made
                    for all seeds.
                  </span>
                )}
              </>
            )}
        </span>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button onClick={() => void start()} disabled={!ready} loading={starting} title="Ctrl+Enter">
          {id === null ? 'Start study' : 'Go on'}
        </Button>
      </div>
    </div>
  );
}

function methodsInWords(methods: readonly string[]): string {
  const names = [...new Set(methods)];
  return names.length <= 3 ? names.map((name) => `“${name}”`).join(', ') : `${names.length} methods`;
}
