/**
 * What the shell, the command line and the tests see of the engine: an open session with a pool
 * behind it. The workspace answers every request of the contract that needs no window (no dialogs, no
 * clipboard); file paths are given here by the caller, never by the page.
 */
import type { DataAsk, DataDone } from '../../../src-contract/data-export.ts';
import type { ProblemSource } from '../../../src-contract/problem-choice.ts';
import type { AppEvent, Answer, Request } from '../../../src-contract/ipc.ts';
import type { MergeReport } from '../../../src-contract/session-merge.ts';
import type { ProblemSummary, RunSummary, SessionState } from '../../../src-contract/session.ts';
import type { SessionStudy, StudyState } from '../../../src-contract/session-study.ts';
import type { SessionRequestType } from '../../../src-contract/session-request.ts';
import type { TableManifestPlace } from '../../../src-contract/settings.ts';
import type { TableFormatName } from '../../../src-contract/tables/table-formats.ts';
import type { Executor } from '../execution/executor.ts';
import type { Seen } from '../files/target-place.ts';
import type { SessionThread } from '../session/client.ts';
import type { NewRun, PutStudy } from '../session/protocol.ts';
import type { SolutionEnding } from '../../../src-science/program/solutions/solution-endings.ts';
import type { ProgramFormat, WrittenForm } from '../../../src-contract/problem-format.ts';

/** Requests the workspace answers itself; the rest are the shell's (dialogs, settings, clipboard, windows). */
export type WorkspaceRequestType =
  | SessionRequestType
  | 'session.state' | 'problem.examples' | 'problem.open-example' | 'problem.open-example-circuit' | 'problem.choose'
  | 'problem.program' | 'run.start' | 'run.resume'
  | 'claim.list' | 'claim.run' | 'claim.cancel' | 'pool.state' | 'pool.pause';

export interface WorkspaceOptions {
  /** Where working copies live. */
  readonly dataFolder: string;
  /** Shared by all workspaces of the process. */
  readonly executor: Executor;
  /** What the manifest of every run names: application and runtime versions. */
  readonly manifest: { readonly application: string; readonly runtime: string };
  readonly onEvent: (event: AppEvent) => void;
  /** Where it will be saved to, held from now until it is closed; `isNew`: nothing may stand there. */
  readonly target?: { readonly path: string; readonly isNew: boolean };
  /** A thread started before, for this workspace alone; by default it starts its own. */
  readonly thread?: SessionThread;
}

/** Where a workspace's content comes from. */
export type WorkspaceSource =
  | { readonly kind: 'new' }
  | { readonly kind: 'file'; readonly path: string }
  /** A read-only original (the bundled example): opened as an untitled copy. */
  | { readonly kind: 'template'; readonly path: string; readonly name: string }
  | { readonly kind: 'recover'; readonly id: string };

export interface Workspace {
  /** Answers a request; throws an error that `toErrorValue` turns into the contract's error value. */
  answer<T extends WorkspaceRequestType>(request: Extract<Request, { type: T }>): Promise<Answer<T>>;
  state(): SessionState;
  /** Path of the session's own file, null while untitled. */
  path(): string | null;
  /**
   * Makes runs with their labels, all or none, in one transaction, and queues them in a group of the scheduler.
   * At most a thousand.
   */
  startRuns(wanted: readonly NewRun[], group: string): Promise<RunSummary[]>;
  /** Makes runs go on or start again, all or none; at most a thousand. @throws EngineError `run-not-resumable` */
  resumeRuns(ids: readonly number[], group: string): Promise<RunSummary[]>;
  /** Keeps a study and says what its runs are; `startRuns` and `resumeRuns` bring them on their way. @param id null: a new one */
  putStudy(id: number | null, title: string, spec: SessionStudy, state?: StudyState): Promise<PutStudy>;
  /** Says what its user asked of a study; while it is paused, runs of it that wait do not start. */
  setStudyState(id: number, state: StudyState): Promise<void>;
  /** Reads a problem file and adds its program. */
  addProblemFile(path: string): Promise<ProblemSummary>;
  /** Looks at a circuit or a graph, of which `problem.choose` then says what it becomes. */
  addSource(path: string): Promise<ProblemSource>;
  /** Merges what another session file holds into this one; one edit, which undo takes back. */
  mergeSession(path: string): Promise<MergeReport>;
  /** Ends the reading of problem files and the merging of sessions that is under way; who waits for one is told. */
  stopReading(): Promise<void>;
  /** Writes a problem in one of the formats (atomically); `form` as in `WriteOptions`, `seen` as in `save`. */
  exportProblem(id: number, format: ProgramFormat, form: WrittenForm, path: string, seen?: Seen): Promise<void>;
  /**
   * Reads a solution of a problem and adds it as a run that decodes it, labelled with the file's name. @returns what to
   * say of it, a sentence each
   */
  addSolutionFile(problemId: number, path: string): Promise<readonly string[]>;
  /** Attaches the optima that a file states to the problems of these names. @returns what to say of it */
  addStatedOptima(path: string): Promise<string>;
  /** Writes a solution, in bits, in the form that the ending names (atomically). */
  writeSolution(problemId: number, x: Uint8Array, ending: SolutionEnding, path: string): Promise<void>;
  /** Writes a table of the page's, given as JSON text, whose memory is given away. */
  exportTable(
    table: Uint8Array<ArrayBuffer>, format: TableFormatName, path: string, manifest?: TableManifestPlace, siunitx?: boolean,
  ): Promise<void>;
  /** Writes what runs recorded (atomically). */
  exportData(ask: DataAsk, path: string, manifest: TableManifestPlace): Promise<DataDone>;
  /**
   * Saves to a path (atomically); afterwards the session's file is that path. Refused where the session's
   * own file was changed by another program since, and where another one is writing to the path.
   * @param seen what stood there when the user agreed to replace it (null: nothing); refused where that is not so any more
   */
  save(path: string, seen?: Seen): Promise<void>;
  /** Resolves once no run and no claim is queued or running. */
  idle(): Promise<void>;
  /**
   * Stops what is queued or running, each run kept as interrupted with a checkpoint of where it was, so
   * that a save that follows holds all of it and it can be resumed. To be called before saving at the end.
   */
  interruptRuns(): Promise<void>;
  /** Stops runs (marking them interrupted, with checkpoints kept) and closes; `keep` leaves the working copy for recovery. */
  close(options: { readonly keepWorkingCopy: boolean }): Promise<void>;
}
