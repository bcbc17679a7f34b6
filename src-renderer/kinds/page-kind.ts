/**
 * What the page has to know of a kind of run, as one record: `KIND.tsx` exports it as `page`, `kinds.ts` lists it. Forms,
 * specs and rows of the inspector are made of the settings of a kind (`JOB_KINDS`); here is what no setting says.
 */
import type { ComponentType } from 'react';
import type { Command } from '../../src-contract/ipc.ts';
import type { ResultOf } from '../../src-contract/job-event.ts';
import type { JobKind } from '../../src-contract/job-kinds.ts';
import type { BodyOf } from '../../src-contract/job-spec.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import type { DraftReader, Texts } from './form/form-draft.ts';

/** A row of the inspector. */
export interface Line {
  readonly label: string;
  readonly value: string;
  readonly help?: string;
}

export interface PageKind<K extends JobKind> {
  /** A result as lines: every Monte Carlo figure with its standard error, no status beyond what was proven. */
  readonly lines: (result: ResultOf<K>) => readonly Line[];
  /** What the result rests on. */
  readonly sentence: (result: ResultOf<K>) => string | null;
  /** What stands below the lines besides solutions. */
  readonly Below?: ComponentType<{ readonly result: ResultOf<K> }>;
  /** The fields of its form, where the settings' own in their sections are not all. */
  readonly Fields?: ComponentType;
  /** What fields that are no settings begin with, by path. */
  readonly texts?: Texts;
  /** The texts of such fields for a spec that is edited. */
  readonly textsOf?: (body: BodyOf<K>) => Texts;
  /** Settings whose fields say something else than the settings' records, by path; undefined leaves one out. */
  readonly values?: (reader: DraftReader) => Readonly<Record<string, () => unknown>>;
  /** What a form that is opened along a run begins with. */
  readonly along?: (run: RunSummary) => Texts;
  /** What so many runs would store, in words. */
  readonly stores?: (body: BodyOf<K>, variables: number, runs: number) => string;
  /** The command that shows its results, once a run is started. */
  readonly shows?: Command;
}
