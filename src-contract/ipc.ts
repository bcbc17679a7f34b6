/**
 * Everything the window may ask of the main process, and everything the main process may tell the
 * window: one invoke channel, one event channel, one discriminated union each, so that a new message
 * cannot leave the two sides disagreeing. A request answers with `Answers[type]` or an error value;
 * it never throws across the border. A request concerns the session of the window that sent it. The
 * window names no path, no SQL and no channel: it asks for "open dialog".
 */
import { LARGEST_PIECE } from './channels.ts';
import { ClaimId, ClaimParameters, ClaimView } from './claim.ts';
import { DataAsk, DataDone } from './data-export.ts';
import { LeibnizErrorValue } from './error.ts';
import { JobEvent } from './job-event.ts';
import { JOB_KIND_NAMES, newRunCommand } from './job-kinds.ts';
import { JobSpec } from './job-spec.ts';
import { GivenName } from './one-line.ts';
import { ProblemId, ProblemSummary, RunId, RunSummary, SessionState } from './session.ts';
import { MergeReport } from './session-merge.ts';
import { SessionStudy, StudyId } from './session-study.ts';
import { StudyName } from './study.ts';
import { SESSION_ANSWERS, SESSION_REQUEST_SCHEMAS } from './session-request.ts';
import { Settings } from './settings.ts';
import { Bytes, z } from './zod.ts';
import { ProgramFormatName, WrittenFormName } from './problem-format.ts';
import { ProblemChoice, ProblemSource } from './problem-choice.ts';
import { REPORT_FORMAT_NAMES, ReportAsk, ReportPicture } from './report.ts';
import { PICTURE_FORMAT_NAMES } from './picture-formats.ts';
import { PageSize } from './picture-look.ts';
import { TABLE_FORMAT_NAMES } from './tables/table-formats.ts';

/** A solution of the session: the run and the index into its solutions; or the problem's reference solution. */
const SolutionRef = z.object({ runId: RunId, index: z.number().int().nonnegative() });
export type SolutionRef = z.infer<typeof SolutionRef>;

export const Request = z.discriminatedUnion('type', [
  /** All that a window shows first, in one answer; the preload script asks for it before the page's code is there. */
  z.object({ type: z.literal('window.first-view') }),

  z.object({ type: z.literal('app.info') }),
  z.object({ type: z.literal('app.settings') }),
  z.object({ type: z.literal('app.change-settings'), change: Settings.partial() }),
  z.object({ type: z.literal('app.recovery-list') }),
  z.object({ type: z.literal('app.recover'), id: z.string() }),
  z.object({ type: z.literal('app.discard-recovery'), id: z.string() }),

  z.object({ type: z.literal('session.state') }),
  z.object({ type: z.literal('session.new') }),
  z.object({ type: z.literal('session.open') }),
  z.object({ type: z.literal('session.open-recent'), id: z.string() }),
  z.object({ type: z.literal('session.open-example') }),
  z.object({ type: z.literal('session.save') }),
  z.object({ type: z.literal('session.save-as') }),
  /** Lets the user choose another session's file and merges what is in it into this one. */
  z.object({ type: z.literal('session.merge') }),

  z.object({ type: z.literal('problem.open') }),
  /** Ends the opening of problem files that is under way. */
  z.object({ type: z.literal('problem.stop-opening') }),
  z.object({ type: z.literal('problem.examples') }),
  /** Adds the program that a choice makes of a circuit or a graph that was opened. */
  z.object({ type: z.literal('problem.choose'), source: z.number().int().positive(), choice: ProblemChoice }),
  /** The circuit among the examples, to choose a fault in. */
  z.object({ type: z.literal('problem.open-example-circuit') }),
  z.object({ type: z.literal('problem.open-example'), name: z.string() }),
  /** Bytes of the program in its binary form, for exact pictures of its relaxation in the page. */
  z.object({
    type: z.literal('problem.program'), id: ProblemId, from: z.number().int().nonnegative(),
    length: z.number().int().min(1).max(LARGEST_PIECE),
  }),
  /** In one of the forms that the format has. */
  z.object({ type: z.literal('problem.export'), id: ProblemId, format: ProgramFormatName, form: WrittenFormName }),
  /** Lets the user choose solution files of a problem, which become runs. */
  z.object({ type: z.literal('solution.open'), problemId: ProblemId }),
  /** Writes a solution, in bits, to a file that the user chooses. */
  z.object({ type: z.literal('solution.write'), problemId: ProblemId, x: Bytes, suggestedName: z.string() }),

  /** Starts one run per seed where the spec draws anything at random (`seeds` > 1: seed, seed+1, …), else one. */
  z.object({
    type: z.literal('run.start'), problemId: ProblemId, spec: JobSpec, seeds: z.number().int().min(1).max(1000),
    label: GivenName.optional(),
  }),
  z.object({ type: z.literal('run.resume'), id: RunId }),

  /** Keeps a study, a new one or another form of one that is there, and starts those of its runs that are missing. */
  z.object({ type: z.literal('study.start'), id: StudyId.nullable(), title: StudyName, spec: SessionStudy }),
  z.object({ type: z.literal('study.stop'), id: StudyId }),
  /** While it is paused, runs of it that wait do not start. */
  z.object({ type: z.literal('study.pause'), id: StudyId, paused: z.boolean() }),
  /** Lets the user choose study files, which become studies of the session. */
  z.object({ type: z.literal('study.open') }),
  /** Writes a study to a file that the user chooses. */
  z.object({ type: z.literal('study.save'), id: StudyId }),

  z.object({ type: z.literal('claim.list') }),
  /** Settles claims in the pool; each answers by `claim.changed` as it goes. Claims that are going already are left alone. */
  z.object({ type: z.literal('claim.run'), claims: z.array(z.object({ id: ClaimId, parameters: ClaimParameters })).min(1).max(200) }),
  z.object({ type: z.literal('claim.cancel'), ids: z.array(ClaimId).min(1).max(200) }),

  z.object({ type: z.literal('pool.state') }),
  z.object({ type: z.literal('pool.pause'), paused: z.boolean() }),

  /** Each asks for a place with the system's dialog. */
  /** The table is an `ExportTable` as JSON text: bytes pass through the main process as they are, whatever is in them. */
  z.object({ type: z.literal('export.table'), format: z.enum(TABLE_FORMAT_NAMES), table: Bytes, suggestedName: z.string().max(200) }),
  /** The content of a PDF is its picture as SVG, and `size` that of its page. */
  z.object({
    type: z.literal('export.chart'), format: z.enum(PICTURE_FORMAT_NAMES), content: z.union([z.string(), Bytes]),
    suggestedName: z.string().max(200), size: PageSize.optional(),
    /** What made it, for the manifest in SVG and PDF: lines of parameters. */
    about: z.array(z.string()).max(1000).optional(),
  }),
  /** Of runs of the session, as a file to read without the program. */
  /** What runs recorded; the place is asked for. */
  DataAsk.extend({ type: z.literal('export.data') }),
  ReportAsk.extend({
    type: z.literal('export.report'), format: z.enum(REPORT_FORMAT_NAMES), pictures: z.array(ReportPicture).max(20).optional(),
  }),
  z.object({ type: z.literal('clipboard.copy'), text: z.string().max(50_000_000) }),
  /** What the session's thread answers. */
  ...SESSION_REQUEST_SCHEMAS,
]);
export type Request = z.infer<typeof Request>;
export type RequestType = Request['type'];

export const AppInfo = z.object({
  version: z.string(),
  platform: z.string(),
  versions: z.object({
    electron: z.string(), chrome: z.string(), node: z.string(), glpk: z.string(), highs: z.string(), sqlite: z.string(),
    packages: z.object({ glpk: z.string(), highs: z.string() }),
  }),
  recent: z.array(z.object({ id: z.string(), name: z.string(), folder: z.string() })).readonly(),
});
export type AppInfo = z.infer<typeof AppInfo>;

export const RecoveryEntry = z.object({
  id: z.string(),
  name: z.string(),
  changedAt: z.number(),
  /** The file it was made of: `none` where there is none, `changed` where it is not what was last read or saved here. */
  file: z.enum(['none', 'as-known', 'changed']),
  problems: z.number().int(),
  runs: z.number().int(),
});
export type RecoveryEntry = z.infer<typeof RecoveryEntry>;

export const GeneratorFamily = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  parameters: z.array(z.object({
    name: z.string(), label: z.string(), help: z.string(), default: z.number(), min: z.number(), max: z.number(), integer: z.boolean(),
  })).readonly(),
});
export type GeneratorFamily = z.infer<typeof GeneratorFamily>;

export const ExampleProblem = z.object({
  name: z.string(), source: z.string(), optimum: z.number(), variables: z.number().int(), rows: z.number().int(),
  nonzeros: z.number().int(),
});
export type ExampleProblem = z.infer<typeof ExampleProblem>;

export const PoolState = z.object({ size: z.number().int(), running: z.number().int(), queued: z.number().int(), paused: z.boolean() });
export type PoolState = z.infer<typeof PoolState>;

/** What a window shows first. */
export const FirstView = z.object({
  info: AppInfo,
  settings: Settings,
  session: SessionState,
  problems: z.array(ProblemSummary),
  /** The first runs by id, all of them if `allRuns`; a long list comes in pieces. */
  runs: z.array(RunSummary),
  allRuns: z.boolean(),
  pool: PoolState,
  /** Sessions that survived a crash; null where there may be some, to be asked for by `app.recovery-list`. */
  recovery: z.array(RecoveryEntry).nullable(),
});
export type FirstView = z.infer<typeof FirstView>;

/** What opening files came to: problems added, or a session opened in a window. */
export const OpenOutcome = z.object({
  opened: z.array(ProblemSummary).readonly(),
  /** Circuits and graphs, of which it has to be chosen what they become. */
  sources: z.array(ProblemSource).readonly(),
  /** Studies added. */
  studies: z.array(StudyId).readonly().optional(),
  /** What became of solutions and stated optima, a sentence each. */
  said: z.array(z.string()).readonly(),
  errors: z.array(LeibnizErrorValue).readonly(),
  cancelled: z.boolean(),
});
export type OpenOutcome = z.infer<typeof OpenOutcome>;

export const Written = z.object({ cancelled: z.boolean(), name: z.string().nullable() });
export type Written = z.infer<typeof Written>;

const Nothing = z.null();

/** The answer to each request type. */
export const Answers = {
  'window.first-view': FirstView,
  'app.info': AppInfo,
  'app.settings': Settings,
  'app.change-settings': Settings,
  'app.recovery-list': z.array(RecoveryEntry),
  'app.recover': SessionState,
  'app.discard-recovery': Nothing,
  'session.state': SessionState,
  'session.new': SessionState,
  'session.open': SessionState.nullable(),
  'session.open-recent': SessionState,
  'session.open-example': SessionState,
  'session.save': SessionState.nullable(),
  'session.save-as': SessionState.nullable(),
  /** Null where none was chosen, or it was stopped. */
  'session.merge': MergeReport.nullable(),
  'problem.open': OpenOutcome,
  'problem.stop-opening': Nothing,
  'problem.examples': z.object({ examples: z.array(ExampleProblem), families: z.array(GeneratorFamily) }),
  'problem.open-example': ProblemSummary,
  'problem.choose': ProblemSummary,
  'problem.open-example-circuit': ProblemSource,
  'problem.program': z.object({ total: z.number().int(), bytes: Bytes }),
  'problem.export': Written,
  'solution.open': OpenOutcome,
  'solution.write': Written,
  'run.start': z.array(RunSummary),
  'run.resume': RunSummary,
  'study.start': z.object({ id: StudyId, started: z.number().int() }),
  'study.stop': Nothing,
  'study.pause': Nothing,
  'study.open': OpenOutcome,
  'study.save': Written,
  'claim.list': z.array(ClaimView),
  'claim.run': Nothing,
  'claim.cancel': Nothing,
  'pool.state': PoolState,
  'pool.pause': PoolState,
  'export.table': Written,
  'export.chart': Written,
  'export.data': Written.extend({ done: DataDone.nullable() }),
  'export.report': Written,
  'clipboard.copy': Nothing,
  ...SESSION_ANSWERS,
} as const satisfies Record<RequestType, z.ZodType>;
export type Answer<T extends RequestType> = z.infer<(typeof Answers)[T]>;

/** What crosses the invoke channel back: the answer or an error value. */
export type Reply<T extends RequestType> =
  { readonly ok: true; readonly value: Answer<T> } | { readonly ok: false; readonly error: LeibnizErrorValue };

/** Commands the native menu and the command palette share; the window carries out the ones the shell does not. */
export const COMMANDS = [
  'new-session', 'open-session', 'save-session', 'save-session-as', 'merge-session', 'open-problem', 'generate-problem', 'open-example',
  ...JOB_KIND_NAMES.map(newRunCommand), 'new-study', 'open-study', 'hand-over', 'cancel-selected-runs', 'remove-selected-runs',
  'export-run-table', 'export-chart', 'command-palette', 'reset-layout', 'toggle-theme', 'show-shortcuts', 'about', 'compare-solutions',
  'report', 'export-data',
  'show-studies', 'show-quality', 'show-comparison', 'show-profiles', 'show-field-lab', 'show-claims', 'show-program', 'undo', 'redo',
  'show-bin',
] as const;
export const Command = z.enum(COMMANDS);
export type Command = z.infer<typeof Command>;

export const AppEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.changed'), state: SessionState }),
  /** Everything shown must be asked anew: another session is open in this window. */
  z.object({ type: z.literal('session.replaced'), state: SessionState }),
  z.object({ type: z.literal('problems.changed') }),
  /** A problem file is being read and takes long; null once it is over. */
  z.object({ type: z.literal('problem.opening'), file: z.string().nullable() }),
  z.object({ type: z.literal('runs.changed'), runs: z.array(RunSummary) }),
  /** Studies are others, or the runs that belong to them. */
  z.object({ type: z.literal('studies.changed') }),
  z.object({ type: z.literal('runs.removed'), ids: z.array(RunId) }),
  z.object({ type: z.literal('run.event'), id: RunId, event: JobEvent }),
  z.object({ type: z.literal('claim.changed'), claim: ClaimView }),
  z.object({ type: z.literal('pool.changed'), pool: PoolState }),
  z.object({ type: z.literal('settings.changed'), settings: Settings }),
  z.object({ type: z.literal('command'), command: Command }),
  z.object({ type: z.literal('error'), error: LeibnizErrorValue }),
  z.object({ type: z.literal('opened'), outcome: OpenOutcome }),
]);
export type AppEvent = z.infer<typeof AppEvent>;

/** Paths of dropped files: said by the preload script, which has them from the system, never by the page. */
export const DroppedFiles = z.object({
  paths: z.array(z.string().min(1)).min(1).max(100),
  /** The problem that is selected, which solutions are of. */
  problemId: ProblemId.nullable(),
});
export type DropReply = { readonly ok: true; readonly value: OpenOutcome } | { readonly ok: false; readonly error: LeibnizErrorValue };

/** What the preload script puts on `window.leibniz`. */
export interface LeibnizBridge {
  /** The answer to `window.first-view`, asked for as early as can be. */
  readonly firstView: Promise<Reply<'window.first-view'>>;
  request<T extends RequestType>(request: Extract<Request, { type: T }>): Promise<Reply<T>>;
  /** Opens files dropped on the window: sessions, problems, solutions of the problem that is selected. */
  openDropped(files: readonly unknown[], problemId: number | null): Promise<DropReply>;
  /** What was told before there was any listener is told to the first. */
  onEvent(listener: (event: AppEvent) => void): () => void;
  readonly platform: 'linux' | 'darwin' | 'win32';
}
