/**
 * What of a form outlives it: the settings that its person changed, per kind of run, and how they are
 * carried to another problem. What still stands at a problem's own default is no setting of the person's
 * and follows the defaults of the next problem, since weights are measured in its costs. Pure.
 */
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { RunDraft } from '../../src-contract/settings.ts';
import type { Draft, Texts } from '../kinds/form/form-draft.ts';

/** Longer texts (typed vectors of large problems) are not kept. */
const LONGEST_KEPT = 4000;
/** What names a run, a place in one, a model or a problem means nothing in another session. */
const OF_A_RUN = /\.(?:run|at|solution|model|listed)$/;
const OF_SESSION: ReadonlySet<string> = new Set(['run', 'kept', 'model', 'listed']);
const NEVER_KEPT: ReadonlySet<string> = new Set(['exact.ball.radius', 'quality.iteration']);

/** The texts of a kind's fields that differ from the base, those left out that refer to a run of the session. */
export function changedTexts(kind: JobKind, texts: Texts, base: Texts): Texts {
  const isKept = ([path, text]: readonly [string, string]): boolean =>
    path.startsWith(`${kind}.`) && text !== base[path] && text.length <= LONGEST_KEPT &&
      !OF_A_RUN.test(path) && !NEVER_KEPT.has(path) && !(path.endsWith('.source') && OF_SESSION.has(text));
  return Object.fromEntries(Object.entries(texts).filter(isKept));
}

/** A draft with the settings of each kind as they were last used. @param base with the presets that were last chosen */
export function withRemembered(base: Draft, remembered: Readonly<Partial<Record<JobKind, RunDraft>>>): Draft {
  const texts = Object.values(remembered).flatMap((draft) => Object.entries(draft.texts));
  // A field of another version is no field.
  return { ...base, texts: { ...base.texts, ...Object.fromEntries(texts.filter(([path]) => path in base.texts)) } };
}

export interface CarriedDraft {
  readonly draft: Draft;
  /** Fields of the kind that took the new problem's own value. */
  readonly followed: readonly string[];
}

/**
 * A draft on another problem: what differs from the old problem's defaults is kept, the rest is the new
 * one's.
 * @param before defaults of the old problem; null keeps everything, as for a run that is being edited
 */
export function carriedTo(kind: JobKind, draft: Draft, before: Draft | null, after: Draft): CarriedDraft {
  if (before === null) return { draft, followed: [] };
  const follows = Object.keys(draft.texts).filter(
    (path) => draft.texts[path] === before.texts[path] && after.texts[path] !== undefined && after.texts[path] !== draft.texts[path],
  );
  const texts = Object.fromEntries(follows.map((path) => [path, after.texts[path] ?? '']));
  return {
    draft: { ...draft, texts: { ...draft.texts, ...texts } },
    followed: follows.filter((path) => path.startsWith(`${kind}.`) && !OF_A_RUN.test(path)),
  };
}
