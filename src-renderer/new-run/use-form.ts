/**
 * The state of the form: the draft, the spec it makes, the complaints of the form itself and, a quarter
 * of a second after the last change, those of the engine about this spec on this problem.
 */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { seedOf } from '../../src-contract/job-body.ts';
import type { SpecComplaint } from '../../src-contract/session-request.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { useProblemVariables, useRuns } from '../api/queries.ts';
import { parseNumber } from '../form/parse-number.ts';
import type { Draft } from '../kinds/form/form-draft.ts';
import type { FormState } from '../kinds/form/form-context.ts';
import type { PageKind } from '../kinds/page-kind.ts';
import { useRunMarginals } from '../parts/use-run-marginals.ts';
import { useStartSolution } from '../parts/use-start-solution.ts';
import { atFields, specOf, takerOf } from './draft.ts';
import { useRunPath } from './use-run-path.ts';

const PAUSE_MS = 250;
const NO_COMPLAINTS: readonly SpecComplaint[] = [];

export interface Form extends FormState {
  readonly replace: (draft: Draft) => void;
  readonly spec: JobSpec | null;
  /** Known of this spec: every seed would give the same run. */
  readonly drawsNothing: boolean;
}

export function useForm(kind: JobKind, page: PageKind<JobKind>, problem: ProblemSummary, initial: Draft): Form {
  const [draft, setDraft] = useState(initial);
  const set = useCallback((at: string, text: string) => setDraft((before) => ({ ...before, texts: { ...before.texts, [at]: text } })), []);
  const runs = useRuns();
  const taker = takerOf(kind, draft.texts);
  const path = taker?.path ?? '';
  const at = (part: string): string => draft.texts[`${path}.${part}`] ?? '';
  const runId = Number(at('run')) || null;
  /** The run that the field takes this from; null where it takes nothing, or something else. */
  const from = (what: string): number | null => (taker?.takes === what && at('source') === 'run' ? runId : null);
  const marginals = useRunMarginals(from('marginals'), at('at'));
  const solution = useStartSolution(from('solution'), at('solution'));
  const runPath = useRunPath(from('points'), parseNumber(at('most')) ?? 1);
  const stranger = strangerWords(runs, problem, at('run'));
  const variables = useProblemVariables(at('source') === 'typed' ? problem.id : null).data;
  const isSolution = taker?.takes === 'solution';
  const vector = isSolution ? solution.x : marginals.xHat;
  const iteration = isSolution ? null : marginals.iteration;
  const source = solution.chosen?.source;
  const { spec, complaints, judged } = useMemo(() => {
    const origin = runId === null ? null : { runId, iteration, ...(source === undefined ? {} : { solution: source }) };
    const typedFor = variables === undefined ? null : {
      variableNames: variables.names, fixed: variables.fixed,
      ...(variables.integers === undefined ? {} : { integers: variables.integers }),
    };
    const context = {
      variables: problem.variables, typedFor,
      fromRun: { [path]: vector }, runPath, origins: { [path]: origin }, strangers: { [path]: stranger },
    };
    const outcome = specOf(kind, page, draft, context);
    // A vector that does not fit keeps nothing else from being judged.
    return {
      ...outcome,
      judged: outcome.spec ?? (outcome.complaints.length === 0 ? null : specOf(kind, page, draft, { ...context, standIn: true }).spec),
    };
  }, [kind, page, draft, problem.variables, path, vector, iteration, source, runId, runPath, stranger, variables]);
  const key = useMemo(() => (judged === null ? null : JSON.stringify(judged)), [judged]);
  const [settledKey] = useDebouncedValue(key, PAUSE_MS);
  const check = useQuery({
    queryKey: ['check', problem.id, settledKey],
    queryFn: () => (judged === null ? [] : request({ type: 'run.check', problemId: problem.id, spec: judged })),
    enabled: judged !== null && settledKey !== null && settledKey === key,
    gcTime: 0,
  });
  const draws = useQuery({
    queryKey: ['draws', problem.id, settledKey],
    queryFn: () => (spec === null ? true : request({ type: 'run.draws', problemId: problem.id, spec })),
    enabled: spec !== null && settledKey !== null && settledKey === key && seedOf(spec) !== null,
    // What was said of the form a moment ago stands until the next answer, or the words would flicker.
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const found = judged === null ? NO_COMPLAINTS : (check.data ?? NO_COMPLAINTS);
  const allComplaints = useMemo(() => {
    const ofEngine = atFields(kind, draft.texts, found);
    return [...complaints, ...ofEngine.filter(({ field }) => !complaints.some((one) => one.field.startsWith(field)))];
  }, [kind, draft.texts, complaints, found]);
  return {
    draft,
    set,
    replace: ({ texts, kept, ...more }) => setDraft((before) => ({
      ...before, texts: { ...before.texts, ...texts }, kept: { ...before.kept, ...kept }, ...more,
    })),
    problem,
    spec,
    complaints: allComplaints,
    drawsNothing: draws.data === false,
  };
}

/** Why a run cannot give a vector to this problem, or null. @param text its number, as the field has it */
export function strangerWords(runs: readonly RunSummary[], problem: Pick<ProblemSummary, 'id' | 'name'>, text: string): string | null {
  if (text === '') return null;
  const run = runs.find((one) => String(one.id) === text);
  if (run === undefined) return `Run ${text} is not in this session any more: choose another`;
  return run.problemId === problem.id ? null : `Run ${text} is one of ${run.problemName}: choose a run of ${problem.name}`;
}
