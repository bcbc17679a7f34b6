/**
 * What the form of a new run holds: the text of every field, by the field's path in the spec, so that nothing typed is
 * lost on the way, and what no text can hold as it came with a spec.
 */
import type { Origin } from '../../../src-contract/job-spec.ts';
import type { SchemeTuning } from '../../../src-science/gradients/scheme-settings.ts';
import type { PathPoint } from '../../../src-science/settings/setting.ts';

export type Texts = Readonly<Record<string, string>>;

export interface Draft {
  readonly texts: Texts;
  /** Vectors too long to type, points and numbers of runs, as they came with the spec that is being edited; by path. */
  readonly kept: Readonly<Record<string, unknown>>;
  /** Where the vector of the spec that is being edited came from. */
  readonly keptOrigin?: Origin;
}

/** A trajectory's points and how the run's scheme was tuned. */
export interface RunPath {
  readonly points: readonly PathPoint[];
  readonly tuning?: SchemeTuning | undefined;
}

/** How fields are read; each complains at its path of what it cannot give. */
export interface DraftReader {
  readonly text: (path: string) => string;
  readonly number: (path: string) => number;
  /** The number of a field, or null where it is none, without a word. */
  readonly numberOrNull: (path: string) => number | null;
  /** Length d, each in [0, 1]. */
  readonly marginals: (path: string) => readonly number[];
  /** Length d, 0/1; null for none. */
  readonly solution: (path: string) => readonly number[] | null;
  /** A 0/1 vector as it came with the spec; undefined where none did. */
  readonly keptSolution: (path: string) => readonly number[] | undefined;
  /** The hash of a model; one of no model where the rest is to be judged. */
  readonly model: (path: string) => string;
  readonly points: (path: string) => readonly PathPoint[];
  /** Of the run that the points are taken from; null where none is, or while it is on its way. */
  readonly runPath: RunPath | null;
  readonly kept: (path: string) => unknown;
  readonly complain: (path: string, message: string) => void;
}

/** The vector that was kept for a field, or undefined. */
export function keptList(draft: Pick<Draft, 'kept'>, path: string): readonly unknown[] | undefined {
  const kept = draft.kept[path];
  return Array.isArray(kept) ? kept : undefined;
}
