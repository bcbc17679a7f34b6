/**
 * What a job is asked to do: one discriminated union over `kind`, plain and versioned. The same spec,
 * seed and program version give the same bits, whatever the pool (docs/architecture.md, “Jobs”). What each kind
 * can be asked is said by the records of its settings (`job-kinds.ts`); the schemas are made of them.
 */
import { DECODER_NAMES } from '../src-science/decoding/decoders.ts';
import { SOLVER_NAMES } from '../src-science/exact/exact-settings.ts';
import { EVALUATION_NAMES, SCHEME_NAMES } from '../src-science/gradients/scheme.ts';
import { WHOLE } from '../src-science/settings/number-limits.ts';
import type { SpecOfKind } from '../src-science/settings/setting.ts';
import { JOB_KIND_NAMES, JOB_KINDS } from './job-kinds.ts';
import type { JobKind } from './job-kinds.ts';
import { oneLine } from './one-line.ts';
import { kindSchema, settingsSchema } from './setting-schema.ts';
import { z } from './zod.ts';

const count = z.number().int().positive();
const countOrZero = z.number().int().nonnegative();
/** Seeds are non-negative safe integers. */
export const Seed = z.number().int().min(WHOLE.atLeast).max(WHOLE.atMost);
export const Scheme = z.enum(SCHEME_NAMES);
export const Evaluation = z.enum(EVALUATION_NAMES);
export const Decoder = z.enum(DECODER_NAMES);
export const Solver = z.enum(SOLVER_NAMES);

export const DescentSpecSchema = settingsSchema(JOB_KINDS.descent.asks.settings);

/**
 * The run of the session that gave a vector: x̂ at an iteration (null: where that is not known, or along the run), or a
 * solution by its source.
 */
const RunOrigin = z.object({ runId: count, iteration: countOrZero.nullable(), solution: z.string().max(300).optional() });
/** The file that a solution was read from, by its name without the folder. */
const FileOrigin = z.object({ file: z.string().min(1).max(300).transform(oneLine) });
/** Where a spec's vector was taken from. It changes no number: the vector itself is in the spec. */
export const Origin = z.union([RunOrigin, FileOrigin]);
export type Origin = z.infer<typeof Origin>;

/** What a spec asks of its kind: `spec.descent` of a descent. */
export type BodyOf<K extends JobKind> = SpecOfKind<(typeof JOB_KINDS)[K]['asks']>;

const Common = { version: z.literal(1), origin: Origin.optional() };
type SchemaOf<K extends JobKind> = z.ZodObject<typeof Common & { kind: z.ZodLiteral<K> } & { [Each in K]: z.ZodType<BodyOf<Each>> }>;

/** The body of a spec stands under its kind. */
const schemaOf = (kind: JobKind): z.ZodObject => (
  z.object({ ...Common, kind: z.literal(kind), [kind]: kindSchema(JOB_KINDS[kind].asks) })
);
const Specs = JOB_KIND_NAMES.map(schemaOf) as unknown as readonly [{ [K in JobKind]: SchemaOf<K> }[JobKind]];
export const JobSpec = z.discriminatedUnion('kind', Specs);
export type JobSpec = z.infer<typeof JobSpec>;

export const JobKindName = z.enum(JOB_KIND_NAMES);
