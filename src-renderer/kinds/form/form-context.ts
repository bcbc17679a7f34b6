/** What the fields of the new-run form know of it. */
import { createContext, useContext } from 'react';
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import type { ProblemSummary, RunSummary } from '../../../src-contract/session.ts';
import { useRuns } from '../../api/queries.ts';
import type { Draft } from './form-draft.ts';

export interface FormState {
  readonly draft: Draft;
  readonly set: (path: string, text: string) => void;
  readonly problem: ProblemSummary;
  readonly complaints: readonly SpecComplaint[];
}

const FormContext = createContext<FormState | null>(null);
export const FormProvider = FormContext.Provider;

/** The form's state, and its texts and complaints by path. */
export function useFormContext() {
  const form = useContext(FormContext);
  if (form === null) throw new Error('A field of the new-run form stands outside of it');
  const { draft: { texts }, complaints } = form;
  return {
    ...form,
    text: (path: string): string => texts[path] ?? '',
    complaint: (path: string): string | undefined => complaints.find(({ field }) => field === path)?.message,
  };
}

/** The descents of the form's problem that x̂ can be taken from. */
export function useDescents(): readonly RunSummary[] {
  const { problem } = useFormContext();
  return useRuns().filter((run) => run.kind === 'descent' && run.problemId === problem.id && run.status !== 'queued');
}
