/**
 * A study as an object of the session: problems × methods × seeds under a title, and which run is that of each.
 * The same as a file names its problems by file, example or generator (`study.ts`); here they are problems of the session.
 */
import { Seed } from './job-spec.ts';
import { OneLine } from './one-line.ts';
import { ONE_OF_EACH_METHOD, ONE_OF_EACH_SEED, StudyMethod, StudyName } from './study.ts';
import { MOST_SHARDS } from './study-shards.ts';
import { z } from './zod.ts';

export const StudyId = z.number().int().positive();

/** What is to be run. A problem may have been removed since; the rest of the study stands. */
export const SessionStudy = z.object({
  version: z.literal(1),
  problems: z.array(z.number().int().positive()).min(1).max(1000),
  methods: z.array(StudyMethod).min(1).max(1000),
  seeds: z.array(Seed).min(1).max(10_000),
  /** In how many parts it is run, one session each, to be merged; absent where it is run as a whole. */
  shards: z.number().int().min(1).max(MOST_SHARDS).optional(),
}).refine(...ONE_OF_EACH_METHOD).refine(...ONE_OF_EACH_SEED);
export type SessionStudy = z.infer<typeof SessionStudy>;

/** What its user asked for last. */
const STUDY_STATES = ['going', 'paused', 'stopped'] as const;
export const StudyState = z.enum(STUDY_STATES);
export type StudyState = z.infer<typeof StudyState>;

/**
 * What it is at: `going` while a run of it waits or works; `done` once every run has ended by itself, failed ones
 * among them; `open` where runs are missing, cancelled or interrupted and nothing is going.
 */
export const StudyStatus = z.enum(['going', 'paused', 'done', 'open']);
export type StudyStatus = z.infer<typeof StudyStatus>;

/** Runs by what became of them; `missing`: not made yet, or removed since. */
export const RunCounts = z.object({
  missing: z.number().int(), queued: z.number().int(), running: z.number().int(), done: z.number().int(), failed: z.number().int(),
  /** Cancelled or interrupted: they can go on or be made again. */
  stopped: z.number().int(),
});
export type RunCounts = z.infer<typeof RunCounts>;

export const StudySummary = z.object({
  id: StudyId,
  title: StudyName,
  createdAt: z.number(),
  state: StudyState,
  status: StudyStatus,
  problems: z.number().int(),
  methods: z.array(OneLine).readonly(),
  runs: z.number().int(),
  counts: RunCounts,
});
export type StudySummary = z.infer<typeof StudySummary>;

/** A run that the study asks for. */
export const StudyRunPlace = z.object({
  problemId: z.number().int().positive(),
  method: OneLine,
  /** Null where nothing in the method has a seed. */
  seed: z.number().nullable(),
  /** Null where it is not made yet, or was removed since. */
  runId: z.number().int().positive().nullable(),
});
export type StudyRunPlace = z.infer<typeof StudyRunPlace>;

export const StudyDetail = z.object({
  summary: StudySummary,
  spec: SessionStudy,
  /** In the order problems × methods × seeds. */
  runs: z.array(StudyRunPlace).readonly(),
});
export type StudyDetail = z.infer<typeof StudyDetail>;

const OfMethod = { problemId: z.number().int().positive(), method: OneLine };

/** One part of a study that is run in parts: what there is of its runs here. */
export const ShardProgress = z.object({
  shard: z.number().int().positive(), runs: z.number().int(), done: z.number().int(), failed: z.number().int(),
  /** Begun and not over. */
  open: z.number().int(),
  missing: z.number().int(),
});
export type ShardProgress = z.infer<typeof ShardProgress>;

/** What a study would come to. */
export const StudyPlanView = z.object({
  /** What is wrong with a method on a problem, by the field of its spec. */
  complaints: z.array(z.object({ ...OfMethod, field: z.string(), message: z.string() })).readonly(),
  /** Where every seed gives the same run, so that one is made. */
  drawNothing: z.array(z.object(OfMethod)).readonly(),
  runs: z.number().int(),
  /** Runs that are there already: waiting, working or done. */
  kept: z.number().int(),
  /** Runs of the same settings and seed as another of this study: one is made for both. */
  same: z.number().int(),
  /** What descents that are to be made store at most. */
  bytes: z.number(),
  /** Seconds of one worker that the runs to be made take, by finished runs like them. */
  seconds: z.number(),
  /** Runs to be made of which the session has no finished run that tells how long they take. */
  unknown: z.number().int(),
  /** The most seconds of one worker that their time limits allow; null where some have none. */
  limit: z.number().nullable(),
});
export type StudyPlanView = z.infer<typeof StudyPlanView>;
