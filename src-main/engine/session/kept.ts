/** What the answers of an open session work on, and what an answer to a command is. */
import type { Edits } from './edits.ts';
import type { NoteStore } from './note-store.ts';
import type { ProblemStore } from './problem-store.ts';
import type { SessionAnswers, SessionCommandOf, SessionCommandType, SessionEvent } from './protocol.ts';
import type { RunJournal } from './run-journal.ts';
import type { RunStore } from './run-store.ts';
import type { SeriesStore } from './series-store.ts';
import type { SessionNews } from './session-news.ts';
import type { Standings } from './standings.ts';
import type { StudyStore } from './study-store.ts';

export interface Kept {
  readonly problems: ProblemStore;
  readonly runs: RunStore;
  readonly studies: StudyStore;
  readonly series: SeriesStore;
  readonly standings: Standings;
  readonly journal: RunJournal;
  readonly news: SessionNews;
  readonly edits: Edits;
  readonly notes: NoteStore;
  readonly tell: (event: SessionEvent) => void;
  /** To be called before anything a user would miss is written. */
  readonly touch: () => void;
}

export type CommandAnswers<T extends SessionCommandType> =
  { readonly [K in T]: (command: SessionCommandOf<K>) => SessionAnswers[K] | Promise<SessionAnswers[K]> };

/** Commands that begin so: `problem.list`, … */
export type CommandsOf<Room extends string> = Extract<SessionCommandType, `${Room}.${string}`>;
