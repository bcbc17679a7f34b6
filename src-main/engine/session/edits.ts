/**
 * Undo and redo: every change that a user makes to what is there is an edit, the columns of rows it sets, and doing one gives
 * the edit that sets them back. Removing is such an edit too (`bin.ts`), so that there is one way for all of them. What runs
 * compute and what is added is no edit. Edits are kept while the session is open; the bin outlives a crash.
 */
import type { EditDone } from '../../../src-contract/session.ts';
import { EngineError } from '../error-value.ts';
import type { NoteStore } from './note-store.ts';
import type { ProblemEdit, ProblemStore } from './problem-store.ts';
import type { SessionEvent } from './protocol.ts';
import type { RunJournal } from './run-journal.ts';
import { requireIdle } from './run-state.ts';
import type { RunEdit, RunStore } from './run-store.ts';
import type { SessionNews } from './session-news.ts';
import type { Standings } from './standings.ts';
import type { PlaceLink, StudyEdit, StudyStore } from './study-store.ts';

export interface Edit {
  readonly runs?: readonly RunEdit[];
  readonly problems?: readonly ProblemEdit[];
  readonly studies?: readonly StudyEdit[];
  /** Which runs are those of places of studies. */
  readonly links?: readonly PlaceLink[];
  /** The notes of the session as a whole. */
  readonly note?: string;
}

/** An edit with all the rows it takes along. */
type WholeEdit = Required<Omit<Edit, 'note'>> & Pick<Edit, 'note'>;

interface Step {
  /** What it does, as it goes on behind “Undo”: “remove 3 runs”. */
  readonly words: string;
  readonly edit: Edit;
  readonly back: Edit;
}

export interface Edits {
  /**
   * Does an edit, and keeps how it is undone, if it changes anything.
   * @throws EngineError `run-going` where it removes a run that is going
   */
  perform(words: string, edit: Edit): EditDone;
  /** @throws EngineError `nothing-to-undo` */
  undo(): EditDone;
  /** @throws EngineError `nothing-to-redo` */
  redo(): EditDone;
  /** What would be undone and redone next; null where there is nothing. */
  next(): { readonly undo: string | null; readonly redo: string | null };
}

interface Surroundings {
  readonly problems: ProblemStore;
  readonly studies: StudyStore;
  readonly runs: RunStore;
  readonly notes: NoteStore;
  readonly journal: Pick<RunJournal, 'forget'>;
  readonly standings: Standings;
  readonly news: Pick<SessionNews, 'runChanged' | 'runMade'>;
  readonly tell: (event: SessionEvent) => void;
  readonly touch: () => void;
  /** Does work in one transaction. */
  readonly together: (work: () => void) => void;
}

/** Edits beyond which the oldest is forgotten. What it removed stays in the bin. */
const MOST_STEPS = 1000;

export function createEdits({ problems, runs, studies, notes, journal, standings, news, tell, touch, together }: Surroundings): Edits {
  const done: Step[] = [];
  const undone: Step[] = [];

  /** A problem takes its runs with it, and a run that comes back brings its problem. */
  const completed = (edit: Edit): WholeEdit => {
    const named = new Set(edit.runs?.map(({ id }) => id));
    const taken = (edit.problems ?? []).flatMap(({ id, change: { removedAt = null } }) =>
      removedAt === null
        ? []
        : [...runs.rows.values()].filter((run) => run.problemId === id && !named.has(run.id)).map((run) => ({
          id: run.id, change: { removedAt },
        })));
    const wanted = new Set(edit.problems?.filter(({ change }) => change.removedAt === null).map(({ id }) => id));
    const brought = new Set((edit.runs ?? []).flatMap(({ id, change }) => {
      const problemId = change.removedAt === null ? (runs.bin.get(id)?.problemId ?? null) : null;
      return problemId === null || !problems.bin.has(problemId) || wanted.has(problemId) ? [] : [problemId];
    }));
    return {
      runs: [...(edit.runs ?? []), ...taken],
      problems: [...(edit.problems ?? []), ...[...brought].map((id) => ({ id, change: { removedAt: null } }))],
      studies: edit.studies ?? [],
      links: edit.links ?? [],
      ...(edit.note === undefined ? {} : { note: edit.note }),
    };
  };

  /** @returns the edit that undoes it */
  const apply = (wanted: Edit): { readonly back: WholeEdit; readonly done: Omit<EditDone, 'words'> } => {
    const edit = completed(wanted);
    const leaving = edit.runs.filter(({ id, change }) => (change.removedAt ?? null) !== null && runs.rows.has(id)).map(({ id }) => id);
    requireIdle(leaving.map((id) => runs.row(id)), 'Cancel it first.');
    touch();
    journal.forget(leaving);
    let ofProblems: ReturnType<ProblemStore['edit']> | null = null;
    let ofRuns: ReturnType<RunStore['edit']> | null = null;
    let ofStudies: ReturnType<StudyStore['edit']> | null = null;
    let ofLinks: ReturnType<StudyStore['relink']> | null = null;
    let ofNote: ReturnType<NoteStore['edit']> | null = null;
    together(() => {
      ofProblems = problems.edit(edit.problems);
      ofRuns = runs.edit(edit.runs);
      ofStudies = studies.edit(edit.studies);
      ofLinks = studies.relink(edit.links);
      if (edit.note !== undefined) ofNote = notes.edit(edit.note);
    });
    return settled(ofProblems, ofRuns, ofStudies, ofLinks, ofNote, leaving);
  };

  /** Makes what is written seen by those who ask and those who listen. */
  const settled = (
    ofProblems: ReturnType<ProblemStore['edit']> | null, ofRuns: ReturnType<RunStore['edit']> | null,
    ofStudies: ReturnType<StudyStore['edit']> | null, ofLinks: ReturnType<StudyStore['relink']> | null,
    ofNote: ReturnType<NoteStore['edit']> | null, leaving: readonly number[],
  ): ReturnType<typeof apply> => {
    const back = {
      problems: ofProblems?.back ?? [], runs: ofRuns?.back ?? [], studies: ofStudies?.back ?? [], links: ofLinks?.back ?? [],
      ...(ofNote === null ? {} : { note: ofNote.back }),
    };
    const wereBinned = new Set(back.runs.filter(({ id }) => runs.bin.has(id)).map(({ id }) => id));
    ofProblems?.settle();
    ofRuns?.settle();
    // Before the links: what comes back has its places already, and what is linked is counted last.
    ofStudies?.settle();
    ofLinks?.settle();
    ofNote?.settle();
    const there = back.runs.filter(({ id }) => runs.rows.has(id)).map(({ id }) => id);
    for (const { id } of back.problems) {
      if (problems.rows.has(id)) standings.problemChanged(id);
      else standings.problemRemoved(id);
    }
    const moved = back.runs.filter(({ id }) => !runs.rows.has(id) || wereBinned.has(id));
    for (const { id } of moved) standings.problemChanged((runs.rows.get(id) ?? runs.bin.get(id))?.problemId ?? 0);
    for (const id of there) {
      if (wereBinned.has(id)) news.runMade(id);
      else news.runChanged(id);
    }
    // What a study calls its runs is theirs with it.
    for (const { id } of back.studies) for (const { runId } of studies.places(id)) if (runId !== null && runs.rows.has(runId)) {
      news.runMade(runId);
    }
    const linked = new Set(back.links.map(({ place }) => place));
    const before = back.links.map(({ runId }) => runId);
    const now = linked.size === 0 ? [] : [...studies.rows.keys()].flatMap((id) => studies.places(id)).filter(({ id }) => linked.has(id));
    for (const runId of [...before, ...now.map((place) => place.runId)]) if (runId !== null && runs.rows.has(runId)) news.runMade(runId);
    if (back.studies.length + back.links.length > 0 || moved.length > 0) tell({ type: 'studies' });
    if (leaving.length > 0) tell({ type: 'runs-removed', ids: leaving });
    if (back.problems.length > 0 || moved.length > 0) tell({ type: 'problems' });
    return { back, done: { runs: there, problems: back.problems.map(({ id }) => id).filter((id) => problems.rows.has(id)) } };
  };

  const changesAnything = (edit: Edit): boolean => {
    const differs = <Change extends object>(now: Change | undefined, change: Change): boolean =>
      now !== undefined && Object.entries(change).some(([column, value]) => value !== now[column as keyof Change]);
    const studyNow = (id: number): StudyEdit['change'] | undefined => studies.rows.get(id) ?? studies.bin.get(id);
    if (edit.note !== undefined && edit.note !== notes.read()) return true;
    if ((edit.links ?? []).length > 0) return true;
    return (edit.studies ?? []).some(({ id, change }) => differs(studyNow(id), change)) ||
      (edit.runs ?? []).some(({ id, change }) => differs<RunEdit['change']>(runs.rows.get(id) ?? runs.bin.get(id), change)) ||
      (edit.problems ?? []).some(({ id, change }) => differs<ProblemEdit['change']>(problems.rows.get(id) ?? problems.bin.get(id), change));
  };

  const last = (steps: readonly Step[], code: string, message: string): Step => {
    const step = steps.at(-1);
    if (step === undefined) throw new EngineError(code, message, 'The Edit menu says what there is.');
    return step;
  };

  return {
    perform(words, edit) {
      if (!changesAnything(edit)) return { words, runs: [], problems: [] };
      const { back, done: what } = apply(edit);
      done.push({ words, edit, back });
      if (done.length > MOST_STEPS) done.shift();
      undone.length = 0;
      return { words, ...what };
    },
    undo() {
      const step = last(done, 'nothing-to-undo', 'There is nothing to undo.');
      const { done: what } = apply(step.back);
      undone.push(step);
      done.pop();
      return { words: step.words, ...what };
    },
    redo() {
      const step = last(undone, 'nothing-to-redo', 'There is nothing to redo.');
      const { back, done: what } = apply(step.edit);
      done.push({ ...step, back });
      undone.pop();
      return { words: step.words, ...what };
    },
    next: () => ({ undo: done.at(-1)?.words ?? null, redo: undone.at(-1)?.words ?? null }),
  };
}
