/**
 * The state of the form: the draft, the spec it makes, the complaints of the form itself and, a quarter
 * of a second after the last change, those of the engine about this spec on this problem.
 */
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { SpecComplaint } from '../../src-contract/ipc.ts';
import type { JobKind, JobSpec } from '../../src-contract/job-spec.ts';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { request } from '../api/request.ts';
import { specOf } from './draft.ts';
import type { Draft, Texts } from './draft.ts';
import { useRunMarginals } from './use-run-marginals.ts';
import { BEST, useStartSolution } from './use-start-solution.ts';

const PAUSE_MS = 250;
const NO_COMPLAINTS: readonly SpecComplaint[] = [];

export interface Form {
  readonly texts: Texts;
  readonly set: (path: string, text: string) => void;
  readonly replace: (draft: Draft) => void;
  readonly kept: Draft['kept'];
  readonly problem: ProblemSummary;
  readonly spec: JobSpec | null;
  readonly complaints: readonly SpecComplaint[];
  /** True while the engine has not yet judged the spec as it stands. */
  readonly checking: boolean;
}

export function useForm(kind: JobKind, problem: ProblemSummary, initial: Draft): Form {
  const [draft, setDraft] = useState(initial);
  const path = kind === 'descent' ? 'descent.start' : kind === 'decode' ? 'decode.xHat' : 'estimate.xHat';
  const fromRun = (of: string): boolean => draft.texts[`${of}.source`] === 'run';
  const marginals = useRunMarginals(kind !== 'exact' && fromRun(path) ? Number(draft.texts[`${path}.run`] ?? '') || null : null, draft.texts[`${path}.at`] ?? 'end');
  const solution = useStartSolution(kind === 'exact' && fromRun('exact.start') ? Number(draft.texts['exact.start.run'] ?? '') || null : null, draft.texts['exact.start.solution'] ?? BEST).x;
  const { spec, complaints } = useMemo(
    () => specOf(kind, draft, { variables: problem.variables, fromRun: { [path]: marginals.xHat, 'exact.start': solution } }),
    [kind, draft, problem.variables, path, marginals.xHat, solution],
  );
  const key = useMemo(() => (spec === null ? null : JSON.stringify(spec)), [spec]);
  const [settledKey] = useDebouncedValue(key, PAUSE_MS);
  const check = useQuery({
    queryKey: ['check', problem.id, settledKey],
    queryFn: () => (spec === null ? [] : request({ type: 'run.check', problemId: problem.id, spec })),
    enabled: spec !== null && settledKey !== null && settledKey === key,
    gcTime: 0,
  });
  return {
    texts: draft.texts,
    set: (at, text) => setDraft((before) => ({ ...before, texts: { ...before.texts, [at]: text } })),
    replace: (next) => setDraft((before) => ({ texts: { ...before.texts, ...next.texts }, kept: { ...before.kept, ...next.kept } })),
    kept: draft.kept,
    problem,
    spec,
    complaints: complaints.length > 0 ? complaints : spec === null ? NO_COMPLAINTS : (check.data ?? NO_COMPLAINTS),
    checking: spec !== null && (settledKey !== key || check.isFetching),
  };
}
