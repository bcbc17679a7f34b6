/** The spec that a draft makes, by the records of its kind. */
import type { JobKind } from '../../../../src-contract/job-kinds.ts';
import type { Draft } from '../../../../src-renderer/kinds/form/form-draft.ts';
import { pageKinds } from '../../../../src-renderer/kinds/kinds.ts';
import * as draft from '../../../../src-renderer/new-run/draft.ts';

const pages = await pageKinds();

export function specOf(kind: JobKind, of: Draft, context: draft.DraftContext): draft.SpecOutcome {
  return draft.specOf(kind, pages[kind], of, context);
}
