/**
 * What a session holds, as the views see it: problems, runs, solutions, series. One row type serves
 * every run kind in the run table; fields that a kind does not have are null, never 0. Objectives,
 * bounds and gaps are in the user's sense; losses and penalties are the normal form's.
 */
import { OPTIMIZER_NAMES } from '../src-science/descent/descent-settings.ts';
import { CONTROL_VERDICTS } from '../src-science/descent/control-words.ts';
import { SETTLING_KINDS } from '../src-science/descent/settling.ts';
import { LeibnizErrorValue } from './error.ts';
import { EXACT_STATUSES } from './exact-status.ts';
import { JobResult, SeriesColumn } from './job-event.ts';
import { SettingValue } from './setting-value.ts';
import { Evaluation, JobKindName, JobSpec, Origin, Scheme, Solver } from './job-spec.ts';
import { ReadingView } from './problem-choice.ts';
import { Bytes, Float64, z } from './zod.ts';

export const ProblemId = z.number().int().positive();
export const RunId = z.number().int().positive();

/** `interrupted`: the program died while the run was going; it can be resumed from its last checkpoint. */
const RUN_STATUSES = ['queued', 'running', 'cancelling', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

/** The value gaps are measured against, and why it is trusted. */
export const Reference = z.object({
  objective: z.number(),
  /** `proven`: by an exact run of this session, or by the bound of a descent; `typed`: typed in; `published`: came with the problem's file; `best-found`: no proof. */
  basis: z.enum(['proven', 'typed', 'published', 'best-found']),
  /** The run that has its solution, and what it is called. */
  runId: RunId.nullable(),
  method: z.string().nullable().optional(),
  /** Where it is not proven: the tightest bound that is, in the user's sense. Where it is: the bound that proves it, or null. */
  bound: z.object({ objective: z.number(), runId: RunId, method: z.string() }).nullable().optional(),
});
export type Reference = z.infer<typeof Reference>;

export const ProblemSummary = z.object({
  id: ProblemId,
  /** SHA-256 of the encoded program, hexadecimal. */
  hash: z.string(),
  name: z.string(),
  /** File name, or the generator call, it came from; no path. */
  origin: z.string(),
  addedAt: z.number(),
  sense: z.enum(['min', 'max']),
  variables: z.number().int(),
  rows: z.number().int(),
  nonzeros: z.number().int(),
  /** Warnings the parser gave. */
  warnings: z.array(z.string()).readonly(),
  /** The warning that doubts the sense, and the sense that its file's comments mean; null where nothing does. */
  senseDoubt: z.object({ warning: z.string(), meant: z.enum(['min', 'max']) }).nullable(),
  reference: Reference.nullable(),
  /** Optima that were stated: typed in by the user, or with the problem's file. Whether they are used, `reference` says. */
  stated: z.object({ typed: z.number().nullable(), file: z.number().nullable() }),
  /** What was said of the optimum and is not so; null where nothing contradicts it. */
  referenceNote: z.string().nullable(),
  runCount: z.number().int(),
});
export type ProblemSummary = z.infer<typeof ProblemSummary>;

/** What the inspector and `leibniz info` show of a program; JSON keys are an interface (docs). */
export const ProblemFacts = z.object({
  variables: z.number().int(),
  rows: z.number().int(),
  nonzeros: z.number().int(),
  density: z.number(),
  sense: z.enum(['min', 'max']),
  fixedVariables: z.number().int(),
  /** Row class name → number of rows, classes in a fixed order, none empty. */
  rowClasses: z.record(z.string(), z.number().int()),
  objectiveRange: z.object({ min: z.number(), max: z.number() }).nullable(),
  coefficientRange: z.object({ min: z.number(), max: z.number() }).nullable(),
  rhsRange: z.object({ min: z.number(), max: z.number() }).nullable(),
  smallestPositiveViolation: z.object({ value: z.number(), exact: z.boolean() }).nullable(),
  mu: z.object({ theorem2: z.number().nullable(), norm1: z.number().nullable(), tight: z.number().nullable() }),
  /** Integer variables that were written in bits, the first of them one by one. */
  integers: z
    .object({
      variables: z.number().int(),
      bits: z.number().int(),
      rows: z.number().int(),
      first: z.array(
        z.object({ name: z.string(), lower: z.number(), upper: z.number(), bits: z.number().int(), encoding: z.enum(['unary', 'binary']) }),
      ).readonly(),
    })
    .optional(),
});
export type ProblemFacts = z.infer<typeof ProblemFacts>;

/** What a run was asked, apart from its seed. */
export const RunConfiguration = z.object({
  /** Runs of one problem with the same key differ in nothing but their seed. */
  key: z.string(),
  settings: z.record(z.string(), SettingValue),
  /** Settings in which it departs from the preset or the usual settings its method is named after; null where that is not known. */
  changed: z.array(z.string()).readonly().nullable(),
});
export type RunConfiguration = z.infer<typeof RunConfiguration>;

export const RunSummary = z.object({
  id: RunId,
  problemId: ProblemId,
  problemName: z.string(),
  kind: JobKindName,
  /** Short method name: "HiGHS", "true-penalty", "loss estimate", … */
  method: z.string(),
  /** The preset it was made with, or the method and what was changed: "Annealed mean field", "true-penalty, step 0.5". */
  methodName: z.string(),
  configuration: RunConfiguration,
  /** The run its vector was taken from, which may have been removed since, or the file. */
  origin: Origin.nullable(),
  scheme: Scheme.nullable(),
  solver: Solver.nullable(),
  /** As asked until the run has said what it picked. */
  evaluation: Evaluation.nullable(),
  parametrization: z.enum(['logit', 'projected']).nullable(),
  optimizer: z.enum(OPTIMIZER_NAMES).nullable(),
  step: z.number().nullable(),
  muFinal: z.number().nullable(),
  samplesPerStep: z.number().nullable(),
  seed: z.number().nullable(),
  status: RunStatus,
  /** Why it failed, in a sentence; null of every other run. */
  reason: z.string().nullable(),
  /** Solver's status of an exact run. */
  exactStatus: z.enum(EXACT_STATUSES).nullable(),
  /** Whether a descent came to rest where it ended; null of other kinds, before its end, and before numerics 7. */
  settling: z.enum(SETTLING_KINDS).nullable(),
  iterations: z.number().nullable(),
  seconds: z.number().nullable(),
  loss: z.number().nullable(),
  penalty: z.number().nullable(),
  /** Of the best solution of the run. */
  objective: z.number().nullable(),
  feasible: z.boolean().nullable(),
  violation: z.number().nullable(),
  /** Proven: no solution is better, in the user's sense; of an exact solve, or of a descent's multipliers. */
  bound: z.number().nullable(),
  /** |objective − bound| / max(1, |objective|) of the best feasible vector the run found; null without one or without a bound. */
  provenGap: z.number().nullable(),
  /** What a descent with controls found against the best of them. */
  controls: z.enum(CONTROL_VERDICTS).nullable(),
  /** Signed, relative: (objective − reference)/max(1e-9, |reference|), positive is worse; null without reference or feasible solution. */
  gap: z.number().nullable(),
  /**
   * What the reference of `gap` rests on, and the proven limits of the gap to the optimum: both `gap` where it is
   * proven, null where it was stated only.
   */
  gapBasis: Reference.shape.basis.nullable(),
  gapLow: z.number().nullable(),
  gapHigh: z.number().nullable(),
  /** Of an estimate run. */
  quantity: z.enum(['loss', 'penalty', 'feasibility', 'gradient']).nullable(),
  mean: z.number().nullable(),
  standardError: z.number().nullable(),
  z: z.number().nullable(),
  samples: z.number().nullable(),
  pinned: z.boolean(),
  label: z.string(),
  /** The studies it belongs to, and what each calls its method; oldest first. */
  studies: z.array(z.object({ id: z.number().int().positive(), method: z.string() })).readonly(),
  /** The name of its method in the newest of them; null of a run that belongs to none. */
  studyMethod: z.string().nullable(),
  /** The machine that computed it, where that was another one; null where it was this one, or nobody has taken it up. */
  machine: z.string().nullable(),
  note: z.string(),
  /** Sorted, each once. */
  tags: z.array(z.string()).readonly(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Which programs made a run's numbers; stored with the run and written into every export. */
export const Manifest = z.object({
  application: z.string(),
  runtime: z.string(),
  solver: z.string().nullable(),
  /** Code that decides numbers: bumped whenever the same spec and seed would give other bits. */
  numerics: z.number().int(),
  programHash: z.string(),
  createdAt: z.string(),
  /** Of a run that another machine computed. */
  machine: z.string().optional(),
});
export type Manifest = z.infer<typeof Manifest>;

export const RunDetail = z.object({
  summary: RunSummary,
  spec: JobSpec,
  result: JobResult.nullable(),
  error: LeibnizErrorValue.nullable(),
  manifest: Manifest,
  hasCheckpoint: z.boolean(),
  /** Number of recorded series points and the iterations of the stored snapshots. */
  seriesLength: z.number().int(),
  snapshotIterations: z.array(z.number()).readonly(),
});
export type RunDetail = z.infer<typeof RunDetail>;

/** A series, possibly thinned for drawing: extremes of every bucket are kept, first and last always. */
/** `points`: recorded points an average reaches over (src-science/series/smoothing.ts). */
export const SeriesSmoothing = z.object({ method: z.enum(['exponential', 'rolling']), points: z.number().int().min(1).max(10_000_000) });

export const SeriesView = z.object({
  runId: RunId,
  /** Points stored in the range asked for. */
  stored: z.number().int(),
  /** True if `columns` hold every stored point of the range. */
  complete: z.boolean(),
  columns: z.partialRecord(SeriesColumn, Float64),
  /** Averages at the same points, each taken over all stored points in its reach; there where they were asked for. */
  smoothed: z.partialRecord(SeriesColumn, Float64).optional(),
});
export type SeriesView = z.infer<typeof SeriesView>;

/** A bound of a row: infinite where the row has none on that side, which `z.number()` would refuse. */
const RowBound = z.custom<number>((value) => typeof value === 'number' && !Number.isNaN(value), 'expected a number or an infinity');

/** A solution with what is needed to show it: one entry per variable and per violated row. */
export const SolutionView = z.object({
  runId: RunId,
  source: z.string(),
  objective: z.number(),
  violation: z.number(),
  feasible: z.boolean(),
  seconds: z.number(),
  x: Bytes,
  violatedRows:
    z.array(z.object({ name: z.string(), activity: z.number(), lower: RowBound, upper: RowBound, amount: z.number() })).readonly(),
  /** Of a problem on a circuit or a graph. */
  reading: ReadingView.optional(),
});
export type SolutionView = z.infer<typeof SolutionView>;

export const ProblemVariables = z.object({
  names: z.array(z.string()).readonly(),
  objective: Float64,
  /** −1 free, else the fixed value. */
  fixed: z.custom<Int8Array<ArrayBuffer>>((value) => value instanceof Int8Array),
  /** Integer variables that are written in bits (`src-science/program/integers.ts`); left out where there are none. */
  integers: z.array(z.object({ name: z.string(), lower: z.number(), upper: z.number(), bit: z.number().int(), row: z.number().int() }))
    .readonly().optional(),
});
export type ProblemVariables = z.infer<typeof ProblemVariables>;

export const SessionState = z.object({
  /** File name without folder, or "Untitled". */
  name: z.string(),
  /** True once it has a file of its own. */
  saved: z.boolean(),
  unsavedChanges: z.boolean(),
  savedAt: z.number().nullable(),
  /** True if this session was opened from a working copy that survived a crash. */
  recovered: z.boolean(),
  problems: z.number().int(),
  runs: z.number().int(),
  /** True for the finished example session of a first start. */
  example: z.boolean(),
  /** What undo and redo would do next, as it goes on behind the word: “remove 3 runs”; null where there is nothing. */
  undo: z.string().nullable(),
  redo: z.string().nullable(),
  /** Problems and runs in the bin. */
  removed: z.number().int(),
  /** Counts the changes of the session's notes since it was opened. */
  noteEdition: z.number().int(),
});
export type SessionState = z.infer<typeof SessionState>;

/** What an edit, its undoing or redoing did, and the runs and problems it changed that are there now. */
export const EditDone = z.object({ words: z.string(), runs: z.array(RunId), problems: z.array(ProblemId) });
export type EditDone = z.infer<typeof EditDone>;

/** What went to the bin at one moment. */
export const BinEntry = z.object({
  removedAt: z.number(),
  problems: z.array(z.object({ id: ProblemId, name: z.string(), variables: z.number().int(), rows: z.number().int() })),
  runs: z.array(z.object({
    id: RunId, problemName: z.string(), kind: JobKindName, method: z.string(), seed: z.number().nullable(), status: RunStatus,
    objective: z.number().nullable(),
  })),
});
export type BinEntry = z.infer<typeof BinEntry>;
