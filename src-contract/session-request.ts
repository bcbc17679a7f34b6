/**
 * What a window asks and the session's thread answers, each declared once: what is asked, and what the answer
 * is. The window's requests (`ipc.ts`) and the thread's commands (`session/protocol.ts`) both contain them,
 * and whatever stands between the two only hands them on.
 */
import { RUNS_AT_ONCE } from './channels.ts';
import { SeriesColumn } from './job-event.ts';
import { JobKindName, JobSpec } from './job-spec.ts';
import { TrainedModel } from './network-result.ts';
import { GivenName, Note, Tag } from './one-line.ts';
import {
  BinEntry, EditDone, ProblemFacts, ProblemId, ProblemSummary, ProblemVariables, RunDetail, RunId, RunSummary, SeriesSmoothing,
  SeriesView, SolutionView,
} from './session.ts';
import { SessionStudy, StudyDetail, StudyId, StudyPlanView, StudySummary } from './session-study.ts';
import { StudyName } from './study.ts';
import { Bytes, Float64, z } from './zod.ts';

/** Complaints about a spec, each tied to a field by its path in the spec (e.g. `descent.samples`). */
export const SpecComplaint = z.object({ field: z.string(), message: z.string() });
export type SpecComplaint = z.infer<typeof SpecComplaint>;

/** Of one run. */
export const MOST_TAGS = 50;
const ofProblem = { id: ProblemId };
const ofRun = { id: RunId };
const ofSpec = { problemId: ProblemId, spec: JobSpec };
/** Variables, or rows, by their places: from this one up to before that. */
const Places = z.object({ from: z.number().int().nonnegative(), to: z.number().int().positive() });
const Cells = z.number().int().min(1).max(2000);

const SESSION_REQUESTS = {
  'problem.list': { asks: {}, answer: z.array(ProblemSummary) },
  'problem.generate': {
    asks: { family: z.string(), parameters: z.record(z.string(), z.number()), seed: z.number().int().nonnegative(), name: GivenName },
    answer: ProblemSummary,
  },
  'problem.facts': { asks: ofProblem, answer: ProblemFacts },
  'problem.variables': { asks: ofProblem, answer: ProblemVariables },
  /** Row-major share of nonzeros in each cell of a width × height grid, 0–255, over the whole matrix or a part of it. */
  'problem.sparsity': {
    asks: { ...ofProblem, width: Cells, height: Cells, across: Places.optional(), down: Places.optional() },
    answer: z.object({ width: z.number(), height: z.number(), cells: Bytes }),
  },
  /** An optimum the user knows, in the problem's own sense; null takes it away. */
  'problem.type-optimum': { asks: { ...ofProblem, optimum: z.number().nullable() }, answer: ProblemSummary },
  /** Adds the same program with the sense that its file's comments mean. */
  'problem.resense': { asks: ofProblem, answer: ProblemSummary },
  /** Adds what was made of a problem by hand, as the bytes of a program. */
  'problem.add-edited': { asks: { ...ofProblem, bytes: Bytes, name: GivenName }, answer: ProblemSummary },
  /** Refused by the thread while a run of it is going. */
  'problem.remove': { asks: ofProblem, answer: z.null() },
  /** The problem's reference solution: the best proven one of this session, if any. */
  'problem.reference-solution': { asks: ofProblem, answer: SolutionView.nullable() },

  /** All runs by id; or at most `limit` of those after the run `after`, so that a long list comes in pieces. */
  'run.list': { asks: { after: RunId.optional(), limit: z.number().int().min(1).optional() }, answer: z.array(RunSummary) },
  /** What would be wrong with this spec on this problem. */
  'run.check': { asks: ofSpec, answer: z.array(SpecComplaint) },
  /** Whether several seeds of this spec give several runs: something in it is drawn at random. */
  'run.draws': { asks: ofSpec, answer: z.boolean() },
  /** A good spec of each kind for this problem, named presets for descents, and which preset is proposed and why. */
  'run.defaults': { asks: { problemId: ProblemId }, answer: z.object({
    specs: z.array(JobSpec), presets: z.array(z.object({ name: z.string(), label: z.string(), help: z.string(), spec: JobSpec })),
    proposals: z.array(z.object({ kind: JobKindName, preset: z.string(), reason: z.string() })),
  }) },
  /** The models of the trainings that are there and have ended, the latest first. */
  'run.models': { asks: {}, answer: z.array(TrainedModel) },
  /** Asks runs to stop. Those that have ended meanwhile keep their ends. */
  'run.cancel': { asks: { ids: z.array(RunId).min(1) }, answer: z.null() },
  /** Refused by the thread while one of them is going. */
  'run.remove': { asks: { ids: z.array(RunId).min(1) }, answer: z.null() },
  'run.update': {
    asks: {
      ids: z.array(RunId).min(1),
      change: z.object({
        pinned: z.boolean(), label: GivenName, note: z.string().max(100_000).pipe(Note), addTags: z.array(Tag).max(MOST_TAGS),
        removeTags: z.array(Tag).max(MOST_TAGS),
      }).partial(),
    },
    answer: z.array(RunSummary),
  },
  'run.detail': { asks: ofRun, answer: RunDetail },
  'run.series': {
    asks: {
      ...ofRun, columns: z.array(SeriesColumn).min(1), maxPoints: z.number().int().min(16).max(1_000_000), from: z.number().nullable(),
      to: z.number().nullable(), smoothing: SeriesSmoothing.optional(),
    },
    answer: SeriesView,
  },
  /**
   * When these runs found better solutions, by their records, in the order asked for: seconds, iteration (NaN of a run that has
   * none) and objective of each; `complaint` where a record is damaged. At most as many runs as cross at once.
   */
  'run.improvements': {
    asks: { ids: z.array(RunId).min(1).max(RUNS_AT_ONCE) },
    answer: z.array(
      z.object({ runId: RunId, seconds: Float64, iteration: Float64, objective: Float64, complaint: z.string().nullable() }),
    ),
  },
  'run.snapshot': {
    asks: { ...ofRun, iteration: z.number().int().nonnegative() }, answer: z.object({ iteration: z.number(), xHat: Float64 }),
  },
  'run.solutions': { asks: ofRun, answer: z.array(SolutionView) },

  'session.undo': { asks: {}, answer: EditDone },
  'session.redo': { asks: {}, answer: EditDone },
  /** Notes of the session as a whole, as Markdown. */
  'session.note': { asks: {}, answer: z.string() },
  'session.write-note': { asks: { note: z.string().max(1_000_000).pipe(Note) }, answer: z.null() },
  /** What was removed since the session was opened, latest first. */
  'session.bin': { asks: {}, answer: z.array(BinEntry) },
  /** A run comes back with its problem, if that was removed too. */
  'session.restore': { asks: { runs: z.array(RunId), problems: z.array(ProblemId) }, answer: EditDone },

  'study.list': { asks: {}, answer: z.array(StudySummary) },
  'study.detail': { asks: { id: StudyId }, answer: StudyDetail },
  /** What a study would come to, if it were put and started: nothing is written. @param id of one that is there; null for a new one */
  'study.plan': { asks: { id: StudyId.nullable(), spec: SessionStudy }, answer: StudyPlanView },
  'study.update': { asks: { id: StudyId, change: z.object({ title: StudyName }).partial() }, answer: StudySummary },
  /** Its runs stay. */
  'study.remove': { asks: { id: StudyId }, answer: z.null() },
} as const;

type SessionRequests = typeof SESSION_REQUESTS;
export type SessionRequestType = keyof SessionRequests;

type RequestSchema = { [T in SessionRequestType]: SessionRequests[T]['asks'] extends infer Fields extends z.core.$ZodShape ? z.ZodObject<{
  type: z.ZodLiteral<T>
} & Fields, z.core.$strip> : never }[SessionRequestType];

/** The schemas of the requests, for a union on `type`; that each name goes with its own fields is what TypeScript cannot follow. */
export const SESSION_REQUEST_SCHEMAS = Object.entries(SESSION_REQUESTS).map(
  ([type, { asks }]) => z.object({ type: z.literal(type), ...asks }),
) as unknown as readonly RequestSchema[];

/** The schema of each answer. */
export const SESSION_ANSWERS = Object.fromEntries(
  Object.entries(SESSION_REQUESTS).map(([type, { answer }]) => [type, answer]),
) as { readonly [T in SessionRequestType]: SessionRequests[T]['answer'] };
export type SessionAnswer<T extends SessionRequestType> = z.infer<SessionRequests[T]['answer']>;

export function isSessionRequest<R extends { readonly type: string }>(request: R): request is Extract<R, { type: SessionRequestType }> {
  return Object.hasOwn(SESSION_REQUESTS, request.type);
}
