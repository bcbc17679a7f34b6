/**
 * An open session inside its thread: the database, what is known of its state, and an answer to every
 * command. It decides nothing about files (`open-file.ts`, `save.ts`) and computes nothing itself; it
 * keeps rows, gathers writes, tracks what is not saved and says what changed.
 */
import { basename, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { RunSummary, SessionState } from '../../../src-contract/session.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import { shareBytes } from '../problems/program-encoding.ts';
import { placeOf, seenAt } from '../files/target-place.ts';
import { createChecksums } from './checksums.ts';
import { createClaimStore } from './claim-store.ts';
import { createProblemStore } from './problem-store.ts';
import { problemInSenseMeant, problemOfFile, problemOfGenerator, writeProblem } from './problem-source.ts';
import { solutionView, sparsityOf, variablesOf } from './problem-views.ts';
import { checkListsSoon } from './list-check.ts';
import type { SessionAnswers, SessionCommandOf, SessionCommandType, SessionEvent } from './protocol.ts';
import { codeOf, writeFailure } from '../files/refusals.ts';
import { runDefaults } from './run-defaults.ts';
import { createRunJournal } from './run-journal.ts';
import { isGoing } from './run-state.ts';
import { createRunStore } from './run-store.ts';
import { saveTo } from './save.ts';
import { createSeriesStore } from './series-store.ts';
import { seriesView } from './series-view.ts';
import { specDraws } from './spec-draws.ts';
import { requireValid, specComplaints } from './spec-check.ts';
import { solutionsOf, createStandings } from './standings.ts';
import { writeTable } from './table-file.ts';
import { holdTarget } from './target-hold.ts';
import type { TargetHold } from './target-hold.ts';
import type { WorkingCopy } from './working-copy.ts';
import { createWriteQueue } from './write-queue.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

/** How long changes of running runs are gathered before they are told. */
const TELL_MILLISECONDS = 200;
/** A reference that moves changes the gap of every run of its problem; beyond this many, the list is asked anew. */
const TELL_GAPS_OF = 500;

const FROM_RUNS: ReadonlySet<SessionCommandType> = new Set(['run.event', 'run.started', 'run.cancel', 'run.finish']);

/** Commands an open session answers. */
type OpenSessionCommandType = Exclude<SessionCommandType, 'open' | 'close' | 'recovery.list' | 'recovery.discard' | 'report'>;
type Handlers = { readonly [T in OpenSessionCommandType]: (command: SessionCommandOf<T>) => SessionAnswers[T] | Promise<SessionAnswers[T]> };

export interface OpenSession {
  answer(command: SessionCommandOf<OpenSessionCommandType>): Promise<unknown>;
  /** Writes what is waiting and closes the database. */
  close(keepWorkingCopy: boolean): Promise<void>;
}

/**
 * @param hold of where it will be saved to, let go when it is closed
 * @throws if rows of the database are not what they may be
 */
export function createSession(database: Database, copy: WorkingCopy, recovered: boolean, hold: TargetHold | null, tell: (event: SessionEvent) => void): OpenSession {
  const checksums = createChecksums(database);
  const problems = createProblemStore(database, checksums);
  const runs = createRunStore(database, checksums);
  const series = createSeriesStore(database, checksums);
  const claims = createClaimStore(database, checksums);
  runs.identify((id) => problems.formOrNull(id));
  const standings = createStandings(problems.rows, runs.rows);

  const changedRuns = new Set<number>();
  let tellTimer: NodeJS.Timeout | null = null;
  let told = '';
  let saving: Promise<void> = Promise.resolve();

  const summary = (id: number): RunSummary => standings.summary(runs.row(id));
  const state = (): SessionState => ({
    name: oneLine(copy.about.name),
    saved: copy.about.path !== null,
    unsavedChanges: copy.about.unsavedChanges,
    savedAt: copy.about.savedAt,
    recovered,
    problems: problems.rows.size,
    runs: runs.rows.size,
    example: copy.about.example,
  });
  const tellState = (): void => {
    const now = { state: state(), path: copy.about.path };
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    tell({ type: 'state', ...now });
  };
  const tellChanges = (): void => {
    if (tellTimer !== null) clearTimeout(tellTimer);
    tellTimer = null;
    const moved = standings.movedReferences();
    for (const problemId of moved) {
      const affected = [...runs.rows.values()].filter((row) => row.problemId === problemId);
      if (affected.length <= TELL_GAPS_OF) for (const row of affected) changedRuns.add(row.id);
    }
    if (changedRuns.size > 0) tell({ type: 'runs', runs: [...changedRuns].filter((id) => runs.rows.has(id)).map(summary) });
    changedRuns.clear();
    if (moved.length > 0) tell({ type: 'problems' });
    tellState();
  };
  const tellSoon = (): void => {
    tellTimer ??= setTimeout(tellChanges, TELL_MILLISECONDS);
  };

  /** To be called before anything a user would miss is written. */
  const touch = (): void => {
    if (!copy.about.unsavedChanges) copy.describe({ ...copy.about, unsavedChanges: true });
  };
  const queue = createWriteQueue(database, series, {
    flushed: tellSoon,
    failed: (error) => tell({ type: 'error', error: toErrorValue(writeFailure(error, copy.databasePath)) }),
  });
  const runChanged = (id: number): void => {
    standings.runChanged(id);
    changedRuns.add(id);
  };
  const journal = createRunJournal({ runs, series, queue, together: database.transaction((work: () => void) => work()), touch, changed: runChanged });
  journal.markInterrupted();

  /** Files that are being read. */
  const readings = new Set<AbortController>();
  const problemSummary = (id: number): SessionAnswers['problem.add-file'] => standings.problemSummary(problems.row(id));
  const addProblem = (problem: Parameters<typeof problems.add>[0]): SessionAnswers['problem.add-file'] => {
    const row = problems.add(problem, Date.now(), touch);
    standings.problemChanged(row.id);
    tell({ type: 'problems' });
    return problemSummary(row.id);
  };

  const save = async ({ path, overwriteChanged, seen }: Omit<SessionCommandOf<'save'>, 'type'>): Promise<void> => {
    const before = copy.about;
    const toOwn = before.path !== null && resolve(before.path) === resolve(path);
    const own = hold !== null && hold.place === placeOfTarget(path) ? hold : null;
    const held = own ?? holdTarget(path);
    try {
      // Where the held path leads elsewhere by now, what stands there is not what was seen when it was held.
      const first = hold !== null && hold.path === resolve(path) ? hold.seen : held.seen;
      const known = overwriteChanged ? seenAt(held.place) : toOwn && before.stamp !== null ? before.stamp : first;
      // A change made while the backup goes on is in it: SQLite carries it over. After its last step nothing comes in between.
      const stamp = await saveTo(database, path, held.place, seen === undefined ? known : seen, (saving) => copy.describe({ ...copy.about, path: resolve(path), saving }));
      copy.describe({ ...copy.about, path: resolve(path), name: basename(path), stamp, savedAt: Date.now(), example: false, saving: null, unsavedChanges: false });
    } catch (error) {
      if (copy.about.saving !== null) copy.describe({ ...before, unsavedChanges: copy.about.unsavedChanges });
      throw error;
    } finally {
      if (own === null) held.release();
    }
  };

  const handlers: Handlers = {
    save(command) {
      const next = saving.then(() => save(command));
      saving = next.catch(() => undefined);
      return next.then(() => null);
    },
    async 'problem.add-file'({ path, origin, publishedOptimum }) {
      const stop = new AbortController();
      readings.add(stop);
      try {
        return addProblem(await problemOfFile(path, origin, publishedOptimum, stop.signal));
      } finally {
        readings.delete(stop);
      }
    },
    'problem.stop-reading': () => {
      for (const stop of readings) stop.abort();
      return null;
    },
    'problem.generate': ({ family, parameters, seed, name }) => addProblem(problemOfGenerator(family, parameters, seed, name)),
    'problem.write'({ id, format, path, seen }) {
      const reference = standings.reference(id);
      // What was only found is no optimum, and does not leave as one.
      const optimum = reference === null || reference.basis === 'best-found' ? null : reference.objective;
      return writeProblem(problems.decoded(id).program, format, path, optimum, seen).then(() => null);
    },
    'table.write': ({ table, format, path, manifest }) => writeTable(table, format, path, manifest).then(() => null),
    'problem.program': ({ id }) => shareBytes(problems.encoded(id)),
    'problem.list': () => [...problems.rows.keys()].map(problemSummary),
    'problem.facts': ({ id }) => problems.facts(id),
    'problem.variables': ({ id }) => variablesOf(problems.decoded(id).program),
    'problem.sparsity': ({ id, width, height }) => sparsityOf(problems.decoded(id).program, width, height),
    'problem.type-optimum'({ id, optimum }) {
      problems.row(id);
      touch();
      problems.typeOptimum(id, optimum);
      standings.problemChanged(id);
      tell({ type: 'problems' });
      return problemSummary(id);
    },
    'problem.resense': ({ id }) => addProblem(problemInSenseMeant(problems.row(id), problems.decoded(id).program)),
    'problem.remove'({ id }) {
      problems.row(id);
      const ids = [...runs.rows.values()].filter((row) => row.problemId === id).map((row) => row.id);
      requireIdle(ids.map((runId) => runs.row(runId)), 'Cancel the runs of this problem first.');
      touch();
      if (ids.length > 0) journal.remove(ids);
      problems.remove(id);
      standings.problemRemoved(id);
      if (ids.length > 0) tell({ type: 'runs-removed', ids });
      tell({ type: 'problems' });
      return null;
    },
    'problem.reference-solution'({ id }) {
      const reference = standings.reference(id);
      if (reference?.basis !== 'proven' || reference.runId === null) return null;
      const [solution] = solutionsOf(runs.texts(reference.runId).result);
      return solution === undefined ? null : solutionView(reference.runId, solution, problems.decoded(id).program);
    },

    'run.check': ({ problemId, spec }) => specComplaints(spec, problems.decoded(problemId)),
    'run.draws': ({ problemId, spec }) => specDraws(spec, problems.decoded(problemId)),
    'run.defaults': ({ problemId }) => runDefaults(problems.decoded(problemId)),
    'run.create'({ runs: wanted, manifest }) {
      for (const { problemId, spec } of wanted) requireValid(spec, problems.decoded(problemId));
      touch();
      const affected = new Set(wanted.map(({ problemId }) => problemId));
      for (const { replaces } of wanted) if (replaces !== null) affected.add(runs.row(replaces).problemId);
      const created = journal.create(wanted.map((run) => ({ ...run, form: problems.decoded(run.problemId).form, manifest: { ...manifest, programHash: problems.row(run.problemId).hash } })));
      for (const problemId of affected) standings.problemChanged(problemId);
      for (const id of created) changedRuns.add(id);
      const removed = wanted.flatMap(({ replaces }) => replaces ?? []);
      if (removed.length > 0) tell({ type: 'runs-removed', ids: removed });
      return created.map(summary);
    },
    'run.started'({ id, flight }) {
      journal.started(id, flight);
      tellSoon();
      return null;
    },
    'run.cancel'({ ids }) {
      for (const id of ids) runs.row(id);
      for (const id of ids) journal.cancel(id);
      tellSoon();
      return null;
    },
    'run.event'({ id, event }) {
      journal.event(id, event);
      if (event.type !== 'snapshot' && event.type !== 'checkpoint') tellSoon();
      return null;
    },
    'run.finish'({ id, outcome, interrupted }) {
      journal.finish(id, outcome, interrupted);
      return null;
    },
    'run.reopen'({ ids }) {
      touch();
      const reopened = journal.reopen(ids);
      return reopened.map(({ id, spec, checkpoint }) => ({ summary: summary(id), spec, checkpoint }));
    },
    // As before every answer, what was waiting has been written.
    'run.settle': () => null,
    'run.remove'({ ids }) {
      requireIdle(ids.map((id) => runs.row(id)), 'Cancel them first.');
      touch();
      const affected = new Set(ids.map((id) => runs.row(id).problemId));
      journal.remove(ids);
      for (const problemId of affected) standings.problemChanged(problemId);
      tell({ type: 'runs-removed', ids });
      tell({ type: 'problems' });
      return null;
    },
    'run.update'({ id, change: { pinned, label, note } }) {
      runs.row(id);
      touch();
      runs.change(id, { ...(pinned === undefined ? {} : { pinned: pinned ? 1 : 0 }), ...(label === undefined ? {} : { label }), ...(note === undefined ? {} : { note }) });
      runChanged(id);
      return summary(id);
    },
    'run.list'({ after = 0, limit = Infinity }) {
      const listed: RunSummary[] = [];
      // Runs are kept in the order they were made, which is that of their ids.
      for (const row of runs.rows.values()) {
        if (row.id <= after) continue;
        if (listed.length >= limit) break;
        listed.push(standings.summary(row));
      }
      return listed;
    },
    'run.asked'({ after, limit }) {
      const asked: SessionAnswers['run.asked'] = [];
      for (const row of runs.rows.values()) {
        if (row.id <= after) continue;
        if (asked.length >= limit) break;
        asked.push({ summary: standings.summary(row), spec: runs.spec(row.id), hasCheckpoint: runs.hasCheckpoint(row.id) });
      }
      return asked;
    },
    'run.detail'({ id }) {
      const texts = runs.texts(id);
      return { summary: summary(id), ...texts, hasCheckpoint: runs.hasCheckpoint(id), seriesLength: series.length(id), snapshotIterations: runs.snapshotIterations(id) };
    },
    'run.series'(command) {
      runs.row(command.id);
      return seriesView(series, command);
    },
    'run.snapshot'({ id, iteration }) {
      const iterations = runs.snapshotIterations(id);
      const nearest = iterations.filter((stored) => stored <= iteration).at(-1) ?? iterations[0];
      const xHat = nearest === undefined ? null : runs.snapshot(id, nearest);
      if (nearest === undefined || xHat === null) throw new EngineError('snapshot-missing', `Run ${id} has no stored x̂.`, 'Descents keep the first and the last, and more if a stride is given.');
      return { iteration: nearest, xHat };
    },
    'run.solutions'({ id }) {
      const { problemId } = runs.row(id);
      return solutionsOf(runs.texts(id).result).map((solution) => solutionView(id, solution, problems.decoded(problemId).program));
    },

    'claim.list': () => [...claims.settled.values()],
    'claim.keep'({ claim }) {
      touch();
      claims.keep(claim);
      return null;
    },
  };
  const stopChecking = checkListsSoon(checksums, tell);
  // Said before the first answer, so that the other side is never without a state.
  tellState();

  return {
    async answer(command) {
      // The record is complete by its type; that a command goes to its own handler is what TypeScript cannot follow.
      const handler = handlers[command.type] as (command: SessionCommandOf<OpenSessionCommandType>) => unknown;
      // What comes from runs, many times a second, is written and told in batches; whoever asks for a run finds its end all the same.
      if (FROM_RUNS.has(command.type)) return handler(command);
      try {
        // What is read must hold what was recorded before it was asked for.
        queue.flush();
        return await handler(command);
      } catch (error) {
        throw codeOf(error).startsWith('SQLITE_') ? writeFailure(error, copy.about.path ?? copy.databasePath) : error;
      } finally {
        tellChanges();
      }
    },
    async close(keepWorkingCopy) {
      stopChecking();
      await saving;
      try {
        if (keepWorkingCopy) queue.flush();
      } finally {
        queue.close();
        if (tellTimer !== null) clearTimeout(tellTimer);
        database.close();
        copy.release({ keep: keepWorkingCopy && copy.about.unsavedChanges });
        hold?.release();
      }
    },
  };
}

/** The place of a target that may not be there, or not be reached: then saving says so. */
function placeOfTarget(path: string): string | null {
  try {
    return placeOf(path);
  } catch {
    return null;
  }
}

function requireIdle(rows: readonly { readonly id: number; readonly status: RunSummary['status'] }[], hint: string): void {
  const going = rows.find((row) => isGoing(row.status));
  if (going !== undefined) throw new EngineError('run-going', `Run ${going.id} is still ${going.status}.`, hint);
}

