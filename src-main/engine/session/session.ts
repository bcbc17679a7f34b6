/**
 * An open session inside its thread: the database, what is known of its state, and an answer to every
 * command. It decides nothing about files (`open-file.ts`, `save.ts`) and computes nothing itself; it
 * keeps rows, gathers writes, tracks what is not saved and says what changed.
 */
import type { Database } from 'better-sqlite3';
import type { SessionState } from '../../../src-contract/session.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { toErrorValue } from '../error-value.ts';
import { codeOf, writeFailure } from '../files/refusals.ts';
import { createChecksums } from './checksums.ts';
import { createClaimStore } from './claim-store.ts';
import type { CommandAnswers } from './kept.ts';
import { editAnswers } from './edit-answers.ts';
import { createEdits } from './edits.ts';
import { checkListsSoon } from './list-check.ts';
import { createMerging } from './merging.ts';
import type { MergeSource } from './merge-source.ts';
import { createNoteStore } from './note-store.ts';
import { problemAnswers } from './problem-answers.ts';
import { createProblemStore } from './problem-store.ts';
import type { SessionCommandOf, SessionCommandType, SessionEvent } from './protocol.ts';
import { runAnswers } from './run-answers.ts';
import { createRunJournal } from './run-journal.ts';
import { createRunStore } from './run-store.ts';
import { createSaving } from './saving.ts';
import { createSeriesStore } from './series-store.ts';
import { createNews } from './session-news.ts';
import { createStandings } from './standings.ts';
import { studyAnswers } from './study-answers.ts';
import { createStudyStore } from './study-store.ts';
import { writeTableText } from './table-file.ts';
import type { TargetHold } from './target-hold.ts';
import type { WorkingCopy } from './working-copy.ts';
import { createWriteQueue } from './write-queue.ts';

const FROM_RUNS: ReadonlySet<SessionCommandType> = new Set(['run.event', 'run.started', 'run.cancel', 'run.finish']);

/** Commands an open session answers. */
type OpenSessionCommandType = Exclude<SessionCommandType, 'open' | 'close' | 'recovery.list' | 'recovery.discard' | 'report'>;

export interface OpenSession {
  answer(command: SessionCommandOf<OpenSessionCommandType>): Promise<unknown>;
  /** Writes what is waiting and closes the database. */
  close(keepWorkingCopy: boolean): Promise<void>;
}

interface Opened {
  /** From a working copy that survived a crash. */
  readonly recovered: boolean;
  /** Of where it will be saved to, let go when it is closed. */
  readonly hold: TargetHold | null;
  /** Opens another session to be merged into this one. */
  readonly openSource: (path: string) => MergeSource;
}

/** @throws if rows of the database are not what they may be */
export function createSession(
  database: Database, copy: WorkingCopy, { recovered, hold, openSource }: Opened, tell: (event: SessionEvent) => void,
): OpenSession {
  const checksums = createChecksums(database);
  const problems = createProblemStore(database, checksums);
  const runs = createRunStore(database, checksums);
  const series = createSeriesStore(database, checksums);
  const claims = createClaimStore(database, checksums);
  const notes = createNoteStore(database, checksums);
  const studies = createStudyStore(database, checksums);
  runs.identify((id) => problems.formOrNull(id));
  const standings = createStandings(problems.rows, runs.rows, (id) => studies.memberships(id));

  const state = (): SessionState => ({
    name: oneLine(copy.about.name),
    saved: copy.about.path !== null,
    unsavedChanges: copy.about.unsavedChanges,
    savedAt: copy.about.savedAt,
    recovered,
    problems: problems.rows.size,
    runs: runs.rows.size,
    example: copy.about.example,
    ...edits.next(),
    removed: problems.bin.size + runs.bin.size,
    noteEdition: notes.edition,
  });
  const news = createNews(runs, standings, () => ({ state: state(), path: copy.about.path }), tell);
  const touch = (): void => {
    if (!copy.about.unsavedChanges) copy.describe({ ...copy.about, unsavedChanges: true });
  };
  const queue = createWriteQueue(database, series, {
    flushed: () => news.tellSoon(),
    failed: (error) => tell({ type: 'error', error: toErrorValue(writeFailure(error, copy.databasePath)) }),
  });
  const together = database.transaction((work: () => void) => work());
  const journal = createRunJournal({ runs, series, queue, together, touch, changed: (id) => news.runChanged(id) });
  const edits = createEdits({ problems, runs, studies, notes, journal, standings, news, tell, touch, together });
  journal.markInterrupted();
  const saving = createSaving(database, copy, hold);
  const merging = createMerging({ database, checksums, problems, runs, studies, claims, notes, edits, touch, together, openSource });

  const kept = { problems, runs, studies, series, standings, journal, news, edits, notes, tell, touch };
  const answers: CommandAnswers<OpenSessionCommandType> = {
    ...problemAnswers(kept),
    ...runAnswers(kept),
    ...editAnswers(kept),
    ...studyAnswers(kept),
    save: (command) => saving.save(command).then(() => null),
    merge: ({ path }) => merging.merge(path),
    'merge.stop'() {
      merging.cancel();
      return null;
    },
    'table.write': ({ table, format, path, manifest, siunitx }) =>
      writeTableText(table, format, path, manifest, siunitx).then(() => null),
    'data.write': async (command) => (await import('./data-writing.ts')).writeData(kept, command),
    'claim.list': () => [...claims.settled.values()],
    'claim.keep'({ claim }) {
      touch();
      claims.keep(claim);
      return null;
    },
  };
  const stopChecking = checkListsSoon(checksums, tell);
  // Said before the first answer, so that the other side is never without a state.
  news.tellState();

  return {
    async answer(command) {
      // The record is complete by its type; that a command goes to its own answer is what TypeScript cannot follow.
      const answer = answers[command.type] as (command: SessionCommandOf<OpenSessionCommandType>) => unknown;
      // What comes from runs, many times a second, is written and told in batches; whoever asks for a run finds its end all the same.
      if (FROM_RUNS.has(command.type)) return answer(command);
      try {
        // What is read must hold what was recorded before it was asked for.
        queue.flush();
        return await answer(command);
      } catch (error) {
        throw codeOf(error).startsWith('SQLITE_') ? writeFailure(error, copy.about.path ?? copy.databasePath) : error;
      } finally {
        news.tellChanges();
      }
    },
    async close(keepWorkingCopy) {
      stopChecking();
      await Promise.all([saving.settled(), merging.stop()]);
      try {
        if (keepWorkingCopy) queue.flush();
      } catch (error) {
        throw codeOf(error).startsWith('SQLITE_') ? writeFailure(error, copy.databasePath) : error;
      } finally {
        queue.close();
        news.close();
        database.close();
        copy.release({ keep: keepWorkingCopy && copy.about.unsavedChanges });
        hold?.release();
      }
    },
  };
}
