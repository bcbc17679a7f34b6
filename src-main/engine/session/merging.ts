/**
 * Merging another session into the open one. What is new is written as removed, run by run in small transactions between
 * which the thread answers others; then one edit makes all of it seen, so that it is undone like every edit, and a merge
 * that is cut off has changed nothing that anybody sees or saves. The other file is only read, through a copy.
 */
import type { Database } from 'better-sqlite3';
import type { MergeReport } from '../../../src-contract/session-merge.ts';
import { EngineError } from '../error-value.ts';
import { dropRows } from './bin.ts';
import type { Checksums } from './checksums.ts';
import type { ClaimStore } from './claim-store.ts';
import type { Edits } from './edits.ts';
import { createFindings } from './merge-findings.ts';
import type { Findings } from './merge-findings.ts';
import { createRunsMerge } from './merge-runs.ts';
import type { MergeSource } from './merge-source.ts';
import { mergedStudies } from './merge-studies.ts';
import { joinedNotes, translatedNote } from './note-union.ts';
import type { NoteStore } from './note-store.ts';
import { distinctName } from './problem-store.ts';
import type { ProblemEdit, ProblemRow, ProblemStore } from './problem-store.ts';
import type { RunRow } from './run-row.ts';
import type { RunStore } from './run-store.ts';
import type { StudyStore } from './study-store.ts';

export interface Merging {
  /** Merges after the merges that are under way. @throws EngineError; the session is then what it was */
  merge(path: string): Promise<MergeReport>;
  /** Ends the merges that are under way; nothing of them stays. */
  cancel(): void;
  /** The same, for good, and waits for it. */
  stop(): Promise<void>;
}

interface Surroundings {
  readonly database: Database;
  readonly checksums: Checksums;
  readonly problems: ProblemStore;
  readonly runs: RunStore;
  readonly studies: StudyStore;
  readonly claims: ClaimStore;
  readonly notes: NoteStore;
  readonly edits: Edits;
  readonly touch: () => void;
  readonly together: (work: () => void) => void;
  readonly openSource: (path: string) => MergeSource;
}

/** What one transaction copies at most, but for its last run. */
const BATCH = { runs: 200, bytes: 16e6 };
const LONGEST_SESSION_NOTE = 1_000_000;

export function createMerging(here: Surroundings): Merging {
  let last: Promise<unknown> = Promise.resolve();
  let cancelled = { why: null as EngineError | null };
  return {
    merge(path) {
      const mark = cancelled;
      const next = last.then(() => mergeOne(here, path, () => {
        if (mark.why !== null) throw mark.why;
      }));
      last = next.catch(() => undefined);
      return next;
    },
    cancel() {
      cancelled.why = new EngineError('reading-cancelled', 'The merge was stopped.', 'Nothing of the other session was taken over.');
      cancelled = { why: null };
    },
    async stop() {
      cancelled.why = new EngineError(
        'session-closed', 'The session was closed while another was merged into it.', 'Open it and merge again.',
      );
      await last;
    },
  };
}

async function mergeOne(here: Surroundings, path: string, requireGoing: () => void): Promise<MergeReport> {
  const source = here.openSource(path);
  /** What was written, to be deleted if the merge does not come to its end. */
  const written = { problems: [] as number[], runs: [] as number[], studies: [] as number[] };
  try {
    return await mergeSourceInto(here, source, written, requireGoing);
  } catch (error) {
    here.problems.forget(written.problems);
    dropRows(here.database, here.checksums, written);
    throw error;
  } finally {
    source.close();
  }
}

async function mergeSourceInto(
  here: Surroundings, source: MergeSource, written: { problems: number[]; runs: number[]; studies: number[] }, requireGoing: () => void,
): Promise<MergeReport> {
  const { database, checksums, runs, studies, edits, together } = here;
  const findings = createFindings();
  for (const complaint of source.complaints) findings.add('damaged', source.name, complaint);
  const removedAt = Date.now();
  const problems = mergeProblems(here, source, removedAt, findings, written.problems);
  const merge = createRunsMerge(source, { database, checksums, runs }, removedAt, findings);
  const rows = [...source.runs.rows.values()];
  for (let at = 0; at < rows.length;) {
    await breath();
    requireGoing();
    together(() => {
      let bytes = 0;
      for (let n = 0; n < BATCH.runs && bytes < BATCH.bytes && at < rows.length; n++, at++) {
        const row = rows[at];
        const problem = row === undefined ? undefined : problems.here.get(row.problemId);
        if (row === undefined) continue;
        if (problem !== undefined) bytes += merge.take(row, problem);
        else {
          merge.counts.leftOut++;
          findings.addRun('damaged', `problem ${row.problemId}`, row.id, `run ${row.id} of the file is left out: its problem cannot be read`);
        }
      }
      checksums.count('run');
    });
    written.runs = merge.adopted.map(({ id }) => id);
  }

  // From here on in one go: what is decided of studies and notes is what is there.
  const adopted = new Map(merge.adopted.map((row) => [row.id, row]));
  const problemOf = (id: number): number | null => problems.here.get(id)?.id ?? null;
  const coming = new Set(rows.flatMap(({ id }) => merge.here(id) ?? []));
  const rowOf = (id: number): RunRow | undefined =>
    adopted.get(id) ?? runs.rows.get(id) ?? (coming.has(id) ? runs.bin.get(id) : undefined);
  const plan = mergedStudies(source, studies, { problemOf, runOf: merge.here, rowOf, removedAt, findings });
  const settle: (() => void)[] = [];
  together(() => {
    for (const { study, places } of plan.fresh) {
      const made = studies.adopt(study, places);
      written.studies.push(made.row.id);
      settle.push(made.settle);
    }
  });
  runs.binned(merge.adopted);
  for (const each of settle) each();
  const nameOf = new Map([...source.problems.rows.values()].flatMap(({ id, name }) => {
    const known = problems.here.get(id);
    return known === undefined ? [] : [[name, known.name]];
  }));
  const translate = (note: string): string => translatedNote(note, source.name, merge.here, (name) => nameOf.get(name) ?? name);
  edits.perform(`merge “${source.name}”`, {
    problems: problems.edits,
    runs: merge.edits(translate),
    studies: [...written.studies, ...plan.back].map((id) => ({ id, change: { removedAt: null } })),
    links: plan.links,
    ...noteEdit(here.notes, source, translate, findings),
  });
  const { added, same, leftOut } = merge.counts;
  return {
    name: source.name,
    problems: { added: problems.added, same: problems.same },
    runs: { added, same, leftOut },
    studies: { added: plan.fresh.length, same: plan.same },
    claims: mergeClaims(here, source, findings),
    findings: findings.list(),
  };
}

/** Lets others be answered. */
function breath(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

interface ProblemsMerge {
  /** Of each problem of the source that is here: its number and what it is called here. */
  readonly here: ReadonlyMap<number, { readonly id: number; readonly name: string }>;
  readonly edits: readonly ProblemEdit[];
  readonly added: number;
  readonly same: number;
}

/** The same program is one problem; one that is not here is written as removed. */
function mergeProblems(
  { problems, together, touch }: Surroundings, source: MergeSource, removedAt: number, findings: Findings, written: number[],
): ProblemsMerge {
  const here = new Map<number, { id: number; name: string }>();
  const edits: ProblemEdit[] = [];
  const ofHash = new Map([...problems.bin.values(), ...problems.rows.values()].map(({ hash, id }) => [hash, id]));
  const taken = [...problems.rows.values()].map(({ name }) => ({ name }));
  let same = 0;
  for (const theirs of source.problems.rows.values()) {
    let bytes: Uint8Array;
    try {
      source.checksums.check('problem', theirs.id);
      bytes = source.problems.encoded(theirs.id);
    } catch (error) {
      findings.add('damaged', theirs.name, `${error instanceof Error ? error.message : String(error)} It is left out, with its runs.`);
      continue;
    }
    const id = ofHash.get(theirs.hash);
    const known = id === undefined ? undefined : (problems.rows.get(id) ?? problems.bin.get(id));
    if (known !== undefined) {
      same++;
      if (known.ownName !== theirs.ownName) findings.add(
        'label', known.ownName, `it is called “${theirs.ownName}” in the file; it keeps its name`,
      );
      edits.push({
        id: known.id,
        change: {
          ...optimumChange(problems, known, theirs, findings, touch), ...(known.removedAt === null ? {} : { removedAt: null }),
        },
      });
      here.set(theirs.id, { id: known.id, name: known.name });
      continue;
    }
    const name = distinctName(theirs.ownName, taken);
    taken.push({ name });
    try {
      together(() => {
        const { id: made } = problems.adopt(theirs, bytes, source.problems.storedFacts(theirs.id), removedAt);
        written.push(made);
        here.set(theirs.id, { id: made, name });
        edits.push({ id: made, change: { removedAt: null } });
      });
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'problem-unreadable') throw error;
      findings.add('damaged', theirs.name, `${error.message} It is left out, with its runs.`);
    }
  }
  return { here, edits: edits.filter(({ change }) => Object.keys(change).length > 0), added: written.length, same };
}

/** Where only one side states an optimum it is both's. */
function optimumChange(
  problems: ProblemStore, ours: ProblemRow, theirs: ProblemRow, findings: Findings, touch: () => void,
): Pick<ProblemEdit['change'], 'typedOptimum'> {
  const tell = (who: string, here: number, there: number): void => findings.add(
    'optimum', ours.ownName, `${who} an optimum of ${here} here and of ${there} in the file; the one here stays`,
  );
  if (theirs.publishedOptimum !== null) {
    if (ours.publishedOptimum === null) {
      // As when its file is opened: no edit.
      touch();
      problems.stateOptimum(ours.id, theirs.publishedOptimum);
    } else if (ours.publishedOptimum !== theirs.publishedOptimum) tell('its file states', ours.publishedOptimum, theirs.publishedOptimum);
  }
  if (theirs.typedOptimum === null || theirs.typedOptimum === ours.typedOptimum) return {};
  if (ours.typedOptimum === null) return { typedOptimum: theirs.typedOptimum };
  tell('it was given', ours.typedOptimum, theirs.typedOptimum);
  return {};
}

function noteEdit(
  notes: NoteStore, source: MergeSource, translate: (note: string) => string, findings: Findings,
): { readonly note?: string } {
  let theirs: string;
  try {
    theirs = translate(source.notes.read());
  } catch {
    findings.add('damaged', 'the notes of the session', 'they are not what Leibniz wrote; they are left out');
    return {};
  }
  const ours = notes.read();
  const joined = joinedNotes(ours, theirs);
  const tooLong = joined.length > LONGEST_SESSION_NOTE;
  if (joined !== ours && ours.trim() !== '') findings.add(
    'note', 'the notes of the session',
    tooLong ? 'there are some on both sides, too long together; those here stay' : 'there are some on both sides; the file’s stand below',
  );
  return joined === ours || tooLong ? {} : { note: joined };
}

/** The latest result of each claim stays. It is no edit: what is computed never is. @returns how many were taken over */
function mergeClaims({ claims, touch }: Surroundings, source: MergeSource, findings: Findings): number {
  let taken = 0;
  for (const [id, theirs] of source.claims.settled) {
    if (!source.checksums.intact('claim', id)) {
      findings.add('damaged', `claim ${id}`, 'its result is not what Leibniz wrote; it is left out');
      continue;
    }
    const ours = claims.settled.get(id);
    if (ours !== undefined && ours.manifest.settledAt >= theirs.manifest.settledAt) continue;
    if (ours !== undefined && ours.result.verdict !== theirs.result.verdict) findings.add(
      'claim', `claim ${id}`, `it ${ours.result.verdict} here and ${theirs.result.verdict} in the file; the later one, of the file, stays`,
    );
    touch();
    claims.keep(theirs);
    taken++;
  }
  return taken;
}
