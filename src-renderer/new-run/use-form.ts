/**
 * The state of the form: the draft, the spec it makes, the complaints of the form itself and, a quarter
 * of a second after the last change, those of the engine about this spec on this problem.
 */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { SpecComplaint } from '../../src-contract/ipc.ts';
import type { JobKind, JobSpec } from '../../src-contract/job-spec.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { specOf } from './draft.ts';
import type { Draft, Texts } from './draft.ts';
import { parseNumber } from '../common/parse-number.ts';
import { useRunMarginals } from './use-run-marginals.ts';
import { useRunPath } from './use-run-path.ts';
import { BEST, useStartSolution } from './use-start-solution.ts';

const PAUSE_MS = 250;
const NO_COMPLAINTS: readonly SpecComplaint[] = [];

export interface Form {
  readonly texts: Texts;
  readonly set: (path: string, text: string) => void;
  readonly replace: (draft: Draft) => void;
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
  const path = kind === 'descent' ? 'descent.start' : kind === 'decode' ? 'decode.xHat' : kind === 'quality' ? 'quality.xHat' : 'estimate.xHat';
  const fromRun = (of: string): boolean => draft.texts[`${of}.source`] === 'run';
  const marginals = useRunMarginals(kind !== 'exact' && fromRun(path) ? Number(draft.texts[`${path}.run`] ?? '') || null : null, draft.texts[`${path}.at`] ?? 'end');
  const solution = useStartSolution(kind === 'exact' && fromRun('exact.start') ? Number(draft.texts['exact.start.run'] ?? '') || null : null, draft.texts['exact.start.solution'] ?? BEST).x;
  const along = kind === 'quality' && draft.texts['quality.shape'] === 'path' && draft.texts['quality.points.source'] === 'run';
  const runPath = useRunPath(along ? Number(draft.texts['quality.points.run'] ?? '') || null : null, parseNumber(draft.texts['quality.points.most'] ?? '') ?? 1);
  const { spec, complaints } = useMemo(
    () => specOf(kind, draft, { variables: problem.variables, fromRun: { [path]: marginals.xHat, 'exact.start': solution }, runPath }),
    [kind, draft, problem.variables, path, marginals.xHat, solution, runPath],
  );
  const key = useMemo(() => (spec === null ? null : JSON.stringify(spec)), [spec]);
  const [settledKey] = useDebouncedValue(key, PAUSE_MS);
  const check = useQuery({
    queryKey: ['check', problem.id, settledKey],
    queryFn: () => (spec === null ? [] : request({ type: 'run.check', problemId: problem.id, spec })),
    enabled: spec !== null && settledKey !== null && settledKey === key,
    gcTime: 0,
  });
  const draws = useQuery({
    queryKey: ['draws', problem.id, settledKey],
    queryFn: () => (spec === null ? true : request({ type: 'run.draws', problemId: problem.id, spec })),
    enabled: spec !== null && settledKey !== null && settledKey === key && spec.kind !== 'exact',
    gcTime: 0,
  });
  return {
    texts: draft.texts,
    set,
    replace: (next) => setDraft((before) => ({ texts: { ...before.texts, ...next.texts }, kept: { ...before.kept, ...next.kept }, ...(next.keptQuality === undefined ? {} : { keptQuality: next.keptQuality }) })),
    kept: draft.kept,
    keptQuality: draft.keptQuality,
    problem,
    spec,
    complaints: complaints.length > 0 ? complaints : spec === null ? NO_COMPLAINTS : (check.data ?? NO_COMPLAINTS),
    drawsNothing: draws.data === false,
    checking: spec !== null && (settledKey !== key || check.isFetching),
  };
}
