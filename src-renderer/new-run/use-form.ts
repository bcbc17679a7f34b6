/**
 * The state of the form: the draft, the spec it makes, the complaints of the form itself and, a quarter
 * of a second after the last change, those of the engine about this spec on this problem.
 */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { SpecComplaint } from '../../src-contract/session-request.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { JobSpec } from '../../src-contract/job-spec.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { useRuns } from '../api/queries.ts';
import { specOf, VECTOR_OF } from './draft.ts';
import type { Draft, Texts } from './draft.ts';
import { parseNumber } from '../form/parse-number.ts';
import { useRunMarginals } from '../parts/use-run-marginals.ts';
import { useRunPath } from './use-run-path.ts';
import { BEST, useStartSolution } from '../parts/use-start-solution.ts';

const PAUSE_MS = 250;
const NO_COMPLAINTS: readonly SpecComplaint[] = [];

export interface Form {
  readonly texts: Texts;
  readonly set: (path: string, text: string) => void;
  readonly replace: (draft: Draft) => void;
  readonly draft: Draft;
  readonly kept: Draft['kept'];
  readonly keptQuality: Draft['keptQuality'];
  readonly problem: ProblemSummary;
  readonly spec: JobSpec | null;
  readonly complaints: readonly SpecComplaint[];
  /** Known of this spec: every seed would give the same run. */
  readonly drawsNothing: boolean;
  /** True while the engine has not yet judged the spec as it stands. */
  readonly checking: boolean;
}

export function useForm(kind: JobKind, problem: ProblemSummary, initial: Draft): Form {
  const [draft, setDraft] = useState(initial);
  const set = useCallback((at: string, text: string) => setDraft((before) => ({ ...before, texts: { ...before.texts, [at]: text } })), []);
  const path = VECTOR_OF[kind];
  const runs = useRuns();
  const fromRun = (of: string): boolean => draft.texts[`${of}.source`] === 'run';
  const marginals = useRunMarginals(
    kind !== 'exact' && fromRun(path) ? Number(draft.texts[`${path}.run`] ?? '') || null : null, draft.texts[`${path}.at`] ?? 'end',
  );
  const solution = useStartSolution(
    kind === 'exact' && fromRun('exact.start') ? Number(draft.texts['exact.start.run'] ?? '') || null : null,
    draft.texts['exact.start.solution'] ?? BEST,
  );
  const along = kind === 'quality' && draft.texts['quality.shape'] === 'path' && draft.texts['quality.points.source'] === 'run';
  const runPath = useRunPath(
    along ? Number(draft.texts['quality.points.run'] ?? '') || null : null, parseNumber(draft.texts['quality.points.most'] ?? '') ?? 1,
  );
  const vectorStranger = strangerWords(runs, problem, draft.texts[`${path}.run`] ?? '');
  const pathStranger = strangerWords(runs, problem, draft.texts['quality.points.run'] ?? '');
  const runId = Number(draft.texts[`${path}.run`] ?? '');
  const source = solution.chosen?.source;
  const { spec, complaints, judged } = useMemo(() => {
    const origin = kind === 'exact'
      ? { runId, iteration: null, ...(source === undefined ? {} : { solution: source }) }
      : { runId, iteration: marginals.iteration };
    const context = {
      variables: problem.variables,
      fromRun: { [path]: kind === 'exact' ? solution.x : marginals.xHat },
      runPath,
      origins: { [path]: origin },
      strangers: { [path]: vectorStranger, 'quality.points': pathStranger },
    };
    const outcome = specOf(kind, draft, context);
    // A vector that does not fit keeps nothing else from being judged.
    return {
      ...outcome,
      judged: outcome.spec ?? (outcome.complaints.length === 0 ? null : specOf(kind, draft, { ...context, standIn: true }).spec),
    };
  }, [
    kind, draft, problem.variables, path, marginals.xHat, marginals.iteration, solution.x, source, runId, runPath, vectorStranger,
    pathStranger,
  ]);
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
    enabled: spec !== null && settledKey !== null && settledKey === key && spec.kind !== 'exact',
    // What was said of the form a moment ago stands until the next answer, or the words would flicker.
    placeholderData: (before) => before,
    gcTime: 0,
  });
  const found = judged === null ? NO_COMPLAINTS : (check.data ?? NO_COMPLAINTS);
  const allComplaints = useMemo(() => (complaints.length === 0
    ? found
    : [...complaints, ...found.filter(({ field }) => !complaints.some((one) => one.field.startsWith(field)))]), [complaints, found]);
  return {
    texts: draft.texts,
    set,
    replace: (next) => setDraft((before) => ({
      texts: { ...before.texts, ...next.texts }, kept: { ...before.kept, ...next.kept },
      ...(next.keptQuality === undefined ? {} : { keptQuality: next.keptQuality }),
      ...(next.keptOrigin === undefined ? {} : { keptOrigin: next.keptOrigin }),
    })),
    draft,
    kept: draft.kept,
    keptQuality: draft.keptQuality,
    problem,
    spec,
    complaints: allComplaints,
    drawsNothing: draws.data === false,
    checking: judged !== null && (settledKey !== key || check.isFetching),
  };
}

/** Why a run cannot give a vector to this problem, or null. @param text its number, as the field has it */
export function strangerWords(runs: readonly RunSummary[], problem: Pick<ProblemSummary, 'id' | 'name'>, text: string): string | null {
  if (text === '') return null;
  const run = runs.find((one) => String(one.id) === text);
  if (run === undefined) return `Run ${text} is not in this session any more: choose another`;
  return run.problemId === problem.id ? null : `Run ${text} is one of ${run.problemName}: choose a run of ${problem.name}`;
}
