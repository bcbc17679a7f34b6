/**
 * What a job is asked to do: one discriminated union over `kind`, plain and versioned. The same spec,
 * seed and program version give the same bits, whatever the pool (docs/architecture.md, “Jobs”). What each kind
 * can be asked is said by the records of its settings (`job-settings.ts`); the schemas are made of them.
 */
import { DECODER_NAMES } from '../src-science/decoding/decoder.ts';
import { SOLVER_NAMES } from '../src-science/exact/exact-settings.ts';
import { EVALUATION_NAMES, SCHEME_NAMES } from '../src-science/gradients/scheme.ts';
import { WHOLE } from '../src-science/settings/number-limits.ts';
import { JOB_KIND_NAMES } from './job-kinds.ts';
import type { JobKind } from './job-kinds.ts';
import { JOB_SETTINGS } from './job-settings.ts';
import { casesSchema, settingsSchema } from './setting-schema.ts';
import { z } from './zod.ts';

const count = z.number().int().positive();
const countOrZero = z.number().int().nonnegative();
/** Seeds are non-negative safe integers. */
export const Seed = z.number().int().min(WHOLE.atLeast).max(WHOLE.atMost);
export const Scheme = z.enum(SCHEME_NAMES);
export const Evaluation = z.enum(EVALUATION_NAMES);
export const Decoder = z.enum(DECODER_NAMES);
export const Solver = z.enum(SOLVER_NAMES);

export const DescentSpecSchema = settingsSchema(JOB_SETTINGS.descent.settings);

/**
 * The run of the session that a spec's vector was taken from: x̂ at an iteration (null: where that is not
 * known, or along the run), or a solution by its source. It changes no number: the vector itself is in the spec.
 */
export const Origin = z.object({ runId: count, iteration: countOrZero.nullable(), solution: z.string().max(60).optional() });
export type Origin = z.infer<typeof Origin>;

const Common = { version: z.literal(1), origin: Origin.optional() };
export const JobSpec = z.discriminatedUnion('kind', [
  z.object({ ...Common, kind: z.literal('exact'), exact: settingsSchema(JOB_SETTINGS.exact.settings) }),
  z.object({ ...Common, kind: z.literal('descent'), descent: DescentSpecSchema }),
  z.object({ ...Common, kind: z.literal('estimate'), estimate: casesSchema(JOB_SETTINGS.estimate) }),
  z.object({ ...Common, kind: z.literal('decode'), decode: settingsSchema(JOB_SETTINGS.decode.settings) }),
  z.object({ ...Common, kind: z.literal('quality'), quality: casesSchema(JOB_SETTINGS.quality) }),
]);
export type JobSpec = z.infer<typeof JobSpec>;

/** What a spec asks of its kind: `spec.descent` of a descent. */
export type BodyOf<K extends JobKind> =
  { [Each in JobKind]: Extract<JobSpec, { kind: Each }> extends Readonly<Record<Each, infer Body>> ? Body : never }[K];

export const JobKindName = z.enum(JOB_KIND_NAMES);
