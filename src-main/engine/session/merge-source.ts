/**
 * A session that is merged into another, read through a throw-away copy and trusted no more than any file: its lists, parsed
 * row by row, and which of its rows are not what Leibniz wrote.
 */
import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import { oneLine } from '../../../src-contract/one-line.ts';
import { createChecksums } from './checksums.ts';
import type { Checksums } from './checksums.ts';
import { createClaimStore } from './claim-store.ts';
import type { ClaimStore } from './claim-store.ts';
import { createNoteStore } from './note-store.ts';
import type { NoteStore } from './note-store.ts';
import { createProblemStore } from './problem-store.ts';
import type { ProblemStore } from './problem-store.ts';
import { createRunStore } from './run-store.ts';
import type { RunStore } from './run-store.ts';
import { createStudyStore } from './study-store.ts';
import type { StudyStore } from './study-store.ts';

export interface MergeSource {
  /** The file's name without folder. */
  readonly name: string;
  readonly database: Database;
  readonly checksums: Checksums;
  readonly problems: ProblemStore;
  readonly runs: RunStore;
  readonly studies: StudyStore;
  readonly claims: ClaimStore;
  readonly notes: NoteStore;
  /** What is wrong with its lists as such, one sentence each. */
  readonly complaints: readonly string[];
  readonly close: () => void;
}

/** @param look closed with the source */
export function mergeSource(
  path: string, look: { readonly database: Database; readonly whole: boolean; readonly close: () => void },
): MergeSource {
  const { database, whole, close } = look;
  const checksums = createChecksums(database);
  const problems = createProblemStore(database, checksums);
  const runs = createRunStore(database, checksums);
  const studies = createStudyStore(database, checksums);
  const claims = createClaimStore(database, checksums);
  // Before what runs are known by is made anew, which changes checksums.
  const complaints = checksums.complaintsOfLists(whole);
  runs.identify((id) => problems.formOrNull(id));
  return {
    name: oneLine(basename(path)), database, checksums, problems, runs, studies, claims, notes: createNoteStore(database, checksums),
    complaints, close,
  };
}
