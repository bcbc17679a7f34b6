/**
 * What the engine may ask of the session thread, and what the thread says unasked: one discriminated
 * union each. Commands are parsed on arrival in the thread; answers are made from rows parsed as they
 * were read and are not parsed twice. `run.event` has no answer: it comes many times a second; nor, most
 * often, has `run.started`.
 */
import type { RecoveryEntry } from '../../../src-contract/ipc.ts';
import type { BytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import type { LeibnizErrorValue } from '../../../src-contract/error.ts';
import { DataAsk } from '../../../src-contract/data-export.ts';
import type { DataDone } from '../../../src-contract/data-export.ts';
import { TableManifestPlace } from '../../../src-contract/settings.ts';
import { TABLE_FORMAT_NAMES } from '../../../src-contract/tables/table-formats.ts';
import { SettledClaim } from '../../../src-contract/claim.ts';
import { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import { ProblemChoice } from '../../../src-contract/problem-choice.ts';
import type { UnnumberedSource } from '../../../src-contract/problem-choice.ts';
import { RunPlace } from '../../../src-contract/queue-state.ts';
import { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Attachment } from '../../../src-contract/worker-task.ts';
import { Manifest, ProblemId, RunId } from '../../../src-contract/session.ts';
import type { ProblemSummary, RunSummary, SessionState } from '../../../src-contract/session.ts';
import type { MergeReport } from '../../../src-contract/session-merge.ts';
import { SessionStudy, StudyId, StudyState } from '../../../src-contract/session-study.ts';
import type { ShardProgress } from '../../../src-contract/session-study.ts';
import { StudyName } from '../../../src-contract/study.ts';
import { SESSION_REQUEST_SCHEMAS } from '../../../src-contract/session-request.ts';
import type { SessionAnswer, SessionRequestType } from '../../../src-contract/session-request.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import { Bytes, z } from '../../../src-contract/zod.ts';
import { FileStamp } from '../files/file-stamp.ts';
import { ProgramFormatName, SolutionEndingName, WrittenFormName } from '../../../src-contract/problem-format.ts';
import { OneLine } from '../../../src-contract/one-line.ts';

const Source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new') }),
  z.object({ kind: z.literal('file'), path: z.string().min(1) }),
  z.object({ kind: z.literal('template'), path: z.string().min(1), name: z.string().min(1) }),
  z.object({ kind: z.literal('recover'), id: z.string() }),
]);

/** Runs that one command may make. */
const MOST_RUNS_AT_ONCE = 1000;

/** A run to be made. `replaces`: a run that goes in the same moment. */
const NewRun = z.object({
  problemId: ProblemId, spec: JobSpec, label: OneLine, replaces: RunId.nullable(),
  /** Places of studies that the run takes. */
  places: z.array(z.number().int().positive()).optional(),
});
export type NewRun = z.infer<typeof NewRun>;

export const SessionCommand = z.discriminatedUnion('type', [
  /** The first command of a thread that is to hold a session. */
  z.object({
    type: z.literal('open'),
    source: Source,
    dataFolder: z.string().min(1),
    application: z.string(),
    /** Where it will be saved to, held until it is closed; `isNew`: nothing may stand there. */
    target: z.object({ path: z.string().min(1), isNew: z.boolean() }).optional(),
  }),
  /** `seen`: what its user agreed to replace; left out: the file as it was last read or saved here, or as it is now. */
  z.object({ type: z.literal('save'), path: z.string().min(1), overwriteChanged: z.boolean(), seen: FileStamp.nullable().optional() }),
  /** Merges what another session file holds into the open one; the file is only read. */
  z.object({ type: z.literal('merge'), path: z.string().min(1) }),
  /** Ends a merge that is under way; nothing of it stays. */
  z.object({ type: z.literal('merge.stop') }),
  /** The last command of a thread. */
  z.object({ type: z.literal('close'), keepWorkingCopy: z.boolean() }),

  /** These need no open session. */
  z.object({ type: z.literal('recovery.list'), dataFolder: z.string().min(1) }),
  z.object({ type: z.literal('recovery.discard'), dataFolder: z.string().min(1), id: z.string() }),
  /** Looks at a file through a copy in the data folder, or in a temporary folder where there is none to write to. */
  z.object({ type: z.literal('report'), path: z.string().min(1), verify: z.boolean(), dataFolder: z.string().min(1).optional() }),

  /** Ends every reading of a file that is under way. */
  z.object({ type: z.literal('problem.stop-reading') }),
  z.object({
    type: z.literal('problem.add-file'), path: z.string().min(1), origin: z.string().nullable(), publishedOptimum: z.number().nullable(),
  }),
  /** A file of a circuit or a graph: what can be chosen, and the program that a choice makes of it. */
  z.object({ type: z.literal('problem.look-at-source'), path: z.string().min(1) }),
  z.object({ type: z.literal('problem.add-choice'), path: z.string().min(1), choice: ProblemChoice }),
  z.object({
    type: z.literal('problem.write'), id: ProblemId, format: ProgramFormatName, path: z.string().min(1),
    form: WrittenFormName, seen: FileStamp.nullable().optional(),
  }),
  z.object({ type: z.literal('problem.read-solution'), id: ProblemId, path: z.string().min(1) }),
  z.object({ type: z.literal('problem.write-solution'), id: ProblemId, x: Bytes, ending: SolutionEndingName, path: z.string().min(1) }),
  z.object({ type: z.literal('problem.program'), id: ProblemId }),
  /** Writes a table of the page, which comes as JSON text, to a file. */
  z.object({
    type: z.literal('table.write'), table: Bytes, format: z.enum(TABLE_FORMAT_NAMES), path: z.string().min(1),
    manifest: TableManifestPlace.optional(), siunitx: z.boolean().optional(),
  }),

  /** Writes what runs recorded to a file. */
  DataAsk.extend({
    type: z.literal('data.write'), path: z.string().min(1), manifest: TableManifestPlace, seen: FileStamp.nullable().optional(),
  }),

  /**
   * Queued runs, made with their labels in one transaction: all or none. The program's hash in their manifests
   * is that of their problem. @throws `spec-invalid` with the first complaint
   */
  z.object({ type: z.literal('run.create'), runs: z.array(NewRun).min(1).max(MOST_RUNS_AT_ONCE), manifest: Manifest }),
  /** What a spec names besides its program. @throws `model-missing` or `program-missing` */
  z.object({ type: z.literal('run.attachment'), spec: JobSpec }),
  /** A worker has taken the run up. */
  z.object({
    type: z.literal('run.started'), id: RunId, flight: z.custom<BytesInFlight>((value) => value instanceof SharedArrayBuffer).optional(),
    place: RunPlace.optional(),
  }),
  z.object({ type: z.literal('run.event'), id: RunId, event: JobEvent }),
  /** `interrupted`: the program ended the run, not its user; a partial result is kept only as a checkpoint. */
  z.object({ type: z.literal('run.finish'), id: RunId, outcome: JobOutcome, interrupted: z.boolean() }),
  /** Makes runs queued again, each from its last checkpoint if it has one; all or none. */
  z.object({ type: z.literal('run.reopen'), ids: z.array(RunId).min(1).max(MOST_RUNS_AT_ONCE) }),
  /** Writes and tells what runs have said up to now. */
  z.object({ type: z.literal('run.settle') }),

  /**
   * Keeps a study, a new one or another form of one that is there, and says what its runs are: there already, to go on, or to
   * be made. @throws `spec-invalid` with the first complaint, before anything is kept
   */
  z.object({ type: z.literal('study.put'), id: StudyId.nullable(), title: StudyName, spec: SessionStudy, state: StudyState }),
  /**
   * Of each part of a study that is run in parts, what there is of it here; none where it is run as a whole.
   * @throws EngineError where a problem of it is gone or a method has no spec on one
   */
  z.object({ type: z.literal('study.shards'), id: StudyId }),
  /** What its user asked for. */
  z.object({ type: z.literal('study.state'), id: StudyId, state: StudyState }),

  z.object({ type: z.literal('claim.list') }),
  /** Keeps the latest result of a claim in the place of its last one. */
  z.object({ type: z.literal('claim.keep'), claim: SettledClaim }),
  /** What the window asks and the workspace hands on. */
  ...SESSION_REQUEST_SCHEMAS,
]);
export type SessionCommand = z.infer<typeof SessionCommand>;
export type SessionCommandType = SessionCommand['type'];
export type SessionCommandOf<T extends SessionCommandType> = Extract<SessionCommand, { type: T }>;

/** A run that can be submitted. */
interface ReopenedRun {
  readonly summary: RunSummary;
  readonly spec: JobSpec;
  readonly checkpoint: DescentCheckpoint | null;
}

/** A study that was put: its runs in its order. */
export interface PutStudy {
  readonly id: number;
  readonly drawNothing: readonly { readonly problemId: number; readonly method: string }[];
  readonly runs: readonly PutRun[];
}

export interface PutRun {
  /** Its place in the study. */
  readonly place: number;
  readonly problemId: number;
  readonly method: string;
  readonly seed: number | null;
  readonly what: 'kept' | 'resumed' | 'made';
  /** The run that is kept or goes on, or is to be replaced by the one that is made. */
  readonly runId: number | null;
  /** The earlier run of this list that this one is too, as it has the same settings and seed. */
  readonly sameAs: number | null;
  /** Of a run to be made. */
  readonly spec: JobSpec | null;
  /** What a descent that is to be made stores at most. */
  readonly bytes: number;
  /** Among the study's runs, from 0; runs of the same settings and seed have one. */
  readonly position: number;
}

/** What a session file holds, as the command line is told. */
export interface SessionReport {
  readonly path: string;
  readonly bytes: number;
  readonly schemaVersion: number;
  /** The program that made the session. */
  readonly application: string | null;
  readonly createdAt: number | null;
  readonly problems: readonly ProblemSummary[];
  readonly runs: readonly RunSummary[];
  /** Which programs made the runs, one a run. */
  readonly manifests: readonly Manifest[];
  readonly seriesPoints: number;
  readonly snapshots: number;
  readonly checkpoints: number;
  /** False for a file from before there were checksums: what was changed in it since cannot be told. */
  readonly checksummed: boolean;
  /** Rows of its lists that are not what Leibniz wrote, one sentence each. */
  readonly damaged: readonly string[];
  /** What is wrong, one sentence each; null if it was not looked for. */
  readonly complaints: readonly string[] | null;
}

export type SessionAnswers = OwnAnswers & { readonly [T in SessionRequestType]: SessionAnswer<T> };

interface OwnAnswers {
  readonly open: null;
  readonly save: null;
  readonly merge: MergeReport;
  readonly 'merge.stop': null;
  readonly close: null;
  readonly 'recovery.list': RecoveryEntry[];
  readonly 'recovery.discard': null;
  readonly report: SessionReport;
  readonly 'problem.add-file': ProblemSummary;
  readonly 'problem.look-at-source': UnnumberedSource;
  readonly 'problem.add-choice': ProblemSummary;
  readonly 'problem.stop-reading': null;
  readonly 'problem.write': null;
  /** The vector in bits, and what its reader wondered at. */
  readonly 'problem.read-solution': { readonly x: Uint8Array; readonly warnings: readonly string[] };
  readonly 'problem.write-solution': null;
  readonly 'table.write': null;
  readonly 'data.write': DataDone;
  readonly 'problem.program': { readonly hash: string; readonly bytes: SharedArrayBuffer };
  readonly 'run.create': RunSummary[];
  readonly 'run.attachment': Attachment;
  readonly 'run.started': null;
  readonly 'run.event': null;
  readonly 'run.finish': null;
  readonly 'run.reopen': ReopenedRun[];
  readonly 'run.settle': null;
  readonly 'study.put': PutStudy;
  readonly 'study.state': null;
  readonly 'study.shards': ShardProgress[];
  readonly 'claim.list': SettledClaim[];
  readonly 'claim.keep': null;
}

/** To the thread. `id` null: no answer is wanted. */
export interface SessionMessage {
  readonly id: number | null;
  readonly command: SessionCommand;
}

/** What the thread says unasked. Always before the answer to the command that caused it. */
export type SessionEvent =
  | { readonly type: 'state'; readonly state: SessionState; readonly path: string | null }
  | { readonly type: 'problems' }
  | { readonly type: 'studies' }
  | { readonly type: 'runs'; readonly runs: readonly RunSummary[] }
  | { readonly type: 'runs-removed'; readonly ids: readonly number[] }
  | { readonly type: 'error'; readonly error: LeibnizErrorValue };

/** From the thread. */
export type ThreadMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly error: LeibnizErrorValue }
  | { readonly kind: 'event'; readonly event: SessionEvent };
